"""Sweeps against all pairs, on ledgers larger than those of the model."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import claimledger as cl
from claimledger.claims import Attestation
from claimledger.findings import PAIRS_UP_TO
from claimledger.intervals import common_range
from claimledger.pairs import alike, witnesses
from claimledger.relations import RelationKind, Voice, relate
from claimledger.shortlists import Shortlist, by_origin, by_side, by_speaker
from claimledger.sweeps import (
    best_supported,
    comparable_blocks,
    maximal_consistent,
    never_falls,
)
from tests.ledger_strategies import ledgers

CLAIM = cl.Claim(source="A", date="2020-01-01", measure="people killed", value="20")
KINDS = ("count", "moment", "area", "members", "choice", "proposition")


def voice(name: str, side: str | None = None, origin: str | None = None) -> Voice:
    claim = attrs.evolve(CLAIM, source=name)
    return Voice(
        claim=claim,
        core=cl.Interval(0, 1),
        support=cl.Interval(0, 1),
        moment=claim.date,
        source=name,
        side=side or name,
        origin=origin or name,
        component=origin or name,
    )


class TestShortlist:
    """The least key that shares no mark, with few entries kept."""

    MARKS = (by_side, by_origin, by_speaker)

    @given(
        st.integers(0, 3),
        st.lists(st.tuples(st.integers(0, 5), *[st.sampled_from("abcd")] * 3), max_size=30),
        st.tuples(*[st.sampled_from("abcde")] * 3),
    )
    def test_it_finds_what_a_search_of_all_finds(
        self, count: int, offers: list[tuple[int, str, str, str]], asked: tuple[str, str, str]
    ) -> None:
        """For any number of marks, and whatever was offered in whichever order."""
        marks = self.MARKS[:count]

        def made(names: Sequence[str]) -> Voice:
            return voice(names[2], side=names[0], origin=names[1])

        shortlist = Shortlist(marks)
        for key, *names in offers:
            shortlist.offer(key, made(names))
        asker = made(asked)
        apart = [
            key for key, *names in offers if all(mark(made(names)) != mark(asker) for mark in marks)
        ]
        found = shortlist.best(asker)
        assert (None if found is None else found[0]) == min(apart, default=None)

    def test_it_stays_short(self) -> None:
        """Two marks need no more than three entries each way, whatever is offered."""
        chance = random.Random(7)
        shortlist = Shortlist((by_side, by_origin))
        for number in range(500):
            side, origin = chance.choice("abcdefgh"), chance.choice("abcdefgh")
            shortlist.offer(-number, voice("x", side=side, origin=origin))
            assert len(shortlist._entries) <= 6


class TestWitnesses:
    """Of many claims only some pairs are listed, and they show all that matters."""

    LISTED = (
        RelationKind.CONTRADICTION,
        RelationKind.TENSION,
        RelationKind.INTERNAL_INCONSISTENCY,
        RelationKind.CORROBORATION,
    )

    @settings(max_examples=150)
    @given(ledgers(KINDS, size=25))
    def test_each_kind_of_pair_is_shown(self, ledger: cl.Ledger) -> None:
        """Where some pair has a relation that decides a verdict, a pair that has it is listed."""
        for finding in cl.judge(ledger):
            speaking = [v for v in finding.standing if v.has_content]
            every = {relate(a, b).relation for a, b in combinations(speaking, 2)}
            shown = [relate(a, b) for a, b in witnesses(speaking) if a is not b]
            kinds = {relation.relation for relation in shown}
            worst = next((kind for kind in self.LISTED if kind in every), None)
            assert worst is None or worst in kinds

    def test_the_widest_pair_is_among_them(self) -> None:
        """Past the limit the relations still hold the pair with the largest gap."""
        chance = random.Random(3)
        said = [
            cl.Claim(
                source=f"Source {number}",
                date="2020-01-01",
                measure="people killed",
                value=str(chance.randint(1, 10**6)),
            )
            for number in range(PAIRS_UP_TO + 50)
        ]
        (found,) = cl.judge(cl.Ledger().add(*said))
        shown = {frozenset({r.a, r.b}): r.relation for r in found.relations}
        assert found.widest is not None
        assert shown[frozenset(found.widest)] == "contradiction"
        assert len(shown) < 10 * len(said)


@given(ledgers(("count",), size=20))
def test_blocks_hold_each_comparable_pair(ledger: cl.Ledger) -> None:
    """Every pair whose order is certain is in a block both ways, and no other is."""
    for finding in cl.judge(ledger):
        voices = [v for v in finding.standing if v.has_content]
        found = {
            (a.id, b.id)
            for some, others in comparable_blocks(voices)
            for a in some
            for b in others
            if a is not b
        }
        expected = {
            pair
            for a, b in combinations(voices, 2)
            if not voices[0].cumulative
            or a.moment.is_day * b.moment.is_day
            or a.moment.latest < b.moment.earliest
            or b.moment.latest < a.moment.earliest
            for pair in ((a.id, b.id), (b.id, a.id))
        }
        assert found == expected


class TestRanges:
    """Hand-made cases of Marzullo's sweep and of the maximal consistent sets."""

    @staticmethod
    def held(*intervals: str) -> list[tuple[Voice, cl.Interval]]:
        return [(voice(f"v{n}"), cl.Interval.parse(text)) for n, text in enumerate(intervals)]

    @pytest.mark.parametrize(
        ("intervals", "best"),
        [
            ((), None),
            (("[1, 2]",), None),
            (("[1, 2]", "[3, 4]"), None),
            (("[1, 2]", "[2, 4]"), ("[2, 2]", 2)),
            (("[1, 2)", "[2, 4]"), None),
            (("[1, 2]", "(2, 4]"), None),
            (("[1, 5]", "[2, 6]", "[8, 9]", "[8, 9]"), ("[2, 5]", 2)),
            (("[1, 5]", "[2, 6]", "[4, 9]", "[8, 9]"), ("[4, 5]", 3)),
            (("[1, inf)", "(2, inf)"), ("(2, inf)", 2)),
            (("[1, 3]", "[1, 3]", "(3, 5]", "(3, 5]"), ("[1, 3]", 2)),
        ],
    )
    def test_best_supported(self, intervals: tuple[str, ...], best: tuple[str, int] | None) -> None:
        """The lowest range that most hold possible, where at least two do."""
        found = best_supported(self.held(*intervals))
        assert (None if found is None else (str(found[0]), found[1])) == best

    @pytest.mark.parametrize(
        ("intervals", "sets"),
        [
            ((), []),
            (("[1, 2]",), ["0"]),
            (("[1, 2]", "[2, 3]"), ["01"]),
            (("[1, 2)", "[2, 3]"), ["0", "1"]),
            (("[1, 2]", "(2, 3]"), ["0", "1"]),
            (("[1, 4]", "[2, 5]", "[5, 6]"), ["01", "12"]),
            (("[1, 9]", "[2, 3]", "[4, 5]", "[8, inf)"), ["01", "02", "03"]),
        ],
    )
    def test_maximal_sets(self, intervals: tuple[str, ...], sets: list[str]) -> None:
        """From low values to high, each as large as it can be."""
        held = self.held(*intervals)
        place = {v.id: str(n) for n, (v, _) in enumerate(held)}
        found = ["".join(sorted(place[key] for key in ids)) for ids in maximal_consistent(held)]
        assert found == sets


