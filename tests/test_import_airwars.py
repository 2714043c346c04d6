"""Airwars: who alleges what, what is conceded, and a grade that judges nothing."""

from __future__ import annotations

from typing import ClassVar

import pytest

import claimledger as cl
from claimledger.formats.airwars import GRADES, Airwars
from tests.import_cases import as_table, errors, imported, lost

ROW = {
    "code": "N001",
    "permalink": "https://airwars.example/n001",
    "post_modified": "2031-06-01 12:00:00",
    "date": "2031-05-04",
    "location_name": "Redford",
    "civilians_killed_min": "3",
    "civilians_killed_max": "7",
}
TOLD = {
    "source_url": "https://post.example/1",
    "source_date": "2031-05-05",
    "source_author": "Redford News",
    "source_content": "made-up words",
    "source_content_translated": "words in translation",
}


def one(**cells: str) -> cl.Ledger:
    ledger, problems = imported("airwars", as_table(Airwars.columns, [ROW | cells]))
    assert errors(problems) == []
    return ledger


def said(ledger: cl.Ledger) -> dict[str | None, str]:
    return {claim.measure: claim.said for claim in ledger.claims}


def notes(ledger: cl.Ledger) -> set[str | None]:
    return {note.note for some in ledger.annotations.values() for note in some}


class TestFigures:
    @pytest.mark.parametrize(
        ("low", "high", "value"),
        [
            ("3", "7", "3 to 7"),
            ("4", "4", "4"),
            ("0", "5", "0 to 5"),
            ("6", "", "at least 6"),
            ("", "8", "at most 8"),
            ("0", "0", None),
            ("0", "", None),
            ("", "0", None),
            ("", "", None),
        ],
    )
    def test_ranges(self, low: str, high: str, value: str | None) -> None:
        """Two ends, one end, or nothing; two zeros are nothing reported, which is noted."""
        ledger = one(civilians_killed_min=low, civilians_killed_max=high)
        assert said(ledger).get("civilians killed") == value

    def test_zeros_are_noted_beside_what_is_reported(self) -> None:
        """They are no claim."""
        ledger = one(men_killed_min="0", men_killed_max="0")
        assert said(ledger) == {"civilians killed": "3 to 7"}
        assert notes(ledger) == {"nothing reported, written as 0: men_killed"}

    @pytest.mark.parametrize(
        ("stem", "measure"),
        [
            ("civilian_non_combatants_killed", "civilians killed"),
            ("civilians_injured", "civilians wounded"),
            ("children_killed", "children killed"),
            ("women_injured", "women wounded"),
            ("men_killed", "men killed"),
            ("militants_killed", "militants killed"),
            ("belligerents_injured", "combatants wounded"),
        ],
    )
    def test_categories(self, stem: str, measure: str) -> None:
        """Each by the vocabulary's words."""
        ledger = one(civilians_killed_min="", civilians_killed_max="", **{f"{stem}_min": "2"})
        assert said(ledger) == {measure: "at least 2"}

    @pytest.mark.parametrize("grade", GRADES.values())
    def test_grades_are_noted_and_judge_nothing(self, grade: str) -> None:
        """The claim is the same with any of them."""
        ledger = one(grading=grade.lower(), civilian_harm_status_name=grade)
        assert notes(ledger) == {f"Airwars grade: {grade}"}
        assert ledger.claims == one().claims

    def test_other_notes(self) -> None:
        """By the names of their columns."""
        assert notes(one(strike_status="Likely strike")) == {"strike status: Likely strike"}


class TestWho:
    def test_airwars_itself(self) -> None:
        """Where no source is told; said when the page was last changed."""
        (claim,) = one().claims
        assert (claim.source, str(claim.date), claim.event) == (
            "Airwars", "2031-06-01", "Airwars N001"
        )  # fmt: skip
        (claim,) = one(post_modified="", code="").claims
        assert (str(claim.date), claim.event) == (
            "2031-05-04", "Airwars https://airwars.example/n001"
        )  # fmt: skip

    def test_a_source_speaks_through_airwars(self) -> None:
        """With its page, its words and their translation, and the page of the incident."""
        ledger = one(**TOLD)
        (claim,) = ledger.claims
        assert (claim.source, str(claim.date)) == ("Redford News", "2031-05-05")
        found = {(a.document, a.quote, a.wording, a.via) for a in ledger.attestations[claim.id]}
        assert found == {
            ("https://post.example/1", "made-up words", "words in translation", "Airwars"),
            ("https://airwars.example/n001", None, None, "Airwars"),
        }

    @pytest.mark.parametrize(
        ("cells", "name"),
        [
            ({"source_author_translated": "Activist"}, "Activist"),
            ({"source_author": ""}, "post.example"),
            ({"source_author": "", "source_url": "a page"}, "a page"),
            ({"source_author": "", "source_url": "https://[x"}, "https://[x"),
            ({"source_url": ""}, "Redford News"),
            ({"source_url": ROW["permalink"]}, "Redford News"),
        ],
    )
    def test_its_name(self, cells: dict[str, str], name: str) -> None:
        """Its author, translated where there is a translation, or where it was read."""
        assert [claim.source for claim in one(**(TOLD | cells)).claims] == [name]

    def test_sources_of_one_incident_meet(self) -> None:
        """Their ranges are compared."""
        other = TOLD | {"source_author": "River Watch", "civilians_killed_min": "20",
                        "civilians_killed_max": "20"}  # fmt: skip
        (finding,) = cl.judge(one(**TOLD) | one(**other))
        assert finding.verdict is cl.Verdict.DISPUTED


