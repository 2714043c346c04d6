"""The figures of a frame: the two readings of each, as four floats in the base unit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import cast

import narwhals as nw

from claimledger.answers import canonical_answer, parse_answer
from claimledger.canonical import clean, encode
from claimledger.claims import Stance
from claimledger.errors import InvalidRecordError, quoted
from claimledger.formats.csv import bears
from claimledger.frames.columns import ENDS, Columns, cell
from claimledger.frames.engines import Frame
from claimledger.grouping import unit_dimension, unit_factor
from claimledger.intervals import Interval
from claimledger.quantities import Quantity, Reading
from claimledger.sources import one_of

Units = Sequence[tuple[str, float]]

SILENT = 2
"""Stands for a stance that carries no content."""

FIGURES = ("clo", "chi", "slo", "shi")
"""The ends of the literal and of the tolerant reading."""

_DECLINES = list(Stance).index(Stance.DECLINES)


def read_values(columns: Columns, policy: Reading) -> tuple[list[str], Units, bool]:
    """The two readings of each figure, and its unit.

    Returns:
        What the numbers of the columns ``dimension`` and ``unit`` stand for, and whether
        figures with the same literal reading have the same tolerant one.
    """
    given = ("value", *(["unit"] if "unit" in columns.names else []))
    texts: dict[bytes, int] = {}
    numbers = _Numbers()

    def of(value: str, unit: str = "") -> tuple[float, ...]:
        said = _quantity(clean(value), clean(unit)) if clean(value) else None
        number = texts.setdefault(encode(canonical_answer(said)), len(texts))
        return (number, *_readings(said, policy), *numbers.of(said))

    found = columns.found("value", given, of, ("unknown",))
    columns.join(
        dict.fromkeys(map(cell, given), str),
        found,
        **{"value_text": int, "says": int, **dict.fromkeys(FIGURES, float)},
        unit=int,
        dimension=int,
    )
    if any(row[1] < 0 for row in found.values()):
        unsaid = (nw.col("says") < 0) & (nw.col("stance_text") != _DECLINES)
        if columns.start.rows(columns.frame.filter(unsaid).select("says").head(1)):
            columns.fault("value", "missing in some row")
    _set_content(columns)
    wide: dict[tuple[float, ...], set[tuple[float, ...]]] = {}
    for _, _, *ends in (row[:6] for row in found.values()):
        wide.setdefault(tuple(ends[:2]), set()).add(tuple(ends[2:]))
    return numbers.dimensions, numbers.shown, all(len(some) == 1 for some in wide.values())


def read_numbers(columns: Columns) -> tuple[list[str], Units, bool]:
    """Figures that are read already, as counts; returns what :func:`read_values` does."""
    wide = [name for name in ENDS if name in columns.names]
    if wide and len(wide) < len(ENDS):
        missing = [name for name in ENDS if name not in wide]
        raise InvalidRecordError(f"columns are missing: {', '.join(missing)}")
    pairs = ENDS if wide else ("low", "high")
    given = dict(zip(FIGURES, pairs, strict=False))
    checked = _read_ends(columns, given)
    for name, old in () if wide else (("slo", "clo"), ("shi", "chi")):
        columns.set(**{name: columns.literals.get(old, nw.col(old))})
        if old not in columns.literals:
            columns.aliases[name] = old
    columns.set(value_text=0, unit=0, dimension=0)
    empty = columns.is_null(pairs[-2]) & columns.is_null(pairs[-1])
    wrong = (nw.col("clo") > nw.col("chi")) | (nw.col("clo") < 0)
    if wide:
        wrong = wrong | (nw.col("slo") < 0)
        wrong = wrong | (nw.col("slo") > nw.col("clo")) | (nw.col("chi") > nw.col("shi"))
    checks = checked.select(wrong=wrong.cast(nw.Int64()), empty=empty.cast(nw.Int64())).select(
        nw.col("wrong").max(), nw.col("empty").max()
    )
    ((is_wrong, has_empty),) = columns.start.rows(checks)
    if is_wrong:
        columns.fault(
            pairs[0],
            "a row whose ends are out of order: expected 0 or more, low before high, and the"
            " literal reading within the tolerant one",
        )
    columns.set(says=nw.when(empty).then(0).otherwise(1) if has_empty else 1)
    _set_content(columns)
    return [""], [("", 1.0)], not wide


def _read_ends(columns: Columns, given: Mapping[str, str]) -> Frame:
    """The ends of figures that are read already; a spreadsheet holds them as text.

    Returns:
        A frame with the ends, and with as little beside them as there can be.
    """
    ends: dict[str, nw.Expr] = {}
    for name, old in given.items():
        open_end = math.inf if name.endswith("hi") else 0.0
        if old in columns.numbers:
            ends[name] = nw.col(old).cast(nw.Float64()).fill_null(open_end)
            columns.set(**{name: ends[name]})
        else:
            columns.read(old, lambda text: (_number(clean(text)),), (open_end,), **{name: float})
    return columns.texts.with_columns(**ends) if len(ends) == len(given) else columns.frame


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if math.isnan(number):
        raise InvalidRecordError(f"cannot read {quoted(text)}: expected a number")
    return number


def read_withdrawn(columns: Columns) -> None:
    """Which claims their source took back."""
    if "withdrawn" in columns.numbers:
        columns.set(withdrawn=nw.col("withdrawn").cast(nw.Int64()).fill_null(0))
        return
    words = ("false", "true", "no", "yes", "0", "1")

    def of(text: str) -> tuple[int]:
        return (words.index(one_of(clean(text), words, "answer")) % 2,)

    columns.read("withdrawn", of, (0,), withdrawn=int)


def _set_content(columns: Columns) -> None:
    """Whether a claim says something that can be compared."""
    if columns.literals.get("says") == 1 and columns.literals.get("stance", SILENT) < SILENT:
        columns.set(content=1)
        return
    content = (nw.col("says") == 1) & (nw.col("stance") < SILENT)
    columns.set(content=content.cast(nw.Int64()))


class _Numbers:
    """Numbers for units and what they measure."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, float]] = [("", 1.0)]
        self._by_name: dict[str | None, int] = {None: 0}
        self.dimensions = [""]

    def of(self, said: Quantity | None) -> tuple[int, int]:
        name = None if said is None else said.unit
        dimension = unit_dimension(name) or ""
        if dimension not in self.dimensions:
            self.dimensions.append(dimension)
        if name not in self._by_name:
            self._by_name[name] = len(self.shown)
            self.shown.append((str(name), float(unit_factor(name))))
        return self._by_name[name], self.dimensions.index(dimension)


def _quantity(value: str, unit: str) -> Quantity:
    whole = f"{value} {unit}" if unit and not bears(value, unit) else value
    said = parse_answer("measure", whole)
    return cast("Quantity", said)


def _readings(said: Quantity | None, policy: Reading) -> tuple[float, ...]:
    """Whether it says something (-1 for no value), and the four ends, in the base unit."""
    if said is None:
        return (-1, 0.0, math.inf, 0.0, math.inf)
    factor = unit_factor(said.unit)
    core, support = said.core(policy).scaled(factor), said.support(policy).scaled(factor)
    return (int(not said.is_vacuous), *_ends(core), *_ends(support))


def _ends(interval: Interval) -> tuple[float, float]:
    """Both ends as floats; one that is left out is the next number inside."""
    low, high = float(interval.low), float(interval.high)
    if interval.low_open:
        low = math.nextafter(low, math.inf)
    if interval.high_open and high < math.inf:
        high = math.nextafter(high, -math.inf)
    return low, high
