"""The network of regions: what holds what, directly, and what shares nothing."""

from __future__ import annotations

import claimledger as cl
from claimledger.claims import Partition
from claimledger.network import FEW, Network
from claimledger.taxonomy import shipped_vocabulary
from tests.counts_case import TOLL, WAR, network, node_named, said

AIR, HELI, ATTACK = ("aircraft", "lost"), ("helicopters", "lost"), ("attack helicopters", "lost")


def name_in(found: Network, index: int) -> str:
    node = found.nodes[index]
    return f"{node.cell.measure[0]} {node.end[0] - node.start}"


def ups(found: Network) -> dict[str, list[str]]:
    """Of each node, by its kind and its length in days, those that directly hold it."""
    return {
        name_in(found, index): sorted(name_in(found, over) for over in node.up)
        for index, node in enumerate(found.nodes)
    }


class TestOrder:
    """What directly holds what."""

    def test_a_chain_of_kinds(self) -> None:
        """Each within the next, and none beside it."""
        found = network(
            said("A", "aircraft lost", "9"),
            said("A", "attack helicopters lost", "1"),
            said("A", "helicopters lost", "5"),
        )
        assert ups(found) == {
            "attack helicopters 0": ["helicopters 0"],
            "helicopters 0": ["aircraft 0"],
            "aircraft 0": [],
        }
        assert [[name_in(found, n) for n in node.down] for node in found.nodes] == [
            [],
            ["attack helicopters 0"],
            ["helicopters 0"],
        ]

    def test_days_and_kinds_at_once(self) -> None:
        """A running count lies in the next of its kind, and in that of all kinds of its day."""
        found = network(
            WAR,
            *(
                said("A", measure, "1", event="war", date=f"2020-01-0{day}")
                for measure in ("aircraft lost", "helicopters lost")
                for day in (2, 3)
            ),
            said("A", "helicopters lost", "1", event="war", window="2020-01-03"),
        )
        assert ups(found) == {
            "helicopters 0": ["helicopters 2"],
            "helicopters 1": ["aircraft 1", "helicopters 2"],
            "helicopters 2": ["aircraft 2"],
            "aircraft 1": ["aircraft 2"],
            "aircraft 2": [],
        }

    def test_the_strongest_claims_come_first(self) -> None:
        """Of lower bounds the highest, of upper bounds the lowest."""
        found = network(
            *(
                said(source, "tanks lost", value)
                for source, value in zip("ABC", "576", strict=True)
            ),
            said("D", "tanks lost", "at most 3"),
        )
        (node,) = found.nodes
        assert [one.voice.source for one in node.lows] == ["b", "c", "a"]
        assert [one.voice.source for one in node.highs] == ["d", "a", "c", "b"]
        assert [one.value for one in node.highs] == [3, 5, 6, 7]


class TestHolds:
    """Whether one node lies within another."""

    def test_by_cell_and_days(self) -> None:
        """Both must."""
        found = network(
            WAR,
            said("A", "aircraft lost", "1", event="war", date="2020-01-02"),
            said("A", "helicopters lost", "1", event="war", date="2020-01-03"),
            said("A", "helicopters lost", "1", event="war", window="2020-01-02"),
        )
        air, _ = node_named(found, AIR)
        days = {name_in(found, index): index for index in range(len(found.nodes))}
        assert found.holds(air, air)
        assert found.holds(air, days["helicopters 0"])
        assert not found.holds(air, days["helicopters 2"])
        assert not found.holds(days["helicopters 0"], days["helicopters 2"])
        assert found.days(days["helicopters 0"])[0] == found.days(days["helicopters 2"])[1] - 1


