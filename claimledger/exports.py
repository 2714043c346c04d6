"""Findings for other programs: JSON, and rows for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from claimledger.canonical import name_key
from claimledger.findings import NO_SIDE, Finding
from claimledger.footnotes import source_count
from claimledger.grouping import Question
from claimledger.intervals import Bound, Interval
from claimledger.layout import safe
from claimledger.ledger import Ledger
from claimledger.relations import Relation, Voice
from claimledger.tables import GLUE, source_name

if TYPE_CHECKING:
    from claimledger.derived import DerivedBound

COLUMNS = (
    *("no", "verdict", "flags", "kind", "question", "event", "subject", "place", "window"),
    *("accrual", "unit", "common low", "common high", "gap", "ratio", "side", "source", "date"),
    *("stance", "said", "low", "high", "tolerant low", "tolerant high", "state", "interest"),
    *("documents", "claim"),
)

WIDE = "\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}"
FORMULA = (*"=+-@\N{FULLWIDTH COMMERCIAL AT}", *WIDE)
"""What a spreadsheet takes for the beginning of a formula."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def delimited(rows: Iterable[Sequence[str]], delimiter: str) -> str:
    """Rows as CSV or TSV: each on one line, and none of their cells a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
    return out.getvalue()


def guarded(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula.

    >>> guarded("=1+1"), guarded("10-15")
    ("'=1+1", '10-15')
    """
    text = safe(cell).replace("\n", "; ").replace(GLUE, " ")
    return f"'{text}" if text.startswith(FORMULA) else text


def claim_rows(ledger: Ledger, findings: Iterable[Finding]) -> Iterator[tuple[str, ...]]:
    """A header, then a row for each claim on each question, with what was found on it.

    Figures stand in columns of their own, without separators: the two ends of the literal
    reading, of the tolerant one, and of the common range. An open end and a range that is
    not there are empty. The state is ``current`` for what a side says at present,
    ``earlier``, ``replaced`` or ``withdrawn``.
    """
    yield COLUMNS
    for finding in findings:
        question = finding.question
        numeric = question.kind == "measure"
        current = {claim for side in finding.sides for claim in side.claims}
        replaced = {old for old, _ in finding.superseded}
        found = (
            str(finding.number),
            str(finding.verdict or "not judged"),
            "; ".join(finding.flags),
            question.kind,
            question.about,
            *(text or "" for text in (question.event, question.subject, question.place)),
            question.window or "",
            question.accrual or "",
            finding.unit or "",
            *_plain_ends(finding.common),
            _plain_number(finding.gap) if numeric else "",
            _plain_number(finding.ratio, "infinite") if numeric else "",
        )
        for voice in finding.voices:
            claim = voice.claim
            state = "current" if voice.id in current else "earlier"
            state = "replaced" if voice.id in replaced else state
            yield (
                *found,
                voice.side_name or NO_SIDE,
                source_name(ledger, voice.source, claim.source),
                str(claim.date),
                claim.stance.value,
                claim.said,
                *_plain_ends(voice.core if numeric else None),
                *_plain_ends(voice.support if numeric else None),
                "withdrawn" if voice.withdrawn else state,
                voice.interest or "",
                "; ".join(_documents(ledger, voice)),
                voice.id,
            )


def _plain_number(value: Bound, infinite: str = "") -> str:
    if isinstance(value, float):
        return infinite if math.isinf(value) else repr(value)
    return str(value) if isinstance(value, int) else repr(float(value))


def _plain_ends(interval: Interval | None) -> tuple[str, str]:
    if interval is None:
        return ("", "")
    return (_plain_number(interval.low), _plain_number(interval.high))


def _documents(ledger: Ledger, voice: Voice) -> list[str]:
    """The names of the documents that carry a claim."""
    attested = ledger.attestations.get(voice.id, ())
    keys = dict.fromkeys(a.document for a in attested if a.document is not None)
    known = ledger.documents
    return [known[key].name if key in known else key for key in keys]


def as_json(
    ledger: Ledger,
    findings: Sequence[Finding],
    as_of: object,
    reading: str,
    bounds: Iterable[DerivedBound] | None = None,
) -> str:
    """Findings in the public JSON form, with bounds where these are asked for."""
    content: dict[str, Any] = {
        "title": ledger.title,
        "as_of": None if as_of is None else str(as_of),
        "reading": reading,
        "claims": len(ledger),
        "sources": source_count(ledger),
        "questions": [_question(ledger, finding) for finding in findings],
    }
    if bounds is not None:
        content["bounds"] = [_bound(ledger, bound) for bound in bounds]
    return json_text(content)


def _bound(ledger: Ledger, bound: DerivedBound) -> dict[str, Any]:
    question = bound.question
    names = ("subject", "measure", "place", "window")
    return {
        "event": _event(ledger, question),
        **{name: getattr(question, name) for name in names},
        "side": bound.side,
        "range": _ends(bound.range),
        "claims": list(bound.claims),
        "edges": list(bound.edges),
    }


def _event(ledger: Ledger, question: Question) -> str | None:
    """The handle of an event where it has one, else its name."""
    event = ledger.events.get(name_key(question.event or ""))
    return event.handle if event is not None and event.handle else question.event


def json_text(content: Mapping[str, Any]) -> str:
    """A JSON text that can be written as UTF-8, whatever is in it."""
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _number(value: Bound) -> int | float | None:
    if isinstance(value, Fraction):
        return float(value)
    return None if isinstance(value, float) and math.isinf(value) else value


def _ends(interval: Interval | None) -> list[int | float | None] | None:
    return None if interval is None else [_number(interval.low), _number(interval.high)]


def _question(ledger: Ledger, finding: Finding) -> dict[str, Any]:
    question = finding.question
    names = ("subject", "measure", "proposition", "choice", "members", "position", "place")
    ratio = _number(finding.ratio)
    best = finding.best
    return {
        "number": finding.number,
        "event": _event(ledger, question),
        **{name: getattr(question, name) for name in names},
        "window": question.window,
        "accrual": question.accrual,
        "verdict": finding.verdict,
        "flags": list(finding.flags),
        "sides": {
            side.side: {"core": _ends(side.core), "support": _ends(side.support), "said": side.said}
            for side in finding.sides
        },
        "unit": finding.unit,
        "common": _ends(finding.common),
        "gap": _number(finding.gap),
        "ratio": None if ratio is None else float(ratio),
        "best": None
        if best is None
        else {
            "low": _number(best.range.low),
            "high": _number(best.range.high),
            "origins": best.origins,
        },
        "origins": finding.origins,
        "claims": [
            _claim(ledger, voice, numeric=question.kind == "measure") for voice in finding.voices
        ],
        "relations": [_relation(relation) for relation in finding.relations],
    }


def _claim(ledger: Ledger, voice: Voice, *, numeric: bool) -> dict[str, Any]:
    return {
        "id": voice.id,
        "source": source_name(ledger, voice.source, voice.claim.source),
        "side": voice.side_name or NO_SIDE,
        "date": str(voice.claim.date),
        "said": voice.claim.said,
        "stance": voice.claim.stance.value,
        "core": _ends(voice.core) if numeric else None,
        "support": _ends(voice.support) if numeric else None,
        "interest": voice.interest,
        "documents": _documents(ledger, voice),
    }


def _relation(relation: Relation) -> dict[str, Any]:
    pair = {
        "a": relation.a,
        "b": relation.b,
        "relation": relation.relation.value,
        "rule": relation.rule,
    }
    several = {"claims": list(relation.claims), "edges": list(relation.edges)}
    return pair | several if relation.claims else pair
