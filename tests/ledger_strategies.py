"""Small ledgers of related claims: few sources, sides, values and dates, so that they meet.

Nothing here calls the code under test but the constructors of records.
"""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

import claimledger as cl
from claimledger.claims import Attestation

SOURCES = ("East ministry", "East army", "West ministry", "Monitor", "Agency", "unattributed")
SIDES = (
    cl.Party(name="East", opposed=["West"]),
    cl.Party(name="West"),
    cl.Party(name="East army", part_of="East"),
    cl.Source(name="East ministry", side="East"),
    cl.Source(name="East army", side="East army"),
    cl.Source(name="West ministry", side="West"),
)
EVENTS = (
    cl.Event(name="War", window="2020-09-27/.."),
    cl.Event(name="Raid", window="2020-09-27/2020-09-29"),
)
COUNTS = (
    *("20", "21", "26", "30", "about 20", "about 30", "more than 25", "at least 20"),
    *("at most 20", "up to 30", "20 to 30", "none", "some", "unknown", "nearly 30", "1173"),
)
AREAS = ("50 km2", "about 50 km2", "20 square miles", "19 square miles", "more than 45 km2")
DATES = (
    *("2020-09-28", "2020-09-29", "2020-09-30", "2020-09-28", "2020-09"),
    *("2020-09-29T09:00", "2020-09-29T21:00", "2020-09-29T12:00Z", "2020-09-29~"),
)
WINDOWS = (
    *("2020-09-27/..", "2020-09-27/2020-09-28", "2020-09-27/2020-09-29", "2020-09-28"),
    *("2020-09-29", "2020-09", "2020-09-01/2020-09-30", "2020-09-27~/2020-09-29"),
)
SETS = ("France", "France; Russia", "only France", "only France; Russia", "Russia", "only Peru")
STANCES = ("asserts",) * 5 + ("denies",) * 2 + ("declines", "expects")
LABELS = ("briefing", "communique")


def one_of(*options: object) -> st.SearchStrategy[object]:
    return st.sampled_from(options)


@st.composite
def claims(draw: st.DrawFn, kinds: Sequence[str]) -> cl.Claim:
    """A claim whose question and answer others often share."""
    kind = draw(st.sampled_from(kinds))
    fields: dict[str, object] = {
        "source": draw(st.sampled_from(SOURCES)),
        "date": draw(st.sampled_from(DATES)),
        "stance": draw(st.sampled_from(STANCES)),
    }
    if kind in {"count", "moment", "area"}:
        fields["measure"] = draw(one_of("soldiers killed", "soldiers killed", "troops dead"))
        fields["value"] = draw(st.sampled_from(AREAS if kind == "area" else COUNTS))
        fields["event"] = draw(one_of("War", "War", "Raid", None))
        fields["window"] = draw(st.one_of(st.none(), st.none(), st.sampled_from(WINDOWS)))
        running = (None, None, "cumulative", "period", "event")
        fields["accrual"] = draw(
            st.sampled_from(("stock", "increment") if kind == "moment" else running)
        )
        if kind == "moment" and draw(st.booleans()):
            fields |= {"measure": "soldiers missing", "accrual": draw(one_of(None, "stock"))}
    elif kind == "members":
        fields |= {kind: "who fought", "value": draw(st.sampled_from(SETS))}
    elif kind == "position":
        fields |= {kind: "the truce", "value": draw(one_of("now", "never")), "stance": "asserts"}
    else:
        options = ("yes", "no") if kind == "proposition" else ("East", "West", "both")
        fields |= {kind: "who began", "value": draw(st.sampled_from(options))}
        if kind == "proposition" and fields["stance"] == "denies":
            fields["stance"] = "asserts"
    if fields["stance"] == "declines" and draw(st.booleans()):
        fields["value"] = None
    return cl.Claim(**fields)  # type: ignore[arg-type]


@st.composite
def ledgers(
    draw: st.DrawFn,
    kinds: Sequence[str] = ("count", "moment", "area", "members", "choice", "proposition"),
    *,
    size: int = 7,
    chains: bool = True,
) -> cl.Ledger:
    """A few claims of one kind; with chains, also who hangs together with whom."""
    kind = draw(st.sampled_from(kinds))
    said = draw(st.lists(claims((kind,)), min_size=1, max_size=size))
    records: list[object] = [*SIDES, *EVENTS, *said]
    if chains and draw(st.booleans()):
        records.append(cl.Source(name="Monitor", controlled_by=draw(st.sampled_from(SOURCES))))
    for claim in said:
        if chains and draw(st.integers(0, 3)) == 0:
            label = draw(st.sampled_from((None, *LABELS)))
            taken = draw(st.one_of(st.none(), st.sampled_from((*SOURCES, *(c.id for c in said)))))
            records.append(Attestation(claim=claim.id, statement=label, derived_from=taken))
        if draw(st.integers(0, 9)) == 0:
            records.append(cl.Retraction(target=claim.id, source=claim.source, date="2020-10-01"))
    return cl.Ledger().add(*records)  # type: ignore[arg-type]
