"""How a foreign file is told, opened and read as rows; what is wrong has its line and column."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimledger as cl
from claimledger.cli import main
from claimledger.directory import Record
from claimledger.errors import InvalidRecordError, UnknownNameError
from claimledger.formats import importing
from claimledger.formats.foreign import Row, Table
from claimledger.formats.found import Found, Place
from claimledger.formats.importing import IMPORTERS, detected
from tests.import_cases import DATA

GED = DATA / "ucdp-ged.csv"


class Small(Table):
    """A table of deaths by town, and a total that all rows together make."""

    columns = ("town", "date", "dead", "shape")
    required = ("town", "dead")
    unmapped = frozenset({"shape"})

    def __init__(self) -> None:
        self.rows = 0

    def records(self, row: Row) -> Iterator[Record]:
        self.rows += 1
        yield cl.Source(name="Census")
        town = row.needed("town")
        if town == "broken":
            raise InvalidRecordError("no such town")
        if town == "odd":
            row.warnings.append(("town", "oddly spelt"))
        day = row.day("date")
        count = row.count("dead")
        yield cl.Claim(
            source="Census",
            date=str(day or "2031"),
            place=town,
            measure="people killed",
            value="unknown" if count is None else str(count),
        )

    def rest(self) -> Iterator[tuple[Record, Place]]:
        yield cl.Event(name=f"{self.rows} rows"), Place("file", 1)


def read(text: str) -> tuple[list[Record], list[str]]:
    found = Found("file")
    found.records += Small().read(io.StringIO(text, newline=""), found, 0)
    return [record for record, _ in found.records], [str(problem) for problem in found.problems]


def claims(records: list[Record]) -> list[tuple[str | None, str]]:
    return [(r.place, r.said) for r in records if isinstance(r, cl.Claim)]


class TestTable:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_columns_in_any_order_and_case(self, delimiter: str) -> None:
        """The separator is told from the first row that says anything."""
        rows = ("", "Dead,TOWN", "3,A", ",B", "")
        records, problems = read("\n".join(rows).replace(",", delimiter))
        assert claims(records) == [("A", "3"), ("B", "unknown")]
        assert problems == []

    def test_without_a_head(self) -> None:
        """A first row that fills all columns and names none is a row."""
        records, _ = read("A,2031-05-04,3,round\nB,2031-05-05,4,square\n")
        assert claims(records) == [("A", "3"), ("B", "4")]

    def test_what_is_declared_again_and_again_is_kept_once(self) -> None:
        """And what all rows make together comes last."""
        records, _ = read("town,dead\nA,3\nB,4\n")
        assert [type(record).__name__ for record in records] == [
            "Source", "Claim", "Claim", "Event"
        ]  # fmt: skip
        assert records[-1] == cl.Event(name="2 rows")

    def test_columns_that_are_not_carried_are_counted(self) -> None:
        """Known ones, and those that nobody expected."""
        _, problems = read("town,dead,shape,extra\nA,3,round,x\nB,4,NA,\nC,5,flat,\n")
        assert problems == [
            "file:1: warning: extra: 1 cell not carried into the ledger [not-mapped]",
            "file:1: warning: shape: 2 cells not carried into the ledger [not-mapped]",
        ]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", ["file:1: an empty file: expected rows of a table"]),
            ("town,date\nA,\n", ["file:1: dead: the column 'dead' is missing"]),
            ("twon,dead\n", [
                "file:1: town: the column 'town' is missing; did you mean 'twon' for it?"
            ]),
            ("town,dead,dead\n", ["file:1: dead: this column stands twice"]),
            ("town,dead\nA,3,4\nB\n", [
                "file:2: 3 cells under 2 columns", "file:3: 1 cells under 2 columns"
            ]),
            ("town,dead\nA,x\n", ["file:2: dead: cannot read 'x': expected a whole number"]),
            ("town,dead\n,3\n", ["file:2: town: town is missing"]),
            ("town,dead\nbroken,3\n", ["file:2: no such town"]),
            ("town,dead\nodd,3\n", ["file:2: warning: town: oddly spelt [doubtful]"]),
            ('town,dead\n"a\nb",x\n"c"d,3\nE,y\n', [
                "file:2: dead: cannot read 'x': expected a whole number",
                "file:4: not a row: ',' expected after '\"'",
                "file:5: dead: cannot read 'y': expected a whole number",
            ]),
            ('town,dead\nA,3\n"B,4\n', ["file:3: not a row: unexpected end of data"]),
        ],
    )  # fmt: skip
    def test_what_is_wrong_has_its_line(self, text: str, expected: list[str]) -> None:
        """All of it, and the other rows are read."""
        assert sorted(read(text)[1]) == expected

    def test_a_broken_row_with_a_fault_names_the_fault_alone(self) -> None:
        """What follows from it is not said as well."""
        found = Found("file")

        class Twice(Small):
            def records(self, row: Row) -> Iterator[Record]:
                row.count("dead")
                yield cl.Event(name="")

        assert len(list(Twice().read(io.StringIO("town,dead\nA,x\n"), found, 0))) == 1
        assert [problem.field for problem in found.problems] == ["dead"]

    def test_more_records_than_are_remembered(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Then they are forgotten: one that stands twice is kept twice, which changes no ledger."""

        class Placed(Small):
            def records(self, row: Row) -> Iterator[Record]:
                yield from super().records(row)
                yield cl.Place(name=row.needed("town"))

        monkeypatch.setattr("claimledger.formats.foreign.SHARED", 1)
        found = Found("file")
        records = [r for r, _ in Placed().read(io.StringIO("town,dead\nA,3\nB,4\n"), found, 0)]
        assert records.count(cl.Source(name="Census")) == 2


