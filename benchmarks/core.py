"""What reading, judging and merging cost, against the least that any Python could do.

    python benchmarks/core.py            # 1,000 to 1,000,000 claims, ten a question
    python benchmarks/core.py --smoke    # 1,000 claims, once
    python benchmarks/core.py --upto 100000

Every size runs in processes of its own. "us" is the time of the processor a claim, the best
of several runs; "floor" is the same for the floor, taken in the same process, with the
garbage collector off; "ratio" is how often the floor fits in. The floors:

* reading JSONL, reading CSV: decode each line, and make a frozen object of attrs with a field
  for each of its texts, which nobody checks;
* judging: one pass that keeps the highest low and the lowest high end of each question, in a
  dictionary by event, place, subject and measure, the two ends of each figure being known;
* merging two halves that share a tenth: the union of two sets of ids;
* "stream", which is ``judge_stream`` from the file to the last finding: as for reading JSONL.

"peak" is the largest resident size of a process that has read the claims, or read and judged
them, in kB a claim above what it had before. The claims are made up: 300 sources of two sides
and none, half of the questions on an ongoing event, one claim in thirty out of the way.

The last row is a whole process that reports the seed file, against ``python -c pass``.
"""

from __future__ import annotations

import argparse
import csv
import gc
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs

import claimledger as cl
from claimledger.formats.jsonl import line_of

SIZES = (1_000, 10_000, 100_000, 1_000_000)
A_QUESTION = 10
SIDES = ("East", "West", None)
MEASURES = ("tanks lost", "people killed", "people wounded", "UAVs lost", "soldiers killed")
COLUMNS = ("source", "side", "date", "event", "place", "subject", "measure", "value")
SEED = Path(__file__).parents[1] / "seeds" / "karabakh-2020-09-28.toml"

DECLARED = (
    cl.Party(name="East", opposed=["West"]),
    cl.Party(name="West"),
    cl.Event(name="War", window="2020-01-01/.."),
    cl.Event(name="Raid", window="2020-06-01/2020-06-02"),
    *(cl.Source(name=f"Source {n}", side=SIDES[n % 3]) for n in range(300)),
)


