"""Claims of plain rows, quickly: each distinct text is read once, each kind of claim checked once.

A row that holds anything out of the ordinary is left to be read the long way, which also says
what is wrong with it. Both ways make the same claim of a row.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from claimledger.answers import Answer, parse_answer
from claimledger.claims import KINDS, Claim
from claimledger.dates import PartialDate, parse_date
from claimledger.errors import ClaimLedgerError
from claimledger.formats.rows import CLAIM_FIELDS
from claimledger.moulds import Coded, Mould, coded_answer, coded_date, coded_source
from claimledger.sources import clean_name

KEPT = 1 << 17
"""So many texts, and so many kinds of claim, are remembered before all are forgotten."""

_FIELDS = frozenset(CLAIM_FIELDS)
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Maker:
    """Makes claims of rows, and remembers what it has read."""

    def __init__(self) -> None:
        self._moulds: dict[Hashable, Mould] = {}
        self._sources: dict[str, Coded[str]] = {}
        self._dates: dict[str, Coded[PartialDate]] = {}
        self._answers: dict[str, dict[str, Coded[Answer]]] = {kind: {} for kind in KINDS}

    def known(
        self, kind: Hashable, source: str | None, date: str | None, value: str | None
    ) -> Claim | None:
        """The claim of texts that were all read before, else None.

        Args:
            kind: What was given for claims that differ in the three alone.
            source: The text of its source.
            date: The text of its date.
            value: The text of its answer.
        """
        try:
            mould = self._moulds[kind]
            answer = self._answers[mould.kind][value]  # type: ignore[index]
            return mould.claim(self._sources[source], self._dates[date], answer)  # type: ignore[index]
        except KeyError:
            return None

    def claim(self, row: dict[str, Any], kind: Hashable = None) -> Claim | None:
        """The claim of a row, or None where it must be read the long way.

        Args:
            row: The fields of a claim and nothing else; it is used up.
            kind: What tells all else than source, date and answer; None to tell by the row.
        """
        own = row.pop("source", None), row.pop("date", None), row.pop("value", None)
        key = (*row, *row.values()) if kind is None else kind
        try:
            claim = self.known(key, *own)
        except TypeError:  # A list, which no plain row holds.
            return None
        return claim or self._new(row, key, *own)

    def _new(self, row: dict[str, Any], key: Any, *own: Any) -> Claim | None:
        """The claim of a row of which something was not seen before."""
        source, date, value = own
        texts = [text for text in (*own, *row.values()) if text is not None]
        if not (all(own) and _FIELDS.issuperset(row) and all(type(text) is str for text in texts)):
            return None
        try:
            said_by = _known(self._sources, source, lambda: coded_source(clean_name(source)))
            said_on = _known(self._dates, date, lambda: coded_date(parse_date(date)))
            mould = self._moulds.get(key)
            if mould is None:
                stated = {name: text for name, text in row.items() if text}
                first = Claim(source=said_by[0], date=said_on[0], value=value, **stated)
                mould = _known(self._moulds, key, lambda: Mould(first))
            kind = mould.kind
            answer = _known(
                self._answers[kind], value, lambda: coded_answer(parse_answer(kind, value))
            )
            return mould.claim(said_by, said_on, answer)
        except ClaimLedgerError:
            return None


def _known(memory: dict[K, V], key: K, make: Callable[[], V]) -> V:
    """What is remembered by a key, or is made now and remembered from now on."""
    if key not in memory:
        if len(memory) >= KEPT:
            memory.clear()
        memory[key] = make()
    return memory[key]
