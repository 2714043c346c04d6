"""Values of Wikibase, and how what no field of a ledger holds of a statement is spelt in one.

Such a part, a qualifier or a piece of a reference, is text that names its property, and the item
that is its value: ``nature of statement (P5102): allegedly (Q32188232)``. The exporter to Wikidata
reads it again, so that a statement goes back as it came.

Reference: Wikibase, ``docs/topics/json.md`` and ``docs/topics/quantity.md``; Help:QuickStatements.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache
from importlib import resources
from typing import Any

import attrs

from claimledger.dates import PartialDate, parse_date
from claimledger.errors import ClaimLedgerError, InvalidRecordError, quoted
from claimledger.quantities import Hedge, Quantity

SOMEVALUE, NOVALUE = "somevalue", "novalue"
JULIAN = "Q1985786"
EARTH = "Q2"
PAGES = "https://www.wikidata.org/entity/"

_NUMBER = r"[QPLM][1-9][0-9]*(?:-[FS][1-9][0-9]*)?"
ENTITY_ID = re.compile(_NUMBER)
_NAMED = re.compile(rf"(?:.* \()?({_NUMBER})\)?")
_PART = re.compile(r"(?:([^:;]*) \()?(P[1-9][0-9]*)\)?: (.*)")
_BETWEEN = re.compile(r"; (?=(?:[^:;]* \()?P[1-9][0-9]*\)?: )")
_TIME = re.compile(r"[+-]([0-9]{1,16})-([0-9]{2})-([0-9]{2})T[0-9:]{8}Z")
_RAW_TIME = re.compile(rf"{_TIME.pattern}/[0-9]+(?:/J)?")
_FIGURE = r"[+-]?[0-9]+(?:\.[0-9]+)?"
_AMOUNT = re.compile(
    rf"(?P<amount>{_FIGURE})(?:\[(?P<low>{_FIGURE}),(?P<high>{_FIGURE})\])?(?:U(?P<unit>[0-9]+))?"
)
_QUOTED = re.compile(r'(?:[a-z][a-z-]*:)?".*"')
_PLACE = re.compile(rf"@{_FIGURE}/{_FIGURE}")
_PRECISIONS = {"century": 7, "decade": 8, "year": 9, "month": 10}


@cache
def words() -> Mapping[str, Any]:
    """What Wikidata calls things, as the package ships it."""
    file = resources.files("claimledger.formats").joinpath("wikidata.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


@attrs.frozen
class Names:
    """The names of properties and items: those that are shipped, then the labels of a file."""

    labels: Mapping[str, str] = attrs.field(factory=dict)

    def of(self, number: str) -> str:
        """The label with the number, or the number alone where no label is known.

        >>> Names({"Q9": "River Watch"}).of("Q9"), Names().of("Q9")
        ('River Watch (Q9)', 'Q9')
        """
        label = words()["labels"].get(number) or self.labels.get(number)
        return number if label is None else f"{label} ({number})"

    def part(self, number: str, spelling: str) -> str:
        """A part of a statement: a property with a value."""
        return f"{self.of(number)}: {spelling}"


def page_of(number: str) -> str:
    """The address of an entity."""
    return f"{PAGES}{number}"


def parts(text: str) -> Iterator[tuple[str, str]]:
    """The properties and the spelt values of parts that are joined by ";".

    >>> list(parts('page(s) (P304): "3; 4"; retrieved (P813): 2031-05-04'))
    [('P304', '"3; 4"'), ('P813', '2031-05-04')]
    """
    for piece in _BETWEEN.split(text):
        found = _PART.fullmatch(piece)
        if found is not None:
            yield found[2], found[3]


def number_of(name: str | None) -> str | None:
    """The number of the item that a name ends with, or that it is.

    >>> number_of("River Watch (Q9)"), number_of("Q9"), number_of("River Watch")
    ('Q9', 'Q9', None)
    """
    found = None if name is None else _NAMED.fullmatch(name)
    if found is None or (name != found[1]) != found[0].endswith(f" ({found[1]})"):
        return None
    return found[1]


@attrs.frozen
class Amount:
    """A quantity of Wikidata.

    Attributes:
        amount: The figure.
        low: The lower bound, or None.
        high: The upper bound, or None.
        unit: The number of the item of the unit, or None.
    """

    amount: Decimal
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Amount:
        """The quantity of a data value.

        Raises:
            InvalidRecordError: naming the field that is no figure, or no unit.
        """
        unit = value.get("unit", "1")
        low, high = (
            None if value.get(name) is None else _figure(value[name], name)
            for name in ("lowerBound", "upperBound")
        )
        amount = _figure(value.get("amount"), "amount")
        for name, bound, wrong in (("lower", low, 1), ("upper", high, -1)):
            if bound is not None and (bound - amount) * wrong > 0:
                side = "above" if wrong > 0 else "below"
                raise InvalidRecordError(f"{bound} is {side} the amount {amount}", f"{name}Bound")
        return cls(amount, low, high, None if unit == "1" else _last(unit, "unit"))

    @classmethod
    def parse(cls, text: str) -> Amount | None:
        """Read what :meth:`__str__` writes; None for anything else."""
        found = _AMOUNT.fullmatch(text)
        if found is None:
            return None
        low, high = (None if found[end] is None else Decimal(found[end]) for end in ("low", "high"))
        unit = None if found["unit"] is None else f"Q{found['unit']}"
        return cls(Decimal(found["amount"]), low, high, unit)

    def __str__(self) -> str:
        """In the spelling of QuickStatements: ``10[8,12]U11573``."""
        bounds = ""
        if self.low is not None or self.high is not None:
            low, high = (self.amount if end is None else end for end in (self.low, self.high))
            bounds = f"[{low:f},{high:f}]"
        return f"{self.amount:f}{bounds}{'' if self.unit is None else f'U{self.unit[1:]}'}"

    def quantity(self, hedge: Hedge = Hedge.BARE, scale: str | None = None) -> Quantity | None:
        """The quantity in our notation; None for what it cannot hold.

        Bounds make a range, of a count the whole numbers in it, and none below 0. Bounds that
        are the figure itself are the default of forms and programs, and say no more than it.

        Args:
            hedge: What qualifiers say of the figure.
            scale: The unit of a figure without one.
        """
        unit = scale if self.unit is None else words()["units"].get(self.unit)
        if self.amount < 0 or (unit is None and self.unit is not None):
            return None
        low, high = (self.amount if end is None else end for end in (self.low, self.high))
        low = max(low, Decimal(0))
        if unit is None:
            low, high = low.to_integral_value(ROUND_CEILING), high.to_integral_value(ROUND_FLOOR)
        amount, whole = self.amount, self.amount.to_integral_value()
        if unit is None and amount == whole:
            amount = whole
        try:
            if low < high and hedge in {Hedge.BARE, Hedge.ABOUT}:
                return Quantity(Hedge.RANGE if hedge is Hedge.BARE else hedge, low, high, unit)
            is_about_nothing = hedge is Hedge.ABOUT and amount == 0
            return Quantity(Hedge.BARE if is_about_nothing else hedge, amount, None, unit)
        except InvalidRecordError:
            return None


def _figure(value: object, field: str) -> Decimal:
    text = str(value) if isinstance(value, (int, Decimal)) else value
    if not isinstance(text, str) or not re.fullmatch(_FIGURE, text):
        raise InvalidRecordError(
            f"cannot read {quoted(value)}: expected a figure such as '+12'", field
        )
    return Decimal(text)


def _last(address: object, field: str) -> str:
    """The number of an item at the end of its address."""
    number = address.rpartition("/")[2] if isinstance(address, str) else ""
    if not ENTITY_ID.fullmatch(number):
        message = f"cannot read {quoted(address)}: expected the address of an item"
        raise InvalidRecordError(message, field)
    return number


def date_of(value: Mapping[str, Any]) -> PartialDate | None:
    """The date of a time; None for what our calendar cannot hold, such as years before Christ.

    A day of the Julian calendar is turned into the Gregorian one; of a Julian month or year,
    which are days apart from ours, the date is approximate.

    Raises:
        InvalidRecordError: for what is no time, naming the field.
    """
    time, precision = value.get("time"), value.get("precision")
    found = _TIME.fullmatch(time) if isinstance(time, str) else None
    if found is None:
        raise InvalidRecordError(f"cannot read {quoted(time)}: expected a time", "time")
    if not isinstance(precision, int) or isinstance(precision, bool):
        raise InvalidRecordError(f"cannot read {quoted(precision)}: expected a number", "precision")
    year, month, day = (int(group) for group in found.groups())
    is_julian = _is_julian(value)
    if found[0].startswith("-") or not 1 <= year <= 9999 or precision < 7:
        return None
    if precision == 7:
        return parse_date(f"{(year - 1) // 100:02}XX")
    if precision == 8:
        return parse_date(f"{year // 10:03}X")
    try:
        if precision >= 11 and month and day:
            if is_julian:
                return _from_julian(year, month, day)
            return parse_date(f"{year:04}-{month:02}-{day:02}")
        text = f"{year:04}-{month:02}" if precision >= 10 and month else f"{year:04}"
        return parse_date(f"{text}~" if is_julian else text)
    except ClaimLedgerError:
        raise InvalidRecordError(f"{quoted(time)} is no day of the calendar", "time") from None


def _is_julian(value: Mapping[str, Any]) -> bool:
    model = value.get("calendarmodel")
    return model is not None and _last(model, "calendarmodel") == JULIAN


def _from_julian(year: int, month: int, day: int) -> PartialDate:
    """The Gregorian day of a Julian one.

    Reference: the Julian day number, by the formula of Richards, with months from March on.
    """
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise InvalidRecordError("no such day")
    years, months = year - (month < 3), (month + 9) % 12
    ordinal = 365 * years + years // 4 + (153 * months + 2) // 5 + day - 308
    try:
        return parse_date(dt.date.fromordinal(ordinal))
    except (ValueError, OverflowError):
        raise InvalidRecordError("no such day") from None


def raw_time(value: Mapping[str, Any]) -> str:
    """A time that our calendar cannot hold, as QuickStatements spells it."""
    return f"{value['time']}/{value['precision']}{'/J' if _is_julian(value) else ''}"


def time_of(date: PartialDate) -> str | None:
    """A date as QuickStatements spells it, as precise as it is; None for what it cannot.

    Wikidata counts centuries from year 1, and names one by any year of it.

    >>> time_of(parse_date("2031-05")), time_of(parse_date("20XX"))
    ('+2031-05-00T00:00:00Z/10', '+2001-00-00T00:00:00Z/7')
    """
    if date.is_qualified or date.precision == "season":
        return None
    precision = _PRECISIONS.get(date.precision, 11)
    first = date.first.replace(year=date.first.year + 1) if precision == 7 else date.first
    year, month, day = first.isoformat().split("-")
    month = month if precision > 9 else "00"
    day = day if precision > 10 else "00"
    return f"+{year}-{month}-{day}T00:00:00Z/{precision}"


def as_statement(spelling: str) -> str | None:
    """A spelt value as QuickStatements wants it; None for what it cannot hold.

    >>> as_statement("allegedly (Q32188232)"), as_statement("2031-05-04")
    ('Q32188232', '+2031-05-04T00:00:00Z/11')
    """
    if "|" in spelling or "/*" in spelling:  # It begins another column, or a comment.
        return None
    for pattern in (_QUOTED, _RAW_TIME, _PLACE):
        if pattern.fullmatch(spelling):
            return spelling
    if spelling in {SOMEVALUE, NOVALUE}:
        return spelling
    if spelling[:1] in {"+", "-"} and Amount.parse(spelling) is not None:
        return spelling.removeprefix("+")
    number = number_of(spelling)
    if number is not None:
        return number
    try:
        return time_of(parse_date(spelling))
    except ClaimLedgerError:
        return None
