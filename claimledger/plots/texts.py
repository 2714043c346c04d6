"""Text in inches: how wide it is, and its lines where it has to be folded.

Widths are those of DejaVu Sans, which comes with matplotlib and is wider than most. What is
folded by it does not overlap where a picture is shown in another font.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from functools import lru_cache

from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from claimledger.layout import columns

FAMILY = "DejaVu Sans"

WIDE_FAMILIES = (
    *("Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Sans SC", "Microsoft YaHei"),
    *("PingFang SC", "Hiragino Sans", "Yu Gothic", "WenQuanYi Zen Hei", "Droid Sans Fallback"),
    *("Malgun Gothic", "Apple SD Gothic Neo", "Arial Unicode MS"),
)
"""Fonts for what DejaVu Sans lacks, those installed of them used in this order."""

HINTED = 1.04
"""How much wider a text may come out on a coarse grid of pixels."""

LEADING = 1.28
"""The height of a line, in sizes of its font."""

_HAN = re.compile("([\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef])")


@lru_cache(maxsize=1)
def families() -> tuple[str, ...]:
    """The fonts that texts are drawn in, the first that has a character first."""
    installed = {font.name for font in font_manager.fontManager.ttflist}
    return (FAMILY, *(name for name in WIDE_FAMILIES if name in installed))


@lru_cache(maxsize=256)
def font(size: float, *, bold: bool = False) -> FontProperties:
    """The font of a size in points."""
    return FontProperties(family=list(families()), weight="bold" if bold else "normal", size=size)


@lru_cache(maxsize=16384)
def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line of text is, in inches."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)
        measured, _, _ = text_to_path.get_text_width_height_descent(
            text, font(size, bold=bold), ismath=False
        )
    # A character that no font has is drawn as a box narrower than it will be elsewhere.
    wide = len(_HAN.findall(text)) * size * 0.25
    return float(measured * HINTED + wide) / 72


def fold(text: str, width: float, size: float, *, bold: bool = False, most: int = 0) -> list[str]:
    """The lines of a text that is folded between words, or within one that is too wide.

    Args:
        text: One line.
        width: How many inches a line may take.
        size: The size of the font in points.
        bold: Whether it is bold.
        most: How many lines there may be, the last ending in an ellipsis; 0 for no limit.
    """
    lines: list[str] = []
    line = ""
    for word in _words(text):
        if width_of(line + word.rstrip(" "), size, bold=bold) <= width:
            line += word
            continue
        if line:
            lines.append(line.rstrip(" "))
        *full, line = _divided(word, width, size, bold=bold)
        lines += full
    lines.append(line.rstrip(" "))
    if 0 < most < len(lines):
        lines = [*lines[: most - 1], shortened(" ".join(lines[most - 1 :]), width, size, bold=bold)]
    return lines


def _words(text: str) -> list[str]:
    """Words with the spaces after them; Chinese and Japanese may be divided anywhere."""
    parts = re.findall(r"[^ ]* *", text)
    return [piece for part in parts for piece in _HAN.split(part) if piece]


def _divided(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    pieces, line = [], ""
    for character in word:
        if line and columns(character) and width_of(line + character, size, bold=bold) > width:
            pieces.append(line)
            line = ""
        line += character
    return [*pieces, line]


def shortened(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """A text that fits, what is cut off replaced by an ellipsis."""
    if width_of(text, size, bold=bold) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(f"{text[:middle]}\u2026", size, bold=bold) <= width:
            low = middle
        else:
            high = middle - 1
    return f"{text[:low].rstrip()}\u2026"


def widest(texts: Sequence[str], size: float, *, bold: bool = False) -> float:
    """The width of the widest of several lines, in inches; 0 for none."""
    return max((width_of(text, size, bold=bold) for text in texts), default=0.0)
