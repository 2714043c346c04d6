"""Why not: what looks alike, how it lies to the question, and the dimension that decides."""

from __future__ import annotations

from typing import Any

import pytest

import claimledger as cl
from claimledger.grouping import Meeting, Scene
from claimledger.neighbours import Neighbour, apart, neighbours

BASE: dict[str, Any] = {
    "source": "A",
    "date": "2020-10-01",
    "event": "War",
    "subject": "East",
    "measure": "tanks lost",
    "value": "5",
}
DECLARED = (
    cl.Event(name="War", window="2020-09-27/.."),
    cl.Event(name="Battle", window="2020-09-27/..", part_of="War"),
    cl.Event(name="Other war", window="2020-09-27/.."),
    cl.Party(name="East"),
    cl.Party(name="Far East", part_of="East"),
    cl.Place(name="Valley"),
    cl.Place(name="Village", part_of="Valley"),
)


def found(asked: dict[str, Any], *others: dict[str, Any]) -> list[Neighbour]:
    """The neighbours of the question of one claim, among those of others."""
    one = cl.Claim(**{**BASE, **asked})
    rest = [cl.Claim(**{**BASE, **other}) for other in others]
    ledger = cl.Ledger().add(*DECLARED, one, *rest)
    findings = cl.judge(ledger)
    here = next(f for f in findings if one.id in {claim.id for claim in f.claims})
    return neighbours(Scene.of(ledger), findings, here)


def without(*names: str) -> dict[str, Any]:
    return dict.fromkeys(names)


ASKED_AS: dict[str, Any] = {"measure": None, "value": "yes", "subject": None}

WORDS = {
    Meeting.DIFFERENT: "another question",
    Meeting.CONTAINS: "it is a part of this question",
    Meeting.PART_OF: "this question is a part of it",
    Meeting.UNDERSPECIFIED: "cannot be compared",
    Meeting.CROSSING: "they overlap in part",
}

APART = [
    ({}, {"subject": "West"}, Meeting.DIFFERENT, "subject: East here, West there"),
    ({}, {"subject": "Far East"}, Meeting.CONTAINS, "subject: East here, Far East there"),
    ({"subject": "Far East"}, {}, Meeting.PART_OF, "subject: Far East here, East there"),
    ({}, {"subject": "any"}, Meeting.PART_OF, "subject: East here, all parties there"),
    ({}, without("subject"), Meeting.UNDERSPECIFIED, "subject: East here, not stated there"),
    (
        {},
        {"measure": "armoured vehicles lost"},
        Meeting.PART_OF,
        "measure: tanks lost here, armoured vehicles lost there",
    ),
    (
        {"measure": "armoured vehicles lost"},
        {"measure": "tanks destroyed"},
        Meeting.CONTAINS,
        "measure: armoured vehicles lost here, tanks destroyed there",
    ),
    (
        {},
        {"measure": "armoured vehicles lost", "subject": "Far East"},
        Meeting.CROSSING,
        (
            "subject: East here, Far East there; "
            "measure: tanks lost here, armoured vehicles lost there"
        ),
    ),
    ({}, {"event": "Battle"}, Meeting.CONTAINS, "event: War here, Battle there"),
    ({}, {"event": "Other war"}, Meeting.DIFFERENT, "event: War here, Other war there"),
    ({}, {"place": "Valley"}, Meeting.UNDERSPECIFIED, "place: not stated here, Valley there"),
    (
        {"place": "Valley"},
        {"place": "Village"},
        Meeting.CONTAINS,
        "place: Valley here, Village there",
    ),
    (
        {},
        {"window": "2020-09-28"},
        Meeting.CONTAINS,
        "time: 2020-09-27/2020-10-01 here, 2020-09-28 there",
    ),
    (
        {},
        {"window": "2020-09-28", "accrual": "increment"},
        Meeting.DIFFERENT,
        "time: 2020-09-27/2020-10-01 here, increment 2020-09-28 there",
    ),
    (
        {"measure": "area", "value": "5 km2"},
        {"measure": "area", "value": "5 kg"},
        Meeting.DIFFERENT,
        "measure: area (area) here, area (mass) there",
    ),
    (
        {"measure": "crews saved"},
        {"measure": "crews saved", "subject": "West"},
        Meeting.DIFFERENT,
        "subject: East here, West there",
    ),
    (
        {**ASKED_AS, "proposition": "East began the war"},
        {**ASKED_AS, "proposition": "West began the war"},
        Meeting.DIFFERENT,
        "proposition: East began the war here, West began the war there",
    ),
    (
        {**ASKED_AS, "proposition": "East began"},
        {**ASKED_AS, "proposition": "East began", "event": "Battle"},
        Meeting.CONTAINS,
        "event: War here, Battle there",
    ),
]


