"""A store in a file, and everything that can happen to a file.

The long forms of these tests run where ``CLAIMLEDGER_LONG_TESTS`` is set: hundreds of kills, a
minute of eight writers, thousands of bytes changed.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

import claimledger as cl
from claimledger.errors import (
    BusyStoreError,
    DamagedStoreError,
    FullStoreError,
    NotAStoreError,
    StoreError,
    UnknownNameError,
)
from claimledger.held import is_held
from claimledger.store import Batch
from claimledger.store.sqlite import BESIDE, Sqlite
from tests.sqlite_bytes import labelled, pages_of
from tests.store_places import ROOM, SqlitePlace, claim

DATA = Path(__file__).parent / "data"
IS_LONG = bool(os.environ.get("CLAIMLEDGER_LONG_TESTS"))
PAGE = 4096
FRAME = PAGE + 24
LOG_HEADER = 32
posix = pytest.mark.skipif(os.name != "posix", reason="kills and forks need POSIX")


def tell(figures: object) -> None:
    """What a test found, to be read with ``pytest -s``."""
    sys.stdout.write(f"{figures}\n")


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def often(quick: int, long: int) -> int:
    return long if IS_LONG else quick


@pytest.fixture
def place() -> Iterator[SqlitePlace]:
    """A place for a store, in memory where there is such a folder."""
    with TemporaryDirectory(dir=ROOM) as folder:
        yield SqlitePlace(Path(folder))


def filled(place: SqlitePlace, batches: int = 3, size: int = 2) -> cl.Ledger:
    """A store with some batches; its ledger."""
    numbers = itertools.count()
    with place.open() as store:
        for _ in range(batches):
            store.add(*(claim(next(numbers)) for _ in range(size)))
        return store.ledger()


class TestDurable:
    def test_settings(self, place: SqlitePlace) -> None:
        """Written ahead to a log, and synced before a batch is called saved."""
        with place.open() as store:
            database = store._database
            assert database.rows("PRAGMA journal_mode") == [("wal",)]
            assert database.rows("PRAGMA synchronous") == [(2,)]
            assert database.rows("PRAGMA fullfsync") == [(1,)]

    def test_a_file_of_another_mode_gets_its_log(self, place: SqlitePlace) -> None:
        """As a backup may be."""
        ledger = filled(place)
        place.run("PRAGMA journal_mode = DELETE")
        with place.open() as store:
            assert store._database.rows("PRAGMA journal_mode") == [("wal",)]
            assert store.ledger() == ledger

    def test_one_file_is_left_when_it_is_closed(self, place: SqlitePlace) -> None:
        """The log is brought into it, so that it can be copied."""
        filled(place)
        assert names_in(place.folder) == [place.path.name]

    @pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
    def test_synced_before_it_is_called_saved(self, tmp_path: Path) -> None:
        """The system was asked to put the log on the disk, after the last write to it."""
        program = (
            "import os, sys, claimledger as cl\n"
            "store = cl.open_store(sys.argv[1])\n"
            "for n in range(3):\n"
            "    store.add(cl.Claim(source='A', date='2020-01-01', measure='m', value=str(n)))\n"
            "    os.write(1, b'saved')\n"
        )
        trace = tmp_path / "trace"
        calls = "trace=write,pwrite64,fsync,fdatasync"
        command = ["strace", "-f", "-y", "-e", calls, "-o", str(trace), sys.executable, "-c"]
        done = subprocess.run(
            [*command, program, str(tmp_path / "desk.db")], capture_output=True, check=False
        )
        if done.returncode:
            pytest.skip(f"strace cannot trace here: {done.stderr.decode()[-200:]}")
        unsynced, saved = True, 0
        for line in trace.read_text().splitlines():
            if "desk.db-wal" in line:
                unsynced = "sync(" not in line
            if '"saved"' in line:
                saved += 1
                assert not unsynced
        assert saved == 3


class Writer:
    """A process that adds batches, and says of each when it is saved."""

    def __init__(self, work: Callable[[Callable[[bytes], None]], None]) -> None:
        self._read, write = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            os.close(self._read)
            try:
                work(lambda said: _say(write, said))
            finally:
                os._exit(0)
        os.close(write)

    def kill(self) -> list[int]:
        """Kill it; the numbers of what it had said."""
        os.kill(self.pid, signal.SIGKILL)
        return self.end()

    def end(self) -> list[int]:
        """Wait for its end; the numbers of what it had said."""
        os.waitpid(self.pid, 0)
        with os.fdopen(self._read, "rb") as pipe:
            lines = pipe.read().split(b"\n")
        return [int(line) for line in lines[:-1]]

    def wait_for_a_word(self) -> None:
        """Until it has said something, which is left in the pipe."""
        import select

        select.select([self._read], [], [], 60)


def _say(write: int, said: bytes) -> None:
    os.write(write, said + b"\n")


def batch_of(number: int, size: int = 40) -> cl.Ledger:
    """The batch of a number, which tells from any of its claims."""
    return cl.Ledger(frozenset(claim(number * 100 + n) for n in range(size)))


def adding(address: str, first: int) -> Callable[[Callable[[bytes], None]], None]:
    """Work that adds one batch after the other, and says the number of each that is saved."""

    def work(say: Callable[[bytes], None]) -> None:
        with cl.open_store(address) as store:
            for number in itertools.count(first):
                store.add(batch_of(number))
                say(b"%d" % number)

    return work


@posix
class TestKilled:
    def test_at_any_moment(self, place: SqlitePlace) -> None:
        """All that was saved is there, whole, and of what was not at most the one in flight."""
        chance = random.Random(5)
        saved: list[int] = []
        in_flight = total = 0
        for turn in range(often(25, 500)):
            if turn % 25 == 0:
                place, saved = place.next(), []
            first = turn % 25 * 10_000
            writer = Writer(adding(place.address, first))
            if turn % 3:
                writer.wait_for_a_word()
            time.sleep(chance.uniform(0, 0.03))
            said = writer.kill()
            with place.open() as store:
                store.verify()
                fresh = store.log()[len(saved) :]
                known = saved + said
                assert len(fresh) - len(said) in {0, 1}
                if len(fresh) > len(said):  # Saved, and killed before it could say so.
                    known.append(said[-1] + 1 if said else first)
                    in_flight += 1
                assert store.ledger() == cl.Ledger().merge(*map(batch_of, known))
                total += len(known) - len(saved)
                saved = known
        assert total
        tell(f"{total} batches saved, {in_flight} of them in flight")

    def test_while_it_is_made(self, place: SqlitePlace) -> None:
        """There is no store, or an empty one, and never a half of one."""
        chance = random.Random(7)
        made = 0
        for turn in range(often(20, 300)):
            address = str(place.folder / f"new-{turn}.db")

            def work(say: Callable[[bytes], None], address: str = address) -> None:
                cl.open_store(address)
                say(b"1")
                time.sleep(10)

            writer = Writer(work)
            time.sleep(chance.uniform(0, 0.02) * (1 if made else 1 + turn))
            said = writer.kill()
            made += Path(address).exists()
            assert Path(address).exists() or not said
            with cl.open_store(address) as store:
                assert store.verify().batches == 0
        assert made


class TestPowerLost:
    """What a disk holds when the power goes: a log that ends anywhere, a half-written file."""

    @pytest.fixture
    def copied(self, place: SqlitePlace) -> tuple[Path, bytes, bytes, list[int]]:
        """The file and the log of a store in use, and how long the log was at each batch."""
        ends = []
        with place.open() as store:
            for number in range(6):
                store.add(batch_of(number))
                ends.append((place.folder / f"{place.path.name}-wal").stat().st_size)
            file = place.path.read_bytes()
            log = (place.folder / f"{place.path.name}-wal").read_bytes()
        assert ends == sorted(set(ends))
        assert ends[-1] == len(log)
        return place.folder, file, log, ends

    def restored(self, folder: Path, file: bytes, log: bytes) -> cl.Store:
        """A store of these bytes, as the next process finds it."""
        path = folder / f"restored-{random.getrandbits(64):x}.db"
        path.write_bytes(file)
        path.with_name(f"{path.name}-wal").write_bytes(log)
        return cl.open_store(path)

    def check(self, folder: Path, file: bytes, log: bytes, batches: int) -> None:
        with self.restored(folder, file, log) as store:
            assert store.verify().batches == batches
            assert store.ledger() == cl.Ledger().merge(*map(batch_of, range(batches)))

    def test_the_log_ends_anywhere(self, copied: tuple[Path, bytes, bytes, list[int]]) -> None:
        """What was saved by there is there, and nothing of what was not."""
        folder, file, log, ends = copied
        chance = random.Random(3)
        cuts = {0, 1, LOG_HEADER, len(log), *ends, *(end - 1 for end in ends)}
        cuts |= set(range(LOG_HEADER, len(log), FRAME * often(5, 1)))
        cuts |= {chance.randrange(len(log)) for _ in range(often(20, 400))}
        for cut in sorted(cuts):
            self.check(folder, file, log[:cut], sum(end <= cut for end in ends))

    def test_the_end_of_the_log_is_rubbish(
        self, copied: tuple[Path, bytes, bytes, list[int]]
    ) -> None:
        """Sectors that were not written yet hold zeros, or what was there before."""
        folder, file, log, ends = copied
        chance = random.Random(4)
        for _ in range(often(20, 300)):
            cut = chance.randrange(LOG_HEADER, len(log))
            rest = len(log) - cut
            rubbish = chance.choice((bytes(rest), chance.randbytes(rest), log[-rest:][::-1]))
            self.check(folder, file, log[:cut] + rubbish, sum(end <= cut for end in ends))

    def test_while_the_log_is_brought_into_the_file(
        self, copied: tuple[Path, bytes, bytes, list[int]]
    ) -> None:
        """Any of its pages may be written by then, in any order, and one of them by half."""
        folder, before, log, ends = copied
        with self.restored(folder, before, log) as store:
            store._database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
            after = Path(store.name).read_bytes()
        pages = len(after) // PAGE
        assert len(after) > len(before)
        chance = random.Random(6)
        for _ in range(often(20, 300)):
            written = bytearray(before.ljust(len(after), b"\0"))
            for page in range(pages):
                size = chance.choice((0, 0, PAGE, PAGE, chance.randrange(0, PAGE, 512)))
                at = page * PAGE
                written[at : at + size] = after[at : at + size]
            kept = chance.choice((len(before), len(after)))
            self.check(folder, bytes(written[:kept]), log, len(ends))


def keep_adding(address: str, who: int, seconds: float, start: float) -> tuple[list[int], float]:
    """Add as fast as it goes; the numbers that were saved, and how long the longest took."""
    time.sleep(max(0, start - time.time()))
    saved, longest = [], 0.0
    with cl.open_store(address, by=f"Writer {who}") as store:
        for number in itertools.count():
            before = time.monotonic()
            added = who * 1_000_000 + number
            # Every tenth claim is one that all of them add.
            store.add(claim(added), claim(number // 10, source="Common"))
            longest = max(longest, time.monotonic() - before)
            saved.append(added)
            if time.time() > start + seconds:
                break
    return saved, longest


@posix
class TestWriters:
    def test_eight_at_once(self, place: SqlitePlace) -> None:
        """No error, nothing lost, nothing doubled, one order."""
        seconds = often(2, 60)
        start = time.time() + 1
        with get_context("fork").Pool(8) as pool:
            jobs = [(place.address, who, seconds, start) for who in range(8)]
            done = pool.starmap(keep_adding, jobs, chunksize=1)
        saved = [number for numbers, _ in done for number in numbers]
        with place.open() as store:
            store.verify()
            log = store.log()
            found = Counter(c.said for c in store.ledger().claims if c.source != "Common")
            records = store._database.rows(
                "SELECT count(*), count(DISTINCT body) FROM ledger_records"
            )
        assert found == Counter(claim(number).said for number in saved)
        assert [b.number for b in log] == list(range(1, len(log) + 1))
        assert Counter(b.by for b in log) == {
            f"Writer {who}": len(numbers) for who, (numbers, _) in enumerate(done)
        }
        assert len(set(records[0])) == 1
        longest = max(longest for _, longest in done)
        each = sorted(len(numbers) for numbers, _ in done)
        tell(f"{len(log) / seconds:.0f} batches a second, {each} each, longest {longest:.2f} s")

    def test_eight_make_it_at_once(self, place: SqlitePlace) -> None:
        """One of them does, and all of them open it."""
        for turn in range(often(10, 100)):
            address = str(place.folder / f"new-{turn}.db")
            start = time.time() + 0.2
            with get_context("fork").Pool(8) as pool:
                pool.starmap(keep_adding, [(address, w, 0, start) for w in range(8)], chunksize=1)
            with cl.open_store(address) as store:
                assert store.verify().batches == 8

    def test_others_write_all_the_time(self, place: SqlitePlace) -> None:
        """After a while that is an error, and nothing was added."""
        filled(place)
        with place.connected() as other, place.open(timeout=0.05) as store:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(BusyStoreError, match=r"0\.05 seconds; nothing was added"):
                store.add(claim(9))
            assert len(store.log()) == 3, "readers wait for nobody"
            other.execute("ROLLBACK")
            assert store.add(claim(9)) is not None

    def test_in_another_process(self, place: SqlitePlace) -> None:
        """A store that was opened before a fork is not used after it."""
        with place.open() as store:
            writer = Writer(lambda say: say(b"1" if _is_refused(store) else b"0"))
            writer.wait_for_a_word()
            assert writer.kill() == [1]
            assert store.add(claim(1)) is not None


def _is_refused(store: cl.Store) -> bool:
    with contextlib.suppress(StoreError):
        store.add(claim(2))
        return False
    return True


ADD_ONE = """
import sys
import claimledger as cl
from tests.store_places import claim
with cl.open_store(sys.argv[1]) as store:
    store.add(claim(int(sys.argv[2])))
    print(len(store.ledger()))
