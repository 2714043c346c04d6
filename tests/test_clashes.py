"""Two claims of which one says more of a part than the other allows for the whole."""

from __future__ import annotations

import pytest

import claimledger as cl
from claimledger.claims import Attestation
from claimledger.clashes import are_rivals, clashes, speak_as_one
from claimledger.judging import judge
from claimledger.relations import Voice
from tests.counts_case import RAID, WAR, ledger_of, network, said, told

HELICOPTERS = said("A", "helicopters lost", "3")
NONE = said("B", "aircraft lost", "none")


def voices(*records: object) -> list[Voice]:
    """The claims of a ledger, by source and date."""
    found = [voice for finding in judge(ledger_of(*records)) for voice in finding.voices]
    return sorted(found, key=lambda voice: (voice.source, str(voice.claim.date)))


def labelled(*claims: cl.Claim, label: str = "briefing") -> list[object]:
    """Claims that render one statement."""
    return [*claims, *(Attestation(claim=one.id, statement=label) for one in claims)]


class TestSpeakAsOne:
    """Whether claims bind one speaker alone, and may differ for a reason."""

    @pytest.mark.parametrize(
        ("records", "as_one"),
        [
            ([HELICOPTERS, NONE], False),
            # Two renderings of one statement.
            (labelled(HELICOPTERS, NONE), True),
            # One origin: the agency has it from the ministry.
            ([HELICOPTERS, NONE, Attestation(claim=NONE.id, derived_from="A")], True),
            # Nobody knows who the nameless are: perhaps one and the same.
            (
                [
                    said("unattributed", "helicopters lost", "3"),
                    said("unattributed", "aircraft lost", "none", date="2020-01-03"),
                ],
                True,
            ),
            # A source may change its mind, but not within one statement.
            (
                [
                    said("A", "helicopters lost", "3"),
                    said("A", "aircraft lost", "none", date="2020-01-03"),
                ],
                True,
            ),
            ([said("A", "helicopters lost", "3"), said("A", "aircraft lost", "none")], False),
        ],
    )
    def test_pairs(self, records: list[object], as_one: bool) -> None:
        """Statements, origins, dates."""
        assert speak_as_one(voices(*records)) is as_one

    def test_three(self) -> None:
        """One other speaker among them is enough."""
        own = [said("A", "killed", "3"), said("A", "wounded", "3", date="2020-01-03")]
        assert speak_as_one(voices(*own))
        assert not speak_as_one(voices(*own, said("B", "casualties", "3")))


class TestClashes:
    """Pairs that are told."""

    @pytest.mark.parametrize(
        ("part", "whole"),
        [
            (("helicopters lost", "3"), ("aircraft lost", "none")),
            (("helicopters lost", "some"), ("aircraft lost", "none")),
            (("helicopters destroyed", "3"), ("aircraft lost", "at most 2")),
            (("soldiers killed", "about 40"), ("people killed", "30")),
            (("killed", "50"), ("casualties", "40")),
            (("tanks lost", "12"), ("armoured vehicles lost", "10")),
        ],
    )
    def test_part_above_whole(self, part: tuple[str, str], whole: tuple[str, str]) -> None:
        """Of two sources."""
        assert told(said("A", *part), said("B", *whole)) == {"A B"}

    @pytest.mark.parametrize(
        ("part", "whole"),
        [
            (("helicopters lost", "3"), ("aircraft lost", "3")),
            # Tolerantly, "about 40" may be 36 and "35" may be 38 [h = 4 and 3.5].
            (("soldiers killed", "about 40"), ("people killed", "35")),
            (("helicopters lost", "unknown"), ("aircraft lost", "none")),
            # A UAV is no aircraft in the eyes of most, the captured are no casualties.
            (("UAVs lost", "3"), ("aircraft lost", "none")),
            (("soldiers captured", "3"), ("military casualties", "none")),
            # The whole may be more than the part.
            (("aircraft lost", "3"), ("helicopters lost", "none")),
        ],
    )
    def test_no_part_above_a_whole(self, part: tuple[str, str], whole: tuple[str, str]) -> None:
        """All of these can be right."""
        assert not told(said("A", *part), said("B", *whole))

    def test_what_is_not_stated_is_compared_with_nothing(self) -> None:
        """Neither a place, nor whose, nor when."""
        records = (RAID, cl.Place(name="Plain"), cl.Party(name="S"))
        for fields in ({"place": "Plain"}, {"subject": None}, {"event": "raid"}):
            claim = said("A", "helicopters lost", "3", **fields)
            assert not told(*records, claim, NONE)
            assert told(*records, claim, said("B", "aircraft lost", "none", **fields)) == {"A B"}

    def test_times(self) -> None:
        """A day in a running count of its end or later; a running count in a later one."""
        whole = said("B", "aircraft lost", "none", event="war", date="2020-01-03")
        for fields, clash in (
            ({"date": "2020-01-02"}, True),
            ({"date": "2020-01-03"}, True),
            ({"date": "2020-01-04"}, False),
            ({"date": "2020-01-09", "window": "2020-01-02"}, True),
            ({"date": "2020-01-09", "window": "2020-01-02/2020-01-03"}, True),
            ({"date": "2020-01-09", "window": "2020-01-02/2020-01-04"}, False),
            ({"date": "2020-01-09", "window": "2019-12-31/2020-01-02"}, False),
            ({"accrual": "stock"}, False),
            ({"accrual": "increment"}, False),
        ):
            part = said("A", "helicopters lost", "3", event="war", **fields)
            assert told(WAR, part, whole) == ({"A B"} if clash else set()), fields

    def test_one_source(self) -> None:
        """At one time it is inconsistent; later it may have changed its mind."""
        now = said("A", "aircraft lost", "none")
        found = cl.judge(ledger_of(HELICOPTERS, now))
        assert {finding.verdict for finding in found} == {"disputed"}
        assert all("internally inconsistent" in finding.flags for finding in found)
        assert not told(HELICOPTERS, said("A", "aircraft lost", "none", date="2020-01-03"))

    def test_one_statement(self) -> None:
        """Is no contradiction, whoever renders it."""
        assert not told(*labelled(HELICOPTERS, NONE))


