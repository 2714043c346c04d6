"""Which counts take part, where they are placed, and what declared partitions tie together."""

from __future__ import annotations

import attrs
import pytest

import claimledger as cl
from claimledger.claims import Partition
from claimledger.grouping import Scene
from claimledger.judging import judge
from claimledger.partitions import assembled, counts, placed
from claimledger.taxonomy import MeasureEntry
from tests.counts_case import RAID, TOLL, WAR, ledger_of, network, said, told

LEFT_OUT = {
    "an area": said("A", "area", "20 km2"),
    "a measure of its own": said("A", "crew rescued", "5"),
    "a denial": said("A", "tanks lost", "5", stance="denies"),
    "a forecast": said("A", "tanks lost", "5", stance="expects"),
    "no comment": said("A", "tanks lost", "5", stance="declines"),
    "unknown": said("A", "tanks lost", "unknown"),
    "a proposition": cl.Claim(source="A", date="2020-01-02", proposition="it rained", value="yes"),
}


class TestCounts:
    """What takes part."""

    @pytest.mark.parametrize("claim", LEFT_OUT.values(), ids=LEFT_OUT)
    def test_what_does_not(self, claim: cl.Claim) -> None:
        """Whatever asserts no count, and measures without a place in the trees."""
        ledger = ledger_of(claim)
        assert counts(Scene.of(ledger), judge(ledger)) == []

    def test_what_was_taken_back_does_not(self) -> None:
        """Neither what is withdrawn nor what is superseded."""
        gone = said("A", "tanks lost", "5")
        ledger = ledger_of(
            gone,
            cl.Retraction(target=gone.id, source="A", date="2020-01-03"),
            said("B", "trucks lost", "5", date="2020-01-02"),
            said("B", "trucks lost", "7", date="2020-01-03"),
        )
        found = counts(Scene.of(ledger), judge(ledger))
        assert [(voice.source, str(voice.claim.value)) for voice, _ in found] == [("b", "7")]

    def test_a_measure_of_its_own_does_where_a_partition_names_it(self) -> None:
        """As whole or as part; the place of its question is that of its finding."""
        ledger = ledger_of(
            Partition(whole="Crew Rescued", parts=["pilots rescued", "others rescued"]),
            said("A", "crew rescued", "5"),
            said("A", "others rescued", "5"),
            said("A", "cats rescued", "5"),
        )
        findings = judge(ledger)
        found = counts(Scene.of(ledger), findings)
        assert [findings[place].question.measure for _, place in found] == [
            "crew rescued",
            "others rescued",
        ]


class TestPlaced:
    """What is said of which region."""

    def ends(self, *records: object) -> list[tuple[str, int, int, int]]:
        """Of each end: who says it, 1 for at least, the number, and the day of January."""
        ledger = ledger_of(*records)
        scene = Scene.of(ledger)
        return sorted(
            (one.literal.voice.source, int(one.is_low), one.literal.value, one.key[2][0] - 737424)
            for one in placed(scene, counts(scene, judge(ledger)))
        )

    def test_both_ends(self) -> None:
        """At least, where it is more than 0; at most, where there is an end."""
        assert self.ends(
            RAID,
            said("A", "tanks lost", "3 to 5", event="raid"),
            said("B", "tanks lost", "none", event="raid"),
            said("C", "tanks lost", "some", event="raid"),
        ) == [("a", 0, 5, 9), ("a", 1, 3, 9), ("b", 0, 0, 9), ("c", 1, 1, 9)]

    def test_partial_dates(self) -> None:
        """As a part up to the last day it may mean, as a whole up to the first, if any."""
        assert self.ends(
            cl.Event(name="war", window="2020-01-05/.."),
            said("A", "tanks lost", "exactly 3", event="war", date="2020-01-08~"),
            said("B", "tanks lost", "exactly 3", event="war", date="2020-01"),
        ) == [("a", 0, 3, 7), ("a", 1, 3, 9), ("b", 1, 3, 31)]

    def test_of_one_sources_counts_of_one_day_the_largest_bounds_from_above(self) -> None:
        """Both bound from below; on the next day the next one does."""
        assert self.ends(
            WAR,
            *(
                said("A", "tanks lost", f"exactly {value}", event="war", date=date)
                for value, date in ((3, "2020-01-02"), (5, "2020-01-02"), (9, "2020-01-03"))
            ),
            said("B", "tanks lost", "exactly 4", event="war"),
        ) == [
            ("a", 0, 5, 2),
            ("a", 0, 9, 3),
            *(("a", 1, 3, 2), ("a", 1, 5, 2), ("a", 1, 9, 3)),
            *(("b", 0, 4, 2), ("b", 1, 4, 2)),
        ]

    def test_what_was_said_before_the_start_is_nowhere(self) -> None:
        """A running count of nothing yet."""
        late = cl.Event(name="war", window="2020-01-05/..")
        assert self.ends(late, said("A", "tanks lost", "3", event="war")) == []


