"""Quantities: section 2 of the contract, row by row, and what is refused.

The figures of the tables are worked by hand from h(x) = min(max(g/2, p x), x/4), at least 1
for counts, and h(x) = x/20 under "tight"; the arithmetic stands beside each row.
"""

from __future__ import annotations

import pickle
from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

from claimledger.errors import InvalidIntervalError, InvalidRecordError, UnknownNameError
from claimledger.quantities import (
    STANDARD,
    TIGHT,
    WIDE,
    Hedge,
    Quantity,
    Reading,
    format_quantity,
    reading_named,
)

Said = tuple[int | str, ...]


@attrs.frozen
class Row:
    """A line of a table: hedge, numbers, core, support under standard, wide and tight."""

    hedge: Hedge
    said: Said
    core: str
    supports: tuple[str, ...]

    def quantity(self, unit: str | None) -> Quantity:
        """The quantity of the line; text stands for a decimal."""
        numbers = [Decimal(n) if isinstance(n, str) else n for n in self.said]
        low, high = (*numbers, None, None)[:2]
        return Quantity(self.hedge, low, high, unit)

    def __str__(self) -> str:
        return f"{self.hedge.name} {self.said}"


def row(hedge: Hedge, said: Said, core: str, *supports: str) -> Row:
    """A line; one support stands for all three, and none for the core itself."""
    return Row(hedge, said, core, (supports or (core,)) * (1 if len(supports) == 3 else 3))


