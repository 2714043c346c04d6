"""The best supported range of each question of a frame: what most independent origins hold."""

from __future__ import annotations

import math

import narwhals as nw

from claimledger.frames.coded import Coded
from claimledger.frames.columns import flag, literal
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
    by_origin = coded.opened.kept(
        held.group_by("q", "component").agg(
            low=col("slo").min(),
            high=col("phi").max(),
            last_low=col("slo").max(),
            first_high=col("phi").min(),
        )
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
    rest = by_origin.join(overall.filter(~all_meet).select("q"), on="q", how="semi")
    several = coded.opened.kept(rest.filter(~all_meet).select("q", "component"))
    torn = held.join(several, on=["q", "component"], how="semi")
    islands = nw.concat([rest.filter(all_meet).select("q", "low", "high"), _islands(torn)])
    return nw.concat([plain, _deepest(coded.opened.kept(islands))])


def _islands(held: Frame) -> Frame:
    """The ranges of each origin, those that meet made one."""
    col = nw.col
    line, order = ("q", "component"), ("slo", "phi")
    held = held.with_columns(reach=col("phi").cum_max().over(*line, order_by=order))
    held = held.with_columns(
        before=col("reach").shift(1).over(*line, order_by=order).fill_null(-math.inf)
    )
    held = held.with_columns(new=flag(col("slo") > col("before")))
    held = held.with_columns(island=col("new").cum_sum().over(*line, order_by=order))
    islands = held.group_by(*line, "island").agg(low=col("slo").min(), high=col("phi").max())
    return islands.select("q", "low", "high")


def _deepest(islands: Frame) -> Frame:
    """Marzullo's sweep: the lowest place where the most ranges are open."""
    col = nw.col
    ends = nw.concat(
        [
            islands.select("q", at="low", kind=literal(0), step=literal(1)),
            islands.select("q", at="high", kind=literal(1), step=literal(-1)),
        ]
    )
    # At one value starts come before ends, so that ranges that touch there meet.
    order = ("at", "kind")
    ends = ends.with_columns(
        depth=col("step").cum_sum().over("q", order_by=order),
        close=col("at").shift(-1).over("q", order_by=order),
    )
    # After the start that makes it the deepest nothing can come but an end.
    deepest = ends.filter((col("depth") == col("depth").max().over("q")) & (col("kind") == 0))
    lowest = deepest.filter(col("at") == col("at").min().over("q"))
    best = lowest.group_by("q").agg(
        best_low=col("at").min(), best_high=col("close").min(), best_origins=col("depth").max()
    )
    return best.filter(col("best_origins") > 1).with_columns(col("best_origins").cast(nw.Int64()))
