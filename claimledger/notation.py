"""Text to :class:`Quantity` and back.

A text is read whole or refused: what is refused says where the fault lies, what was
expected there, and the nearest valid spelling. The tables below hold every wording that is
known; a new one is a line in a table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from claimledger.errors import InvalidRecordError, NotationError, UnknownNameError, nearest
from claimledger.numerals import (
    FLAGS,
    GAP,
    NUMBER_WORDS,
    SPACE,
    WORD_END,
    Numeral,
    find_numeral,
    key_of,
    spellings,
)
from claimledger.quantities import (
    MANY_THOUSANDS,
    PLURAL_TIMES,
    SMALL_TIMES,
    Hedge,
    Quantity,
    format_quantity,
)
from claimledger.units import Unit, units

__all__ = ["format_quantity", "parse_quantity"]

MAX_LENGTH = 200
"""How long the text of a quantity may be."""

_SPELLED: Mapping[Hedge, tuple[str, ...]] = MappingProxyType(
    {
        Hedge.EXACTLY: ("exactly", "precisely"),
        Hedge.ABOUT: (
            *("about", "around", "some", "roughly", "approximately", "approx", "approx."),
            *("circa", "ca", "ca.", "c", "c.", "~", "≈", "an estimated", "estimated"),
            *("in the region of", "more or less"),
        ),
        Hedge.NEARLY: ("nearly", "almost", "close to"),
        Hedge.MORE_THAN: (
            *("more than", "over", "above", ">", "greater than", "in excess of", "exceeding"),
            *("just over", "well over", "slightly over", "just above", "well above"),
            *("slightly more than", "little more than", "a little over", "upwards of"),
        ),
        Hedge.AT_LEAST: (
            *("at least", "no fewer than", "no less than", "not fewer than", "not less than"),
            *("a minimum of", "minimum of", ">=", "≥"),
        ),
        Hedge.FEWER_THAN: (
            *("fewer than", "less than", "under", "below", "<"),
            *("just under", "well under", "just below", "well below"),
        ),
        Hedge.AT_MOST: (
            *("at most", "no more than", "not more than", "not over", "not exceeding"),
            *("a maximum of", "maximum of", "<=", "≤"),
        ),
        Hedge.UP_TO: ("up to", "as many as", "as much as"),
    }
)
_HEDGES = {spelling: hedge for hedge, known in _SPELLED.items() for spelling in known}
_AFTER = {
    "or so": Hedge.ABOUT,
    "or more": Hedge.AT_LEAST,
    "or fewer": Hedge.AT_MOST,
    "or less": Hedge.AT_MOST,
}
_WORDS = {
    "some": Hedge.SOME,
    "at least some": Hedge.SOME,
    "losses": Hedge.SOME,
    "casualties": Hedge.SOME,
    "some losses": Hedge.SOME,
    "some casualties": Hedge.SOME,
    "none": Hedge.NONE,
    "no": Hedge.NONE,
    "nil": Hedge.NONE,
    "nobody": Hedge.NONE,
    "no one": Hedge.NONE,
    "no-one": Hedge.NONE,
    "no losses": Hedge.NONE,
    "no casualties": Hedge.NONE,
    "unknown": Hedge.UNKNOWN,
    "not known": Hedge.UNKNOWN,
    "unknown number": Hedge.UNKNOWN,
    "an unknown number": Hedge.UNKNOWN,
}
_SMALL = {hedge.value: hedge for hedge in (Hedge.COUPLE, Hedge.FEW, Hedge.SEVERAL)}
_PLURALS = {
    hedge.value: (hedge, 1)
    for hedge in (Hedge.TENS, Hedge.DOZENS, Hedge.SCORES, Hedge.HUNDREDS, Hedge.THOUSANDS)
} | {word: (Hedge.THOUSANDS, times) for times, word in MANY_THOUSANDS.items()}
_TIMES = (
    {word: times for times, word in SMALL_TIMES.items()}
    | {f"{word}s": times for times, word in SMALL_TIMES.items() if " " not in word and times > 10}
    | {"hundreds of thousands": 10**5, "hundreds of millions": 10**8}
    | {"ten thousand": 10**4, "ten million": 10**7}
)

_HEDGE = re.compile(spellings(_HEDGES), FLAGS)
_HEDGE_AFTER = re.compile(rf"{GAP}(?P<words>{spellings(_AFTER)}){SPACE}*\Z", FLAGS)
_WORD = re.compile(spellings(_WORDS), FLAGS)
_VAGUE_SMALL = re.compile(
    rf"(?P<word>{spellings(_SMALL)})(?:{GAP}(?:of{GAP})?(?P<times>{spellings(_TIMES)}))?", FLAGS
)
_VAGUE_PLURAL = re.compile(
    rf"(?:in{GAP}the{GAP})?(?P<word>{spellings(_PLURALS)})"
    rf"(?:{GAP}of{GAP}(?P<times>{spellings(PLURAL_TIMES.values())}))?",
    FLAGS,
)
_OPENING = re.compile(spellings(["between", "from"]), FLAGS)
_DASH = "[-\u2010-\u2015]"
_JOINTS = {
    "between": re.compile(rf"{_DASH}|{spellings(['and', 'to'])}", FLAGS),
    "from": re.compile(rf"{_DASH}|{spellings(['to'])}", FLAGS),
    "": re.compile(rf"{_DASH}|{spellings(['to', 'or'])}", FLAGS),
}
_SPACES = re.compile(rf"{SPACE}*")
_PLUS = re.compile(r"\+")
_OF = re.compile(rf"of{WORD_END}", FLAGS)
_CURRENCY = re.compile(r"[A-Za-z]{0,3}[$£€¥₽₺₴₾֏₼₪₹₩₦]|[A-Z]{3}(?=[\s\u00a0\u2009\u202f]*[0-9])")
_MINUS = re.compile(rf"[-\u2212]{SPACE}*[0-9]+", FLAGS)
_UNICODE_MINUS = re.compile(rf"\u2212{SPACE}*[0-9]")
_RELATIVE = re.compile(
    rf"(?:(?:a|an|one|two|three|four){GAP})?-?(?:"
    + spellings(
        [
            *("twice", "thrice", "double", "doubled", "treble", "triple", "tripled", "quadruple"),
            *("half", "halves", "third", "thirds", "quarter", "quarters", "fifth", "tenth"),
            *("most", "majority", "as many", "as much", "times", "fold", "twofold", "tenfold"),
        ]
    )
    + ")",
    FLAGS,
)
_LEAD = re.compile(r"[^0-9]+")
_TOKEN = re.compile(r"[^\s\u00a0\u2009\u202f]+")


def parse_quantity(text: str, *, unit: str | None = None) -> Quantity:
    """Read a quantity as newspapers, ministries and spreadsheets write it.

    >>> parse_quantity("about 200").support()
    Interval(150, 250)
    >>> parse_quantity("tens of thousands")
    Quantity(Hedge.TENS, low=Decimal('1E+3'))
    >>> print(parse_quantity("10-15k"))
    10,000 to 15,000

    Args:
        text: The whole text, with nothing before or after the quantity.
        unit: The unit where the text names none; None for a count.

    Raises:
        NotationError: If the text is not in the notation, could be read in two ways, or
            names a unit other than the one given.
        UnknownNameError: If ``unit`` is not a known unit.
    """
    if not isinstance(text, str):
        raise NotationError(
            str(text), 0, len(str(text)), "text: in quotes a number keeps its digits"
        )
    if len(text) > MAX_LENGTH:
        raise NotationError(text, MAX_LENGTH, len(text), f"at most {MAX_LENGTH} characters")
    return _parsed(text, unit)


@lru_cache(maxsize=1 << 14)
def _parsed(text: str, unit: str | None) -> Quantity:
    return _Parser(text, None if unit is None else _unit_named(unit)).quantity()


def _unit_named(name: str) -> str:
    found = units().find(name)
    if found is None:
        raise UnknownNameError(name, "unit", nearest(name, units().spellings()))
    return found.name


class _Parser:
    """One text and how far it has been read."""

    def __init__(self, text: str, unit: str | None) -> None:
        self.text = text
        self.unit = unit
        self.end = len(text)
        self.position = 0
        self.currency: Unit | None = None

    def quantity(self) -> Quantity:
        """The quantity that the whole text is."""
        if not self.text.strip():
            raise self.fault(0, self.end, "a quantity, such as 'about 200', 'none' or 'unknown'")
        after = _HEDGE_AFTER.search(self.text)
        if after is not None:
            self.end = after.start()
        hedged = self.take(_HEDGE)
        hedge = Hedge.BARE if hedged is None else _HEDGES[key_of(hedged.group())]
        start = self.here()
        opening = self.take(_OPENING)
        numbers = self.numbers("" if opening is None else key_of(opening.group()))
        if numbers:
            return self.finish(self.closing(hedge, after), start, numbers)
        if opening is None:
            self.position = 0
            words = None if after else self.words()
            if words is not None:
                return words
        self.position = start if opening is None else opening.end()
        raise self.fault_at_number(hedged if opening is None else opening)

    # Steps: each begins where the last one ended.

    def here(self) -> int:
        """The position of the next character that is no space."""
        spaces = _SPACES.match(self.text, self.position, self.end)
        return self.position if spaces is None else spaces.end()

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Move past what the pattern matches here, if it does."""
        match = pattern.match(self.text, self.here(), self.end)
        if match is not None:
            self.position = match.end()
        return match

    def number(self, *, with_and: bool = True) -> Numeral | None:
        """Move past a number, if there is one, and past the currency sign before it."""
        start = self.position
        sign = self.take(_CURRENCY)
        if sign is not None:
            found = units().find(sign.group())
            if found is None or not found.is_money:
                raise self.fault(*sign.span(), "a number, or a known currency before it")
            if self.currency not in {None, found}:
                raise self.fault(*sign.span(), "the currency of the other number")
            self.currency = found
        numeral = find_numeral(
            self.text,
            self.here(),
            self.end,
            is_money=self.currency is not None,
            with_and=with_and,
        )
        self.position = start if numeral is None else numeral.end
        return numeral

    def numbers(self, opening: str) -> tuple[Numeral, ...]:
        """One number, or the two of a range; none where no number is."""
        start = self.position
        left = self.number()
        if left is None:
            return ()
        joint = self.take(_JOINTS[opening])
        if opening == "between" and joint is None:
            # "One hundred and two hundred": the "and" may part two numbers.
            self.position = start
            left = self.number(with_and=False) or left
            joint = self.take(_JOINTS[opening])
        if joint is not None:
            right = self.number()
            if right is None:
                raise self.fault_at_number(joint)
            return left, right
        if opening:
            word = "and" if opening == "between" else "to"
            raise self.fault(self.here(), self.here() + 1, f"{word!r} and a second number")
        return (left,)

    def closing(self, hedge: Hedge, after: re.Match[str] | None) -> Hedge:
        """The hedge, together with the one that follows the number."""
        plus = self.take(_PLUS)
        if after is not None:
            behind, (start, end) = _AFTER[key_of(after["words"])], after.span("words")
        elif plus is not None:
            behind, (start, end) = Hedge.AT_LEAST, plus.span()
        else:
            return hedge
        if (plus is not None and after is not None) or hedge not in {Hedge.BARE, behind}:
            raise self.fault(start, end, "one hedge, before the number or after it")
        return behind

    def finish(self, hedge: Hedge, start: int, numbers: tuple[Numeral, ...]) -> Quantity:
        """The quantity, once its unit is read and nothing is left."""
        stop = numbers[-1].end
        unit = self.rest()
        low, high = numbers[0].value, None
        if len(numbers) == 2:
            low, high = numbers[0].scaled_like(numbers[1]), numbers[1].value
            if hedge not in {Hedge.BARE, Hedge.ABOUT}:
                raise self.fault(start, stop, f"one number beside {hedge.value!r}")
            hedge = Hedge.RANGE if hedge is Hedge.BARE else hedge
        return self.built(start, stop, hedge, low, high, unit)

    def words(self) -> Quantity | None:
        """A quantity without a figure, or None if the text does not begin with one."""
        low = 1
        match = self.take(_WORD)
        if match is not None:
            hedge = _WORDS[key_of(match.group())]
        elif (match := self.take(_VAGUE_SMALL)) is not None:
            hedge = _SMALL[key_of(match["word"])]
            low = _TIMES[key_of(match["times"])] if match["times"] else 1
        elif (match := self.take(_VAGUE_PLURAL)) is not None:
            hedge, low = _PLURALS[key_of(match["word"])]
            if match["times"]:
                low *= _PLURAL_VALUES[key_of(match["times"])]
        else:
            return None
        self.take(_OF)
        times = None if low == 1 else Decimal(low)
        return self.built(*match.span(), hedge, times, None, self.rest())

    def rest(self) -> str | None:
        """The unit that all the rest of the text names, or the one that was given."""
        self.take(_OF)
        start = self.here()
        said = self.text[start : self.end].rstrip()
        found = units().find(said) if said else self.currency
        if said and found is None:
            raise self.fault_at_rest(start, said)
        if found is None:
            return self.unit
        if self.currency not in {None, found} or self.unit not in {None, found.name}:
            wanted = self.unit if self.currency is None else self.currency.name
            raise self.fault(start, start + len(said), f"the unit {wanted!r}, or none")
        return found.name

    def built(
        self,
        start: int,
        end: int,
        hedge: Hedge,
        low: Decimal | None,
        high: Decimal | None,
        unit: str | None,
    ) -> Quantity:
        """The quantity, its faults shown at the numbers."""
        try:
            return Quantity(hedge, low, high, unit)
        except InvalidRecordError as error:
            expected = str(error).partition("expected ")[2]
            raise NotationError(self.text, start, end, expected) from error

    # Faults.

    def fault(self, start: int, end: int, expected: str, near: str | None = None) -> NotationError:
        """The error that shows a span of the text."""
        return NotationError(self.text, start, end, expected, near)

    def fault_at_number(self, before: re.Match[str] | None) -> NotationError:
        """Why no number begins here."""
        start = self.here()
        minus = _MINUS.match(self.text, start, self.end)
        if minus is not None:
            return self.fault(*minus.span(), "0 or more: a quantity is never negative")
        if self.text[start : start + 1].isnumeric():
            return self.fault(start, start + 1, "the digits 0 to 9")
        relative = self.relative(start)
        if relative is not None:
            return relative
        token = _TOKEN.match(self.text, start, self.end)
        stop = start if token is None else token.end()
        if before is not None:
            return self.fault(start, stop, f"a number after {before.group()!r}")
        lead = _LEAD.match(self.text, start, self.end)
        words = "" if lead is None else lead.group().strip()
        near = nearest(words, _KNOWN) or nearest(self.text[start:stop], _KNOWN)
        return self.fault(start, max(stop, start + len(words)), "a number or a hedge", near)

    def fault_at_rest(self, start: int, said: str) -> NotationError:
        """Why the text does not end here."""
        end = start + len(said)
        if _UNICODE_MINUS.match(said):
            return self.fault(start, end, "a dash between two numbers: this is a minus sign")
        near = nearest(said, units().spellings())
        return self.relative(start) or self.fault(start, end, "nothing more, or a unit", near)

    def relative(self, start: int) -> NotationError | None:
        """The fault of a figure that hangs on another, if one is here."""
        found = _RELATIVE.match(self.text, start, self.end)
        if found is None:
            return None
        expected = f"a figure of its own: {found.group()!r} is relative to another"
        return self.fault(*found.span(), expected)


_PLURAL_VALUES = {word: times for times, word in PLURAL_TIMES.items()}
_KNOWN = (*_HEDGES, *_WORDS, *_SMALL, *_PLURALS, *NUMBER_WORDS, "between", "from")
