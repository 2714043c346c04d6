"""A store in one file, by SQLite: written ahead to a log, and each batch synced to the disk."""

from __future__ import annotations

import os
import random
import secrets
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any
from weakref import finalize

from claimledger.errors import (
    BusyStoreError,
    DamagedStoreError,
    FullStoreError,
    NotAStoreError,
    ReadOnlyStoreError,
    StoreError,
)
from claimledger.formats import is_store
from claimledger.held import hold, release, undisturbed
from claimledger.store.databases import FULL, UNSURE, Values
from claimledger.store.notes import Note
from claimledger.store.schema import (
    ADD_VERSION,
    DIGESTS,
    LAST_DIGEST,
    NEXT,
    SCHEMA,
    TABLES,
    VERSION,
)

FOREVER = """CREATE TRIGGER {table}_{change} BEFORE {change} ON {table}
BEGIN SELECT raise(ABORT, '{table} only grows'); END"""
IN_ORDER = """CREATE TRIGGER {table}_insert BEFORE INSERT ON {table}
WHEN {fault}
BEGIN SELECT raise(ABORT, '{table}: {message}'); END"""

SETTINGS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA cache_size = -65536",
    "PRAGMA wal_autocheckpoint = 4000",
)
"""Each batch is synced before it is called saved; on macOS past the cache of the disk too."""

NAMED = "SELECT name, type, tbl_name, rootpage > 0, sql FROM sqlite_master"

BESIDE = ("-wal", "-journal", "-shm", "-head")
"""What the files beside it are called: the logs of SQLite, its index of a log, and our note."""

LOST = (
    "it was saved, and is not there: the log {path}-wal is damaged or gone, or an older copy was"
    " put in the place of the store; nothing is changed. Put back the files as they were, or copy"
    " them and then remove the note {path}-head, to go on with what is left"
)


def statements() -> Iterator[str]:
    """What makes the tables, and the guards that let them only grow."""
    for statement in SCHEMA:
        yield statement.format(integer="INTEGER")
    for table in TABLES:
        for change in ("update", "delete"):
            yield FOREVER.format(table=table, change=change)
    for table, (fault, message) in NEXT.items():
        yield IN_ORDER.format(table=table, fault=fault, message=message)


