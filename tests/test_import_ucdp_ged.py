"""UCDP GED: what a row of an event says, and whose figure it is."""

from __future__ import annotations

from pathlib import Path

import pytest

import claimledger as cl
from claimledger.formats.ucdp_ged import Ged
from tests.import_cases import (
    DATA,
    as_table,
    errors,
    fixture_rows,
    imported,
    lost,
)

FIXTURE = "ucdp-ged.csv"
ROW = fixture_rows(FIXTURE)[1][1]


def one(**cells: str) -> cl.Ledger:
    """The ledger of one row: the second of the fixture with some cells changed."""
    ledger, problems = imported("ucdp-ged", as_table(Ged.columns, [ROW | cells]))
    assert errors(problems) == []
    return ledger


def figures(ledger: cl.Ledger) -> set[tuple[str, str, str]]:
    return {(str(claim.measure), str(claim.subject), claim.said) for claim in ledger.claims}


def event(ledger: cl.Ledger) -> cl.Event:
    return next(event for event in ledger.events.values() if event.name.startswith("UCDP GED"))


def place(ledger: cl.Ledger) -> str | None:
    (found,) = {claim.place for claim in ledger.claims}
    return found


class TestFixture:
    def test_what_is_not_carried_is_counted(self) -> None:
        """Cells, by column: stated in how many rows, counted in the fixture."""
        _, problems = cl.read_lenient(DATA / FIXTURE)
        _, rows = fixture_rows(FIXTURE)
        counted = {c: sum(row[c] not in {"", "NA"} for row in rows) for c in Ged.unmapped}
        assert lost(problems) == {**counted, "source_date": 1}

    def test_the_candidate_release_has_no_head(self) -> None:
        """Its rows are read under the columns of the codebook, the first one too."""
        short, problems = cl.read_lenient(DATA / "ucdp-ged-candidate.csv", format="ucdp-ged")
        whole, _ = cl.read_lenient(DATA / FIXTURE)
        assert errors(problems) == []
        assert len(short.events) == 6 + 2
        assert short.records < whole.records


class TestFigures:
    def test_the_whole_is_a_range_with_its_best_estimate_noted(self) -> None:
        """And parts are about their best estimates, as no range is given for them."""
        ledger = one(low="4", high="12", best="10", deaths_a="10")
        assert figures(ledger) == {
            ("people killed", "any", "4 to 12"),
            ("combatants killed", "Government of Azerbaijan", "about 10"),
        }
        notes = [note.note for notes in ledger.annotations.values() for note in notes]
        assert any(str(note).startswith("best estimate 10; state-based conflict") for note in notes)

    def test_equal_estimates_are_one_figure(self) -> None:
        """Of the whole and so of its parts."""
        ledger = one(low="3", high="3", best="3", deaths_a="0", deaths_b="1", deaths_civilians="2")
        assert figures(ledger) == {
            ("people killed", "any", "3"),
            ("combatants killed", "Republic of Artsakh", "1"),
            ("civilians killed", "any", "2"),
        }

    def test_a_part_of_zero_is_not_said_to_be_none(self) -> None:
        """Nothing is reported of it; it is noted with the whole."""
        ledger = one(low="1", high="1", best="1", deaths_a="0", deaths_unknown="1")
        assert all(claim.said != "none" for claim in ledger.claims)
        notes = [str(note.note) for notes in ledger.annotations.values() for note in notes]
        assert [note for note in notes if "coded 0: deaths_a, deaths_b, deaths_civilians" in note]

    def test_an_event_without_deaths_says_nothing(self) -> None:
        """All estimates 0: the event is there and its figure is unknown."""
        assert figures(one(low="0", high="0", best="0", deaths_a="0")) == {
            ("people killed", "any", "unknown")
        }

    def test_people_of_unknown_status_are_people(self) -> None:
        """The measure is declared within people, so that it is known and says no more."""
        ledger = one(deaths_unknown="9", deaths_a="1")
        (entry,) = ledger.measures
        assert (entry.name, entry.part_of) == ("people of unknown status", ("people",))
        _, problems = imported("ucdp-ged", as_table(Ged.columns, [ROW | {"deaths_unknown": "9"}]))
        assert {problem.code for problem in problems} == {"not-mapped"}

    def test_parts_of_the_fixture_contradict_nothing(self) -> None:
        """UCDP's own figures of one event go together."""
        ledger, _ = cl.read_lenient(DATA / FIXTURE)
        assert {finding.verdict for finding in cl.judge(ledger)} == {cl.Verdict.ONE_SIDED}


