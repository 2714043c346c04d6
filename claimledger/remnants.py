"""Which claims of a part of a ledger can still matter, whatever claims other parts hold.

Nothing that only a whole ledger knows is used: a claim is let go when a later claim of its own
source, in the same part, has taken its place for good. What is let go:

- what its source replaced: it said otherwise later, of one and the same time. The last two
  figures that differ stay, as they replace whatever comes to stand before them, and so do the
  first two, as whatever comes to stand after them replaces one of them;
- what its source said again later in the same words, on a question that bears on no other one.
  Where it may bear on others, all dates count, since what one source said on one date binds it.

Never let go are claims that others refer to by id, figures in two units, counts that speak of
the moment at which they were said, and the first claim of each source on each question.

Complexity: O(n log n) for n claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice

import attrs

from claimledger.canonical import matter_key, name_key
from claimledger.claims import Claim, Members, Stance
from claimledger.dates import Ternary
from claimledger.grouping import Scene, dimension_of, unit_factor
from claimledger.intervals import Interval
from claimledger.ledger import Ledger, is_id
from claimledger.quantities import Quantity
from claimledger.questions import has_content
from claimledger.regions import measure_node
from claimledger.sources import UNATTRIBUTED

Heap = tuple[tuple[str, ...], str, str]
"""Of what may stand for each other: the key of the question, the source, and the moment."""


@attrs.frozen(eq=False)
class Sieve:
    """What all parts are told, as far as it tells which claims may be let go.

    Attributes:
        scene: The scene of what is told; claims in it are not looked at.
    """

    scene: Scene

    @cached_property
    def _named(self) -> frozenset[str]:
        """The ids of claims to which a retraction, a statement or a derivation refers."""
        return frozenset(ids_named(self.scene.ledger))

    @cached_property
    def _implied(self) -> frozenset[str]:
        """The propositions that declared implications tie to others."""
        declared = self.scene.ledger.implications
        return frozenset(
            matter_key(text) for one in declared for text in (one.premise, one.conclusion)
        )

    def kept(self, claims: Iterable[Claim]) -> list[Claim]:
        """The claims that can still matter.

        What is kept of the union of two sets is what is kept of all that was kept of each.

        Args:
            claims: Claims, each id once.
        """
        found: list[Claim] = []
        heaps: dict[Heap, list[Claim]] = defaultdict(list)
        for claim in claims:
            moment = self._moment(claim)
            if moment is None:
                found.append(claim)
            else:
                key = self.scene.key(claim)
                heaps[key, name_key(claim.source), moment].append(claim)
        for (_, source, _), heap in heaps.items():
            found += heap if len(heap) == 1 else self._kept_of(source, heap)
        return found

    def _moment(self, claim: Claim) -> str | None:
        """The moment that a claim speaks of, as text; None if the claim is never let go."""
        if claim.same_quantity_as is not None or claim.id in self._named:
            return None
        if claim.measure is None:
            return ""
        time = self.scene.time(claim)
        accrual, _, end = time.key
        # A closed window may turn out to be that of a running count, see grouping.group.
        if not (time.is_running or time.is_momentary or (accrual == "" and end)):
            return ""
        moment = time.moment if time.is_momentary else time.until
        return moment.text if moment.is_day and moment != claim.date else None

    def _kept_of(self, source: str, heap: Sequence[Claim]) -> Iterable[Claim]:
        """Of claims of one source on one question and moment those that can still matter."""
        kept: dict[str, Claim] = {}
        gone: set[str] = set()
        asserted = [claim for claim in heap if _asserts(claim)]
        if asserted and source not in UNATTRIBUTED:
            latest = list(_latest_two(asserted))
            kept |= {claim.id: claim for claim in (*latest, *_first_two(asserted))}
            gone |= {claim.id for claim in asserted if _is_replaced(claim, latest)}
        kept |= {claim.id: claim for claim in _first_of_each_subject(heap)}
        if self._bears_on_others(heap[0]):
            repeated = [claim for claim in heap if not _asserts(claim)]
        else:
            repeated = list(heap)
        gone |= {claim.id for claim in _said_again(repeated)}
        kept |= {claim.id: claim for claim in heap if claim.id not in gone}
        return kept.values()

    def _bears_on_others(self, claim: Claim) -> bool:
        """True when what is asserted on a question may contradict what is on another."""
        if claim.proposition is not None:
            return matter_key(claim.proposition) in self._implied
        if claim.measure is None or dimension_of(claim) is not None:
            return False
        return bool(measure_node(self.scene, claim)[0] or self.scene.cuts)


def ids_named(ledger: Ledger) -> Iterator[str]:
    """The ids of claims to which a retraction, a statement or a derivation refers."""
    for retraction in ledger.retractions:
        yield retraction.target
    for claim in ledger.entangled:
        yield claim
        for attestation in ledger.attestations[claim]:
            if attestation.derived_from is not None and is_id(attestation.derived_from):
                yield attestation.derived_from


def _asserts(claim: Claim) -> bool:
    return claim.stance is not Stance.DENIES and has_content(claim)


def _said_first(claim: Claim) -> tuple[object, ...]:
    return (claim.date.sort_key(), claim.id)


def _first_of_each_subject(heap: Iterable[Claim]) -> Iterable[Claim]:
    """Of claims the first by date and id; subjects are no part of some questions."""
    found: dict[str | None, Claim] = {}
    for claim in heap:
        subject = None if claim.subject is None else name_key(claim.subject)
        found[subject] = min(found.get(subject, claim), claim, key=_said_first)
    return found.values()


def _rankings(claims: Iterable[Claim]) -> Iterator[list[Claim]]:
    """Claims in the orders in which one may surely be later than another, the latest first.

    By the first day that they may mean; and those of a certain day by the hour.
    """
    yield sorted(claims, key=lambda claim: (claim.date.earliest, claim.id), reverse=True)
    for timed in _timed(claims):
        yield timed[::-1]


def _timed(claims: Iterable[Claim]) -> Iterator[list[Claim]]:
    """Claims of certain days that give an hour, by it: without an offset from UTC, and with."""
    for has_offset in (False, True):
        timed = [
            (claim.date.first, claim.date.moment, claim.id, claim)
            for claim in claims
            if claim.date.moment is not None
            and claim.date.is_day
            and (claim.date.moment.tzinfo is not None) is has_offset
        ]
        if timed:
            yield [claim for *_, claim in sorted(timed, key=lambda one: one[:3])]


def _latest_two(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The last claims, and the last that say something else.

    Whatever any of the claims replaces, one of these does.
    """
    for ranked in _rankings(claims):
        yield from _two(ranked)


