"""The history of a question as a figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import attrs
import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from claimledger.charts import (
    HistoryChart,
    HistoryLine,
    HistoryPoint,
    Scale,
    Style,
    figure_of,
    history_chart,
)
from claimledger.dates import PartialDate
from claimledger.errors import InvalidRecordError, UnknownNameError
from claimledger.findings import Finding
from claimledger.judging import judge
from claimledger.ledger import Ledger
from claimledger.plots.canvas import ALARM, GREY, INK, MARGIN, Sheet, em, set_scale, sheet
from claimledger.plots.labels import Label, spread
from claimledger.plots.lines import Run, TextLine, draw_lines, head_lines, height_of, set_runs
from claimledger.plots.paths import DASHES, Pencil, draw_dispute, draw_line
from claimledger.plots.texts import widest, width_of
from claimledger.questions import Question
from claimledger.selection import numbered
from claimledger.tables import GLUE, ratio_text

MOST_LINES = 40
"""So many sources one figure holds."""

MOST_LABELS = 16
"""Up to so many claims bear their words in the figure itself."""


def plot_history(
    ledger: Ledger,
    question: Finding | Question | int | str,
    *,
    as_of: PartialDate | str | None = None,
    reading: str = "standard",
    scale: str | None = None,
    styles: Mapping[str, Style] | None = None,
    ax: Axes | None = None,
    width: float = 7.0,
) -> Figure:
    """Draw what each source said of one question over time.

    A source's figure holds until it gives another one, so that its line goes in steps, with
    the tolerant reading as a band; where it has said nothing since, the line is dotted. A ring
    marks a figure that revises an earlier one. The span in which claims contradict each other
    is shaded, from the lower to the higher of them.

    Args:
        ledger: The ledger.
        question: The finding, its question, its number in the report, or the first six or
            more digits of the id of a claim on it.
        as_of: Only what was said by the end of this date; for a finding it has been decided.
        reading: The reading policy, for what is no finding.
        scale: ``"linear"`` or ``"log"``; None for what suits the figures.
        styles: How sides are drawn, from :func:`side_styles`; None for those of the question.
        ax: Axes to draw in; None for a figure of its own.
        width: The width of a figure of its own, in inches; its height follows.

    Returns:
        The figure. Its axes hold one inset, in the unit of the figures and in days.

    Raises:
        UnknownNameError: if there is no such question.
        InvalidRecordError: if it is not on figures, and if there is no room.
    """
    finding = _found(ledger, question, as_of, reading)
    chart = history_chart(ledger, finding, scale=scale, styles=styles)
    if len(chart.lines) > MOST_LINES:
        raise InvalidRecordError(
            f"{len(chart.lines)} sources are too many for one figure: expected at most {MOST_LINES}"
        )
    return _draw(chart, ax, width)


def _found(
    ledger: Ledger,
    question: Finding | Question | int | str,
    as_of: PartialDate | str | None,
    reading: str,
) -> Finding:
    if isinstance(question, Finding):
        return question
    findings = judge(ledger, as_of=as_of, reading=reading)
    if not isinstance(question, Question):
        return numbered(ledger, findings, str(question))
    for finding in findings:
        if finding.question == question:
            return finding
    raise UnknownNameError(str(question), "question")


@attrs.frozen
class Plan:
    """Where everything stands, in inches from the upper left corner."""

    head: float
    left: float
    top: float
    plot: float
    tall: float
    text: float
    room: float
    height: float


def _plan(chart: HistoryChart, width: float, size: float) -> Plan:
    inside = width - 2 * MARGIN
    head = height_of(head_lines(chart.heading, inside, size, large=True), size)
    ticks = widest([tick.label for tick in chart.axis.ticks], size * 0.9)
    left = MARGIN + ticks + 0.07
    room = min(max(inside * 0.3, 0.95), 3.4)
    plot = max(width - MARGIN - room - left - 1.4 * size / 72, 0.4)
    top = MARGIN + head + em(size, 0.5 + (0.95 if chart.axis.unit else 0))
    words = sum(height_of(_label_lines(line, room, size), size) for line in _named(chart))
    tall = max(min(plot * 0.55, 4.2), 1.35, words + em(size, 0.3) * len(chart.lines))
    foot = em(size, 2.6) + em(size, 1.05) * len(_foot(chart, inside, size))
    return Plan(MARGIN, left, top, plot, tall, width - MARGIN - room, room, top + tall + foot)


def _named(chart: HistoryChart) -> list[HistoryLine]:
    return [line for line in chart.lines if line.points]


def _label_lines(line: HistoryLine, room: float, size: float) -> list[TextLine]:
    last = _last(line)
    said = f"{last.mark.said},"
    date = last.mark.date.replace(" ", GLUE)
    return [
        *set_runs([Run(line.source, "side", bold=True)], room, size, 0.92),
        *set_runs([Run(said), Run(date, GREY)], room, size, 0.92),
    ]


def _last(line: HistoryLine) -> HistoryPoint:
    return (line.steps or line.points)[-1]


def _foot(chart: HistoryChart, width: float, size: float) -> list[TextLine]:
    """What the signs mean, of those that occur."""
    points = [point for line in chart.lines for point in line.points]
    parts = []
    if chart.axis.scale is Scale.LOG:
        parts.append("Logarithmic scale.")
    if chart.disputes:
        parts.append("Shaded: the claims contradict each other.")
    if any(p.mark.support is not None and p.mark.support != p.mark.core for p in points):
        parts.append("Bands and thin lines: read tolerantly.")
    if any(point.mark.is_open for point in points):
        parts.append("Arrows: no upper limit.")
    if any(line.steps and line.steps[-1].at < chart.days.high - 1 for line in chart.lines):
        parts.append("Dotted: nothing newer said.")
    if any(point.revises for point in points):
        parts.append("Ringed: revises an earlier figure.")
    return set_runs([Run(" ".join(parts), GREY)], width, size, 0.85)


def _draw(chart: HistoryChart, ax: Axes | None, width: float) -> Figure:
    on = sheet(lambda w, s: _plan(chart, w, s).height, width, ax)
    plan = _plan(chart, on.width, on.size)
    inside = on.width - 2 * MARGIN
    draw_lines(on, MARGIN, MARGIN, head_lines(chart.heading, inside, on.size, large=True))
    with mpl.rc_context({"hatch.linewidth": 0.6}):
        inner = on.inset(plan.left, plan.top, plan.plot, plan.tall)
        set_scale(inner, chart.axis, vertical=True)
        inner.set_xlim(chart.days.low, chart.days.high)
        inner.set_xticks([])
        inner.set_yticks([])
        pencil = Pencil(inner, chart, on.size, plan.plot, plan.tall)
        for dispute in chart.disputes:
            draw_dispute(pencil, dispute)
        ends = _draw_lines(pencil, chart)
    _draw_axes(on, chart, plan)
    _draw_labels(on, chart, plan, ends)
    _draw_words(on, chart, plan)
    foot = _foot(chart, inside, on.size)
    draw_lines(on, MARGIN, plan.height - height_of(foot, on.size) - MARGIN * 0.6, foot)
    return on.figure


def _draw_lines(pencil: Pencil, chart: HistoryChart) -> list[float | None]:
    """Draw each source's line; returns where on the axis each ends."""
    used: Counter[str] = Counter()
    ends: list[float | None] = []
    for line in chart.lines:
        dash = DASHES[used[line.side] % len(DASHES)]
        used[line.side] += 1
        ends.append(draw_line(pencil, line, chart.styles[line.side], dash))
    return ends


