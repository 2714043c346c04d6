"""Workbooks: the spreadsheet's columns in sheets, and what is wrong by sheet and cell.

The fixture is made here, since no other program made it: two sheets of ours with real dates,
numbers, merged and styled cells, a hidden sheet, and sheets of something else.
"""

# ruff: noqa: DTZ001 - a workbook knows no time zones.

from __future__ import annotations

import datetime as dt
import io
import os
import sys
import threading
import tracemalloc
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

import claimledger as cl
from claimledger.cli import main
from claimledger.errors import LoadError, MissingExtraError, UnknownNameError
from claimledger.formats import csv as sheet
from claimledger.formats import dumps, excel_writer, lost_in, streaming, workbooks
from claimledger.formats.cells import cell_text, words_shown
from claimledger.formats.csv import COLUMNS
from claimledger.formats.excel import Workbook as Importer
from claimledger.formats.found import Found
from claimledger.formats.joining import joined
from claimledger.formats.workbooks import Book
from tests.import_cases import DATA, errors, fixture_rows, lost, reread
from tests.record_strategies import ledgers
from tests.workbooks import archive, book_of, plain_book, rows_xml, saved

HEAD = ("source", "date", "measure", "value")
SIDES = ("Norland", "Sudmark")
BAD_DAY = "cannot read '2031-05-32': expected a day from 01 to 31, as 2031-05 has"
NOT_OURS = "its first row does not name the columns [not-mapped]"
UNIT = "the cell shows 'km2' beside 8, which is not read [doubtful]"


def fixture() -> bytes:
    """A desk's workbook, with every column of ours and 32 rows of claims in two sheets."""
    book = Workbook()
    may = book.active
    assert may is not None
    may.title = "May"
    head = [column for column in COLUMNS if column not in {"proposition", "retracts"}]
    may.append([])
    may.append([f" {column.upper().replace('_', ' ')} " for column in head])
    for number in range(20):
        row = _row(number)
        may.append([row.get(column) for column in head])
        may.append([])
    at = {column: number for number, column in enumerate(head, start=1)}
    for first in (3, 11):
        may.merge_cells(
            start_row=first, end_row=first + 4, start_column=at["side"], end_column=at["side"]
        )
    may.cell(5, at["value"]).number_format = "#,##0"
    may.cell(7, at["wording"]).value = CellRichText(
        "some ", TextBlock(InlineFont(b=True), "two hundred"), " men"
    )
    may.cell(9, at["note"]).comment = Comment("who wrote this?", "Anna")
    june = book.create_sheet("June & after")
    june.append(["proposition", *HEAD, "retracts"])
    for number in range(12):
        said = (f"Army of {SIDES[number % 2]}", dt.datetime(2031, 6, 1 + number, 18, 30))
        if number % 3:
            june.append([f"Norland holds bridge {number}", *said, None, "yes"])
        else:
            june.append([None, *said, "area", f"{number + 1} km2"])
    notes = book.create_sheet("Read me")
    notes.append(["How this workbook is kept"])
    notes.append(["A row a claim."])
    old = book.create_sheet("Old")
    old.append(HEAD)
    old.append(("Army of Norland", "2031-01-01", "tanks lost", 1))
    old.sheet_state = "hidden"
    book.create_sheet("Empty")
    chart = BarChart()
    chart.add_data(Reference(may, min_col=at["value"], min_row=2, max_row=9))
    book.create_chartsheet("Chart").add_chart(chart)
    return saved(book)


