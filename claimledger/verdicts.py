"""Weighing: the verdict, the flags and the ranges of one question.

Helly's theorem for intervals does the work: claims of one moment can all be right exactly
when the highest lower end is not above the lowest upper end, so a verdict needs extremes
and no pairs.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from operator import attrgetter

from claimledger.claims import Stance, said_by
from claimledger.findings import NO_SIDE, BestRange, Finding, Flag, SideRange, Verdict
from claimledger.grouping import Question
from claimledger.interest import Interest
from claimledger.intervals import Bound, Interval, Number, common_range, exact
from claimledger.pairs import (
    bears_out,
    by_source,
    comparable_groups,
    denied,
    disputes,
    set_disputes,
)
from claimledger.relations import RelationKind, Voice, relate, same_value
from claimledger.sources import UNATTRIBUTED
from claimledger.sweeps import (
    best_supported,
    by_origin,
    by_side,
    high_key,
    low_key,
    not_later,
    projected,
    reversed_low,
    said,
    same_moment,
    superseded,
)

AreOpposed = Callable[[str, str], bool]
"""Whether two parties, by key, are declared opponents."""


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
    asserting = [v for v in present if v.has_content and not v.denies]
    if question.kind == "position":
        return Finding(question=question, verdict=None, voices=tuple(voices), sides=_sides(present))
    replaced = superseded(asserting)
    standing = [voice for voice in present if voice.id not in replaced]
    speaking = [voice for voice in standing if voice.has_content]
    asserted = [voice for voice in speaking if not voice.denies]
    denials = [voice for voice in speaking if voice.denies]
    sets = question.kind == "members"
    clashes = set_disputes(asserted) if sets else disputes(asserted)
    refused = list(denied(asserted, denials, sets=sets))
    disputed = bool(clashes or refused)
    verdict = _verdict(standing, speaking, asserted, disputed, are_opposed, sets)
    flags = _flags(replaced, present, speaking, has_conflict)
    crossing = any(a.side != b.side for a, b in refused) or _cross(asserted, sets=sets)
    if disputed and not crossing:
        flags.add(Flag.WITHIN_ONE_SIDE)
    numeric = question.kind == "measure"
    ranges = [] if sets else projected(asserted)
    widest = _widest(clashes) if numeric else None
    gap, ratio = _gap(*widest) if widest else (0, 1)
    best = best_supported(ranges, lambda v: v.source in UNATTRIBUTED)
    return Finding(
        question=question,
        verdict=verdict,
        flags=tuple(flag for flag in Flag if flag in flags),
        unit=unit,
        common=_common(ranges) if numeric else None,
        gap=gap,
        ratio=ratio,
        widest=(widest[0].id, widest[1].id) if widest else None,
        best=BestRange(*best) if best is not None and numeric else None,
        origins=_count_origins(speaking),
        sides=_sides(standing),
        voices=tuple(voices),
        superseded=tuple((old, new.id) for old, new in sorted(replaced.items())),
    )


def _cross(asserted: Sequence[Voice], *, sets: bool) -> bool:
    """True when some contradiction is between sources of two sides."""
    if sets:
        return any(a.side != b.side for a, b in set_disputes(asserted))
    pairs = not_later(asserted, lambda v: reversed_low(v.support), by_side, by_origin)
    return any(low.support.precedes(high.support) for high, low in pairs)


def _verdict(
    standing: Sequence[Voice],
    speaking: Sequence[Voice],
    asserted: Sequence[Voice],
    disputed: bool,
    are_opposed: AreOpposed,
    sets: bool,
) -> Verdict:
    if disputed:
        return Verdict.DISPUTED
    if not sets and _is_tense(asserted):
        return Verdict.TENSION
    if _is_borne_out_across(asserted, are_opposed):
        return Verdict.CORROBORATED_ACROSS_SIDES
    if _is_borne_out(asserted):
        return Verdict.CORROBORATED
    heard = speaking or standing
    if len({v.side for v in heard}) <= 1 or len({v.component for v in heard}) <= 1:
        return Verdict.ONE_SIDED
    return Verdict.CONSISTENT if _is_comparable(speaking) else Verdict.UNDERSPECIFIED


def _is_tense(asserted: Sequence[Voice]) -> bool:
    """True when two origins agree only tolerantly; assumes that none contradict."""
    pairs = same_moment(asserted, lambda v: reversed_low(v.core), by_origin, by_origin)
    return any(low.core.precedes(high.core) for high, low in pairs)


def _is_borne_out(asserted: Sequence[Voice]) -> bool:
    """True when a claim of another side and another independent origin bears one out."""
    return any(bears_out(inner, outer, by_side) for inner, outer in comparable_groups(asserted))


def _is_borne_out_across(asserted: Sequence[Voice], are_opposed: AreOpposed) -> bool:
    """True when a claim of an opposed side bears one out."""
    by_party: dict[str, list[Voice]] = defaultdict(list)
    for voice in asserted:
        if voice.party is not None and voice.crosses_sides:
            by_party[voice.party].append(voice)
    for one, other in combinations(sorted(by_party), 2):
        if are_opposed(one, other):
            both = by_party[one] + by_party[other]
            if any(bears_out(a, b, attrgetter("party")) for a, b in comparable_groups(both)):
                return True
    return False


def _is_comparable(speaking: Sequence[Voice]) -> bool:
    """True when the order of some two claims of different sources is no obstacle."""
    if not any(voice.cumulative for voice in speaking):
        return bool(speaking)
    return any(
        len({voice.source for voice in (*one, *other)}) > 1
        for one, other in comparable_groups(speaking)
        if one and other
    )


def _flags(
    replaced: Mapping[str, Voice],
    present: Sequence[Voice],
    speaking: Sequence[Voice],
    has_conflict: bool,
) -> set[Flag]:
    flags: set[Flag] = set()
    if has_conflict:
        flags.add(Flag.METADATA_CONFLICT)
    by_id = {voice.id: voice for voice in present}
    for old, new in replaced.items():
        flags.add(Flag.DOWNWARD if by_id[old].cumulative and new.cumulative else Flag.REVISED)
    if any(voice.interest == Interest.AGAINST for voice in speaking):
        flags.add(Flag.AGAINST_INTEREST)
    if any(voice.mismatch for voice in speaking) or _is_inconsistent(speaking):
        flags.add(Flag.INTERNALLY_INCONSISTENT)
    if _renderings_differ(speaking):
        flags.add(Flag.TRANSMISSION_DISCREPANCY)
    if speaking and all(voice.negates for voice in speaking):
        flags.add(Flag.DENIED)
    return flags


def _is_inconsistent(speaking: Sequence[Voice]) -> bool:
    """True when one source says two things of one moment that cannot both be right."""
    by_day: dict[tuple[str, dt.date], list[Voice]] = defaultdict(list)
    for voice in speaking:
        if not voice.denies and not voice.cumulative and voice.claim.date.is_day:
            by_day[voice.source, voice.claim.date.first].append(voice)
    return any(
        relate(a, b).relation is RelationKind.INTERNAL_INCONSISTENCY
        for group in by_day.values()
        if len(group) > 1
        for a, b in _extremes(group)
    )


def _extremes(group: Sequence[Voice]) -> Iterator[tuple[Voice, Voice]]:
    """Pairs among which a conflict is found, if there is one in the group."""
    if len(group) <= 8 or group[0].members is not None:
        return combinations(_by_answer(group), 2)
    highest = max(group, key=lambda v: low_key(v.support))
    lowest = min(group, key=lambda v: high_key(v.support))
    return iter([(highest, lowest)])


def _by_answer(group: Sequence[Voice]) -> Iterable[Voice]:
    return {(v.claim.said, v.statements, v.claim.date): v for v in reversed(group)}.values()


def _renderings_differ(speaking: Sequence[Voice]) -> bool:
    """True when two claims that render one statement differ."""
    first: dict[str, Voice] = {}
    return any(
        not same_value(first.setdefault(label, voice), voice)
        for voice in speaking
        if not voice.denies
        for label in voice.statements
    )


def _common(ranges: Sequence[tuple[Voice, Interval]]) -> Interval | None:
    return common_range(interval for _, interval in ranges) if ranges else None


def _widest(disputes: Sequence[tuple[Voice, Voice]]) -> tuple[Voice, Voice] | None:
    """The pair with the largest gap; of several the one with the largest ratio."""
    return max(disputes, key=lambda p: (*_gap(*p), p[0].id, p[1].id), default=None)


def _gap(high: Voice, low: Voice) -> tuple[Number, Bound]:
    """How far one claim lies above another, and the ratio of the two ends."""
    above, below = Fraction(high.support.low), Fraction(low.support.high)
    return exact(above - below), exact(above / below) if below else math.inf


def _count_origins(speaking: Sequence[Voice]) -> int:
    """Independent origins.

    Unattributed claims are at most one, and none where a known origin says the same.
    """
    known = {v.component for v in speaking if v.source not in UNATTRIBUTED}
    held = {_value_of(v) for v in speaking if v.source not in UNATTRIBUTED}
    nameless = {_value_of(v) for v in speaking if v.source in UNATTRIBUTED}
    return len(known) + bool(nameless - held)


def _value_of(voice: Voice) -> tuple[object, ...]:
    return (voice.denies, voice.core, voice.members)


def _sides(standing: Sequence[Voice]) -> tuple[SideRange, ...]:
    """What each side says at present, sides by name and those without a side last."""
    newest: dict[str, list[Voice]] = defaultdict(list)
    for source in by_source(standing):
        newest[source[0].side_name or NO_SIDE] += _newest(source)
    ordered = sorted(newest.items(), key=lambda item: (item[0] == NO_SIDE, item[0]))
    return tuple(_side_range(name, voices) for name, voices in ordered)


def _newest(voices: Sequence[Voice]) -> list[Voice]:
    """The newest claims of one source; of running counts of one moment the largest."""
    heard = [voice for voice in voices if voice.has_content] or voices
    day = max(said(voice).latest for voice in heard)
    newest = [voice for voice in heard if said(voice).latest == day]
    running = [voice for voice in newest if voice.cumulative and not voice.denies]
    return [max(running, key=lambda v: (v.core.sort_key(), v.id))] if running else newest


def _side_range(name: str, voices: Sequence[Voice]) -> SideRange:
    figures = [
        v
        for v in voices
        if v.claim.measure is not None and not v.denies and v.claim.stance is Stance.ASSERTS
    ]
    core = support = None
    for voice in figures:
        core = voice.core if core is None else core.hull(voice.core)
        support = voice.support if support is None else support.hull(voice.support)
    ids = tuple(voice.id for voice in voices)
    return SideRange(name, core, support, said_by(v.claim for v in voices), ids)
