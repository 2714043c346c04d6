"""What a notebook shows of tables, findings and ledgers, as HTML and as Markdown.

Text is escaped: whatever a claim says is shown as text.
"""

from __future__ import annotations

import html

from claimledger.findings import NO_SIDE, Finding
from claimledger.layout import safe
from claimledger.ledger import Ledger
from claimledger.markup import github, html_table, markdown
from claimledger.tables import Table, answer_words, counted, date_text, interval_text

MOST_CLAIMS = 30
"""So many claims of a ledger or of a finding are shown; of more, how many are left out."""


def table_html(table: Table) -> str:
    """A table as HTML."""
    return html_table(table)


def table_markdown(table: Table) -> str:
    """A table as Markdown."""
    return github(table)


def finding_html(finding: Finding) -> str:
    """A question, what came of it, and its claims, as HTML."""
    return f"<p>{_escaped(_sentence(finding))}</p>\n{html_table(_claims_of(finding))}"


def finding_markdown(finding: Finding) -> str:
    """A question, what came of it, and its claims, as Markdown."""
    return f"{markdown(_sentence(finding))}\n\n{github(_claims_of(finding))}"


def ledger_html(ledger: Ledger) -> str:
    """What a ledger holds, and its first claims, as HTML."""
    return f"<p>{_escaped(_extent(ledger))}</p>\n{html_table(_claims_in(ledger))}"


def ledger_markdown(ledger: Ledger) -> str:
    """What a ledger holds, and its first claims, as Markdown."""
    return f"{markdown(_extent(ledger))}\n\n{github(_claims_in(ledger))}"


def _escaped(text: str) -> str:
    return html.escape(safe(text))


def _sentence(finding: Finding) -> str:
    parts = [finding.verdict or "not judged", *finding.flags]
    if finding.common is not None:
        parts.append(f"common range {interval_text(finding.common, finding.unit)}")
    return f"{finding.question}: {'; '.join(map(str, parts))}"


def _extent(ledger: Ledger) -> str:
    sources = {claim.source for claim in ledger.claims}
    claims = f"{counted(len(ledger), 'claim')} by {counted(len(sources), 'source')}"
    return claims if ledger.title is None else f"{ledger.title}: {claims}"


def _claims_of(finding: Finding) -> Table:
    replaced = {old for old, _ in finding.superseded}
    rows = [
        (
            date_text(voice.claim.date),
            voice.claim.source,
            voice.side_name or NO_SIDE,
            answer_words(voice.claim),
            "withdrawn" if voice.withdrawn else "replaced" if voice.id in replaced else "",
        )
        for voice in finding.voices[:MOST_CLAIMS]
    ]
    header = ("date", "source", "side", "said", "state")
    return Table("claims", header, tuple(rows), notes=_left_out(len(finding.voices)))


def _claims_in(ledger: Ledger) -> Table:
    claims = sorted(ledger.claims, key=lambda claim: (claim.date.sort_key(), claim.id))
    rows = [
        (
            date_text(claim.date),
            claim.source,
            ", ".join(part for part in (claim.about, claim.subject, claim.place) if part),
            answer_words(claim),
        )
        for claim in claims[:MOST_CLAIMS]
    ]
    header = ("date", "source", "question", "said")
    return Table("claims", header, tuple(rows), notes=_left_out(len(claims)))


def _left_out(total: int) -> tuple[str, ...]:
    left = total - MOST_CLAIMS
    return (f"... and {counted(left, 'more claim')}.",) if left > 0 else ()
