"""How fast a store takes claims, against plain SQLite that is given the same bytes.

    python benchmarks/store.py               # 10,000, 100,000 and 1,000,000 claims; 8 writers
    python benchmarks/store.py --smoke       # the smallest size, and writers for a second
    python benchmarks/store.py --folder DIR  # on another disk

Claims come in batches of 1,000, as reading a file leaves them: made, with their ids known.
"append" is the time until all are safe on the disk. "plain" is plain SQLite that inserts the
same texts, a thousand a transaction, with the same settings, into a table without any index;
"indexed" is plain SQLite that inserts the same rows with the same indexes, which whoever
wants to find a claim again needs, but neither guards nor digests. Both are given the texts
ready made. A ratio is how often the plain time fits into that of the store; "encode" is the
part of it that goes into making the texts and the keys. "verify" is per claim, so that a
column that grows shows that it is not linear. "question" opens the store, finds all that one
question rests on, and judges it; "alone" is the same in a store that is open.

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
from collections.abc import Callable, Sequence
from pathlib import Path

import claimledger as cl
from claimledger.store import schema
from claimledger.store.rows import Placed, placed
from claimledger.store.sqlite import SETTINGS, statements

SIZES = (10_000, 100_000, 1_000_000)
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
        value=f"about {number % 9_000 + 10}",
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


def plain(path: Path, made: Sequence[Sequence[Placed]], *, indexed: bool) -> None:
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


def measure_appends(folder: Path, sizes: Sequence[int]) -> None:
    names = ("claims", "append s", "claims/s", "plain s", "ratio", "indexed s", "ratio", "encode s")
    names += ("verify us", "question ms", "alone ms", "bytes")
    print("".join(f"{name:>12}" for name in names))
    for size in sizes:
        ledgers = batches(size)
        path = folder / f"{size}.db"
        appended = timed(lambda ledgers=ledgers, path=path: append(path, ledgers))
        made: list[list[Placed]] = []
        encoded = timed(lambda made=made, ledgers=ledgers: made.extend(encode(ledgers)))
        files = (path.with_suffix(".bare"), path.with_suffix(".indexed"))
        bare = timed(lambda made=made, files=files: plain(files[0], made, indexed=False))
        indexed = timed(lambda made=made, files=files: plain(files[1], made, indexed=True))
        asked = min(ledgers[-1].claims, key=lambda one: one.id)
        first = timed(lambda path=path, asked=asked: question(path, asked))
        with cl.open_store(path) as store:
            verified = timed(store.verify)
            store.question(asked)
            alone = timed(lambda store=store, asked=asked: cl.judge(store.question(asked)))
        row = (
            f"{size:>12,}{appended:>12.2f}{size / appended:>12,.0f}{bare:>12.2f}"
            f"{appended / bare:>12.1f}{indexed:>12.2f}{appended / indexed:>12.1f}{encoded:>12.2f}"
            f"{verified / size * 1e6:>12.0f}{first * 1e3:>12.1f}{alone * 1e3:>12.1f}"
            f"{path.stat().st_size / size:>12.0f}"
        )
        print(row, flush=True)


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
        measure_appends(Path(folder), SIZES[:1] if options.smoke else SIZES)
        measure_writers(Path(folder), 1 if options.smoke else 20)


if __name__ == "__main__":
    main()
