"""Many claims that share all but source, date and answer, made without reading it again.

What a claim is made of is checked once, by :class:`Claim` itself; its mould then makes more of
the same kind from a source, a date and an answer that were read before.
"""

from __future__ import annotations

from operator import attrgetter
from typing import Any, TypeVar

from claimledger.answers import Answer
from claimledger.claims import Claim, Identified
from claimledger.dates import PartialDate
from claimledger.identity import answer_code, claim_id, name_code, text_code

T = TypeVar("T")
Coded = tuple[T, bytes]
"""Something that a claim says, and how that is encoded in its id."""

_SHARED = (
    *("subject", "event", "measure", "proposition", "choice", "members", "position"),
    *("place", "window", "accrual", "stance", "same_quantity_as"),
)
_shared_by = attrgetter(*_SHARED)


class _Open(Identified):
    """A claim that is being made: laid out as one, but its fields can be set."""

    __slots__ = vars(Claim)["__slots__"]


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

    __slots__ = ("_shared", "kind")

    def __init__(self, claim: Claim) -> None:
        self.kind = claim.kind
        self._shared = (*claim.pieces(), *_shared_by(claim))  # One value: it is nearer at hand.

    def claim(self, source: Coded[str], date: Coded[PartialDate], value: Coded[Answer]) -> Claim:
        """One more of these claims.

        Args:
            source: A cleaned name, and its code.
            date: The date said, and its code.
            value: An answer of the mould's kind, and its code.
        """
        made: Any = _Open()
        made.source, source_code = source
        made.date, date_code = date
        made.value, value_code = value
        (
            before,
            after,
            between,
            end,
            made.subject,
            made.event,
            made.measure,
            made.proposition,
            made.choice,
            made.members,
            made.position,
            made.place,
            made.window,
            made.accrual,
            made.stance,
            made.same_quantity_as,
        ) = self._shared
        made._id = claim_id(before, value_code, after, date_code, between, source_code, end)
        made.__class__ = Claim
        claim: Claim = made
        return claim
