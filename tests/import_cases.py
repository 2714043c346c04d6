"""What the tests of all importers share: fixtures, texts as files, and the laws.

The laws hold for whatever a table holds: an import written as JSONL and read again is the
same ledger; what is imported twice is there once; and a row at fault takes no other with it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from hypothesis import strategies as st

import claimledger as cl
from claimledger.errors import Problem
from claimledger.formats import dumps, jsonl
from claimledger.formats.found import Found
from claimledger.formats.importing import IMPORTERS
from claimledger.formats.joining import joined

DATA = Path(__file__).parent / "data"

MESSY = (
    *("", " ", "NA", "0", "1", "2", "7", "12", "12.0", "1,200", "-5", "1e5", "x", "unknown"),
    *("2020-09-27", "2020-09-28 00:00:00.000", "2020-09", "2020-13-45", "27 September 2020"),
    *("any", "Any", "=1+1", 'say "so"', "a; b", "a;b;c", ";", "Név", "line\nbreak", "only x"),
    *("https://a.example/1", "TRUE", "destroyed", "\u2028", "\U0001f4a5", "handle", "a, b"),
)
"""Cells that some column finds hard."""


def imported(name: str, text: str) -> tuple[cl.Ledger, list[Problem]]:
    """What an importer makes of a text."""
    found = Found("file", is_implicit=True)
    module = import_module(f"claimledger.formats.{IMPORTERS[name].module}")
    importer = module.importer(found)
    found.records += importer.read(io.StringIO(text, newline=""), found, 0)
    return joined([found]), found.problems


def reread(ledger: cl.Ledger) -> cl.Ledger:
    """A ledger written as JSONL and read again, which must have no problem."""
    found = Found("again.jsonl")
    jsonl.read(dumps(ledger, "jsonl"), found)
    result = joined([found])
    assert [problem for problem in found.problems if problem.severity == "error"] == []
    return result


def as_table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Rows under columns as CSV; what a row does not state is empty."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return out.getvalue()


def fixture_rows(name: str) -> tuple[list[str], list[dict[str, str]]]:
    """The columns and the rows of a fixture."""
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    return list(reader.fieldnames or ()), rows


def tables(name: str, columns: Sequence[str]) -> st.SearchStrategy[list[dict[str, str]]]:
    """Rows of a fixture with some cells replaced by those of others, or by messy ones."""
    _, rows = fixture_rows(name)
    cells = {column: sorted({row[column] for row in rows}) for column in columns}

    @st.composite
    def drawn(draw: st.DrawFn) -> dict[str, str]:
        row = dict(draw(st.sampled_from(rows)))
        for column in draw(st.lists(st.sampled_from(columns), max_size=4)):
            row[column] = draw(st.sampled_from((*cells[column], *MESSY)))
        return row

    return st.lists(drawn(), max_size=6)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity == "error"]


def lost(problems: Iterable[Problem]) -> dict[str, int]:
    """The cells that were not carried, by column."""
    return {
        problem.field: int(problem.message.split()[0].replace(",", ""))
        for problem in problems
        if problem.code == "not-mapped"
    }


def check_laws(name: str, columns: Sequence[str], rows: list[dict[str, str]]) -> None:
    """The laws of the importers that read each row by itself."""
    ledger, problems = imported(name, as_table(columns, rows))
    assert reread(ledger) == ledger
    twice, _ = imported(name, as_table(columns, [*rows, *reversed(rows)]))
    assert twice == ledger
    faulty = {problem.location.line for problem in errors(problems)}
    each = [imported(name, as_table(columns, [row])) for row in rows]
    assert bool(faulty) == any(errors(found) for _, found in each)
    # A name in several spellings has one of them in all rows, so that ids are compared.
    merged = cl.Ledger().merge(*(one for one, _ in each))
    assert [claim.id for claim in merged.claims] == [claim.id for claim in ledger.claims]


def check_counting_laws(name: str, columns: Sequence[str], rows: list[dict[str, str]]) -> None:
    """The laws of the importers that count rows."""
    ledger, _ = imported(name, as_table(columns, rows))
    assert reread(ledger) == ledger
    assert ledger | ledger == ledger
    other_way, _ = imported(name, as_table(columns, rows[::-1]))
    assert other_way == ledger
    counts = [int(c.said.removeprefix("at least ").replace(",", "")) for c in ledger.claims]
    assert all(1 <= count <= len(rows) for count in counts)
