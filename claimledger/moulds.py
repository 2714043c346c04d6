"""Many claims that share all but source, date and answer, made without reading it again.

What a claim is made of is checked once, by :class:`Claim` itself; its mould then makes more of
the same kind from a source, a date and an answer that were read before.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, TypeVar

from claimledger.answers import Answer
from claimledger.claims import Claim
from claimledger.dates import PartialDate
from claimledger.identity import answer_code, claim_id, name_code, text_code

T = TypeVar("T")
Coded = tuple[T, str]
"""Something that a claim says, and how that is encoded in its id."""

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


def coded_source(source: str) -> Coded[str]:
    """A cleaned name of a source, and its code."""
    return source, name_code(source)


def coded_date(date: PartialDate) -> Coded[PartialDate]:
    """A date, and its code."""
    return date, text_code(date.text)


def coded_answer(answer: Answer) -> Coded[Answer]:
    """An answer, and its code."""
    return answer, answer_code(answer)


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

    def claim(self, source: Coded[str], date: Coded[PartialDate], value: Coded[Answer]) -> Claim:
        """One more of these claims.

        Args:
            source: A cleaned name, and its code.
            date: The date said, and its code.
            value: An answer of the mould's kind, and its code.
        """
        subject, event, measure, proposition, choice, members, *others = self._shared
        position, place, window, accrual, stance, rendering = others
        made = object.__new__(Claim)
        _SOURCE(made, source[0])
        _DATE(made, date[0])
        _SUBJECT(made, subject)
        _EVENT(made, event)
        _MEASURE(made, measure)
        _PROPOSITION(made, proposition)
        _CHOICE(made, choice)
        _MEMBERS(made, members)
        _POSITION(made, position)
        _VALUE(made, value[0])
        _PLACE(made, place)
        _WINDOW(made, window)
        _ACCRUAL(made, accrual)
        _STANCE(made, stance)
        _RENDERING(made, rendering)
        _ID(made, claim_id(self._pieces, value[1], date[1], source[1]))
        return made
