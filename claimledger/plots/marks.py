"""Claims as marks on an axis of figures: thick, thin, hollow, with arrows and shapes."""

from __future__ import annotations

from typing import Any

import attrs
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from claimledger.charts import Axis, RangeMark, Style, figure_of
from claimledger.claims import Stance
from claimledger.intervals import Interval
from claimledger.plots.canvas import ARROW, marker, weight


@attrs.frozen
class Pen:
    """How marks are drawn.

    Attributes:
        axes: Where, in the unit of the figures across and in inches down.
        axis: The axis of figures.
        size: The size of text around them, in points.
        width: How long the axis is, in inches.
    """

    axes: Axes
    axis: Axis
    size: float
    width: float

    @property
    def before_arrow(self) -> float:
        """The value at which the head of an arrow at the end of the axis begins."""
        return self.axis.value(1 - self.size * 0.5 / 72 / self.width)

    @property
    def thickness(self) -> float:
        """Half the height of what is drawn thick, in inches."""
        return self.size * 0.27 / 72


def faded(color: str) -> str:
    """A colour for what no longer stands."""
    red, green, blue = to_rgb(color)
    return to_hex((0.42 * red + 0.58, 0.42 * green + 0.58, 0.42 * blue + 0.58))


def draw_mark(pen: Pen, mark: RangeMark, style: Style, y: float) -> None:
    """Draw a claim at a height: nothing where it names no figure."""
    if mark.core is None or mark.support is None:
        return
    color = style.colour if mark.state == "stands" else faded(style.colour)
    if mark.support.low != mark.support.high:
        _support(pen, mark, mark.support, color, y)
    if mark.stance is not Stance.ASSERTS:
        _hollow(pen, mark, mark.core, color, y)
    else:
        if mark.point is None:
            _bar(pen, mark, mark.core, y, facecolor=color, edgecolor="none")
        _shape(pen, mark, style.shape, color, y)
    if mark.is_open:
        _arrow(pen, mark, color, y)


def _end(pen: Pen, value: float) -> float:
    return min(max(value, pen.axis.start), pen.axis.high)


def _support(pen: Pen, mark: RangeMark, support: Interval, color: str, y: float) -> None:
    ends = [_end(pen, float(support.low)), _end(pen, float(support.high))]
    if mark.is_open:
        ends[1] = max(pen.before_arrow, ends[0])
    line = Line2D(
        ends, [y, y], color=color, linewidth=pen.size * 0.17, solid_capstyle="butt", zorder=3
    )
    line.set_gid(f"support-{mark.claim[:16]}")
    pen.axes.add_line(line)


def _bar(pen: Pen, mark: RangeMark, core: Interval, y: float, **how: Any) -> None:
    low, high = _end(pen, float(core.low)), _end(pen, float(core.high))
    if mark.is_core_open:
        high = max(pen.before_arrow, low)
    half = pen.thickness
    bar = Rectangle((low, y - half), high - low, 2 * half, zorder=4, **how)
    bar.set_gid(f"core-{mark.claim[:16]}")
    pen.axes.add_patch(bar)


def _hollow(pen: Pen, mark: RangeMark, core: Interval, color: str, y: float) -> None:
    """What is denied is struck through, what is only expected is dashed."""
    denied = mark.stance is Stance.DENIES
    _bar(
        pen,
        mark,
        core,
        y,
        facecolor="white",
        edgecolor=color,
        linewidth=pen.size * 0.1,
        hatch="////" if denied else None,
        linestyle="solid" if denied else (0, (2, 1.5)),
    )


def _shape(pen: Pen, mark: RangeMark, shape: str, color: str, y: float) -> None:
    """The side's shape: filled on an exact figure, white on a range."""
    exact = mark.point is not None
    at = mark.point if mark.point is not None else figure_of(mark.core)  # type: ignore[arg-type]
    line = Line2D(
        [_end(pen, float(at))],
        [y],
        linestyle="none",
        marker=marker(shape),
        markersize=pen.size * (0.86 if exact else 0.8) * weight(shape),
        markerfacecolor=color if exact else "white",
        markeredgecolor="white" if exact else color,
        markeredgewidth=pen.size * (0.06 if exact else 0.13),
        zorder=6,
        clip_on=False,
    )
    line.set_gid(f"point-{mark.claim[:16]}" if exact else f"shape-{mark.claim[:16]}")
    pen.axes.add_line(line)


def _arrow(pen: Pen, mark: RangeMark, color: str, y: float) -> None:
    """No upper limit: large where even the literal reading has none."""
    size = pen.size * (1.65 if mark.is_core_open else 1.1)
    head = Line2D(
        [1.0],
        [y],
        transform=pen.axes.get_yaxis_transform(),
        linestyle="none",
        marker=ARROW,
        markersize=size,
        color=color,
        markeredgewidth=0,
        zorder=5,
        clip_on=False,
    )
    head.set_gid(f"arrow-{mark.claim[:16]}")
    pen.axes.add_line(head)