def _first_two(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The first claims, and the first that say something else.

    Whatever replaces any of the claims replaces one of these.
    """
    yield from _two(sorted(claims, key=lambda claim: (claim.date.latest, claim.id)))
    for timed in _timed(claims):
        yield from _two(timed)


def _two(ranked: Sequence[Claim]) -> Iterator[Claim]:
    """The first of some claims, and the first that says something else."""
    yield ranked[0]
    value = _value(ranked[0])
    yield from islice((other for other in ranked if _value(other) != value), 1)


def _is_replaced(claim: Claim, latest: Iterable[Claim]) -> bool:
    return any(
        _value(claim) != _value(other) and claim.date.precedes(other.date) is Ternary.YES
        for other in latest
    )


def _said_again(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Claims whose words were surely used again later."""
    by_words: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        by_words[claim.said, name_key(claim.subject or "")].append(claim)
    for alike in by_words.values():
        if len(alike) > 1:
            latest = [first for first, *_ in _rankings(alike)]
            for claim in alike:
                if any(claim.date.precedes(other.date) is Ternary.YES for other in latest):
                    yield claim


def _value(claim: Claim) -> Hashable:
    """What two answers share that say the same, read literally."""
    value = claim.value
    if isinstance(value, Quantity):
        return _literal(value)
    if isinstance(value, Members):
        return (value.keys, value.closed)
    return matter_key(str(value))


@lru_cache(maxsize=65536)
def _literal(value: Quantity) -> Interval:
    """The literal reading in the base unit of its dimension."""
    return value.core().scaled(unit_factor(value.unit))
