"""Regions: their spans of time, and how cells lie to each other."""

from __future__ import annotations

import datetime as dt

import pytest

import claimledger as cl
from claimledger.grouping import Scene
from claimledger.questions import time_of
from claimledger.regions import Cell, Lattice, Span, above, finite, measure_node, spans
from claimledger.taxonomy import MeasureEntry
from tests.counts_case import RAID, WAR, said, scene_of

LOST = ("aircraft", "lost")
WHOLE = Span(0, (0, 0, ""))


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


def found(event: cl.Event | None, **fields: object) -> tuple[str, Span, Span | None] | None:
    """The spans of a count of an event, said on 2020-01-05 unless stated."""
    name = None if event is None else event.name
    claim = said("A", "tanks lost", "1", **{"date": "2020-01-05", "event": name, **fields})
    return spans(time_of(claim, event))


class TestSpans:
    """The span of a count as a part and as a whole."""

    @pytest.mark.parametrize(
        ("event", "fields", "base", "part", "whole"),
        [
            # The window of a closed event, or one that is stated: up to the end of its last day.
            (
                RAID,
                {},
                "",
                ("2020-01-01", "2020-01-09", 0, ""),
                ("2020-01-01", "2020-01-09", 2, ""),
            ),
            (
                WAR,
                {"window": "2020-01-03"},
                "",
                ("2020-01-03", "2020-01-03", 0, ""),
                ("2020-01-03", "2020-01-03", 2, ""),
            ),
            # A running count, up to its day, or to its hour, whatever the offset from UTC.
            (WAR, {}, "", ("2020-01-01", "2020-01-05", 0, ""), ("2020-01-01", "2020-01-05", 2, "")),
            (
                WAR,
                {"date": "2020-01-05T09:00"},
                "",
                ("2020-01-01", "2020-01-05", 1, "2020-01-05T09:00:00"),
                ("2020-01-01", "2020-01-05", 1, "2020-01-05T09:00:00"),
            ),
            (
                WAR,
                {"date": "2020-01-05T09:00+04:00"},
                "",
                ("2020-01-01", "2020-01-05", 1, "2020-01-05T05:00:00+00:00"),
                ("2020-01-01", "2020-01-05", 1, "2020-01-05T05:00:00+00:00"),
            ),
            # Up to some day of February: as a part up to its last, as a whole up to its first.
            (
                WAR,
                {"date": "2020-02"},
                "",
                ("2020-01-01", "2020-02-29", 0, ""),
                ("2020-01-01", "2020-02-01", 2, ""),
            ),
            # "About the 5th" may be a day earlier or later; its hour is not known then.
            (
                WAR,
                {"date": "2020-01-05~"},
                "",
                ("2020-01-01", "2020-01-06", 0, ""),
                ("2020-01-01", "2020-01-04", 2, ""),
            ),
            # Some day of January may be the day before the war: as a whole it surely holds nothing.
            (
                cl.Event(name="war", window="2020-01-02/.."),
                {"date": "2020-01"},
                "",
                ("2020-01-02", "2020-01-31", 0, ""),
                None,
            ),
        ],
    )
    def test_days(
        self,
        event: cl.Event,
        fields: dict[str, object],
        base: str,
        part: tuple[str, str, int, str],
        whole: tuple[str, str, int, str] | None,
    ) -> None:
        """From the first day to the last, and what orders ends of one day."""

        def span(values: tuple[str, str, int, str]) -> Span:
            first, last, rank, hour = values
            return Span(day(first), (day(last), rank, hour))

        wanted = (base, span(part), None if whole is None else span(whole))
        assert found(event, **fields) == wanted

    @pytest.mark.parametrize(
        ("event", "fields", "base"),
        [
            (None, {}, "whole"),
            (None, {"window": "2020-01-01~/2020-01-03"}, "about 2020-01-01~/2020-01-03"),
            # All of a war that goes on is compared with nothing but itself.
            (WAR, {"window": "2020-01-01/..", "accrual": "event"}, "about 2020-01-01/.."),
        ],
    )
    def test_days_that_cannot_be_told(
        self, event: cl.Event | None, fields: dict[str, object], base: str
    ) -> None:
        """A base of their own, and one span."""
        assert found(event, **fields) == (base, WHOLE, WHOLE)

    @pytest.mark.parametrize(
        ("event", "base"),
        [
            (None, "from a start not stated"),
            (cl.Event(name="war", window="2019/.."), "from 2019"),
        ],
    )
    def test_a_start_that_is_no_day(self, event: cl.Event | None, base: str) -> None:
        """Running counts are compared where they have the same start."""
        accrual = None if event else "cumulative"
        last = day("2020-01-05")
        part, whole = Span(0, (last, 0, "")), Span(0, (last, 2, ""))
        assert found(event, accrual=accrual) == (base, part, whole)

    @pytest.mark.parametrize(
        ("event", "fields"),
        [
            (WAR, {"accrual": "stock"}),
            (WAR, {"accrual": "increment"}),
            (cl.Event(name="war", window="2020-01-06/.."), {}),
        ],
    )
    def test_what_takes_no_part(self, event: cl.Event, fields: dict[str, object]) -> None:
        """Counts of one moment, increments, and running counts said before their start."""
        assert found(event, **fields) is None


