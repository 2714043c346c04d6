"""One pass over the claims of a question instead of all pairs of them.

Every function takes voices of one question that stand and carry content. Answers are
intervals, and intervals need only be sorted: of all the claims that could contradict one,
the strongest is enough.

Complexity: O(n log n) for n voices unless a function says otherwise.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from heapq import heappop, heappush
from itertools import groupby
from operator import itemgetter
from typing import Any

import attrs

from claimledger.dates import PartialDate
from claimledger.intervals import ANY, Bound, Interval, common_range, made
from claimledger.origins import NAMELESS
from claimledger.relations import Voice, are_of_many, growing
from claimledger.shortlists import Mark, Shortlist

Key = tuple[Bound, int]
Strength = Callable[[Voice], Key]
"""What makes a claim strong; the least key is the strongest."""
When = Callable[[Voice], PartialDate]


def low_key(interval: Interval) -> Key:
    """The lower end, so that a larger key is a higher start; an open end is higher."""
    return (interval.low, int(interval.low_open))


def high_key(interval: Interval) -> Key:
    """The upper end, so that a smaller key is a lower end; an open end is lower."""
    return (interval.high, -int(interval.high_open))


def reversed_low(interval: Interval) -> Key:
    """The lower end turned round: the least is the highest start."""
    return (-interval.low, -int(interval.low_open))


def reversed_high(interval: Interval) -> Key:
    """The upper end turned round: the least is the highest end."""
    return (-interval.high, int(interval.high_open))


def never_falls(voices: Sequence[Voice]) -> bool:
    """True when no claim lies below one that is not surely later; False where it is not plain.

    Args:
        voices: Running counts.
    """
    days: dict[dt.date, list[Interval]] = defaultdict(list)
    for voice in voices:
        if not voice.moment.is_day:
            return False
        days[voice.moment.first].append(voice.support)
    top: Key = (-math.inf, 0)
    for day in sorted(days):
        top = max(top, *map(low_key, days[day]))
        for one in days[day]:
            if one.high < top[0] or (one.high == top[0] and (top[1] or one.high_open)):
                return False
    return True


def moment_of(voice: Voice) -> PartialDate:
    """The moment that an answer speaks of."""
    return voice.moment


def date_said(voice: Voice) -> PartialDate:
    """The date on which a claim was said."""
    return voice.claim.date


def is_timed(voices: Sequence[Voice]) -> bool:
    """True for answers that speak of moments of their own; so do all of a question or none."""
    return bool(voices) and (voices[0].cumulative or voices[0].pinned)


@attrs.frozen
class _Day:
    """Voices of one certain day: some without an hour, some with, in or without an offset."""

    untimed: list[Voice] = attrs.field(factory=list)
    naive: list[Voice] = attrs.field(factory=list)
    aware: list[Voice] = attrs.field(factory=list)

    @classmethod
    def of(cls, voices: Iterable[Voice], when: When) -> _Day:
        day = cls()
        for voice in voices:
            moment = when(voice).moment
            if moment is None:
                day.untimed.append(voice)
            else:
                (day.naive if moment.tzinfo is None else day.aware).append(voice)
        return day


def _days(voices: Iterable[Voice], when: When) -> dict[dt.date, list[Voice]]:
    """The voices of each certain day."""
    days: dict[dt.date, list[Voice]] = defaultdict(list)
    for voice in voices:
        date = when(voice)
        if date.is_day:
            days[date.first].append(voice)
    return days


def _instants(voices: Iterable[Voice], when: When) -> dict[Any, list[Voice]]:
    """Voices that all give an hour of one kind, by it."""
    found: dict[Any, list[Voice]] = defaultdict(list)
    for voice in voices:
        found[when(voice).moment].append(voice)
    return found


Block = tuple[Sequence[Voice], Sequence[Voice]]


def blocks_of_one_date(
    offers: Sequence[Voice], askers: Sequence[Voice], when: When
) -> Iterator[Block]:
    """Pairs of groups, each claim of the one on the same certain date as all of the other.

    Hours order only claims that both give one, with or without an offset alike; all other
    pairs of a day are of one moment. Each such pair is in exactly one block.
    """
    for some, others in _of_one_day(offers, askers, when):
        if not any(when(voice).moment for voice in some):
            yield some, others
            continue
        here, there = _Day.of(some, when), _Day.of(others, when)
        yield here.untimed, others
        yield here.naive + here.aware, there.untimed
        yield here.naive, there.aware
        yield here.aware, there.naive
        for one, other in ((here.naive, there.naive), (here.aware, there.aware)):
            instants = _instants(other, when)
            for instant, group in _instants(one, when).items():
                yield group, instants.get(instant, [])


def _of_one_day(offers: Iterable[Voice], askers: Iterable[Voice], when: When) -> Iterator[Block]:
    """Pairs of groups, each claim of the one on the same certain day as all of the other."""
    asked = _days(askers, when)
    for date, here in _days(offers, when).items():
        if date in asked:
            yield here, asked[date]


def blocks(offers: Sequence[Voice], askers: Sequence[Voice]) -> Iterator[Block]:
    """Pairs of groups, each claim of the one of the same moment as all of the other."""
    if is_timed(offers):
        yield from blocks_of_one_date(offers, askers, moment_of)
    else:
        yield offers, askers


def strongest(
    offers: Iterable[Voice], askers: Sequence[Voice], key: Strength, marks: Sequence[Mark]
) -> Iterator[tuple[Voice, Voice]]:
    """Each asker with the strongest offer with which it shares no mark: (offer, asker)."""
    if not askers:
        return
    shortlist = Shortlist.of(sorted(offers, key=key), key, marks)
    for voice in askers:
        found = shortlist.best(voice)
        if found is not None:
            yield found[1], voice


def same_moment(
    offers: Sequence[Voice], askers: Sequence[Voice], key: Strength, marks: Sequence[Mark]
) -> Iterator[tuple[Voice, Voice]]:
    """Each asker with the strongest offer of its moment: (offer, asker)."""
    for some, others in blocks(offers, askers):
        yield from strongest(some, others, key, marks)


def not_later(
    offers: Sequence[Voice], askers: Sequence[Voice], key: Strength, marks: Sequence[Mark]
) -> Iterator[tuple[Voice, Voice]]:
    """Each asker with the strongest offer of its moment, and with the strongest before it.

    Only running counts are compared with what was before them.
    """
    yield from same_moment(offers, askers, key, marks)
    if not offers or not offers[0].cumulative:
        return
    waiting = sorted(offers, key=lambda v: v.moment.latest, reverse=True)
    past = Shortlist(marks)
    for voice in sorted(askers, key=lambda v: v.moment.earliest):
        while waiting and waiting[-1].moment.latest < voice.moment.earliest:
            offer = waiting.pop()
            past.offer(key(offer), offer)
        found = past.best(voice)
        if found is not None:
            yield found[1], voice
    for some, others in _of_one_day(offers, askers, moment_of):
        if any(voice.moment.moment for voice in some):
            here, there = _Day.of(some, moment_of), _Day.of(others, moment_of)
            yield from _earlier_hours(here.naive, there.naive, key, marks)
            yield from _earlier_hours(here.aware, there.aware, key, marks)


def _earlier_hours(
    offers: Sequence[Voice], askers: Sequence[Voice], key: Strength, marks: Sequence[Mark]
) -> Iterator[tuple[Voice, Voice]]:
    waiting = sorted(_instants(offers, moment_of).items(), reverse=True)
    past = Shortlist(marks)
    for instant, group in sorted(_instants(askers, moment_of).items()):
        while waiting and waiting[-1][0] < instant:
            for offer in waiting.pop()[1]:
                past.offer(key(offer), offer)
        for voice in group:
            found = past.best(voice)
            if found is not None:
                yield found[1], voice


Held = tuple[Interval, Voice]


def contained(
    inner: Iterable[Held], outer: Iterable[Held], marks: Sequence[Mark]
) -> Iterator[tuple[Voice, Voice]]:
    """Each outer voice with one whose interval lies within its own, where there is any.

    Args:
        inner: Intervals that may lie within.
        outer: Intervals that may hold one.
        marks: What the two must not share.

    Yields:
        (inner voice, outer voice).
    """
    waiting = sorted(inner, key=lambda item: low_key(item[0]))
    shortlist = Shortlist(marks)
    for interval, voice in sorted(outer, key=lambda item: low_key(item[0]), reverse=True):
        while waiting and low_key(waiting[-1][0]) >= low_key(interval):
            within, other = waiting.pop()
            shortlist.offer(high_key(within), other)
        found = shortlist.best(voice)
        if found is not None and found[0] <= high_key(interval):
            yield found[1], voice


def comparable_blocks(voices: Sequence[Voice]) -> Iterator[Block]:
    """Pairs of groups, every claim of the one comparable in time with all of the other.

    Running counts are where their order is certain, counts of one moment where it is the
    same, and all others are.

    Complexity: O(n log n) voices in all blocks.
    """
    if not is_timed(voices) or voices[0].pinned:
        yield from blocks(voices, voices)
        return
    certain = [voice for voice in voices if voice.moment.is_day]
    yield certain, certain
    vague = [voice for voice in voices if not voice.moment.is_day]
    for early, late in ((vague, voices), (certain, vague)):
        for some, others in _precedences(early, late):
            yield some, others
            yield others, some


def _precedences(early: Sequence[Voice], late: Sequence[Voice]) -> Iterator[Block]:
    """Blocks in which all of the one surely precede all of the other; each pair is in one."""
    if not early or not late:
        return
    starts = sorted({voice.moment.earliest for voice in late})
    middle = starts[len(starts) // 2]
    before = [voice for voice in early if voice.moment.latest < middle]
    yield before, [voice for voice in late if voice.moment.earliest >= middle]
    yield from _precedences(before, [v for v in late if v.moment.earliest < middle])
    yield from _precedences(
        [voice for voice in early if voice.moment.latest >= middle],
        [voice for voice in late if voice.moment.earliest > middle],
    )


def newest(voices: Sequence[Voice], when: When = moment_of) -> list[Voice]:
    """The claims than which no other may be later."""
    ends = [when(voice).latest for voice in voices]
    top = max(ends, default=None)
    last = [voice for voice, end in zip(voices, ends, strict=True) if end == top]
    if len(last) == 1 and not when(last[0]).is_day:
        earliest = when(last[0]).earliest
        others = (voice for voice in voices if voice is not last[0])
        return last if all(when(voice).latest < earliest for voice in others) else []
    if not all(when(voice).is_day for voice in last):
        return []
    return _last_hours(last, when)


def _last_hours(voices: Sequence[Voice], when: When) -> list[Voice]:
    """Of claims of one day those that none is later than by the hour."""
    hours: dict[bool, dt.datetime] = {}
    for voice in voices:
        moment = when(voice).moment
        if moment is not None:
            aware = moment.tzinfo is not None
            hours[aware] = max(moment, hours.get(aware, moment))
    return [
        voice
        for voice in voices
        if (moment := when(voice).moment) is None or moment == hours[moment.tzinfo is not None]
    ]


def not_outdated(voices: Sequence[Voice], when: When = moment_of) -> list[Voice]:
    """The claims that none of the others is surely later than."""
    start = max((when(voice).earliest for voice in voices), default=dt.date.min)
    recent = [voice for voice in voices if when(voice).latest >= start]
    last = {voice.id for voice in _last_hours([v for v in recent if when(v).is_day], when)}
    return [voice for voice in recent if voice.id in last or not when(voice).is_day]


def current(voices: Sequence[Voice]) -> list[Voice]:
    """Of running counts those that their own source has not gone beyond, else all.

    Of several of one moment the largest, as it is the last in growing order.
    """
    if not voices or not voices[0].cumulative or are_of_many(voices):
        return list(voices)
    lines: dict[str, list[Voice]] = defaultdict(list)
    for voice in voices:
        lines[voice.speaker].append(voice)
    return [voice for line in lines.values() for voice in _current(line)]


def _current(line: list[Voice]) -> list[Voice]:
    if len(line) == 1:
        return line
    recent = not_outdated(line)
    certain = [voice for voice in recent if voice.moment.is_day]
    vague = [voice for voice in recent if not voice.moment.is_day]
    return [*vague, max(certain, key=growing)] if certain else vague


def projected(voices: Sequence[Voice]) -> list[tuple[Voice, Interval]]:
    """What each claim says of the newest moment of its question, by its support.

    An earlier running count gives a lower bound only, and so does one that its source went
    beyond on the same day; an earlier count of one moment gives nothing. Other claims all
    speak of one moment.
    """
    if not is_timed(voices):
        return [(voice, voice.support) for voice in voices]
    recent = newest(voices)
    last = {voice.claim.id for voice in recent} - _outgrown(recent)
    if voices[0].pinned:
        return [(voice, voice.support) for voice in voices if voice.claim.id in last]
    return [
        (voice, voice.support if voice.claim.id in last else _upwards(voice.support))
        for voice in voices
    ]


@lru_cache(maxsize=65536)
def _upwards(interval: Interval) -> Interval:
    """An interval and all above it."""
    return made(interval.low, ANY.high, interval.low_open, ANY.high_open)


def _outgrown(recent: Sequence[Voice]) -> set[str]:
    """Running counts of one moment that their own source went beyond, past all they may mean.

    One that another source contradicts stands as it is.
    """
    if are_of_many(recent):
        return set()
    running = [voice for voice in recent if voice.cumulative and voice.moment.is_day]
    tops: dict[str, Voice] = {}
    for voice in sorted(running, key=lambda voice: low_key(voice.support)):
        tops[voice.speaker] = voice
    highest = sorted(tops.values(), key=lambda voice: reversed_low(voice.support))[:2]

    def is_outgrown(voice: Voice) -> bool:
        top = tops[voice.speaker]
        others = (other for other in highest if other is not top)
        return (
            voice.support.precedes(top.support)
            and not voice.statements & top.statements
            and not any(voice.support.precedes(other.support) for other in others)
        )

    return {voice.id for voice in running if is_outgrown(voice)}


def best_supported(
    ranges: Sequence[tuple[Voice, Interval]], common: Interval | None = None
) -> tuple[Interval, int] | None:
    """The lowest range that most independent origins hold possible (Marzullo's sweep).

    Nameless claims count for none: together they are at most one origin, and none where
    a known origin holds the value possible, so that they never make a second.

    Args:
        ranges: Claims, each with the range that it holds possible.
        common: The range that all of them hold possible, where it is known.

    Returns:
        The range and how many origins hold it; None where no two do.

    Reference: K. Marzullo, Maintaining the Time in a Distributed System, 1984.
    """
    named = [one for one in ranges if one[0].origin != NAMELESS]
    origins = {voice.component for voice, _ in named}
    if len(origins) < 2:
        return None
    if len(origins) == len(named):
        shared = common if len(named) == len(ranges) else None
        shared = shared or common_range([interval for _, interval in named])
        if shared is not None:  # All hold it, so that nothing is held by more.
            return shared, len(origins)
    ends: list[tuple[Bound, int, str, Interval]] = []
    for voice, interval in named:
        ends.append((interval.low, 3 if interval.low_open else 1, voice.component, interval))
        ends.append((interval.high, 0 if interval.high_open else 2, voice.component, interval))
    # At one value: ends that leave it out, starts that hold it, ends that hold it, the rest.
    ends.sort(key=itemgetter(0, 1))
    active: dict[str, int] = defaultdict(int)
    depth, deepest = 0, 1
    best: tuple[Interval, int] | None = None
    opened: Interval | None = None
    for _, rank, component, interval in ends:
        starts = rank in {1, 3}
        active[component] += 1 if starts else -1
        if active[component] == (1 if starts else 0):
            depth += 1 if starts else -1
        if depth > deepest:
            deepest, opened = depth, interval
        elif opened is not None and depth < deepest:
            found = Interval(opened.low, interval.high, opened.low_open, interval.high_open)
            best, opened = (found, deepest), None
    return best


def maximal_consistent(ranges: Iterable[tuple[Voice, Interval]]) -> Iterator[tuple[str, ...]]:
    """The maximal sets of claims that can all be right, at most one per distinct left end.

    Args:
        ranges: Claims, each with the range that it holds possible.

    Yields:
        Sorted ids of each set, from low values to high.

    Complexity: O(n log n) and the size of what is yielded.
    """
    active: set[str] = set()
    ends: list[tuple[Key, str]] = []
    has_grown = False
    starts = sorted(ranges, key=lambda item: low_key(item[1]))
    for start, group in groupby(starts, key=lambda item: low_key(item[1])):
        while ends and ends[0][0] < start:
            if has_grown:
                yield tuple(sorted(active))
                has_grown = False
            active.discard(heappop(ends)[1])
        for voice, interval in group:
            active.add(voice.id)
            heappush(ends, (high_key(interval), voice.id))
        has_grown = True
    if has_grown:
        yield tuple(sorted(active))
