"""Workbooks (.xlsx): their sheets as rows of texts, through openpyxl (extra ``excel``).

Rows are read one at a time. What openpyxl does not say of a sheet that is read so, whether it
has formulas and which cells are merged, is looked up in its XML first.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import repeat
from typing import TYPE_CHECKING, Any, BinaryIO

import attrs

from claimledger.errors import InvalidRecordError, MissingExtraError
from claimledger.formats.cells import cell_text, words_shown
from claimledger.formats.texts import ARCHIVE

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the files of earlier spreadsheet programs begin, and those with a password."""

NO_VALUE = "a formula whose value was not saved: open the workbook in its program, and save it"

_MARK = re.compile(rb'<(?:\w+:)?(?:(f)[\s/>]|mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)")')
_COMMENTS = re.compile(r"xl/(?:.*/)?comments?\d*\.xml")
_COMMENT = re.compile(rb"<(?:\w+:)?comment\s")
_PIECE, _OVERLAP = 1 << 16, 256


@attrs.frozen
class Row:
    """A row of a sheet; columns count from 1.

    Attributes:
        number: Its number.
        texts: The text of each cell.
        faults: Columns with what is wrong in their cells.
        doubts: Columns with what is doubtful in them.
        wide: The first and last columns of cells that are merged into one.
    """

    number: int
    texts: Sequence[str]
    faults: Mapping[int, str]
    doubts: Mapping[int, str]
    wide: Sequence[tuple[int, int]] = ()

    @property
    def is_blank(self) -> bool:
        """True for a row in which nothing stands."""
        return not self.faults and not any(map(str.strip, self.texts))


@attrs.frozen
class Book:
    """A workbook.

    Attributes:
        sheets: Its sheets by name, in order; True for those that are hidden.
        comments: The number of comments of cells.
    """

    sheets: Mapping[str, bool]
    comments: int
    _file: BinaryIO
    _values: Workbook
    _formulas: list[Workbook] = attrs.field(factory=list)

    @classmethod
    def opened(cls, file: BinaryIO) -> Book:
        """The workbook in a file that can be read at any place.

        Raises:
            InvalidRecordError: for a file that is no workbook, with what it is.
            MissingExtraError: if openpyxl is not installed.
        """
        start = file.read(len(OLD))
        if not start.startswith(ARCHIVE):
            raise InvalidRecordError(_other_than_archive(start, file))
        with _guarded():
            archive = zipfile.ZipFile(file)
            names = archive.namelist()
        if "xl/workbook.bin" in names:
            raise InvalidRecordError("a binary workbook (.xlsb): save it as .xlsx")
        if "mimetype" in names:
            raise InvalidRecordError("an OpenDocument file: save it as .xlsx, or as CSV")
        if "[Content_Types].xml" not in names or not any(n.startswith("xl/") for n in names):
            raise InvalidRecordError("an archive, and no workbook")
        with _guarded():
            commented = [archive.read(name) for name in names if _COMMENTS.fullmatch(name)]
        book = _loaded(file, data_only=True)
        return cls(
            {sheet.title: sheet.sheet_state != "visible" for sheet in book.worksheets},
            sum(len(_COMMENT.findall(part)) for part in commented),
            file,
            book,
        )

    def length(self, name: str) -> int:
        """About how many rows a sheet has; 0 where it does not say."""
        return self._values[name].max_row or 0

    def rows(self, name: str) -> Iterator[Row]:
        """The rows of a sheet.

        Raises:
            InvalidRecordError: where the workbook is damaged.
        """
        sheet: Any = self._values[name]
        with _guarded(), zipfile.ZipFile(self._file).open(sheet._worksheet_path) as part:
            has_formulas, merged = _look_through(part)
        formulas: Iterator[Sequence[Any]] = repeat(())
        if has_formulas:
            if not self._formulas:
                self._formulas.append(_loaded(self._file, data_only=False))
            formulas = _cells(self._formulas[0][name])
        for number, cells in enumerate(_cells(sheet), start=1):
            yield merged.filled(_row(number, cells, next(formulas)))


