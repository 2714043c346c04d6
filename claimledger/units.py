"""Units: their spellings, and exact factors between those that measure one thing.

The units are data (``vocabulary/units.toml``), read once, when first asked for. Units of one
dimension convert; a currency is a dimension of its own, and so is a scale such as degrees.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from importlib import resources

import attrs

from claimledger.errors import InvalidRecordError, quoted


@attrs.frozen
class Unit:
    """One unit.

    Attributes:
        name: How it is shown; :meth:`UnitTable.find` reads it back.
        dimension: What it measures, such as ``"area"`` or ``"money USD"``.
        factor: How many base units of the dimension one of it is, exactly.
        names: Spellings read in any case, singular and plural.
        symbols: Spellings read as they stand.
    """

    name: str
    dimension: str
    factor: Fraction
    names: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()

    @property
    def is_money(self) -> bool:
        """Whether it is a currency, which is also written before its number."""
        return self.dimension.startswith("money ")

    def factor_to(self, other: Unit) -> Fraction:
        """How many of another unit one of this is.

        Raises:
            InvalidRecordError: The two measure different things.

        >>> miles, km = units().find("miles"), units().find("km")
        >>> miles.factor_to(km)
        Fraction(25146, 15625)
        """
        if self.dimension != other.dimension:
            message = f"{self.name} ({self.dimension}) does not convert into {other.name}"
            raise InvalidRecordError(f"{message} ({other.dimension})")
        return self.factor / other.factor


class UnitTable:
    """Units by their spellings.

    Raises:
        InvalidRecordError: A factor is not positive, or one spelling has two owners.
    """

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = tuple(units)
        self._by_symbol: dict[str, Unit] = {}
        self._by_name: dict[str, Unit] = {}
        for unit in self._units:
            if unit.factor <= 0:
                raise InvalidRecordError(f"the factor of unit {quoted(unit.name)} is not above 0")
            for symbol in (unit.name, *unit.symbols):
                _own(self._by_symbol, _composed(symbol), unit)
            for name in unit.names:
                _own(self._by_name, _spelling(name), unit)

    def find(self, text: str) -> Unit | None:
        """The unit that a text names, or None.

        A symbol counts as it stands; a name in any case, singular or plural, in British or
        American spelling.

        >>> units().find("Square Kilometers").name
        'km2'
        >>> units().find("mw") is None
        True
        """
        return self._by_symbol.get(_composed(text)) or self._by_name.get(_spelling(text))

    def known(self) -> tuple[str, ...]:
        """The names of all units, as they are shown, in the order of the data."""
        return tuple(unit.name for unit in self._units)

    def spellings(self) -> frozenset[str]:
        """Every spelling in the data, for finding the nearest one."""
        spelt = ((unit.name, *unit.names, *unit.symbols) for unit in self._units)
        return frozenset(spelling for spellings in spelt for spelling in spellings)


@cache
def units() -> UnitTable:
    """The units that the package ships."""
    file = resources.files("claimledger").joinpath("vocabulary/units.toml")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    return UnitTable(
        Unit(
            name,
            fields["dimension"],
            Fraction(fields["factor"]),
            tuple(fields["names"]),
            tuple(fields.get("symbols", ())),
        )
        for name, fields in data.items()
    )


_WORDS = {"square": "sq", "cubic": "cu"}


def _composed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _spelling(text: str) -> str:
    folded = _composed(text).casefold().replace(".", "").replace("^", "").replace("-", " ")
    return " ".join(_word(word) for word in folded.split())


def _word(word: str) -> str:
    word = _WORDS.get(word, word).replace("meter", "metre").replace("liter", "litre")
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def _own(table: dict[str, Unit], spelling: str, unit: Unit) -> None:
    owner = table.setdefault(spelling, unit)
    if owner is not unit:
        raise InvalidRecordError(
            f"the spelling {quoted(spelling)} belongs to unit {quoted(owner.name)}"
            f" and to {quoted(unit.name)}"
        )
