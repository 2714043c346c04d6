"""Choosing findings by name, verdict, number or claim."""

from __future__ import annotations

import pytest

import claimledger as cl
from claimledger.errors import InvalidRecordError, UnknownNameError
from claimledger.findings import Verdict
from claimledger.selection import numbered, parse_verdicts, selected

CLAIM = {"date": "2020-01-01", "event": "War"}


@pytest.fixture
def ledger() -> cl.Ledger:
    """Four questions; the figure of tanks is in dispute, and one claim is a position."""
    return cl.Ledger().add(
        cl.Event(name="War", handle="war"),
        cl.Event(name="Peace"),
        cl.Party(name="East", handle="e", opposed=["West"]),
        cl.Party(name="Far East", part_of="East", handle="fe"),
        cl.Party(name="North"),
        cl.Source(name="A", side="Far East"),
        cl.Source(name="B", side="West"),
        cl.Claim(source="A", subject="East", measure="tanks lost", value="2", **CLAIM),
        cl.Claim(source="B", subject="East", measure="tanks lost", value="20", **CLAIM),
        cl.Claim(source="B", subject="any", measure="UAVs lost", value="3", **CLAIM),
        cl.Claim(source="B", proposition="It rained", value="yes", **CLAIM),
        cl.Claim(source="B", position="Talks", value="at once", **CLAIM),
    )


def names(ledger: cl.Ledger, **conditions: object) -> list[str]:
    """What the chosen questions are about."""
    found = selected(ledger, cl.judge(ledger), **conditions)  # type: ignore[arg-type]
    return [finding.question.about for finding in found]


class TestSelected:
    @pytest.mark.parametrize(
        ("conditions", "expected"),
        [
            ({}, ["tanks lost", "UAVs lost", "It rained", "Talks"]),
            ({"verdicts": [Verdict.DISPUTED]}, ["tanks lost"]),
            ({"verdicts": []}, []),
            ({"side": "East"}, ["tanks lost"]),
            ({"side": "EAST"}, ["tanks lost"]),
            ({"side": "e"}, ["tanks lost"]),
            ({"side": "west"}, ["tanks lost", "UAVs lost", "It rained", "Talks"]),
            ({"side": "North"}, []),
            ({"subject": "North"}, []),
            ({"subject": "East"}, ["tanks lost"]),
            ({"subject": "any"}, ["UAVs lost"]),
            ({"subject": "Far East"}, []),
            ({"event": "war"}, ["tanks lost", "UAVs lost", "It rained", "Talks"]),
            ({"event": "Peace"}, []),
            ({"measure": "Tank lost"}, ["tanks lost"]),
            ({"measure": "drones shot down"}, ["UAVs lost"]),
            ({"side": "East", "measure": "UAVs lost"}, []),
        ],
    )
    def test_table(
        self, ledger: cl.Ledger, conditions: dict[str, object], expected: list[str]
    ) -> None:
        """Every condition must be met; names go by any case, by handles, and by synonyms."""
        assert names(ledger, **conditions) == expected

    @pytest.mark.parametrize(
        ("conditions", "said"),
        [
            ({"side": "Wset"}, "unknown side 'Wset'; did you mean 'West'?"),
            ({"side": "Far East"}, "unknown side 'Far East'; did you mean 'East'?"),
            ({"subject": "Q"}, "unknown subject 'Q'; known: East, any"),
            ({"event": "wars"}, "unknown event 'wars'; did you mean 'War'?"),
            ({"measure": "tansk lost"}, "unknown measure 'tansk lost'; did you mean 'tanks lost'?"),
        ],
    )
    def test_an_unknown_name(
        self, ledger: cl.Ledger, conditions: dict[str, object], said: str
    ) -> None:
        """It is an error, which names the nearest, or all if they are few."""
        with pytest.raises(UnknownNameError) as caught:
            names(ledger, **conditions)
        assert str(caught.value) == said

    def test_many_names_are_not_all_listed(self) -> None:
        """Eight are."""
        claims = [
            cl.Claim(source="A", date="2020", subject=f"P{n}", measure="tanks lost", value="1")
            for n in range(9)
        ]
        with pytest.raises(UnknownNameError, match=r"known: P0, .*, P7, \.\.\.$"):
            names(cl.Ledger().add(*claims), subject="nobody at all")

    def test_a_side_in_a_circle(self, ledger: cl.Ledger) -> None:
        """Parties that are part of each other are sides, each of its own."""
        circle = cl.Ledger().add(
            cl.Party(name="X", part_of="Y"),
            cl.Party(name="Y", part_of="X"),
        )
        assert selected(circle, cl.judge(ledger), side="X") == ()

    def test_a_side_that_nothing_declares(self, ledger: cl.Ledger) -> None:
        """What a party is said to be part of is its side, declared or not."""
        alone = cl.Ledger().add(cl.Party(name="X", part_of="Y"))
        with pytest.raises(UnknownNameError, match="did you mean 'Y'"):
            selected(alone, cl.judge(ledger), side="X")


