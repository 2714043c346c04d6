"""The ledger file, written by hand and kept under git.

A key of a table is a handle for this file: references resolve in the file first, then in
all files read together.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs

from claimledger.canonical import clean, name_key
from claimledger.claims import Annotation, Attestation, Event, Implication, Partition, Title
from claimledger.dates import PartialDate, Ternary, Window, parse_date
from claimledger.errors import ClaimLedgerError, quoted
from claimledger.formats.found import Fault, Found, Place, unknown_fields
from claimledger.formats.plain import with_figures
from claimledger.formats.rows import ROW_FIELDS, read_record, read_row
from claimledger.formats.toml_lines import (
    MAX_REPAIRS,
    Path,
    line_map,
    mended,
)
from claimledger.sources import Document, Party, Source
from claimledger.sources import Place as NamedPlace
from claimledger.taxonomy import MeasureEntry

TIMES = ("since", "from", "to", "on")
NAMED: Mapping[str, tuple[type[Any], tuple[str, ...]]] = {
    "parties": (Party, ("name", "part_of", "opposed", "allied", "handle")),
    "places": (NamedPlace, ("name", "part_of", "handle")),
    "sources": (Source, ("name", "side", "kind", "reliability", "controlled_by", "handle")),
    "documents": (Document, ("outlet", "title", "url", "date", "handle")),
    "events": (Event, ("name", *TIMES, "part_of", "handle")),
    "measures": (
        MeasureEntry,
        ("name", "kind", "part_of", "synonyms", "what", "outcome", "cut", "crossing"),
    ),
}
"""Tables of tables: the class of an entry and its fields. The key is a handle, or the name."""

ARRAYS: Mapping[str, type[Any]] = {
    "partitions": Partition,
    "attestations": Attestation,
    "annotations": Annotation,
}
"""Arrays of tables, each with the fields of its class.

