"""How long it takes to judge one question of many claims, against sorting its intervals.

    python benchmarks/one_question.py            # 1,000, 10,000 and 100,000 claims
    python benchmarks/one_question.py --smoke    # the smallest size, once

Each row is one shape of question. "floor" is the time to sort the same claims by the ends of
their intervals twice, which no sweep can do without, and "ratio" is how often it fits into
the judgement. A ratio that grows with the size would show that some step is worse than
O(n log n). Times are those of the processor, the best of several runs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import time
from collections.abc import Callable, Iterator

import claimledger as cl

SIZES = (1_000, 10_000, 100_000)
BORDERS = (
    cl.Party(name="East", opposed=["West"]),
    cl.Party(name="West"),
    cl.Event(name="War", window="1900-01-01/.."),
    *(cl.Source(name=f"Source {n}", side=("East", "West", None)[n % 3]) for n in range(300)),
)


def day(number: int) -> str:
    return (dt.date(1900, 1, 1) + dt.timedelta(days=number)).isoformat()


def claim(chance: random.Random, **fields: object) -> cl.Claim:
    """A claim on one question; the fields given take the place of the defaults."""
    said = {"date": "1900-01-02", "subject": "East", "measure": "people killed"}
    return cl.Claim(**said | {"value": str(chance.randint(10, 9_999))} | fields)


def many_sources(chance: random.Random, size: int) -> Iterator[cl.Claim]:
    for n in range(size):
        yield claim(chance, source=f"Source {n}", date=day(n % 5_000))


def one_source(chance: random.Random, size: int) -> Iterator[cl.Claim]:
    for n in range(size):
        yield claim(chance, source="Source 1", date=f"{day(n // 24)}T{n % 24:02}:00")


def running_counts(chance: random.Random, size: int) -> Iterator[cl.Claim]:
    for n in range(size):
        value = str(n + chance.randint(0, 1_000))
        yield claim(
            chance, source=f"Source {n % 300}", date=day(n // 300), event="War", value=value
        )


def vague_dates(chance: random.Random, size: int) -> Iterator[cl.Claim]:
    for n in range(size):
        date = f"{day(n % 9_000)}~"
        yield claim(chance, source=f"Source {n % 300}", date=date, event="War")


def denials(chance: random.Random, size: int) -> Iterator[cl.Claim]:
    for n in range(size):
        stance = "asserts" if n % 2 else "denies"
        value = chance.choice(("at least ", "at most ", "")) + str(chance.randint(10, 9_999))
        fields = {"date": day(n // 300), "event": "War", "stance": stance, "value": value}
        yield claim(chance, source=f"Source {n % 300}", **fields)


def sets(chance: random.Random, size: int) -> Iterator[cl.Claim]:
    for n in range(size):
        names = "; ".join(f"Member {m}" for m in chance.sample(range(400), chance.randint(1, 4)))
        value = chance.choice(("only ", "", "", "")) + names
        yield cl.Claim(source=f"Source {n % 300}", date=day(n // 300), members="who", value=value)


SHAPES: tuple[Callable[[random.Random, int], Iterator[cl.Claim]], ...] = (
    many_sources,
    one_source,
    running_counts,
    vague_dates,
    denials,
    sets,
)


def best_of(runs: int, work: Callable[[], object]) -> float:
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def floor(claims: tuple[cl.Claim, ...]) -> object:
    """What every sweep does: order the claims by both ends of what they say."""
    spans = [
        claim.value.support() if isinstance(claim.value, cl.Quantity) else cl.Interval(0, None)
        for claim in claims
    ]
    lows = sorted(spans, key=lambda span: (span.low, span.low_open))
    return lows, sorted(spans, key=lambda span: (span.high, not span.high_open))


def main() -> None:
    parser = argparse.ArgumentParser(description="Judge one question of many claims.")
    parser.add_argument("--smoke", action="store_true", help="the smallest size once")
    sizes, runs = (SIZES[:1], 1) if parser.parse_args().smoke else (SIZES, 3)
    print(f"{'shape':<16}{'claims':>8}{'seconds':>9}{'pairs':>8}{'floor':>8}{'ratio':>7}")
    for shape in SHAPES:
        for size in sizes:
            ledger = cl.Ledger().add(*BORDERS, *shape(random.Random(1), size))
            claims = ledger.claims
            floor(claims)
            least = best_of(runs, lambda claims=claims: floor(claims))
            judged = best_of(runs, lambda ledger=ledger: cl.judge(ledger))
            (finding,) = cl.judge(ledger)
            pairs = best_of(1, lambda finding=finding: finding.relations)
            row = f"{judged:>9.2f}{pairs:>8.2f}{least:>8.3f}{judged / least:>7.1f}"
            print(f"{shape.__name__:<16}{size:>8,}{row}", flush=True)


if __name__ == "__main__":
    main()
