"""Dates of limited precision, windows of time, and comparison with three answers.

The notation is EDTF, levels 0 and 1: ``2020-09-27``, ``2020-09``, ``2021``, ``2020-12~``,
``2020-09-27?``, ``201X``, ``2021-21`` (spring), date-times, and windows such as
``2020-09-27/2020-11-10`` and ``2020-09-27/..``. All ends are inclusive and count whole days.
Today's date is never used.

Reference: Extended Date/Time Format, Library of Congress, 2019.
"""

from __future__ import annotations

import calendar
import datetime as dt
import enum
import re
from functools import lru_cache

import attrs

from claimledger.errors import DateError

SPELLINGS = "a date such as 2020-09-27, 2020-09, 2020 or 2020-09-27T21:29+04:00"
ONE_DAY = dt.timedelta(days=1)
_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}
_WEEKDAYS = tuple(name.casefold() for name in calendar.day_name)
_MONTHS = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr, [*[""] * 9, "sept"])
    for number, name in enumerate(names)
    if name
}
_EDTF = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?"
    r"(?:[T ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)"
    r"(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?)?"
    r"(?P<mark>[?~%])?"
)


class Ternary(enum.Enum):
    """An answer that may be open. It has no truth value, so that nobody forgets to ask."""

    YES = "yes"
    NO = "no"
    UNCERTAIN = "uncertain"

    def __bool__(self) -> bool:
        raise TypeError("a three-valued answer has no truth value: compare it with Ternary.YES")


@attrs.frozen
class PartialDate:
    """A date as precise as it was given. Made by :func:`parse_date`.

    Attributes:
        text: The canonical spelling.
        first: The first day that it covers.
        last: The last day that it covers, inclusive.
        precision: ``"minute"``, ``"day"``, ``"month"``, ``"season"``, ``"year"``,
            ``"decade"`` or ``"century"``.
        moment: The date-time, where an hour is given; with its offset where that is given.
        approximate: True for ``~`` and ``%``.
        uncertain: True for ``?`` and ``%``.
    """

    text: str
    first: dt.date = attrs.field(eq=False, repr=False)
    last: dt.date = attrs.field(eq=False, repr=False)
    precision: str = attrs.field(eq=False, repr=False)
    moment: dt.datetime | None = attrs.field(default=None, eq=False, repr=False)
    approximate: bool = attrs.field(default=False, eq=False, repr=False)
    uncertain: bool = attrs.field(default=False, eq=False, repr=False)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"parse_date({self.text!r})"

    @property
    def is_qualified(self) -> bool:
        """True when it is given as approximate or uncertain."""
        return self.approximate or self.uncertain

    @property
    def is_day(self) -> bool:
        """True for exactly one day, given without reservation."""
        return self.first == self.last and not self.is_qualified

    @property
    def earliest(self) -> dt.date:
        """The first day that it may mean: of a qualified date one unit of it earlier."""
        return _shifted(self.first, self.precision, -1) if self.is_qualified else self.first

    @property
    def latest(self) -> dt.date:
        """The last day that it may mean, inclusive: of a qualified date one unit of it later."""
        if not self.is_qualified:
            return self.last
        after = _shifted(_next_day(self.last), self.precision, 1)
        return after if after == dt.date.max else after - ONE_DAY

    def precedes(self, other: PartialDate) -> Ternary:
        """Whether this is surely before, surely not before, or uncertain.

        On one day, two date-times are ordered by the hour, if both or neither give an
        offset from UTC; everything else on one day is of one moment.

        >>> parse_date("2020-09").precedes(parse_date("2020-10-01"))
        <Ternary.YES: 'yes'>
        """
        if self.latest < other.earliest:
            return Ternary.YES
        if self.earliest >= other.latest:
            hours = self._hours(other)
            return Ternary.YES if hours is not None and hours[0] < hours[1] else Ternary.NO
        return Ternary.UNCERTAIN

    def same_moment(self, other: PartialDate) -> Ternary:
        """Whether both are of one day on which no hour orders them."""
        if self.latest < other.earliest or other.latest < self.earliest:
            return Ternary.NO
        if not (self.is_day and other.is_day):
            return Ternary.UNCERTAIN
        hours = self._hours(other)
        return Ternary.YES if hours is None or hours[0] == hours[1] else Ternary.NO

    def _hours(self, other: PartialDate) -> tuple[dt.datetime, dt.datetime] | None:
        """Both date-times, when they can be compared and are of one day."""
        one, another = self.moment, other.moment
        if one is None or another is None or self.first != other.first:
            return None
        if self.is_qualified or other.is_qualified:
            return None
        return (one, another) if (one.tzinfo is None) == (another.tzinfo is None) else None

    def sort_key(self) -> tuple[dt.date, dt.date, str]:
        """A total order for listings; the three-valued order is :meth:`precedes`."""
        return (self.first, self.last, self.text)


