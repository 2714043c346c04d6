"""Which claims their own source has since replaced.

Complexity: O(n log n) for n claims; claims that render one statement on several dates are
looked through one after the other.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from claimledger.relations import Voice, are_of_many, has_fallen, same_value
from claimledger.sweeps import When, date_said, high_key, moment_of

Timed = tuple[dt.date, dt.date, Voice]
"""The earliest and the latest time that a claim may be of, and the claim."""


def superseded(voices: Sequence[Voice]) -> dict[str, Voice]:
    """Which claims their own source has since replaced, and by which claim first.

    Args:
        voices: Claims of one question that are not withdrawn, carry content and assert.

    Returns:
        By the id of each superseded claim, the first later claim of its source that has
        another value for the same moment, or of a running count the first later one that
        it cannot have grown to.
    """
    if are_of_many(voices):
        return {}
    lines: dict[str, list[Voice]] = defaultdict(list)
    for voice in voices:
        lines[voice.speaker].append(voice)
    found: dict[str, Voice] = {}
    for line in lines.values():
        if len(line) > 1:
            for old, new in _replaced(line):
                found.setdefault(old, new)
    return found


def _replaced(line: Sequence[Voice]) -> Iterator[tuple[str, Voice]]:
    """The claims of one source that it replaced, each with the first that replaced it."""
    if not (line[0].cumulative or line[0].pinned):
        yield from _otherwise(line, line)
        return
    days: dict[dt.date, list[Voice]] = defaultdict(list)
    for voice in line:
        if voice.moment.is_day:
            days[voice.moment.first].append(voice)
    for day in days.values():
        retold = [voice for voice in day if voice.is_retold]
        if retold:
            yield from _otherwise(day, retold)
    if line[0].cumulative:
        plain = [voice for voice in line if not voice.is_retold]
        yield from _first_below(_by_day(plain, moment_of))
        for hours in _by_hour(plain, moment_of):
            yield from _first_below(hours)


def _otherwise(line: Sequence[Voice], with_hours: Sequence[Voice]) -> Iterator[tuple[str, Voice]]:
    """Each claim with the first one surely said later that has another value."""
    for hours in _by_hour(with_hours, date_said):
        yield from _first_other(hours)
    yield from _first_other(_by_day(line, date_said))


def _by_day(voices: Iterable[Voice], when: When) -> list[Timed]:
    return [(when(voice).earliest, when(voice).latest, voice) for voice in voices]


def _by_hour(line: Iterable[Voice], when: When) -> Iterator[list[Timed]]:
    """Groups of claims of one day whose hours order them."""
    groups: dict[tuple[dt.date, bool], list[Timed]] = defaultdict(list)
    for voice in line:
        date = when(voice)
        if date.moment is not None and date.is_day:
            aware = date.moment.tzinfo is not None
            groups[date.first, aware].append((date.moment, date.moment, voice))
    return (group for group in groups.values() if len(group) > 1)


def _first_other(line: list[Timed]) -> Iterator[tuple[str, Voice]]:
    """Each claim with the first one surely later that has another value."""
    line = sorted(line, key=_by_time)
    starts = [earliest for earliest, _, _ in line]
    next_value = [len(line)] * len(line)
    for place in range(len(line) - 2, -1, -1):
        alike = same_value(line[place][2], line[place + 1][2])
        next_value[place] = next_value[place + 1] if alike else place + 1
    for _, latest, voice in line:
        place = bisect_right(starts, latest)
        while place < len(line):
            other = line[place][2]
            if same_value(voice, other):
                place = next_value[place]
            elif _is_one_statement(voice, other):
                place += 1
            else:
                yield voice.id, other
                break


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
        first = line[lows[cut - 1]][2] if cut else None
        if first is not None and _is_one_statement(voice, first):
            later = (other for _, _, other in line[after:] if has_fallen(voice, other))
            first = next((other for other in later if not _is_one_statement(voice, other)), None)
        if first is not None:
            yield voice.id, first


def _by_time(item: Timed) -> tuple[dt.date, str]:
    return (item[0], item[2].id)


def _is_one_statement(a: Voice, b: Voice) -> bool:
    return bool(a.statements & b.statements)
