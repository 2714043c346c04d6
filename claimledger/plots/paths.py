"""The lines of sources over time: steps, bands, points and what is in dispute."""

from __future__ import annotations

from typing import Literal, TypeAlias

import attrs
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.path import Path

from claimledger.charts import (
    Dispute,
    HistoryChart,
    HistoryLine,
    HistoryPoint,
    Style,
    figure_of,
)
from claimledger.claims import Stance
from claimledger.intervals import Bound
from claimledger.plots.canvas import ALARM, ARROW_UP, GAP_EDGE, GAP_FILL, marker, weight
from claimledger.plots.marks import faded

Dash: TypeAlias = Literal["solid"] | tuple[float, tuple[float, ...]]

DASHES: tuple[Dash, ...] = ("solid", (0, (5, 1.6)), (0, (6, 1.5, 1.2, 1.5)), (0, (2.2, 1.2)))
"""How the lines of several sources of one side differ."""


@attrs.frozen
class Pencil:
    """Where lines are drawn: days across, figures upwards, and both lengths in inches."""

    axes: Axes
    chart: HistoryChart
    size: float
    width: float
    height: float

    def value(self, bound: Bound) -> float:
        """A figure, kept on the axis."""
        return float(min(max(bound, self.chart.axis.start), self.chart.axis.high))

    @property
    def before_arrow(self) -> float:
        """The value at which the head of an arrow at the upper end begins."""
        return self.chart.axis.value(1 - self.size * 0.4 / 72 / self.height)


def draw_dispute(pencil: Pencil, dispute: Dispute) -> None:
    """Shade a span in dispute from the lower claim to the higher, or all of it."""
    axis = pencil.chart.axis
    low, high = axis.start, axis.high
    if dispute.gap is not None:
        low, high = pencil.value(dispute.gap.low), pencil.value(dispute.gap.high)
    box = Rectangle(
        (dispute.since, low),
        dispute.until - dispute.since,
        high - low,
        facecolor=GAP_FILL,
        edgecolor=GAP_EDGE,
        hatch="////",
        linewidth=0,
        zorder=0.5,
    )
    box.set_gid("dispute")
    pencil.axes.add_patch(box)
    for edge in (low, high):
        pencil.axes.plot(
            [dispute.since, dispute.until], [edge, edge], color=ALARM, linewidth=0.6, zorder=0.6
        )


def draw_line(pencil: Pencil, line: HistoryLine, style: Style, dash: Dash) -> float | None:
    """Draw what a source said; returns how far up the axis its line ends."""
    steps = line.steps
    _bands(pencil, steps, style)
    if steps:
        xs = [step.at for step in steps]
        ys = [pencil.value(step.figure) for step in steps if step.figure is not None]
        path = Line2D(
            xs,
            ys,
            drawstyle="steps-post",
            color=style.colour,
            linewidth=pencil.size * 0.2,
            linestyle=dash,
            zorder=3,
            solid_capstyle="butt",
        )
        path.set_gid(f"steps-{line.points[0].mark.claim[:16]}")
        pencil.axes.add_line(path)
        pencil.axes.plot(
            [xs[-1], pencil.chart.days.high],
            [ys[-1]] * 2,
            color=style.colour,
            linewidth=pencil.size * 0.12,
            linestyle=(0, (1, 1.6)),
            zorder=2.5,
        )
    for point in line.points:
        _point(pencil, point, style)
    return pencil.chart.axis.at(ys[-1]) if steps else None


def _bands(pencil: Pencil, steps: tuple[HistoryPoint, ...], style: Style) -> None:
    """The tolerant reading, from each step to the next."""
    ends = (*(step.at for step in steps[1:]), pencil.chart.days.high)[: len(steps)]
    for step, end in zip(steps, ends, strict=True):
        support = step.mark.support
        if support is None or support.low == support.high:
            continue
        low, high = pencil.value(support.low), pencil.value(support.high)
        faint = 0.1 if step.mark.is_open else 0.16
        band = Rectangle(
            (step.at, low),
            end - step.at,
            high - low,
            facecolor=style.colour,
            alpha=faint,
            edgecolor="none",
            zorder=1,
        )
        band.set_gid(f"band-{step.mark.claim[:16]}")
        pencil.axes.add_patch(band)


def _point(pencil: Pencil, point: HistoryPoint, style: Style) -> None:
    mark = point.mark
    color = style.colour if mark.state == "stands" else faded(style.colour)
    if mark.core is None or mark.support is None:
        _put(pencil, point, 0.0, "|", color, 0.9)
        return
    upper = pencil.before_arrow if mark.is_open else pencil.value(mark.support.high)
    for low, high, wide in (
        (pencil.value(mark.support.low), upper, 0.13),
        (
            pencil.value(mark.core.low),
            pencil.before_arrow if mark.is_core_open else pencil.value(mark.core.high),
            0.4,
        ),
    ):
        if high > low:
            pencil.axes.plot(
                [point.at] * 2,
                [low, high],
                color=color,
                linewidth=pencil.size * wide,
                zorder=4,
                linestyle="solid" if mark.stance is Stance.ASSERTS else (0, (1, 0.8)),
                solid_capstyle="butt",
            )
    if mark.is_open:
        _put(pencil, point, 1.0, ARROW_UP, color, 1.5 if mark.is_core_open else 1.1)
    _across(pencil, point, color)
    at = figure_of(mark.core)
    exact = mark.point is not None and mark.stance is Stance.ASSERTS
    shape = "x" if mark.stance is Stance.DENIES else marker(style.shape)
    head = Line2D(
        [point.at],
        [pencil.value(at)],
        linestyle="none",
        marker=shape,
        markersize=pencil.size * 0.86 * weight(style.shape),
        markerfacecolor=color if exact else "white",
        markeredgecolor="white" if exact else color,
        markeredgewidth=pencil.size * (0.06 if exact else 0.13),
        zorder=6,
        clip_on=False,
    )
    head.set_gid(f"point-{mark.claim[:16]}")
    pencil.axes.add_line(head)
    if point.revises:
        ring = Line2D(
            [point.at],
            [pencil.value(at)],
            linestyle="none",
            marker="o",
            fillstyle="none",
            markersize=pencil.size * 1.6,
            markeredgecolor=color,
            markeredgewidth=0.9,
            zorder=6,
        )
        ring.set_gid(f"revises-{mark.claim[:16]}")
        pencil.axes.add_line(ring)


def _across(pencil: Pencil, point: HistoryPoint, color: str) -> None:
    """A date of more than a day is as long as it lasts."""
    if point.figure is not None and point.until - point.since > 1:
        y = pencil.value(point.figure)
        pencil.axes.plot(
            [point.since, point.until], [y, y], color=color, linewidth=pencil.size * 0.12, zorder=4
        )


def _put(
    pencil: Pencil, point: HistoryPoint, share: float, shape: str | Path, color: str, size: float
) -> None:
    """A sign at a height of the axis itself: no figure at its foot, no limit at its top."""
    sign = Line2D(
        [point.at],
        [share],
        transform=pencil.axes.get_xaxis_transform(),
        linestyle="none",
        marker=shape,
        markersize=pencil.size * size,
        color=color,
        clip_on=False,
        zorder=5,
        markeredgewidth=1 if shape == "|" else 0,
    )
    sign.set_gid(f"{'silent' if shape == '|' else 'arrow'}-{point.mark.claim[:16]}")
    pencil.axes.add_line(sign)
