"""Intervals: ends, algebra against plain sets and against portion, and text."""

from __future__ import annotations

import http
import math
import pickle
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import Any

import attrs
import portion
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimledger.errors import InvalidIntervalError, NotationError
from claimledger.intervals import (
    ANY,
    Interval,
    at_least,
    at_most,
    closed,
    common_range,
    exact,
    hull_of,
    less_than,
    more_than,
    point,
    to_decimal,
)
from tests.strategies import grid, intervals, numbers

# Quarters around the grid of halves: between two neighbours of the grid lies one quarter, so
# two intervals with ends on the grid are equal exactly when they hold the same quarters. The
# margin stands for all that lies beyond.
QUARTERS = tuple(Fraction(quarter, 4) for quarter in range(-16, 41))
ENDS = (None, 0, Fraction(1, 2), 1, 2)


def points_of(interval: Interval) -> frozenset[Fraction]:
    """The model: which quarters lie in it, by comparing with the two ends."""
    return frozenset(
        x
        for x in QUARTERS
        if (interval.low < x or (interval.low == x and not interval.low_open))
        and (x < interval.high or (x == interval.high and not interval.high_open))
    )


def all_intervals() -> list[Interval]:
    """Every interval with ends from a few."""
    found = []
    for low, high, low_open, high_open in product(ENDS, ENDS, (False, True), (False, True)):
        try:
            found.append(Interval(low, high, low_open, high_open))
        except InvalidIntervalError:
            continue
    return sorted(set(found), key=Interval.sort_key)


SAMPLE = all_intervals()


def as_portion(interval: Interval) -> Any:
    """The same interval as the oracle writes it."""
    make = {
        (False, False): portion.closed,
        (False, True): portion.closedopen,
        (True, False): portion.openclosed,
        (True, True): portion.open,
    }[interval.low_open, interval.high_open]
    low = -portion.inf if interval.low == -math.inf else interval.low
    high = portion.inf if interval.high == math.inf else interval.high
    return make(low, high)


class TestExact:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (3, 3),
            (Decimal("2.50"), Fraction(5, 2)),
            (Decimal("2E+2"), 200),
            (Fraction(6, 3), 2),
            (Fraction(1, 3), Fraction(1, 3)),
            (Decimal("-0"), 0),
        ],
    )
    def test_keeps_the_value(self, value: int | Decimal | Fraction, expected: object) -> None:
        """A whole number is an int, whatever it came as."""
        given = exact(value)
        assert given == expected
        assert type(given) is type(expected)

    @pytest.mark.parametrize(
        "value",
        [
            1.5,
            True,
            "3",
            None,
            math.inf,
            Decimal("NaN"),
            Decimal("Infinity"),
            Decimal("1E+999999"),
            Decimal("1E-999999"),
        ],
    )
    def test_refuses_what_is_not_exact(self, value: Any) -> None:
        """Floats, booleans, text, and decimals that are not finite or have no sane size."""
        with pytest.raises(InvalidIntervalError):
            exact(value)

    def test_other_kinds_of_int_are_plain_afterwards(self) -> None:
        """The number of an enumeration is the number."""
        assert type(exact(http.HTTPStatus.OK)) is int
        assert exact(http.HTTPStatus.OK) == 200


class TestToDecimal:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (7, "7"),
            (0, "0"),
            (200, "200"),
            (Fraction(5, 4), "1.25"),
            (Fraction(-1, 8), "-0.125"),
            (Fraction(1, 50), "0.02"),
            (Fraction(1, 3), None),
            (Fraction(1, 6), None),
        ],
    )
    def test_is_exact_or_none(self, value: int | Fraction, expected: str | None) -> None:
        """Only powers of two and five in the denominator come to an end."""
        assert to_decimal(value) == (None if expected is None else Decimal(expected))


