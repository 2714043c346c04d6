"""Where everything stands in a TOML text, which the parser of the standard library tells not.

A text is cut into statements (a header, or a key with its value, over however many lines)
by a scan of its tokens. Each statement is then parsed by itself, which gives the paths that
it sets.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import attrs

Path = tuple[str | int, ...]

MAX_REPAIRS = 25
"""So many faults of syntax are passed over before the rest of a file is given up."""

_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|(?P<open>[\[{])|(?P<close>[\]}])|(?P<end>\n)"
    r"|[^\"'\#\[\]{}\n]+|.",
    re.DOTALL,
)
_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")


@attrs.frozen
class Statement:
    """A header, a key with its value, or a comment.

    Attributes:
        text: The whole of it, with line ends.
        first: Its first line, from 1.
        last: Its last line.
    """

    text: str
    first: int
    last: int

    @property
    def is_header(self) -> bool:
        """True for the head of a table."""
        return self.text.lstrip().startswith("[")


def statements(text: str) -> Iterator[Statement]:
    """The statements of a TOML text, in order.

    Complexity: linear.
    """
    start, depth, line, first = 0, 0, 1, 1
    for token in _TOKEN.finditer(text):
        line += token[0].count("\n")
        if token["open"]:
            depth += 1
        elif token["close"]:
            depth -= 1
        elif token["end"] and depth <= 0:
            yield Statement(text[start : token.end()], first, line - 1)
            start, depth, first = token.end(), 0, line
    if start < len(text):
        yield Statement(text[start:], first, line)


def line_map(text: str) -> dict[Path, int]:
    """The line, from 1, on which every table and key of a valid TOML text first stands.

    What stands in an array of a value is placed with the key of the value.

    Complexity: linear.
    """
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    base: Path = ()
    for statement in statements(text):
        parsed = tomllib.loads(statement.text)
        if not parsed:
            continue
        if statement.is_header:
            base = _header_path(parsed, counts, found, statement)
            continue
        for leaf in _leaves(parsed, base):
            found.setdefault(leaf, statement.first)
    return found


def _header_path(
    parsed: Any, counts: dict[Path, int], found: dict[Path, int], statement: Statement
) -> Path:
    """The path of a table; below an array of tables, that of the last table of the array."""
    is_array = statement.text.lstrip().startswith("[[")
    path: Path = ()
    while parsed:
        (key,) = parsed
        parsed = parsed[key]
        path = (*path, key)
        if isinstance(parsed, list):
            parsed = None
        if not parsed and is_array:
            counts[path] = counts.get(path, -1) + 1
        found.setdefault(path, statement.first)
        if path in counts:
            path = (*path, counts[path])
            found.setdefault(path, statement.first)
    return path


def _leaves(value: Any, path: Path) -> Iterator[Path]:
    for key, item in value.items():
        yield (*path, key)
        if isinstance(item, dict):
            yield from _leaves(item, (*path, key))


@attrs.frozen
class SyntaxFault:
    """What the parser says of a text, and where; the column is unknown for a rest without end."""

    message: str
    line: int
    column: int | None


def fault_of(text: str, error: Exception) -> SyntaxFault:
    """Where a text is no TOML."""
    message = str(error)
    place = _PLACE.search(message)
    if place is not None:
        message = message[: place.start()]
        if place["line"]:
            return SyntaxFault(message, int(place["line"]), int(place["column"]))
        return SyntaxFault(message, text.rstrip().count("\n") + 1, None)
    if isinstance(error, RecursionError):
        message = "nested too deep"
    return SyntaxFault(message, _first_that_fails(text), None)


def _first_that_fails(text: str) -> int:
    """The line of the first statement that cannot be parsed by itself."""
    for statement in statements(text):
        try:
            tomllib.loads(statement.text)
        except (ValueError, RecursionError):
            return statement.first
    return 1


def without(text: str, line: int) -> str:
    """A text without the statement that reaches a line, or begins there; its lines stay.

    With a header goes its whole table.
    """
    lines = text.split("\n")
    found = list(statements(text))
    index = max(i for i, statement in enumerate(found) if statement.first <= line)
    first, last = found[index].first, line
    if found[index].is_header:
        rest = (other.first - 1 for other in found[index + 1 :] if other.is_header)
        last = max(line, next(rest, len(lines)))
    lines[first - 1 : last] = [""] * (last - first + 1)
    return "\n".join(lines)
