"""Typed tables, before they have a layout, and the words that figures are put in.

Words that must stay on one line are joined by U+00A0, which no record of a ledger holds.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

import attrs

from claimledger.claims import Claim, Members, Stance, answer_text
from claimledger.dates import PartialDate
from claimledger.displays import shown_by
from claimledger.findings import Verdict
from claimledger.grouping import Question
from claimledger.intervals import Bound, Interval
from claimledger.ledger import Ledger
from claimledger.quantities import Hedge, Quantity
from claimledger.relations import Voice
from claimledger.sources import ANY

GLUE = "\N{NO-BREAK SPACE}"

_QUALIFIERS = {"~": "about", "?": "perhaps", "%": "perhaps about"}


@attrs.frozen
class Entry:
    """One line of a cell.

    Attributes:
        figure: What stands out.
        note: What stands beside it: who said it, and when.
    """

    figure: str
    note: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.figure, self.note) if part)


Cell: TypeAlias = str | tuple[Entry, ...]
"""Text, of one or more lines, or entries of a line each."""


@attrs.frozen
class Table:
    """Rows under a title.

    Attributes:
        title: What the rows have in common; a verdict ends it, if they share one.
        header: The names of the columns.
        rows: Cells, as many in each row as there are columns.
        notes: Sentences that belong under the table.
        heads: How many cells begin a row that is set as a block.
        inline: How a row reads as one sentence, a template with ``{}`` for each column;
            empty where a row that is set as a block keeps the names of the columns.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    heads: int = 1
    inline: tuple[str, ...] = ()

    _repr_html_ = shown_by("table_html")
    _repr_markdown_ = shown_by("table_markdown")

    @property
    def verdict(self) -> str | None:
        """The verdict that the rows share."""
        last = self.title.rpartition(": ")[2]
        return last if last in set(Verdict) else None


def cell_text(cell: Cell) -> str:
    """A cell as text, an entry a line."""
    return cell if isinstance(cell, str) else "\n".join(map(str, cell))


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "claim"), counted(1200, "claim")
    ('1 claim', '1,200 claims')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def number_text(value: Bound, unit: str | None = None) -> str:
    """A number as a reader writes it: grouped, and to four digits where it has decimals.

    >>> number_text(2745), number_text(Fraction(55, 2)), number_text(Fraction(1, 3), "km")
    ('2,745', '27.5', '0.3333 km')
    """
    if unit is not None:
        return f"{number_text(value)} {unit}"
    if isinstance(value, float) and math.isinf(value):
        return "∞" if value > 0 else "-∞"
    return _rounded(Fraction(value), 4)


def ratio_text(ratio: Bound) -> str:
    """A ratio above 1 to two digits, and to more where it would read as 1.

    >>> ratio_text(Fraction(275, 29)), ratio_text(137), ratio_text(Fraction(101, 100))
    ('9.5', '137', '1.01')
    """
    if isinstance(ratio, float):
        return number_text(ratio)
    exact = Fraction(ratio)
    texts = (_rounded(exact, digits) for digits in (2, 3, 4, 5, 6))
    return next((text for text in texts if text != "1" or exact == 1), "1.00000")


def _rounded(value: Fraction, digits: int) -> str:
    """A number to some digits; of a large one no digit before the point is lost."""
    if value.denominator == 1:
        return f"{value.numerator:,}"
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    places = max(digits - 1 - decimal.adjusted(), 0)
    text = f"{decimal:,.{places}f}"
    return text.rstrip("0").rstrip(".") if places else text


def interval_text(interval: Interval | None, unit: str | None = None) -> str:
    """A range in words.

    >>> interval_text(Interval(150, 250)), interval_text(Interval(30, None), "km2")
    ('150 to 250', 'at least 30 km2')
    """
    if interval is None:
        return "none"
    low, high = interval.low, interval.high
    if isinstance(high, float):
        words = "more than" if interval.low_open else "at least"
        text = "any" if isinstance(low, float) or low == 0 else f"{words} {number_text(low)}"
    elif isinstance(low, float):
        text = f"{'less than' if interval.high_open else 'at most'} {number_text(high)}"
    elif low == high:
        text = number_text(low)
    else:
        lower = f"{'more than ' if interval.low_open else ''}{number_text(low)}"
        text = f"{lower} to {'less than ' if interval.high_open else ''}{number_text(high)}"
    return text if unit is None else f"{text} {unit}"


