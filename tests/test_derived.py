"""What the claims of a ledger imply for questions that nobody answered."""

from __future__ import annotations

import pytest

import claimledger as cl
from claimledger import derived
from claimledger.claims import Partition
from claimledger.derived import derived_bounds
from claimledger.errors import InvalidRecordError, UnknownNameError
from tests.counts_case import RAID, TOLL, WAR, ledger_of, said

SIDES = (
    cl.Party(name="East", opposed=["West"]),
    cl.Party(name="North", part_of="East"),
    cl.Party(name="South", part_of="East"),
    cl.Party(name="West"),
    cl.Source(name="E", side="East"),
    cl.Source(name="F", side="North"),
    cl.Source(name="W", side="West"),
)


def bounds(*records: object, **options: object) -> dict[tuple[str, str | None], str]:
    """Of each question and side the range that is derived."""
    found = derived_bounds(ledger_of(*SIDES, *records), **options)  # type: ignore[arg-type]
    return {(str(one.question), one.side): str(one.range) for one in found}


class TestAsked:
    """The questions that are asked, and the ranges found for them."""

    def test_all_parties(self) -> None:
        """Each side counts its own wounded: 145 and 26 at least, read tolerantly."""
        found = derived_bounds(
            ledger_of(
                *SIDES,
                said("E", "people wounded", "150", subject="East"),
                said("W", "people wounded", "26", subject="West"),
            )
        )
        assert [(str(one.question), one.side, str(one.range)) for one in found] == [
            ("people wounded, all parties", None, "[171, inf)")
        ]
        assert len(found[0].claims) == 2
        assert found[0].edges == ()

    def test_by_side_and_over_all(self) -> None:
        """What a side itself implies, and what all do together."""
        assert bounds(
            said("E", "soldiers killed", "exactly 10", subject="North"),
            said("F", "soldiers killed", "exactly 5", subject="South"),
            said("W", "soldiers killed", "exactly 7", subject="West"),
        ) == {
            ("soldiers killed, East", None): "[15, inf)",
            ("soldiers killed, East", "East"): "[15, inf)",
            ("soldiers killed, all parties", None): "[22, inf)",
            ("soldiers killed, all parties", "East"): "[15, inf)",
        }

    def test_larger_things_and_places(self) -> None:
        """The least that holds several with a claim; what is abstract is no question."""
        places = [cl.Place(name="Plain"), cl.Place(name="Land")]
        places += [cl.Place(name=name, part_of="Plain") for name in ("Hill", "Marsh")]
        assert bounds(
            *places,
            said("E", "tanks lost", "exactly 3", place="Hill"),
            said("E", "tanks lost", "exactly 4", place="Marsh"),
            said("E", "howitzers lost", "exactly 2"),
            said("E", "towed artillery lost", "exactly 1"),
        ) == {
            ("tanks lost, S, Plain", None): "[7, inf)",
            ("tanks lost, S, Plain", "East"): "[7, inf)",
        }

    def test_declared_partitions(self) -> None:
        """Both ends of the casualties; 20 to 29 wounded and 4 or 5 killed are 24 to 34."""
        found = derived_bounds(
            ledger_of(TOLL, said("E", "killed", "4 to 5"), said("W", "wounded", "20 to 29"))
        )
        (one,) = found
        assert (str(one.question), str(one.range)) == ("casualties, S", "[24, 34]")
        assert one.edges == ("killed and wounded make up casualties (declared)",)

    def test_what_is_left_for_a_part(self) -> None:
        """Of 20 to 29 casualties 4 or 5 were killed."""
        found = bounds(TOLL, said("E", "killed", "4 to 5"), said("W", "casualties", "20 to 29"))
        assert found == {("people wounded, S", None): "[15, 25]"}

    def test_days(self) -> None:
        """The window is shown, up to the newest claim; of a day alone it is the day."""
        day = {"event": "war", "window": "2020-01-02"}
        assert bounds(
            WAR,
            said("E", "tanks lost", "exactly 3", event="war", subject="East", date="2020-01-03"),
            said("W", "tanks lost", "exactly 4", event="war", subject="West", date="2020-01-05"),
            said("E", "trucks lost", "exactly 1", subject="East", **day),
            said("W", "trucks lost", "exactly 1", subject="West", **day),
        ) == {
            ("tanks lost, all parties, 2020-01-01/2020-01-05", None): "[7, inf)",
            ("trucks lost, all parties, 2020-01-02", None): "[2, inf)",
        }

    def test_names(self) -> None:
        """Event and place as they are shown, declared or not."""
        (one,) = derived_bounds(
            ledger_of(
                *SIDES,
                RAID,
                cl.Place(name="the Hill"),
                said("E", "tanks lost", "3", subject="East", event="Raid", place="the hill"),
                said("W", "tanks lost", "4", subject="West", event="Raid", place="the hill"),
            )
        )
        assert (one.question.event, one.question.place) == ("raid", "the Hill")
        (one,) = derived_bounds(
            ledger_of(
                *SIDES,
                said("E", "tanks lost", "3", subject="East", event="a raid", place="a hill"),
                said("W", "tanks lost", "4", subject="West", event="a raid", place="a hill"),
            )
        )
        assert (one.question.event, one.question.place) == ("a raid", "a hill")

    @pytest.mark.parametrize(
        "records",
        [
            # One claim alone says nothing new of what holds it.
            [said("E", "tanks lost", "3", subject="North")],
            # Whoever answered a question needs no bound.
            [
                said("E", "tanks lost", "3", subject="East"),
                said("W", "tanks lost", "4", subject="West"),
                said("W", "tanks lost", "at least 1", subject="any"),
            ],
            # Outcomes and things that cut across each other are not added up.
            [said("E", "women killed", "3"), said("E", "officers killed", "4")],
            # Nor is what is not stated.
            [
                said("E", "tanks lost", "3", subject=None),
                said("W", "tanks lost", "4", subject="West"),
            ],
            [
                said("E", "tanks lost", "none", subject="East"),
                said("W", "tanks lost", "none", subject="West"),
            ],
            [],
        ],
    )
    def test_nothing_to_tell(self, records: list[object]) -> None:
        """No bound at all."""
        assert bounds(*records) == {}


