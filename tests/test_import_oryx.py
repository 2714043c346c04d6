"""Lists of visually confirmed losses: each row counts, and no more is said than was seen."""

from __future__ import annotations

from pathlib import Path

import pytest

import claimledger as cl
from tests.import_cases import as_table, errors, imported

COLUMNS = (
    *("country", "origin", "class", "category", "equipment_type", "system", "status", "url"),
    *("date_recorded", "matID"),
)


def row(**cells: str) -> dict[str, str]:
    return {
        "country": "Norland",
        "system": "T-72B3",
        "class": "Tanks",
        "status": "destroyed",
        "date_recorded": "2031-05-04",
        "url": "https://pictures.example/1",
    } | cells


def read(*rows: dict[str, str]) -> cl.Ledger:
    ledger, problems = imported("oryx", as_table(COLUMNS, rows))
    assert errors(problems) == []
    return ledger


def counts(ledger: cl.Ledger) -> dict[tuple[str, str], str]:
    return {(str(claim.measure), str(claim.date)): claim.said for claim in ledger.claims}


class TestCounts:
    def test_by_class_and_status_by_class_and_by_model(self) -> None:
        """Three items: two destroyed, one of them another model, and one captured."""
        ledger = read(row(), row(status="captured"), row(system="T-80U"))
        assert counts(ledger) == {
            ("Tanks destroyed", "2031-05-04"): "at least 2",
            ("Tanks captured", "2031-05-04"): "at least 1",
            ("Tanks lost", "2031-05-04"): "at least 3",
            ("T-72B3 destroyed", "2031-05-04"): "at least 1",
            ("T-72B3 captured", "2031-05-04"): "at least 1",
            ("T-80U destroyed", "2031-05-04"): "at least 1",
        }

    def test_they_grow_from_day_to_day(self) -> None:
        """In any order of the rows; no day without a new item has a claim."""
        ledger = read(row(date_recorded="2031-05-09"), row(), row())
        assert counts(ledger)["Tanks destroyed", "2031-05-04"] == "at least 2"
        assert counts(ledger)["Tanks destroyed", "2031-05-09"] == "at least 3"
        assert all(claim.accrual == "cumulative" for claim in ledger.claims)

    def test_what_was_recorded_in_some_month_counts_by_its_end(self) -> None:
        """It may have been later than each day of it."""
        ledger = read(row(date_recorded="2031-05"), row(), row(date_recorded="2031-06-01"))
        found = {date: said for (m, date), said in counts(ledger).items() if m == "Tanks lost"}
        assert found == {
            "2031-05-04": "at least 1",
            "2031-05": "at least 2",
            "2031-06-01": "at least 3",
        }

    def test_a_name_in_two_cases_is_one(self) -> None:
        """Of the country, the class and the model."""
        other = row(country="NORLAND", system="t-72b3", status="Destroyed", **{"class": "tanks"})
        assert set(counts(read(row(), other)).values()) == {"at least 2"}

    def test_an_item_counts_once_for_one_measure(self) -> None:
        """A status "lost", and a model named as its class."""
        ledger = read(row(system="tanks", status="lost"))
        assert counts(ledger) == {("tanks lost", "2031-05-04"): "at least 1"}

    @pytest.mark.parametrize("column", ["class", "category", "equipment_type"])
    def test_the_class_by_any_of_its_names(self, column: str) -> None:
        """Without one everything is equipment."""
        cells = {"class": ""} | {column: "Helicopters"}
        assert ("Helicopters lost", "2031-05-04") in counts(read(row(**cells)))
        assert ("equipment lost", "2031-05-04") in counts(read(row(**{"class": ""})))


class TestWords:
    @pytest.mark.parametrize(
        ("cells", "entries"),
        [
            ({}, {("T-72B3", ("Tanks",))}),
            ({"system": "tanks"}, set()),
            ({"class": ""}, {("T-72B3", ("equipment",))}),
            (
                {"class": "Radio stations", "system": "R-1"},
                {("Radio stations", ("equipment",)), ("R-1", ("Radio stations",))},
            ),
            (
                {"status": "damaged and captured"},
                {("T-72B3", ("Tanks",)), ("damaged and captured", ("lost",))},
            ),
        ],
    )
    def test_what_the_vocabulary_lacks_is_declared(
        self, cells: dict[str, str], entries: set[tuple[str, tuple[str, ...]]]
    ) -> None:
        """Within its class, within equipment, within lost; and what it has is left alone."""
        ledger = read(row(**cells))
        assert {(entry.name, entry.part_of) for entry in ledger.measures} == entries

    def test_a_ledger_may_say_what_a_model_is(self, tmp_path: Path) -> None:
        """Then a ministry that admits fewer tanks is contradicted by the models."""
        table = tmp_path / "losses.csv"
        rows = [row(**{"class": ""}) for _ in range(3)]
        table.write_text(as_table(COLUMNS, rows), encoding="utf-8")
        beside = tmp_path / "losses.map.toml"
        beside.write_text('event = "War"\nsince = 2031-05-01\n', encoding="utf-8")
        more = tmp_path / "more.toml"
        more.write_text(
            '[measures."T-72B3"]\npart_of = ["tanks"]\n'
            '[events.war]\nname = "War"\nsince = 2031-05-01\n'
            '[sources.army]\nname = "Army"\n[[claims]]\nsource = "army"\n'
            'date = 2031-05-05\nevent = "war"\n'
            'subject = "Norland"\nmeasure = "tanks lost"\nvalue = "at most 2"\n',
            encoding="utf-8",
        )
        ledger, problems = cl.read_lenient(table, more)
        assert errors(problems) == []
        disputed = {f.question.about for f in cl.judge(ledger) if f.verdict is cl.Verdict.DISPUTED}
        assert "tanks lost" in disputed