class TestApart:
    """Whether two nodes share nothing."""

    def test_by_days_by_cells_and_by_declaration(self) -> None:
        """Any of the three will do."""
        found = network(
            WAR,
            cl.Party(name="East"),
            cl.Party(name="West"),
            TOLL,
            said("A", "people killed", "1", event="war", window="2020-01-02", subject="East"),
            said("A", "people killed", "1", event="war", window="2020-01-03", subject="East"),
            said("A", "people killed", "1", event="war", window="2020-01-02", subject="West"),
            said("A", "soldiers wounded", "1", event="war", window="2020-01-02", subject="East"),
        )
        killed = {
            (node.cell.subject, node.start): index
            for index, node in enumerate(found.nodes)
            if node.cell.measure == ("people", "killed")
        }
        second = min(start for _, start in killed)
        wounded, _ = node_named(found, ("soldiers", "wounded"))
        one = killed["east", second]
        assert found.are_apart(one, killed["east", second + 1])
        assert found.are_apart(one, killed["west", second])
        assert found.are_apart(one, wounded)
        whole = found.declared_apart(one, wounded)
        assert whole is not None
        assert whole.edge == "killed and wounded make up casualties (declared)"
        assert not found.are_apart(one, whole.whole)
        assert found.declared_apart(one, one) is None

    def test_civilians_and_soldiers(self) -> None:
        """Told from what is apart by more than a status that may be in dispute."""
        found = network(
            WAR,
            said("A", "soldiers killed", "1", event="war", window="2020-01-02"),
            said("A", "civilians killed", "1", event="war", window="2020-01-02"),
            said("A", "civilians killed", "1", event="war", window="2020-01-03"),
            said("A", "tanks lost", "1", event="war", window="2020-01-02"),
            said("A", "trucks lost", "1", event="war", window="2020-01-02"),
            said("A", "children killed", "1", event="war", window="2020-01-02"),
        )
        words = shipped_vocabulary()
        soldiers, _ = node_named(found, ("soldiers", "killed"))
        children, _ = node_named(found, ("children", "killed"))
        first, second = sorted(
            (node.start, index)
            for index, node in enumerate(found.nodes)
            if node.cell.measure == ("civilians", "killed")
        )
        tanks, _ = node_named(found, ("tanks", "lost"))
        trucks, _ = node_named(found, ("trucks", "lost"))
        assert found.is_apart_as_status(words, soldiers, first[1])
        assert not found.is_apart_as_status(words, soldiers, second[1])
        assert not found.is_apart_as_status(words, tanks, trucks)
        assert not found.is_apart_as_status(words, soldiers, children)


class TestMeet:
    """All that two nodes share."""

    def test_days_are_met_too(self) -> None:
        """The helicopters of the first day: what the helicopters and the first day share."""
        found = network(
            WAR,
            said("A", "aircraft lost", "1", event="war", window="2020-01-02"),
            said("A", "helicopters lost", "1", event="war", window="2020-01-02/2020-01-03"),
            said("A", "helicopters lost", "1", event="war", window="2020-01-02"),
            said("A", "helicopters lost", "1", event="war", window="2020-01-03"),
        )
        at = {
            (node.cell.measure, node.end[0] - node.start, node.start): index
            for index, node in enumerate(found.nodes)
        }
        first = min(start for _, _, start in at)
        air, both = at[AIR, 0, first], at[HELI, 1, first]
        assert found.is_meet(at[HELI, 0, first], air, both)
        assert not found.is_meet(at[HELI, 0, first + 1], air, both)


class TestBelow:
    """All nodes within one, where they are few."""

    def test_few(self) -> None:
        """Each once, however it is reached."""
        found = network(
            cl.Party(name="East"),
            said("A", "aircraft lost", "9", subject="any"),
            said("A", "aircraft lost", "9", subject="East"),
            said("A", "helicopters lost", "9", subject="any"),
            said("A", "helicopters lost", "9", subject="East"),
        )
        top = len(found.nodes) - 1
        assert found.below(top) == (0, 1, 2)
        assert found.below(0) == ()
        assert found.below(top) is found.below(top)

    def test_many(self) -> None:
        """None."""
        places = [cl.Place(name="P")]
        places += [cl.Place(name=f"V{number}", part_of="P") for number in range(FEW + 1)]
        found = network(*places, *(said("A", "tanks lost", "1", place=one.name) for one in places))
        assert found.below(len(found.nodes) - 1) is None


class TestSums:
    """What declared partitions tie together."""

    def test_each_is_known_by_its_whole(self) -> None:
        """Parts as they stand in the network."""
        east = [cl.Party(name=name) for name in ("East", "North", "South")]
        found = network(
            *east,
            Partition(whole="East", parts=["North", "South"]),
            said("A", "tanks lost", "9", subject="South"),
        )
        (one,) = found.sums
        names = [found.nodes[index].cell.subject for index in (one.whole, *one.parts)]
        assert (names[0], sorted(map(str, names[1:]))) == ("east", ["north", "south"])
        assert dict(found.sums_of) == {one.whole: [one]}
        assert found.nodes[one.parts[0]].up == [one.whole]