class TestNumbered:
    def test_by_number_and_by_claim(self, ledger: cl.Ledger) -> None:
        """Every claim of a question leads to it, from six digits on, in any case."""
        findings = cl.judge(ledger)
        for finding in findings:
            assert numbered(ledger, findings, f" {finding.number} ") is finding
            for claim in finding.claims:
                assert numbered(ledger, findings, claim.id) is finding
                assert numbered(ledger, findings, claim.id[:6].upper()) is finding

    @pytest.mark.parametrize("wanted", ["0", "5", "-1", "", "abcde", "000000", "zzzzzz"])
    def test_what_is_not_there(self, ledger: cl.Ledger, wanted: str) -> None:
        """What can be asked for is said."""
        with pytest.raises(UnknownNameError, match="known: 1 to 4, or the first 6 digits"):
            numbered(ledger, cl.judge(ledger), wanted)

    def test_in_an_empty_ledger(self) -> None:
        """There is nothing to ask for."""
        with pytest.raises(InvalidRecordError, match="no question '1': the ledger is empty"):
            numbered(cl.Ledger(), (), "1")

    def test_an_ambiguous_id(self) -> None:
        """Two claims whose ids begin alike are both named.

        Of 20,000 random ids about twelve pairs share six digits: 20,000 ** 2 / 2 / 16 ** 6.
        """
        claims = [
            cl.Claim(source=f"S{n}", date="2020", measure="area", value="1 km2")
            for n in range(20_000)
        ]
        seen: dict[str, str] = {}
        pair = next(
            (seen[claim.id[:6]], claim.id)
            for claim in claims
            if seen.setdefault(claim.id[:6], claim.id) != claim.id
        )
        ledger = cl.Ledger().add(*(claim for claim in claims if claim.id in pair))
        with pytest.raises(InvalidRecordError) as caught:
            numbered(ledger, cl.judge(ledger), pair[0][:6])
        assert "2 claims" in str(caught.value)
        assert all(claim[:12] in str(caught.value) for claim in pair)

    def test_a_claim_that_was_left_out(self, ledger: cl.Ledger) -> None:
        """A claim of the ledger on no question that is shown is not found."""
        findings = cl.judge(ledger)
        with pytest.raises(UnknownNameError):
            numbered(ledger, findings[:1], findings[-1].claims[0].id)


class TestParseVerdicts:
    def test_words(self) -> None:
        """Any order and case, with spaces around."""
        assert parse_verdicts(" Disputed ,one-sided") == {Verdict.DISPUTED, Verdict.ONE_SIDED}
        every = ",".join(Verdict)
        assert parse_verdicts(every) == set(Verdict)

    @pytest.mark.parametrize("text", ["", ",", "disputed,", "dispute", "none"])
    def test_no_verdict(self, text: str) -> None:
        """Nothing is guessed."""
        with pytest.raises(UnknownNameError, match="unknown verdict"):
            parse_verdicts(text)