Attestations and annotations stand in the rows of their claims; only those of claims that
are not in the file need arrays of their own.
"""

TABLES = ("ledger", *NAMED, "implications", *ARRAYS, "claims")


def read(text: str, found: Found) -> None:
    """Read a ledger file; problems bear the line of the field at fault."""
    text = text.replace("\r\n", "\n")
    content, sound = _parsed(text, found)
    _Reader(sound, found).read(content)


def _parsed(text: str, found: Found) -> tuple[dict[str, Any], str]:
    """What can be parsed of a text, and that text; every fault of syntax is noted."""
    for _ in range(MAX_REPAIRS):
        try:
            return tomllib.loads(text, parse_float=Decimal), text
        except (ValueError, RecursionError) as error:
            text, fault = mended(text, error)
            if fault.is_told:
                found.add_at(f"not TOML: {fault.message}", fault.line, fault.column)
                found.broken.add(fault.line)
    found.add_at("not TOML: too many faults to read the rest", None)
    return {}, ""


class _Reader:
    def __init__(self, text: str, found: Found) -> None:
        self._text = text
        self._found = found
        self._lines: dict[Path, int] | None = None

    def _line(self, path: Path) -> int:
        if self._lines is None:
            self._lines = line_map(self._text)
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def _place(self, *path: str | int, name: str | None = None) -> Place:
        def line(field: str) -> int:
            return self._line((*path, field) if field else path)

        return Place(self._found.path, line, ".".join(map(str, path)) if name is None else name)

    def read(self, content: dict[str, Any]) -> None:
        top = self._place()
        for field, message in unknown_fields(content, TABLES, "table"):
            self._found.add(top, field, message)
        self._head(content)
        for table in NAMED:
            for key, entry in self._table(content, table):
                self._named(table, key, entry)
        self._implications(content)
        for array, kind in ARRAYS.items():
            fields = [field.name for field in attrs.fields(kind)]
            for place, row in self._rows(content, array, fields):
                read_record(kind, row, place, self._found, self._broken(row, place))
        for place, row in self._rows(content, "claims", ROW_FIELDS):
            read_row(row, place, self._found, faults=self._broken(row, place))

    def _broken(self, row: Mapping[str, Any], place: Place) -> list[Fault]:
        """The fields of a table on lines that are no TOML, of which that is noted already."""
        broken = self._found.broken
        return [(field, "") for field in row if place.at(field).line in broken] if broken else []

    def _known(self, entry: Any, fields: Any, place: Place, kind: str = "key") -> dict[str, Any]:
        """The known fields of a table; the others are noted and passed over."""
        for field, message in unknown_fields(entry, fields, kind):
            self._found.add(place, field, message)
        return {key: entry[key] for key in entry if key in fields}

    def _table(self, content: Mapping[str, Any], name: str) -> Iterator[tuple[str, Any]]:
        """The entries of a table that are tables themselves."""
        table = content.get(name, {})
        if not isinstance(table, dict):
            self._found.add(self._place(name), "", f"expected tables, as in [{name}.x]")
            return
        for key, entry in table.items():
            if isinstance(entry, dict):
                yield key, entry
            else:
                message = f"expected a table, as in [{name}.x]"
                self._found.add(self._place(name, key), "", message)

    def _rows(
        self, content: Mapping[str, Any], name: str, fields: Any
    ) -> Iterator[tuple[Place, dict[str, Any]]]:
        """The known fields of each table of an array, with its place."""
        rows = content.get(name, [])
        if not isinstance(rows, list):
            self._found.add(self._place(name), "", f"expected tables, as in [[{name}]]")
            return
        tracked = self._found.track(rows, f"reading {self._found.path}", len(rows))
        for index, row in enumerate(tracked):
            place = self._place(name, index, name=f"{name}[{index}]")
            if isinstance(row, dict):
                yield place, with_figures(self._known(row, fields, place))
            else:
                self._found.add(place, "", f"expected a table, as in [[{name}]]")

    def _head(self, content: Mapping[str, Any]) -> None:
        head, place = content.get("ledger", {}), self._place("ledger")
        if not isinstance(head, dict):
            self._found.add(place, "", "expected a table, as in [ledger]")
            return
        known = self._known(head, ("title", "undeclared"), place)
        names = known.get("undeclared", [])
        if isinstance(names, list) and all(isinstance(name, str) for name in names):
            self._found.undeclared.update(map(name_key, names))
        else:
            self._found.add(place, "undeclared", f"expected a list of names, not {quoted(names)}")
        titles = known.get("title", [])
        for title in titles if isinstance(titles, list) else [titles]:
            self._one(Title, {"text": title}, self._place("ledger", "title"))

    def _implications(self, content: Mapping[str, Any]) -> None:
        table, place = content.get("implications", {}), self._place("implications")
        if not isinstance(table, dict):
            self._found.add(place, "", "expected a table, as in [implications]")
            return
        for premise, ends in table.items():
            own = self._place("implications", premise)
            for end in ends if isinstance(ends, list) else [ends]:
                self._one(Implication, {"premise": premise, "conclusion": end}, own)

    def _one(self, kind: type[Any], fields: dict[str, Any], place: Place) -> None:
        """A record that stands on one line, of which the fields have no names in the file."""
        if place.at().line in self._found.broken:
            return
        before = len(self._found.problems)
        read_record(kind, fields, place, self._found, [])
        self._found.problems[before:] = [
            attrs.evolve(problem, field=place.name) for problem in self._found.problems[before:]
        ]

    def _named(self, table: str, key: str, entry: dict[str, Any]) -> None:
        kind, known = NAMED[table]
        place = self._place(table, key)
        row = with_figures(self._known(entry, known, place))
        faults = self._broken(row, place)
        if "name" in known:
            row.setdefault("name", key)
        if kind is Event:
            times = {field: row.pop(field) for field in TIMES if field in row}
            row["window"] = _window(times, faults)
        if "handle" in known and "handle" not in row:
            row["handle"] = None if _is_name(kind, row, key) else key
        read_record(kind, row, place, self._found, faults)


def _is_name(kind: type[Any], row: Mapping[str, Any], key: str) -> bool:
    """True when the key of a table is what its entry is known by in any case."""
    if kind is not Document:
        name = row["name"]
        return isinstance(name, str) and clean(name) == clean(key)
    try:
        document = Document(
            **{field: row.get(field) for field in ("outlet", "title", "url", "date")}
        )
    except (ClaimLedgerError, TypeError):
        return False
    return document.key == clean(key)


def _window(times: Mapping[str, Any], faults: list[Fault]) -> Window | None:
    """The window that ``since``, ``on``, or ``from`` and ``to`` give."""
    dates: dict[str, PartialDate] = {}
    for field, value in times.items():
        try:
            dates[field] = parse_date(value)
        except ClaimLedgerError as error:
            faults.append((field, error))
    allowed = ({"since"}, {"on"}, {"from", "to"})
    if times and not any(times.keys() <= one for one in allowed):
        fields = sorted(times)
        message = f"{' and '.join(fields)}: expected since, or on, or from and to"
        faults.append((fields[-1], message))
    start, end = dates.get("from"), dates.get("to")
    if start and end and end.precedes(start) is Ternary.YES:
        faults.append(("to", f"{end} is before {start}"))
    if faults or not times:
        return None
    if "since" in dates:
        return Window(dates["since"], None)
    return Window(dates.get("on", start), dates.get("on", end))