class TestWhen:
    @pytest.mark.parametrize(
        ("precision", "start", "end", "window"),
        [
            ("1", "2020-09-27", "2020-09-27", "2020-09-27"),
            ("1", "2020-09-27 00:00:00.000", "2020-09-27 00:00:00.000", "2020-09-27"),
            ("2", "2020-09-27", "2020-10-01", "2020-09-27~/2020-10-01~"),
            ("3", "2020-09-27", "2020-10-03", "2020-09-27~/2020-10-03~"),
            ("4", "2020-10-01", "2020-10-31", "2020-10"),
            ("4", "2020-02-01", "2020-02-29", "2020-02"),
            ("4", "2021-02-01", "2021-03-02", "2021-02-01~/2021-03-02~"),
            ("5", "2020-01-01", "2020-12-31", "2020"),
            ("5", "2020-03-01", "2020-11-30", "2020-03-01~/2020-11-30~"),
            ("2", "2020-09-27", "2020-09-27", "2020-09-27~"),
            ("", "2020-09-27", "2020-09-28", "2020-09-27/2020-09-28"),
        ],
    )
    def test_windows(self, precision: str, start: str, end: str, window: str) -> None:
        """By the precision of the date."""
        ledger = one(date_prec=precision, date_start=start, date_end=end)
        assert str(event(ledger).window) == window

    def test_the_date_said_is_no_older_than_the_latest_source(self) -> None:
        """Without a readable one than the last day of the event; so both are approximate."""
        dates = {"source_office": "A;B", "source_headline": "x;y", "source_article": ""}
        ledger = one(**dates, source_date="2020-09-30;2020-09-29", source_original="")
        assert {str(claim.date) for claim in ledger.claims} == {"2020-09-30~"}
        ledger = one(source_date="in autumn")
        assert {str(claim.date) for claim in ledger.claims} == {"2020-09-27~"}
        ledger = one(source_date="2020-09-30~")
        assert {str(claim.date) for claim in ledger.claims} == {"2020-09-30~"}
        ledger = one(source_date="2020-09-30T18:00")
        assert {str(claim.date) for claim in ledger.claims} == {"2020-09-30~"}

    def release(self, folder: Path, name: str, high: str, mapping: str = "") -> Path:
        """A release with one event in it, and what its mapping file says of it."""
        path = folder / f"{name}.csv"
        path.write_text(as_table(Ged.columns, [ROW | {"high": high}]), encoding="utf-8")
        if mapping:
            path.with_name(f"{name}.map.toml").write_text(mapping, encoding="utf-8")
        return path

    def test_two_releases_are_a_history(self, tmp_path: Path) -> None:
        """Of one source, in two documents; the later revises the earlier."""
        new = 'released = 2025\nedition = "25.1"\n'
        old = "released = 2024-06-20\nedition = '24.1'\nurl = 'https://a.example/24'\n"
        paths = [self.release(tmp_path, "b", "99", new), self.release(tmp_path, "a", "12", old)]
        ledger = cl.read_lenient(*paths)[0]
        found = [f for f in cl.judge(ledger) if f.question.measure == "people killed"]
        assert [finding.flags for finding in found] == [(cl.Flag.REVISED,)]
        ((older, newer),) = found[0].superseded
        assert [str(ledger.claim(one).date) for one in (older, newer)] == ["2024-06-20", "2025"]
        assert [ledger.claim(one).said for one in (older, newer)] == ["4 to 12", "4 to 99"]
        titles = {document.title for document in ledger.documents.values()}
        assert {"24.1", "25.1"} <= titles
        attested = {
            ledger.documents[attestation.document].title
            for attestation in ledger.attestations[newer]
            if attestation.document is not None
        }
        assert "25.1" in attested
        assert "24.1" not in attested

    def test_two_releases_of_which_nothing_tells_the_date_do_not_accuse_it(
        self, tmp_path: Path
    ) -> None:
        """Which is the later one is uncertain, so that UCDP does not contradict itself."""
        paths = [self.release(tmp_path, name, high) for name, high in (("a", "12"), ("b", "99"))]
        found = cl.judge(cl.read_lenient(*paths)[0])
        assert {finding.flags for finding in found} == {()}
        assert {finding.verdict for finding in found} == {cl.Verdict.ONE_SIDED}

    def test_a_faulty_mapping(self, tmp_path: Path) -> None:
        """Is told, and the table is not read without it."""
        ledger, (problem,) = cl.read_lenient(self.release(tmp_path, "a", "12", "released = 'soon'"))
        assert "a.map.toml:1: released: cannot read 'soon'" in str(problem)
        assert ledger == cl.Ledger()


