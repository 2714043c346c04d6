"""The spreadsheet: dialects, mistakes, and what it carries."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given

import claimledger as cl
from claimledger.formats import csv as sheet
from claimledger.formats import dumps, lost_in
from claimledger.formats.found import Found
from claimledger.formats.joining import joined
from claimledger.ledger import Record
from tests.record_strategies import ledgers

MISTAKES = """\
source,side,date,subject,measure,choice,value,stnace,value,reliability,credibility,unit,
A,East,2020-13-01,E,tanks lost,,5,,,,,
A,East,2020-01-01,E,tanks lost,,abuot 5,,,G,9,
"B
more",East,2020-01-01,E,tanks lost,who,5,,,,,
A,East,,E,tanks lost,,1,200,,,,,,
A,East,2020-01-01,E,area,,5 km,,,,,m
A,East,2020-01-01,E,,who began,East,,,,,km
A,East,2020-01-01,E,,,5,,,,,
,,2020-01-01,E,sodiers killed,,5,,,,,
A,"East,2020-01-01,E,tanks lost,,5,,,,,
A,East,2020-01-01,E,tanks lost,,,,,,,
A,East,2020-01-01,E,tanks lost,,5,,,,,,x
A,East,"2020-01-01"1,E,tanks lost,,5,,,,,,
A,East,2020-01-01,E,tanks lost,,6,,,,,,
"""

FOUND = """\
a.csv:1: stnace: unknown column 'stnace'; did you mean 'stance'?
a.csv:1: value: this column stands twice
a.csv:2: date: cannot read '2020-13-01': expected a month from 01 to 12, or a season from 21 to 24
a.csv:3: credibility: expected 1 to 6, not '9'
a.csv:3: reliability: unknown reliability 'G'; expected one of A, B, C, D, E, F
a.csv:3: value: cannot read 'abuot 5': expected a number or a hedge; did you mean 'about'?
a.csv:4: choice: expected one of measure, proposition, choice, members, position; \
found measure and choice
a.csv:6: 14 cells under 13 columns; text with a separator in it needs quotation marks
a.csv:7: value: cannot read '5 km m': expected nothing more, or a unit
a.csv:8: unit: a unit goes with a measure
a.csv:9: expected one of measure, proposition, choice, members, position; found none
a.csv:10: source: source is missing
a.csv:11: not a row: a quotation mark is not closed in its place
a.csv:12: value: a value is missing
a.csv:13: 'x' stands in a column without a name
a.csv:14: not a row: ',' expected after '"'
"""

HEAD = "source,date,measure,value\n"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file a.csv of the working directory."""
    monkeypatch.chdir(tmp_path)
    return Path("a.csv")


def problems_of(path: Path, text: str) -> list[str]:
    """Each problem of a text as a line."""
    path.write_bytes(text.encode())
    return [str(problem) for problem in cl.read_lenient(path)[1]]