@attrs.frozen
class Window:
    """A span of days. Made by :func:`parse_window`.

    Attributes:
        start: The first date; None when it has no beginning.
        end: The last date, inclusive; None when it goes on.
    """

    start: PartialDate | None
    end: PartialDate | None

    def __attrs_post_init__(self) -> None:
        if self.start and self.end and self.end.latest < self.start.earliest:
            text = f"{self.start}/{self.end}"
            raise DateError(text, text.index("/") + 1, len(text), "an end that is not before")

    def __str__(self) -> str:
        if self.start is not None and self.start == self.end:
            return str(self.start)
        return "/".join(".." if end is None else str(end) for end in (self.start, self.end))

    def __repr__(self) -> str:
        return f"parse_window({str(self)!r})"

    @property
    def first(self) -> dt.date:
        """The first day, or the first of all days."""
        return dt.date.min if self.start is None else self.start.first

    @property
    def last(self) -> dt.date:
        """The last day, inclusive, or the last of all days."""
        return dt.date.max if self.end is None else self.end.last

    @property
    def is_open_ended(self) -> bool:
        """True when it has a start and goes on."""
        return self.start is not None and self.end is None

    def relation(self, other: Window) -> str:
        """How it lies to another: equal, within, contains, overlaps, disjoint or uncertain.

        >>> parse_window("2020-09").relation(parse_window("2020-09-01/2020-09-30"))
        'equal'
        """
        ends = (self.start, self.end, other.start, other.end)
        if not any(end is not None and end.is_qualified for end in ends):
            return _placed(self.first, self.last, other.first, other.last)
        if self._latest < other._earliest or other._latest < self._earliest:
            return "disjoint"
        return "uncertain"

    @property
    def _earliest(self) -> dt.date:
        return dt.date.min if self.start is None else self.start.earliest

    @property
    def _latest(self) -> dt.date:
        return dt.date.max if self.end is None else self.end.latest


def _placed(first: dt.date, last: dt.date, other_first: dt.date, other_last: dt.date) -> str:
    if last < other_first or other_last < first:
        return "disjoint"
    starts_in, ends_in = first >= other_first, last <= other_last
    if starts_in and ends_in:
        return "equal" if (first, last) == (other_first, other_last) else "within"
    return "contains" if first <= other_first and last >= other_last else "overlaps"


def parse_date(
    value: str | dt.date | PartialDate, *, reference: str | dt.date | PartialDate | None = None
) -> PartialDate:
    """Read a date.

    >>> parse_date("2020-12~").approximate
    True
    >>> str(parse_date("Sunday", reference="2020-09-28"))
    '2020-09-27'

    Args:
        value: Text in EDTF, or a date or a date-time.
        reference: The day that "today", "yesterday" and weekday names count from; a weekday
            is the latest such day on or before it.

    Raises:
        DateError: if it is no date.
    """
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, dt.datetime):
        value = value.isoformat(timespec="seconds" if value.second else "minutes")
    elif isinstance(value, dt.date):
        value = value.isoformat()
    elif not isinstance(value, str):
        raise DateError(str(value), 0, len(str(value)), f"{SPELLINGS}, as text")
    word = value.strip().casefold()
    if word in _WEEKDAYS or word in {"today", "yesterday"}:
        return _relative(value, word, reference)
    return _parse(value)


def parse_window(value: str | dt.date | PartialDate | Window) -> Window:
    """Read a window: two dates with "/" between them, ".." for an open end, or one date.

    >>> parse_window("2020-09-27/..").is_open_ended
    True

    Raises:
        DateError: if it is no window, or ends before it starts.
    """
    if isinstance(value, Window):
        return value
    return _parse_window(value) if isinstance(value, str) else _one(parse_date(value))


def _one(date: PartialDate) -> Window:
    return Window(date, date)


@lru_cache(maxsize=65536)
def _parse_window(text: str) -> Window:
    if "/" not in text:
        return _one(parse_date(text))
    left, _, right = text.partition("/")
    ends: list[PartialDate | None] = []
    for part, offset in ((left, 0), (right, len(left) + 1)):
        if part.strip() in {"", ".."}:
            ends.append(None)
            continue
        try:
            ends.append(parse_date(part))
        except DateError as error:
            start, end = error.start + offset, error.end + offset
            raise DateError(text, start, end, error.expected, error.nearest) from None
    if ends == [None, None]:
        raise DateError(text, 0, len(text), "a window with a start or an end")
    return Window(*ends)


@lru_cache(maxsize=65536)
def _parse(text: str) -> PartialDate:
    stripped = text.strip()
    offset = len(text) - len(text.lstrip())
    found = _EDTF.match(stripped)
    if found is None or found.end() != len(stripped):
        raise _explained(text, stripped, offset, 0 if found is None else found.end())
    year, month, day = found["year"], found["month"], found["day"]
    time, mark = found["time"], found["mark"] or ""
    try:
        first, last, precision = _covered(year, month, day)
        moment = _moment(year, month, day, time, found["offset"])
    except ValueError as error:
        raise DateError(
            text, offset, offset + len(stripped), f"a day that exists: {error}"
        ) from None
    canonical = "-".join(part for part in (year, month, day) if part)
    if moment is not None:
        canonical = moment.isoformat(
            timespec="auto" if moment.second or moment.microsecond else "minutes"
        )
    return PartialDate(
        canonical + mark,
        first,
        last,
        precision if moment is None else "minute",
        moment,
        mark in {"~", "%"},
        mark in {"?", "%"},
    )