COUNTS: list[Row] = [
    # g = 1: no rounding to allow for.
    row(Hedge.BARE, (26,), "[26, 26]", "[26, 26]", "[26, 26]", "[26, 26]"),
    row(Hedge.BARE, (1,), "[1, 1]", "[1, 1]", "[1, 1]", "[1, 1]"),
    # A decimal point says that the last digit is a tenth.
    row(Hedge.BARE, ("10.0",), "[10, 10]", "[10, 10]", "[10, 10]", "[10, 10]"),
    # g = 10: min(5, 1) = 1; min(5, 2) = 2.
    row(Hedge.BARE, (10,), "[10, 10]", "[9, 11]", "[8, 12]", "[10, 10]"),
    # g = 10: min(5, 3) = 3; min(5, 6) = 5.
    row(Hedge.BARE, (30,), "[30, 30]", "[27, 33]", "[25, 35]", "[30, 30]"),
    # g = 100: min(50, 230) = 50; min(50, 460) = 50.
    row(Hedge.BARE, (2300,), "[2300, 2300]", "[2250, 2350]", "[2250, 2350]", "[2300, 2300]"),
    # g = 100,000: min(50,000, 120,000) = 50,000.
    row(
        Hedge.BARE,
        (1_200_000,),
        "[1200000, 1200000]",
        "[1150000, 1250000]",
        "[1150000, 1250000]",
        "[1200000, 1200000]",
    ),
    # g = 100,000: min(50,000, 50,000) = 50,000; min(50,000, 100,000) = 50,000.
    row(
        Hedge.BARE,
        (500_000,),
        "[500000, 500000]",
        "[450000, 550000]",
        "[450000, 550000]",
        "[500000, 500000]",
    ),
    # "2.0 million", g = 100,000: 50,000. "2 million", g = 1,000,000: 200,000; 400,000.
    row(
        Hedge.BARE,
        ("2.0E+6",),
        "[2000000, 2000000]",
        "[1950000, 2050000]",
        "[1950000, 2050000]",
        "[2000000, 2000000]",
    ),
    row(
        Hedge.BARE,
        (2_000_000,),
        "[2000000, 2000000]",
        "[1800000, 2200000]",
        "[1600000, 2400000]",
        "[2000000, 2000000]",
    ),
    row(Hedge.EXACTLY, (200,), "[200, 200]"),
    # 5 %: 10. max(50, 20) = 50 = x/4; max(50, 40) = 50; 10.
    row(Hedge.ABOUT, (200,), "[190, 210]", "[150, 250]", "[150, 250]", "[190, 210]"),
    # 5 %: 1.3. max(0.5, 2.6): [23.4, 28.6]; max(0.5, 5.2): [20.8, 31.2]; [24.7, 27.3].
    row(Hedge.ABOUT, (26,), "[25, 27]", "[24, 28]", "[21, 31]", "[25, 27]"),
    # 5 %: 115. max(50, 230) = 230; 460; 115.
    row(Hedge.ABOUT, (2300,), "[2185, 2415]", "[2070, 2530]", "[1840, 2760]", "[2185, 2415]"),
    # 5 %: 200. max(500, 400) = 500; 800; 200.
    row(Hedge.ABOUT, (4000,), "[3800, 4200]", "[3500, 4500]", "[3200, 4800]", "[3800, 4200]"),
    # 5 %: 0.5. max(5, 1) capped at 2.5: [7.5, 12.5]; the same; 0.5, so 1.
    row(Hedge.ABOUT, (10,), "[10, 10]", "[8, 12]", "[8, 12]", "[9, 11]"),
    # 0.5 and 0.8, so 1 whatever the cap of 1; 0.2, so 1.
    row(Hedge.ABOUT, (4,), "[4, 4]", "[3, 5]", "[3, 5]", "[3, 5]"),
    # Capped at 0.25, so 1 whatever the cap.
    row(Hedge.ABOUT, (1,), "[1, 1]", "[0, 2]", "[0, 2]", "[0, 2]"),
    # Each end by its own h: 2.5 and max(0.5, 1.5); 2.5 and 3; 1 and 1.
    row(Hedge.ABOUT, (10, 15), "[10, 15]", "[8, 16]", "[8, 18]", "[9, 16]"),
    # Clamped at 0: h(0) = 1; h(10) = 2.5, 2.5, 1.
    row(Hedge.ABOUT, (0, 10), "[0, 10]", "[0, 12]", "[0, 12]", "[0, 11]"),
    # 5 %: 150. max(500, 300) = 500; 600; 150.
    row(Hedge.NEARLY, (3000,), "[2850, 2999]", "[2500, 3000]", "[2400, 3000]", "[2850, 3000]"),
    # [19, 20). max(5, 2) = 5 = x/4; 5; 1.
    row(Hedge.NEARLY, (20,), "[19, 19]", "[15, 20]", "[15, 20]", "[19, 20]"),
    # [9.5, 10) holds no whole number: {9}. 2.5; 2.5; 1.
    row(Hedge.NEARLY, (10,), "[9, 9]", "[8, 10]", "[8, 10]", "[9, 10]"),
    row(Hedge.NEARLY, (1,), "[0, 0]", "[0, 1]", "[0, 1]", "[0, 1]"),
    row(Hedge.MORE_THAN, (30,), "[31, inf)", "[30, inf)"),
    row(Hedge.MORE_THAN, (1000,), "[1001, inf)", "[1000, inf)"),
    row(Hedge.MORE_THAN, (0,), "[1, inf)", "[0, inf)"),
    row(Hedge.AT_LEAST, (30,), "[30, inf)"),
    row(Hedge.AT_LEAST, (0,), "[0, inf)"),
    row(Hedge.FEWER_THAN, (30,), "[0, 29]", "[0, 30]"),
    row(Hedge.FEWER_THAN, (1,), "[0, 0]", "[0, 1]"),
    row(Hedge.AT_MOST, (30,), "[0, 30]"),
    row(Hedge.AT_MOST, (0,), "[0, 0]"),
    row(Hedge.UP_TO, (30,), "[0, 30]", "[0, inf)"),
    row(Hedge.RANGE, (10, 15), "[10, 15]"),
    row(Hedge.RANGE, (2, 3), "[2, 3]"),
    row(Hedge.RANGE, (0, 5), "[0, 5]"),
    row(Hedge.RANGE, (7, 7), "[7, 7]"),
    row(Hedge.COUPLE, (), "[2, 2]", "[2, 3]"),
    row(Hedge.FEW, (), "[3, 5]", "[2, inf)"),
    row(Hedge.SEVERAL, (), "[3, 9]", "[2, inf)"),
    row(Hedge.TENS, (), "[20, 99]", "[10, inf)"),
    row(Hedge.DOZENS, (), "[24, 99]", "[12, inf)"),
    row(Hedge.SCORES, (), "[40, 199]", "[20, inf)"),
    row(Hedge.HUNDREDS, (), "[200, 999]", "[100, inf)"),
    row(Hedge.THOUSANDS, (), "[2000, 9999]", "[1000, inf)"),
    # A multiplier scales both.
    row(Hedge.COUPLE, (12,), "[24, 24]", "[24, 36]"),
    row(Hedge.FEW, (12,), "[36, 60]", "[24, inf)"),
    row(Hedge.SEVERAL, (100,), "[300, 900]", "[200, inf)"),
    row(Hedge.TENS, (1000,), "[20000, 99000]", "[10000, inf)"),
    row(Hedge.THOUSANDS, (1000,), "[2000000, 9999000]", "[1000000, inf)"),
    row(Hedge.NONE, (), "[0, 0]"),
    row(Hedge.SOME, (), "[1, inf)"),
    row(Hedge.UNKNOWN, (), "[0, inf)"),
]