class TestPictures:
    def test_each_attests_the_counts_of_its_day(self) -> None:
        """With the model, where it is made, the status and the number of the item."""
        ledger = read(row(origin="Ostia", matID="7-1"))
        attested = {str(ledger.claim(key).measure): found for key, found in
                    ledger.attestations.items()}  # fmt: skip
        assert set(attested) == {"Tanks destroyed", "T-72B3 destroyed"}
        (one,) = attested["Tanks destroyed"]
        assert (one.document, one.wording, one.locator) == (
            "https://pictures.example/1", "T-72B3, made in Ostia, destroyed", "7-1"
        )  # fmt: skip

    def test_an_item_without_a_picture_counts(self) -> None:
        """Its wording is kept."""
        ledger = read(row(url=""))
        assert not ledger.documents
        assert {a.document for found in ledger.attestations.values() for a in found} == {None}


UNDATED = tuple(column for column in COLUMNS if column != "date_recorded")


class TestListsWithoutDates:
    def read(
        self, folder: Path, columns: tuple[str, ...], *rows: dict[str, str], mapping: str = ""
    ) -> tuple[cl.Ledger, list[str]]:
        table = folder / "losses.csv"
        table.write_text(as_table(columns, rows), encoding="utf-8")
        (folder / "losses.map.toml").write_text(mapping, encoding="utf-8")
        ledger, problems = cl.read_lenient(table, format="oryx")
        return ledger, [problem.message for problem in errors(problems)]

    def test_they_count_since_they_were_published(self, tmp_path: Path) -> None:
        """As the mapping file says, since by then each was recorded."""
        mapping = "released = 2031-05-07"
        ledger, faults = self.read(tmp_path, UNDATED, row(), row(), mapping=mapping)
        assert faults == []
        assert counts(ledger)["Tanks destroyed", "2031-05-07"] == "at least 2"
        assert {date for _, date in counts(ledger)} == {"2031-05-07"}

    def test_rows_with_a_date_keep_it(self, tmp_path: Path) -> None:
        """Those without one count since the list was published."""
        mapping = "released = 2031-05-07"
        ledger, faults = self.read(tmp_path, COLUMNS, row(date_recorded=""), row(), mapping=mapping)
        assert faults == []
        found = {date: said for (m, date), said in counts(ledger).items() if m == "Tanks lost"}
        assert found == {"2031-05-04": "at least 1", "2031-05-07": "at least 2"}

    def test_without_a_day_of_publication_they_are_refused(self, tmp_path: Path) -> None:
        """The message says where the day may be given."""
        ledger, faults = self.read(tmp_path, UNDATED, row())
        assert len(ledger) == 0
        assert faults == [
            "the column 'date_recorded' is missing; 'released' in a mapping file may say it"
        ]


class TestFaults:
    @pytest.mark.parametrize(
        ("cells", "field", "message"),
        [
            ({"country": ""}, "country", "country is missing"),
            ({"system": ""}, "system", "system is missing"),
            ({"status": ""}, "status", "status is missing"),
            ({"date_recorded": ""}, "date_recorded", "date_recorded is missing"),
            (
                {"date_recorded": "4/5/2031"},
                "date_recorded",
                "cannot read '4/5/2031': expected a date",
            ),
        ],
    )
    def test_a_row_at_fault_does_not_count(
        self, cells: dict[str, str], field: str, message: str
    ) -> None:
        """The others do."""
        rows = [row(), row(**cells), row()]
        ledger, problems = imported("oryx", as_table(COLUMNS, rows))
        assert [str(p) for p in errors(problems)] == [f"file:3: {field}: {message}"]
        assert counts(ledger)["Tanks lost", "2031-05-04"] == "at least 2"