class TestInterval:
    def test_none_and_inf_are_infinite_ends(self) -> None:
        """Both spellings make equal intervals, with open ends."""
        assert Interval(None, None) == Interval(-math.inf, math.inf)
        assert Interval(None, None).low_open
        assert Interval(None, None).high_open

    def test_decimals_are_exact(self) -> None:
        """A decimal end is the number that it shows."""
        assert Interval(Decimal("0.1"), Decimal("2E+1")) == Interval(Fraction(1, 10), 20)

    @pytest.mark.parametrize(
        "arguments",
        [
            (2, 1),
            (1, 1, True),
            (1, 1, False, True),
            (1, 1, True, True),
            (math.inf, None),
            (0, -math.inf),
            (0.5, 1),
            (0, 1.5),
            (math.nan, 1),
            (0, math.nan),
            (True, 2),
            ("0", 2),
        ],
    )
    def test_empty_or_inexact_is_refused(self, arguments: tuple[Any, ...]) -> None:
        """No empty interval exists, and no float end but infinity."""
        with pytest.raises(InvalidIntervalError):
            Interval(*arguments)

    def test_the_error_is_a_value_error(self) -> None:
        """The builtin that a caller expects is a base as well."""
        with pytest.raises(ValueError, match=r"no number lies in \[2, 1\]"):
            Interval(2, 1)

    def test_is_frozen_and_has_no_order(self) -> None:
        """Fields cannot be set, and < is not defined."""
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            ANY.low = 3  # type: ignore[misc]
        with pytest.raises(TypeError):
            sorted([ANY, point(1)])

    @pytest.mark.parametrize("interval", SAMPLE)
    def test_repr_is_code_and_pickles(self, interval: Interval) -> None:
        """Evaluating the repr, unpickling and parsing the text give an equal interval."""
        assert eval(repr(interval), {"Interval": Interval, "Fraction": Fraction}) == interval
        assert pickle.loads(pickle.dumps(interval)) == interval
        assert Interval.parse(str(interval)) == interval
        assert hash(Interval.parse(str(interval))) == hash(interval)

    @pytest.mark.parametrize(
        ("interval", "text"),
        [
            (closed(150, 250), "[150, 250]"),
            (more_than(30), "(30, inf)"),
            (less_than(Fraction(5, 2)), "[0, 2.5)"),
            (Interval(None, Fraction(1, 3), high_open=True), "(-inf, 1/3)"),
            (closed(Fraction(-1, 4), 10**6), "[-0.25, 1000000]"),
        ],
    )
    def test_text(self, interval: Interval, text: str) -> None:
        """Brackets for closed ends, decimals where they end."""
        assert str(interval) == text

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "[1, 2",
            "[1 2]",
            "1, 2",
            "[1, 2] ",
            "[a, 2]",
            "[1e3, 2e3]",
            "[1/0, 2]",
            "[.5, 2]",
            "[٣, 4]",
            "[nan, 2]",
            "[" + "1" * 10**6 + ", 2]",
        ],
    )
    def test_other_text_is_refused(self, text: str) -> None:
        """The whole text is shown as the fault."""
        with pytest.raises(NotationError) as caught:
            Interval.parse(text)
        assert (caught.value.start, caught.value.end) == (0, len(text))

    @pytest.mark.parametrize("text", ["[2, 1]", "(inf, 3]", "[1, -inf)", "(1, 1]"])
    def test_empty_text_is_refused(self, text: str) -> None:
        """What is well written but holds no number is no interval either."""
        with pytest.raises(InvalidIntervalError):
            Interval.parse(text)

    @given(intervals())
    def test_parse_reads_what_str_writes(self, interval: Interval) -> None:
        """parse(str(i)) == i."""
        assert Interval.parse(str(interval)) == interval


class TestAlgebraAgainstSets:
    """Every pair of a small sample, against sets of quarters."""

    @pytest.mark.parametrize("a", SAMPLE, ids=str)
    def test_pairs(self, a: Interval) -> None:
        """Predicates, intersection and hull agree with the model."""
        inside = points_of(a)
        for b in SAMPLE:
            other = points_of(b)
            common = a.intersection(b)
            assert a.overlaps(b) == bool(inside & other)
            assert a.is_within(b) == (inside <= other)
            assert a.precedes(b) == all(x < y for x in inside for y in other)
            assert (frozenset() if common is None else points_of(common)) == inside & other
            union = inside | other
            assert points_of(a.hull(b)) == {x for x in QUARTERS if min(union) <= x <= max(union)}

    @pytest.mark.parametrize("interval", SAMPLE, ids=str)
    def test_contains(self, interval: Interval) -> None:
        """A number is contained exactly when the model has it."""
        assert {x for x in QUARTERS if interval.contains(x)} == points_of(interval)

    @pytest.mark.parametrize("interval", SAMPLE, ids=str)
    def test_whole(self, interval: Interval) -> None:
        """The whole numbers inside are those of the model."""
        whole = interval.whole()
        expected = {x for x in points_of(interval) if x.denominator == 1}
        found = set() if whole is None else {x for x in points_of(whole) if x.denominator == 1}
        assert found == expected
        if whole is not None:
            assert not (whole.low_open and whole.low != -math.inf)
            assert not (whole.high_open and whole.high != math.inf)
            assert type(whole.low) in {int, float}

    @given(st.lists(intervals(grid), max_size=6))
    def test_common_range(self, drawn: list[Interval]) -> None:
        """The common range holds what all hold; nothing is common to none."""
        found = common_range(drawn)
        if not drawn:
            assert found is None
            return
        expected = frozenset.intersection(*map(points_of, drawn))
        assert (frozenset() if found is None else points_of(found)) == expected


