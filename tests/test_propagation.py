"""What implied contradictions do to findings."""

from __future__ import annotations

import pytest

import claimledger as cl
from claimledger.judging import judge
from tests.counts_case import TOLL, ledger_of, said

SIDES = (
    cl.Party(name="East", opposed=["West"]),
    cl.Party(name="West"),
    cl.Source(name="E", side="East"),
    cl.Source(name="F", side="East"),
    cl.Source(name="W", side="West"),
)


def found(*records: object) -> dict[str, cl.Finding]:
    """The findings by measure."""
    return {str(one.question.measure): one for one in judge(ledger_of(*SIDES, *records))}


class TestImply:
    """Verdicts, flags and relations."""

    def test_every_question_is_disputed(self) -> None:
        """Also one of which nothing else is known; others stay as they were."""
        findings = found(
            TOLL,
            said("E", "killed", "at most 5"),
            said("F", "wounded", "at most 5"),
            said("W", "casualties", "at least 20"),
            said("W", "tanks lost", "3"),
        )
        three = [findings[name] for name in ("people killed", "people wounded", "casualties")]
        assert [(one.verdict, one.flags) for one in three] == [("disputed", ("implied",))] * 3
        assert findings["tanks lost"].verdict == "one-sided"
        assert findings["tanks lost"].implied == ()

    def test_the_relation(self) -> None:
        """One for all its questions: the part first, its claims by id, its edges, its figures."""
        part, whole = said("E", "helicopters lost", "3"), said("W", "aircraft lost", "none")
        findings = found(part, whole)
        (relation,) = findings["helicopters lost"].implied
        assert findings["aircraft lost"].implied == (relation,)
        assert findings["aircraft lost"].relations == (relation,)
        assert (relation.a, relation.b) == (part.id, whole.id)
        assert relation.claims == tuple(sorted((part.id, whole.id)))
        assert relation.edges == ("helicopters are aircraft",)

    def test_several_of_one_question(self) -> None:
        """Each is there, sorted by its claims."""
        findings = found(
            said("E", "helicopters lost", "3"),
            said("F", "warplanes lost", "4"),
            said("W", "aircraft lost", "none"),
        )
        implied = findings["aircraft lost"].implied
        assert len(implied) == 2
        assert list(implied) == sorted(implied, key=lambda one: (one.a, one.b, one.claims))

    @pytest.mark.parametrize(
        ("records", "within"),
        [
            # Two sources of one side, and nothing else.
            ([said("E", "helicopters lost", "3"), said("F", "aircraft lost", "none")], True),
            ([said("E", "helicopters lost", "3"), said("W", "aircraft lost", "none")], False),
            # The side agrees about its aircraft no more than about its helicopters.
            (
                [
                    said("E", "helicopters lost", "3"),
                    said("F", "aircraft lost", "none"),
                    said("E", "aircraft lost", "9"),
                ],
                True,
            ),
            # Here the other side speaks against its aircraft as well.
            (
                [
                    said("E", "helicopters lost", "3"),
                    said("F", "aircraft lost", "none"),
                    said("W", "aircraft lost", "9"),
                ],
                False,
            ),
            # Sources of no side are each a side of their own.
            ([said("P", "helicopters lost", "3"), said("Q", "aircraft lost", "none")], False),
        ],
    )
    def test_within_one_side(self, records: list[object], within: bool) -> None:
        """Where each contradiction is, direct or implied."""
        assert ("within one side" in found(*records)["aircraft lost"].flags) is within

    def test_one_source_at_one_time(self) -> None:
        """Is flagged as inconsistent, beside the other flags, in their order."""
        findings = found(said("E", "helicopters lost", "3"), said("E", "aircraft lost", "none"))
        assert findings["aircraft lost"].flags == (
            "implied",
            "within one side",
            "internally inconsistent",
        )

    def test_as_of(self) -> None:
        """Only what had been said by then."""
        ledger = ledger_of(
            said("E", "helicopters lost", "3"),
            said("W", "aircraft lost", "none", date="2020-01-05"),
        )
        assert {one.verdict for one in judge(ledger)} == {"disputed"}
        assert {one.verdict for one in judge(ledger, as_of="2020-01-04")} == {"one-sided"}

    def test_the_reading(self) -> None:
        """A wider one accuses less: 40 may be 44 at 10 %, and 48 at 20 %; 47 needs more than 44."""
        ledger = ledger_of(
            said("E", "helicopters lost", "exactly 47"), said("W", "aircraft lost", "about 40")
        )
        disputed = {
            reading: judge(ledger, reading=reading)[0].verdict == "disputed"
            for reading in ("tight", "standard", "wide")
        }
        assert disputed == {"tight": True, "standard": True, "wide": False}
