"""Finding some records of a store without reading the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from claimledger.canonical import name_key
from claimledger.claims import Annotation, Attestation, Claim, Retraction
from claimledger.errors import DamagedStoreError, InvalidRecordError, UnknownNameError
from claimledger.grouping import Scene, group
from claimledger.ledger import Ledger, Record, is_id
from claimledger.store import schema
from claimledger.store.databases import Database
from claimledger.store.rows import (
    CLAIM,
    DOCUMENT,
    FRAME,
    HANGING,
    Row,
    checked,
    document_link,
    short,
    topic_link,
    topic_of,
)
from claimledger.taxonomy import MeasureEntry, Vocabulary, shipped_vocabulary

AT_ONCE = 500
"""So many values are asked for in one statement."""

Hanging = Attestation | Annotation | Retraction
R = TypeVar("R")


class Lookup:
    """What can be asked of the records of a database, within one of its transactions."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._declared: dict[int, set[Record]] = {FRAME: set(), DOCUMENT: set()}
        self._next = dict.fromkeys(self._declared, 1)

    def known(self, keys: Iterable[int]) -> set[str]:
        """The bodies of all records that have one of these keys."""
        rows = self._several(schema.BY_KEY, sorted(keys))
        return {body for _, body in rows}

    def declared(self) -> frozenset[Record]:
        """All that is declared, documents among it."""
        return frozenset(self._of_role(FRAME) | self._of_role(DOCUMENT))

    def _of_role(self, role: int) -> set[Record]:
        """All records of a role, of which only those that are new here are read."""
        for number, *row in self._database.rows(schema.DECLARED, (role, self._next[role])):
            self._declared[role].add(self._record(tuple(row)))
            self._next[role] = number + 1
        return self._declared[role]

    def question(self, claim_id: str) -> Ledger:
        """What the question of a claim rests on.

        Raises:
            UnknownNameError: if there is no such claim.
        """
        asked = min(self._claims_of(claim_id), key=Claim.spelling, default=None)
        if asked is None:
            raise UnknownNameError(claim_id, "claim")
        frame = self._of_role(FRAME)
        measures = (record for record in frame if isinstance(record, MeasureEntry))
        alike = self._alike(shipped_vocabulary().extended(measures), asked)
        found = Ledger(frozenset(frame.union(alike, self._hanging({c.id for c in alike}))))
        groups = group(Scene.of(found), found.claims)
        ids = next(ids for g in groups if asked.id in (ids := {claim.id for claim in g}))
        records: set[Record] = {claim for claim in alike if claim.id in ids}
        while True:  # Their chains may lead to claims on other questions.
            hanging = self._hanging(ids)
            taken = {h.derived_from for h in hanging if isinstance(h, Attestation)}
            further = {key for key in taken - ids if key is not None and is_id(key)}
            records |= hanging
            if not further:
                break
            ids |= further
            records.update(*map(self._claims_of, further))
        cited = {h.document for h in records if isinstance(h, Attestation)} - {None}
        return Ledger(frozenset(frame.union(records, self._documents(cited))))

    def _alike(self, vocabulary: Vocabulary, asked: Claim) -> set[Claim]:
        """The claims that differ from one in the time they speak of, and the unit, at most."""
        kind, about, subject, event, place = topic_of(asked)
        topics = [topic_of(asked)]
        if kind == "measure":
            wanted = _counted(vocabulary, about)
            rows = self._database.rows(schema.TOPICS_LIKE, (event, subject, place, kind))
            topics = [topic for topic in rows if _counted(vocabulary, topic[1]) == wanted]
        links = sorted(map(topic_link, topics))
        rows_of_all = self._several(schema.BY_LINK, links, CLAIM)
        found = (record for record in map(self._record, rows_of_all) if isinstance(record, Claim))
        return {claim for claim in found if topic_of(claim)[2:] == (subject, event, place)}

    def _claims_of(self, claim_id: str) -> set[Claim]:
        """The spellings of a claim."""
        if not is_id(claim_id):
            return set()
        rows = self._database.rows(schema.BY_CLAIM, (short(claim_id),))
        found = (record for record in map(self._record, rows) if isinstance(record, Claim))
        return {claim for claim in found if claim.id == claim_id}

    def _hanging(self, ids: Iterable[str]) -> set[Hanging]:
        """What hangs on claims, and the retractions of retractions."""
        found: set[Hanging] = set()
        waiting = set(ids)
        while waiting:
            links = sorted(map(short, waiting))
            rows = self._several(schema.BY_LINK, links, HANGING)
            hung = {record for record in map(self._record, rows) if _target(record) in waiting}
            new = {h for h in hung if isinstance(h, Hanging)} - found
            found |= new
            waiting = {h.id for h in new if isinstance(h, Retraction)}
        return found

    def _documents(self, keys: Iterable[str | None]) -> set[Record]:
        links = sorted(document_link(key) for key in keys if key is not None)
        return set(map(self._record, self._several(schema.BY_LINK, links, DOCUMENT)))

    def _several(self, statement: str, values: Sequence[int], *more: int) -> Iterator[Any]:
        """The rows that a statement gives for many values."""
        for start in range(0, len(values), AT_ONCE):
            some = values[start : start + AT_ONCE]
            yield from self._database.rows(schema.several(statement, len(some)), (*some, *more))

    def _record(self, row: Row) -> Record:
        try:
            return checked(row)[0]
        except InvalidRecordError as error:
            raise DamagedStoreError(self._database.name, str(error)) from error


def _counted(vocabulary: Vocabulary, measure: str) -> tuple[str | None, str | None, str]:
    """What the spellings of one measure share."""
    found = vocabulary.resolve(measure)
    is_own = found.what is None or found.outcome is None
    return found.what, found.outcome, name_key(found.name) if is_own else ""


def _target(record: Record) -> str | None:
    """The id that a record hangs on."""
    return record.target if isinstance(record, Retraction) else getattr(record, "claim", None)
