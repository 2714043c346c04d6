"""Reading policies: how wide "about" and a round figure are read.

A policy is chosen when claims are compared. It is no part of what was said, and no id
depends on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import attrs

from claimledger.errors import InvalidRecordError, UnknownNameError, nearest
from claimledger.intervals import exact

CORE_SHARE = Fraction(1, 20)
"""How far the literal reading of "about" and "nearly" goes, as a share of the figure."""


def _share(value: int | Decimal | Fraction | None) -> Fraction | None:
    return None if value is None else Fraction(exact(value))


@attrs.frozen
class Reading:
    """A policy for the width of "about" and of round figures.

    >>> Reading.of("wide").share
    Fraction(1, 5)

    Args:
        name: What it is called in options and reports.
        share: How far from the figure the tolerant reading goes, as a share of it, at
            least one twentieth; None keeps to that twentieth whatever the digits.

    Raises:
        InvalidRecordError: If the share is narrower than the literal reading.
    """

    name: str
    share: Fraction | None = attrs.field(converter=_share)

    @share.validator
    def _check_share(self, _: attrs.Attribute[Fraction | None], share: Fraction | None) -> None:
        if share is not None and share < CORE_SHARE:
            raise InvalidRecordError(f"share {share}: expected {CORE_SHARE} or more")

    @classmethod
    def of(cls, reading: str | Reading) -> Reading:
        """The reading itself, or the one of that name.

        Raises:
            UnknownNameError: If there is none.
        """
        return reading if isinstance(reading, Reading) else reading_named(reading)

    def tolerance(self, figure: Fraction, place: Fraction) -> Fraction:
        """How far "about" goes from a figure whose last significant digit has that place value.

        Reference: h(x) = min(max(g/2, p x), 0.25 x) in the contract, with x the figure, g
        the place value and p the share.
        """
        if self.share is None:
            return figure * CORE_SHARE
        return min(max(place / 2, figure * self.share), figure / 4)

    def rounding(self, figure: Fraction, place: Fraction) -> Fraction:
        """How far a figure without a hedge may have been rounded."""
        return Fraction(0) if self.share is None else min(place / 2, figure * self.share)


STANDARD = Reading("standard", Fraction(1, 10))
WIDE = Reading("wide", Fraction(1, 5))
TIGHT = Reading("tight", None)
_READINGS: Mapping[str, Reading] = MappingProxyType(
    {reading.name: reading for reading in (STANDARD, WIDE, TIGHT)}
)


def reading_named(name: str) -> Reading:
    """The reading policy of that name: standard, wide or tight.

    Raises:
        UnknownNameError: If there is none.
    """
    found = _READINGS.get(name)
    if found is None:
        raise UnknownNameError(name, "reading", nearest(name, _READINGS), tuple(_READINGS))
    return found
