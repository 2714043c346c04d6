"""The axes of charts: their kind, their ends, their ticks, and where a value stands on them.

An axis is a value like any other: it says of each number how far along it stands, from 0 to
1, and whoever draws only multiplies by a length.
"""

from __future__ import annotations

import datetime as dt
import enum
import math
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import attrs

from claimledger.errors import UnknownNameError, nearest
from claimledger.figures import canonical_figure, format_figure
from claimledger.intervals import Bound, Interval
from claimledger.tables import number_text

WIDE = 50
"""From this ratio of the greatest figure to the least on, an axis is logarithmic."""

BREAK = 0.08
"""The share of a logarithmic axis that lies between 0 and its least value."""

MOST_TICKS = 6


class Scale(enum.StrEnum):
    """How an axis counts."""

    LINEAR = "linear"
    LOG = "log"


@attrs.frozen
class Tick:
    """A place on an axis with its label, of one or two lines."""

    at: float
    label: str


@attrs.frozen
class Axis:
    """An axis of figures.

    Attributes:
        scale: How it counts.
        low: Its least value; of a logarithmic axis with 0 on it the least above the break.
        high: Its greatest value.
        ticks: What is labelled, from low to high.
        unit: The unit; None for counts.
        has_zero: True for a logarithmic axis that begins with 0, a break and then ``low``;
            below ``low`` it is linear.
    """

    scale: Scale
    low: float
    high: float
    ticks: tuple[Tick, ...]
    unit: str | None = None
    has_zero: bool = False

    @property
    def start(self) -> float:
        """The value at its beginning."""
        return 0.0 if self.has_zero else self.low

    def at(self, value: Bound) -> float:
        """How far along a value stands: 0 at the beginning, 1 at the end and beyond."""
        number = float(min(max(value, self.start), self.high))
        if self.scale is Scale.LINEAR:
            return (number - self.low) / (self.high - self.low)
        if self.has_zero and number < self.low:
            return BREAK * number / self.low
        before = BREAK if self.has_zero else 0.0
        share = math.log(number / self.low) / math.log(self.high / self.low)
        return before + (1 - before) * share

    def value(self, at: float) -> float:
        """The value that stands so far along; the reverse of :meth:`at`."""
        if self.scale is Scale.LINEAR:
            return self.low + at * (self.high - self.low)
        before = BREAK if self.has_zero else 0.0
        if at < before:
            return self.low * at / BREAK
        return self.low * float((self.high / self.low) ** ((at - before) / (1 - before)))


def value_axis(
    intervals: Iterable[Interval], unit: str | None = None, scale: str | None = None
) -> Axis:
    """An axis on which all of some ranges can be shown, with room for the arrows of open ends.

    Args:
        intervals: What is to be shown.
        unit: Its unit; None for counts, whose ticks are whole numbers.
        scale: ``"linear"`` or ``"log"``; None for what suits the figures.

    Raises:
        UnknownNameError: for another scale.
    """
    known = tuple(one.value for one in Scale)
    if scale is not None and scale not in known:
        raise UnknownNameError(scale, "scale", nearest(scale, known), known)
    shown = list(intervals)
    ends = [float(end) for one in shown for end in (one.low, one.high) if math.isfinite(end)]
    above = [end for end in ends if end > 0]
    top, least = max(above, default=1.0), min(above, default=1.0)
    is_open = any(math.isinf(one.high) for one in shown)
    if scale == Scale.LOG or (scale is None and top / least >= WIDE):
        return _log(least, top, unit, has_zero=len(above) < len(ends), is_open=is_open)
    return _linear(min(ends, default=0.0), top, unit, is_open=is_open)


def _linear(least: float, top: float, unit: str | None, *, is_open: bool) -> Axis:
    """From 0, unless all lies in the upper half."""
    low = 0.0 if least <= top / 2 or least == top else least - (top - least) * 0.2
    high = top + (top - low) * (0.16 if is_open else 0.06)
    step = _step((high - low) / MOST_TICKS, whole=unit is None)
    first = math.ceil(low / step - 1e-9)
    numbers = [step * n for n in range(first, math.floor(high / step + 1e-9) + 1)]
    return Axis(Scale.LINEAR, low, high, tuple(_tick(number) for number in numbers), unit)


