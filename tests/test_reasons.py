"""Why regions bear on each other, in words that can be read aloud."""

from __future__ import annotations

import pytest

import claimledger as cl
from claimledger.claims import Partition
from claimledger.reasons import Fact, apart, cell_steps, listed, measure_text, name_of, sentences
from claimledger.regions import Cell
from tests.counts_case import TOLL, WAR, network, relations, said, scene_of

SCENE = scene_of(
    WAR,
    cl.Event(name="the Battle", part_of="war", window="2020-01-02"),
    cl.Party(name="East"),
    cl.Party(name="North", part_of="East"),
    cl.Place(name="the Plain"),
    cl.Place(name="the Hill", part_of="the Plain"),
)
LOST = ("aircraft", "lost")


class TestListed:
    """Names as a reader says them."""

    @pytest.mark.parametrize(
        ("names", "text"),
        [
            ([], ""),
            (["a"], "a"),
            (["a", "b"], "a and b"),
            (["a", "b", "c"], "a, b and c"),
            (list("abcdef"), "a, b, c, d, e and f"),
            (list("abcdefgh"), "a, b, c, d, e and 3 more"),
        ],
    )
    def test_of_very_many_the_first(self, names: list[str], text: str) -> None:
        """And how many others there are."""
        assert listed(names) == text


class TestSentences:
    """Each thing said once."""

    def test_of_all_that_it_is_said_of(self) -> None:
        """In the order in which they come; the verb follows the number."""
        lies = ("lies in P", "lie in P")
        facts = [Fact("A", *lies), Fact("C", "is part of D", "are parts of D"), Fact("B", *lies)]
        assert list(sentences([*facts, Fact("A", *lies)])) == ["A and B lie in P", "C is part of D"]


class TestSteps:
    """Why one cell lies within another."""

    @pytest.mark.parametrize(
        ("part", "whole", "text"),
        [
            ({}, {}, []),
            ({"measure": ("helicopters", "lost")}, {}, ["helicopters are aircraft"]),
            ({"measure": ("aircraft", "destroyed")}, {}, ["the destroyed count as lost"]),
            (
                {"measure": ("soldiers", "captured (people)")},
                {"measure": ("people", "captured (people)")},
                ["soldiers are people"],
            ),
            (
                {"measure": ("soldiers", "killed")},
                {"measure": ("people", "casualties")},
                ["soldiers are people", "the killed count as casualties"],
            ),
            (
                {"measure": ("", "crew rescued")},
                {"measure": ("people", "evacuated")},
                ["crew rescued are part of people evacuated (declared)"],
            ),
            ({"subject": "north"}, {"subject": "east"}, ["North is part of East"]),
            ({"subject": "north"}, {"subject": "any"}, ["North is one of all parties"]),
            ({"subject": "west"}, {"subject": "east"}, ["west is part of East (declared)"]),
            ({"place": "the hill"}, {"place": "the plain"}, ["the Hill lies in the Plain"]),
            ({"place": "a pond"}, {"place": "the hill"}, ["a pond lies in the Hill (declared)"]),
            ({"event": "the battle"}, {"event": "war"}, ["the Battle is part of war"]),
        ],
    )
    def test_a_sentence_for_each_dimension(
        self, part: dict[str, object], whole: dict[str, object], text: list[str]
    ) -> None:
        """In shown names; what only the ledger declares says so."""

        def cell(changes: dict[str, object]) -> Cell:
            fields = {"event": "war", "place": None, "subject": "east", "measure": LOST}
            return Cell(**{**fields, **changes})  # type: ignore[arg-type]

        assert list(sentences(cell_steps(SCENE, cell(part), cell(whole)))) == text


class TestNames:
    """Values as they are shown."""

    def test_values(self) -> None:
        """By their records; a measure by what is counted, or in full."""
        assert name_of(SCENE, "measure", ("tanks", "lost")) == "tanks"
        assert name_of(SCENE, "event", "the battle") == "the Battle"
        assert measure_text(SCENE, ("soldiers", "casualties")) == "military casualties"
        assert measure_text(SCENE, ("", "crew rescued")) == "crew rescued"


def edges(*records: object) -> tuple[str, ...]:
    """The edges and the rule of the only implied contradiction of a ledger."""
    (relation,) = relations(*records)
    return (*relation.edges, relation.rule)


