"""The question of each claim of a frame, by what it is about and the time that it speaks of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import attrs
import narwhals as nw

from claimledger.canonical import clean, name_key
from claimledger.claims import Accrual, Event
from claimledger.dates import parse_window
from claimledger.frames.coded import DIMENSIONS, NO_CERTAIN_DAY
from claimledger.frames.columns import Columns, cell, distinct
from claimledger.frames.engines import Frame
from claimledger.frames.readings import FIGURES
from claimledger.frames.spans import NO_DAY, OWN_DAY, Mode, Span, span_of
from claimledger.grouping import Scene
from claimledger.sources import one_of

SAID = ("own", "date_text", "measure_text", "window", "accrual", "stance_text", "value_text")
"""The numbers that, beside the question, tell claims apart."""

HELD = (
    *("own", "earliest", "latest", "mode", "day", "retold", *DIMENSIONS),
    *("stance", "content", "withdrawn", "bad", "unit"),
    *FIGURES,
)
"""What else there is to know of a claim."""

MOST = 2**62


@attrs.frozen
class Placed:
    """Claims with their questions.

    Attributes:
        claims: A row a claim, in the columns in which claims differ.
        sizes: Of the dimensions in the number of a question how many values they have; None
            where a text stands for it.
        spans: What the numbers of the column ``span`` stand for.
        days: The days that momentary counts may be of.
    """

    claims: Frame
    sizes: Mapping[str, int] | None
    spans: Sequence[Span]
    days: Sequence[int]


def placed(columns: Columns, scene: Scene, names: Mapping[str, Sequence[str]]) -> Placed:
    """The claims by their questions."""
    spans = _read_spans(columns, scene, names["event"])
    _set_days(columns, spans)
    is_momentary = any(span.mode is Mode.MOMENTARY for span in spans)
    days = [row[0] for row in columns.combinations("qday")] if is_momentary else []
    _join_running(columns, spans)
    is_running = any(span.mode is Mode.RUNNING for span in spans)
    retold = ((nw.col("mode") > 0) & (nw.col("day") != nw.col("day_said"))).cast(nw.Int64())
    columns.set(retold=retold if is_running or is_momentary else 0)
    sizes = {name: len(names[name]) for name in DIMENSIONS[:5]}
    sizes |= {"span": len(spans), "qday": max(days, default=0) + 3}
    sizes = {name: sizes[name] for name in DIMENSIONS if name not in columns.literals}
    if math.prod(sizes.values()) < MOST:
        columns.set(q=_number(sizes))
        return Placed(_claims(columns, ["q"]), sizes, spans, days)
    columns.set(q=_text(sizes))
    return Placed(_claims(columns, ["q", *sizes]), None, spans, days)


def _number(sizes: Mapping[str, int]) -> nw.Expr:
    """One number for each question."""
    number = nw.lit(0, nw.Int64())
    for name, size in sizes.items():
        number = number * size + nw.col(name)
    return number


def _text(sizes: Mapping[str, int]) -> nw.Expr:
    """A text for each question, where there are too many possible ones."""
    return nw.concat_str(*(nw.col(name).cast(nw.String()) for name in sizes), separator=" ")


def _claims(columns: Columns, question: Sequence[str]) -> Frame:
    """One row for each claim; rows that repeat it can add that it is withdrawn, or not judged."""
    figures = FIGURES if "value" not in columns.names else ()
    quoted = [cell(n) for n in ("same_quantity_as",) if n in columns.names]
    keys = [*columns.varying(*question, *SAID, *figures), *quoted]
    known = [name for name in HELD if name not in DIMENSIONS]
    held = columns.varying(*question, *known)
    more = [name for name in held if name not in keys]
    rows = columns.frame.select(*keys, *more)
    if not more:
        return distinct(rows, keys).select(*held)
    return rows.group_by(*keys).agg(*(nw.col(name).max() for name in more)).select(*held)


def _read_spans(columns: Columns, scene: Scene, events: Sequence[str]) -> list[Span]:
    """The time that each figure speaks of."""
    windows: dict[str, int] = {"": 0}
    accruals = ["", *(accrual.value for accrual in Accrual)]

    def window_of(text: str) -> tuple[int]:
        return (windows.setdefault(str(parse_window(clean(text))), len(windows)),)

    def accrual_of(text: str) -> tuple[int]:
        return (accruals.index(one_of(clean(text), accruals[1:], "accrual")),)

    columns.read("window", window_of, (0,), window=int)
    columns.read("accrual", accrual_of, (0,), accrual=int)
    columns.refuse()
    written = list(windows)
    if columns.literals.get("dimension") == 0:
        columns.set(is_count=1)
    else:
        columns.set(is_count=(nw.col("dimension") == 0).cast(nw.Int64()))
    known = _set_declared(columns, scene, events)
    keys = ("declared", "window", "accrual", "is_count", "is_state")
    spans: list[Span] = []
    found = {}
    places: dict[tuple[str, ...], int] = {}
    for row in columns.combinations(*keys):
        declared, window, accrual, is_count, is_state = row
        span = span_of(
            known[declared],
            parse_window(written[window]) if window else None,
            Accrual(accruals[accrual]) if accrual else None,
            is_count=bool(is_count),
            is_state=bool(is_state),
        )
        number = places.setdefault(span.key, len(places))
        if number == len(spans):
            spans.append(span)
        found[row] = (number, int(span.mode), span.day, span.start, span.end)
    out = ("span", "mode", "day", "start", "end")
    columns.join(dict.fromkeys(keys, int), found, **dict.fromkeys(out, int))
    return spans


def _set_declared(columns: Columns, scene: Scene, events: Sequence[str]) -> list[Event | None]:
    """Adds ``declared``: which event is meant, 0 for all that nothing is declared of."""
    known: list[Event | None] = [None]
    declared = scene.ledger.events
    if not declared:
        columns.set(declared=0)
        return known
    found: dict[tuple[int], tuple[int]] = {}
    for at, name in enumerate(events):
        event = declared.get(name_key(name)) if name else None
        found[at,] = (0 if event is None else len(known),)
        known += [] if event is None else [event]
    columns.join({"event": int}, found, declared=int)
    return known


def _set_days(columns: Columns, spans: Sequence[Span]) -> None:
    """The day of what a claim says, and of a momentary question."""
    if all(span.mode is Mode.UNTIMED for span in spans):
        columns.set(qday=0)
        return
    day, mode = nw.col("day"), nw.col("mode")
    columns.set(day=nw.when(day == OWN_DAY).then(nw.col("day_said")).otherwise(day))
    is_lost = (day == NO_DAY) & (mode > 0) & (nw.col("bad") == 0)
    columns.set(
        bad=nw.when(is_lost).then(NO_CERTAIN_DAY).otherwise(nw.col("bad")),
        qday=nw.when((mode == int(Mode.MOMENTARY)) & (day > 0)).then(day).otherwise(0),
    )


def _join_running(columns: Columns, spans: Sequence[Span]) -> None:
    """A count over a window joins a running count that has a figure for its last day."""
    starts = {span.start for span in spans if span.mode is Mode.RUNNING and span.start}
    if not any(s.mode is Mode.UNTIMED and s.start in starts for s in spans):
        return
    shared = ["event", "subject", "place", "measure", "dimension", "start"]
    running = (nw.col("mode") == int(Mode.RUNNING)) & (nw.col("start") > 0)
    heard = (nw.col("content") == 1) & (nw.col("withdrawn") == 0) & (nw.col("day") > 0)
    ends = columns.frame.filter(running & heard).select(*shared, end="day", joined=nw.col("span"))
    ends = ends.group_by(*shared, "end").agg(nw.col("joined").min())
    columns.frame = columns.frame.join(ends, on=[*shared, "end"], how="left")
    joins = ~nw.col("joined").is_null() & (nw.col("mode") == 0)
    columns.set(is_joining=joins.cast(nw.Int64()))
    joins = nw.col("is_joining") == 1
    columns.set(
        span=nw.when(joins).then(nw.col("joined")).otherwise(nw.col("span")).cast(nw.Int64()),
        mode=nw.when(joins).then(int(Mode.RUNNING)).otherwise(nw.col("mode")),
        day=nw.when(joins).then(nw.col("end")).otherwise(nw.col("day")),
    )
