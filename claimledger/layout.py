"""Plain text that fits a width: columns where they fit, and a block for each row where not.

No word is divided unless it alone is wider than its line. Widths are those of a terminal: a
wide character takes two columns and a combining one none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimledger.tables import GLUE, Table, cell_text

HANG = "  "
"""What continued lines of a cell begin with, so that its entries stand out."""

GAP = 2
NARROW = 80
"""Below so many columns each row is a block."""

SAMPLE = 50
"""About how many rows are looked at to choose the widths of columns."""

LEAST = 20
"""Below so many columns nothing can be set, and lines may be wider than asked for."""

RESET = "\x1b[0m"
BOLD = "\x1b[1m"
COLOURS = {
    "disputed": "\x1b[1;31m",
    "tension": "\x1b[1;33m",
    "corroborated across sides": "\x1b[1;32m",
    "corroborated": "\x1b[1;32m",
}
FLAGS = "\x1b[33m"

_SPACE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_INVISIBLE = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"[\d,]+")


def safe(text: str) -> str:
    r"""Text without what could steer a terminal, hide, or turn the direction of writing.

    >>> safe("a\x1b[31mb\u202ec")
    'a [31mbc'
    """
    if text.isascii() and text.isprintable():
        return text
    return _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", _SPACE.sub(" ", text)))


def columns(text: str) -> int:
    """How many columns of a terminal a line takes."""
    if text.isascii() or text.replace(GLUE, " ").isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(int(wcswidth(text)), 0)


def is_numeric(cells: Sequence[str]) -> bool:
    """True for a column of whole numbers, which is set flush right."""
    return any(cells) and all(_NUMBER.fullmatch(cell) for cell in cells if cell)


def wrapped(text: str, width: int, hang: str = HANG) -> list[str]:
    """The lines of a text, each continued line indented.

    Args:
        text: Lines of words; words that belong together are joined by U+00A0.
        width: How many columns a line may take, at least 2.
        hang: What continued lines begin with.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if columns(paragraph) <= width:
            lines.append(paragraph)
            continue
        line, start = "", ""
        for word in paragraph.split(" "):
            if line != start and columns(line) + 1 + columns(word) <= width:
                line = f"{line} {word}"
                continue
            if line != start:
                lines.append(line)
                # A word that fits without the indent is not divided for its sake.
                start = hang if columns(hang + word) <= width else ""
            *full, line = _pieces(start, word, width)
            lines += full
        lines.append(line)
    return [line.replace(GLUE, " ") for line in lines]


def _pieces(start: str, word: str, width: int) -> list[str]:
    """A word behind an indent; in several lines if it alone is wider than one."""
    if columns(start + word) <= width:
        return [start + word]
    pieces, line = [], start
    for cluster in _clusters(word):
        if columns(line + cluster) > width:
            pieces.append(line)
            line = ""
        line += cluster
    return [*pieces, line]


def _clusters(word: str) -> list[str]:
    """Characters, each with the marks of no width that follow it."""
    clusters: list[str] = []
    for character in word:
        if clusters and (columns(character) == 0 or clusters[-1].endswith("\u200d")):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def paragraph(text: str, width: int) -> str:
    """Text outside tables, made to fit."""
    return "\n".join(line.rstrip() for line in wrapped(safe(text), max(width, LEAST), ""))


def kept_columns(table: Table) -> list[int]:
    """The columns in which something stands; all of them where nothing does."""
    every = range(len(table.header))
    return [n for n in every if any(row[n] for row in table.rows)] or list(every)


def plain(table: Table, width: int, *, color: bool = False) -> str:
    """A table as plain text.

    Args:
        table: The table; columns in which nothing stands are left out.
        width: How many columns a line may take; what is under ``LEAST`` counts as that.
        color: Whether to set the title and flags in the colours of a terminal.
    """
    width = max(width, LEAST)
    title = paragraph(table.title.upper(), width)
    if color:
        title = _coloured(title, COLOURS.get(table.verdict or "", BOLD))
    kept = kept_columns(table)
    header = [safe(table.header[n]) for n in kept]
    rows = [[_trimmed(safe(cell_text(row[n]))) for n in kept] for row in table.rows]
    widths = None if width < NARROW else _widths(header, rows, width - GAP * (len(kept) - 1))
    if not rows:
        body = "nothing"
    elif widths is not None:
        body = _grid(header, rows, widths, color=color)
    elif table.inline:
        body = _sentences([table.inline[n] for n in kept], rows, width)
    else:
        body = _blocks(header, rows, width, sum(n < table.heads for n in kept), color=color)
    notes = [paragraph(note, width) for note in table.notes]
    return "\n\n".join([f"{title}\n{body}", *notes])


