"""The best supported range of each question of a frame: what most independent origins hold."""

from __future__ import annotations

import math

import narwhals as nw

from claimledger.frames.coded import Coded
from claimledger.frames.columns import flag
from claimledger.frames.engines import Frame
from claimledger.frames.readings import FIGURES
from claimledger.frames.spans import Mode


def best_supported(coded: Coded, asserted: Frame) -> Frame:
    """The lowest range that most independent origins hold possible, where two do."""
    col = nw.col
    known = coded.spoken(coded.known(asserted), "component")
    columns = ("q", "component", "slo", "phi")
    held = known.select(*columns)
    if coded.has(Mode.RUNNING):
        running = col("mode") == int(Mode.RUNNING)
        # Of running counts what each source said last, the largest of one day.
        last = known.filter(running).unique(
            subset=["q", "own"], keep="last", order_by=["day", *FIGURES]
        )
        held = nw.concat([known.filter(~running).select(*columns), last.select(*columns)])
        held = coded.opened.kept(held)
    by_origin = held.group_by("q", "component").agg(
        low=col("slo").min(),
        high=col("phi").max(),
        last_low=col("slo").max(),
        first_high=col("phi").min(),
    )
    overall = by_origin.group_by("q").agg(
        best_low=col("low").max(),
        best_high=col("high").min(),
        best_origins=nw.len(),
        last_low=col("last_low").max(),
        first_high=col("first_high").min(),
    )
    overall = coded.opened.kept(overall.filter(col("best_origins") > 1))
    # Where all ranges meet, those of one origin are one range, and all origins hold what is
    # in all of them; else they are swept.
    all_meet = col("last_low") <= col("first_high")
    plain = overall.filter(all_meet).select("q", "best_low", "best_high", "best_origins")
    plain = plain.with_columns(col("best_origins").cast(nw.Int64()))
    rest = held.join(overall.filter(~all_meet).select("q"), on="q", how="semi")
    return nw.concat([plain, _deepest(rest)])


def _deepest(held: Frame) -> Frame:
    """Marzullo's sweep over the ranges of each origin, made disjoint first."""
    col = nw.col
    line, order = ("q", "component"), ("slo", "phi")
    held = held.with_columns(reach=col("phi").cum_max().over(*line, order_by=order))
    held = held.with_columns(
        before=col("reach").shift(1).over(*line, order_by=order).fill_null(-math.inf)
    )
    held = held.with_columns(new=flag(col("slo") > col("before")))
    held = held.with_columns(island=col("new").cum_sum().over(*line, order_by=order))
    islands = held.group_by(*line, "island").agg(low=col("slo").min(), high=col("phi").max())
    ends = nw.concat(
        [
            islands.select("q", at="low", kind=nw.lit(0, nw.Int64()), step=nw.lit(1, nw.Int64())),
            islands.select("q", at="high", kind=nw.lit(1, nw.Int64()), step=nw.lit(-1, nw.Int64())),
        ]
    )
    # At one value starts come before ends, so that ranges that touch there meet.
    ends = ends.with_columns(depth=col("step").cum_sum().over("q", order_by=["at", "kind"]))
    ends = ends.with_columns(deepest=col("depth").max().over("q"))
    is_start = (col("kind") == 0) & (col("depth") == col("deepest"))
    ends = ends.with_columns(start=nw.when(is_start).then(col("at")).otherwise(math.inf))
    ends = ends.with_columns(low=col("start").min().over("q"))
    closes = (col("kind") == 1) & (col("at") >= col("low"))
    ends = ends.with_columns(close=nw.when(closes).then(col("at")).otherwise(math.inf))
    best = ends.group_by("q").agg(
        best_low=col("low").min(), best_high=col("close").min(), best_origins=col("deepest").max()
    )
    return best.filter(col("best_origins") > 1).with_columns(col("best_origins").cast(nw.Int64()))
