"""Which batches were saved last, noted beside the file of a store as soon as they are.

SQLite cannot tell a log that was damaged from one whose end was never written, and passes over
either without a word. Whoever opens a store can tell by the batches that are noted here. A batch
is noted after it is saved, so that a note may say too little, and never too much.
"""

from __future__ import annotations

import math
import os
import re
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

PLACES = 16
"""So many batches are noted; writers that come late with theirs take nobody else's place."""

EVERY = 1.0
"""Seconds from one note that is synced to the disk to the next: a batch costs one sync."""

LINE = re.compile(rb"(([0-9]{19}) ([0-9a-f]{64}))\1\n")
"""A number and a digest, twice, so that a line that was not written whole is none."""


class Note:
    """The note beside one file."""

    def __init__(self, file: Path) -> None:
        self.path = file.with_name(f"{file.name}-head")
        self._file = file
        self._synced = -math.inf

    def batches(self) -> Mapping[int, str]:
        """The digests of the batches that are noted, by their numbers."""
        try:
            text = self.path.read_bytes()
        except FileNotFoundError:
            return {}
        return {int(number): digest.decode("ascii") for _, number, digest in LINE.findall(text)}

    def write(self, number: int, digest: str) -> None:
        """Note a batch; whoever may write to the file may write to its note."""
        text = f"{number:019} {digest}"
        line = f"{text}{text}\n".encode("ascii")
        is_new = not self.path.exists()
        how = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0)
        handle = os.open(self.path, how, 0o666)
        try:
            os.lseek(handle, number % PLACES * len(line), os.SEEK_SET)
            os.write(handle, line)
            if time.monotonic() - self._synced >= EVERY:
                os.fsync(handle)
                self._synced = time.monotonic()
        finally:
            os.close(handle)
        if is_new:
            shutil.copymode(self._file, self.path)

    def remove(self) -> None:
        """There is nothing to be noted any more."""
        self.path.unlink(missing_ok=True)
