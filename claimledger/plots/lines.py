"""Lines of text in several colours: above a question, and beside a claim."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

import attrs

from claimledger.charts import Heading
from claimledger.findings import Verdict
from claimledger.plots.canvas import ALARM, GREY, INK, Sheet, em
from claimledger.plots.texts import fold, width_of

SPACE = 0.42
"""Between two runs of a line, in sizes of its font."""


ADVANCE = 0.98
"""How far a run moves the next one on: less than the room kept for it, which it seldom takes."""


@attrs.frozen
class Run:
    """A part of a line.

    Attributes:
        text: What it says.
        color: Its colour.
        bold: Whether it is bold.
        tail: What closes it, such as a comma; at its right even where it is written from there.
    """

    text: str
    color: str = INK
    bold: bool = False
    tail: str = ""


@attrs.frozen
class TextLine:
    """A line, its size in sizes of the sheet."""

    runs: tuple[Run, ...]
    size: float = 1.0


def line_width(runs: Iterable[Run], size: float) -> float:
    """How wide runs are beside each other, in inches; the size is in points."""
    parts = [width_of(run.text, size, bold=run.bold) for run in runs]
    return sum(parts) + SPACE * size / 72 * max(len(parts) - 1, 0)


def set_runs(runs: Sequence[Run], width: float, size: float, scale: float = 1.0) -> list[TextLine]:
    """Runs as lines that fit: beside each other where there is room, else below and folded."""
    points = size * scale
    lines: list[TextLine] = []
    for run in runs:
        if not run.text:
            continue
        whole = run.text + run.tail
        texts = [whole]
        if not lines or line_width((*lines[-1].runs, Run(whole, bold=run.bold)), points) > width:
            texts = fold(whole, width, points, bold=run.bold)
            lines.append(TextLine((), scale))
        texts[-1] = _closed(texts[-1], run.tail)
        first, *others = (attrs.evolve(run, text=text, tail="") for text in texts)
        lines[-1] = TextLine((*lines[-1].runs, first), scale)
        lines += [TextLine((one,), scale) for one in others]
    return lines


ISOLATED = "\N{FIRST STRONG ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"
"""Keeps what is written from the right from turning what stands around it."""


def _closed(text: str, tail: str) -> str:
    """A line that ends in a tail, which stands at its right whichever way it is written."""
    if not tail or not _is_from_right(text):
        return text
    return ISOLATED.format(text.removesuffix(tail)) + tail


def _from_left(text: str) -> str:
    """A text of several parts, the first at its left whichever way it is written."""
    return f"\N{LEFT-TO-RIGHT MARK}{text}" if _is_from_right(text) else text


def _is_from_right(text: str) -> bool:
    """Whether something in a text is written from the right."""
    return any(unicodedata.bidirectional(one) in {"R", "AL"} for one in text)


def head_lines(
    heading: Heading, width: float, size: float, *, large: bool = False
) -> list[TextLine]:
    """What stands above a question: what is asked; where and when, and what came of it."""
    asked = heading.title[:1].upper() + heading.title[1:]
    title = set_runs([Run(asked, bold=True)], width, size, 1.4 if large else 1.12)
    alarming = heading.verdict is Verdict.DISPUTED
    outcome = heading.outcome[:1].upper() + heading.outcome[1:]
    told = Run(outcome, ALARM if alarming else GREY, bold=alarming)
    place = _from_left(heading.scope)
    scope = Run(place + (" \N{MIDDLE DOT}" if place and outcome else ""), GREY)
    both = set_runs([scope, told], width, size)
    if len(both) > 1:  # The dot only parts what stands on one line.
        both = set_runs([Run(place, GREY), told], width, size)
    return [*title, *both]


def height_of(lines: Iterable[TextLine], size: float) -> float:
    """The height of lines below each other, in inches."""
    return sum(em(size * line.size) for line in lines)


def draw_lines(sheet: Sheet, x: float, y: float, lines: Iterable[TextLine]) -> float:
    """Draw lines below each other from a height on; returns where they end."""
    for line in lines:
        points = sheet.size * line.size
        at = x
        for run in line.runs:
            sheet.text(
                at, y + em(points) * 0.76, run.text, size=line.size, color=run.color, bold=run.bold
            )
            at += width_of(run.text, points, bold=run.bold) * ADVANCE + SPACE * points / 72
        y += em(points)
    return y
