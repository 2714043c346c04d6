"""Figures: which digits count, and how they are written."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from claimledger.errors import InvalidRecordError
from claimledger.figures import canonical_figure, format_figure, place_value, scaled_figure


class TestCanonicalFigure:
    @pytest.mark.parametrize(
        ("value", "digits", "exponent"),
        [
            (200, (2,), 2),
            (2300, (2, 3), 2),
            (26, (2, 6), 0),
            (Decimal(200), (2,), 2),
            (Decimal("2E+2"), (2,), 2),
            (Decimal("10.0"), (1, 0, 0), -1),
            (Decimal("2.0E+6"), (2, 0), 5),
            (Decimal("2.50"), (2, 5, 0), -2),
            (Decimal("1.0E+13"), (1,), 13),
            (Fraction(5, 4), (1, 2, 5), -2),
            (Fraction(400, 2), (2,), 2),
            (0, (0,), 0),
            (Decimal("0.00"), (0,), 0),
            (Decimal("-0"), (0,), 0),
            (10**18 - 1, (9,) * 18, 0),
            (Fraction(1, 10**12), (1,), -12),
        ],
    )
    def test_digits_and_place(
        self, value: int | Decimal | Fraction, digits: tuple[int, ...], exponent: int
    ) -> None:
        """Zeros that end a whole number are its place; a decimal keeps its own."""
        assert canonical_figure(value).as_tuple() == (0, digits, exponent)

    @pytest.mark.parametrize(
        ("value", "reason"),
        [
            (1.5, "not exact"),
            (True, "not exact"),
            ("5", "not exact"),
            (None, "not exact"),
            (math.inf, "not exact"),
            (Decimal("NaN"), "does not end"),
            (Decimal("sNaN"), "does not end"),
            (Decimal("Infinity"), "does not end"),
            (Fraction(1, 3), "does not end"),
            (-1, "below 0"),
            (-(10**5000), "below 0"),
            (Decimal("-0.5"), "below 0"),
            (Fraction(-1, 2), "below 0"),
            (10**18, "too long"),
            (10**5000, "too long"),
            (Decimal("1E+18"), "too long"),
            (Decimal("1E+999999999"), "too long"),
            (Decimal("1E-13"), "too long"),
            (Decimal("1E-999999999"), "too long"),
            (Fraction(1, 2**5000), "too long"),
            (Fraction(10**5000, 3), "too long"),
        ],
        ids=lambda value: value if isinstance(value, str) else type(value).__name__,
    )
    def test_refused(self, value: Any, reason: str) -> None:
        """What is not exact, not finite, negative, or beyond the bounds."""
        with pytest.raises(InvalidRecordError, match=reason):
            canonical_figure(value)


class TestPlaceValue:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [("2E+2", 100), ("2.3E+3", 100), ("26", 1), ("2.0E+6", 10**5), ("10.0", Fraction(1, 10))],
    )
    def test_is_the_place_of_the_last_digit(self, text: str, expected: int | Fraction) -> None:
        """200: 100; 2,300: 100; 26: 1."""
        assert place_value(Decimal(text)) == expected


class TestFormatFigure:
    @pytest.mark.parametrize(
        ("figure", "text"),
        [
            ("0", "0"),
            ("26", "26"),
            ("2E+2", "200"),
            ("3E+3", "3,000"),
            ("4.4E+3", "4,400"),
            ("5E+5", "500,000"),
            ("1E+6", "1 million"),
            ("1.2E+6", "1.2 million"),
            ("1.23E+6", "1.23 million"),
            ("1.234E+6", "1,234,000"),
            ("1234567", "1,234,567"),
            ("2E+7", "20 million"),
            ("2.0E+6", "2.0 million"),
            ("1.50E+3", "1.50 thousand"),
            ("2.0E+2", "2.0 hundred"),
            ("1.20E+9", "1.20 billion"),
            ("3E+12", "3 trillion"),
            ("1.2345E+12", "1,234.5 billion"),
            ("0.5", "0.5"),
            ("10.0", "10.0"),
            ("1234.5", "1,234.5"),
            ("0.125", "0.125"),
            # One to three digits before the point and three after it read as thousands.
            ("1.234", "01.234"),
            ("999.999", "0999.999"),
            ("1234.567", "1,234.567"),
        ],
    )
    def test_text(self, figure: str, text: str) -> None:
        """The shortest text that keeps all the digits that count, and can be read in one way."""
        assert format_figure(Decimal(figure)) == text


class TestScaledFigure:
    @pytest.mark.parametrize(
        ("figure", "least", "text"),
        [
            ("2.0E+6", 0, "2.0 million"),
            ("5", 0, "0.05 hundred"),
            ("5", 3, "0.005 thousand"),
            ("2E+2", 2, "0.2 thousand"),
            ("12345", 2, "12.345 thousand"),
        ],
    )
    def test_text(self, figure: str, least: int, text: str) -> None:
        """A scale above the last digit, not below the one asked for, and the greatest that fits."""
        assert scaled_figure(Decimal(figure), least) == text
