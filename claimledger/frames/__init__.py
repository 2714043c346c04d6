"""The same judgement over dataframes and engines: polars, pandas, pyarrow, DuckDB, Spark.

A frame holds a row a claim, with the columns of the spreadsheet, and what comes back is a
frame of the same kind with a row a question. Names, dates and figures are read by the same
code as everywhere else, each distinct text once; the comparison itself is one set of
expressions that the engine of the frame runs.

What needs more than the claims of one question is not done here: contradictions that are
implied across questions, attribution chains (``derived_from``) and statements. A question that
holds a claim which cannot be judged here is listed without a verdict, and
:func:`not_carried` counts such claims by their reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from claimledger.dates import PartialDate, parse_date
from claimledger.errors import MissingExtraError
from claimledger.ledger import Ledger
from claimledger.quantities import Reading

if TYPE_CHECKING:
    from claimledger.frames.coded import Coded

__all__ = ["judge", "not_carried"]


def judge(
    frame: Any,
    *,
    declared: Ledger | None = None,
    reading: str | Reading = "standard",
    as_of: PartialDate | dt.date | str | None = None,
    sides: Sequence[str] | None = None,
) -> Any:
    """What a frame of claims says on each of its questions.

    Equal to :func:`claimledger.judge` on the same claims, but for contradictions that are
    implied across questions.

    Args:
        frame: A polars, pandas or pyarrow frame, a DuckDB relation or a Spark frame, with
            the columns of the spreadsheet. In place of ``value`` it may hold counts that are
            read already: ``low`` and ``high`` (both included; a null ``high`` is no upper
            end), or ``core_low``, ``core_high``, ``support_low`` and ``support_high`` where
            the literal and the tolerant reading differ. A column ``withdrawn`` tells which
            claims their source took back.
        declared: A ledger with the parties, sources, events, places and measures that the
            claims name; claims in it are not looked at.
        reading: The reading policy of the column ``value``.
        as_of: Only what was said by the end of this date; None for everything.
        sides: Names of the sides to show the ranges of; None for all there are.

    Returns:
        A frame of the same kind, lazy where the frame was lazy, in no fixed order, with the
        columns ``event``, ``subject``, ``measure``, ``place``, ``window``, ``accrual`` and
        ``unit`` of the question; ``claims``, ``sources`` and ``origins`` (independent ones),
        counted; ``verdict``; ``max_low`` and ``min_high``, between which all that stands can
        be right if the first is not above the second; ``gap`` and ``ratio``; ``best_low``,
        ``best_high`` and ``best_origins``; of each side ``core_low: SIDE``, ``core_high:
        SIDE``, ``support_low: SIDE`` and ``support_high: SIDE``; and ``not_carried``, the
        number of claims for which the question has neither verdict nor figures here. An end
        that is open, an infinite ratio and what there is none of are null. An end that is
        left out ("more than 4 km2", read literally) is the next number that a float holds.

    Raises:
        MissingExtraError: if narwhals is not installed.
        UnknownNameError: for an unknown column, side or reading policy.
        InvalidRecordError: for columns that are missing or of a wrong type, texts that cannot be
            read, and rows that retract others; of several faults all are told.

    Complexity: O(n log n) in the number of claims, and a little Python a distinct text.
    """
    return weighed_frame(coded_frame(frame, declared, reading, as_of), sides)


def not_carried(
    frame: Any,
    *,
    declared: Ledger | None = None,
    as_of: PartialDate | dt.date | str | None = None,
) -> tuple[tuple[str, int], ...]:
    """Which rows of a frame :func:`judge` gives no verdict on: a reason each, with a count.

    Args:
        frame: As :func:`judge` takes it.
        declared: The declarations that its claims name.
        as_of: Only what was said by the end of this date; None for everything.

    Returns:
        Reasons by name, each with the number of its rows; none with no row.
    """
    return coded_frame(frame, declared, "standard", as_of).not_carried()


def weighed_frame(coded: Coded, sides: Sequence[str] | None) -> Any:
    """The questions of the claims of a frame, once these are numbers."""
    from claimledger.frames.weighing import weighed

    return weighed(coded, sides)


def coded_frame(
    frame: Any,
    declared: Ledger | None,
    reading: str | Reading,
    as_of: PartialDate | dt.date | str | None,
) -> Coded:
    """The claims of a frame as numbers."""
    require_narwhals()
    from claimledger.frames.coding import coded

    last = None if as_of is None else parse_date(as_of).last
    return coded(frame, declared or Ledger(), Reading.of(reading), last)


def require_narwhals() -> None:
    """Refuse to go on without the package that all engines are reached by.

    Raises:
        MissingExtraError: if it is not installed.
    """
    if find_spec("narwhals") is None:
        raise MissingExtraError("frames", "narwhals")