SCENE = scene_of(
    WAR,
    cl.Event(name="battle", part_of="war", window="2020-01-02"),
    cl.Party(name="East"),
    cl.Party(name="North", part_of="East"),
    cl.Party(name="South", part_of="East"),
    cl.Party(name="West"),
    cl.Place(name="Plain"),
    cl.Place(name="Hill", part_of="Plain"),
    cl.Place(name="Marsh", part_of="Plain"),
)


def cell(**values: object) -> Cell:
    fields: dict[str, object] = {
        "event": "war",
        "place": "plain",
        "subject": "east",
        "measure": LOST,
    }
    return Cell(**{**fields, **values})  # type: ignore[arg-type]


class TestAbove:
    """The values that hold a value."""

    @pytest.mark.parametrize(
        ("dimension", "value", "over"),
        [
            ("subject", "north", {"north", "east", "any"}),
            ("subject", "any", {"any"}),
            ("subject", "nobody declared it", {"nobody declared it", "any"}),
            ("subject", None, {None}),
            ("place", "hill", {"hill", "plain", "any"}),
            ("event", "battle", {"battle", "war"}),
            ("measure", ("", "gizmos"), {("", "gizmos")}),
            ("outcome", "destroyed", {"destroyed", "lost"}),
            (
                "measure",
                ("helicopters", "destroyed"),
                {
                    (what, outcome)
                    for what in ("helicopters", "aircraft", "things")
                    for outcome in ("destroyed", "lost")
                },
            ),
        ],
    )
    def test_values(self, dimension: str, value: object, over: set[object]) -> None:
        """Itself, what holds it in its tree, and any party or place; nothing holds the unstated."""
        assert above(SCENE, dimension, value) == over


