"""Dates and windows: what is read, what is refused and how, and comparison."""

from __future__ import annotations

import datetime as dt
import pickle
import subprocess
import sys
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest

from claimledger.dates import PartialDate, Ternary, Window, parse_date, parse_window
from claimledger.errors import ClaimLedgerError, DateError

YES, NO, UNCERTAIN = Ternary.YES, Ternary.NO, Ternary.UNCERTAIN


def refused(text: Any, **options: Any) -> DateError:
    with pytest.raises(DateError) as caught:
        parse_date(text, **options)
    return caught.value


def refused_window(text: Any) -> DateError:
    with pytest.raises(DateError) as caught:
        parse_window(text)
    return caught.value


def marked(error: DateError) -> str:
    """What the caret stands under."""
    return error.text[error.start : error.end]


class TestTernary:
    def test_has_no_truth_value(self) -> None:
        """Asking it for one is an error, so that UNCERTAIN never passes for yes."""
        for answer in Ternary:
            with pytest.raises(TypeError, match=r"compare it with Ternary\.YES"):
                bool(answer)


READ = (
    # text, canonical text, first, last, precision
    ("2020-09-27", "2020-09-27", "2020-09-27", "2020-09-27", "day"),
    ("  2020-09-27\n", "2020-09-27", "2020-09-27", "2020-09-27", "day"),
    ("2020-09", "2020-09", "2020-09-01", "2020-09-30", "month"),
    ("2020-02", "2020-02", "2020-02-01", "2020-02-29", "month"),
    ("1900-02", "1900-02", "1900-02-01", "1900-02-28", "month"),
    ("2021", "2021", "2021-01-01", "2021-12-31", "year"),
    ("0001", "0001", "0001-01-01", "0001-12-31", "year"),
    ("9999", "9999", "9999-01-01", "9999-12-31", "year"),
    ("2020-12~", "2020-12~", "2020-12-01", "2020-12-31", "month"),
    ("201X", "201X", "2010-01-01", "2019-12-31", "decade"),
    ("20XX", "20XX", "2000-01-01", "2099-12-31", "century"),
    ("000X", "000X", "0001-01-01", "0009-12-31", "decade"),
    ("2004-XX", "2004-XX", "2004-01-01", "2004-12-31", "year"),
    ("1985-XX-XX", "1985-XX-XX", "1985-01-01", "1985-12-31", "year"),
    ("1985-04-XX", "1985-04-XX", "1985-04-01", "1985-04-30", "month"),
    ("2001-21", "2001-21", "2001-03-01", "2001-05-31", "season"),
    ("2001-22", "2001-22", "2001-06-01", "2001-08-31", "season"),
    ("2001-23", "2001-23", "2001-09-01", "2001-11-30", "season"),
    ("2003-24", "2003-24", "2003-12-01", "2004-02-29", "season"),
    ("9999-24", "9999-24", "9999-12-01", "9999-12-31", "season"),
    ("2020-09-28T21:29+04:00", "2020-09-28T21:29+04:00", "2020-09-28", "2020-09-28", "minute"),
    ("2020-09-28T21:29:00Z", "2020-09-28T21:29+00:00", "2020-09-28", "2020-09-28", "minute"),
    ("2020-09-28 21:29", "2020-09-28T21:29", "2020-09-28", "2020-09-28", "minute"),
    ("2020-09-28T21:29:07-0330", "2020-09-28T21:29:07-03:30", "2020-09-28", "2020-09-28", "minute"),
    ("2020-09-28T23:30-04", "2020-09-28T23:30-04:00", "2020-09-28", "2020-09-28", "minute"),
)


