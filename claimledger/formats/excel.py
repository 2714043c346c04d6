"""Workbooks (.xlsx) with the columns of the spreadsheet: each sheet is read as a CSV is.

- A sheet is one of ours when its first row with text names two of ``source``, ``date`` and
  ``value``. Other sheets, and hidden ones, are told with the number of their rows, and not read.
- Cells are text as they are shown: dates by the days, months or years that their format has,
  percentages as such, whole numbers as such. Of a formula the value is read that was saved
  with it; one without is an error, and so is an error of the workbook, such as #N/A.
- What is merged down a column holds for all of its rows. Merged across two columns it is an
  error, since nothing says of which of them it is the value.
- Comments of cells are counted as not carried.

What is wrong bears the sheet and the cell: ``book.xlsx:May!C7``.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Set
from typing import BinaryIO

import attrs

from claimledger.canonical import clean
from claimledger.directory import Record
from claimledger.errors import InvalidRecordError, Location, Problem, quoted
from claimledger.formats.csv import REQUIRED, Sheet, spelt
from claimledger.formats.foreign import NOT_MAPPED, tell_lost
from claimledger.formats.found import Fault, Found, Place
from claimledger.formats.importing import detected
from claimledger.formats.json_tables import csv_line
from claimledger.formats.workbooks import Book, Row

DECIMAL = ";"
"""As in a table parted by these, a figure in a cell is not parted by a comma."""


class Workbook:
    """The importer."""

    def read(self, file: BinaryIO, found: Found, _total: int) -> Iterator[tuple[Record, Place]]:
        """The records of a workbook, row by row; a row at fault gives none.

        Args:
            file: The workbook, which can be read at any place.
            found: Takes what is wrong, and what could not be carried.
        """
        try:
            book = Book.opened(file)
            heads = {name: _head(book, name) for name in book.sheets}
            for name in _readable(book, heads, found):
                yield from _records(book, name, found)
            _tell_comments(book, found)
        except InvalidRecordError as error:
            found.add_at(str(error), None)


def importer(_found: Found) -> Workbook:
    """The importer of a file."""
    return Workbook()


def table_lines(file: BinaryIO, found: Found, columns: Set[str]) -> Iterator[str]:
    """A sheet of a workbook as lines of CSV, for the importers of other makers' tables.

    Each row is one line, so that the line of a problem is its row.

    Args:
        file: The workbook.
        found: Takes what is wrong, and what could not be carried.
        columns: The sheet is the first that has all of these, or else the first with any text.
    """
    try:
        book = Book.opened(file)
        heads = {name: _head(book, name) for name in book.sheets}
        shown = [name for name, head in heads.items() if head and not book.sheets[name]]
        fitting = [name for name in shown if columns <= {text.casefold() for text in heads[name]}]
        chosen = next(iter(fitting or shown), None)
        _tell_unread(book, heads, found, {chosen})
        for row in () if chosen is None else book.rows(chosen):
            for at, message in row.faults.items():
                where = Location(found.path, row.number, at, chosen)
                found.problems.append(Problem(where, message))
            yield csv_line(row.texts)
        _tell_comments(book, found)
    except InvalidRecordError as error:
        found.add_at(str(error), None)


def _head(book: Book, name: str) -> list[str]:
    """The texts of the first row of a sheet that has any; none where no row has."""
    first = next((row for row in book.rows(name) if not row.is_blank), None)
    return [] if first is None else [clean(text) for text in first.texts]


def _readable(book: Book, heads: Mapping[str, list[str]], found: Found) -> list[str]:
    """The sheets to read; the others are told."""
    shown = [name for name, head in heads.items() if head and not book.sheets[name]]
    ours = [name for name in shown if len({*map(spelt, heads[name])} & {*REQUIRED}) > 1]
    if not shown:
        found.add_at("no sheet holds anything that is shown", None)
    elif not ours:
        makers = {name: detected(csv_line(heads[name]).encode()) for name in shown}
        for name, maker in makers.items():
            if maker is not None:
                message = f"the columns are those of {maker}: name it as the format"
                found.problems.append(Problem(Location(found.path, sheet=name), message))
                return []
        ours = shown[:1]  # What is wrong with the first of them is told.
    _tell_unread(book, heads, found, ours)
    return ours


def _tell_unread(
    book: Book, heads: Mapping[str, list[str]], found: Found, readable: Container[str | None]
) -> None:
    """Warn of sheets that hold something and are not read."""
    for name, is_hidden in book.sheets.items():
        if not heads[name] or name in readable:
            continue
        rows = sum(not row.is_blank for row in book.rows(name))
        why = "a hidden sheet" if is_hidden else "its first row does not name the columns"
        message = f"{rows:,} {'row' if rows == 1 else 'rows'} not read: {why}"
        where = Location(found.path, sheet=name)
        found.problems.append(Problem(where, message, "", "warning", NOT_MAPPED))


def _tell_comments(book: Book, found: Found) -> None:
    if book.comments:
        tell_lost(found, {"comments": book.comments})


def _records(book: Book, name: str, found: Found) -> Iterator[tuple[Record, Place]]:
    """The records of a sheet."""
    sheet: Sheet | None = None
    columns: dict[str, int] = {}
    rows = found.track(book.rows(name), f"reading {found.path}", book.length(name))
    for row in rows:
        if row.is_blank:
            continue
        if sheet is None:
            for at, text in enumerate(row.texts, start=1):
                columns.setdefault(spelt(clean(text)), at)
            columns.pop("", None)
            place = Place(found.path, row.number, sheet=name, columns=columns)
            sheet = Sheet.headed(row.texts, place, found)
            if not sheet.known:
                return
            continue
        place = Place(found.path, row.number, sheet=name, columns=columns)
        of_row = Found(found.path, loose=found.loose, problems=found.problems)
        _read(row, sheet, place, of_row)
        yield from ((record, place) for record, _ in of_row.records)


def _read(row: Row, sheet: Sheet, place: Place, found: Found) -> None:
    """Read a row under its head; what stands under no name is told, and passed over."""
    names = [spelt(name) for name in sheet.columns]
    texts = [text if at < len(names) and names[at] else "" for at, text in enumerate(row.texts)]
    for at, (text, kept) in enumerate(zip(row.texts, texts, strict=True), start=1):
        if text.strip() != kept.strip():
            where = attrs.evolve(place.at(), column=at)
            message = f"{quoted(clean(text))} stands in a column without a name"
            found.problems.append(Problem(where, message))
    faults: list[Fault] = [
        (names[at - 1], message)
        for at, message in row.faults.items()
        if at <= len(names) and names[at - 1]
    ]
    for first, last in row.wide:
        over = [name for name in names[first - 1 : last] if name]
        if len(over) > 1:
            message = f"merged across {' and '.join(over)}: give each column its own value"
            faults.append((over[0], message))
    for at, message in row.doubts.items():
        if at <= len(names) and names[at - 1]:
            found.add(place, names[at - 1], message, severity="warning", code="doubtful")
    if faults or any(map(str.strip, texts)):
        sheet.read(texts[: len(names)], place, found, DECIMAL, faults)
