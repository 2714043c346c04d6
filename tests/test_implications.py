"""Contradictions by declared implications between propositions."""

from __future__ import annotations

import pytest

import claimledger as cl
from claimledger.claims import Attestation, Implication
from claimledger.judging import judge
from tests.counts_case import ledger_of, relations, told

ARMS = Implication(premise="T's drones fly", conclusion="T sold drones")
TRADE = Implication(premise="T sold drones", conclusion="T trades with S")


def says(source: str, proposition: str, value: str = "yes", **more: object) -> cl.Claim:
    fields: dict[str, object] = {"date": "2020-01-02", **more}
    return cl.Claim(source=source, proposition=proposition, value=value, **fields)  # type: ignore[arg-type]


FLY = says("A", "T's drones fly")
SOLD_NONE = says("B", "T sold drones", "no")


class TestClashes:
    """Who asserts the premise against who denies the conclusion."""

    def test_one_step(self) -> None:
        """Both questions are disputed by it, and the relation says why."""
        findings = judge(ledger_of(ARMS, FLY, SOLD_NONE))
        assert [found.verdict for found in findings] == ["disputed", "disputed"]
        assert all("implied" in found.flags for found in findings)
        (relation,) = relations(ARMS, FLY, SOLD_NONE)
        assert (relation.a, relation.b) == (FLY.id, SOLD_NONE.id)
        assert relation.claims == tuple(sorted((FLY.id, SOLD_NONE.id)))
        assert relation.relation == "implied contradiction"
        assert relation.rule == "the one is asserted and the other is denied"
        assert relation.edges == ("\"T's drones fly\" implies 'T sold drones'",)

    def test_a_chain(self) -> None:
        """Shown step by step; whatever is in between need not have been said."""
        (relation,) = relations(ARMS, TRADE, FLY, says("B", "T trades with S", "no"))
        assert relation.edges == (
            "\"T's drones fly\" implies 'T sold drones'",
            "'T sold drones' implies 'T trades with S'",
        )

    def test_what_lies_between_the_ends(self) -> None:
        """Is not disputed where its source only declined: no claim on it has content."""
        silent = says("C", "T sold drones", stance="declines")
        findings = judge(ledger_of(ARMS, TRADE, FLY, silent, says("B", "T trades with S", "no")))
        verdicts = {found.question.about: (found.verdict, found.flags) for found in findings}
        assert verdicts["T's drones fly"] == verdicts["T trades with S"]
        assert "implied" in verdicts["T trades with S"][1]
        assert verdicts["T sold drones"] == ("one-sided", ())

    def test_a_circle_of_implications(self) -> None:
        """Ends."""
        back = Implication(premise="T trades with S", conclusion="T's drones fly")
        assert told(ARMS, TRADE, back, FLY, SOLD_NONE) == {"A B"}
        assert told(
            ARMS, TRADE, back, says("B", "T's drones fly", "no"), says("A", "T sold drones")
        ) == {"A B"}

    @pytest.mark.parametrize(
        "records",
        [
            (FLY, SOLD_NONE),
            (ARMS, FLY, says("B", "T sold drones")),
            # The premise may be wrong though the conclusion is right.
            (ARMS, says("A", "T's drones fly", "no"), says("B", "T sold drones")),
            (ARMS, FLY, says("B", "T sold drones", "no", stance="declines")),
            (ARMS, FLY, says("B", "T sold drones", "no", event="war")),
            (ARMS, FLY, says("B", "T sold drones", "no", place="S")),
            (ARMS, FLY, says("B", "T sold drones", "no", window="2019")),
            # One voice: a source on two days, an agency and where it has it from, one statement.
            (ARMS, FLY, says("A", "T sold drones", "no", date="2020-01-03")),
            (ARMS, FLY, SOLD_NONE, Attestation(claim=SOLD_NONE.id, derived_from="A")),
            (
                *(ARMS, FLY, SOLD_NONE),
                *(Attestation(claim=one.id, statement="x") for one in (FLY, SOLD_NONE)),
            ),
            (ARMS, FLY, SOLD_NONE, cl.Retraction(target=FLY.id, source="A", date="2020-01-03")),
        ],
    )
    def test_none(self, records: tuple[object, ...]) -> None:
        """What is not declared, not said, of another event, or of one voice."""
        assert not told(*records)

    def test_one_source_at_one_time(self) -> None:
        """Is inconsistent with itself."""
        findings = judge(ledger_of(ARMS, FLY, says("A", "T sold drones", "no")))
        assert all("internally inconsistent" in found.flags for found in findings)

    def test_each_claim_once_at_least(self) -> None:
        """Of many against many, each with a rival."""
        yes = [says(source, "T's drones fly") for source in "ACD"]
        no = [says(source, "T sold drones", "no") for source in "BE"]
        found = relations(ARMS, *yes, *no)
        assert {key for one in found for key in one.claims} == {one.id for one in (*yes, *no)}
        assert len(found) < 6

    def test_one_that_repeats_a_rival(self) -> None:
        """Is passed over for another."""
        echo = says("C", "T sold drones", "no")
        records = (ARMS, FLY, echo, Attestation(claim=echo.id, derived_from="A"), SOLD_NONE)
        assert told(*records) == {"A B"}