class TestAssembled:
    """A network of what is said."""

    def test_regions_of_which_nothing_is_said(self) -> None:
        """Are there when they are asked for."""
        ledger = ledger_of(said("A", "helicopters lost", "3"))
        scene = Scene.of(ledger)
        (low, *_) = placed(scene, counts(scene, judge(ledger)))
        cell, start, end = low.key
        more = (attrs.evolve(cell, measure=("aircraft", "lost")), start, end)
        found = assembled(scene, [low], [more])
        assert [node.cell.measure[0] for node in found.nodes] == ["helicopters", "aircraft"]
        assert [len(node.lows) for node in found.nodes] == [1, 0]
        assert found.nodes[0].up == [1]


class TestHours:
    """On a day on which somebody gives an hour."""

    @pytest.mark.parametrize(
        ("part", "whole", "clash"),
        [
            ("2020-01-02T09:00", "2020-01-02T12:00", True),
            ("2020-01-02T12:00", "2020-01-02T09:00", False),
            ("2020-01-02T09:00Z", "2020-01-02T12:00+01:00", True),
            ("2020-01-02T12:00Z", "2020-01-02T12:00+01:00", False),
            # Without an hour they are of one moment, and so they are the other way round.
            ("2020-01-02", "2020-01-02T12:00", True),
            ("2020-01-02T12:00", "2020-01-02", True),
            ("2020-01-02", "2020-01-02", True),
            # Another day needs no hour.
            ("2020-01-02T12:00", "2020-01-03T09:00", True),
            ("2020-01-03", "2020-01-02T12:00", False),
        ],
    )
    def test_hours_order_running_counts(self, part: str, whole: str, clash: bool) -> None:
        """3 helicopters by the one, and no aircraft by the other."""
        found = told(
            WAR,
            said("A", "helicopters lost", "3", event="war", date=part),
            said("B", "aircraft lost", "none", event="war", date=whole),
        )
        assert found == ({"A B"} if clash else set())


