"""FollowTheMoney statements: each is a claim of its dataset, and none denies another."""

from __future__ import annotations

import pytest

import claimledger as cl
from claimledger.formats.ftm_statements import FLAGS, Statements
from tests.import_cases import as_table, errors, imported, lost

ROW = {
    "canonical_id": "NK-1",
    "entity_id": "usl-1",
    "prop": "country",
    "schema": "Person",
    "value": "xn",
    "dataset": "us_list",
    "external": "f",
    "first_seen": "2031-05-04T06:12:01",
    "last_seen": "2031-06-01T06:12:01",
    "id": "0a1",
}


def one(**cells: str) -> cl.Ledger:
    ledger, problems = imported("ftm", as_table(Statements.columns, [ROW | cells]))
    assert errors(problems) == []
    return ledger


class TestStatements:
    def test_a_statement_without_a_date_is_counted(self) -> None:
        """It cannot be said on any day; the others are read."""
        rows = [ROW | {"first_seen": "", "last_seen": "", "value": "other"}, ROW]
        ledger, problems = imported("ftm", as_table(Statements.columns, rows))
        assert ledger == one()
        assert lost(problems)["statements without first_seen and last_seen"] == 1

    @pytest.mark.parametrize(
        ("flag", "is_external"), [("t", True), ("True", True), ("f", False), ("False", False)]
    )
    def test_flags_as_databases_and_dataframes_write_them(
        self, flag: str, is_external: bool
    ) -> None:
        """Noted where it is so."""
        (notes,) = one(external=flag).annotations.values()
        assert ("external" in str(notes[0].note)) == is_external

    def test_a_statement_is_a_proposition_of_its_dataset(self) -> None:
        """Said when it was first seen."""
        (claim,) = one().claims
        assert (claim.source, claim.proposition, claim.said, str(claim.date)) == (
            "us_list", "NK-1: country is xn", "yes", "2031-05-04"
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("cells", "date"),
        [
            ({"first_seen": "2031-05-04"}, "2031-05-04"),
            ({"first_seen": "2031-05-04 06:12:01"}, "2031-05-04"),
            ({"first_seen": ""}, "2031-06-01"),
        ],
    )
    def test_dates(self, cells: dict[str, str], date: str) -> None:
        """Of a moment its day; of one never first seen the last."""
        assert [str(claim.date) for claim in one(**cells).claims] == [date]

    def test_the_entity_of_the_dataset_where_none_is_matched(self) -> None:
        """Its own id stands for it."""
        (claim,) = one(canonical_id="").claims
        assert claim.proposition == "usl-1: country is xn"

    def test_where_and_in_which_words(self) -> None:
        """Locator, quote and what it came through."""
        ledger = one(original_value="Norland", origin="parser")
        ((found,),) = ledger.attestations.values()
        assert (found.locator, found.quote, found.via) == ("usl-1 0a1", "Norland", "parser")
        ((bare,),) = one(entity_id="", id="").attestations.values()
        assert bare.locator is None

    @pytest.mark.parametrize(
        ("cells", "note"),
        [
            ({}, "schema: Person; last seen: 2031-06-01T06:12:01"),
            ({"lang": "eng", "last_seen": ""}, "schema: Person; lang: eng"),
            ({"external": "t", "schema": "", "last_seen": ""},
             "external: from a dataset that was only matched"),
        ],
    )  # fmt: skip
    def test_notes(self, cells: dict[str, str], note: str) -> None:
        """What is said of the statement beside it."""
        ((found,),) = one(**cells).annotations.values()
        assert found.note == note

    def test_nothing_to_note(self) -> None:
        """Then there is no annotation."""
        assert not one(schema="", last_seen="").annotations

    def test_values_corroborate_and_never_contradict(self) -> None:
        """Two datasets with one value agree; another value is another proposition."""
        same = one() | one(dataset="eu_list", entity_id="eul-7")
        assert [f.verdict for f in cl.judge(same)] == [cl.Verdict.CORROBORATED]
        other = one() | one(dataset="eu_list", value="xo")
        assert {f.verdict for f in cl.judge(other)} == {cl.Verdict.ONE_SIDED}

    def test_statements_of_ids_are_counted(self) -> None:
        """They say nothing of the entity."""
        rows = [ROW, ROW | {"prop": "id", "value": "usl-1"}]
        ledger, problems = imported("ftm", as_table(Statements.columns, rows))
        assert len(ledger) == 1
        assert lost(problems) == {"prop id": 1}


class TestFaults:
    @pytest.mark.parametrize(
        ("cells", "message"),
        [
            ({"canonical_id": "", "entity_id": ""}, "entity_id: entity_id is missing"),
            ({"prop": ""}, "prop: prop is missing"),
            ({"value": ""}, "value: value is missing"),
            ({"dataset": ""}, "dataset: dataset is missing"),
            ({"external": "maybe"}, f"external: unknown code 'maybe': expected {', '.join(FLAGS)}"),
        ],
    )  # fmt: skip
    def test_a_bad_cell_is_named(self, cells: dict[str, str], message: str) -> None:
        """Alone, and the other rows are read."""
        ledger, problems = imported("ftm", as_table(Statements.columns, [ROW, ROW | cells]))
        assert [str(p) for p in errors(problems)] == [f"file:3: {message}"]
        assert len(ledger) == 1

    def test_a_moment_that_is_none(self) -> None:
        """Both faults of the row are told."""
        rows = [ROW | {"first_seen": "soon", "last_seen": ""}]
        _, problems = imported("ftm", as_table(Statements.columns, rows))
        assert "file:2: first_seen: cannot read 'soon': expected a date" in map(str, problems)