class TestConceded:
    CELLS: ClassVar = {
        "belligerent_name": "Coalition",
        "deaths_conceded_min": "1",
        "deaths_conceded_max": "2",
        "injuries_conceded_min": "4",
        "injuries_conceded_max": "4",
    }

    def test_concessions_are_claims_of_the_belligerent(self) -> None:
        """On its own side, and of the same civilians."""
        ledger = one(**self.CELLS)
        told = {c.measure: c.said for c in ledger.claims if c.source == "Coalition"}
        assert told == {"civilians killed": "1 to 2", "civilians wounded": "4"}
        assert ledger.sources["coalition"].side == "Coalition"
        disputed = [f for f in cl.judge(ledger) if f.verdict is cl.Verdict.DISPUTED]
        assert [f.question.about for f in disputed] == ["civilians killed"]

    @pytest.mark.parametrize(
        ("assessment", "answer"),
        [
            ("Credible", "yes"),
            ("Credible / Substantiated", "yes"),
            ("Non credible", "no"),
            ("Non credible / Unsubstantiated", "no"),
            ("Not yet assessed", "declines"),
        ],
    )
    def test_assessments_answer_whether_it_is_credible(self, assessment: str, answer: str) -> None:
        """No answer is no denial."""
        ledger = one(belligerent_name="Coalition", assessment_name=assessment)
        (claim,) = [claim for claim in ledger.claims if claim.proposition]
        assert claim.proposition == "the civilian harm alleged in Airwars N001 is credible"
        assert claim.said == answer

    def test_a_duplicate_is_counted(self) -> None:
        """It answers nothing."""
        rows = [ROW | {"belligerent_name": "Coalition", "assessment_name": "Duplicate"}]
        ledger, problems = imported("airwars", as_table(Airwars.columns, rows))
        assert lost(problems) == {"assessment_name": 1}
        assert len(ledger) == 1


class TestFaults:
    @pytest.mark.parametrize(
        ("cells", "messages"),
        [
            ({"civilians_killed_min": "few"},
             ["civilians_killed_min: cannot read 'few': expected a whole number"]),
            ({"civilians_killed_min": "9"},
             ["civilians_killed_min: 9 is above civilians_killed_max 7"]),
            ({"grading": "Good"},
             [f"grading: unknown grade 'Good': expected {', '.join(GRADES)}"]),
            ({"code": "", "permalink": ""}, ["permalink: permalink is missing"]),
            ({"date_end": "2031-05-01"}, ["date_end: 2031-05-01 is before date 2031-05-04"]),
            ({"post_modified": "", "date": ""}, ["date: date is missing"]),
            ({"source_date": "soon"}, ["source_date: cannot read 'soon': expected a date"]),
            ({"assessment_name": "Credible"}, ["belligerent_name: belligerent_name is missing"]),
            ({"deaths_conceded_min": "1"}, ["belligerent_name: belligerent_name is missing"]),
        ],
    )  # fmt: skip
    def test_each_is_named_once(self, cells: dict[str, str], messages: list[str]) -> None:
        """With its column, and the row gives nothing."""
        ledger, problems = imported("airwars", as_table(Airwars.columns, [ROW, ROW | cells]))
        assert [str(p) for p in errors(problems)] == [f"file:3: {m}" for m in messages]
        assert len(ledger) == 1

    def test_an_unknown_assessment(self) -> None:
        """The known ones are named."""
        rows = [ROW | {"belligerent_name": "X", "assessment_name": "Maybe"}]
        _, problems = imported("airwars", as_table(Airwars.columns, rows))
        (problem,) = errors(problems)
        assert problem.message.startswith("unknown assessment 'Maybe': expected credible, ")

    @pytest.mark.parametrize(
        ("cells", "window"),
        [
            ({}, "2031-05-04"),
            ({"date_end": "2031-05-04"}, "2031-05-04"),
            ({"date_end": "2031-05-06"}, "2031-05-04/2031-05-06"),
            ({"date": "", "date_end": "2031-05-06"}, "2031-05-06"),
            ({"date": ""}, "None"),
        ],
    )
    def test_windows(self, cells: dict[str, str], window: str) -> None:
        """One day, or some."""
        (event,) = one(**cells).events.values()
        assert str(event.window) == window

    def test_no_place(self) -> None:
        """Nothing is made up."""
        assert [claim.place for claim in one(location_name="").claims] == [None]
