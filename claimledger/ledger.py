"""The ledger: a grow-only set of records, and merge is union.

Nothing in a ledger is ever overwritten. Claims, attestations, annotations, retractions and
declarations are records of one set; the merge of two ledgers is the union of their sets.
What a ledger shows of a party or a source that was declared twice is chosen when it is
read: the least value of each field, with a conflict noted where there are several.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Any, TypeVar, cast

import attrs

from claimledger.canonical import name_key
from claimledger.claims import (
    ID_LENGTH,
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
from claimledger.errors import IdentityError, InvalidRecordError, UnknownNameError, nearest
from claimledger.sources import ANY, Document, Party, Place, Source
from claimledger.taxonomy import MeasureEntry

Named = Party | Source | Event | Place | Document
Record = (
    Claim
    | Attestation
    | Annotation
    | Retraction
    | Named
    | Implication
    | Partition
    | Title
    | MeasureEntry
)
R = TypeVar("R")
N = TypeVar("N", Party, Source, Event, Place, Document)

MIN_PREFIX = 6
"""An id may be shortened to this many digits where it stays unique."""


@attrs.frozen
class MetadataConflict:
    """Declarations that give one field of one name several values.

    Attributes:
        kind: ``"party"``, ``"source"``, ``"event"``, ``"place"`` or ``"document"``.
        name: The shown name.
        field: The field.
        values: All values as text, sorted; the first is the one that is shown.
    """

    kind: str
    name: str
    field: str
    values: tuple[str, ...]


@attrs.frozen(slots=False)
class Directory:
    """Names and handles that declarations give, to resolve references by.

    Attributes:
        names: Per kind, the shown spelling of each name key.
        handles: Per kind, the names that each handle stands for.
    """

    names: Mapping[str, Mapping[str, str]]
    handles: Mapping[str, Mapping[str, frozenset[str]]]

    @classmethod
    def of(cls, declared: Iterable[Record]) -> Directory:
        """The directory of all named records among some records."""
        names: dict[str, dict[str, str]] = defaultdict(dict)
        handles: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for record in declared:
            if not isinstance(record, Named):
                continue
            kind = _kind_of(record)
            shown = record.key if isinstance(record, Document) else record.name
            names[kind][record.key] = min(shown, names[kind].get(record.key, shown))
            if record.handle is not None:
                handles[kind][record.handle].add(record.key)
        spelt = {
            kind: {
                handle: frozenset(names[kind][key] for key in keys)
                for handle, keys in entries.items()
            }
            for kind, entries in handles.items()
        }
        return cls(dict(names), spelt)

    def find(self, kind: str, text: str) -> str | None:
        """The full name that a name or a handle stands for; None when nothing declares it.

        Raises:
            InvalidRecordError: if a handle stands for several names.
        """
        if kind == "node":  # Of a partition: a party, a place, or a word of the vocabulary.
            return self.find("party", text) or self.find("place", text)
        known = self.names.get(kind, {})
        name = known.get(text) if kind == "document" else known.get(name_key(text))
        if name is not None:
            return name
        found = self.handles.get(kind, {}).get(text, frozenset())
        if len(found) > 1:
            several = " or ".join(sorted(found))
            raise InvalidRecordError(f"{kind} {text!r} is ambiguous here: {several}")
        return next(iter(found), None)

    def known(self, kind: str) -> list[str]:
        """All names and handles of a kind, to suggest from."""
        return [*self.names.get(kind, {}).values(), *self.handles.get(kind, {})]


Look = Callable[[str, str], str]
"""Resolve a reference: (kind, text) -> full name."""


def resolve(record: R, look: Look) -> R:
    """A record with its references replaced by full names.

    Args:
        record: Any record; those without references come back as they are.
        look: Called with the kind (``"party"``, ``"source"``, ``"event"``, ``"place"``,
            ``"document"``, ``"node"`` for a party or a place) and the text of each reference.
    """
    changes: dict[str, Any] = {}
    for field, kind in REFERENCES.get(type(record), ()):
        old = getattr(record, field)
        if isinstance(old, frozenset):
            new: Any = frozenset(look(kind, text) for text in old)
        elif old is None or not is_reference(kind, old):
            continue
        else:
            new = look(kind, old)
        if new != old:
            changes[field] = new
    return cast("R", attrs.evolve(cast("Any", record), **changes)) if changes else record


def references(record: Record) -> Iterator[tuple[str, str]]:
    """The kind and the text of each reference of a record."""
    for field, kind in REFERENCES.get(type(record), ()):
        value = getattr(record, field)
        for text in value if isinstance(value, frozenset) else (value,):
            if text is not None and is_reference(kind, text):
                yield kind, text


def is_reference(kind: str, text: str) -> bool:
    """False for the subject "any", and for a derivation from a claim by its id."""
    return not ((kind == "party" and name_key(text) == ANY) or (kind == "source" and is_id(text)))


def is_id(text: str) -> bool:
    """True for a full id of 64 hex digits."""
    return len(text) == ID_LENGTH and set(text) <= set("0123456789abcdef")


def _record_set(records: Iterable[Record]) -> frozenset[Record]:
    return frozenset(records)


@attrs.frozen
class Ledger:
    """An immutable, grow-only set of records.

    >>> ledger = Ledger().add(
    ...     Claim(source="Ministry", date="2020-09-28", measure="people wounded", value="about 200")
    ... )
    >>> len(ledger), ledger == ledger | ledger
    (1, True)

    Attributes:
        records: Everything in the ledger, without order.
    """

    records: frozenset[Record] = attrs.field(default=frozenset(), converter=_record_set)

    def merge(self, *others: Ledger) -> Ledger:
        """The union of ledgers: commutative, associative, idempotent, and it only grows."""
        return Ledger(self.records.union(*(other.records for other in others)))

    def __or__(self, other: Ledger) -> Ledger:
        if not isinstance(other, Ledger):
            return NotImplemented
        return self.merge(other)

    def add(self, *records: Record) -> Ledger:
        """This ledger with more records, their handles resolved to full names.

        What refers to a claim of the same call by its id keeps referring to it after its
        handles are resolved.

        Raises:
            InvalidRecordError: if something is no record, or a handle is ambiguous.

        Complexity: linear in the ledger for each call, so add many records at once.
        """
        for record in records:
            if not isinstance(record, Record):
                raise InvalidRecordError(f"expected a record, not {record!r}")
        directory = Directory.of([*self.named, *records])

        def look(kind: str, text: str) -> str:
            return directory.find(kind, text) or text

        resolved = [resolve(record, look) for record in records]
        renamed = {
            old.id: new.id
            for old, new in zip(records, resolved, strict=True)
            if isinstance(old, (Claim, Retraction)) and isinstance(new, (Claim, Retraction))
        }
        return Ledger(self.records.union(redirect(record, renamed) for record in resolved))

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
            if claim.spelling() < known.spelling():
                found[claim.id] = claim
        return found

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, by date said and id; each id once, in its least spelling."""
        return tuple(sorted(self._claims.values(), key=lambda c: (c.date.sort_key(), c.id)))

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
    def annotations(self) -> Mapping[str, tuple[Annotation, ...]]:
        """Annotations by claim id, in a deterministic order."""
        return _by_claim(self._all(Annotation))

    @cached_property
    def retractions(self) -> tuple[Retraction, ...]:
        """All retractions, by id."""
        return tuple(sorted(self._all(Retraction), key=lambda record: record.id))

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
        return tuple(record for record in self.records if isinstance(record, Named))

    @cached_property
    def directory(self) -> Directory:
        """Names and handles, to resolve references by."""
        return Directory.of(self.named)

    @cached_property
    def _shown(self) -> tuple[dict[type, dict[str, Named]], tuple[MetadataConflict, ...]]:
        grouped: dict[tuple[type, str], list[Named]] = defaultdict(list)
        for record in self.named:
            grouped[type(record), record.key].append(record)
        shown: dict[type, dict[str, Named]] = defaultdict(dict)
        conflicts: list[MetadataConflict] = []
        for (kind, key), records in grouped.items():
            shown[kind][key], found = _joined(records)
            conflicts += found
        return shown, tuple(sorted(conflicts, key=attrs.astuple))

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

        Args:
            date: The last day, inclusive; of "2020-09" the last of the month.
        """
        last = parse_date(date).last

        def known(record: Record) -> bool:
            return not isinstance(record, (Claim, Retraction)) or record.date.last <= last

        return self._only(known)

    def recorded_by(self, moment: dt.datetime) -> Ledger:
        """The ledger as it knew itself: what was recorded by then, or bears no recorded time.

        Args:
            moment: The last moment, inclusive, with its offset from UTC.

        Raises:
            InvalidRecordError: if the moment has no offset.
        """
        if moment.tzinfo is None:
            raise InvalidRecordError("expected a moment with its offset from UTC")

        def known(record: Record) -> bool:
            if isinstance(record, Attestation):
                return record.recorded is None or record.recorded <= moment
            times = [
                attestation.recorded
                for attestation in self.attestations.get(_id_of(record), ())
                if attestation.recorded is not None
            ]
            return not times or min(times) <= moment

        return self._only(known)

    def _only(self, keep: Callable[[Record], bool]) -> Ledger:
        return Ledger(frozenset(record for record in self.records if keep(record)))


def check_id(claim: Claim, stated: str) -> None:
    """Refuse a stated id that does not belong to a claim.

    Raises:
        IdentityError: if the id of the content is another.
    """
    if claim.id != stated:
        raise IdentityError(f"id {stated!r} belongs to other content; this claim is {claim.id}")


REFERENCES: Mapping[type, tuple[tuple[str, str], ...]] = {
    Claim: (("source", "source"), ("subject", "party"), ("event", "event"), ("place", "place")),
    Attestation: (("document", "document"), ("derived_from", "source")),
    Retraction: (("source", "source"),),
    Party: (("part_of", "party"), ("opposed", "party"), ("allied", "party")),
    Source: (("side", "party"), ("controlled_by", "source")),
    Event: (("part_of", "event"),),
    Place: (("part_of", "place"),),
    Partition: (
        *(("whole", "node"), ("parts", "node")),
        *(("subject", "party"), ("event", "event"), ("place", "place")),
    ),
}
"""The fields of each record that refer to others, with the kind that they refer to."""


def _kind_of(record: Named) -> str:
    return type(record).__name__.lower()


def _id_of(record: Record) -> str:
    return record.id if isinstance(record, Claim) else ""


def _same_source(target: Claim | Retraction, retraction: Retraction) -> bool:
    return name_key(target.source) == name_key(retraction.source)


def redirect(record: Record, renamed: Mapping[str, str]) -> Record:
    """A record that refers to claims by id, after these got other ids."""
    match record:
        case Attestation() | Annotation() if record.claim in renamed:
            return attrs.evolve(record, claim=renamed[record.claim])
        case Retraction() if record.target in renamed:
            return attrs.evolve(record, target=renamed[record.target])
    return record


H = TypeVar("H", Attestation, Annotation)


def _by_claim(records: Iterable[H]) -> Mapping[str, tuple[H, ...]]:
    found: dict[str, list[H]] = defaultdict(list)
    for record in records:
        found[record.claim].append(record)
    return {key: tuple(sorted(items, key=_spelt)) for key, items in found.items()}


def _spelt(record: Attestation | Annotation) -> tuple[str, ...]:
    """All fields as text, sets sorted: their own order is not that of the next process."""
    values = attrs.astuple(record, recurse=False)
    return tuple(repr(sorted(v)) if isinstance(v, frozenset) else repr(v) for v in values)


def _joined(records: list[Named]) -> tuple[Named, list[MetadataConflict]]:
    """One record out of several declarations of a name, and where they disagree."""
    first = records[0]
    kind = _kind_of(first)
    chosen: dict[str, Any] = {}
    several: dict[str, tuple[str, ...]] = {}
    for field in attrs.fields(type(first)):
        values = {getattr(record, field.name) for record in records} - {None}
        if field.name in {"opposed", "allied"}:
            chosen[field.name] = frozenset().union(*values)
            continue
        spellings = {name_key(str(value)) for value in values}
        chosen[field.name] = min(values, key=str, default=None)
        if len(spellings) > 1 and field.name != "handle":
            several[field.name] = tuple(sorted(map(str, values)))
    joined = type(first)(**chosen)
    return joined, [
        MetadataConflict(kind, joined.name, field, values) for field, values in several.items()
    ]