class TestParseDate:
    @pytest.mark.parametrize(("text", "canonical", "first", "last", "precision"), READ)
    def test_reads(self, text: str, canonical: str, first: str, last: str, precision: str) -> None:
        """Levels 0 and 1 of EDTF, and date-times whose day is the day as written."""
        date = parse_date(text)
        assert str(date) == canonical
        assert (date.first.isoformat(), date.last.isoformat()) == (first, last)
        assert date.precision == precision

    @pytest.mark.parametrize(
        ("mark", "approximate", "uncertain"),
        [("", False, False), ("~", True, False), ("?", False, True), ("%", True, True)],
    )
    def test_marks(self, mark: str, approximate: bool, uncertain: bool) -> None:
        """The marks of EDTF qualify the whole date."""
        date = parse_date(f"2020-09-27{mark}")
        assert (date.approximate, date.uncertain) == (approximate, uncertain)
        assert date.is_qualified == bool(mark)
        assert date.is_day == (not mark)

    def test_takes_a_date(self) -> None:
        assert parse_date(dt.date(2020, 9, 28)) == parse_date("2020-09-28")

    def test_takes_a_date_time_with_all_of_its_hour(self) -> None:
        """A datetime is a date too, and loses neither hour, offset nor microseconds."""
        zone = dt.timezone(dt.timedelta(hours=4))
        for moment in (
            dt.datetime(2020, 9, 28, 21, 29, tzinfo=zone),
            dt.datetime(2020, 9, 28, 0, 0),  # noqa: DTZ001
            dt.datetime(2020, 9, 28, 21, 29, 30, 500_000),  # noqa: DTZ001
            dt.datetime(2020, 9, 28, 21, 29, tzinfo=ZoneInfo("Asia/Baku")),
        ):
            date = parse_date(moment)
            assert date.moment == moment
            assert date.precision == "minute"
            assert date.first == dt.date(2020, 9, 28)

    def test_takes_itself(self) -> None:
        date = parse_date("2020-09")
        assert parse_date(date) is date

    @pytest.mark.parametrize("value", [None, 20200928, True, b"2020-09-28", 2020.5])
    def test_refuses_what_is_no_text(self, value: object) -> None:
        assert "as text" in refused(value).expected

    @pytest.mark.parametrize(
        ("word", "day"),
        [
            ("today", "2020-09-28"),
            ("Yesterday", "2020-09-27"),
            ("monday", "2020-09-28"),  # The reference itself is a Monday.
            ("Sunday ", "2020-09-27"),
            ("Tuesday", "2020-09-22"),
        ],
    )
    def test_words_count_back_from_the_reference(self, word: str, day: str) -> None:
        """A weekday is the latest such day on or before it."""
        for reference in ("2020-09-28", dt.date(2020, 9, 28), "2020-09-28T21:29+04:00"):
            assert str(parse_date(word, reference=reference)) == day

    @pytest.mark.parametrize("word", ["Sunday", "today", "YESTERDAY"])
    def test_words_need_a_reference(self, word: str) -> None:
        """Today's date is never used."""
        error = refused(word)
        assert f"'{word.casefold()}' needs a reference date" in error.expected
        assert marked(error) == word

    @pytest.mark.parametrize("reference", ["2020-09", "2020-09-28?"])
    def test_reference_must_be_one_day(self, reference: str) -> None:
        error = refused("today", reference=reference)
        assert error.text == reference
        assert error.expected == "a reference date of one day"

    def test_no_day_lies_before_the_first(self) -> None:
        assert refused("yesterday", reference="0001-01-01").expected == "a day from 0001-01-01 on"

    def test_month_names_do_not_follow_the_locale(self) -> None:
        """Names are English in whatever locale the process was started."""
        code = (
            "import calendar\n"
            "calendar.month_name = calendar.day_name = ['x'] * 13\n"
            "from claimledger.dates import parse_date\n"
            "print(parse_date('Sunday', reference='2020-09-28'))\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
        )
        assert done.stdout.strip() == "2020-09-27"


