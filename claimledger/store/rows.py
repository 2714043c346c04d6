"""Records as rows of a database, and back.

The body of a row is the line that JSONL has for the record, and the only thing that digests
cover. All else in a row is there to find it again, follows from the body, and is computed
anew whenever a store is verified.
"""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeAlias

from claimledger.answers import KINDS
from claimledger.canonical import encode, name_key
from claimledger.claims import Annotation, Attestation, Claim, Retraction
from claimledger.errors import ClaimLedgerError, InvalidRecordError
from claimledger.formats.jsonl import TYPES, line_of
from claimledger.ledger import Record, check_id
from claimledger.sources import Document

CLAIM, HANGING, DOCUMENT, FRAME = range(4)
"""What a record is to a question: an answer, what hangs on one, a document, or all else."""

Topic: TypeAlias = tuple[str, str, str, str, str]
"""Kind, what it is about, subject, event and place: what claims of one question share."""

TopicRow: TypeAlias = tuple[str, int, str]
"""Digest of a topic, what those of one kind, subject, event and place share, and its text."""

Row: TypeAlias = tuple[int, int, int, str]
"""Key, role, link and body of a record.

Claims link to the number of their topic, so that those of one question lie together; what
hangs on a record to the id of that, documents to their key, and all else to nothing.
"""

Placed: TypeAlias = tuple[Row, Topic | None]
"""The row of a record; and of a claim, which has no link yet, the topic to link it to."""

NOTHING = 0
"""Links to nothing; topics are numbered from 1."""


def body_of(record: Record) -> str:
    """The text that stands for a record."""
    return line_of(record).rstrip("\n")


def placed(record: Record, body: str | None = None) -> Placed:
    """The row of a record, and the topic of a claim."""
    text = body_of(record) if body is None else body
    if isinstance(record, Claim):
        return (short(record.id), CLAIM, NOTHING, text), topic_of(record)
    return _row_beside(record, text), None


def _row_beside(record: Record, text: str) -> Row:
    """The row of a record that is no claim."""
    key = short(hashlib.sha256(text.encode()).hexdigest())
    if isinstance(record, (Attestation, Annotation)):
        return key, HANGING, short(record.claim), text
    if isinstance(record, Retraction):
        return key, HANGING, short(record.target), text
    if isinstance(record, Document):
        return key, DOCUMENT, document_link(record.key), text
    return key, FRAME, NOTHING, text


def linked(row: Row, link: int) -> Row:
    """A row with another link."""
    key, role, _, body = row
    return key, role, link, body


def record_of(body: str) -> Record:
    """The record that a body stands for.

    Raises:
        InvalidRecordError: if it stands for none.
    """
    if type(body) is not str:
        raise InvalidRecordError("a record is not text")
    try:
        fields = json.loads(body, parse_float=Decimal)
        kind: type[Any] = Claim if fields["type"] == "claim" else TYPES[fields["type"]]
        record: Record = kind(**{k: v for k, v in fields.items() if k not in {"type", "id"}})
    except (ClaimLedgerError, ValueError, TypeError, LookupError, RecursionError) as error:
        raise InvalidRecordError(f"a record cannot be read: {error}") from error
    return record


def checked(row: Row) -> tuple[Record, Topic | None]:
    """The record of a row, of which everything follows from the body, and its topic.

    The number of the topic of a claim is another in every store, and left unchecked.

    Raises:
        InvalidRecordError: if the body stands for no record, or for one of another row.
    """
    body = row[-1]
    record = record_of(body)
    if isinstance(record, Claim):
        stated = json.loads(body).get("id")
        try:
            check_id(record, stated)
        except ClaimLedgerError as error:
            raise InvalidRecordError(str(error)) from error
    found, topic = placed(record, body)
    if found != (row if topic is None else linked(row, NOTHING)):
        raise InvalidRecordError("a record and the columns beside it do not go together")
    return record, topic


def topic_of(claim: Claim) -> Topic:
    """What a claim shares, whatever the vocabulary, with all that may answer its question."""
    about = _ABOUT(claim)
    subject = claim.subject if claim.measure is not None else None
    return _topic(about, subject, claim.event, claim.place)


_ABOUT = attrgetter(*KINDS)


@lru_cache(maxsize=65536)
def _topic(
    about: tuple[str | None, ...], subject: str | None, event: str | None, place: str | None
) -> Topic:
    named = zip(KINDS, about, strict=True)
    kind, matter = next((kind, text) for kind, text in named if text is not None)
    where = (name_key(name or "") for name in (subject, event, place))
    return (kind, name_key(matter), *where)  # type: ignore[return-value]


@lru_cache(maxsize=65536)
def topic_row(topic: Topic) -> TopicRow:
    """The row of a topic: its digest, what it is found by, and what it says."""
    kind, _, *around = topic
    text = encode(topic)
    surrounds = short(hashlib.sha256(encode([kind, *around])).hexdigest())
    return hashlib.sha256(text).hexdigest(), surrounds, text.decode()


def topic_from(row: TopicRow) -> Topic:
    """The topic of a row.

    Raises:
        InvalidRecordError: if the row is not one that was written so.
    """
    try:
        kind, about, subject, event, place = json.loads(row[-1])
        topic = (kind, about, subject, event, place)
        is_so = topic_row(topic) == row
    except (ClaimLedgerError, ValueError, TypeError) as error:
        raise InvalidRecordError(f"a question cannot be read: {error}") from error
    if not is_so:
        raise InvalidRecordError("a question is not what was written")
    return topic


def document_link(key: str) -> int:
    """What a document is found by."""
    return short(hashlib.sha256(encode(key)).hexdigest())


def short(digest: str) -> int:
    """The first 64 bits of a digest as databases hold them: enough to find, not to trust."""
    return int.from_bytes(bytes.fromhex(digest[:16]), signed=True)
