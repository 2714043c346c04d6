"""The verdict of each question of a frame, as expressions that any engine runs.

The rules are those of :mod:`claimledger.verdicts`, over numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import narwhals as nw

from claimledger.findings import Verdict
from claimledger.frames.bearing import borne_out
from claimledger.frames.clashes import clashes, denied
from claimledger.frames.coded import DIMENSIONS, Coded
from claimledger.frames.columns import flag
from claimledger.frames.engines import Frame
from claimledger.frames.lines import with_others
from claimledger.frames.showing import asked, shown
from claimledger.frames.spans import Mode
from claimledger.frames.standing import standing
from claimledger.frames.support import best_supported


def weighed(coded: Coded, sides: Sequence[str] | None) -> Any:
    """A row a question, in the kind of the frame."""
    roots = asked(coded, sides)
    stand = coded.kept(standing(coded))
    speaking = coded.where(stand, "content", 1)
    asserted = _projected(coded, coded.where(speaking, "stance", 0))
    found = coded.opened.kept(_counted(coded, stand, speaking, asserted))
    found = _with(found, clashes(coded, asserted, found), disputed=0, tense=0, gap=0.0, ratio=1.0)
    if not coded.is_always("stance", 0):
        found = _with(found, denied(coded, speaking), denied=0)
        found = found.with_columns(disputed=nw.max_horizontal("disputed", "denied"))
    found = coded.opened.kept(found)
    found = _with(found, borne_out(coded, asserted, found), borne=0, across=0)
    found = _with(found, best_supported(coded, asserted), best_origins=0)
    found = found.with_columns(verdict=_verdict())
    return coded.opened.closed(shown(coded, found, stand, roots))


def _with(found: Frame, more: Frame, **missing: float) -> Frame:
    """Questions with more columns, and what stands in some of them where there is no row."""
    joined = found.join(more, on="q", how="left")
    filled = [nw.col(name).fill_null(value) for name, value in missing.items()]
    return joined.with_columns(*filled) if filled else joined


def _verdict() -> nw.Expr:
    """The first verdict that holds."""
    col = nw.col
    one_sided = (col("heard") > 0) & ((col("is_one_side") == 1) | (col("parts") == 1))
    return (
        nw.when(col("not_carried") > 0)
        .then(nw.lit(None, nw.String()))
        .when(col("disputed") == 1)
        .then(nw.lit(Verdict.DISPUTED.value))
        .when(col("tense") == 1)
        .then(nw.lit(Verdict.TENSION.value))
        .when(col("across") == 1)
        .then(nw.lit(Verdict.CORROBORATED_ACROSS_SIDES.value))
        .when(col("borne") == 1)
        .then(nw.lit(Verdict.CORROBORATED.value))
        .when(one_sided)
        .then(nw.lit(Verdict.ONE_SIDED.value))
        .when(col("speaking") == 0)
        .then(nw.lit(Verdict.UNDERSPECIFIED.value))
        .otherwise(nw.lit(Verdict.CONSISTENT.value))
    )


def _projected(coded: Coded, asserted: Frame) -> Frame:
    """Adds ``phi``: how high each claim lets the count be at the newest moment."""
    col = nw.col
    if not coded.has(Mode.RUNNING):
        return asserted.with_columns(phi=col("shi"))
    running = col("mode") == int(Mode.RUNNING)
    asserted = asserted.with_columns(newest=flag(col("day") == col("day").max().over("q")))
    tops = asserted.filter(col("newest") == 1).group_by("q", "own").agg(own_top=col("slo").max())
    tops = with_others(tops, ("q",), "own_top", "other_top")
    asserted = asserted.join(tops, on=["q", "own"], how="left")
    own, other = col("own_top").fill_null(-math.inf), col("other_top").fill_null(-math.inf)
    outgrown = (coded.nameless() == 0) & (own > col("shi")) & (other <= col("shi"))
    bounds = ~running | ((col("newest") == 1) & ~outgrown)
    return asserted.with_columns(phi=nw.when(bounds).then(col("shi")).otherwise(math.inf)).drop(
        "newest", "own_top", "other_top"
    )


def _counted(coded: Coded, stand: Frame, speaking: Frame, asserted: Frame) -> Frame:
    """The questions, with all that is counted and the ends of what all can mean."""
    col = nw.col
    told = [name for name in DIMENSIONS if name not in coded.literals]
    found = (
        coded.claims.with_columns(bad=flag(col("bad") > 0))
        .group_by("q")
        .agg(
            *(col(name).max() for name in (told if coded.sizes is None else ())),
            claims=nw.len(),
            sources=col("own").n_unique(),
            not_carried=col("bad").sum(),
        )
    )
    found = found.with_columns(**coded.dimensions())
    heard = stand
    if not coded.is_plain:
        heard = stand.with_columns(heard=col("content").max().over("q"))
        heard = heard.filter(col("content") == col("heard"))
    by_source = heard.group_by("q", "own").agg(col("content").sum())
    voices = (
        coded.spoken(by_source, "side", "component")
        .group_by("q")
        .agg(
            heard=nw.len(),
            speaking=col("content").sum(),
            first_side=col("side").min(),
            last_side=col("side").max(),
            parts=nw.len() if coded.are_independent else col("component").n_unique(),
        )
    )
    voices = voices.with_columns(is_one_side=flag(col("first_side") == col("last_side")))
    voices = voices.drop("first_side", "last_side")
    found = _with(found, voices, heard=0, speaking=0, is_one_side=0, parts=0)
    found = _with_origins(coded, found, speaking)
    ends = asserted.group_by("q").agg(
        max_low=col("slo").max(),
        min_high=col("phi").min(),
        max_core=col("clo").max(),
        min_core=col("chi").min(),
    )
    return _with(found, ends)


def _with_origins(coded: Coded, found: Frame, speaking: Frame) -> Frame:
    """Nameless claims count once, where no known origin says the same or is tied to them."""
    col = nw.col
    if not coded.has_nameless:
        origins = nw.when(col("speaking") > 0).then(col("parts")).otherwise(0)
        return found.with_columns(origins=origins)
    speaking = coded.spoken(speaking, "component").with_columns(is_nameless=coded.nameless())
    alone = speaking.with_columns(
        unheard=col("is_nameless").min().over("q", "stance", "clo", "chi"),
        untied=col("is_nameless").min().over("q", "component"),
    )
    alone = alone.with_columns(alone=col("unheard") * col("untied"))
    alone = alone.group_by("q").agg(col("alone").max())
    known = speaking.filter(col("is_nameless") == 0)
    known = known.group_by("q").agg(origins=col("component").n_unique())
    found = _with(_with(found, alone, alone=0), known, origins=0)
    return found.with_columns(origins=col("origins") + col("alone"))