def date_text(date: PartialDate | str) -> str:
    """A date in ISO form, and what is not sure about it in words.

    >>> date_text("2020-12~").split()
    ['about', '2020-12']
    """
    text = str(date).replace("T", GLUE)
    word = _QUALIFIERS.get(text[-1:])
    return text if word is None else f"{word} {text[:-1]}".replace(" ", GLUE)


def window_text(window: str, accrual: str | None = None) -> str:
    """When it happened, in words; only a span of two dates is divided, between them.

    >>> window_text("2020-09-27/..").split(), window_text("2020-09-28", "stock").split()
    (['since', '2020-09-27'], ['as', 'at', '2020-09-28'])
    """
    start, _, end = window.partition("/")
    new = f"new,{GLUE}" if end and accrual == "increment" else ""
    if end == "..":
        return f"{new}since{GLUE}{date_text(start)}"
    if start == "..":
        return f"{new}until{GLUE}{date_text(end)}"
    if end:
        return f"{new}{date_text(start)} to{GLUE}{date_text(end)}"
    word = "on" if start.count("-") > 1 else "in"
    word = {"stock": "as at", "increment": f"new {word}"}.get(accrual or "", word)
    return f"{word} {date_text(start)}".replace(" ", GLUE)


def question_text(question: Question, *, event: bool = False) -> str:
    """A question in lines: what is asked, of whom; then where and when.

    Args:
        question: The question.
        event: Whether to name the event.
    """
    first = question.about
    if question.kind == "measure":
        if question.subject is not None:
            whose = "all parties" if question.subject == ANY else question.subject
            first = f"{first}, {whose}"
        elif question.dimension is None:
            first = f"{first}, subject not stated"
    time = question.window and window_text(question.window, question.accrual)
    if question.window is None:
        time = {"stock": "at one moment", "increment": "new since the last count"}.get(
            question.accrual or ""
        )
    place = "all places" if question.place == ANY else question.place
    second = ", ".join(part for part in (place, time) if part)
    third = question.event if event else None
    return "\n".join(line for line in (first, second, third) if line)


def answer_words(claim: Claim) -> str:
    """What a claim says, in words that need no manual.

    >>> answer_words(Claim(source="A", date="2020-01-01", measure="tanks lost", value="some"))
    'at least 1, no figure'
    """
    value = claim.value
    if value is None or claim.stance is Stance.DECLINES:
        return "no comment"
    text = answer_text(value)
    if isinstance(value, Quantity) and value.hedge is Hedge.SOME:
        if claim.stance is Stance.DENIES:
            return "denies any"
        text = f"at least 1{'' if value.unit is None else f' {value.unit}'}, no figure"
    elif isinstance(value, Quantity) and value.is_vacuous:
        text = "unknown, no figure"
    elif isinstance(value, Members) and not value.closed:
        text = f"{text}, perhaps others"
    return text if claim.stance is Stance.ASSERTS else f"{claim.stance.value} {text}"


def each_once(texts: Iterable[str]) -> str:
    """Texts in order, each once."""
    return "; ".join(dict.fromkeys(texts))


def source_name(ledger: Ledger, key: str, spelt: str) -> str:
    """The shown name of a source, or as it was spelt where none is declared."""
    record = ledger.sources.get(key)
    return spelt if record is None else record.name


def said_by(ledger: Ledger, voice: Voice) -> str:
    """What a claim says, with its source and date."""
    name = source_name(ledger, voice.source, voice.claim.source)
    return f"{answer_words(voice.claim)} ({name}, {date_text(voice.claim.date)})"
