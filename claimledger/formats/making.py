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
        self._moulds: dict[tuple[str | None, ...], Mould] = {}
        self._sources: dict[str, Coded[str]] = {}
        self._dates: dict[str, Coded[PartialDate]] = {}
        self._answers: dict[str, dict[str, Coded[Answer]]] = {kind: {} for kind in KINDS}

    def claim(self, row: dict[str, Any]) -> Claim | None:
        """The claim of a row, or None where it must be read the long way.

        Args:
            row: The fields of a claim and nothing else; it is used up.
        """
        source, date = row.pop("source", None), row.pop("date", None)
        value = row.pop("value", None)
        key = (*row, *row.values())
        try:
            mould = self._moulds[key]
            return mould.claim(
                self._sources[source], self._dates[date], self._answers[mould.kind][value]
            )
        except KeyError:
            return self._new(row, key, source, date, value)
        except TypeError:  # A list, which no plain row holds.
            return None

    def _new(self, row: dict[str, Any], key: Any, *own: Any) -> Claim | None:
        """The claim of a row of which something was not seen before."""
        source, date, value = own
        texts = [text for text in (*own, *row.values()) if text is not None]
        if not (all(own) and _FIELDS.issuperset(row) and all(type(text) is str for text in texts)):
            return None
        try:
            mould = self._moulds.get(key)
            if mould is None:
                stated = {name: text for name, text in row.items() if text}
                first = Claim(source=source, date=date, value=value, **stated)
                mould = _known(self._moulds, key, lambda: Mould(first))
            return mould.claim(
                _known(self._sources, source, lambda: coded_source(clean_name(source))),
                _known(self._dates, date, lambda: coded_date(parse_date(date))),
                _known(
                    self._answers[mould.kind],
                    value,
                    lambda: coded_answer(parse_answer(mould.kind, value)),
                ),
            )
        except ClaimLedgerError:
            return None


def _known(memory: dict[K, V], key: K, make: Callable[[], V]) -> V:
    """What is remembered by a key, or is made now and remembered from now on."""
    if key not in memory:
        if len(memory) >= KEPT:
            memory.clear()
        memory[key] = make()
    return memory[key]
