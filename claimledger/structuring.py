"""Plain data, such as JSON holds, to the values of this package and back, by cattrs.

What has its default is left out. Words stay words: a date, a window, a quantity, a set of
members are the text that a file would hold. Structuring is strict: the text "12" is no
number, true is not 1, unknown fields are refused, and all faults are told at once.
"""

from __future__ import annotations

import datetime as dt
import enum
import json
import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_origin

import attrs

from claimledger.claims import Answer, Claim, Members, answer_text
from claimledger.dates import PartialDate, Window, parse_date, parse_window
from claimledger.errors import ClaimLedgerError, InvalidRecordError, StructureError, quoted
from claimledger.formats.found import one_line, unknown_fields
from claimledger.formats.jsonl import TYPES
from claimledger.intervals import Bound, Number
from claimledger.ledger import Ledger
from claimledger.notation import parse_quantity
from claimledger.quantities import Quantity

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = ["converter"]


@cache
def converter() -> Converter:
    """The converter of all public classes.

    >>> from claimledger import Claim
    >>> claim = Claim(source="M", date="2020-09-28", measure="people wounded", value="about 200")
    >>> plain = converter().unstructure(claim)
    >>> plain
    {'source': 'M', 'date': '2020-09-28', 'measure': 'people wounded', 'value': 'about 200'}
    >>> converter().structure(plain, Claim) == claim
    True

    Structuring raises a StructureError for data that is no value of the class asked for.
    """
    from cattrs import Converter

    made = Converter(detailed_validation=False)
    made.register_unstructure_hook_factory(attrs.has, lambda _: _flattened)
    made.register_structure_hook_factory(attrs.has, lambda kind: _builder(kind, made))
    made.register_structure_hook_func(_is_list, lambda data, kind: _listed(data, kind, made))
    for kind, check in _PLAIN.items():
        made.register_structure_hook(kind, _strict(check))
    for base in (enum.Enum, enum.StrEnum):
        made.register_structure_hook(base, _member)
    for alias, check in ((Number, _number), (Bound, _bound), (Answer | None, _text_or_none)):
        made.register_structure_hook_func(_equals(alias), _strict(check))
    for kind, parse in _WORDS.items():
        made.register_unstructure_hook(kind, answer_text if kind is Quantity else str)
        made.register_structure_hook(kind, _strict(_parsed(parse)))
    made.register_unstructure_hook(Ledger, _ledger_data)
    made.register_structure_hook(Ledger, lambda data, _: _ledger(data, made))
    return made


Check = Callable[[Any], Any]


def _strict(check: Check) -> Callable[[Any, Any], Any]:
    return lambda data, _: check(data)


def _equals(alias: Any) -> Callable[[Any], bool]:
    return lambda kind: bool(kind == alias)


def _is_list(kind: Any) -> bool:
    return get_origin(kind) in {tuple, frozenset}


def _text(data: object) -> str:
    if type(data) is not str:
        raise InvalidRecordError(f"expected text, not {quoted(data)}")
    return data


def _text_or_none(data: object) -> str | None:
    return None if data is None else _text(data)


def _whole(data: object) -> int:
    if type(data) is not int:
        raise InvalidRecordError(f"expected a whole number, not {quoted(data)}")
    return data


def _flag(data: object) -> bool:
    if type(data) is not bool:
        raise InvalidRecordError(f"expected true or false, not {quoted(data)}")
    return data


def _moment(data: object) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(_text(data))
    except ValueError:
        raise InvalidRecordError(f"expected a date-time, not {quoted(data)}") from None


def _number(data: object) -> Number:
    """A whole number, or a fraction as text such as "7/3"."""
    if type(data) is not str:
        return _whole(data)
    whole, _, part = data.partition("/")
    try:
        return Fraction(int(whole), int(part))
    except (ValueError, ZeroDivisionError):
        raise InvalidRecordError(f"expected a number or a fraction, not {quoted(data)}") from None


def _bound(data: object) -> Bound:
    """A number, or "inf" or "-inf"."""
    return {"inf": math.inf, "-inf": -math.inf}.get(data) or _number(data)  # type: ignore[call-overload]


def _parsed(parse: Callable[[str], Any]) -> Check:
    return lambda data: parse(_text(data))


_PLAIN: Mapping[type, Check] = {
    str: _text,
    int: _whole,
    bool: _flag,
    dt.datetime: _moment,
    Fraction: _number,
}
_WORDS: Mapping[type, Callable[[str], Any]] = {
    PartialDate: parse_date,
    Window: parse_window,
    Quantity: parse_quantity,
    Members: Members.parse,
}
"""Values that are a text in a file, and how that is read."""


