"""Questions of a frame in which claims exclude each other, as :mod:`claimledger.pairs` has it.

A claim excludes another when its low end lies above the other's high one. Instead of pairs of
claims, each source meets the strongest of the others, which is the first or the second of a
sorted line; and only where the ends of all do not meet.
"""

from __future__ import annotations

import math

import narwhals as nw

from claimledger.frames.coded import Coded
from claimledger.frames.columns import flag, literal
from claimledger.frames.engines import Frame
from claimledger.frames.lines import with_others, with_running_others
from claimledger.frames.spans import Mode


def clashes(coded: Coded, asserted: Frame, found: Frame) -> Frame:
    """Questions with a contradiction or a tension, and the widest gap with its ratio."""
    col = nw.col
    # Where all meet there is nothing to find; a literal reading lies within the tolerant one.
    apart = found.filter(col("max_core") > col("min_core")).select("q")
    said = coded.spoken(asserted.join(apart, on="q", how="semi"), "source")
    lines = (
        said.with_columns(moment=coded.moment())
        .group_by("q", "mode", "moment", "source")
        .agg(slo=col("slo").max(), shi=col("shi").min(), clo=col("clo").max(), chi=col("chi").min())
    )
    lines = with_others(coded.opened.kept(lines), ("q", "moment"), "slo", "other")
    if coded.is_alias("clo", "slo"):
        lines = lines.with_columns(other_core=col("other"))
    else:
        lines = with_others(lines, ("q", "moment"), "clo", "other_core")
    if coded.has(Mode.RUNNING):
        size = len(coded.speakers.by_key) + 1
        earlier = with_running_others(
            lines.filter(col("mode") == int(Mode.RUNNING)),
            ("q",),
            ("moment", "source"),
            "slo",
            "source",
            size,
        ).select("q", "moment", "source", earlier="others")
        lines = lines.join(earlier, on=["q", "moment", "source"], how="left")
        lines = lines.with_columns(
            other=nw.max_horizontal(col("other"), col("earlier").fill_null(-math.inf))
        )
    is_dispute = col("other") > col("shi")
    over_zero = nw.when(col("shi") > 0).then(col("shi")).otherwise(1.0)
    times = nw.when(col("shi") > 0).then(col("other") / over_zero).otherwise(math.inf)
    lines = lines.filter(is_dispute | (col("other_core") > col("chi"))).with_columns(
        disputed=flag(is_dispute),
        apart=nw.when(is_dispute).then(col("other") - col("shi")).otherwise(-1.0),
        times=times,
    )
    lines = lines.with_columns(gap=col("apart").max().over("q"))
    is_widest = is_dispute & (col("apart") == col("gap"))
    lines = lines.with_columns(ratio=nw.when(is_widest).then(col("times")).otherwise(1.0))
    clashing = lines.group_by("q").agg(
        col("disputed").max(), col("gap").max(), col("ratio").max(), tense=nw.len()
    )
    return clashing.with_columns(
        tense=literal(1), gap=nw.when(col("gap") < 0).then(0.0).otherwise(col("gap"))
    )


def denied(coded: Coded, speaking: Frame) -> Frame:
    """Questions in which a denial leaves no room for an assertion of another origin."""
    col = nw.col
    ends = ("q", "mode", "day", "source")
    speaking = coded.spoken(speaking, "source")
    denials = speaking.filter(col("stance") == 1).select(*ends, low="clo", high="chi")
    asserted = speaking.filter(col("stance") == 0).select(
        "q", said="day", speaker="source", slo="slo", shi="shi"
    )
    pairs = denials.join(asserted, on="q", how="inner").filter(col("source") != col("speaker"))
    timed = col("mode") == int(Mode.RUNNING)
    before, after = timed & (col("said") < col("day")), timed & (col("said") > col("day"))
    above = after | (col("slo") >= col("low"))
    below = before | (col("shi") <= col("high"))
    endless = ~before | (col("high") == math.inf)
    bottomless = ~after | (col("low") == 0)
    excluded = pairs.filter(above & below & endless & bottomless).unique(subset=["q"], keep="any")
    return excluded.select("q", denied=nw.lit(1, nw.Int64()))
