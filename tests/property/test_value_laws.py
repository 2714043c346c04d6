"""Laws of values.

- The text of a quantity reads back as the same quantity.
- The core is not empty and lies within the support; the nominal figure lies in the support.
- The core does not depend on the policy; tight lies within standard, standard within wide.
- Counts read as closed ends at whole numbers, and nothing reads below 0.
- The support of "about" is that of the contract's formula, tried number by number.
- Equal quantities have equal texts, and different ones have different texts.
"""

from __future__ import annotations

import math
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from claimledger.intervals import Bound, Interval
from claimledger.notation import parse_quantity
from claimledger.quantities import TIGHT, WIDE, Hedge, Quantity, Reading
from tests.strategies import quantities, readings


@given(quantities())
def test_the_text_reads_back(quantity: Quantity) -> None:
    """parse(format(q)) == q."""
    assert parse_quantity(str(quantity)) == quantity


@given(quantities(), quantities())
def test_texts_differ_exactly_when_quantities_do(a: Quantity, b: Quantity) -> None:
    """No two quantities share a text."""
    assert (str(a) == str(b)) == (a == b)


@given(quantities(), readings)
def test_the_core_lies_within_the_support(quantity: Quantity, reading: Reading) -> None:
    """Both readings exist, as intervals are never empty, and the literal one is the narrower."""
    assert quantity.core(reading).is_within(quantity.support(reading))


@given(quantities(), readings)
def test_the_nominal_figure_lies_in_the_support(quantity: Quantity, reading: Reading) -> None:
    """The figure that was named is never excluded."""
    nominal = quantity.nominal
    assert nominal is None or quantity.support(reading).contains(nominal)


@given(quantities())
def test_wider_policies_only_widen(quantity: Quantity) -> None:
    """Tight within standard within wide, around one core."""
    assert quantity.support(TIGHT).is_within(quantity.support())
    assert quantity.support().is_within(quantity.support(WIDE))
    assert quantity.core(TIGHT) == quantity.core() == quantity.core(WIDE)


@given(quantities(units=(None,)), readings)
def test_counts_end_at_whole_numbers(quantity: Quantity, reading: Reading) -> None:
    """Finite ends are ints and closed; the low end is 0 or more."""
    for interval in (quantity.core(reading), quantity.support(reading)):
        assert isinstance(interval.low, int)
        assert interval.low >= 0
        assert not interval.low_open
        assert interval.high == math.inf or isinstance(interval.high, int)
        assert interval.high_open == (interval.high == math.inf)


@given(quantities(), readings)
def test_numbers_are_exact_and_not_negative(quantity: Quantity, reading: Reading) -> None:
    """No float but infinity, nothing below 0."""
    for interval in (quantity.core(reading), quantity.support(reading)):
        ends: tuple[Bound, Bound] = (interval.low, interval.high)
        assert all(end == math.inf or isinstance(end, int | Fraction) for end in ends)
        assert interval.low >= 0


@given(st.integers(1, 60), st.sampled_from([("standard", 10), ("wide", 20), ("tight", None)]))
def test_about_is_the_formula(number: int, policy: tuple[str, int | None]) -> None:
    """Each whole number lies in the support of "about" exactly when |n - x| <= h, or 1."""
    name, percent = policy
    half_place = Fraction(5) if number % 10 == 0 else Fraction(1, 2)
    width = Fraction(number, 20)
    if percent is not None:
        share = Fraction(number * percent, 100)
        width = min(max(half_place, share), Fraction(number, 4))
    width = max(width, Fraction(1))
    support = Quantity(Hedge.ABOUT, number).support(name)
    expected = [n for n in range(130) if abs(n - number) <= width]
    assert support == Interval(expected[0], expected[-1])
