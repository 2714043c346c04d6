"""The log that a crash leaves behind, and the note beside it of what was saved.

``CLAIMLEDGER_LONG_TESTS`` changes every single byte of a log.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import pytest

import claimledger as cl
from claimledger.cli import main
from claimledger.errors import BusyStoreError, DamagedStoreError, NotAStoreError
from claimledger.store.notes import EVERY, PLACES, Note
from claimledger.store.sqlite import BESIDE
from tests.store_places import ROOM, SqlitePlace, claim
from tests.test_store_file import (
    FRAME,
    IS_LONG,
    LOG_HEADER,
    Writer,
    adding,
    batch_of,
    often,
    posix,
    tell,
    unprivileged,
)

BATCHES = 4
MASKS = (1, 2, 4, 8, 16, 32, 64, 128, 255)
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder, in memory where there is such a one."""
    with TemporaryDirectory(dir=ROOM) as name:
        yield Path(name)


@attrs.frozen(kw_only=True)
class Left:
    """What a store leaves that ends without a word.

    Attributes:
        folder: Where to put it.
        files: The bytes of the file, and of each one beside it.
        log: The batches that were saved.
    """

    folder: Path
    files: dict[str, bytes]
    log: tuple[cl.store.Batch, ...]

    def restored(self, **other: bytes | None) -> Path:
        """Put it there as it was, but for some files; None leaves one out."""
        path = self.folder / "restored.db"
        named = {f"-{name}": data for name, data in other.items()}
        for ending, data in {**dict.fromkeys(BESIDE), **self.files, **named}.items():
            target = path.with_name(path.name + ending)
            target.unlink(missing_ok=True)
            if data is not None:
                target.write_bytes(data)
        return path


@pytest.fixture
def left(folder: Path) -> Left:
    """A store of some batches, all of which but the first are in its log alone."""
    place = SqlitePlace(folder)
    with place.open() as store:
        store.add(claim(0))
    with place.open() as store:
        for number in range(1, BATCHES):
            store.add(claim(number))
        endings = ("", "-wal", "-head")
        files = {ending: Path(f"{place.path}{ending}").read_bytes() for ending in endings}
        return Left(folder=folder, files=files, log=store.log())


def changed(data: bytes, at: int, mask: int = 255) -> bytes:
    """The same bytes but for one."""
    return data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :]


def check_all_is_there(path: Path, left: Left) -> None:
    """Every batch that was saved is, as it was."""
    with cl.open_store(path, create=False) as store:
        assert store.log() == left.log
        assert len(store.ledger()) == BATCHES
        assert store.verify(left.log[-1].digest).batches == BATCHES


def missed(path: Path, left: Left) -> DamagedStoreError | None:
    """The error that tells that something is not there; None where all of it is."""
    try:
        check_all_is_there(path, left)
    except DamagedStoreError as error:
        return error
    return None


