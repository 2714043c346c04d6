"""Spark finds of a frame what a ledger finds; a session takes too long to start for each run.

CLAIMLEDGER_SPARK=1 SPARK_LOCAL_IP=127.0.0.1 python -m pytest tests/test_frames_spark.py
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.test_frames import DATES, DECLARED, FIGURES, SOURCES, compare, judged, ledger_of

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
