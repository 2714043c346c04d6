"""What a claim can answer: a quantity, yes or no, an option, a set of names.

Each kind of question has its own kind of answer, and text is read by the kind. A quantity
is read by :mod:`claimledger.notation`.
"""

from __future__ import annotations

import enum
from decimal import Decimal

import attrs

from claimledger.canonical import Plain, clean, name_key
from claimledger.errors import InvalidRecordError, quoted
from claimledger.notation import format_quantity, parse_quantity
from claimledger.quantities import Quantity
from claimledger.sources import clean_name, name_set, one_of

KINDS = ("measure", "proposition", "choice", "members", "position")
"""What a claim can answer; each claim answers exactly one."""


class Stance(enum.StrEnum):
    """What the source does with the answer."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DECLINES = "declines"
    EXPECTS = "expects"


class Truth(enum.StrEnum):
    """The answer to a proposition."""

    YES = "yes"
    NO = "no"


def _begins_with_only(text: str) -> bool:
    return name_key(text).startswith("only ")


NOBODY = frozenset({"none", "nobody", "no one"})
"""What reads like a name and is none, as a key."""


@attrs.frozen
class Members:
    """The answer to "who belongs to it": names, open unless closed by "only".

    Attributes:
        names: The members named, without order.
        closed: True when nobody else belongs.

    >>> str(Members.parse("only France; Russia"))
    'only France; Russia'

    Raises:
        InvalidRecordError: if no name is given ("none" is no name), or names that could not
            be read back: with a ";" in them, or all beginning with "only" in an open set.
    """

    names: frozenset[str] = attrs.field(converter=name_set)
    closed: bool = False

    def __attrs_post_init__(self) -> None:
        if not self.names:
            raise InvalidRecordError("expected names separated by ';', not none at all")
        if self.keys <= NOBODY:
            raise InvalidRecordError(
                f"expected names; deny those that do not belong: {quoted(str(self))}"
            )
        if any(";" in name for name in self.names):
            raise InvalidRecordError(
                f"expected names without ';', not {quoted(sorted(self.names))}"
            )
        if not self.closed and all(map(_begins_with_only, self.names)):
            raise InvalidRecordError(
                f"expected a name that does not begin with 'only': {quoted(str(self))}"
            )

    @classmethod
    def parse(cls, text: str) -> Members:
        """Read names separated by ";", with "only" before them when nobody else belongs.

        Raises:
            InvalidRecordError: if no name is left.
        """
        cleaned = clean(text)
        closed = _begins_with_only(cleaned)
        body = cleaned[5:] if closed else cleaned
        names = [name for name in map(clean, body.split(";")) if name]
        if not names:
            raise InvalidRecordError(f"expected names separated by ';', not {quoted(text)}")
        return cls(frozenset(names), closed)

    def __str__(self) -> str:
        # A name that begins with "only" would close an open set, did it come first.
        ordered = sorted(self.names, key=lambda name: (_begins_with_only(name), name))
        return ("only " if self.closed else "") + "; ".join(ordered)

    def __repr__(self) -> str:
        return f"Members.parse({str(self)!r})"

    @property
    def keys(self) -> frozenset[str]:
        """The names without case."""
        return frozenset(map(name_key, self.names))


Answer = Quantity | Truth | Members | str


def parse_answer(kind: str, value: object) -> Answer:
    """The answer to a question of one of ``KINDS``, from text or a value of the right type.

    A figure may be an int or a Decimal, and a truth a bool.

    Raises:
        InvalidRecordError: for what is no answer to such a question.
        NotationError: for what is no quantity.
    """
    if kind == "measure":
        return value if isinstance(value, Quantity) else parse_quantity(_figure(value))
    if kind == "proposition":
        return _parse_truth(value)
    if kind == "members":
        return value if isinstance(value, Members) else Members.parse(_text(value))
    return clean_name(_text(value))


def _figure(value: object) -> str:
    if isinstance(value, Decimal) or type(value) is int:
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    if isinstance(value, str):
        return value
    raise InvalidRecordError(f"expected a figure as text, int or Decimal, not {quoted(value)}")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise InvalidRecordError(f"expected text, not {quoted(value)}")
    return value


def _parse_truth(value: object) -> Truth:
    if isinstance(value, Truth):
        return value
    if isinstance(value, bool):
        return Truth.YES if value else Truth.NO
    return Truth(one_of(str(value), ("yes", "no"), "answer to a proposition"))


def parse_stance(value: object) -> Stance:
    """A stance by its name; unstated it is an assertion.

    Raises:
        InvalidRecordError: naming the nearest known.
    """
    if isinstance(value, Stance):
        return value
    if value is None or value == "":
        return Stance.ASSERTS
    if value == Stance.ASSERTS:  # As most files have it.
        return Stance.ASSERTS
    return Stance(one_of(str(value), (member.value for member in Stance), "stance"))


def parse_rendering(value: object) -> Quantity | None:
    """A figure in another unit, or None when none is stated.

    Raises:
        InvalidRecordError: for another type than text or a number.
        NotationError: if it cannot be read.
    """
    if value is None or isinstance(value, Quantity):
        return value
    return None if value == "" else parse_quantity(_figure(value))


def answer_text(answer: Answer) -> str:
    """An answer as it is written in a file."""
    if isinstance(answer, Quantity):
        return format_quantity(answer)
    return answer.value if isinstance(answer, Truth) else str(answer)


def canonical_answer(answer: Answer | None) -> Plain:
    """What of an answer enters an id: the words of a figure, and names without case."""
    match answer:
        case None:
            return None
        case Quantity():
            numbers = [None if n is None else str(n) for n in (answer.low, answer.high)]
            return {"hedge": answer.hedge.value, "numbers": numbers, "unit": answer.unit}
        case Members():
            return {"members": sorted(answer.keys), "closed": answer.closed}
        case Truth():
            return answer.value
    return name_key(answer)