def claims(size: int) -> Iterator[dict[str, str]]:
    """The fields of claims, ten on each question."""
    chance = random.Random(1)
    for number in range(size):
        question = number // A_QUESTION
        about = question * 7919 % 990 + 10
        figure = about * 3 if chance.random() < 1 / 30 else about
        hedge = chance.choice(("", "", "about ", "at least "))
        yield {
            "source": f"Source {chance.randrange(300)}",
            "date": f"2020-{chance.randint(6, 12):02}-{chance.randint(1, 28):02}",
            "event": ("War", "Raid")[question % 2],
            "place": f"Village {question // len(MEASURES) // 2}",
            "subject": ("East", "West")[question // 2 % 2],
            "measure": MEASURES[question % len(MEASURES)],
            "value": f"{hedge}{figure}",
        }


def make(size: int, folder: Path) -> None:
    """Write the claims as both kinds of file."""
    lines = [line_of(record) for record in DECLARED]
    with (folder / "claims.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        for row in claims(size):
            lines.append(line_of(cl.Claim(**row)))
            writer.writerow({**row, "side": SIDES[int(row["source"].split()[1]) % 3]})
    (folder / "claims.jsonl").write_text("".join(sorted(lines)), encoding="utf-8")


@attrs.frozen
class Line:
    """What the floor makes of a line of JSON."""

    source: str
    date: str
    event: str | None = None
    place: str | None = None
    subject: str | None = None
    measure: str | None = None
    value: str | None = None
    stance: str | None = None
    id: str | None = None
    type: str | None = None


@attrs.frozen
class Row:
    """What the floor makes of a row of a spreadsheet."""

    source: str
    side: str
    date: str
    event: str
    place: str
    subject: str
    measure: str
    value: str


def floor_jsonl(path: Path) -> object:
    decode = json.JSONDecoder().decode
    with path.open(encoding="utf-8") as file:
        return [Line(**decode(line)) for line in file if '"type": "claim"' in line]


def floor_csv(path: Path) -> object:
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        return [Row(*row) for row in rows]


Ends = dict[Any, tuple[Any, Any]]


def ends_of(ledger: cl.Ledger) -> Ends:
    """Both ends of each distinct figure."""
    spans = {claim.value: claim.value.support() for claim in ledger.claims}
    return {value: (span.low, span.high) for value, span in spans.items()}


def floor_judge(ledger: cl.Ledger, ends: Ends) -> object:
    lows: dict[Any, Any] = {}
    highs: dict[Any, Any] = {}
    for claim in ledger.claims:
        key = (claim.event, claim.place, claim.subject, claim.measure)
        low, high = ends[claim.value]
        if key not in lows or low > lows[key]:
            lows[key] = low
        if key not in highs or high < highs[key]:
            highs[key] = high
    return lows, highs


def timed(work: Callable[[], object], runs: int) -> float:
    """Seconds of the processor, the best of some runs."""
    times = []
    for _ in range(runs):
        gc.collect()
        start = time.process_time()
        result = work()
        times.append(time.process_time() - start)
        del result
    return min(times)


def floored(work: Callable[[], object], runs: int) -> float:
    gc.disable()
    try:
        return timed(work, runs)
    finally:
        gc.enable()


def peak() -> float:
    """The largest resident size so far, in kB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


Figures = dict[str, tuple[float, float, float | None]]
"""By step: seconds, seconds of the floor, and kB."""


def measure_jsonl(path: Path, runs: int) -> Figures:
    before = peak()
    read = timed(lambda: cl.read(path), 1)
    read_peak = peak() - before
    ledger = cl.read(path)
    judged = timed(lambda: cl.judge(ledger), 1)
    judged_peak = peak() - before
    if runs > 1:
        read = min(read, timed(lambda: cl.read(path), runs - 1))
        judged = min(judged, timed(lambda: cl.judge(cl.Ledger(ledger.records)), runs - 1))
    ends = ends_of(ledger)
    return {
        "read JSONL": (read, floored(lambda: floor_jsonl(path), runs), read_peak),
        "judge": (judged, floored(lambda: floor_judge(ledger, ends), runs), judged_peak),
    }


def measure_csv(path: Path, runs: int) -> Figures:
    before = peak()
    read = timed(lambda: cl.read(path), runs)
    return {"read CSV": (read, floored(lambda: floor_csv(path), runs), peak() - before)}


def measure_merge(path: Path, runs: int) -> Figures:
    ledger = cl.read(path)
    cut, shared = len(ledger) // 2, len(ledger) // 10
    parts = (ledger.claims[: cut + shared], ledger.claims[cut:])
    one, other = (cl.Ledger(frozenset(part)) for part in parts)
    some, others = ({claim.id for claim in part} for part in parts)
    return {"merge": (timed(lambda: one | other, runs), floored(lambda: some | others, runs), None)}


def measure_stream(path: Path, runs: int) -> Figures:
    before = peak()
    spent = timed(lambda: sum(1 for _ in cl.judge_stream(path)), 1)
    grown = peak() - before
    return {"stream": (spent, floored(lambda: floor_jsonl(path), runs), grown)}


STEPS = {
    "claims.jsonl": (measure_jsonl, measure_merge, measure_stream),
    "claims.csv": (measure_csv,),
}


def in_process(*arguments: object) -> str:
    """What this file prints when it is run by itself."""
    command = [sys.executable, __file__, *map(str, arguments)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def show(step: str, size: int, figures: tuple[float, float, float | None]) -> None:
    spent, least, grown = figures
    row = f"{spent / size * 1e6:>10.1f}{least / size * 1e6:>8.2f}{spent / least:>8.1f}"
    memory = "" if grown is None else f"{grown / size:>8.2f}"
    print(f"{step:<12}{size:>10,}{row}{memory}", flush=True)


def whole_process(*command: str) -> float:
    """Seconds of the processor of a whole process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description="Read, judge and merge.")
    parser.add_argument("--smoke", action="store_true", help="the smallest size once")
    parser.add_argument("--upto", type=int, default=SIZES[-1], help="the largest size")
    parser.add_argument("--only", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--runs", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only is not None:
        name, number = options.only
        if name == "make":
            make(int(number), options.folder)
        else:
            measured = STEPS[name][int(number)](options.folder / name, options.runs)
            print(json.dumps(measured))
        return
    sizes = [size for size in SIZES if size <= (SIZES[0] if options.smoke else options.upto)]
    print(f"{'step':<12}{'claims':>10}{'us':>10}{'floor':>8}{'ratio':>8}{'peak kB':>8}")
    for size in sizes:
        runs = 1 if options.smoke or size > 100_000 else 5 if size < 100_000 else 2
        with tempfile.TemporaryDirectory() as folder:
            in_process("--only", "make", size, "--folder", folder)
            for name, steps in STEPS.items():
                for number in range(len(steps)):
                    chosen = ("--only", name, number, "--runs", runs, "--folder", folder)
                    for step, figures in json.loads(in_process(*chosen)).items():
                        show(step, size, figures)
    runs = 1 if options.smoke else 5
    report = ("-m", "claimledger", "report", str(SEED))
    spent = min(whole_process(*report) for _ in range(runs))
    least = min(whole_process("-c", "pass") for _ in range(runs))
    print(f"report of the seeds: {spent:.2f} s, {spent / least:.0f} times python -c pass")


if __name__ == "__main__":
    main()
