"""Differences: what appeared, changed and went, as values, as tables and as data."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimledger as cl
from claimledger.changes import change_data, change_head, change_tables
from claimledger.differences import ClaimChange, differences
from claimledger.findings import Verdict

A = cl.Claim(source="A", date="2020-01-01", subject="East", measure="tanks lost", value="5")
B = cl.Claim(source="B", date="2020-01-02", subject="East", measure="tanks lost", value="50")
LATER = cl.Claim(source="B", date="2020-01-03", subject="East", measure="tanks lost", value="6")
AREA = cl.Claim(source="A", date="2020-01-01", measure="area", value="5 km2")
WIDER = cl.Claim(source="B", date="2020-01-01", measure="area", value="9 km2")
RESTATED = cl.Claim(source="A", date="2020-01-01", measure="area", value="5.5 km2")
YES = cl.Claim(source="A", date="2020-01-01", proposition="It rained", value="yes")
HELD = cl.Claim(source="A", date="2020-01-01", position="Talks", value="at once")
EVERYTHING = (A, B, LATER, AREA, WIDER, RESTATED, YES, HELD)


def ledger(*records: cl.Claim | cl.Attestation | cl.Retraction | cl.Annotation) -> cl.Ledger:
    return cl.Ledger().add(*records)


def kinds(changes: object) -> list[tuple[str | None, str | None, tuple[str, ...]]]:
    """Each change of a claim: what was said before and after, and what is said of it."""
    return [
        (
            change.before and change.before.claim.said,
            change.after and change.after.claim.said,
            change.what,
        )
        for change in changes  # type: ignore[attr-defined]
    ]


class TestClaims:
    def test_one_more_and_one_less(self) -> None:
        """A claim appears, and the other way round it goes."""
        assert kinds(differences(ledger(A), ledger(A, B)).claims) == [(None, "50", ())]
        assert kinds(differences(ledger(A, B), ledger(A)).claims) == [("50", None, ())]

    def test_a_corrected_figure(self) -> None:
        """One source's other answer, on one question and date, stands in the place of the old."""
        found = differences(ledger(AREA), ledger(RESTATED)).claims
        assert kinds(found) == [("5 km2", "5.5 km2", ("said '5 km2', now '5.5 km2'",))]

    def test_several_answers_are_not_paired(self) -> None:
        """Which of two new answers stands for the old one is not guessed."""
        other = cl.Claim(source="A", date="2020-01-01", measure="area", value="6 km2")
        found = kinds(differences(ledger(AREA), ledger(RESTATED, other)).claims)
        assert sorted(found, key=str) == [
            ("5 km2", None, ()),
            (None, "5.5 km2", ()),
            (None, "6 km2", ()),
        ]

    def test_superseded(self) -> None:
        """A claim that its source has replaced no longer stands."""
        found = kinds(differences(ledger(B), ledger(B, LATER)).claims)
        assert found == [(None, "6", ()), ("50", "50", ("stands, now superseded",))]

    def test_withdrawn(self) -> None:
        """A claim that its source has taken back no longer stands."""
        retraction = cl.Retraction(target=A.id, source="A", date="2020-01-05")
        found = kinds(differences(ledger(A), ledger(A, retraction)).claims)
        assert found == [("5", "5", ("stands, now withdrawn",))]

    def test_documents_and_notes(self) -> None:
        """What hangs on a claim is counted, new and gone."""
        old = ledger(A, cl.Attestation(claim=A.id, quote="five"))
        new = ledger(
            A,
            cl.Attestation(claim=A.id, quote="5"),
            cl.Attestation(claim=A.id, quote="V"),
            cl.Annotation(claim=A.id, note="sure"),
        )
        assert kinds(differences(old, new).claims) == [
            ("5", "5", ("attestations: 2 new, 1 gone", "notes: 1 new, 0 gone"))
        ]

    def test_a_change_of_nothing_is_refused(self) -> None:
        """A change has a claim on one side at least."""
        with pytest.raises(ValueError, match="before or after"):
            _ = ClaimChange(None, None).latest


