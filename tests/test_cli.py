"""The commands: what each answers, where it says it, and its exit code."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

import claimledger as cl
from claimledger.cli import main

SEEDS = [str(p) for p in sorted((Path(__file__).parent.parent / "seeds").glob("karabakh*.*"))]
HEADER = "source,side,date,subject,measure,value\n"
TWO = (
    HEADER + "A,East,2020-01-01,East,soldiers killed,5\nB,West,2020-01-02,East,soldiers killed,50\n"
)
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    """Two claims in contradiction."""
    path = tmp_path / "claims.csv"
    path.write_text(TWO, encoding="utf-8")
    return path


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """The first of the two claims alone."""
    path = tmp_path / "first.csv"
    path.write_text("".join(TWO.splitlines(keepends=True)[:2]), encoding="utf-8")
    return path


def lines(text: str) -> str:
    """The text on one line, however it was wrapped."""
    return " ".join(text.split())


class TestReport:
    """``claimledger report``."""

    @pytest.mark.parametrize("style", ["plain", "github", "html", "csv", "tsv", "latex", "json"])
    def test_formats(self, style: str, capsys: Capture) -> None:
        """Every format prints the disputes, and says nothing else on standard output."""
        assert main(["report", "--format", style, *SEEDS]) == 0
        printed = capsys.readouterr()
        assert "disputed" in printed.out.lower()
        assert printed.err == ""

    def test_a_warning_goes_beside_the_report(self, claims: Path, capsys: Capture) -> None:
        """It is read as it stands, and the warning says where."""
        with claims.open("a", encoding="utf-8") as file:
            file.write("A,East,2020-01-01,East,sodiers killed,5\n")
        assert main(["report", str(claims)]) == 0
        printed = capsys.readouterr()
        assert "sodiers killed" in printed.out
        assert printed.err.startswith(f"{claims}:4: warning: ")
        assert "did you mean 'soldiers killed'?" in printed.err

    @pytest.mark.parametrize("columns", [60, 100, 200])
    def test_width(self, columns: int, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
        """A plain report fits the terminal."""
        monkeypatch.setenv("COLUMNS", str(columns))
        assert main(["report", "--verdict", "disputed", SEEDS[0]]) == 0
        assert max(map(len, capsys.readouterr().out.splitlines())) <= columns

    def test_a_file_alone(self, claims: Path, tmp_path: Path, capsys: Capture) -> None:
        """A report goes to a file as it goes to standard output, which then stays empty."""
        out = tmp_path / "out.json"
        assert main(["report", "--format", "json", "-o", str(out), str(claims)]) == 0
        assert capsys.readouterr().out == ""
        assert main(["report", "--format", "json", str(claims)]) == 0
        assert capsys.readouterr().out == out.read_text(encoding="utf-8")
        assert json.loads(out.read_bytes())["questions"][0]["verdict"] == "disputed"

    def test_as_of_and_recorded_by(self, tmp_path: Path, capsys: Capture) -> None:
        """A report shows what was said, or had been entered, by then; both ends inclusive."""
        rows = [
            {"source": "A", "date": "2020-01-01", "value": "5", "recorded": "2020-02-01T12:00Z"},
            {"source": "B", "date": "2020-01-02", "value": "50", "recorded": "2020-02-02T12:00Z"},
        ]
        path = tmp_path / "claims.jsonl"
        text = "".join(json.dumps({**row, "measure": "tanks lost"}) + "\n" for row in rows)
        path.write_text(text, encoding="utf-8")
        for option, early, late in (
            ("--as-of", "2020-01-01", "2020-01-02"),
            ("--recorded-by", "2020-02-02T11:59+00:00", "2020-02-02T12:00+00:00"),
        ):
            for value, expected in ((early, 1), (late, 2)):
                assert main(["report", "--format", "json", option, value, str(path)]) == 0
                assert json.loads(capsys.readouterr().out)["claims"] == expected

    def test_conditions_choose_questions(self, capsys: Capture) -> None:
        """Each condition leaves out the questions that do not meet it, and numbers stay."""
        assert main(["report", "--format", "json", *SEEDS]) == 0
        everything = json.loads(capsys.readouterr().out)["questions"]
        options = ["--measure", "drones shot down", "--subject", "azerbaijan", "--verdict"]
        assert main(["report", "--format", "json", *options, "Disputed, one-sided", *SEEDS]) == 0
        chosen = json.loads(capsys.readouterr().out)["questions"]
        assert chosen == [
            question
            for question in everything
            if (question["measure"], question["subject"]) == ("UAVs lost", "Azerbaijan")
        ]
        assert len(chosen) == 2

    def test_nothing_chosen_is_said(self, capsys: Capture) -> None:
        """A known side that says nothing on what is asked leaves an empty report, and a note."""
        options = ["--side", "Turkey", "--measure", "tanks lost"]
        assert main(["report", *options, *SEEDS]) == 0
        printed = capsys.readouterr()
        assert "no question meets all of these conditions" in printed.err
        assert "DISPUTED" not in printed.out

    def test_problems_are_all_told_and_nothing_is_printed(
        self, tmp_path: Path, capsys: Capture
    ) -> None:
        """A file with problems is not half reported."""
        path = tmp_path / "bad.csv"
        path.write_text(TWO + "A,E,2020-13-01,E,tanks lost,5\nA,E,,E,,\n", encoding="utf-8")
        assert main(["report", str(path)]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert f"{path}:4:" in printed.err
        assert f"{path}:5:" in printed.err
        assert printed.err.splitlines()[-1].startswith("claimledger: nothing done: ")


class TestCheck:
    """``claimledger check``."""

    def test_all_problems_with_their_lines(self, tmp_path: Path, capsys: Capture) -> None:
        """Each mistake is a line of its own."""
        path = tmp_path / "bad.csv"
        rows = ["A,E,2020-13-01,E,tanks lost,5", "A,E,2020-01-01,E,tanks lost,abuot 5", "A,E,,E,,"]
        path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
        assert main(["check", str(path)]) == 1
        printed = capsys.readouterr()
        for line in (2, 3, 4):
            assert f"bad.csv:{line}:" in printed.out
        assert printed.err == ""

    def test_toml_lines(self, tmp_path: Path, capsys: Capture) -> None:
        """A field of a claim is found again in the file."""
        path = tmp_path / "bad.toml"
        text = '[[claims]]\nsource = "A"\ndate = 2020-01-01\nmeasure = "area"\nvalue = "lots"\n'
        path.write_text(text, encoding="utf-8")
        assert main(["check", str(path)]) == 1
        assert "bad.toml:5: claims[0].value" in capsys.readouterr().out

    def test_a_file_in_order(self, claims: Path, capsys: Capture) -> None:
        """Nothing is printed, and what was read is said beside it."""
        assert main(["check", str(claims)]) == 0
        assert capsys.readouterr() == ("", "2 claims, no problem\n")

    def test_a_wrong_column(self, tmp_path: Path, capsys: Capture) -> None:
        """The nearest column is named."""
        path = tmp_path / "claims.csv"
        path.write_text(TWO.replace("source", "sorce", 1), encoding="utf-8")
        assert main(["check", str(path)]) == 1
        assert "claims.csv:1: sorce: unknown column 'sorce'; did you mean 'source'?" in (
            capsys.readouterr().out
        )


class TestExplain:
    """``claimledger explain``."""

    def test_by_number_and_by_claim(self, claims: Path, capsys: Capture) -> None:
        """The question is found either way, and the rule behind the contradiction is said."""
        assert main(["explain", str(claims), "--question", "1"]) == 0
        printed = capsys.readouterr().out
        assert "This is a contradiction: even read tolerantly, they share no value." in (
            lines(printed)
        )
        claim = cl.read(claims).claims[0].id
        assert main(["explain", str(claims), "--question", claim[:6].upper()]) == 0
        assert capsys.readouterr().out == printed

    def test_an_unknown_question(self, claims: Path, capsys: Capture) -> None:
        """What can be asked for is said."""
        assert main(["explain", str(claims), "--question", "99"]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err == (
            "claimledger: unknown question '99'; known: 1 to 1, or the first 6 digits of a"
            " claim's id\n"
        )

    def test_as_of(self, claims: Path, capsys: Capture) -> None:
        """What was said later does not count."""
        options = ["--question", "1", "--as-of", "2020-01-01"]
        assert main(["explain", str(claims), *options]) == 0
        assert "All that stands comes from one side, East." in capsys.readouterr().out


class TestMerge:
    """``claimledger merge``."""

    def test_it_says_what_each_file_brought(
        self, claims: Path, first: Path, tmp_path: Path, capsys: Capture
    ) -> None:
        """New claims, those already there, and metadata that disagree."""
        toml = tmp_path / "sources.toml"
        toml.write_text('[sources.a]\nname = "A"\nside = "West"\n', encoding="utf-8")
        out = tmp_path / "all.jsonl"
        assert main(["merge", str(first), str(claims), str(toml), "-o", str(out)]) == 0
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.splitlines() == [
            f"{first}: claims: 1 new, 0 already there",
            f"{claims}: claims: 1 new, 1 already there",
            f"{toml}: claims: 0 new, 0 already there",
            f"{out}: 2 claims",
            "disagreement: side of source 'A': East / West",
        ]
        assert cl.read(out) == cl.read(first, claims, toml)

    def test_attestations_and_retractions_are_counted(
        self, tmp_path: Path, capsys: Capture
    ) -> None:
        """A claim that is known may come with a document that is not."""
        claim = {"source": "A", "date": "2020-01-01", "measure": "tanks lost", "value": "5"}
        retraction = {"source": "A", "date": "2020-01-03", "retracts": cl.Claim(**claim).id}
        paths = [str(tmp_path / name) for name in ("one.jsonl", "two.jsonl", "out.toml")]
        for path, rows in (
            (paths[0], [{**claim, "quote": "five"}]),
            (paths[1], [{**claim, "quote": "five"}, {**claim, "quote": "5"}, retraction]),
        ):
            text = "".join(json.dumps(row) + "\n" for row in rows)
            Path(path).write_text(text, encoding="utf-8")
        assert main(["merge", *paths[:2], "-o", paths[2]]) == 0
        assert capsys.readouterr().err.splitlines()[1] == (
            f"{paths[1]}: claims: 0 new, 1 already there; attestations: 1 new, 1 already there;"
            " retractions: 1 new, 0 already there"
        )

    def test_and_round_trip(self, claims: Path, tmp_path: Path) -> None:
        """A merge holds all, and reading it again changes nothing."""
        out, again = tmp_path / "all.jsonl", tmp_path / "again.jsonl"
        assert main(["merge", *SEEDS, str(claims), "-o", str(out)]) == 0
        assert main(["convert", str(out), "-o", str(again)]) == 0
        assert out.read_bytes() == again.read_bytes()
        assert cl.read_lenient(out)[0] == cl.read_lenient(*SEEDS, claims)[0]

    def test_into_one_of_its_own_files(self, claims: Path, first: Path) -> None:
        """All is read before anything is written."""
        assert main(["merge", str(first), str(claims), "-o", str(first)]) == 0
        assert cl.read(first).claims == cl.read(claims).claims


class TestConvert:
    """``claimledger convert``."""

    def test_what_a_spreadsheet_cannot_carry(self, tmp_path: Path, capsys: Capture) -> None:
        """It is said on standard error, by kind and number."""
        assert main(["convert", SEEDS[0], "-o", str(tmp_path / "seed.csv")]) == 0
        printed = capsys.readouterr()
        assert printed.out == ""
        assert "not carried by CSV: implications: 3\n" in printed.err
        assert "not carried by CSV: allied of parties: 1\n" in printed.err

    def test_nothing_is_lost_in_the_other_formats(self, tmp_path: Path, capsys: Capture) -> None:
        """TOML and JSONL hold all that was in the seeds, and nothing is said."""
        for name in ("seed.toml", "seed.jsonl"):
            assert main(["convert", SEEDS[0], "-o", str(tmp_path / name)]) == 0
            assert cl.read(tmp_path / name) == cl.read(SEEDS[0])
            assert capsys.readouterr() == ("", "")

    def test_csv_round_trip(self, claims: Path, tmp_path: Path) -> None:
        """Claims survive a spreadsheet."""
        out = tmp_path / "again.csv"
        assert main(["convert", str(claims), "-o", str(out)]) == 0
        assert cl.read(out).claims == cl.read(claims).claims


class TestDiff:
    """``claimledger diff``."""

    def test_two_files(self, claims: Path, first: Path, capsys: Capture) -> None:
        """The claim that is new, and the verdict that it changed."""
        assert main(["diff", str(first), str(claims)]) == 0
        printed = capsys.readouterr().out
        assert printed.startswith(
            "Claims: 1 appeared, 0 changed, 0 went. Questions: 0 appeared, 1 changed, 0 went.\n"
        )
        assert "50 (B, 2020-01-02)" in printed.split("CLAIMS THAT APPEARED")[1]
        changed = printed.split("QUESTIONS THAT CHANGED")[1].split("CLAIMS")[0]
        assert "one-sided" in changed
        assert "disputed" in changed

    def test_two_dates_of_one_ledger(self, claims: Path, first: Path, capsys: Capture) -> None:
        """The same as between the ledgers that could be known on each date."""
        assert main(["diff", str(first), str(claims)]) == 0
        printed = capsys.readouterr().out
        for dates in (
            ["--from", "2020-01-01", "--to", "2020-01-02"],
            ["--from", "2020-01-01"],
        ):
            assert main(["diff", str(claims), *dates]) == 0
            assert capsys.readouterr().out == printed
        assert main(["diff", str(claims), "--to", "2020-01-01"]) == 0
        assert capsys.readouterr().out.startswith("Claims: 1 appeared, 0 changed, 0 went.")

    def test_json(self, claims: Path, first: Path, capsys: Capture) -> None:
        """Lists of what appeared, changed and went."""
        assert main(["diff", "--format", "json", str(claims), str(first)]) == 0
        data = json.loads(capsys.readouterr().out)
        assert [claim["said"] for claim in data["claims"]["went"]] == ["50"]
        (changed,) = data["questions"]["changed"]
        assert (changed["before"]["verdict"], changed["after"]["verdict"]) == (
            "disputed",
            "one-sided",
        )

    def test_no_difference(self, claims: Path, capsys: Capture) -> None:
        """It is said."""
        assert main(["diff", str(claims), str(claims)]) == 0
        assert capsys.readouterr().out == "No difference: the same claims, and the same verdicts.\n"

    def test_a_wrong_number_of_files(self, claims: Path, capsys: Capture) -> None:
        """One file needs dates."""
        assert main(["diff", str(claims)]) == 2
        assert "two files, not 1" in capsys.readouterr().err


class TestInit:
    """``claimledger init``."""

    def test_the_starter_ledger_is_read_without_a_problem(
        self, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It reports a dispute, and is never overwritten."""
        monkeypatch.setenv("COLUMNS", "100")
        path = tmp_path / "new.toml"
        assert main(["init", str(path)]) == 0
        assert capsys.readouterr().out == ""
        assert main(["check", str(path)]) == 0
        assert main(["report", "--verdict", "disputed", str(path)]) == 0
        assert "soldiers killed, Sudmark" in capsys.readouterr().out
        before = path.read_bytes()
        assert main(["init", str(path)]) == 2
        assert "is there already" in capsys.readouterr().err
        assert path.read_bytes() == before

    def test_it_shows_every_table_and_every_kind_of_claim(self, tmp_path: Path) -> None:
        """So that nobody needs the manual to begin."""
        path = tmp_path / "new.toml"
        assert main(["init", str(path)]) == 0
        ledger = cl.read(path)
        for name in ("parties", "places", "sources", "documents", "events"):
            assert getattr(ledger, name), name
        assert ledger.title
        assert ledger.measures
        assert ledger.implications
        assert ledger.partitions
        assert {claim.kind for claim in ledger.claims} == {
            "measure",
            "proposition",
            "choice",
            "members",
            "position",
        }

    def test_a_path_that_is_no_toml(self, tmp_path: Path, capsys: Capture) -> None:
        """A spreadsheet that holds TOML would not be read again."""
        assert main(["init", str(tmp_path / "new.csv")]) == 2
        assert "should end in .toml" in capsys.readouterr().err
        assert main(["init", str(tmp_path / "ledger")]) == 0


