"""The answer of an engine in words: names for numbers, nulls for open ends, and the sides."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import Any

import narwhals as nw

from claimledger.errors import InvalidRecordError, UnknownNameError, nearest
from claimledger.frames.coded import Coded
from claimledger.frames.columns import literal
from claimledger.frames.engines import Frame
from claimledger.frames.spans import Mode

MOST_SIDES = 30
"""So many sides are shown when none are asked for."""

QUESTION = ("event", "subject", "measure", "place", "window", "accrual", "unit")
COUNTED = ("claims", "sources", "origins")
RANGES = ("max_low", "min_high", "gap", "best_low", "best_high")
ENDS = (("core_low", "clo"), ("core_high", "chi"), ("support_low", "slo"), ("support_high", "shi"))


def shown(coded: Coded, found: Frame, stand: Frame, roots: Sequence[int]) -> Frame:
    """The questions as they are handed back."""
    found = found.join(_sides(coded, stand, roots), on="q", how="left")
    found = coded.opened.kept(_with_units(coded, found))
    found = _named(coded, found)
    columns = [f"{name}: {coded.speakers.roots[root]}" for root in roots for name, _ in ENDS]
    figures = [
        _open_as_null(nw.col(name) / nw.col("factor")).alias(name) for name in (*RANGES, *columns)
    ]
    found = found.with_columns(
        *figures,
        ratio=_open_as_null(nw.col("ratio")),  # A ratio has no unit.
        **{n: nw.col(n).cast(nw.Int64()) for n in (*COUNTED, "not_carried", "best_origins")},
    )
    return found.select(
        *QUESTION,
        *COUNTED,
        "verdict",
        "max_low",
        "min_high",
        "gap",
        "ratio",
        "best_low",
        "best_high",
        "best_origins",
        *columns,
        "not_carried",
    )


def _open_as_null(value: nw.Expr) -> nw.Expr:
    """A figure, null where there is none, and where its question is not judged here."""
    is_there = (value != math.inf) & (value != -math.inf) & (nw.col("not_carried") == 0)
    return nw.when(is_there).then(value).otherwise(nw.lit(None, nw.Float64()))


def asked(coded: Coded, sides: Sequence[str] | None) -> list[int]:
    """The places of the sides to show."""
    known = coded.speakers.roots
    if sides is None:
        if len(known) > MOST_SIDES:
            raise InvalidRecordError(f"{len(known):,} sides: name those to show")
        return list(range(len(known)))
    for name in sides:
        if name not in known:
            raise UnknownNameError(name, "side", nearest(name, known), known)
    return [known.index(name) for name in sides]


def _sides(coded: Coded, stand: Frame, roots: Sequence[int]) -> Frame:
    """What each side says at present: the hull of what its sources said last."""
    col = nw.col
    said = coded.spoken(_newest(coded, stand), "root")
    hulls = said.group_by("q", "root").agg(
        **{f"least_{end}": col(end).min() for _, end in ENDS[::2]},
        **{f"most_{end}": col(end).max() for _, end in ENDS[1::2]},
    )
    columns = {}
    for root in roots:
        for name, end in ENDS:
            is_low = name.endswith("low")
            hull = col(f"least_{end}" if is_low else f"most_{end}")
            missing = math.inf if is_low else -math.inf
            of_side = nw.when(col("root") == root).then(hull).otherwise(missing)
            columns[f"{name}: {coded.speakers.roots[root]}"] = of_side
    sides = hulls.select("q", **columns).group_by("q")
    return sides.agg(*(col(name).min() if "low: " in name else col(name).max() for name in columns))


def _newest(coded: Coded, stand: Frame) -> Frame:
    """What each source said last, with figures."""
    col = nw.col
    if coded.is_plain and coded.is_newest_alone and not coded.has(Mode.RUNNING):
        return stand
    line = ("q", "own", "is_nameless")
    heard = stand.with_columns(is_nameless=coded.nameless())
    heard = heard.with_columns(heard=col("content").max().over(*line))
    heard = heard.filter((col("content") == col("heard")) | (col("is_nameless") == 1))
    heard = heard.with_columns(
        last_day=col("day").max().over(*line), last_said=col("earliest").max().over(*line)
    )
    running = col("mode") == int(Mode.RUNNING)
    newest = (
        (col("is_nameless") == 1)
        | (running & (col("day") == col("last_day")))
        | ((col("mode") == int(Mode.UNTIMED)) & (col("latest") >= col("last_said")))
        | (col("mode") == int(Mode.MOMENTARY))
    )
    figures = heard.filter(newest & (col("stance") != 1))
    columns = ("q", "own", "stance", "clo", "chi", "slo", "shi")
    if coded.has(Mode.RUNNING):
        single = running & (col("is_nameless") == 0)
        last = figures.filter(single).unique(
            subset=["q", "own"], keep="last", order_by=["clo", "chi", "slo", "shi"]
        )
        figures = nw.concat([figures.filter(~single).select(*columns), last.select(*columns)])
    return figures.filter(col("stance") == 0)


def _with_units(coded: Coded, found: Frame) -> Frame:
    """The unit that most of the claims of a question use; of several the first by name."""
    col = nw.col
    if len(coded.units) == 1:
        return found.with_columns(unit=nw.lit(None, nw.String()), factor=literal(1.0))
    names = [name for name, _ in coded.units]
    used = coded.claims.filter(col("unit") > 0).group_by("q", "unit").agg(n=nw.len())
    known = coded.opened.table(
        {
            "unit": (int, range(len(names))),
            "unit_name": (str, names),
            "factor": (float, [factor for _, factor in coded.units]),
        },
    )
    used = used.join(known, on="unit", how="left").with_columns(
        least_used=-col("n").cast(nw.Int64())
    )
    used = used.unique(subset=["q"], keep="first", order_by=["least_used", "unit_name"])
    joined = found.join(used.select("q", "factor", unit="unit_name"), on="q", how="left")
    return joined.with_columns(factor=col("factor").fill_null(1.0))


def _named(coded: Coded, found: Frame) -> Frame:
    """Names in place of numbers."""
    for column in ("event", "subject", "place", "measure"):
        names = list(coded.names[column])
        if len(names) == 1:
            found = found.with_columns(nw.lit(names[0] or None, nw.String()).alias(column))
            continue
        known: dict[str, Any] = {
            column: (int, range(len(names))),
            f"{column}_name": (str, [name or None for name in names]),
        }
        found = found.join(coded.opened.table(known), on=column, how="left")
        found = found.drop(column).rename({f"{column}_name": column})
    spans = {
        "span": (int, range(len(coded.spans))),
        "window": (str, [span.label or None for span in coded.spans]),
        "accrual": (str, [span.accrual or None for span in coded.spans]),
    }
    found = found.join(coded.opened.table(spans), on="span", how="left")
    if not coded.has(Mode.MOMENTARY):
        return found
    days = [day for day in coded.days if day > 0]
    labels = [dt.date.fromordinal(day).isoformat() for day in days]
    found = found.join(
        coded.opened.table({"qday": (int, days), "of_day": (str, labels)}), on="qday", how="left"
    )
    named = nw.when(nw.col("of_day").is_null()).then(nw.col("window")).otherwise(nw.col("of_day"))
    return found.with_columns(window=named)
