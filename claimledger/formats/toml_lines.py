"""Where everything stands in a TOML text, which the parser of the standard library tells not.

A text is cut into statements (a header, or a key with its value, over however many lines)
by a scan of its tokens. Each statement is then parsed by itself, which gives the paths that
it sets.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import attrs

from claimledger.dates import parse_window
from claimledger.errors import DateError

Path = tuple[str | int, ...]

MAX_REPAIRS = 25
"""So many faults of syntax are passed over before the rest of a file is given up."""

_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|""".*'
    r"|'''.*"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|(?P<open>[\[{])|(?P<close>[\]}])|(?P<end>\n)"
    r"|(?P<blank>[ \t]+)|[^\"'\#\[\]{}\n]+|.",
    re.DOTALL,
)
_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")


@attrs.frozen
class Statement:
    """A header, a key with its value, or a comment.

    Attributes:
        text: The whole of it, without leading blanks, with line ends.
        first: Its first line, from 1.
        last: Its last line.
    """

    text: str
    first: int
    last: int

    @property
    def is_header(self) -> bool:
        """True for the head of a table."""
        return self.text.startswith("[")


def statements(text: str) -> Iterator[Statement]:
    """The statements of a TOML text, in order.

    Complexity: linear.
    """
    start, depth, line, first = 0, 0, 1, 1
    for token in _TOKEN.finditer(text):
        if token.start() == start and token["blank"]:
            start = token.end()
        line += token[0].count("\n")
        if token["open"]:
            depth += 1
        elif token["close"]:
            depth -= 1
        elif token["end"] and (depth <= 0 or text[start : start + 1] == "["):
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
    is_array = statement.text.startswith("[[")
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
    """Why a text is no TOML, and where.

    Attributes:
        message: What is wrong.
        line: The line.
        column: The column, where it is known.
        is_told: False when whoever reads the mended value will say more of it.
    """

    message: str
    line: int
    column: int | None = None
    is_told: bool = True


def mended(text: str, error: Exception) -> tuple[str, SyntaxFault]:
    """A text that is no TOML, with one fault less, and that fault.

    A value that cannot be parsed becomes text, in quotation marks; every other statement at
    fault is taken out, a header with its whole table. Lines stay where they are.

    Complexity: linear.
    """
    fault = _fault_of(text, error)
    found = list(statements(text))
    index = max(i for i, statement in enumerate(found) if statement.first <= fault.line)
    statement = found[index]
    lines = text.split("\n")
    first, last = statement.first, statement.last
    if statement.is_header:
        rest = (other.first - 1 for other in found[index + 1 :] if other.is_header)
        return _blanked(lines, first, max(fault.line, next(rest, len(lines)))), fault
    entry = _ENTRY.match(lines[first - 1])
    if entry is None or _parses(statement.text):
        return _blanked(lines, first, max(first, fault.line)), fault
    if any(map(_BEGINS_ANOTHER.match, lines[first:last])):
        last, fault = first, SyntaxFault("something opened here is never closed", first)
    elif last == first:
        fault = _explained(entry["value"], fault)
    blank = _blanked(lines, first, last).split("\n")
    blank[first - 1] = f"{entry['key']} = {quoted(entry['value'])}"
    return "\n".join(blank), fault


_KEY = r"""(?:[A-Za-z0-9_-]+|"[^"\\\n]*"|'[^'\n]*')"""
_ENTRY = re.compile(rf"\s*(?P<key>{_KEY}(?:\s*\.\s*{_KEY})*)\s*=\s*(?P<value>.*?)\s*(?:\s#.*)?$")
_BEGINS_ANOTHER = re.compile(rf"\s*(?:{_KEY}\s*=|\[\[?\s*{_KEY})")
_DATE = re.compile(r"[0-9]{4}-[0-9X][-0-9XT:.+~?%/Z ]*")


def _explained(value: str, fault: SyntaxFault) -> SyntaxFault:
    """What a reader understands of a value on one line that is no TOML."""
    if _DATE.fullmatch(value):
        message = "a date of limited precision, or a window, needs quotation marks"
        try:
            parse_window(value)
        except DateError:
            return attrs.evolve(fault, is_told=False)
        return attrs.evolve(fault, message=message)
    if value[:1].isalpha():
        return attrs.evolve(fault, message="text needs quotation marks")
    return fault


def _fault_of(text: str, error: Exception) -> SyntaxFault:
    message = str(error)
    place = _PLACE.search(message)
    if place is not None:
        message = message[: place.start()]
        if place["line"]:
            return SyntaxFault(message, int(place["line"]), int(place["column"]))
        return SyntaxFault(message, text.rstrip().count("\n") + 1)
    if isinstance(error, RecursionError):
        message = "nested too deep"
    line = next(s.first for s in statements(text) if not _parses(s.text))
    return SyntaxFault(message, line)


def _parses(text: str) -> bool:
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _blanked(lines: list[str], first: int, last: int) -> str:
    return "\n".join([*lines[: first - 1], *[""] * (last - first + 1), *lines[last:]])


def quoted(text: str) -> str:
    """Text as a TOML string on one line."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
