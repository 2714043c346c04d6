"""How long frames take to be judged, against a query written by hand for the same answer.

    python benchmarks/frames.py                 # a million claims in 20,000 questions
    python benchmarks/frames.py --smoke         # ten thousand claims
    python benchmarks/frames.py --size 10000000

Each question has fifty claims of counts that are read already. The query by hand takes the
numbers of its question ready made, keeps the newest claim of each source, and finds the ranges,
the widest gap and whether two sources exclude each other: less than is judged, so a ratio
says what the rest costs (revisions to an equal value, running counts, independence, borne out,
the best supported range, sides). Both must find the same questions disputed. Times are those
of the clock, peak memory is that of a process of its own for each.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

CLAIMS_A_QUESTION = 50
SOURCES = 20
SIZE, SMOKE = 1_000_000, 10_000

BY_HAND_IN_DUCKDB = """
WITH newest AS (
    SELECT * FROM claims
    QUALIFY date = max(date) OVER (PARTITION BY event, source)
), lines AS (
    SELECT event, source, max(low) AS low, min(high) AS high FROM newest GROUP BY ALL
), gaps AS (
    SELECT event, max(low) AS max_low, min(high) AS min_high FROM lines GROUP BY event
)
SELECT count(*) FROM gaps WHERE max_low > min_high
"""


def make(path: Path, size: int) -> None:
    """A table of claims, a third of whose questions are in dispute."""
    import polars as pl

    chance = random.Random(1)
    rows: dict[str, list[Any]] = {n: [] for n in ("event", "source", "date", "low", "high")}
    for number in range(size):
        question = number // CLAIMS_A_QUESTION
        low = 1000 + (chance.randrange(400) if question % 3 == 0 else 0)
        rows["event"].append(f"event {question}")
        rows["source"].append(f"source {chance.randrange(SOURCES)}")
        rows["date"].append(f"2020-01-{1 + chance.randrange(28):02}")
        rows["low"].append(low)
        rows["high"].append(low + 200)
    frame = pl.DataFrame(rows).with_columns(measure=pl.lit("people killed"))
    frame.write_parquet(path)


def judged_by_polars(path: str) -> int:
    import polars as pl

    from claimledger import frames

    found = frames.judge(pl.scan_parquet(path)).collect()
    return int((found["verdict"] == "disputed").sum())


def judged_by_duckdb(path: str) -> int:
    import duckdb

    from claimledger import frames

    found = frames.judge(duckdb.connect().read_parquet(path))
    return int(found.filter("verdict = 'disputed'").count("*").fetchall()[0][0])


def polars_by_hand(path: str) -> int:
    import polars as pl

    claims = pl.scan_parquet(path)
    newest = claims.filter(pl.col("date") == pl.col("date").max().over("event", "source"))
    lines = newest.group_by("event", "source").agg(pl.col("low").max(), pl.col("high").min())
    gaps = lines.group_by("event").agg(pl.col("low").max(), pl.col("high").min())
    return gaps.filter(pl.col("low") > pl.col("high")).collect().height


def duckdb_by_hand(path: str) -> int:
    import duckdb

    claims = duckdb.connect().read_parquet(path)
    return int(claims.query("claims", BY_HAND_IN_DUCKDB).fetchall()[0][0])


WAYS = {
    "polars by hand": polars_by_hand,
    "polars": judged_by_polars,
    "duckdb by hand": duckdb_by_hand,
    "duckdb": judged_by_duckdb,
}


def measured(way: str, path: Path) -> tuple[float, float, int]:
    """Seconds, megabytes and the answer of one way, in a process of its own."""
    command = [sys.executable, __file__, "--way", way, "--table", str(path)]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, megabytes, answer = out.split()
    return float(seconds), float(megabytes), int(answer)


def main() -> None:
    parser = argparse.ArgumentParser(description="Judge a frame of many claims.")
    parser.add_argument("--smoke", action="store_true", help=f"{SMOKE:,} claims")
    parser.add_argument("--size", type=int, default=SIZE, help="how many claims")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--table", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        start = time.perf_counter()
        answer = WAYS[options.way](options.table)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(seconds, peak, answer)
        return
    size = SMOKE if options.smoke else options.size
    with TemporaryDirectory() as folder:
        path = Path(folder) / "claims.parquet"
        make(path, size)
        print(f"{'way':<16}{'claims':>12}{'seconds':>9}{'ratio':>7}{'MB':>8}{'disputed':>10}")
        by_hand, answers = 0.0, set()
        for way in WAYS:
            seconds, megabytes, answer = measured(way, path)
            by_hand = seconds if way.endswith("by hand") else by_hand
            answers.add(answer)
            row = f"{seconds:>9.2f}{seconds / by_hand:>7.1f}{megabytes:>8.0f}{answer:>10,}"
            print(f"{way:<16}{size:>12,}{row}", flush=True)
    if len(answers) > 1:
        raise SystemExit("the ways do not come to the same")


if __name__ == "__main__":
    main()
