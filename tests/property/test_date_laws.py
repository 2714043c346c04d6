"""Laws of dates and windows.

- parse(str(d)) == d and eval(repr(d)) == d, for dates and for windows
- equal dates have equal hashes and sort keys, and different dates different ones
- first and last of an unqualified date are those of the edtf package
- precedes is YES iff every reading of the one is before every reading of the other, NO iff
  none is, else UNCERTAIN; it is never YES both ways, and it is transitive over days
- same_moment is symmetric, and NO where precedes is YES either way
- the relation of two windows is what all their readings agree on, and its converse is the
  relation the other way round
- a window is refused exactly when its end certainly precedes its start
- any text is read or refused with a DateError, whose span lies in the text and whose proposal
  can be read
- shifting all days by the same number keeps order
"""

from __future__ import annotations

import calendar
import datetime as dt
import pickle
from collections.abc import Callable
from itertools import product
from time import struct_time

import edtf
from hypothesis import assume, example, given
from hypothesis import strategies as st

from claimledger.dates import (
    PartialDate,
    Ternary,
    Window,
    parse_date,
    parse_window,
)
from claimledger.errors import DateError
from tests.date_strategies import date_texts, day_texts, short_date_texts, window_texts

CONVERSE = {"within": "contains", "contains": "within"}
DAY = dt.timedelta(days=1)


def days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + DAY * step for step in range((last - first).days + 1)]


def plain_bounds(text: str) -> tuple[dt.date, dt.date]:
    """First and last day of a day, a date-time or a month, by the calendar alone."""
    body = text.rstrip("?~%")[:10]
    if len(body) == 10:
        return dt.date.fromisoformat(body), dt.date.fromisoformat(body)
    year, month = (int(part) for part in body.split("-"))
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def readings(text: str) -> list[dt.date]:
    """Each day that a short date may mean: with a mark, also those of its two neighbours."""
    first, last = plain_bounds(text)
    if text[-1] in "?~%":
        is_month = len(text) == 8
        before, after = first - DAY, last + DAY
        first = plain_bounds(before.isoformat()[:7])[0] if is_month else before
        last = plain_bounds(after.isoformat()[:7])[1] if is_month else after
    return days(first, last)


def hour(text: str) -> dt.datetime | None:
    """The hour of a date-time that is given without reservation."""
    return dt.datetime.fromisoformat(text) if "T" in text and text[-1] not in "?~%" else None


def is_earlier(one: dt.datetime | None, other: dt.datetime | None) -> bool:
    """Whether hours of one day order two dates."""
    if one is None or other is None or (one.tzinfo is None) != (other.tzinfo is None):
        return False
    return one < other


def order(one: str, other: str) -> Ternary:
    """The model of precedes: try every pair of readings."""
    by_hour = plain_bounds(one) == plain_bounds(other) and is_earlier(hour(one), hour(other))
    found = {a < b or by_hour for a, b in product(readings(one), readings(other))}
    return Ternary.UNCERTAIN if len(found) == 2 else (Ternary.YES if found.pop() else Ternary.NO)


def spans(start: str | None, end: str | None) -> list[tuple[dt.date, dt.date]]:
    """Each first and last day that a window may mean; only a qualified end moves."""
    firsts, lasts = [dt.date.min], [dt.date.max]
    if start is not None:
        firsts = readings(start) if start[-1] in "?~%" else [plain_bounds(start)[0]]
    if end is not None:
        lasts = readings(end) if end[-1] in "?~%" else [plain_bounds(end)[1]]
    return [(first, last) for first in firsts for last in lasts if first <= last]


def relation(one: tuple[dt.date, dt.date], other: tuple[dt.date, dt.date]) -> str:
    """The model of a relation of two spans, by the days that they share."""
    low, high = max(one[0], other[0]), min(one[1], other[1])
    if low > high:
        return "disjoint"
    shared = (low, high)
    if shared == one:
        return "equal" if one == other else "within"
    return "contains" if shared == other else "overlaps"


def window_text(start: str | None, end: str | None) -> str:
    return f"{start or '..'}/{end or '..'}"


@given(date_texts())
@example("9999-24~")
@example("000X%")
@example("0001-01-01T00:00+04:00")
def test_text_of_a_date_reads_back(text: str) -> None:
    """parse(str(d)) == d, and so with repr and pickle, and with every part."""
    date = parse_date(text)
    for copy in (parse_date(str(date)), eval(repr(date)), pickle.loads(pickle.dumps(date))):
        assert copy == date
        assert hash(copy) == hash(date)
        for part in ("first", "last", "precision", "moment", "approximate", "uncertain"):
            assert getattr(copy, part) == getattr(date, part)
    assert date.earliest <= date.first <= date.last <= date.latest


@given(window_texts())
def test_text_of_a_window_reads_back(ends: tuple[str | None, str | None]) -> None:
    """parse(str(w)) == w, and so with repr and pickle."""
    try:
        window = parse_window(window_text(*ends))
    except DateError:
        assume(False)
    for copy in (parse_window(str(window)), eval(repr(window)), pickle.loads(pickle.dumps(window))):
        assert copy == window
        assert hash(copy) == hash(window)


@given(date_texts(st.integers(2019, 2020)), date_texts(st.integers(2019, 2020)))
def test_sort_key_is_equal_for_equal_dates_alone(one: str, other: str) -> None:
    a, b = parse_date(one), parse_date(other)
    assert (a == b) == (a.sort_key() == b.sort_key()) == (str(a) == str(b))
    assert a != b or hash(a) == hash(b)
    assert (a.sort_key() < b.sort_key()) + (b.sort_key() < a.sort_key()) + (a == b) == 1


