"""ClaimReview: who claimed it, and a denial only where the rating says false."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimledger as cl
from claimledger.errors import Problem
from claimledger.formats import dumps
from claimledger.formats.claim_reviews import FALSE, importer
from claimledger.formats.found import Found
from claimledger.formats.importing import detected
from claimledger.formats.joining import joined
from claimledger.formats.streaming import stream
from tests.import_cases import DATA, errors, lost, reread

FIXTURE = DATA / "claimreview.json"


def read(content: object) -> tuple[cl.Ledger, list[Problem]]:
    found = Found("file", is_implicit=True)
    text = content if isinstance(content, str) else json.dumps(content, indent=1)
    found.records += importer(found).read(io.StringIO(text), found, 0)
    return joined([found]), found.problems


def review(**more: Any) -> dict[str, Any]:
    return {
        "@type": "ClaimReview",
        "url": "https://check.example/1",
        "claimReviewed": "It rained",
        "author": {"name": "Checker"},
        "datePublished": "2031-05-06",
        "itemReviewed": {"author": {"name": "Minister"}, "datePublished": "2031-05-05"},
        "reviewRating": {"alternateName": "False"},
    } | more


def one(**more: Any) -> cl.Ledger:
    ledger, problems = read(review(**more))
    assert errors(problems) == []
    return ledger


def said(ledger: cl.Ledger) -> set[tuple[str, str, str]]:
    return {(claim.source, claim.said, str(claim.date)) for claim in ledger.claims}


def notes(ledger: cl.Ledger) -> list[str | None]:
    return [note.note for some in ledger.annotations.values() for note in some]


class TestFixture:
    def test_golden_ledger(self, golden: Callable[[str, str], None]) -> None:
        """It is told by its content, read without error, and comes back from JSONL."""
        ledger, problems = cl.read_lenient(FIXTURE)
        assert errors(problems) == []
        assert sum(claim.said == "yes" for claim in ledger.claims) >= 30
        assert reread(ledger) == ledger
        assert ledger == cl.read_lenient(FIXTURE, FIXTURE)[0]
        golden("import/claimreview.jsonl", dumps(ledger, "jsonl"))

    def test_what_is_not_carried_is_counted(self) -> None:
        """By its path; as often as it stands in the fixture."""
        _, problems = cl.read_lenient(FIXTURE)
        counts = lost(problems)
        text = FIXTURE.read_text(encoding="utf-8")
        assert counts["itemReviewed.author.jobTitle"] == text.count('"jobTitle"')
        assert set(counts) == {
            "author.url", "image.url", "inLanguage", "itemReviewed.author.jobTitle"
        }  # fmt: skip

    def test_it_streams(self, tmp_path: Path) -> None:
        """As any other importer's file."""
        target = tmp_path / "out.jsonl"
        stream("claimreview", Found(str(FIXTURE)), target)
        assert cl.read(target) == cl.read_lenient(FIXTURE)[0]

    def test_detected(self) -> None:
        """A list or an object that holds one; JSON of ours is none."""
        assert detected(b'\n[{"@type": "ClaimReview"') == "claimreview"
        assert detected(b'{"type": "claim", "proposition": "a"}') is None
        assert detected(b'"ClaimReview",x') is None


class TestRatings:
    @pytest.mark.parametrize("word", [*sorted(FALSE), "FALSE!", "Pants on Fire."])
    def test_false_is_a_denial(self, word: str) -> None:
        """Of the checker, on the day of the review, in its word."""
        ledger = one(reviewRating={"alternateName": word, "ratingValue": 3})
        assert said(ledger) == {
            ("Minister", "yes", "2031-05-05"),
            ("Checker", "no", "2031-05-06"),
        }
        (finding,) = cl.judge(ledger)
        assert finding.verdict is cl.Verdict.DISPUTED
        attested = [a for some in ledger.attestations.values() for a in some]
        assert [(a.document, a.wording) for a in attested] == [("https://check.example/1", word)]

    @pytest.mark.parametrize(
        ("rating", "note"),
        [
            ({"alternateName": "Misleading", "ratingValue": 1, "bestRating": 5, "worstRating": 1},
             "Misleading"),
            ({"alternateName": "True"}, "True"),
            ({"alternateName": "Mostly false"}, "Mostly false"),
            ({"ratingValue": 2, "bestRating": 5, "worstRating": 1}, "2, from 1 to 5"),
            ({"ratingValue": 1}, "1"),
            ({"ratingValue": 1, "bestRating": 5}, "1"),
            ({"ratingValue": 1, "bestRating": 1, "worstRating": 1}, "1, from 1 to 1"),
            ({"ratingValue": "bad", "bestRating": 5, "worstRating": 1}, "bad"),
            ({"ratingValue": True}, "without a rating"),
            ({"ratingValue": "NaN"}, "NaN"),
            ({"ratingValue": "Half true", "bestRating": "True"}, "Half true"),
            ({}, "without a rating"),
            (None, "without a rating"),
            ("Mixed", "Mixed"),
        ],
    )  # fmt: skip
    def test_all_else_is_noted_alone(self, rating: object, note: str) -> None:
        """Nobody is said to deny what he does not."""
        ledger = one(reviewRating=rating)
        assert said(ledger) == {("Minister", "yes", "2031-05-05")}
        assert notes(ledger) == [f"review by Checker, 2031-05-06: {note}"]

    def test_a_word_may_stand_as_the_value(self) -> None:
        """As some publishers have it."""
        rating = {"ratingValue": "False", "bestRating": "True", "worstRating": "False"}
        assert ("Checker", "no", "2031-05-06") in said(one(reviewRating=rating))

    @pytest.mark.parametrize("value", [1, "1", 0.5, "0"])
    def test_without_a_word_the_worst_rating_is_false(self, value: object) -> None:
        """Where the scale is told."""
        rating = {"ratingValue": value, "bestRating": "5", "worstRating": 1}
        assert ("Checker", "no", "2031-05-06") in said(one(reviewRating=rating))


