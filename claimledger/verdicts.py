"""Weighing: the verdict, the flags and the ranges of one question.

Helly's theorem for intervals does the work: claims of one moment can all be right exactly
when the highest lower end is not above the lowest upper end, so a verdict needs extremes
and no pairs.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from typing import cast

from claimledger.claims import Stance
from claimledger.drafts import maker
from claimledger.findings import NO_SIDE, BestRange, Finding, Flag, SideRange, Verdict
from claimledger.interest import Interest
from claimledger.intervals import Bound, Interval, Number, common_range, exact, hull_of
from claimledger.origins import NAMELESS
from claimledger.pairs import (
    Pair,
    alike,
    by_speaker_of,
    corroborations,
    denied,
    disputes,
    inconsistencies,
    tensions,
)
from claimledger.quantities import Quantity
from claimledger.questions import Question
from claimledger.relations import RelationKind, Voice, are_of_many, relate, same_value
from claimledger.shortlists import OTHER_SIDES
from claimledger.supersession import superseded
from claimledger.sweeps import (
    best_supported,
    comparable_blocks,
    current,
    date_said,
    is_timed,
    moment_of,
    not_outdated,
    projected,
)

_made_finding = maker(Finding)
_made_side = maker(SideRange)

AreOpposed = Callable[[str, str], bool]
"""Whether two parties, by key, are declared opponents."""

RARE_DIGITS = 3
"""Significant digits from which on two sources seldom name one figure by chance."""


def weigh(
    question: Question,
    voices: Sequence[Voice],
    *,
    unit: str | None = None,
    are_opposed: AreOpposed,
    has_conflict: bool = False,
) -> Finding:
    """The finding of one question.

    Args:
        question: What is asked.
        voices: All claims on it, by date and id.
        unit: The unit of their readings.
        are_opposed: Tells whether two parties, by key, are declared opponents.
        has_conflict: True when declarations of what it is about disagree.
    """
    present = [voice for voice in voices if not voice.withdrawn]
    if question.kind == "position":
        return Finding(question=question, verdict=None, voices=tuple(voices), sides=_sides(present))
    standing = present
    speaking = heard = [voice for voice in present if voice.has_content]
    # What one source says against itself, of which there is nothing where each says one thing.
    is_of_many = are_of_many(heard)
    replaced = {} if is_of_many else superseded([voice for voice in heard if not voice.denies])
    if replaced:
        standing = [voice for voice in present if voice.id not in replaced]
        speaking = [voice for voice in heard if voice.id not in replaced]
    denials = [voice for voice in speaking if voice.claim.stance is Stance.DENIES]
    asserted = [voice for voice in speaking if not voice.denies] if denials else speaking
    clashes = list(disputes(asserted))
    disputed = bool(clashes) or _any(denied(asserted, denials))
    is_within = disputed and not (
        any(one.side != other.side for one, other in clashes)
        or _any(disputes(asserted, OTHER_SIDES))
        or _any(denied(asserted, denials, OTHER_SIDES))
    )
    numeric = question.kind == "measure"
    ranges = projected(asserted) if numeric else []
    common = common_range([interval for _, interval in ranges])
    held = ranges if is_of_many else _held(asserted, ranges)
    best = best_supported(held, common if held is ranges else None)
    widest = _widest(clashes) if numeric else None
    gap, ratio = _gap(*widest) if widest else (0, 1)
    flags = _flags(replaced, present, speaking, asserted)
    return _made_finding(
        question,
        Verdict.DISPUTED if disputed else _verdict(standing, speaking, asserted, are_opposed),
        (
            *((Flag.WITHIN_ONE_SIDE,) if is_within else ()),
            *flags,
            *((Flag.METADATA_CONFLICT,) if has_conflict else ()),
        ),
        unit,
        common,
        gap,
        ratio,
        (widest[0].id, widest[1].id) if widest else None,
        None if best is None else BestRange(*best),
        _count_origins(speaking),
        _sides(standing),
        tuple(voices),
        tuple((old, new.id) for old, new in sorted(replaced.items())),
        (),
        0,
    )


def _held(
    asserted: Sequence[Voice], ranges: Sequence[tuple[Voice, Interval]]
) -> Sequence[tuple[Voice, Interval]]:
    """The ranges of those claims that their own source has not gone beyond."""
    held = current(asserted)
    if len(held) == len(asserted):
        return ranges
    kept = {voice.id for voice in held}
    return [item for item in ranges if item[0].id in kept]


def _any(pairs: Iterable[Pair]) -> bool:
    return next(iter(pairs), None) is not None


def _verdict(
    standing: Sequence[Voice],
    speaking: Sequence[Voice],
    asserted: Sequence[Voice],
    are_opposed: AreOpposed,
) -> Verdict:
    """The verdict of a question without contradictions."""
    if len(standing) == 1:
        return Verdict.ONE_SIDED
    if _any(tensions(asserted)):
        return Verdict.TENSION
    is_borne_out = False
    for one, other in alike(asserted):
        is_borne_out = True
        if _is_across(one, other, are_opposed):
            return Verdict.CORROBORATED_ACROSS_SIDES
    if is_borne_out or _any(corroborations(asserted)):
        if _is_borne_out_across(asserted, are_opposed):
            return Verdict.CORROBORATED_ACROSS_SIDES
        return Verdict.CORROBORATED
    heard = speaking or standing
    if heard and (len({v.side for v in heard}) == 1 or len({v.component for v in heard}) == 1):
        return Verdict.ONE_SIDED
    return Verdict.CONSISTENT if _is_comparable(speaking) else Verdict.UNDERSPECIFIED


def _is_across(one: Voice, other: Voice, are_opposed: AreOpposed) -> bool:
    """True for claims of two opposed parties whose sides are not in dispute."""
    if one.party is None or other.party is None or not (one.crosses_sides and other.crosses_sides):
        return False
    return are_opposed(one.party, other.party)


def _is_borne_out_across(asserted: Sequence[Voice], are_opposed: AreOpposed) -> bool:
    """True when a claim of an opposed side bears one out."""
    by_party: dict[str, list[Voice]] = defaultdict(list)
    for voice in asserted:
        if voice.party is not None and voice.crosses_sides:
            by_party[voice.party].append(voice)
    return any(
        are_opposed(one, other) and _any(corroborations(by_party[one] + by_party[other]))
        for one, other in combinations(sorted(by_party), 2)
    )


def _is_comparable(speaking: Sequence[Voice]) -> bool:
    """True when time is no obstacle to the comparison of some two claims of two sources."""
    return any(
        one and other and len({voice.speaker for voice in (*one, *other)}) > 1
        for one, other in comparable_blocks(speaking)
    )


def _flags(
    replaced: dict[str, Voice],
    present: Sequence[Voice],
    speaking: Sequence[Voice],
    asserted: Sequence[Voice],
) -> Iterator[Flag]:
    """The flags that the claims of a question bring about, in the order shown."""
    if True in [voice.mismatch for voice in speaking] or _any(inconsistencies(speaking)):
        yield Flag.INTERNALLY_INCONSISTENT
    if Interest.AGAINST in [voice.interest for voice in speaking]:
        yield Flag.AGAINST_INTEREST
    if replaced:
        by_id = {voice.id: voice for voice in present}
        changes = [relate(by_id[old], new).relation for old, new in replaced.items()]
        if RelationKind.REVISION in changes:
            yield Flag.REVISED
        if any(change is not RelationKind.REVISION for change in changes):
            yield Flag.DOWNWARD
    if _renderings_differ(asserted):
        yield Flag.TRANSMISSION_DISCREPANCY
    if speaking and all(voice.negates for voice in speaking):
        yield Flag.DENIED
    if _is_echoed(asserted):
        yield Flag.POSSIBLY_DEPENDENT


def _renderings_differ(asserted: Sequence[Voice]) -> bool:
    """True when two claims that render one statement differ."""
    first: dict[str, Voice] = {}
    return any(
        not same_value(first.setdefault(label, voice), voice)
        for voice in asserted
        for label in voice.statements
    )


def _is_echoed(asserted: Sequence[Voice]) -> bool:
    """True when two independent origins name one rare figure, which may be a copy."""
    first: dict[str, str] = {}
    for voice in asserted:
        value = voice.claim.value
        if isinstance(value, Quantity):
            figure = rare_figure(value)
            if figure and first.setdefault(figure, voice.component) != voice.component:
                return True
    return False


@lru_cache(maxsize=65536)
def rare_figure(quantity: Quantity) -> str | None:
    """The figure as text, however it is hedged, if :func:`is_rare`; else None."""
    if not is_rare(quantity):
        return None
    ends = (quantity.low, quantity.high)
    return repr((*(end and end.normalize() for end in ends), quantity.unit))


def is_rare(quantity: Quantity) -> bool:
    """True for a figure of three significant digits or more, zeros at its end not counted."""
    numbers = [number for number in (quantity.low, quantity.high) if number is not None]
    return any(len(number.normalize().as_tuple().digits) >= RARE_DIGITS for number in numbers)


def _widest(clashes: Sequence[Pair]) -> Pair | None:
    """The pair with the largest gap; of several the one with the largest ratio."""
    ranked = [
        (
            (above := high.support.low) - (below := low.support.high),
            -below if above > below else not below,  # The order of the ratios at one gap.
            high.claim.id,
            low.claim.id,
            place,
        )
        for place, (high, low) in enumerate(clashes)
    ]
    return clashes[max(ranked)[-1]] if ranked else None


def _gap(high: Voice, low: Voice) -> tuple[Number, Bound]:
    """How far one claim lies above another, and the ratio of the two ends."""
    ends = (high.support.low, low.support.high)  # Where one lies above another, both are finite.
    above, below = cast("tuple[Number, Number]", ends)
    return exact(above - below), exact(Fraction(above, below)) if below else math.inf


def _count_origins(speaking: Sequence[Voice]) -> int:
    """Independent origins.

    Nameless claims are at most one, and none where a known origin says the same, or says
    something else and is tied to them.
    """
    known = [voice for voice in speaking if voice.origin != NAMELESS]
    if len(known) == len(speaking):
        return len({voice.component for voice in known})
    held = {_value_of(voice) for voice in known}
    tied = {voice.component for voice in known}
    alone = any(
        voice.is_nameless and voice.component not in tied and _value_of(voice) not in held
        for voice in speaking
    )
    return len(tied) + alone


def _value_of(voice: Voice) -> tuple[object, ...]:
    members = voice.members
    return (voice.denies, voice.core, members and (members.keys, members.closed))


def _sides(standing: Sequence[Voice]) -> tuple[SideRange, ...]:
    """What each side says at present, sides by name and those without a side last."""
    if are_of_many(standing):
        shown = sorted(standing, key=lambda voice: voice.speaker)
    else:
        shown = [voice for line in by_speaker_of(standing) for voice in _newest(line)]
    by_side: dict[str, list[Voice]] = defaultdict(list)
    for voice in shown:
        by_side[voice.side_name or NO_SIDE].append(voice)
    ordered = sorted(by_side, key=lambda name: (name == NO_SIDE, name))
    return tuple([_side_range(name, by_side[name]) for name in ordered])


def _newest(line: Sequence[Voice]) -> list[Voice]:
    """The newest claims of one source; of running counts of one moment the largest."""
    if len(line) == 1:
        return list(line)
    heard = [voice for voice in line if voice.has_content] or line
    when = moment_of if is_timed(heard) else date_said
    recent = not_outdated(heard, when)
    running = [voice for voice in recent if voice.cumulative and not voice.denies]
    return current(running) or recent


def _side_range(name: str, voices: Sequence[Voice]) -> SideRange:
    figures = [v for v in voices if v.claim.stance is Stance.ASSERTS and v.claim.measure]
    return _made_side(
        name,
        hull_of([voice.core for voice in figures]),
        hull_of([voice.support for voice in figures]),
        "; ".join(dict.fromkeys([voice.said for voice in voices])),
        tuple([voice.claim.id for voice in voices]),
    )
