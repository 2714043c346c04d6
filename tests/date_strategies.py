"""Dates and windows as text, with what they mean computed apart from the code under test.

Years come from a small pool as well as from all, so that drawn dates often share a day.
"""

from __future__ import annotations

import calendar
import datetime as dt

from hypothesis import strategies as st

MARKS = ("", "", "", "?", "~", "%")
OFFSETS = ("", "", "Z", "+04:00", "+0400", "-03", "-03:30", "+00:00")

near_years = st.integers(2019, 2021)
all_years = st.one_of(near_years, st.integers(1, 9999))


@st.composite
def day_texts(draw: st.DrawFn, years: st.SearchStrategy[int] = all_years) -> str:
    """Days that exist."""
    year, month = draw(years), draw(st.integers(1, 12))
    day = draw(st.integers(1, calendar.monthrange(year, month)[1]))
    return f"{year:04}-{month:02}-{day:02}"


@st.composite
def moment_texts(draw: st.DrawFn, years: st.SearchStrategy[int] = all_years) -> str:
    """Date-times with and without offset, to the minute, the second or finer."""
    clock = f"{draw(st.integers(0, 23)):02}:{draw(st.integers(0, 59)):02}"
    finer = draw(st.sampled_from(("", "", ":00", ":07", ":59.5", ":00.000001", ":30.000000")))
    offset, gap = draw(st.sampled_from(OFFSETS)), draw(st.sampled_from("T "))
    return f"{draw(day_texts(years))}{gap}{clock}{finer}{offset}"


def _coarse(year: int) -> st.SearchStrategy[str]:
    text = f"{year:04}"
    months = st.integers(1, 12).map("{:02}".format)
    return st.one_of(
        st.sampled_from((text, f"{text}-XX", f"{text}-XX-XX", f"{text[:3]}X", f"{text[:2]}XX")),
        st.integers(21, 24).map(lambda season: f"{text}-{season}"),
        months.map(lambda month: f"{text}-{month}"),
        months.map(lambda month: f"{text}-{month}-XX"),
    )


@st.composite
def date_texts(draw: st.DrawFn, years: st.SearchStrategy[int] = all_years) -> str:
    """Every kind of date of EDTF levels 0 and 1 that is read, qualified or not."""
    kinds = st.one_of(day_texts(years), moment_texts(years), years.flatmap(_coarse))
    return draw(kinds) + draw(st.sampled_from(MARKS))


@st.composite
def short_date_texts(draw: st.DrawFn) -> str:
    """Dates of a few days or months, few enough to enumerate, that often meet."""
    day = dt.date(2020, 1, 28) + dt.timedelta(days=draw(st.integers(0, 6)))
    kind = draw(st.sampled_from(("day", "day", "moment", "month")))
    text = day.isoformat()[: 7 if kind == "month" else 10]
    if kind == "moment":
        text += draw(st.sampled_from(("T09:00", "T21:29", "T09:00Z", "T12:00+04:00")))
    return text + draw(st.sampled_from(MARKS))


@st.composite
def window_texts(
    draw: st.DrawFn, dates: st.SearchStrategy[str] | None = None
) -> tuple[str | None, str | None]:
    """The texts of a start and an end, None where open; they may lie in the wrong order."""
    dates = date_texts() if dates is None else dates
    shape = draw(st.sampled_from(("both", "both", "one", "start", "end")))
    start, end = draw(dates), draw(dates)
    if shape == "one":
        return start, start
    return (None if shape == "end" else start), (None if shape == "start" else end)
