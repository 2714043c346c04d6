"""Tables as text: through tabulate, as CSV, or as JSON."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import json
import math
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from claimledger.canonical import name_key
from claimledger.dates import PartialDate
from claimledger.errors import UnknownNameError, nearest
from claimledger.findings import NO_SIDE, Finding
from claimledger.intervals import Bound, Interval
from claimledger.judging import judge
from claimledger.ledger import Ledger
from claimledger.tables import Table, history_table, main_tables, source_table

FORMATS = ("plain", "github", "html", "csv", "tsv", "latex", "json")
MIN_CELL = 9
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def report(
    ledger: Ledger,
    *,
    format: str = "plain",
    as_of: PartialDate | dt.date | str | None = None,
    reading: str = "standard",
    width: int = 100,
    findings: Sequence[Finding] | None = None,
) -> str:
    """The disagreements of a ledger as tables.

    Args:
        ledger: The ledger.
        format: One of ``FORMATS``.
        as_of: Only what was said by the end of this date.
        reading: The reading policy.
        width: Columns that a plain table may fill.
        findings: Only these findings of the ledger; None for all.

    Raises:
        UnknownNameError: for an unknown format or reading policy.
    """
    if format not in FORMATS:
        raise UnknownNameError(format, "format", nearest(format, FORMATS))
    seen = ledger if as_of is None else ledger.as_of(as_of)
    found = judge(seen, reading=reading) if findings is None else tuple(findings)
    if format == "json":
        return _json(seen, found, as_of, reading)
    head = _head(seen, as_of, reading)
    tables = main_tables(seen, found)
    if format in {"csv", "tsv"}:
        return _delimited(tables, "," if format == "csv" else "\t")
    tables += [t for t in (history_table(seen, found), source_table(seen)) if t.rows]
    parts = [_text(head, format), *(render_table(table, format, width) for table in tables)]
    return "\n\n".join(parts) + "\n"


def _head(ledger: Ledger, as_of: object, reading: str) -> str:
    counts = f"{len(ledger)} claims, {_source_count(ledger)} sources"
    return f"{ledger.title or 'Claims'}: {counts}; as of {as_of or 'now'}, {reading} reading"


def _source_count(ledger: Ledger) -> int:
    return len({name_key(claim.source) for claim in ledger.claims})


def _text(text: str, format: str) -> str:
    safe = _UNSAFE.sub(" ", text)
    return f"<p>{html.escape(safe)}</p>" if format == "html" else safe


def render_table(table: Table, format: str = "plain", width: int = 100) -> str:
    """One table as text; a plain one wider than may be is set as a block for each row."""
    import tabulate

    keep = [n for n, _ in enumerate(table.header) if any(row[n] for row in table.rows)]
    header = [_text(table.header[n], "plain") for n in keep]
    rows = [[_UNSAFE.sub(" ", row[n]) for n in keep] for row in table.rows]
    if format == "plain":
        title = f"{table.title.upper()}\n"
        room = width - 2 * (len(header) - 1)
        if room < MIN_CELL * len(header) or width < 80:
            return title + _blocks(header, rows, width)
        widths = _widths(header, rows, room)
        rows = [[_wrapped(c, w) for c, w in zip(r, widths, strict=True)] for r in rows]
        header = [_wrapped(name, w) for name, w in zip(header, widths, strict=True)]
        return title + tabulate.tabulate(rows, header, tablefmt="simple", disable_numparse=True)
    if format == "github":
        rows = [[c.replace("|", "\\|").replace("\n", "<br>") for c in row] for row in rows]
        title = f"## {table.title}\n\n"
    elif format == "html":
        title = f"<h2>{html.escape(table.title)}</h2>\n"
    else:
        rows = [[c.replace("\n", "; ") for c in row] for row in rows]
        title = f"% {table.title}\n"
    text: str = tabulate.tabulate(rows, header, tablefmt=format, disable_numparse=True)
    return title + text


def _widths(header: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """The widths of columns: what they need, and less for the widest until all fit."""
    needed = [
        max(_cells(line) for cell in (name, *(row[n] for row in rows)) for line in cell.split("\n"))
        for n, name in enumerate(header)
    ]
    while sum(needed) > room:
        widest = needed.index(max(needed))
        needed[widest] -= 1
    return needed


def _cells(text: str) -> int:
    from wcwidth import wcswidth

    return max(int(wcswidth(text)), 0)


def _wrapped(cell: str, width: int) -> str:
    lines: list[str] = []
    for paragraph in cell.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            rest = word
            if line and _cells(f"{line} {rest}") <= width:
                line = f"{line} {rest}"
                continue
            if line:
                lines.append(line)
            while _cells(rest) > width:
                lines.append(rest[:width])
                rest = rest[width:]
            line = rest
        lines.append(line)
    return "\n".join(lines)


def _blocks(header: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    blocks = []
    for row in rows:
        lines = []
        for name, cell in zip(header, row, strict=True):
            if cell:
                text = _wrapped(f"{name}: {cell}", max(width - 2, 20)).split("\n")
                lines += [text[0], *(f"  {line}" for line in text[1:])]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _delimited(tables: Sequence[Table], delimiter: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    sides = list(dict.fromkeys(n for t in tables for n in t.header[2:-3]))
    writer.writerow(["verdict", "no", "question", *sides, "common range", "gap", "flags"])
    for table in tables:
        for row in table.rows:
            by_name = dict(zip(table.header, row, strict=True))
            names = ["no", "question", *sides, "common range", "gap", "flags"]
            cells = [table.title, *(by_name.get(name, "") for name in names)]
            writer.writerow([_guarded(cell) for cell in cells])
    return out.getvalue()


def _guarded(cell: str) -> str:
    text = _UNSAFE.sub(" ", cell).replace("\n", "; ")
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text


def _json(ledger: Ledger, findings: Sequence[Finding], as_of: object, reading: str) -> str:
    content = {
        "title": ledger.title,
        "as_of": None if as_of is None else str(as_of),
        "reading": reading,
        "claims": len(ledger),
        "sources": _source_count(ledger),
        "questions": [_question(ledger, finding) for finding in findings],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _number(value: Bound) -> int | float | None:
    if isinstance(value, Fraction):
        return float(value)
    return None if isinstance(value, float) and math.isinf(value) else value


def _ends(interval: Interval | None) -> list[int | float | None] | None:
    return None if interval is None else [_number(interval.low), _number(interval.high)]


def _question(ledger: Ledger, finding: Finding) -> dict[str, Any]:
    question = finding.question
    event = ledger.events.get(name_key(question.event or ""))
    numeric = question.kind == "measure"
    names = ("subject", "measure", "proposition", "choice", "members", "position", "place")
    ratio = _number(finding.ratio)
    return {
        "number": finding.number,
        "event": event.handle if event is not None and event.handle else question.event,
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
        if finding.best is None
        else {
            "low": _number(finding.best.range.low),
            "high": _number(finding.best.range.high),
            "origins": finding.best.origins,
        },
        "origins": finding.origins,
        "claims": [
            {
                "id": voice.id,
                "source": _source_name(ledger, voice.source, voice.claim.source),
                "side": voice.side_name or NO_SIDE,
                "date": str(voice.claim.date),
                "said": voice.claim.said,
                "stance": voice.claim.stance.value,
                "core": _ends(voice.core) if numeric else None,
                "support": _ends(voice.support) if numeric else None,
                "interest": voice.interest,
                "documents": [
                    attested.document
                    for attested in ledger.attestations.get(voice.id, ())
                    if attested.document is not None
                ],
            }
            for voice in finding.voices
        ],
        "relations": [
            {"a": r.a, "b": r.b, "relation": r.relation.value, "rule": r.rule}
            | ({"claims": list(r.claims), "edges": list(r.edges)} if r.claims else {})
            for r in finding.relations
        ],
    }


def _source_name(ledger: Ledger, key: str, spelt: str) -> str:
    record = ledger.sources.get(key)
    return record.name if record is not None else spelt
