"""Numerals: digits, scales and number words, and what could be read in two ways."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimledger.errors import NotationError
from claimledger.numerals import find_numeral, scaled

ONES = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(number: int) -> str:
    """The oracle: a number below a billion in words, by long division."""
    if number < 20:
        return ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return TENS[tens] + (f"-{ONES[ones]}" if ones else "")
    for scale, word in ((10**6, "million"), (10**3, "thousand"), (100, "hundred")):
        if number >= scale:
            head, rest = divmod(number, scale)
            joint = " and " if rest < 100 else " "
            return f"{spelled(head)} {word}" + (joint + spelled(rest) if rest else "")
    raise AssertionError(number)


class TestScaled:
    @pytest.mark.parametrize(
        ("number", "factor", "expected"),
        [
            ("2.0", 10**6, "2.0E+6"),
            ("20", 10**3, "2E+4"),
            ("1.2", 10**6, "1.2E+6"),
            ("200", 1, "2E+2"),
            ("0", 10**3, "0E+3"),
            ("2", 12, "24"),
            ("0.5", 12, "6"),
            ("2.5", 12, "30"),
            ("2.3", 12, "27.6"),
        ],
    )
    def test_digits(self, number: str, factor: int, expected: str) -> None:
        """Whole zeros go into the place, decimals stay digits, dozens are worked out."""
        assert scaled(Decimal(number), factor).as_tuple() == Decimal(expected).as_tuple()


class TestWords:
    @given(st.one_of(st.integers(0, 1200), st.integers(0, 10**9 - 1)))
    def test_all_below_a_billion(self, number: int) -> None:
        """Every number in words is read as that number, to its end."""
        text = spelled(number)
        numeral = find_numeral(text, 0, len(text))
        assert numeral is not None
        assert (numeral.value, numeral.end) == (Decimal(number), len(text))

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("a hundred", "100"),
            ("a thousand", "1000"),
            ("a million", "1000000"),
            ("a hundred thousand", "100000"),
            ("Twenty Six", "26"),
            ("twelve hundred", "1200"),
            ("twenty-five hundred", "2500"),
            ("two hundred and fifty thousand", "250000"),
            ("two-hundred", "200"),
            ("one thousand two hundred", "1200"),
            ("a dozen", "12"),
            ("two dozen", "24"),
            ("half a dozen", "6"),
            ("half-a-dozen", "6"),
            ("half a million", "500000"),
            ("half-a million", "500000"),
            ("half-million", "500000"),
            ("a half million", "500000"),
            ("a quarter of a million", "250000"),
            ("a quarter million", "250000"),
            ("three quarters of a million", "750000"),
            ("one and a half million", "1500000"),
            ("two and a half dozen", "30"),
            ("a million and a half", "1500000"),
            ("one billion and a half", "1500000000"),
            ("two trillion", "2000000000000"),
        ],
    )
    def test_wordings(self, text: str, value: str) -> None:
        """Fractions, dozens and hundreds above ten."""
        numeral = find_numeral(text, 0, len(text))
        assert numeral is not None
        assert (numeral.value, numeral.end) == (Decimal(value), len(text))

    @pytest.mark.parametrize(
        ("text", "end"),
        [
            ("five twenty", 4),
            ("one hundred and", 11),
            ("one hundred two hundred", 15),
            ("ten and five", 3),
            ("two thousand million", 12),
        ],
    )
    def test_stops_where_the_number_ends(self, text: str, end: int) -> None:
        """What does not belong to it is left."""
        numeral = find_numeral(text, 0, len(text))
        assert numeral is not None
        assert numeral.end == end

    @pytest.mark.parametrize("text", ["tens", "sixtyfold", "a", "an", "half", "hundred", "twofold"])
    def test_no_number(self, text: str) -> None:
        """A word that only begins like a number is none."""
        assert find_numeral(text, 0, len(text)) is None

    @pytest.mark.parametrize(
        "text",
        ["two thousand twelve hundred", "one thousand two million", "a million and one million"],
    )
    def test_wrong_order(self, text: str) -> None:
        """Scales come from the greatest to the least."""
        with pytest.raises(NotationError, match="from the greatest to the least") as caught:
            find_numeral(text, 0, len(text))
        assert (caught.value.start, caught.value.end) == (0, len(text))


class TestDigits:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("26", "26"),
            ("007", "7"),
            ("1,200", "1200"),
            ("1,234,567", "1234567"),
            ("1'200", "1200"),
            ("1’200", "1200"),
            ("1\u00a0200", "1200"),
            ("1\u2009200", "1200"),
            ("1\u202f200", "1200"),
            ("1,234.567", "1234.567"),
            ("0.125", "0.125"),
            ("01.200", "1.200"),
            ("1.2", "1.2"),
            ("1.2345", "1.2345"),
            ("1.2 million", "1200000"),
            ("1.234 million", "1234000"),
            ("5-million", "5000000"),
            ("2 hundred thousand", "200000"),
            ("10k", "10000"),
            ("10K", "10000"),
            ("5mn", "5000000"),
            ("5 mln", "5000000"),
            ("5 bn", "5000000000"),
            ("2 dozen", "24"),
            ("2 dozens", "24"),
        ],
    )
    def test_read(self, text: str, value: str) -> None:
        """Separators of one kind in groups of three, decimals, and scales."""
        numeral = find_numeral(text, 0, len(text))
        assert numeral is not None
        assert (numeral.value, numeral.end) == (Decimal(value), len(text))

    @pytest.mark.parametrize(
        ("text", "end"),
        [
            ("1.200.000", 9),
            ("1,20", 4),
            ("1,2000", 6),
            ("12,00,000", 9),
            ("1,200'000", 9),
            ("0,123", 5),
            ("4,5", 3),
            ("1.2,3", 5),
            ("1..2", 4),
            ("1.200", 5),
            ("12.345 km", 6),
            ("5m", 2),
            ("2.3m", 4),
            ("5M", 2),
            ("5 M", 3),
            ("5m killed", 2),
            ("10s", 3),
            ("1000s", 5),
            ("1,000s of", 6),
        ],
    )
    def test_refused(self, text: str, end: int) -> None:
        """What is badly grouped or could be read in two ways, with its span."""
        with pytest.raises(NotationError) as caught:
            find_numeral(text, 0, len(text))
        assert (caught.value.start, caught.value.end) == (0, end)

    @pytest.mark.parametrize(
        ("text", "end"),
        [("5 m", 1), ("5m2", 1), ("5m²", 1), ("5 km", 1), ("5 MW", 1), ("10 200", 2), ("1e5", 1)],
    )
    def test_leaves_the_unit(self, text: str, end: int) -> None:
        """What is no scale is left to what comes next."""
        numeral = find_numeral(text, 0, len(text))
        assert numeral is not None
        assert numeral.end == end

    @pytest.mark.parametrize("text", ["5m", "5 m", "5M"])
    def test_money_is_in_millions(self, text: str) -> None:
        """After a currency sign "m" is no metre."""
        numeral = find_numeral(text, 0, len(text), is_money=True)
        assert numeral is not None
        assert numeral.value == 5_000_000

    @pytest.mark.parametrize("text", ["", "-5", "\uff12\uff10\uff10", "٣٠", "½", ".5", "x5"])
    def test_no_number(self, text: str) -> None:
        """Other digits, signs and letters begin no number."""
        assert find_numeral(text, 0, len(text)) is None
