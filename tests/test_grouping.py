"""Which claims meet in one question, and why others do not."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given

import claimledger as cl
from claimledger.grouping import Meeting, Scene, group
from claimledger.taxonomy import MeasureEntry
from tests import model
from tests.ledger_strategies import ledgers

WORLD = cl.Ledger().add(
    cl.Party(name="East", opposed=["West"]),
    cl.Party(name="West"),
    cl.Party(name="East army", part_of="East"),
    cl.Place(name="Province"),
    cl.Place(name="Town", part_of="Province"),
    cl.Place(name="Other province"),
    cl.Event(name="War", window="2020-09-27/.."),
    cl.Event(name="Raid", window="2020-09-29", part_of="War"),
    cl.Event(name="Other war", window="2019-01-01/2019-02-01"),
)
BASE = {
    "date": "2020-09-30",
    "event": "War",
    "subject": "East",
    "measure": "soldiers killed",
    "place": "Town",
    "value": "20",
}


def said(**changes: object) -> cl.Claim:
    return cl.Claim(**{"source": "A"} | BASE | changes)  # type: ignore[arg-type]


class TestMeeting:
    """The rows of section 3, and the dimension that decides."""

    @pytest.mark.parametrize(
        ("changes", "meeting", "dimension"),
        [
            ({"source": "B", "date": "2020-10-05", "value": "30"}, Meeting.SAME, ""),
            ({"measure": "troops dead"}, Meeting.SAME, ""),
            ({"subject": "West"}, Meeting.DIFFERENT, "subject"),
            ({"subject": None}, Meeting.UNDERSPECIFIED, "subject"),
            ({"subject": "East army"}, Meeting.CONTAINS, "subject"),
            ({"subject": "any"}, Meeting.PART_OF, "subject"),
            ({"place": "Other province"}, Meeting.DIFFERENT, "place"),
            ({"place": None}, Meeting.UNDERSPECIFIED, "place"),
            ({"place": "Province"}, Meeting.PART_OF, "place"),
            ({"event": "Other war"}, Meeting.DIFFERENT, "event"),
            ({"event": None}, Meeting.UNDERSPECIFIED, "event"),
            ({"event": "Raid"}, Meeting.CONTAINS, "event, time"),
            ({"measure": "people killed"}, Meeting.PART_OF, "measure"),
            ({"measure": "soldiers wounded"}, Meeting.CROSSING, "measure"),
            ({"measure": "tanks lost"}, Meeting.DIFFERENT, "measure"),
            ({"measure": "apples eaten"}, Meeting.DIFFERENT, "measure"),
            ({"measure": "civilians killed"}, Meeting.DIFFERENT, "measure"),
            ({"value": "20 km2"}, Meeting.DIFFERENT, "measure"),
            ({"subject": "West", "place": None}, Meeting.DIFFERENT, "subject"),
            ({"subject": "any", "place": None}, Meeting.UNDERSPECIFIED, "place"),
            ({"subject": "any", "place": "Province"}, Meeting.PART_OF, "place, subject"),
            (
                {"subject": "any", "measure": "officers killed"},
                Meeting.CROSSING,
                "subject, measure",
            ),
            ({"window": "2020-09-27/2020-09-30"}, Meeting.SAME, ""),
            ({"window": "2020-09-27/2020-09-28"}, Meeting.CONTAINS, "time"),
            ({"window": "2020-09-26/2020-10-03"}, Meeting.PART_OF, "time"),
            ({"window": "2020-09-29/2020-10-03"}, Meeting.CROSSING, "time"),
            ({"window": "2020-10-02/2020-10-03"}, Meeting.DIFFERENT, "time"),
            ({"window": "2020-09-27~/2020-09-29"}, Meeting.UNDERSPECIFIED, "time"),
            ({"accrual": "event"}, Meeting.UNDERSPECIFIED, "time"),
            ({"accrual": "stock"}, Meeting.DIFFERENT, "time"),
            ({"accrual": "increment"}, Meeting.DIFFERENT, "time"),
            ({"measure": None, "choice": "who began", "value": "East"}, Meeting.DIFFERENT, "kind"),
        ],
    )
    def test_of_two_counts(
        self, changes: dict[str, object], meeting: Meeting, dimension: str
    ) -> None:
        """How a count of one day lies to another, and back."""
        scene = Scene.of(WORLD)
        a, b = said(), said(**changes)
        back = {Meeting.CONTAINS: Meeting.PART_OF, Meeting.PART_OF: Meeting.CONTAINS}
        assert scene.meeting(a, b) == (meeting, dimension)
        assert scene.meeting(b, a) == (back.get(meeting, meeting), dimension)

    def test_without_a_start_a_running_count_is_of_unknown_time(self) -> None:
        """A count said to be cumulative, of no event, and one that is not, cannot be compared."""
        a, b = said(event=None, accrual="cumulative"), said(event=None)
        assert Scene.of(WORLD).meeting(a, b) == (Meeting.UNDERSPECIFIED, "time")

    def test_a_moment_before_the_start_is_of_unknown_time(self) -> None:
        """A running count that was said before its event began covers no days."""
        early = said(date="2020-09-20", value="none")
        other = said(window="2020-09-20")
        assert Scene.of(WORLD).meeting(early, other) == (Meeting.UNDERSPECIFIED, "time")

    @pytest.mark.parametrize("measure", ["soldiers missing", "miners trapped", "prisoners held"])
    @pytest.mark.parametrize("event", ["War", "Raid", None])
    def test_a_state_is_of_its_moment(self, measure: str, event: str | None) -> None:
        """Who is missing may be found: fewer on the next day contradict nothing."""
        scene = Scene.of(WORLD)
        a = said(measure=measure, event=event, date="2020-09-28", value="50")
        later, same = attrs.evolve(a, date="2020-09-29"), attrs.evolve(a, source="B")
        assert scene.meeting(a, later) == (Meeting.DIFFERENT, "time")
        assert scene.meeting(a, same) == (Meeting.SAME, "")
        assert scene.question(a).accrual == "stock"

    @pytest.mark.parametrize(
        ("changes", "accrual"),
        [
            ({"accrual": "cumulative"}, "cumulative"),
            ({"window": "2020-09-27/2020-09-28"}, "period"),
            ({"window": "2020-09-27/.."}, "cumulative"),
            ({"measure": "soldiers killed or missing"}, "cumulative"),
            ({"measure": "people displaced"}, "cumulative"),
        ],
    )
    def test_what_is_said_of_a_state(self, changes: dict[str, object], accrual: str) -> None:
        """How the count runs is as the claim says it, in words or by a window."""
        claim = said(**{"measure": "soldiers missing", **changes})
        assert Scene.of(WORLD).question(claim).accrual == accrual

    def test_any_is_equal_to_any(self) -> None:
        """All parties are all parties."""
        assert (
            Scene.of(WORLD).meeting(said(subject="any"), said(subject="Any"))[0] == "same question"
        )

    def test_own_measures_are_equal_to_themselves(self) -> None:
        """A measure that nothing declares is compared by its name."""
        a, b = said(measure="apples eaten"), said(measure="Apples  eaten")
        assert Scene.of(WORLD).meeting(a, b) == (Meeting.SAME, "")

    @pytest.mark.parametrize(
        ("changes", "meeting", "dimension"),
        [
            ({"value": "no"}, Meeting.SAME, ""),
            ({"subject": "West"}, Meeting.SAME, ""),
            ({"proposition": "The truce broke"}, Meeting.DIFFERENT, "proposition"),
            ({"window": "2020-09-28"}, Meeting.UNDERSPECIFIED, "time"),
        ],
    )
    def test_of_two_propositions(
        self, changes: dict[str, object], meeting: Meeting, dimension: str
    ) -> None:
        """The text decides; whose it is belongs to the text."""
        base = {"measure": None, "proposition": "The truce holds", "value": "yes"}
        a, b = said(**base), said(**base | changes)
        assert Scene.of(WORLD).meeting(a, b) == (meeting, dimension)


class TestGroup:
    """Claims of one group answer one question."""

    @given(ledgers())
    def test_groups_are_those_of_the_model(self, ledger: cl.Ledger) -> None:
        """Claims hang together as the page says, pair by pair."""
        found = {
            frozenset(c.id for c in claims) for claims in group(Scene.of(ledger), ledger.claims)
        }
        assert found == {frozenset(c.id for c in claims) for claims in model.grouped(ledger)}

    @pytest.mark.parametrize(
        ("running", "joins"),
        [
            ({}, True),
            ({"date": "2020-10-01"}, False),
            ({"date": "2020-09"}, False),
            ({"value": "unknown"}, False),
            ({"stance": "declines"}, False),
            ({"date": "2020-09-30T18:00"}, True),
            ({"event": None, "window": "2020-09-27/.."}, False),
            ({"subject": "West"}, False),
        ],
    )
    def test_a_period_up_to_a_running_count(self, running: dict[str, object], joins: bool) -> None:
        """It joins where the running count has a figure for its last day."""
        period = said(source="B", window="2020-09-27/2020-09-30", value="50")
        ledger = WORLD.add(period, said(**running))
        groups = group(Scene.of(ledger), ledger.claims)
        assert len(groups) == (1 if joins else 2)

    def test_a_withdrawn_running_count_draws_nothing(self) -> None:
        """Who has taken a figure back has none."""
        period, count = said(source="B", window="2020-09-27/2020-09-30"), said()
        gone = cl.Retraction(target=count.id, source="A", date="2020-10-02")
        ledger = WORLD.add(period, count, gone)
        assert len(group(Scene.of(ledger), ledger.claims)) == 2

    def test_the_joined_question_is_that_of_the_running_count(self) -> None:
        """It is shown as a running count, and the two contradict in it."""
        period = said(source="B", date="2020-09-28", window="2020-09-27/2020-09-30", value="50")
        (found,) = cl.judge(WORLD.add(period, said()))
        assert (found.question.window, found.question.accrual) == ("2020-09-27/..", "cumulative")
        assert (found.verdict, found.gap) == ("disputed", 45 - 22)

    def test_a_running_count_up_to_a_vague_day(self) -> None:
        """It is of an uncertain moment, and contradicts no count of a certain one."""
        vague = said(source="B", window="2020-09-27/2020-09-30~", accrual="cumulative", value="50")
        (found,) = cl.judge(WORLD.add(vague, said()))
        assert (found.verdict, found.common) == ("underspecified", cl.Interval(45, None))


class TestQuestion:
    """The shown names of a question."""

    @pytest.mark.parametrize(
        ("changes", "text"),
        [
            ({}, "soldiers killed, East, Town, 2020-09-27/.."),
            ({"subject": "ANY"}, "soldiers killed, all parties, Town, 2020-09-27/.."),
            (
                {"subject": None, "place": None},
                "soldiers killed, subject not stated, 2020-09-27/..",
            ),
            ({"accrual": "stock"}, "soldiers killed, East, Town, 2020-09-30, stock"),
            ({"place": "Elsewhere"}, "soldiers killed, East, Elsewhere, 2020-09-27/.."),
            ({"event": "Raid"}, "soldiers killed, East, Town, 2020-09-29"),
            ({"event": None}, "soldiers killed, East, Town"),
            ({"measure": None, "choice": "who began", "value": "East"}, "who began"),
        ],
    )
    def test_text(self, changes: dict[str, object], text: str) -> None:
        """What is asked, of whom, where and when."""
        question = Scene.of(WORLD).question(said(**changes))
        assert str(question) == text
        assert question.about in text


def test_a_measure_of_the_ledger_joins_its_synonyms() -> None:
    """What a ledger declares extends the vocabulary of its scene."""
    ledger = WORLD.add(
        MeasureEntry(name="tents pitched", kind="measure", synonyms=("camps set up",)),
        said(measure="tents pitched"),
        said(source="B", measure="camps set up"),
    )
    (found,) = cl.judge(ledger)
    assert found.question.measure == "tents pitched"


def test_opposition_is_inherited_and_symmetric() -> None:
    """The army of one side is opposed to the other side, and undeclared parties to nobody."""
    scene = Scene.of(WORLD)
    assert scene.opposed("east army", "west")
    assert scene.opposed("west", "east army")
    assert not scene.opposed("east army", "east")
    assert not scene.opposed("north", "west")


def test_parties_within_each_other_are_parts_of_nothing() -> None:
    """A circle that arises by merging leaves each party a side of its own."""
    scene = Scene.of(WORLD.add(cl.Party(name="East", part_of="East army")))
    assert scene.path("east") == ("east",)
    assert scene.path("east army") == ("east army",)