def _row(number: int) -> dict[str, Any]:
    """A row of the sheet of May; the side is merged over three rows twice."""
    day = dt.date(2031, 5, 1 + number)
    side = SIDES[number % 2] if number > 7 else SIDES[number // 4]
    row: dict[str, Any] = {
        "source": "Guard" if number == 2 else f"Ministry of {side}",
        "side": side,
        "kind": "official",
        "date": day,
        "subject": SIDES[(number + 1) % 2],
        "event": "War",
        "measure": "soldiers killed",
        "value": 200 + number,
        "accrual": "cumulative",
        "outlet": "Morning Post",
        "url": f"https://morning-post.example/{number}",
    }
    if number == 2:
        row |= {
            "reliability": "B",
            "credibility": 3,
            "controlled_by": "Government",
            "via": "Agency",
        }
    if number == 3:
        row |= {"wording": "x", "note": "heard twice", "quote": "200 men", "locator": 12}
    if number == 4:
        row |= {"measure": "area", "value": 31.0, "unit": "km2", "accrual": None}
        row |= {"same_quantity_as": "12 square miles"}
    if number == 5:
        row |= {"measure": "area", "value": 0.1 + 0.2, "unit": "km2", "accrual": None}
    if number == 6:
        row |= {"measure": None, "choice": "who began", "value": "Sudmark", "accrual": None}
    if number == 7:
        row |= {"measure": None, "members": "allies", "value": "Ostia; Vesta", "accrual": None}
    if number == 8:
        row |= {"measure": None, "position": "talks", "value": "at once", "accrual": None}
    if number == 9:
        row |= {"value": "about 1,200", "stance": "denies", "statement": "briefing"}
    if number == 10:
        row |= {"place": "Redford", "window": "2031-05-01/2031-05-11", "accrual": "period"}
    if number == 11:
        row |= {"title": "The bridge", "derived_from": "Agency", "ignore": "echo"}
        row |= {"ignore_because": "he said so", "recorded": "2031-05-12T08:00+00:00"}
    return row


def read(raw: bytes, path: Path) -> tuple[cl.Ledger, list[str]]:
    path.write_bytes(raw)
    ledger, problems = cl.read_lenient(path)
    return ledger, [str(problem).replace(str(path), path.name) for problem in problems]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "book.xlsx"


class TestFixture:
    def test_golden_ledger(self, book: Path, golden: Callable[[str, str], None]) -> None:
        """It comes in whole, and back from JSONL."""
        ledger, problems = read(fixture(), book)
        assert problems == [
            "book.xlsx:1: warning: comments: 1 cell not carried into the ledger [not-mapped]",
            "book.xlsx:Old: warning: 2 rows not read: a hidden sheet [not-mapped]",
            f"book.xlsx:Read me: warning: 2 rows not read: {NOT_OURS}",
        ]
        assert len(ledger) == 32
        assert reread(ledger) == ledger
        golden("import/excel.jsonl", dumps(ledger, "jsonl"))

    def test_every_column_is_in_it(self) -> None:
        """But for that of retractions, which takes an id."""
        rows = [_row(number) for number in range(20)]
        used = {column for row in rows for column in row} | {"proposition"}
        assert used == {*COLUMNS} - {"retracts"}

    def test_it_has_a_page(self) -> None:
        """Which names the command, and is listed with the others."""
        pages = Path(__file__).parent.parent / "docs" / "how-to"
        assert ".xlsx" in (pages / "import-excel.md").read_text(encoding="utf-8")
        for index in ("import.md", "index.md"):
            assert "import-excel" in (pages / index).read_text(encoding="utf-8")

    def test_streamed(self, book: Path, tmp_path: Path) -> None:
        """Without a ledger in memory it is the same ledger, with the same problems."""
        book.write_bytes(fixture())
        target = tmp_path / "out.jsonl"
        ledger, problems = cl.read_lenient(book)
        assert streaming.stream("excel", Found(str(book)), target) == problems
        assert cl.read(target) == ledger


class TestCells:
    @pytest.mark.parametrize(
        ("value", "shown_as", "text"),
        [
            (None, "General", ""),
            (31, "General", "31"),
            (31.0, "0.00", "31"),
            (0.1 + 0.2, "General", "0.3"),
            (1e21, "General", "1" + "0" * 21),
            (1.5e-7, "General", "0.00000015"),
            (-2.50, "General", "-2.5"),
            (100, "0", "100"),
            (0.25, "0%", "25%"),
            (0.125, "0.0%", "12.5%"),
            (1, "0%", "100%"),
            (0.07, "0%;[Red]-0%", "7%"),
            (0.25, '0.00"%"', "0.25"),
            (0.25, r"0.00\%", "0.25"),
            (True, "General", "TRUE"),
            (False, "General", "FALSE"),
            (" text ", "@", " text "),
            ("a_x000D_\nb", "@", "a \nb"),
            (dt.datetime(2031, 5, 4), "yyyy-mm-dd", "2031-05-04"),
            (dt.date(2031, 5, 4), "General", "2031-05-04"),
            (dt.datetime(2031, 5, 1), "mmm-yy", "2031-05"),
            (dt.datetime(2031, 5, 1), "[$-409]mmmm\\ yyyy;@", "2031-05"),
            (dt.datetime(2031, 5, 1), '"day" yyyy', "2031"),
            (dt.datetime(2031, 5, 4), "m/d/yy", "2031-05-04"),
            (dt.datetime(2031, 5, 4, 18), "yyyy-mm-dd", "2031-05-04T18:00"),
            (dt.datetime(2031, 5, 4, 18, 30, 5), "yyyy-mm-dd hh:mm", "2031-05-04T18:30:05"),
            (dt.datetime(2031, 5, 4, 17, 59, 59, 999_000), "d/m/yy h:mm", "2031-05-04T18:00"),
            (dt.datetime(2031, 5, 4, 18, 0, 0, 400), "d/m/yy h:mm", "2031-05-04T18:00"),
            (dt.time(18, 30), "h:mm", "18:30:00"),
            (dt.timedelta(hours=30), "[h]:mm", "1 day, 6:00:00"),
        ],
    )  # fmt: skip
    def test_text(self, value: object, shown_as: str, text: str) -> None:
        """What a person would have typed to see what is shown."""
        assert cell_text(value, shown_as) == text

    @pytest.mark.parametrize(
        ("value", "shown_as", "words"),
        [
            (5, '0" km2"', "km2"),
            (5.5, '#,##0 "dead";-0', "dead"),
            (5, '0"-"', None),
            (5, "0", None),
            (True, '0" km2"', None),
            ("5", '0" km2"', None),
        ],
    )
    def test_words_that_only_the_format_holds(
        self, value: object, shown_as: str, words: str | None
    ) -> None:
        """They are no part of the value."""
        assert words_shown(value, shown_as) == words


class TestRead:
    ROW = ("A", "2031-05-04", "tanks lost", 5)

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            (ROW, ("2031-05-04", "5")),
            (("A", dt.date(2031, 5, 4), "tanks lost", "more than 5 "), ("2031-05-04", ">5")),
            (("A", dt.datetime(2031, 5, 4, 9, 5), "tanks lost", 5), ("2031-05-04T09:05", "5")),
            (("A", 2031, "tanks lost", "1,200"), ("2031", "1200")),
            (("A", 2031, "tanks lost", 1200.0), ("2031", "1200")),
        ],
    )
    def test_as_csv(self, row: Sequence[Any], said: tuple[str, str], book: Path) -> None:
        """Dates and numbers are those that a CSV would have."""
        ledger, problems = read(book_of({"S": [HEAD, row]}), book)
        assert problems == []
        expected = cl.Claim(source="A", date=said[0], measure="tanks lost", value=said[1])
        assert ledger.claims == (expected,)

    def test_the_other_epoch(self, book: Path) -> None:
        """Days are counted from 1904 where the workbook says so: 46510 is 4 May 2031."""
        day = (dt.date(2031, 5, 4) - dt.date(1904, 1, 1)).days
        xml = rows_xml(HEAD, ["A", f'<c s="1"><v>{day}</v></c>', "tanks lost", "5"])
        ledger, _ = read(plain_book({"S": xml}, is_1904=True), book)
        assert str(ledger.claims[0].date) == "2031-05-04"

    def test_dates_in_words_of_iso(self, book: Path) -> None:
        """As strict workbooks keep them; and of the precision that the cell shows."""
        month = (dt.date(2031, 5, 1) - dt.date(1899, 12, 30)).days
        xml = rows_xml(
            HEAD,
            ["A", '<c t="d" s="1"><v>2031-05-04</v></c>', "tanks lost", "5"],
            ["B", f'<c s="2"><v>{month}</v></c>', "tanks lost", "5"],
            ["C", f'<c s="6"><v>{month}.75</v></c>', "tanks lost", "5"],
        )
        ledger, problems = read(plain_book({"S": xml}), book)
        assert problems == []
        dates = {claim.source: str(claim.date) for claim in ledger.claims}
        assert dates == {"A": "2031-05-04", "B": "2031-05", "C": "2031-05-01T18:00"}

    def test_formulas(self, book: Path) -> None:
        """The saved value is read, the empty text too; without one it is an error."""
        xml = rows_xml(
            (*HEAD, "note"),
            [
                "A",
                "2031",
                "tanks lost",
                "<c><f>2+3</f><v>5</v></c>",
                '<c t="str"><f>""</f><v/></c>',
            ],
            ["B", "2031", "tanks lost", "<c><f>2+3</f></c>"],
            ['<c t="str"><f>"C"</f><v>C</v></c>', "2031", "tanks lost", '<c t="b"><v>1</v></c>'],
            ['<c t="str"><f>IF(1,"")</f><v></v></c>'],
        )
        ledger, problems = read(plain_book({"S": xml}), book)
        assert [(claim.source, claim.said) for claim in ledger.claims] == [("A", "5")]
        assert problems == [
            f"book.xlsx:S!D3: value: {workbooks.NO_VALUE}",
            "book.xlsx:S!D4: value: cannot read 'TRUE': expected a number or a hedge",
        ]

    def test_two_sheets_with_formulas(self, book: Path) -> None:
        """Each is read with its own."""
        rows = [HEAD, ("A", "2031", "tanks lost", "=2+3")]
        _, problems = read(book_of({"S": rows, "T": rows}), book)
        assert [problem.split(": ")[0] for problem in problems] == [
            "book.xlsx:S!D2",
            "book.xlsx:T!D2",
        ]

    def test_mistakes(self, book: Path) -> None:
        """Each bears its sheet and cell, and the other rows are read."""
        error = '<c t="e"><v>#N/A</v></c>'
        rows = [
            (*HEAD, "", "note"),
            ("A", "2031-05-32", "tanks lost", "x"),
            ("A", "2031", "tanks lost", "4,5"),
            ("A", error, "tanks lost", error, error),
            ("", "2031", "tanks lost", "5"),
            ("A", "2031", "tanks lost", "6", "stray", "", "", "far"),
            ("", "", "", "", "alone"),
            ("A", "2031", error, "7"),
            ("A", "2031", "tanks lost", '<c s="5"><v>8</v></c>', '<c s="5"><v>9</v></c>'),
        ]
        ledger, problems = read(plain_book({"S": rows_xml(*rows)}), book)
        assert problems == [
            f"book.xlsx:S!B2: date: {BAD_DAY}",
            "book.xlsx:S!D2: value: cannot read 'x': expected a number or a hedge",
            "book.xlsx:S!D3: value: '4,5' is a decimal comma: write '4.5'",
            "book.xlsx:S!B4: date: #N/A is an error of the workbook, and no value",
            "book.xlsx:S!D4: value: #N/A is an error of the workbook, and no value",
            "book.xlsx:S!A5: source: source is missing",
            "book.xlsx:S!E6: 'stray' stands in a column without a name",
            "book.xlsx:S!H6: 'far' stands in a column without a name",
            "book.xlsx:S!E7: 'alone' stands in a column without a name",
            "book.xlsx:S!C8: measure: #N/A is an error of the workbook, and no value",
            f"book.xlsx:S!D9: warning: value: {UNIT}",
            "book.xlsx:S!E9: '9' stands in a column without a name",
        ]
        assert {claim.said for claim in ledger.claims} == {"6", "8"}

    def test_heads(self, book: Path) -> None:
        """What is wrong with the first row bears its cell; of several sheets, each."""
        sheets: dict[str, list[Sequence[Any]]] = {
            "S": [(*HEAD, "wrding", "note", "Note ")],
            "T": [HEAD[:3], ("A", "2031", "x")],
        }
        _, problems = read(book_of(sheets), book)
        assert problems == [
            "book.xlsx:S!E1: wrding: unknown column 'wrding'; did you mean 'wording'?",
            "book.xlsx:S!F1: note: this column stands twice",
            "book.xlsx:T!A1: value: the column 'value' is missing",
        ]

    def test_merged_down(self, book: Path) -> None:
        """All rows of a merged cell hold its value; the head is not filled down."""
        rows: list[Sequence[Any]] = [
            (*HEAD, "side"),
            ("A", "2031", "tanks lost", 1, "North"),
            (None, "2032", "tanks lost", 2),
            ("B", "2031", "tanks lost", 3),
            ("C", "2031", "tanks lost", 4),
        ]
        made = load_workbook(io.BytesIO(book_of({"S": rows})))
        for cells in ("A2:A3", "E2:E4", "F1:G1", "G3:H4"):
            made["S"].merge_cells(cells)
        ledger, problems = read(saved(made), book)
        assert problems == []
        assert {(c.source, str(c.date), c.said) for c in ledger.claims} == {
            ("A", "2031", "1"), ("A", "2032", "2"), ("B", "2031", "3"), ("C", "2031", "4")
        }  # fmt: skip
        sides = {source.name: source.side for source in ledger.sources.values()}
        assert sides == {"A": "North", "B": "North", "C": None}

    def test_merged_across(self, book: Path) -> None:
        """Nothing says of which column it is the value."""
        rows: list[Sequence[Any]] = [
            (*HEAD, "side", "subject"),
            ("A", "2031", "tanks lost", 1, "North"),
            ("May 2031",),
            ("A", "2031", "tanks lost", 2, None, None, "x"),
        ]
        made = load_workbook(io.BytesIO(book_of({"S": rows})))
        made["S"].merge_cells("E2:F2")
        made["S"].merge_cells("A3:F3")
        made["S"].merge_cells("G4:H4")
        _, problems = read(saved(made), book)
        advice = "give each column its own value"
        assert problems[0] == f"book.xlsx:S!E2: side: merged across side and subject: {advice}"
        assert any(
            problem.startswith("book.xlsx:S!A3: source: merged across") for problem in problems
        )
        assert problems[-1] == "book.xlsx:S!G4: 'x' stands in a column without a name"
        assert {problem.partition(": ")[0][-1] for problem in problems} == {"2", "3", "4"}

    def test_a_wrong_extent_is_not_believed(self, book: Path) -> None:
        """Some programs state one cell for all."""
        xml = '<dimension ref="A1"/>' + rows_xml(HEAD, ("A", "2031", "tanks lost", "5"))
        assert len(read(plain_book({"S": xml}), book)[0]) == 1

    def test_references_of_other_files(self, book: Path, tmp_path: Path) -> None:
        """Handles of a ledger beside it are known, as in a CSV."""
        side = tmp_path / "side.toml"
        side.write_text('[sources.m]\nname = "Ministry"\n', encoding="utf-8")
        book.write_bytes(book_of({"S": [HEAD, ("m", "2031", "tanks lost", 5)]}))
        assert cl.read(book, side).claims[0].source == "Ministry"

    def test_lint_of_two_sheets_is_told_apart(
        self, book: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A row at fault in one sheet does not hide what is odd in the same row of another."""
        head = (*HEAD, "quote")
        sheets: dict[str, list[Sequence[Any]]] = {
            "S": [head, ("A", "x", "tanks lost", 5, "")],
            "T": [head, ("A", "2031", "tanks lost", 512, "we lost 17 tanks")],
        }
        book.write_bytes(book_of(sheets))
        assert main(["check", str(book)]) == 1
        found = capsys.readouterr().out
        assert f"{book}:S!B2: date:" in found
        assert f"{book}:T!E2: warning: quote:" in found


class TestSheets:
    ROWS = (HEAD, ("A", "2031", "tanks lost", 5))

    def test_none_of_ours(self, book: Path) -> None:
        """What is wrong with the first sheet that is shown is told; the others are named."""
        sheets: dict[str, Sequence[Sequence[Any]]] = {"S": [("Who", "value")], "T": [("x",)]}
        _, problems = read(book_of(sheets), book)
        known = ", ".join(COLUMNS)
        assert f"book.xlsx:S!A1: Who: unknown column 'Who'; known: {known}" in problems
        assert problems[-1].startswith("book.xlsx:T: warning: 1 row not read: its first row")

    def test_nothing_of_ours_at_all(self, book: Path) -> None:
        """Nothing but names that nobody knows."""
        ledger, problems = read(book_of({"S": [("a",), ("b",)]}), book)
        assert len(problems) == 5
        assert problems[-1].startswith("book.xlsx:S!A1: a: unknown column 'a'; known: ")
        assert len(ledger.records) == 0

    def test_nothing(self, book: Path) -> None:
        """Nor is a hidden sheet read for want of another."""
        assert read(book_of({"S": []}), book)[1] == [
            "book.xlsx: no sheet holds anything that is shown"
        ]
        hidden = plain_book(
            {"S": rows_xml(*([str(cell) for cell in row] for row in self.ROWS)), "T": ""},
            states={"S": "veryHidden"},
        )
        assert read(hidden, book)[1] == [
            "book.xlsx: no sheet holds anything that is shown",
            "book.xlsx:S: warning: 2 rows not read: a hidden sheet [not-mapped]",
        ]

    def test_a_table_of_another_maker(self, book: Path) -> None:
        """Is told by its columns, and read where its format is named."""
        columns, rows = fixture_rows("acled.csv")
        cells = [columns, *([row[column] for column in columns] for row in rows)]
        book.write_bytes(book_of({"Notes": [("Terms of use",)], "Data": cells}))
        _, problems = cl.read_lenient(book)
        (error,) = errors(problems)
        assert str(error).endswith(":Data: the columns are those of acled: name it as the format")
        ledger, problems = cl.read_lenient(book, format="acled")
        plain, others = cl.read_lenient(DATA / "acled.csv")
        assert ledger == plain
        assert lost(problems) == lost(others) | {"": 1}
        assert any("Notes: warning: 1 row not read: " in str(p) for p in problems)

    def test_an_error_in_a_table_of_another_maker(self, book: Path) -> None:
        """Bears its cell."""
        xml = rows_xml(
            ("event_id_cnty", "event_date", "fatalities"), ["X1", '<c t="e"><v>#REF!</v></c>']
        )
        book.write_bytes(plain_book({"S": xml}))
        _, problems = cl.read_lenient(book, format="acled")
        assert f"{book}:S!B2: #REF! is an error of the workbook" in str(problems[-1])


class TestWhatIsNoWorkbook:
    OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

    @pytest.mark.parametrize(
        ("raw", "message"),
        [
            (OLD + b"\0" * 600, "a workbook of an earlier program (.xls): save it as .xlsx"),
            (
                OLD + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
                "a workbook with a password: save it without",
            ),
            (b"", "not a workbook: expected .xlsx, which is an archive"),
            (b"<html><table>", "not a workbook: expected .xlsx, which is an archive"),
            (b"source,date\n", "not a workbook: expected .xlsx, which is an archive"),
            (b"PK\3\4 and no more", "a damaged workbook: File is not a zip file"),
            (archive({"xl/workbook.bin": ""}), "a binary workbook (.xlsb): save it as .xlsx"),
            (
                archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
                "an OpenDocument file: save it as .xlsx, or as CSV",
            ),
            (archive({"[Content_Types].xml": "", "word/x.xml": ""}), "an archive, and no workbook"),
            (archive({"xl/a.txt": ""}), "an archive, and no workbook"),
            (archive({"[Content_Types].xml": "x", "xl/a": ""}), "a damaged workbook: syntax error"),
        ],
    )
    def test_it_is_said_what_it_is(self, raw: bytes, message: str, book: Path) -> None:
        """And what to do; also where a table of another maker is looked for."""
        ledger, (problem,) = read(raw, book)
        assert problem.removeprefix("book.xlsx: ").startswith(message)
        assert ledger == cl.Ledger()
        if raw.startswith(b"PK"):
            _, others = cl.read_lenient(book, format="acled")
            assert any(message in str(problem) for problem in others)

    @settings(max_examples=60)
    @given(data=st.data())
    def test_no_damage_breaks_the_reader(self, data: st.DataObject) -> None:
        """Whatever bytes are cut off or changed, there is a ledger or a problem."""
        raw = bytearray(self.SOUND)
        for _ in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(raw) - 1))
            raw[at] = data.draw(st.integers(0, 255))
        kept = data.draw(st.integers(len(raw) // 2, len(raw)))
        found = Found("file")
        records = list(Importer().read(io.BytesIO(bytes(raw[:kept])), found, 0))
        assert records or found.problems

    @settings(max_examples=60)
    @given(data=st.data())
    def test_no_damage_of_a_part_breaks_the_reader(self, data: st.DataObject) -> None:
        """Nor do parts whose text is cut or changed within a sound archive."""
        with zipfile.ZipFile(io.BytesIO(self.SOUND)) as sound:
            parts = {name: sound.read(name).decode() for name in sound.namelist()}
        name = data.draw(st.sampled_from(sorted(parts)))
        text = parts[name]
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 40)))
        parts[name] = text[:start] + data.draw(st.sampled_from(("", "9", '"', "<a/>"))) + text[end:]
        found = Found("file")
        records = list(Importer().read(io.BytesIO(archive(parts)), found, 0))
        assert records or found.problems

    SOUND = plain_book({"S": rows_xml(HEAD, ["A", '<c s="1"><v>48000</v></c>', "x lost", "5"])})

    def test_damage_within_a_sheet(self, book: Path) -> None:
        """The rows before it are read, and the damage is told."""
        xml = rows_xml(HEAD, ("A", "2031", "tanks lost", "5")).replace("</sheetData>", "<row><")
        ledger, (problem,) = read(plain_book({"S": xml}), book)
        assert problem.startswith("book.xlsx: a damaged workbook: ")
        assert len(ledger) <= 1

    def test_a_date_out_of_all_bounds(self, book: Path) -> None:
        """Is an error of its cell alone."""
        xml = rows_xml(HEAD, ["A", '<c s="1"><v>99999999</v></c>', "tanks lost", "5"])
        _, problems = read(plain_book({"S": xml}), book)
        assert problems == [
            "book.xlsx:S!B2: date: #VALUE! is an error of the workbook, and no value"
        ]


class TestOpened:
    ROWS = (HEAD, ("A", "2031", "tanks lost", 5))

    def test_told_by_its_first_bytes(self, tmp_path: Path) -> None:
        """Whatever its ending; those of ledgers are believed."""
        for name in ("book.csv", "book", "book.XLSX", "book.xlsm"):
            path = tmp_path / name
            path.write_bytes(book_of({"S": self.ROWS}))
            assert len(cl.read(path)) == 1
            assert len(cl.read(path, format="excel")) == 1
        path = tmp_path / "book.jsonl"
        path.write_bytes(book_of({"S": self.ROWS}))
        with pytest.raises(LoadError, match="not text but an archive; of a workbook the format is"):
            cl.read(path)

    def test_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """With the format named, though it cannot be read at any place."""
        stream = io.TextIOWrapper(io.BytesIO(book_of({"S": self.ROWS})), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", stream)
        assert len(cl.read("-", format="excel")) == 1

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name are of POSIX")
    def test_a_pipe(self, tmp_path: Path) -> None:
        """Is read whole, once."""
        path = tmp_path / "pipe.xlsx"
        os.mkfifo(path)
        raw = book_of({"S": self.ROWS})
        writer = threading.Thread(target=lambda: path.write_bytes(raw))
        writer.start()
        assert len(cl.read(path)) == 1
        writer.join()

    def test_rows_are_not_held(self) -> None:
        """Ten times as many rows need little more memory while they pass."""
        peaks = []
        for size in (500, 5000):
            rows = [(f"A{number % 7}", "2031", "tanks lost", number) for number in range(size)]
            raw = book_of({"S": [HEAD, *rows]})
            book = Book.opened(io.BytesIO(raw))
            tracemalloc.start()
            assert sum(1 for _ in book.rows("S")) == size + 1
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        assert peaks[1] < 3 * peaks[0]

    def test_without_the_package(
        self, monkeypatch: pytest.MonkeyPatch, book: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The error names the extra to install, in reading and in writing."""
        book.write_bytes(book_of({"S": self.ROWS}))
        monkeypatch.setitem(sys.modules, "openpyxl", None)
        with pytest.raises(MissingExtraError, match=r"claimledger\[excel\]"):
            cl.read(book)
        with pytest.raises(MissingExtraError, match="openpyxl is not installed"):
            cl.write(cl.Ledger(), book)
        assert main(["report", str(book)]) == 2
        assert "pip install 'claimledger[excel]'" in capsys.readouterr().err


def back_of(ledger: cl.Ledger) -> cl.Ledger:
    """A ledger as it is after it was written and read as a workbook."""
    found = Found("x.xlsx", is_implicit=True)
    found.records += Importer().read(io.BytesIO(excel_writer.write(ledger)), found, 0)
    back = joined([found])
    assert errors(found.problems) == []
    return back


def by_csv(ledger: cl.Ledger) -> cl.Ledger:
    """The same by CSV."""
    found = Found("x.csv", is_implicit=True)
    sheet.read(dumps(ledger, "csv"), found)
    return joined([found])


class TestWritten:
    @settings(max_examples=50)
    @given(ledgers())
    def test_law(self, ledger: cl.Ledger) -> None:
        """Law: it carries what CSV carries, and written once more it is the same file."""
        back = back_of(ledger)
        assert back == by_csv(ledger)
        assert lost_in(ledger, "excel") == lost_in(ledger, "csv")
        again = back_of(back)
        assert again == back
        assert excel_writer.write(again) == excel_writer.write(back)

    def test_import_export_import(self, book: Path) -> None:
        """The fixture is the same ledger after it went out and came back."""
        ledger, _ = read(fixture(), book)
        out = book.with_name("out.xlsx")
        cl.write(ledger, out)
        assert cl.read(out) == ledger

    def test_kinds_of_cells(self, book: Path) -> None:
        """Days and whole numbers are such, and no text is ever a formula or an error."""
        claims = [
            cl.Claim(source="=1+1", date="2031-05-04", measure="tanks lost", value="1,200"),
            cl.Claim(source="#N/A", date="1850-05-04", measure="tanks lost", value="about 5"),
            cl.Claim(source="C", date="2031-05", position="p", value="1,200"),
        ]
        cl.write(cl.Ledger().add(*claims), book)
        cells = [
            [(cell.value, cell.data_type) for cell in row]
            for row in load_workbook(book)["Claims"].iter_rows(min_row=2)
        ]
        by_source = {row[0][0]: row for row in cells}
        assert by_source["=1+1"][0][1] == by_source["#N/A"][0][1] == "s"
        assert (dt.datetime(2031, 5, 4), "d") in by_source["=1+1"]
        assert (1200, "n") in by_source["=1+1"]
        assert ("1850-05-04", "s") in by_source["#N/A"]
        assert ("1,200", "s") in by_source["C"]
        assert cl.read(book).claims == cl.Ledger().add(*claims).claims

    def test_what_a_cell_cannot_hold(self) -> None:
        """Control characters, and text of more than 32,767 characters, are told as lost."""
        claim = cl.Claim(source="A", date="2031", measure="tanks lost", value="5")
        notes = [cl.Annotation(claim=claim.id, note=note) for note in ("a\x01b", "x" * 33_000)]
        ledger = cl.Ledger().add(claim, cl.Source(name="A"), *notes)
        assert lost_in(ledger, "excel") == (("annotations", 2),)
        assert lost_in(ledger, "csv") == ()

    def test_more_rows_than_a_sheet_has(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Go to further sheets."""
        monkeypatch.setattr(excel_writer, "LAST_ROW", 3)
        claims = [
            cl.Claim(source="A", date="2031", measure="tanks lost", value=str(number))
            for number in range(5)
        ]
        ledger = cl.Ledger().add(cl.Source(name="A"), *claims)
        assert back_of(ledger) == ledger
        book = load_workbook(io.BytesIO(excel_writer.write(ledger)))
        assert book.sheetnames == ["Claims", "Claims 2", "Claims 3"]

    def test_convert(self, book: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """By the ending or by --to; what is not carried is said; merge and a device too."""
        side = book.with_name("side.toml")
        side.write_text(
            '[implications]\na = ["b"]\n[[claims]]\nsource = "A"\ndate = 2031-05-04\n'
            'measure = "tanks lost"\nvalue = 5\n',
            encoding="utf-8",
        )
        for arguments in (["-o", str(book)], ["--to", "excel", "-o", str(book.with_suffix(".x"))]):
            assert main(["convert", str(side), *arguments]) == 0
            assert "not carried by EXCEL: implications: 1" in capsys.readouterr().err
            assert cl.read(arguments[-1]).claims == cl.read(side).claims
        assert main(["merge", str(side), str(book), "-o", str(book)]) == 0
        assert len(cl.read(book)) == 1
        assert main(["convert", str(book), "--to", "excel", "-o", os.devnull]) == 0

    def test_an_unknown_format(self, tmp_path: Path) -> None:
        """The nearest is named."""
        with pytest.raises(UnknownNameError, match="did you mean 'excel'"):
            cl.write(cl.Ledger(), tmp_path / "x", format="exel")
