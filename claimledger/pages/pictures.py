"""The pictures of a page: where each claim lies on an axis, in hundredths of its length.

A picture has no width of its own. It stretches with the page, and its words are the table's in
which it stands.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import attrs

from claimledger.charts.axes import Axis, TimeAxis, time_axis
from claimledger.charts.ranges import RangeMark, RangeRow, range_chart
from claimledger.charts.styles import Style
from claimledger.claims import Stance
from claimledger.findings import NO_SIDE, Finding
from claimledger.intervals import Interval
from claimledger.layout import safe
from claimledger.relations import Voice
from claimledger.tables import answer_words

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
        (row,) = range_chart(finding).rows
        return _zones(row, self.axis)


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
    labels = tuple(Label(percent(chart.axis.at(_exact(t.at))), t.label) for t in chart.axis.ticks)
    return Picture(labels, drawn, chart.axis) if drawn else None


def _exact(number: float) -> float:
    return number


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


def _zones(row: RangeRow, axis: Axis) -> tuple[Span | None, Span | None]:
    common = None if row.common is None else _zone(row.common.low, row.common.high, axis)
    gap = None if row.gap is None else _zone(row.gap.low, row.gap.high, axis)
    return common, gap


def _zone(low: object, high: object, axis: Axis) -> Span:
    start = axis.at(low)  # type: ignore[arg-type]
    end = 1.0 if isinstance(high, float) and math.isinf(high) else axis.at(high)  # type: ignore[arg-type]
    return percent(start), percent(max(end - start, 0.0))


def _of_answers(finding: Finding, styles: Mapping[str, Style]) -> Picture | None:
    """Each answer has a place, in alphabetical order; yes stands before no."""
    heard = [voice for voice in finding.voices if voice.has_content]
    words = {voice.id: safe(str(voice.claim.value)).replace("\n", " ") for voice in heard}
    options = sorted({text.casefold(): text for text in sorted(words.values())}.values())
    if finding.question.kind == "proposition":
        options = ["yes", "no"]
    if not 2 <= len(options) <= MOST_OPTIONS or sum(map(len, options)) > ROOM:
        return None
    places = {
        text.casefold(): percent((n + 0.5) / len(options)) for n, text in enumerate(options)
    }
    names = list(styles)
    drawn = {
        voice.id: Drawn(
            style=names.index(voice.side_name or NO_SIDE),
            shape=styles[voice.side_name or NO_SIDE].shape,
            point=places[words[voice.id].casefold()],
            is_hollow=voice.denies,
        )
        for voice in heard
    }
    labels = tuple(Label(places[text.casefold()], text) for text in options)
    return Picture(labels, drawn)