class Sqlite:
    """A connection to the file of a store."""

    def __init__(self, path: str | os.PathLike[str], *, create: bool, timeout: float) -> None:
        self.name = os.fspath(path)
        self.timeout = timeout
        self._path = Path(path).resolve()
        self._process = os.getpid()
        self._note = Note(self._path)
        with self._told(), undisturbed():
            if not self._path.exists():
                self._create(create)
            elif not is_store(self._path):
                kind = "a folder" if self._path.is_dir() else "no SQLite file"
                if not os.access(self._path, os.R_OK):
                    raise StoreError(self.name, "permission denied: it cannot be read")
                raise NotAStoreError(self.name, f"not a store, but {kind}; it is left as it is")
            self._refuse_what_is_lost()
            self._connection = self._connected()
            self._let_go = finalize(self, release, hold(self._path))

    def _create(self, may: bool) -> None:
        """Make an empty store beside its place, and put it there whole."""
        if not may:
            raise NotAStoreError(self.name, "there is no such file")
        if not self._path.parent.is_dir():
            raise NotAStoreError(self.name, f"there is no folder {self._path.parent}")
        for ending in ("-wal", "-journal", "-head"):
            # In between somebody else may have made the store, and opened a log of it.
            if self._beside(ending).exists() and not self._path.exists():
                raise DamagedStoreError(
                    self.name,
                    f"the file is gone, and {self._beside(ending).name} with what was saved last"
                    " is still there; nothing is changed: put back the file, or that elsewhere",
                )
        draft = self._path.with_name(f".{self._path.name}.{secrets.token_hex(8)}")
        try:
            with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
                for setting in SETTINGS:
                    connection.execute(setting)
                connection.execute("BEGIN IMMEDIATE")
                for statement in statements():
                    connection.execute(statement)
                connection.execute(ADD_VERSION, (VERSION,))
                connection.execute("COMMIT")
                connection.execute("PRAGMA journal_mode = WAL")
            with suppress(FileExistsError):  # Somebody else was first, and theirs is as good.
                _put(draft, self._path)
        finally:
            for ending in ("", *BESIDE):
                draft.with_name(draft.name + ending).unlink(missing_ok=True)

    def _beside(self, ending: str) -> Path:
        return self._path.with_name(self._path.name + ending)

    def _refuse_what_is_lost(self) -> None:
        """Raise if a batch that was saved is not there any more.

        It is looked for by a connection that cannot write, and leaves the log as it is.
        """
        saved = self._note.batches()
        if not saved:
            return
        first = min(saved)
        with closing(self._opened(self._to_be_read())) as connection:
            try:
                found = dict(connection.execute(DIGESTS, (first,)).fetchall())
            except sqlite3.OperationalError as error:
                if _is_busy(error):
                    raise
                return  # Told when it is opened to be used.
        for number, digest in sorted(saved.items()):
            if found.get(number) != digest:
                raise DamagedStoreError(self.name, LOST.format(path=self._path.name), number)

    def _connected(self) -> sqlite3.Connection:
        connection = self._opened("mode=rw")
        try:
            try:
                (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            except sqlite3.OperationalError:
                if self._to_be_read() == "mode=ro":
                    raise
                connection.close()
                return self._opened(self._to_be_read())
            if mode != "wal" and not self._is_read_only():
                connection.execute("PRAGMA journal_mode = WAL")
            for setting in SETTINGS:
                connection.execute(setting)
        except BaseException:
            connection.close()
            raise
        return connection

    def _opened(self, how: str) -> sqlite3.Connection:
        uri = f"{self._path.as_uri()}?{how}"
        return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=self.timeout)

    def _to_be_read(self) -> str:
        """How it is opened so that nothing is written.

        SQLite reads a log even where there is none, unless it is told that nothing can change:
        nor can it, where this file can only be read.
        """
        is_fixed = self._is_read_only() and not self._has_log()
        return "mode=ro&immutable=1" if is_fixed else "mode=ro"

    def _is_read_only(self) -> bool:
        paths = [path for path in (self._path, self._path.parent) if path.exists()]
        return not all(os.access(path, os.W_OK) for path in paths)

    def _has_log(self) -> bool:
        log = self._beside("-wal")
        return log.exists() and log.stat().st_size > 0

    # Statements.

    def run_many(self, statement: str, rows: Iterable[Values]) -> None:
        """Run a statement for each row of values."""
        with self._told():
            self._mine().executemany(statement, rows)

    def rows(self, statement: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """The rows that a statement gives."""
        with self._told():
            return self._mine().execute(statement, values).fetchall()

    def _mine(self) -> sqlite3.Connection:
        if os.getpid() != self._process:
            raise StoreError(self.name, "opened by another process: open it anew in this one")
        return self._connection

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All or nothing, alone, and safe on the disk when it ends."""
        with self._told():
            self._begin()
            before = self._connection.total_changes
            try:
                yield
                last = self._connection.execute(LAST_DIGEST).fetchone()
                self._connection.execute("COMMIT")
            except BaseException:
                self._undo()
                raise
            if self._connection.total_changes > before:
                with suppress(OSError):  # The batch is saved, noted or not.
                    self._note.write(*last)

    def _begin(self) -> None:
        """Wait for the turn to write: at random, so that nobody waits long while others go."""
        connection = self._mine()
        connection.execute("PRAGMA busy_timeout = 0")
        until = time.monotonic() + self.timeout
        try:
            while True:
                try:
                    connection.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as error:
                    if not _is_busy(error) or time.monotonic() > until:
                        raise
                    time.sleep(random.uniform(0.0005, 0.005))
                else:
                    return
        finally:
            connection.execute(f"PRAGMA busy_timeout = {int(self.timeout * 1000)}")

    def _undo(self) -> None:
        with suppress(sqlite3.Error):  # SQLite may have undone it already.
            self._connection.execute("ROLLBACK")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One moment for all that is read."""
        with self._told():
            self._mine().execute("BEGIN")
            try:
                yield
            finally:
                self._undo()

    def faults(self) -> Iterator[str]:
        """What SQLite finds wrong with its file, and guards that are gone or changed."""
        expected = _schema()
        found = {row[0]: row for row in self.rows(NAMED)}
        for name in sorted({*expected, *found}, key=str):
            if name not in found:
                yield f"{name} is gone"
            elif expected.get(name) != found[name]:
                yield f"{name} is not of this schema"
        for (fault,) in self.rows("PRAGMA integrity_check(1)"):
            if fault != "ok":
                yield " ".join(fault.split())

    def close(self) -> None:
        """Let go of the file; the last one to do so brings the log into it."""
        self._connection.close()
        with suppress(OSError):
            if not self._beside("-wal").exists():  # All that was saved is in the file itself.
                self._note.remove()
        self._let_go()

    # Errors.

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._error(error) from error
        except UnicodeDecodeError as error:  # Damage within an error message or a text.
            raise DamagedStoreError(self.name, f"the file is damaged: {error}") from error
        except OSError as error:
            if isinstance(error, StoreError):
                raise
            raise self._cannot(error) from error

    def _error(self, error: sqlite3.Error) -> StoreError:
        kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
        said = " ".join(str(error).split())  # It may quote a text of several lines.
        if kind == sqlite3.SQLITE_FULL:
            return FullStoreError(self.name, FULL)
        if kind in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN} and self._is_read_only():
            log = "; its log holds what is not in it yet, and has to go with it"
            return ReadOnlyStoreError(
                self.name,
                "the file and its folder can only be read, so nothing is added"
                + (log if self._has_log() else ""),
            )
        if kind in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            waited = f"others have been writing for {self.timeout:g} seconds"
            return BusyStoreError(self.name, f"{waited}; nothing was added, try again")
        if kind in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB} or "UTF-8" in said:
            return DamagedStoreError(self.name, f"the file is damaged: {said}")
        if kind == sqlite3.SQLITE_ERROR and "no such table" not in said:
            return DamagedStoreError(self.name, f"its tables are not those of a store: {said}")
        if kind == sqlite3.SQLITE_IOERR:
            return StoreError(self.name, UNSURE.format(error=said))
        return StoreError(self.name, said)

    def _cannot(self, error: OSError) -> StoreError:
        if isinstance(error, PermissionError):
            return ReadOnlyStoreError(self.name, f"{error.strerror}: nothing is added")
        return StoreError(self.name, error.strerror or str(error))


@cache
def _schema() -> Mapping[str, tuple[Any, ...]]:
    """The name, kind, table and text of all that makes a store."""
    with closing(sqlite3.connect(":memory:")) as model:
        for statement in statements():
            model.execute(statement)
        return {row[0]: row for row in model.execute(NAMED)}


def _is_busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def _put(draft: Path, path: Path) -> None:
    """Give a file its name, if that is free, and make both last.

    Raises:
        FileExistsError: if the name is taken.
    """
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # A file system without links.
        if path.exists():
            raise FileExistsError from None
        draft.rename(path)
    try:
        folder = os.open(path.parent, os.O_RDONLY)
    except PermissionError:  # Of a folder that may not be listed; and on Windows of any.
        return
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
