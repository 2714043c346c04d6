"""Judge a folder of Parquet by Spark, and say at which rate.

    python benchmarks/frames.py --table claims.parquet --way make --claims 1_000_000
    spark-submit --master 'local[2]' benchmarks/frames_spark.py claims.parquet verdicts.parquet

On a cluster the same script runs with another --master. Claims are laid out by question first,
as docs/how-to/frames.md says. The session is started before the clock.
"""

from __future__ import annotations

import argparse
import time
from typing import Any

import claimledger as cl
from claimledger import frames

DECLARED = cl.Ledger().add(cl.Party(name="East", opposed=["West"]), cl.Party(name="West"))


def main() -> None:
    parser = argparse.ArgumentParser(description="Judge a folder of Parquet by Spark.")
    parser.add_argument("source", help="Parquet with the columns of the spreadsheet")
    parser.add_argument("target", help="a folder of Parquet to write")
    parser.add_argument("--smoke", action="store_true", help="the first ten thousand claims")
    options = parser.parse_args()

    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder
    spark = builder.appName("claimledger").getOrCreate()
    claims = spark.read.parquet(options.source)
    if options.smoke:
        claims = claims.limit(10_000)
    claims.count()
    start = time.perf_counter()
    found = frames.judge(claims.repartition("event"), declared=DECLARED)
    found.write.mode("overwrite").parquet(options.target)
    seconds = time.perf_counter() - start
    size, questions = claims.count(), spark.read.parquet(options.target).count()
    print(
        f"{size:,} claims, {questions:,} questions, {seconds:.1f} s, {size / seconds:,.0f} a second"
    )
    spark.stop()


if __name__ == "__main__":
    main()
