"""Numbers in text: digits with their thousands separators and scales, and number words.

A :class:`Numeral` is one number with its span in the text. Nothing is guessed: what could
be read in two ways, such as ``1.200`` or ``5m``, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType

import attrs

from claimledger.errors import NotationError
from claimledger.figures import SCALES

SPACE = r"[\s\u00a0\u2009\u202f]"
GAP = rf"{SPACE}+"
WORD_END = r"(?![A-Za-z])"
FLAGS = re.IGNORECASE | re.ASCII


def spellings(words: Iterable[str]) -> str:
    """A pattern for any of the spellings, the longest first, with any space between words."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(_spelling(word) for word in ordered)


def _spelling(words: str) -> str:
    pattern = GAP.join(re.escape(word) for word in words.split())
    return pattern + WORD_END if words[-1].isalpha() else pattern


_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = [
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES: Mapping[str, int] = MappingProxyType(
    {"a": 1, "an": 1, "zero": 0}
    | {word: number for number, word in enumerate([*_ONES, *_TEENS], start=1)}
    | {word: number * 10 for number, word in enumerate(_TENS, start=2)}
)
_FACTORS: Mapping[str, int] = MappingProxyType({word: 10**power for word, power in SCALES})
_SUFFIXES: Mapping[str, int] = MappingProxyType(
    {"k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "dozen": 12, "dozens": 12}
    | dict(_FACTORS)
    | {f"hundred {word}": 100 * 10**power for word, power in SCALES[:-1]}
)
_DOZEN = 12
_FRACTIONS: Mapping[str, Decimal] = MappingProxyType(
    {
        "half a": Decimal("0.5"),
        "half-a": Decimal("0.5"),
        "a half": Decimal("0.5"),
        "half": Decimal("0.5"),
        "a quarter": Decimal("0.25"),
        "a quarter of a": Decimal("0.25"),
        "quarter of a": Decimal("0.25"),
        "three quarters of a": Decimal("0.75"),
    }
)

NUMBER_WORDS = (
    *(word for word in _VALUES if len(word) > 2),
    *(f"a {word}" for word in (*_FACTORS, "dozen")),
    "half a million",
)
"""The words that numbers are made of, for hints."""

_JOINT = rf"(?:{GAP}|-)"
_SMALL = (
    rf"(?:(?:{spellings(_TENS)}){_JOINT}(?:{spellings(_ONES)})"
    rf"|{spellings([*_ONES, *_TEENS, *_TENS])})"
)
_FEW = rf"(?:{_SMALL}|an?{WORD_END})"
_SCALE = spellings(word for word in _FACTORS if word != "hundred")
_WHOLE = spellings([*_FACTORS, "dozen"])
_THOUSAND_OR_MORE = re.compile(_SCALE, FLAGS)


def _words(joint: str) -> re.Pattern[str]:
    """Number words, with a pattern for what may stand after "hundred" and the like."""
    below = rf"(?:{_FEW}{_JOINT}{spellings(['hundred'])}(?:{joint}{_SMALL})?|{_SMALL})"
    scaled = rf"{_JOINT}(?:{_SCALE})"
    return re.compile(
        rf"(?:{below}|an?{WORD_END}){scaled}(?:{joint}{below}{scaled})*(?:{joint}{below})?"
        rf"|{below}|{spellings(['zero'])}",
        FLAGS,
    )


@cache
def _with_and() -> re.Pattern[str]:
    return _words(rf"{GAP}(?:and{GAP})?")


@cache
def _without_and() -> re.Pattern[str]:
    return _words(GAP)


_SUFFIXED_WORDS = re.compile(
    rf"(?P<first>{_FEW})(?:{_JOINT}(?P<hundred>hundred))?(?:{_JOINT}(?P<scale>{_SCALE}))?", FLAGS
)
_PART = re.compile(
    rf"(?P<fraction>{spellings(_FRACTIONS)}){_JOINT}(?P<of>{_WHOLE})"
    rf"|(?P<whole>{_FEW}){GAP}and{GAP}a{GAP}half{GAP}(?P<scaled>{_WHOLE})"
    rf"|(?P<one>an?|one){GAP}(?P<halved>{_WHOLE}){GAP}and{GAP}a{GAP}half{WORD_END}"
    rf"|(?P<number>{_FEW}){_JOINT}dozen{WORD_END}",
    FLAGS,
)

_SEPARATORS = ",'’\u00a0\u2009\u202f"
_DIGITS = re.compile(rf"[0-9](?:[0-9.{_SEPARATORS}]*[0-9])?")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(
    rf"[1-9][0-9]{{0,2}}([{_SEPARATORS}])[0-9]{{3}}(?:\1[0-9]{{3}})*(?:\.[0-9]+)?"
)
_LIKE_A_GROUP = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_SUFFIX = re.compile(
    rf"{SPACE}*-?(?P<suffix>(?:{spellings(set(_SUFFIXES) - {'m'})}))(?![A-Za-z0-9])", FLAGS
)
_MILLION_OR_METRES = re.compile(r"[mM](?![\w²³])|[\s\u00a0\u2009\u202f]+M(?![\w²³])")
_HUNDREDS_OR_SECONDS = re.compile(r"1(?:0|,000)+[sS](?![\w²³])")
_SHORT_MILLION = re.compile(rf"{SPACE}*(?P<suffix>m)(?![\w²³])", FLAGS)


@attrs.frozen
class Numeral:
    """One number in a text.

    Args:
        start: Where it begins.
        end: Where it ends, exclusive.
        value: The number, with the place of its last significant digit as exponent.
        is_scaled: Whether it has a scale of its own, such as "thousand".
        splits: How it splits into a number and a scale that could hold for a number
            before it as well: "two hundred thousand" is 2 hundred thousand, or 200 thousand.
    """

    start: int
    end: int
    value: Decimal
    is_scaled: bool = False
    splits: tuple[tuple[Decimal, int], ...] = ()

    def scaled_like(self, after: Numeral) -> Decimal:
        """Its value where it is the left of a range: "10" of "10-15k" is 10,000."""
        if not self.is_scaled:
            for number, factor in after.splits:
                if self.value < number:
                    return scaled(self.value, factor)
        return self.value


def scaled(number: Decimal, factor: int) -> Decimal:
    """The number times a scale; the zeros that end a whole number are not significant.

    >>> scaled(Decimal("2.0"), 1000000), scaled(Decimal("20"), 1000)
    (Decimal('2.0E+6'), Decimal('2E+4'))
    """
    _, digits, exponent = number.as_tuple()
    coefficient, power = int("".join(map(str, digits))), int(exponent)
    if factor == _DOZEN:
        coefficient *= _DOZEN
        while power < 0 and coefficient % 10 == 0:
            coefficient, power = coefficient // 10, power + 1
    else:
        while power == 0 and coefficient and coefficient % 10 == 0:
            coefficient //= 10
            factor *= 10
        power += len(str(factor)) - 1
    return Decimal(f"{coefficient}E{power}")


def find_numeral(
    text: str, start: int, end: int, *, is_money: bool = False, with_and: bool = True
) -> Numeral | None:
    """The number that begins at ``start``, or None if none does.

    Args:
        text: The whole text.
        start: Where the number should begin.
        end: Where the part of the text that may be read ends, exclusive.
        is_money: Whether "5m" cannot but be five million.
        with_and: Whether number words may be joined by "and".

    Raises:
        NotationError: For a number that is ambiguous or badly formed.
    """
    digits = _DIGITS.match(text, start, end)
    if digits is not None:
        return _from_digits(digits, end, is_money)
    part = _PART.match(text, start, end)
    if part is not None:
        return _from_part(part)
    words = (_with_and() if with_and else _without_and()).match(text, start, end)
    return None if words is None else _from_words(words)


def _from_digits(digits: re.Match[str], end: int, is_money: bool) -> Numeral:
    text, start, stop = digits.string, digits.start(), digits.end()
    shown = digits.group()
    if not (_PLAIN.fullmatch(shown) or _GROUPED.fullmatch(shown)):
        expected = "thousands in groups of three, as in '1,200', and a point before decimals"
        raise NotationError(text, start, stop, expected)
    number = Decimal(re.sub(f"[{_SEPARATORS}]", "", shown))
    suffix = _SUFFIX.match(text, stop, end)
    if suffix is None and is_money:
        suffix = _SHORT_MILLION.match(text, stop, end)
    if suffix is not None:
        factor = _SUFFIXES[key_of(suffix["suffix"])]
        return Numeral(start, suffix.end(), scaled(number, factor), True, ((number, factor),))
    unclear = _MILLION_OR_METRES.match(text, stop, end)
    if unclear is not None:
        expected = f"'{shown} million' or '{shown} metres': 'm' could be either"
        raise NotationError(text, start, unclear.end(), expected)
    if _HUNDREDS_OR_SECONDS.match(text, start, end):
        expected = f"'{shown} seconds', or a word such as 'hundreds': 's' could be either"
        raise NotationError(text, start, stop + 1, expected)
    if _LIKE_A_GROUP.fullmatch(shown):
        grouped, decimal = shown.replace(".", ","), f"{number.normalize():f}"
        expected = f"{grouped!r}, or '0{shown}' for {decimal}: the point could be either"
        raise NotationError(text, start, stop, expected)
    return Numeral(start, stop, scaled(number, 1))


def _from_part(part: re.Match[str]) -> Numeral:
    if part["fraction"]:
        number, word = _FRACTIONS[key_of(part["fraction"])], part["of"]
    elif part["number"]:
        number, word = Decimal(_count(part["number"])), "dozen"
    elif part["one"]:
        number, word = Decimal("1.5"), part["halved"]
    else:
        number, word = _count(part["whole"]) + Decimal("0.5"), part["scaled"]
    factor = _SUFFIXES[key_of(word)]
    return Numeral(part.start(), part.end(), scaled(number, factor), True, ((number, factor),))


def _from_words(words: re.Match[str]) -> Numeral:
    start, end = words.span()
    value = _value(words.group())
    if value is None:
        raise NotationError(words.string, start, end, "number words from the greatest to the least")
    simple = _SUFFIXED_WORDS.fullmatch(words.string, start, end)
    splits: tuple[tuple[Decimal, int], ...] = ()
    if simple is not None:
        first = Decimal(_count(simple["first"]))
        hundred = 100 if simple["hundred"] else 1
        scale = _FACTORS[key_of(simple["scale"])] if simple["scale"] else 1
        pairs = ((first, hundred * scale), (first * hundred, scale))
        splits = tuple(pair for pair in pairs if pair[1] > 1)
    # "One hundred to two hundred thousand" scales both: a hundred alone is no scale of its own.
    is_scaled = _THOUSAND_OR_MORE.search(words.group()) is not None
    return Numeral(start, end, scaled(Decimal(value), 1), is_scaled, splits)


def _count(words: str) -> int:
    return sum(_VALUES[word] for word in _tokens(words))


def _value(words: str) -> int | None:
    """What the words come to, or None where a scale does not lie below the one before it."""
    total, current, last = 0, 0, 10**15
    for word in _tokens(words):
        if word == "hundred":
            current *= 100
        elif word in _FACTORS:
            if current * _FACTORS[word] >= last:
                return None
            last = _FACTORS[word]
            total, current = total + current * last, 0
        else:
            current += _VALUES[word]
    return total + current if current < last else None


def _tokens(words: str) -> list[str]:
    return [word for word in key_of(words).replace("-", " ").split() if word != "and"]


def key_of(words: str) -> str:
    """The words in lower case with one space between them."""
    return " ".join(words.casefold().split())
