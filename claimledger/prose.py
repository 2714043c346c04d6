"""Sections of sentences, and pages that set them beside tables."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

import attrs

from claimledger.intervals import Interval
from claimledger.render import render_table
from claimledger.tables import Table, interval_text

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NARROWEST = 30
"""Columns that a line of sentences has, however narrow the terminal."""


def _texts(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(lines)


@attrs.frozen
class Prose:
    """Sentences under a title.

    Attributes:
        title: What they have in common.
        lines: One or more sentences each; a line is a paragraph of its own.
    """

    title: str
    lines: tuple[str, ...] = attrs.field(converter=_texts)


Part = Table | Prose


def in_unit(interval: Interval, unit: str | None) -> str:
    """A range in words with its unit; a count has none."""
    return with_unit(interval_text(interval), unit)


def with_unit(figure: str, unit: str | None) -> str:
    """A figure with its unit; a count has none."""
    return figure if unit is None else f"{figure} {unit}"


def page(head: str, parts: Sequence[Part], width: int = 100) -> str:
    """Parts as plain text, one after the other; those that hold nothing are left out.

    Args:
        head: What they are about.
        parts: Tables and sentences.
        width: Columns that may be filled.
    """
    shown = [_shown(part, width) for part in parts if _holds_something(part)]
    return "\n\n".join([_UNSAFE.sub(" ", head), *shown]) + "\n"


def _holds_something(part: Part) -> bool:
    return bool(part.rows if isinstance(part, Table) else part.lines)


def _shown(part: Part, width: int) -> str:
    if isinstance(part, Table):
        return render_table(part, "plain", width)
    return "\n".join([_UNSAFE.sub(" ", part.title).upper(), *(_item(s, width) for s in part.lines)])


def _item(line: str, width: int) -> str:
    """A paragraph as an item of a list; long words such as addresses stay whole."""
    return textwrap.fill(
        _UNSAFE.sub(" ", line),
        max(width, NARROWEST),
        initial_indent="- ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
