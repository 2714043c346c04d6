"""A foreign file becomes JSONL without a ledger in memory, and is the same ledger."""

from __future__ import annotations

import tempfile
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimledger as cl
from claimledger.cli import main
from claimledger.formats import streaming
from claimledger.formats.found import Found
from tests.import_cases import DATA, as_table, errors, fixture_rows, tables

NAMES = ("acled", "airwars", "ftm", "mod-daily", "oryx", "ucdp-ged")


def streamed(name: str, path: Path, target: Path) -> list[str]:
    return [str(problem) for problem in streaming.stream(name, Found(str(path)), target)]


class TestStream:
    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize(("run", "shared"), [(7, 0), (7, 200_000), (200_000, 200_000)])
    def test_the_ledger_and_the_problems_are_those_of_reading(
        self,
        name: str,
        run: int,
        shared: int,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """In one run, or in many that are merged by steps; lines are sorted, each once."""
        monkeypatch.setattr(streaming, "RUN", run)
        monkeypatch.setattr(streaming, "RUNS", 3)
        monkeypatch.setattr("claimledger.formats.foreign.SHARED", shared)
        target = tmp_path / "out.jsonl"
        ledger, problems = cl.read_lenient(DATA / f"{name}.csv", format=name)
        assert streamed(name, DATA / f"{name}.csv", target) == [str(p) for p in problems]
        again, others = cl.read_lenient(target)
        assert again == ledger
        assert errors(others) == []
        lines = target.read_text(encoding="utf-8").splitlines()
        assert lines == sorted(set(lines))
        assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]

    @given(st.data())
    def test_whatever_the_rows(self, data: st.DataObject) -> None:
        """An error leaves the target as it was; all else is as in reading."""
        name = data.draw(st.sampled_from(NAMES))
        columns, _ = fixture_rows(f"{name}.csv")
        text = as_table(columns, data.draw(tables(f"{name}.csv", columns)))
        with tempfile.TemporaryDirectory() as folder:
            path, target = Path(folder) / "x.csv", Path(folder) / "out.jsonl"
            path.write_text(text, encoding="utf-8", newline="")
            ledger, problems = cl.read_lenient(path, format=name)
            assert streamed(name, path, target) == [str(problem) for problem in problems]
            assert target.exists() == (not errors(problems))
            if target.exists():
                assert cl.read_lenient(target)[0] == ledger

    def test_parts_and_wholes_in_a_circle(self, tmp_path: Path) -> None:
        """They are found across rows, as they are in reading."""
        _, (row, *_) = fixture_rows("ucdp-ged.csv")
        columns = list(row)
        other = {"dyad_name": row["conflict_name"], "conflict_name": row["dyad_name"]}
        path = tmp_path / "x.csv"
        path.write_text(as_table(columns, [row, row | other | {"id": "9"}]), encoding="utf-8")
        problems = streamed("ucdp-ged", path, tmp_path / "out.jsonl")
        assert any("parts and wholes in a circle" in problem for problem in problems)
        _, expected = cl.read_lenient(path)
        assert problems == [str(problem) for problem in expected]
        assert not (tmp_path / "out.jsonl").exists()

    def test_memory_does_not_grow_with_the_rows(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Six times as many events need hardly more, though each is part of a conflict."""
        monkeypatch.setattr(streaming, "RUN", 200)
        monkeypatch.setattr(streaming, "RUNS", 4)
        monkeypatch.setattr("claimledger.formats.foreign.SHARED", 200)
        _, (row, *_) = fixture_rows("ucdp-ged.csv")
        peaks = []
        for size in (1800, 300, 1800):  # The first fills the caches, whose size is bounded.
            path = tmp_path / f"{size}.csv"
            rows = ({**row, "id": str(n), "relid": f"X-{n}"} for n in range(size))
            path.write_text(as_table(list(row), rows), encoding="utf-8")
            tracemalloc.start()
            streamed("ucdp-ged", path, tmp_path / "out.jsonl")
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        assert peaks[2] < 1.5 * peaks[1]


class TestConvert:
    def test_it_streams_one_foreign_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """No ledger is made on the way; a file that is there keeps its mode."""
        target = tmp_path / "out.jsonl"
        target.touch(mode=0o600)
        monkeypatch.setattr("claimledger.cli.exported", None)
        assert main(["convert", str(DATA / "acled.csv"), "-o", str(target)]) == 0
        assert len(cl.read(target)) > 30
        assert target.stat().st_mode & 0o777 == 0o600

    def test_errors_end_it(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """All are said, and nothing is written."""
        path, target = tmp_path / "x.csv", tmp_path / "out.jsonl"
        path.write_text("event_id_cnty,event_date,fatalities\nA1,then,few\n", encoding="utf-8")
        assert main(["convert", str(path), "-o", str(target)]) == 2
        said = capsys.readouterr().err
        assert f"{path}:2: fatalities: cannot read 'few'" in said
        assert "nothing done: 2 problems" in said
        assert list(tmp_path.iterdir()) == [path]

    @pytest.mark.parametrize("more", [[], ["--to", "jsonl"]])
    def test_what_does_not_stream_is_converted_all_the_same(
        self, more: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A ledger, and a foreign file that is not there."""
        target = tmp_path / "out.jsonl"
        assert main(["convert", str(DATA / "acled.csv"), "-o", "/dev/null", "--to", "jsonl"]) == 0
        gone = ["convert", "--from", "acled", str(tmp_path / "gone.csv"), "-o", str(target), *more]
        assert main(gone) == 2
        assert "there is no such file" in capsys.readouterr().err
