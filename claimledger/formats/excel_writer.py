"""A ledger as a workbook (.xlsx): the rows of the spreadsheet, in which text is never a formula.

Whole numbers and days are cells of numbers and of dates, so that they can be sorted and added
up; all else is text. Equal ledgers are equal files: no file says when it was made.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from claimledger.errors import MissingExtraError
from claimledger.formats.csv import table
from claimledger.ledger import Ledger

TITLE = "Claims"
LAST_ROW = 1_048_576
"""A sheet has no more rows; what is more goes to another."""

_WHOLE = re.compile(r"0|[1-9]\d{0,2}(?:,?\d{3}){0,4}")
_DAY = re.compile(r"(?:19[1-9]|[2-9]\d\d)\d-\d\d-\d\d")
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_NO_CHARACTER = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write(ledger: Ledger) -> bytes:
    """A row for each claim and document, and for each retraction; columns in a fixed order.

    Raises:
        MissingExtraError: if openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise MissingExtraError("excel", "openpyxl") from error
    book = Workbook(write_only=True)
    book.properties.creator = "claimledger"
    columns, rows = table(ledger)
    room = LAST_ROW - 1
    for start in range(0, max(len(rows), 1), room):
        sheet = book.create_sheet(f"{TITLE} {start // room + 1}" if start else TITLE)
        sheet.freeze_panes = "A2"
        sheet.append(columns)
        for row in rows[start : start + room]:
            sheet.append(list(_cells(sheet, columns, row)))
    out = BytesIO()
    book.save(out)
    return _undated(out)


def _cells(sheet: Any, columns: Sequence[str], row: dict[str, str]) -> Iterator[Any]:
    from openpyxl.cell import WriteOnlyCell

    for column in columns:
        text = row.get(column)
        if text is None:
            yield None
            continue
        cell = WriteOnlyCell(sheet)
        day = _day(text) if column == "date" else None
        if day is not None:
            cell.value, cell.number_format = day, "yyyy-mm-dd"
        elif column == "value" and "measure" in row and _WHOLE.fullmatch(text):
            cell.value, cell.number_format = int(text.replace(",", "")), "#,##0"
        else:
            cell.value = _NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", text)
            cell.data_type = "s"
        yield cell


def _day(text: str) -> dt.date | None:
    """A day as a workbook can count it; None for all else."""
    return dt.date.fromisoformat(text) if _DAY.fullmatch(text) else None


def _undated(file: BytesIO) -> bytes:
    """A workbook without the time at which it was made."""
    out = BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MOMENT.sub(b"1980-01-01T00:00:00Z", content)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return out.getvalue()
