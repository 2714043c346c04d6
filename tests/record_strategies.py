"""Whole ledgers with every kind of record, and texts that files find hard.

Names come from a small pool as well as from all of Unicode, so that records often meet. What
is part of something else is part of a later name, so that nothing is part of itself.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

import claimledger as cl
from claimledger.claims import Title
from claimledger.ledger import Record
from claimledger.taxonomy import MeasureEntry
from tests.date_strategies import date_texts

HARD = (
    *("=1+1", "-1", "+x", "@me", '"', "'", "a, b", "a; b", "#no", "[x]", "[[x]]", "a\tb", "\\"),
    *("\u00e9", "e\u0301", "a.b", 'say "x"', "'''", '"""', "\u2028", "{", "null", "12", "true"),
    *("2020-01-01", "x (2)", "any", "\x7f", "\u200b", "..", "handle", "\U0001f4a5", "name = 1"),
)
texts = st.one_of(
    st.sampled_from(HARD),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12),
).filter(lambda text: bool(text.strip()))
"""Text of one line, hard to quote."""

maybe = st.one_of(st.none(), texts)
POOL = ("Alpha", "beta", "Gamma (2)", "d\u00e9lta")
pool = st.sampled_from(POOL)


def _later(draw: st.DrawFn, name: str) -> str | None:
    return draw(st.sampled_from((None, *POOL[POOL.index(name) + 1 :])))


def _handle(draw: st.DrawFn, name: str) -> str | None:
    """None, or one of two that belong to this name alone."""
    return draw(st.sampled_from((None, f"h{POOL.index(name)}", f"h{POOL.index(name)} (2)")))


@st.composite
def named(draw: st.DrawFn) -> Record:
    """Declarations of parties, sources, places, events and documents."""
    name = draw(pool)
    common: dict[str, Any] = {"name": name, "handle": _handle(draw, name)}
    kind = draw(st.sampled_from((cl.Party, cl.Source, cl.Place, cl.Event, cl.Document)))
    if kind is cl.Party:
        several = st.frozensets(pool, max_size=2)
        return cl.Party(
            **common, part_of=_later(draw, name), opposed=draw(several), allied=draw(several)
        )
    if kind is cl.Source:
        return cl.Source(
            **common,
            side=draw(st.one_of(st.none(), pool)),
            kind=draw(st.sampled_from((None, "official", "media"))),
            reliability=draw(st.sampled_from((None, "A", "F"))),
            controlled_by=draw(st.one_of(st.none(), pool)),
        )
    if kind is cl.Place:
        return cl.Place(**common, part_of=_later(draw, name))
    if kind is cl.Event:
        return cl.Event(**common, part_of=_later(draw, name), window=draw(windows))
    return cl.Document(
        outlet=name, title=draw(maybe), url=draw(maybe), date=draw(st.one_of(st.none(), dates))
    )


dates = date_texts()
windows = st.sampled_from(
    (None, "2020-09-27/..", "../2020-10", "2020-06-15/2020-06-16", "2021", "2020-12~/2021-01-05?")
)

ANSWERS = {
    "measure": st.sampled_from(("5", "about 200", "1.5 million", "none", "10 to 15 km2", "tens")),
    "proposition": st.sampled_from(("yes", "no")),
    "choice": texts,
    "members": st.sampled_from(("France; Russia", "only France", "z; only b", "a, b")),
    "position": texts,
}


@st.composite
def claims(draw: st.DrawFn) -> cl.Claim:
    """Claims of the five kinds, with every field."""
    kind = draw(st.sampled_from(tuple(ANSWERS)))
    is_count = kind == "measure"
    may_deny = kind in {"measure", "choice", "members"}
    stances = ("asserts", "expects", "declines", *(["denies"] if may_deny else []))
    stance = draw(st.sampled_from(stances))
    value: str | None = draw(ANSWERS[kind])
    if stance == "declines" and draw(st.booleans()):
        value = None
    return cl.Claim(
        source=draw(st.one_of(pool, texts)),
        date=draw(dates),
        subject=draw(st.one_of(maybe, pool)),
        event=draw(st.one_of(maybe, pool)),
        place=draw(st.one_of(maybe, pool)),
        window=draw(windows),
        stance=stance,
        value=value,
        accrual=draw(st.sampled_from((None, "stock", "event"))) if is_count else None,
        same_quantity_as=draw(st.sampled_from((None, "3 square miles")))
        if is_count and value is not None
        else None,
        **{kind: draw(texts)},
    )


recorded = st.one_of(st.none(), st.datetimes(timezones=st.just(dt.UTC)))


@st.composite
def hanging(draw: st.DrawFn, ids: tuple[str, ...]) -> Record:
    """What hangs on claims: attestations, annotations, retractions."""
    target = draw(st.sampled_from((*ids, "ab" * 32)))
    kind = draw(st.integers(0, 2))
    if kind == 0:
        fields = ("document", "wording", "quote", "locator", "via", "statement", "derived_from")
        return cl.Attestation(
            claim=target,
            recorded=draw(recorded),
            **draw(st.fixed_dictionaries({}, optional=dict.fromkeys(fields, texts))),
        )
    if kind == 1:
        codes = draw(st.frozensets(st.sampled_from(("echo", "fall")), max_size=2))
        return cl.Annotation(
            claim=target,
            note=draw(maybe),
            credibility=draw(st.one_of(st.none(), st.integers(1, 6))),
            ignore=codes,
            because=draw(texts) if codes else None,
        )
    return cl.Retraction(target=target, source=draw(pool), date=draw(dates))


others = st.one_of(
    st.builds(cl.Implication, premise=texts, conclusion=texts),
    st.builds(Title, text=texts),
    st.builds(
        cl.Partition,
        whole=st.just("casualties"),
        parts=st.frozensets(
            st.sampled_from(("killed", "wounded", "missing", "an own part")), min_size=2
        ),
        subject=st.one_of(st.none(), pool),
        event=maybe,
        place=st.one_of(st.none(), pool),
    ),
    st.builds(
        MeasureEntry,
        name=st.sampled_from(("rescued", "crew rescued", "tents")),
        synonyms=st.lists(texts, max_size=2),
    ),
    st.builds(
        MeasureEntry,
        name=st.sampled_from(("rescued", "crew rescued", "tents")),
        synonyms=st.lists(texts, max_size=2),
        what=st.just("people"),
        outcome=st.sampled_from(("killed", "wounded")),
    ),
    st.builds(
        MeasureEntry,
        name=st.sampled_from(("sailors", "tents")),
        kind=st.just("what"),
        part_of=st.permutations(("people", "civilians")),
    ),
)


@st.composite
def ledgers(draw: st.DrawFn) -> cl.Ledger:
    """Ledgers as they are after their references are resolved."""
    said = draw(st.lists(claims(), max_size=4))
    ids = tuple(claim.id for claim in said)
    hung = draw(st.lists(hanging(ids), max_size=6))
    withdrawn = [
        cl.Retraction(target=record.id, source=record.source, date=record.date)
        for record in hung
        if isinstance(record, cl.Retraction)
    ]
    declared = draw(st.lists(named(), max_size=6))
    rest = draw(st.lists(others, max_size=4))
    return cl.Ledger().add(*said, *hung, *withdrawn[:1], *declared, *rest)