class TestRow:
    @pytest.mark.parametrize(
        ("text", "count"), [("12", 12), ("12.0", 12), ("1,200", 1200), ("0", 0), ("007", 7)]
    )
    def test_counts(self, text: str, count: int) -> None:
        """Whole numbers, as spreadsheet programs write them."""
        assert Row({"n": text}, Place("f", 1)).count("n") == count

    @pytest.mark.parametrize("text", ["-1", "1.5", "1e5", "x", "12 dead", "1" * 16, "\u0661\u0662"])
    def test_other_counts_are_faults(self, text: str) -> None:
        """None of them is guessed."""
        row = Row({"n": text}, Place("f", 1))
        assert row.count("n") is None
        assert [column for column, _ in row.faults] == ["n"]

    def test_codes(self) -> None:
        """By their meaning; the nearest is named for one that is unknown."""
        row = Row({"a": "1", "b": "1.0", "c": "Batles"}, Place("f", 1))
        assert row.code("a", {"1": "one"}) == row.code("b", {"1": "one"}) == "one"
        assert row.code("d", {}) is None
        assert row.code("c", {"Battles": "x"}) is None
        assert row.faults == [
            ("c", "unknown code 'Batles': expected Battles; did you mean 'Battles'?")
        ]

    def test_a_column_without_a_name_is_counted(self) -> None:
        """As dataframes number their rows."""
        _, problems = read(",town,dead\n0,A,3\n1,B,4\n")
        (problem,) = problems
        assert problem.startswith("file:1: warning: a column without a name: 2 cells not carried")


