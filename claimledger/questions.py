"""The question that a claim answers, and the time that its answer speaks of."""

from __future__ import annotations

import attrs

from claimledger.answers import Members
from claimledger.canonical import matter_key
from claimledger.claims import KINDS, Accrual, Claim, Event, Stance
from claimledger.dates import PartialDate, Window, parse_date, parse_window
from claimledger.quantities import Quantity
from claimledger.sources import ANY


@attrs.frozen(kw_only=True)
class Question:
    """The key under which claims compete, in shown names.

    Attributes:
        event: The event, or None when not stated.
        subject: Whose; ``"any"`` is all of them; None when not stated.
        measure: What is counted, as the vocabulary spells it.
        proposition: What is true or not.
        choice: A question with exclusive options.
        members: A set that is asked for.
        position: A matter on which something is held.
        place: Where; ``"any"`` is all of them; None when not stated.
        window: The time it speaks of, such as ``"2020-09-27/.."``, or None when not stated.
        accrual: Over which time a count runs, stated or by default; None for what is no count.
        dimension: What the unit measures, such as ``"area"``; None for a count.
    """

    event: str | None = None
    subject: str | None = None
    measure: str | None = None
    proposition: str | None = None
    choice: str | None = None
    members: str | None = None
    position: str | None = None
    place: str | None = None
    window: str | None = None
    accrual: str | None = None
    dimension: str | None = None

    @property
    def kind(self) -> str:
        """Which of the five kinds it is."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def about(self) -> str:
        """The text of the measure, proposition, choice, set or position."""
        text: str = getattr(self, self.kind)
        return text

    def __str__(self) -> str:
        if self.kind != "measure":
            return self.about
        whose = {None: "subject not stated", ANY: "all parties"}.get(self.subject, self.subject)
        where = "all places" if self.place == ANY else self.place
        parts = [f"{self.about}, {whose}", where, self.window]
        if self.accrual in {"increment", "stock"}:
            parts.append(self.accrual)
        return ", ".join(part for part in parts if part)


def has_content(claim: Claim) -> bool:
    """False for a forecast, a refusal to say, and "unknown"."""
    if claim.stance is Stance.DECLINES or claim.stance is Stance.EXPECTS:
        return False
    value = claim.value
    if isinstance(value, Quantity):
        return not value.is_vacuous
    names = value.keys if isinstance(value, Members) else {matter_key(str(value))}
    return not names <= NOT_KNOWN


NOT_KNOWN = frozenset({"unknown", "not known"})
"""What is no answer to a question of names, as a key."""


@attrs.frozen
class Time:
    """The time that a claim's answer speaks of.

    Attributes:
        accrual: How the count runs, stated or by default; None for what is no count.
        window: From when to when; None when not stated. Of a running count up to its moment.
        start: Of a running count the day it runs from; None when not stated.
        moment: Of a running count the time up to which it counts, of a count of one moment
            that moment, else the date said.
        is_momentary: True for a count that speaks of its moment alone: a stock, and an
            increment of no longer span.
        key: Equal for claims whose times can be compared in one question.
    """

    accrual: Accrual | None
    window: Window | None
    start: PartialDate | None
    moment: PartialDate
    is_momentary: bool = False
    key: tuple[str, str, str] = attrs.field(init=False)

    @key.default
    def _key(self) -> tuple[str, str, str]:
        if self.is_running:
            return ("cumulative", _day_key(self.start), "")
        kind = "" if self.accrual in {None, Accrual.EVENT, Accrual.PERIOD} else str(self.accrual)
        if self.window is None:
            return (kind, "", "")
        if self.is_momentary and not _is_one_day(self.window):
            return (kind, "at", str(self.window))
        if any(
            end is not None and end.is_qualified for end in (self.window.start, self.window.end)
        ):
            return (kind, str(self.window), "")
        return (kind, self.window.first.isoformat(), self.window.last.isoformat())

    @property
    def is_running(self) -> bool:
        """True for a count from a start to its moment."""
        return self.accrual is Accrual.CUMULATIVE

    @property
    def until(self) -> PartialDate:
        """The moment up to which it counts, when it is read as a running count."""
        if self.is_running or self.window is None or self.window.end is None:
            return self.moment
        return _end_of(self.window.end, self.moment)

    @property
    def label(self) -> str | None:
        """How the question shows it."""
        if self.is_running:
            return None if self.start is None else f"{self.start}/.."
        return None if self.window is None else str(self.window)


def time_of(claim: Claim, event: Event | None, *, is_state: bool = False) -> Time:
    """The time that a claim's answer speaks of, defaults filled in.

    Args:
        claim: The claim.
        event: Its event as declared, or None.
        is_state: True for what is so at a moment, and may be so of fewer at the next.
    """
    if claim.measure is None:
        return Time(None, claim.window, None, claim.date)
    accrual = claim.accrual or _default_accrual(claim, event, is_state=is_state)
    if accrual is Accrual.PERIOD and claim.window is not None and claim.window.is_open_ended:
        accrual = Accrual.CUMULATIVE
    whole = None if event is None else event.window
    if accrual is Accrual.CUMULATIVE:
        return _running(claim, claim.window or whole)
    if accrual is Accrual.STOCK or accrual is Accrual.INCREMENT:
        return _momentary(claim, accrual)
    ongoing = event is not None and event.is_ongoing
    default = None if accrual is not Accrual.EVENT or ongoing else whole
    return Time(accrual, claim.window or default, None, claim.date)


def _default_accrual(claim: Claim, event: Event | None, *, is_state: bool) -> Accrual | None:
    if isinstance(claim.value, Quantity) and not claim.value.is_count:
        return None
    if claim.window is not None:
        return Accrual.CUMULATIVE if claim.window.is_open_ended else Accrual.PERIOD
    if is_state:
        return Accrual.STOCK
    return Accrual.CUMULATIVE if event is not None and event.is_ongoing else Accrual.EVENT


def _running(claim: Claim, over: Window | None) -> Time:
    start = None if over is None else over.start
    moment = claim.date
    if claim.window is not None and claim.window.end is not None:
        moment = _end_of(claim.window.end, claim.date)
    return Time(Accrual.CUMULATIVE, _until(start, moment), start, moment)


def _end_of(end: PartialDate, said: PartialDate) -> PartialDate:
    """The last day counted; what is said on that day itself counts up to its hour."""
    if end.is_qualified:
        return end
    return said if said.is_day and said.first == end.last else parse_date(end.last)


def _until(start: PartialDate | None, moment: PartialDate) -> Window | None:
    if start is None or moment.last < start.first:
        return None
    return parse_window(f"{start}/{_without_hour(moment)}")


def _momentary(claim: Claim, accrual: Accrual) -> Time:
    window = claim.window
    if window is None:
        return Time(accrual, parse_window(_without_hour(claim.date)), None, claim.date, True)
    if _is_one_day(window):
        moment = _end_of(parse_date(window.first), claim.date)
        return Time(accrual, window, None, moment, True)
    # The moment of a stock lies somewhere in it; a date of a whole year orders nothing.
    some_time = parse_date(f"{window.first.year:04}")
    return Time(accrual, window, None, some_time, accrual is Accrual.STOCK)


def _without_hour(date: PartialDate) -> str:
    return date.first.isoformat() if date.is_day else str(date)


def _is_one_day(window: Window) -> bool:
    return window.start is not None and window.start == window.end and window.start.is_day


def _day_key(start: PartialDate | None) -> str:
    if start is None:
        return ""
    return str(start) if start.is_qualified else start.first.isoformat()
