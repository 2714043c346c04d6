"""The ledger: a grow-only set of records, and merge is union.

Nothing in a ledger is ever overwritten. Claims, attestations, annotations, retractions and
declarations are records of one set; the merge of two ledgers is the union of their sets.
What a ledger shows of a party or a source that was declared twice is chosen when it is
read: the least value of each field, with a conflict noted where there are several.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from graphlib import TopologicalSorter
from operator import attrgetter
from typing import TypeVar, cast, get_args

import attrs

from claimledger.canonical import name_key
from claimledger.claims import (
    Annotation,
    Attestation,
    Claim,
    Event,
    Implication,
    Partition,
    Retraction,
    Title,
)
from claimledger.dates import PartialDate, parse_date
from claimledger.declarations import MetadataConflict, Named, Shown, shown
from claimledger.directory import (
    REFERENCES,
    Directory,
    Record,
    is_id,
    is_reference,
    redirected,
    references,
    resolve,
)
from claimledger.displays import shown_by
from claimledger.errors import IdentityError, InvalidRecordError, UnknownNameError, nearest, quoted
from claimledger.sources import Document, Party, Place, Source
from claimledger.taxonomy import MeasureEntry

__all__ = [
    "REFERENCES",
    "Directory",
    "Ledger",
    "MetadataConflict",
    "Named",
    "Record",
    "check_id",
    "is_id",
    "is_reference",
    "redirected",
    "references",
    "resolve",
]

R = TypeVar("R")
N = TypeVar("N", Party, Source, Event, Place, Document)

MIN_PREFIX = 6
"""An id may be shortened to this many digits where it stays unique."""


_RECORDS = frozenset(get_args(Record))


def _record_set(records: Iterable[Record]) -> frozenset[Record]:
    found = frozenset(records)
    if not _RECORDS.issuperset(map(type, found)):
        other = next(record for record in found if type(record) not in _RECORDS)
        raise InvalidRecordError(f"expected a record, not {quoted(other)}")
    return found


@attrs.frozen
class Ledger:
    """An immutable, grow-only set of records.

    Its length is the number of its claims, and it is true when it holds anything at all. It
    is not iterable: :attr:`claims` are its claims in order, :attr:`records` all it holds.

    >>> ledger = Ledger().add(
    ...     Claim(source="Ministry", date="2020-09-28", measure="people wounded", value="about 200")
    ... )
    >>> len(ledger), ledger == ledger | ledger
    (1, True)

    Attributes:
        records: Everything in the ledger, without order.

    Raises:
        InvalidRecordError: if something is no record.
    """

    records: frozenset[Record] = attrs.field(default=frozenset(), converter=_record_set)

    _repr_html_ = shown_by("ledger_html")
    _repr_markdown_ = shown_by("ledger_markdown")

    def merge(self, *others: Ledger) -> Ledger:
        """The union of ledgers: commutative, associative, idempotent, and it only grows."""
        several = [one.records for one in (self, *others) if one.records]
        return Ledger(several[0] if len(several) == 1 else frozenset().union(*several))

    def __or__(self, other: Ledger) -> Ledger:
        if not isinstance(other, Ledger):
            return NotImplemented
        return self.merge(other)

    def add(self, *records: Record) -> Ledger:
        """This ledger with more records, their handles resolved to full names.

        A handle is known when a record of the ledger or of the same call declares it; one
        that is not is taken for a name. What refers to another record of the same call by
        its id keeps referring to it after its handles are resolved.

        Raises:
            InvalidRecordError: if something is no record, or a handle is ambiguous.

        Complexity: linear in the ledger for each call, so add many records at once.
        """
        _record_set(records)
        directory = Directory.of([*self.named, *records])

        pairs = ((record, resolve(record, directory.name)) for record in records)
        return Ledger(self.records.union(redirected(pairs)))

    def __repr__(self) -> str:
        return f"Ledger([{', '.join(sorted(map(repr, self.records)))}])"

    def __len__(self) -> int:
        return len(self._claims)

    def __bool__(self) -> bool:
        return bool(self.records)

    def _all(self, kind: type[R]) -> list[R]:
        return cast("list[R]", self._by_type.get(kind, []))

    @cached_property
    def _by_type(self) -> dict[type, list[Record]]:
        found: dict[type, list[Record]] = defaultdict(list)
        for record in self.records:
            found[type(record)].append(record)
        return dict(found)

    @cached_property
    def _claims(self) -> dict[str, Claim]:
        found: dict[str, Claim] = {}
        for claim in self._all(Claim):
            known = found.setdefault(claim.id, claim)
            if known is not claim and claim.spelling() < known.spelling():
                found[claim.id] = claim
        return found

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, by date said and id; each id once, in its least spelling."""
        by_date: dict[str, list[Claim]] = defaultdict(list)
        for claim in self._claims.values():
            by_date[claim.date.text].append(claim)
        dates = sorted(by_date.values(), key=lambda claims: claims[0].date.sort_key())
        return tuple(claim for claims in dates for claim in sorted(claims, key=attrgetter("id")))

    @cached_property
    def active(self) -> tuple[Claim, ...]:
        """The claims that are not withdrawn, in the order of :attr:`claims`."""
        withdrawn = self.withdrawn
        return tuple(claim for claim in self.claims if claim.id not in withdrawn)

    def claim_or_none(self, claim_id: str) -> Claim | None:
        """The claim of a full id, or None."""
        return self._claims.get(claim_id)

    def claim(self, claim_id: str) -> Claim:
        """The claim of an id, which may be shortened to 6 digits where it stays unique.

        Raises:
            UnknownNameError: if no claim or more than one has it.
        """
        found = self._claims.get(claim_id)
        if found is None and len(claim_id) >= MIN_PREFIX:
            matches = [key for key in self._claims if key.startswith(claim_id.lower())]
            found = self._claims[matches[0]] if len(matches) == 1 else None
        if found is None:
            raise UnknownNameError(claim_id, "claim", nearest(claim_id, self._claims))
        return found

    @cached_property
    def attestations(self) -> Mapping[str, tuple[Attestation, ...]]:
        """Attestations by claim id, in a deterministic order."""
        return _by_claim(self._all(Attestation))

    @cached_property
    def entangled(self) -> frozenset[str]:
        """The ids of claims that an attestation ties to others: by statement or derivation."""
        return frozenset(
            attestation.claim
            for attestation in self._all(Attestation)
            if attestation.statement is not None or attestation.derived_from is not None
        )

    @cached_property
    def annotations(self) -> Mapping[str, tuple[Annotation, ...]]:
        """Annotations by claim id, in a deterministic order."""
        return _by_claim(self._all(Annotation))

    @cached_property
    def retractions(self) -> tuple[Retraction, ...]:
        """All retractions, by id, and those of one id by the spelling of their source."""
        return tuple(sorted(self._all(Retraction), key=lambda record: (record.id, record.source)))

    @cached_property
    def withdrawn(self) -> frozenset[str]:
        """The ids of claims that stand withdrawn by their own source."""
        by_id = {retraction.id: retraction for retraction in self.retractions}
        against: dict[str, list[str]] = {key: [] for key in by_id}
        for key, retraction in by_id.items():
            target = by_id.get(retraction.target)
            if target is not None and _same_source(target, retraction):
                against[target.id].append(key)
        holds: dict[str, bool] = {}
        for key in TopologicalSorter(against).static_order():
            holds[key] = not any(holds[other] for other in against[key])
        return frozenset(
            retraction.target
            for key, retraction in by_id.items()
            if holds[key]
            and retraction.target in self._claims
            and _same_source(self._claims[retraction.target], retraction)
        )

    @cached_property
    def named(self) -> tuple[Named, ...]:
        """All declarations of parties, sources, events, places and documents."""
        return tuple(record for kind in get_args(Named) for record in self._all(kind))

    @cached_property
    def directory(self) -> Directory:
        """Names and handles, to resolve references by."""
        return Directory.of(self.named)

    @cached_property
    def _shown(self) -> tuple[Shown, tuple[MetadataConflict, ...]]:
        return shown(self.named)

    def _named(self, kind: type[N]) -> Mapping[str, N]:
        return cast("Mapping[str, N]", self._shown[0].get(kind, {}))

    @property
    def parties(self) -> Mapping[str, Party]:
        """Declared parties by name key, each as it is shown."""
        return self._named(Party)

    @property
    def sources(self) -> Mapping[str, Source]:
        """Declared sources by name key, each as it is shown."""
        return self._named(Source)

    @property
    def events(self) -> Mapping[str, Event]:
        """Declared events by name key, each as it is shown."""
        return self._named(Event)

    @property
    def places(self) -> Mapping[str, Place]:
        """Declared places by name key, each as it is shown."""
        return self._named(Place)

    @property
    def documents(self) -> Mapping[str, Document]:
        """Documents by key, each as it is shown."""
        return self._named(Document)

    @property
    def conflicts(self) -> tuple[MetadataConflict, ...]:
        """Where declarations disagree, in a deterministic order."""
        return self._shown[1]

    @cached_property
    def implications(self) -> tuple[Implication, ...]:
        """Declared implications between propositions, sorted."""
        return tuple(sorted(self._all(Implication), key=attrs.astuple))

    @cached_property
    def partitions(self) -> tuple[Partition, ...]:
        """Declared partitions, sorted."""
        return tuple(sorted(self._all(Partition), key=Partition.sort_key))

    @cached_property
    def measures(self) -> tuple[MeasureEntry, ...]:
        """What the ledger adds to the vocabulary, sorted by name."""
        return tuple(sorted(self._all(MeasureEntry), key=repr))

    @property
    def title(self) -> str | None:
        """The title; of several the least."""
        return min((title.text for title in self._all(Title)), default=None)

    def as_of(self, date: PartialDate | dt.date | str) -> Ledger:
        """The ledger as it could have been known on a date: what was surely said by then.

        Claims and retractions are dated. All else is timeless and stays; what hangs on a
        claim that is not there is not shown.

        Args:
            date: The last day, inclusive; of "2020-09" the last of the month.
        """
        last = parse_date(date).last

        def known(record: Record) -> bool:
            return not isinstance(record, (Claim, Retraction)) or record.date.last <= last

        return self._only(known)

    def recorded_by(self, moment: dt.datetime) -> Ledger:
        """The ledger as it knew itself: what was recorded by then, or bears no recorded time.

        A claim is known from its first attestation on; it is always known when none of them
        bears a time, or one of them bears none. Annotations, retractions and declarations
        bear no recorded time.

        Args:
            moment: The last moment, inclusive, with its offset from UTC.

        Raises:
            InvalidRecordError: if the moment has no offset.
        """
        if moment.tzinfo is None:
            raise InvalidRecordError("expected a moment with its offset from UTC")

        def in_time(attestation: Attestation) -> bool:
            return attestation.recorded is None or attestation.recorded <= moment

        def known(record: Record) -> bool:
            if isinstance(record, Attestation):
                return in_time(record)
            attested = self.attestations.get(record.id, ()) if isinstance(record, Claim) else ()
            return not attested or any(map(in_time, attested))

        return self._only(known)

    def _only(self, keep: Callable[[Record], bool]) -> Ledger:
        return Ledger(frozenset(record for record in self.records if keep(record)))


def check_id(claim: Claim, stated: str) -> None:
    """Refuse a stated id that does not belong to a claim.

    Raises:
        IdentityError: if the id of the content is another.
    """
    if claim.id != stated:
        raise IdentityError(
            f"id {quoted(stated)} belongs to other content; this claim is {claim.id}"
        )


def _same_source(target: Claim | Retraction, retraction: Retraction) -> bool:
    return name_key(target.source) == name_key(retraction.source)


H = TypeVar("H", Attestation, Annotation)


def _by_claim(records: Iterable[H]) -> Mapping[str, tuple[H, ...]]:
    found: dict[str, list[H]] = defaultdict(list)
    for record in records:
        found[record.claim].append(record)
    return {key: tuple(sorted(items, key=repr)) for key, items in found.items()}
