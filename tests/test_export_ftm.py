"""Statements of FollowTheMoney: one for each claim that stands, and entities that exist."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given, settings

import claimledger as cl
from claimledger.formats import ftm
from claimledger.formats.accounts import claim_line
from tests.import_cases import errors, imported, lost
from tests.record_strategies import ledgers
from tests.report_case import everything


def rows(ledger: cl.Ledger) -> list[dict[str, str]]:
    """As followthemoney's own reader reads them."""
    return list(csv.DictReader(io.StringIO(ftm.export(ledger).text), dialect=csv.unix_dialect))


def claim(**fields: object) -> cl.Claim:
    given_: dict[str, object] = {"source": "M", "date": "2031-05-04", "measure": "tanks lost"}
    return cl.Claim(**{**given_, "value": "5", **fields})  # type: ignore[arg-type]


class TestRows:
    def test_a_claim_is_a_statement_of_its_source(self) -> None:
        """About its event, on one line, seen on the date said, with the id of the claim."""
        one = claim(event="Fighting", subject="Norland", place="Bridge", window="2031-05-03")
        ledger = cl.Ledger().add(one)
        [row] = [row for row in rows(ledger) if row["prop"] == "notes"]
        [event] = [row for row in rows(ledger) if row["value"] == "Fighting"]
        assert row == {
            "canonical_id": event["entity_id"],
            "entity_id": event["entity_id"],
            "prop": "notes",
            "prop_type": "text",
            "schema": "Event",
            "value": "tanks lost (subject: Norland; place: Bridge; time: 2031-05-03): 5",
            "dataset": ftm.dataset_name("M"),
            "origin": "",
            "lang": "",
            "original_value": "",
            "external": "f",
            "first_seen": "2031-05-04T00:00:00",
            "last_seen": "2031-05-04T00:00:00",
            "id": one.id,
        }

    @pytest.mark.parametrize(
        ("date", "first", "last", "is_lost"),
        [
            ("2031-05", "2031-05-01T00:00:00", "2031-05-31T00:00:00", False),
            ("2031-05~", "2031-05-01T00:00:00", "2031-05-31T00:00:00", True),
            (
                "2031-05-04T18:00+04:00",
                "2031-05-04T18:00:00+04:00",
                "2031-05-04T18:00:00+04:00",
                False,
            ),
        ],
    )
    def test_dates_said(self, date: str, first: str, last: str, is_lost: bool) -> None:
        """An imprecise one is a span; that it is not sure is lost, and said to be."""
        ledger = cl.Ledger().add(claim(date=date))
        [row] = [row for row in rows(ledger) if row["prop"] == "notes"]
        assert (row["first_seen"], row["last_seen"]) == (first, last)
        assert ("date of claims" in dict(ftm.export(ledger).lost)) is is_lost

    @pytest.mark.parametrize(
        ("window", "told", "is_lost"),
        [
            ("2031-05-03/..", {"startDate": "2031-05-03"}, False),
            ("2031-05/2032", {"startDate": "2031-05", "endDate": "2032"}, False),
            ("2031-05-03/2031-05-09?", {"startDate": "2031-05-03", "endDate": "2031-05-09"}, True),
        ],
    )
    def test_the_window_of_an_event(self, window: str, told: dict[str, str], is_lost: bool) -> None:
        """Its ends are dates of the event."""
        ledger = cl.Ledger().add(cl.Event(name="Fighting", window=window), claim(event="Fighting"))
        found = {r["prop"]: r["value"] for r in rows(ledger) if r["prop_type"] == "date"}
        assert found == told
        assert ("window of events" in dict(ftm.export(ledger).lost)) is is_lost

    def test_an_event_without_a_window(self) -> None:
        """Has no dates."""
        ledger = cl.Ledger().add(cl.Event(name="Fighting"), claim(event="Fighting"))
        assert not [row for row in rows(ledger) if row["prop_type"] == "date"]
        assert ftm.export(ledger).lost == ()

    def test_where_it_was_read(self) -> None:
        """A statement has room for one address and one quotation; the others are counted."""
        one = claim()
        documents = [cl.Document(url=f"https://example.org/{n}", title="T") for n in (1, 2)]
        attested = [
            cl.Attestation(claim=one.id, document=document.key, quote=f"quote {n}")
            for n, document in enumerate(documents)
        ]
        ledger = cl.Ledger().add(one, *documents, *attested)
        [row] = [row for row in rows(ledger) if row["prop"] == "notes"]
        assert (row["origin"], row["original_value"]) == ("https://example.org/1", "quote 0")
        assert dict(ftm.export(ledger).lost) == {
            "attestations": 1,
            "documents": 1,
            "title of documents": 1,
        }

    def test_what_is_withdrawn_is_left_out(self) -> None:
        """And counted."""
        one = claim()
        gone = cl.Retraction(target=one.id, source="M", date="2031-05-05")
        found = ftm.export(cl.Ledger().add(one, gone))
        assert found.lost == (("claims", 1), ("retractions", 1))
        assert len(found.text.splitlines()) == 1

    def test_parties_are_involved_in_events(self) -> None:
        """All parties, said so, are no entity."""
        ledger = cl.Ledger().add(
            claim(subject="Norland", event="A"), claim(subject="any", event="A"), claim(event="B")
        )
        names = {row["entity_id"]: row["value"] for row in rows(ledger) if row["prop"] == "name"}
        involved = [row for row in rows(ledger) if row["prop"] == "involved"]
        assert sorted(names.values()) == ["A", "B", "M", "Norland"]
        assert [(names[row["entity_id"]], names[row["value"]]) for row in involved] == [
            ("A", "Norland")
        ]

    def test_names_of_datasets(self) -> None:
        """Spellings of one name share one; names that only look alike do not."""
        assert ftm.dataset_name("Army  of norland") == ftm.dataset_name("army of Norland")
        alike = ("Müller", "Muller", "Mu-ller", "министерство", "министр", "…")
        assert len({ftm.dataset_name(name) for name in alike}) == len(alike)
        assert all(ftm.dataset_name(name).isidentifier() for name in alike)

    def test_a_ledger_with_everything(self, golden: Callable[[str, str], None]) -> None:
        """The whole file, with what it does not carry."""
        found = ftm.export(everything())
        listed = "".join(f"{what}: {count}\n" for what, count in found.lost)
        golden("statements.csv", f"{found.text}\n--- not carried ---\n{listed}")