def _member(data: object, kind: type[enum.Enum]) -> enum.Enum:
    text = _text(data)
    for member in kind:
        if member.value == text:
            return member
    (fault,) = unknown_fields([text], [str(m.value) for m in kind], kind.__name__.lower())
    raise InvalidRecordError(str(fault[1]))


def _flattened(value: Any) -> dict[str, Any]:
    return {
        field.name: _flat(getattr(value, field.name))
        for field in attrs.fields(type(value))
        if getattr(value, field.name) != field.default
    }


def _flat(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, (Fraction, float)):
        return str(value)
    if isinstance(value, tuple):
        return [_flat(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(_flat(item) for item in value)
    return converter().unstructure(value)


def _builder(kind: type[Any], made: Converter) -> Callable[[Any, Any], Any]:
    """How a class of attrs is built of an object."""
    attrs.resolve_types(kind)
    fields = {field.name: field for field in attrs.fields(kind)}

    def build(data: Any, _: Any) -> Any:
        if not isinstance(data, dict):
            raise InvalidRecordError(f"expected an object, not {quoted(data)}")
        faults = [(str(name), str(why)) for name, why in unknown_fields(data, fields, "field")]
        values = {}
        for name, field in fields.items():
            if name in data:
                try:
                    values[name] = made.structure(data[name], field.type)
                except (ClaimLedgerError, TypeError) as error:
                    faults += _under(name, error)
            elif field.default is attrs.NOTHING:
                faults.append((name, f"{name} is missing"))
        if not faults:
            try:
                return kind(**values)
            except (ClaimLedgerError, TypeError) as error:
                faults += _under("", error)
        raise StructureError(faults)

    return build


def _listed(data: Any, kind: Any, made: Converter) -> Any:
    """A tuple or a frozenset of a list."""
    if not isinstance(data, list):
        raise InvalidRecordError(f"expected a list, not {quoted(data)}")
    items = get_args(kind)
    kinds = list(items) if get_origin(kind) is tuple and items[-1] is not ... else None
    if kinds is not None and len(kinds) != len(data):
        raise InvalidRecordError(f"expected a list of {len(kinds)}, not {quoted(data)}")
    values: list[Any] = []
    faults: list[tuple[str, str]] = []
    for index, item in enumerate(data):
        try:
            values.append(made.structure(item, items[0] if kinds is None else kinds[index]))
        except (ClaimLedgerError, TypeError) as error:
            faults += _under(f"[{index}]", error)
    if faults:
        raise StructureError(faults)
    return get_origin(kind)(values)


def _under(name: str, error: Exception) -> Iterator[tuple[str, str]]:
    """The faults of a part, each with its place in the whole."""
    if isinstance(error, StructureError):
        inner = error.faults
    else:
        inner = ((getattr(error, "field", ""), one_line(error)),)
    for place, message in inner:
        joint = "." if name and place and not place.startswith("[") else ""
        yield f"{name}{joint}{place}", message


_KINDS: Mapping[str, type[Any]] = {"claim": Claim, **TYPES}
_TAGS = {kind: tag for tag, kind in _KINDS.items()}


def _ledger_data(ledger: Ledger) -> dict[str, Any]:
    records = [{"type": _TAGS[type(record)], **_flattened(record)} for record in ledger.records]
    return {"records": sorted(records, key=lambda row: json.dumps(row, sort_keys=True))}


def _ledger(data: Any, made: Converter) -> Ledger:
    """The ledger of ``{"records": [...]}``, each record with its type."""
    if not isinstance(data, dict) or not isinstance(data.get("records"), list):
        raise InvalidRecordError(f"expected an object with a list of records, not {quoted(data)}")
    faults = [(str(name), str(why)) for name, why in unknown_fields(data, ["records"], "field")]
    records = []
    for index, row in enumerate(data["records"]):
        try:
            records.append(_tagged(row, made))
        except ClaimLedgerError as error:
            faults += _under(f"records[{index}]", error)
    if faults:
        raise StructureError(faults)
    return Ledger(frozenset(records))


def _tagged(row: Any, made: Converter) -> Any:
    if not isinstance(row, dict):
        raise InvalidRecordError(f"expected an object, not {quoted(row)}")
    tag = row.get("type")
    for _, message in unknown_fields([str(tag)], _KINDS, "type"):
        raise InvalidRecordError(str(message), "type")
    fields = {name: value for name, value in row.items() if name != "type"}
    return made.structure(fields, _KINDS[str(tag)])