"""


def add_elsewhere(place: SqlitePlace, number: int) -> int:
    """Add a claim from another program; the claims that it sees then."""
    command = [sys.executable, "-c", ADD_ONE, place.address, str(number)]
    root = Path(__file__).parent.parent
    return int(subprocess.run(command, capture_output=True, check=True, cwd=root).stdout)


class TestOneProcess:
    """A process loses its locks on a file when it closes any handle of it; it must not."""

    def test_opens_it_twice(self, place: SqlitePlace) -> None:
        """What is added by the first after the second is closed is there for everybody."""
        with place.open() as store:
            store.add(claim(1))
            place.open().close()
            assert add_elsewhere(place, 2) == 2
            store.add(claim(3))
            assert add_elsewhere(place, 4) == 4
        with place.open() as store:
            assert len(store.ledger()) == 4

    def test_takes_it_for_a_text(self, place: SqlitePlace) -> None:
        """It is told that it is none, by any name, and nothing is lost for it."""
        link = place.folder / "link.csv"
        with place.open() as store:
            store.add(claim(1))
            link.symlink_to(place.path)
            for path in (place.path, link):
                for format in (None, "csv", "ucdp-ged"):
                    with pytest.raises(cl.LoadError, match="not a text but a store"):
                        cl.read(path, format=format)
            assert add_elsewhere(place, 2) == 2
            store.add(claim(3))
            assert add_elsewhere(place, 4) == 4

    def test_in_threads(self, place: SqlitePlace) -> None:
        """Each has a store of its own, opened and closed while others are at work."""
        place.open().close()

        def work(who: int) -> None:
            for number in range(20):
                with cl.open_store(place.path) as store:
                    store.add(claim(who * 100 + number))

        with ThreadPoolExecutor(4) as pool, place.open() as store:
            jobs = [pool.submit(work, who) for who in range(4)]
            for number in range(10):
                assert add_elsewhere(place, 1000 + number) > number
            for job in jobs:
                job.result()
            assert len(store.ledger()) == 90
            assert store.verify().batches == 90

    def test_is_let_go_of(self, place: SqlitePlace) -> None:
        """When it is closed, even twice, or forgotten."""
        store = place.open()
        assert is_held(place.path)
        store.close()
        store.close()
        assert not is_held(place.path)
        store = place.open()
        del store
        gc.collect()
        assert not is_held(place.path)


NOT_CONTENT = {
    "versions": "anything else than 2 can be written to by SQLite alone, or by nobody",
    "change counter": "nothing but whether the size in pages is to be believed",
    "version valid for": "the same",
    "schema cookie": "tells connections that are open that the tables are others now",
    "schema format": "zeros in its first bytes mean nothing",
    "suggested cache size": "a suggestion",
    "text encoding": "only its last bits are read",
    "user version": "for users, and there is none",
    "application": "the same",
    "reserved": "for the future",
    "SQLite version": "who wrote it last",
    "schema row number": "nobody asks for it",
    "first type": "of the number of a row, which is not held a second time",
}
"""Parts that say nothing of what is in the file."""


class TestDamage:
    def test_every_byte(self, place: SqlitePlace) -> None:
        """A change is an error by name, unless nothing is read from that byte.

        What a byte is there for is told by tests/sqlite_bytes.py, from the description of the
        format, without SQLite. Where a change is no error, all that the store says is as it
        was, and what is added is there with it, or that is an error by name.
        """
        with place.open(by="Anna") as store:
            store.add(claim(1), claim(2))
            store.add(claim(3), cl.Party(name="East"))
            ledger, log = store.ledger(), store.log()
        sound = place.path.read_bytes()
        labels = labelled(sound)
        beside = self.beside_the_version(sound)
        masks = (1, 2, 4, 8, 16, 32, 64, 128, 255) if IS_LONG else (255,)
        outcomes: Counter[str] = Counter()
        unseen: set[str] = set()
        for at, label in enumerate(labels):
            step = (1 if label != "free" else 16) if IS_LONG else (29 if label == "cell" else 997)
            if at % step and label in {"cell", "free"}:
                continue
            if at in beside:
                continue
            for mask in masks if label != "free" else masks[-1:]:
                changed = bytearray(sound)
                changed[at] ^= mask
                place.path.write_bytes(changed)
                found = self.outcome(place, ledger, log)
                outcomes[found] += 1
                if found == "unseen":
                    unseen.add(label)
        tell(dict(outcomes))
        assert unseen <= {"free", *NOT_CONTENT}
        assert not outcomes.keys() & {"StoreError", "several lines"}, "each has a name"

    @staticmethod
    def beside_the_version(sound: bytes) -> set[int]:
        """The row of the version, of which the number of the row is all that is read."""
        end = pages_of(sound, "ledger_versions")[0] * PAGE
        assert sound[end - 4 : end] == b"\2\1\2\0", "two bytes, row 1, two bytes, no value"
        return {end - 4, end - 2, end - 1}

    @staticmethod
    def outcome(place: SqlitePlace, ledger: cl.Ledger, log: tuple[Batch, ...]) -> str:
        """The error that a changed file is; where it is none, nothing is different."""
        try:
            with place.open(create=False) as store:
                store.verify(log[-1].digest)
                assert store.ledger() == ledger
                assert store.log() == log
                with contextlib.suppress(StoreError):
                    store.add(claim(4))
                    assert store.verify(log[-1].digest).batches == 3
                    assert len(store.ledger()) == 4
        except StoreError as error:
            is_line = len(str(error).splitlines()) == 1
            return type(error).__name__ if is_line else "several lines"
        else:
            return "unseen"
        finally:
            for ending in BESIDE:
                Path(f"{place.path}{ending}").unlink(missing_ok=True)

    def test_a_changed_byte_anywhere(self, place: SqlitePlace) -> None:
        """It is an error by name, or what was written is all there."""
        ledger = filled(place, batches=5, size=40)
        with place.open() as store:
            head = store.head
        assert head is not None
        sound = place.path.read_bytes()
        chance = random.Random(8)
        count = often(400, 20_000)
        outcomes: Counter[str] = Counter()
        for at in sorted(chance.sample(range(len(sound)), min(count, len(sound)))):
            changed = bytearray(sound)
            changed[at] ^= chance.choice((1, 128, 255))
            place.path.write_bytes(changed)
            try:
                with place.open(create=False) as store:
                    store.verify(head.digest)
                    assert store.ledger() == ledger, f"byte {at} changes the ledger unseen"
                    assert store.log()[-1] == head
                    outcomes["harmless"] += 1
            except StoreError as error:
                outcomes[type(error).__name__] += 1
            for ending in BESIDE:
                Path(f"{place.path}{ending}").unlink(missing_ok=True)
        tell(dict(outcomes))
        assert outcomes["DamagedStoreError"] > count / 20

    @pytest.mark.parametrize("command", ["verify", "ledger", "add"])
    def test_a_truncated_file(self, place: SqlitePlace, command: str) -> None:
        """At any length it is an error by name, and what is left stays."""
        filled(place, batches=4, size=20)
        with place.open() as store:
            head = store.head
        assert head is not None
        sound = place.path.read_bytes()
        lengths = (0, 1, 15, 16, 50, 100, 512, PAGE, PAGE * 3)

        def use(head: str) -> None:
            with place.open(create=False) as store:
                if command == "add":
                    store.add(claim(999))
                if command == "ledger":
                    store.ledger()
                store.verify(head)

        for length in (*lengths, len(sound) - PAGE, len(sound) - 1):
            place.path.write_bytes(sound[:length])
            with pytest.raises((DamagedStoreError, NotAStoreError)):
                use(head.digest)
            left = place.path.read_bytes()
            assert left[:16] == sound[:length][:16]
            for ending in BESIDE:
                Path(f"{place.path}{ending}").unlink(missing_ok=True)

    @pytest.mark.parametrize(
        "change",
        [
            *(f"ledger_batches SET {column} = 'x'" for column in ("start", "size")),
            *(f"ledger_batches SET {column} = x'00'" for column in ("parents", "recorded", "note")),
            *(f"ledger_batches SET {column} = 1.5" for column in ("start", "size")),
            *(f"ledger_records SET {column} = 'x'" for column in ("key", "role", "link")),
            "ledger_records SET body = CAST(body AS BLOB)",
            "ledger_topics SET topic = CAST(topic AS BLOB)",
            "ledger_topics SET surrounds = 'x'",
        ],
    )
    def test_values_of_another_kind(self, place: SqlitePlace, change: str) -> None:
        """SQLite holds any kind of value in any column; only what was written is taken."""
        filled(place)
        place.tamper(f"UPDATE {change}")

        def verify() -> None:
            with place.open() as store:
                store.verify()

        with pytest.raises(DamagedStoreError):
            verify()
        with place.open() as store, contextlib.suppress(DamagedStoreError, UnknownNameError):
            assert store.question(claim(1)).claims  # Or one of these errors, and no other.

    def test_a_version_of_another_kind(self, place: SqlitePlace) -> None:
        """It is no version, and what has it no store."""
        filled(place)
        place.tamper(
            "ALTER TABLE ledger_versions RENAME TO old",
            "CREATE TABLE ledger_versions (version)",
            "INSERT INTO ledger_versions VALUES ('x')",
            "DROP TABLE old",
        )
        with pytest.raises(NotAStoreError, match="no store"):
            place.open()

    @pytest.mark.parametrize("name", ["ledger_records_update", "ledger_batches_insert"])
    def test_a_guard_that_is_gone(self, place: SqlitePlace, name: str) -> None:
        """It is named."""
        filled(place)
        place.run(f"DROP TRIGGER {name}")
        with place.open() as store, pytest.raises(DamagedStoreError, match=f"{name} is gone"):
            store.verify()

    def test_a_guard_too_many(self, place: SqlitePlace) -> None:
        """Whatever is not of the schema is not of us."""
        filled(place)
        place.run(
            "CREATE TRIGGER more AFTER INSERT ON ledger_records BEGIN"
            " INSERT INTO ledger_versions VALUES (9); END"
        )
        with place.open() as store, pytest.raises(DamagedStoreError, match="more is not of this"):
            store.verify()

    def test_an_index_that_lies(self, place: SqlitePlace) -> None:
        """SQLite finds it when a store is verified."""
        filled(place)
        place.run(
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_master SET sql = replace(sql, '(link, key)', '(key, link)')"
            " WHERE name = 'ledger_records_link'",
        )
        with place.open() as store, pytest.raises(DamagedStoreError):
            store.verify()

    def test_replaced_rows(self, place: SqlitePlace) -> None:
        """SQLite replaces without deleting, and is refused all the same."""
        ledger = filled(place)
        for table in ("ledger_records", "ledger_batches"):
            with pytest.raises(sqlite3.IntegrityError):
                place.run(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE number = 2")
        with pytest.raises(sqlite3.IntegrityError):
            place.run(
                "INSERT OR REPLACE INTO ledger_batches SELECT 4, digest, parents, recorded,"
                " recorder, note, 7, 0, content FROM ledger_batches WHERE number = 2"
            )
        with place.open() as store:
            assert store.verify().batches == 3
            assert store.ledger() == ledger


class TestDamagedPages:
    """SQLite itself finds a page that is none any more, and says so while it reads."""

    @staticmethod
    def wipe(place: SqlitePlace, table: str, which: int) -> None:
        data = bytearray(place.path.read_bytes())
        number = pages_of(bytes(data), table)[which]
        data[(number - 1) * PAGE : number * PAGE] = bytes([255]) * PAGE
        place.path.write_bytes(data)

    def test_of_the_version(self, place: SqlitePlace) -> None:
        """It is damage, not another database."""
        filled(place)
        self.wipe(place, "ledger_versions", 0)
        with pytest.raises(DamagedStoreError):
            place.open()

    def test_of_some_records(self, place: SqlitePlace) -> None:
        """The first batch that is not whole is named; what is before it can be read."""
        filled(place, batches=6, size=40)
        self.wipe(place, "ledger_records", -2)
        with place.open() as store:
            named = []
            for use in (store.ledger, store.verify):
                with pytest.raises(DamagedStoreError) as caught:
                    use()
                named.append(caught.value.batch)
            batch = named[0]
            assert batch is not None
            assert named == [batch] * 2
            assert batch > 1
            before = store.ledger(at=store.log()[batch - 2].digest)
            assert len(before) == 40 * (batch - 1)


class TestEarlierVersions:
    def test_a_store_of_the_first_schema(self, place: SqlitePlace) -> None:
        """It opens, verifies by its head, reads as what was added, and can be added to."""
        with place.connected() as connection:
            connection.executescript((DATA / "store-1.sql").read_text(encoding="utf-8"))
        head = "09804a7e7ab50b74ed6d13a2cffd530a46e58130e92afde4337e8c25d589e3bf"
        with place.open(create=False) as store:
            assert store.verify(head).batches == 2
            assert [(b.by, b.note) for b in store.log()] == [("Anna", None), ("Bo", "second")]
            ledger = store.ledger()
            assert ledger == cl.read(DATA / "store-1.jsonl")
            assert len(store.question(ledger.claims[0])) == 1
            assert store.add(ledger) is None, "all of it is known"
            assert store.add(claim(1)) is not None
            assert store.verify(head).batches == 3


class TestPlaces:
    @pytest.mark.parametrize("content", [b"", b"SQLite format 2", b"source,date\n", bytes(4096)])
    def test_not_a_store(self, place: SqlitePlace, content: bytes) -> None:
        """It is left as it is."""
        place.path.write_bytes(content)
        with pytest.raises(NotAStoreError, match="not a store, but no SQLite file"):
            place.open()
        assert place.path.read_bytes() == content
        assert names_in(place.folder) == [place.path.name]

    def test_a_file_that_only_begins_so(self, place: SqlitePlace) -> None:
        """It is damaged, and left as it is."""
        content = b"SQLite format 3\0" + b"x" * 5000
        place.path.write_bytes(content)
        with pytest.raises((DamagedStoreError, NotAStoreError)):
            place.open()
        assert place.path.read_bytes() == content

    def test_a_folder(self, place: SqlitePlace) -> None:
        """It is no store."""
        with pytest.raises(NotAStoreError, match="a folder"):
            cl.open_store(place.folder)

    def test_may_not_be_read(self, place: SqlitePlace, monkeypatch: pytest.MonkeyPatch) -> None:
        """What it is cannot be told then."""
        place.path.write_text("source,date", encoding="utf-8")
        monkeypatch.setattr("os.access", lambda *_: False)
        with pytest.raises(StoreError, match="permission denied: it cannot be read") as told:
            place.open()
        assert not isinstance(told.value, NotAStoreError)

    def test_no_folder(self, place: SqlitePlace) -> None:
        """Nor is one made."""
        with pytest.raises(NotAStoreError, match="there is no folder"):
            cl.open_store(place.folder / "no" / "desk.db")

    def test_nothing_there(self, place: SqlitePlace) -> None:
        """It is not made where it is not to be."""
        with pytest.raises(NotAStoreError, match="there is no such file"):
            place.open(create=False)
        assert names_in(place.folder) == []

    @pytest.mark.parametrize("ending", ["-wal", "-journal", "-head"])
    def test_a_log_without_its_file(self, place: SqlitePlace, ending: str) -> None:
        """What it holds would be lost, or be taken for a part of a new store."""
        log = Path(f"{place.path}{ending}")
        log.write_bytes(b"what was saved")
        with pytest.raises(DamagedStoreError, match="with what was saved last is still there"):
            place.open()
        assert log.read_bytes() == b"what was saved"
        assert not place.path.exists()

    def test_made_by_somebody_else_in_the_meantime(
        self, place: SqlitePlace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """With a log that is in use by now, it is a store like any other."""
        with place.open() as other:
            other.add(claim(1))
            assert f"{place.path.name}-wal" in names_in(place.folder)
            real = Path.exists
            seen = iter((False,))
            monkeypatch.setattr(
                Path, "exists", lambda p: next(seen, real(p)) if p == place.path else real(p)
            )
            with place.open() as store:
                assert store.ledger() == other.ledger()

    def test_names_that_are_hard_to_quote(self, place: SqlitePlace) -> None:
        """Are file names like others, and paths may be texts or not."""
        for name in ("a?mode=memory", "100%25 #1", "Ünï — 名", ":memory:", "file:x"):
            path = place.folder / name
            with cl.open_store(path) as store:
                store.add(claim(1))
            with cl.open_store(str(path), create=False) as store:
                assert len(store.ledger()) == 1
            assert path.is_file()

    def test_a_link(self, place: SqlitePlace) -> None:
        """It is the store that it leads to."""
        ledger = filled(place)
        link = place.folder / "link.db"
        link.symlink_to(place.path)
        with cl.open_store(link) as store:
            assert store.ledger() == ledger
            store.add(claim(77))
        with place.open() as store:
            assert len(store.ledger()) == len(ledger) + 1

    def test_without_links(self, place: SqlitePlace, monkeypatch: pytest.MonkeyPatch) -> None:
        """A file system that has none still makes a store, and never over another."""

        def link(*_: object) -> None:
            raise OSError(1, "Operation not permitted")

        monkeypatch.setattr("os.link", link)
        ledger = filled(place)
        with place.open() as store:
            assert store.ledger() == ledger
        other = place.folder / "other.db"
        real = Path.exists
        seen = iter((False,))
        monkeypatch.setattr(
            Path, "exists", lambda p: next(seen, real(p)) if p.name == other.name else real(p)
        )
        other.write_bytes(place.path.read_bytes())  # Somebody makes it in the meantime.
        with cl.open_store(other) as store:
            assert store.ledger() == ledger


def unprivileged(work: Callable[[], object]) -> str:
    """What somebody without rights is told of some work; root becomes nobody for it."""
    is_root = os.getuid() == 0
    if is_root:
        os.setresgid(65534, 65534, 0)
        os.setresuid(65534, 65534, 0)
    try:
        work()
    except Exception as error:  # noqa: BLE001
        return f"{type(error).__name__}: {error}"
    finally:
        if is_root:
            os.setresuid(0, 0, 0)
            os.setresgid(0, 0, 0)
    return "done"


@posix
class TestReadOnly:
    @pytest.fixture
    def fixed(self, place: SqlitePlace) -> Iterator[tuple[SqlitePlace, cl.Ledger]]:
        """A store in a folder that can only be read."""
        ledger = filled(place)
        self.lock(place)
        yield place, ledger
        place.folder.chmod(0o700)

    @staticmethod
    def lock(place: SqlitePlace) -> None:
        for path in place.folder.iterdir():
            path.chmod(0o444)
        place.folder.chmod(0o555)

    def test_adding(self, fixed: tuple[SqlitePlace, cl.Ledger]) -> None:
        """It is an error by name, and nothing is different."""
        place, ledger = fixed

        def add() -> None:
            with place.open() as store:
                store.add(claim(99))

        said = unprivileged(add)
        assert said.startswith("ReadOnlyStoreError: ")
        assert said.endswith("can only be read, so nothing is added")
        with place.open() as store:
            assert store.ledger() == ledger

    def test_reading(self, fixed: tuple[SqlitePlace, cl.Ledger]) -> None:
        """It works, with everything else that does not write."""
        place, ledger = fixed

        def read() -> None:
            with place.open(create=False) as store:
                assert store.ledger() == ledger
                assert store.verify().batches == 3
                assert len(store.question(claim(1))) == 6

        read()  # All modules are loaded, which nobody without rights may read.
        assert unprivileged(read) == "done"

    def test_making_one(self, fixed: tuple[SqlitePlace, cl.Ledger]) -> None:
        """It is an error by name."""
        place, _ = fixed
        said = unprivileged(lambda: cl.open_store(place.folder / "new.db").close())
        assert said.startswith(f"ReadOnlyStoreError: {place.folder / 'new.db'}: ")

    def test_a_log_that_is_not_in_the_file(self, place: SqlitePlace) -> None:
        """Reading the file alone would leave out what was saved, and is refused."""
        with place.open() as store:
            store.add(claim(1))
            copy = place.folder / "copy"
            copy.mkdir()
            for ending in ("", "-wal"):
                shutil.copy(f"{place.path}{ending}", copy)
        other = SqlitePlace(copy)
        self.lock(other)
        place.folder.chmod(0o755)
        said = unprivileged(lambda: other.open(create=False).close())
        copy.chmod(0o700)
        assert said.startswith("ReadOnlyStoreError: ")
        assert said.endswith("its log holds what is not in it yet, and has to go with it")

    def test_a_folder_that_may_not_be_entered(self, place: SqlitePlace) -> None:
        """Nothing is known of what is in it."""
        filled(place)
        place.folder.chmod(0)
        said = unprivileged(lambda: place.open().close())
        place.folder.chmod(0o700)
        assert said == f"ReadOnlyStoreError: {place.path}: Permission denied: nothing is added"

    def test_a_folder_that_may_not_be_listed(self, place: SqlitePlace) -> None:
        """It holds a store like any other."""
        place.folder.chmod(0o733)
        assert unprivileged(lambda: place.open().close()) == "done"
        place.folder.chmod(0o700)
        with place.open(create=False) as store:
            assert store.verify().batches == 0

    def test_a_file_that_may_not_be_read(self, place: SqlitePlace) -> None:
        """It says so."""
        filled(place)
        place.folder.chmod(0o755)
        place.path.chmod(0)
        said = unprivileged(lambda: place.open().close())
        assert said == f"StoreError: {place.path}: permission denied: it cannot be read"


FILL = """
import resource, signal, sys
import claimledger as cl
from claimledger.errors import FullStoreError, StoreError
from tests.test_store_file import batch_of
limit = int(sys.argv[2])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with cl.open_store(sys.argv[1]) as store:
    store.add(batch_of(0))
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    number = 1
    try:
        while number < 10_000:
            store.add(batch_of(number))
            number += 1
    except StoreError as error:
        print(type(error).__name__, number, flush=True)
        assert len(store.log()) == number, (len(store.log()), number)
        store.verify()
