"""Hypothesis strategies for those who test their own code on claims and ledgers.

What is drawn is related, as in real ledgers: few sources and questions, so that claims meet;
figures of one size, so that they agree, differ a little, and conflict; statements that are
passed on, and claims that are taken back. Needs the extra ``testing``.

>>> from hypothesis import given
>>> import claimledger as cl
>>> from claimledger.testing import ledgers
>>> def disputed(ledger):  # Your own code.
...     return [finding for finding in cl.judge(ledger) if finding.verdict == "disputed"]
>>> @given(ledgers(sources=["Red Cross", "Ministry"], max_claims=5))
... def test_a_dispute_needs_two_claims(ledger):
...     assert all(len(finding.claims) > 1 for finding in disputed(ledger))
>>> test_a_dispute_needs_two_claims()

Wherever a parameter takes a pool, it is a strategy or a plain list of values, never empty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

import attrs

from claimledger.claims import (
    Accrual,
    Annotation,
    Answer,
    Attestation,
    Claim,
    Event,
    Members,
    Retraction,
    Stance,
    Title,
    Truth,
)
from claimledger.dates import PartialDate, Window, parse_date, parse_window
from claimledger.errors import MissingExtraError
from claimledger.intervals import Interval
from claimledger.ledger import Ledger, Record
from claimledger.quantities import Hedge, Quantity
from claimledger.sources import Document, Party, Source

try:
    from hypothesis import strategies as st
except ImportError as error:
    raise MissingExtraError("testing", "hypothesis") from error

__all__ = ["claims", "intervals", "ledgers", "partial_dates", "quantities", "windows"]

T = TypeVar("T")
Pool = st.SearchStrategy[T] | Sequence[T]
"""Values to draw from: a strategy or a list."""

SOURCES = ("Eastern Ministry", "Eastern Army", "Western Ministry", "Monitor", "unattributed")
SIDES = ("East", "West")
MEASURES = ("soldiers killed", "people wounded", "tanks lost", "armoured vehicles lost")
EVENT = "War"
PROPOSITIONS = ("the bridge was shelled", "the town was taken")
CHOICES = ("who began the fighting",)
SETS = ("parties to the truce",)
POSITIONS = ("what should be done",)
DATES = (dt.date(2020, 9, 27), dt.date(2020, 10, 10))
DOCUMENTS = ("Agency", "Herald", "Gazette")
STATEMENTS = ("statement of the morning", "statement of the evening")

_WITH_A_NUMBER = (
    *(Hedge.BARE, Hedge.EXACTLY, Hedge.ABOUT, Hedge.NEARLY, Hedge.MORE_THAN),
    *(Hedge.AT_LEAST, Hedge.FEWER_THAN, Hedge.AT_MOST, Hedge.UP_TO),
)
_NOT_OF_ZERO = frozenset({Hedge.ABOUT, Hedge.NEARLY, Hedge.FEWER_THAN})
_FIGURES = st.one_of(
    st.integers(0, 40), st.sampled_from((100, 120, 200, 250, 400, 1_000, 2_300, 2_906, 3_000))
)


def _drawn(pool: Pool[T]) -> st.SearchStrategy[T]:
    return pool if isinstance(pool, st.SearchStrategy) else st.sampled_from(pool)


@st.composite
def quantities(
    draw: st.DrawFn,
    *,
    figures: Pool[int | Decimal] = _FIGURES,
    units: Pool[str | None] = (None,),
) -> Quantity:
    """Quantities with every hedge.

    Args:
        draw: Given by hypothesis.
        figures: Their numbers, 0 or more; whole ones where the unit is None.
        units: Their units; None for counts.
    """
    hedge, unit = draw(st.sampled_from(Hedge)), draw(_drawn(units))
    if hedge is Hedge.RANGE:
        low, high = sorted((draw(_drawn(figures)), draw(_drawn(figures))))
        return Quantity(hedge, low, high, unit=unit)
    if hedge not in _WITH_A_NUMBER:
        return Quantity(hedge, unit=unit)
    number = draw(_drawn(figures))
    if not number and hedge in _NOT_OF_ZERO:
        hedge = Hedge.BARE
    return Quantity(hedge, number, unit=unit)


@st.composite
def intervals(draw: st.DrawFn, *, ends: Pool[int | Decimal | Fraction] = _FIGURES) -> Interval:
    """Intervals with open, closed and infinite ends.

    Args:
        draw: Given by hypothesis.
        ends: Their finite ends.
    """
    low, high = sorted((draw(_drawn(ends)), draw(_drawn(ends))))
    has_low, has_high = draw(st.booleans()), draw(st.booleans())
    opens = st.booleans() if low < high else st.just(False)
    return Interval(low if has_low else None, high if has_high else None, draw(opens), draw(opens))


@st.composite
def partial_dates(
    draw: st.DrawFn, *, first: dt.date = DATES[0], last: dt.date = DATES[1]
) -> PartialDate:
    """Dates as precise as people give them: most of them days, some months, years or hours.

    Args:
        draw: Given by hypothesis.
        first: The first day, inclusive.
        last: The last day, inclusive. A month or a year holds one of these days.
    """
    day = draw(st.dates(first, last)).isoformat()
    forms = (day, day, day, f"{day}T09:00+04:00", f"{day}T21:29+04:00", day[:7], day[:4])
    return parse_date(draw(st.sampled_from(forms)) + draw(st.sampled_from(("", "", "", "~", "?"))))


@st.composite
def windows(draw: st.DrawFn, *, first: dt.date = DATES[0], last: dt.date = DATES[1]) -> Window:
    """Windows of one day or several, with and without a beginning and an end.

    Args:
        draw: Given by hypothesis.
        first: The first day, inclusive.
        last: The last day, inclusive.
    """
    start, end = sorted((draw(st.dates(first, last)), draw(st.dates(first, last))))
    forms = (f"{start}", f"{start}/{end}", f"{start}/..", f"../{end}")
    return parse_window(draw(st.sampled_from(forms)))


_KINDS: tuple[tuple[str, Sequence[str], st.SearchStrategy[Answer]], ...] = (
    ("proposition", PROPOSITIONS, st.sampled_from(Truth)),
    ("choice", CHOICES, st.sampled_from(SIDES)),
    (
        "members",
        SETS,
        st.builds(Members, st.sets(st.sampled_from(SIDES), min_size=1), st.booleans()),
    ),
    ("position", POSITIONS, st.sampled_from(("cease fire", "go on"))),
)


@st.composite
def claims(
    draw: st.DrawFn,
    *,
    sources: Pool[str] = SOURCES,
    sides: Pool[str | None] = (*SIDES, None),
    measures: Pool[str] = MEASURES,
    dates: Pool[PartialDate] | None = None,
    values: Pool[Quantity] | None = None,
) -> Claim:
    """Claims of every kind, stance and accrual; two in three count something.

    Args:
        draw: Given by hypothesis.
        sources: Who claims it.
        sides: Whose is what they count; None is not stated.
        measures: What they count.
        dates: The dates said; None for :func:`partial_dates`.
        values: What they count to; None for :func:`quantities`.
    """
    said: dict[str, Any] = {
        "source": draw(_drawn(sources)),
        "date": draw(partial_dates() if dates is None else _drawn(dates)),
        "event": draw(st.sampled_from((EVENT, EVENT, None))),
        "window": draw(st.none() | st.none() | windows()),
    }
    stance = draw(st.sampled_from((Stance.ASSERTS, Stance.ASSERTS, *Stance)))
    if draw(st.integers(0, 2)):
        return Claim(
            **said,
            stance=stance,
            subject=draw(_drawn(sides)),
            measure=draw(_drawn(measures)),
            accrual=draw(st.none() | st.sampled_from(Accrual)),
            value=draw(quantities() if values is None else _drawn(values)),
        )
    kind, texts, answers = draw(st.sampled_from(_KINDS))
    if stance is Stance.DENIES and kind in {"proposition", "position"}:
        stance = Stance.ASSERTS
    answer = None if stance is Stance.DECLINES else draw(answers)
    return Claim(**said, stance=stance, value=answer, **{kind: draw(st.sampled_from(texts))})


@st.composite
def ledgers(
    draw: st.DrawFn,
    *,
    sources: Pool[str] = SOURCES,
    sides: Pool[str] = SIDES,
    measures: Pool[str] = MEASURES,
    dates: Pool[PartialDate] | None = None,
    max_claims: int = 8,
) -> Ledger:
    """Ledgers that can be judged: claims, and some of all that may stand beside them.

    Two ledgers may declare the same source in different ways, as two desks do.

    Args:
        draw: Given by hypothesis.
        sources: Who claims.
        sides: The sides, opposed to each other, for which some of the sources speak.
        measures: What is counted.
        dates: The dates said; None for :func:`partial_dates`.
        max_claims: The greatest number of claims.
    """
    some = claims(sources=sources, sides=st.none() | _drawn(sides), measures=measures, dates=dates)
    said: list[Claim] = []
    for _ in range(draw(st.integers(0, max_claims))):
        claim = draw(some)
        if draw(st.booleans()) and said:
            claim = _answering(draw(st.sampled_from(said)), claim)
        said.append(claim)
    records: list[Record] = [*said, *draw(st.lists(_declarations(sources, sides), max_size=4))]
    if draw(st.booleans()):
        side = _drawn(sides)
        records += [_party(draw(side), draw(side)), _party(draw(side), draw(side))]
        records += [Source(name=claim.source, side=draw(side)) for claim in said[:4]]
    if said:
        hanging = st.sampled_from(said).flatmap(lambda claim: _beside(claim, sources))
        records += draw(st.lists(hanging, max_size=4))
        withdrawn = st.sampled_from(said).flatmap(lambda claim: _retractions(claim, sources))
        taken_back = draw(st.lists(withdrawn, max_size=2))
        records += [retraction for chain in taken_back for retraction in chain]
    return Ledger(frozenset(records))


def _answering(asked: Claim, other: Claim) -> Claim:
    """What another claim's source says on the question of a claim."""
    changes: dict[str, Any] = {"source": other.source, "date": other.date}
    if asked.kind == other.kind:
        changes |= {"value": other.value, "stance": other.stance}
    return attrs.evolve(asked, **changes)


