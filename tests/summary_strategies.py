"""Ledgers in which few sources say much on few questions, so that summaries have what to drop.

Nothing here calls the code under test but the constructors of records.
"""

from __future__ import annotations

from hypothesis import strategies as st

import claimledger as cl
from claimledger.claims import Attestation
from tests.ledger_strategies import AREAS, EVENTS, LABELS, SIDES, one_of

FEW = ("East ministry", "Monitor", "unattributed")
DATES = (
    *("2020-09-28", "2020-09-29", "2020-09-29", "2020-09-30", "2020-10-01", "2020-10-02"),
    *("2020-09-29T09:00", "2020-09-29T21:00", "2020-09-29T12:00Z", "2020-09-30T06:00+04:00"),
    *("2020-09", "2020-10", "2020-09-29~", "2020-09-30?"),
)
COUNTS = ("20", "exactly 20", "20", "31", "about 20", "some", "1173", "unknown", "none")


@st.composite
def crowded(draw: st.DrawFn) -> cl.Ledger:
    """Many claims of few sources on two questions, one of which may bear on the other."""
    kind = draw(one_of("killed", "losses", "area", "proposition", "choice", "members", "position"))
    asked, answers = {
        "killed": ({"measure": "soldiers killed"}, COUNTS),
        "losses": ({"measure": "bridges rebuilt"}, COUNTS),
        "area": ({"measure": "area taken"}, AREAS),
        "proposition": ({"proposition": "who began"}, ("yes", "no")),
        "choice": ({"choice": "who began"}, ("East", "west", "West", "both", "unknown")),
        "members": ({"members": "who fought"}, ("France", "France; Russia", "only France")),
        "position": ({"position": "the truce"}, ("now", "never")),
    }[str(kind)]
    over = draw(st.sampled_from(("2020-09-27/2020-09-29", "2020-09-27/2020-09-30", None)))
    said = []
    for _ in range(draw(st.integers(2, 14))):
        fields: dict[str, object] = dict(asked)
        fields |= {
            "source": draw(st.sampled_from(FEW)),
            "date": draw(st.sampled_from(DATES)),
            "value": draw(st.sampled_from(answers)),
            "event": draw(one_of("War", "War", "Raid")),
            "window": over,
            "stance": draw(one_of(*["asserts"] * 6, "denies", "expects", "declines")),
        }
        if kind in {"proposition", "position"}:
            if fields["stance"] == "denies":
                fields["stance"] = "asserts"
            fields["subject"] = draw(one_of("East", "West", None))
            if draw(st.integers(0, 3)) == 0 and kind == "proposition":
                fields["proposition"] = "somebody began"
        elif kind == "killed":
            fields["measure"] = draw(one_of("soldiers killed", "soldiers killed", "people killed"))
            fields["accrual"] = draw(one_of(None, None, "cumulative", "stock"))
        said.append(cl.Claim(**fields))  # type: ignore[arg-type]
    records: list[object] = [*SIDES, *EVENTS, *said]
    if draw(st.booleans()):
        records.append(cl.Implication(premise="who began", conclusion="somebody began"))
    return cl.Ledger().add(*records, *draw(_beside(said)))  # type: ignore[arg-type]


@st.composite
def retelling(draw: st.DrawFn) -> cl.Ledger:
    """Counts of closed windows, told again later, that may be the moments of running ones."""
    said = []
    for _ in range(draw(st.integers(2, 12))):
        window = one_of("2020-09-27/2020-09-29", "2020-09-27/2020-09-29", "2020-09-27/2020-09-30")
        is_running = draw(st.integers(0, 3)) == 0
        said.append(
            cl.Claim(
                source=draw(st.sampled_from(FEW)),
                date=draw(st.sampled_from(DATES)),  # type: ignore[arg-type]
                measure="soldiers killed",
                value=draw(st.sampled_from(COUNTS)),  # type: ignore[arg-type]
                event="War",
                window=None if is_running else draw(window),  # type: ignore[arg-type]
                accrual=draw(one_of(None, None, None, "cumulative", "event")),  # type: ignore[arg-type]
                stance=draw(one_of(*["asserts"] * 6, "denies")),  # type: ignore[arg-type]
            )
        )
    return cl.Ledger().add(*SIDES, *EVENTS, *said, *draw(_beside(said)))  # type: ignore[arg-type]


@st.composite
def _beside(draw: st.DrawFn, said: list[cl.Claim]) -> list[object]:
    """Now and then a retraction, one that is itself withdrawn, a statement and a derivation."""
    found: list[object] = []
    for claim in said:
        chance = draw(st.integers(0, 19))
        gone = cl.Retraction(target=claim, source=claim.source, date="2020-10-03")
        if chance < 2:
            found.append(gone)
        if chance == 1:
            found.append(cl.Retraction(target=gone, source=claim.source, date="2020-10-04"))
        if chance == 2:
            found.append(Attestation(claim=claim.id, statement=draw(st.sampled_from(LABELS))))
        if chance == 3:
            other = draw(st.sampled_from((*FEW, said[0].id)))
            found.append(Attestation(claim=claim.id, derived_from=other))
    return found
