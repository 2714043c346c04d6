"""The key of a range chart: what its signs mean, of those that occur in it."""

from __future__ import annotations

from collections.abc import Sequence

from claimledger.charts import RangeMark, RangeRow
from claimledger.claims import Stance
from claimledger.plots.canvas import COMMON_FILL, GAP_EDGE, GAP_FILL, GREY, Sheet, em
from claimledger.plots.texts import width_of

KEY = {
    "exact": "exact figure",
    "core": "as said",
    "support": "read tolerantly",
    "open": "no upper limit",
    "denied": "denied",
    "expected": "expected",
    "gone": "replaced or withdrawn",
    "gap": "gap",
    "common": "common range",
}
"""What each sign means."""

SAMPLE = 1.9
"""The width of a sample, in sizes of the text."""


def key_of(marks: Sequence[RangeMark], rows: Sequence[RangeRow]) -> tuple[str, ...]:
    """The signs that occur."""
    drawn = [mark for mark in marks if mark.core is not None and mark.support is not None]
    asserted = [mark for mark in drawn if mark.stance is Stance.ASSERTS]
    occurs = {
        "exact": any(mark.point is not None for mark in asserted),
        "core": any(mark.point is None for mark in asserted),
        "support": any(mark.support != mark.core for mark in drawn),
        "open": any(mark.is_open for mark in drawn),
        "denied": any(mark.stance is Stance.DENIES for mark in drawn),
        "expected": any(mark.stance is Stance.EXPECTS for mark in drawn),
        "gone": any(mark.state != "stands" for mark in drawn),
        "gap": any(row.gap is not None for row in rows),
        "common": any(row.gap is None and row.common is not None for row in rows),
    }
    return tuple(name for name in KEY if occurs[name])


def _placed(key: Sequence[str], width: float, size: float) -> list[tuple[str, float, int]]:
    """Each sign with where its sample begins, and on which line."""
    placed, x, line = [], 0.0, 0
    unit = size / 72
    for name in key:
        wide = unit * (SAMPLE + 0.4) + width_of(KEY[name], size * 0.85)
        if x and x + wide > width:
            x, line = 0.0, line + 1
        placed.append((name, x, line))
        x += wide + unit * 1.3
    return placed


def key_height(key: Sequence[str], width: float, size: float) -> float:
    """The height of the key, in inches."""
    placed = _placed(key, width, size)
    return em(size, 0.35 + (placed[-1][2] + 1) * 0.95) if placed else 0.0


def draw_key(sheet: Sheet, key: Sequence[str], x: float, y: float, width: float) -> float:
    """Draw the key; returns where it ends."""
    unit = sheet.size / 72
    for name, at, line in _placed(key, width, sheet.size):
        middle = y + em(sheet.size, 0.35 + line * 0.95 + 0.45)
        _draw_sample(sheet, name, x + at, middle)
        sheet.text(
            x + at + unit * (SAMPLE + 0.4),
            middle,
            KEY[name],
            size=0.85,
            color=GREY,
            va="center_baseline",
        )
    return y + key_height(key, width, sheet.size)


def _draw_sample(sheet: Sheet, name: str, x: float, y: float) -> None:
    unit = sheet.size / 72
    wide, half = unit * SAMPLE, unit * 0.27
    thin, color = sheet.size * 0.17, GREY
    if name == "exact":
        sheet.dot(x + wide / 2, y, color)
    elif name == "core":
        sheet.box(x, y - half, wide, 2 * half, facecolor=color, edgecolor="none")
    elif name == "support":
        sheet.line([x, x + wide], [y, y], color=color, width=thin)
    elif name == "open":
        sheet.line([x, x + wide * 0.7], [y, y], color=color, width=thin)
        sheet.arrow(x + wide, y, color)
    elif name in {"denied", "expected"}:
        denied = name == "denied"
        sheet.box(
            x,
            y - half,
            wide,
            2 * half,
            facecolor="white",
            edgecolor=color,
            linewidth=0.7,
            hatch="////" if denied else None,
            linestyle="solid" if denied else (0, (2, 1.5)),
        )
    elif name == "gone":
        sheet.box(x, y - half, wide, 2 * half, facecolor="#c4c4c4", edgecolor="none")
    else:
        fill = {"facecolor": GAP_FILL, "edgecolor": GAP_EDGE, "hatch": "////", "linewidth": 0.0}
        common = {"facecolor": COMMON_FILL, "edgecolor": "#8fb79b", "linewidth": 0.8}
        sheet.box(x, y - half * 1.5, wide, 3 * half, **(fill if name == "gap" else common))