REFUSED = (
    # text, what the caret marks, part of what was expected, the spelling to use
    ("28.09.2020", "28.09.2020", "a date such as", "2020-09-28"),
    ("09/28/2020", "09/28/2020", "a date such as", "2020-09-28"),
    ("28/09/2020", "28/09/2020", "a date such as", "2020-09-28"),
    ("28-9-2020", "28-9-2020", "a date such as", "2020-09-28"),
    ("9/9/2020", "9/9/2020", "a date such as", "2020-09-09"),
    ("09/10/2020", "09/10/2020", "ambiguous: 2020-09-10 or 2020-10-09", None),
    ("13/13/2020", "13/13/2020", "there is no such day", None),
    ("28 September 2020", "28 September 2020", "a date such as", "2020-09-28"),
    ("28th Sept. 2020", "28th Sept. 2020", "a date such as", "2020-09-28"),
    ("September 28, 2020", "September 28, 2020", "a date such as", "2020-09-28"),
    ("Sep 1st 2020", "Sep 1st 2020", "a date such as", "2020-09-01"),
    ("May 2020", "May 2020", "a date such as", "2020-05"),
    ("31 June 2020", "31 June 2020", "there is no such day", None),
    (" 2020-9-28", "2020-9-28", "a date such as", "2020-09-28"),
    ("2020-9", "2020-9", "a date such as", "2020-09"),
    ("2020/09/28", "2020/09/28", "a date such as", "2020-09-28"),
    ("2020.09.28", "2020.09.28", "a date such as", "2020-09-28"),
    ("09/2020", "09/2020", "a date such as", "2020-09"),
    ("20200928", "20200928", "a date such as", "2020-09-28"),
    ("20201345", "20201345", "there is no such day", None),
    ("2020–09–28", "2020–09–28", "a date such as", "2020-09-28"),
    ("2020–09–28~", "2020–09–28~", "a date such as", "2020-09-28~"),
    ("2020-09-28t21:29z", "2020-09-28t21:29z", "a date such as", "2020-09-28T21:29+00:00"),
    ("201x", "201x", "a date such as", "201X"),
    ("201x-05", "201x-05", "a date such as", None),
    ("Sept 28", "Sept 28", "the year is missing", None),
    ("28 September", "28 September", "the year is missing", None),
    ("September", "September", "the year is missing", None),
    ("28.09", "28.09", "the year is missing", None),
    ("28.9.20", "28.9.20", "the year needs all its four digits", None),
    ("Sunday", "Sunday", "needs a reference date", None),
    ("last week", "last week", "a date such as", None),
    ("", "", "a date such as", None),
    ("   ", "", "a date such as", None),
    ("2020-13-01", "13", "a month from 01 to 12, or a season from 21 to 24", None),
    ("2020-00", "00", "a month from 01 to 12", None),
    ("2020-25", "25", "a month from 01 to 12", None),
    ("2020-02-30", "30", "a day from 01 to 29, as 2020-02 has", None),
    (" 2021-02-29", "29", "a day from 01 to 28, as 2021-02 has", None),
    ("2020-09-00", "00", "a day from 01 to 30", None),
    ("0000", "0000", "a year from 0001 to 9999", None),
    ("-0044", "-0044", "years run from 0001 to 9999", None),
    ("Y17000000002", "Y17000000002", "years run from 0001 to 9999", None),
    ("Y-17", "Y-17", "years run from 0001 to 9999", None),
    ("12020", "12020", "years run from 0001 to 9999", None),
    ("2020-XX-05", "05", "XX, as the month is unknown", "2020-XX-XX"),
    ("201X-XX", "XX", "nothing after a year with unknown digits", "201X"),
    ("2020-21-05", "05", "nothing after a season", "2020-21"),
    ("2020-09T21:29", "21:29", "an hour only after a day", None),
    ("2020-09-XXT21:29", "21:29", "an hour only after a day", None),
    ("2020-09-28T24:00", "24:00", "a time from 00:00 to 23:59:59", None),
    ("2020-09-28T21:60", "21:60", "a time from 00:00 to 23:59:59", None),
    ("2020-09-28T21:29+24:00", "21:29+24:00", "an offset under 24 hours", None),
    ("2020-09-28T9:30", "T9:30", "a date such as", None),
    ("2020-09-28T21:29 UTC", "UTC", "a date such as", None),
    ("2020-09-28?~", "~", "a date such as", None),
    ("2020-09-28 was quiet", "was quiet", "a date such as", None),
    ("2020-09-27/2020-11-10", "2020-09-27/2020-11-10", "one date, not a window", None),
)


