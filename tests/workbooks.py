"""Workbooks for tests: made by openpyxl, or of plain XML where it cannot make what others do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"

FORMATS = ("General", "yyyy\\-mm\\-dd", "mmm\\-yy", "yyyy", "0%", '0" km2"', "yyyy\\-mm\\-dd hh:mm")
"""The formats of cells by the number of their style in :func:`plain_book`."""


def book_of(sheets: Mapping[str, Iterable[Sequence[Any]]]) -> bytes:
    """A workbook with the values of rows in each of its sheets."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plain_book(
    sheets: Mapping[str, str], *, is_1904: bool = False, states: Mapping[str, str] | None = None
) -> bytes:
    """A workbook of the XML of rows in each of its sheets, as some programs write them."""
    numbered = list(enumerate(sheets.items(), start=1))
    formats = "".join(
        f'<numFmt numFmtId="{200 + at}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for at, code in enumerate(FORMATS)
    )
    styles = "".join(f'<xf numFmtId="{200 + at}" xfId="0"/>' for at in range(len(FORMATS)))
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"'
        f' state="{(states or {}).get(name, "visible")}"/>'
        for at, (name, _) in numbered
    )
    epoch = '<workbookPr date1904="1"/>' if is_1904 else ""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{BOOK_TYPE}"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{STYLES_TYPE}"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/s{at}.xml" ContentType="{SHEET_TYPE}"/>'
            for at, _ in numbered
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r0"'
        f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{epoch}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="r{at}" Type="{OFFICE}/worksheet" Target="worksheets/s{at}.xml"/>'
            for at, _ in numbered
        )
        + f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(FORMATS)}">{formats}'
        '</numFmts><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/>'
        f'</cellStyleXfs><cellXfs count="{len(FORMATS)}">{styles}</cellXfs></styleSheet>',
        **{
            f"xl/worksheets/s{at}.xml": f'<worksheet xmlns="{MAIN}">{xml}</worksheet>'
            for at, (_, xml) in numbered
        },
    }
    return archive(parts)


def archive(parts: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return out.getvalue()


def text_cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def rows_xml(*rows: Sequence[str]) -> str:
    """Rows of cells, each given as XML, or as text."""
    cells = (
        "".join(cell if cell.startswith("<c") else text_cell(cell) for cell in row) for row in rows
    )
    return f"<sheetData>{''.join(f'<row>{row}</row>' for row in cells)}</sheetData>"