CONTINUOUS: list[Row] = [
    # g = 1: min(0.5, 2.6); min(0.5, 5.2).
    row(Hedge.BARE, (26,), "[26, 26]", "[25.5, 26.5]", "[25.5, 26.5]", "[26, 26]"),
    # g = 100: 50.
    row(Hedge.BARE, (4400,), "[4400, 4400]", "[4350, 4450]", "[4350, 4450]", "[4400, 4400]"),
    # g = 10: min(5, 3); min(5, 6).
    row(Hedge.BARE, (30,), "[30, 30]", "[27, 33]", "[25, 35]", "[30, 30]"),
    # g = 1: min(0.5, 0.1); min(0.5, 0.2).
    row(Hedge.BARE, (1,), "[1, 1]", "[0.9, 1.1]", "[0.8, 1.2]", "[1, 1]"),
    # g = 0.1: min(0.05, 1).
    row(Hedge.BARE, ("10.0",), "[10, 10]", "[9.95, 10.05]", "[9.95, 10.05]", "[10, 10]"),
    row(Hedge.BARE, ("2.5",), "[2.5, 2.5]", "[2.45, 2.55]", "[2.45, 2.55]", "[2.5, 2.5]"),
    row(Hedge.EXACTLY, ("2.5",), "[2.5, 2.5]"),
    row(Hedge.ABOUT, (200,), "[190, 210]", "[150, 250]", "[150, 250]", "[190, 210]"),
    row(Hedge.ABOUT, (26,), "[24.7, 27.3]", "[23.4, 28.6]", "[20.8, 31.2]", "[24.7, 27.3]"),
    # max(0.5, 0.1) capped at 0.25; the floor of 1 is for counts alone.
    row(Hedge.ABOUT, (1,), "[0.95, 1.05]", "[0.75, 1.25]", "[0.75, 1.25]", "[0.95, 1.05]"),
    # h(10) = 2.5, 2.5, 0.5; h(15) = 1.5, 3, 0.75.
    row(Hedge.ABOUT, (10, 15), "[10, 15]", "[7.5, 16.5]", "[7.5, 18]", "[9.5, 15.75]"),
    row(Hedge.ABOUT, (0, 15), "[0, 15]", "[0, 16.5]", "[0, 18]", "[0, 15.75]"),
    row(Hedge.NEARLY, (10,), "[9.5, 10)", "[7.5, 10]", "[7.5, 10]", "[9.5, 10]"),
    row(Hedge.MORE_THAN, (30,), "(30, inf)", "[30, inf)"),
    row(Hedge.AT_LEAST, (30,), "[30, inf)"),
    row(Hedge.FEWER_THAN, (30,), "[0, 30)", "[0, 30]"),
    row(Hedge.AT_MOST, ("2.5",), "[0, 2.5]"),
    row(Hedge.UP_TO, (30,), "[0, 30]", "[0, inf)"),
    row(Hedge.RANGE, ("2.5", 3), "[2.5, 3]"),
    row(Hedge.COUPLE, (), "[2, 2]", "[2, 3]"),
    row(Hedge.FEW, (), "[3, 5]", "[2, inf)"),
    row(Hedge.SEVERAL, (100,), "[300, 900]", "[200, inf)"),
    row(Hedge.TENS, (), "[20, 99]", "[10, inf)"),
    row(Hedge.DOZENS, (), "[24, 99]", "[12, inf)"),
    row(Hedge.SCORES, (), "[40, 199]", "[20, inf)"),
    row(Hedge.HUNDREDS, (), "[200, 999]", "[100, inf)"),
    row(Hedge.THOUSANDS, (), "[2000, 9999]", "[1000, inf)"),
    row(Hedge.NONE, (), "[0, 0]"),
    row(Hedge.SOME, (), "[1, inf)"),
    row(Hedge.UNKNOWN, (), "[0, inf)"),
]


