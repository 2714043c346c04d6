"""How long Spark takes to judge claims, by the script of the how-to page, on two cores.

    python benchmarks/frames_spark.py                       # 100,000, 1 and 3 million claims
    python benchmarks/frames_spark.py --smoke               # ten thousand claims
    python benchmarks/frames_spark.py --claims 10_000_000

The script that `docs/how-to/frames.md` tells to submit is submitted to ``local[2]``, on the
claims of `benchmarks/frames.py`. Its verdicts must be those of polars. Seconds are those of the
whole command, the start of Spark included; "core seconds" are what all its processes took of the
processors. Most of it is spent once, on starting and on plans, so the last column tells what a
further claim takes: the core seconds above those of the smallest table, by the claims above it.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

SIZES, SMOKE = (100_000, 1_000_000, 3_000_000), (10_000,)
ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "how-to" / "frames.md"
PARTIES = '[parties.east]\nname = "East"\nopposed = ["west"]\n\n[parties.west]\nname = "West"\n'


def script() -> str:
    """The script that the page tells to submit."""
    found = re.search(
        r"where `judge_claims.py` is\n\n```text\n(.*?)```",
        PAGE.read_text(encoding="utf-8"),
        re.DOTALL,
    )
    if found is None:
        raise SystemExit(f"{PAGE}: no script")
    return found[1]


def spark_home() -> Path | None:
    """Where Spark lies; None where it is not installed."""
    if "SPARK_HOME" in os.environ:
        return Path(os.environ["SPARK_HOME"])
    package = find_spec("pyspark")
    return None if package is None or package.origin is None else Path(package.origin).parent


def submitted(home: Path, folder: Path, memory: str) -> tuple[float, float, float]:
    """Seconds, core seconds and megabytes of one run in a folder."""
    command = [str(home / "bin" / "spark-submit"), "--master", "local[2]"]
    command += ["--driver-memory", memory, "judge_claims.py", "claims.parquet", "verdicts"]
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    known = {"SPARK_HOME": str(home), "PYSPARK_PYTHON": sys.executable, "PYTHONPATH": path}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        command,
        cwd=folder,
        env={"SPARK_LOCAL_IP": "127.0.0.1", **os.environ, **known},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(done.stderr)
    cores = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, cores, after.ru_maxrss / 1024


def compare(folder: Path) -> None:
    """Fail where polars finds something else."""
    import polars as pl

    import claimledger as cl
    from claimledger import frames

    claims = pl.scan_parquet(folder / "claims.parquet")
    expected: Any = frames.judge(claims, declared=cl.read(folder / "parties.toml")).collect()
    found = pl.read_parquet(folder / "verdicts" / "*.parquet").select(expected.columns)
    if not found.sort("event").equals(expected.sort("event")):
        raise SystemExit("Spark and polars do not come to the same")


def main() -> None:
    parser = argparse.ArgumentParser(description="Judge a table of many claims by Spark.")
    parser.add_argument("--smoke", action="store_true", help=f"{SMOKE[0]:,} claims")
    parser.add_argument("--claims", type=int, nargs="+", default=SIZES, help="how many claims")
    parser.add_argument("--memory", default="6g", help="the memory of Spark, as 6g")
    options = parser.parse_args()
    home = spark_home()
    if home is None:
        print("no Spark: pyspark is not installed")
        return
    header = ("claims", "seconds", "core seconds", "MB", "us of a further claim")
    print("{:>12}{:>9}{:>14}{:>8}{:>24}".format(*header))
    first: tuple[int, float] | None = None
    for size in SMOKE if options.smoke else sorted(options.claims):
        with TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "judge_claims.py").write_text(script(), encoding="utf-8")
            (folder / "parties.toml").write_text(PARTIES, encoding="utf-8")
            make = [sys.executable, str(Path(__file__).with_name("frames.py")), "--way", "make"]
            make += ["--claims", str(size), "--table", str(folder / "claims.parquet")]
            subprocess.run(make, check=True)
            seconds, cores, peak = submitted(home, folder, options.memory)
            compare(folder)
        rate = "" if first is None else f"{(cores - first[1]) / (size - first[0]) * 1e6:.0f}"
        print(f"{size:>12,}{seconds:>9.0f}{cores:>14.0f}{peak:>8.0f}{rate:>24}", flush=True)
        first = first or (size, cores)


if __name__ == "__main__":
    main()