class TestDateError:
    @pytest.mark.parametrize(("text", "mark", "expected", "nearest"), REFUSED)
    def test_says_where_and_what(
        self, text: str, mark: str, expected: str, nearest: str | None
    ) -> None:
        """The span, what was expected, and the spelling to use where it is unambiguous."""
        error = refused(text)
        assert marked(error) == mark
        assert expected in error.expected
        assert error.nearest == nearest
        assert error.text == text

    def test_draws_a_caret(self) -> None:
        assert str(refused("2020-02-30")).splitlines()[1:] == ["  2020-02-30", "          ^^"]
        assert str(refused("")).splitlines()[1:] == ["  ", "  ^"]

    def test_is_caught_as_a_value_error_and_pickles(self) -> None:
        error = refused("2020-9-28")
        assert isinstance(error, ValueError)
        assert isinstance(error, ClaimLedgerError)
        assert str(pickle.loads(pickle.dumps(error))) == str(error)

    def test_old_local_offsets_are_refused(self) -> None:
        """An offset with seconds, as of local mean time, has no spelling."""
        zone = dt.timezone(dt.timedelta(hours=3, minutes=19, seconds=24))
        assert marked(refused(dt.datetime(1900, 1, 1, tzinfo=zone))) == ":24"


class TestPartialDate:
    def test_is_frozen_slotted_and_hashable(self) -> None:
        date = parse_date("2020-09-27")
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            date.text = "2021"  # type: ignore[misc]
        assert not hasattr(date, "__dict__")
        assert len({date, parse_date(" 2020-09-27 ")}) == 1

    def test_repr_is_code(self) -> None:
        assert repr(parse_date("2020-12~")) == "parse_date('2020-12~')"

    @pytest.mark.parametrize(
        ("text", "earliest", "latest"),
        [
            ("2020-09-28~", "2020-09-27", "2020-09-29"),
            ("2020-09-28T21:29?", "2020-09-27", "2020-09-29"),
            ("2020-01?", "2019-12-01", "2020-02-29"),
            ("2020%", "2019-01-01", "2021-12-31"),
            ("2020-21~", "2019-12-01", "2020-08-31"),
            ("2020-24~", "2020-09-01", "2021-05-31"),
            ("201X~", "2000-01-01", "2029-12-31"),
            ("20XX~", "1900-01-01", "2199-12-31"),
            # Kept within the calendar.
            ("0001-01-01~", "0001-01-01", "0001-01-02"),
            ("9999-12-31~", "9999-12-30", "9999-12-31"),
            ("9999-12-29~", "9999-12-28", "9999-12-30"),
            ("0001-01~", "0001-01-01", "0001-02-28"),
            ("9999~", "9998-01-01", "9999-12-31"),
            ("2020-09", "2020-09-01", "2020-09-30"),
        ],
    )
    def test_marks_widen_by_one_unit(self, text: str, earliest: str, latest: str) -> None:
        date = parse_date(text)
        assert (date.earliest.isoformat(), date.latest.isoformat()) == (earliest, latest)

    @pytest.mark.parametrize(
        ("one", "other", "forth", "back"),
        [
            ("2020-09-27", "2020-09-28", YES, NO),
            ("2020-09-28", "2020-09-28", NO, NO),
            ("2020-09", "2020-10-01", YES, NO),
            ("2020-09", "2020-09-30", UNCERTAIN, NO),
            ("2020-09", "2020-09", UNCERTAIN, UNCERTAIN),
            ("2020-09-27~", "2020-09-28", UNCERTAIN, NO),
            ("2020-09-27~", "2020-09-29", YES, NO),
            ("2020-09-27T10:00", "2020-09-27T11:00", YES, NO),
            ("2020-09-27T10:00", "2020-09-27T10:00", NO, NO),
            # Instants: 11:00 at +04:00 is 07:00 in UTC.
            ("2020-09-27T11:00+04:00", "2020-09-27T08:00Z", YES, NO),
            # The day is the day as written, although the second is an earlier instant.
            ("2020-09-27T23:00Z", "2020-09-28T00:30+04:00", YES, NO),
            # One hour without an offset, one with: of one moment.
            ("2020-09-27T10:00", "2020-09-27T23:00Z", NO, NO),
            ("2020-09-27T10:00", "2020-09-27", NO, NO),
            ("2020-09-27T10:00?", "2020-09-27T11:00", UNCERTAIN, UNCERTAIN),
            # At the ends of the calendar a mark still hides the hour.
            ("0001-01-01T10:00~", "0001-01-01T11:00", NO, UNCERTAIN),
            # Instants outside the calendar compare too.
            ("0001-01-01T00:00+04:00", "0001-01-01T00:00Z", YES, NO),
        ],
    )
    def test_precedes(self, one: str, other: str, forth: Ternary, back: Ternary) -> None:
        a, b = parse_date(one), parse_date(other)
        assert (a.precedes(b), b.precedes(a)) == (forth, back)

    @pytest.mark.parametrize(
        ("one", "other", "answer"),
        [
            ("2020-09-27", "2020-09-27", YES),
            ("2020-09-27", "2020-09-28", NO),
            ("2020-09-27T10:00", "2020-09-27", YES),
            ("2020-09-27T10:00", "2020-09-27T10:00", YES),
            ("2020-09-27T10:00", "2020-09-27T11:00", NO),
            ("2020-09-27T10:00", "2020-09-27T11:00Z", YES),
            ("2020-09-27T12:00+04:00", "2020-09-27T08:00Z", YES),
            ("2020-09", "2020-09-27", UNCERTAIN),
            ("2020-09-27~", "2020-09-27", UNCERTAIN),
            ("2020-09-27~", "2020-09-29", NO),
        ],
    )
    def test_same_moment(self, one: str, other: str, answer: Ternary) -> None:
        a, b = parse_date(one), parse_date(other)
        assert a.same_moment(b) is b.same_moment(a) is answer

    def test_sort_key_orders_by_first_day_then_last(self) -> None:
        texts = ["2020", "2020-09-27", "2020-09", "2020-09-28?", "2020-09-01", "2020-09-28"]
        dates = sorted(map(parse_date, texts), key=PartialDate.sort_key)
        assert [str(date) for date in dates] == [
            *("2020", "2020-09-01", "2020-09", "2020-09-27", "2020-09-28", "2020-09-28?"),
        ]