class TestLattice:
    """How cells lie to each other."""

    @pytest.mark.parametrize(
        ("whole", "holds"),
        [
            ({}, True),
            ({"subject": "any", "place": "plain"}, True),
            ({"measure": ("aircraft", "destroyed")}, False),
            ({"event": "another war"}, False),
            ({"subject": "west"}, False),
            ({"place": None}, False),
            ({"base": "whole"}, False),
        ],
    )
    def test_containers(self, whole: dict[str, object], holds: bool) -> None:
        """A cell holds another where it does so in each dimension, and times are alike."""
        part = cell(event="battle", place="hill", subject="north", measure=("helicopters", "lost"))
        over = cell(**whole)
        lattice = Lattice(SCENE, [part, over])
        assert (over in lattice.containers(part)) is holds
        assert part in lattice.containers(part)
        assert lattice.containers(over) == {over}
        assert lattice.containers(part) is lattice.containers(part)

    def test_of_many_cells_the_few_that_hold(self) -> None:
        """Looked up by the smaller of the values above and the cells that there are."""
        parts = [cell(subject=f"party {number}") for number in range(9)]
        whole = cell(subject="any")
        lattice = Lattice(SCENE, [*parts, whole])
        assert lattice.containers(parts[3]) == {parts[3], whole}

    def test_declared(self) -> None:
        """What the ledger declares to hold a cell, and whatever holds that."""
        one, two, three = (cell(measure=("", name)) for name in ("one", "two", "three"))
        far = cell(measure=("", "three"), subject="any")
        over = {one: [two], two: [three, one]}
        lattice = Lattice(SCENE, [one, three, far], lambda here: over.get(here, ()))
        assert lattice.containers(one) == {one, three, far}
        assert lattice.containers(three) == {three, far}

    @pytest.mark.parametrize(
        ("dimension", "a", "b", "apart"),
        [
            ("subject", "north", "south", True),
            ("subject", "north", "west", True),
            ("subject", "east", "north", False),
            ("subject", "any", "west", False),
            # A name that nobody declares may stand for anybody.
            ("subject", "west", "the allies", False),
            ("subject", "west", None, False),
            ("place", "hill", "marsh", True),
            ("measure", ("soldiers", "killed"), ("civilians", "killed"), True),
            ("measure", ("soldiers", "killed"), ("civilians", "wounded"), True),
            ("measure", ("soldiers", "killed"), ("children", "killed"), False),
            # One person may be wounded first and killed later.
            ("measure", ("soldiers", "killed"), ("soldiers", "wounded"), False),
            ("measure", ("", "gizmos"), ("soldiers", "wounded"), False),
            ("measure", LOST, LOST, False),
        ],
    )
    def test_is_apart(self, dimension: str, a: object, b: object, apart: bool) -> None:
        """Siblings are, but for those that cut across each other; outcomes never are."""
        lattice = Lattice(SCENE, [])
        assert lattice.is_apart(dimension, a, b) is apart
        assert lattice.is_apart(dimension, b, a) is apart

    @pytest.mark.parametrize(
        ("changes", "dimension"),
        [
            ({"subject": "west"}, "subject"),
            ({"place": "marsh"}, "place"),
            ({"measure": ("UAVs", "lost")}, None),
            # Two battles of one war may be one and the same.
            ({"event": "battle"}, None),
        ],
    )
    def test_apart_by(self, changes: dict[str, object], dimension: str | None) -> None:
        """By which dimension cells share nothing."""
        lattice = Lattice(SCENE, [])
        assert (
            lattice.apart_by(cell(place="hill"), cell(**{"place": "hill", **changes})) == dimension
        )

    @pytest.mark.parametrize(
        ("shared", "a", "b", "meet"),
        [
            # The helicopters of the North are all that its aircraft and all helicopters share.
            (
                {"subject": "north", "measure": ("helicopters", "lost")},
                {"subject": "north"},
                {"measure": ("helicopters", "lost")},
                True,
            ),
            # Those destroyed are not: others were captured.
            (
                {"subject": "north", "measure": ("helicopters", "destroyed")},
                {"subject": "north"},
                {"measure": ("helicopters", "lost")},
                False,
            ),
            (
                {"measure": ("helicopters", "destroyed")},
                {"measure": ("helicopters", "lost")},
                {"measure": ("aircraft", "destroyed")},
                True,
            ),
            # Neither of the two lies within the other in that dimension.
            ({"subject": "north"}, {"subject": "north"}, {"subject": "south"}, False),
            (
                {"measure": ("soldiers", "killed")},
                {"measure": ("soldiers", "killed")},
                {"measure": ("civilians", "killed")},
                False,
            ),
            ({"place": "hill", "subject": "north"}, {"place": "hill"}, {"subject": "any"}, False),
        ],
    )
    def test_is_meet(
        self,
        shared: dict[str, object],
        a: dict[str, object],
        b: dict[str, object],
        meet: bool,
    ) -> None:
        """All that two cells share, where they are nested in each dimension."""
        assert Lattice(SCENE, []).is_meet(cell(**shared), cell(**a), cell(**b)) is meet


class TestSmall:
    """Measures and ends."""

    def test_measure_node(self) -> None:
        """The trees of the ledger count."""
        entry = MeasureEntry("carts", kind="what", part_of=("equipment",))
        scene = Scene.of(cl.Ledger().add(entry))
        assert measure_node(scene, said("A", "carts lost", "1")) == ("carts", "lost")
        assert measure_node(scene, said("A", "Crew rescued", "1")) == ("", "crew rescued")

    def test_finite(self) -> None:
        """A whole number, or None where there is no end."""
        assert (finite(5), finite(float("inf"))) == (5, None)