class TestInput:
    """What commands read."""

    def test_standard_input(
        self, claims: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        """A hyphen is a file like any other, which can be read once."""
        stream = io.TextIOWrapper(io.BytesIO(TWO.encode()), encoding="utf-8")
        monkeypatch.setattr("sys.stdin", stream)
        assert main(["report", "--format", "json", "-"]) == 0
        from_input = capsys.readouterr().out
        assert main(["report", "--format", "json", str(claims)]) == 0
        assert capsys.readouterr().out == from_input
        assert main(["report", "-", "-"]) == 2
        assert "read once" in capsys.readouterr().err

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a\0b", b"\x7fELF\x02\x01\x01\0"])
    @pytest.mark.parametrize("name", ["x.csv", "x.toml", "x.jsonl"])
    def test_broken_files(self, content: bytes, name: str, tmp_path: Path, capsys: Capture) -> None:
        """A file that is no ledger has no traceback; an empty one may be an empty ledger."""
        path = tmp_path / name
        path.write_bytes(content)
        assert main(["report", str(path)]) == (0 if not content and name != "x.csv" else 2)
        assert "Traceback" not in capsys.readouterr().err

    def test_files_that_cannot_be_opened(self, tmp_path: Path, capsys: Capture) -> None:
        """All of them are named at once, by every command."""
        missing = str(tmp_path / "missing.csv")
        for arguments in (
            ["report"],
            ["check"],
            ["explain", "--question", "1"],
            ["merge", "-o", str(tmp_path / "x.toml")],
            ["diff"],
            ["convert", "-o", str(tmp_path / "x.toml")],
        ):
            assert main([arguments[0], missing, str(tmp_path), *arguments[1:]]) == 2
            printed = capsys.readouterr()
            assert printed.out == ""
            if arguments[0] != "diff":
                assert printed.err == (
                    f"claimledger: cannot read {missing}: there is no such file;"
                    f" cannot read {tmp_path}: it is a folder\n"
                )

    def test_a_name_that_is_empty(self, capsys: Capture) -> None:
        """As of a variable of the shell that is not set; it is not the folder one is in."""
        assert main(["report", ""]) == 2
        assert capsys.readouterr().err == "claimledger: cannot read '': its name is empty\n"

    def test_a_file_that_may_not_be_read(
        self, claims: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        """Permission denied is said so."""
        monkeypatch.setattr("os.access", lambda *_: False)
        assert main(["report", str(claims)]) == 2
        assert "permission denied" in capsys.readouterr().err
