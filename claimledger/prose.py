"""Sections of sentences, and pages that set them beside tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import attrs

from claimledger.layout import BOLD, RESET, paragraph, plain, safe, wrapped
from claimledger.tables import Table

NARROWEST = 20
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


Part: TypeAlias = Table | Prose


def page(head: str, parts: Sequence[Part], width: int = 100, *, color: bool = False) -> str:
    """Parts as plain text, one after the other; those that hold nothing are left out.

    Args:
        head: What they are about.
        parts: Tables and sentences.
        width: Columns that may be filled.
        color: Whether to set titles in the colours of a terminal.
    """
    first = _bold(paragraph(head, width), color=color)
    shown = [_shown(part, width, color=color) for part in parts if _holds_something(part)]
    return "\n\n".join([first, *shown]) + "\n"


def _holds_something(part: Part) -> bool:
    return bool(part.rows if isinstance(part, Table) else part.lines)


def _shown(part: Part, width: int, *, color: bool) -> str:
    if isinstance(part, Table):
        return plain(part, width, color=color)
    title = _bold(paragraph(part.title.upper(), width), color=color)
    return "\n".join([title, *(_item(line, width) for line in part.lines)])


def _item(line: str, width: int) -> str:
    """A paragraph as an item of a list."""
    return "\n".join(wrapped(f"- {safe(line)}", max(width, NARROWEST), "  "))


def _bold(text: str, *, color: bool) -> str:
    return "\n".join(f"{BOLD}{line}{RESET}" for line in text.split("\n")) if color else text
