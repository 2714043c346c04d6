"""How fast a store takes claims, against plain SQLite that is given the same bytes.

    python benchmarks/store.py               # from 10,000 to 1,000,000 claims; 8 writers
    python benchmarks/store.py --smoke       # the smallest size, and writers for a second
    python benchmarks/store.py --folder DIR  # on another disk

Claims come in batches of 1,000, as reading a file leaves them: made, with their ids known.
"append" is the time until all are safe on the disk. It is compared with plain SQLite, which
is given the same bytes a thousand a transaction, with the same settings:

    same work   makes the texts and keys of the claims too, and inserts the same rows into the
                same tables and indexes: what is left is guards, digests, and finding out
                what is there already
    indexed     the same, but texts and keys are there beforehand
    bare        the texts alone, made beforehand, into a table without any index

A ratio is how often that time fits into that of the store: the median of several rounds, in
each of which all of them run in turn, so that a machine with other work disturbs it little.
"verify" is per claim, so that a column that grows shows that it is not linear. "question"
opens the store, finds all that one question rests on, and judges it; "alone" is the same in a
store that is open.

Then eight processes add single claims, each of them a batch, as fast as they can.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import multiprocessing
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median

import claimledger as cl
from claimledger.store import schema
from claimledger.store.rows import Placed, placed
from claimledger.store.sqlite import SETTINGS, statements

SIZES = (10_000, 100_000, 300_000, 1_000_000)
BATCH = 1_000
WRITERS = 8
MEASURES = ("tanks lost", "drones shot down", "people killed", "soldiers wounded", "UAVs lost")


def claim(number: int, questions: int) -> cl.Claim:
    """A claim on one of some questions, each of which names its measure in several ways."""
    place, kind = divmod(number % questions, len(MEASURES))
    return cl.Claim(
        source=f"Source {number % 300}",
        date=f"2020-{number % 12 + 1:02}-{number % 28 + 1:02}",
        subject=("East", "West")[number % 2],
        event="War",
        place=f"Village {place}",
        measure=MEASURES[kind],
        value=f"about {number + 10}",
    )


def batches(size: int) -> list[cl.Ledger]:
    """Ledgers of a thousand claims, their ids known."""
    claims = [claim(number, max(size // 50, 10)) for number in range(size)]
    for one in claims:
        _ = one.id
    starts = range(0, size, BATCH)
    return [cl.Ledger(frozenset(claims[start : start + BATCH])) for start in starts]


def timed(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def encode(ledgers: Sequence[cl.Ledger]) -> list[list[Placed]]:
    return [[placed(record) for record in ledger.records] for ledger in ledgers]


def append(path: Path, ledgers: Sequence[cl.Ledger]) -> None:
    with cl.open_store(path) as store:
        for ledger in ledgers:
            store.add(ledger)


def plain(path: Path, made: Iterable[Sequence[Placed]], *, indexed: bool) -> None:
    """Insert rows by SQLite alone."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    for setting in SETTINGS:
        connection.execute(setting)
    connection.execute("CREATE TABLE texts (number INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    for statement in statements():
        if statement.startswith(("CREATE TABLE ledger_records", "CREATE INDEX ledger_records")):
            connection.execute(statement)
    add = schema.ADD_RECORD if indexed else "INSERT INTO texts (number, body) VALUES (?, ?)"
    number = itertools.count(1)
    links: dict[object, int] = {}
    for rows in made:
        connection.execute("BEGIN IMMEDIATE")
        new: list[tuple[object, ...]] = []
        for (key, role, _, body), topic in rows:
            link = links.setdefault(topic, len(links) + 1)
            new.append((next(number), *((key, role, link, body) if indexed else (body,))))
        connection.executemany(add, new)
        connection.execute("COMMIT")
    connection.close()


def question(path: Path, asked: cl.Claim) -> None:
    with cl.open_store(path) as store:
        cl.judge(store.question(asked))


def same_work(path: Path, ledgers: Sequence[cl.Ledger]) -> None:
    plain(path, (encode([ledger])[0] for ledger in ledgers), indexed=True)


def appends(folder: Path, ledgers: Sequence[cl.Ledger]) -> tuple[float, float, float, float]:
    """The times of the store, and of plain SQLite with the same work, indexed, and bare."""
    paths = [folder / name for name in ("store.db", "same.db", "indexed.db", "bare.db")]
    for path in paths:
        path.unlink(missing_ok=True)
    store = timed(lambda: append(paths[0], ledgers))
    same = timed(lambda: same_work(paths[1], ledgers))
    made = encode(ledgers)
    indexed = timed(lambda: plain(paths[2], made, indexed=True))
    bare = timed(lambda: plain(paths[3], made, indexed=False))
    return store, same, indexed, bare


def measured(folder: Path, size: int, rounds: int) -> str:
    """A row of the table."""
    ledgers = batches(size)
    found = [appends(folder, ledgers) for _ in range(rounds)]
    appended = min(store for store, *_ in found)
    ratios = [median(times[0] / times[n] for times in found) for n in (1, 2, 3)]
    asked = min(ledgers[-1].claims, key=lambda one: one.id)
    path = folder / "store.db"
    first = min(timed(lambda: question(path, asked)) for _ in range(rounds + 1))
    with cl.open_store(path) as store:
        verified = min(timed(store.verify) for _ in range(rounds))
        alone = min(timed(lambda: cl.judge(store.question(asked))) for _ in range(rounds + 1))
    return (
        f"{size:>12,}{appended:>12.2f}{size / appended:>12,.0f}"
        + "".join(f"{ratio:>12.1f}" for ratio in ratios)
        + f"{verified / size * 1e6:>12.0f}{first * 1e3:>12.1f}{alone * 1e3:>12.1f}"
        f"{path.stat().st_size / size:>12.0f}"
    )


def measure_appends(folder: Path, sizes: Sequence[int], rounds: int) -> None:
    names = ("claims", "append s", "claims/s", "same work", "indexed", "bare")
    names += ("verify us", "question ms", "alone ms", "bytes")
    print("".join(f"{name:>12}" for name in names))
    for size in sizes:
        print(measured(folder, size, rounds), flush=True)


def write(path: Path, who: int, seconds: float) -> tuple[int, float]:
    """Add single claims for a time; how many, and how long the longest took."""
    longest, until = 0.0, time.monotonic() + seconds
    with cl.open_store(path) as store:
        for number in itertools.count():
            start = time.monotonic()
            if start > until:
                return number, longest
            store.add(claim(who * 10_000_000 + number, 1_000))
            longest = max(longest, time.monotonic() - start)
    raise AssertionError


def measure_writers(folder: Path, seconds: float) -> None:
    print(f"\n{'writers':>8}{'batches/s':>12}{'longest ms':>12}")
    for writers in (1, WRITERS):
        path = folder / f"writers-{writers}.db"
        with multiprocessing.Pool(writers) as pool:
            jobs = [(path, who, seconds) for who in range(writers)]
            done = pool.starmap(write, jobs, chunksize=1)
        rate = sum(count for count, _ in done) / seconds
        longest = max(longest for _, longest in done)
        print(f"{writers:>8}{rate:>12,.0f}{longest * 1e3:>12.0f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Add claims to a store.")
    parser.add_argument("--smoke", action="store_true", help="the smallest size once")
    parser.add_argument("--folder", help="where to; a temporary folder by default")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        is_short = options.smoke
        measure_appends(Path(folder), SIZES[:1] if is_short else SIZES, 1 if is_short else 3)
        measure_writers(Path(folder), 1 if is_short else 20)


if __name__ == "__main__":
    main()
