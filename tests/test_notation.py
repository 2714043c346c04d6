"""The notation: what newspapers write, what is refused, and where the caret stands."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

import pytest

from claimledger.errors import NotationError, UnknownNameError
from claimledger.notation import MAX_LENGTH, format_quantity, parse_quantity
from claimledger.quantities import Hedge, Quantity
from claimledger.units import units

Q = Quantity
H = Hedge

READ: list[tuple[str, Quantity]] = [
    # Bare and exact.
    ("26", Q(H.BARE, 26)),
    (" 26 ", Q(H.BARE, 26)),
    ("2,300", Q(H.BARE, 2300)),
    ("1'200", Q(H.BARE, 1200)),
    ("1\u00a0200", Q(H.BARE, 1200)),
    ("1\u2009200", Q(H.BARE, 1200)),
    ("1\u202f200", Q(H.BARE, 1200)),
    ("1.2 million", Q(H.BARE, 1_200_000)),
    ("2.0 million", Q(H.BARE, Decimal("2.0E+6"))),
    ("20 thousand", Q(H.BARE, 20_000)),
    ("half a million", Q(H.BARE, 500_000)),
    ("half a dozen", Q(H.BARE, 6)),
    ("a dozen", Q(H.BARE, 12)),
    ("two dozen", Q(H.BARE, 24)),
    ("a hundred", Q(H.BARE, 100)),
    ("a thousand", Q(H.BARE, 1000)),
    ("twenty-six", Q(H.BARE, 26)),
    ("one hundred and twenty", Q(H.BARE, 120)),
    ("exactly 26", Q(H.EXACTLY, 26)),
    ("precisely 26", Q(H.EXACTLY, 26)),
    # About.
    *[
        (text, Q(H.ABOUT, 200))
        for text in (
            *("about 200", "around 200", "some 200", "roughly 200", "approximately 200"),
            *("~200", "~ 200", "≈200", "c. 200", "c.200", "c 200", "ca. 200", "ca 200"),
            *("approx. 200", "approx 200", "circa 200", "200 or so", "About 200", "ABOUT 200"),
            *("about two hundred", "about 200 or so", "an estimated 200"),
            *("some\u00a0200", "in  the  region of 200", "more or less 200"),
        )
    ],
    ("about 10 to 15", Q(H.ABOUT, 10, 15)),
    ("about 10-15", Q(H.ABOUT, 10, 15)),
    ("10 to 15 or so", Q(H.ABOUT, 10, 15)),
    ("about between 10 and 15", Q(H.ABOUT, 10, 15)),
    # Nearly.
    ("nearly 3,000", Q(H.NEARLY, 3000)),
    ("almost 3,000", Q(H.NEARLY, 3000)),
    ("close to 3,000", Q(H.NEARLY, 3000)),
    # Bounds.
    *[
        (text, Q(H.MORE_THAN, 30))
        for text in (
            *("more than 30", "over 30", "above 30", "> 30", ">30", "just over 30"),
            *("well over 30", "in excess of 30", "more than thirty", "greater than 30"),
        )
    ],
    ("well over 500", Q(H.MORE_THAN, 500)),
    ("more than two dozen", Q(H.MORE_THAN, 24)),
    ("over a thousand", Q(H.MORE_THAN, 1000)),
    *[
        (text, Q(H.AT_LEAST, 30))
        for text in (
            *("at least 30", "no fewer than 30", "no less than 30", "not less than 30"),
            *("not fewer than 30", "a minimum of 30", "30+", "30 +", ">= 30", "≥30", "≥ 30"),
            *("30 or more", "thirty or more", "at least 30+"),
        )
    ],
    ("at least one", Q(H.AT_LEAST, 1)),
    ("at least 0", Q(H.AT_LEAST, 0)),
    *[
        (text, Q(H.FEWER_THAN, 30))
        for text in (
            *("fewer than 30", "less than 30", "under 30", "below 30", "<30", "< 30"),
            *("just under 30", "well under 30"),
        )
    ],
    *[
        (text, Q(H.AT_MOST, 30))
        for text in (
            *("at most 30", "no more than 30", "not more than 30", "a maximum of 30", "<= 30"),
            *("≤30", "30 or fewer", "30 or less"),
        )
    ],
    ("up to 30", Q(H.UP_TO, 30)),
    ("as many as 30", Q(H.UP_TO, 30)),
    ("as much as 30", Q(H.UP_TO, 30)),
    # Ranges.
    *[
        (f"10{dash}15", Q(H.RANGE, 10, 15))
        for dash in ("-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", " - ", " – ")
    ],
    ("10 to 15", Q(H.RANGE, 10, 15)),
    ("between 10 and 15", Q(H.RANGE, 10, 15)),
    ("between 10 to 15", Q(H.RANGE, 10, 15)),
    ("between 10-15", Q(H.RANGE, 10, 15)),
    ("from 10 to 15", Q(H.RANGE, 10, 15)),
    ("two or three", Q(H.RANGE, 2, 3)),
    ("6000 or 7000", Q(H.RANGE, 6000, 7000)),
    ("0 to 5", Q(H.RANGE, 0, 5)),
    ("zero to five", Q(H.RANGE, 0, 5)),
    ("10-15k", Q(H.RANGE, 10_000, 15_000)),
    ("10k-15k", Q(H.RANGE, 10_000, 15_000)),
    ("900-1.1k", Q(H.RANGE, 900, 1100)),
    ("1 to 2 million", Q(H.RANGE, 10**6, 2 * 10**6)),
    ("1 to 2,000,000", Q(H.RANGE, 1, 2 * 10**6)),
    ("two or three dozen", Q(H.RANGE, 24, 36)),
    ("two to three hundred", Q(H.RANGE, 200, 300)),
    ("two to three hundred thousand", Q(H.RANGE, 200_000, 300_000)),
    ("one hundred to two hundred thousand", Q(H.RANGE, 100_000, 200_000)),
    ("fifty thousand to two hundred thousand", Q(H.RANGE, 50_000, 200_000)),
    ("between one hundred and two hundred", Q(H.RANGE, 100, 200)),
    ("between one hundred and one thousand", Q(H.RANGE, 100, 1000)),
    ("between one hundred and twenty and two hundred", Q(H.RANGE, 120, 200)),
    ("between a hundred and a hundred and twenty", Q(H.RANGE, 100, 120)),
    # Vague words.
    ("a couple", Q(H.COUPLE)),
    ("a couple of", Q(H.COUPLE)),
    ("a couple of dozen", Q(H.COUPLE, 12)),
    ("a couple hundred", Q(H.COUPLE, 100)),
    ("a few", Q(H.FEW)),
    ("a few dozen", Q(H.FEW, 12)),
    ("a few hundred thousand", Q(H.FEW, 100_000)),
    ("several", Q(H.SEVERAL)),
    ("several hundred", Q(H.SEVERAL, 100)),
    ("several hundreds", Q(H.SEVERAL, 100)),
    ("several dozens", Q(H.SEVERAL, 12)),
    ("several tens of thousands", Q(H.SEVERAL, 10_000)),
    ("tens", Q(H.TENS)),
    ("tens of thousands", Q(H.TENS, 1000)),
    ("dozens", Q(H.DOZENS)),
    ("dozens of", Q(H.DOZENS)),
    ("scores", Q(H.SCORES)),
    ("hundreds", Q(H.HUNDREDS)),
    ("in the hundreds", Q(H.HUNDREDS)),
    ("hundreds of thousands", Q(H.HUNDREDS, 1000)),
    ("in the tens of millions", Q(H.TENS, 10**6)),
    ("thousands", Q(H.THOUSANDS)),
    ("millions", Q(H.THOUSANDS, 1000)),
    ("thousands of thousands", Q(H.THOUSANDS, 1000)),
    ("billions", Q(H.THOUSANDS, 10**6)),
    # None, some, unknown: three different things.
    *[(text, Q(H.NONE)) for text in ("none", "no", "nil", "zero", "0", "exactly 0", "no losses")],
    *[(text, Q(H.NONE)) for text in ("nobody", "No one", "no-one")],
    *[
        (text, Q(H.SOME))
        for text in ("some", "losses", "casualties", "some losses", "some casualties")
    ],
    *[(text, Q(H.UNKNOWN)) for text in ("unknown", "an unknown number", "Unknown", "not known")],
    # Units.
    ("70 %", Q(H.BARE, 70, unit="%")),
    ("70%", Q(H.BARE, 70, unit="%")),
    ("70 per cent", Q(H.BARE, 70, unit="%")),
    ("4,400 km2", Q(H.BARE, 4400, unit="km2")),
    ("4,400 km²", Q(H.BARE, 4400, unit="km2")),
    ("1,700 square miles", Q(H.BARE, 1700, unit="square miles")),
    ("50 km", Q(H.BARE, 50, unit="km")),
    ("50km", Q(H.BARE, 50, unit="km")),
    ("30 years", Q(H.BARE, 30, unit="years")),
    ("a hundred years", Q(H.BARE, 100, unit="years")),
    ("2.5 km", Q(H.BARE, Decimal("2.5"), unit="km")),
    ("01.234 km", Q(H.BARE, Decimal("1.234"), unit="km")),
    ("5 m", Q(H.BARE, 5, unit="m")),
    ("10-15 km", Q(H.RANGE, 10, 15, unit="km")),
    ("30+ km", Q(H.AT_LEAST, 30, unit="km")),
    ("200 km or so", Q(H.ABOUT, 200, unit="km")),
    ("less than 30 km", Q(H.FEWER_THAN, 30, unit="km")),
    ("0 km", Q(H.NONE, unit="km")),
    ("hundreds of km2", Q(H.HUNDREDS, unit="km2")),
    ("several hundred km", Q(H.SEVERAL, 100, unit="km")),
    ("a couple of km", Q(H.COUPLE, unit="km")),
    ("some km", Q(H.SOME, unit="km")),
    # Money.
    ("$5 million", Q(H.BARE, 5_000_000, unit="USD")),
    ("US$5 million", Q(H.BARE, 5_000_000, unit="USD")),
    ("USD 5 million", Q(H.BARE, 5_000_000, unit="USD")),
    ("5 million USD", Q(H.BARE, 5_000_000, unit="USD")),
    ("$5 million USD", Q(H.BARE, 5_000_000, unit="USD")),
    ("more than $5bn", Q(H.MORE_THAN, 5 * 10**9, unit="USD")),
    ("$5m", Q(H.BARE, 5_000_000, unit="USD")),
    ("$5-6m", Q(H.RANGE, 5_000_000, 6_000_000, unit="USD")),
    ("between $5 million and $6 million", Q(H.RANGE, 5_000_000, 6_000_000, unit="USD")),
    ("€2.5", Q(H.BARE, Decimal("2.5"), unit="EUR")),
]

# text, the part that the caret underlines, what was expected.
REFUSED: list[tuple[str, str, str]] = [
    ("", "", "a quantity"),
    ("  ", "  ", "a quantity"),
    # Ambiguous or badly formed numbers.
    ("2.3m", "2.3m", "'2.3 million' or '2.3 metres'"),
    ("about 5m", "5m", "'m' could be either"),
    ("100s", "100s", "'100 seconds', or a word such as 'hundreds'"),
    ("over 1,000s", "1,000s", "'s' could be either"),
    ("1.200", "1.200", "'1,200', or '01.200' for 1.2: the point could be either"),
    ("about 1.200", "1.200", "the point could be either"),
    ("1.200.000", "1.200.000", "thousands in groups of three"),
    ("about 1,20", "1,20", "thousands in groups of three"),
    ("1 200", "200", "nothing more"),
    ("two thousand twelve hundred", "two thousand twelve hundred", "greatest to the least"),
    ("1234567890123456789", "1234567890123456789", "at most 18 digits"),
    ("0.0000000000001 km", "0.0000000000001", "12 after it"),
    ("1e5", "e5", "nothing more"),
    ("1e999999999", "e999999999", "nothing more"),
    ("0x10", "x10", "nothing more"),
    ("1_000", "_000", "nothing more"),
    ("nan", "nan", "a number or a hedge"),
    ("Infinity", "Infinity", "a number or a hedge"),
    # Below zero.
    ("-5", "-5", "never negative"),
    ("\u22125", "\u22125", "never negative"),
    ("about -5", "-5", "never negative"),
    ("-5 km", "-5", "never negative"),
    ("10 - -5", "-5", "never negative"),
    ("10\u221215", "\u221215", "a dash between two numbers"),
    # Digits that are not 0 to 9.
    ("\uff12\uff10\uff10", "\uff12", "the digits 0 to 9"),
    ("about \uff12\uff10\uff10", "\uff12", "the digits 0 to 9"),
    ("2\uff10\uff10", "\uff10\uff10", "nothing more"),
    ("٣٠", "٣", "the digits 0 to 9"),
    ("½ million", "½", "the digits 0 to 9"),
    ("2½ million", "½ million", "nothing more"),
    # Relative to another figure.
    ("twice as many", "twice", "relative to another"),
    ("about twice as many", "twice", "relative to another"),
    ("half of them", "half", "relative to another"),
    ("double", "double", "relative to another"),
    ("a third of", "a third", "relative to another"),
    ("two thirds", "thirds", "relative to another"),
    ("three times as many", "times", "relative to another"),
    ("3 times", "times", "relative to another"),
    ("most of them", "most", "relative to another"),
    ("tenfold", "tenfold", "relative to another"),
    # Meaningless.
    ("about 0", "0", "'none' or 'at most' a number"),
    ("nearly 0", "0", "'none' or 'at most' a number"),
    ("fewer than 0", "0", "'none' or 'at most' a number"),
    ("2.5", "2.5", "a whole number, or a unit"),
    ("about 2.5", "2.5", "a whole number, or a unit"),
    ("2.3 dozen", "2.3 dozen", "a whole number, or a unit"),
    ("15 to 10", "15 to 10", "lower end first"),
    ("between one hundred and twenty", "between one hundred and twenty", "lower end first"),
    # Trailing text.
    ("200 people", "people", "nothing more, or a unit"),
    ("about 200 killed", "killed", "nothing more, or a unit"),
    ("some of them", "them", "nothing more, or a unit"),
    ("no comment", "comment", "nothing more, or a unit"),
    ("several thousand men", "men", "nothing more, or a unit"),
    ("26,", ",", "nothing more, or a unit"),
    ("30++", "+", "nothing more, or a unit"),
    ("10-15-20", "-20", "nothing more, or a unit"),
    ("30 kilometrs", "kilometrs", "did you mean 'kilometre'"),
    # Something is missing.
    ("about", "", "a number after 'about'"),
    ("more than several", "several", "a number after 'more than'"),
    ("10 or", "", "a number after 'or'"),
    ("10-day", "day", "a number after '-'"),
    ("between", "", "a number after 'between'"),
    ("between 10", "", "'and' and a second number"),
    ("between ten and", "", "a number after 'and'"),
    ("from 10", "", "'to' and a second number"),
    ("from 10 or 15", "o", "'to' and a second number"),
    # Hedges that do not go together.
    ("more than 10 to 15", "10 to 15", "one number beside 'more than'"),
    ("10-15+", "10-15", "one number beside 'at least'"),
    ("about 200 or more", "or more", "one hedge"),
    ("about 30+", "+", "one hedge"),
    ("30+ or so", "or so", "one hedge"),
    ("several or more", "several", "a number or a hedge"),
    # Unknown words, with the nearest known.
    ("abuot 200", "abuot", "did you mean 'about'"),
    ("mroe than 30", "mroe than", "did you mean 'more than'"),
    ("twleve", "twleve", "did you mean 'twelve'"),
    ("severel", "severel", "did you mean 'several'"),
    ("?", "?", "a number or a hedge"),
    ("killed 200 men", "killed", "a number or a hedge"),
    # Units and currencies that do not go together.
    ("¥5", "¥", "a known currency"),
    ("KPW 5", "KPW", "a known currency"),
    ("MIN 5", "MIN", "a known currency"),
    ("$5 to €6", "€", "the currency of the other number"),
    ("$5 km", "km", "the unit 'USD', or none"),
]


class TestParseQuantity:
    @pytest.mark.parametrize(("text", "expected"), READ, ids=[text for text, _ in READ])
    def test_read(self, text: str, expected: Quantity) -> None:
        """What is written, and what is made of it."""
        assert parse_quantity(text) == expected

    def test_every_hedge_is_read(self) -> None:
        """The table above leaves no hedge out."""
        assert {quantity.hedge for _, quantity in READ} == set(Hedge)

    @pytest.mark.parametrize(
        ("text", "fault", "expected"), REFUSED, ids=[repr(row[0]) for row in REFUSED]
    )
    def test_refused(self, text: str, fault: str, expected: str) -> None:
        """The caret underlines the fault, and the message says what was expected."""
        with pytest.raises(NotationError) as caught:
            parse_quantity(text)
        error = caught.value
        assert text[error.start : error.end] == fault
        assert expected in error.message
        assert error.text == text

    def test_the_caret(self) -> None:
        """The whole message, drawn."""
        with pytest.raises(NotationError) as caught:
            parse_quantity("about 200 killed")
        assert str(caught.value).splitlines()[1:] == ["  about 200 killed", "            ^^^^^^"]

    @pytest.mark.parametrize("value", [2.5, 200.0, 26, None, True])
    def test_only_text_is_read(self, value: Any) -> None:
        """A float has lost digits already; a number belongs in quotes."""
        with pytest.raises(NotationError, match="in quotes"):
            parse_quantity(value)

    @pytest.mark.parametrize(
        "text",
        [
            "1" * 10**6,
            "a" * 10**6,
            " " * 10**6,
            "about " * 10**5,
            "9" * MAX_LENGTH,
            "one hundred and " * 12,
            "," * MAX_LENGTH,
            "1," * 100,
            "a couple of " * 16,
            " " * 100 + "or so" + " " * 90 + "x",
        ],
        ids=lambda text: f"{len(text)} of {text[:8]!r}",
    )
    def test_endless_text_is_refused_at_once(self, text: str) -> None:
        """No input makes the parser hang."""
        before = time.process_time()
        with pytest.raises(NotationError):
            parse_quantity(text)
        assert time.process_time() - before < 1

    def test_too_long_by_one(self) -> None:
        """The bound is on the whole text, spaces included."""
        assert parse_quantity("26".ljust(MAX_LENGTH)) == Q(H.BARE, 26)
        with pytest.raises(NotationError, match="at most 200 characters") as caught:
            parse_quantity("26".ljust(MAX_LENGTH + 1))
        assert (caught.value.start, caught.value.end) == (MAX_LENGTH, MAX_LENGTH + 1)

    def test_nothing_is_kept_of_what_is_refused(self) -> None:
        """The same text is refused again in the same words."""
        messages = set()
        for _ in range(2):
            with pytest.raises(NotationError) as caught:
                parse_quantity("abuot 200")
            messages.add(str(caught.value))
        assert len(messages) == 1


class TestUnit:
    @pytest.mark.parametrize(
        ("text", "unit", "expected"),
        [
            ("70", "%", Q(H.BARE, 70, unit="%")),
            ("70 %", "percent", Q(H.BARE, 70, unit="%")),
            ("4,400", "sq km", Q(H.BARE, 4400, unit="km2")),
            ("none", "km", Q(H.NONE, unit="km")),
            ("$5", "USD", Q(H.BARE, 5, unit="USD")),
        ],
    )
    def test_given(self, text: str, unit: str, expected: Quantity) -> None:
        """A unit beside the text stands where the text has none, or the same."""
        assert parse_quantity(text, unit=unit) == expected

    @pytest.mark.parametrize(("text", "unit", "fault"), [("5 km", "miles", "km"), ("$5", "km", "")])
    def test_another_than_given(self, text: str, unit: str, fault: str) -> None:
        """Two units for one number are refused."""
        with pytest.raises(NotationError, match="or none") as caught:
            parse_quantity(text, unit=unit)
        assert text[caught.value.start : caught.value.end] == fault

    def test_unknown(self) -> None:
        """An unknown unit is named, with the nearest."""
        with pytest.raises(UnknownNameError, match="did you mean 'hectare"):
            parse_quantity("5", unit="hectarse")

    @pytest.mark.parametrize("unit", units().known())
    @pytest.mark.parametrize("hedge", [H.BARE, H.NONE, H.SOME, H.SEVERAL, H.TENS, H.COUPLE])
    def test_every_unit_reads_back(self, unit: str, hedge: Hedge) -> None:
        """Whatever the name of the unit, it is not taken for something else."""
        quantity = Q(hedge, 5 if hedge is H.BARE else None, unit=unit)
        assert parse_quantity(format_quantity(quantity)) == quantity

    @pytest.mark.parametrize("unit", units().known())
    def test_every_unit_reads_back_after_a_scale(self, unit: str) -> None:
        """Also where a scale word stands before it."""
        quantity = Q(H.RANGE, 1_200_000, 2 * 10**9, unit=unit)
        assert parse_quantity(format_quantity(quantity)) == quantity
