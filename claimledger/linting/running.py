"""Counts of one source on one matter, over the course of time.

Running counts, the increments between them and the counts of single days must go together.
Stocks are compared with none of them. All figures are read tolerantly.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

import attrs

from claimledger.claims import Accrual
from claimledger.dates import Ternary
from claimledger.findings import Finding
from claimledger.grouping import Key
from claimledger.intervals import Bound, Interval
from claimledger.linting.lints import Case, Lint, dated
from claimledger.questions import Time
from claimledger.relations import RelationKind, Voice, relate

RISEN = 3
"""A count that rose so many times, and then falls far, looks as if it had begun anew."""

FAR = 4
"""To what part of what it was such a count falls."""


Spans = dict[tuple[dt.date, dt.date], list[Voice]]
"""Counts by the last and the first day that they speak of."""


@attrs.frozen(eq=False)
class Part:
    """What one source counts in one span of days.

    Attributes:
        first: The first day.
        last: The last day, inclusive.
        low: The least that it may mean.
        high: The most that it may mean.
        voices: The claims, which may be several of one span, the least first.
    """

    first: dt.date
    last: dt.date
    low: Bound
    high: Bound
    voices: tuple[Voice, ...]


@attrs.define(eq=False)
class Line:
    """All that one source counts of one matter.

    Attributes:
        running: Running counts, by the day that they start from.
        increments: Increments, each under its last and first day.
        periods: Counts of spans of days, likewise.
        days: What is counted on single days, read literally.
    """

    running: list[tuple[dt.date | None, list[Voice]]] = attrs.field(factory=list)
    increments: Spans = attrs.field(factory=lambda: defaultdict(list))
    periods: Spans = attrs.field(factory=lambda: defaultdict(list))
    days: set[tuple[dt.date, Interval]] = attrs.field(factory=set)

    def add(self, time: Time, voice: Voice) -> None:
        """Take a count of a span, if it is one whose days are known."""
        spans = {Accrual.INCREMENT: self.increments, Accrual.PERIOD: self.periods}.get(
            time.accrual or Accrual.EVENT
        )
        start, end = (None, None) if time.window is None else (time.window.start, time.window.end)
        if spans is None or start is None or end is None:
            return
        if not (start.is_qualified or end.is_qualified):
            spans[end.last, start.first].append(voice)
            if start.first == end.last:
                self.days.add((end.last, voice.core))


def running_lints(case: Case) -> Iterator[Lint]:
    """What does not go together in the counts of one source over time.

    Complexity: O(n log n) in the number of claims.
    """
    matters: dict[Key, list[Finding]] = defaultdict(list)
    for finding in case.findings:
        if finding.question.kind == "measure":
            matters[case.scene.key(finding.voices[0].claim)[:-3]].append(finding)
    for findings in matters.values():
        lines = _lines(case, findings)
        for finding in findings:
            yield from _falls(case, finding, lines)
        for line in lines.values():
            increments = _chain(_parts(line.increments), shared=1)
            periods = _chain(_parts(line.periods, at_once=True), shared=0)
            for start, voices in line.running if increments or periods else ():
                moments = _moments(voices)
                yield from _increments(case, increments, moments)
                yield from _days(case, periods, moments, start)


def _lines(case: Case, findings: Iterable[Finding]) -> dict[str, Line]:
    """What stands, by source."""
    lines: dict[str, Line] = defaultdict(Line)
    for finding in findings:
        running: dict[str, list[Voice]] = defaultdict(list)
        for voice in finding.standing:
            if voice.has_content and not voice.denies:
                if voice.cumulative:
                    running[voice.speaker].append(voice)
                else:
                    lines[voice.speaker].add(case.scene.time(voice.claim), voice)
        for speaker, voices in running.items():
            lines[speaker].running.append((_start(case, finding), voices))
    return lines


def _start(case: Case, finding: Finding) -> dt.date | None:
    """The day from which the running counts of a question run, where it is stated."""
    times = (case.scene.time(voice.claim) for voice in finding.voices)
    start = next(time.start for time in times if time.is_running)
    return None if start is None else start.first


# A count that falls ------------------------------------------------------------------------------


def _falls(case: Case, finding: Finding, lines: Mapping[str, Line]) -> Iterator[Lint]:
    """Each running count that is less than its source has counted before."""
    by_id = {voice.id: voice for voice in finding.voices}
    above: dict[str, list[Voice]] = defaultdict(list)
    for earlier, later in finding.superseded:
        old, new = by_id[earlier], by_id[later]
        has_fallen = relate(old, new).relation is RelationKind.DOWNWARD_REVISION
        if has_fallen and new.support.precedes(old.support):
            above[later].append(old)
    for key, olds in above.items():
        new, old = by_id[key], max(olds, key=lambda voice: (voice.core.sort_key(), voice.id))
        why = _restart(olds, new, lines[new.speaker])
        code = "falling-count" if why is None else "restarted-count"
        told = f"{case.told(new)} is less than {dated(old.claim)}, said by the same source before"
        yield _lint(code, f"{told}: {why or _CANNOT_FALL}", new, old)


_CANNOT_FALL = "a running count cannot fall; correct one, or enter that the source retracts one"


def _restart(olds: Sequence[Voice], new: Voice, line: Line) -> str | None:
    """Why a count that fell looks as if it had begun anew."""
    if new.moment.is_day and (new.moment.first, new.core) in line.days:
        return "it is what was counted on that day alone; if so, give its window and accrual"
    least = min(old.support.low for old in olds)
    if len({old.core for old in olds}) >= RISEN and new.support.high * FAR <= least:
        return "it looks as if the count had begun anew; if so, give its window"
    return None


# Sums --------------------------------------------------------------------------------------------


def _parts(spans: Spans, *, at_once: bool = False) -> list[Part]:
    """Spans by their ends, the short ones first; of those counted by the day after, if at once."""
    found = []
    for last, first in sorted(spans, key=lambda days: (days[0], -days[1].toordinal())):
        day_after = last + dt.timedelta(days=1) if last < dt.date.max else last
        voices = spans[last, first]
        kept = [v for v in voices if not at_once or v.claim.date.first <= day_after]
        if kept:
            found.append(_part(first, last, kept))
    return found


def _moments(voices: Iterable[Voice]) -> list[Part]:
    """The running counts of each day, in order."""
    by_day: dict[dt.date, list[Voice]] = defaultdict(list)
    for voice in voices:
        if voice.moment.is_day:
            by_day[voice.moment.first].append(voice)
    return [_part(day, day, some) for day, some in sorted(by_day.items())]


def _part(first: dt.date, last: dt.date, voices: Iterable[Voice]) -> Part:
    grown = tuple(sorted(voices, key=lambda voice: (voice.core.sort_key(), voice.id)))
    low = min(voice.support.low for voice in grown)
    return Part(first, last, low, max(voice.support.high for voice in grown), grown)


def _chain(parts: Iterable[Part], *, shared: int) -> list[Part]:
    """Spans that share no day, or at most that on which one ends and the next begins."""
    chosen: list[Part] = []
    for part in parts:
        slack = min(shared, (part.last - part.first).days)
        if not chosen or (part.first - chosen[-1].last).days + slack > 0:
            chosen.append(part)
    return chosen


def _increments(case: Case, chain: Sequence[Part], moments: Sequence[Part]) -> Iterator[Lint]:
    """Running counts that are not what the last one and the increments since come to."""
    ends = [part.last for part in chain]
    for old, new in pairwise(moments):
        since = [
            part
            for part in chain[bisect_right(ends, old.last) : bisect_right(ends, new.last)]
            if part.first >= old.last and not _may_be_later(part, new)
        ]
        if not since:
            continue
        low = old.low + sum(part.low for part in since)
        high = old.high + sum(part.high for part in since)
        if low > new.high or (_is_covered(since, old, new) and high < new.low):
            yield _increment_lint(case, old, since, new)


def _may_be_later(part: Part, running: Part) -> bool:
    """True when a count may have been said after the running count of that day.

    Where only one of the two gives an hour, nobody knows.
    """
    moment = running.voices[-1].moment
    dates = (voice.claim.date for voice in part.voices)
    return any(
        moment.precedes(date) is Ternary.YES
        or (moment.first == date.first and (moment.moment is None) != (date.moment is None))
        for date in dates
    )


def _is_covered(since: Sequence[Part], old: Part, new: Part) -> bool:
    """True when the increments leave out no day from the one count to the other."""
    ends = [old.last, *(part.last for part in since)]
    gaps = ((part.first - end).days > 1 for end, part in zip(ends, since, strict=False))
    return not any(gaps) and ends[-1] == new.last


def _increment_lint(case: Case, old: Part, since: Sequence[Part], new: Part) -> Lint:
    shown, before = new.voices[-1], old.voices[-1]
    added = [part.voices[-1] for part in since]
    is_restart = any(part.core == shown.core for part in added)
    message = (
        f"{case.told(shown)} is not what {dated(before.claim)} and then {_listed(added)} more come"
        f" to: {_RESTART if is_restart else _ADD_UP}"
    )
    code = "restarted-count" if is_restart else "increments-do-not-add-up"
    return _lint(code, message, shown, before, *added)


_RESTART = "it is the increment itself; if so, it is no running count"
_ADD_UP = "correct one, or give the window of the increment"


def _days(
    case: Case, chain: Sequence[Part], moments: Sequence[Part], start: dt.date | None
) -> Iterator[Lint]:
    """The first running count that is less than the days up to it come to."""
    ends = [part.last for part in chain]
    totals = [0, *accumulate(part.low for part in chain)]
    begin = 0 if start is None else bisect_left([part.first for part in chain], start)
    for total in moments:
        end = bisect_right(ends, total.last)
        if end > begin and ends[end - 1] == total.last and _may_be_later(chain[end - 1], total):
            end -= 1
        if end > begin and totals[end] - totals[begin] > total.high:
            shown, days = total.voices[-1], [part.voices[-1] for part in chain[begin:end]]
            message = (
                f"{case.told(shown)} is less than the same source counts day by day,"
                f" {_listed(days)}: correct one, or give the windows of the counts"
            )
            yield _lint("days-exceed-total", message, shown, *days)
            return


def _listed(voices: Sequence[Voice]) -> str:
    texts = [dated(voice.claim) for voice in voices]
    if len(texts) > 4:
        texts = [*texts[:3], f"{len(texts) - 3} more"]
    return " and ".join(part for part in (", ".join(texts[:-1]), texts[-1]) if part)


def _lint(code: str, message: str, *voices: Voice) -> Lint:
    return Lint(
        code=code, message=message, claims=tuple(voice.id for voice in voices), field="value"
    )