class TestLaws:
    @settings(max_examples=100)
    @given(ledgers())
    def test_claims_and_references(self, ledger: cl.Ledger) -> None:
        """Law: a statement for each claim that stands, and what is referred to has a name."""
        found = rows(ledger)
        told = {row["id"]: row["value"] for row in found if row["prop"] == "notes"}
        assert told == {one.id: claim_line(one) for one in ledger.active}
        named = {row["entity_id"] for row in found if row["prop"] == "name"}
        assert {row["entity_id"] for row in found} == named
        assert {row["value"] for row in found if row["prop"] == "involved"} <= named
        assert len({row["id"] for row in found}) == len(found)
        lost = dict(ftm.export(ledger).lost)
        assert lost.get("claims", 0) == len(ledger) - len(ledger.active)


def test_it_is_read_by_its_importer() -> None:
    """Each claim is a statement of its dataset again; entities have no date, and are counted."""
    ledger = everything()
    back, problems = imported("ftm", ftm.export(ledger).text)
    assert errors(problems) == []
    assert len(back) == len(ledger.active)
    locators = {a.locator for some in back.attestations.values() for a in some}
    assert {str(locator).split()[1] for locator in locators} == {c.id for c in ledger.active}
    assert lost(problems)["statements without first_seen and last_seen"] > 0
