"""Ledgers in which few sources say much on few questions, so that summaries have what to drop.

Nothing here calls the code under test but the constructors of records.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

import claimledger as cl
from claimledger.claims import Attestation
from tests.ledger_strategies import AREAS, EVENTS, LABELS, SIDES

FEW = ("East ministry", "East ministry", "Monitor", "East army", "unattributed")
DATES = (
    *("2020-09-28", "2020-09-29", "2020-09-29", "2020-09-30", "2020-10-01", "2020-10-02"),
    *("2020-09-29T09:00", "2020-09-29T21:00", "2020-09-29T12:00Z", "2020-09-30T06:00+04:00"),
    *("2020-10-03", "2020-10-03", "2020-09", "2020-10", "2020-09-29~", "2020-09-30?"),
)
COUNTS = ("20", "31", "exactly 20", "about 20", "some", "1173", "unknown", "none")
DENIED, EXPECTED = {"stance": "denies"}, {"stance": "expects"}
DECLINED = {"stance": "declines", "value": None}
STANCES = (DENIED, EXPECTED, DECLINED)
SUBJECTS = ({"subject": "East"}, {"subject": "West"})
QUESTIONS: Mapping[str, tuple[dict[str, str], tuple[Mapping[str, object], ...], Sequence[str]]] = {
    "killed": (
        {"measure": "soldiers killed"},
        (*STANCES, *SUBJECTS, {"measure": "people killed"}, {"accrual": "stock"}),
        COUNTS,
    ),
    "rebuilt": (
        {"measure": "bridges rebuilt"},
        (*STANCES, {"measure": "Bridges  rebuilt"}),
        COUNTS,
    ),
    "area": ({"measure": "area taken"}, STANCES, AREAS),
    "proposition": (
        {"proposition": "who began"},
        (EXPECTED, DECLINED, *SUBJECTS, {"proposition": "somebody began"}),
        ("yes", "no"),
    ),
    "choice": (
        {"choice": "who began"},
        (*STANCES, *SUBJECTS),
        ("East", "West", "west", "both", "unknown"),
    ),
    "members": (
        {"members": "who fought"},
        (*STANCES, *SUBJECTS),
        ("France", "France; Russia", "only France"),
    ),
    "position": ({"position": "the truce"}, SUBJECTS, ("now", "never")),
}
"""Kinds of questions: what is asked, what else some claims state, and the answers."""


OFTEN = 6
"""Of so many claims about one is out of the ordinary."""


@st.composite
def crowded(draw: st.DrawFn) -> cl.Ledger:
    """Many claims of few sources on one question, some on others that it may bear on."""
    kind = draw(st.sampled_from(sorted(QUESTIONS)))
    asked, others, answers = QUESTIONS[kind]
    window = draw(st.sampled_from(("2020-09-27/2020-09-29", "2020-09-27/2020-09-30", None)))
    event = draw(st.sampled_from(("War", "Raid")))
    accrual = draw(st.sampled_from((None, "event"))) if "measure" in asked else None
    said = []
    for source, date, value in draw(_sayings(answers)):
        fields: dict[str, object] = {"source": source, "date": date, "value": value}
        fields |= {"event": event, "window": window, "accrual": accrual} | asked
        if draw(st.integers(0, OFTEN)) == OFTEN:
            fields |= draw(st.sampled_from(others))
        said.append(cl.Claim(**fields))  # type: ignore[arg-type]
    records: list[object] = [*SIDES, *EVENTS, *said]
    if draw(st.booleans()):
        records.append(cl.Implication(premise="who began", conclusion="somebody began"))
    return cl.Ledger().add(*records, *draw(_beside(said)))  # type: ignore[arg-type]


@st.composite
def retelling(draw: st.DrawFn) -> cl.Ledger:
    """Counts of a closed window, told again later, that may be a moment of a running count."""
    said = []
    for source, date, value in draw(_sayings(COUNTS)):
        how = draw(st.integers(0, OFTEN))
        said.append(
            cl.Claim(
                source=source,
                date=date,  # type: ignore[arg-type]
                measure="soldiers killed" if how != 1 else "people killed",
                value=value,  # type: ignore[arg-type]
                event="War",
                window=None if how == 0 else "2020-09-27/2020-09-29",  # type: ignore[arg-type]
                accrual=("cumulative" if how == 2 else None),  # type: ignore[arg-type]
                stance="denies" if how == 3 else "asserts",  # type: ignore[arg-type]
            )
        )
    return cl.Ledger().add(*SIDES, *EVENTS, *said, *draw(_beside(said)))  # type: ignore[arg-type]


def _sayings(answers: Sequence[str]) -> st.SearchStrategy[list[tuple[str, str, str]]]:
    """Who said what when: most of it one source of two."""
    one = st.tuples(
        st.sampled_from(FEW), st.sampled_from(DATES), st.sampled_from(answers[:2] + answers)
    )
    return st.lists(one, min_size=4, max_size=14)


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
