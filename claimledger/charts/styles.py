"""How a side looks: a colour and a shape, the same in all charts of one ledger.

The colours are those of Okabe and Ito that stand out from white paper, in an order in which
neighbours differ most; readers who see no colours go by the shape.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import attrs

from claimledger.findings import NO_SIDE, Finding

Point = tuple[float, float]


@attrs.frozen
class Style:
    """How a side is drawn.

    Attributes:
        colour: Its colour on a light ground, as ``#rrggbb``.
        dark: Its colour on a dark ground.
        shape: The name of its shape, a key of ``SHAPES``.
    """

    colour: str
    dark: str
    shape: str


COLOURS = (
    ("#0072b2", "#56b4e9"),
    ("#d55e00", "#ff8c42"),
    ("#009e73", "#3ddc97"),
    ("#aa4499", "#e39bd3"),
    ("#b8860b", "#f0c95c"),
    ("#4b3f9e", "#a79cf2"),
)
"""The colours of sides, each for light and for dark grounds."""

INDEPENDENT = Style("#5f5f5f", "#b9b9b9", "diamond")
"""How sources without a side are drawn."""


def _polygon(corners: int, turn: float) -> tuple[Point, ...]:
    angles = (math.tau * (n / corners) + turn for n in range(corners))
    return tuple((round(math.sin(a), 4), round(math.cos(a), 4)) for a in angles)


def _star(points: int) -> tuple[Point, ...]:
    outer, inner = _polygon(points, 0), _polygon(points, math.pi / points)
    return tuple(
        corner
        for tip, (x, y) in zip(outer, inner, strict=True)
        for corner in (tip, (round(x * 0.45, 4), round(y * 0.45, 4)))
    )


SHAPES: Mapping[str, tuple[Point, ...]] = MappingProxyType(
    {
        "circle": _polygon(24, 0),
        "square": _polygon(4, math.pi / 4),
        "triangle": _polygon(3, 0),
        "wedge": _polygon(3, math.pi),
        "pentagon": _polygon(5, 0),
        "star": _star(5),
        "hexagon": _polygon(6, 0),
        "diamond": _polygon(4, 0),
    }
)
"""The corners of each shape, in a circle of radius 1 around (0, 0), with y upwards."""

_OF_SIDES = tuple(name for name in SHAPES if name != INDEPENDENT.shape)


def side_styles(findings: Iterable[Finding]) -> Mapping[str, Style]:
    """How each side is drawn, those that speak to most questions first.

    To draw a part of a ledger's findings as the whole is drawn, take the styles of the whole.
    Six colours and seven shapes turn at different paces, so that 42 sides look different.

    Args:
        findings: All findings of a ledger.

    Returns:
        Styles by the name of the side; ``"no side"`` comes last and is always among them.
    """
    counts = Counter(
        side
        for finding in findings
        for side in {voice.side_name for voice in finding.voices}
        if side is not None
    )
    return styles_of(sorted(counts, key=lambda side: (-counts[side], side)))


def styles_of(sides: Sequence[str]) -> Mapping[str, Style]:
    """How sides are drawn that are named in order, ``"no side"`` among them or not."""
    named = [side for side in sides if side != NO_SIDE]
    styles = {
        side: Style(*COLOURS[n % len(COLOURS)], _OF_SIDES[n % len(_OF_SIDES)])
        for n, side in enumerate(named)
    }
    return MappingProxyType({**styles, NO_SIDE: INDEPENDENT})