class TestAlgebraAgainstPortion:
    """The oracle, on numbers of any size."""

    @given(intervals(), intervals())
    def test_pairs(self, a: Interval, b: Interval) -> None:
        """Predicates, intersection and hull agree with the oracle."""
        p, q = as_portion(a), as_portion(b)
        common = a.intersection(b)
        assert a.overlaps(b) == (not (p & q).empty)
        assert a.is_within(b) == (p in q)
        assert a.precedes(b) == (p < q)
        assert (portion.empty() if common is None else as_portion(common)) == p & q
        assert as_portion(a.hull(b)) == (p | q).enclosure

    @given(intervals(), numbers)
    def test_contains(self, interval: Interval, number: int | Fraction) -> None:
        """Membership agrees with the oracle."""
        assert interval.contains(number) == (number in as_portion(interval))


class TestHullOf:
    """The smallest interval that holds several."""

    @given(st.lists(intervals(), min_size=1, max_size=5))
    def test_it_is_that_of_one_after_the_other(self, several: list[Interval]) -> None:
        """Open and closed ends at one number included."""
        assert hull_of(several) == reduce(Interval.hull, several)

    def test_open_ends(self) -> None:
        """An end is open where all that reach it leave it out."""
        assert hull_of([less_than(5), Interval(1, 5, high_open=True)]) == less_than(5)
        assert hull_of([less_than(5), closed(1, 5)]) == closed(0, 5)
        assert hull_of([more_than(5), at_least(5)]) == at_least(5)


class TestScaled:
    @pytest.mark.parametrize(
        ("interval", "factor", "expected"),
        [
            (closed(2, 3), Fraction(1, 2), closed(1, Fraction(3, 2))),
            (more_than(30), 1000, more_than(30_000)),
            (less_than(3), Decimal("2.5"), less_than(Fraction(15, 2))),
            (Interval(None, None), 10**400, Interval(None, None)),
            (Interval(None, -1), 2, Interval(None, -2)),
        ],
    )
    def test_scales_both_ends(
        self, interval: Interval, factor: int | Fraction | Decimal, expected: Interval
    ) -> None:
        """Finite ends are multiplied and stay open or closed; infinite ones stay."""
        assert interval.scaled(factor) == expected

    @pytest.mark.parametrize("factor", [0, -1, Fraction(-1, 2), 1.5])
    def test_other_factors_are_refused(self, factor: Any) -> None:
        """Zero, negative and inexact factors."""
        with pytest.raises(InvalidIntervalError):
            ANY.scaled(factor)


class TestConstructors:
    def test_ends(self) -> None:
        """Each makes what its name says; those from below begin at 0."""
        assert closed(1, 2) == Interval(1, 2)
        assert at_least(3) == Interval(3, None)
        assert at_most(3) == Interval(0, 3)
        assert more_than(3) == Interval(3, None, low_open=True)
        assert less_than(3) == Interval(0, 3, high_open=True)
        assert point(3) == Interval(3, 3)
        assert Interval(0, None) == ANY


class TestSortKey:
    @given(intervals(grid), intervals(grid))
    def test_is_equal_for_equal_intervals_alone(self, a: Interval, b: Interval) -> None:
        """The key is as fine as equality."""
        assert (a.sort_key() == b.sort_key()) == (a == b)

    def test_orders_by_the_lower_end_first(self) -> None:
        """A closed lower end comes before an open one, an open upper end before a closed one."""
        shuffled = [more_than(1), closed(1, 2), closed(0, 5), Interval(1, 2, high_open=True)]
        assert sorted(shuffled, key=Interval.sort_key) == [
            closed(0, 5),
            Interval(1, 2, high_open=True),
            closed(1, 2),
            more_than(1),
        ]
