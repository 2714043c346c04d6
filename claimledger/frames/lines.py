"""Lines of rows, ordered: for each row the strongest of the others before it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import narwhals as nw

from claimledger.frames.columns import flag
from claimledger.frames.engines import Frame


def with_others(frame: Frame, keys: Sequence[str], value: str, name: str) -> Frame:
    """The largest value of the other rows with the same keys; minus infinity if there is none."""
    col = nw.col
    frame = frame.with_columns(top=col(value).max().over(*keys))
    is_top = col(value) == col("top")
    frame = frame.with_columns(
        is_top=flag(is_top), below=nw.when(is_top).then(-math.inf).otherwise(col(value))
    )
    frame = frame.with_columns(
        tops=col("is_top").sum().over(*keys), second=col("below").max().over(*keys)
    )
    others = (
        nw.when((col("is_top") == 0) | (col("tops") > 1)).then(col("top")).otherwise(col("second"))
    )
    return frame.with_columns(others.alias(name)).drop("top", "is_top", "below", "tops", "second")


def with_running_others(
    frame: Frame, keys: Sequence[str], order: Sequence[str], value: str, mark: str, size: int
) -> Frame:
    """Adds ``others``: the largest value so far, in an order, of the rows with another mark.

    Two passes: the largest so far with its owner, and the largest that an owner passed over or
    left behind when it changed. What an owner itself was passed over with lies below what the
    owner of that time left behind, so the second is never the mark's own.

    Args:
        frame: Rows, of which the order leaves no two alike.
        keys: Rows with the same keys are in one line.
        order: The columns that order a line.
        value: The column to take the largest of.
        mark: A column of whole numbers from 0.
        size: A number above all marks.
    """
    col = nw.col
    frame = frame.with_columns(place=col(value).rank("dense").over(*keys).cast(nw.Int64()))
    frame = frame.with_columns(code=col("place") * size + col(mark))
    frame = frame.with_columns(
        most=col(value).cum_max().over(*keys, order_by=order),
        owner=col("code").cum_max().over(*keys, order_by=order) % size,
    )
    frame = frame.with_columns(
        most_before=col("most").shift(1).over(*keys, order_by=order).fill_null(-math.inf),
        owner_before=col("owner").shift(1).over(*keys, order_by=order).fill_null(-1),
    )
    passed_over = (
        nw.when(col("owner") != col(mark))
        .then(col(value))
        .when((col("owner_before") >= 0) & (col("owner_before") != col("owner")))
        .then(col("most_before"))
        .otherwise(-math.inf)
    )
    frame = frame.with_columns(passed_over=passed_over)
    frame = frame.with_columns(second=col("passed_over").cum_max().over(*keys, order_by=order))
    others = nw.when(col("owner") != col(mark)).then(col("most")).otherwise(col("second"))
    return frame.with_columns(others=others).drop(
        "place", "code", "most", "owner", "most_before", "owner_before", "passed_over", "second"
    )
