"""Finding some records of a store without reading the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, TypeVar

from claimledger.canonical import name_key
from claimledger.claims import Annotation, Attestation, Claim, Retraction
from claimledger.errors import DamagedStoreError, InvalidRecordError, UnknownNameError
from claimledger.grouping import Scene, group
from claimledger.ledger import Ledger, Record, is_id
from claimledger.store import schema
from claimledger.store.databases import Database, Values
from claimledger.store.rows import (
    CLAIM,
    DOCUMENT,
    FRAME,
    HANGING,
    Placed,
    Row,
    Topic,
    TopicRow,
    checked,
    document_link,
    short,
    topic_from,
    topic_of,
    topic_row,
)
from claimledger.taxonomy import MeasureEntry, Vocabulary, shipped_vocabulary

AT_ONCE = 400
"""So many values are asked for in one statement."""

Hanging = Attestation | Annotation | Retraction
R = TypeVar("R")


class Lookup:
    """What can be asked of the records of a database, within one of its transactions."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._declared: dict[int, set[Record]] = {FRAME: set(), DOCUMENT: set()}
        self._topics: dict[Topic, int] = {}
        self._next = dict.fromkeys(self._declared, 1)

    def known(self, rows: Collection[Placed]) -> set[str]:
        """The bodies of those records that are there, and of some that are much like them.

        It is asked before anything is written, so that what it finds is there to stay.
        """
        topics = {topic for _, topic in rows if topic is not None}
        self._topics |= self._numbers(topics - self._topics.keys())
        wanted: set[tuple[int, int]] = set()
        for (key, _, link, _), topic in rows:
            if topic is None:
                wanted.add((link, key))
            elif topic in self._topics:
                wanted.add((self._topics[topic], key))
        return {body for (body,) in self._several(schema.KNOWN, sorted(wanted), one="(?, ?)")}

    def with_new(
        self, topics: Iterable[Topic]
    ) -> tuple[Mapping[Topic, int], list[tuple[int, str, int, str]]]:
        """The numbers of topics, and the rows of those that are not there yet."""
        wanted = set(topics)
        numbers = {topic: self._topics[topic] for topic in wanted & self._topics.keys()}
        numbers |= self._numbers(wanted - numbers.keys())
        new = sorted(wanted - numbers.keys())
        ((last,),) = self._database.rows(schema.LAST_TOPIC)
        fresh = {topic: number for number, topic in enumerate(new, start=last + 1)}
        return numbers | fresh, [(fresh[topic], *topic_row(topic)) for topic in new]

    def _numbers(self, topics: Iterable[Topic]) -> dict[Topic, int]:
        """The numbers of those topics that are there."""
        by_digest = {topic_row(topic)[0]: topic for topic in topics}
        rows = self._several(schema.TOPICS_OF, [(digest,) for digest in sorted(by_digest)])
        return {by_digest[digest]: number for digest, number in rows}

    def declared(self) -> frozenset[Record]:
        """All that is declared, documents among it."""
        return frozenset(self._of_role(FRAME) | self._of_role(DOCUMENT))

    def _of_role(self, role: int) -> set[Record]:
        """All records of a role, of which only those that are new here are read."""
        for number, *row in self._database.rows(schema.DECLARED, (role, self._next[role])):
            self._declared[role].add(self._record(tuple(row)))
            self._next[role] = number + 1
        return self._declared[role]

    def question(self, claim: Claim | str) -> Ledger:
        """What the question of a claim rests on; its id alone takes longer to find.

        Raises:
            UnknownNameError: if there is no such claim.
        """
        spelt = self._claims_of(claim) if isinstance(claim, str) else self._spellings(claim)
        asked = min(spelt, key=Claim.spelling, default=None)
        if asked is None:
            raise UnknownNameError(claim if isinstance(claim, str) else claim.id, "claim")
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
        own = topic_of(asked)
        links = set(self._numbers([own]).values())
        if asked.measure is not None:
            wanted = _counted(vocabulary, asked.measure)
            for number, *row in self._database.rows(schema.TOPICS_LIKE, (topic_row(own)[1],)):
                if _counted(vocabulary, self._topic(tuple(row))[1]) == wanted:
                    links.add(number)
        found = self._linked(links, CLAIM)
        return {record for record in found if isinstance(record, Claim)}

    def _claims_of(self, claim_id: str) -> set[Claim]:
        """The spellings of the claim of an id, whatever its topic."""
        if not is_id(claim_id):
            return set()
        return self._with_id(claim_id, self._database.rows(schema.BY_CLAIM, (short(claim_id),)))

    def _spellings(self, claim: Claim) -> set[Claim]:
        """The spellings of a claim that are there."""
        found: set[Claim] = set()
        for number in self._numbers([topic_of(claim)]).values():
            rows = self._database.rows(schema.BY_TOPIC, (number, short(claim.id)))
            found |= self._with_id(claim.id, rows)
        return found

    def _with_id(self, claim_id: str, rows: Iterable[Any]) -> set[Claim]:
        found = (record for record in map(self._record, rows) if isinstance(record, Claim))
        return {claim for claim in found if claim.id == claim_id}

    def _hanging(self, ids: Iterable[str]) -> set[Hanging]:
        """What hangs on claims, and the retractions of retractions."""
        found: set[Hanging] = set()
        waiting = set(ids)
        while waiting:
            linked = self._linked(map(short, waiting), HANGING)
            hung = {record for record in linked if _target(record) in waiting}
            new = {h for h in hung if isinstance(h, Hanging)} - found
            found |= new
            waiting = {h.id for h in new if isinstance(h, Retraction)}
        return found

    def _documents(self, keys: Iterable[str | None]) -> set[Record]:
        return set(self._linked((document_link(key) for key in keys if key), DOCUMENT))

    def _linked(self, links: Iterable[int], role: int) -> Iterator[Record]:
        """The records of a role that have one of these links."""
        several = [(link,) for link in sorted(set(links))]
        return map(self._record, self._several(schema.BY_LINK, several, role))

    def _several(
        self, statement: str, values: Sequence[Values], *more: int, one: str = "?"
    ) -> Iterator[Any]:
        """The rows that a statement gives for many values."""
        for start in range(0, len(values), AT_ONCE):
            some = values[start : start + AT_ONCE]
            flat = chain.from_iterable(some)
            text = schema.several(statement, len(some), one)
            yield from self._database.rows(text, (*flat, *more))

    def _topic(self, row: TopicRow) -> Topic:
        try:
            return topic_from(row)
        except InvalidRecordError as error:
            raise DamagedStoreError(self._database.name, str(error)) from error

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