class TestJson:
    ROWS = '{"town": "A, or\\nB", "dead": 3}, {"dead": 1.0, "date": null, "town": "C"}'

    @pytest.mark.parametrize(
        "text", ["[%s]", '{"count": 2, "data": [%s]}', "\ufeff \n[%s]", '{"a": [], "b": [%s]}']
    )
    def test_a_list_of_objects_is_a_table(
        self, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """By itself, or in the answer of a service; figures as they are written."""
        path = tmp_path / "x.json"
        path.write_text(text % self.ROWS, encoding="utf-8")
        monkeypatch.setattr("claimledger.formats.acled.importer", lambda _: Small())
        ledger, problems = cl.read_lenient(path, format="acled")
        assert problems == ()
        assert {(claim.place, claim.said) for claim in ledger.claims} == {
            ("A, or B", "3"),
            ("C", "1"),
        }

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("[", "1:2: not JSON: Expecting value"),
            ("[1]", "1: no list of objects in this file"),
            ("{}", "1: no list of objects in this file"),
            ("[" * 100_000, "1: not JSON: maximum recursion depth"),
            ('[{"town": ["A"], "dead": "x"}]', "2: dead: cannot read 'x'"),
        ],
    )
    def test_what_is_wrong(
        self, text: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """With its line, or that of its object."""
        path = tmp_path / "x.json"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setattr("claimledger.formats.acled.importer", lambda _: Small())
        _, problems = cl.read_lenient(path, format="acled")
        assert str(problems[0]).startswith(f"{path}:{message}")

    def test_bytes_that_are_no_text(self, tmp_path: Path) -> None:
        """Are told."""
        path = tmp_path / "x.json"
        path.write_bytes(b'[{"a": "\xff"}]')
        _, (problem,) = cl.read_lenient(path, format="acled")
        assert "not JSON: 'utf-8' codec" in str(problem)


class TestDetected:
    def test_each_table_by_its_columns(self) -> None:
        """In any order and case, after a byte order mark, with any separator."""
        for name, foreign in IMPORTERS.items():
            columns = sorted(foreign.columns)
            for delimiter in ",;\t" if columns else ():
                head = delimiter.join([*columns, "more"]).upper()
                assert detected(f"\ufeff\n{head}\nx".encode()) == name

    def test_a_spreadsheet_of_ours_is_none(self) -> None:
        """Nor is one with some of the columns, nor what is no text."""
        assert detected(b"source,date,value,measure\n") is None
        assert detected(b"id,relid,best\n") is None
        assert detected(b"\xff\xfe\x00") is None
        assert detected(b"") is None

    def test_no_two_importers_claim_one_table(self) -> None:
        """The columns of one are never among those of another."""
        sets = [foreign.columns for foreign in IMPORTERS.values() if foreign.columns]
        assert not [1 for a in sets for b in sets if a is not b and a <= b]


class TestRead:
    def test_a_ledger_may_stand_beside(self, tmp_path: Path) -> None:
        """The named format holds for the files that are no ledger by their ending."""
        side = tmp_path / "side.toml"
        side.write_text(
            '[parties.east]\nname = "Republic of Artsakh"\npart_of = "all"\n'
            '[parties.all]\nname = "All Armenians"\n',
            encoding="utf-8",
        )
        ledger, problems = cl.read_lenient(GED, side, format="ucdp-ged")
        assert {problem.severity for problem in problems} == {"warning"}
        assert ledger.parties["republic of artsakh"].part_of == "All Armenians"

    def test_warnings_are_warned_of(self) -> None:
        """The strict reader reads, and says what was not carried."""
        with pytest.warns(cl.errors.ClaimLedgerWarning) as caught:
            assert len(cl.read(GED)) > 30
        assert any("latitude: 31 cells not carried" in str(one.message) for one in caught)

    def test_unknown_formats_name_the_nearest(self) -> None:
        """Importers among them."""
        with pytest.raises(UnknownNameError, match="did you mean 'ucdp-ged'"):
            cl.read(GED, format="ucdp_ged")

    @pytest.mark.parametrize(
        ("raw", "message"),
        [
            (b"\xff\xfei\x00", "1: not UTF-8 but UTF-16: save it as UTF-8"),
            (b"\n1,\xe9\n", "2: not UTF-8: byte 0xe9; save it as UTF-8"),
            (b"\n\0\n", "2: not text: it holds a NUL byte"),
        ],
    )
    def test_what_is_no_text(self, raw: bytes, message: str, tmp_path: Path) -> None:
        """Reading ends at the line at fault, which is named."""
        path = tmp_path / "x.csv"
        path.write_bytes(raw)
        _, problems = cl.read_lenient(path, format="ucdp-ged")
        assert f"{path}:{message}" in map(str, problems)

    def test_a_byte_order_mark_is_passed_over(self, tmp_path: Path) -> None:
        """As spreadsheet programs write it."""
        path = tmp_path / "x.csv"
        path.write_bytes(b"\xef\xbb\xbf" + GED.read_bytes())
        assert cl.read_lenient(path)[0] == cl.read_lenient(GED)[0]

    def test_what_cannot_be_opened(self, tmp_path: Path) -> None:
        """It is a problem like any other."""
        gone = tmp_path / "gone.csv"
        for path in (gone, tmp_path, "x\0y.csv"):
            for format in ("ucdp-ged", None):
                _, problems = cl.read_lenient(path, format=format)
                assert [problem.severity for problem in problems] == ["error"]

    def test_an_unreadable_head_is_nobodys(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It is told when the file is read."""

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        path = tmp_path / "x.csv"
        path.touch()
        monkeypatch.setattr(Path, "open", refuse)
        assert importing.importer_of(Found(str(path)), None, {}) is None

    def test_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """With the format named; nothing is looked at beforehand."""
        stream = io.TextIOWrapper(io.BytesIO(GED.read_bytes()), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", stream)
        assert cl.read_lenient("-", format="ucdp-ged")[0] == cl.read_lenient(GED)[0]

    def test_a_store_on_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is told as such, though it cannot be opened there."""
        raw = b"SQLite format 3\0" + bytes(100)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
        (problem,) = cl.read_lenient("-", format="csv")[1]
        assert "store" in str(problem)

    @given(st.binary(max_size=200))
    def test_no_bytes_break_a_reader(self, raw: bytes) -> None:
        """Whatever a file holds, there is a ledger or a problem."""
        found = Found("file")
        lines = importing.decoded(io.BytesIO(raw), found)
        assert list(Small().read(lines, found, 0)) or found.problems


class TestCommand:
    def test_convert_from(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """Problems that are no errors are said, and the ledger is written."""
        target = tmp_path / "out.jsonl"
        assert main(["convert", "--from", "ucdp-ged", str(GED), "-o", str(target)]) == 0
        assert "latitude: 31 cells not carried" in capsys.readouterr().err
        assert cl.read(target) == cl.read_lenient(GED)[0]

    @pytest.mark.parametrize(
        "arguments",
        [
            ["report", "--from", "ucdp-ged"],
            ["explain", "--question", "1", "--from", "ucdp-ged"],
            ["report"],
        ],
    )
    def test_other_commands(self, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        """They read it as it stands."""
        candidate = str(GED if len(arguments) == 1 else DATA / "ucdp-ged-candidate.csv")
        assert main([*arguments, candidate]) == 0
        assert "UCDP GED 340001" in capsys.readouterr().out

    def test_an_unknown_name(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The nearest is named."""
        with pytest.raises(SystemExit) as end:
            main(["report", "--from", "ucdp", str(GED)])
        assert end.value.code == 2
        assert "unknown format 'ucdp'" in capsys.readouterr().err
