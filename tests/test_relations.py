"""The table of section 4, row by row, on pairs of claims."""

from __future__ import annotations

import pytest

import claimledger as cl
from claimledger.claims import Attestation
from claimledger.relations import Relation, Voice, order, relate

WAR = {"event": "War"}
AREA = {"measure": "area"}
WHO = {"measure": None, "members": "who fought"}
ASKED = {"measure": None, "proposition": "The truce holds"}
BASE = (
    cl.Event(name="War", window="2020-09-27/.."),
    cl.Party(name="East", opposed=["West"]),
    cl.Party(name="West"),
    cl.Source(name="East ministry", side="East"),
    cl.Source(name="East army", side="East"),
    cl.Source(name="West ministry", side="West"),
)


def claims(*said: str, **fields: str | None) -> list[cl.Claim]:
    """Claims written as "source | date | value", with "not" before a value that is denied."""
    found = []
    for text in said:
        source, date, value = (part.strip() for part in text.split("|"))
        stance = "denies" if value.startswith("not ") else "asserts"
        more = {"measure": "soldiers killed"} | fields
        found.append(
            cl.Claim(
                source=source, date=date, value=value.removeprefix("not "), stance=stance, **more
            )
        )
    return found


def pair(a: str, b: str, *, statement: str | None = None, **fields: str | None) -> Relation:
    """The relation of two claims, as judged."""
    one, other = claims(a, b, **fields)
    records = [Attestation(claim=c.id, statement=statement) for c in (one, other) if statement]
    (finding,) = cl.judge(cl.Ledger().add(*BASE, one, other, *records))
    voices = {voice.id: voice for voice in finding.voices}
    found = relate(voices[one.id], voices[other.id])
    assert relate(voices[other.id], voices[one.id]).relation is found.relation
    return found