WAR = cl.Event(name="War", window="2020-01-01/..")


@pytest.mark.parametrize("zone", ["", "Z"])
@pytest.mark.parametrize(
    ("earlier", "later", "verdict"),
    [("50", "30", "disputed"), ("30", "50", "consistent"), ("50", "at least 30", "corroborated")],
)
def test_a_running_count_does_not_fall_within_a_day(
    zone: str, earlier: str, later: str, verdict: str
) -> None:
    """The hours of one date tell which of two claims was first."""
    said = [
        attrs.evolve(
            CLAIM, source=source, event="War", date=f"2020-01-03T{hour}:00{zone}", value=value
        )
        for source, hour, value in (("A", 10, earlier), ("B", 15, later))
    ]
    (found,) = cl.judge(cl.Ledger().add(WAR, *said))
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [("France; Peru", "France; Chad", "consistent"), ("France; Peru", "France", "corroborated")],
)
def test_sets_that_share_a_name(one: str, other: str, verdict: str) -> None:
    """What says at least as much bears the other out, and nothing else does."""
    said = [
        cl.Claim(source=source, date="2020-01-01", members="who fought", value=value)
        for source, value in (("A", one), ("B", other))
    ]
    (found,) = cl.judge(cl.Ledger().add(*said))
    assert found.verdict == verdict


