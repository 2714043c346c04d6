"""Denials as reviews: ClaimReview of schema.org, as JSON-LD.

A review is a claim that contradicts another by denying it: with the stance ``denies``, or with
"no" to a proposition that the other affirms. What it reviews was not said after it. The rating
is the reviewer's own word, or "False" where he answers no; nothing here says who is right.

Reference: https://schema.org/ClaimReview; Google Search, Fact check structured data.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from claimledger.canonical import name_key
from claimledger.claims import Claim, Truth
from claimledger.dates import PartialDate, Ternary, Window
from claimledger.findings import Finding
from claimledger.formats.accounts import SAID, Account, Exported, claim_line
from claimledger.formats.claim_reviews import says_false
from claimledger.judging import judge
from claimledger.ledger import Ledger
from claimledger.relations import RelationKind, Voice
from claimledger.sources import Document

DENIED, FALSE = "denied", "False"
"""The words of a rating: of a denial, and of "no" to a proposition, as other programs read it."""


def as_reviews(ledger: Ledger) -> Exported:
    """All reviews of claims in a ledger, as one graph."""
    account = Account(ledger)
    writer = _Writer(account)
    pairs = [pair for finding in judge(ledger) for pair in reviews(finding)]
    ordered = sorted(pairs, key=lambda pair: (pair[1].date.sort_key(), pair[1].id, pair[0].id))
    graph = [writer.review(claim, denial) for claim, denial in ordered]
    content = {"@context": "https://schema.org", "@graph": graph}
    return account.exported(json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def reviews(finding: Finding) -> Iterator[tuple[Claim, Claim]]:
    """Each claim that another denies, and that other one."""
    voices = {voice.id: voice for voice in finding.voices}
    for relation in finding.relations:
        if relation.relation is RelationKind.CONTRADICTION:
            one, other = voices[relation.a], voices[relation.b]
            for asserted, denial in ((one, other), (other, one)):
                if _denies(denial) and not _denies(asserted) and _is_in_time(asserted, denial):
                    yield asserted.claim, denial.claim


def _reviewed(claim: Claim) -> str:
    """What is reviewed: a proposition by itself, where nothing but "yes" is said of it."""
    is_plain = claim.value is Truth.YES and not (claim.subject or claim.place or claim.window)
    return str(claim.proposition) if is_plain else claim_line(claim)


def _denies(voice: Voice) -> bool:
    return voice.denies or voice.claim.value is Truth.NO


def _is_in_time(asserted: Voice, denial: Voice) -> bool:
    return denial.claim.date.precedes(asserted.claim.date) is not Ternary.YES


class _Writer:
    def __init__(self, account: Account) -> None:
        self._account = account
        self._ledger = account.ledger

    def review(self, claim: Claim, denial: Claim) -> dict[str, Any]:
        """One review."""
        documents = self._documents(denial)
        url = next((one.url for one in documents if one.url), None)
        rating = self._rating(denial) if denial.value is Truth.NO else DENIED
        return _stated(
            {
                "@type": "ClaimReview",
                "identifier": denial.id,
                "claimReviewed": _reviewed(claim),
                "author": self._author(denial),
                "datePublished": self._date(denial),
                "url": url,
                "reviewBody": claim_line(denial),
                "reviewRating": {"@type": "Rating", "alternateName": rating},
                "isBasedOn": list(map(self._work, documents)),
                "itemReviewed": self._claim(claim),
            }
        )

    def _rating(self, denial: Claim) -> str:
        """The rating word of a review that came from a fact-checker, else ``FALSE``."""
        for attestation in self._ledger.attestations.get(denial.id, ()):
            if says_false(attestation.wording):
                self._account.carry(attestation, "wording")
                return str(attestation.wording)
        return FALSE

    def _claim(self, claim: Claim) -> dict[str, Any]:
        return _stated(
            {
                "@type": "Claim",
                "identifier": claim.id,
                "name": claim_line(claim),
                "author": self._author(claim),
                "datePublished": self._date(claim),
                "appearance": list(map(self._work, self._documents(claim))),
                "about": self._event(claim),
            }
        )

    def _date(self, claim: Claim) -> str:
        self._account.carry(claim, "event", *SAID)  # Both are of one event.
        if _iso(claim.date) == str(claim.date):
            self._account.carry(claim, "date")
        return _iso(claim.date)

    def _author(self, claim: Claim) -> dict[str, str]:
        self._account.carry(claim, "source")
        source = self._ledger.sources.get(name_key(claim.source))
        if source is None:
            return {"@type": "Organization", "name": claim.source}
        self._account.carry(source, "name")
        kind = "Person" if source.kind == "witness" else "Organization"
        return {"@type": kind, "name": source.name}

    def _event(self, claim: Claim) -> dict[str, Any] | None:
        if claim.event is None:
            return None
        event = self._ledger.events.get(name_key(claim.event))
        if event is None:
            return {"@type": "Event", "name": claim.event}
        self._account.carry(event, "name")
        window = event.window or Window(None, None)
        ends = (window.start, window.end)
        if all(end is None or _iso(end) == str(end) for end in ends):
            self._account.carry(event, "window")
        start, end = (None if one is None else _iso(one) for one in ends)
        return _stated({"@type": "Event", "name": event.name, "startDate": start, "endDate": end})

    def _documents(self, claim: Claim) -> list[Document]:
        attested = self._ledger.attestations.get(claim.id, ())
        keys: dict[str, None] = {}
        for attestation in attested:
            if attestation.document is not None:
                self._account.carry(attestation, "document")
                keys[attestation.document] = None
        return [self._ledger.documents.get(key) or Document(url=key) for key in keys]

    def _work(self, document: Document) -> dict[str, Any]:
        self._account.carry(document, "outlet", "title", "url")
        date = document.date
        if date is not None and _iso(date) == str(date):
            self._account.carry(document, "date")
        outlet = document.outlet
        publisher = None if outlet is None else {"@type": "Organization", "name": outlet}
        return _stated(
            {
                "@type": "CreativeWork",
                "headline": document.title,
                "publisher": publisher,
                "url": document.url,
                "datePublished": None if date is None else _iso(date),
            }
        )


def _stated(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, [])}


def _iso(date: PartialDate) -> str:
    """A date in ISO 8601, as precise as that can be: a moment, a day, a month or a year."""
    if date.moment is not None:
        return date.moment.isoformat(timespec="auto" if date.moment.second else "minutes")
    length = {"month": 7, "year": 4}.get(date.precision, 10)
    return date.first.isoformat()[:length]
