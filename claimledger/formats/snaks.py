"""Snaks of Wikibase: a property with a value, as it stands in a file.

What is at fault is named by its path, and what of a value is not carried is noted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

import attrs

from claimledger.canonical import clean
from claimledger.dates import PartialDate
from claimledger.errors import ClaimLedgerError, InvalidRecordError, quoted
from claimledger.formats.wikibase import (
    EARTH,
    ENTITY_ID,
    NOVALUE,
    SOMEVALUE,
    Amount,
    Names,
    date_of,
    raw_time,
)

Part = tuple["Snak", str]
"""A snak, and how its value is spelt."""

R = TypeVar("R")

_PROPERTY = re.compile("P[1-9][0-9]*")


@attrs.frozen
class Snak:
    """A property with a value, with some value that is unknown, or with none.

    Attributes:
        number: That of the property.
        kind: ``"value"``, ``"somevalue"`` or ``"novalue"``.
        type: The type of the value.
        value: The value as it stands in the file.
    """

    number: str
    kind: str
    type: str = ""
    value: Any = None

    @classmethod
    def of(cls, content: object) -> Snak:
        """The snak of some content.

        Raises:
            InvalidRecordError: naming the field that is at fault.
        """
        if not isinstance(content, dict):
            raise InvalidRecordError(f"expected an object, not {quoted(content)}")
        number, kind = content.get("property"), content.get("snaktype")
        if not isinstance(number, str) or not _PROPERTY.fullmatch(number):
            raise InvalidRecordError(
                f"expected a property such as P31, not {quoted(number)}", "property"
            )
        if kind in (SOMEVALUE, NOVALUE):  # It may be what has no hash.
            return cls(number, kind)
        data = content.get("datavalue")
        if kind != "value":
            message = f"expected value, somevalue or novalue, not {quoted(kind)}"
            raise InvalidRecordError(message, "snaktype")
        if not isinstance(data, dict) or "value" not in data:
            raise InvalidRecordError("a value is missing", "datavalue")
        return cls(number, kind, str(data.get("type")), data["value"])

    @property
    def item(self) -> str | None:
        """The number of the entity that is the value."""
        if self.kind != "value" or self.type != "wikibase-entityid":
            return None
        value = self._fields
        number = value.get("id")
        if number is None:  # As in old dumps.
            letter = str(value.get("entity-type"))[:1].upper().replace("I", "Q")
            number = f"{letter}{value.get('numeric-id')}"
        if not isinstance(number, str) or not ENTITY_ID.fullmatch(number):
            raise InvalidRecordError(
                f"expected an item such as Q42, not {quoted(number)}", "value.id"
            )
        return number

    @property
    def date(self) -> PartialDate | None:
        """The date that is the value."""
        if self.kind != "value" or self.type != "time":
            return None
        return date_of(self._fields)

    @property
    def text(self) -> str | None:
        """The text that is the value, of a string or in one language."""
        if self.kind == "value" and self.type in {"string", "monolingualtext"}:
            value = self.value if self.type == "string" else self._fields.get("text")
            if not isinstance(value, str):
                raise InvalidRecordError(f"expected text, not {quoted(value)}", "value")
            return clean(value)
        return None

    @property
    def amount(self) -> Amount | None:
        """The quantity that is the value."""
        if self.kind != "value" or self.type != "quantity":
            return None
        return Amount.of(self._fields)

    @property
    def _fields(self) -> Mapping[str, Any]:
        if not isinstance(self.value, dict):
            raise InvalidRecordError(f"expected an object, not {quoted(self.value)}", "value")
        return self.value

    def spelt(self, names: Names) -> str | None:
        """The value as a part of a statement spells it; None for a type that is not known."""
        if self.kind != "value":
            return self.kind
        match self.type:
            case "wikibase-entityid":
                return names.of(self.item or "")
            case "string":
                return f'"{self.text}"'
            case "monolingualtext":
                return f'{self._fields.get("language")}:"{self.text}"'
            case "quantity":
                amount = str(self.amount)
                return amount if amount.startswith("-") else f"+{amount}"
            case "time":
                date = self.date
                is_held = date is not None and not date.is_qualified
                return str(date) if is_held else raw_time(self._fields)
            case "globecoordinate":
                where = (_coordinate(self._fields, name) for name in ("latitude", "longitude"))
                return f"@{'/'.join(where)}"
        return None


def _coordinate(value: Mapping[str, Any], field: str) -> str:
    number = value.get(field)
    if isinstance(number, bool) or not isinstance(number, (int, Decimal)):
        raise InvalidRecordError(
            f"cannot read {quoted(number)}: expected a number", f"value.{field}"
        )
    return f"{Decimal(number):f}"


def located(field: str, make: Callable[..., R], *values: object) -> R:
    """What a function makes; what it finds at fault lies under a field."""
    try:
        return make(*values)
    except ClaimLedgerError as error:
        inner = getattr(error, "field", "")
        raise InvalidRecordError(str(error), ".".join(filter(None, (field, inner)))) from None


def snak_of(field: str, content: Any, names: Names, lost: list[str]) -> tuple[Snak, str | None]:
    """A snak with how its value is spelt; what of it is not carried is noted."""
    snak = located(field, Snak.of, content)
    spelt = located(f"{field}.datavalue", snak.spelt, names)
    path = "references.snaks" if field.startswith("references") else field.partition(".")[0]
    if content.get("hash"):
        lost.append(f"{path}.hash")
    if spelt is None:
        lost.append(f"{path} of type {snak.type!r}")
    elif snak.type in _BESIDE:
        lost += [f"{path}.{name}" for name in _BESIDE[snak.type] if _tells(name, snak.value)]
    return snak, spelt


_BESIDE: Mapping[str, Sequence[str]] = {
    "globecoordinate": ("precision", "altitude", "globe"),
    "time": ("timezone", "before", "after"),
}
"""What values have beside what is spelt of them."""


def _tells(name: str, value: Mapping[str, Any]) -> bool:
    """True where something beside a value is not what it always is."""
    stated = value.get(name)
    return bool(stated) and not (name == "globe" and str(stated).endswith(f"/{EARTH}"))


def parts_of(field: str, groups: object, names: Names, lost: list[str]) -> list[Part]:
    """Snaks by property; none at all is an empty list in the JSON of PHP."""
    if not groups:
        return []
    if not isinstance(groups, dict):
        raise InvalidRecordError(f"expected snaks by property, not {quoted(groups)}", field)
    found: list[Part] = []
    for number, several in groups.items():
        for index, content in enumerate(list_of(f"{field}.{number}", several)):
            snak, spelt = snak_of(f"{field}.{number}[{index}]", content, names, lost)
            if spelt is not None:
                found.append((snak, spelt))
    return found


def list_of(field: str, content: object) -> list[Any]:
    """A list; None is an empty one."""
    if content is None:
        return []
    if not isinstance(content, list):
        raise InvalidRecordError(f"expected a list, not {quoted(content)}", field)
    return content