class TestScope:
    """What a partition is declared for."""

    EAST = (cl.Party(name="East"), cl.Party(name="North", part_of="East"), cl.Party(name="West"))

    @pytest.mark.parametrize(
        ("scope", "claim", "clash"),
        [
            ({}, {}, True),
            ({"subject": "East"}, {"subject": "North"}, True),
            ({"subject": "East"}, {"subject": "West"}, False),
            ({"subject": "East"}, {"subject": "any"}, False),
            ({"subject": "East"}, {"subject": None}, False),
            ({"subject": "any"}, {"subject": "West"}, True),
            ({"subject": "any"}, {"subject": None}, False),
            ({"event": "raid"}, {"event": "raid"}, True),
            ({"event": "raid"}, {"event": None}, False),
            ({"place": "Plain"}, {"place": "Hill"}, True),
            ({"place": "Hill"}, {"place": "Plain"}, False),
        ],
    )
    @pytest.mark.parametrize(
        ("whole", "parts"), [("casualties", ["killed", "wounded"]), ("toll", ["dead men", "x"])]
    )
    def test_it_holds_there_alone(
        self,
        scope: dict[str, str],
        claim: dict[str, str | None],
        clash: bool,
        whole: str,
        parts: list[str],
    ) -> None:
        """A part above its whole, or a whole above its parts: within what is named, no further."""
        found = told(
            *self.EAST,
            RAID,
            cl.Place(name="Plain"),
            cl.Place(name="Hill", part_of="Plain"),
            Partition(whole=whole, parts=parts, **scope),
            said("A", parts[0], "exactly 5", **claim),
            said("B", parts[1], "exactly 5", **claim),
            said("C", whole, "exactly 20", **claim),
        )
        assert found == ({"A B C"} if clash else set())

    def test_wholes_hold_their_parts_where_the_trees_do_not_say_so(self) -> None:
        """Parties and places as well: 4 + 4 of the parts are more than 5 of the whole."""
        for kind, dimension in ((cl.Party, "subject"), (cl.Place, "place")):
            names = [kind(name=name) for name in ("T", "A", "B")]
            found = told(
                *names,
                Partition(whole="T", parts=["A", "B"]),
                said("A", "tanks lost", "exactly 4", **{dimension: "A"}),
                said("B", "tanks lost", "exactly 4", **{dimension: "B"}),
                said("C", "armoured vehicles lost", "exactly 5", **{dimension: "T"}),
            )
            assert found == {"A B C"}

    def test_a_rest_that_nobody_declares(self) -> None:
        """Is a party of its own."""
        assert told(
            cl.Party(name="East"),
            cl.Party(name="North", part_of="East"),
            Partition(whole="East", parts=["North", "the rest"]),
            said("A", "tanks lost", "exactly 4", subject="North"),
            said("B", "tanks lost", "exactly 4", subject="the rest"),
            said("C", "tanks lost", "exactly 9", subject="East"),
        ) == {"A B C"}


class TestSums:
    """Partitions of several dimensions at once."""

    def test_a_cross_table(self) -> None:
        """Soldiers and civilians, killed and wounded: every cell and every margin is there."""
        found = network(
            TOLL,
            Partition(whole="people", parts=["soldiers", "civilians"]),
            said("A", "soldiers killed", "1"),
        )
        cells = {node.cell.measure for node in found.nodes}
        assert cells == {
            (what, outcome)
            for what in ("people", "soldiers", "civilians")
            for outcome in ("casualties", "killed", "wounded")
        }
        assert len(found.sums) == 6

    @pytest.mark.parametrize(
        ("declared", "claims"),
        [
            # Of things, for each outcome: of destroyed ones as of lost ones.
            (
                Partition(whole="armoured vehicles", parts=["tanks", "carriers"]),
                [
                    ("tanks destroyed", 5),
                    ("carriers destroyed", 5),
                    ("armoured vehicles destroyed", 20),
                ],
            ),
            # Of one outcome, for those within it.
            (
                Partition(whole="people killed", parts=["soldiers killed", "civilians killed"]),
                [("soldiers executed", 5), ("civilians executed", 5), ("people executed", 20)],
            ),
            # Of outcomes, for each thing; a name with capitals is one as well.
            (
                Partition(whole="UAVs lost", parts=["UAVs destroyed", "UAVs captured"]),
                [("combat UAVs destroyed", 5), ("UAVs captured", 5), ("combat UAVs lost", 20)],
            ),
            # A measure of its own in one of the trees' own.
            (
                Partition(whole="tanks lost", parts=["tanks hit by mines", "other tanks hit"]),
                [("tanks hit by mines", 5), ("other tanks hit", 5), ("tanks lost", 20)],
            ),
        ],
    )
    def test_it_holds_for_what_lies_within(
        self, declared: Partition, claims: list[tuple[str, int]]
    ) -> None:
        """5 and 5 are not 20."""
        carriers = MeasureEntry("carriers", kind="what", part_of=("armoured vehicles",))
        found = told(
            declared,
            carriers,
            *(
                said(source, measure, f"exactly {value}")
                for source, (measure, value) in zip("ABC", claims, strict=True)
            ),
        )
        assert found == {"A B C"}

    def test_not_for_what_lies_beyond(self) -> None:
        """Of the killed alone, it says nothing of the wounded."""
        assert not told(
            Partition(whole="people killed", parts=["soldiers killed", "civilians killed"]),
            said("A", "soldiers wounded", "exactly 5"),
            said("B", "civilians wounded", "exactly 5"),
            said("C", "people wounded", "exactly 20"),
        )