class TestQuestions:
    def test_a_verdict_that_turned(self) -> None:
        """With what else turned with it."""
        (change,) = differences(ledger(A), ledger(A, B)).questions
        assert change.before is not None
        assert change.after is not None
        assert (change.before.verdict, change.after.verdict) == ("one-sided", "disputed")
        assert change.what == ("verdict", "common range", "gap")

    def test_a_range_that_moved(self) -> None:
        """A verdict that is the same over other figures is a change."""
        wide = cl.Claim(source="B", date="2020-01-01", measure="area", value="7-9 km2")
        (change,) = differences(ledger(AREA, WIDER), ledger(AREA, wide)).questions
        assert change.what == ("gap",)

    def test_flags(self) -> None:
        """Flags beside one verdict may turn."""
        denial = cl.Claim(
            source="A", date="2020-01-01", proposition="It rained", value="no", subject="East"
        )
        old, new = ledger(YES), ledger(denial)
        (change,) = differences(old, new).questions
        assert change.what == ("flags",)

    def test_appeared_and_went(self) -> None:
        """A question that nobody answered before, and the other way round."""
        (change,) = differences(ledger(A), ledger(A, YES)).questions
        assert (change.before, change.what) == (None, ())
        (change,) = differences(ledger(A, YES), ledger(A)).questions
        assert (change.after, change.what) == (None, ())

    def test_the_accrual_of_whichever_claim_is_first_does_not_matter(self) -> None:
        """A count of the whole event and one of its window are one question."""
        event = cl.Event(name="War", window="2020-01-01/2020-01-09")
        fields = {"measure": "tanks lost", "value": "5", "event": "War"}
        whole = cl.Claim(source="A", date="2020-02-02", **fields)
        window = cl.Claim(source="B", date="2020-02-01", window="2020-01-01/2020-01-09", **fields)
        old = cl.Ledger().add(event, whole)
        found = differences(old, old.add(window))
        (change,) = found.questions
        assert change.before is not None
        assert change.after is not None
        assert (change.before.question.accrual, change.after.question.accrual) == (
            "event",
            "period",
        )

    def test_another_spelling_is_no_difference_of_questions(self) -> None:
        """A party that nothing declares may be spelt in any case."""
        spelt = cl.Claim(
            source="A", date="2020-01-01", subject="EAST", measure="tanks lost", value="5"
        )
        assert not differences(ledger(A), ledger(spelt))

    def test_every_question_has_a_key_of_its_own(self) -> None:
        """None is lost among others that are named like it, by accrual, unit, place or time."""
        fields = {"source": "A", "date": "2020-01-01", "measure": "tanks lost", "value": "5"}
        claims = [
            cl.Claim(**{**fields, **more})  # type: ignore[arg-type]
            for more in (
                {"window": "2020-01", "accrual": "increment"},
                {"window": "2020-01", "accrual": "stock"},
                {"window": "2020-01"},
                {"window": "2020-01/..", "accrual": "cumulative"},
                {"place": "Valley"},
                {"subject": "any"},
                {"measure": "area", "value": "5 km2"},
                {"measure": "area", "value": "5 kg"},
                {"measure": None, "proposition": "area", "value": "yes"},
                {"measure": None, "choice": "area", "value": "5"},
                {},
            )
        ]
        found = differences(ledger(), ledger(*claims))
        assert len(found.questions) == len(cl.judge(ledger(*claims))) == len(claims)


class TestLaws:
    """Differences of a ledger and itself, and of two ledgers both ways round."""

    @given(st.sets(st.sampled_from(EVERYTHING)), st.sets(st.sampled_from(EVERYTHING)))
    def test_both_ways_round(self, old: set[cl.Claim], new: set[cl.Claim]) -> None:
        """What appeared one way went the other way, and what changed changed both ways."""
        there = differences(ledger(*old), ledger(*new))
        back = differences(ledger(*new), ledger(*old))
        assert {
            (c.before and c.before.claim.id, c.after and c.after.claim.id) for c in there.claims
        } == {(c.after and c.after.claim.id, c.before and c.before.claim.id) for c in back.claims}
        assert {
            (q.question, q.before is None, q.after is None, q.what) for q in there.questions
        } == {(q.question, q.after is None, q.before is None, q.what) for q in back.questions}
        came = {
            c.after.claim
            for c in there.claims
            if c.after and (c.before is None or c.before.claim != c.after.claim)
        }
        assert came == new - old

    @given(st.sets(st.sampled_from(EVERYTHING)))
    def test_nothing_is_different_from_itself(self, claims: set[cl.Claim]) -> None:
        """Whatever is in it."""
        found = differences(ledger(*claims), ledger(*claims))
        assert not found
        assert change_tables(found) == []


