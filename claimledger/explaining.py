"""Why a question has its verdict: its claims, their readings and how they meet."""

from __future__ import annotations

from collections.abc import Sequence

from claimledger.findings import NO_SIDE, Finding
from claimledger.ledger import Ledger
from claimledger.tables import Table, interval_text, said_by


def explain_tables(ledger: Ledger, finding: Finding) -> list[Table]:
    """Each claim on a question with its two readings, and each relation with its rule."""
    gone = {old for old, _ in finding.superseded}
    claims = tuple(
        (
            voice.id[:8],
            said_by(ledger, voice),
            voice.side_name or NO_SIDE,
            interval_text(voice.core) if finding.question.kind == "measure" else "",
            interval_text(voice.support) if finding.question.kind == "measure" else "",
            "withdrawn" if voice.withdrawn else ("superseded" if voice.id in gone else "stands"),
        )
        for voice in finding.voices
    )
    relations = tuple(
        (
            relation.a[:8],
            relation.relation.value,
            relation.b[:8],
            _why(relation.rule, relation.edges),
        )
        for relation in finding.relations
    )
    return [
        Table(
            f"{finding.number}. {finding.question}: {finding.verdict or 'never judged'}",
            ("claim", "said", "side", "literally", "tolerantly", "state"),
            claims,
        ),
        Table("relations", ("claim", "relation", "claim", "why"), relations),
    ]


def _why(rule: str, edges: Sequence[str]) -> str:
    return f"{rule}: {'; '.join(edges)}" if edges else rule
