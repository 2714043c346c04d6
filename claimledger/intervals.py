"""One convex interval of exact numbers, with open and closed ends, and its algebra.

An :class:`Interval` is never empty and never a union: Helly's theorem, on which the
verdicts rest, needs convexity. Ends are ``int`` or ``Fraction``; ``math.inf`` stands for
an infinite end and for nothing else.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

import attrs

from claimledger.errors import InvalidIntervalError, NotationError, quoted

Number: TypeAlias = int | Fraction
"""An exact number."""

Bound: TypeAlias = int | Fraction | float
"""An exact number, or ``math.inf`` with either sign."""

_MAX_EXPONENT = 1000


def exact(value: int | Decimal | Fraction) -> Number:
    """The number as an ``int`` where it is whole, else as a ``Fraction``.

    >>> exact(Decimal("2.50")), exact(Fraction(6, 3))
    (Fraction(5, 2), 2)

    Raises:
        InvalidIntervalError: For floats and booleans, for what is not finite, and for
            decimals beyond a thousand places on either side of the point.
    """
    if type(value) is int:
        return value
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise InvalidIntervalError(
            f"{quoted(value)} is not exact: expected int, Decimal or Fraction"
        )
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Decimal):
        _check_size(value)
        whole = int(value)
        return whole if whole == value else Fraction(value)
    return value.numerator if value.denominator == 1 else value


def _check_size(value: Decimal) -> None:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise InvalidIntervalError(f"{quoted(value)} is not finite: expected a number")
    if max(-exponent, value.adjusted()) > _MAX_EXPONENT:
        raise InvalidIntervalError(f"a number beyond {_MAX_EXPONENT} places: expected fewer")


def to_decimal(value: Number) -> Decimal | None:
    """The number as a decimal with no more digits than it needs, or None if it has no end.

    >>> to_decimal(Fraction(5, 4)), to_decimal(Fraction(1, 3))
    (Decimal('1.25'), None)
    """
    denominator = value.denominator
    twos = (denominator & -denominator).bit_length() - 1
    rest, fives = denominator >> twos, 0
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    scaled = value.numerator * 10**places // denominator
    digits = tuple(int(digit) for digit in str(abs(scaled)))
    return Decimal((int(scaled < 0), digits, -places))


def _end(value: Bound | Decimal | None, infinite: float) -> Bound:
    if type(value) is int:
        return value
    if value is None or (isinstance(value, float) and value == infinite):
        return infinite
    if isinstance(value, float):
        raise InvalidIntervalError(
            f"{quoted(value)} cannot be an end here: expected an exact number or {infinite}"
        )
    return exact(value)


def _low_end(value: Bound | Decimal | None) -> Bound:
    return _end(value, -math.inf)


def _high_end(value: Bound | Decimal | None) -> Bound:
    return _end(value, math.inf)


@attrs.frozen(repr=False)
class Interval:
    """All numbers from ``low`` to ``high``; an end that is open is not among them.

    >>> Interval(150, 250).overlaps(Interval(250, None))
    True
    >>> print(Interval(30, None, low_open=True))
    (30, inf)

    Args:
        low: The lower end; None for minus infinity.
        high: The upper end; None for infinity.
        low_open: Whether the lower end is left out. Infinite ends always are.
        high_open: Whether the upper end is left out.

    Raises:
        InvalidIntervalError: If no number lies between the ends, or an end is not exact.
    """

    low: Bound = attrs.field(converter=_low_end)
    high: Bound = attrs.field(converter=_high_end)
    low_open: bool = attrs.field(default=False, converter=bool)
    high_open: bool = attrs.field(default=False, converter=bool)

    def __attrs_post_init__(self) -> None:
        if self.low == -math.inf:
            object.__setattr__(self, "low_open", True)
        if self.high == math.inf:
            object.__setattr__(self, "high_open", True)
        is_point = self.low == self.high and not (self.low_open or self.high_open)
        if not (self.low < self.high or is_point):
            raise InvalidIntervalError(f"no number lies in {self}")

    def __repr__(self) -> str:
        parts = [_code(self.low), _code(self.high)]
        if self.low_open and self.low != -math.inf:
            parts.append("low_open=True")
        if self.high_open and self.high != math.inf:
            parts.append("high_open=True")
        return f"Interval({', '.join(parts)})"

    def __str__(self) -> str:
        left, right = "[("[self.low_open], "])"[self.high_open]
        return f"{left}{_shown(self.low)}, {_shown(self.high)}{right}"

    @classmethod
    def parse(cls, text: str) -> Interval:
        """Read what ``str`` writes.

        >>> Interval.parse("(0.5, inf)")
        Interval(Fraction(1, 2), None, low_open=True)

        Raises:
            NotationError: If the text is anything else.
            InvalidIntervalError: If no number lies between its ends.
        """
        match = _WRITTEN.fullmatch(text) if len(text) <= _MAX_TEXT else None
        if match is None:
            raise NotationError(text, 0, len(text), "an interval such as '[150, 250)'")
        low, high = _read_end(match["low"]), _read_end(match["high"])
        return cls(low, high, match["left"] == "(", match["right"] == ")")

    @property
    def _left(self) -> tuple[Bound, bool]:
        return self.low, self.low_open

    @property
    def _right(self) -> tuple[Bound, bool]:
        return self.high, not self.high_open

    def precedes(self, other: Interval) -> bool:
        """Whether every point lies below every point of the other."""
        if self.high == other.low:
            return self.high_open or other.low_open
        return self.high < other.low

    def overlaps(self, other: Interval) -> bool:
        """Whether the two share a point."""
        return not (self.precedes(other) or other.precedes(self))

    def contains(self, number: int | Decimal | Fraction) -> bool:
        """Whether the number is one of the points."""
        return point(number).is_within(self)

    def is_within(self, other: Interval) -> bool:
        """Whether every point is also a point of the other."""
        return self._left >= other._left and self._right <= other._right

    def intersection(self, other: Interval) -> Interval | None:
        """The points of both, or None if there are none."""
        if not self.overlaps(other):
            return None
        return _between(max(self._left, other._left), min(self._right, other._right))

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that holds both."""
        return _between(min(self._left, other._left), max(self._right, other._right))

    def scaled(self, factor: int | Decimal | Fraction) -> Interval:
        """Every point times a factor above 0.

        >>> closed(2, 3).scaled(Fraction(1, 2))
        Interval(1, Fraction(3, 2))

        Raises:
            InvalidIntervalError: If the factor is 0 or below.
        """
        times = exact(factor)
        if times <= 0:
            raise InvalidIntervalError(f"cannot scale by {times}: expected a factor above 0")
        return attrs.evolve(self, low=_times(self.low, times), high=_times(self.high, times))

    def whole(self) -> Interval | None:
        """The whole numbers inside, from the least to the greatest, or None if there are none.

        >>> more_than(30).whole(), Interval(Fraction(19, 2), 10, high_open=True).whole()
        (Interval(31, None), None)
        """
        low, high = self.low, self.high
        if not isinstance(low, float):
            low = math.floor(low) + 1 if self.low_open else math.ceil(low)
        if not isinstance(high, float):
            high = math.ceil(high) - 1 if self.high_open else math.floor(high)
        return Interval(low, high) if low <= high else None

    def sort_key(self) -> tuple[Bound, bool, Bound, bool]:
        """Order by the lower end, then by the upper; equal for equal intervals alone."""
        return (*self._left, *self._right)


