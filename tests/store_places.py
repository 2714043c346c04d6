"""Where stores are kept in tests: one class for each kind of database."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

import claimledger as cl
from claimledger.store.sqlite import statements

ROOM = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Where files are that need not last, so that tests need not wait for a disk."""

TRIGGERS = tuple(text for text in statements() if text.startswith("CREATE TRIGGER"))


class StorePlace(Protocol):
    """A store, how to open it, and how to reach behind its back."""

    kind: str
    address: str

    @property
    def refused(self) -> type[Exception]:
        """What its client raises."""

    def open(self, **options: Any) -> cl.Store:
        """Open the store."""

    def run(self, *statements: str) -> list[tuple[Any, ...]]:
        """What a plain client of the database gets, guards in force."""

    def tamper(self, *statements: str) -> None:
        """Run statements as somebody does who takes the guards away and puts them back."""

    def next(self) -> StorePlace:
        """A place for another store of the kind."""


class SqlitePlace:
    """A file in a folder."""

    kind = "sqlite"
    refused: type[Exception] = sqlite3.Error

    def __init__(self, folder: Path, numbers: Iterator[int] | None = None) -> None:
        self.folder = folder
        self._numbers = itertools.count(1) if numbers is None else numbers
        self.path = folder / f"desk-{next(self._numbers)}.db"
        self.address = str(self.path)

    def open(self, **options: Any) -> cl.Store:
        return cl.open_store(self.address, **options)

    @contextmanager
    def connected(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.address, isolation_level=None)) as connection:
            yield connection

    def run(self, *statements: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        with self.connected() as connection:
            for statement in statements:
                found = connection.execute(statement).fetchall()
        return found

    def tamper(self, *statements: str) -> None:
        drops = [f"DROP TRIGGER {text.split()[2]}" for text in TRIGGERS]
        self.run("PRAGMA ignore_check_constraints = ON", *drops, *statements, *TRIGGERS)

    def next(self) -> SqlitePlace:
        return SqlitePlace(self.folder, self._numbers)


def claim(number: int, **fields: Any) -> cl.Claim:
    """A claim that differs from those of other numbers."""
    said = {"source": f"Source {number % 5}", "date": "2020-09-28", "subject": "East"}
    return cl.Claim(**said | {"measure": "people wounded", "value": str(1000 + number)} | fields)