def _loaded(file: BinaryIO, *, data_only: bool) -> Workbook:
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise MissingExtraError("excel", "openpyxl") from error
    with _guarded():
        return load_workbook(file, read_only=True, data_only=data_only, keep_links=False)


@contextmanager
def _guarded() -> Iterator[None]:
    """Make one error of what openpyxl raises of a damaged file, which may be anything.

    Its warnings are of what a ledger does not need, such as rules of validation.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Exception as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise InvalidRecordError(f"a damaged workbook: {reason}") from error


def _other_than_archive(start: bytes, file: BinaryIO) -> str:
    """What a file is that is no archive."""
    if start != OLD:
        return "not a workbook: expected .xlsx, which is an archive"
    if "EncryptedPackage".encode("utf-16-le") in file.read():
        return "a workbook with a password: save it without"
    return "a workbook of an earlier program (.xls): save it as .xlsx"


def _cells(sheet: Any) -> Iterator[Sequence[Any]]:
    """The cells of each row; the extent that a sheet states of itself is often wrong."""
    sheet.reset_dimensions()
    rows = sheet.iter_rows()
    while True:
        with _guarded():
            row: Sequence[Any] | None = next(rows, None)
        if row is None:
            return
        yield row


def _row(number: int, cells: Sequence[Any], formulas: Sequence[Any]) -> Row:
    texts: list[str] = []
    faults: dict[int, str] = {}
    doubts: dict[int, str] = {}
    for at, cell in enumerate(cells, start=1):
        value = cell.value
        if value is None:
            # A saved value that is the empty text has the type of a text.
            is_formula = at <= len(formulas) and formulas[at - 1].data_type == "f"
            if is_formula and cell.data_type == "n":
                faults[at] = NO_VALUE
            texts.append("")
        elif cell.data_type == "e":
            faults[at] = f"{value} is an error of the workbook, and no value"
            texts.append("")
        else:
            shown_as = cell.number_format
            texts.append(cell_text(value, shown_as))
            words = words_shown(value, shown_as)
            if words is not None:
                doubts[at] = f"the cell shows {words!r} beside {texts[-1]}, which is not read"
    return Row(number, texts, faults, doubts)


@attrs.define
class _Merged:
    """Cells that are merged: by the row in which they start, and those that reach this row."""

    starts: dict[int, list[tuple[int, int, int]]] = attrs.field(factory=lambda: defaultdict(list))
    reaching: dict[int, tuple[int, str]] = attrs.field(factory=dict)

    def filled(self, row: Row) -> Row:
        """A row in which what is merged from above stands as well; a blank one stays blank."""
        begun = self.starts.pop(row.number, ())
        if not begun and not self.reaching:
            return row
        texts = [*row.texts]
        if not row.is_blank:
            texts += [""] * (max(self.reaching, default=0) - len(texts))
            for column, (_, text) in self.reaching.items():
                texts[column - 1] = text
        self.reaching = {c: end for c, end in self.reaching.items() if end[0] > row.number}
        wide = []
        for column, last_column, last in begun:
            text = texts[column - 1] if column <= len(texts) else ""
            if text and last > row.number:
                self.reaching[column] = (last, text)
            if text and last_column > column:
                wide.append((column, last_column))
        return attrs.evolve(row, texts=texts, wide=wide)


def _look_through(part: Any) -> tuple[bool, _Merged]:
    """Whether a sheet has formulas, and what is merged in it, without holding it."""
    from openpyxl.utils import column_index_from_string as column

    has_formulas, merged = False, _Merged()
    seen: set[tuple[bytes, ...]] = set()
    read: Callable[[int], bytes] = part.read
    text = b""
    while piece := read(_PIECE):
        text = text[-_OVERLAP:] + piece
        for found in _MARK.finditer(text):
            formula, *ends = found.groups()
            has_formulas |= formula is not None
            if formula is None and tuple(ends) not in seen:
                seen.add(tuple(ends))
                left, top, right, bottom = (end.decode() for end in ends)
                merged.starts[int(top)].append((column(left), column(right), int(bottom)))
    return has_formulas, merged
