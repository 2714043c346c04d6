"""Dates of limited precision, windows of time, and comparison with three answers.

The notation is EDTF, levels 0 and 1: ``2020-09-27``, ``2020-09``, ``2021``, ``2020-12~``,
``2020-09-27?``, ``201X``, ``2021-21`` (a season), date-times, and windows such as
``2020-09-27/2020-11-10`` and ``2020-09-27/..``. All ends are inclusive and count whole days.
Seasons are those of the northern hemisphere in whole months: spring begins in March, and
winter in December of the year named. Today's date is never used.

Reference: Extended Date/Time Format, Library of Congress, 2019.
"""

from __future__ import annotations

import calendar
import datetime as dt
import enum
import re
from collections.abc import Callable
from functools import lru_cache

import attrs

from claimledger.errors import DateError, quoted

SPELLINGS = "a date such as 2020-09-27, 2020-09, 2020 or 2020-09-27T21:29+04:00"
ONE_DAY = dt.timedelta(days=1)
_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}
_MONTHS_IN = {"month": 1, "season": 3, "year": 12, "decade": 120, "century": 1200}
# Spelled out, because the names in `calendar` follow the locale of the process.
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_EDTF = re.compile(
    r"\s*(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?"
    r"(?:[T ](?P<clock>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
    r"(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?))?"
    r"(?P<mark>[?~%])?\s*"
)
DATE_PATTERN = re.sub(r"\?P<\w+>", "?:", _EDTF.pattern)
"""What every date looks like, for readers other than this module."""


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
        return _widened(self.first, self.precision, -1) if self.is_qualified else self.first

    @property
    def latest(self) -> dt.date:
        """The last day that it may mean, inclusive: of a qualified date one unit of it later."""
        return _widened(self.last, self.precision, 1) if self.is_qualified else self.last

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
        if self.start is None and self.end is None:
            raise DateError("../..", 0, 5, "a window with a start or an end")
        if self.start and self.end and self.end.precedes(self.start) is Ternary.YES:
            text = f"{self.start}/{self.end}"
            expected = "an end that is not before the start"
            raise DateError(text, len(text) - len(str(self.end)), len(text), expected)

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
        mine, theirs = self._readings(), other._readings()
        found = {_placed(*one, *another) for one in mine for another in theirs}
        return found.pop() if len(found) == 1 else "uncertain"

    def _readings(self) -> list[tuple[dt.date, dt.date]]:
        """The extreme pairs of first and last day that it may mean; one pair if unqualified.

        A qualified end may fall on any day that it may mean. The pairs allowed form a polygon
        and each relation is bounded by straight lines, so its corners decide for all of it.
        """
        first, last = [self.first] * 2, [self.last] * 2
        if self.start is not None and self.start.is_qualified:
            first = [self.start.earliest, self.start.latest]
        if self.end is not None and self.end.is_qualified:
            last = [self.end.earliest, self.end.latest]
        days = {*first, *last}
        starts = [day for day in days if first[0] <= day <= first[1]]
        ends = [day for day in days if last[0] <= day <= last[1]]
        return [(one, other) for one in starts for other in ends if one <= other]


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
    if isinstance(value, dt.date):  # A datetime is one too, and keeps its hour.
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
    return _parse_window(value if isinstance(value, str) else str(parse_date(value)))


@lru_cache(maxsize=65536)
def _parse_window(text: str) -> Window:
    if _SLASHED.fullmatch(text.strip()):
        raise _explained(text, 0)
    if "/" not in text:
        date = parse_date(text)
        return Window(date, date)
    left, _, right = text.partition("/")
    ends: list[PartialDate | None] = []
    for part, offset in ((left, 0), (right, len(left) + 1)):
        word = part.strip()
        if word == "..":
            ends.append(None)
            continue
        if not word:
            # EDTF's empty end means unknown, which is not the same as still going on.
            opened = f"../{right.strip()}" if part is left else f"{left.strip()}/.."
            near = _valid(_parse_window, opened)
            expected = "a date, or '..' for an open end"
            raise DateError(text, offset, offset + len(part), expected, near)
        try:
            ends.append(parse_date(part))
        except DateError as error:
            start, end = error.start + offset, error.end + offset
            raise DateError(text, start, end, error.expected, error.nearest) from None
    return Window(*ends)