def test_sources_that_were_not_counted_are_not_noted() -> None:
    """Older events have -1 for their number."""
    notes = [
        str(note.note) for some in one(number_of_sources="-1").annotations.values() for note in some
    ]
    assert not any("number of sources" in note for note in notes)


class TestWhere:
    @pytest.mark.parametrize(
        ("precision", "name"),
        [
            ("1", "Martakert town, Martakert, Nagorno-Karabakh, Azerbaijan"),
            ("2", "near Martakert town, Azerbaijan"),
            ("3", "Martakert, Nagorno-Karabakh, Azerbaijan"),
            ("4", "Nagorno-Karabakh, Azerbaijan"),
            ("5", "Martakert town, Azerbaijan"),
            ("6", "Azerbaijan"),
            ("7", "Martakert town"),
            ("", "Martakert town, Martakert, Nagorno-Karabakh, Azerbaijan"),
        ],
    )
    def test_the_place_is_as_wide_as_its_precision(self, precision: str, name: str) -> None:
        """And lies in those that it names."""
        assert place(one(where_prec=precision)) == name

    def test_places_form_a_tree(self) -> None:
        """Up to the region."""
        places = one().places
        path, key = [], "Martakert town, Martakert, Nagorno-Karabakh, Azerbaijan".casefold()
        while key in places:
            path.append(places[key].name.partition(",")[0])
            key = (places[key].part_of or "").casefold()
        assert path == ["Martakert town", "Martakert", "Nagorno-Karabakh", "Azerbaijan", "Europe"]

    def test_a_place_named_as_what_it_lies_in_is_that(self) -> None:
        """Djibouti in Djibouti is one name."""
        cells = {"country": "Djibouti", "adm_1": "Djibouti", "adm_2": "", "region": ""}
        assert place(one(**cells, where_coordinates="Djibouti")) == "Djibouti"

    def test_no_place_at_all(self) -> None:
        """Nothing is made up."""
        names = ("where_coordinates", "adm_1", "adm_2", "country", "region")
        assert place(one(**dict.fromkeys(names, ""))) is None
        assert place(one(where_prec="7", where_coordinates="")) is None