def _covered(year: str, month: str | None, day: str | None) -> tuple[dt.date, dt.date, str]:
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if low == 0:
        low = 1
    precision = {0: "year", 1: "decade", 2: "century"}[year.count("X")]
    if month in {None, "XX"}:
        if day not in {None, "XX"}:
            raise ValueError("a day needs its month")
        return dt.date(low, 1, 1), dt.date(high, 12, 31), precision
    if "X" in year:
        raise ValueError("a month needs its year")
    number = int(str(month))
    if number in _SEASONS:
        if day is not None:
            raise ValueError("a season has no days")
        first = dt.date(low, _SEASONS[number], 1)
        return first, _shifted(first, "season", 1) - ONE_DAY, "season"
    first = dt.date(low, number, 1)
    if day in {None, "XX"}:
        return first, first.replace(day=calendar.monthrange(low, number)[1]), "month"
    exact = dt.date(low, number, int(str(day)))
    return exact, exact, "day"


def _moment(
    year: str, month: str | None, day: str | None, time: str | None, offset: str | None
) -> dt.datetime | None:
    if time is None:
        return None
    if day is None or "X" in f"{year}{month}{day}":
        raise ValueError("an hour needs its day")
    return dt.datetime.fromisoformat(f"{year}-{month}-{day}T{time}{offset or ''}")


def _next_day(day: dt.date) -> dt.date:
    return day if day == dt.date.max else day + ONE_DAY


def _shifted(day: dt.date, precision: str, steps: int) -> dt.date:
    """A day moved by units of a precision, kept within the calendar."""
    months = {"month": 1, "season": 3, "year": 12, "decade": 120, "century": 1200}.get(precision)
    if months is None:
        end = dt.date.max if steps > 0 else dt.date.min
        return end if day == end else day + steps * ONE_DAY
    total = day.year * 12 + day.month - 1 + steps * months
    if total < 12:
        return dt.date.min
    if total >= 120000:
        return dt.date.max
    year, month = divmod(total, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _relative(text: str, word: str, reference: str | dt.date | PartialDate | None) -> PartialDate:
    if reference is None:
        raise DateError(text, 0, len(text), f"{SPELLINGS}; {word!r} needs a reference date")
    day = parse_date(reference)
    if not day.is_day:
        raise DateError(str(day), 0, len(str(day)), "a reference date of one day")
    back = int(word == "yesterday")
    if word in _WEEKDAYS:
        back = (day.first.weekday() - _WEEKDAYS.index(word)) % 7
    return parse_date(day.first - back * ONE_DAY)


_LOOSE = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"),
    re.compile(r"(?i)(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+(?P<m>[a-z]+)\.?,?\s+(?P<y>\d{4})"),
    re.compile(r"(?i)(?P<m>[a-z]+)\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})"),
    re.compile(r"(?i)(?P<m>[a-z]+)\.?,?\s+(?P<y>\d{4})"),
)
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")


def _explained(text: str, stripped: str, offset: int, good: int) -> DateError:
    """The error for text that is no date, with the spelling that was probably meant."""
    end = offset + max(len(stripped), 1)
    slashed = _SLASHED.fullmatch(stripped)
    if slashed is not None:
        one, other, year = (int(part) for part in slashed.groups())
        if one <= 12 and other <= 12 and one != other:
            expected = f"{SPELLINGS}; day and month of {stripped!r} are ambiguous"
            return DateError(text, offset, end, expected)
        day, month = (other, one) if other > 12 else (one, other)
        return DateError(text, offset, end, SPELLINGS, _proposal(year, month, day))
    if re.match(r"Y?-?\d{5,}|Y-?\d|-\d", stripped) and not re.fullmatch(r"\d{8}", stripped):
        return DateError(text, offset, end, f"{SPELLINGS}; years run from 0001 to 9999")
    for pattern in _LOOSE:
        found = pattern.fullmatch(stripped)
        if found is not None:
            parts = found.groupdict()
            month_text = parts["m"].casefold()
            number = _MONTHS.get(month_text, int(month_text) if month_text.isdigit() else 0)
            day_text = parts.get("d")
            near = _proposal(int(parts["y"]), number, None if day_text is None else int(day_text))
            return DateError(text, offset, end, SPELLINGS, near)
    start = offset + good if good < len(stripped) else offset
    return DateError(text, start, end, SPELLINGS)


def _proposal(year: int, month: int, day: int | None) -> str | None:
    """The spelling of a day or a month, if it exists."""
    try:
        date = dt.date(year, month, day or 1)
    except ValueError:
        return None
    return date.isoformat() if day is not None else date.isoformat()[:7]
