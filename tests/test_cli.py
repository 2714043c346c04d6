"""The commands, on files and on what users get wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

import claimledger as cl
from claimledger.cli import main

SEEDS = [str(p) for p in sorted((Path(__file__).parent.parent / "seeds").glob("karabakh*.*"))]
HEADER = "source,side,date,subject,measure,value\n"
TWO = (
    HEADER + "A,East,2020-01-01,East,soldiers killed,5\nB,West,2020-01-02,East,soldiers killed,50\n"
)


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    """Two claims in contradiction."""
    path = tmp_path / "claims.csv"
    path.write_text(TWO, encoding="utf-8")
    return path


class TestReport:
    """``claimledger report``."""

    @pytest.mark.parametrize("style", ["plain", "github", "html", "csv", "tsv", "latex", "json"])
    def test_formats(self, style: str, capsys: pytest.CaptureFixture[str]) -> None:
        """Every format prints the disputes first."""
        assert main(["report", "--format", style, *SEEDS]) == 0
        assert "disputed" in capsys.readouterr().out.lower()

    @pytest.mark.parametrize("columns", [60, 100, 200])
    def test_width(
        self, columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A plain report fits the terminal."""
        monkeypatch.setenv("COLUMNS", str(columns))
        assert main(["report", "--verdict", "disputed", SEEDS[0]]) == 0
        lines = capsys.readouterr().out.split("DISPUTED")[1].split("HISTORY")[0].splitlines()
        assert max(map(len, lines)) <= columns

    def test_a_file_alone(self, claims: Path, tmp_path: Path) -> None:
        """A spreadsheet of no event is of one closed event, and goes to a file."""
        out = tmp_path / "out.json"
        assert main(["report", "--format", "json", "-o", str(out), str(claims)]) == 0
        assert '"verdict": "disputed"' in out.read_text(encoding="utf-8")
        assert cl.judge(cl.read(claims))[0].gap > 30

    def test_filters(self, claims: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """Questions can be left out."""
        assert main(["report", "--side", "nobody", "--format", "csv", str(claims)]) == 0
        assert "soldiers" not in capsys.readouterr().out


class TestCheck:
    """``claimledger check``."""

    def test_all_problems_with_their_lines(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Each mistake is a line of its own."""
        path = tmp_path / "bad.csv"
        rows = ["A,E,2020-13-01,E,tanks lost,5", "A,E,2020-01-01,E,tanks lost,abuot 5", "A,E,,E,,"]
        path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
        assert main(["check", str(path)]) == 1
        printed = capsys.readouterr().out
        for line in (2, 3, 4):
            assert f"bad.csv:{line}:" in printed

    def test_toml_lines(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """A field of a claim is found again in the file."""
        path = tmp_path / "bad.toml"
        text = '[[claims]]\nsource = "A"\ndate = 2020-01-01\nmeasure = "area"\nvalue = "lots"\n'
        path.write_text(text, encoding="utf-8")
        assert main(["check", str(path)]) == 1
        assert "bad.toml:5: claims[0].value" in capsys.readouterr().out

    def test_seeds_hold(self) -> None:
        """The seeds have no problem."""
        assert main(["check", *SEEDS]) == 0


class TestOthers:
    """The other commands."""

    def test_explain(self, claims: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """The rule behind a contradiction is said."""
        assert main(["explain", str(claims), "--question", "1"]) == 0
        assert "contradiction" in capsys.readouterr().out
        assert main(["explain", str(claims), "--question", "99"]) == 2

    def test_merge_and_round_trip(self, claims: Path, tmp_path: Path) -> None:
        """A merge holds all, and reading it again changes nothing."""
        out, again = tmp_path / "all.jsonl", tmp_path / "again.jsonl"
        assert main(["merge", *SEEDS, str(claims), "-o", str(out)]) == 0
        assert main(["convert", str(out), "-o", str(again)]) == 0
        assert out.read_bytes() == again.read_bytes()
        assert cl.read(out) == cl.read(*SEEDS, claims)

    def test_toml_round_trip(self, tmp_path: Path) -> None:
        """A ledger file that the library wrote holds all that was in the seeds."""
        ledger = cl.read(*SEEDS)
        cl.write(ledger, tmp_path / "all.toml")
        assert cl.read(tmp_path / "all.toml") == ledger

    def test_csv_round_trip(self, claims: Path, tmp_path: Path) -> None:
        """Claims survive a spreadsheet."""
        out = tmp_path / "again.csv"
        assert main(["convert", str(claims), "-o", str(out)]) == 0
        assert cl.read(out).claims == cl.read(claims).claims

    def test_diff(self, claims: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        """What is new is marked."""
        old = tmp_path / "old.csv"
        old.write_text("".join(TWO.splitlines(keepends=True)[:2]), encoding="utf-8")
        assert main(["diff", str(old), str(claims)]) == 0
        printed = capsys.readouterr().out
        assert "+ 2020-01-02 B" in printed
        assert "one-sided -> disputed" in printed

    def test_init(self, tmp_path: Path) -> None:
        """The starter ledger is read without a problem, and never overwritten."""
        path = tmp_path / "new.toml"
        assert main(["init", str(path)]) == 0
        assert main(["check", str(path)]) == 0
        assert main(["init", str(path)]) == 2

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a\0b"])
    def test_broken_files(self, content: bytes, tmp_path: Path) -> None:
        """A file that is no ledger ends with one message."""
        path = tmp_path / "x.csv"
        path.write_bytes(content)
        assert main(["report", str(path)]) == 2
        assert main(["report", str(tmp_path / "missing.csv")]) == 2


def test_an_unknown_measure_is_a_warning_with_its_line(claims: Path) -> None:
    """It is read as it stands, and the warning says where."""
    with claims.open("a", encoding="utf-8") as file:
        file.write("A,East,2020-01-01,East,sodiers killed,5\n")
    _, problems = cl.read_lenient(claims)
    assert [(p.location.line, p.code) for p in problems] == [(4, "unknown-measure")]
    assert "soldiers killed" in str(problems[0])


WRONG_TYPES = [
    ("x.jsonl", '{"source": ["x"], "date": "2020", "measure": "area", "value": "5 km2"}\n', 1),
    (
        "x.jsonl",
        '{"source": "x", "date": "2020", "measure": "a", "value": "5", "documents": 5}\n',
        1,
    ),
    (
        "x.toml",
        '[[claims]]\nsource = "x"\ndate = 2020-01-01\nmeasure = "area"\nvalue = {a = 1}\n',
        5,
    ),
    ("x.toml", "measures = 5\n", 1),
    ("x.toml", "[implications]\na = 5\n", 2),
]


@pytest.mark.parametrize(("name", "text", "line"), WRONG_TYPES)
def test_a_field_of_a_wrong_type_is_a_problem(
    name: str, text: str, line: int, tmp_path: Path
) -> None:
    """It never ends in a traceback, and has its line."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    _, problems = cl.read_lenient(path)
    assert [problem.location.line for problem in problems] == [line]


def test_an_unknown_name_is_placed_where_it_stands(tmp_path: Path) -> None:
    """Not where the same text stands first."""
    path = tmp_path / "x.toml"
    text = (
        '# mininstry is misspelt below\n[sources.ministry]\nname = "M"\n'
        '[[claims]]\nsource = "ministry"\ndate = 2020-01-01\nmeasure = "area"\nvalue = "5 km2"\n'
        '[[claims]]\nsource = "mininstry"\ndate = 2020-01-01\nmeasure = "area"\nvalue = "6 km2"\n'
    )
    path.write_text(text, encoding="utf-8")
    ledger, problems = cl.read_lenient(path)
    assert len(ledger) == 1
    assert [problem.location.line for problem in problems] == [10]
    assert "did you mean 'ministry'" in str(problems[0])


def test_two_renderings_that_measure_different_things() -> None:
    """An area is not a mass, so the source is inconsistent with itself."""
    claim = cl.Claim(
        source="A", date="2020", measure="area", value="5 km2", same_quantity_as="5 kg"
    )
    (found,) = cl.judge(cl.Ledger().add(claim))
    assert found.flags == ("internally inconsistent",)


def test_a_side_in_dispute_switches_off_verdicts_across_sides() -> None:
    """Declarations that disagree are shown, and bear no verdict across sides."""
    claims = [cl.Claim(source=s, date="2020", measure="area", value="5 km2") for s in ("A", "B")]
    declared = (
        cl.Party(name="E", opposed=["W"]),
        cl.Source(name="A", side="E"),
        cl.Source(name="B", side="W"),
    )
    ledger = cl.Ledger().add(*claims, *declared)
    assert cl.judge(ledger)[0].verdict == "corroborated across sides"
    (found,) = cl.judge(ledger.add(cl.Source(name="B", side="X")))
    assert (found.verdict, found.flags) == ("corroborated", ("metadata conflict",))
