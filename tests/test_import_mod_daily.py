"""Wide tables: a claim for each figure, as the mapping says."""

from __future__ import annotations

from pathlib import Path

import pytest

import claimledger as cl
from tests.import_cases import errors, lost

TABLE = "date,day,tank,personnel,personnel*,land,remarks\n"
MAP = """
source = "Staff"
kind = "military"
side = "Norland"
subject = "Sudmark"
event = "War"
since = 2031-05-01
noted = ["remarks"]
ignored = ["day"]
url = "https://staff.example"
[columns]
tank = "tanks lost"
Personnel = "military casualties"
land = {measure = "area captured", subject = "Norland", accrual = "increment", unit = "km2"}
"""


def read(
    folder: Path, rows: str, mapping: str = MAP
) -> tuple[cl.Ledger, list[str], tuple[cl.errors.Problem, ...]]:
    table = folder / "x.csv"
    table.write_text(TABLE + rows, encoding="utf-8")
    (folder / "x.map.toml").write_text(mapping, encoding="utf-8")
    ledger, problems = cl.read_lenient(table, format="mod-daily")
    shown = [str(p).replace(f"{folder}/", "") for p in problems if p.code != "not-mapped"]
    return ledger, shown, problems


class TestFigures:
    def test_each_column_is_a_claim(self, tmp_path: Path) -> None:
        """With the measure, the subject, the unit and the accrual of the mapping."""
        ledger, problems, _ = read(tmp_path, "2031-05-04,4,12,200,about,3.5,river\n")
        assert problems == []
        assert {
            (c.measure, c.subject, c.said, c.accrual and c.accrual.value) for c in ledger.claims
        } == {
            ("tanks lost", "Sudmark", "12", None),
            ("military casualties", "Sudmark", "about 200", None),
            ("area captured", "Norland", "3.5 km2", "increment"),
        }
        assert {(c.source, c.event, str(c.date)) for c in ledger.claims} == {
            ("Staff", "War", "2031-05-04")
        }
        assert {n.note for some in ledger.annotations.values() for n in some} == {"remarks: river"}
        assert {a.document for some in ledger.attestations.values() for a in some} == {
            "https://staff.example"
        }
        assert ledger.sources["staff"].side == "Norland"

    def test_counts_of_a_running_event_are_cumulative(self, tmp_path: Path) -> None:
        """A total that falls is a downward revision of the source's own."""
        ledger, _, _ = read(tmp_path, "2031-05-04,4,12,,,,\n2031-05-05,5,9,,,,\n")
        (finding,) = cl.judge(ledger)
        assert cl.Flag.DOWNWARD in finding.flags

    @pytest.mark.parametrize(
        ("cells", "said"),
        [
            ("200,about", "about 200"),
            ("200,more", "more than 200"),
            ("200,More", "more than 200"),
            ("200,less", "fewer than 200"),
            ("200,approximately", "about 200"),
            ("200,at least", "at least 200"),
            ("200,", "200"),
            ("200.0,", "200"),
            ('"1,200",almost', "nearly 1,200"),
            ("200-300,", "200 to 300"),
            ("0,about", "unknown"),
        ],
    )
    def test_qualifiers_go_before_the_figure(self, cells: str, said: str, tmp_path: Path) -> None:
        """Those of the column that ends in a star."""
        ledger, problems, _ = read(tmp_path, f"2031-05-04,,,{cells},,\n")
        assert problems == []
        assert [claim.said for claim in ledger.claims] == [said]

    def test_a_qualifier_that_makes_no_quantity_is_noted(self, tmp_path: Path) -> None:
        """With a warning; the figure stands as it is."""
        ledger, problems, _ = read(tmp_path, "2031-05-04,,,200,sic,,\n")
        assert problems == [
            "x.csv:2: warning: Personnel*: 'sic' makes no quantity with '200' [doubtful]".replace(
                "Personnel", "personnel"
            )
        ]
        (claim,) = ledger.claims
        assert claim.said == "200"
        assert [n.note for n in ledger.annotations[claim.id]] == ["sic"]

    @pytest.mark.parametrize(("zero", "said"), [("unknown", "unknown"), ("none", "none")])
    def test_a_zero_says_what_the_mapping_says(self, zero: str, said: str, tmp_path: Path) -> None:
        """Nothing reported, which is noted, or none."""
        mapping = f'zero = "{zero}"\n{MAP}'
        ledger, _, _ = read(tmp_path, "2031-05-04,,0,,,,\n", mapping)
        (claim,) = ledger.claims
        assert claim.said == said
        assert bool(ledger.annotations) == (zero == "unknown")

    def test_a_mapping_may_say_little(self, tmp_path: Path) -> None:
        """A source and one column are enough."""
        mapping = 'source = "Staff"\n[columns]\ntank = "tanks lost"\n'
        ledger, _, problems = read(tmp_path, "2031-05-04,4,12,200,about,,\n", mapping)
        (claim,) = ledger.claims
        assert (claim.subject, claim.event, claim.accrual) == (None, None, None)
        assert not ledger.parties
        assert not ledger.documents
        assert lost(problems) == {"day": 1, "personnel": 1, "personnel*": 1}

    def test_the_shipped_mapping(self, tmp_path: Path) -> None:
        """Of the dataset whose columns these are; used where there is no mapping."""
        table = tmp_path / "y.csv"
        table.write_text("date,day,tank,APC\n2022-02-25,2,80,516\n", encoding="utf-8")
        ledger, problems = cl.read_lenient(table, format="mod-daily")
        assert lost(problems) == {"day": 1}
        assert {(c.measure, c.subject, c.said) for c in ledger.claims} == {
            ("tanks lost", "Russia", "80"),
            ("armoured fighting vehicles lost", "Russia", "516"),
        }


