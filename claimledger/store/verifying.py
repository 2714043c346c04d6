"""Whether a store is what was written: every digest, and every column, computed anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from claimledger.errors import DamagedStoreError, InvalidRecordError, quoted
from claimledger.ledger import is_id
from claimledger.progress import Track
from claimledger.store import schema
from claimledger.store.chain import Batch, fault_of
from claimledger.store.databases import Database
from claimledger.store.rows import checked, topic_row


@attrs.frozen
class Verification:
    """What was verified.

    Attributes:
        batches: How many batches there are.
        records: How many records they brought, those that two merged stores both had twice.
        head: The digest of the newest batch, to be kept elsewhere; None of an empty store.
    """

    batches: int
    records: int
    head: str | None


def verified(
    database: Database, batches: Sequence[Batch], head: str | None, track: Track
) -> Verification:
    """Verify all batches, what lies beside them, and that a remembered head is one of them.

    Raises:
        DamagedStoreError: for the first batch that fails, or for a head that is not there.
        InvalidRecordError: if the head is no digest.
    """
    remembered = None if head is None else head.strip().lower()
    if remembered is not None and not is_id(remembered):
        raise InvalidRecordError(f"expected a digest of 64 hex digits, not {quoted(head)}")
    topics = {tuple(row): number for number, *row in database.rows(schema.TOPICS)}
    tracked = track(batches, "verifying", len(batches))
    for batch, unlinked in zip(tracked, _links(batches), strict=True):
        try:
            rows = database.rows(schema.RANGE_OF_ROWS, (batch.start, batch.stop))
            fault = unlinked or _fault(batch, rows, topics)
        except DamagedStoreError as error:
            fault = error.reason
        if fault is not None:
            raise DamagedStoreError(database.name, fault, batch.number)
    size = batches[-1].stop - 1 if batches else 0
    if database.rows(schema.COUNT) != [(size,)]:
        raise DamagedStoreError(database.name, "there are records of no batch")
    for fault in database.faults():
        raise DamagedStoreError(database.name, fault)
    digests = [batch.digest for batch in batches]
    if remembered is not None and remembered not in digests:
        raise DamagedStoreError(database.name, NO_HEAD.format(head=remembered))
    return Verification(len(batches), size, digests[-1] if digests else None)


NO_HEAD = (
    "no batch has the remembered head {head}: batches were taken away or made anew, or it is"
    " the head of another store"
)


def _links(batches: Sequence[Batch]) -> Iterator[str | None]:
    """What is wrong with how each batch follows those before it."""
    number, start = 1, 1
    heads: set[str] = set()
    seen: set[str] = set()
    for batch in batches:
        parents = set(batch.parents)
        if (batch.number, batch.start) != (number, start):
            yield "it does not follow the batch before it"
        elif not parents <= seen:
            yield "a batch that it follows is not there"
        else:
            heads = {*heads - parents, batch.digest}
            is_split = number == len(batches) and len(heads) > 1
            yield "there are batches that nothing follows" if is_split else None
        seen.add(batch.digest)
        number, start = number + 1, batch.stop


def _fault(batch: Batch, rows: Sequence[Any], topics: Mapping[Any, int]) -> str | None:
    """What is wrong with a batch and the rows of its records."""
    fault = fault_of(batch, [row[-1] for row in rows])
    if fault is not None:
        return fault
    try:
        for row in rows:
            _, topic = checked(row)
            if topic is not None and topics.get(topic_row(topic)) != row[2]:
                return f"the question {topic[1]!r} of a claim cannot be found"
    except InvalidRecordError as error:
        return str(error)
    return None
