"""Progress of long work: a bar on a terminal, and nothing anywhere else.

Work that may be long hands its items through a :class:`Track`. The bar appears only when the
work has lasted a second, and only then is tqdm imported; it leaves nothing behind.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Never, Protocol, TextIO, TypeVar

if TYPE_CHECKING:
    from tqdm import tqdm

T = TypeVar("T")

DELAY = 1.0
"""For how many seconds work may last before a bar is shown."""


class Track(Protocol):
    """Hands on the items of some work, and may show how far it is."""

    def __call__(self, items: Iterable[T], what: str, total: int) -> Iterable[T]:
        """The same items in the same order.

        Args:
            items: What is worked through.
            what: What is done, for the reader.
            total: About how many items there are.
        """


def untracked(items: Iterable[T], what: str, total: int) -> Iterable[T]:  # noqa: ARG001
    """The items as they are."""
    return items


def tracked_on(stream: TextIO | None) -> Track:
    """A track that draws bars on a stream, if that is a terminal."""
    if stream is None or not stream.isatty():
        return untracked

    def track(items: Iterable[T], what: str, total: int) -> Iterator[T]:
        started = time.monotonic()
        bar: tqdm[Never] | None = None
        try:
            for done, item in enumerate(items, start=1):
                yield item
                if bar is not None:
                    bar.update()
                elif time.monotonic() - started > DELAY:
                    from tqdm import tqdm

                    bar = tqdm(desc=what, total=total, initial=done, leave=False, file=stream)
        finally:
            if bar is not None:
                bar.close()

    return track