def _draw_axes(on: Sheet, chart: HistoryChart, plan: Plan) -> None:
    bottom = plan.top + plan.tall
    right = plan.left + plan.plot
    for tick in chart.axis.ticks:
        y = bottom - plan.tall * chart.axis.at(tick.at)
        on.line([plan.left, right], [y, y], color="#e3e3e3", width=0.5, zorder=0.2)
        on.text(
            plan.left - 0.05, y, tick.label, size=0.9, ha="right", va="center_baseline", color=INK
        )
    if chart.axis.unit:
        on.text(MARGIN, plan.top - em(on.size, 0.45), chart.axis.unit, size=0.9, color=GREY)
    on.line([plan.left, right], [bottom, bottom], color=GREY, width=0.8)
    free = 0.0
    for tick in chart.days.ticks:
        x = plan.left + plan.plot * chart.days.at(tick.at)
        lines = tick.label.split("\n")
        half = widest(lines, on.size * 0.9) / 2
        on.line([x, x], [bottom, bottom + 0.035], color=GREY, width=0.8)
        if x - half < free:
            continue
        free = x + half + 0.05
        for n, label in enumerate(lines):
            y = bottom + 0.04 + em(on.size, 0.75 + n * 0.95)
            on.text(x, y, label, size=0.9, ha="center", color=GREY if n else INK)


