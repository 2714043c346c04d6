"""Whether the figure of a claim stands in the words quoted for it.

A quote is read generously: digits grouped in any way, with or without a scale, number words,
and in another language than English anything with the same leading digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from claimledger.claims import Claim
from claimledger.errors import NotationError, quoted
from claimledger.linting.lints import Case, Lint
from claimledger.numerals import find_numeral
from claimledger.quantities import VAGUE, Quantity

_DIGITS = re.compile(r"\d+(?:[.,'’\s\u00a0\u2009\u202f]\d+)*")
_GAP = re.compile(r"[^\d]")
_WORD = re.compile(r"[A-Za-z]+")
_SCALE = re.compile(r"[\s\u00a0\u2009\u202f]*-?([A-Za-z]+)")
_SCALES: Mapping[str, int] = (
    dict.fromkeys(("k", "thousand", "thousands"), 10**3)
    | dict.fromkeys(("m", "mn", "mln", "million", "millions"), 10**6)
    | dict.fromkeys(("b", "bn", "billion", "billions"), 10**9)
    | {"hundred": 100, "dozen": 12, "dozens": 12, "score": 20}
)
_ONES = {"a": 1, "an": 1, "another": 1, "single": 1, "couple": 2, "pair": 2, "both": 2, "dozen": 12}
_GROUPS = 5
"""So many groups of digits are one number at most."""

_ENGLISH = frozenset(
    [
        *("the", "and", "of", "to", "its", "that", "they", "from", "which", "with"),
        *("has", "have", "had", "were", "been", "killed", "wounded", "lost", "destroyed"),
    ]
)
_SMALL = 100
"""What is less is often written in words, which are read in English alone."""


def quote_lints(case: Case) -> Iterator[Lint]:
    """The quotes that hold no number that is the figure of their claim."""
    for claim in case.ledger.active:
        sought = figures_of(claim)
        for attested in case.ledger.attestations.get(claim.id, ()) if sought else ():
            if attested.quote is not None and not holds(attested.quote, sought):
                message = (
                    f"{claim.said!r} does not stand in {quoted(attested.quote)}: quote the"
                    " words that give it, or correct the value"
                )
                yield Lint(
                    code="quote-lacks-figure",
                    message=message,
                    claims=(claim.id,),
                    field="quote",
                    record=attested,
                )


def figures_of(claim: Claim) -> frozenset[tuple[Fraction, bool]]:
    """The figures that a claim names, each with whether it has a unit."""
    found = set()
    for value in (claim.value, claim.same_quantity_as):
        if isinstance(value, Quantity) and value.hedge not in VAGUE:
            ends = (value.low, value.high)
            found |= {(Fraction(end), not value.is_count) for end in ends if end is not None}
    return frozenset(found)


def holds(quote: str, sought: frozenset[tuple[Fraction, bool]]) -> bool:
    """Whether a quote holds a figure, or cannot be read well enough to tell."""
    is_english = not _ENGLISH.isdisjoint(quote.casefold().split())
    is_small = any(figure < _SMALL for figure, _ in sought)
    has_digits = any(letter.isdigit() for letter in quote)
    if not is_english and (is_small or not has_digits):
        return True
    exact = {figure for figure, _ in sought}
    alike = {_leading(figure) for figure, has_unit in sought if has_unit or not is_english}
    return any(number in exact or _leading(number) in alike for number in numbers_in(quote))


def numbers_in(text: str) -> Iterator[Fraction]:
    """All numbers that a text may hold, read in every way."""
    for match in _DIGITS.finditer(text):
        yield from _from_digits(match)
    for word in _WORD.finditer(text):
        yield from _from_words(text, word)


def _from_digits(match: re.Match[str]) -> Iterator[Fraction]:
    groups, gaps = _GAP.split(match.group()), _GAP.findall(match.group())
    scale = _SCALE.match(match.string, match.end())
    factor = _SCALES.get(scale[1].casefold(), 1) if scale else 1
    for start in range(len(groups)):
        for end in range(start + 1, min(start + _GROUPS, len(groups)) + 1):
            times = {1, factor} if end == len(groups) else {1}
            whole = "".join(groups[start:end])
            yield from (Fraction(int(whole) * one) for one in times)
            if end - start > 1 and gaps[end - 2] in ".,":
                decimal = Fraction(Decimal(f"{''.join(groups[start : end - 1])}.{groups[end - 1]}"))
                yield from (decimal * one for one in times)


def _from_words(text: str, word: re.Match[str]) -> Iterator[Fraction]:
    if word.group().casefold() in _ONES:
        yield Fraction(_ONES[word.group().casefold()])
    try:
        numeral = find_numeral(text, word.start(), len(text))
    except NotationError:
        return
    if numeral is not None:
        yield Fraction(numeral.value)


def _leading(number: Fraction) -> str:
    """The digits of a number without the zeros around them."""
    digits = f"{Decimal(number.numerator) / Decimal(number.denominator):f}"
    return digits.replace(".", "").strip("0")
