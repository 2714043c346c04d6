"""How a process ends within a batch: Ctrl-C in the insertion, a kill in the commit."""

from __future__ import annotations

import itertools
import mmap
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

import claimledger as cl
from tests.store_places import ROOM, SqlitePlace, StorePlace, claim
from tests.test_store_file import FRAME, LOG_HEADER, Writer, batch_of, often, posix, tell

HOUSE = Path(__file__).parent.parent
SIZE = 6_000


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder, in memory where there is such a one."""
    with TemporaryDirectory(dir=ROOM) as name:
        yield Path(name)


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, folder: Path) -> StorePlace:
    """A place for a store of each kind."""
    if request.param == "sqlite":
        return SqlitePlace(folder)
    server = request.getfixturevalue("postgres")
    from tests.postgres_server import PostgresPlace

    return PostgresPlace(server)


ADD = """
import signal, sys
from claimledger.cli import main
from claimledger.store import schema, stores
signal.signal(signal.SIGINT, signal.default_int_handler)
linked, done = stores.linked, 0
def counted(*row):
    global done
    done += 1
    if done == int(sys.argv[1]):
        print("now", flush=True)
    return linked(*row)
stores.linked = counted
code = main(["store", "add", *sys.argv[2:]])
signal.signal(signal.SIGINT, signal.SIG_IGN)
print(done, flush=True)
sys.exit(code)
"""
"""The command, which says when so many records of the batch were given to the database."""


def interrupted(address: str, file: Path, at: int, delay: float) -> tuple[int, int, str]:
    """Ctrl-C when so many records were inserted: exit code, records by then, and what is said."""
    child = subprocess.Popen(
        [sys.executable, "-c", ADD, str(at), address, str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        cwd=HOUSE,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "now\n"
    time.sleep(delay)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    last = out.split()[-1] if out else ""
    return child.returncode, int(last) if last.isdigit() and len(last) < 10 else -1, err


@posix
class TestInterrupted:
    def test_in_the_insertion(self, place: StorePlace, folder: Path) -> None:
        """Nothing of the batch is there, and everything before it."""
        with place.open() as store:
            store.add(claim(-1), claim(-2))
            before, head = store.ledger(), store.log()[-1].digest
        file = folder / "big.jsonl"
        cl.write(cl.Ledger(frozenset(claim(number) for number in range(SIZE))), file)
        for at in (1, SIZE // 8, SIZE // 3)[: often(1, 3)]:
            code, done, said = interrupted(place.address, file, at, 0)
            assert at <= done
            assert done < SIZE or place.kind == "postgres", "it was in the middle"
            assert code == 130
            assert said == "claimledger: interrupted\n"
            with place.open(create=False) as store:
                assert store.ledger() == before
                assert store.verify(head).batches == 1
        with place.open() as store:
            batch = store.add(cl.read(file))
            assert batch is not None
            assert batch.size == SIZE
            assert store.verify(head).batches == 2

    def test_at_any_moment(self, folder: Path) -> None:
        """All of the batch is there, or nothing; and if it was not interrupted, all of it."""
        chance = random.Random(9)
        file = folder / "some.jsonl"
        ledger = cl.Ledger(frozenset(claim(number) for number in range(1_000)))
        cl.write(ledger, file)
        ends: Counter[tuple[int, int]] = Counter()
        for turn in range(often(4, 150)):
            address = str(folder / f"{turn}.db")
            code, _, said = interrupted(address, file, 1, chance.uniform(0, 0.01))
            with cl.open_store(address, create=False) as store:
                batches = store.verify().batches
                assert store.ledger() == (ledger if batches else cl.Ledger())
            if code == 130:
                assert said.endswith("claimledger: interrupted\n")
                assert batches or " new, " not in said
            else:  # It was at its end already.
                assert (code, batches) in {(0, 1), (-signal.SIGINT, 1)}
            ends[code, batches] += 1
        tell(dict(ends))


def unfinished(log: bytes) -> int:
    """How many frames stand in a log after the last one that ends a batch."""
    salts, count = log[16:24], 0
    for start in range(LOG_HEADER, len(log) - FRAME + 1, FRAME):
        if log[start + 8 : start + 16] != salts:
            break
        count = 0 if any(log[start + 4 : start + 8]) else count + 1
    return count


def large_batch(number: int) -> cl.Ledger:
    """A batch whose commit takes some time."""
    return cl.Ledger(frozenset(claim(number * 1_000 + n) for n in range(600)))


def flagging(
    address: str, batches: range, flag: mmap.mmap
) -> Callable[[Callable[[bytes], None]], None]:
    """Add batches, and set a flag when the last of them is about to be committed."""
    ledgers = [large_batch(number) for number in batches]

    def work(say: Callable[[bytes], None]) -> None:
        with cl.open_store(address) as store:
            commits = itertools.count(1)

            def traced(statement: str) -> None:
                if statement == "COMMIT" and next(commits) == len(batches):
                    flag[0] = 1

            database: Any = store._database
            database._connection.set_trace_callback(traced)
            for number, ledger in zip(batches, ledgers, strict=True):
                store.add(ledger)
                say(b"%d" % number)
            time.sleep(60)

    return work


def wait_busily(flag: mmap.mmap, seconds: float) -> None:
    """Until a flag is set, and for some microseconds more."""
    latest = time.perf_counter() + 60
    while not flag[0]:
        assert time.perf_counter() < latest, "the writer never came to its commit"
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        pass


@posix
class TestKilledInTheCommit:
    @pytest.mark.parametrize("where", ["memory", "disk"])
    def test_at_any_moment(self, folder: Path, tmp_path: Path, where: str) -> None:
        """While SQLite writes and syncs the log: the batch is there whole, or nothing of it."""
        chance = random.Random(11)
        place = SqlitePlace(folder if where == "memory" else tmp_path)
        saved: list[int] = []
        ends: Counter[str] = Counter()
        for turn in range(often(9, 400)):
            if turn % 3 == 0:
                place, saved = place.next(), []
            first, flag = turn % 3 * 10, mmap.mmap(-1, 1)
            writer = Writer(flagging(place.address, range(first, first + 2), flag))
            wait_busily(flag, chance.uniform(0, 0.0006))
            said = writer.kill()
            log = Path(f"{place.path}-wal").read_bytes()
            with place.open(create=False) as store:
                store.verify()
                fresh = len(store.log()) - len(saved)
                assert fresh - len(said) in {0, 1}
                saved += range(first, first + fresh)
                assert store.ledger() == cl.Ledger().merge(*map(large_batch, saved))
            if unfinished(log):
                ends["with the log half written"] += 1
            else:
                ends["written, not said" if fresh > len(said) else "before or after"] += 1
        tell(dict(ends))
        assert ends["with the log half written"] + ends["written, not said"]

    @pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
    def test_at_every_write(self, folder: Path) -> None:
        """Before each write to the log, and before it is synced, in a batch and in the next."""
        program = (
            "import sys\nfrom tests.test_store_ends import adding_two\nadding_two(sys.argv[1])\n"
        )
        found: Counter[tuple[int, bool]] = Counter()
        for call, step in (("pwrite64", often(16, 1)), ("fdatasync", 1)):
            for when in range(1, 1_000, step):
                place = SqlitePlace(folder).next()
                for path in folder.iterdir():
                    path.unlink()
                log = f"{place.path}-wal"
                how = f"inject={call}:signal=SIGKILL:when={when}"
                command = ["strace", "-f", "-o", "/dev/null", "-P", log, "-e", how]
                done = subprocess.run(
                    [*command, sys.executable, "-c", program, place.address],
                    capture_output=True,
                    encoding="utf-8",
                    check=False,
                    cwd=HOUSE,
                )
                if "ptrace" in done.stderr:
                    pytest.skip(f"strace cannot trace here: {done.stderr[-200:]}")
                said = done.stdout.split()
                half = unfinished(Path(log).read_bytes()) > 0 if Path(log).exists() else False
                with place.open(create=False) as store:
                    batches = store.verify().batches
                    assert len(said) <= batches <= len(said) + 1
                    assert store.ledger() == cl.Ledger().merge(*map(batch_of, range(batches)))
                found[batches, half] += 1
                if done.returncode == 0:  # So often it is not done.
                    break
        tell(dict(found))
        assert found[0, True]
        assert found[2, False]


def adding_two(address: str) -> None:
    """Add two batches, and say of each when it is saved."""
    with cl.open_store(address) as store:
        for number in range(2):
            store.add(batch_of(number))
            os.write(1, b"%d\n" % number)
