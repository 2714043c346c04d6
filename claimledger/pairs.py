"""Which pairs of claims decide a question, without looking at all of them.

Every function takes voices of one question that stand and carry content, and finds at least
one pair of a kind for each claim that is in any.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from claimledger.relations import Voice, conflict, is_denied, within
from claimledger.sweeps import (
    Mark,
    by_component,
    by_origin,
    by_side,
    contained,
    not_later,
    reversed_low,
    said,
    same_moment,
)


def disputes(asserted: Sequence[Voice]) -> list[tuple[Voice, Voice]]:
    """For each claim the strongest contradiction by a claim that is not later: (high, low)."""
    pairs = not_later(asserted, lambda v: reversed_low(v.support), by_origin, by_origin)
    return [(high, low) for high, low in pairs if low.support.precedes(high.support)]


def set_disputes(asserted: Sequence[Voice]) -> list[tuple[Voice, Voice]]:
    """Pairs of claims on a set that contradict, each combination of answers once."""
    return [(a, b) for a, b in _distinct_pairs(asserted) if a.origin != b.origin and conflict(a, b)]


def _distinct_pairs(voices: Sequence[Voice]) -> Iterator[tuple[Voice, Voice]]:
    """Pairs of claims on a set, each combination of answer, origin and side once."""
    distinct = {(str(v.members), v.origin, v.component, v.side): v for v in reversed(voices)}
    return combinations(distinct.values(), 2)


def denied(
    asserted: Sequence[Voice], denials: Sequence[Voice], *, sets: bool
) -> Iterator[tuple[Voice, Voice]]:
    """Assertions that a denial leaves no room for, with that denial."""
    if sets or any(denial.cumulative for denial in denials):
        yield from ((a, d) for d in denials for a in asserted if is_denied(a, d))
        return
    inner = [(voice.support, voice) for voice in asserted]
    outer = [(voice.core, voice) for voice in denials]
    for mark in (by_side, None):
        differs = mark or (lambda voice: voice.id)
        yield from contained(inner, outer, differs, differs)


def bears_out(inner: Sequence[Voice], outer: Sequence[Voice], mark: Mark) -> bool:
    """True when an inner claim bears out an outer one of another mark and component."""
    if inner and inner[0].members is not None:
        return any(
            within(a, b) and mark(a) != mark(b) and a.component != b.component
            for a in _distinct(inner)
            for b in _distinct(outer)
        )
    found = contained(
        [(voice.core, voice) for voice in inner],
        [(voice.core, voice) for voice in outer],
        mark,
        by_component,
    )
    return next(found, None) is not None


def comparable_groups(
    voices: Sequence[Voice],
) -> Iterator[tuple[Sequence[Voice], Sequence[Voice]]]:
    """Pairs of groups, every claim of the one comparable in time with all of the other.

    All claims that are not cumulative are comparable. Of running counts those are whose
    order is certain, a pinned one with those of its moment alone.
    """
    if not any(voice.cumulative for voice in voices):
        yield voices, voices
        return
    exact_days = [v for v in voices if v.moment.is_day and not v.pinned]
    yield exact_days, exact_days
    pinned: dict[str, list[Voice]] = defaultdict(list)
    vague: dict[str, list[Voice]] = defaultdict(list)
    for voice in voices:
        if voice.pinned:
            pinned[str(voice.moment)].append(voice)
        elif not voice.moment.is_day:
            vague[str(voice.moment)].append(voice)
    for group in pinned.values():
        day = group[0].moment.first
        peers = [v for v in voices if v.moment.is_day and v.moment.first == day]
        yield from ((group, peers), (peers, group))
    for name, group in vague.items():
        moment = group[0].moment
        peers = [
            v
            for v in voices
            if not v.pinned
            and str(v.moment) != name
            and (v.moment.latest < moment.earliest or moment.latest < v.moment.earliest)
        ]
        yield from ((group, peers), (peers, group))


def _distinct(voices: Sequence[Voice]) -> Iterable[Voice]:
    return {(str(v.members), v.component, v.side): v for v in reversed(voices)}.values()


def by_source(voices: Sequence[Voice]) -> list[list[Voice]]:
    """Claims by source, sources in the order of their keys."""
    found: dict[str, list[Voice]] = defaultdict(list)
    for voice in voices:
        found[voice.source].append(voice)
    return [found[key] for key in sorted(found)]


def witnesses(speaking: Sequence[Voice]) -> Iterator[tuple[Voice, Voice]]:
    """The pairs that show a large question's verdict, linear in its claims."""
    asserted = [voice for voice in speaking if not voice.denies]
    if asserted and asserted[0].members is not None:
        yield from _distinct_pairs(asserted)
        return
    yield from disputes(asserted)
    yield from denied(asserted, [v for v in speaking if v.denies], sets=False)
    yield from same_moment(asserted, lambda v: reversed_low(v.core), by_origin, by_origin)
    for inner, outer in comparable_groups(asserted):
        yield from contained(
            [(voice.core, voice) for voice in inner],
            [(voice.core, voice) for voice in outer],
            by_side,
            by_component,
        )
    for source in by_source(asserted):
        yield from pairwise(sorted(source, key=lambda v: (said(v).sort_key(), v.core.sort_key())))
