"""Files that this process holds open by a library that locks them.

On POSIX systems a process loses all its locks on a file as soon as it closes any handle of
it. Whoever is about to open a file that may be a store asks here first.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PathLike = str | os.PathLike[str]
Identity = tuple[int, int]

_LOCK = threading.RLock()
_HELD: Counter[Identity] = Counter()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Nothing is held or let go of by other threads in the meantime."""
    with _LOCK:
        yield


def is_held(path: PathLike) -> bool:
    """Whether a file is held, by whatever name."""
    with _LOCK:
        return _HELD[_identity(path)] > 0


def hold(path: PathLike) -> Identity:
    """Note that a file is held; returns what it is to be let go of by."""
    with _LOCK:
        identity = _identity(path)
        _HELD[identity] += 1
        return identity


def release(identity: Identity) -> None:
    """Note that a file is held once less."""
    with _LOCK:
        _HELD[identity] -= 1


def _identity(path: PathLike) -> Identity:
    found = Path(path).stat()
    return found.st_dev, found.st_ino