class TestSupersession:
    """What a source has replaced, where statements and dates are awkward."""

    @staticmethod
    def gone(*said: tuple[str, str, str | None], event: str | None = None) -> list[str]:
        records: list[object] = [cl.Event(name="War", window="2020-01-01/..")]
        for date, value, label in said:
            claim = attrs.evolve(CLAIM, date=date, value=value, event=event)
            records += [claim, Attestation(claim=claim.id, statement=label)]
        (found,) = cl.judge(cl.Ledger().add(*records))  # type: ignore[arg-type]
        by_id = {claim.id: f"{claim.date} {claim.said}" for claim in found.claims}
        return [f"{by_id[old]} -> {by_id[new]}" for old, new in found.superseded]

    def test_the_first_other_value_replaces(self) -> None:
        """20, 20, 30, 20: the first two by 30, and 30 by the last."""
        days = [("2020-01-01", "20"), ("2020-01-02", "20"), ("2020-01-03", "30")]
        found = self.gone(*((day, value, None) for day, value in [*days, ("2020-01-04", "20")]))
        assert sorted(found) == [
            "2020-01-01 20 -> 2020-01-03 30",
            "2020-01-02 20 -> 2020-01-03 30",
            "2020-01-03 30 -> 2020-01-04 20",
        ]

    def test_one_statement_replaces_nothing_of_itself(self) -> None:
        """The next claim renders the same briefing, the one after it another."""
        found = self.gone(
            ("2020-01-01", "20", "briefing"),
            ("2020-01-02", "30", "briefing"),
            ("2020-01-03", "40", None),
        )
        assert sorted(found) == [
            "2020-01-01 20 -> 2020-01-03 40",
            "2020-01-02 30 -> 2020-01-03 40",
        ]

    def test_running_counts_of_one_statement(self) -> None:
        """A fall within one briefing is none; the later fall below it is."""
        found = self.gone(
            ("2020-01-01", "40", "briefing"),
            ("2020-01-02", "30", "briefing"),
            ("2020-01-03", "31", None),
            event="War",
        )
        assert found == ["2020-01-01 40 -> 2020-01-03 31"]

    def test_a_fall_within_one_statement_alone(self) -> None:
        """Nothing else is below it."""
        found = self.gone(
            ("2020-01-01", "40", "briefing"), ("2020-01-02", "30", "briefing"), event="War"
        )
        assert found == []

    def test_vague_dates_replace_what_is_surely_before(self) -> None:
        """February is after the end of January, but not after the third of February."""
        found = self.gone(
            ("2020-01-31", "20", None), ("2020-02", "30", None), ("2020-02-03", "40", None)
        )
        assert found == ["2020-01-31 20 -> 2020-02 30"]


@pytest.mark.parametrize("size", [20_000])
def test_twenty_thousand_sets_are_not_paired(size: int) -> None:
    """Distinct sets of members are looked up by their names; pairs would be 200 million."""
    chance = random.Random(5)
    said = [
        cl.Claim(
            source=f"Source {number % 50}",
            date="2020-01-01",
            members="who fought",
            value="; ".join(f"m{m}" for m in chance.sample(range(400), 3)),
        )
        for number in range(size)
    ]
    (found,) = cl.judge(cl.Ledger().add(*said))
    assert (found.verdict, found.flags) == ("corroborated", ())


def said(chance: tuple[int, int, int, bool, bool], number: int) -> Voice:
    """A running count of some day, with both ends and whether they are left out."""
    day, low, width, low_open, high_open = chance
    is_open = width > 0
    support = cl.Interval(low, low + width, low_open and is_open, high_open and is_open)
    claim = attrs.evolve(CLAIM, source=f"S{number}", date=f"2020-01-{day:02}")
    return attrs.evolve(
        voice(f"S{number}"), claim=claim, moment=claim.date, cumulative=True, support=support
    )


SAID = st.lists(
    st.tuples(
        st.integers(1, 3), st.integers(0, 4), st.integers(0, 3), st.booleans(), st.booleans()
    ),
    min_size=1,
    max_size=6,
).map(lambda several: [said(one, number) for number, one in enumerate(several)])


class TestShortcuts:
    """What spares a sweep says what the sweep of all pairs would."""

    @given(SAID)
    def test_common_points(self, voices: list[Voice]) -> None:
        """Intervals have a point in common exactly when every two of them have (Helly)."""
        some = [one.support for one in voices]
        pairwise = all(one.overlaps(other) for one in some for other in some)
        assert (common_range(some) is not None) == pairwise

    @given(SAID)
    def test_falling(self, voices: list[Voice]) -> None:
        """Running counts never fall exactly when none lies below one that is not later."""
        assert never_falls(voices) == (
            not any(
                late.support.precedes(early.support)
                for early in voices
                for late in voices
                if early.moment.first <= late.moment.first
            )
        )

    def test_falling_on_days_that_are_not_certain(self) -> None:
        """Nothing is plain then."""
        vague = attrs.evolve(said((1, 0, 1, False, False), 0), moment=cl.parse_date("2020-01"))
        assert not never_falls([vague])

    @given(ledgers(KINDS))
    def test_alike(self, ledger: cl.Ledger) -> None:
        """Each pair found is one in which each bears out the other, if nothing contradicts."""
        for finding in cl.judge(ledger):
            asserted = [v for v in finding.standing if v.has_content and not v.denies]
            if finding.verdict not in {cl.Verdict.DISPUTED, cl.Verdict.TENSION}:
                for one, other in alike(asserted):
                    assert relate(one, other).relation is RelationKind.CORROBORATION
                    assert relate(one, other).rule == "each bears out the other"
