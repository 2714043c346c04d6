"""How small summaries are, and what it costs to make, merge and judge them.

    python benchmarks/summaries.py            # 10,000 and 100,000 claims in 8 parts
    python benchmarks/summaries.py --smoke    # 1,000 claims, once

Each row is one shape of ledger, with synthetic claims. "kept" is how many claims the merged
summary keeps, "size" how often its JSON fits into the JSON lines of all claims. "floor" is the
time to unite the parts as ledgers and to order the claims, without which nothing can be judged;
"summing", "merging" and "judging" say how often it fits into summarising all parts, into merging
their summaries at once, and into judging the merged one, "whole" into judging all claims. Parts
are summarised by as many processes as there are, so that the time to wait for is a part of
"summing", and "merging" and "judging". Times are those of the processor, the best of several runs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import claimledger as cl
from claimledger.formats import dumps
from claimledger.structuring import converter

T = TypeVar("T")
PARTS = 8
SHARED = cl.Ledger().add(
    cl.Party(name="East", opposed=["West"]),
    cl.Party(name="West"),
    cl.Event(name="War", window="1900-01-01/.."),
    cl.Event(name="Raid", window="1900-01-01/1900-01-03"),
    *(cl.Source(name=f"Source {n}", side=("East", "West", None)[n % 3]) for n in range(10)),
)


def claim(n: int, value: object, **fields: object) -> cl.Claim:
    """A count of a closed event by one of ten sources, each on a day of its own."""
    day = dt.date(1900, 2, 1) + dt.timedelta(days=n // 10)
    said = {"source": f"Source {n % 10}", "date": day, "event": "Raid", "subject": "East"}
    return cl.Claim(value=str(value), **said | {"measure": "people killed"} | fields)


def revised(chance: random.Random, size: int) -> Iterator[cl.Claim]:
    """Ten sources, each with another figure every day."""
    for n in range(size):
        yield claim(n, chance.randint(10, 9_999))


def repeated(_: random.Random, size: int) -> Iterator[cl.Claim]:
    """Ten sources, each with its figure again every day, on what may bear on other questions."""
    for n in range(size):
        yield claim(n, 100 + n % 10)


def areas(_: random.Random, size: int) -> Iterator[cl.Claim]:
    """Ten sources, each with its figure again every day, on what bears on nothing else."""
    for n in range(size):
        yield claim(n, f"{100 + n % 10} km2", measure="area taken")


def running(_: random.Random, size: int) -> Iterator[cl.Claim]:
    """Ten sources, each with a count that grows every day: every moment matters."""
    for n in range(size):
        yield claim(n, 100 + n, event="War")


def sparse(chance: random.Random, size: int) -> Iterator[cl.Claim]:
    """As many questions as claims have days, and a claim of each source on each: none is let go."""
    for n in range(size):
        yield claim(n, chance.randint(10, 9_999), place=f"Place {n // 10}")


Shape = Callable[[random.Random, int], Iterator[cl.Claim]]
SHAPES: tuple[Shape, ...] = (
    revised,
    repeated,
    areas,
    running,
    sparse,
)


def best_of(runs: int, work: Callable[[], T]) -> tuple[float, T]:
    """The time, and the last result."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        result = work()
        times.append(time.process_time() - start)
    return min(times), result


def measured(shape: Shape, size: int, runs: int) -> str:
    """The row of a shape of ledger."""
    claims = list(shape(random.Random(1), size))
    random.Random(2).shuffle(claims)
    parts = [cl.Ledger(claims[n::PARTS]) for n in range(PARTS)]
    floor, _ = best_of(runs, lambda: SHARED.merge(*parts).claims)
    summing, some = best_of(runs, lambda: [cl.summarise(part, SHARED) for part in parts])
    merging, summary = best_of(runs, lambda: some[0].merge(*some[1:]))
    judging, tallies = best_of(runs, lambda: cl.judge_summary(summary))
    ledger = SHARED.merge(*parts)
    whole, findings = best_of(runs, lambda: cl.judge(ledger))
    if [t.finding.verdict for t in tallies] != [f.verdict for f in findings]:
        raise SystemExit(f"{shape.__name__}: the summaries are judged otherwise")
    data = json.dumps(converter().unstructure(summary), ensure_ascii=False)
    smaller = len(dumps(cl.Ledger(claims), "jsonl")) / len(data)
    steps = (summing, merging, judging, whole)
    times = "".join(f"{seconds / floor:>10.2f}" for seconds in steps)
    sizes = f"{size:>8,}{len(summary.claims):>9,}{smaller:>7.1f}"
    return f"{shape.__name__:<10}{sizes}{floor:>8.3f}{times}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Make, merge and judge summaries of parts.")
    parser.add_argument("--smoke", action="store_true", help="1,000 claims, once")
    sizes, runs = ([1_000], 1) if parser.parse_args().smoke else ([10_000, 100_000], 3)
    names = f"{'floor':>8}{'summing':>10}{'merging':>10}{'judging':>10}{'whole':>10}"
    print(f"{'shape':<10}{'claims':>8}{'kept':>9}{'size':>7}{names}")
    for shape in SHAPES:
        for size in sizes:
            print(measured(shape, size, runs), flush=True)


if __name__ == "__main__":
    main()