class TestClaims:
    def test_nobody_named(self) -> None:
        """The source is unattributed."""
        items: list[object] = [{}, None, "text", [], {"author": {}}]
        for item in items:
            ledger = one(itemReviewed=item)
            assert ("unattributed", "yes", "2031-05-06") in said(ledger)
            assert "the date of the claim is not stated: it is that of the review" in str(
                notes(ledger)
            )

    @pytest.mark.parametrize(
        ("item", "pages"),
        [
            ({"appearance": "https://a.example"}, {"https://a.example"}),
            ({"appearance": {"url": "https://a.example"}}, {"https://a.example"}),
            ({"firstAppearance": [{"url": "https://a.example"}, "https://b.example"],
              "appearance": ["https://a.example", {}]},
             {"https://a.example", "https://b.example"}),
        ],
    )  # fmt: skip
    def test_appearances_are_documents_of_the_claim(
        self, item: dict[str, Any], pages: set[str]
    ) -> None:
        """By address or by work; each once."""
        ledger = one(itemReviewed=[item])
        (claim,) = [claim for claim in ledger.claims if claim.said == "yes"]
        assert {a.document for a in ledger.attestations[claim.id]} == pages

    def test_a_review_without_a_page(self) -> None:
        """Its denial has no document."""
        ledger = one(url=None)
        assert [a.document for some in ledger.attestations.values() for a in some] == [None]

    def test_moments_are_days(self) -> None:
        """Of the review, in its own zone."""
        ledger = one(datePublished="2031-05-06T23:30:00-04:00", author=[{"name": "Checker"}])
        assert ("Checker", "no", "2031-05-06") in said(ledger)

    def test_names_may_be_plain_text(self) -> None:
        """And are carried, so that nothing is counted as lost."""
        item = {"@type": "Claim", "author": "Minister", "datePublished": "2031-05-05"}
        ledger, problems = read(review(author="Checker", itemReviewed=item))
        assert ("Minister", "yes", "2031-05-05") in said(ledger)
        assert lost(problems) == {}

    def test_what_there_is_no_room_for_is_counted(self) -> None:
        """A second author and a second claim; further appearances are carried."""
        item = {"author": {"name": "Minister"}, "appearance": ["https://a.example", "https://b"]}
        _, problems = read(
            review(
                author=[{"@type": "Person", "name": "Checker"}, {"@type": "Person", "name": "B"}],
                itemReviewed=[item, {"author": {"name": "Other", "sameAs": ["x", "y"]}}],
            )
        )
        assert lost(problems) == {
            "author.name (further)": 1,
            "itemReviewed.author.name (further)": 1,
            "itemReviewed.author.sameAs": 2,
        }


