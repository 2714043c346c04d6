"""Ledgers in which few sources say much on few questions, so that summaries have what to drop.

Nothing here calls the code under test but the constructors of records.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from hypothesis import strategies as st

import claimledger as cl
from tests.ledger_strategies import AREAS, EVENTS, LABELS, SIDES

Fields = dict[str, object]

FEW = ("East ministry", "East ministry", "Monitor", "West ministry", "unattributed")
DATES = (
    *("2020-09-28", "2020-09-29", "2020-09-29", "2020-09-30", "2020-10-01", "2020-10-02"),
    *("2020-09-29T09:00", "2020-09-29T21:00", "2020-09-29T12:00Z", "2020-09-30T06:00+04:00"),
    *("2020-10-03", "2020-10-04", "2020-09", "2020-10", "2020-09-29~", "2020-09-30?"),
)
WINDOWS = ("2020-09-27/2020-09-29", "2020-09-27/2020-09-30")
COUNTS = ("20", "31", "exactly 20", "about 20", "some", "1173", "unknown", "none")
DENIED: Fields = {"stance": "denies"}
EXPECTED: Fields = {"stance": "expects"}
DECLINED: Fields = {"stance": "declines", "value": None}
STANCES = (DENIED, EXPECTED, DECLINED)
ELSEWHERE: tuple[Fields, ...] = ({"measure": "people killed"}, {"accrual": "stock"})
SOMEBODY: Fields = {"proposition": "somebody began"}
RESPELT: Fields = {"measure": "Bridges  rebuilt"}
SUBJECTS: tuple[Fields, ...] = ({"subject": "East"}, {"subject": "West"})
QUESTIONS: Mapping[str, tuple[Fields, tuple[Fields, ...], Sequence[str]]] = {
    "killed": (
        {"measure": "soldiers killed"},
        (*STANCES, *SUBJECTS, *ELSEWHERE),
        COUNTS,
    ),
    "rebuilt": (
        {"measure": "bridges rebuilt"},
        (*STANCES, RESPELT),
        COUNTS,
    ),
    "area": ({"measure": "area taken"}, STANCES, AREAS),
    "proposition": (
        {"proposition": "who began"},
        (EXPECTED, DECLINED, *SUBJECTS, SOMEBODY),
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


RARELY = 0.1
"""How often a claim is out of the ordinary."""


def crowd(chance: Random) -> cl.Ledger:
    """Many claims of few sources on one question, some on others that it may bear on."""
    asked, others, answers = QUESTIONS[chance.choice(sorted(QUESTIONS))]
    same: Fields = {
        "event": chance.choice(("War", "Raid")),
        "window": chance.choice((*WINDOWS, None)),
        "accrual": chance.choice((None, "event")) if "measure" in asked else None,
    }
    said = [_claim(one | same | asked, others, chance) for one in _sayings(answers, chance)]
    records: list[Any] = [*SIDES, *EVENTS, *said, *_beside(said, chance)]
    if chance.random() < 0.5:
        records.append(cl.Implication(premise="who began", conclusion="somebody began"))
    return cl.Ledger().add(*records)


def retold(chance: Random) -> cl.Ledger:
    """Counts of a closed window, told again later, that may be a moment of a running count."""
    same: Fields = {"measure": "soldiers killed", "event": "War", "window": WINDOWS[0]}
    others: tuple[Fields, ...] = (
        DENIED,
        {"window": None},
        {"window": WINDOWS[1]},
        {"accrual": "cumulative"},
        {"measure": "people killed"},
    )
    said = [_claim(one | same, others, chance) for one in _sayings(COUNTS, chance)]
    return cl.Ledger().add(*SIDES, *EVENTS, *said, *_beside(said, chance))


CHANCES = st.randoms(use_true_random=True)
crowded = CHANCES.map(crowd)
retelling = CHANCES.map(retold)


def _claim(fields: Fields, others: Sequence[Fields], chance: Random) -> cl.Claim:
    return cl.Claim(**fields | (chance.choice(others) if chance.random() < RARELY else {}))  # type: ignore[arg-type]


def _sayings(answers: Sequence[str], chance: Random) -> list[Fields]:
    """Who said what when: most of it one source, and most of it one of a few answers."""
    some = chance.sample(answers, min(len(answers), chance.randint(1, 4)))
    sources, dates = (
        chance.choices(FEW, k=chance.randint(1, 4)),
        chance.sample(DATES, chance.randint(2, 9)),
    )
    return [
        {"source": chance.choice(sources), "date": chance.choice(dates), "value": value}
        for value in chance.choices(some, k=chance.randint(2, 25))
    ]


def _beside(said: Sequence[cl.Claim], chance: Random) -> Iterator[Any]:
    """Now and then a retraction, one that is itself withdrawn, a statement and a derivation."""
    often = chance.choice((0, 0.1, 0.4))
    for claim in said:
        if chance.random() >= often:
            continue
        gone = cl.Retraction(target=claim, source=claim.source, date="2020-10-03")
        kind = chance.randrange(4)
        if kind < 2:
            yield gone
        if kind == 1:
            yield cl.Retraction(target=gone, source=claim.source, date="2020-10-04")
        if kind == 2:
            yield cl.Attestation(claim=claim.id, statement=chance.choice(LABELS))
        if kind == 3:
            taken = chance.choice((*FEW, said[0].id))
            yield cl.Attestation(claim=claim.id, derived_from=taken)