class TestAgreed:
    """Whoever is right."""

    WEST = said("W", "tanks lost", "exactly 4", subject="West")

    def test_rivals_are_never_added_up(self) -> None:
        """Of a disputed question the least and the most that its claims leave possible."""
        assert bounds(
            said("E", "tanks lost", "exactly 3", subject="East"),
            said("Q", "tanks lost", "exactly 30", subject="East"),
            said("P", "tanks lost", "at least 2", subject="East"),
            self.WEST,
        ) == {("tanks lost, all parties", None): "[7, inf)"}

    def test_what_nothing_speaks_against_counts(self) -> None:
        """An earlier count that all agree with, though later ones differ."""
        war = {"event": "war", "subject": "East"}
        assert bounds(
            WAR,
            said("E", "tanks lost", "exactly 5", **war),
            said("E", "tanks lost", "exactly 30", date="2020-01-04", **war),
            said("P", "tanks lost", "at most 9", date="2020-01-05", **war),
            said("W", "tanks lost", "exactly 4", event="war", subject="West"),
        ) == {("tanks lost, all parties, 2020-01-01/2020-01-05", None): "[9, inf)"}

    def test_highs_of_a_disputed_question(self) -> None:
        """At the newest moment, if all of them have one there."""
        cut = Partition(whole="any", parts=["East", "West"])
        west = said("W", "tanks lost", "exactly 4", subject="West")
        rivals = (
            said("E", "tanks lost", "exactly 3", subject="East"),
            said("W", "tanks lost", "exactly 30", subject="East"),
        )
        name = ("tanks lost, all parties", None)
        assert bounds(cut, *rivals, west)[name] == "[7, 34]"
        open_end = said("P", "tanks lost", "at least 9", subject="East")
        assert bounds(cut, *rivals, open_end, west)[name] == "[7, inf)"

    def test_implied_contradictions(self) -> None:
        """None of their claims is used: 3 helicopters, no aircraft; and 3 + 4 others."""
        assert (
            bounds(
                said("E", "helicopters lost", "3", subject="East"),
                said("W", "aircraft lost", "none", subject="East"),
                said("W", "helicopters lost", "4", subject="West"),
            )
            == {}
        )

    def test_a_dispute_all_of_which_may_be_wrong(self) -> None:
        """Both counts of helicopters are against "no aircraft", so neither need be right."""
        assert (
            bounds(
                said("E", "helicopters lost", "exactly 3", subject="East"),
                said("P", "helicopters lost", "exactly 9", subject="East"),
                said("W", "aircraft lost", "none", subject="East"),
                said("W", "helicopters lost", "4", subject="West"),
            )
            == {}
        )

    def test_denials(self) -> None:
        """What is denied is not used; by the side that does not hear the denial it is."""
        found = bounds(
            said("E", "tanks lost", "exactly 3", subject="North"),
            said("E", "tanks lost", "exactly 4", subject="South"),
            said("W", "tanks lost", "at least 2", subject="South", stance="denies"),
        )
        assert found == {("tanks lost, East", "East"): "[7, inf)"}

    def test_a_change_of_mind_spares_the_rest(self) -> None:
        """Nothing follows from either of two claims of one source; the wounded are added up."""
        assert bounds(
            said("E", "people wounded", "exactly 3", subject="East"),
            said("W", "people wounded", "exactly 4", subject="West"),
            said("E", "helicopters lost", "3", subject="East"),
            said("E", "aircraft lost", "none", subject="East", date="2020-01-03"),
        ) == {("people wounded, all parties", None): "[7, inf)"}

    def test_a_very_large_dispute(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Is not looked through claim by claim: the least of all of them counts."""
        monkeypatch.setattr(derived, "PAIRS_UP_TO", 2)
        assert bounds(
            said("E", "tanks lost", "exactly 3", subject="East"),
            said("Q", "tanks lost", "exactly 30", subject="East"),
            said("P", "tanks lost", "at least 2", subject="East"),
            self.WEST,
        ) == {("tanks lost, all parties", None): "[6, inf)"}

    def test_a_dispute_before_the_start(self) -> None:
        """Is about nothing yet."""
        late = cl.Event(name="war", window="2020-01-05/..")
        early = {"event": "war", "subject": "East", "date": "2020-01-02"}
        assert (
            bounds(
                late,
                said("E", "tanks lost", "exactly 3", **early),
                said("P", "tanks lost", "exactly 30", **early),
            )
            == {}
        )


class TestStatus:
    """Civilians and soldiers."""

    def test_across_sides(self) -> None:
        """They are not added up: whom the one calls a civilian the other may call a soldier."""
        assert (
            bounds(
                said("E", "civilians killed", "exactly 3"),
                said("W", "soldiers killed", "exactly 4"),
            )
            == {}
        )

    def test_within_a_side(self) -> None:
        """Or where the ledger declares it, they are."""
        own = (
            said("E", "civilians killed", "exactly 3"),
            said("F", "soldiers killed", "exactly 4"),
        )
        assert bounds(*own)["people killed, S", "East"] == "[7, inf)"
        cut = Partition(whole="people", parts=["civilians", "soldiers"])
        other = said("W", "soldiers killed", "exactly 4")
        assert bounds(cut, own[0], other)["people killed, S", None] == "[7, 7]"

    def test_nor_taken_off_a_whole(self) -> None:
        """Of 10 killed by one side's word, 4 soldiers by the other's leave no 6 civilians."""
        extra = Partition(whole="civilians killed", parts=["villagers killed", "townsmen killed"])
        claims = (
            extra,
            said("E", "people killed", "at most 10"),
            said("E", "villagers killed", "exactly 1"),
        )
        name = ("townsmen killed, S", None)
        assert bounds(*claims, said("W", "soldiers killed", "exactly 4")).get(name) is None
        assert bounds(*claims, said("F", "soldiers killed", "exactly 4"))[name] == "[0, 5]"


class TestOptions:
    """As of a date, under a reading, and what is refused."""

    CLAIMS = (
        said("E", "tanks lost", "about 20", subject="East"),
        said("W", "tanks lost", "about 20", subject="West", date="2020-01-05"),
    )

    def test_as_of(self) -> None:
        """Only what had been said."""
        assert bounds(*self.CLAIMS, as_of="2020-01-04") == {}
        assert bounds(*self.CLAIMS, as_of="2020-01-05") == bounds(*self.CLAIMS)

    def test_reading(self) -> None:
        """ "About 20": 19 tight, 15 at standard [g/2 = 5]."""
        name = ("tanks lost, all parties", None)
        assert bounds(*self.CLAIMS, reading="tight")[name] == "[38, inf)"
        assert bounds(*self.CLAIMS)[name] == "[30, inf)"

    def test_refused(self) -> None:
        """An unknown reading, and partitions in a circle."""
        with pytest.raises(UnknownNameError):
            bounds(reading="loose")
        circle = Partition(whole="tanks", parts=["armoured vehicles", "trucks"])
        with pytest.raises(InvalidRecordError, match="a circle"):
            bounds(circle, said("E", "tanks lost", "1"))

    def test_order(self) -> None:
        """By question, over all claims first."""
        found = list(
            bounds(
                *self.CLAIMS,
                said("E", "trucks lost", "3", subject="East"),
                said("E", "trucks lost", "3", subject="West"),
            )
        )
        assert found == sorted(found, key=lambda one: (one[0], one[1] or ""))
        assert len(found) == 3
