"""What differs between engines: opening a frame, and making small tables beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any

import attrs
import narwhals as nw

from claimledger.errors import InvalidRecordError, MissingExtraError

Column = Sequence[Any]
Frame = nw.LazyFrame[Any]

_TYPES = {bool: nw.Boolean(), int: nw.Int64(), float: nw.Float64(), str: nw.String()}

ARROW_ENGINES = ("polars", "duckdb")
"""What judges a pyarrow table, which has no ordered windows: the first that is installed."""

UNORDERED = (nw.Implementation.DASK,)
"""Engines whose frames narwhals cannot put in order within a question."""


@attrs.frozen
class Opened:
    """A frame as the expressions see it, and the way back to its kind.

    Attributes:
        lazy: The frame.
        is_eager: Whether what comes back is eager.
        is_arrow: Whether it is a pyarrow table, judged by another engine.
    """

    lazy: Frame
    is_eager: bool
    is_arrow: bool = False

    def closed(self, result: Frame) -> Any:
        """A result in the kind of the frame."""
        if self.is_arrow:
            return result.collect(backend="pyarrow").to_native()
        if result.implementation.is_polars():
            return result.to_native() if not self.is_eager else _streamed(result)
        return result.collect().to_native() if self.is_eager else result.to_native()

    def table(self, columns: Mapping[str, tuple[type, Column]]) -> Frame:
        """A small table of the same engine, and where it has connections on the same one.

        Args:
            columns: By name the type and the values of each column.
        """
        native = self.lazy.to_native()
        kind = self.lazy.implementation
        values = {name: list(column) for name, (_, column) in columns.items()}
        schema = {name: _TYPES[of] for name, (of, _) in columns.items()}
        is_spark = kind.is_pyspark() or kind.is_pyspark_connect()
        if is_spark or kind.is_duckdb():
            made = nw.from_dict(values, schema=schema, backend="pyarrow").to_native()
            if is_spark:
                # A table of rows would have no size, and all claims were shuffled to join it.
                return _lazy(native.sparkSession.createDataFrame(made).hint("broadcast"))
            return _beside(native, made)
        return nw.from_dict(values, schema=schema, backend=kind).lazy()

    def rows(self, frame: Frame) -> list[tuple[Any, ...]]:
        """The rows of a small frame."""
        eager = _streamed(frame) if frame.implementation.is_polars() else None
        found = frame.collect() if eager is None else nw.from_native(eager, eager_only=True)
        return [tuple(row) for row in found.rows()]

    def kept(self, frame: Frame) -> Frame:
        """The frame worked out once, for an engine that would do it again for each use."""
        kind = frame.implementation
        if kind.is_polars():
            return _lazy(_streamed(frame).lazy())
        if kind.is_pyspark() or kind.is_pyspark_connect():
            return _lazy(frame.to_native().localCheckpoint())
        if kind.is_duckdb():
            # A table of the engine would have every relation bound again.
            return _beside(self.lazy.to_native(), frame.collect(backend="pyarrow").to_native())
        return frame


def opened(frame: Any) -> Opened:
    """A frame of any engine.

    Raises:
        InvalidRecordError: for what is no frame.
        MissingExtraError: for a pyarrow table where no engine for it is installed.
    """
    try:
        seen = nw.from_native(frame)
    except TypeError as error:
        kind = type(frame).__name__
        raise InvalidRecordError(
            f"{kind!r} is no frame: expected one of polars, pandas, pyarrow, DuckDB or Spark"
        ) from error
    refuse_unordered(seen.implementation)
    if isinstance(seen, nw.LazyFrame):
        return Opened(seen, is_eager=False)
    if seen.implementation.is_pyarrow():
        engine = next((name for name in ARROW_ENGINES if find_spec(name) is not None), None)
        if engine is None:
            raise MissingExtraError("frames", "an engine for pyarrow tables, polars or duckdb,")
        return Opened(seen.lazy(backend=engine), is_eager=True, is_arrow=True)
    return Opened(seen.lazy(), is_eager=True)


def refuse_unordered(kind: nw.Implementation) -> None:
    """Refuse an engine without ordered windows.

    Raises:
        InvalidRecordError: naming what is missing, and what to do.
    """
    if kind in UNORDERED:
        raise InvalidRecordError(
            f"frames of {kind.value} cannot be judged: narwhals has no windows in an order there"
            " (over with order_by), which running counts and the best supported range need; read"
            " the same files by polars, DuckDB or Spark, or pass what compute() gives"
        )


def _beside(native: Any, arrow_rows: Any) -> Frame:  # noqa: ARG001
    """An arrow table as a relation on the connection of another, which finds it by its name."""
    return _lazy(native.query("claims", "SELECT * FROM arrow_rows"))


def _streamed(frame: Frame) -> Any:
    """What a frame of polars comes to, by the engine that goes through it piece by piece."""
    return frame.to_native().collect(engine="streaming")


def _lazy(native: Any) -> Frame:
    frame: Frame = nw.from_native(native)
    return frame
