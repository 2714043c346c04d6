"""A page that follows its files: made anew whenever one of them changes."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import attrs

Stamps = Mapping[str, tuple[int, int, int] | None]
"""Of each file when it was written, its size and its place on the disk; None where it is not."""


@attrs.frozen
class Made:
    """A page as it is sent.

    Attributes:
        version: What tells it from every other page.
        content: The page.
    """

    version: str
    content: bytes


class Watch:
    """Keeps the newest page of some files.

    Args:
        make: Makes the page of a version.
        paths: The files that it is made of.
    """

    def __init__(self, make: Callable[[str], str], paths: Iterable[str]) -> None:
        self._make = make
        self._paths = tuple(dict.fromkeys(paths))
        self._stop = threading.Event()
        self._stamps = self._look()
        self.made = self._new()

    def look(self) -> bool:
        """Make the page anew if a file has changed; returns whether one had."""
        stamps = self._look()
        if stamps == self._stamps:
            return False
        # What changes while the page is made is seen at the next look.
        self._stamps = stamps
        self.made = self._new()
        return True

    def follow(self, every: float) -> None:
        """Look again and again, until stopped.

        Args:
            every: After how many seconds.
        """
        while not self._stop.wait(every):
            self.look()

    def stop(self) -> None:
        """End :meth:`follow`."""
        self._stop.set()

    def _new(self) -> Made:
        # By chance and not by count, so that a page notices a server that was started anew.
        version = secrets.token_hex(8)
        return Made(version, self._make(version).encode())

    def _look(self) -> Stamps:
        return {path: _stamp(path) for path in self._paths}


def _stamp(path: str) -> tuple[int, int, int] | None:
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
