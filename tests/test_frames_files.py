"""Files that an engine cannot judge end in one message that says where and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

import claimledger as cl
from claimledger import frames
from tests.frame_files import GOOD, HEAD, LAID, ROW, SHEETS, TYPED

pytest.importorskip("narwhals")
pl = pytest.importorskip("polars")

ENGINES = ("polars", "duckdb")
engines = pytest.mark.parametrize("engine", ENGINES)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for each test."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report(engine: str, *arguments: str) -> int:
    from claimledger.cli import main

    pytest.importorskip(engine)
    return main(["report", "--engine", engine, *arguments])


def refused(engine: str, capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """The lines of the one message, without the name of the program."""
    assert report(engine, *arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    first, *rest = printed.err.splitlines()
    assert first.startswith("claimledger: ")
    return [first.removeprefix("claimledger: "), *rest]


def laid(files: Mapping[str, str | bytes]) -> list[str]:
    for name, content in files.items():
        Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return [*files]


def typed(columns: Mapping[str, Any], name: str = "a.parquet") -> None:
    good = {"source": "Army", "date": "2020-01-01", "measure": "tanks lost"}
    if "soruce" in columns:
        del good["source"]
    pl.DataFrame([good | dict(columns)]).write_parquet(name)


class TestSheets:
    @engines
    @pytest.mark.parametrize(("files", "told"), SHEETS)
    def test_refusals(
        self,
        engine: str,
        files: Mapping[str, str | bytes],
        told: tuple[str, ...],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """All that is wrong is told at once, with its line where a line can be told."""
        assert refused(engine, capsys, *laid(files)) == [*told]

    @engines
    @pytest.mark.parametrize(
        "text",
        [
            GOOD.replace(",", ";"),
            GOOD.replace("\n", "\r\n"),
            f"\ufeff{GOOD}",
            GOOD.replace("source,date", " Source ,DATE"),
            f"{HEAD}\n#{ROW}\n",
            f'{HEAD},withdrawn\n{ROW},""\n',
            "source,date,measure,low,high,withdrawn\nArmy,2020-01-01,tanks lost,20,20,no\n",
            (
                "source,date,measure,low,high,withdrawn\nArmy,2020-01-01,tanks lost,20,,false\n"
                "Navy,2020-01-01,tanks lost,,20,\nMinistry,2020-01-01,tanks lost,7,7,Yes\n"
            ),
        ],
    )
    def test_what_is_read(self, engine: str, text: str, capsys: pytest.CaptureFixture[str]) -> None:
        """Separators, line ends, marks and spellings of columns are those of any spreadsheet."""
        laid({"a.csv": text})
        assert report(engine, "a.csv", "--format", "csv") == 0
        _, row, *rest = capsys.readouterr().out.splitlines()
        assert rest == []
        assert ",20,20," in row

    @engines
    def test_no_rows(self, engine: str, capsys: pytest.CaptureFixture[str]) -> None:
        """A head alone holds no claims, which is no fault."""
        laid({"a.csv": f"{HEAD}\n"})
        assert report(engine, "a.csv") == 0
        assert "nothing" in capsys.readouterr().out

    @engines
    def test_a_spreadsheet_comes_out(self, engine: str) -> None:
        """The ending of the target names its format."""
        laid({"a.csv": GOOD})
        assert report(engine, "a.csv", "-o", "out.csv") == 0
        head, row = Path("out.csv").read_text(encoding="utf-8").splitlines()
        found = dict(zip(head.split(","), row.split(","), strict=True))
        assert (found["measure"], found["verdict"]) == ("tanks lost", "one-sided")
        assert float(found["max_low"]) == 18  # A round 20 is read as 20 less a tenth and more.

    @engines
    def test_what_is_printed(
        self,
        engine: str,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """Ranges are put in words, an open end and an infinite ratio too."""
        monkeypatch.setenv("COLUMNS", "100")
        rows = ("Army,2020-01-01,tanks lost,at least 20", "Navy,2020-01-01,tanks lost,none")
        laid({"a.csv": "\n".join([HEAD, *rows, "Navy,2020-01-01,guns lost,2 to 4"])})
        assert report(engine, "a.csv", "--format", "tsv") == 0
        laid({"b.csv": "\n".join([HEAD, rows[0]])})
        assert report(engine, "a.csv") == 0
        printed = capsys.readouterr().out
        assert "20 (infinite times)" in printed
        assert "2 to 4" in printed
        assert report(engine, "b.csv") == 0
        assert "20 or more" in capsys.readouterr().out

    def test_a_field_that_is_too_long(self, capsys: pytest.CaptureFixture[str]) -> None:
        """What only an engine refuses is told in its words, in one line."""
        laid({"a.csv": f"{HEAD}\nArmy,2020-01-01,{'x' * 3_000_000},5\n"})
        (line,) = refused("duckdb", capsys, "a.csv")
        assert line.startswith("a.csv: duckdb: Invalid Input Error: CSV Error on Line: 2")
        assert "Maximum line size of 2000000 bytes exceeded" in line
        assert len(line) < 300

    @engines
    def test_claims_in_ledger_files(self, engine: str, capsys: pytest.CaptureFixture[str]) -> None:
        """Ledger files beside tables declare, and hold no claims of their own."""
        laid({"a.csv": GOOD, "b.csv": GOOD})
        cl.write(cl.read("b.csv"), "b.jsonl")
        (line,) = refused(engine, capsys, "a.csv", "b.jsonl")
        assert line.endswith("the ledger files hold 1: convert them to CSV first")

    @engines
    def test_many_faults(self, engine: str, capsys: pytest.CaptureFixture[str]) -> None:
        """The first are told, and of a column without lines how many more there are."""
        rows = [f"Army,then {n},tanks lost,5" for n in range(100)]
        laid({"a.csv": "\n".join([HEAD, *rows])})
        assert len(refused(engine, capsys, "a.csv")) == 20
        pl.read_csv("a.csv").with_columns(pl.col("value").cast(pl.String)).write_parquet(
            "a.parquet"
        )
        *told, more = refused(engine, capsys, "a.parquet")
        assert len(told) == 20
        assert more == "a.parquet: and 80 more"


class TestParquet:
    @engines
    @pytest.mark.parametrize(("columns", "told"), TYPED)
    def test_types(
        self,
        engine: str,
        columns: Mapping[str, Any],
        told: tuple[str, ...],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """Columns of a wrong type and texts that cannot be read are told together."""
        typed(columns)
        assert refused(engine, capsys, "a.parquet") == [f"a.parquet: {line}" for line in told]

    @engines
    @pytest.mark.parametrize(("lay", "told"), LAID)
    def test_no_parquet(
        self,
        engine: str,
        lay: Callable[[Path], object],
        told: str,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """What is no Parquet is told before an engine sees it."""
        for name in ("a.parquet", "b.parquet"):
            lay(Path(name))
        lines = refused(engine, capsys, "a.parquet", "b.parquet")
        assert lines == [f"a.parquet: {told}", f"b.parquet: {told}"]

    @engines
    def test_a_damaged_file(self, engine: str, capsys: pytest.CaptureFixture[str]) -> None:
        """What only an engine can tell is told in its words, in one line."""
        Path("a.parquet").write_bytes(b"PAR1" + b"x" * 100 + b"PAR1")
        (line,) = refused(engine, capsys, "a.parquet")
        assert line.startswith(f"a.parquet: {engine}: ")

    @engines
    def test_files_that_differ(self, engine: str, capsys: pytest.CaptureFixture[str]) -> None:
        """Tables of one report have the same columns, of the same types."""
        typed({"value": "5"}, "a.parquet")
        typed({"value": 5}, "b.parquet")
        typed({"value": "5", "place": "Town"}, "c.parquet")
        typed({"low": 5, "high": 6}, "d.parquet")
        names = ("a.parquet", "b.parquet", "c.parquet", "d.parquet")
        assert refused(engine, capsys, *names) == [
            "b.parquet: value is a column of Int64, in a.parquet of String",
            "c.parquet: the column 'place' is not in a.parquet",
            "d.parquet: the column 'high' is not in a.parquet",
        ]
        assert refused(engine, capsys, "c.parquet", "a.parquet") == [
            "a.parquet: the column 'place' of c.parquet is missing"
        ]

    @engines
    def test_folders(self, engine: str, capsys: pytest.CaptureFixture[str]) -> None:
        """A folder is none of the files of these engines."""
        Path("a.parquet").mkdir()
        (line,) = refused(engine, capsys, "a.parquet")
        assert line == "cannot read a.parquet: it is a folder"


class TestEngines:
    def test_an_engine_that_is_not_installed(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The message says what to install."""
        laid({"a.csv": GOOD})
        monkeypatch.setattr(
            "claimledger.frames.scans.import_module", lambda name: __import__(f"no_{name}")
        )
        (line,) = refused("polars", capsys, "a.csv")
        assert line == "polars is not installed: pip install 'claimledger[frames]'"

    def test_no_narwhals(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """So does it where the package is missing that all engines are reached by."""
        laid({"a.csv": GOOD})
        monkeypatch.setattr("claimledger.frames.find_spec", lambda _: None)
        (line,) = refused("polars", capsys, "a.csv")
        assert line == "narwhals is not installed: pip install 'claimledger[frames]'"
        with pytest.raises(cl.ClaimLedgerError, match="narwhals is not installed"):
            frames.judge(pl.DataFrame())
