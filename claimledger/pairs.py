"""Which pairs of claims decide a question, without looking at all of them.

Every function takes voices of one question that stand and carry content, and finds at least
one pair of a kind for each claim that is in any. The marks say what the two must not share.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from claimledger.intervals import common_range
from claimledger.member_sets import set_conflicts, set_supports
from claimledger.origins import NAMELESS
from claimledger.relations import Voice, are_of_many
from claimledger.shortlists import INDEPENDENT, OTHER_SIDES, RIVALS, Mark
from claimledger.sweeps import (
    blocks,
    blocks_of_one_date,
    comparable_blocks,
    contained,
    date_said,
    high_key,
    low_key,
    never_falls,
    not_later,
    reversed_high,
    reversed_low,
    same_moment,
    strongest,
)

Pair = tuple[Voice, Voice]


def are_sets(voices: Sequence[Voice]) -> bool:
    """True for claims on who belongs to a set; so are all of a question or none."""
    return bool(voices) and voices[0].members is not None


def disputes(asserted: Sequence[Voice], marks: Sequence[Mark] = RIVALS) -> Iterator[Pair]:
    """Contradictions among assertions: of figures each claim with the highest that it excludes.

    Yields:
        (high, low): the low one is not the earlier, and lies below the high one.
    """
    if are_sets(asserted):
        yield from set_conflicts(asserted, asserted, marks)
        return
    if not asserted:
        return
    # Nothing else can lie above one of them, or below.
    top = max([voice.support.low for voice in asserted])
    bottom = min([voice.support.high for voice in asserted])
    if top < bottom or common_range([voice.support for voice in asserted]) is not None:
        return
    if asserted[0].cumulative and never_falls(asserted):
        return
    above = [voice for voice in asserted if voice.support.low >= bottom]
    below = [voice for voice in asserted if voice.support.high <= top]
    pairs = not_later(above, below, lambda v: reversed_low(v.support), marks)
    yield from ((high, low) for high, low in pairs if low.support.precedes(high.support))


def denied(
    asserted: Sequence[Voice], denials: Sequence[Voice], marks: Sequence[Mark] = RIVALS
) -> Iterator[Pair]:
    """Assertions that a denial leaves no room for, with that denial: (assertion, denial)."""
    if not asserted or not denials:
        return
    if are_sets(asserted) or are_sets(denials):
        yield from set_supports(asserted, denials, marks)
        return
    for some, others in blocks(asserted, denials):
        yield from contained(
            [(voice.support, voice) for voice in some],
            [(voice.core, voice) for voice in others],
            marks,
        )
    if not denials[0].cumulative:
        return
    # "At least x" denied excludes what already was x or more, "at most x" what still is.
    endless = [voice for voice in denials if voice.core.high == math.inf]
    for one, denial in not_later(asserted, endless, lambda v: reversed_low(v.support), marks):
        if low_key(one.support) >= low_key(denial.core):
            yield one, denial
    bottomless = [v for v in denials if v.core.low == 0 and not v.core.low_open]
    for denial, one in not_later(bottomless, asserted, lambda v: reversed_high(v.core), marks):
        if high_key(one.support) <= high_key(denial.core):
            yield one, denial


def tensions(asserted: Sequence[Voice]) -> Iterator[Pair]:
    """Claims of one moment and two origins whose literal readings share nothing."""
    if not asserted or are_sets(asserted):
        return
    top = max([voice.core.low for voice in asserted])
    bottom = min([voice.core.high for voice in asserted])
    if top >= bottom and common_range([voice.core for voice in asserted]) is None:
        pairs = same_moment(asserted, asserted, lambda v: reversed_low(v.core), RIVALS)
        yield from ((high, low) for high, low in pairs if low.core.precedes(high.core))


def corroborations(
    asserted: Sequence[Voice], marks: Sequence[Mark] = INDEPENDENT
) -> Iterator[Pair]:
    """Each claim that is borne out, with one that bears it out; assumes no contradiction.

    Yields:
        (the one that supports, the one that is supported).
    """
    known = [voice for voice in asserted if not voice.is_nameless]
    if any(len({mark(voice) for voice in known}) < 2 for mark in marks):
        return
    for inner, outer in comparable_blocks(known):
        if are_sets(known):
            yield from set_supports(inner, outer, marks)
        else:
            yield from contained(
                [(voice.core, voice) for voice in inner],
                [(voice.core, voice) for voice in outer],
                marks,
            )


def alike(asserted: Sequence[Voice]) -> Iterator[Pair]:
    """Some pairs of which each claim bears out the other, as both say the same.

    They are found without a sweep; where there are none, others may bear each other out still.
    """
    if are_sets(asserted) or (asserted and asserted[0].pinned):
        return
    seen: dict[tuple[object, ...], list[Voice]] = defaultdict(list)
    for voice in asserted:
        if voice.origin == NAMELESS or (voice.cumulative and not voice.moment.is_day):
            continue
        core = voice.core
        others = seen[core.low, core.high, core.low_open, core.high_open]
        for other in others:
            if other.side != voice.side and other.component != voice.component:
                yield other, voice
        if len(others) < _FEW:
            others.append(voice)


_FEW = 4
"""With so many claims at most that say the same each further one is compared."""


def inconsistencies(speaking: Sequence[Voice]) -> Iterator[Pair]:
    """Of each source two claims that cannot both be right, said at one time of one moment."""
    if are_of_many(speaking):
        return
    for line in by_speaker_of(speaking):
        if len(line) == 1:
            continue
        asserted = [voice for voice in line if not voice.denies]
        denials = [voice for voice in line if voice.denies]
        yield from denied(asserted, denials, ())
        if asserted and asserted[0].cumulative:
            continue
        asserted = [voice for voice in asserted if voice.moment.is_day or not voice.pinned]
        for some, others in blocks_of_one_date(asserted, asserted, date_said):
            if are_sets(asserted):
                yield from set_conflicts(some, others, (_statement,))
                continue
            key = lambda v: reversed_low(v.support)  # noqa: E731
            for high, low in strongest(some, others, key, (_statement,)):
                if low.support.precedes(high.support):
                    yield high, low


def _statement(voice: Voice) -> str:
    """What two renderings of one statement share, and other claims do not."""
    return min(voice.statements, default=voice.id)


def by_speaker_of(voices: Iterable[Voice]) -> list[list[Voice]]:
    """Claims by source, sources in the order of their keys; each nameless claim by itself."""
    found: dict[str, list[Voice]] = defaultdict(list)
    for voice in voices:
        found[voice.speaker].append(voice)
    return [found[key] for key in sorted(found)]


def witnesses(speaking: Sequence[Voice]) -> Iterator[Pair]:
    """The pairs that show a large question's verdict, linear in its claims."""
    asserted = [voice for voice in speaking if not voice.denies]
    denials = [voice for voice in speaking if voice.denies]
    for marks in (RIVALS, OTHER_SIDES):
        yield from disputes(asserted, marks)
        yield from denied(asserted, denials, marks)
    yield from tensions(asserted)
    yield from corroborations(asserted)
    yield from inconsistencies(speaking)
    for line in by_speaker_of(asserted):
        yield from pairwise(sorted(line, key=lambda v: (v.moment.sort_key(), v.core.sort_key())))
