"""Which batches were saved last, noted beside the file of a store as soon as they are.

SQLite cannot tell a log that was damaged from one whose end was never written, and passes over
either without a word. Whoever opens a store can tell by the batches that are noted here. A batch
is noted after it is saved, and the note is not synced: a note may say too little, never too much.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

PLACES = 16
"""So many batches are noted; writers that come late with theirs take nobody else's place."""

LINE = re.compile(rb"(([0-9]{19}) ([0-9a-f]{64}))\1\n")
"""A number and a digest, twice, so that a line that was not written whole is none."""


def noted(path: Path) -> Mapping[int, str]:
    """The digests of the batches that are noted, by their numbers."""
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return {}
    return {int(number): digest.decode("ascii") for _, number, digest in LINE.findall(text)}


def note(path: Path, number: int, digest: str, *, beside: Path) -> None:
    """Note a batch in a file, which whoever may write to the one beside it may write to."""
    text = f"{number:019} {digest}"
    line = f"{text}{text}\n".encode("ascii")
    is_new = not path.exists()
    how = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0)
    handle = os.open(path, how, 0o666)
    try:
        os.lseek(handle, number % PLACES * len(line), os.SEEK_SET)
        os.write(handle, line)
    finally:
        os.close(handle)
    if is_new:
        shutil.copymode(beside, path)