class TestWho:
    def test_the_source_is_ucdp_and_the_original_is_its_origin(self) -> None:
        """A range of UCDP's is not put into the mouth of a ministry."""
        ledger = one()
        assert {claim.source for claim in ledger.claims} == {"UCDP GED"}
        found = {a.derived_from for several in ledger.attestations.values() for a in several}
        assert found == {"Ministry of Defence"}

    def test_columns_split_together(self) -> None:
        """Where all have as many parts, each document has its own origin."""
        ledger = one(
            source_office="A;B",
            source_headline="x;y",
            source_date="2020-09-28;2020-09-29",
            source_original="police;army",
            source_article="",
        )
        several = next(iter(ledger.attestations.values()))
        assert {(a.document, a.derived_from) for a in several} == {
            ("a, x, 2020-09-28", "police"),
            ("b, y, 2020-09-29", "army"),
        }

    def test_columns_that_do_not_go_together_stay_whole(self) -> None:
        """A semicolon in a headline parts nothing."""
        ledger = one(source_office="A;B", source_headline="x; y; z", source_date="2020-09-28")
        assert [document.title for document in ledger.documents.values()] == ["x; y; z"]

    def test_without_documents_the_article_still_says_where(self) -> None:
        """The reference and the origin are kept."""
        cells = {"source_office": "", "source_headline": "", "source_date": "2020-09-28"}
        ledger = one(**cells, source_article="Report of a local NGO")
        found = {(a.document, a.locator) for s in ledger.attestations.values() for a in s}
        assert found == {(None, "Report of a local NGO")}

    def test_sides_of_a_conflict_are_opposed(self) -> None:
        """And civilians, the victims of one-sided violence, oppose nobody."""
        assert one().parties["republic of artsakh"].opposed == {"Government of Azerbaijan"}
        assert list(one(side_b="").parties) == ["government of azerbaijan"]
        ledger = one(type_of_violence="3", side_b="Civilians")
        assert all(not party.opposed for party in ledger.parties.values())

    def test_the_event_is_part_of_its_dyad_and_conflict(self) -> None:
        """Their ids are handles."""
        ledger = one()
        dyad = ledger.events[str(event(ledger).part_of).casefold()]
        assert (dyad.handle, dyad.part_of) == ("ucdp-dyad-862", "Azerbaijan: Nagorno-Karabakh")
        ledger = one(dyad_name="A - B", conflict_name="A - B")
        assert event(ledger).part_of == "A - B"
        assert one(dyad_name="", conflict_name="").events.keys() == {"ucdp ged 340002"}


class TestFaults:
    @pytest.mark.parametrize(
        ("cells", "field", "message"),
        [
            ({"best": "ten"}, "best", "cannot read 'ten': expected a whole number"),
            ({"deaths_a": "-1"}, "deaths_a", "cannot read '-1': expected a whole number"),
            ({"low": ""}, "low", "low is missing"),
            ({"low": "13"}, "low", "13 is above high 12"),
            ({"id": ""}, "id", "id is missing"),
            ({"date_start": ""}, "date_start", "date_start is missing"),
            (
                {"date_end": "27/9/2020"},
                "date_end",
                "cannot read '27/9/2020': expected a day such as 2020-09-27",
            ),
            (
                {"date_end": "2020-02-30"},
                "date_end",
                "cannot read '2020-02-30': expected a day such as 2020-09-27",
            ),
            (
                {"date_start": "2020-12-01"},
                "date_end",
                "2020-09-27 is before date_start 2020-12-01",
            ),
            ({"where_prec": "9"}, "where_prec", "unknown code '9': expected 1, 2, 3, 4, 5, 6, 7"),
            ({"date_prec": "x"}, "date_prec", "unknown code 'x': expected 1, 2, 3, 4, 5"),
        ],
    )
    def test_a_bad_cell_is_named_and_its_row_left_out(
        self, cells: dict[str, str], field: str, message: str
    ) -> None:
        """The rows around it are read."""
        rows = [ROW, ROW | {"id": "9"} | cells, ROW | {"id": "10"}]
        ledger, problems = imported("ucdp-ged", as_table(Ged.columns, rows))
        assert (f"file:3: {field}: {message}") in {str(p) for p in errors(problems)}
        assert {p.location.line for p in errors(problems)} == {3}
        assert len(ledger.events) == 2 + 2

    def test_a_best_estimate_outside_its_range_is_doubtful(self) -> None:
        """It is read as it stands, with a warning."""
        _, problems = imported("ucdp-ged", as_table(Ged.columns, [ROW | {"best": "99"}]))
        assert "file:2: warning: best: 99 is not within low 4 to high 12 [doubtful]" in {
            str(problem) for problem in problems
        }
