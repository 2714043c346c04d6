"""Reviews of claims: who denies what, in the words of schema.org."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

import claimledger as cl
from claimledger.formats.claim_reviews import says_false
from claimledger.reviews import as_reviews
from tests.import_cases import DATA, errors, imported
from tests.ledger_strategies import ledgers
from tests.report_case import everything

DAY = "2031-05-04"


def claim(source: str, value: str, date: str = "2031-05-04", **fields: object) -> cl.Claim:
    kind: dict[str, object] = {"proposition": "the dam is old"}
    if "stance" in fields or value.isdigit():
        kind = {"measure": "tanks lost", "subject": "Norland"}
    return cl.Claim(source=source, date=date, value=value, **{**kind, **fields})  # type: ignore[arg-type]


def graph(*records: object) -> list[dict[str, Any]]:
    content = json.loads(as_reviews(cl.Ledger().add(*records)).text)  # type: ignore[arg-type]
    assert content["@context"] == "https://schema.org"
    found: list[dict[str, Any]] = content["@graph"]
    return found


def who(*records: object) -> list[tuple[str, str, str]]:
    """Reviewer, author and rating of each review."""
    return [
        (
            one["author"]["name"],
            one["itemReviewed"]["author"]["name"],
            one["reviewRating"]["alternateName"],
        )
        for one in graph(*records)
    ]


class TestReviews:
    def test_a_denial_is_a_review(self) -> None:
        """Of what it denies, with everything that is known of both."""
        said, denied = claim("A", "5", event="War"), claim("B", "5", event="War", stance="denies")
        documents = [
            cl.Document(
                outlet="Post", title="Said", url="https://example.org/1", date="2031-05-04"
            ),
            cl.Document(url="https://example.org/2"),
        ]
        found = graph(
            said,
            denied,
            *documents,
            cl.Event(name="War", window="2031-05/.."),
            cl.Source(name="A", kind="witness"),
            cl.Attestation(claim=said.id, document=documents[0].key),
            cl.Attestation(claim=denied.id, document=documents[1].key),
        )
        assert found == [
            {
                "@type": "ClaimReview",
                "identifier": denied.id,
                "claimReviewed": "tanks lost (subject: Norland): 5",
                "author": {"@type": "Organization", "name": "B"},
                "datePublished": "2031-05-04",
                "url": "https://example.org/2",
                "reviewBody": "tanks lost (subject: Norland): denies 5",
                "reviewRating": {"@type": "Rating", "alternateName": "denied"},
                "isBasedOn": [{"@type": "CreativeWork", "url": "https://example.org/2"}],
                "itemReviewed": {
                    "@type": "Claim",
                    "identifier": said.id,
                    "name": "tanks lost (subject: Norland): 5",
                    "author": {"@type": "Person", "name": "A"},
                    "datePublished": "2031-05-04",
                    "appearance": [
                        {
                            "@type": "CreativeWork",
                            "headline": "Said",
                            "publisher": {"@type": "Organization", "name": "Post"},
                            "url": "https://example.org/1",
                            "datePublished": "2031-05-04",
                        }
                    ],
                    "about": {"@type": "Event", "name": "War", "startDate": "2031-05"},
                },
            }
        ]

    @pytest.mark.parametrize(
        ("one", "other", "expected"),
        [
            (claim("A", "yes"), claim("B", "no"), [("B", "A", "False")]),
            (claim("A", "5"), claim("B", "some", stance="denies"), [("B", "A", "denied")]),
            # A figure against a figure is a contradiction, and no review.
            (claim("A", "5"), claim("B", "50"), []),
            # Whoever denies "exactly 5" leaves room for 6.
            (claim("A", "6"), claim("B", "5", stance="denies"), []),
            # What was said before cannot be about what was said after.
            (claim("A", "yes", "2031-05-05"), claim("B", "no", "2031-05-04"), []),
            (claim("A", "yes", "2031-05-05"), claim("B", "no", "2031-05"), [("B", "A", "False")]),
            # Nobody reviews oneself.
            (claim("A", "5"), claim("A", "5", stance="denies"), []),
        ],
    )
    def test_who_reviews_whom(self, one: cl.Claim, other: cl.Claim, expected: object) -> None:
        """Only who denies what another asserts, and says so no earlier."""
        assert who(one, other) == who(other, one) == expected

    def test_each_denial_reviews_each_claim(self) -> None:
        """Two who deny what two assert make four reviews, by date."""
        claims = [
            claim("A", "yes"),
            claim("B", "yes"),
            claim("C", "no"),
            claim("D", "no", "2031-06"),
        ]
        found = [(reviewer, author) for reviewer, author, _ in who(*claims)]
        assert sorted(found) == [("C", "A"), ("C", "B"), ("D", "A"), ("D", "B")]
        assert [reviewer for reviewer, _ in found] == ["C", "C", "D", "D"]

    @pytest.mark.parametrize(
        ("date", "published", "is_lost"),
        [
            ("2031", "2031", False),
            ("2031-05?", "2031-05", True),
            ("2031-21", "2031-03-01", True),
            ("2031-05-04T18:00+04:00", "2031-05-04T18:00+04:00", False),
            ("2031-05-04T18:00:30Z", "2031-05-04T18:00:30+00:00", False),
        ],
    )
    def test_dates(self, date: str, published: str, is_lost: bool) -> None:
        """As ISO 8601 has them; what that cannot say is counted."""
        ledger = cl.Ledger().add(claim("A", "yes", "2030"), claim("B", "no", date))
        found = as_reviews(ledger)
        assert json.loads(found.text)["@graph"][0]["datePublished"] == published
        assert ("date of claims" in dict(found.lost)) is is_lost

    def test_events_and_documents_of_imprecise_dates(self) -> None:
        """What ISO 8601 cannot say of them is counted too; an event may be undeclared."""
        said = claim("A", "yes", event="War")
        document = cl.Document(title="x", date="2031~")
        records: list[Any] = [
            said,
            claim("B", "no", event="War"),
            cl.Event(name="War", window="2031-05~/2031-06"),
            document,
            cl.Attestation(claim=said.id, document=document.key),
            cl.Attestation(claim=said.id, document="elsewhere", quote="q"),
            cl.Attestation(claim=said.id, via="V"),
        ]
        found = as_reviews(cl.Ledger().add(*records))
        about = json.loads(found.text)["@graph"][0]["itemReviewed"]
        assert about["about"]["endDate"] == "2031-06"
        assert [work.get("url") for work in about["appearance"]] == ["elsewhere", None]
        assert dict(found.lost) == {
            "attestations": 1,
            "date of documents": 1,
            "quote of attestations": 1,
            "window of events": 1,
        }
        [bare] = graph(said, claim("B", "no", event="War"))
        assert bare["itemReviewed"]["about"] == {"@type": "Event", "name": "War"}

    def test_a_ledger_with_everything(self, golden: Callable[[str, str], None]) -> None:
        """The whole file, with what it does not carry."""
        found = as_reviews(everything())
        listed = "".join(f"{what}: {count}\n" for what, count in found.lost)
        golden("reviews.json", f"{found.text}\n--- not carried ---\n{listed}")


class TestLaws:
    @settings(max_examples=150)
    @given(ledgers(kinds=("proposition", "count", "choice", "members")))
    def test_reviews_are_contradictions(self, ledger: cl.Ledger) -> None:
        """Law: each pair is a contradiction that the report shows, between two sources."""
        pairs = {
            frozenset((one.a, one.b))
            for finding in cl.judge(ledger)
            for one in finding.relations
            if one.relation == "contradiction"
        }
        found = as_reviews(ledger)
        reviews = json.loads(found.text)["@graph"]
        told = set()
        for one in reviews:
            told |= {one["identifier"], one["itemReviewed"]["identifier"]}
            assert frozenset((one["identifier"], one["itemReviewed"]["identifier"])) in pairs
            assert one["author"] != one["itemReviewed"]["author"] or "unattributed" in str(one)
        assert found.claims == told


class TestRoundTrip:
    def test_reviews_of_an_importer_come_back(self) -> None:
        """Claims, denials, dates and words of ratings; a rating by a number is then "False"."""
        ledger, _ = cl.read_lenient(DATA / "claimreview.json")
        exported = as_reviews(ledger)
        back, problems = imported("claimreview", exported.text)
        assert errors(problems) == []
        denials = {one.id for one in ledger.claims if one.said == "no"}
        assert denials
        assert denials <= {one.id for one in back.claims}
        assert {one.id for one in back.claims} <= {one.id for one in ledger.claims}
        words = {a.wording for one in denials for a in ledger.attestations[one]}
        assert {word if says_false(word) else "False" for word in words} == {
            a.wording for one in denials for a in back.attestations[one]
        }
        again, _ = imported("claimreview", as_reviews(back).text)
        assert again.claims == back.claims

    def test_a_proposition_is_reviewed_by_itself(self) -> None:
        """Where nothing but yes is said of it; otherwise all that is said is reviewed."""
        assert graph(claim("A", "yes"), claim("B", "no"))[0]["claimReviewed"] == "the dam is old"
        placed = (claim("A", "yes", place="Redford"), claim("B", "no", place="Redford"))
        assert graph(*placed)[0]["claimReviewed"] == "the dam is old (place: Redford): yes"