def _trimmed(text: str) -> str:
    return "\n".join(line.strip(" ") for line in text.split("\n"))


def _coloured(text: str, colour: str) -> str:
    return "\n".join(
        f"{colour}{line.rstrip()}{RESET}" if line.strip() else "" for line in text.split("\n")
    )


def _tinted(name: str, lines: list[str]) -> list[str]:
    """The lines of a cell of flags in their colour, those of others as they are."""
    return [_coloured(line, FLAGS) for line in lines] if name == "flags" else lines


def _widths(header: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """The widths of columns that divide no word; None where there is no room for that.

    From what each column asks for, the width is taken where it costs the fewest lines. A
    sample of the rows says how many.
    """
    least, widths = [], []
    for n, name in enumerate(header):
        cells = dict.fromkeys([name, *(row[n] for row in rows)])
        widths.append(max(columns(line) for cell in cells for line in cell.split("\n")))
        least.append(max(columns(word) for cell in cells for word in re.split("[ \n]", cell)))
    if sum(least) > room:
        return None
    sample = rows[:: len(rows) // SAMPLE + 1]
    lengths = [[[columns(line) for line in cell.split("\n")] for cell in row] for row in sample]
    heights = [[_lines(cell, w) for cell, w in zip(row, widths, strict=True)] for row in lengths]
    while (excess := sum(widths) - room) > 0:
        step = excess // 16 + 1
        choices = []
        for n, width in enumerate(widths):
            if width > least[n]:
                narrow = max(width - step, least[n])
                column = [_lines(row[n], narrow) for row in lengths]
                pairs = zip(column, heights, strict=True)
                added = sum(max(0, lines - max(row)) for lines, row in pairs)
                choices.append((added, -width, n, narrow, column))
        *_, n, widths[n], column = min(choices)
        for row, lines in zip(heights, column, strict=True):
            row[n] = lines
    return widths


def _lines(lengths: Sequence[int], width: int) -> int:
    """About how many lines texts of some lengths take: words seldom fill a line."""
    full = max(width - 3, 1)
    return sum(1 if length <= width else -(-length // full) for length in lengths)


def _grid(
    header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], *, color: bool
) -> str:
    import tabulate

    # A header handed to tabulate as one would widen its column by two.
    names = ["\n".join(wrapped(name, w, "")) for name, w in zip(header, widths, strict=True)]
    cells = [names, ["-" * w for w in widths]]
    for row in rows:
        lines = [wrapped(cell, w) for cell, w in zip(row, widths, strict=True)]
        if color:
            lines = [_tinted(*parts) for parts in zip(header, lines, strict=True)]
        cells.append(["\n".join(part) for part in lines])
    sides = ["right" if is_numeric(column) else "left" for column in zip(*rows, strict=True)]
    text: str = tabulate.tabulate(cells, tablefmt="plain", disable_numparse=True, colalign=sides)
    return "\n".join(line.rstrip() for line in text.split("\n"))


def _sentences(templates: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    lines = []
    for row in rows:
        parts = [t.format(cell) for t, cell in zip(templates, row, strict=True) if cell]
        lines += wrapped("".join(parts), width, HANG * 2)
    return "\n".join(lines)


def _blocks(
    header: Sequence[str], rows: Sequence[Sequence[str]], width: int, heads: int, *, color: bool
) -> str:
    """Rows below each other: the head cells first, then each cell after its column's name."""
    named = header[heads:]
    most = width // 3 - GAP - len(HANG)
    label = max((columns(name) + 1 for name in named if columns(name) < most), default=0)
    blocks = []
    for row in rows:
        lines = wrapped(". ".join(cell.replace("\n", ", ") for cell in row[:heads] if cell), width)
        for name, cell in zip(named, row[heads:], strict=True):
            if not cell:
                continue
            beside = columns(name) < most
            first = f"{HANG}{name}:{' ' * (label - columns(name))}" if beside else HANG * 2
            if not beside:
                lines += [HANG + line for line in wrapped(f"{name}:", width - len(HANG))]
            part = wrapped(cell, width - len(first))
            tinted = _tinted(name, part) if color else part
            lines += [first + tinted[0], *(" " * len(first) + line for line in tinted[1:])]
        blocks.append("\n".join(line.rstrip() for line in lines))
    return "\n\n".join(blocks)
