"""The columns of a frame while they are read: texts at first, then numbers.

A column whose cells are all alike is a literal, and one that says what another says is an
alias: neither takes memory, and neither is a key of anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import narwhals as nw

from claimledger.canonical import clean
from claimledger.errors import ClaimLedgerError, InvalidRecordError, UnknownNameError, nearest
from claimledger.formats.csv import COLUMNS
from claimledger.frames.engines import Frame, Opened

ENDS = ("core_low", "core_high", "support_low", "support_high")
READ = ("low", "high", *ENDS, "withdrawn")
"""Columns that a spreadsheet does not have."""

_DTYPES: Mapping[type, Any] = {int: nw.Int64(), float: nw.Float64()}


class Columns:
    """A frame of claims, column by column."""

    def __init__(self, start: Opened) -> None:
        self.start = start
        schema = start.lazy.collect_schema()
        self.names = checked_columns(schema.names())
        self.texts: Frame = start.lazy.select(
            *(_text(name, schema[name]) for name in sorted(self.names - set(READ))),
            *(nw.col(name) for name in sorted(self.names & set(READ))),
        )
        self.frame = self.texts
        self.literals: dict[str, float] = {}
        self.aliases: dict[str, str] = {}

    def filter(self, condition: nw.Expr) -> None:
        """Leave rows out, by a condition on what is written."""
        self.texts = self.texts.filter(condition)
        self.frame = self.frame.filter(condition)

    def set(self, **columns: nw.Expr | float) -> None:
        """Add or replace columns; a number is one for all rows."""
        for name, value in columns.items():
            self.literals.pop(name, None)
            self.aliases.pop(name, None)
            if not isinstance(value, nw.Expr):
                self.literals[name] = value
        self.aliases = {k: v for k, v in self.aliases.items() if v not in columns}
        self.frame = self.frame.with_columns(
            **{
                name: value if isinstance(value, nw.Expr) else literal(value)
                for name, value in columns.items()
            }
        )

    def varying(self, *names: str) -> list[str]:
        """Those of some columns that tell rows apart."""
        return varying(names, self.literals, self.aliases)

    def distinct(self, *names: str) -> list[tuple[Any, ...]]:
        """The distinct rows of some columns as they are written, in order."""
        return sorted(self.start.rows(distinct(self.texts, [cell(name) for name in names])))

    def combinations(self, *names: str) -> list[tuple[Any, ...]]:
        """The distinct rows of some columns that are numbers already, in order."""
        varying = self.varying(*names)
        rows = self.start.rows(distinct(self.frame, varying)) if varying else [()]
        found = ({**self.literals, **dict(zip(varying, row, strict=True))} for row in rows)
        return sorted(tuple(row[self.aliases.get(name, name)] for name in names) for row in found)

    def join(
        self,
        keys: Mapping[str, type],
        rows: Mapping[tuple[Any, ...], tuple[Any, ...]],
        **out: type,
    ) -> None:
        """Give each row of the frame what its key columns lead to."""
        cells = dict(zip(out, zip(*rows.values(), strict=True), strict=True)) if rows else {}
        stored: dict[tuple[type, tuple[Any, ...]], str] = {}
        for name, column in cells.items():
            if len(set(column)) > 1:
                stored.setdefault((out[name], column), name)
        if stored:
            known = dict(zip(keys, zip(*rows, strict=True), strict=True))
            table = {name: (kind, known[name]) for name, kind in keys.items()}
            table |= {name: (kind, column) for (kind, column), name in stored.items()}
            self.frame = self.frame.join(self.start.table(table), on=list(keys), how="left")
        for name, kind in out.items():
            column = cells.get(name, (kind(0),))
            if len(set(column)) == 1:
                self.set(**{name: column[0]})
                continue
            of = stored[kind, column]
            if of != name:
                self.set(**{name: nw.col(of)})
                self.aliases[name] = of

    def read(
        self, name: str, of: Callable[[str], tuple[Any, ...]], empty: tuple[Any, ...], **out: type
    ) -> None:
        """Replace a column of texts by what each of them says.

        Args:
            name: The column; where there is none, nothing is stated in it.
            of: What a text says.
            empty: What an empty cell says.
            out: The columns that take its place.
        """
        if name not in self.names:
            self.set(**dict(zip(out, empty, strict=True)))
            return
        found = self.found(name, (name,), lambda text: of(text) if clean(text) else empty)
        self.join({cell(name): str}, found, **out)

    def found(
        self, name: str, given: Sequence[str], of: Callable[..., tuple[Any, ...]]
    ) -> dict[tuple[Any, ...], tuple[Any, ...]]:
        """What each distinct row of some columns says.

        Raises:
            InvalidRecordError: with the first fault, and the number of the others.
        """
        found, faults = {}, []
        for row in self.distinct(*given):
            try:
                found[row] = of(*row)
            except ClaimLedgerError as error:
                faults.append(f"{name}: {error}")
        if faults:
            more = f"; and {len(faults) - 1:,} more" if len(faults) > 1 else ""
            raise InvalidRecordError(f"{faults[0]}{more}", name)
        return found

    def require(self, name: str) -> None:
        """Refuse a frame with rows that leave a needed cell empty."""
        if self.start.rows(self.texts.filter(nw.col(cell(name)) == "").select(cell(name)).head(1)):
            raise InvalidRecordError(f"{name} is missing in some row", name)


def varying(
    names: Sequence[str], literals: Mapping[str, float], aliases: Mapping[str, str]
) -> list[str]:
    """The columns that some columns are stored in, those left out in which all is alike."""
    stored = (aliases.get(name, name) for name in names)
    return list(dict.fromkeys(name for name in stored if name not in literals))


def distinct(frame: Frame, names: Sequence[str]) -> Frame:
    """The distinct rows of some columns; by groups, which every engine does in one pass."""
    return frame.select(*names).group_by(*names).agg(rows=nw.len()).select(*names)


def literal(value: float) -> nw.Expr:
    """A number in a column of its own type."""
    return nw.lit(value, _DTYPES[type(value)])


def flag(condition: nw.Expr) -> nw.Expr:
    """A condition as 1 or 0."""
    return nw.when(condition).then(literal(1)).otherwise(literal(0))


def cell(name: str) -> str:
    """What a column of texts is called until it is read."""
    return f"{name} as written"


def checked_columns(names: Sequence[str]) -> set[str]:
    """The columns of a frame of claims.

    Raises:
        UnknownNameError: naming the nearest known.
        InvalidRecordError: for one that is missing.
    """
    known = (*COLUMNS, *READ)
    for name in names:
        if name not in known:
            raise UnknownNameError(name, "column", nearest(name, known), known)
    columns = set(names)
    figures = "value" in columns or {"low", "high"} <= columns or set(ENDS) & columns
    for name, is_there in (
        *((name, name in columns) for name in ("source", "date", "measure")),
        ("value", bool(figures)),
    ):
        if not is_there:
            raise InvalidRecordError(f"the column {name!r} is missing", name)
    return columns


def _text(name: str, dtype: Any) -> nw.Expr:
    """A column as text, empty where it is null."""
    column = nw.col(name)
    if isinstance(dtype, nw.Date):
        column = column.dt.to_string("%Y-%m-%d")
    elif isinstance(dtype, nw.Datetime):
        column = column.dt.to_string("%Y-%m-%dT%H:%M:%S").str.replace("T00:00:00", "", literal=True)
    elif dtype.is_float() and name == "value":
        raise InvalidRecordError("value is a column of floats: expected text or whole numbers")
    return (
        nw.when(nw.col(name).is_null())
        .then(nw.lit(""))
        .otherwise(column.cast(nw.String()))
        .alias(cell(name))
    )