class TestLines:
    """A review a line, as dumps of many fact-checkers come."""

    TEXT = "".join(
        json.dumps(
            {k: v for k, v in review(url=f"https://check.example/{n}").items() if k[0] != "@"}
        )
        + "\n"
        for n in (1, 2)
    )

    def test_as_the_same_reviews_in_a_list(self) -> None:
        """Each is a review by what it holds, where it does not say what it is."""
        ledger, problems = read(f"\n{self.TEXT}\n")
        assert problems == []
        assert ledger == read([review(url=f"https://check.example/{n}") for n in (1, 2)])[0]

    @pytest.mark.parametrize("format", [None, "claimreview"])
    @pytest.mark.parametrize("name", ["dump.ndjson", "dump.jsonl", "dump.json"])
    def test_told_from_a_ledger(self, tmp_path: Path, name: str, format: str | None) -> None:
        """By what stands in it, whatever its ending; a ledger may stand beside it."""
        path, beside = tmp_path / name, tmp_path / "ledger.jsonl"
        path.write_text(self.TEXT, encoding="utf-8")
        quoted = cl.Claim(
            source="A", date="2031", proposition='"claimReviewed": and "ClaimReview"', value="yes"
        )
        cl.write(cl.Ledger().add(quoted), beside)
        ledger = cl.read(path, beside, format=format)
        assert {claim.source for claim in ledger.claims} == {"A", "Checker", "Minister"}

    def test_a_line_that_is_cut_off(self) -> None:
        """It is told where it ends, and nothing is read."""
        ledger, (problem,) = read(self.TEXT[:-9])
        assert not ledger
        assert str(problem).startswith("file:2:")


class TestFiles:
    @pytest.mark.parametrize(
        "content",
        [
            [review()],
            {"@graph": [review()]},
            {"dataFeedElement": [{"item": [review()]}]},
            {"dataFeedElement": {"item": review()}},
            [review(**{"@type": "http://schema.org/ClaimReview"})],
            [review(**{"@type": ["Review", "ClaimReview"]}), {"@type": "Person"}, 1],
        ],
    )
    def test_where_reviews_stand(self, content: object) -> None:
        """In lists, graphs and feeds, among other things."""
        assert len(read(content)[0]) == 2

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "file:1: an empty file: expected reviews"),
            (" \n", "file:1: an empty file: expected reviews"),
            ('[\n{"a": }]', "file:2:7: not JSON: Expecting value"),
            ('{"@type": "Review"}', "file:1: no ClaimReview in this file"),
            ("[" * 100_000, "file:1: not JSON: maximum recursion depth exceeded"),
        ],
    )
    def test_what_is_none(self, text: str, message: str) -> None:
        """With its place."""
        (problem,) = read(text)[1]
        assert str(problem).startswith(message)

    def test_one_that_is_no_text(self, tmp_path: Path) -> None:
        """That is said, and not that it is no JSON either."""
        path = tmp_path / "reviews.json"
        path.write_bytes(b'[{"claimReviewed": "caf\xe9"}]')
        _, problems = cl.read_lenient(path, format="claimreview")
        message = f"{path}:1: not UTF-8: byte 0xe9; save it as UTF-8"
        assert [str(problem) for problem in problems] == [message]

    @pytest.mark.parametrize(
        ("more", "messages"),
        [
            ({"claimReviewed": " "}, ["claimReviewed: claimReviewed is missing"]),
            ({"author": {}}, ["author: author is missing"]),
            ({"datePublished": None}, ["datePublished: datePublished is missing"]),
            ({"datePublished": "soon"}, ["datePublished: cannot read 'soon': expected a date"]),
            ({"itemReviewed": {"datePublished": "5/5/31"}},
             ["itemReviewed.datePublished: cannot read '5/5/31': expected a date"]),
        ],
    )  # fmt: skip
    def test_a_review_at_fault_gives_nothing(
        self, more: dict[str, Any], messages: list[str]
    ) -> None:
        """Its line is that of its proposition."""
        ledger, problems = read([review(), review(**more)])
        text = json.dumps([review(), review(**more)], indent=1).split("\n")
        line = [n for n, found in enumerate(text, start=1) if "claimReviewed" in found][1]
        assert [str(p) for p in errors(problems)] == [f"file:{line}: {m}" for m in messages]
        assert len(ledger) == 2

    def test_what_no_record_can_hold(self) -> None:
        """Half a character is a fault of its review; lines that cannot be told are the first."""
        text = json.dumps(review(claimReviewed="x", url="\ud800")).replace("claimReviewed", "claim")
        assert errors(read(text)[1])
        (problem,) = errors(read(json.dumps(review(url="\ud800")))[1])
        assert problem.location.line == 1


SCALARS = st.sampled_from([None, "", "x", "False", 1, 2.5, True, "2031-05-05", "https://a.example"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                ["name", "url", "alternateName", "ratingValue", "datePublished", "author"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


class TestLaws:
    @given(st.lists(st.dictionaries(st.sampled_from([*review()]), VALUES, max_size=3), max_size=3))
    def test_whatever_the_values(self, several: list[dict[str, Any]]) -> None:
        """Through JSONL unchanged; twice is once; nothing breaks the reader."""
        reviews = [review(**more) | {"@type": "ClaimReview"} for more in several]
        ledger, _ = read(reviews)
        assert reread(ledger) == ledger
        assert read([reviews, reviews])[0] == ledger
