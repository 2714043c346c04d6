"""Minimal sets of claims of several questions that cannot all be right."""

from __future__ import annotations

import pytest

import claimledger as cl
from claimledger import conflicts as engine
from claimledger.claims import Partition
from claimledger.conflicts import Conflict, conflicts
from claimledger.grouping import Scene
from claimledger.judging import judge
from claimledger.network import Literal, Network
from claimledger.partitions import counts, network_of
from tests.counts_case import RAID, TOLL, WAR, ledger_of, said, told

EAST = cl.Party(name="East", opposed=["West"])
WEST = cl.Party(name="West")
SOURCES = (
    EAST,
    WEST,
    cl.Source(name="E", side="East"),
    cl.Source(name="F", side="East"),
    cl.Source(name="W", side="West"),
)


def villages(number: int) -> list[cl.Place]:
    return [cl.Place(name="P"), *(cl.Place(name=f"V{n}", part_of="P") for n in range(number))]


class TestSeveralAgainstOne:
    """Disjoint parts that exceed what one claim allows for the whole."""

    def test_siblings(self) -> None:
        """Helicopters and planes; a third figure that is not needed is left out."""
        assert told(
            said("A", "helicopters lost", "exactly 3"),
            said("B", "fixed-wing aircraft lost", "exactly 3"),
            said("C", "aircraft lost", "exactly 5"),
            said("D", "UAVs lost", "exactly 9"),
        ) == {"A B C"}

    def test_deep_in_the_tree(self) -> None:
        """Parts of parts; of each the figure that counts."""
        assert told(
            said("A", "attack helicopters lost", "exactly 3"),
            said("B", "helicopters lost", "at least 1"),
            said("C", "fixed-wing aircraft lost", "exactly 3"),
            said("D", "aircraft lost", "exactly 5"),
        ) == {"A C D"}

    def test_whoever_gave_a_figure(self) -> None:
        """Each source of a part, and each of the whole that is exceeded."""
        assert told(
            said("A", "helicopters lost", "exactly 3"),
            said("B", "helicopters lost", "2 to 3"),
            said("C", "fixed-wing aircraft lost", "exactly 3"),
            said("D", "aircraft lost", "exactly 4"),
            said("E", "aircraft lost", "exactly 5"),
        ) == {"A C D", "B C D", "A C E"}

    def test_not_a_part_that_exceeds_it_alone(self) -> None:
        """That is a pair, and its other figure is told with the others."""
        assert told(
            said("A", "helicopters lost", "exactly 9"),
            said("B", "helicopters lost", "exactly 3"),
            said("C", "fixed-wing aircraft lost", "exactly 3"),
            said("D", "aircraft lost", "exactly 5"),
        ) == {"A D", "B C D"}

    @pytest.mark.parametrize(
        ("one", "other", "whole"),
        [
            # Outcomes are added up only where the ledger says so.
            ("tanks destroyed", "tanks damaged", "tanks lost"),
            ("people killed", "people wounded", "casualties"),
            # Nor is what cuts across its siblings.
            ("women killed", "officers killed", "people killed"),
            (
                "infantry fighting vehicles lost",
                "armoured personnel carriers lost",
                "armoured vehicles lost",
            ),
        ],
    )
    def test_what_is_not_added_up(self, one: str, other: str, whole: str) -> None:
        """Whatever may be counted twice."""
        assert not told(
            said("A", one, "exactly 4"),
            said("B", other, "exactly 4"),
            said("C", whole, "exactly 5"),
        )

    def test_a_figure_that_is_not_needed(self) -> None:
        """5 and 5 exceed 9 without the 1."""
        assert told(
            *villages(3),
            said("A", "tanks lost", "exactly 5", place="V0"),
            said("B", "tanks lost", "exactly 5", place="V1"),
            said("C", "tanks lost", "exactly 1", place="V2"),
            said("D", "tanks lost", "exactly 9", place="P"),
        ) == {"A B D"}

    def test_a_part_of_a_part_is_not_added_to_it(self) -> None:
        """4 + 3 + 2 exceed 7; the 3 of V1 may be those of its hamlet."""
        assert told(
            *villages(3),
            cl.Place(name="H", part_of="V1"),
            said("A", "tanks lost", "exactly 4", place="V0"),
            said("B", "tanks lost", "exactly 3", place="V1"),
            said("C", "tanks lost", "exactly 3", place="H"),
            said("D", "tanks lost", "exactly 2", place="V2"),
            said("E", "tanks lost", "exactly 7", place="P"),
        ) == {"A B D E", "A C D E"}

    def test_two_raids_of_one_war(self) -> None:
        """May be one and the same."""
        raids = [cl.Event(name=name, part_of="raid", window="2020-01-02") for name in ("P", "Q")]
        assert not told(
            RAID,
            *raids,
            said("A", "tanks lost", "exactly 4", event="P"),
            said("B", "tanks lost", "exactly 4", event="Q"),
            said("C", "tanks lost", "exactly 5", event="raid"),
        )

    def test_parties_that_nobody_declares(self) -> None:
        """May be parts of each other."""
        claims = (
            said("A", "tanks lost", "exactly 4", subject="P"),
            said("B", "tanks lost", "exactly 4", subject="Q"),
            said("C", "tanks lost", "exactly 5", subject="any"),
        )
        assert not told(*claims)
        assert told(cl.Party(name="P"), cl.Party(name="Q"), *claims) == {"A B C"}

    def test_before_the_war(self) -> None:
        """Nothing was counted, so that nothing adds up."""
        assert not told(
            cl.Event(name="war", window="2020-01-05/.."),
            said("A", "people killed", "exactly 10", event="war", date="2020-01-03"),
            said("B", "people killed", "exactly 10", event="war", date="2020-01-04"),
            said("C", "casualties", "at most 15", event="war", date="2020-01-09"),
        )

    def test_one_source_alone(self) -> None:
        """Its figures of one date are told, those of several are not."""
        figures = (("helicopters lost", 3), ("fixed-wing aircraft lost", 3), ("aircraft lost", 5))
        one_day = [said("A", measure, f"exactly {value}") for measure, value in figures]
        later = said("A", "aircraft lost", "exactly 5", date="2020-01-03")
        assert told(*one_day) == {"A A A"}
        assert not told(*one_day[:2], later)

    def test_more_parts_than_are_searched(self) -> None:
        """60 villages with 2 tanks each are more than 100; each is in a set that is told."""
        places = villages(60)
        ledger = ledger_of(
            *places,
            *(said(f"S{n}", "tanks lost", "exactly 2", place=f"V{n}") for n in range(60)),
            said("A", "tanks lost", "at most 100", place="P"),
        )
        findings = judge(ledger)
        assert all("implied" in found.flags for found in findings)
        sizes = {len(one.claims) for found in findings for one in found.implied}
        assert sizes == {52}

    def test_a_search_is_given_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """After so many steps; then less is found, and nothing that is not there."""
        monkeypatch.setattr(engine, "MAX_STEPS", 1)
        assert not told(
            *villages(3),
            *(said(f"S{n}", "tanks lost", "exactly 2", place=f"V{n}") for n in range(3)),
            said("A", "tanks lost", "at most 5", place="P"),
        )

    def test_very_many_sources(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Of sets that differ in who gave a figure, so many are told."""
        monkeypatch.setattr(engine, "MAX_VARIANTS", 2)
        found = told(
            *(said(f"A{n}", "helicopters lost", "exactly 3") for n in range(6)),
            said("B", "fixed-wing aircraft lost", "exactly 3"),
            said("C", "aircraft lost", "exactly 5"),
        )
        assert len(found) == 3


class TestStatus:
    """Civilians and soldiers."""

    CLAIMS = (
        said("E", "civilians killed", "exactly 20"),
        said("E", "people killed", "exactly 30"),
    )

    def test_across_sides_they_are_not_added_up(self) -> None:
        """Whom the one calls a civilian, the other may call a soldier."""
        assert not told(*SOURCES, *self.CLAIMS, said("W", "soldiers killed", "exactly 20"))

    def test_within_a_side_they_are(self) -> None:
        """It knows its own."""
        assert told(*SOURCES, *self.CLAIMS, said("F", "soldiers killed", "exactly 20")) == {"E E F"}

    def test_where_the_ledger_declares_it_they_are(self) -> None:
        """Whoever says so."""
        assert told(
            *SOURCES,
            Partition(whole="people", parts=["civilians", "soldiers"]),
            *self.CLAIMS,
            said("W", "soldiers killed", "exactly 20"),
        ) == {"E E W"}


class TestAgainstTheParts:
    """More than all the parts allow."""

    def test_killed_and_wounded(self) -> None:
        """The case of the page: no two of the three contradict each other."""
        claims = (
            said("A", "killed", "at most 5"),
            said("B", "wounded", "at most 5"),
            said("C", "casualties", "at least 20"),
        )
        assert told(TOLL, *claims) == {"A B C"}
        assert not told(*claims)
        for left in range(3):
            assert not told(TOLL, *claims[:left], *claims[left + 1 :])

    def test_whoever_set_a_limit(self) -> None:
        """Each claim of a part that is too low, and each of the whole that is too high."""
        assert told(
            TOLL,
            said("A", "killed", "at most 5"),
            said("B", "killed", "at most 8"),
            said("C", "wounded", "at most 5"),
            said("D", "casualties", "at least 12"),
            said("E", "casualties", "at least 20"),
        ) == {"A C D", "A C E", "B C E"}

    def test_limits_from_further_up_and_from_parts_of_parts(self) -> None:
        """Killed or missing at most 5 are killed at most 5; wounded are two things here."""
        assert told(
            TOLL,
            Partition(whole="wounded", parts=["lightly hurt", "badly hurt"]),
            said("A", "killed or missing", "at most 5"),
            said("B", "lightly hurt", "at most 5"),
            said("C", "badly hurt", "at most 5"),
            said("D", "casualties", "at least 20"),
        ) == {"A B C D"}

    def test_parts_of_another_cut(self) -> None:
        """Soldiers and civilians against killed and wounded: neither whole was counted."""
        assert told(
            TOLL,
            Partition(whole="people", parts=["soldiers", "civilians"]),
            said("A", "killed", "at most 5"),
            said("B", "wounded", "at most 5"),
            said("C", "military casualties", "at least 6"),
            said("D", "civilian casualties", "at least 6"),
        ) == {"A B C D"}

    def test_one_source_that_changed_its_mind(self) -> None:
        """Is no contradiction."""
        assert not told(
            TOLL,
            said("A", "killed", "at most 5"),
            said("A", "wounded", "at most 5"),
            said("A", "casualties", "at least 20", date="2020-01-03"),
        )

    def test_a_part_alone_that_exceeds_the_whole(self) -> None:
        """Is a pair; a limit that is not needed is left out."""
        assert told(
            TOLL,
            said("A", "killed", "at most 5"),
            said("B", "people executed", "at least 6"),
            said("C", "wounded", "none"),
        ) == {"A B"}

    def test_on_another_day(self) -> None:
        """Limits of later days hold for a running count of an earlier one."""
        assert told(
            WAR,
            TOLL,
            said("A", "killed", "at most 5", event="war", date="2020-01-05"),
            said("B", "wounded", "at most 5", event="war", date="2020-01-04"),
            said("C", "casualties", "at least 20", event="war", date="2020-01-03"),
        ) == {"A B C"}


class TestOverlapping:
    """Two parts that exceed the whole by more than they can share."""

    CLAIMS = (
        said("A", "helicopters lost", "at least 6"),
        said("B", "aircraft destroyed", "at least 7"),
        said("C", "aircraft lost", "at most 10"),
    )

    def test_they_share_too_little(self) -> None:
        """6 + 7 - 10 is more than 2 helicopters destroyed."""
        few = said("D", "helicopters destroyed", "at most 2")
        assert told(*self.CLAIMS, few) == {"A B C D"}
        assert not told(*self.CLAIMS, said("D", "helicopters destroyed", "at most 3"))

    def test_the_words(self) -> None:
        """Every step of it."""
        few = said("D", "helicopters destroyed", "at most 2")
        (relation,) = {one for f in judge(ledger_of(*self.CLAIMS, few)) for one in f.implied}
        assert relation.edges == ("the destroyed count as lost", "helicopters are aircraft")
        assert relation.rule == (
            "two parts are at least 7 + 6 = 13,"
            " the whole and what the two share at most 2 + 10 = 12"
        )

    def test_a_limit_of_more_than_what_they_share(self) -> None:
        """Is not seen, for want of a claim of what they share; nothing false is told."""
        assert not told(
            cl.Party(name="S"),
            *self.CLAIMS,
            said("D", "helicopters destroyed", "at most 2", subject="any"),
            said("E", "helicopters destroyed", "at least 1"),
        )

    def test_not_where_fewer_claims_clash(self) -> None:
        """Of sets within each other the smaller is told."""
        few = said("D", "helicopters destroyed", "at most 2")
        none = said("E", "aircraft destroyed", "at most 1")
        found = told(*self.CLAIMS[:2], said("C", "aircraft lost", "at most 5"), few, none)
        assert found == {"A C", "B C"}


class TestConflicts:
    """The function itself."""

    def found(self, *records: object, **choice: object) -> list[Conflict]:
        ledger = ledger_of(*records)
        scene = Scene.of(ledger)
        entries = counts(scene, judge(ledger))

        def rebuilt(literals: object) -> Network:
            some: list[Literal] = list(literals)  # type: ignore[call-overload]
            return network_of(scene, [(one.voice, one.question) for one in some])

        return conflicts(scene, network_of(scene, entries), rebuilt, **choice)  # type: ignore[arg-type]

    def test_literals(self) -> None:
        """What is at least so many first; the claims by their ids."""
        (one,) = self.found(said("A", "helicopters lost", "3"), said("B", "aircraft lost", "none"))
        assert [literal.voice.source for literal in one.literals] == ["a", "b"]
        assert one.claims == {literal.voice.id for literal in one.literals}

    def test_a_choice(self) -> None:
        """Which sets are listed can be chosen."""
        records = (
            TOLL,
            said("A", "killed", "5"),
            said("A", "people wounded", "5", date="2020-01-03"),
            said("A", "casualties", "at least 20", date="2020-01-04"),
            said("A", "helicopters lost", "5", date="2020-01-03"),
            said("A", "aircraft lost", "none", date="2020-01-04"),
        )
        assert self.found(*records) == []
        assert len(self.found(*records, choice=lambda _: True)) == 2

    def test_one_order(self) -> None:
        """By the ids of the claims."""
        found = self.found(
            *(said(source, "helicopters lost", "3") for source in "ABCD"),
            *(said(source, "aircraft lost", "none") for source in "EFGH"),
        )
        assert [sorted(one.claims) for one in found] == sorted(sorted(one.claims) for one in found)
