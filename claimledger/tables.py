"""Typed tables of findings: what a report shows, before it has a layout."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from claimledger.findings import NO_SIDE, Finding, SideRange
from claimledger.intervals import Bound, Interval
from claimledger.ledger import Ledger
from claimledger.relations import RelationKind, Voice

NEVER_JUDGED = "positions"


@attrs.frozen
class Table:
    """Rows of text under a title.

    Attributes:
        title: What the rows have in common.
        header: The names of the columns.
        rows: Cells, as many in each row as there are columns.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def number_text(value: Bound) -> str:
    """A number as a reader writes it: grouped, and to four significant decimals."""
    if isinstance(value, float):
        return "∞"
    if isinstance(value, Fraction) and value.denominator != 1:
        return f"{float(value):,.4g}"
    return f"{int(value):,}"


def interval_text(interval: Interval | None) -> str:
    """A range in words: "150 to 250", "at least 30", "2"."""
    if interval is None:
        return "none"
    if isinstance(interval.high, float):
        return f"at least {number_text(interval.low)}"
    if interval.low == interval.high:
        return number_text(interval.low)
    return f"{number_text(interval.low)} to {number_text(interval.high)}"


def main_tables(ledger: Ledger, findings: Sequence[Finding]) -> list[Table]:
    """The questions by verdict, worst first, and the positions last."""
    tables: list[Table] = []
    names = list(dict.fromkeys(str(f.verdict or NEVER_JUDGED) for f in findings))
    for name in names:
        group = [f for f in findings if str(f.verdict or NEVER_JUDGED) == name]
        sides = sorted(
            {side.side for f in group for side in f.sides}, key=lambda s: (s == NO_SIDE, s)
        )
        rows = tuple(_row(ledger, f, sides) for f in group)
        header = ("no", "question", *sides, "common range", "gap", "flags")
        tables.append(Table(name, header, rows))
    return tables


def _row(ledger: Ledger, finding: Finding, sides: Sequence[str]) -> tuple[str, ...]:
    by_name = {side.side: side for side in finding.sides}
    cells = [_side_cell(ledger, finding, by_name.get(side)) for side in sides]
    numeric = finding.question.kind == "measure"
    common = interval_text(finding.common) if numeric else ""
    gap = f"{number_text(finding.gap)} (× {number_text(finding.ratio)})" if finding.widest else ""
    flags = ", ".join(finding.flags)
    return (str(finding.number), str(finding.question), *cells, common, gap, flags)


def _side_cell(ledger: Ledger, finding: Finding, side: SideRange | None) -> str:
    if side is None:
        return ""
    by_id = {voice.id: voice for voice in finding.voices}
    return "\n".join(said_by(ledger, by_id[claim]) for claim in side.claims)


def said_by(ledger: Ledger, voice: Voice) -> str:
    """What a claim says, with its source and date."""
    claim = voice.claim
    said = claim.said
    if said == "some":
        said = "at least 1, no figure"
    record = ledger.sources.get(voice.source)
    name = record.name if record is not None else claim.source
    return f"{said} ({name}, {claim.date})"


def history_table(ledger: Ledger, findings: Sequence[Finding]) -> Table:
    """Every figure that its own source has replaced or continued, oldest first."""
    rows: list[tuple[str, ...]] = []
    shown = {
        RelationKind.REVISION,
        RelationKind.DOWNWARD_REVISION,
        RelationKind.UPDATE,
        RelationKind.TRANSMISSION_DISCREPANCY,
    }
    for finding in findings:
        by_id = {voice.id: voice for voice in finding.voices}
        for relation in finding.relations:
            if relation.relation in shown:
                old, new = by_id[relation.a], by_id[relation.b]
                rows.append(
                    (
                        str(finding.number),
                        said_by(ledger, old),
                        relation.relation.value,
                        said_by(ledger, new),
                    )
                )
    return Table("history and wordings", ("no", "said", "then", "said"), tuple(rows))


def source_table(ledger: Ledger) -> Table:
    """Every document with the number of claims that it carries."""
    counts: dict[str, int] = {}
    for attested in ledger.attestations.values():
        for name in {a.document for a in attested if a.document is not None}:
            counts[name] = counts.get(name, 0) + 1
    rows = []
    for key, document in sorted(ledger.documents.items()):
        fields = (document.outlet, document.title, document.url)
        rows.append((*(field or "" for field in fields), str(counts.get(key, 0))))
    return Table("documents", ("outlet", "title", "address", "claims"), tuple(rows))