class TestMistakes:
    """What is wrong, and where."""

    def test_all_at_once(self, file: Path) -> None:
        """Sixteen mistakes are sixteen lines, each that on which its row starts."""
        assert problems_of(file, MISTAKES) == FOUND.splitlines()

    def test_good_rows_are_read(self, file: Path) -> None:
        """Those between faulty ones; a cell without a column is passed over."""
        problems_of(file, MISTAKES)
        assert [claim.said for claim in cl.read_lenient(file)[0].claims] == ["6", "5"]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", ["1: an empty file: expected a line of column names"]),
            (" \n\n,,\n", ["1: an empty file: expected a line of column names"]),
            (
                "a\nx\ny\n",
                [
                    "1: a column is missing: one of measure, proposition, choice",
                    "1: a: unknown column 'a'; known: source",
                    "1: date: the column 'date' is missing",
                    "1: source: the column 'source' is missing",
                    "1: value: the column 'value' is missing",
                ],
            ),
            (
                "Who;What;source\nA;x;B\n",
                [
                    "1: a column is missing: one of measure, proposition, choice",
                    "1: What: unknown column 'What'; known: source, date, event",
                    "1: Who: unknown column 'Who'",
                    "1: date: the column 'date' is missing",
                    "1: value: the column 'value' is missing",
                ],
            ),
            (
                "<!DOCTYPE html>\n<p>1,200 x, y</p>\n,\n",
                [
                    "1: a column is missing: one of measure, proposition, choice",
                    "1: <!DOCTYPE html>: unknown column",
                    "1: date: the column 'date' is missing",
                    "1: source: the column 'source' is missing",
                    "1: value: the column 'value' is missing",
                ],
            ),
            (
                "source,measure,value\nA,tanks lost,x\nA,tanks lost,5\n",
                ["1: date: the column 'date' is missing", "2: value: cannot read 'x'"],
            ),
            ("\n\n" + HEAD + "\n\nA,2020,tanks lost,x\n", ["6: value: cannot read 'x'"]),
            (
                HEAD.replace("source", "source,retracts") + "A,abc,2020,,\n",
                ["2: retracts: expected an id of 64 hex digits"],
            ),
            (
                HEAD.replace("source", "source,subject,retracts") + f"A,E,{'0' * 64},2020,,\n",
                ["2: subject: subject goes with a claim, and there is only a retraction"],
            ),
            ("source\tdate\tmeasure\tvalue\nA\t2020\tarea\t4,5 km2\n", ["2: value: '4,5' is a"]),
        ],
    )
    def test_files(self, text: str, expected: list[str], file: Path) -> None:
        """With little or nothing in them, and with columns missing, which is told once."""
        found = problems_of(file, text)
        assert len(found) == len(expected)
        for problem, start in zip(found, expected, strict=True):
            assert problem.startswith(f"a.csv:{start}")

    @pytest.mark.parametrize(
        ("value", "near"),
        [("4,5", "4.5"), ("about 3,25 km2", "3.25"), ("1,2 million", "1.2"), ("1,2345", "1.2345")],
    )
    def test_decimal_commas(self, value: str, near: str, file: Path) -> None:
        """Are refused where a semicolon parts the cells, naming the point."""
        text = HEAD.replace(",", ";") + f"A;2020;area;{value}\nA;2020;people killed;1,200\n"
        (problem,) = problems_of(file, text)
        assert problem.endswith(f"is a decimal comma: write '{near}'")
        assert [claim.said for claim in cl.read_lenient(file)[0].claims] == ["1,200"]

    def test_commas_in_words(self, file: Path) -> None:
        """Are no decimal commas."""
        text = "source;date;position;value\nA;2020;talks;now, 1,5 times\n"
        assert problems_of(file, text) == []