def _log(least: float, top: float, unit: str | None, *, has_zero: bool, is_open: bool) -> Axis:
    decades = math.log10(top / least) or 1.0
    low = least if has_zero else least / 10 ** (0.03 * decades)
    high = top * 10 ** ((0.1 if is_open else 0.05) * decades)
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    marks: list[float] = []
    for digits in ((1, 2, 5), (1, 3), (1,)):
        marks = [
            float(Decimal(digit).scaleb(power))
            for power in range(first, last + 1)
            for digit in digits
            if low * 0.999 <= float(Decimal(digit).scaleb(power)) <= high * 1.001
        ]
        if len(marks) <= MOST_TICKS:
            break
    marks = marks[:: -(-len(marks) // MOST_TICKS) or 1]
    zero = [0.0] if has_zero else []
    return Axis(Scale.LOG, low, high, tuple(map(_tick, (*zero, *marks))), unit, has_zero)


def _step(least: float, *, whole: bool) -> float:
    """The least of 1, 2, 5, 10, 20, ... that is not below a number."""
    power = math.floor(math.log10(least))
    steps = (float(Decimal(digit).scaleb(power)) for digit in (1, 2, 5, 10))
    step = next(step for step in steps if step >= least * 0.999)
    return max(step, 1.0) if whole else step


@lru_cache(maxsize=4096)
def _tick(number: float) -> Tick:
    exact = canonical_figure(Decimal(f"{number:.12g}"))
    label = format_figure(exact) if number >= 10**6 else number_text(_bound(exact))
    return Tick(number, label)


def _bound(exact: Decimal) -> Bound:
    return Fraction(exact)


@attrs.frozen
class TimeAxis:
    """An axis of days, each of which has a length of 1.

    Attributes:
        low: Its beginning, in days as ``date.toordinal`` counts them.
        high: Its end.
        ticks: What is labelled.
    """

    low: float
    high: float
    ticks: tuple[Tick, ...]

    def at(self, day: float) -> float:
        """How far along a day stands, from 0 to 1."""
        return min(max((day - self.low) / (self.high - self.low), 0.0), 1.0)


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Spelled out, because the names in ``calendar`` follow the locale of the process."""


def time_axis(first: dt.date, last: dt.date, most: int = MOST_TICKS) -> TimeAxis:
    """An axis from the beginning of one day to the end of another.

    Args:
        first: The first day.
        last: The last day, inclusive.
        most: How many ticks it has at most.
    """
    low, high = float(first.toordinal()), float(last.toordinal() + 1)
    margin = (high - low) * 0.04
    choices = (days_of(first, last, most) for days_of in _STEPS)
    found = next((choice for choice in choices if 1 <= len(choice[0]) <= most), None)
    ticks = [] if found is None else _labelled(*found)
    return TimeAxis(low - margin, high + margin, tuple(ticks))


Label = Callable[[dt.date], str]
Days = tuple[list[dt.date], float, Label]


def _labelled(days: list[dt.date], middle: float, label: Label) -> list[Tick]:
    """Ticks; the year stands under the first and where it is another."""
    ticks, year = [], None
    for day in days:
        text = label(day)
        if text and day.year != year:
            text = f"{text}\n{day.year}"
        ticks.append(Tick(day.toordinal() + middle, text or str(day.year)))
        year = day.year
    return ticks


def _every_days(step: int) -> Callable[[dt.date, dt.date, int], Days]:
    def days(first: dt.date, last: dt.date, most: int) -> Days:
        span = (last - first).days
        if span // step > most:
            return [], 0.0, _day_label
        return [first + dt.timedelta(n) for n in range(0, span + 1, step)], 0.5, _day_label

    return days


def _every_months(step: int) -> Callable[[dt.date, dt.date, int], Days]:
    def days(first: dt.date, last: dt.date, most: int) -> Days:
        start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month
        if (end - start) // step > most + 1:
            return [], 0.0, _month_label
        months = (dt.date(n // 12, n % 12 + 1, 1) for n in range(start, end) if n % step == 0)
        label = _no_label if step >= 12 else _month_label
        return [day for day in months if first <= day <= last], 0.0, label

    return days


def _day_label(day: dt.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def _month_label(day: dt.date) -> str:
    return MONTHS[day.month - 1]


def _no_label(_day: dt.date) -> str:
    return ""


def _steps() -> Iterator[Callable[[dt.date, dt.date, int], Days]]:
    yield from (_every_days(days) for days in (1, 2, 3, 5, 7, 14))
    yield from (_every_months(months) for months in (1, 2, 3, 6))
    yield from (_every_months(12 * years) for years in (1, 2, 5, 10, 20, 50, 100, 500, 2000))


_STEPS = tuple(_steps())
