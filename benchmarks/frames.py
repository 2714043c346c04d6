"""How long frames take to be judged, against queries written by hand for the same answer.

    python benchmarks/frames.py                       # a million claims in 20,000 questions
    python benchmarks/frames.py --smoke               # ten thousand claims
    python benchmarks/frames.py --claims 10_000_000 --memory 3GB

Each question has fifty claims, of counts that are read already, by twenty sources of two
opposed sides and of none, over 28 days; a third of the questions is in dispute. Each engine
comes to it in three ways: the judgement; a query by hand for all that the judgement tells of
these claims (the last word of each source, what is counted, verdict, gap and ratio, the best
supported range, the range of each side), which may know that nothing here is a running count,
denied, nameless or of no certain day; and a bare query for the ends and whether they meet.
Judgement and query by hand must come to equal rows.

Every way runs in a process of its own, where imports are not counted. Seconds are the medians
of the rounds, ratios the medians of the ratios within a round, MB the highest peak of the
process. The limit of memory is told to DuckDB; it is the peak that shows what was used.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

CLAIMS_A_QUESTION = 50
SOURCES = 20
SIZE, SMOKE = 1_000_000, 10_000
SIDES = ("East", "West")
GIVEN = ("claims", "sources", "origins", "max_low", "min_high", "gap", "ratio", "verdict")
ANSWER = ("event", *GIVEN, "best_low", "best_high", "best_origins")


def make(path: Path, size: int) -> None:
    """A table of claims, a third of whose questions are in dispute."""
    import numpy as np
    import polars as pl
    import pyarrow as pa
    import pyarrow.parquet as pq

    chance = np.random.default_rng(1)
    step = 1_000_000
    writer = None
    for start in range(0, size, step):
        n = min(step, size - start)
        question = (start + np.arange(n)) // CLAIMS_A_QUESTION
        disputed = question % 3 == 0
        low = np.where(
            disputed, 1000 + chance.integers(0, 400, n), 900 + chance.integers(0, 100, n)
        )
        high = np.where(disputed, low + 200, 1000 + chance.integers(0, 300, n))
        source, day = chance.integers(0, SOURCES, n), chance.integers(1, 29, n)
        numbers = {"e": question, "s": source, "d": day, "low": low, "high": high}
        col = pl.col
        side = pl.when(col("s") % 3 == 0).then(pl.lit("East"))
        frame = pl.DataFrame(numbers).select(
            pl.format("event {}", "e").alias("event"),
            pl.format("source {}", "s").alias("source"),
            side.when(col("s") % 3 == 1).then(pl.lit("West")).alias("side"),
            pl.format("2020-01-{}", col("d").cast(pl.String).str.zfill(2)).alias("date"),
            pl.lit("people killed").alias("measure"),
            "low",
            "high",
        )
        table = frame.to_arrow().cast(
            pa.schema(
                [(c, pa.int64() if c in {"low", "high"} else pa.string()) for c in frame.columns]
            )
        )
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()


def declared() -> Any:
    """The two opposed sides."""
    import claimledger as cl

    return cl.Ledger().add(cl.Party(name="East", opposed=["West"]), cl.Party(name="West"))


# Polars ------------------------------------------------------------------------------------------


def judged_by_polars(path: str, _: str) -> Any:
    import polars as pl

    from claimledger import frames

    return frames.judge(pl.scan_parquet(path), declared=declared()).collect(engine="streaming")


def polars_by_hand(path: str, _: str) -> Any:  # noqa: PLR0915
    """All of the answer, a step kept where two others use it."""
    import polars as pl

    c = pl.col

    def kept(frame: Any) -> Any:
        return frame.collect(engine="streaming").lazy()

    codes = c("event", "source", "side").cast(pl.Categorical)
    claims = pl.scan_parquet(path).select(codes, c("date").str.to_date(), "low", "high").unique()
    line = c("event").to_physical().cast(pl.Int64) * 2**32 + c("source").to_physical()
    claims = kept(claims.with_columns(line=line))
    told = claims.group_by("event", "line").agg(claims=pl.len())
    counts = told.group_by("event").agg(c("claims").sum(), sources=pl.len())

    # A source's last word counts; what it says on one day counts together.
    last = claims.filter(c("date") == c("date").max().over("line"))
    last = kept(last.select("event", "line", "side", "low", "high").unique())
    lines = kept(
        last.group_by("event", "line", "side").agg(
            top=c("low").max(),
            bottom=c("high").min(),
            low=c("low").min(),
            high=c("high").max(),
        )
    )
    hulls = lines.group_by("event", "side").agg(c("low").min(), c("high").max())
    sides = hulls.group_by("event").agg(
        c(end)
        .filter(c("side").eq_missing(pl.lit(side)))
        .first()
        .alias(f"{end}: {side or 'no side'}")
        for side in (*SIDES, None)
        for end in ("low", "high")
    )
    ranges = kept(
        lines.group_by("event").agg(
            max_low=c("top").max(),
            min_high=c("bottom").min(),
            origins=pl.len(),
            low=c("low").max(),
            high=c("high").min(),
            unsided=c("side").null_count(),
            sided=c("side").drop_nulls().n_unique(),
        )
    )
    apart = ranges.filter(c("max_low") > c("min_high")).select("event")

    # The widest gap to another source, of which only the first and second highest matter.
    clash = lines.join(apart, on="event", how="semi")
    tops = clash.group_by("event").agg(first=c("top").max(), second=c("top").top_k(2).min())
    clash = clash.join(tops, on="event").with_columns(
        other=pl.when(c("top") < c("first")).then("first").otherwise("second")
    )
    gaps = clash.filter(c("other") > c("bottom")).select(
        "event", gap=c("other") - c("bottom"), ratio=c("other") / c("bottom")
    )
    gaps = kept(
        gaps.group_by("event").agg(c("ratio").sort_by("gap", "ratio").last(), c("gap").max())
    )

    # One inside another, first looked for at the highest low end.
    opposed = (c("side") == "East") & (c("other_side") == "West")
    opposed = opposed | (c("side") == "West") & (c("other_side") == "East")
    differ = (c("line") != c("other_line")) & (
        c("side").ne_missing(c("other_side")) | c("side").is_null()
    )
    inside = (c("low") >= c("other_low")) & (c("high") <= c("other_high"))
    together = kept(last.join(gaps, on="event", how="anti"))
    others = together.rename({n: f"other_{n}" for n in ("line", "side", "low", "high")})

    def borne(some: Any, condition: Any) -> Any:
        pairs = some.join(others, on="event").filter(differ & inside & condition)
        return pairs.select("event").unique()

    highest = together.filter(c("low") == c("low").max().over("event"))
    across = kept(borne(highest, opposed))
    rest = together.join(across, on="event", how="anti")
    across = kept(pl.concat([across, borne(rest, opposed)]))
    rest = together.join(across, on="event", how="anti")
    verdicts = pl.concat(
        [
            across.with_columns(borne=pl.lit("corroborated across sides")),
            borne(rest, pl.lit(value=True)).with_columns(borne=pl.lit("corroborated")),
        ]
    )

    # Marzullo's sweep where not all meet; the ranges of one source that meet are one.
    held = last.join(apart, on="event", how="semi").sort("line", "low", "high")
    held = held.with_columns(reach=c("high").cum_max().over("line"))
    is_new = (c("low") > c("reach").shift(1).over("line")).fill_null(value=True)
    held = held.with_columns(island=is_new.cum_sum())
    held = held.group_by("event", "island").agg(c("low").min(), c("high").max())
    ends = pl.concat(
        [
            held.select("event", at="low", step=pl.lit(1)),
            held.select("event", at="high", step=pl.lit(-1)),
        ]
    )
    ends = ends.sort("event", "at", -c("step")).with_columns(
        depth=c("step").cum_sum().over("event"), after=c("at").shift(-1)
    )
    deepest = ends.filter(c("depth") == c("depth").max().over("event"))
    best = deepest.group_by("event").agg(
        best_low=c("at").min(),
        best_high=c("after").sort_by("at").first(),
        best_origins=c("depth").max(),
    )
    found = counts.join(ranges, on="event").join(sides, on="event")
    for more in (gaps, verdicts, best):
        found = found.join(more, on="event", how="left")
    found = found.with_columns(
        c("event").cast(pl.String),
        verdict=pl.when(c("gap").is_not_null())
        .then(pl.lit("disputed"))
        .when(c("borne").is_not_null())
        .then("borne")
        .when((c("unsided") + c("sided") == 1) | (c("origins") == 1))
        .then(pl.lit("one-sided"))
        .otherwise(pl.lit("consistent")),
        gap=c("gap").fill_null(0),
        ratio=c("ratio").fill_null(1),
        best_low=c("best_low").fill_null(c("low")),
        best_high=c("best_high").fill_null(c("high")),
        best_origins=c("best_origins").fill_null(c("origins")),
    )
    return found.collect(engine="streaming")


def polars_bare(path: str, _: str) -> Any:
    import polars as pl

    claims = pl.scan_parquet(path)
    newest = claims.filter(pl.col("date") == pl.col("date").max().over("event", "source"))
    ends = newest.group_by("event").agg(pl.col("low").max(), pl.col("high").min())
    return ends.filter(pl.col("low") > pl.col("high")).collect(engine="streaming")


# DuckDB ------------------------------------------------------------------------------------------

BY_HAND_IN_DUCKDB = """
WITH told AS MATERIALIZED (
    SELECT DISTINCT event, source, side, date, low, high FROM claims
), counts AS (
    SELECT event, sum(claims) AS claims, count(*) AS sources
    FROM (SELECT event, source, count(*) AS claims FROM told GROUP BY ALL) GROUP BY event
), last_word AS MATERIALIZED (
    SELECT DISTINCT event, source, side, low, high
    FROM (SELECT * FROM told QUALIFY date = max(date) OVER (PARTITION BY event, source))
), lines AS MATERIALIZED (
    SELECT event, source, side, max(low) AS top, min(high) AS bottom,
        min(low) AS low, max(high) AS high
    FROM last_word GROUP BY ALL
), ranges AS MATERIALIZED (
    SELECT event, max(top) AS max_low, min(bottom) AS min_high, count(*) AS origins,
        max(low) AS best_low, min(high) AS best_high,
        count(*) FILTER (side IS NULL) + count(DISTINCT side) AS sides,
        min(low) FILTER (side = 'East') AS "low: East",
        max(high) FILTER (side = 'East') AS "high: East",
        min(low) FILTER (side = 'West') AS "low: West",
        max(high) FILTER (side = 'West') AS "high: West",
        min(low) FILTER (side IS NULL) AS "low: no side",
        max(high) FILTER (side IS NULL) AS "high: no side"
    FROM lines GROUP BY event
), tops AS (
    SELECT event, max(top) AS first, max(top, 2)[2] AS second
    FROM lines SEMI JOIN (FROM ranges WHERE max_low > min_high) USING (event) GROUP BY event
), gaps AS MATERIALIZED (
    SELECT event, max(gap) AS gap, max(ratio) FILTER (gap = widest) AS ratio
    FROM (
        SELECT *, max(gap) OVER (PARTITION BY event) AS widest
        FROM (
            SELECT event, other - bottom AS gap, other / bottom AS ratio
            FROM (
                SELECT event, bottom, CASE WHEN top < first THEN first ELSE second END AS other
                FROM lines JOIN tops USING (event)
            ) WHERE other > bottom
        )
    ) GROUP BY event
), together AS MATERIALIZED (
    FROM last_word ANTI JOIN gaps USING (event)
), highest AS (
    FROM together QUALIFY low = max(low) OVER (PARTITION BY event)
), surely AS MATERIALIZED (
    SELECT DISTINCT a.event FROM highest a JOIN together b ON a.event = b.event
    WHERE a.low >= b.low AND a.high <= b.high AND a.side <> b.side
), across AS MATERIALIZED (
    FROM surely UNION ALL
    SELECT DISTINCT a.event
    FROM (FROM together ANTI JOIN surely USING (event)) a JOIN together b ON a.event = b.event
    WHERE a.low >= b.low AND a.high <= b.high AND a.side <> b.side
), verdicts AS (
    SELECT event, 'corroborated across sides' AS borne FROM across UNION ALL
    SELECT DISTINCT a.event, 'corroborated'
    FROM (FROM together ANTI JOIN across USING (event)) a JOIN together b ON a.event = b.event
    WHERE a.low >= b.low AND a.high <= b.high AND a.source <> b.source
        AND (a.side IS DISTINCT FROM b.side OR a.side IS NULL)
), islands AS (
    SELECT event, min(low) AS low, max(high) AS high
    FROM (
        SELECT *, sum(is_new) OVER (PARTITION BY event, source ORDER BY low, high) AS island
        FROM (
            SELECT *, coalesce(low > max(high) OVER (
                PARTITION BY event, source ORDER BY low, high
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ), true)::INT AS is_new
            FROM last_word SEMI JOIN (FROM ranges WHERE max_low > min_high) USING (event)
        )
    ) GROUP BY event, source, island
), ends AS (
    SELECT event, figure, sum(step) OVER line AS depth, lead(figure) OVER line AS after
    FROM (
        SELECT event, low AS figure, 1 AS step FROM islands UNION ALL
        SELECT event, high, -1 FROM islands
    )
    WINDOW line AS (PARTITION BY event ORDER BY figure, step DESC
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
), best AS (
    SELECT event, min(figure) AS low, arg_min(after, figure) AS high, max(depth) AS origins
    FROM (FROM ends QUALIFY depth = max(depth) OVER (PARTITION BY event)) GROUP BY event
)
SELECT event, claims, sources, ranges.origins AS origins, max_low, min_high,
    coalesce(gap, 0) AS gap, coalesce(ratio, 1) AS ratio,
    CASE WHEN gap IS NOT NULL THEN 'disputed' WHEN borne IS NOT NULL THEN borne
        WHEN sides = 1 OR ranges.origins = 1 THEN 'one-sided' ELSE 'consistent' END AS verdict,
    coalesce(best.low, best_low) AS best_low, coalesce(best.high, best_high) AS best_high,
    coalesce(best.origins, ranges.origins) AS best_origins,
    "low: East", "high: East", "low: West", "high: West", "low: no side", "high: no side"
FROM counts JOIN ranges USING (event) LEFT JOIN gaps USING (event)
LEFT JOIN verdicts USING (event) LEFT JOIN best USING (event)
"""

BARE_IN_DUCKDB = """
SELECT event, max(low) AS low, min(high) AS high
FROM (FROM claims QUALIFY date = max(date) OVER (PARTITION BY event, source))
GROUP BY event HAVING max(low) > min(high)
"""


def claims_in_duckdb(path: str, memory: str) -> Any:
    import duckdb

    connection = duckdb.connect()
    if memory:
        connection.execute(f"SET memory_limit = '{memory}'").fetchall()
        connection.execute(f"SET temp_directory = '{Path(path).parent}'").fetchall()
    return connection.read_parquet(path)


def judged_by_duckdb(path: str, memory: str) -> Any:
    from claimledger import frames

    found = frames.judge(claims_in_duckdb(path, memory), declared=declared())
    return found.to_arrow_table()


def duckdb_by_hand(path: str, memory: str) -> Any:
    return claims_in_duckdb(path, memory).query("claims", BY_HAND_IN_DUCKDB).to_arrow_table()


def duckdb_bare(path: str, memory: str) -> Any:
    return claims_in_duckdb(path, memory).query("claims", BARE_IN_DUCKDB).to_arrow_table()


Way = Callable[[str, str], Any]
ENGINES: dict[str, dict[str, Way]] = {
    "polars": {"bare": polars_bare, "by hand": polars_by_hand, "judged": judged_by_polars},
    "duckdb": {"bare": duckdb_bare, "by hand": duckdb_by_hand, "judged": judged_by_duckdb},
}


def run(engine: str, way: str, table: str, memory: str) -> None:
    """One way in this process: print its seconds and megabytes, and leave its answer."""
    import polars as pl
    import pyarrow as pa  # noqa: F401

    import claimledger.frames.coding
    import claimledger.frames.weighing  # noqa: F401

    if engine == "duckdb":
        import duckdb  # noqa: F401
    start = time.perf_counter()
    answer = ENGINES[engine][way](table, memory)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(seconds, peak)
    if way == "bare":
        return
    found = answer if engine == "polars" else pl.DataFrame(answer)
    sides = [f"{end}: {side}" for side in (*SIDES, "no side") for end in ("low", "high")]
    if way == "judged":  # Of counts that are ranges both readings are the same.
        found = found.rename({f"core_{name}": name for name in sides})
    numbers = [name for name in (*ANSWER, *sides) if name not in {"event", "verdict"}]
    found = found.select("event", "verdict", pl.col(numbers).cast(pl.Float64)).sort("event")
    found.write_parquet(Path(table).with_name(f"{engine} {way}.parquet"))


def measured(engine: str, way: str, table: Path, memory: str) -> tuple[float, float]:
    """Seconds and megabytes of one way, in a process of its own."""
    command = [sys.executable, __file__, "--engine", engine, "--way", way, "--table", str(table)]
    command += ["--memory", memory]
    out = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    seconds, megabytes = out.split()
    return float(seconds), float(megabytes)


def main() -> None:
    parser = argparse.ArgumentParser(description="Judge a frame of many claims.")
    parser.add_argument("--smoke", action="store_true", help=f"{SMOKE:,} claims, one round")
    parser.add_argument("--claims", type=int, default=SIZE, help="how many claims")
    parser.add_argument("--rounds", type=int, default=3, help="how often each way is run")
    parser.add_argument("--memory", default="", help="the limit of memory of DuckDB, as 3GB")
    parser.add_argument("--engine", choices=ENGINES, help="one engine alone")
    parser.add_argument("--way", help=argparse.SUPPRESS)
    parser.add_argument("--table", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way == "make":
        make(Path(options.table), options.claims)
        return
    if options.way:
        run(options.engine, options.way, options.table, options.memory)
        return
    size, rounds = (SMOKE, 1) if options.smoke else (options.claims, options.rounds)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "claims.parquet"
        # A process begins with the peak of the one that started it, so this one stays small.
        command = [sys.executable, __file__, "--way", "make", "--claims", str(size)]
        subprocess.run([*command, "--table", str(path)], check=True)
        header = ("way", "claims", "seconds", "MB", "to by hand", "to bare")
        print("{:<16}{:>12}{:>9}{:>8}{:>12}{:>9}".format(*header))
        for engine in [options.engine] if options.engine else ENGINES:
            compare(engine, path, size, rounds, options.memory)


def compare(engine: str, path: Path, size: int, rounds: int, memory: str) -> None:
    """Run all ways of an engine by turns, and print what they took."""
    import polars as pl

    ways = list(ENGINES[engine])
    taken = [{way: measured(engine, way, path, memory) for way in ways} for _ in range(rounds)]
    for way in ways:
        seconds = statistics.median(one[way][0] for one in taken)
        peak = max(one[way][1] for one in taken)
        ratios = [
            statistics.median(one[way][0] / one[other][0] for one in taken)
            for other in ("by hand", "bare")
        ]
        cells = f"{seconds:>9.2f}{peak:>8.0f}{ratios[0]:>12.2f}{ratios[1]:>9.2f}"
        print(f"{engine + ' ' + way:<16}{size:>12,}{cells}", flush=True)
    answers = [pl.read_parquet(path.with_name(f"{engine} {way}.parquet")) for way in ways[1:]]
    if not answers[0].equals(answers[1]):
        raise SystemExit(f"{engine}: the judgement and the query by hand do not come to the same")


if __name__ == "__main__":
    main()