"""


def fill(address: str, limit: int = 0) -> tuple[str, int]:
    """Add batches until there is no more room: the error, and how many had been saved."""
    root = Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", FILL, address, str(limit)],
        capture_output=True,
        encoding="utf-8",
        cwd=root,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    kind, number = done.stdout.split()
    return kind, int(number)


@posix
class TestFull:
    @pytest.mark.parametrize("limit", [200_000, 300_001, 512_000])
    def test_no_file_may_grow_further(self, place: SqlitePlace, limit: int) -> None:
        """It is an error by name; all that was saved before is there, and can be added to."""
        kind, saved = fill(place.address, limit)
        assert kind in {"FullStoreError", "StoreError"}
        assert saved > 1
        with place.open() as store:
            assert store.verify().batches == saved
            assert store.ledger() == cl.Ledger().merge(*map(batch_of, range(saved)))
            assert store.add(batch_of(saved)) is not None

    def test_no_more_pages(self, place: SqlitePlace) -> None:
        """A quota is a full disk: what was saved stays, and more room makes it go on."""
        with place.open() as store:
            saved = 0
            (pages,) = store._database.rows("PRAGMA page_count")[0]
            store._database.rows(f"PRAGMA max_page_count = {pages + 30}")
            with pytest.raises(FullStoreError, match="all saved before is safe"):  # noqa: PT012
                while True:
                    store.add(batch_of(saved))
                    saved += 1
            assert saved > 1
            assert store.ledger() == cl.Ledger().merge(*map(batch_of, range(saved)))
            store._database.rows("PRAGMA max_page_count = 100000")
            assert store.add(batch_of(saved)) is not None
            assert store.verify().batches == saved + 1

    @pytest.fixture
    def small_disk(self, tmp_path: Path) -> Iterator[Path]:
        """A disk of a megabyte."""
        command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(tmp_path)]
        if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("only root may mount a small disk")
        yield tmp_path
        subprocess.run(["umount", str(tmp_path)], check=True)

    def test_a_full_disk(self, small_disk: Path) -> None:
        """The same, and room makes it go on."""
        ballast = small_disk / "ballast"
        ballast.write_bytes(bytes(100_000))
        address = str(small_disk / "desk.db")
        kind, saved = fill(address)
        assert kind == "FullStoreError"
        with cl.open_store(address) as store:
            assert store.ledger() == cl.Ledger().merge(*map(batch_of, range(saved)))
            ballast.unlink()
            assert store.add(batch_of(saved)) is not None
            store.verify()

    def test_no_room_to_make_one(self, small_disk: Path) -> None:
        """Nothing is left of it."""
        (small_disk / "ballast").write_bytes(bytes(1_000_000))
        with pytest.raises(FullStoreError):
            cl.open_store(small_disk / "desk.db")
        assert names_in(small_disk) == ["ballast"]


class TestErrors:
    def test_of_undoing(self, place: SqlitePlace, monkeypatch: pytest.MonkeyPatch) -> None:
        """What went wrong first is told, not that it cannot be undone either."""

        class Broken:
            def execute(self, text: str) -> None:
                raise sqlite3.OperationalError(f"cannot {text}")

        def broken() -> None:
            with place.open() as store:
                database: Any = store._database
                with monkeypatch.context() as patch, database.writing():
                    patch.setattr(database, "_connection", Broken())
                    raise RuntimeError("in the middle")

        with pytest.raises(RuntimeError, match="in the middle"):
            broken()
        with place.open() as store:
            assert store.log() == ()

    def test_of_the_system(self, place: SqlitePlace, monkeypatch: pytest.MonkeyPatch) -> None:
        """They are told as errors of the store."""

        def fail(*_: object, **__: object) -> None:
            raise OSError(5, "Input/output error")

        monkeypatch.setattr("os.link", fail)
        monkeypatch.setattr(Path, "rename", fail)
        with pytest.raises(StoreError, match="Input/output error"):
            place.open()
        assert names_in(place.folder) == []

    def test_a_disk_that_fails(self, place: SqlitePlace) -> None:
        """Whether the last batch was saved is not known, and it says so."""
        with place.open() as store:
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
            assert isinstance(store._database, Sqlite)
            told = store._database._error(error)
        assert "adding it again does no harm" in str(told)
