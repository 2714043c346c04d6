"""What stands in the cell of a workbook, as the text that a person would have typed.

A workbook keeps dates as counts of days and figures as binary fractions; what is shown depends
on the format of the cell. Here a date is written as precisely as its cell shows it, a figure
with the 15 digits that a workbook keeps, and a percentage as one.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

_NO_SIGN = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')
"""What a format of cells holds beside its signs: texts, colours and locales, single letters."""

_WORDS = re.compile(r'"([^"]*[^\W\d_][^"]*)"')
_SECOND = dt.timedelta(seconds=1)


def cell_text(value: object, shown_as: str) -> str:
    """The text of a value.

    >>> cell_text(31.0, "General"), cell_text(0.1 + 0.2, "0%"), cell_text(True, "General")
    ('31', '30%', 'TRUE')
    >>> cell_text(dt.datetime(2031, 5, 1), "mmm-yy")
    '2031-05'

    Args:
        value: As the workbook keeps it; None is an empty cell.
        shown_as: The format of the cell.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number(value, shown_as)
    if isinstance(value, (dt.datetime, dt.date)):
        return _date(value, shown_as)
    return str(value).replace("_x000D_", " ")


def words_shown(value: object, shown_as: str) -> str | None:
    """Words that the format of a cell shows beside its figure, such as a unit, if any."""
    is_figure = isinstance(value, (int, float)) and not isinstance(value, bool)
    found = _WORDS.search(shown_as) if is_figure else None
    return None if found is None else found[1].strip()


def _number(value: float, shown_as: str) -> str:
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    is_percent = "%" in _NO_SIGN.sub("", shown_as)
    text = format(number * 100 if is_percent else number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text}%" if is_percent else text


def _date(value: dt.date, shown_as: str) -> str:
    if isinstance(value, dt.datetime):
        value = _whole_seconds(value)
        if value.time() != dt.time():
            return value.isoformat(timespec="seconds" if value.second else "minutes")
    signs = _NO_SIGN.sub("", shown_as).casefold()
    day = f"{value:%d}" if "d" in signs or "y" not in signs else None
    month = f"{value:%m}" if day or "m" in signs else None
    return "-".join(part for part in (f"{value.year:04}", month, day) if part)


def _whole_seconds(value: dt.datetime) -> dt.datetime:
    """The nearest second, since a fraction of a day in binary seldom is a whole one."""
    whole = value.replace(microsecond=0)
    return whole + _SECOND if value.microsecond >= 500_000 else whole
