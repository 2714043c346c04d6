"""Many claims that share all but source, date and answer, made without reading it again.

What a claim is made of is checked once, by :class:`Claim` itself; its mould then makes more of
the same kind from a source, a date and an answer that were read before.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from claimledger.answers import Answer
from claimledger.claims import Claim
from claimledger.dates import PartialDate
from claimledger.identity import claim_id

_SHARED = (
    *("subject", "event", "measure", "proposition", "choice", "members", "position"),
    *("place", "window", "accrual", "stance", "same_quantity_as"),
)
_shared_by = attrgetter(*_SHARED)


def _put(name: str) -> Callable[[Claim, Any], None]:
    """What sets a field of a claim that is being made."""
    put: Callable[[Claim, Any], None] = Claim.__dict__[name].__set__
    return put


_SOURCE, _DATE, _VALUE, _ID = map(_put, ("source", "date", "value", "id"))
_SUBJECT, _EVENT, _MEASURE, _PROPOSITION, _CHOICE, _MEMBERS = map(_put, _SHARED[:6])
_POSITION, _PLACE, _WINDOW, _ACCRUAL, _STANCE, _RENDERING = map(_put, _SHARED[6:])


class Mould:
    """What claims share that differ in source, date and answer alone.

    Args:
        claim: One of them, which has an answer.
    """

    __slots__ = ("_pieces", "_shared", "kind")

    def __init__(self, claim: Claim) -> None:
        self.kind = claim.kind
        self._pieces = claim.pieces()
        self._shared = _shared_by(claim)

    def claim(self, source: str, date: PartialDate, value: Answer) -> Claim:
        """One more of these claims.

        Args:
            source: A cleaned name.
            date: The date said.
            value: An answer of the mould's kind.
        """
        subject, event, measure, proposition, choice, members, *others = self._shared
        position, place, window, accrual, stance, rendering = others
        made = object.__new__(Claim)
        _SOURCE(made, source)
        _DATE(made, date)
        _SUBJECT(made, subject)
        _EVENT(made, event)
        _MEASURE(made, measure)
        _PROPOSITION(made, proposition)
        _CHOICE(made, choice)
        _MEMBERS(made, members)
        _POSITION(made, position)
        _VALUE(made, value)
        _PLACE(made, place)
        _WINDOW(made, window)
        _ACCRUAL(made, accrual)
        _STANCE(made, stance)
        _RENDERING(made, rendering)
        _ID(made, claim_id(self._pieces, value, date.text, source))
        return made