class TestComplete:
    """Each claim that is in any pair is in one that is found."""

    def test_a_rival_behind_ones_own_claims(self) -> None:
        """A's later "none" hides B's limit from A's count, and B's count hides A's from B's."""
        records = (
            WAR,
            said("A", "helicopters lost", "3", event="war", date="2020-01-02"),
            said("A", "aircraft lost", "none", event="war", date="2020-01-03"),
            said("B", "aircraft lost", "1", event="war", date="2020-01-04"),
            said("B", "helicopters lost", "4", event="war", date="2020-01-03"),
        )
        pairs = {
            (low.voice.source, str(low.voice.claim.value), str(high.voice.claim.value))
            for (_, low), (_, high) in clashes(network(*records))
        }
        assert pairs == {("a", "3", "1"), ("b", "4", "none")}

    def test_a_rival_in_another_question_of_the_same_cell(self) -> None:
        """A window that begins with the war is a question of its own, its days the same."""
        records = (
            WAR,
            said("A", "tanks lost", "exactly 10", event="war", date="2020-01-03"),
            said("B", "tanks lost", "exactly 5", event="war", date="2020-01-05"),
            said("C", "tanks lost", "exactly 6", event="war", window="2020-01-01/2020-01-06"),
            said("D", "tanks lost", "exactly 12", event="war", window="2020-01-01/2020-01-06"),
        )
        assert told(*records) == {"A C"}

    def test_of_several_limits_of_one_source_all_are_told(self) -> None:
        """A count against each of them is one pair; each of them has its own."""
        records = (
            said("A", "helicopters lost", "5"),
            said("B", "aircraft lost", "none"),
            said("C", "aircraft lost", "exactly 2"),
            said("D", "aircraft lost", "exactly 5"),
            said("E", "warplanes lost", "exactly 9"),
        )
        assert told(*records) == {"A B", "A C", "B E", "C E", "D E"}

    def test_what_is_not_told_hides_nothing(self) -> None:
        """Of claims of one statement, another claim of it is passed over."""
        whole = said("B", "aircraft lost", "none")
        part = said("A", "helicopters lost", "5")
        records = [*labelled(part, whole), said("C", "aircraft lost", "exactly 2")]
        assert told(*records) == {"A C"}

    def test_a_choice_of_ones_own(self) -> None:
        """Which pairs are told can be chosen; whether they clash cannot."""
        found = network(HELICOPTERS, NONE, said("C", "aircraft lost", "3"))
        assert list(clashes(found, lambda _: False)) == []
        pairs = {
            (low.voice.source, high.voice.source)
            for (_, low), (_, high) in clashes(found, lambda _: True)
        }
        assert pairs == {("a", "b"), ("c", "b")}

    def test_one_question_is_none_of_ours(self) -> None:
        """Rivals are of several questions."""
        found = network(said("A", "tanks lost", "5"), said("B", "tanks lost", "1"))
        (node,) = found.nodes
        assert not are_rivals([node.lows[0], node.highs[0]])
        assert list(clashes(found)) == []
