"""A durable ledger: batches of records that are added, and never changed."""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

import attrs

from claimledger.claims import Claim
from claimledger.dates import PartialDate
from claimledger.errors import (
    DamagedStoreError,
    InvalidRecordError,
    UnknownNameError,
)
from claimledger.ledger import Ledger, Record
from claimledger.progress import Track, untracked
from claimledger.sources import clean_name, optional_text
from claimledger.store import schema
from claimledger.store.chain import Batch, ancestors, fault_of, of_row, sealed, to_row
from claimledger.store.databases import Database
from claimledger.store.lookup import Lookup
from claimledger.store.rows import Placed, linked, placed, record_of
from claimledger.store.verifying import Verification, verified


class Store:
    """A ledger that is kept: append-only, shared by several writers, tamper-evident.

    :func:`claimledger.open_store` opens one. It belongs to the thread and the process that
    opened it; others open it for themselves.
    """

    def __init__(self, database: Database, by: str | None = None) -> None:
        self._database = database
        self._by = _recorder(by)
        self._lookup = Lookup(database)

    @property
    def name(self) -> str:
        """Its path."""
        return self._database.name

    def __repr__(self) -> str:
        return f"<Store {self.name}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    # Adding.

    def add(
        self,
        *records: Record | Ledger,
        by: str | None = None,
        recorded: dt.datetime | None = None,
        note: str | None = None,
    ) -> Batch | None:
        """Add records and whole ledgers as one batch, all of it or nothing.

        When this returns, the batch is safe on the disk. What the store holds already is left
        out, so that adding again does no harm. Handles in records are resolved as by
        :meth:`Ledger.add`; those in ledgers have been.

        Args:
            records: Records, and ledgers.
            by: Who records them; by default who opened the store.
            recorded: When, with its offset from UTC; by default now.
            note: What is noted beside the batch.

        Returns:
            The batch, or None where the store held everything already.

        Raises:
            InvalidRecordError: for what is no record, an ambiguous handle, or a moment without
                its offset.
            StoreError: if nothing was saved; its kinds say why.
        """
        stamp = self._stamp(by, recorded, note)
        loose = [record for record in records if not isinstance(record, Ledger)]
        whole = Ledger().merge(*(record for record in records if isinstance(record, Ledger)))
        rows = _rows(whole.records)
        with self._database.writing():
            if loose:
                declared = Ledger(self._lookup.declared() | whole.records)
                rows |= _rows(declared.add(*loose).records - declared.records)
            known = self._lookup.known(rows.values())
            new = [rows[body] for body in sorted(rows.keys() - known)]
            if not new:
                return None
            last = self.head
            parents = () if last is None else (last.digest,)
            return self._append(last, new, parents=parents, **stamp())

    def merge(
        self,
        other: Store,
        *,
        by: str | None = None,
        recorded: dt.datetime | None = None,
        note: str | None = None,
    ) -> tuple[Batch, ...]:
        """Take over all batches of another store, as they are, all of them or nothing.

        The ledger is then the merge of both ledgers, and the history of either can be verified
        here by the heads that were remembered there. Where neither history goes on from the
        other, an empty batch joins them, and bears what is given here.

        Args:
            other: A store.
            by: Who merges; by default who opened this store.
            recorded: When, with its offset from UTC; by default now.
            note: What is noted beside the joint.

        Returns:
            The batches that were not here, in their order, and the joint.

        Raises:
            DamagedStoreError: if a batch of the other is not as it was written.
            StoreError: if nothing was saved; its kinds say why.
        """
        stamp = self._stamp(by, recorded, note)
        added: list[Batch] = []
        if other is self:
            return ()
        with self._database.writing(), other._database.reading():
            theirs = other._batches()
            mine = {batch.digest: batch for batch in self._batches()}
            last = ours = self.head
            missing = [batch for batch in theirs if batch.digest not in mine]
            for batch, bodies in other._contents(missing):
                with other._blamed(batch):
                    rows = [placed(record_of(body), body) for body in bodies]
                last = attrs.evolve(
                    batch,
                    number=1 if last is None else last.number + 1,
                    start=1 if last is None else last.stop,
                )
                self._write(last, rows)
                added.append(last)
            if added and ours is not None and ours.digest not in ancestors(added[-1], theirs):
                parents = (ours.digest, added[-1].digest)
                added.append(self._append(last, [], parents=parents, **stamp()))
        return tuple(added)

    def _stamp(self, by: str | None, recorded: dt.datetime | None, note: str | None) -> Any:
        """Who records something, and what they note; and when, once it is asked for."""
        who = self._by if by is None else _recorder(by)
        remark = optional_text(note)
        if "\0" in who + (remark or ""):
            raise InvalidRecordError("expected text, and found a NUL in it")
        when = None if recorded is None else _moment(recorded)
        return lambda: {"by": who, "note": remark, "recorded": when or dt.datetime.now(dt.UTC)}

    def _append(self, last: Batch | None, rows: Sequence[Placed], **said: Any) -> Batch:
        bodies = [row[-1] for row, _ in rows]
        number, start = (1, 1) if last is None else (last.number + 1, last.stop)
        batch = sealed(number, start, bodies, **said)
        self._write(batch, rows)
        return batch

    def _write(self, batch: Batch, rows: Sequence[Placed]) -> None:
        run_many = self._database.run_many
        run_many(schema.ADD_BATCH, [to_row(batch)])
        topics, new = self._lookup.with_new({topic for _, topic in rows if topic is not None})
        run_many(schema.ADD_TOPIC, new)
        run_many(
            schema.ADD_RECORD,
            (
                (number, *(row if topic is None else linked(row, topics[topic])))
                for number, (row, topic) in enumerate(rows, start=batch.start)
            ),
        )

    # Reading.

    @property
    def head(self) -> Batch | None:
        """The newest batch, from which all others are reached; None of an empty store.

        Keep its digest elsewhere: :meth:`verify` then tells whether anything up to it was
        changed since, even where all digests in the store were made anew.
        """
        return next(map(self._batch, self._database.rows(schema.LAST_BATCH)), None)

    def log(self) -> tuple[Batch, ...]:
        """All batches, in the order in which they came here."""
        with self._database.reading():
            return tuple(self._batches())

    def ledger(
        self,
        *,
        as_of: PartialDate | dt.date | str | None = None,
        recorded_by: dt.datetime | None = None,
        at: str | None = None,
        track: Track = untracked,
    ) -> Ledger:
        """The ledger of all batches, each of which is checked against its digest.

        Args:
            as_of: Only what was said by the end of this date, as by :meth:`Ledger.as_of`.
            recorded_by: Only batches recorded by then, and of them what
                :meth:`Ledger.recorded_by` shows.
            at: Only the batch of this digest and those that it follows: exactly what was known
                when it was the head.
            track: Wraps the batches while they are read, to show progress.

        Raises:
            DamagedStoreError: if one of these batches is not as it was written.
            InvalidRecordError: if the moment has no offset.
            UnknownNameError: if no batch has this digest.
        """
        moment = None if recorded_by is None else _moment(recorded_by)
        with self._database.reading():
            batches = self._batches()
            if at is not None:
                batches = self._up_to(at, batches)
            if moment is not None:
                batches = [batch for batch in batches if batch.recorded <= moment]
            records: set[Record] = set()
            for batch, bodies in track(self._contents(batches), "reading", len(batches)):
                with self._blamed(batch):
                    records.update(map(record_of, bodies))
        ledger = Ledger(frozenset(records))
        if moment is not None:
            ledger = ledger.recorded_by(moment)
        return ledger if as_of is None else ledger.as_of(as_of)

    def declared(self) -> Ledger:
        """What is declared, without the claims: parties, sources, events, documents."""
        with self._database.reading():
            return Ledger(self._lookup.declared())

    def question(self, claim: Claim | str) -> Ledger:
        """Everything that the question of one claim rests on, found without reading the rest.

        Judged, it gives the finding that the whole ledger gives on that question, but for
        what only other questions imply. Claims that its claims were taken from come with it.

        Args:
            claim: A claim, or its full id.

        Raises:
            UnknownNameError: if the store has no such claim.
            DamagedStoreError: if a record is not as it was written.
        """
        with self._database.reading():
            return self._lookup.question(claim)

    def verify(self, head: str | None = None, *, track: Track = untracked) -> Verification:
        """Compute every digest anew, and all that follows from the records.

        Args:
            head: The digest of a batch that was once the head, as it was kept elsewhere.
            track: Wraps the batches while they are verified, to show progress.

        Returns:
            What was verified.

        Raises:
            DamagedStoreError: for the first batch that fails, or for a head that is not there.
            InvalidRecordError: if the head is no digest.

        Complexity: linear in the size of the store.
        """
        with self._database.reading():
            return verified(self._database, self._batches(), head, track)

    def _up_to(self, digest: str, batches: Sequence[Batch]) -> list[Batch]:
        """The batch of a digest and all that it follows."""
        found = next((batch for batch in batches if batch.digest == digest), None)
        if found is None:
            raise UnknownNameError(digest, "batch")
        reached = ancestors(found, batches)
        return [batch for batch in batches if batch.digest in reached]

    def _batches(self) -> list[Batch]:
        return [self._batch(row) for row in self._database.rows(schema.BATCHES)]

    def _batch(self, row: tuple[Any, ...]) -> Batch:
        try:
            return of_row(row)
        except InvalidRecordError as error:
            raise DamagedStoreError(self.name, str(error), row[0]) from error

    def _contents(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, list[str]]]:
        """Batches with the bodies of their records, which are what was written."""
        for batch in batches:
            with self._blamed(batch):
                rows = self._database.rows(schema.BODIES, (batch.start, batch.stop))
                bodies = [body for (body,) in rows]
                fault = fault_of(batch, bodies)
            if fault is not None:
                raise DamagedStoreError(self.name, fault, batch.number)
            yield batch, bodies

    @contextmanager
    def _blamed(self, batch: Batch) -> Iterator[None]:
        """Say of damage in which batch it is."""
        try:
            yield
        except DamagedStoreError as error:
            raise DamagedStoreError(self.name, error.reason, batch.number) from error
        except InvalidRecordError as error:
            raise DamagedStoreError(self.name, str(error), batch.number) from error


def _rows(records: Iterable[Record]) -> dict[str, Placed]:
    """The rows of records by their bodies."""
    return {row[-1]: (row, topic) for row, topic in map(placed, records)}


def _recorder(by: str | None) -> str:
    """Who records; by default who is logged in."""
    if by is None:
        try:
            by = getpass.getuser()
        except (KeyError, OSError, ImportError):
            by = "unknown"
    return clean_name(by)


def _moment(moment: dt.datetime) -> dt.datetime:
    if moment.tzinfo is None:
        raise InvalidRecordError("expected a moment with its offset from UTC")
    return moment.astimezone(dt.UTC)