def _draw_labels(on: Sheet, chart: HistoryChart, plan: Plan, ends: Sequence[float | None]) -> None:
    """The sources at the right, each at the end of its line or joined to it."""
    bottom = plan.top + plan.tall
    wanted = []
    for line, end in zip(chart.lines, ends, strict=True):
        lines = _label_lines(line, plan.room, on.size)
        y = bottom if end is None else bottom - plan.tall * end
        wanted.append(Label(y, height_of(lines, on.size)))
    tops = spread(wanted, plan.top - em(on.size, 0.5), bottom + em(on.size, 2.0), on.size / 160)
    right = plan.left + plan.plot
    for line, end, label, top in zip(chart.lines, ends, wanted, tops, strict=True):
        style = chart.styles[line.side]
        lines = [
            attrs.evolve(
                one,
                runs=tuple(
                    attrs.evolve(run, color=style.colour) if run.color == "side" else run
                    for run in one.runs
                ),
            )
            for one in _label_lines(line, plan.room, on.size)
        ]
        middle = top + em(on.size * 0.92) / 2
        if end is not None:
            on.line(
                [right + 0.02, plan.text - 0.04],
                [label.wanted, middle],
                color=style.colour,
                width=0.6,
            )
        draw_lines(on, plan.text, top, lines)


def _draw_words(on: Sheet, chart: HistoryChart, plan: Plan) -> None:
    """The words of each claim beside its mark, where there are few and they find room."""
    points = [(line, p) for line in chart.lines for p in line.points if p.mark.core is not None]
    if len(points) > MOST_LABELS:
        return
    bottom, size = plan.top + plan.tall, on.size * 0.85
    places = {}
    for _, point in points:
        figure = figure_of(point.mark.core)  # type: ignore[arg-type]
        places[point.mark.claim] = (
            plan.left + plan.plot * chart.days.at(point.at),
            bottom - plan.tall * chart.axis.at(figure),
        )
    pad, tall = on.size * 0.62 / 72, em(size, 0.8)
    taken = [(x - pad, y - pad, x + pad, y + pad) for x, y in places.values()]
    taken += _draw_ratios(on, chart, plan)
    for line, point in points:
        x, y = places[point.mark.claim]
        text = point.mark.said
        wide = width_of(text, size, bold=True)
        gap = pad * 1.15
        for left, up in (
            (x + gap, y - gap - tall),
            (x - wide - gap, y - gap - tall),
            (x + gap, y - tall / 2),
            (x - wide - gap, y - tall / 2),
            (x - wide / 2, y - gap - tall - pad / 2),
            (x + gap, y + gap),
            (x - wide - gap, y + gap),
            (x - wide / 2, y + gap),
        ):
            box = (left, up, left + wide, up + tall)
            inside = left >= plan.left and left + wide <= plan.left + plan.plot
            inside = inside and up >= plan.top - em(on.size, 0.6) and up + tall <= bottom
            if inside and not any(_meet(box, other) for other in taken):
                color = chart.styles[line.side].colour
                base = up + tall * 0.92
                on.outlined(on.text(left, base, text, size=0.85, bold=True, color=color))
                taken.append(box)
                break


def _draw_ratios(on: Sheet, chart: HistoryChart, plan: Plan) -> list[Box]:
    """The ratio of each dispute that has room for it, at the right end of its span."""
    boxes: list[Box] = []
    bottom = plan.top + plan.tall
    for dispute in chart.disputes:
        times = "" if dispute.gap is None else ratio_text(dispute.gap.ratio)
        if dispute.gap is None or times == "∞":
            continue
        text = f"×{GLUE}{times}"
        wide, tall = width_of(text, on.size * 0.9, bold=True), em(on.size * 0.9)
        since, until = (
            plan.left + plan.plot * chart.days.at(day) for day in (dispute.since, dispute.until)
        )
        low, high = (
            bottom - plan.tall * chart.axis.at(end) for end in (dispute.gap.low, dispute.gap.high)
        )
        if until - since < wide * 1.4 or low - high < tall:
            continue
        left, middle = until - wide * 1.2, (low + high) / 2
        label = on.text(left, middle, text, size=0.9, color=ALARM, bold=True, va="center_baseline")
        on.outlined(label)
        boxes.append((left, middle - tall / 2, left + wide, middle + tall / 2))
    return boxes


Box = tuple[float, float, float, float]


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
