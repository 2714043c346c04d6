"""Declared partitions as they are read."""

from __future__ import annotations

import pytest

import claimledger as cl
from claimledger.claims import Partition
from claimledger.cuts import Cut, cut_faults, cuts, node_of, read_cut
from claimledger.errors import InvalidRecordError
from claimledger.taxonomy import Measure, MeasureEntry, shipped_vocabulary
from tests.counts_case import ledger_of, said, scene_of

WORDS = shipped_vocabulary()
EAST = (cl.Party(name="East"), cl.Party(name="North", part_of="East"), cl.Party(name="South"))
PLACES = (cl.Place(name="Plain"), cl.Place(name="Hill"), cl.Place(name="Marsh"))


def cut(whole: str, *parts: str, records: tuple[object, ...] = (), **scope: str) -> Cut:
    """A partition as it is read in a ledger of some records."""
    declared = Partition(whole=whole, parts=parts, **scope)
    return read_cut(ledger_of(*records), WORDS, declared)


class TestReadCut:
    """What the names of a partition are, and along which dimension they differ."""

    @pytest.mark.parametrize(
        ("whole", "parts", "dimension", "nodes", "within"),
        [
            # Words that are measures by themselves are of people.
            (
                "casualties",
                ["killed", "wounded"],
                "outcome",
                ("casualties", "killed", "wounded"),
                "people",
            ),
            (
                "military casualties",
                ["soldiers killed", "soldiers wounded"],
                "outcome",
                ("casualties", "killed", "wounded"),
                "soldiers",
            ),
            # What and outcome differ at once.
            (
                "people killed",
                ["soldiers executed", "civilians killed"],
                "measure",
                (("people", "killed"), ("civilians", "killed"), ("soldiers", "executed")),
                None,
            ),
            (
                "people killed",
                ["civilians killed", "soldiers killed"],
                "what",
                ("people", "civilians", "soldiers"),
                "killed",
            ),
            ("equipment", ["tanks", "trucks"], "what", ("equipment", "tanks", "trucks"), None),
            # "Lost" and "captured" are several outcomes each; only those of equipment fit.
            ("lost", ["captured", "destroyed"], "outcome", ("lost", "captured", "destroyed"), None),
            (
                "gizmos",
                ["gadgets", "tanks lost"],
                "measure",
                (("", "gizmos"), ("", "gadgets"), ("tanks", "lost")),
                None,
            ),
        ],
    )
    def test_measures(
        self,
        whole: str,
        parts: list[str],
        dimension: str,
        nodes: tuple[object, ...],
        within: str | None,
    ) -> None:
        """By the vocabulary, and narrowed to the tree in which they differ."""
        found = cut(whole, *parts)
        assert (found.dimension, (found.whole, *found.parts)) == (dimension, nodes)
        assert found.within == within

    def test_parties(self) -> None:
        """Parties, any of them, and a rest that nobody declares."""
        found = cut("any", "East", "the rest", records=EAST)
        assert (found.dimension, found.whole, found.parts) == (
            "subject",
            "any",
            ("east", "the rest"),
        )

    def test_places(self) -> None:
        """Places, too."""
        found = cut("Plain", "Hill", "Marsh", records=PLACES)
        assert (found.dimension, found.whole, found.parts) == ("place", "plain", ("hill", "marsh"))

    @pytest.mark.parametrize(
        ("whole", "parts", "message"),
        [
            (
                "East",
                ["tanks", "killed"],
                (
                    "expected names of one kind: 'East' is a party, 'killed' is a measure,"
                    " 'tanks' is a thing"
                ),
            ),
            (
                "Plain",
                ["North", "Hill"],
                (
                    "expected names of one kind: 'Plain' is a place, 'Hill' is a place,"
                    " 'North' is a party"
                ),
            ),
            (
                "gizmos",
                ["captured", "gadgets"],
                (
                    "expected names of one kind: 'gizmos' is unknown, 'captured' is an outcome,"
                    " 'gadgets' is unknown"
                ),
            ),
            ("casualties", ["killed", "dead", "wounded"], "'dead' and 'killed' are the same"),
            ("killed", ["deaths", "wounded"], "'killed' and 'deaths' are the same"),
            (
                "equipment",
                ["armoured vehicles", "tanks"],
                "part 'tanks' lies within part 'armoured vehicles'",
            ),
            (
                "damaged",
                ["hit", "flooded"],
                "'damaged' may be several things here: damaged, damaged (object)",
            ),
        ],
    )
    def test_what_cannot_be_read(self, whole: str, parts: list[str], message: str) -> None:
        """Is refused with the names that are at fault."""
        with pytest.raises(InvalidRecordError) as raised:
            cut(whole, *parts, records=(*EAST, *PLACES))
        assert str(raised.value).startswith(message)


class TestEdge:
    """The declaration, in words."""

    @pytest.mark.parametrize(
        ("found", "text"),
        [
            (
                cut("casualties", "wounded", "killed"),
                "killed and wounded make up casualties (declared)",
            ),
            (
                cut("equipment", "tanks", "trucks", "radars", subject="East", event="war"),
                "radars, tanks and trucks make up equipment (declared for East, war)",
            ),
            (
                cut("any", "East", "South", records=EAST),
                "East and South make up all parties (declared)",
            ),
        ],
    )
    def test_reads_as_a_sentence(self, found: Cut, text: str) -> None:
        """With what it is declared for."""
        assert found.edge == text