class TestReadings:
    @pytest.mark.parametrize("line", COUNTS, ids=str)
    def test_counts(self, line: Row) -> None:
        """Counts round inward, after openness, and stop at 0."""
        self.check(line, None)

    @pytest.mark.parametrize("line", CONTINUOUS, ids=str)
    def test_continuous(self, line: Row) -> None:
        """Continuous quantities keep open and closed ends."""
        self.check(line, "km")

    def check(self, line: Row, unit: str | None) -> None:
        quantity = line.quantity(unit)
        policies = ("standard", "wide", "tight")
        assert tuple(str(quantity.support(policy)) for policy in policies) == line.supports
        assert {str(quantity.core(policy)) for policy in policies} == {line.core}

    @pytest.mark.parametrize("rows", [COUNTS, CONTINUOUS])
    def test_every_hedge_has_a_row(self, rows: list[Row]) -> None:
        """A new hedge needs a row in both tables."""
        assert {line.hedge for line in rows} == set(Hedge)

    def test_standard_is_the_default(self) -> None:
        """Without a policy the standard one holds."""
        about = Quantity(Hedge.ABOUT, 26)
        assert about.support() == about.support(STANDARD) != about.support(WIDE)
        assert about.core() == about.core(TIGHT)

    def test_an_unknown_policy_is_refused_by_both(self) -> None:
        """The core does not depend on the policy, and still wants a real one."""
        with pytest.raises(UnknownNameError, match="did you mean 'tight'"):
            Quantity(Hedge.SOME).core("tihgt")
        with pytest.raises(UnknownNameError):
            Quantity(Hedge.SOME).support("strict")


class TestReading:
    def test_names(self) -> None:
        """Each policy is found by its name, and stands for itself."""
        for policy in (STANDARD, WIDE, TIGHT):
            assert reading_named(policy.name) is policy
            assert Reading.of(policy.name) is policy
            assert Reading.of(policy) is policy
            assert pickle.loads(pickle.dumps(policy)) == policy

    def test_one_of_a_users_own(self) -> None:
        """p = 0.5: max(0.5, 13) capped at 6.5, so [19.5, 32.5]."""
        own = Reading("own", Decimal("0.5"))
        assert str(Quantity(Hedge.ABOUT, 26).support(own)) == "[20, 32]"
        assert str(Quantity(Hedge.ABOUT, 26).core(own)) == "[25, 27]"

    def test_a_share_below_the_core_is_refused(self) -> None:
        """The core would stick out of the support."""
        assert Reading("narrowest", Fraction(1, 20)).share == Fraction(1, 20)
        with pytest.raises(InvalidRecordError):
            Reading("narrow", Fraction(1, 21))

    def test_an_inexact_share_is_refused(self) -> None:
        """Floats have no place in a policy either."""
        with pytest.raises(InvalidIntervalError):
            Reading("float", 0.1)  # type: ignore[arg-type]