def _declarations(sources: Pool[str], sides: Pool[str]) -> st.SearchStrategy[Record]:
    side = _drawn(sides)
    return st.one_of(
        st.builds(Source, name=_drawn(sources), side=side, reliability=st.sampled_from("AF")),
        st.builds(_party, side, side),
        st.builds(Event, name=st.just(EVENT), window=st.sampled_from(("2020-09-27/..", None))),
        st.builds(Document, outlet=st.sampled_from(DOCUMENTS), date=st.just("2020-09-28")),
        st.builds(Title, text=st.sampled_from(("The war", "The east"))),
    )


def _party(name: str, opponent: str) -> Party:
    return Party(name=name, opposed={opponent} - {name})


def _beside(claim: Claim, sources: Pool[str]) -> st.SearchStrategy[Record]:
    """What hangs on a claim: documents, statements, other sources, notes."""
    return st.one_of(
        st.builds(
            Attestation,
            claim=st.just(claim),
            document=st.sampled_from((*DOCUMENTS, None)),
            statement=st.sampled_from((*STATEMENTS, None)),
            derived_from=st.none() | _drawn(sources),
            wording=st.sampled_from(("in these words", None)),
            recorded=st.none() | st.sampled_from((9, 21)).map(_at),
        ),
        st.builds(
            Annotation,
            claim=st.just(claim),
            note=st.sampled_from(("to be checked", None)),
            credibility=st.sampled_from((2, 6, None)),
        ),
    )


def _at(hour: int) -> dt.datetime:
    return dt.datetime(2020, 10, 1, hour, tzinfo=dt.UTC)


@st.composite
def _retractions(draw: st.DrawFn, claim: Claim, sources: Pool[str]) -> Sequence[Retraction]:
    """A retraction, by the source itself or another, and perhaps retractions of it."""
    chain: list[Retraction] = []
    for day in range(draw(st.integers(1, 3))):
        who = draw(st.just(claim.source) | _drawn(sources))
        target = chain[-1].id if chain else claim.id
        chain.append(Retraction(target=target, source=who, date=f"2020-10-{day + 1:02}"))
    return chain
