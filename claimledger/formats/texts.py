"""The text of a file, line by line, or why it has none."""

from __future__ import annotations

import codecs
import io
import sys
from pathlib import Path
from typing import BinaryIO

import attrs

from claimledger.formats.found import Found

STANDARD_INPUT = "-"
STORE_HEADER = b"SQLite format 3\0"
NO_TEXT = "not a text but a store: open_store opens it"
ARCHIVE = b"PK\3\4"
"""How a workbook begins, as every ZIP archive does."""

PIECE = 1 << 20
"""So many bytes are looked at together."""


@attrs.frozen(eq=False)
class Text:
    """A file that is sure to be text.

    Attributes:
        file: The file, at its start; lines end in line feeds alone, and are as they are.
        lines: About how many lines it has.
    """

    file: io.TextIOWrapper
    lines: int

    def start(self) -> str:
        """The first character that is no white space; empty where there is none."""
        found = next((line.lstrip()[:1] for line in self.file if line.strip()), "")
        self.file.seek(0)
        return found


def opened(found: Found, *, is_again: bool) -> Text | None:
    """The text of a file; None, with a problem, where it has none.

    Args:
        found: Names the file.
        is_again: True for standard input that was read before.
    """
    if is_again:
        found.add_at("standard input can be read only once", None)
        return None
    try:
        file = _binary(found.path)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path.
        found.add_at(getattr(error, "strerror", None) or str(error), None)
        return None
    lines = _lines(file)
    file.seek(0)
    if lines is None:
        with file:
            found.add_at(*_fault(file.read()))
        return None
    return Text(io.TextIOWrapper(file, encoding="utf-8-sig", newline="\n"), lines)


def _binary(path: str) -> BinaryIO:
    """A file to be read several times; what can be read only once is kept."""
    if path == STANDARD_INPUT:
        return io.BytesIO(sys.stdin.buffer.read())
    if Path(path).is_file():
        return Path(path).open("rb")
    return io.BytesIO(Path(path).read_bytes())


def _lines(file: BinaryIO) -> int | None:
    """The number of lines of what is UTF-8 without a NUL; None for anything else."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = 1
    if file.read(len(ARCHIVE)) == ARCHIVE:
        return None
    file.seek(0)
    while piece := file.read(PIECE):
        try:
            decoder.decode(piece)
        except UnicodeDecodeError:
            return None
        if b"\0" in piece:
            return None
        lines += piece.count(b"\n")
    return None if decoder.getstate()[0] else lines


def _fault(raw: bytes) -> tuple[str, int | None]:
    """Why some bytes are no text, and in which line."""
    if raw.startswith(STORE_HEADER):
        return NO_TEXT, None  # From standard input or a pipe.
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "not UTF-8 but UTF-16: save it as UTF-8", 1
    if raw.startswith(ARCHIVE):
        return "not text but an archive; of a workbook the format is 'excel'", 1
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line, byte = before.count(b"\n") + 1, error.object[error.start]
        return f"not UTF-8: byte 0x{byte:02x}; save it as UTF-8", line
    return "not text: it holds a NUL byte", text[: text.index("\0")].count("\n") + 1
