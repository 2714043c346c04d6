"""Quantities: what was said of a number, and the two intervals that it is read as.

A :class:`Quantity` keeps the meaning of the words (hedge, digits, unit) and never a width.
The literal reading (``core``) and the tolerant one (``support``) are derived by a
:class:`Reading` when claims are compared, so that tuning the policy changes no identity.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

import attrs

from claimledger.errors import InvalidRecordError, quoted
from claimledger.figures import canonical_figure, format_figure, place_value, scaled_figure
from claimledger.intervals import (
    ANY,
    Interval,
    Number,
    at_least,
    at_most,
    closed,
    exact,
    less_than,
    more_than,
    point,
)
from claimledger.readings import CORE_SHARE, STANDARD, TIGHT, WIDE, Reading, reading_named

__all__ = [
    "STANDARD",
    "TIGHT",
    "WIDE",
    "Hedge",
    "Quantity",
    "Reading",
    "format_quantity",
    "reading_named",
]


class Hedge(enum.Enum):
    """How a number was qualified; the value is the canonical wording, and enters ids."""

    BARE = ""
    EXACTLY = "exactly"
    ABOUT = "about"
    NEARLY = "nearly"
    MORE_THAN = "more than"
    AT_LEAST = "at least"
    FEWER_THAN = "fewer than"
    AT_MOST = "at most"
    UP_TO = "up to"
    RANGE = "to"
    COUPLE = "a couple"
    FEW = "a few"
    SEVERAL = "several"
    TENS = "tens"
    DOZENS = "dozens"
    SCORES = "scores"
    HUNDREDS = "hundreds"
    THOUSANDS = "thousands"
    NONE = "none"
    SOME = "some"
    UNKNOWN = "unknown"


# Words that stand for a vague number of ones, dozens, hundreds: core and support of one.
VAGUE: Mapping[Hedge, tuple[Interval, Interval]] = MappingProxyType(
    {
        Hedge.COUPLE: (point(2), closed(2, 3)),
        Hedge.FEW: (closed(3, 5), at_least(2)),
        Hedge.SEVERAL: (closed(3, 9), at_least(2)),
        Hedge.TENS: (closed(20, 99), at_least(10)),
        Hedge.DOZENS: (closed(24, 99), at_least(12)),
        Hedge.SCORES: (closed(40, 199), at_least(20)),
        Hedge.HUNDREDS: (closed(200, 999), at_least(100)),
        Hedge.THOUSANDS: (closed(2000, 9999), at_least(1000)),
    }
)

_WORDLESS: Mapping[Hedge, Interval] = MappingProxyType(
    {Hedge.NONE: point(0), Hedge.SOME: at_least(1), Hedge.UNKNOWN: ANY}
)

_SMALL = frozenset({Hedge.COUPLE, Hedge.FEW, Hedge.SEVERAL})

SMALL_TIMES: Mapping[int, str] = MappingProxyType(
    {
        10: "tens",
        12: "dozen",
        20: "score",
        10**2: "hundred",
        10**3: "thousand",
        10**4: "tens of thousands",
        10**5: "hundred thousand",
        10**6: "million",
        10**7: "tens of millions",
        10**8: "hundred million",
        10**9: "billion",
        10**10: "tens of billions",
        10**11: "hundred billion",
        10**12: "trillion",
    }
)
"""What "a couple", "a few" and "several" may count, and the word for it."""

PLURAL_TIMES: Mapping[int, str] = MappingProxyType(
    {10**3: "thousands", 10**6: "millions", 10**9: "billions"}
)
"""What "tens", "hundreds" and the like may count, and the word for it."""

MANY_THOUSANDS: Mapping[int, str] = MappingProxyType(
    {10**3: "millions", 10**6: "billions", 10**9: "trillions"}
)
"""The word for so many thousands, in their thousands."""


def _number(value: int | Decimal | Fraction | None) -> Decimal | None:
    return None if value is None else canonical_figure(value)


def _as_said(value: Decimal | None) -> object:
    return None if value is None else value.as_tuple()


@attrs.frozen(repr=False, cache_hash=True)
class Quantity:
    """A number as it was said: hedge, digits and unit.

    >>> about = Quantity(Hedge.ABOUT, 200)
    >>> print(about, about.core(), about.support())
    about 200 [190, 210] [150, 250]

    Equality is of what was said, digits included: 2 million and 2.0 million differ.

    Args:
        hedge: How the number was qualified. A bare or exact 0 becomes ``NONE``.
        low: The number, or the lower end of a range; for "several", "tens" and the like
            an optional multiplier, such as 100 in "several hundred".
        high: The upper end, of ``RANGE`` and ``ABOUT`` alone ("about 10 to 15").
        unit: The canonical name of a unit, or None for a count.

    Raises:
        InvalidRecordError: If the parts do not go together, or nothing could be meant by
            them: "about 0", "fewer than 0", two and a half people.
    """

    hedge: Hedge
    low: Decimal | None = attrs.field(default=None, converter=_number, eq=_as_said)
    high: Decimal | None = attrs.field(default=None, converter=_number, eq=_as_said)
    unit: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.hedge in VAGUE and self.low is not None:
            times = None if self.low == 1 else canonical_figure(exact(self.low))
            object.__setattr__(self, "low", times)
        if self.hedge in {Hedge.BARE, Hedge.EXACTLY} and self.low == 0 and self.high is None:
            object.__setattr__(self, "hedge", Hedge.NONE)
            object.__setattr__(self, "low", None)
        _check_shape(self)
        _check_meaning(self)

    def __repr__(self) -> str:
        parts = [f"Hedge.{self.hedge.name}"]
        for name in ("low", "high", "unit"):
            value = getattr(self, name)
            if value is not None:
                parts.append(f"{name}={value!r}")
        return f"Quantity({', '.join(parts)})"

    def __str__(self) -> str:
        return format_quantity(self)

    @property
    def is_count(self) -> bool:
        """Whether it counts whole things."""
        return self.unit is None

    @property
    def is_vacuous(self) -> bool:
        """Whether it says nothing of the number."""
        return self.hedge is Hedge.UNKNOWN

    @property
    def nominal(self) -> Number | None:
        """The one figure that was named, or None for ranges and vague words."""
        if self.hedge is Hedge.NONE:
            return 0
        if self.hedge is Hedge.COUPLE:
            return 2 * exact(self.low or 1)
        if self.low is None or self.high is not None or self.hedge in VAGUE:
            return None
        return exact(self.low)

    def core(self, reading: str | Reading = STANDARD) -> Interval:
        """The literal reading."""
        Reading.of(reading)
        return _core(self)

    def support(self, reading: str | Reading = STANDARD) -> Interval:
        """The tolerant reading, in which the literal one lies."""
        return _support(self, Reading.of(reading))


def _check_shape(quantity: Quantity) -> None:
    hedge, low, high = quantity.hedge, quantity.low, quantity.high
    if not isinstance(hedge, Hedge):
        raise InvalidRecordError(f"{quoted(hedge)} is not a hedge")
    if quantity.unit is not None and not quantity.unit.strip():
        raise InvalidRecordError("an empty unit: expected the name of one, or None")
    if high is not None and (hedge not in {Hedge.RANGE, Hedge.ABOUT} or low is None or low > high):
        raise InvalidRecordError(f"{hedge.name} {low} to {high}: expected a range, lower end first")
    if hedge in VAGUE:
        times = SMALL_TIMES if hedge in _SMALL else PLURAL_TIMES
        if low is not None and low not in times:
            raise InvalidRecordError(f"{hedge.value!r} of {low}: expected a round multiplier")
    elif hedge in _WORDLESS:
        if low is not None:
            raise InvalidRecordError(f"{hedge.value!r} takes no number")
    elif low is None or (hedge is Hedge.RANGE and high is None):
        needed = "two numbers" if hedge is Hedge.RANGE else "a number"
        raise InvalidRecordError(f"{hedge.name} needs {needed}")


def _check_meaning(quantity: Quantity) -> None:
    low, high = quantity.low, quantity.high
    top = low if high is None else high
    if top == 0 and quantity.hedge in {Hedge.ABOUT, Hedge.NEARLY, Hedge.FEWER_THAN}:
        raise InvalidRecordError(
            f"'{quantity.hedge.value} 0' names no number: expected 'none' or 'at most' a number"
        )
    if quantity.unit is not None:
        return
    for number in (low, high):
        if number is not None and int(number) != number:
            raise InvalidRecordError(
                f"{number} cannot be counted: expected a whole number, or a unit after it"
            )


def _figure(number: Decimal | None) -> Fraction:
    return Fraction(number or 0)


def _fixed(quantity: Quantity) -> tuple[Interval, Interval] | None:
    """Core and support where no policy has a say, ends still open; or None."""
    hedge = quantity.hedge
    if hedge in _WORDLESS:
        return _WORDLESS[hedge], _WORDLESS[hedge]
    if hedge in VAGUE:
        times = exact(quantity.low or 1)
        core, support = VAGUE[hedge]
        return core.scaled(times), support.scaled(times)
    low, high = _figure(quantity.low), _figure(quantity.high)
    if hedge is Hedge.RANGE:
        return closed(low, high), closed(low, high)
    if hedge in _BOUNDS:
        literal, tolerant = _BOUNDS[hedge]
        return literal(low), tolerant(low)
    return None


_BOUNDS: Mapping[Hedge, tuple[Callable[[Fraction], Interval], Callable[[Fraction], Interval]]] = (
    MappingProxyType(
        {
            Hedge.EXACTLY: (point, point),
            Hedge.MORE_THAN: (more_than, at_least),
            Hedge.AT_LEAST: (at_least, at_least),
            Hedge.FEWER_THAN: (less_than, at_most),
            Hedge.AT_MOST: (at_most, at_most),
            Hedge.UP_TO: (at_most, lambda _: ANY),
        }
    )
)


@lru_cache(maxsize=1 << 16)
def _core(quantity: Quantity) -> Interval:
    fixed = _fixed(quantity)
    low = _figure(quantity.low)
    if fixed is not None:
        core = fixed[0]
    elif quantity.hedge is Hedge.NEARLY:
        core = Interval(low - low * CORE_SHARE, low, high_open=True)
    elif quantity.hedge is Hedge.BARE:
        core = point(low)
    elif quantity.high is None:
        core = closed(low - low * CORE_SHARE, low + low * CORE_SHARE)
    else:
        core = closed(low, _figure(quantity.high))
    if quantity.unit is not None:
        return core
    # Only [x - 5 %, x) can be without a whole number.
    return core.whole() or point(low - 1)


@lru_cache(maxsize=1 << 16)
def _support(quantity: Quantity, reading: Reading) -> Interval:
    fixed = _fixed(quantity)
    if fixed is not None:
        support = fixed[1]
    else:
        low, high = quantity.low or Decimal(0), quantity.high
        below = _spread(quantity, low, reading)
        above = below if high is None else _spread(quantity, high, reading)
        if quantity.hedge is Hedge.NEARLY:
            above = Fraction(0)
        top = _figure(low if high is None else high)
        support = closed(max(_figure(low) - below, Fraction(0)), top + above)
    if quantity.unit is not None:
        return support
    # The core lies within it and holds a whole number.
    return support.whole() or _core(quantity)


def _spread(quantity: Quantity, number: Decimal, reading: Reading) -> Fraction:
    """How far the tolerant reading goes from a number that is bare, "about" or "nearly"."""
    figure, place = Fraction(number), place_value(number)
    is_count = quantity.unit is None
    if quantity.hedge is Hedge.BARE:
        return Fraction(0) if is_count and place < 10 else reading.rounding(figure, place)
    tolerance = reading.tolerance(figure, place)
    return max(tolerance, Fraction(1)) if is_count else tolerance


@lru_cache(maxsize=1 << 16)
def format_quantity(quantity: Quantity) -> str:
    """The shortest natural wording in the notation, which reads back as the same quantity.

    >>> format_quantity(Quantity(Hedge.SEVERAL, 100))
    'several hundred'
    >>> format_quantity(Quantity(Hedge.RANGE, 10, 15, unit="km2"))
    '10 to 15 km2'
    """
    if quantity.low is None or quantity.hedge in VAGUE:
        return _format_words(quantity)
    hedge = quantity.hedge
    number = format_figure(quantity.low)
    if quantity.high is not None:
        number = _format_range(quantity.low, quantity.high)
    word = "" if hedge is Hedge.RANGE else hedge.value
    if hedge is Hedge.FEWER_THAN and quantity.unit is not None:
        word = "less than"
    return " ".join(filter(None, (word, number, quantity.unit)))


def _format_words(quantity: Quantity) -> str:
    hedge, unit = quantity.hedge, quantity.unit
    words = hedge.value
    if quantity.low is not None:
        words = _format_multiple(hedge, int(quantity.low))
    if unit is None:
        return words
    if hedge is Hedge.NONE:
        return f"0 {unit}"
    joint = " of " if words.endswith("s") or words == Hedge.COUPLE.value else " "
    return f"{words}{joint}{unit}"


def _format_multiple(hedge: Hedge, times: int) -> str:
    if hedge is Hedge.THOUSANDS:
        return MANY_THOUSANDS[times]
    if hedge not in _SMALL:
        return f"{hedge.value} of {PLURAL_TIMES[times]}"
    joint = " of " if hedge is Hedge.COUPLE else " "
    return f"{hedge.value}{joint}{SMALL_TIMES[times]}"


def _format_range(low: Decimal, high: Decimal) -> str:
    """Both ends, so that a scale word on the right cannot be taken for the left as well."""
    left, right = format_figure(low), format_figure(high)
    if low and " " in right and " " not in left:
        right = f"{high:,f}"
        if high.as_tuple().digits[-1] == 0:
            right = format_figure(high)
            left = scaled_figure(low, least=2)
    return f"{left} to {right}"
