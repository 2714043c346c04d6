"""A sheet measured in inches from its upper left corner, on which a figure is laid out.

The whole figure is laid out before anything is drawn, so that its height is known and nothing
overlaps. Texts stand on the sheet itself; figures stand on axes of their own, in their unit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import attrs
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from claimledger.charts import SHAPES, Axis, Style
from claimledger.errors import InvalidRecordError
from claimledger.plots.texts import LEADING, font

INK = "#1a1a1a"
GREY = "#5a5a5a"
FAINT = "#d9d9d9"
ALARM = "#9c1c10"
GAP_FILL, GAP_EDGE = "#fdeee6", "#efbfa6"
COMMON_FILL = "#dcebe0"

LEAST_SIZE = 4.5
"""Points below which nobody reads."""

_HEAD = ((-0.9, -0.5), (0.1, 0.0), (-0.9, 0.5))

ARROW = Path([*_HEAD, _HEAD[0]], closed=True)
"""The head of an arrow to the right, as a marker; it ends where it is put."""

ARROW_UP = Path([(-y, x) for x, y in (*_HEAD, _HEAD[0])], closed=True)
"""The same upwards."""

MARGIN = 0.1
"""Inches around everything."""


@attrs.frozen
class Sheet:
    """Where to draw.

    Attributes:
        axes: The axes of the whole sheet.
        width: Its width in inches.
        height: Its height in inches.
        size: The size of its text in points.
    """

    axes: Axes
    width: float
    height: float
    size: float

    @property
    def figure(self) -> Figure:
        """The figure that it belongs to."""
        return _figure_of(self.axes)

    def text(
        self,
        x: float,
        y: float,
        line: str,
        *,
        size: float = 1.0,
        color: str = INK,
        bold: bool = False,
        **how: Any,
    ) -> Text:
        """A line of text; y is measured downwards, and the size in sizes of the sheet."""
        return self.axes.text(
            x,
            y,
            line,
            color=color,
            fontproperties=font(self.size * size, bold=bold),
            rotation_mode="anchor",
            parse_math=False,
            usetex=False,
            **how,
        )

    def outlined(self, text: Text) -> None:
        """Keep what lies under a text off its letters."""
        text.set_path_effects([withStroke(linewidth=self.size * 0.25, foreground="white")])

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        *,
        color: str,
        width: float,
        zorder: float = 2,
    ) -> None:
        """A line; its width in points."""
        self.axes.add_line(Line2D(xs, ys, color=color, linewidth=width, zorder=zorder))

    def box(self, x: float, y: float, width: float, height: float, **how: Any) -> None:
        """A rectangle, from its upper left corner."""
        self.axes.add_patch(Rectangle((x, y), width, height, **how))

    def sign(self, x: float, y: float, style: Style, *, size: float = 0.75) -> None:
        """The shape of a side in its colour."""
        self.axes.add_line(
            Line2D(
                [x],
                [y],
                linestyle="none",
                markersize=self.size * size * weight(style.shape),
                color=style.colour,
                marker=marker(style.shape),
            )
        )

    def dot(self, x: float, y: float, color: str) -> None:
        """A filled circle, as an exact figure is drawn."""
        size = self.size * 0.7
        self.axes.add_line(Line2D([x], [y], marker="o", markersize=size, color=color))

    def arrow(self, x: float, y: float, color: str) -> None:
        """The head of an arrow that ends here."""
        size = self.size * 1.1
        self.axes.add_line(
            Line2D([x], [y], marker=ARROW, markersize=size, color=color, markeredgewidth=0)
        )

    def inset(self, x: float, y: float, width: float, height: float) -> Axes:
        """Axes in a rectangle of the sheet, bare."""
        across, down = self.width, self.height
        bounds = (x / across, 1 - (y + height) / down, width / across, height / down)
        inner = self.axes.inset_axes(bounds, zorder=0.5)
        for side in ("left", "right", "top"):
            inner.spines[side].set_visible(False)
        inner.tick_params(length=0)
        inner.set_facecolor("none")
        return inner


_WEIGHTS = {"triangle": 1.2, "wedge": 1.2, "star": 1.3, "diamond": 1.1}


def weight(shape: str) -> float:
    """How much larger a shape is drawn, so that all cover about as much paper."""
    return _WEIGHTS.get(shape, 1.0)


def marker(shape: str) -> Path:
    """A shape of the charts as a marker."""
    corners = SHAPES[shape]
    codes = [Path.MOVETO, *[Path.LINETO] * (len(corners) - 1), Path.CLOSEPOLY]
    return Path([*corners, corners[0]], codes)


def size_for(width: float) -> float:
    """The size of text, in points, that suits a width in inches."""
    return max(5.5, min(6.3 + 0.42 * (width - 3.5), 12.5))


Layout = Callable[[float, float], float]
"""The height, in inches, that something needs at a width and a size of text."""


def sheet(layout: Layout, width: float, ax: Axes | None) -> Sheet:
    """A sheet as high as its layout needs, or the axes given, in text that fits.

    Args:
        layout: Tells the height that is needed.
        width: The width in inches, where no axes are given.
        ax: Axes to draw in; None for a figure of its own.

    Raises:
        InvalidRecordError: for a width below an inch, and if the axes are too small.
    """
    if ax is None:
        if not width >= 1:
            raise InvalidRecordError(f"expected a width of an inch or more, not {width!r}")
        size = size_for(width)
        height = layout(width, size)
        figure = Figure(figsize=(width, height), facecolor="white")
        return _prepared(figure.add_axes((0, 0, 1, 1)), width, height, size)
    owner = _figure_of(ax)
    place = ax.get_position()
    across, down = owner.get_size_inches()
    width, height = float(place.width * across), float(place.height * down)
    size = size_for(width)
    while (needed := layout(width, size)) > height:
        size -= 0.25
        if size < LEAST_SIZE:
            raise InvalidRecordError(
                f"axes of {width:.1f} by {height:.1f} inches are too small: at this width"
                f" {needed:.1f} inches are needed; give more room, or fewer questions"
            )
    return _prepared(ax, width, height, size)


def _figure_of(ax: Axes) -> Figure:
    found = ax.get_figure(root=True)
    if not isinstance(found, Figure):
        raise InvalidRecordError("expected axes that belong to a figure")
    return found


def _prepared(ax: Axes, width: float, height: float, size: float) -> Sheet:
    ax.set_axis_off()
    ax.set_xlim(0, width)
    ax.set_ylim(height, 0)
    return Sheet(ax, width, height, size)


def em(size: float, lines: float = 1.0) -> float:
    """The height of lines of text of a size in points, in inches."""
    return size * LEADING * lines / 72


def set_scale(axes: Axes, axis: Axis, *, vertical: bool = False) -> None:
    """Give axes the scale of a chart: what is drawn on them is in its unit."""

    def forward(values: object) -> object:
        return np.vectorize(axis.at, otypes=[float])(np.asarray(values, dtype=float))

    def inverse(values: object) -> object:
        return np.vectorize(axis.value, otypes=[float])(np.asarray(values, dtype=float))

    scaled, limit = (
        (axes.set_yscale, axes.set_ylim) if vertical else (axes.set_xscale, axes.set_xlim)
    )
    scaled("function", functions=(forward, inverse))
    limit(axis.start, axis.high)
