"""What the property tests draw: related values, built without the code that they test.

Expectations are never computed here. Numbers and ends come from small pools as well as from
wide ranges, so that drawn values often share an end or a figure.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from claimledger.intervals import Interval
from claimledger.quantities import Hedge, Quantity, Reading

UNITS = ("km2", "square miles", "km", "years", "%", "USD")
"""Canonical names of units, of several dimensions."""

ONE_NUMBER = (
    Hedge.BARE,
    Hedge.EXACTLY,
    Hedge.ABOUT,
    Hedge.NEARLY,
    Hedge.MORE_THAN,
    Hedge.AT_LEAST,
    Hedge.FEWER_THAN,
    Hedge.AT_MOST,
    Hedge.UP_TO,
)
SMALL_WORDS = (Hedge.COUPLE, Hedge.FEW, Hedge.SEVERAL)
PLURALS = (Hedge.TENS, Hedge.DOZENS, Hedge.SCORES, Hedge.HUNDREDS, Hedge.THOUSANDS)
WITHOUT_NUMBER = (Hedge.NONE, Hedge.SOME, Hedge.UNKNOWN)
ZERO_IS_REFUSED = (Hedge.ABOUT, Hedge.NEARLY, Hedge.FEWER_THAN)

numbers = st.one_of(
    st.integers(-3, 12),
    st.integers(-(10**20), 10**20),
    st.fractions(-100, 100, max_denominator=12),
)
"""Exact numbers of any sign."""

grid = st.integers(-4, 12).map(lambda halves: Fraction(halves, 2))
"""The halves from -2 to 6."""


@st.composite
def intervals(draw: st.DrawFn, ends: st.SearchStrategy[int | Fraction] = numbers) -> Interval:
    """Intervals with open, closed and infinite ends."""
    low, high = sorted((draw(ends), draw(ends)))
    if low == high:
        low_open = high_open = False
    else:
        low_open, high_open = draw(st.booleans()), draw(st.booleans())
    shape = draw(st.sampled_from(("both", "both", "low", "high", "neither")))
    return Interval(
        low if shape in {"both", "low"} else None,
        high if shape in {"both", "high"} else None,
        low_open,
        high_open,
    )


def _decimal(digits: int, exponent: int) -> Decimal:
    return Decimal(f"{digits}E{exponent}")


whole_figures = st.one_of(
    st.integers(1, 130),
    st.builds(lambda digits, power: digits * 10**power, st.integers(1, 999), st.integers(0, 14)),
    st.integers(1, 10**18 - 1),
    # Significant zeros, as in "2.0 million".
    st.builds(_decimal, st.integers(1, 999).map(lambda n: n * 10), st.integers(1, 11)),
)
"""Whole numbers above 0."""

figures = st.one_of(
    whole_figures,
    st.builds(_decimal, st.integers(1, 99_999), st.integers(-12, -1)),
    st.builds(_decimal, st.integers(1, 10**18), st.integers(-12, -1)),
)
"""Numbers above 0, whole or not."""

SMALL_MULTIPLIERS = (None, 10, 12, 20, *(10**power for power in range(2, 13)))
PLURAL_MULTIPLIERS = (None, 10**3, 10**6, 10**9)


@st.composite
def quantities(draw: st.DrawFn, *, units: tuple[str | None, ...] = (None, *UNITS)) -> Quantity:
    """Quantities with every hedge, counts and continuous."""
    unit = draw(st.sampled_from(units))
    hedge = draw(st.sampled_from(Hedge))
    above_zero = whole_figures if unit is None else figures
    if hedge in SMALL_WORDS:
        return Quantity(hedge, draw(st.sampled_from(SMALL_MULTIPLIERS)), unit=unit)
    if hedge in PLURALS:
        return Quantity(hedge, draw(st.sampled_from(PLURAL_MULTIPLIERS)), unit=unit)
    if hedge in WITHOUT_NUMBER:
        return Quantity(hedge, unit=unit)
    number = above_zero if hedge in ZERO_IS_REFUSED else st.one_of(above_zero, st.just(0))
    if hedge is Hedge.RANGE or (hedge is Hedge.ABOUT and draw(st.booleans())):
        low, high = sorted((draw(st.one_of(above_zero, st.just(0))), draw(above_zero)))
        return Quantity(hedge, low, high, unit)
    return Quantity(hedge, draw(number), unit=unit)


readings = st.sampled_from([Reading.of(name) for name in ("standard", "wide", "tight")])
"""The three policies."""