E, W, A, M = "East ministry | ", "West ministry | ", "East army | ", "Monitor | "
TABLE = [
    # No content.
    (E + "2020-10-01 | unknown", W + "2020-10-01 | 20", {}, "no information"),
    # Denials: 20 reads as 18 to 22.
    (E + "2020-10-01 | 20", W + "2020-10-01 | not at least 18", {}, "contradiction"),
    (E + "2020-10-01 | 20", W + "2020-10-01 | not at least 19", {}, "compatible"),
    (E + "2020-10-01 | not 20", W + "2020-10-01 | not 30", {}, "compatible"),
    (E + "2020-10-01 | 20", E + "2020-10-02 | not at least 18", {}, "internal inconsistency"),
    (E + "2020-10-01 | 20", W + "2020-10-02 | not at least 18", WAR, "contradiction"),
    (E + "2020-10-01 | 20", W + "2020-10-02 | not at least 19", WAR, "compatible"),
    (E + "2020-10-02 | 20", W + "2020-10-01 | not at most 21", WAR, "compatible"),
    (E + "2020-10-02 | 20", W + "2020-10-01 | not at least 18", WAR, "compatible"),
    (E + "2020-10-02 | 20", W + "2020-10-01 | not at most 25", WAR, "contradiction"),
    (E + "2020-10-01 | 20", W + "2020-10-02 | not at most 25", WAR, "compatible"),
    (E + "2020-10 | 20", W + "2020-10-02 | not at least 18", WAR, "underspecified"),
    (E + "2020-10-01 | France; Peru", W + "2020-10-01 | not Peru", WHO, "contradiction"),
    (E + "2020-10-01 | Peru", W + "2020-10-01 | not France; Peru", WHO, "compatible"),
    # One source, no running count.
    (E + "2020-10-01 | 20", E + "2020-10-02 | 30", {}, "revision"),
    (E + "2020-10-01 | about 20", E + "2020-10-02 | 20", {}, "revision"),
    (E + "2020-10-01T09:00 | 20", E + "2020-10-01T21:00 | 30", {}, "revision"),
    (E + "2020-10-01T09:00 | 20", E + "2020-10-01 | 30", {}, "internal inconsistency"),
    (E + "2020-10-01T09:00 | 20", E + "2020-10-01T09:00Z | 30", {}, "internal inconsistency"),
    (E + "2020-10 | 20", E + "2020-10-02 | 30", {}, "underspecified"),
    (E + "2020-10 | 20", E + "2020-10-02 | about 20", {}, "repeat"),
    (E + "2020-10-01 | 20", E + "2020-10-02 | 20", {}, "repeat"),
    (E + "2020-10-01 | 20", E + "2020-10-01 | 21", {}, "compatible"),
    (E + "2020-10-01 | yes", E + "2020-10-02 | no", ASKED, "revision"),
    (E + "2020-10-01 | only Peru", E + "2020-10-01 | only France", WHO, "internal inconsistency"),
    # One source, running counts.
    (E + "2020-10-01 | 20", E + "2020-10-02 | 30", WAR, "update"),
    (E + "2020-10-01 | 20", E + "2020-10-01 | 30", WAR, "update"),
    (E + "2020-10-01 | 30", E + "2020-10-02 | 20", WAR, "downward revision"),
    (E + "2020-10-01T09:00 | 30", E + "2020-10-01T21:00 | 20", WAR, "downward revision"),
    (E + "2020-10-01 | at least 30", E + "2020-10-02 | 30", WAR, "update"),
    (E + "2020-10 | 30", E + "2020-10-02 | 20", WAR, "underspecified"),
    # Running counts of different sources: 30 reads as 27 to 33.
    (E + "2020-10-01 | 30", W + "2020-10-02 | 20", WAR, "contradiction"),
    (E + "2020-10-01 | 20", W + "2020-10-02 | 30", WAR, "compatible"),
    (E + "2020-10-01T09:00 | 20", W + "2020-10-01T21:00 | 30", WAR, "compatible"),
    (E + "2020-10-01T09:00 | 20", W + "2020-10-01T21:00Z | 30", WAR, "contradiction"),
    (E + "2020-10 | 30", W + "2020-10-02 | 20", WAR, "underspecified"),
    (E + "2020-10-01 | 30", W + "2020-10-02 | 30", WAR, "corroboration"),
    # Different sources, one moment.
    (E + "2020-10-01 | 20", W + "2020-12-01 | 30", {}, "contradiction"),
    (E + "2020-10-01 | 20", A + "2020-10-01 | 30", {}, "contradiction"),
    (E + "2020-10-01 | 20", W + "2020-10-01 | 22", {}, "tension"),
    (E + "2020-10-01 | 20", W + "2020-10-01 | 20", {}, "corroboration"),
    (E + "2020-10-01 | 20", A + "2020-10-01 | 20", {}, "compatible"),
    (E + "2020-10-01 | 20", M + "2020-10-01 | some", {}, "corroboration"),
    (E + "2020-10-01 | 10 to 20", M + "2020-10-01 | 15 to 30", {}, "compatible"),
    (E + "2020-10-01 | 20", "Anonymous | 2020-10-01 | 20", {}, "compatible"),
    (E + "2020-10-01 | 20", "Anonymous | 2020-10-01 | 30", {}, "contradiction"),
    ("Unknown | 2020-10-01 | 20", "Anonymous | 2020-10-01 | 30", {}, "compatible"),
    ("Unknown | 2020-10-01 | 20", "Anonymous | 2020-10-01 | 20", {}, "repeat"),
    # Answers that are no figures.
    (E + "2020-10-01 | yes", W + "2020-10-02 | no", ASKED, "contradiction"),
    (E + "2020-10-01 | no", W + "2020-10-02 | no", ASKED, "corroboration"),
    (E + "2020-10-01 | only Peru", W + "2020-10-01 | Peru; France", WHO, "contradiction"),
    (E + "2020-10-01 | only Peru", W + "2020-10-01 | only France", WHO, "contradiction"),
    (E + "2020-10-01 | only Peru; France", W + "2020-10-01 | Peru", WHO, "corroboration"),
    (E + "2020-10-01 | Peru", W + "2020-10-01 | France", WHO, "compatible"),
    # Stocks and units.
    (E + "2020-10-01 | 20", W + "2020-10-01 | 30", {"accrual": "stock"}, "contradiction"),
    (E + "2020-10-01T09:00 | 20", W + "2020-10-01T21:00 | 30", {"accrual": "stock"}, "compatible"),
    (E + "2020-10-01T09:00 | 20", E + "2020-10-01T21:00 | 30", {"accrual": "stock"}, "compatible"),
    (E + "2020-10 | 20", W + "2020-10 | 30", {"accrual": "stock"}, "underspecified"),
    (E + "2020-10 | 20", E + "2020-10 | 30", {"accrual": "stock"}, "underspecified"),
    (E + "2020-10 | 20", W + "2020-10 | not some", {"accrual": "stock"}, "underspecified"),
    (
        *(E + "2020-10-01T09:00 | 20", W + "2020-10-01T21:00 | not some"),
        *({"accrual": "stock"}, "compatible"),
    ),
    (E + "2020-10-01 | 4400 km2", W + "2020-10-01 | 1700 square miles", AREA, "tension"),
    (E + "2020-10-01 | 4400 km2", W + "2020-10-01 | 900 square miles", AREA, "contradiction"),
]