class TestQuantity:
    @pytest.mark.parametrize("zero", [0, Decimal("0.0"), Decimal("-0"), Fraction(0)])
    @pytest.mark.parametrize("hedge", [Hedge.BARE, Hedge.EXACTLY])
    def test_zero_is_none(self, hedge: Hedge, zero: int | Decimal | Fraction) -> None:
        """A bare or exact 0 is spelled in one way."""
        assert Quantity(hedge, zero) == Quantity(Hedge.NONE)
        assert Quantity(hedge, zero, unit="km") == Quantity(Hedge.NONE, unit="km")

    def test_equality_is_of_what_was_said(self) -> None:
        """Numbers in any type are equal; digits that count make a difference."""
        assert Quantity(Hedge.BARE, 200) == Quantity(Hedge.BARE, Decimal("2E+2"))
        assert Quantity(Hedge.BARE, Fraction(5, 2), unit="km") == Quantity(
            Hedge.BARE, Decimal("2.5"), unit="km"
        )
        two, two_point_zero = (
            Quantity(Hedge.BARE, Decimal(text), unit="km") for text in ("2", "2.0")
        )
        assert two != two_point_zero
        assert len({two, two_point_zero, Quantity(Hedge.BARE, 2, unit="km")}) == 2
        assert Quantity(Hedge.BARE, 2_000_000) != Quantity(Hedge.BARE, Decimal("2.0E+6"))

    def test_a_multiplier_has_one_spelling(self) -> None:
        """One is none, and decimal zeros do not count."""
        assert Quantity(Hedge.SEVERAL, 1) == Quantity(Hedge.SEVERAL)
        assert Quantity(Hedge.TENS, 1) == Quantity(Hedge.TENS)
        assert Quantity(Hedge.FEW, Decimal("12.0")) == Quantity(Hedge.FEW, 12)

    @pytest.mark.parametrize(
        ("arguments", "reason"),
        [
            ((Hedge.BARE,), "BARE needs a number"),
            ((Hedge.ABOUT,), "ABOUT needs a number"),
            ((Hedge.RANGE,), "RANGE needs two numbers"),
            ((Hedge.RANGE, 0), "RANGE needs two numbers"),
            ((Hedge.RANGE, None, 5), "expected a range"),
            ((Hedge.RANGE, 15, 10), "expected a range, lower end first"),
            ((Hedge.ABOUT, 15, 10), "expected a range, lower end first"),
            ((Hedge.BARE, 10, 15), "expected a range"),
            ((Hedge.BARE, 0, 15), "expected a range"),
            ((Hedge.SEVERAL, 100, 200), "expected a range"),
            ((Hedge.SEVERAL, 7), "expected a round multiplier"),
            ((Hedge.SEVERAL, Decimal("10.5")), "expected a round multiplier"),
            ((Hedge.SEVERAL, 0), "expected a round multiplier"),
            ((Hedge.HUNDREDS, 12), "expected a round multiplier"),
            ((Hedge.NONE, 0), "'none' takes no number"),
            ((Hedge.SOME, 3), "'some' takes no number"),
            ((Hedge.UNKNOWN, 3), "'unknown' takes no number"),
            ((Hedge.ABOUT, 0), "'about 0' names no number"),
            ((Hedge.ABOUT, 0, 0), "'about 0' names no number"),
            ((Hedge.NEARLY, 0), "'nearly 0' names no number"),
            ((Hedge.FEWER_THAN, 0), "'fewer than 0' names no number"),
            ((Hedge.BARE, Decimal("2.5")), "expected a whole number, or a unit after it"),
            ((Hedge.RANGE, 2, Decimal("2.5")), "expected a whole number, or a unit after it"),
            ((Hedge.BARE, -5), "below 0"),
            ((Hedge.BARE, -5, None, "km"), "below 0"),
            ((Hedge.BARE, 2.0), "not exact"),
            ((Hedge.BARE, True), "not exact"),
            ((Hedge.BARE, 5, None, ""), "an empty unit"),
            ((Hedge.BARE, 5, None, " "), "an empty unit"),
            (("about", 5), "'about' is not a hedge"),
        ],
    )
    def test_refused(self, arguments: tuple[Any, ...], reason: str) -> None:
        """Parts that do not go together, and values that would read empty."""
        with pytest.raises(InvalidRecordError, match=reason):
            Quantity(*arguments)

    @pytest.mark.parametrize(
        ("quantity", "expected"),
        [
            (Quantity(Hedge.ABOUT, 200), 200),
            (Quantity(Hedge.MORE_THAN, 30), 30),
            (Quantity(Hedge.BARE, Decimal("2.5"), unit="km"), Fraction(5, 2)),
            (Quantity(Hedge.NONE), 0),
            (Quantity(Hedge.COUPLE), 2),
            (Quantity(Hedge.COUPLE, 12), 24),
            (Quantity(Hedge.RANGE, 10, 15), None),
            (Quantity(Hedge.ABOUT, 10, 15), None),
            (Quantity(Hedge.SEVERAL, 100), None),
            (Quantity(Hedge.HUNDREDS), None),
            (Quantity(Hedge.SOME), None),
            (Quantity(Hedge.UNKNOWN), None),
        ],
    )
    def test_nominal(self, quantity: Quantity, expected: int | Fraction | None) -> None:
        """The one figure that was named, if one was."""
        assert quantity.nominal == expected

    def test_kinds(self) -> None:
        """A count has no unit; only "unknown" is vacuous."""
        assert Quantity(Hedge.BARE, 5).is_count
        assert not Quantity(Hedge.BARE, 5, unit="km").is_count
        assert Quantity(Hedge.UNKNOWN).is_vacuous
        assert not Quantity(Hedge.AT_LEAST, 0).is_vacuous

    def test_is_frozen(self) -> None:
        """A field cannot be set; evolve makes another."""
        about = Quantity(Hedge.ABOUT, 200)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            about.unit = "km"  # type: ignore[misc]
        assert attrs.evolve(about, unit="km") == Quantity(Hedge.ABOUT, 200, unit="km")

    @pytest.mark.parametrize("line", COUNTS, ids=str)
    def test_repr_is_code_copies_and_pickles(self, line: Row) -> None:
        """All give an equal quantity, with the same hash."""
        quantity = line.quantity(None)
        names = {"Quantity": Quantity, "Hedge": Hedge, "Decimal": Decimal}
        copies = (
            eval(repr(quantity), names),
            deepcopy(quantity),
            pickle.loads(pickle.dumps(quantity)),
        )
        assert set(copies) == {quantity}


