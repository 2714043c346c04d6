"""The fields of records as plain values, and bare numbers as the text that they stand for."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import attrs

from claimledger.claims import answer_text
from claimledger.dates import PartialDate, Window
from claimledger.ledger import Record


def plain(record: Record) -> dict[str, Any]:
    """The stated fields of a record as plain values: text, whole numbers and lists."""
    row = {}
    kind: Any = type(record)
    for name in _fields(kind):
        value = getattr(record, name)
        if value is not None and not (isinstance(value, (tuple, frozenset)) and not value):
            row[name] = _plain(value)
    return row


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(kind))


def _plain(value: Any) -> Any:
    if type(value) is str:
        return value
    if isinstance(value, enum.StrEnum):
        return value.value
    if isinstance(value, int):
        return value
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, (PartialDate, Window)) else answer_text(value)


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
