"""What a store needs of a database, whichever it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Values = Sequence[object]

FULL = "there is no room left; none of this batch was saved, and all saved before is safe"
UNSURE = (
    "{error}: whether the last batch was saved is not known, and all before it is safe;"
    " adding it again does no harm"
)


class Database(Protocol):
    """A connection to one database; its errors are those of stores."""

    @property
    def name(self) -> str:
        """What it is called in messages."""

    def run_many(self, statement: str, rows: Iterable[Values]) -> None:
        """Run a statement for each row of values."""

    def rows(self, statement: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """The rows that a statement gives."""

    def writing(self) -> AbstractContextManager[None]:
        """All or nothing of what is written within, by one writer at a time.

        It is safe on the disk when this ends.
        """

    def reading(self) -> AbstractContextManager[None]:
        """All that is read within is of one moment."""

    def faults(self) -> Iterator[str]:
        """What is wrong with the tables themselves, and with what guards them."""

    def close(self) -> None:
        """Let go of the connection."""
