"""The pictures of a page: where each claim lies on an axis, in hundredths of its length.

A picture has no width of its own. It stretches with the page, and its words are the table's in
which it stands.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

import attrs

from claimledger.canonical import matter_key
from claimledger.charts import (
    Axis,
    HistoryChart,
    HistoryLine,
    HistoryPoint,
    RangeMark,
    Style,
    TimeAxis,
    history_chart,
    range_chart,
)
from claimledger.charts.ranges import common_of, gap_of
from claimledger.claims import Stance
from claimledger.findings import NO_SIDE, Finding
from claimledger.intervals import Bound, Interval
from claimledger.layout import safe
from claimledger.ledger import Ledger
from claimledger.relations import Voice

MOST_OPTIONS = 5
"""So many answers stand side by side in a picture at most ..."""

ROOM = 48
"""... and their words have so many characters together."""

MOST_LINES = 16
"""Sources whose lines a picture of the past shows at most."""

Span = tuple[str, str]
"""Where something begins, and how long it is."""


@attrs.frozen
class Drawn:
    """What is drawn of one claim.

    Attributes:
        style: The place of its side among the styles.
        shape: The shape of the side.
        core: Where the literal reading begins and ends; None for a single figure.
        support: Where the tolerant reading begins and ends.
        point: Where a single figure stands.
        is_open: True where an arrow points on.
        is_hollow: True for what is not asserted.
    """

    style: int
    shape: str
    core: Span | None = None
    support: Span | None = None
    point: str | None = None
    is_open: bool = False
    is_hollow: bool = False


@attrs.frozen
class Label:
    """A word on an axis."""

    at: str
    text: str


@attrs.frozen
class Picture:
    """The picture of a question.

    Attributes:
        labels: What the axis is labelled with.
        drawn: What is drawn of each claim, by its id.
        axis: The axis of figures; None where answers stand side by side.
        options: True where they do.
    """

    labels: tuple[Label, ...]
    drawn: Mapping[str, Drawn]
    axis: Axis | None = None

    def zones(self, finding: Finding) -> tuple[Span | None, Span | None]:
        """The common range and the gap, as both stand in a finding on the same question."""
        if self.axis is None:
            return None, None
        common, gap = common_of(finding), gap_of(finding)
        return (
            None if common is None else _zone(common.low, common.high, self.axis),
            None if gap is None else _zone(gap.low, gap.high, self.axis),
        )


def percent(share: float) -> str:
    """A share of the whole, as SVG reads it.

    >>> percent(0.5), percent(1 / 3)
    ('50%', '33.33%')
    """
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"


def picture(finding: Finding, styles: Mapping[str, Style]) -> Picture | None:
    """The picture of a question, or None where there is nothing to see.

    Args:
        finding: What was found on it.
        styles: How each side is drawn.
    """
    if finding.question.kind == "measure":
        return _of_figures(finding, styles)
    if finding.question.kind in {"proposition", "choice"}:
        return _of_answers(finding, styles)
    return None


def _of_figures(finding: Finding, styles: Mapping[str, Style]) -> Picture | None:
    chart = range_chart(finding, styles=styles)
    (row,) = chart.rows
    drawn = {
        mark.claim: _drawn(mark, chart.axis, styles) for mark in row.marks if mark.core is not None
    }
    labels = tuple(Label(percent(chart.axis.at(t.at)), t.label) for t in chart.axis.ticks)
    return Picture(labels, drawn, chart.axis) if drawn else None


def _drawn(mark: RangeMark, axis: Axis, styles: Mapping[str, Style]) -> Drawn:
    style = styles[mark.side]
    place = list(styles).index(mark.side)
    point = None if mark.point is None else percent(axis.at(mark.point))
    return Drawn(
        style=place,
        shape=style.shape,
        core=None if mark.core is None or point is not None else _ends(mark.core, axis),
        support=None if mark.support is None else _ends(mark.support, axis),
        point=point,
        is_open=mark.is_open,
        is_hollow=mark.stance is not Stance.ASSERTS,
    )


def _ends(interval: Interval, axis: Axis) -> Span:
    high = 1.0 if math.isinf(interval.high) else axis.at(interval.high)
    return percent(axis.at(interval.low)), percent(high)


def _zone(low: Bound, high: Bound, axis: Axis) -> Span:
    start = axis.at(low)
    end = 1.0 if math.isinf(high) else axis.at(high)
    return percent(start), percent(max(end - start, 0.0))


def _of_answers(finding: Finding, styles: Mapping[str, Style]) -> Picture | None:
    """Each answer has a place, in alphabetical order; yes stands before no."""
    heard = {voice.id: voice for voice in finding.voices if voice.has_content}
    keys = {claim: matter_key(str(voice.claim.value)) for claim, voice in heard.items()}
    words = {keys[claim]: _words(heard[claim]) for claim in sorted(heard, reverse=True)}
    if finding.question.kind == "proposition":
        words = {"yes": "yes", "no": "no"}
    if not 2 <= len(words) <= MOST_OPTIONS or sum(map(len, words.values())) > ROOM:
        return None
    order = list(words) if finding.question.kind == "proposition" else sorted(words)
    places = {key: percent((n + 0.5) / len(order)) for n, key in enumerate(order)}
    names = list(styles)
    drawn = {
        claim: Drawn(
            style=names.index(voice.side_name or NO_SIDE),
            shape=styles[voice.side_name or NO_SIDE].shape,
            point=places[keys[claim]],
            is_hollow=voice.denies,
        )
        for claim, voice in heard.items()
    }
    return Picture(tuple(Label(places[key], words[key]) for key in order), drawn)


def _words(voice: Voice) -> str:
    return safe(str(voice.claim.value)).replace("\n", " ")


@attrs.frozen
class Step:
    """A line from one place to another; both from the left and from above."""

    start: Span
    end: Span


@attrs.frozen
class Said:
    """What a source said at one time.

    Attributes:
        left: From the left.
        top: From above.
        told: In words.
        band: From where to where above its tolerant reading lies; None for a single figure.
        is_gone: True for what was replaced or withdrawn.
    """

    left: str
    top: str
    told: str
    band: Span | None
    is_gone: bool


@attrs.frozen
class Trail:
    """The line of one source over time.

    Attributes:
        style: The place of its side among the styles.
        shape: The shape of the side.
        source: Its name.
        steps: What its line is made of.
        said: Every figure that it told, in the order of time.
    """

    style: int
    shape: str
    source: str
    steps: tuple[Step, ...]
    said: tuple[Said, ...]


@attrs.frozen
class Past:
    """The picture of a question over time.

    Attributes:
        days: The labels of the axis of time; a second line is a year.
        figures: The labels of the axis of figures, from above.
        trails: The sources, of very many the first.
        sources: How many told a figure.
        disputes: When it was disputed, from the left.
    """

    days: tuple[Label, ...]
    figures: tuple[Label, ...]
    trails: tuple[Trail, ...]
    sources: int
    disputes: tuple[Span, ...]


def past(ledger: Ledger, finding: Finding, styles: Mapping[str, Style]) -> Past | None:
    """A question over time, or None where nothing was said of it at two times.

    Args:
        ledger: The ledger as it was judged.
        finding: What was found on the question.
        styles: How each side is drawn.
    """
    if finding.question.kind != "measure" or len({v.moment for v in finding.voices}) < 2:
        return None
    chart = history_chart(ledger, finding, styles=styles)
    told = [line for line in chart.lines if any(p.figure is not None for p in line.points)]
    if len({p.at for line in told for p in line.points if p.figure is not None}) < 2:
        return None
    return Past(
        days=tuple(Label(percent(chart.days.at(t.at)), t.label) for t in chart.days.ticks),
        figures=tuple(Label(_height(t.at, chart.axis), t.label) for t in chart.axis.ticks),
        trails=tuple(_trail(line, chart, styles) for line in told[:MOST_LINES]),
        sources=len(told),
        disputes=tuple(
            (percent(chart.days.at(d.since)), percent(_length(chart.days, d.since, d.until)))
            for d in chart.disputes
        ),
    )


def _length(days: TimeAxis, since: float, until: float) -> float:
    return max(days.at(until) - days.at(since), 0.0)


def _height(value: Bound, axis: Axis) -> str:
    return percent(1 - (1.0 if math.isinf(value) else axis.at(value)))


def _trail(line: HistoryLine, chart: HistoryChart, styles: Mapping[str, Style]) -> Trail:
    said = {
        point.mark.claim: _said(line.source, point, point.figure, point.mark.support, chart)
        for point in line.points
        if point.figure is not None and point.mark.support is not None
    }
    places = (said[point.mark.claim] for point in line.steps)
    steps: list[Step] = []
    for (x, y), (later, height) in pairwise((place.left, place.top) for place in places):
        steps.append(Step((x, y), (later, y)))
        if height != y:
            steps.append(Step((later, y), (later, height)))
    return Trail(
        style=list(styles).index(line.side),
        shape=styles[line.side].shape,
        source=line.source,
        steps=tuple(steps),
        said=tuple(said.values()),
    )


def _said(
    source: str, point: HistoryPoint, figure: Bound, support: Interval, chart: HistoryChart
) -> Said:
    mark = point.mark
    is_gone = mark.state != "stands"
    high, low = (_height(end, chart.axis) for end in (support.high, support.low))
    return Said(
        left=percent(chart.days.at(point.at)),
        top=_height(figure, chart.axis),
        told=f"{source}, {mark.date}: {mark.said}" + (f" ({mark.state})" if is_gone else ""),
        band=None if high == low else (high, low),
        is_gone=is_gone,
    )
