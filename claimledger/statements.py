"""Claims as statements of Wikidata: a property, its value and its qualifiers.

Values are in the spelling of QuickStatements. What came from Wikidata has the wording of its
statement, and what no field holds in notes; see :mod:`claimledger.formats.wikidata`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import attrs

from claimledger.canonical import name_key
from claimledger.claims import Annotation, Attestation, Claim, Stance, Truth
from claimledger.dates import PartialDate
from claimledger.formats.wikibase import (
    NOVALUE,
    PAGES,
    SOMEVALUE,
    Amount,
    as_statement,
    number_of,
    parts,
    time_of,
    words,
)
from claimledger.formats.wikidata_statements import CIRCA, DATE_NOTES, DENIED, RANK
from claimledger.intervals import to_decimal
from claimledger.ledger import Ledger
from claimledger.quantities import Hedge, Quantity

ONE_FIGURE = (Hedge.BARE, Hedge.EXACTLY, Hedge.ABOUT, Hedge.NONE)

Pair = tuple[str, str]
"""A property with a value."""


@cache
def properties() -> Mapping[str, str]:
    """The property of each measure that Wikidata has, by key."""
    known = {**words()["counts"], **words()["states"]}
    return {name_key(measure): number for number, measure in known.items()}


@cache
def _items_of_units() -> Mapping[str, str]:
    return {name: item for item, name in words()["units"].items()}


@attrs.frozen
class Statement:
    """A claim with what hangs on it.

    Attributes:
        claim: The claim.
        number: That of the property of which it gives a value.
        spelt: How a proposition spells the value; None for a figure.
        limits: The qualifiers that are in the question.
        notes: What is noted beside it.
        pages: Where Wikidata says it.
        read: Where else it was read.
    """

    claim: Claim
    number: str
    spelt: str | None
    limits: tuple[Pair, ...]
    notes: tuple[Annotation, ...]
    pages: tuple[Attestation, ...]
    read: tuple[Attestation, ...]

    @classmethod
    def of(cls, claim: Claim, measure: str | None, ledger: Ledger) -> Statement | None:
        """A claim as a statement; None for what no property of Wikidata asks for.

        Args:
            claim: The claim.
            measure: Its measure as the vocabulary spells it.
            ledger: What it is from.
        """
        if claim.proposition is not None:
            told = list(parts(claim.proposition))
            number, spelt = told[0] if told else (None, None)
            limits = told[1:]
        elif claim.measure is not None:
            first, _, rest = claim.measure.partition("; ")
            known = properties()
            number = known.get(name_key(first)) or known.get(name_key(measure or ""))
            number, spelt, limits = number or number_of(first), None, list(parts(rest))
        else:
            return None
        if number is None or not number.startswith("P"):
            return None
        attested = ledger.attestations.get(claim.id, ())
        pages = [one for one in attested if (one.document or "").startswith(PAGES)]
        return cls(
            claim=claim,
            number=number,
            spelt=spelt,
            limits=tuple(limits),
            notes=tuple(ledger.annotations.get(claim.id, ())),
            pages=tuple(pages),
            read=tuple(one for one in attested if one not in pages),
        )

    @property
    def is_count(self) -> bool:
        """True for a count of an event; False for a state of something, and for no figure."""
        return self.number in words()["counts"]

    @property
    def is_denial(self) -> bool:
        """True where it denies what another may claim; that there is no value is a statement."""
        if self.claim.stance is Stance.DENIES or any(one.note == DENIED for one in self.notes):
            return True
        return self.claim.value is Truth.NO and self.spelt != SOMEVALUE

    @property
    def is_deprecated(self) -> bool:
        """True where Wikidata deprecates the one statement that it is."""
        return len(self.pages) == 1 and any(one.note == f"{RANK}deprecated" for one in self.notes)

    @property
    def noted(self) -> list[tuple[Annotation, Pair]]:
        """The qualifiers that are noted, each with its note."""
        return [(one, pair) for one in self.notes for pair in parts(one.note or "")]

    def value(self) -> str | None:
        """The value; None for what Wikidata cannot hold."""
        claim, marks = self.claim, self._marks
        is_forecast = not marks.isdisjoint(words()["forecasts"]["items"])
        if claim.stance is not (Stance.EXPECTS if is_forecast else Stance.ASSERTS):
            return None
        value = claim.value
        if not isinstance(value, Quantity):
            return NOVALUE if value is Truth.NO else as_statement(self.spelt or "")
        for page in self.pages:
            if page.wording is not None and _means(page.wording, value, self.number):
                return page.wording
        return SOMEVALUE if value.is_vacuous else self._figure(value)

    def _figure(self, value: Quantity) -> str | None:
        """The one figure that a claim names."""
        bounds = words()["bounds"]
        is_bound = any(bounds.get(mark) == value.hedge.value for mark in self._marks)
        nominal = value.nominal
        if not (is_bound or value.hedge in ONE_FIGURE) or nominal is None:
            return None
        figure = f"{to_decimal(nominal):f}"
        if value.unit is None or value.unit == words()["scales"].get(self.number):
            return figure
        item = _items_of_units().get(value.unit)
        return None if item is None else f"{figure}U{item[1:]}"

    @property
    def _marks(self) -> set[str]:
        """The items that say how a figure is to be taken, where they are noted."""
        return {
            number
            for _, (prop, spelling) in self.noted
            if prop in {"P1480", "P5102"} and (number := number_of(spelling)) is not None
        }

    def hedges(self) -> Iterator[Pair]:
        """What says that a figure is no exact one, where no note does."""
        value = self.claim.value
        is_about = isinstance(value, Quantity) and value.hedge is Hedge.ABOUT
        if is_about and self._marks.isdisjoint(words()["about"]["items"]):
            yield CIRCA

    def said(self) -> str | None:
        """The day up to which it counts; None where it is not stated."""
        if not self.is_count or any(one.note in DATE_NOTES for one in self.notes):
            return None
        return time_of(self.claim.date)

    def window(self) -> list[Pair] | None:
        """The time that it speaks of; None where Wikidata cannot hold it."""
        window = self.claim.window
        if window is None:
            return []
        if window.start == window.end and not self.is_count:
            return _timed([("P585", window.start)])
        return _timed([("P580", window.start), ("P582", window.end)])


def _timed(dates: Iterable[tuple[str, PartialDate | None]]) -> list[Pair] | None:
    """Dates as they are spelt; None where one cannot be."""
    pairs: list[Pair] = []
    for number, date in dates:
        time = None if date is None else time_of(date)
        if time is not None:
            pairs.append((number, time))
        elif date is not None:
            return None
    return pairs


def _means(wording: str, value: Quantity, number: str) -> bool:
    """True for the wording of Wikidata that is read as a quantity."""
    if wording == NOVALUE:
        return value.hedge is Hedge.NONE
    amount = Amount.parse(wording)
    if amount is None:
        return False
    hedge = Hedge.BARE if value.hedge in {Hedge.NONE, Hedge.RANGE} else value.hedge
    return amount.quantity(hedge, words()["scales"].get(number)) == value