@pytest.mark.parametrize(("a", "b", "fields", "kind"), TABLE)
def test_row(a: str, b: str, fields: dict[str, str | None], kind: str) -> None:
    """The first row that matches, whichever claim comes first."""
    assert pair(a, b, **fields).relation == kind


@pytest.mark.parametrize(
    ("asked", "one", "other", "rule"),
    [
        ("measure", "5", "50", "even read tolerantly, they share no value"),
        ("proposition", "yes", "no", "the one says yes and the other no"),
        ("choice", "a storm", "a missile", "one question cannot have both answers"),
        (*("members", "only Russia", "Turkey"), "leaves no room for a name that the other gives"),
    ],
)
def test_a_contradiction_is_told_in_the_words_of_its_kind(
    asked: str, one: str, other: str, rule: str
) -> None:
    """Figures are read tolerantly, and everything else is not read as figures."""
    fields = {"measure": None, asked: "losses"}
    found = pair(E + f"2020-10-01 | {one}", W + f"2020-10-01 | {other}", **fields)
    assert (found.relation, rule in found.rule) == ("contradiction", True)


def test_renderings_of_one_statement() -> None:
    """They differ, whoever renders it; equal ones of two sources are one origin's repeat."""
    around, over = E + "2020-10-01 | around 4,000", W + "2020-10-02 | over 4,000"
    assert pair(around, over, statement="briefing").relation == "transmission discrepancy"
    same = W + "2020-10-02 | around 4,000"
    assert pair(around, same, statement="briefing").relation == "repeat"


def test_one_origin_tells_in_two_ways() -> None:
    """What a paper takes from a ministry can neither contradict nor deny it."""
    for said in ("Paper | 2020-10-01 | 60", "Paper | 2020-10-01 | not at least 15"):
        ministry, paper = claims(E + "2020-10-01 | 20", said)
        taken = Attestation(claim=paper.id, derived_from="East ministry")
        (finding,) = cl.judge(cl.Ledger().add(*BASE, ministry, paper, taken))
        assert finding.verdict == "one-sided"
        assert relate(*finding.voices).relation == "compatible"


class TestCountsOfAStatedWindow:
    """Counts that look back on days which a running count covered."""

    DAY, WINDOW = "2020-10-01", "2020-09-27/2020-10-01"

    def voices(self, *said: tuple[str, str | None]) -> list[Voice]:
        found = [claims(text, window=window, **WAR)[0] for text, window in said]
        (finding,) = cl.judge(cl.Ledger().add(*BASE, *found))
        by_id = {voice.id: voice for voice in finding.voices}
        return [by_id[claim.id] for claim in found]

    def test_a_later_word_on_the_same_days_revises(self) -> None:
        """What the source said then is replaced."""
        a, b = self.voices((E + "2020-10-01 | 20", None), (E + "2020-10-09 | 30", self.WINDOW))
        found = relate(b, a)
        assert (found.a, found.relation) == (a.id, "revision")

    def test_a_later_word_on_other_days_revises_nothing(self) -> None:
        """A count of more days may be larger, and one that is smaller is another matter."""
        a, b, _ = self.voices(
            (E + "2020-10-05 | 20", None),
            (E + "2020-10-09 | 30", self.WINDOW),
            (W + "2020-10-01 | 30", None),
        )
        assert relate(a, b).relation == "compatible"

    def test_it_contradicts_like_a_running_count(self) -> None:
        """30 in all by the first of October leaves no room for 20 by the fifth."""
        a, b, _ = self.voices(
            (W + "2020-10-05 | 20", None),
            (E + "2020-10-09 | 30", self.WINDOW),
            (W + "2020-10-01 | 15", None),
        )
        found = relate(a, b)
        assert (found.a, found.relation) == (b.id, "contradiction")

    def test_said_on_its_last_day_it_counts_up_to_the_hour(self) -> None:
        """At nine it was 20, at nine in the evening 30."""
        a, b = self.voices(
            (E + "2020-10-01T09:00 | 20", self.WINDOW), (W + "2020-10-01T21:00 | 30", None)
        )
        assert order(a, b).value == "before"
        assert relate(a, b).relation == "compatible"
