"""What holds of every importer of a table: its fixture, its golden ledger, the laws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimledger as cl
from claimledger.errors import Problem
from claimledger.formats import dumps, mod_daily
from claimledger.formats.acled import Acled
from claimledger.formats.airwars import Airwars
from claimledger.formats.foreign import Table
from claimledger.formats.ftm_statements import Statements
from claimledger.formats.importing import IMPORTERS
from claimledger.formats.mappings import TableMapping, read_mapping
from claimledger.formats.mod_daily import Daily
from claimledger.formats.oryx import Oryx
from claimledger.formats.ucdp_ged import Ged
from tests.import_cases import (
    DATA,
    check_counting_laws,
    check_laws,
    errors,
    fixture_rows,
    lost,
    reread,
    tables,
)

MAPPING = Path(mod_daily.__file__).with_name("mod-daily.toml")
TABLES: Mapping[str, Table] = {
    "acled": Acled(),
    "airwars": Airwars(),
    "ftm": Statements(),
    "mod-daily": Daily(read_mapping(MAPPING.read_text(encoding="utf-8"))),
    "oryx": Oryx(TableMapping()),
    "ucdp-ged": Ged(TableMapping()),
}
OF_MANY = {"airwars", "ftm"}
"""Those that hold the claims of several sources, who may contradict each other."""

COUNTING = {"oryx"}
"""Those that count rows, so that a row twice is two."""

PAGES = Path(__file__).parent.parent / "docs" / "how-to"


def read(name: str) -> tuple[cl.Ledger, tuple[Problem, ...]]:
    """The fixture, told by its columns where it can be."""
    return cl.read_lenient(DATA / f"{name}.csv", format=None if IMPORTERS[name].columns else name)


@pytest.mark.parametrize("name", TABLES)
class TestEach:
    def test_its_fixture_has_every_column_and_thirty_rows(self, name: str) -> None:
        """In the order of the maker, each filled somewhere."""
        columns, rows = fixture_rows(f"{name}.csv")
        expected = {c for c in TABLES[name].columns if not c.endswith("*") or c == "personnel*"}
        assert {column.casefold() for column in columns} == expected
        assert len(rows) >= 30
        assert all(any(row[column] for row in rows) for column in columns)

    def test_golden_ledger(self, name: str, golden: Callable[[str, str], None]) -> None:
        """It is told by its columns, read without error, and comes back from JSONL."""
        ledger, problems = read(name)
        assert errors(problems) == []
        assert reread(ledger) == ledger
        golden(f"import/{name}.jsonl", dumps(ledger, "jsonl"))

    def test_every_column_is_carried_or_counted(self, name: str) -> None:
        """Those that no claim carries, with the number of their cells in the fixture."""
        _, problems = read(name)
        _, rows = fixture_rows(f"{name}.csv")
        unmapped = TABLES[name].unmapped
        folded = [{column.casefold(): cell for column, cell in row.items()} for row in rows]
        counted = {c: sum(row[c] not in {"", "NA"} for row in folded) for c in unmapped}
        assert {field: n for field, n in lost(problems).items() if field in unmapped} == counted

    def test_it_contradicts_itself_nowhere(self, name: str) -> None:
        """The figures of one dataset about its own events go together."""
        ledger, _ = read(name)
        found = {finding.verdict for finding in cl.judge(ledger)}
        assert (found == {cl.Verdict.ONE_SIDED}) == (name not in OF_MANY)

    def test_it_has_a_page(self, name: str) -> None:
        """Where the file comes from, one command, what the table shows; listed in two places."""
        text = (PAGES / f"import-{name}.md").read_text(encoding="utf-8")
        assert f"--from {name}" in text
        assert "not carried" in text
        for index in ("import.md", "index.md"):
            assert f"import-{name}" in (PAGES / index).read_text(encoding="utf-8")

    @given(st.data())
    def test_laws(self, name: str, data: st.DataObject) -> None:
        """Through JSONL unchanged; twice is once; in any order; rows stand for themselves."""
        columns, _ = fixture_rows(f"{name}.csv")
        rows = data.draw(tables(f"{name}.csv", columns))
        if name in COUNTING:
            check_counting_laws(name, columns, rows)
        else:
            check_laws(name, columns, rows)
