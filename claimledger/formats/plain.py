"""The fields of records as plain values, and bare numbers as the text that they stand for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any

import attrs

from claimledger.claims import answer_text
from claimledger.dates import PartialDate, Window
from claimledger.ledger import Record


def plain(record: Record) -> dict[str, Any]:
    """The stated fields of a record as plain values: text, whole numbers and lists."""
    kind: Any = type(record)
    names, values_of = _fields(kind)
    row = {}
    for name, value in zip(names, values_of(record), strict=True):
        if type(value) is str:
            row[name] = value
        elif value is not None and not (isinstance(value, (tuple, frozenset)) and not value):
            row[name] = as_plain(value)
    return row


@cache
def _fields(kind: Any) -> tuple[tuple[str, ...], Callable[[Record], tuple[Any, ...]]]:
    """The names of the fields of a class, and what gets all of them of a record."""
    names = tuple(field.name for field in attrs.fields(kind))
    if len(names) == 1:
        return names, lambda record: (getattr(record, names[0]),)
    return names, attrgetter(*names)


def as_plain(value: Any) -> Any:
    """A stated value as text, a whole number or a list."""
    kind: Any = type(value)
    return _spelling(kind)(value)


@cache
def _spelling(kind: type[Any]) -> Callable[[Any], Any]:
    """What makes plain values of those of a class."""
    for base, spelling in _SPELLINGS.items():
        if issubclass(kind, base):
            return spelling
    return answer_text


_SPELLINGS: Mapping[type[Any], Callable[[Any], Any]] = {
    str: str,
    int: lambda value: value,
    frozenset: sorted,
    tuple: list,
    dt.datetime: dt.datetime.isoformat,
    PartialDate: str,
    Window: str,
}


def with_figures(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with bare numbers as text, in the fields that may have them."""
    return {
        key: _figure(value) if key in FIGURES and _is_number(value) else value
        for key, value in row.items()
    }


FIGURES = frozenset({"value", "same_quantity_as", "date", "window", "since", "from", "to", "on"})
"""Fields that take a number without quotes: figures, and years."""


def _is_number(value: object) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def _figure(value: int | Decimal) -> str:
    """A number as the notation reads it; one of absurd size as some text that it refuses."""
    if isinstance(value, int):
        return str(value) if value.bit_length() < 600 else "a number of too many digits"
    is_sane = value.is_finite() and abs(value.adjusted()) < 60
    return format(value, "f") if is_sane else str(value)