class TestCircles:
    """A whole cannot lie within one of its parts."""

    @pytest.mark.parametrize(
        ("records", "faults"),
        [
            # Two partitions that hold each other.
            (
                [
                    Partition(whole="gizmos", parts=["gadgets", "x"]),
                    Partition(whole="gadgets", parts=["gizmos", "y"]),
                ],
                [
                    "partition of 'gadgets': a circle: 'gizmos' in 'gadgets' in 'gizmos'",
                    "partition of 'gizmos': a circle: 'gadgets' in 'gizmos' in 'gadgets'",
                ],
            ),
            # One that turns the tree of what is counted round.
            (
                [Partition(whole="tanks", parts=["armoured vehicles", "trucks"])],
                [
                    (
                        "partition of 'tanks': a circle: 'armoured vehicles' in 'tanks' in"
                        " 'armoured vehicles'"
                    )
                ],
            ),
            # The tree of outcomes, for people.
            (
                [Partition(whole="people killed", parts=["casualties", "people missing"])],
                [
                    (
                        "partition of 'people killed': a circle: 'people casualties' in"
                        " 'people killed' in 'people casualties'"
                    )
                ],
            ),
            # A partition of things and one of measures.
            (
                [
                    Partition(whole="trucks", parts=["tanks", "radars"]),
                    Partition(whole="tanks destroyed", parts=["trucks destroyed", "x"]),
                ],
                [
                    (
                        "partition of 'tanks destroyed': a circle: 'trucks destroyed' in"
                        " 'tanks destroyed' in 'trucks destroyed'"
                    )
                ],
            ),
            (
                [*EAST, Partition(whole="North", parts=["East", "South"])],
                ["partition of 'North': a circle: 'East' in 'North' in 'East'"],
            ),
            (
                [*EAST, Partition(whole="South", parts=["any", "East"])],
                ["partition of 'South': part 'East' lies within part 'any'"],
            ),
            (
                [*EAST, Partition(whole="South", parts=["any", "the rest"])],
                ["partition of 'South': part 'the rest' lies within part 'any'"],
            ),
            (
                [
                    *PLACES,
                    cl.Place(name="Pond", part_of="Marsh"),
                    Partition(whole="Pond", parts=["Marsh", "Hill"]),
                ],
                ["partition of 'Pond': a circle: 'Marsh' in 'Pond' in 'Marsh'"],
            ),
            (
                [
                    Partition(whole="casualties", parts=["killed", "wounded"]),
                    Partition(whole="casualties", parts=["people executed", "people wounded", "x"]),
                ],
                [],
            ),
        ],
    )
    def test_circles(self, records: list[object], faults: list[str]) -> None:
        """Each partition on one is named, with the way round."""
        found = [message for _, message in cut_faults(ledger_of(*records), WORDS)]
        assert sorted(found) == faults

    def test_judging_says_so(self) -> None:
        """A ledger that was put together in Python is not judged."""
        circle = Partition(whole="tanks", parts=["armoured vehicles", "trucks"])
        with pytest.raises(InvalidRecordError, match="a circle: 'armoured vehicles' in 'tanks'"):
            cl.judge(ledger_of(circle, said("A", "tanks lost", "1")))

    def test_checking_says_so(self, tmp_path: object) -> None:
        """Both partitions, each at its line, and the rest of the file is read."""
        path = tmp_path / "a.toml"  # type: ignore[operator]
        path.write_text(
            '[[partitions]]\nwhole = "x"\nparts = ["y", "z"]\n\n'
            '[[partitions]]\nwhole = "y"\nparts = ["x", "w"]\n\n'
            '[[partitions]]\nwhole = "casualties"\nparts = ["killed", "wounded"]\n'
        )
        ledger, problems = cl.read_lenient(path)
        assert [(one.location.line, one.message.partition(":")[0]) for one in problems] == [
            (2, "partition of 'x'"),
            (6, "partition of 'y'"),
        ]
        assert [one.whole for one in ledger.partitions] == ["casualties"]


class TestCuts:
    """All partitions of a ledger."""

    def test_in_the_order_of_the_ledger(self) -> None:
        """Each read."""
        scene = scene_of(
            Partition(whole="equipment", parts=["tanks", "trucks"]),
            Partition(whole="casualties", parts=["killed", "wounded"]),
        )
        assert [one.whole for one in cuts(scene.ledger, WORDS)] == ["casualties", "equipment"]
        assert scene.cuts == cuts(scene.ledger, WORDS)

    def test_what_the_ledger_adds_is_known(self) -> None:
        """A thing of the ledger is a thing."""
        scene = scene_of(
            MeasureEntry("carts", kind="what", part_of=("equipment",)),
            Partition(whole="equipment", parts=["carts", "tanks"]),
        )
        assert scene.cuts[0].parts == ("carts", "tanks")


class TestNodeOf:
    """Where a measure stands in the trees."""

    def test_nodes(self) -> None:
        """What and outcome; one without a place is a node of its own, by its name."""
        assert node_of(WORDS.resolve("tanks destroyed")) == ("tanks", "destroyed")
        assert node_of(Measure("Crew  Rescued", what="crew")) == ("", "crew rescued")
