"""The verdict of each question of a frame, as expressions that any engine runs.

The rules are those of :mod:`claimledger.verdicts` and :mod:`claimledger.supersession`, a step a
function, over numbers: a claim excludes another when its low end lies above the other's high
one. Instead of pairs of claims, each claim meets the strongest of the others that does not
share its origin, which is the first or the second of a sorted line.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from typing import Any

import narwhals as nw

from claimledger.findings import Verdict
from claimledger.frames.coding import DIMENSIONS, Coded, Frame
from claimledger.frames.showing import shown
from claimledger.frames.spans import Mode

NEVER = -(2**31)
"""A day before all days."""

INTERVAL = ("clo", "chi", "slo", "shi")


def flag(condition: nw.Expr) -> nw.Expr:
    """A condition as 1 or 0."""
    return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0)).cast(nw.Int64())


def weighed(coded: Coded, sides: Sequence[str] | None) -> Any:
    """A row a question, in the kind of the frame."""
    claims = coded.claims
    standing = coded.opened.kept(_standing(coded))
    speaking = standing.filter(nw.col("content") == 1)
    asserted = speaking.filter(nw.col("stance") == 0)
    asserted = coded.opened.kept(_projected(coded, asserted))
    found = coded.opened.kept(_counted(claims, standing, speaking, asserted))
    found = _with(found, _clashes(coded, asserted), disputed=0, tense=0, gap=0.0, ratio=1.0)
    found = _with(found, _denied(speaking), denied=0)
    found = coded.opened.kept(
        found.with_columns(disputed=nw.max_horizontal("disputed", "denied")).drop("denied")
    )
    borne = _borne_out(coded, asserted, found)
    found = _with(found, borne, borne=0, across=0)
    found = _with(found, _best(coded, asserted), best_origins=0)
    found = found.with_columns(verdict=_verdict())
    return coded.opened.closed(shown(coded, coded.opened.kept(found), standing, sides))


def _with(found: Frame, more: Frame, **missing: float) -> Frame:
    """Questions with more columns, and what stands in some of them where there is no row."""
    joined = found.join(more, on="q", how="left")
    filled = [nw.col(name).fill_null(value) for name, value in missing.items()]
    return joined.with_columns(*filled) if filled else joined


def _verdict() -> nw.Expr:
    """The first verdict that holds."""
    col = nw.col
    one_sided = (col("heard") > 0) & ((col("sides") == 1) | (col("parts") == 1))
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


# Supersession ------------------------------------------------------------------------------------


def _standing(coded: Coded) -> Frame:
    """The claims that are neither withdrawn nor replaced by their own source."""
    present = coded.claims.filter(nw.col("withdrawn") == 0)
    # Replacing takes an assertion with content, of a source that has a name.
    present = present.with_columns(
        line=flag((nw.col("content") == 1) & (nw.col("stance") == 0) & (nw.col("is_nameless") == 0))
    )
    present = _replaced_by(present)
    if coded.has(Mode.RUNNING):
        present = _fallen(present)
    return present.filter(nw.col("gone") == 0).drop("gone", "line")


def _replaced_by(present: Frame) -> Frame:
    """The last day on which the source of a claim said something else of the same moment."""
    col = nw.col
    running = col("mode") == int(Mode.RUNNING)
    line = ("q", "own", "line", "moment")
    present = present.with_columns(moment=nw.when(running).then(col("day")).otherwise(0))
    present = present.with_columns(
        last_alike=col("earliest").max().over(*line, "clo", "chi"),
        last_of_all=col("earliest").max().over(*line),
    )
    is_last = col("last_alike") == col("last_of_all")
    present = present.with_columns(
        before=nw.when(is_last).then(NEVER).otherwise(col("last_alike")),
        **{f"least_{n}": nw.when(is_last).then(col(n)).otherwise(math.inf) for n in INTERVAL[:2]},
        **{f"most_{n}": nw.when(is_last).then(col(n)).otherwise(-1.0) for n in INTERVAL[:2]},
    )
    several = (col("least_clo").min().over(*line) != col("most_clo").max().over(*line)) | (
        col("least_chi").min().over(*line) != col("most_chi").max().over(*line)
    )
    present = present.with_columns(second=col("before").max().over(*line), several=flag(several))
    other = (
        nw.when((col("several") == 1) | (col("last_alike") < col("last_of_all")))
        .then(col("last_of_all"))
        .otherwise(col("second"))
    )
    return present.with_columns(gone=flag(other > col("latest")) * col("line")).drop(
        "moment",
        "last_alike",
        "last_of_all",
        "before",
        "second",
        "several",
        *(f"{end}_{name}" for end in ("least", "most") for name in INTERVAL[:2]),
    )


def _fallen(present: Frame) -> Frame:
    """Running counts that a later one of their source lies below are gone too."""
    col = nw.col
    plain = (col("mode") == int(Mode.RUNNING)) & (col("line") == 1) & (col("retold") == 0)
    days = present.filter(plain).group_by("q", "own", "day").agg(least=col("chi").min())
    days = days.with_columns(
        onwards=col("least").cum_min(reverse=True).over("q", "own", order_by="day")
    )
    days = days.select(
        "q", "own", "day", later=col("onwards").shift(-1).over("q", "own", order_by="day")
    )
    present = present.join(days, on=["q", "own", "day"], how="left")
    falls = plain & (col("later").fill_null(math.inf) < col("clo"))
    return present.with_columns(gone=nw.max_horizontal(col("gone"), flag(falls))).drop("later")


# The strongest of the others ---------------------------------------------------------------------


def _with_others(frame: Frame, keys: Sequence[str], value: str, name: str) -> Frame:
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


def _with_running_others(
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


# Contradictions and tensions ---------------------------------------------------------------------


def _clashes(coded: Coded, asserted: Frame) -> Frame:
    """Questions with a contradiction or a tension, and the widest gap with its ratio."""
    col = nw.col
    running = col("mode") == int(Mode.RUNNING)
    said = asserted.with_columns(moment=nw.when(running).then(col("day")).otherwise(0))
    lines = said.group_by("q", "mode", "moment", "source").agg(
        slo=col("slo").max(), shi=col("shi").min(), clo=col("clo").max(), chi=col("chi").min()
    )
    # Where all meet there is nothing to find; a literal reading lies within the tolerant one.
    lines = lines.filter(col("clo").max().over("q") > col("chi").min().over("q"))
    lines = coded.opened.kept(lines)
    lines = _with_others(lines, ("q", "moment"), "clo", "other_core")
    lines = _with_others(lines, ("q", "moment"), "slo", "other")
    if coded.has(Mode.RUNNING):
        size = len(coded.speakers.by_key) + 1
        earlier = _with_running_others(
            lines.filter(running), ("q",), ("moment", "source"), "slo", "source", size
        ).select("q", "moment", "source", earlier="others")
        lines = lines.join(earlier, on=["q", "moment", "source"], how="left")
        lines = lines.with_columns(
            other=nw.max_horizontal(col("other"), col("earlier").fill_null(-math.inf))
        )
    is_dispute = col("other") > col("shi")
    lines = lines.with_columns(
        disputed=flag(is_dispute),
        tense=flag(col("other_core") > col("chi")),
        apart=nw.when(is_dispute).then(col("other") - col("shi")).otherwise(-1.0),
    )
    lines = lines.with_columns(gap=col("apart").max().over("q"))
    is_widest = is_dispute & (col("apart") == col("gap"))
    over_zero = nw.when(col("shi") > 0).then(col("shi")).otherwise(1.0)
    times = nw.when(col("shi") > 0).then(col("other") / over_zero).otherwise(math.inf)
    lines = lines.with_columns(ratio=nw.when(is_widest).then(times).otherwise(1.0))
    found = lines.group_by("q").agg(
        col("disputed").max(), col("tense").max(), col("gap").max(), col("ratio").max()
    )
    return found.with_columns(gap=nw.when(col("gap") < 0).then(0.0).otherwise(col("gap")))


def _denied(speaking: Frame) -> Frame:
    """Questions in which a denial leaves no room for an assertion of another origin."""
    col = nw.col
    ends = ("q", "mode", "day", "source")
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


# What stands at the newest moment ----------------------------------------------------------------


def _projected(coded: Coded, asserted: Frame) -> Frame:
    """Adds ``phi``: how high each claim lets the count be at the newest moment."""
    col = nw.col
    if not coded.has(Mode.RUNNING):
        return asserted.with_columns(phi=col("shi"))
    running = col("mode") == int(Mode.RUNNING)
    asserted = asserted.with_columns(newest=flag(col("day") == col("day").max().over("q")))
    tops = asserted.filter(col("newest") == 1).group_by("q", "own").agg(own_top=col("slo").max())
    tops = _with_others(tops, ("q",), "own_top", "other_top")
    asserted = asserted.join(tops, on=["q", "own"], how="left")
    own, other = col("own_top").fill_null(-math.inf), col("other_top").fill_null(-math.inf)
    outgrown = (col("is_nameless") == 0) & (own > col("shi")) & (other <= col("shi"))
    bounds = ~running | ((col("newest") == 1) & ~outgrown)
    return asserted.with_columns(phi=nw.when(bounds).then(col("shi")).otherwise(math.inf)).drop(
        "newest", "own_top", "other_top"
    )


def _counted(claims: Frame, standing: Frame, speaking: Frame, asserted: Frame) -> Frame:
    """The questions, with all that is counted and the ends of what all can mean."""
    col = nw.col
    found = (
        claims.with_columns(bad=flag(col("bad") > 0))
        .group_by("q")
        .agg(
            *(col(name).max() for name in DIMENSIONS),
            claims=nw.len(),
            sources=col("source_text").n_unique(),
            not_carried=col("bad").sum(),
        )
    )
    heard = standing.with_columns(heard=col("content").max().over("q"))
    heard = (
        heard.filter(col("content") == col("heard"))
        .group_by("q")
        .agg(
            heard=nw.len(),
            speaking=col("content").sum(),
            sides=col("side").n_unique(),
            parts=col("component").n_unique(),
        )
    )
    found = _with(found, heard, heard=0, speaking=0, sides=0, parts=0)
    value = ("q", "stance", "clo", "chi")
    # Nameless claims count once, where no known origin says the same or is tied to them.
    alone = speaking.with_columns(
        unheard=col("is_nameless").min().over(*value),
        untied=col("is_nameless").min().over("q", "component"),
    )
    alone = alone.with_columns(alone=col("unheard") * col("untied"))
    alone = alone.group_by("q").agg(col("alone").max())
    known = speaking.filter(col("is_nameless") == 0)
    known = known.group_by("q").agg(origins=col("component").n_unique())
    found = _with(_with(found, alone, alone=0), known, origins=0)
    ends = asserted.group_by("q").agg(max_low=col("slo").max(), min_high=col("phi").min())
    return _with(found.with_columns(origins=col("origins") + col("alone")), ends)


# Who bears out whom ------------------------------------------------------------------------------


def _borne_out(coded: Coded, asserted: Frame, found: Frame) -> Frame:
    """Questions in which one claim bears out another, and where so across opposed sides."""
    col = nw.col
    open_still = (
        (col("disputed") == 0) & (col("tense") == 0) & (col("sides") > 1) & (col("parts") > 1)
    )
    undecided = found.filter(open_still & (col("not_carried") == 0)).select("q")
    said = asserted.filter(col("is_nameless") == 0).join(undecided, on="q", how="semi")
    columns = ("q", "clo", "chi", "side", "component", "party")
    said = coded.opened.kept(said.select(*columns).unique(subset=list(columns), keep="any"))
    found = _contained(coded, said, ("q",)).select("q", "borne")
    pairs = [(one, n) for n, pair in enumerate(coded.speakers.opposed) for one in pair]
    if not pairs:
        return found.with_columns(across=nw.lit(0, nw.Int64()))
    parties, numbers = zip(*pairs, strict=True)
    opponents = coded.opened.table({"party": (int, parties), "pair": (int, numbers)})
    facing = said.join(opponents, on="party", how="inner")
    across = _contained(coded, facing, ("q", "pair")).group_by("q").agg(across=col("borne").max())
    return _with(found, across, across=0)


def _contained(coded: Coded, said: Frame, keys: Sequence[str]) -> Frame:
    """By keys, whether some literal reading lies within one of another side and origin."""
    col = nw.col
    sides = ("clo", "chi", "side")
    lines = said.unique(subset=[*keys, *sides], keep="any").with_columns(
        from_the_top=-col("clo"),
        # An open end is deeper than all numbers, and not so deep as nothing at all.
        depth=nw.when(col("chi") == math.inf).then(-sys.float_info.max).otherwise(-col("chi")),
    )
    size = max((one.side for one in coded.speakers.by_key.values()), default=0) + 1
    order = ("from_the_top", "chi", "side")
    lines = _with_running_others(lines, keys, order, "depth", "side", size)
    lines = lines.with_columns(borne=flag(col("others") >= col("depth")))
    found = lines.group_by(*keys).agg(col("borne").max())
    if not coded.speakers.tangled:
        return found
    return _untangled(coded, said, keys, found)


def _untangled(coded: Coded, said: Frame, keys: Sequence[str], found: Frame) -> Frame:
    """As :func:`_contained`, pair by pair where an origin speaks on several sides."""
    col = nw.col
    tangled = coded.opened.table({"component": (int, sorted(coded.speakers.tangled))})
    where = said.join(tangled, on="component", how="semi").select(*keys).unique(keep="any")
    some = said.join(where, on=list(keys), how="semi")
    others = some.select(
        *keys, low="clo", high="chi", other_side="side", other_component="component"
    )
    pairs = some.join(others, on=list(keys), how="inner").with_columns(
        within=flag(
            (col("side") != col("other_side"))
            & (col("component") != col("other_component"))
            & (col("clo") >= col("low"))
            & (col("chi") <= col("high"))
        )
    )
    exact = pairs.group_by(*keys).agg(exact=col("within").max())
    joined = found.join(exact, on=list(keys), how="left")
    borne = nw.when(col("exact").is_null()).then(col("borne")).otherwise(col("exact"))
    return joined.with_columns(borne=borne.cast(nw.Int64())).drop("exact")


# The best supported range ------------------------------------------------------------------------


def _best(coded: Coded, asserted: Frame) -> Frame:
    """The lowest range that most independent origins hold possible, where two do."""
    col = nw.col
    known = asserted.filter(col("is_nameless") == 0)
    running = col("mode") == int(Mode.RUNNING)
    columns = ("q", "component", "slo", "phi")
    held = known.filter(~running).select(*columns)
    if coded.has(Mode.RUNNING):
        # Of running counts what each source said last, the largest of one day.
        last = known.filter(running).unique(
            subset=["q", "own"], keep="last", order_by=["day", *INTERVAL]
        )
        held = nw.concat([held, last.select(*columns)])
    held = coded.opened.kept(held.unique(subset=list(columns), keep="any"))
    overall = held.group_by("q").agg(
        low=col("slo").max(), high=col("phi").min(), n=nw.len(), parts=col("component").n_unique()
    )
    overall = overall.filter(col("parts") > 1)
    is_plain = (col("low") <= col("high")) & (col("n") == col("parts"))
    plain = overall.filter(is_plain).select(
        "q", best_low="low", best_high="high", best_origins=col("parts").cast(nw.Int64())
    )
    rest = held.join(overall.filter(~is_plain).select("q"), on="q", how="semi")
    return nw.concat([plain, _deepest(coded, rest)])


def _deepest(coded: Coded, held: Frame) -> Frame:
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
    islands = coded.opened.kept(islands)
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
