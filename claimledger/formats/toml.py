"""The ledger file, written by hand and kept under git.

A key of a table is a handle for this file: references resolve in the file first, then in
all files read together.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs

from claimledger.claims import Event, Implication, Title
from claimledger.dates import parse_date
from claimledger.errors import ClaimLedgerError, Location, NotationError
from claimledger.formats.rows import ROW_FIELDS, Problems, Where, records_of, unknown_fields
from claimledger.ledger import Record
from claimledger.sources import Document, Party, Place, Source
from claimledger.taxonomy import MeasureEntry

NAMED: Mapping[str, tuple[type[Any], tuple[str, ...]]] = {
    "parties": (Party, ("name", "part_of", "opposed", "allied")),
    "places": (Place, ("name", "part_of")),
    "sources": (Source, ("name", "side", "kind", "reliability", "controlled_by")),
    "documents": (Document, ("outlet", "title", "url", "date")),
    "events": (Event, ("name", "since", "from", "to", "on", "part_of")),
}
MEASURE_FIELDS = ("kind", "part_of", "synonyms", "what", "outcome", "cut")
TABLES = ("ledger", *NAMED, "measures", "implications", "claims")
Path = tuple[str | int, ...]
REPEATED = re.compile(r" \([0-9]+\)$")
"""What tells apart the tables of one handle that is declared again."""


def read(text: str, path: str, problems: Problems) -> list[Record]:
    """The records of a ledger file; problems bear the line of the field at fault."""
    try:
        content = tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        problems.add(Location(path, getattr(error, "lineno", _line_in(str(error)))), "", str(error))
        return []
    reader = _Reader(text, path, problems)
    return list(reader.records(content))


def _line_in(message: str) -> int | None:
    _, _, rest = message.partition("line ")
    digits = rest.split(",")[0].rstrip(")")
    return int(digits) if digits.isdigit() else None


class _Reader:
    def __init__(self, text: str, path: str, problems: Problems) -> None:
        self._text = text
        self._path = path
        self._problems = problems
        self._lines: dict[Path, int] | None = None

    def _where(self, *path: str | int) -> Location:
        if self._lines is None:
            self._lines = line_map(self._text)
        while path and path not in self._lines:
            path = path[:-1]
        return Location(self._path, self._lines.get(path, 1))

    def _unknown(self, table: Any, known: tuple[str, ...], *path: str | int) -> bool:
        """True when a table cannot be read at all; unknown keys are noted and passed over."""
        if not isinstance(table, dict):
            self._problems.add(self._where(*path), ".".join(map(str, path)), "expected a table")
            return True
        for field, message in unknown_fields(table, known, "key"):
            self._problems.add(
                self._where(*path, field), ".".join(map(str, (*path, field))), message
            )
        return False

    def records(self, content: dict[str, Any]) -> Iterator[Record]:
        self._unknown(content, TABLES)
        head = content.get("ledger", {})
        if not self._unknown(head, ("title",), "ledger") and "title" in head:
            yield from self._made(lambda: Title(text=head["title"]), "ledger", "title")
        for table in NAMED:
            for handle, entry in self._table(content, table).items():
                yield from self._named(table, handle, entry)
        yield from self._vocabulary(content)
        claims = content.get("claims", [])
        if not isinstance(claims, list):
            self._problems.add(self._where("claims"), "claims", "expected [[claims]]")
            return
        tracked = self._problems.track(claims, f"reading {self._path}", len(claims))
        for index, row in enumerate(tracked):
            yield from self._claim(index, row)

    def _named(self, table: str, handle: str, entry: Any) -> Iterator[Record]:
        kind, known = NAMED[table]
        if self._unknown(entry, known, table, handle):
            return
        fields = {key: value for key, value in entry.items() if key in known}
        if kind is not Document:
            fields.setdefault("name", handle)
        if kind is Event:
            fields = self._event(fields)
        for record in self._made(lambda: kind(**fields), table, handle):
            own = record.key if kind is Document else record.name
            short = REPEATED.sub("", handle)
            declared = record if short == own else attrs.evolve(record, handle=short)
            self._problems.locate([declared], self._place(table, handle))
            yield declared

    def _event(self, fields: dict[str, Any]) -> dict[str, Any]:
        times = {key: fields.pop(key) for key in ("since", "from", "to", "on") if key in fields}
        if "on" in times:
            fields["window"] = times["on"]
        elif "since" in times:
            fields["window"] = f"{_date_text(times['since'])}/.."
        elif times:
            ends = (times.get("from"), times.get("to"))
            fields["window"] = "/".join(".." if e is None else _date_text(e) for e in ends)
        return fields

    def _vocabulary(self, content: dict[str, Any]) -> Iterator[Record]:
        for name, entry in self._table(content, "measures").items():
            if not self._unknown(entry, MEASURE_FIELDS, "measures", name):
                fields = {k: v for k, v in entry.items() if k in MEASURE_FIELDS}
                yield from self._made(
                    lambda f=fields, n=name: MeasureEntry(n, **f), "measures", name
                )
        for premise, ends in self._table(content, "implications").items():
            for end in ends if isinstance(ends, list) else [ends]:
                yield from self._made(
                    lambda p=premise, e=end: Implication(premise=p, conclusion=e),
                    "implications",
                    premise,
                )

    def _table(self, content: dict[str, Any], name: str) -> dict[str, Any]:
        """A table of entries; empty, with a problem, when it is something else."""
        table = content.get(name, {})
        if isinstance(table, dict):
            return table
        self._unknown(table, (), name)
        return {}

    def _made(self, make: Any, *path: str | int) -> list[Any]:
        try:
            record = make()
            self._problems.locate([record], self._place(*path))
        except (ClaimLedgerError, TypeError, ValueError) as error:
            shown: Exception | str = error if isinstance(error, NotationError) else str(error)
            self._problems.add(self._where(*path), ".".join(map(str, path)), shown)
            return []
        return [record]

    def _claim(self, index: int, row: Any) -> list[Record]:
        name = f"claims[{index}]"
        if self._unknown(row, ROW_FIELDS, "claims", index):
            return []
        fields = {key: _plain(value) for key, value in row.items() if key in ROW_FIELDS}
        return records_of(fields, name, self._place("claims", index), self._problems)

    def _place(self, *path: str | int) -> Where:
        """The place of each field of a table."""
        return lambda field: self._where(*path, *([field] if field else []))


def _date_text(value: Any) -> str:
    return str(parse_date(value))


def _plain(value: Any) -> Any:
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return str(value)
    return value


def line_map(text: str) -> dict[Path, int]:
    """The line, from 1, on which every table and key of a valid TOML text starts."""
    found: dict[Path, int] = {}
    counts: dict[tuple[str, ...], int] = {}
    base: Path = ()
    buffer, start = "", 1
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if not buffer:
            start = number
        buffer += line + "\n"
        try:
            parsed = tomllib.loads(buffer)
        except tomllib.TOMLDecodeError:
            continue
        stripped = buffer.lstrip()
        if stripped.startswith("[") and parsed:
            base = _header_path(parsed, counts, is_array=stripped.startswith("[["))
            found.setdefault(base, start)
        else:
            for leaf in _leaves(parsed, ()):
                found.setdefault((*base, *leaf), start)
        buffer = ""
    return found


def _header_path(parsed: Any, counts: dict[tuple[str, ...], int], *, is_array: bool) -> Path:
    keys: list[str] = []
    while parsed:
        item = parsed[0] if isinstance(parsed, list) else parsed
        if not item:
            break
        key = next(iter(item))
        keys.append(key)
        parsed = item[key]
        if isinstance(parsed, list):
            break
    name = tuple(keys)
    if not is_array:
        return name
    counts[name] = counts.get(name, -1) + 1
    return (*name, counts[name])


def _leaves(value: Any, path: Path) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
