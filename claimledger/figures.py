"""Numbers as they were said: the digits that count, and how they are written out.

A figure is a ``Decimal`` whose exponent is the place of its last significant digit: 200
is ``Decimal('2E+2')`` and "2.0 million" is ``Decimal('2.0E+6')``. Its place value, 100 in
both cases of a "2" in the hundreds, says how far the figure may have been rounded.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from claimledger.errors import InvalidRecordError, quoted
from claimledger.intervals import to_decimal

MAX_WHOLE_DIGITS = 18
"""How many digits a figure may have before its point."""

MAX_DECIMALS = 12
"""How many digits a figure may have after its point."""

SCALES = (
    ("trillion", 12),
    ("billion", 9),
    ("million", 6),
    ("thousand", 3),
    ("hundred", 2),
)
"""The words that scale a figure, with their powers of ten, greatest first."""


def canonical_figure(value: int | Decimal | Fraction) -> Decimal:
    """A decimal whose exponent is the place of the last significant digit.

    >>> canonical_figure(200), canonical_figure(Decimal("10.0"))
    (Decimal('2E+2'), Decimal('10.0'))

    The zeros that end a whole number are not significant. A decimal keeps its digits, and
    keeps them when it is scaled.

    Raises:
        InvalidRecordError: For floats, for what is negative or not finite, and for numbers
            with too many digits before or after the point.
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise InvalidRecordError(f"{quoted(value)} is not exact: expected int, Decimal or Fraction")
    _, digits, exponent = _as_decimal(value).as_tuple()
    power = int(exponent)
    if not any(digits):
        return Decimal(0)
    if power < -MAX_DECIMALS or len(digits) + power > MAX_WHOLE_DIGITS:
        raise InvalidRecordError(_TOO_LONG)
    if power == 0 or power >= SCALES[0][1]:
        while digits[-1] == 0:
            digits, power = digits[:-1], power + 1
    return Decimal((0, digits, power))


_TOO_LONG = (
    f"a number too long: expected at most {MAX_WHOLE_DIGITS} digits before the point"
    f" and {MAX_DECIMALS} after it"
)


def _as_decimal(value: int | Decimal | Fraction) -> Decimal:
    if isinstance(value, Decimal):
        decimal: Decimal | None = value
    else:
        if value.denominator > 10**MAX_DECIMALS or value >= 10**MAX_WHOLE_DIGITS:
            raise InvalidRecordError(_TOO_LONG)
        decimal = to_decimal(max(value, -1))
    if decimal is None or not decimal.is_finite():
        raise InvalidRecordError(f"{value} does not end as a decimal: expected one that does")
    if decimal < 0:
        raise InvalidRecordError("a number below 0: expected 0 or more")
    return decimal


def place_value(figure: Decimal) -> Fraction:
    """What one unit of the last significant digit is worth.

    >>> place_value(canonical_figure(2300))
    Fraction(100, 1)
    """
    return Fraction(10) ** int(figure.as_tuple().exponent)


def format_figure(figure: Decimal) -> str:
    """The figure in digits and at most one scale word, with all that is significant.

    >>> [format_figure(canonical_figure(number)) for number in (4400, 1200000, 1234567)]
    ['4,400', '1.2 million', '1,234,567']

    A decimal that could be read as a thousands group is written with a leading zero:
    ``01.234``.
    """
    _, digits, exponent = figure.as_tuple()
    power = int(exponent)
    if power > 0 and digits[-1] == 0:
        return scaled_figure(figure)
    for word, scale in SCALES[:3]:
        if power >= scale - 2 and figure >= 10**scale:
            return f"{_shifted(figure, scale)} {word}"
    shown = f"{figure:,f}"
    whole, _, decimals = shown.partition(".")
    is_like_group = len(decimals) == 3 and whole != "0" and "," not in whole
    return f"0{shown}" if is_like_group else shown


def scaled_figure(figure: Decimal, least: int = 0) -> str:
    """The figure with a scale word that shows its last digit as a decimal.

    >>> scaled_figure(Decimal("2.0E+6"))
    '2.0 million'

    Args:
        figure: A canonical figure.
        least: The least power of ten that the scale word may have.
    """
    power = int(figure.as_tuple().exponent)
    fitting = [pair for pair in SCALES if pair[1] > power and pair[1] >= least]
    natural = (pair for pair in fitting if pair[1] <= figure.adjusted())
    word, scale = next(natural, fitting[-1])
    return f"{_shifted(figure, scale)} {word}"


def _shifted(figure: Decimal, scale: int) -> str:
    sign, digits, exponent = figure.as_tuple()
    power = int(exponent) - scale
    if power > 0:
        digits, power = (*digits, *(0,) * power), 0
    return f"{Decimal((sign, digits, power)):,f}"