def closed(low: int | Decimal | Fraction, high: int | Decimal | Fraction) -> Interval:
    """From ``low`` to ``high``, both included."""
    return Interval(low, high)


def at_least(low: int | Decimal | Fraction) -> Interval:
    """``low`` and all above it."""
    return Interval(low, None)


def at_most(high: int | Decimal | Fraction) -> Interval:
    """From 0 to ``high``, both included."""
    return Interval(0, high)


def more_than(low: int | Decimal | Fraction) -> Interval:
    """All above ``low``."""
    return Interval(low, None, low_open=True)


def less_than(high: int | Decimal | Fraction) -> Interval:
    """From 0 to ``high``, which is left out."""
    return Interval(0, high, high_open=True)


def point(value: int | Decimal | Fraction) -> Interval:
    """One number alone."""
    return Interval(value, value)


ANY = Interval(0, None)
"""Zero and all above it."""


def common_range(intervals: Iterable[Interval]) -> Interval | None:
    """The points that all the intervals share, or None if there are none.

    None as well when no interval is given: what nobody said has no range.

    >>> common_range([closed(1, 5), more_than(2), at_most(4)])
    Interval(2, 4, low_open=True)
    """
    some = list(intervals)
    if not some:
        return None
    left = max([(one.low, one.low_open) for one in some])
    right = min([(one.high, not one.high_open) for one in some])
    if left[0] > right[0] or (left[0] == right[0] and (left[1] or not right[1])):
        return None
    return _one_between(some, left, right)


def hull_of(intervals: Iterable[Interval]) -> Interval | None:
    """The smallest interval that holds all the intervals, or None if none is given.

    >>> hull_of([closed(1, 2), more_than(4)])
    Interval(1, None)
    """
    some = list(intervals)
    if not some:
        return None
    first = some[0]
    if all(one is first for one in some):
        return first
    left = min([(one.low, one.low_open) for one in some])
    return _one_between(some, left, max([(one.high, not one.high_open) for one in some]))


def _one_between(
    some: Iterable[Interval], left: tuple[Bound, bool], right: tuple[Bound, bool]
) -> Interval:
    """The interval between two ends: where it is one of some, that one."""
    for one in some:
        if one.low == left[0] and one._left == left and one._right == right:
            return one
    return _between(left, right)


def _between(left: tuple[Bound, bool], right: tuple[Bound, bool]) -> Interval:
    return Interval(left[0], right[0], left[1], not right[1])


def _times(end: Bound, factor: Number) -> Bound:
    return end if isinstance(end, float) else end * factor


def _code(end: Bound) -> str:
    return "None" if isinstance(end, float) else repr(end)


def _shown(end: Bound) -> str:
    if isinstance(end, float):
        return str(end)
    decimal = to_decimal(end)
    return str(end) if decimal is None else f"{decimal:f}"


_MAX_TEXT = 5000
_NUMBER = r"-?inf|-?[0-9]{1,2000}(?:\.[0-9]{1,2000}|/0*[1-9][0-9]{0,2000})?"
_WRITTEN = re.compile(
    rf"(?P<left>[\[(])\s*(?P<low>{_NUMBER})\s*,\s*(?P<high>{_NUMBER})\s*(?P<right>[\])])"
)


def _read_end(text: str) -> Bound:
    return float(text) if text.endswith("inf") else Fraction(text)
