"""Differences laid out: as tables, and as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import attrs

from claimledger.differences import ClaimChange, Differences, Placed, QuestionChange
from claimledger.findings import Finding
from claimledger.intervals import Bound
from claimledger.ledger import Ledger
from claimledger.tables import (
    Table,
    interval_text,
    number_text,
    question_text,
    ratio_text,
    said_by,
    source_name,
)


def change_head(found: Differences) -> str:
    """How much is different, in one line."""
    if not found:
        return "No difference: the same claims, and the same verdicts."
    claims = _counts((change.before, change.after) for change in found.claims)
    questions = _counts((change.before, change.after) for change in found.questions)
    return f"Claims: {claims}. Questions: {questions}."


def _counts(pairs: Iterable[tuple[object | None, object | None]]) -> str:
    kinds = [_kind(before, after) for before, after in pairs]
    return ", ".join(f"{kinds.count(kind):,} {kind}" for kind in ("appeared", "changed", "went"))


def _kind(before: object | None, after: object | None) -> str:
    if before is None:
        return "appeared"
    return "went" if after is None else "changed"


def change_tables(found: Differences) -> list[Table]:
    """Verdicts first, then the claims behind them; what is empty is left out."""
    tables = []
    for kind, header in (
        ("changed", ("question", "before", "after")),
        ("appeared", ("question", "after")),
        ("went", ("question", "before")),
    ):
        rows = tuple(
            _question_row(change)
            for change in found.questions
            if _kind(change.before, change.after) == kind
        )
        tables.append(Table(f"questions that {kind}", header, rows))
    for kind in ("appeared", "changed", "went"):
        header = ("claim", "said", "question", *(("change",) if kind == "changed" else ()))
        rows = tuple(
            _claim_row(found, change)
            for change in found.claims
            if _kind(change.before, change.after) == kind
        )
        tables.append(Table(f"claims that {kind}", header, rows))
    return [table for table in tables if table.rows]


def _question_row(change: QuestionChange) -> tuple[str, ...]:
    ends = (change.before, change.after)
    return (
        question_text(change.question),
        *(_outcome(change, end) for end in ends if end is not None),
    )


def _outcome(change: QuestionChange, finding: Finding) -> str:
    """The verdict, and of the rest what changed, or all of it where the question is new."""
    lines = [str(finding.verdict or "never judged")]
    is_new = not change.what
    if "common range" in change.what:
        lines.append(f"common range: {interval_text(finding.common, finding.unit)}")
    if "gap" in change.what or (is_new and finding.widest is not None):
        gap = " ".join(filter(None, (number_text(finding.gap), finding.unit)))
        ratio = f" (× {ratio_text(finding.ratio)})"
        lines.append(f"gap: {'none' if finding.widest is None else gap + ratio}")
    if "flags" in change.what or (is_new and finding.flags):
        lines.append(f"flags: {', '.join(finding.flags) or 'none'}")
    return "\n".join(lines)


def _claim_row(found: Differences, change: ClaimChange) -> tuple[str, ...]:
    ledger, placed = _held(found, change)
    row = (placed.voice.id[:8], said_by(ledger, placed.voice), question_text(placed.question))
    return (*row, "\n".join(change.what)) if change.what else row


def _held(found: Differences, change: ClaimChange) -> tuple[Ledger, Placed]:
    """The claim as it is held now, or as it was when it went, with its ledger."""
    return (found.new if change.after is not None else found.old), change.latest


def change_data(found: Differences) -> dict[str, Any]:
    """Differences as plain data: lists of what appeared, changed and went."""
    claims: dict[str, list[Any]] = {"appeared": [], "changed": [], "went": []}
    for change in found.claims:
        claims[_kind(change.before, change.after)].append(_claim_data(found, change))
    questions: dict[str, list[Any]] = {"appeared": [], "changed": [], "went": []}
    for turn in found.questions:
        questions[_kind(turn.before, turn.after)].append(_question_data(turn))
    return {"claims": claims, "questions": questions}


def _claim_data(found: Differences, change: ClaimChange) -> Mapping[str, Any]:
    ledger, placed = _held(found, change)
    claim = placed.claim
    data: dict[str, Any] = {
        "id": claim.id,
        "source": source_name(ledger, placed.voice.source, claim.source),
        "date": str(claim.date),
        "question": str(placed.question),
        "said": claim.said,
    }
    if change.before is not None and change.after is not None:
        data |= {"was": change.before.claim.id, "what": list(change.what)}
    return data


def _question_data(change: QuestionChange) -> Mapping[str, Any]:
    question = attrs.asdict(change.question)
    return {
        "question": str(change.question),
        **{name: question[name] for name in question if name != "dimension"},
        "before": _finding_data(change.before),
        "after": _finding_data(change.after),
        "what": list(change.what),
    }


def _finding_data(finding: Finding | None) -> Mapping[str, Any] | None:
    if finding is None:
        return None
    common = finding.common
    return {
        "verdict": finding.verdict,
        "flags": list(finding.flags),
        "common": None if common is None else [_number(common.low), _number(common.high)],
        "gap": _number(finding.gap),
        "ratio": _number(finding.ratio),
        "unit": finding.unit,
    }


def _number(value: Bound) -> int | float | None:
    """A number as JSON has it; an open end is null."""
    if isinstance(value, float):
        return None
    return float(value) if isinstance(value, Fraction) else value
