"""How far counts are bounded by those of other regions: hand-derived numbers."""

from __future__ import annotations

import math

import pytest

import claimledger as cl
from claimledger import bounds as engine
from claimledger.bounds import Bounds, ceilings, crossings, floors, is_consistent, propagate
from claimledger.claims import Partition
from claimledger.network import FEW, Network
from tests.counts_case import TOLL, WAR, network, node_named, said

TANKS = ("tanks", "lost")


def at(found: Network, bounds: Bounds, measure: tuple[str, str], **cell: object) -> object:
    """The bounds of the node of a measure."""
    index, _ = node_named(found, measure, **cell)
    return bounds.low[index], bounds.high[index]


def people(outcome: str) -> tuple[str, str]:
    return "people", outcome


class TestPropagate:
    """Each rule of section 5."""

    def test_parts_and_wholes_bound_each_other(self) -> None:
        """R1: 3 helicopters are at least 3 aircraft; of 9 aircraft at most 9 are helicopters."""
        found = network(
            said("A", "helicopters lost", "at least 3"), said("A", "aircraft lost", "at most 9")
        )
        bounds = propagate(found)
        assert at(found, bounds, ("helicopters", "lost")) == (3, 9)
        assert at(found, bounds, ("aircraft", "lost")) == (3, 9)

    def test_disjoint_parts_add_up(self) -> None:
        """R2: 2 helicopters and 3 planes are 5 aircraft; of 6, at most 6 - 3 are helicopters."""
        found = network(
            said("A", "helicopters lost", "at least 2"),
            said("A", "fixed-wing aircraft lost", "at least 3"),
            said("A", "aircraft lost", "at most 6"),
        )
        bounds = propagate(found)
        assert at(found, bounds, ("aircraft", "lost")) == (5, 6)
        assert at(found, bounds, ("helicopters", "lost")) == (2, 3)
        assert at(found, bounds, ("fixed-wing aircraft", "lost")) == (3, 4)

    def test_parts_that_may_overlap_do_not(self) -> None:
        """Women and officers; the larger figure counts."""
        found = network(
            said("A", "women killed", "at least 2"),
            said("A", "officers killed", "at least 3"),
            said("A", "people killed", "at most 60"),
        )
        assert at(found, propagate(found), people("killed")) == (3, 60)

    def test_declared_parts_bound_the_whole_from_above(self) -> None:
        """R3: at most 5 killed and 7 wounded are at most 12 casualties."""
        found = network(TOLL, said("A", "killed", "at most 5"), said("A", "wounded", "at most 7"))
        assert at(found, propagate(found), people("casualties")) == (0, 12)

    def test_and_each_other(self) -> None:
        """R3: of 20 casualties at most 5 were killed, so 15 were wounded; of 30, at most 29 - 4."""
        found = network(
            TOLL,
            said("A", "killed", "4 to 5"),
            said("A", "casualties", "20 to 29"),
            said("A", "wounded", "at least 1"),
        )
        assert at(found, propagate(found), people("wounded")) == (15, 25)

    def test_within_all_that_lies_in_the_whole(self) -> None:
        """The casualties of soldiers are their killed and wounded, too: at most 3 + 4."""
        found = network(
            TOLL,
            said("A", "soldiers killed", "at most 3"),
            said("A", "soldiers wounded", "at most 4"),
        )
        assert at(found, propagate(found), ("soldiers", "casualties")) == (0, 7)

    def test_two_parts_share_the_excess(self) -> None:
        """R4: 6 helicopters lost and 7 aircraft destroyed of 10 share 3 helicopters destroyed."""
        found = network(
            said("A", "helicopters lost", "at least 6"),
            said("A", "aircraft destroyed", "at least 7"),
            said("A", "aircraft lost", "at most 10"),
            said("A", "helicopters destroyed", "at least 1"),
        )
        assert at(found, propagate(found), ("helicopters", "destroyed"))[0] == 3  # type: ignore[index]

    def test_none_of_the_whole_is_none_of_a_part(self) -> None:
        """R5, and some of a part is at least 1."""
        found = network(said("A", "aircraft lost", "none"), said("B", "helicopters lost", "some"))
        bounds = propagate(found)
        assert at(found, bounds, ("helicopters", "lost")) == (1, 0)
        assert not bounds.is_consistent
        assert not is_consistent(found)
        assert len(bounds.impossible) == 2

    def test_wide_wholes(self) -> None:
        """13 villages with 2 tanks each leave 30 - 24 for one of them, 30 - 26 for the rest."""
        villages = [cl.Place(name=f"V{number}", part_of="P") for number in range(FEW + 1)]
        found = network(
            cl.Place(name="P"),
            *villages,
            cl.Place(name="W", part_of="P"),
            *(said("A", "tanks lost", "at least 2", place=one.name) for one in villages),
            said("A", "tanks lost", "at most 30", place="P"),
            said("A", "tanks lost", "at most 50", place="W"),
        )
        bounds = propagate(found)
        assert at(found, bounds, TANKS, place="p") == (26, 30)
        assert at(found, bounds, TANKS, place="v3") == (2, 6)
        assert at(found, bounds, TANKS, place="w") == (0, 4)

    def test_what_nothing_bounds_from_above(self) -> None:
        """Stays without an end, and bounds nothing."""
        found = network(
            said("A", "tanks lost", "at least 3"),
            said("A", "armoured vehicles lost", "at least 5"),
        )
        assert at(found, propagate(found), TANKS) == (3, math.inf)

    def test_it_ends(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """After so many rounds at most; what was found by then holds."""
        monkeypatch.setattr(engine, "MAX_ROUNDS", 0)
        found = network(
            said("A", "helicopters lost", "at least 3"), said("A", "aircraft lost", "at most 9")
        )
        assert at(found, propagate(found), ("aircraft", "lost")) == (0, 9)


class TestOneSided:
    """Lower bounds alone, and upper bounds alone."""

    def found(self) -> Network:
        return network(
            TOLL,
            said("A", "soldiers killed", "exactly 3"),
            said("A", "people killed", "at most 5"),
            said("A", "wounded", "exactly 4"),
        )

    def test_floors(self) -> None:
        """From parts to wholes: 3 killed, 3 + 4 casualties; nothing comes down."""
        found = self.found()
        low = floors(found)
        assert [at(found, low, people(end))[0] for end in ("killed", "wounded", "casualties")] == [  # type: ignore[index]
            3,
            4,
            7,
        ]

    def test_ceilings(self) -> None:
        """From wholes to parts, and from all parts to their whole: 5 + 4."""
        found = self.found()
        high = ceilings(found)
        assert at(found, high, ("soldiers", "killed"))[1] == 3  # type: ignore[index]
        assert at(found, high, people("casualties"))[1] == 9  # type: ignore[index]


class TestGrounds:
    """What a bound rests on."""

    def test_claims_and_declarations(self) -> None:
        """Those that are needed, and no others."""
        found = network(
            TOLL,
            said("A", "killed", "at most 5"),
            said("B", "wounded", "at most 7"),
            said("C", "wounded", "at most 8"),
            said("D", "people executed", "at most 9"),
        )
        bounds = propagate(found)
        index, _ = node_named(found, people("casualties"))
        grounds = bounds.grounds(("high", index))
        assert sorted(one.voice.source for _, one in grounds.literals) == ["a", "b"]
        assert grounds.edges == ("killed and wounded make up casualties (declared)",)
        assert bounds.grounds(("low", index)).literals == ()

    def test_of_what_is_said_itself(self) -> None:
        """The claim."""
        found = network(said("A", "killed", "5"), said("B", "wounded", "7"))
        bounds = floors(found)
        index, _ = node_named(found, people("killed"))
        ((where, literal),) = bounds.grounds(("low", index)).literals
        assert (where, literal.value, literal.voice.source) == (index, 5, "a")
        assert bounds.high[index] == 5

    def test_links(self) -> None:
        """A ceiling that comes from a whole says which."""
        found = network(said("A", "aircraft lost", "none"), said("B", "helicopters lost", "3"))
        bounds = ceilings(found)
        part, whole = (node_named(found, (what, "lost"))[0] for what in ("helicopters", "aircraft"))
        grounds = bounds.grounds(("high", part))
        assert grounds.links == ((part, whole),)
        assert [one.voice.source for _, one in grounds.literals] == ["a"]

    def test_a_claim_that_bounds_two_parts_counts_once(self) -> None:
        """5 tanks of Y at most are 5 + 5 of A and B at most, which make up T; the claim is one."""
        found = network(
            *(cl.Party(name=name) for name in ("Y", "T")),
            *(cl.Party(name=name, part_of="Y") for name in ("A", "B")),
            Partition(whole="T", parts=["A", "B"]),
            said("C", "tanks lost", "at most 5", subject="Y"),
            said("C", "tanks lost", "at most 500", subject="T"),
        )
        bounds = ceilings(found)
        index, _ = node_named(found, TANKS, subject="t")
        assert bounds.high[index] == 10
        ((where, literal),) = bounds.grounds(("high", index)).literals
        assert (found.nodes[where].cell.subject, literal.value) == ("y", 5)

    def test_of_much_that_bounds_one_each_claim(self) -> None:
        """The toll of all is the dead and the wounded of two parties: 2 + 2 + 2 + 2."""
        found = network(
            WAR,
            TOLL,
            *(cl.Party(name=name) for name in ("East", "West")),
            Partition(whole="any", parts=["East", "West"]),
            *(
                said("A", f"people {end}", "at most 2", event="war", subject=party)
                for end in ("killed", "wounded")
                for party in ("East", "West")
            ),
            said("A", "casualties", "at most 900", event="war", subject="any"),
        )
        bounds = ceilings(found)
        index, _ = node_named(found, people("casualties"), subject="any")
        assert bounds.high[index] == 8
        grounds = bounds.grounds(("high", index))
        assert len(grounds.literals) == 4
        assert len(grounds.edges) == 2


class TestCrossings:
    """Nodes that are all that two others share."""

    def test_with_what_holds_both(self) -> None:
        """Helicopters destroyed, of helicopters lost and aircraft destroyed, in aircraft lost."""
        found = network(
            *(
                said("A", f"{what} {end}", "1")
                for what in ("aircraft", "helicopters")
                for end in ("lost", "destroyed")
            )
        )
        (crossing,) = crossings(found)
        shared, one, other, whole = (found.nodes[index].cell.measure for index in crossing)
        assert shared == ("helicopters", "destroyed")
        assert {one, other} == {("helicopters", "lost"), ("aircraft", "destroyed")}
        assert whole == ("aircraft", "lost")
        assert crossings(found) is crossings(found)

    def test_of_very_many_wholes_the_nearest(self) -> None:
        """More than a few over a node: only those that directly hold it are looked at."""
        parties = [cl.Party(name="P0")]
        parties += [cl.Party(name=f"P{n}", part_of=f"P{n - 1}") for n in range(1, 9)]
        found = network(
            *parties,
            *(said("A", "aircraft lost", "9", subject=one.name) for one in parties),
            said("A", "helicopters lost", "9", subject="any"),
            said("A", "helicopters lost", "9", subject="P8"),
            said("A", "aircraft lost", "9", subject="any"),
        )
        ((shared, one, other, whole),) = crossings(found)
        cells = [found.nodes[index].cell for index in (shared, one, other, whole)]
        assert cells[0].subject == "p8"
        assert {(c.subject, c.measure[0]) for c in cells[1:3]} == {
            ("any", "helicopters"),
            ("p8", "aircraft"),
        }
        assert (cells[3].subject, cells[3].measure[0]) == ("any", "aircraft")


def test_nothing_said() -> None:
    """No counts, no bounds."""
    found = network(cl.Party(name="East"))
    assert (found.nodes, propagate(found).low) == ([], [])
    assert math.inf not in floors(found).high
