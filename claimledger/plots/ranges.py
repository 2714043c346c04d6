"""The range chart as a figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from claimledger.charts import (
    RangeChart,
    RangeLane,
    RangeRow,
    Scale,
    Style,
    range_charts,
)
from claimledger.errors import InvalidRecordError
from claimledger.findings import Finding
from claimledger.layout import safe
from claimledger.ledger import Ledger
from claimledger.plots.canvas import (
    ALARM,
    COMMON_FILL,
    FAINT,
    GAP_EDGE,
    GAP_FILL,
    GREY,
    INK,
    MARGIN,
    Sheet,
    em,
    set_scale,
    sheet,
)
from claimledger.plots.keys import draw_key, key_height, key_of
from claimledger.plots.lines import (
    Run,
    TextLine,
    draw_lines,
    head_lines,
    height_of,
    set_runs,
)
from claimledger.plots.marks import Pen, draw_mark
from claimledger.plots.texts import width_of
from claimledger.tables import GLUE, counted, ratio_text

SIGN = 1.25
"""The room that the shape of a side takes before its name, in sizes of the text."""

LANE_GAP = 0.28
"""Between two lanes, in lines."""

LONG = 5
"""A chart of more questions bears its ticks at its head, too."""

MOST_QUESTIONS = 60
MOST_CLAIMS = 200
"""What one figure may hold: more is for a page, not for print."""


def plot_ranges(
    findings: Finding | Iterable[Finding],
    *,
    by: str | None = None,
    ledger: Ledger | None = None,
    scale: str | None = None,
    styles: Mapping[str, Style] | None = None,
    ax: Axes | None = None,
    width: float = 7.0,
) -> Figure:
    """Draw what each claim holds possible: one question in depth, or several below each other.

    Thick is the literal reading and thin the tolerant one; a filled shape is an exact figure,
    and an arrow means that no upper limit is told. What is denied is hatched, what is only
    expected is dashed, and what its source replaced or withdrew is pale. The gap between the
    two claims farthest apart is shaded and bears its ratio; where nothing contradicts, the
    common range is shaded.

    Propositions, choices, sets and positions have no place on an axis of figures and are left
    out; :func:`plot_matrix` shows them.

    Args:
        findings: What was found, in the order to show; questions in one unit share an axis.
        by: ``"claims"`` for each claim on a line of its own, ``"sides"`` for what each side
            says at present; None for claims of one question, and sides of several.
        ledger: Where sources are declared, for their shown names.
        scale: ``"linear"`` or ``"log"``; None for what suits the figures.
        styles: How sides are drawn, from :func:`side_styles`; None for those of the findings.
        ax: Axes to draw in; None for a figure of its own.
        width: The width of a figure of its own, in inches; its height follows.

    Returns:
        The figure. Its axes hold one inset for each unit, in the unit of the figures.

    Raises:
        InvalidRecordError: if none of the questions is on figures, and if there is no room.
        UnknownNameError: for another ``by`` or ``scale``.
    """
    shown = [findings] if isinstance(findings, Finding) else list(findings)
    numeric = [finding for finding in shown if finding.question.kind == "measure"]
    if not numeric:
        raise InvalidRecordError(_nothing(shown))
    lanes = by or ("claims" if len(numeric) == 1 else "sides")
    charts = range_charts(numeric, by=lanes, ledger=ledger, scale=scale, styles=styles)
    total = sum(len(row.lanes) for chart in charts for row in chart.rows)
    if len(numeric) > MOST_QUESTIONS or total > MOST_CLAIMS:
        raise InvalidRecordError(
            f"{counted(len(numeric), 'question')} with {counted(total, 'line')} are too many for"
            f" one figure: expected at most {MOST_QUESTIONS} and {MOST_CLAIMS}"
        )
    return draw_ranges(charts, len(shown) - len(numeric), ax, width)


def _nothing(shown: Sequence[Finding]) -> str:
    if not shown:
        return "nothing to draw: no question is given"
    kinds = sorted({finding.question.kind for finding in shown})
    return (
        f"nothing to draw as figures: only {' and '.join(kinds)} questions are given;"
        " a matrix shows who agrees on them"
    )


@attrs.frozen
class Lane:
    """A lane with its text, at heights in inches from the beginning of its chart."""

    lane: RangeLane
    side: tuple[TextLine, ...]
    lines: tuple[TextLine, ...]
    top: float
    bar: float
    bottom: float


@attrs.frozen
class Block:
    """A question with its head, at heights in inches from the beginning of its chart."""

    row: RangeRow
    head: tuple[TextLine, ...]
    top: float
    strip: float
    lanes: tuple[Lane, ...]

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.lanes[-1].bottom if self.lanes else self.strip


@attrs.frozen
class Columns:
    """The columns of a chart, in inches."""

    left: float
    plot: float
    text: float
    room: float

    @classmethod
    def of(cls, chart: RangeChart, width: float, size: float) -> Columns:
        """The columns for a width; the text takes what the figures leave."""
        first = chart.axis.ticks[0].label if chart.axis.ticks else ""
        left = MARGIN + max(width_of(first, size * 0.9) / 2, 0.04)
        share = min(0.44 + (width - 3.5) * 0.022, 0.54)
        plot = (width - 2 * MARGIN) * share
        text = left + plot + 0.3 * size / 10 + 0.06
        return cls(left, plot, text, max(width - text - MARGIN, 0.3))


def _blocks(chart: RangeChart, width: float, size: float, *, large: bool) -> list[Block]:
    columns = Columns.of(chart, width, size)
    # A reader of a long chart should not have to look for its axis at the foot.
    blocks, y = [], em(size, 1.1) if len(chart.rows) > LONG else 0.0
    for row in chart.rows:
        head = head_lines(row.heading, width - 2 * MARGIN, size, large=large)
        top = y
        y += height_of(head, size) + em(size, 0.25)
        strip = y
        if row.gap is not None or row.common is not None:
            y += em(size * 0.9, 1.15)
        lanes: list[Lane] = []
        side: str | None = None
        for lane in row.lanes:
            name = _side_lines(lane, columns.room, size) if lane.side != side else []
            if name and lanes:
                y += em(size, 0.3)
            side = lane.side
            lines = _lane_lines(lane, columns.room, size)
            said = y + height_of(name, size)
            bottom = said + max(height_of(lines, size), em(size))
            lanes.append(Lane(lane, tuple(name), tuple(lines), y, said + em(size) / 2, bottom))
            y = bottom + em(size, LANE_GAP)
        blocks.append(Block(row, tuple(head), top, strip, tuple(lanes)))
        y += em(size, 0.9)
    return blocks


def _side_lines(lane: RangeLane, room: float, size: float) -> list[TextLine]:
    return set_runs([Run(safe(lane.side), "side", bold=True)], room - SIGN * size / 72, size, 0.95)


def _lane_lines(lane: RangeLane, room: float, size: float) -> list[TextLine]:
    state = {mark.state for mark in lane.marks}
    note = f" ({'; '.join(sorted(state))})" if state and "stands" not in state else ""
    date = lane.date.replace(" ", GLUE) + note
    by = Run(lane.by, GREY, tail="," if lane.date else "")
    return set_runs([Run(lane.said, bold=True), by, Run(date, GREY)], room, size)


def _axis_height(chart: RangeChart, size: float) -> float:
    return em(size, 1.5 + (1.1 if _axis_note(chart) else 0.0))


def _axis_note(chart: RangeChart) -> str:
    parts = [chart.axis.unit or ""]
    if chart.axis.scale is Scale.LOG:
        parts.append(
            "logarithmic scale, 0 set apart" if chart.axis.has_zero else "logarithmic scale"
        )
    return ", ".join(part for part in parts if part)


def draw_ranges(
    charts: Sequence[RangeChart], left_out: int, ax: Axes | None, width: float
) -> Figure:
    """Draw range charts below each other, with a key under them."""
    large = sum(len(chart.rows) for chart in charts) == 1
    key = key_of(
        [mark for chart in charts for row in chart.rows for mark in row.marks],
        [row for chart in charts for row in chart.rows],
    )
    note = _left_out(left_out)

    def height(width: float, size: float) -> float:
        inside = width - 2 * MARGIN
        tall = sum(_height(chart, width, size, large=large) for chart in charts)
        foot = height_of(set_runs([Run(note, GREY)], inside, size, 0.9), size)
        return 2 * MARGIN + tall + key_height(key, inside, size) + foot

    on = sheet(height, width, ax)
    y = MARGIN
    for chart in charts:
        _draw_chart(on, chart, y, large=large)
        y += _height(chart, on.width, on.size, large=large)
    y = draw_key(on, key, MARGIN, y, on.width - 2 * MARGIN)
    draw_lines(on, MARGIN, y, set_runs([Run(note, GREY)], on.width - 2 * MARGIN, on.size, 0.9))
    return on.figure


def _left_out(count: int) -> str:
    if not count:
        return ""
    return f"{counted(count, 'question')} not on figures: not shown."


def _height(chart: RangeChart, width: float, size: float, *, large: bool) -> float:
    blocks = _blocks(chart, width, size, large=large)
    return blocks[-1].bottom + em(size, 0.35 + 0.4) + _axis_height(chart, size)


def _draw_chart(on: Sheet, chart: RangeChart, top: float, *, large: bool) -> None:
    columns = Columns.of(chart, on.width, on.size)
    blocks = _blocks(chart, on.width, on.size, large=large)
    bottom = blocks[-1].bottom + em(on.size, 0.35)
    inner = on.inset(columns.left, top, columns.plot, bottom)
    inner.set_ylim(bottom, 0)
    inner.set_yticks([])
    set_scale(inner, chart.axis)
    inner.set_xticks([])
    pen = Pen(inner, chart.axis, on.size, columns.plot)
    for block in blocks:
        draw_lines(on, MARGIN, top + block.top, block.head)
        _draw_grid(pen, chart, block)
        _draw_span(pen, on, columns, block, top)
        for lane in block.lanes:
            _draw_lane(pen, on, chart, columns, lane, top)
    _draw_axis(on, chart, columns, top + bottom)
    if len(chart.rows) > LONG:
        _draw_ticks(on, chart, columns, top + em(on.size) * 0.6)


def _draw_grid(pen: Pen, chart: RangeChart, block: Block) -> None:
    low, high = block.strip, block.bottom + em(pen.size, 0.2)
    for tick in chart.axis.ticks:
        pen.axes.plot([tick.at, tick.at], [low, high], color=FAINT, linewidth=0.6, zorder=1)


def _draw_lane(
    pen: Pen, on: Sheet, chart: RangeChart, columns: Columns, lane: Lane, top: float
) -> None:
    style = chart.styles[lane.lane.side]
    for mark in lane.lane.marks:
        draw_mark(pen, mark, style, lane.bar)
    y = top + lane.top
    if lane.side:
        on.sign(columns.text + on.size / 72 * 0.4, y + em(on.size) * 0.46, style)
        colored = [
            attrs.evolve(one, runs=tuple(attrs.evolve(run, color=style.colour) for run in one.runs))
            for one in lane.side
        ]
        y = draw_lines(on, columns.text + SIGN * on.size / 72, y, colored)
    draw_lines(on, columns.text, y, lane.lines)


def _draw_span(pen: Pen, on: Sheet, columns: Columns, block: Block, top: float) -> None:
    """The gap, or the common range, behind the lanes of a question, with its label above."""
    row = block.row
    if row.gap is not None:
        low, high = float(row.gap.low), float(row.gap.high)
        times = ratio_text(row.gap.ratio)
        label = "from 0" if times == "∞" else f"×{GLUE}{times}"
        how: dict[str, Any] = {
            "facecolor": GAP_FILL,
            "edgecolor": GAP_EDGE,
            "hatch": "////",
            "linewidth": 0.0,
        }
        name, color = "gap", ALARM
    elif row.common is not None:
        low = max(float(row.common.low), pen.axis.start)
        high = min(float(row.common.high), pen.axis.high)
        label, name, color = "common range", "common", GREY
        how = {"facecolor": COMMON_FILL, "edgecolor": "#8fb79b", "linewidth": 0.8}
    else:
        return
    height = block.bottom - block.strip + em(pen.size, 0.2)
    box = Rectangle((low, block.strip), high - low, height, zorder=0.5, **how)
    box.set_gid(f"{name}-{row.heading.number}")
    pen.axes.add_patch(box)
    ends = [columns.left + columns.plot * pen.axis.at(end) for end in (low, high)]
    _label_span(on, columns, ends, top + block.strip, label, color)


def _label_span(
    on: Sheet, columns: Columns, ends: Sequence[float], y: float, label: str, color: str
) -> None:
    """A label over a span: between its ends where there is room, else beside them."""
    wide = width_of(label, on.size * 0.95, bold=True)
    low, high = ends
    right = columns.left + columns.plot
    middle = y + em(on.size * 0.9) * 0.55
    pad = on.size / 72 * 0.5
    if high - low >= wide + 2 * pad:
        at = (low + high) / 2 - wide / 2
        for start, end in ((low, at - pad), (at + wide + pad, high)):
            if end - start > pad:
                on.line([start, end], [middle, middle], color=color, width=0.8)
        ticks = (low, high)
    else:
        on.line([low, high], [middle, middle], color=color, width=0.8)
        at = high + pad * 0.7 if high + pad + wide <= right else low - pad * 0.7 - wide
        ticks = (low, high)
    for end in ticks:
        on.line([end, end], [middle - pad * 0.5, middle + pad * 0.5], color=color, width=0.8)
    on.text(max(at, columns.left), middle, label, size=0.95, color=color, bold=True, va="center")


def _draw_axis(on: Sheet, chart: RangeChart, columns: Columns, y: float) -> None:
    on.line([columns.left, columns.left + columns.plot], [y, y], color=GREY, width=0.8)
    if chart.axis.has_zero:
        _draw_break(on, columns.left + columns.plot * chart.axis.at(chart.axis.low / 2), y)
    for tick in chart.axis.ticks:
        at = columns.left + columns.plot * chart.axis.at(tick.at)
        on.line([at, at], [y, y + 0.035], color=GREY, width=0.8)
    _draw_ticks(on, chart, columns, y + 0.045 + em(on.size) * 0.7)
    note = _axis_note(chart)
    if note:
        on.text(columns.left, y + 0.045 + em(on.size) * 1.75, note, size=0.9, color=GREY)


def _draw_ticks(on: Sheet, chart: RangeChart, columns: Columns, y: float) -> None:
    """The labels of the axis, without those that have no room."""
    free = 0.0
    for tick in chart.axis.ticks:
        at = columns.left + columns.plot * chart.axis.at(tick.at)
        half = width_of(tick.label, on.size * 0.9) / 2
        if at - half >= free:
            on.text(at, y, tick.label, size=0.9, color=INK, ha="center")
            free = at + half + 0.06


def _draw_break(on: Sheet, x: float, y: float) -> None:
    """Two strokes through the axis, where 0 is set apart."""
    for shift in (-0.02, 0.02):
        on.line([x + shift - 0.015, x + shift + 0.015], [y + 0.04, y - 0.04], color=GREY, width=0.8)