def _oracle_day(moment: struct_time) -> dt.date:
    return dt.date(moment.tm_year, moment.tm_mon, moment.tm_mday)


@given(date_texts())
def test_bounds_are_those_of_edtf(text: str) -> None:
    """The oracle knows no hour without seconds, and ends a winter with its year: not asked."""
    plain = text.rstrip("?~%")
    assume(":" not in plain and plain[4:] != "-24")
    oracle = edtf.parse_edtf(plain)
    # It has a year 0, which the calendar here lacks.
    assume(not plain.startswith("000X") and not plain.startswith("00XX"))
    date = parse_date(plain)
    assert date.first == _oracle_day(oracle.lower_strict())
    assert date.last == _oracle_day(oracle.upper_strict())


@given(short_date_texts(), short_date_texts())
def test_precedes_is_what_all_readings_say(one: str, other: str) -> None:
    assert parse_date(one).precedes(parse_date(other)) is order(one, other)


@given(short_date_texts(), short_date_texts(), short_date_texts())
def test_precedes_is_an_order(one: str, other: str, third: str) -> None:
    """Never both ways; transitive where two steps of days lead from the first to the third."""
    a, b, c = parse_date(one), parse_date(other), parse_date(third)
    assert a.precedes(a) is not Ternary.YES
    if a.precedes(b) is Ternary.YES:
        assert b.precedes(a) is Ternary.NO
        if b.precedes(c) is Ternary.YES and a.latest < c.earliest:
            assert a.precedes(c) is Ternary.YES


@given(short_date_texts(), short_date_texts())
def test_same_moment_is_what_is_left_by_precedes(one: str, other: str) -> None:
    """YES on one single day that no hour orders, NO where one precedes, else UNCERTAIN."""
    ordered = Ternary.YES in {order(one, other), order(other, one)}
    single = len(readings(one)) == len(readings(other)) == 1
    expected = Ternary.UNCERTAIN
    if ordered:
        expected = Ternary.NO
    elif single:
        expected = Ternary.YES
    a, b = parse_date(one), parse_date(other)
    assert a.same_moment(b) is b.same_moment(a) is expected


@given(window_texts(short_date_texts()), window_texts(short_date_texts()))
@example(("2020-01-28~", "2020-01-28"), ("2020-01-28", "2020-01-28"))
@example(("2020-01-28~", "2020-01-28~"), ("2020-01", "2020-01"))
def test_relation_is_what_all_readings_agree_on(
    one: tuple[str | None, str | None], other: tuple[str | None, str | None]
) -> None:
    try:
        a, b = parse_window(window_text(*one)), parse_window(window_text(*other))
    except DateError:
        assume(False)
    found = {relation(x, y) for x in set(spans(*one)) for y in set(spans(*other))}
    expected = found.pop() if len(found) == 1 else "uncertain"
    assert a.relation(b) == expected
    assert b.relation(a) == CONVERSE.get(expected, expected)


@given(window_texts(short_date_texts()))
def test_window_is_refused_only_when_it_certainly_ends_before_it_starts(
    ends: tuple[str | None, str | None],
) -> None:
    start, end = ends
    is_backward = start is not None and end is not None and order(end, start) is Ternary.YES
    try:
        window = parse_window(window_text(start, end))
    except DateError:
        assert is_backward
    else:
        assert not is_backward
        assert window.first == (dt.date.min if start is None else plain_bounds(start)[0])
        assert window.last == (dt.date.max if end is None else plain_bounds(end)[1])
        assert window.is_open_ended == (start is not None and end is None)


written = st.one_of(
    st.text(max_size=12),
    st.text("0123456789-/.TXZ:?~% +sundayeptm–", max_size=20),
    st.from_regex(r"\s?\d{1,4}[-/. –]\d{1,2}[-/. –]\d{1,4}\s?", fullmatch=True),
    st.from_regex(r"\d{1,2}(st|\u017ft|TH)? (Sept|may|JUNE)\.?,? ?(\d{4})?", fullmatch=True),
    st.tuples(date_texts(), st.sampled_from(("/", "/..", " ", "x", "/2020"))).map("".join),
    date_texts().map(str.lower),
    date_texts().map(lambda text: text.replace("-", "–")),
)


def refusal(parse: Callable[[str], PartialDate | Window], text: str) -> DateError | None:
    """The error of a text that is refused; what is read must read back."""
    try:
        value = parse(text)
    except DateError as error:
        return error
    assert parse(str(value)) == value
    return None


@given(written)
def test_any_text_is_read_or_refused_with_a_place_in_it(text: str) -> None:
    for error in (refusal(parse_date, text), refusal(parse_window, text)):
        if error is None:
            continue
        assert 0 <= error.start <= error.end <= len(error.text)
        assert error.expected
        assert "^" in str(error)
        assert error.nearest is None or str(parse_window(error.nearest)) == error.nearest


@given(day_texts(), day_texts(), st.integers(-500, 500))
def test_shifting_all_days_keeps_their_order(one: str, other: str, shift: int) -> None:
    a, b = dt.date.fromisoformat(one), dt.date.fromisoformat(other)
    try:
        moved = parse_date(a + DAY * shift), parse_date(b + DAY * shift)
    except OverflowError:
        assume(False)
    assert moved[0].precedes(moved[1]) is parse_date(one).precedes(parse_date(other))