class TestDialects:
    """Comma, semicolon, tab; marks, blanks, line ends."""

    EXPECTED = cl.Claim(source="The A", date="2020", measure="people killed", value="1,200")

    @pytest.mark.parametrize(
        "text",
        [
            HEAD + 'The A,2020,people killed,"1,200"\n',
            HEAD + 'The A,2020,people killed,"1,200"',
            "\ufeff" + HEAD + 'The A,2020,people killed,"1,200"\n',
            (HEAD + 'The A,2020,people killed,"1,200"\n').replace("\n", "\r\n"),
            (HEAD + 'The A,2020,people killed,"1,200"\n').replace("\n", "\r"),
            HEAD.replace(",", ";") + "The A;2020;people killed;1,200\n",
            HEAD.replace(",", "\t") + "The A\t2020\tpeople killed\t1,200\n",
            HEAD + ' The  A , 2020, "people\n killed" ,1200\n'.replace('" ', '"'),
            "\n \n" + HEAD + "\n,,,\nThe A,2020,people killed,1200\n\n",
            "Value,Measure, DATE ,Source\n1200,people killed,2020,The A\n",
            HEAD + "The A,2020,people killed,1200\n" * 3,
            "source,date,measure,value,,\nThe A,2020,people killed,1200,,\n",
            "source,date,measure,value,note\nThe A,2020,people killed,1200\n",
        ],
    )
    def test_one_claim(self, text: str, file: Path) -> None:
        """Is the same in all of them, and the same however often it stands."""
        assert problems_of(file, text) == []
        assert cl.read(file).claims == (self.EXPECTED,)

    @pytest.mark.parametrize(
        ("value", "unit", "said"),
        [
            ("5", "km2", "5 km2"),
            ("about 5", "km", "about 5 km"),
            ("5 km2", "km2", "5 km2"),
            ("5km", "km", "5 km"),
            ("none", "km2", "0 km2"),
        ],
    )
    def test_units(self, value: str, unit: str, said: str, file: Path) -> None:
        """The column of units joins the value, unless it is there."""
        text = "source,date,measure,value,unit\n" + f"A,2020,area,{value},{unit}\n"
        assert problems_of(file, text) == []
        assert cl.read(file).claims[0].said == said

    def test_source(self, file: Path) -> None:
        """What a row says of its source makes the source."""
        head = "source,side,kind,reliability,controlled_by,date,measure,value\n"
        assert problems_of(file, head + "A,East,monitor,B,G,2020,tanks lost,5\n") == []
        (source,) = cl.read(file).sources.values()
        assert source == cl.Source(
            name="A", side="East", kind="monitor", reliability="B", controlled_by="G"
        )
        (problem,) = problems_of(file, head + "A,East,spy,B,G,2020,tanks lost,5\n")
        assert problem.startswith("a.csv:2: kind: unknown kind of source 'spy'; expected")

    def test_without_event_and_window(self, file: Path) -> None:
        """The claims are of one closed event: two figures contradict, and do not grow."""
        problems_of(file, HEAD + "A,2020-01-01,tanks lost,5\nB,2020-01-05,tanks lost,50\n")
        (finding,) = cl.judge(cl.read(file))
        assert (finding.verdict, finding.question.accrual) == ("disputed", "event")

    def test_line_of_a_row_after_cells_of_several_lines(self, file: Path) -> None:
        """Every line counts, whatever ends it."""
        text = HEAD + '"A\n\n",2020,tanks lost,5\r\nA,2020,tanks lost,x\n'
        assert [problem.split(": ")[0] for problem in problems_of(file, text)] == ["a.csv:5"]


class TestSeveralFiles:
    """Names in a spreadsheet are those that other files declare."""

    def test_handles(self, file: Path) -> None:
        """A source or a side may be given by the handle that a ledger file has for it."""
        Path("b.toml").write_text(
            '[parties.e]\nname = "East"\n[sources.m]\nname = "Ministry"\n', encoding="utf-8"
        )
        problems_of(
            file,
            "source,side,date,subject,measure,value\n"
            "m,e,2020,e,tanks lost,5\nministry,East,2020,east,tanks lost,6\n"
            "n,f,2020,f,tanks lost,7\n",
        )
        ledger = cl.read(file, "b.toml")
        assert sorted((c.source, c.subject) for c in ledger.claims) == [
            ("Ministry", "East"),
            ("Ministry", "East"),
            ("n", "f"),
        ]
        assert {source.name: source.side for source in ledger.sources.values()} == {
            "Ministry": "East",
            "n": "f",
        }
        assert set(ledger.parties) == {"east", "f"}

    def test_what_hangs_on_a_claim_follows_it(self, file: Path) -> None:
        """Though its id is another once its handles are names."""
        Path("b.toml").write_text('[sources.m]\nname = "Ministry"\n', encoding="utf-8")
        problems_of(file, "source,date,measure,value,note,url\nm,2020,tanks lost,5,x,http://y\n")
        ledger = cl.read(file, "b.toml")
        (claim,) = ledger.claims
        assert [note.note for note in ledger.annotations[claim.id]] == ["x"]
        assert [at.document for at in ledger.attestations[claim.id]] == ["http://y"]


def back_of(ledger: cl.Ledger) -> cl.Ledger:
    """A ledger as it is after it was written and read as a spreadsheet."""
    found = Found("x.csv", is_implicit=True)
    sheet.read(dumps(ledger, "csv"), found)
    back = joined([found])
    assert [p for p in found.problems if p.severity == "error"] == []
    return back