class TestNeighbours:
    @pytest.mark.parametrize(("asked", "other", "meeting", "by"), APART)
    def test_what_sets_them_apart(
        self, asked: dict[str, Any], other: dict[str, Any], meeting: Meeting, by: str
    ) -> None:
        """The first row of section 3 of the semantics that applies, and its dimension."""
        (near,) = found(asked, other)
        assert apart(near) == f"{WORDS[meeting]} ({by})"

    @pytest.mark.parametrize(
        ("asked", "other"),
        [
            ({}, {"measure": "helicopters lost"}),
            ({}, {"measure": "people killed"}),
            ({"measure": "people killed"}, {"measure": "people wounded"}),
            ({}, {"measure": "crews saved"}),
            ({"measure": "crews saved"}, {"measure": "boats saved"}),
            ({}, {**ASKED_AS, "proposition": "tanks lost"}),
            (
                {**ASKED_AS, "proposition": "East began the war"},
                {**ASKED_AS, "proposition": "It rained"},
            ),
        ],
    )
    def test_what_does_not_look_alike(self, asked: dict[str, Any], other: dict[str, Any]) -> None:
        """Other things, other outcomes, other kinds of answer, and other words."""
        assert found(asked, other) == []

    def test_nearest_first(self) -> None:
        """Fewer dimensions that differ come first, and another event last of all."""
        others = [
            {"event": "Other war"},
            {"subject": "West", "measure": "armoured vehicles lost"},
            {"subject": "West"},
            {"subject": "Far East"},
        ]
        assert [(near.question.subject, near.question.measure) for near in found({}, *others)] == [
            ("Far East", "tanks lost"),
            ("West", "tanks lost"),
            ("West", "armoured vehicles lost"),
            ("East", "tanks lost"),
        ]

    def test_the_newest_claim_that_stands_speaks_for_a_question(self) -> None:
        """And how many there are is counted."""
        others = [
            {"subject": "West", "date": "2020-10-02", "value": "7"},
            {"subject": "West", "date": "2020-10-03", "value": "3"},
            {"subject": "West", "date": "2020-10-04", "source": "B", "value": "8"},
        ]
        (near,) = found({}, *others)
        assert (near.voice.claim.said, near.claims) == ("8", 3)

    def test_a_question_of_withdrawn_claims(self) -> None:
        """Its newest claim speaks, though it does not stand."""
        one, gone = (cl.Claim(**{**BASE, "subject": name}) for name in ("East", "West"))
        retraction = cl.Retraction(target=gone.id, source="A", date="2020-10-02")
        ledger = cl.Ledger().add(*DECLARED, one, gone, retraction)
        findings = cl.judge(ledger)
        here = next(f for f in findings if f.question.subject == "East")
        (near,) = neighbours(Scene.of(ledger), findings, here)
        assert near.voice.id == gone.id

    def test_the_same_question_kept_apart(self) -> None:
        """If no dimension tells two questions apart, that is said too."""
        (near,) = found({}, {"subject": "West"})
        same = Neighbour(near.number, near.question, near.voice, 1, Meeting.SAME, ())
        assert apart(same) == "the same question, counted over another time"