@lru_cache(maxsize=65536)
def _parse(text: str) -> PartialDate:
    found = _EDTF.match(text)
    if found is None or found.end() != len(text):
        raise _explained(text, 0 if found is None else found.end())
    first, last, precision = _covered(found)
    mark = found["mark"] or ""
    is_approximate, is_uncertain = mark in {"~", "%"}, mark in {"?", "%"}
    canonical, moment = text.strip(), None
    if found["clock"] is not None:
        moment, precision = _moment(found, first, precision), "minute"
        spec = "auto" if moment.second or moment.microsecond else "minutes"
        canonical = moment.isoformat(timespec=spec) + mark
    return PartialDate(canonical, first, last, precision, moment, is_approximate, is_uncertain)


def _at(found: re.Match[str], group: str, expected: str, nearest: str | None = None) -> DateError:
    return DateError(found.string, *found.span(group), expected, nearest)


def _covered(found: re.Match[str]) -> tuple[dt.date, dt.date, str]:
    """The first and the last day, and the precision."""
    year, month, day = found["year"], found["month"], found["day"]
    low, high = max(1, int(year.replace("X", "0"))), int(year.replace("X", "9"))
    if not high:
        raise _at(found, "year", "a year from 0001 to 9999")
    if "X" in year and month is not None:
        raise _at(found, "month", "nothing after a year with unknown digits", year)
    if month is None or month == "XX":
        if day is not None and day != "XX":
            raise _at(found, "day", "XX, as the month is unknown", f"{year}-XX-XX")
        precision = ("year", "decade", "century")[year.count("X")]
        return dt.date(low, 1, 1), dt.date(high, 12, 31), precision
    number = int(month)
    if number in _SEASONS:
        if day is not None:
            raise _at(found, "day", "nothing after a season", f"{year}-{month}")
        months = low * 12 + _SEASONS[number] - 1
        return _day_in(months, is_last=False), _day_in(months + 2, is_last=True), "season"
    if not 1 <= number <= 12:
        raise _at(found, "month", "a month from 01 to 12, or a season from 21 to 24")
    length = calendar.monthrange(low, number)[1]
    if day is None or day == "XX":
        return dt.date(low, number, 1), dt.date(low, number, length), "month"
    if not 1 <= int(day) <= length:
        raise _at(found, "day", f"a day from 01 to {length}, as {year}-{month} has")
    exact = dt.date(low, number, int(day))
    return exact, exact, "day"


def _moment(found: re.Match[str], day: dt.date, precision: str) -> dt.datetime:
    clock = found["clock"]
    if precision != "day":
        raise _at(found, "clock", "an hour only after a day")
    try:
        if clock >= "24":  # Newer Pythons read 24:00 as the next day.
            raise ValueError
        return dt.datetime.fromisoformat(f"{day.isoformat()}T{clock}")
    except ValueError:
        expected = "a time from 00:00 to 23:59:59, with an offset under 24 hours"
        raise _at(found, "clock", expected) from None


def _day_in(months: int, *, is_last: bool) -> dt.date:
    """The first or last day of a month, counted from year 0 and kept within the calendar."""
    if months < 12:
        return dt.date.min
    if months >= 120_000:
        return dt.date.max
    year, month = months // 12, months % 12 + 1
    return dt.date(year, month, calendar.monthrange(year, month)[1] if is_last else 1)


def _widened(day: dt.date, precision: str, steps: int) -> dt.date:
    """The first or last day of a date, moved outwards by units of its precision."""
    months = _MONTHS_IN.get(precision)
    if months is None:
        limit = dt.date.max if steps > 0 else dt.date.min
        return day if day == limit else day + steps * ONE_DAY
    return _day_in(day.year * 12 + day.month - 1 + steps * months, is_last=steps > 0)