class TestFaults:
    @pytest.mark.parametrize(
        ("row", "problem"),
        [
            (",4,12,,,,", "x.csv:2: date: date is missing"),
            ("4/5/2031,4,12,,,,", "x.csv:2: date: cannot read '4/5/2031': expected a date"),
            ("2031-05-04,4,some tanks,,,,",
             "x.csv:2: tank: cannot read 'some tanks': expected a figure"),
            ("2031-05-04,4,12,,,3 litres of,",
             "x.csv:2: land: cannot read '3 litres of': expected a figure"),
        ],
    )  # fmt: skip
    def test_a_bad_cell_is_named_and_its_row_left_out(
        self, row: str, problem: str, tmp_path: Path
    ) -> None:
        """The next row is read."""
        ledger, problems, _ = read(tmp_path, f"{row}\n2031-05-05,5,13,,,,\n")
        assert problems == [problem]
        assert [claim.said for claim in ledger.claims] == ["13"]

    def test_a_table_without_any_figure(self, tmp_path: Path) -> None:
        """Is another table than the mapping speaks of, and not an empty one."""
        table = tmp_path / "claims.csv"
        table.write_text("source,date,measure,value\nA,2031-05-04,tanks lost,5\n", "utf-8")
        ledger, problems = cl.read_lenient(table, format="mod-daily")
        assert not ledger
        (problem,) = problems
        expected = f"{table}:1: no column of figures is here: expected one of personnel, aircraft,"
        assert str(problem).startswith(expected)

    def test_a_mapping_without_what_is_needed(self, tmp_path: Path) -> None:
        """Whose figures, and of what: both are named in one go, at the mapping."""
        ledger, problems, _ = read(tmp_path, "2031-05-04,4,12,,,,\n", 'event = "War"\n')
        assert not ledger
        assert problems == [
            "x.map.toml:1: columns: columns is missing: a wide table does not say it",
            "x.map.toml:1: source: source is missing: a wide table does not say it",
        ]

    def test_a_broken_mapping(self, tmp_path: Path) -> None:
        """Nothing is read by the shipped one instead."""
        ledger, problems, found = read(tmp_path, "2031-05-04,4,12,,,,\n", "sorce = 1")
        assert not ledger
        assert problems == ["x.map.toml:1: sorce: unknown key; did you mean 'source'?"]
        assert errors(found)
