"""The history chart: each source's figure over time, and since when they contradict."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

import attrs

from claimledger.charts.axes import Axis, TimeAxis, time_axis
from claimledger.charts.ranges import (
    Gap,
    RangeMark,
    gap_of,
    range_chart,
)
from claimledger.charts.styles import Style
from claimledger.charts.words import Heading, apart_text, heading
from claimledger.dates import PartialDate
from claimledger.findings import Finding, Verdict
from claimledger.intervals import Bound, Interval
from claimledger.ledger import Ledger
from claimledger.relations import RelationKind, Voice
from claimledger.verdicts import weigh


@attrs.frozen(kw_only=True)
class HistoryPoint:
    """What a source said at one time.

    Attributes:
        mark: The claim as a range chart shows it.
        at: The middle of the time that it speaks of, in days as ``date.toordinal`` counts.
        since: The beginning of that time.
        until: Its end.
        figure: Where its line runs: the figure, the middle of a range, or the one end that is
            told; None for what names no figure, and for denials and forecasts.
        revises: True where it replaces what its source said before.
    """

    mark: RangeMark
    at: float
    since: float
    until: float
    figure: Bound | None
    revises: bool = False


@attrs.frozen
class HistoryLine:
    """One source.

    Attributes:
        source: Its name.
        side: Its side as it is spelt, a key of the chart's styles.
        points: What it said, in the order of time.
    """

    source: str
    side: str
    points: tuple[HistoryPoint, ...]

    @property
    def steps(self) -> tuple[HistoryPoint, ...]:
        """The points that its line runs through: one at a time, and none that is withdrawn.

        Of several at one time it runs through the last said, and of those through the highest.
        """
        drawn = [p for p in self.points if p.figure is not None and p.mark.state != "withdrawn"]
        by_time = {point.at: point for point in drawn}
        return tuple(by_time.values())


@attrs.frozen
class Dispute:
    """A span of time in which claims contradict each other.

    Attributes:
        since: Its beginning, in days.
        until: Its end.
        gap: The widest gap in that time; None where a denial contradicts.
    """

    since: float
    until: float
    gap: Gap | None


@attrs.frozen
class HistoryChart:
    """One question over time.

    Attributes:
        heading: What is asked, and what came of it.
        axis: The axis of figures, upwards.
        days: The axis of time.
        lines: The sources, by side.
        disputes: When it was disputed, in order and without overlap; those that follow each
            other at once differ in their gap.
        styles: How each side in it is drawn.
    """

    heading: Heading
    axis: Axis
    days: TimeAxis
    lines: tuple[HistoryLine, ...]
    disputes: tuple[Dispute, ...]
    styles: Mapping[str, Style]


def history_chart(
    ledger: Ledger,
    finding: Finding,
    *,
    scale: str | None = None,
    styles: Mapping[str, Style] | None = None,
) -> HistoryChart:
    """The history of one question that is answered by figures.

    A claim stands at the moment that it speaks of, which for most is the date said; a date of
    a whole month covers it. Running counts are in dispute in the time that they speak of;
    other claims from when both had been said until one of them is replaced or withdrawn.

    Args:
        ledger: The ledger as it was judged.
        finding: What was found on the question.
        scale: ``"linear"`` or ``"log"``; None for what suits the figures.
        styles: How sides are drawn; None for the finding's own.

    Raises:
        InvalidRecordError: for a question that is not on figures.
    """
    chart = range_chart(finding, ledger=ledger, scale=scale, styles=styles)
    marks = {mark.claim: mark for row in chart.rows for mark in row.marks}
    dates = [date for v in finding.voices for date in (v.moment, v.claim.date)]
    first, last = min(date.first for date in dates), max(date.last for date in dates)
    days = time_axis(first, last)
    return HistoryChart(
        heading(finding),
        chart.axis,
        days,
        _lines(finding, marks),
        tuple(_disputes(ledger, finding, days.high)),
        chart.styles,
    )


def _lines(finding: Finding, marks: Mapping[str, RangeMark]) -> tuple[HistoryLine, ...]:
    newer = {new for _, new in finding.superseded}
    lines: dict[str, list[Voice]] = defaultdict(list)
    voices = {voice.id: voice for voice in finding.voices}
    for claim in marks:  # By side, as the range chart orders them.
        lines[voices[claim].speaker].append(voices[claim])
    return tuple(
        HistoryLine(
            marks[line[0].id].source,
            marks[line[0].id].side,
            tuple(_point(voice, marks[voice.id], voice.id in newer) for voice in _in_time(line)),
        )
        for line in lines.values()
    )


def _in_time(line: Sequence[Voice]) -> list[Voice]:
    return sorted(
        line,
        key=lambda v: (middle_of(v.moment), v.claim.date.sort_key(), v.core.sort_key(), v.id),
    )


def _point(voice: Voice, mark: RangeMark, revises: bool) -> HistoryPoint:
    since, until = span_of(voice.moment)
    drawn = mark.core is not None and voice.has_content and not voice.denies
    figure = figure_of(voice.core) if drawn else None
    return HistoryPoint(
        mark=mark,
        at=middle_of(voice.moment),
        since=since,
        until=until,
        figure=figure,
        revises=revises,
    )


def figure_of(core: Interval) -> Bound:
    """Where the line of a source runs.

    >>> figure_of(Interval(190, 210)), figure_of(Interval(551, None)), figure_of(Interval(0, 20))
    (200, 551, 20)
    """
    if math.isinf(core.high):
        return core.low
    if core.low == 0:
        return core.high
    middle = (core.low + core.high) / 2
    return int(middle) if middle == int(middle) else middle


def span_of(date: PartialDate) -> tuple[float, float]:
    """From when to when a date lasts, in days; a date with an hour is a moment."""
    if date.moment is not None:
        share = (date.moment.hour * 60 + date.moment.minute) / 1440
        return (date.first.toordinal() + share,) * 2
    return float(date.first.toordinal()), float(date.last.toordinal() + 1)


def middle_of(date: PartialDate) -> float:
    """The middle of the time that a date covers, in days."""
    return sum(span_of(date)) / 2


def _disputes(ledger: Ledger, finding: Finding, end: float) -> Iterator[Dispute]:
    """When the claims on a question contradict each other.

    Two running counts do so from the moment of the earlier, which is too high, to the moment
    of the later, which is too low: from day to day a count only grows. Other claims do so from
    the day on which both had been said until one of them is replaced or withdrawn.
    """
    if any(voice.cumulative for voice in finding.voices):
        yield from _of_running_counts(finding)
    else:
        yield from _by_what_was_known(ledger, finding, end)


def _of_running_counts(finding: Finding) -> Iterator[Dispute]:
    by_id = {voice.id: voice for voice in finding.voices}
    pairs = [
        (by_id[found.a], by_id[found.b])
        for found in finding.relations
        if found.relation is RelationKind.CONTRADICTION
    ]
    spans = [(_between(one, other), one, other) for one, other in pairs]
    edges = sorted({edge for span, _, _ in spans for edge in span})
    pieces = []
    for since, until in pairwise(edges):
        here = [(a, b) for (low, high), a, b in spans if low <= since and until <= high]
        if here:
            pieces.append(Dispute(since, until, _widest(here, finding.unit)))
    yield from _joined(pieces)


def _between(one: Voice, other: Voice) -> tuple[float, float]:
    """From the middle of one moment to that of the other; all of a moment that both share."""
    middles = sorted((middle_of(one.moment), middle_of(other.moment)))
    if middles[0] == middles[1]:
        since, until = span_of(one.moment)
        return (since, until) if since < until else (since - MOMENT, until + MOMENT)
    return (middles[0], middles[1])


MOMENT = 1 / 24
"""Half the width of a dispute at one hour of one day, in days."""


def _widest(pairs: Sequence[tuple[Voice, Voice]], unit: str | None) -> Gap | None:
    """From the lowest upper end to the highest lower end; None where only denials contradict."""
    figures = [pair for pair in pairs if not (pair[0].denies or pair[1].denies)]
    if not figures:
        return None
    low = min(min(a.support.high, b.support.high) for a, b in figures)
    high = max(max(a.support.low, b.support.low) for a, b in figures)
    ratio = Fraction(high) / Fraction(low) if low else math.inf
    return Gap(low, high, ratio, apart_text(Fraction(high) - Fraction(low), ratio, unit))


def _joined(pieces: Sequence[Dispute]) -> Iterator[Dispute]:
    """Spans that follow each other at once and have one gap, as one."""
    held: Dispute | None = None
    for piece in pieces:
        if held is not None and held.until == piece.since and held.gap == piece.gap:
            held = attrs.evolve(held, until=piece.until)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held


def _by_what_was_known(ledger: Ledger, finding: Finding, end: float) -> Iterator[Dispute]:
    """The question weighed anew for each day on which something was said of it."""
    days = sorted({voice.claim.date.last for voice in finding.voices})
    # What is dated to a whole month is drawn at its middle, but known for sure at its end, and
    # so not before what was known by then.
    starts = list(accumulate((_start(finding, day) for day in days), max))
    pieces = []
    for day, since, until in zip(days, starts, [*starts[1:], end], strict=True):
        if since < until:
            known = _known(ledger, finding, day)
            if known.verdict is Verdict.DISPUTED:
                pieces.append(Dispute(since, until, gap_of(known)))
    yield from _joined(pieces)


def _start(finding: Finding, day: dt.date) -> float:
    """The middle of the earliest date that ends on a day."""
    said = (voice for voice in finding.voices if voice.claim.date.last == day)
    return min(middle_of(voice.claim.date) for voice in said)


def _known(ledger: Ledger, finding: Finding, day: dt.date) -> Finding:
    """What was found on the question by what had been said until the end of a day."""
    voices = [voice for voice in finding.voices if voice.claim.date.last <= day]
    targets = {record.target for record in ledger.retractions}
    if any(voice.id in targets for voice in voices):
        withdrawn = ledger.as_of(day).withdrawn
        voices = [attrs.evolve(voice, withdrawn=voice.id in withdrawn) for voice in voices]
    return weigh(finding.question, voices, unit=finding.unit, are_opposed=_nobody)


def _nobody(_one: str, _other: str) -> bool:
    """Whether two parties are opposed, which changes no dispute."""
    return False
