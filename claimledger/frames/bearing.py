"""Questions of a frame in which one claim bears out another of a different side and origin."""

from __future__ import annotations

import math
import sys

import narwhals as nw

from claimledger.frames.coded import Coded
from claimledger.frames.columns import distinct, literal
from claimledger.frames.engines import Frame
from claimledger.frames.lines import with_running_others


def borne_out(coded: Coded, asserted: Frame, found: Frame) -> Frame:
    """Questions in which one claim bears out another, and where so across opposed sides."""
    col = nw.col
    open_still = (
        (col("disputed") == 0)
        & (col("tense") == 0)
        & (col("is_one_side") == 0)
        & (col("parts") > 1)
    )
    undecided = found.filter(open_still & (col("not_carried") == 0)).select("q")
    said = coded.known(asserted).join(undecided, on="q", how="semi")
    said = coded.spoken(said.select("q", "own", "clo", "chi"), "side", "component", "party")
    said = coded.opened.kept(said)
    pairs = [(one, n) for n, pair in enumerate(coded.speakers.opposed) for one in pair]
    if not pairs:
        return _contained(coded, said, ["q"]).with_columns(borne=literal(1), across=literal(0))
    parties, numbers = zip(*pairs, strict=True)
    opponents = coded.opened.table({"party": (int, parties), "pair": (int, numbers)})
    facing = coded.opened.kept(said.join(opponents, on="party", how="inner"))
    across = coded.opened.kept(distinct(_contained(coded, facing, ["q", "pair"]), ["q"]))
    rest = said.join(across, on="q", how="anti")
    borne = _contained(coded, coded.opened.kept(rest), ["q"])
    return nw.concat(
        [
            across.with_columns(borne=literal(1), across=literal(1)),
            borne.with_columns(borne=literal(1), across=literal(0)),
        ]
    )


def _contained(coded: Coded, said: Frame, keys: list[str]) -> Frame:
    """The keys under which some literal reading lies within one of another side and origin.

    Mostly a reading with the highest low end does, which a join finds out; what is left is swept.
    """
    col = nw.col
    tops = said.filter(col("clo") == col("clo").max().over(*keys))
    top = tops.group_by(*keys).agg(col("clo").max(), chi=col("chi").min(), own=col("own").min())
    top = top.join(
        tops.select(*keys, "own", "side", "component", own_chi="chi"),
        on=[*keys, "own"],
        how="inner",
    )
    top = top.select(
        *keys, low="clo", high="own_chi", other_side="side", other_component="component"
    )
    pairs = said.join(top, on=keys, how="inner").filter(
        (col("side") != col("other_side"))
        & (col("component") != col("other_component"))
        & (col("clo") <= col("low"))
        & (col("chi") >= col("high"))
    )
    found = coded.opened.kept(distinct(pairs, keys))
    rest = coded.opened.kept(said.join(found, on=keys, how="anti"))
    return nw.concat([found, _swept(coded, rest, keys)])


def _swept(coded: Coded, said: Frame, keys: list[str]) -> Frame:
    """As :func:`_contained`, from the highest low end down, and all that end above before."""
    col = nw.col
    lines = distinct(said, [*keys, "clo", "chi", "side"]).with_columns(
        from_the_top=-col("clo"),
        # An open end is deeper than all numbers, and not so deep as nothing at all.
        depth=nw.when(col("chi") == math.inf).then(-sys.float_info.max).otherwise(-col("chi")),
    )
    size = max((one.side for one in coded.speakers.by_key.values()), default=0) + 1
    order = ("from_the_top", "chi", "side")
    lines = with_running_others(lines, keys, order, "depth", "side", size)
    found = distinct(lines.filter(col("others") >= col("depth")), keys)
    if not coded.speakers.tangled:
        return found
    tangled = coded.opened.table({"component": (int, sorted(coded.speakers.tangled))})
    where = distinct(said.join(tangled, on="component", how="semi"), keys)
    found = found.join(where, on=keys, how="anti")
    return nw.concat([found, _pair_by_pair(said.join(where, on=keys, how="semi"), keys)])


def _pair_by_pair(said: Frame, keys: list[str]) -> Frame:
    """As :func:`_contained`, where an origin speaks on several sides."""
    col = nw.col
    others = said.select(
        *keys, low="clo", high="chi", other_side="side", other_component="component"
    )
    pairs = said.join(others, on=keys, how="inner").filter(
        (col("side") != col("other_side"))
        & (col("component") != col("other_component"))
        & (col("clo") >= col("low"))
        & (col("chi") <= col("high"))
    )
    return distinct(pairs, keys)
