"""The small TOML file that says what a table does not: whose figures, of what, of which event.

It stands beside the table as ``NAME.map.toml``, or is named. Keys that an importer does not
know are problems of the mapping file, with the nearest that it knows.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from claimledger.claims import Event
from claimledger.dates import parse_date
from claimledger.errors import ClaimLedgerError, InvalidRecordError, nearest, quoted
from claimledger.formats.found import Found, Place

ENDING = ".map.toml"


@attrs.frozen(kw_only=True)
class Column:
    """What a column of figures counts.

    Attributes:
        measure: The measure.
        subject: Whose, where that is not the subject of the table.
        accrual: How its count runs, where that is not the accrual of the table.
        unit: Put after each figure.
    """

    measure: str
    subject: str | None = None
    accrual: str | None = None
    unit: str | None = None


@attrs.frozen(kw_only=True)
class TableMapping:
    """What a mapping file says; each key is optional here, and importers ask for what they need.

    Attributes:
        source: Whose figures they are.
        kind: The kind of that source.
        side: The side of that source.
        subject: Whose losses the columns are.
        event: The event that they are of.
        since: The day on which that event began.
        accrual: How the counts run.
        date: The column of the date said.
        notes: The ending of columns that qualify others, such as ``"*"``.
        noted: Columns whose text is noted beside each figure of the row.
        ignored: Columns that repeat others, which are counted all the same.
        zero: ``"unknown"`` where a 0 says that nothing is reported, ``"none"`` where it is a zero.
        released: When the table was published, where its figures are of that day or have none.
        edition: The name of that release.
        outlet: Where the table was published.
        url: Its address.
        columns: What each column of figures counts.
    """

    source: str | None = None
    kind: str | None = None
    side: str | None = None
    subject: str | None = None
    event: str | None = None
    since: str | None = None
    accrual: str | None = None
    date: str = "date"
    notes: str = "*"
    noted: Sequence[str] = ()
    ignored: Sequence[str] = ()
    zero: str = "unknown"
    released: str | None = None
    edition: str | None = None
    outlet: str | None = None
    url: str | None = None
    columns: Mapping[str, Column] = attrs.field(factory=dict)

    def declared(self) -> list[Event]:
        """The event, running since its day."""
        if self.event is None:
            return []
        window = None if self.since is None else f"{parse_date(self.since)}/.."
        return [Event(name=self.event, window=window)]


def mapping_of(found: Found) -> TableMapping | None:
    """The mapping of a table: the one named, or the one beside it.

    Returns:
        None, with problems, for one that cannot be read; an empty one where there is none.
    """
    path = Path(found.path)
    beside = path.with_name(path.stem + ENDING)
    where = Path(found.mapping) if found.mapping is not None else beside
    if found.mapping is None and not beside.is_file():
        return TableMapping()
    try:
        return read_mapping(where.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        for line in reason.splitlines():
            found.add(Place(str(where), 1), "", line)
        return None


def read_mapping(text: str) -> TableMapping:
    """A mapping from the text of its file.

    Raises:
        InvalidRecordError: for keys and values that it cannot have, all of them at once.
        tomllib.TOMLDecodeError: for what is no TOML.
    """
    content = tomllib.loads(text)
    faults: list[str] = []
    fields = {field.name: field for field in attrs.fields(TableMapping)}
    stated: dict[str, Any] = {}
    for key, value in content.items():
        if key not in fields:
            faults.append(_unknown(key, fields))
        elif key == "columns":
            stated[key] = _columns(value, faults)
        elif key in {"noted", "ignored"}:
            if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                faults.append(f"{key}: expected a list of columns, not {quoted(value)}")
            stated[key] = value
        elif isinstance(value, (dict, list, bool)):
            faults.append(f"{key}: expected text, not {quoted(value)}")
        else:
            stated[key] = str(value)
    if stated.get("zero", "none") not in {"none", "unknown"}:
        faults.append(f"zero: expected 'none' or 'unknown', not {quoted(stated['zero'])}")
    for key in ("since", "released"):
        try:
            parse_date(stated.get(key, "2000"))
        except ClaimLedgerError as error:
            faults.append(f"{key}: {str(error).splitlines()[0]}")
    if faults:
        raise InvalidRecordError("\n".join(faults))
    return TableMapping(**stated)


def _columns(value: object, faults: list[str]) -> dict[str, Column]:
    """What each column counts: a measure, or a table with a measure in it."""
    if not isinstance(value, dict):
        faults.append(f"columns: expected a table, not {quoted(value)}")
        return {}
    fields = [field.name for field in attrs.fields(Column)]
    found: dict[str, Column] = {}
    for name, content in value.items():
        stated = {"measure": content} if isinstance(content, str) else content
        where = f"columns.{name}"
        if not isinstance(stated, dict) or "measure" not in stated:
            faults.append(f"{where}: expected a measure, not {quoted(content)}")
            continue
        unknown = [_unknown(key, fields) for key in stated if key not in fields]
        unknown += [
            f"{key}: expected text, not {quoted(text)}"
            for key, text in stated.items()
            if not isinstance(text, str)
        ]
        faults += (f"{where}.{fault}" for fault in unknown)
        if not unknown:
            found[name] = Column(**stated)
    return found


def _unknown(key: str, known: Sequence[str] | Mapping[str, object]) -> str:
    near = nearest(key, known)
    hint = f"; did you mean {near!r}?" if near else f"; known: {', '.join(known)}"
    return f"{key}: unknown key{hint}"
