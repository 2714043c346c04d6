"""The columns of a frame while they are read: texts at first, then numbers.

A column whose cells are all alike is a literal, and one that says what another says is an
alias: neither takes memory, and neither is a key of anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import narwhals as nw

from claimledger.canonical import clean
from claimledger.errors import (
    ClaimLedgerError,
    InvalidRecordError,
    StructureError,
    UnknownNameError,
    nearest,
    quoted,
)
from claimledger.formats.csv import COLUMNS
from claimledger.formats.found import one_line, unknown_fields
from claimledger.frames.engines import Frame, Opened

ENDS = ("core_low", "core_high", "support_low", "support_high")
READ = ("low", "high", *ENDS, "withdrawn")
"""Columns that a spreadsheet does not have."""

KNOWN = (*COLUMNS, *READ)

MOST_FAULTS = 20
"""So many faults are told one by one."""

_DTYPES: Mapping[type, Any] = {int: nw.Int64(), float: nw.Float64()}


class Columns:
    """A frame of claims, column by column."""

    def __init__(self, start: Opened) -> None:
        self.start = start
        schema = start.lazy.collect_schema()
        refuse_columns(schema)
        self.names = set(schema.names())
        self.numbers = {name for name in self.names & set(READ) if schema[name] != nw.String}
        """Those of the columns that hold numbers from the start."""
        self.texts: Frame = start.lazy.select(
            *(_text(name, schema[name]) for name in sorted(self.names - self.numbers)),
            *(nw.col(name) for name in sorted(self.numbers)),
        )
        self.frame = self.texts
        self.literals: dict[str, float] = {}
        self.aliases: dict[str, str] = {}
        self.faults: list[tuple[str, ClaimLedgerError]] = []

    def fault(self, name: str, message: str) -> None:
        """Note what is wrong with a column; it is refused once all columns are read."""
        self.faults.append((name, InvalidRecordError(message, name)))

    def refuse(self) -> None:
        """Refuse a frame in which something cannot be read.

        Raises:
            StructureError: with all that is wrong.
        """
        if self.faults:
            told = [(name, one_line(error)) for name, error in self.faults[:MOST_FAULTS]]
            more = len(self.faults) - len(told)
            raise StructureError([*told, *([("", f"and {more:,} more")] if more else [])])

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
        found = self.found(name, (name,), lambda text: of(text) if clean(text) else empty, ("",))
        self.join({cell(name): str}, found, **out)

    def found(
        self,
        name: str,
        given: Sequence[str],
        of: Callable[..., tuple[Any, ...]],
        instead: tuple[str, ...],
    ) -> dict[tuple[Any, ...], tuple[Any, ...]]:
        """What each distinct row of some columns says.

        Args:
            name: The column that is at fault where a row cannot be read.
            given: The columns.
            of: What a row of them says.
            instead: A row to read in place of one at fault.
        """
        found = {}
        for row in self.distinct(*given):
            try:
                found[row] = of(*row)
            except ClaimLedgerError as error:
                self.faults.append((name, error))
                found[row] = of(*instead)
        return found

    def is_null(self, name: str) -> nw.Expr:
        """Whether nothing stands in a column, by row."""
        return nw.col(name).is_null() if name in self.numbers else nw.col(cell(name)) == ""

    def is_empty_somewhere(self, name: str) -> bool:
        """Whether some row leaves a cell of a column of texts empty."""
        empty = self.texts.filter(self.is_null(name)).select(cell(name))
        return bool(self.start.rows(empty.head(1)))


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


def refuse_columns(schema: Mapping[str, Any]) -> None:
    """Refuse a frame with columns that are no claims.

    Raises:
        UnknownNameError: for one column that is unknown, naming the nearest known.
        InvalidRecordError: for columns that are missing or hold what cannot be read, and for
            several faults together.
    """
    faults = [*column_faults(tuple(schema)), *type_faults(schema)]
    if len(faults) > 1:
        raise StructureError((("", message) for _, message in faults))
    for name, message in faults:
        if name in schema and name not in KNOWN:
            raise UnknownNameError(name, "column", nearest(name, KNOWN), KNOWN)
        raise InvalidRecordError(message, name)


def column_faults(names: Sequence[str]) -> list[tuple[str, str]]:
    """Columns that are unknown, stand twice or are missing, each with what is wrong with it."""
    unknown = unknown_fields(dict.fromkeys(names), KNOWN, "column")
    faults = [(name, str(message)) for name, message in unknown]
    faults += [
        (name, f"the column {quoted(name)} stands twice")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    # A name that is nearly right is not missing too.
    columns = {*names, *(nearest(name, KNOWN) for name in names if name not in KNOWN)}
    needed = {name: name in columns for name in ("source", "date", "measure")}
    needed["value"] = "value" in columns or {"low", "high"} <= columns or bool({*ENDS} & columns)
    missing = [name for name, is_there in needed.items() if not is_there]
    return faults + [(name, f"the column {name!r} is missing") for name in missing]


def type_faults(schema: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Columns of a type that cannot be read, each with what was expected."""
    faults = []
    for name, dtype in schema.items():
        if name in READ:
            is_wrong = not (dtype.is_numeric() or isinstance(dtype, _PLAIN))
            expected = "numbers" if name != "withdrawn" else "true or false"
        else:
            is_wrong = dtype.is_nested() or isinstance(dtype, _NO_TEXT)
            is_wrong = is_wrong or (dtype.is_float() and name in {"value", "date"})
            expected = "text or dates" if name == "date" else "text or whole numbers"
        if is_wrong:
            faults.append((name, f"{name} is a column of {_called(dtype)}: expected {expected}"))
    return faults


_PLAIN = (nw.String, nw.Boolean, nw.Unknown, nw.Object)
_NO_TEXT = (nw.Binary, nw.Duration, nw.Time)


def _called(dtype: Any) -> str:
    return "floats" if dtype.is_float() else str(dtype).partition("(")[0].lower()


def _text(name: str, dtype: Any) -> nw.Expr:
    """A column as text, empty where it is null."""
    column = nw.col(name)
    if isinstance(dtype, nw.Date):
        column = column.dt.to_string("%Y-%m-%d")
    elif isinstance(dtype, nw.Datetime):
        column = column.dt.to_string("%Y-%m-%dT%H:%M:%S").str.replace("T00:00:00", "", literal=True)
    return (
        nw.when(nw.col(name).is_null())
        .then(nw.lit(""))
        .otherwise(column.cast(nw.String()))
        .alias(cell(name))
    )