class TestParseWindow:
    @pytest.mark.parametrize(
        ("text", "canonical", "first", "last"),
        [
            ("2020-09-27/2020-11-10", "2020-09-27/2020-11-10", "2020-09-27", "2020-11-10"),
            (" 2020-09 / 2020-11 ", "2020-09/2020-11", "2020-09-01", "2020-11-30"),
            ("2020-09-27/..", "2020-09-27/..", "2020-09-27", "9999-12-31"),
            ("../2020-11-10", "../2020-11-10", "0001-01-01", "2020-11-10"),
            ("2020-09-27", "2020-09-27", "2020-09-27", "2020-09-27"),
            ("2020-09", "2020-09", "2020-09-01", "2020-09-30"),
            ("2020-09/2020-09", "2020-09", "2020-09-01", "2020-09-30"),
            # Backwards in its text, but not certainly: the end may be later.
            ("2020-09-28/2020-09-27~", "2020-09-28/2020-09-27~", "2020-09-28", "2020-09-27"),
        ],
    )
    def test_reads(self, text: str, canonical: str, first: str, last: str) -> None:
        window = parse_window(text)
        assert str(window) == canonical
        assert (window.first.isoformat(), window.last.isoformat()) == (first, last)
        assert window.is_open_ended == canonical.endswith("/..")
        assert repr(window) == f"parse_window({canonical!r})"

    def test_takes_dates_and_itself(self) -> None:
        window = parse_window("2020-09-27")
        assert parse_window(dt.date(2020, 9, 27)) == window
        assert parse_window(parse_date("2020-09-27")) == window
        assert parse_window(window) is window
        moment = dt.datetime(2020, 9, 27, 21, 29, tzinfo=dt.UTC)
        assert parse_window(moment) == parse_window("2020-09-27T21:29Z")
        assert "as text" in refused_window(None).expected

    @pytest.mark.parametrize(
        ("text", "mark", "expected", "nearest"),
        [
            ("2020-09-27/", "", "'..' for an open end", "2020-09-27/.."),
            (" /2020", " ", "'..' for an open end", "../2020"),
            ("2020-13/", "13", "a month from 01 to 12", None),
            ("/2020-13", "", "'..' for an open end", None),
            ("/", "", "'..' for an open end", None),
            ("../..", "../..", "a window with a start or an end", None),
            ("2020-10-01/2020-09-30", "2020-09-30", "an end that is not before the start", None),
            ("2020-10/2020-09", "2020-09", "an end that is not before the start", None),
            ("2020-09-28T10:00/2020-09-28T09:00", "2020-09-28T09:00", "not before", None),
            ("2020-09-27/2020-9-28", "2020-9-28", "a date such as", "2020-09-28"),
            ("2020-09-27/2020-02-30", "30", "a day from 01 to 29", None),
            ("2020/2021/2022", "2021/2022", "one date, not a window", None),
            ("09/28/2020", "09/28/2020", "a date such as", "2020-09-28"),
            (" 2020/9/28", "2020/9/28", "a date such as", "2020-09-28"),
            ("09/10/2020", "09/10/2020", "ambiguous", None),
            ("Sunday/..", "Sunday", "needs a reference date", None),
        ],
    )
    def test_refuses(self, text: str, mark: str, expected: str, nearest: str | None) -> None:
        """The span is counted in the whole text, not in the one end."""
        error = refused_window(text)
        assert marked(error) == mark
        assert expected in error.expected
        assert error.nearest == nearest

    def test_a_window_needs_an_end(self) -> None:
        """What cannot be written cannot be made."""
        with pytest.raises(DateError, match="a start or an end"):
            Window(None, None)


