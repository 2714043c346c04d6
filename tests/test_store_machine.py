"""A store and a plain ledger in memory, driven together through crashes and reopenings."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import claimledger as cl
from claimledger.errors import InvalidRecordError
from claimledger.store import Batch
from tests import record_strategies
from tests.store_places import ROOM

IS_LONG = bool(os.environ.get("CLAIMLEDGER_LONG_TESTS"))
START = dt.datetime(2031, 5, 4, tzinfo=dt.UTC)

records = st.one_of(record_strategies.claims(), record_strategies.named(), record_strategies.others)
hours = st.integers(0, 5).map(lambda hour: START + dt.timedelta(hours=hour))
DESKS = (0, 1)
desks = st.sampled_from(DESKS)


class CrashError(Exception):
    """Stands for the end of a process."""


class Machine(RuleBasedStateMachine):
    """Two desks with a store each, and what each of them should hold."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(dir=ROOM))
        self.files = 0
        self.stores: list[cl.Store] = []
        self.ledgers = [cl.Ledger() for _ in DESKS]
        self.recorded: list[dict[str, tuple[dt.datetime, cl.Ledger]]] = [{} for _ in DESKS]
        self.known: list[dict[str, cl.Ledger]] = [{} for _ in DESKS]

    @initialize()
    def open(self) -> None:
        self.stores = [cl.open_store(self.new_path(), by=f"Desk {desk}") for desk in DESKS]

    def teardown(self) -> None:
        for store in self.stores:
            store.close()
        shutil.rmtree(self.folder)

    def new_path(self) -> Path:
        self.files += 1
        return self.folder / f"{self.files}.db"

    def note(self, desk: int, batch: Batch | None, before: cl.Ledger) -> None:
        """Keep in mind what a batch brought, and what is known with it."""
        assert (batch is None) == (self.ledgers[desk] == before)
        if batch is not None:
            new = cl.Ledger(self.ledgers[desk].records - before.records)
            self.recorded[desk][batch.digest] = (batch.recorded, new)
            self.known[desk][batch.digest] = self.ledgers[desk]

    @rule(desk=desks, added=st.lists(records, max_size=4), moment=hours)
    def add_records(self, desk: int, added: list[Any], moment: dt.datetime) -> None:
        """Handles resolve, or are refused, as in the ledger."""
        before = self.ledgers[desk]
        try:
            self.ledgers[desk] = before.add(*added)
        except InvalidRecordError as error:
            with pytest.raises(InvalidRecordError, match=re.escape(str(error))):
                self.stores[desk].add(*added, recorded=moment)
        else:
            self.note(desk, self.stores[desk].add(*added, recorded=moment), before)

    @rule(desk=desks, added=record_strategies.ledgers(), moment=hours)
    def add_a_ledger(self, desk: int, added: cl.Ledger, moment: dt.datetime) -> None:
        before = self.ledgers[desk]
        self.ledgers[desk] = before | added
        self.note(desk, self.stores[desk].add(added, recorded=moment), before)

    @rule(desk=desks)
    def add_all_again(self, desk: int) -> None:
        assert self.stores[desk].add(self.ledgers[desk]) is None

    @rule(desk=desks)
    def reopen(self, desk: int) -> None:
        self.stores[desk].close()
        self.stores[desk] = cl.open_store(self.stores[desk].name, create=False)

    def crash(self, desk: int) -> Path:
        """The files as they are on the disk at this moment, without a proper end."""
        path = self.new_path()
        for ending in ("", "-wal", "-head"):
            source = Path(f"{self.stores[desk].name}{ending}")
            if source.exists():
                shutil.copy(source, f"{path}{ending}")
        return path

    @rule(desk=desks)
    def crash_at_rest(self, desk: int) -> None:
        """Everything that was saved is there."""
        path = self.crash(desk)
        self.stores[desk].close()
        self.stores[desk] = cl.open_store(path, create=False)

    @rule(desk=desks, added=record_strategies.ledgers(), statement=st.integers(0, 2))
    def crash_in_a_batch(self, desk: int, added: cl.Ledger, statement: int) -> None:
        """Nothing of the batch is there, whether the process ends or goes on."""
        store = self.stores[desk]
        database: Any = store._database
        run_many = database.run_many
        paths = []
        left = [None] * statement

        def run(text: str, rows: Any) -> None:
            run_many(text, rows)
            if not left:
                paths.append(self.crash(desk))
                raise CrashError
            left.pop()

        database.run_many = run
        try:
            batch = store.add(added)
        except CrashError:
            batch = None
        finally:
            del database.run_many
        assert batch is None
        if paths and statement != 1:
            store.close()
            self.stores[desk] = cl.open_store(paths[0], create=False)

    @rule(into=desks)
    def merge(self, into: int) -> None:
        """The histories of both are in it."""
        source = 1 - into
        self.stores[into].merge(self.stores[source], recorded=START)
        self.ledgers[into] |= self.ledgers[source]
        self.recorded[into] |= self.recorded[source]
        self.known[into] = self.known[source] | self.known[into]

    @rule(desk=desks, moment=hours)
    def replay_by_time(self, desk: int, moment: dt.datetime) -> None:
        """What was recorded by then."""
        parts = [part for when, part in self.recorded[desk].values() if when <= moment]
        expected = cl.Ledger().merge(*parts).recorded_by(moment)
        assert self.stores[desk].ledger(recorded_by=moment) == expected

    @rule(desk=desks, data=st.data())
    def replay_a_head(self, desk: int, data: st.DataObject) -> None:
        """Exactly what was known then, and it still verifies."""
        if self.known[desk]:
            head = data.draw(st.sampled_from(sorted(self.known[desk])))
            assert self.stores[desk].ledger(at=head) == self.known[desk][head]
            self.stores[desk].verify(head)

    @invariant()
    def agree(self) -> None:
        for store, ledger in zip(self.stores, self.ledgers, strict=False):
            assert store.ledger() == ledger
            store.verify()


TestMachine = Machine.TestCase
TestMachine.settings = settings(
    max_examples=500 if IS_LONG else 25, stateful_step_count=30 if IS_LONG else 12
)
