"""Tables of other makers: rows of named cells, and a count of what no claim can carry.

An importer says which columns it knows and what records a row makes. Everything it does not
carry is counted by column and told as a warning; nothing is dropped in silence. Rows are read
one at a time, so that a file need not fit in memory.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import ClassVar

import attrs

from claimledger.canonical import clean, name_key
from claimledger.claims import Claim
from claimledger.dates import PartialDate, parse_date
from claimledger.directory import Record
from claimledger.errors import ClaimLedgerError, Location, Problem, nearest, quoted
from claimledger.formats.found import Found
from claimledger.formats.found import Place as RowPlace
from claimledger.sources import Place

NOT_MAPPED = "not-mapped"
"""The code of a warning that tells what of a file no claim carries."""

EMPTY = frozenset({"", "na", "n/a", "nan", "null", "none", "-"})
"""Cells that state nothing, without case."""

_WHOLE = re.compile(r"[0-9]{1,15}(\.0+)?")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")


@attrs.define
class Row:
    """A row of a foreign table; what is wrong with its cells is noted in it.

    Attributes:
        cells: The text of each known column that is stated.
        place: Where the row stands.
        faults: Columns with what is wrong in them.
        warnings: Columns with what is doubtful in them.
        lost: Columns of which this row states something that no claim carries.
    """

    cells: Mapping[str, str]
    place: RowPlace
    faults: list[tuple[str, str]] = attrs.field(factory=list)
    warnings: list[tuple[str, str]] = attrs.field(factory=list)
    lost: list[str] = attrs.field(factory=list)

    def text(self, column: str) -> str | None:
        """The text of a cell; None where it states nothing."""
        return self.cells.get(column)

    def needed(self, column: str) -> str:
        """The text of a cell that must not be empty."""
        text = self.cells.get(column)
        if text is None:
            self.faults.append((column, f"{column} is missing"))
            return "?"
        return text

    def count(self, column: str) -> int | None:
        """A whole number, as ``12`` or ``12.0``; None where the cell states nothing."""
        text = self.cells.get(column)
        if text is None:
            return None
        plain = text.replace(",", "")
        if not _WHOLE.fullmatch(plain):
            self.faults.append((column, f"cannot read {quoted(text)}: expected a whole number"))
            return None
        return int(plain.partition(".")[0])

    def day(self, column: str) -> dt.date | None:
        """A day, as ``2020-09-27``, with or without midnight after it."""
        text = self.cells.get(column)
        found = None if text is None else _DAY.fullmatch(text)
        try:
            if found is not None:
                return dt.date.fromisoformat(found[1])
        except ValueError:
            pass
        if text is not None:
            message = f"cannot read {quoted(text)}: expected a day such as 2020-09-27"
            self.faults.append((column, message))
        return None

    def code(self, column: str, meanings: Mapping[str, str]) -> str | None:
        """The meaning of a code; None where the cell states nothing."""
        text = self.cells.get(column)
        if text is None:
            return None
        meaning = meanings.get(text.removesuffix(".0"))
        if meaning is None:
            near = nearest(text, meanings)
            hint = f"; did you mean {near!r}?" if near else ""
            known = ", ".join(meanings)
            self.faults.append((column, f"unknown code {quoted(text)}: expected {known}{hint}"))
        return meaning

    def date(self, text: str) -> PartialDate | None:
        """A date of any precision, or None, without a fault, where it cannot be read."""
        try:
            return parse_date(text)
        except ClaimLedgerError:
            return None


class Table(ABC):
    """What one maker's table means.

    Attributes:
        columns: All columns that the maker's table can have, in its order.
        required: Those without which no row can be read.
        figures: Those of which there must be one, where there are any.
        unmapped: Those that no claim can carry.
        earlier: What columns were called in earlier releases, with their present names.
        mapped: Keys of the mapping file that say what a column would.
    """

    columns: Sequence[str]
    required: Sequence[str]
    figures: Collection[str] = ()
    unmapped: frozenset[str]
    earlier: ClassVar[Mapping[str, str]] = {}
    mapped: ClassVar[Mapping[str, str]] = {}

    @abstractmethod
    def records(self, row: Row) -> Iterator[Record]:
        """The records that a row makes."""

    def rest(self) -> Iterator[tuple[Record, RowPlace]]:
        """The records that all rows together make; none where each row stands for itself."""
        return iter(())

    def read(
        self, lines: Iterable[str], found: Found, total: int
    ) -> Iterator[tuple[Record, RowPlace]]:
        """The records of a table, row by row; a row at fault gives none.

        Args:
            lines: Its lines, with their ends.
            found: Takes what is wrong, and at the end what could not be carried.
            total: About how many lines there are, for the progress.
        """
        seen: set[Record] = set()
        lost: Counter[str] = Counter()
        rows = _rows(self, lines, found, lost)
        for row in found.track(rows, f"reading {found.path}", total):
            for record in self._of_row(row, found):
                if not isinstance(record, Claim):
                    if record in seen:
                        continue
                    if len(seen) >= SHARED:
                        seen.clear()
                    seen.add(record)
                yield record, row.place
            if not row.faults:
                lost.update(row.lost)
        yield from self.rest()
        tell_lost(found, lost)

    def _of_row(self, row: Row, found: Found) -> list[Record]:
        """The records of a row; none, with problems, for one at fault."""
        records: list[Record] = []
        try:
            records = list(self.records(row))
        except ClaimLedgerError as error:
            if not row.faults:
                row.faults.append(("", str(error)))
        for column, message in row.faults:
            found.add(row.place, column, message)
        if row.faults:
            return []
        for column, message in row.warnings:
            found.add(row.place, column, message, severity="warning", code="doubtful")
        return records


SHARED = 20_000
"""So many records are remembered, so that what many rows declare is seldom kept twice."""


def tell_lost(found: Found, lost: Mapping[str, int]) -> None:
    """Warn of what could not be carried, by column."""
    for column, count in sorted(lost.items()):
        cells = "1 cell" if count == 1 else f"{count:,} cells"
        message = f"{cells} not carried into the ledger"
        where = Location(found.path, 1)
        field = column or "a column without a name"
        found.problems.append(Problem(where, message, field, "warning", NOT_MAPPED))


def _rows(table: Table, lines: Iterable[str], found: Found, lost: Counter[str]) -> Iterator[Row]:
    head: list[str] | None = None
    for line, cells in sheet_rows(lines, found):
        if not any(cell.strip() for cell in cells):
            continue
        place = RowPlace(found.path, line)
        if head is None:
            head = _head(table, cells, place, found)
            if head is None:
                return
            if not is_headless(table, cells):
                continue
        if len(cells) != len(head):
            message = f"{len(cells)} cells under {len(head)} columns"
            found.add(place, "", message)
            continue
        stated = {
            name: text
            for name, cell in zip(head, cells, strict=True)
            if (text := clean(cell)).casefold() not in EMPTY
        }
        lost.update(name for name in stated if name in table.unmapped or name not in table.columns)
        yield Row(stated, place)
    if head is None and not found.problems:
        found.add_at("an empty file: expected rows of a table", 1)


def place_path(names: Iterable[str | None], over: str | None = None) -> Iterator[Place]:
    """A place and those that it lies in, the widest first; each is named with what is around it.

    Args:
        names: From the widest to the narrowest; None and a name that repeats the one before
            it are left out.
        over: Something yet wider, by which they are not named, such as a continent.
    """
    if over is not None:
        yield Place(name=over)
    path: list[str] = []
    for name in names:
        if name is None or (path and name_key(path[-1]) == name_key(name)):
            continue
        path.append(name)
        full = ", ".join(reversed(path))
        yield Place(name=full, part_of=over if over and name_key(over) != name_key(full) else None)
        over = full


def is_headless(table: Table, cells: Sequence[str]) -> bool:
    """True for a first row that is a row of figures under the full set of columns."""
    is_full = len(cells) == len(table.columns)
    return is_full and not {clean(cell).casefold() for cell in cells} & {*table.columns}


def _head(table: Table, cells: Sequence[str], place: RowPlace, found: Found) -> list[str] | None:
    if is_headless(table, cells):
        return list(table.columns)
    names = [clean(cell) for cell in cells]
    known = [table.earlier.get(name.casefold(), name.casefold()) for name in names]
    head = [new if new in table.columns else name for new, name in zip(known, names, strict=True)]
    missing = [name for name in table.required if name not in head]
    for name in missing:
        near = nearest(name, head)
        hint = f"; did you mean {near!r} for it?" if near else ""
        if name in table.mapped:
            hint += f"; {quoted(table.mapped[name])} in a mapping file may say it"
        found.add(place, name, f"the column {quoted(name)} is missing{hint}")
    for name in sorted({name for name in head if name and head.count(name) > 1}):
        found.add(place, name, "this column stands twice")
        missing.append(name)
    if table.figures and not set(table.figures) & set(head):
        any_of = ", ".join(table.figures)
        found.add(place, "", f"no column of figures is here: expected one of {any_of}")
        missing += table.figures
    return None if missing else head


def sheet_rows(lines: Iterable[str], found: Found) -> Iterator[tuple[int, list[str]]]:
    """Each row of comma, semicolon or tab separated lines, with the line on which it starts."""
    csv.field_size_limit(2**31 - 1)
    waiting = iter(lines)
    head = list(_until_stated(waiting))
    delimiter = max(",;\t", key=head[-1].count if head else "".count)
    reader = csv.reader(chain(head, waiting), delimiter=delimiter, strict=True)
    start = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            found.add_at(f"not a row: {error}", start + 1)
        else:
            yield start + 1, cells
        start = reader.line_num


def _until_stated(lines: Iterator[str]) -> Iterator[str]:
    """The lines up to the first that is not blank."""
    for line in lines:
        yield line
        if line.strip():
            return