class TestDamagedLog:
    def test_every_byte(self, left: Left) -> None:
        """A change is told, with the first batch that is missing, and nothing is written."""
        log = left.files["-wal"]
        frames = (len(log) - LOG_HEADER) // FRAME
        assert frames * FRAME == len(log) - LOG_HEADER
        outcomes: Counter[object] = Counter()
        for at in range(len(log)):
            within = (at - LOG_HEADER) % FRAME
            if not IS_LONG and at >= LOG_HEADER and within >= 24 and at % 499:
                continue
            path = left.restored(wal=changed(log, at, MASKS[at % len(MASKS)]))
            before = Path(f"{path}-wal").read_bytes()
            error = missed(path, left)
            assert error is not None, f"byte {at} can be changed unseen"
            assert f"the log {path.name}-wal is damaged" in str(error)
            assert (path.read_bytes(), Path(f"{path}-wal").read_bytes()) == (left.files[""], before)
            outcomes[error.batch] += 1
        assert outcomes.keys() == set(range(2, BATCHES + 1)), "the first that is missing"
        tell(dict(outcomes))

    @pytest.mark.parametrize("frames", [0, 1, 5, -1])
    def test_cut_off(self, left: Left, frames: int) -> None:
        """Batches that were saved are missed, wherever it ends."""
        log = left.files["-wal"]
        path = left.restored(wal=log[: LOG_HEADER + frames * FRAME if frames >= 0 else -FRAME])
        with pytest.raises(DamagedStoreError, match="put in the place of the store"):
            cl.open_store(path)

    def test_gone(self, left: Left) -> None:
        """Somebody took it for a file that nobody needs."""
        path = left.restored(wal=None)
        with pytest.raises(DamagedStoreError, match="batch 2: it was saved, and is not there"):
            cl.open_store(path)

    def test_an_older_copy(self, left: Left, folder: Path) -> None:
        """It is none of what was saved last."""
        path = left.restored()
        with cl.open_store(folder / "other.db") as other:
            for number in range(BATCHES + 1):
                other.add(claim(100 + number))
        shutil.copy(folder / "other.db", path)
        Path(f"{path}-wal").unlink()
        with pytest.raises(DamagedStoreError, match="batch 2: "):
            cl.open_store(path)

    def test_is_told_again(self, left: Left) -> None:
        """As often as it is opened, also after SQLite brought what it takes into the file."""
        path = left.restored(wal=changed(left.files["-wal"], LOG_HEADER + 24))
        for _ in range(2):
            with pytest.raises(DamagedStoreError):
                cl.open_store(path)
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        with pytest.raises(DamagedStoreError):
            cl.open_store(path)

    def test_without_the_note(self, left: Left) -> None:
        """What is left can be used, and only a head that was kept elsewhere tells."""
        path = left.restored(wal=changed(left.files["-wal"], len(left.files["-wal"]) - 1))
        Path(f"{path}-head").unlink()
        with cl.open_store(path, create=False) as store:
            assert store.log() == left.log[:-1]
            with pytest.raises(DamagedStoreError, match="no batch has the remembered head"):
                store.verify(left.log[-1].digest)
            store.add(claim(77))
            assert store.verify().batches == BATCHES

    @pytest.mark.parametrize("command", ["verify", "log", "add"])
    def test_commands(self, left: Left, capsys: Capture, command: str) -> None:
        """They say so in one line."""
        path = left.restored(wal=changed(left.files["-wal"], 0))
        added = ["a.csv"] if command == "add" else []
        Path(left.folder / "a.csv").write_text("source,side,date,measure,value\n", encoding="utf-8")
        code = main(["store", command, str(path), *(str(left.folder / name) for name in added)])
        told = capsys.readouterr()
        assert code == (1 if command == "verify" else 2)
        (line,) = (told.out + told.err).splitlines()
        assert "batch 2: it was saved, and is not there" in line

    @posix
    def test_where_nothing_can_be_written(self, left: Left, folder: Path) -> None:
        """Reading it says so too."""
        path = left.restored(wal=None)
        path.chmod(0o444)
        folder.chmod(0o555)
        said = unprivileged(lambda: cl.open_store(path, create=False).close())
        folder.chmod(0o700)
        assert said.startswith(f"DamagedStoreError: {path}: batch 2: ")

    @posix
    def test_of_a_process_that_was_killed(self, folder: Path) -> None:
        """Of what it said was saved, nothing can be taken away unseen."""
        told = whole = 0
        for turn in range(often(8, 100)):
            path = folder / f"{turn}.db"
            writer = Writer(adding(str(path), 0))
            writer.wait_for_a_word()
            said = writer.kill()
            log = Path(f"{path}-wal").read_bytes()
            for at in range(LOG_HEADER + 30, len(log), max(FRAME, len(log) // 10)):
                copy = folder / "copy.db"
                for ending in BESIDE:
                    Path(f"{copy}{ending}").unlink(missing_ok=True)
                shutil.copy(path, copy)
                with suppress(FileNotFoundError):  # Killed before the first was noted.
                    shutil.copy(f"{path}-head", f"{copy}-head")
                Path(f"{copy}-wal").write_bytes(changed(log, at))
                try:
                    with cl.open_store(copy, create=False) as store:
                        expected = cl.Ledger().merge(*map(batch_of, said))
                        assert expected.records <= store.ledger().records
                        whole += 1
                except DamagedStoreError:
                    told += 1
            with cl.open_store(path, create=False) as store:
                assert store.verify().batches >= len(said)
        assert told
        tell(f"{told} times told, {whole} times without effect")


class TestNote:
    def test_is_beside_a_store_in_use(self, folder: Path) -> None:
        """With the last batches that were saved, and gone when it is closed."""
        place = SqlitePlace(folder)
        note = Note(place.path)
        with place.open() as store:
            assert not note.path.exists()
            for number in range(PLACES + 3):
                store.add(claim(number))
                assert store.add(claim(number)) is None
            last = store.log()[-PLACES:]
            assert note.batches() == {batch.number: batch.digest for batch in last}
            with place.open() as other:
                other.add(claim(99))
            assert max(note.batches()) == PLACES + 4, "the first has it open still"
        assert not note.path.exists()

    def test_is_synced_now_and_then(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The first, and others after a while; a batch has its own sync."""
        now, synced = 1_000.0, list[int]()
        monkeypatch.setattr("time.monotonic", lambda: now)
        monkeypatch.setattr("os.fsync", synced.append)
        note = Note(folder / "desk.db")
        (folder / "desk.db").touch()
        for wait in (0, 0, EVERY / 2, EVERY / 2, 0):
            now += wait
            note.write(1, "0" * 64)
        assert len(synced) == 2

    def test_merging_is_noted(self, folder: Path) -> None:
        """The last of several batches at once."""
        with (place := SqlitePlace(folder)).open() as one, place.next().open() as other:
            for number in range(3):
                other.add(claim(number))
            one.merge(other)
            assert Note(Path(one.name)).batches() == {3: other.log()[-1].digest}

    def test_every_byte(self, left: Left) -> None:
        """A note that is not whole says nothing, and nothing false."""
        text = left.files["-head"]
        for at in range(0, len(text), 1 if IS_LONG else 13):
            check_all_is_there(left.restored(head=changed(text, at)), left)
        for cut in range(0, len(text), 1 if IS_LONG else 13):
            check_all_is_there(left.restored(head=text[:cut]), left)
        path = left.restored(head=text[:-1])
        assert Note(path).batches().keys() == {2, 3}

    @pytest.mark.skipif(os.name != "posix", reason="other systems have no modes")
    def test_may_be_written_by_whoever_may_write_to_the_store(self, folder: Path) -> None:
        """Its mode is that of the file."""
        place = SqlitePlace(folder)
        place.open().close()
        place.path.chmod(0o660)
        with place.open() as store:
            store.add(claim(1))
            assert stat.S_IMODE(Path(f"{place.path}-head").stat().st_mode) == 0o660

    def test_that_cannot_be_written(self, folder: Path) -> None:
        """Is no reason not to save a batch."""
        place = SqlitePlace(folder)
        place.open().close()
        with place.open() as store:
            Path(f"{place.path}-head").mkdir()
            assert store.add(claim(1)) is not None
        Path(f"{place.path}-head").rmdir()
        with place.open() as store:
            assert len(store.ledger()) == 1

    def test_beside_something_else(self, folder: Path) -> None:
        """It is no store for that."""
        place = SqlitePlace(folder)
        place.run("CREATE TABLE other (number)")
        Note(place.path).write(1, "0" * 64)
        with pytest.raises(NotAStoreError):
            place.open()

    def test_while_others_hold_the_file(self, folder: Path) -> None:
        """Whether a batch is there is waited for, and not passed over."""
        place = SqlitePlace(folder)
        with place.open() as store:
            store.add(claim(1))
            text = Path(f"{place.path}-head").read_bytes()
        Path(f"{place.path}-head").write_bytes(text)
        with place.connected() as other:
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(BusyStoreError):
                place.open(timeout=0.05)
        assert place.open().verify().batches == 1

    def test_opened_while_others_add(self, folder: Path) -> None:
        """What is noted is there for whoever opens it then."""
        place = SqlitePlace(folder)
        place.open().close()
        with place.open() as store:
            for number in range(often(100, 2_000)):
                store.add(claim(number))
                with place.open(create=False) as other:
                    assert len(other.log()) == number + 1