class TestRelation:
    @pytest.mark.parametrize(
        ("one", "other", "forth", "back"),
        [
            ("2020-09", "2020-09-01/2020-09-30", "equal", "equal"),
            ("2020-09-27/..", "2020-09-27/..", "equal", "equal"),
            ("2020-09-28", "2020-09", "within", "contains"),
            ("2020-09-27/2020-11-10", "2020-09-27/..", "within", "contains"),
            ("2020-09-27", "2020-09-28", "disjoint", "disjoint"),
            ("../2020-09-27", "2020-09-28/..", "disjoint", "disjoint"),
            ("2020-09", "2020-09-15/2020-10-15", "overlaps", "overlaps"),
            ("../2020-09-27", "2020-09-27/..", "overlaps", "overlaps"),
            # A mark matters only where it could change the answer.
            ("2020-09-28~", "2020-09", "within", "contains"),
            ("2020-09-30~", "2020-09", "uncertain", "uncertain"),
            ("2020-09-28?", "2020-09-28?", "uncertain", "uncertain"),
            ("2020-09-28?", "2020-09-30", "disjoint", "disjoint"),
            ("2020-09-28?", "2020-09-29", "uncertain", "uncertain"),
            ("2020-09-10~/2020-10", "2020-09/2020-09-20", "overlaps", "overlaps"),
            ("2020-09-10~/..", "2020-09-01/..", "within", "contains"),
        ],
    )
    def test_places_the_days(self, one: str, other: str, forth: str, back: str) -> None:
        a, b = parse_window(one), parse_window(other)
        assert (a.relation(b), b.relation(a)) == (forth, back)