class TestLayout:
    def test_head(self) -> None:
        """How much is different, or that nothing is."""
        assert change_head(differences(ledger(A), ledger(A))).startswith("No difference")
        assert change_head(differences(ledger(A, YES), ledger(A, B))) == (
            "Claims: 1 appeared, 0 changed, 1 went. Questions: 0 appeared, 1 changed, 1 went."
        )

    def test_tables(self) -> None:
        """Questions first, then claims; of what changed both ends are shown."""
        found = differences(ledger(AREA, YES, B), ledger(RESTATED, WIDER, HELD, B, LATER))
        tables = {table.title: table for table in change_tables(found)}
        assert list(tables) == [
            "questions that changed",
            "questions that appeared",
            "questions that went",
            "claims that appeared",
            "claims that changed",
            "claims that went",
        ]
        rows = {str(row[0]): row[1:] for row in tables["questions that changed"].rows}
        # 5 km2 reads 4.5 to 5.5, 9 km2 reads 8.5 to 9.5 by half the last digit, capped at 10 %:
        # 5.5 km2 reads 5.45 to 5.55; from 5.55 to 8.5 are 2.95, and 8.5 / 5.55 is 1.53.
        assert rows["area"] == (
            "one-sided\ncommon range: 4.5 to 5.5 km2\ngap: none",
            "disputed\ncommon range: none\ngap: 2.95 km2 (× 1.5)",
        )
        assert rows["tanks lost, East"] == (
            "one-sided\ncommon range: 45 to 55\nflags: none",
            "one-sided\ncommon range: 6\nflags: revised",
        )
        assert tables["questions that appeared"].rows == (("Talks", "never judged"),)
        assert tables["questions that went"].rows == (("It rained", "one-sided"),)
        assert [row[0] for row in tables["claims that went"].rows] == [YES.id[:8]]
        assert [row[3] for row in tables["claims that changed"].rows] == [
            "said '5 km2', now '5.5 km2'",
            "stands, now superseded",
        ]

    def test_a_dispute_that_appeared_shows_its_gap(self) -> None:
        """So that the reader sees what it is about."""
        (table, _) = change_tables(differences(ledger(), ledger(A, B)))
        assert table.rows == (("tanks lost, East", "disputed\ngap: 40 (× 9)"),)

    def test_data(self) -> None:
        """All of it can be written as JSON, open ends and fractions too."""
        none = cl.Claim(source="C", date="2020-01-01", measure="area", value="0 km2")
        more = cl.Claim(source="A", date="2020-01-01", measure="area", value="over 5 km2")
        data = json.loads(
            json.dumps(change_data(differences(ledger(AREA, YES), ledger(more, none))))
        )
        (changed,) = data["questions"]["changed"]
        assert changed["question"] == "area, subject not stated"
        assert (changed["measure"], changed["subject"]) == ("area", None)
        assert changed["before"]["common"] == [4.5, 5.5]
        assert changed["after"] == {
            "verdict": Verdict.DISPUTED,
            "flags": [],
            "common": None,
            "gap": 5,
            "ratio": None,
            "unit": "km2",
        }
        assert changed["what"] == ["verdict", "common range", "gap"]
        (claim,) = data["claims"]["changed"]
        assert claim == {
            "id": more.id,
            "source": "A",
            "date": "2020-01-01",
            "question": "area, subject not stated",
            "said": "more than 5 km2",
            "was": AREA.id,
            "what": ["said '5 km2', now 'more than 5 km2'"],
        }
        assert [c["said"] for c in data["claims"]["appeared"]] == ["0 km2"]
        assert [q["question"] for q in data["questions"]["went"]] == ["It rained"]
