"""Which claims of a frame their own source has replaced.

The rules are those of :mod:`claimledger.supersession`.
"""

from __future__ import annotations

import math

import narwhals as nw

from claimledger.frames.coded import Coded
from claimledger.frames.columns import flag
from claimledger.frames.engines import Frame
from claimledger.frames.spans import Mode

NEVER = -(2**31)
"""A day before all days."""


def standing(coded: Coded) -> Frame:
    """The claims that are neither withdrawn nor replaced by their own source."""
    col = nw.col
    present = coded.where(coded.claims, "withdrawn", 0)
    names = present.collect_schema().names()
    # Replacing takes an assertion with content, of a source that has a name.
    keys = ["q", "own"]
    is_free = None
    if not coded.is_plain or coded.has_nameless:
        is_line = (col("content") == 1) & (col("stance") == 0) & (coded.nameless() == 0)
        present = present.with_columns(line=flag(is_line))
        keys.append("line")
        is_free = col("line") == 0
    if coded.has(Mode.RUNNING):
        present = _with_fallen(present.with_columns(moment=coded.moment()), is_free)
        keys.append("moment")
    present = present.with_columns(last=col("earliest").max().over(*keys))
    if not coded.is_newest_alone:
        present = coded.opened.kept(present)
    stands = col("latest") >= col("last")
    found = present.filter(stands if is_free is None else stands | is_free)
    if not coded.is_newest_alone:
        some = present if is_free is None else present.filter(~is_free)
        found = nw.concat([found, _repeated(some, keys)])
    if coded.has(Mode.RUNNING):
        found = found.filter(col("fallen") == 0)
    return found.select(*names)


def _repeated(present: Frame, keys: list[str]) -> Frame:
    """Claims before the last day of their source that say what it says on that day alone.

    They stand, unless it said something else in between.
    """
    col = nw.col
    ends = {f"least_{name}": col(name).min() for name in ("clo", "chi")}
    ends |= {f"most_{name}": col(name).max() for name in ("clo", "chi")}
    newest = present.filter(col("earliest") == col("last")).group_by(*keys).agg(**ends)
    single = (col("least_clo") == col("most_clo")) & (col("least_chi") == col("most_chi"))
    lines = present.join(newest.filter(single), on=keys, how="inner")
    is_alike = (col("clo") == col("least_clo")) & (col("chi") == col("least_chi"))
    others = lines.filter(~is_alike).group_by(*keys).agg(between=col("earliest").max())
    old = lines.filter(is_alike & (col("latest") < col("last")))
    old = old.join(others, on=keys, how="left")
    names = present.collect_schema().names()
    return old.filter(col("between").fill_null(NEVER) <= col("latest")).select(*names)


def _with_fallen(present: Frame, is_free: nw.Expr | None) -> Frame:
    """Adds ``fallen``: running counts that a later one of their source lies below."""
    col = nw.col
    plain = (col("mode") == int(Mode.RUNNING)) & (col("retold") == 0)
    if is_free is not None:
        plain = plain & ~is_free
    days = present.filter(plain).group_by("q", "own", "day").agg(least=col("chi").min())
    days = days.with_columns(
        onwards=col("least").cum_min(reverse=True).over("q", "own", order_by="day")
    )
    days = days.select(
        "q", "own", "day", later=col("onwards").shift(-1).over("q", "own", order_by="day")
    )
    present = present.join(days, on=["q", "own", "day"], how="left")
    falls = plain & (col("later").fill_null(math.inf) < col("clo"))
    return present.with_columns(fallen=flag(falls)).drop("later")
