"""The time that the claims of a frame speak of, by what their rows say beside the date."""

from __future__ import annotations

import datetime as dt
import enum
from types import SimpleNamespace
from typing import Any

import attrs

from claimledger.claims import Accrual, Event
from claimledger.dates import Window, parse_date
from claimledger.quantities import Hedge, Quantity
from claimledger.questions import Time, time_of

OWN_DAY = -1
"""Stands for the day of the date said."""

NO_DAY = -2
"""Stands for a moment that lies on no certain day."""

_SOME_DAY = parse_date("2000-01-01")


class Mode(enum.IntEnum):
    """How the claims of a question lie in time."""

    UNTIMED = 0
    RUNNING = 1
    MOMENTARY = 2


@attrs.frozen
class Span:
    """What an event, a window and an accrual make of the time of a claim.

    Attributes:
        key: Equal for claims that can meet in one question, but for the day of a momentary one.
        mode: How they lie in time.
        day: The ordinal of the day that they speak of, ``OWN_DAY`` or ``NO_DAY``.
        start: Of a running count the ordinal of the certain day that it runs from, and of a
            count over a window that of its first day; 0 where there is none.
        end: Of a count over a window the ordinal of its last day, else 0.
        label: How a question shows the window; of a momentary one its day is shown.
        accrual: How a question shows the accrual.
    """

    key: tuple[str, ...]
    mode: Mode
    day: int
    start: int
    end: int
    label: str
    accrual: str


def span_of(
    event: Event | None,
    window: Window | None,
    accrual: Accrual | None,
    *,
    is_count: bool,
    is_state: bool,
) -> Span:
    """The span of the claims that share these."""
    value = Quantity(Hedge.EXACTLY, 1, unit=None if is_count else "unit")
    claim: Any = SimpleNamespace(
        measure="measure", accrual=accrual, value=value, window=window, date=_SOME_DAY
    )
    time = time_of(claim, event, is_state=is_state)
    shown = "" if time.accrual is None else time.accrual.value
    if time.is_running:
        day = _running_day(window)
        start = 0 if not time.key[1] or _is_vague(time) else _ordinal(time.key[1])
        return Span(time.key, Mode.RUNNING, day, start, 0, time.label or "", shown)
    if time.is_momentary:
        if window is None:
            return Span((time.key[0], "day"), Mode.MOMENTARY, OWN_DAY, 0, 0, "", shown)
        if time.key[1] != "at":
            return Span(
                (time.key[0], "day"), Mode.MOMENTARY, window.first.toordinal(), 0, 0, "", shown
            )
        return Span(time.key, Mode.MOMENTARY, NO_DAY, 0, 0, time.label or "", shown)
    start, end = 0, 0
    if time.key[0] == "" and time.key[1] and time.key[2]:
        start, end = _ordinal(time.key[1]), _ordinal(time.key[2])
    return Span(time.key, Mode.UNTIMED, 0, start, end, time.label or "", shown)


def _running_day(window: Window | None) -> int:
    if window is None or window.end is None:
        return OWN_DAY
    return NO_DAY if window.end.is_qualified else window.end.last.toordinal()


def _is_vague(time: Time) -> bool:
    return time.start is not None and time.start.is_qualified


def _ordinal(day: str) -> int:
    return dt.date.fromisoformat(day).toordinal()