class TestWriting:
    """What the spreadsheet carries, and what it says of the rest."""

    CLAIM = cl.Claim(source="A", date="2020", measure="tanks lost", value="5", subject="E")

    def test_columns(self) -> None:
        """Those that hold nothing are left out."""
        assert dumps(cl.Ledger().add(self.CLAIM), "csv") == (
            "source,side,date,subject,measure,value\nA,,2020,E,tanks lost,5\n"
        )
        assert dumps(cl.Ledger(), "csv") == "source,side,date,measure,value\n"

    def test_everything_that_hangs_on_a_claim(self) -> None:
        """A row for each attestation and each annotation, however many."""
        claim = self.CLAIM
        withdrawal = cl.Retraction(target=claim.id, source="A", date="2021")
        records: list[Record] = [
            claim,
            cl.Source(name="A", side="E", reliability="B", controlled_by="G"),
            cl.Attestation(claim=claim.id, wording="a dozen", recorded="2020-01-01T00:00+00:00"),
            cl.Attestation(claim=claim.id, document="http://x", quote="=1+1, or so"),
            cl.Document(url="http://x", outlet="@News", title='say "x"; y'),
            cl.Annotation(claim=claim.id, note="-1", credibility=3),
            cl.Annotation(claim=claim.id, note="two"),
            cl.Annotation(claim=claim.id, ignore=["echo", "fall"], because="so"),
            withdrawal,
            cl.Retraction(target=withdrawal.id, source="A", date="2022"),
        ]
        ledger = cl.Ledger().add(*records)
        assert lost_in(ledger, "csv") == ()
        assert ledger.records < back_of(ledger).records
        assert dumps(ledger, "csv").count("\n") == 1 + 3 + 2

    def test_bytes_do_not_depend_on_the_process(self) -> None:
        """Notes that differ only in a set stand in one order, whatever the hashes of texts."""
        code = (
            "import claimledger as cl; from claimledger.formats import dumps\n"
            "c = cl.Claim(source='A', date='2020', measure='tanks lost', value='5')\n"
            "n = [cl.Annotation(claim=c.id, ignore=i, because='x') for i in ('b;c', 'a;z;q')]\n"
            "print(dumps(cl.Ledger().add(c, *n), 'csv'))"
        )
        printed = {
            subprocess.run(
                [sys.executable, "-c", code],
                env={**os.environ, "PYTHONHASHSEED": str(seed)},
                capture_output=True,
                check=True,
            ).stdout
            for seed in range(4)
        }
        assert len(printed) == 1
        assert b"x" in printed.pop()

    def test_what_is_lost(self) -> None:
        """By field where the record is there, else by kind, with counts."""
        claim = self.CLAIM
        ledger = cl.Ledger().add(
            claim,
            cl.Claim(source="A", date="2020", measure="Tanks lost", value="5", subject="E"),
            cl.Source(name="A", side="E", kind="official", handle="a"),
            cl.Source(name="B"),
            cl.Party(name="E", opposed=["F"]),
            cl.Party(name="F"),
            cl.Event(name="War"),
            cl.Document(outlet="News", title="T", date="2020"),
            cl.Document(url="http://x", date="2021"),
            cl.Attestation(claim=claim.id, document="news, t, 2020", wording="w"),
            cl.Attestation(claim=claim.id, document="http://x"),
            cl.Attestation(claim=claim.id, document="http://y"),
            cl.Attestation(claim=claim.id),
            cl.Annotation(claim="0" * 64, note="of nothing here"),
            cl.Implication(premise="a", conclusion="b"),
        )
        assert lost_in(ledger, "csv") == (
            ("annotations", 1),
            ("attestations", 1),
            ("date of documents", 2),
            ("events", 1),
            ("handle of sources", 1),
            ("implications", 1),
            ("opposed of parties", 1),
            ("parties", 1),
            ("sources", 1),
            ("spellings of claims", 1),
        )

    @given(ledgers())
    def test_law(self, ledger: cl.Ledger) -> None:
        """Claims always come back, and all the rest unless it is said to be lost."""
        back = back_of(ledger)
        assert [claim.id for claim in back.claims] == [claim.id for claim in ledger.claims]
        lost = lost_in(ledger, "csv")
        assert bool(lost) == bool(ledger.records - back.records)
        assert ledger.retractions == back.retractions
