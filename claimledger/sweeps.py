"""One pass over the claims of a question instead of all pairs of them.

Every function takes voices of one question that stand and carry content. Sets are answered
pair by pair over their distinct answers; everything else is an interval, and intervals need
only be sorted: of all the claims that could contradict one, the strongest is enough.

Complexity: O(n log n) for n voices unless a function says otherwise.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import groupby
from operator import attrgetter

import attrs

from claimledger.dates import PartialDate
from claimledger.intervals import ANY, Bound, Interval
from claimledger.relations import Voice, has_fallen, same_value

Key = tuple[Bound, int]
Mark = Callable[[Voice], Hashable]


def low_key(interval: Interval) -> Key:
    """The lower end, so that a larger key is a higher start; an open end is higher."""
    return (interval.low, int(interval.low_open))


def high_key(interval: Interval) -> Key:
    """The upper end, so that a smaller key is a lower end; an open end is lower."""
    return (interval.high, -int(interval.high_open))


def reversed_low(interval: Interval) -> Key:
    """The lower end turned round: the least is the highest start."""
    low, is_open = low_key(interval)
    return (-low, -is_open)


class Shortlist:
    """The voices with the least keys, as few as can be, for queries with exclusions.

    A query asks for the least key among voices that differ from the asker in two marks
    (such as side and origin). A voice is dropped once no query can reach it, so that the
    list never holds more than five.
    """

    def __init__(self, first: Mark, second: Mark) -> None:
        self._first = first
        self._second = second
        self._items: list[tuple[Key, Hashable, Hashable, Voice]] = []

    def offer(self, key: Key, voice: Voice) -> None:
        """Add a voice. Of equal keys the one offered first stays ahead."""
        place = len(self._items)
        while place and key < self._items[place - 1][0]:
            place -= 1
        if place >= 5:
            return
        self._items.insert(place, (key, self._first(voice), self._second(voice), voice))
        self._prune()

    def best(self, asker: Voice) -> tuple[Key, Voice] | None:
        """The least key that shares neither mark with the asker."""
        first, second = self._first(asker), self._second(asker)
        for key, one, other, voice in self._items:
            if one != first and other != second:
                return key, voice
        return None

    def _prune(self) -> None:
        kept: list[tuple[Key, Hashable, Hashable, Voice]] = []
        for item in self._items:
            alike_first = [seen[2] for seen in kept if seen[1] == item[1]]
            alike_second = [seen[1] for seen in kept if seen[2] == item[2]]
            if item[2] in alike_first or len(alike_first) > 1 or len(alike_second) > 1:
                continue
            if not _one_query_excludes_all(kept):
                break
            kept.append(item)
        self._items = kept


def _one_query_excludes_all(items: Sequence[tuple[Key, Hashable, Hashable, Voice]]) -> bool:
    """True when some pair of marks excludes every item, so that a later item can matter."""
    if not items:
        return True
    rest_of_first = {item[2] for item in items if item[1] != items[0][1]}
    rest_of_second = {item[1] for item in items if item[2] != items[0][2]}
    return len(rest_of_first) <= 1 or len(rest_of_second) <= 1


@attrs.frozen
class _Day:
    """Voices of one certain day: some without an hour, some with, in or without an offset."""

    untimed: list[Voice]
    naive: list[Voice]
    aware: list[Voice]

    @classmethod
    def of(cls, voices: Iterable[Voice]) -> _Day:
        day = cls([], [], [])
        for voice in voices:
            moment = voice.moment.moment
            if moment is None:
                day.untimed.append(voice)
            else:
                (day.naive if moment.tzinfo is None else day.aware).append(voice)
        day.naive.sort(key=_instant)
        day.aware.sort(key=_instant)
        return day


def _instant(voice: Voice) -> dt.datetime:
    moment = voice.moment.moment
    return dt.datetime.min if moment is None else moment  # noqa: DTZ901


def not_later(
    voices: Sequence[Voice], key: Callable[[Voice], Key], first: Mark, second: Mark
) -> Iterator[tuple[Voice, Voice]]:
    """Each voice with the strongest one that it meets, and that is not later than it.

    Counts that are not cumulative all meet. Of cumulative ones, those meet whose order is
    certain or whose moment is the same; a pinned one meets only those of its moment.

    Args:
        voices: All of one question.
        key: The strength; the least key is the strongest.
        first: A mark that the two must not share.
        second: Another.

    Yields:
        (strongest, voice), for each voice that meets any.
    """
    if not any(voice.cumulative for voice in voices):
        yield from _strongest(voices, voices, key, first, second)
        return
    offers = sorted((v for v in voices if not v.pinned), key=lambda v: v.moment.latest)
    past = Shortlist(first, second)
    taken = 0
    by_earliest = sorted(voices, key=lambda v: v.moment.earliest)
    for earliest, group in groupby(by_earliest, key=lambda v: v.moment.earliest):
        here = list(group)
        while taken < len(offers) and offers[taken].moment.latest < earliest:
            past.offer(key(offers[taken]), offers[taken])
            taken += 1
        day = _Day.of(voice for voice in here if voice.moment.is_day)
        today = dict(_same_day(day, key, first, second, up_to=True))
        for voice in here:
            before = None if voice.pinned else past.best(voice)
            found = [best for best in (before, today.get(voice)) if best is not None]
            if found:
                yield min(found, key=lambda best: best[0])[1], voice


def same_moment(
    voices: Sequence[Voice], key: Callable[[Voice], Key], first: Mark, second: Mark
) -> Iterator[tuple[Voice, Voice]]:
    """As :func:`not_later`, but with the strongest one of the same moment only."""
    if not any(voice.cumulative for voice in voices):
        yield from _strongest(voices, voices, key, first, second)
        return
    days: dict[dt.date, list[Voice]] = defaultdict(list)
    for voice in voices:
        if voice.moment.is_day:
            days[voice.moment.first].append(voice)
    for group in days.values():
        for voice, best in _same_day(_Day.of(group), key, first, second, up_to=False):
            yield best[1], voice


def _same_day(
    day: _Day, key: Callable[[Voice], Key], first: Mark, second: Mark, *, up_to: bool
) -> Iterator[tuple[Voice, tuple[Key, Voice]]]:
    """Each voice of a day with the strongest of its moment, or with up_to not later.

    Hours order only counts that both give one, and with or without an offset alike; all
    other pairs of the day are of one moment.
    """

    def listed(voices: Iterable[Voice]) -> Shortlist:
        shortlist = Shortlist(first, second)
        for voice in voices:
            shortlist.offer(key(voice), voice)
        return shortlist

    untimed, naive, aware = listed(day.untimed), listed(day.naive), listed(day.aware)

    def best(voice: Voice, *shortlists: Shortlist) -> Iterator[tuple[Voice, tuple[Key, Voice]]]:
        found = [best for best in (one.best(voice) for one in shortlists) if best is not None]
        if found:
            yield voice, min(found, key=lambda item: item[0])

    for voice in day.untimed:
        yield from best(voice, untimed, naive, aware)
    for timed, others in ((day.naive, aware), (day.aware, naive)):
        so_far = Shortlist(first, second)
        for _, group in groupby(timed, key=_instant):
            here = list(group)
            now = so_far if up_to else Shortlist(first, second)
            for voice in here:
                now.offer(key(voice), voice)
            for voice in here:
                yield from best(voice, untimed, others, now)


def _strongest(
    offered: Iterable[Voice],
    asking: Iterable[Voice],
    key: Callable[[Voice], Key],
    first: Mark,
    second: Mark,
) -> Iterator[tuple[Voice, Voice]]:
    shortlist = Shortlist(first, second)
    for voice in offered:
        shortlist.offer(key(voice), voice)
    for voice in asking:
        found = shortlist.best(voice)
        if found is not None:
            yield found[1], voice


def contained(
    inner: Iterable[tuple[Interval, Voice]],
    outer: Iterable[tuple[Interval, Voice]],
    first: Mark,
    second: Mark,
) -> Iterator[tuple[Voice, Voice]]:
    """Each outer voice with one whose interval lies within its own, where there is any.

    Args:
        inner: Intervals that may lie within.
        outer: Intervals that may hold one.
        first: A mark that the two must not share.
        second: Another.

    Yields:
        (inner voice, outer voice).
    """
    waiting = sorted(inner, key=lambda item: low_key(item[0]), reverse=True)
    shortlist = Shortlist(first, second)
    taken = 0
    for interval, voice in sorted(outer, key=lambda item: low_key(item[0]), reverse=True):
        while taken < len(waiting) and low_key(waiting[taken][0]) >= low_key(interval):
            shortlist.offer(high_key(waiting[taken][0]), waiting[taken][1])
            taken += 1
        found = shortlist.best(voice)
        if found is not None and found[0] <= high_key(interval):
            yield found[1], voice


def superseded(voices: Sequence[Voice]) -> dict[str, Voice]:
    """Which claims their own source has since replaced, and by which claim first.

    Args:
        voices: Claims of one question that are not withdrawn, carry content and assert.

    Returns:
        By the id of each superseded claim, the first later claim of its source that has
        another value, or of a running count the first later one that it cannot have grown to.
    """
    by_line: dict[tuple[str, bool], list[Voice]] = defaultdict(list)
    for voice in voices:
        by_line[voice.source, voice.cumulative].append(voice)
    found: dict[str, Voice] = {}
    for (_, cumulative), line in by_line.items():
        if len(line) == 1:
            continue
        first_in = _first_below if cumulative else _first_other
        found.update(first_in([(said(v).earliest, said(v).latest, v) for v in line]))
        for hours in _hours(line):
            found.update(first_in([(_instant(v), _instant(v), v) for v in hours]))
    return found


def _hours(line: Iterable[Voice]) -> Iterator[list[Voice]]:
    """Groups of claims of one day whose hours order them."""
    groups: dict[tuple[dt.date, bool], list[Voice]] = defaultdict(list)
    for voice in line:
        moment = said(voice).moment
        if moment is not None and said(voice).is_day:
            groups[said(voice).first, moment.tzinfo is not None].append(voice)
    return (group for group in groups.values() if len(group) > 1)


Timed = tuple[dt.date, dt.date, Voice]
"""The earliest and the latest moment that a claim may be of, and the claim."""


def _first_other(line: list[Timed]) -> Iterator[tuple[str, Voice]]:
    """Each claim with the first one surely later that has another value."""
    line = sorted(line, key=_by_time)
    starts = [earliest for earliest, _, _ in line]
    run_end = [len(line)] * len(line)
    for place in range(len(line) - 2, -1, -1):
        alike = same_value(line[place][2], line[place + 1][2])
        run_end[place] = run_end[place + 1] if alike else place + 1
    for _, latest, voice in line:
        place = bisect_right(starts, latest)
        if place < len(line) and same_value(voice, line[place][2]):
            place = run_end[place]
        while place < len(line) and _one_statement(voice, line[place][2]):
            place += 1
        if place < len(line) and not same_value(voice, line[place][2]):
            yield voice.id, line[place][2]


def _first_below(line: list[Timed]) -> Iterator[tuple[str, Voice]]:
    """Each running count with the first one surely later that lies below it."""
    line = sorted(line, key=_by_time)
    starts = [earliest for earliest, _, _ in line]
    lows: list[int] = []
    place = len(line)
    for _, latest, voice in sorted(line, key=lambda item: item[1], reverse=True):
        after = bisect_right(starts, latest)
        while place > after:
            place -= 1
            while lows and high_key(line[lows[-1]][2].core) >= high_key(line[place][2].core):
                lows.pop()
            lows.append(place)
        # From the end of the list, places go up and their upper ends go down.
        cut = bisect_left(lows, True, key=lambda low: not has_fallen(voice, line[low][2]))
        if cut and not _one_statement(voice, line[lows[cut - 1]][2]):
            yield voice.id, line[lows[cut - 1]][2]


def _by_time(item: Timed) -> tuple[dt.date, str]:
    return (item[0], item[2].id)


def _one_statement(a: Voice, b: Voice) -> bool:
    return bool(a.statements & b.statements)


def projected(voices: Sequence[Voice]) -> list[tuple[Voice, Interval]]:
    """What each claim says of the newest moment of its question, by its support.

    Of a cumulative count an earlier claim gives a lower bound only; a pinned one says
    nothing of another moment. Claims that are not cumulative speak of one moment.
    """
    if not any(voice.cumulative for voice in voices):
        return [(voice, voice.support) for voice in voices]
    start = max(voice.moment.earliest for voice in voices)
    newest = [voice for voice in voices if voice.moment.latest >= start]
    last: dict[bool, dt.datetime] = {}
    for voice in newest:
        moment = voice.moment.moment
        if moment is not None:
            aware = moment.tzinfo is not None
            last[aware] = max(last.get(aware, moment), moment)
    result: list[tuple[Voice, Interval]] = []
    for voice in voices:
        moment = voice.moment.moment
        hour_passed = moment is not None and moment < last.get(moment.tzinfo is not None, moment)
        if voice.moment.latest >= start and not hour_passed:
            result.append((voice, voice.support))
        elif not voice.pinned:
            result.append((voice, attrs.evolve(voice.support, high=ANY.high)))
    return result


def best_supported(
    ranges: Sequence[tuple[Voice, Interval]], is_unattributed: Callable[[Voice], bool]
) -> tuple[Interval, int] | None:
    """The lowest range that most independent origins hold possible (Marzullo's sweep).

    Args:
        ranges: Claims, each with the range that it holds possible.
        is_unattributed: Claims for which this is true count together at most once, and not
            at all where a known origin holds the value possible.

    Returns:
        The range and how many origins hold it; None where no two do.

    Reference: K. Marzullo, Maintaining the Time in a Distributed System, 1984.
    """
    ends: list[tuple[Key, int, str, bool, Interval]] = []
    for voice, interval in ranges:
        unknown = is_unattributed(voice)
        ends.append((low_key(interval), 0, voice.component, unknown, interval))
        ends.append((high_key(interval), 1, voice.component, unknown, interval))
    ends.sort(key=lambda end: (end[0][0], _end_rank(end[0][1], closes=end[1] == 1)))
    active: dict[str, int] = defaultdict(int)
    nameless = known = deepest = 0
    best: tuple[Interval, int] | None = None
    opened: Interval | None = None
    for _, closes, component, unknown, interval in ends:
        step = -1 if closes else 1
        if unknown:
            nameless += step
        else:
            active[component] += step
            known += step * (active[component] == (0 if closes else 1))
        depth = known + (nameless > 0 and known == 0)
        if depth > max(deepest, 1):
            deepest, opened = depth, interval
        elif opened is not None and depth < deepest:
            best, opened = (_between(opened, interval), deepest), None
    return best


def _end_rank(is_open: int, *, closes: bool) -> int:
    """Order of ends at one value: ends that leave it out, starts that hold it, then the rest."""
    if closes:
        return 0 if is_open else 2
    return 3 if is_open else 1


def _between(start: Interval, end: Interval) -> Interval:
    return Interval(start.low, end.high, start.low_open, end.high_open)


def maximal_consistent(
    ranges: Sequence[tuple[Voice, Interval]],
) -> Iterator[tuple[str, ...]]:
    """The maximal sets of claims that can all be right, at most one per distinct left end.

    Args:
        ranges: Claims, each with the range that it holds possible.

    Yields:
        Sorted ids of each set, from low values to high.

    Complexity: O(n log n) and the size of what is yielded.
    """
    active: set[str] = set()
    ends: list[tuple[Key, str]] = []
    grown = False
    starts = sorted(ranges, key=lambda item: low_key(item[1]))
    for start, group in groupby(starts, key=lambda item: low_key(item[1])):
        if ends and ends[0][0] < start and grown:
            yield tuple(sorted(active))
            grown = False
        while ends and ends[0][0] < start:
            active.discard(heappop(ends)[1])
        for voice, interval in group:
            active.add(voice.id)
            heappush(ends, (high_key(interval), voice.id))
        grown = True
    if grown:
        yield tuple(sorted(active))


def said(voice: Voice) -> PartialDate:
    """What orders a claim among those of its own source."""
    return voice.moment if voice.cumulative else voice.claim.date


by_origin: Mark = attrgetter("origin")
by_component: Mark = attrgetter("component")
by_side: Mark = attrgetter("side")