class TestFormatQuantity:
    @pytest.mark.parametrize(
        ("quantity", "text"),
        [
            (Quantity(Hedge.BARE, 26), "26"),
            (Quantity(Hedge.EXACTLY, 26), "exactly 26"),
            (Quantity(Hedge.ABOUT, 200), "about 200"),
            (Quantity(Hedge.ABOUT, 10, 15), "about 10 to 15"),
            (Quantity(Hedge.NEARLY, 3000), "nearly 3,000"),
            (Quantity(Hedge.MORE_THAN, 30), "more than 30"),
            (Quantity(Hedge.AT_LEAST, 1), "at least 1"),
            (Quantity(Hedge.FEWER_THAN, 30), "fewer than 30"),
            (Quantity(Hedge.FEWER_THAN, 30, unit="km"), "less than 30 km"),
            (Quantity(Hedge.AT_MOST, 30), "at most 30"),
            (Quantity(Hedge.UP_TO, 30), "up to 30"),
            (Quantity(Hedge.RANGE, 10, 15), "10 to 15"),
            (Quantity(Hedge.RANGE, 0, 2_000_000), "0 to 2 million"),
            (Quantity(Hedge.RANGE, 10**6, 2 * 10**6), "1 million to 2 million"),
            # "1 to 2 million" would scale both.
            (Quantity(Hedge.RANGE, 1, 2 * 10**6), "1 to 2,000,000"),
            (Quantity(Hedge.RANGE, 1, Decimal("2.0E+6")), "0.01 hundred to 2.0 million"),
            (Quantity(Hedge.COUPLE), "a couple"),
            (Quantity(Hedge.COUPLE, unit="km"), "a couple of km"),
            (Quantity(Hedge.COUPLE, 100), "a couple of hundred"),
            (Quantity(Hedge.FEW, 12), "a few dozen"),
            (Quantity(Hedge.SEVERAL, 100), "several hundred"),
            (Quantity(Hedge.SEVERAL, 100, unit="km"), "several hundred km"),
            (Quantity(Hedge.SEVERAL, 10**4, unit="km"), "several tens of thousands of km"),
            (Quantity(Hedge.TENS, 1000), "tens of thousands"),
            (Quantity(Hedge.HUNDREDS, unit="km"), "hundreds of km"),
            (Quantity(Hedge.THOUSANDS, 1000), "millions"),
            (Quantity(Hedge.NONE), "none"),
            (Quantity(Hedge.NONE, unit="km"), "0 km"),
            (Quantity(Hedge.SOME), "some"),
            (Quantity(Hedge.SOME, unit="km"), "some km"),
            (Quantity(Hedge.UNKNOWN), "unknown"),
            (Quantity(Hedge.UNKNOWN, unit="km"), "unknown km"),
            (Quantity(Hedge.BARE, 4400, unit="km2"), "4,400 km2"),
        ],
    )
    def test_text(self, quantity: Quantity, text: str) -> None:
        """The shortest natural wording."""
        assert format_quantity(quantity) == str(quantity) == text