def _relative(text: str, word: str, reference: str | dt.date | PartialDate | None) -> PartialDate:
    if reference is None:
        expected = f"{SPELLINGS}; {quoted(word)} needs a reference date"
        raise DateError(text, 0, len(text), expected)
    day = parse_date(reference)
    if not day.is_day:
        raise DateError(str(day), 0, len(str(day)), "a reference date of one day")
    back = int(word == "yesterday")
    if word in _WEEKDAYS:
        back = (day.first.weekday() - _WEEKDAYS.index(word)) % 7
    try:
        return parse_date(day.first - back * ONE_DAY)
    except OverflowError:
        raise DateError(text, 0, len(text), "a day from 0001-01-01 on") from None


_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
_SLASHED = re.compile(r"\d{1,4}/\d{1,2}/\d{1,4}")
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_NAMED = "|".join(f"{name[:3]}(?:t|{name[3:]})?" for name in _MONTHS)
# All of these are matched against text in lower case.
_EITHER_FIRST = r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})"
_LOOSE = (
    r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?",
    r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
    r"(?:(?P<d>\d{1,2})\.)?(?P<m>\d{1,2})[-/.](?P<y>\d{4})",
    rf"(?:(?P<d>{_DAY})\s+)?(?P<m>{_NAMED})\.?,?\s+(?P<y>\d{{4}})",
    rf"(?P<m>{_NAMED})\.?\s+(?P<d>{_DAY}),?\s+(?P<y>\d{{4}})",
)
_HINTS = (
    (r"(?:y-?|-)\d.*|\d{5,}.*", "years run from 0001 to 9999"),
    (r"\d{1,2}[./-]\d{1,2}[./-]\d{2}", "the year needs all its four digits"),
    (rf"(?:{_DAY}\s+)?(?:{_NAMED})\.?|(?:{_NAMED})\.?\s+{_DAY}", "the year is missing"),
    (r"\d{1,2}[./-]\d{1,2}", "the year is missing"),
    (r".*/.*", "one date, not a window"),
)


def _explained(text: str, good: int) -> DateError:
    """The error for text that is no date, with the spelling that was probably meant.

    Args:
        text: All of it.
        good: How much of it reads as a date.
    """
    stripped = text.strip()
    start = len(text) - len(text.lstrip())
    end = start + len(stripped)
    plain = stripped.translate(_DASHES).casefold()
    readings = _readings_of(plain)
    if readings is not None:
        valid = sorted({date for date in readings if date is not None})
        if len(valid) == 1:
            return DateError(text, start, end, SPELLINGS, valid[0])
        hint = f"this is ambiguous: {' or '.join(valid)}" if valid else "there is no such day"
        return DateError(text, start, end, f"{SPELLINGS}; {hint}")
    for pattern, hint in _HINTS:
        if re.fullmatch(pattern, plain):
            return DateError(text, start, end, f"{SPELLINGS}; {hint}")
    if _EDTF.fullmatch(plain.upper()):
        return DateError(text, start, end, SPELLINGS, _valid(_parse, plain.upper()))
    return DateError(text, good if start < good < end else start, end, SPELLINGS)


def _readings_of(plain: str) -> list[str | None] | None:
    """The days that a common spelling may mean, None for each that does not exist."""
    found = re.fullmatch(_EITHER_FIRST, plain)
    if found is not None:
        first, second, year = (int(part) for part in found.groups())
        return [_spelling(year, first, second), _spelling(year, second, first)]
    for pattern in _LOOSE:
        found = re.fullmatch(pattern, plain)
        if found is not None:
            month, day = found["m"], found["d"]
            named = [number for number, name in enumerate(_MONTHS, 1) if name[:3] == month[:3]]
            number = named[0] if named else int(month)
            return [_spelling(int(found["y"]), number, int(day.rstrip("stndrh")) if day else None)]
    return None


def _spelling(year: int, month: int, day: int | None) -> str | None:
    """The spelling of a day or a month, if it exists."""
    try:
        date = dt.date(year, month, 1 if day is None else day)
    except ValueError:
        return None
    return date.isoformat() if day is not None else date.isoformat()[:7]


def _valid(parse: Callable[[str], object], text: str) -> str | None:
    """The canonical spelling, if the text can be read."""
    try:
        return str(parse(text))
    except DateError:
        return None
