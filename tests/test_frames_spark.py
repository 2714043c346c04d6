"""Spark finds of a frame what a ledger finds; a session takes too long to start for each run.

CLAIMLEDGER_SPARK=1 SPARK_LOCAL_IP=127.0.0.1 python -m pytest tests/test_frames_spark.py
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.frame_files import GOOD, HEAD, LAID, SHEETS, TYPED
from tests.test_frames import DATES, DECLARED, FIGURES, SOURCES, compare, judged, ledger_of
from tests.test_frames_files import here, laid, refused, report, typed

__all__ = ["here"]

if not os.environ.get("CLAIMLEDGER_SPARK"):
    pytest.skip("Spark is tested where CLAIMLEDGER_SPARK is set", allow_module_level=True)
pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java, 17 or later", allow_module_level=True)

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder
    session = (
        builder.master("local[2]")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    yield session
    session.stop()


def some_rows(size: int) -> list[dict[str, str]]:
    """Rows of many questions, of every kind that a frame carries."""
    chance = random.Random(size)
    return [
        {
            "source": chance.choice(SOURCES),
            "side": chance.choice(("", "", "East", "West", "South")),
            "date": chance.choice((*DATES, "2020-01")),
            "event": chance.choice(("War", "Raid", "")),
            "place": f"Town {chance.randrange(size // 8)}",
            "measure": "tanks lost",
            "value": chance.choice(FIGURES),
            "stance": chance.choice(("", "", "", "denies", "declines", "expects")),
            "accrual": chance.choice(("", "", "", "stock")),
        }
        for _ in range(size)
    ]


def test_each_question(spark: Any) -> None:
    """Every number and verdict of every question is that of the ledger."""
    some = some_rows(400)
    compare(judged(spark.createDataFrame(some)), ledger_of(some))


def test_command(spark: Any, tmp_path: Path) -> None:
    """Parquet in, a folder of Parquet out."""
    from claimledger.cli import main

    some = some_rows(40)
    source, target, declared = tmp_path / "in.parquet", tmp_path / "out.parquet", "parties.jsonl"
    spark.createDataFrame(some).write.parquet(str(source))
    import claimledger as cl

    cl.write(DECLARED, str(tmp_path / declared))
    arguments = ["report", "--engine", "pyspark", str(tmp_path / declared), str(source)]
    assert main([*arguments, "-o", str(target)]) == 0
    assert spark.read.parquet(str(target)).count() > 1


@pytest.mark.usefixtures("spark")
class TestRefusals:
    """Spark reads what it can and drops the rest, unless it is told otherwise."""

    @pytest.mark.parametrize(("files", "told"), SHEETS)
    def test_sheets(
        self,
        files: Mapping[str, str | bytes],
        told: tuple[str, ...],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """All that is wrong is told at once, with its line where a line can be told."""
        assert refused("pyspark", capsys, *laid(files)) == [*told]

    @pytest.mark.parametrize(("columns", "told"), TYPED)
    def test_types(
        self,
        columns: Mapping[str, Any],
        told: tuple[str, ...],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """Columns of a wrong type and texts that cannot be read are told together."""
        typed(columns)
        assert refused("pyspark", capsys, "a.parquet") == [f"a.parquet: {line}" for line in told]

    @pytest.mark.parametrize(("lay", "told"), LAID)
    def test_no_parquet(
        self, lay: Callable[[Path], object], told: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """What is no Parquet is told before Spark sees it, in folders too."""
        Path("a.parquet").mkdir()
        lay(Path("a.parquet", "part.parquet"))
        assert refused("pyspark", capsys, "a.parquet") == [f"a.parquet/part.parquet: {told}"]

    def test_a_damaged_file(self, capsys: pytest.CaptureFixture[str]) -> None:
        """What only Spark can tell is told in its words, in one line."""
        Path("a.parquet").write_bytes(b"PAR1" + b"x" * 100 + b"PAR1")
        (line,) = refused("pyspark", capsys, "a.parquet")
        assert line.startswith("a.parquet: pyspark: [FAILED_READ_FILE")

    @pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
    def test_an_empty_folder(self, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        """A folder without files holds no table."""
        Path(name).mkdir()
        assert refused("pyspark", capsys, name) == [f"{name}: no file in this folder"]

    def test_a_row_that_is_too_short(self, capsys: pytest.CaptureFixture[str]) -> None:
        """It is refused, as cells may have been lost."""
        laid({"a.csv": f"{GOOD}Army,2020-01-02\n"})
        lines = refused("pyspark", capsys, "a.csv")
        assert all(line.startswith("a.csv:3: ") for line in lines)

    def test_a_folder_of_parts(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Parts are one table, whose heads are alike."""
        Path("a.csv").mkdir()
        laid({"a.csv/part-1": GOOD, "a.csv/part-2": GOOD, "a.csv/_SUCCESS": ""})
        assert report("pyspark", "a.csv", "--format", "csv") == 0
        assert len(capsys.readouterr().out.splitlines()) == 2
        assert report("pyspark", "a.csv", "-o", "out.csv") == 0
        assert [*Path("out.csv").glob("part-*.csv")] != []
        laid({"a.csv/part-2": HEAD.replace(",value", ",valeu")})
        assert refused("pyspark", capsys, "a.csv") == [
            "a.csv/part-2:1: unknown column 'valeu'; did you mean 'value'?"
        ]
