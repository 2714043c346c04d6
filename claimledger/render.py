"""A report as text: a head and its tables, in the format asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from claimledger.dates import PartialDate, parse_date
from claimledger.editions import Edition
from claimledger.errors import UnknownNameError, nearest
from claimledger.exports import as_json, claim_rows, delimited, json_text
from claimledger.findings import Finding
from claimledger.footnotes import head, title_of
from claimledger.judging import judge
from claimledger.layout import BOLD, RESET, paragraph, plain
from claimledger.ledger import Ledger
from claimledger.markup import document, github, html_table, latex_table, markdown, page
from claimledger.pauses import no_collection
from claimledger.sections import sections
from claimledger.tables import GLUE, Table, cell_text

if TYPE_CHECKING:
    from claimledger.derived import DerivedBound

FORMATS = ("plain", "github", "html", "csv", "tsv", "latex", "json")

COLUMNS_A_SIDE = 50
"""How wide a plain table is for each side that has a column of its own."""


@no_collection()
def report(
    ledger: Ledger,
    *,
    format: str = "plain",
    as_of: PartialDate | dt.date | str | None = None,
    reading: str = "standard",
    width: int = 100,
    findings: Sequence[Finding] | None = None,
    bounds: bool = False,
    color: bool = False,
) -> str:
    """The disagreements of a ledger as tables.

    ``plain``, ``github``, ``html`` (a page) and ``latex`` (a document) are for readers. In
    ``csv`` and ``tsv``, for a spreadsheet, each claim is a row that repeats what was found
    on its question, so that rows can be filtered and pivoted. ``json`` is for programs.

    Args:
        ledger: The ledger.
        format: One of ``FORMATS``.
        as_of: Only what was said by the end of this date.
        reading: The reading policy.
        width: Columns that plain text may fill.
        findings: Only these findings of the ledger; None for all.
        bounds: Whether to add what follows for questions that nobody answered; a spreadsheet,
            whose rows are claims, has no place for it.
        color: Whether plain text is coloured for a terminal.

    Raises:
        UnknownNameError: for an unknown format or reading policy.
    """
    _check(format)
    date = None if as_of is None else parse_date(as_of)
    seen = ledger if date is None else ledger.as_of(date)
    found = judge(seen, reading=reading) if findings is None else tuple(findings)
    derived: Sequence[DerivedBound] = ()
    if bounds:
        from claimledger.derived import derived_bounds

        derived = derived_bounds(seen, reading=reading)
    if format == "json":
        return as_json(seen, found, date, reading, derived if bounds else None)
    if format in {"csv", "tsv"}:
        return delimited(claim_rows(seen, found), "," if format == "csv" else "\t")
    if format == "plain":
        edition = Edition(seen, found, max(width // COLUMNS_A_SIDE, 2))
    else:
        edition = Edition(seen, found)
    title, lines, tables = title_of(seen), head(edition, date, reading), sections(edition, derived)
    if format == "html":
        return page(title, lines, tables)
    if format == "latex":
        return document(title, lines, tables)
    if format == "github":
        parts = [f"# {markdown(title)}", "\\\n".join(map(markdown, lines)), *map(github, tables)]
        return "\n\n".join(parts) + "\n"
    first = paragraph(title, width)
    if color:
        first = "\n".join(f"{BOLD}{line}{RESET}" for line in first.split("\n"))
    opening = "\n".join([first, *(paragraph(line, width) for line in lines)])
    return "\n\n".join([opening, *(plain(t, width, color=color) for t in tables)]) + "\n"


def render_table(
    table: Table, format: str = "plain", width: int = 100, *, color: bool = False
) -> str:
    """One table as text, without a line break at its end.

    Args:
        table: The table.
        format: One of ``FORMATS``.
        width: Columns that a plain table may fill.
        color: Whether a plain table is coloured for a terminal.

    Raises:
        UnknownNameError: for an unknown format.
    """
    _check(format)
    if format == "plain":
        return plain(table, width, color=color)
    if format in {"csv", "tsv"}:
        rows = [table.header, *([cell_text(cell) for cell in row] for row in table.rows)]
        return delimited(rows, "," if format == "csv" else "\t").rstrip("\n")
    if format == "json":
        rows = [[cell_text(cell).replace(GLUE, " ") for cell in row] for row in table.rows]
        content = {"title": table.title, "header": table.header, "rows": rows}
        return json_text({**content, "notes": table.notes}).rstrip("\n")
    return {"github": github, "html": html_table, "latex": latex_table}[format](table)


def _check(format: str) -> None:
    if format not in FORMATS:
        raise UnknownNameError(format, "format", nearest(format, FORMATS), FORMATS)