class TestTold:
    """Whole conflicts, as they are read aloud."""

    def test_running_counts(self) -> None:
        """Up to one day and up to another."""
        assert edges(
            WAR,
            said("A", "helicopters lost", "3", event="war", date="2020-01-02"),
            said("B", "aircraft lost", "none", event="war", date="2020-01-04"),
        ) == (
            "helicopters are aircraft",
            "the count up to 2020-01-02 is part of that up to 2020-01-04",
            "the part is at least 3, the whole at most 0",
        )

    def test_days_that_add_up(self) -> None:
        """Two days and the running count of the second."""
        assert edges(
            WAR,
            said("A", "tanks lost", "exactly 5", event="war", window="2020-01-01"),
            said("A", "tanks lost", "exactly 6", event="war", window="2020-01-03/2020-01-04"),
            said("B", "tanks lost", "exactly 9", event="war", date="2020-01-04"),
        ) == (
            "2020-01-01 and 2020-01-03 to 2020-01-04 lie within 2020-01-01 to 2020-01-04",
            "2020-01-01 and 2020-01-03 to 2020-01-04 do not overlap, so their counts add up",
            "the parts share nothing and are at least 5 + 6 = 11, the whole at most 9",
        )

    def test_a_window_without_a_beginning(self) -> None:
        """Up to its end."""
        assert edges(
            said("A", "tanks lost", "exactly 5", window="2020-01-01/2020-01-02"),
            said("B", "tanks lost", "exactly 4", window="../2020-01-03"),
        ) == (
            "2020-01-01 to 2020-01-02 lies within all the time up to 2020-01-03",
            "the part is at least 5, the whole at most 4",
        )

    def test_parties_and_places_that_add_up(self) -> None:
        """Three parties, by one sentence; a party and a place, by one for each pair."""
        parties = [cl.Party(name=name) for name in "PQR"]
        assert edges(
            *parties,
            *(said(name, "tanks lost", "exactly 5", subject=name) for name in "PQR"),
            said("B", "tanks lost", "exactly 14", subject="any"),
        ) == (
            "P, Q and R are among all parties",
            "P, Q and R do not overlap, so their counts add up",
            "the parts share nothing and are at least 5 + 5 + 5 = 15, the whole at most 14",
        )
        places = [cl.Place(name="Z"), *(cl.Place(name=name, part_of="Z") for name in ("V", "W"))]
        assert edges(
            *parties,
            *places,
            said("A", "tanks lost", "exactly 5", subject="P", place="V"),
            said("A", "tanks lost", "exactly 6", subject="P", place="W"),
            said("A", "tanks lost", "exactly 7", subject="Q", place="Z"),
            said("B", "tanks lost", "exactly 17", subject="any", place="Z"),
        )[2:] == (
            "V and W do not overlap, so their counts add up",
            "P and Q do not overlap, so their counts add up",
            "the parts share nothing and are at least 5 + 6 + 7 = 18, the whole at most 17",
        )

    def test_declared_parts(self) -> None:
        """Above the whole, and below it."""
        parts = (said("A", "killed", "exactly 15"), said("B", "wounded", "exactly 16"))
        assert edges(TOLL, *parts, said("C", "casualties", "at most 30")) == (
            "the killed count as casualties",
            "people wounded are part of casualties (declared)",
            "killed and wounded make up casualties (declared)",
            "the parts share nothing and are at least 15 + 16 = 31, the whole at most 30",
        )
        assert edges(TOLL, *parts, said("C", "casualties", "at least 32")) == (
            "killed and wounded make up casualties (declared)",
            "the whole is at least 32, its parts at most 15 + 16 = 31",
        )

    def test_declared_parts_beside_parts_of_the_tree(self) -> None:
        """A pair that is apart by what is counted, and one by what happened."""
        found = edges(
            TOLL,
            said("A", "soldiers killed", "exactly 5"),
            said("A", "civilians killed", "exactly 6"),
            said("A", "wounded", "exactly 7"),
            said("C", "casualties", "at most 17"),
        )
        assert found == (
            "civilians and soldiers are people",
            "the killed count as casualties",
            "people wounded are part of casualties (declared)",
            "civilians and soldiers do not overlap, so their counts add up",
            "killed and wounded make up casualties (declared)",
            "the parts share nothing and are at least 6 + 5 + 7 = 18, the whole at most 17",
        )

    def test_a_scope_and_all_parties(self) -> None:
        """Whoever it is declared for is named."""
        assert edges(
            *(cl.Party(name=name) for name in "PQ"),
            cl.Place(name="Hill"),
            Partition(whole="any", parts=["P", "Q"], place="Hill"),
            said("A", "tanks lost", "exactly 5", subject="P", place="Hill"),
            said("A", "tanks lost", "exactly 5", subject="Q", place="Hill"),
            said("C", "tanks lost", "exactly 20", subject="any", place="Hill"),
        ) == (
            "P and Q make up all parties (declared for Hill)",
            "the whole is at least 20, its parts at most 5 + 5 = 10",
        )

    def test_nodes_that_may_overlap(self) -> None:
        """Nothing says that they add up."""
        found = network(said("A", "women killed", "1"), said("A", "officers killed", "1"))
        assert list(apart(SCENE, found, [0, 1])) == []

    def test_very_many_parts(self) -> None:
        """Are counted, not listed."""
        places = [cl.Place(name=f"V{number}", part_of="P") for number in range(8)]
        found = edges(
            cl.Place(name="P"),
            *places,
            *(said("A", "tanks lost", "exactly 1", place=one.name) for one in places),
            said("B", "tanks lost", "exactly 7", place="P"),
        )
        assert found == (
            "V0, V1, V2, V3, V4 and 3 more lie in P",
            "V0, V1, V2, V3, V4 and 3 more do not overlap, so their counts add up",
            "the parts share nothing and are at least 8, the whole at most 7",
        )
