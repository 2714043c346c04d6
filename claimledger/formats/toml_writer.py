"""Writing a ledger file: the tables of :mod:`claimledger.formats.toml`, references by full name."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from claimledger.claims import Accrual, Attestation, Claim, Event, Stance, answer_text
from claimledger.formats.rows import ATTESTED, CLAIM_FIELDS, NOTED
from claimledger.formats.toml import MEASURE_FIELDS, NAMED, PARTITION_FIELDS
from claimledger.ledger import Ledger, Named
from claimledger.sources import Document


def write(ledger: Ledger) -> str:
    """All records as TOML, in a deterministic order."""
    parts: list[str] = []
    if ledger.title is not None:
        parts.append(f"[ledger]\ntitle = {_text(ledger.title)}\n")
    for table, (kind, fields) in NAMED.items():
        records = sorted((r for r in ledger.named if isinstance(r, kind)), key=repr)
        parts += _tables(table, records, fields)
    for entry in ledger.measures:
        entered = {name: getattr(entry, name) for name in MEASURE_FIELDS}
        parts.append(_table(f"[measures.{_key(entry.name)}]", entered))
    conclusions: dict[str, list[str]] = defaultdict(list)
    for implication in ledger.implications:
        conclusions[implication.premise].append(implication.conclusion)
    if conclusions:
        lines = (f"{_key(name)} = {_value(ends)}" for name, ends in conclusions.items())
        parts.append("[implications]\n" + "\n".join(lines) + "\n")
    for partition in ledger.partitions:
        entered = {name: getattr(partition, name) for name in PARTITION_FIELDS}
        parts.append(_table("[[partitions]]", entered))
    for claim in ledger.claims:
        parts += [_table("[[claims]]", row) for row in _rows(ledger, claim)]
    for retraction in ledger.retractions:
        row = {
            "source": retraction.source,
            "date": str(retraction.date),
            "retracts": retraction.target,
        }
        parts.append(_table("[[claims]]", row))
    return "\n".join(parts)


def _tables(table: str, records: Iterable[Named], fields: Iterable[str]) -> Iterator[str]:
    used: set[str] = set()
    for record in records:
        key = record.handle or (record.key if isinstance(record, Document) else record.name)
        handle, number = key, 1
        while handle in used:
            number += 1
            handle = f"{key} ({number})"
        used.add(handle)
        if isinstance(record, Event):
            values = {"name": record.name, **_times(record), "part_of": record.part_of}
        else:
            values = {name: getattr(record, name) for name in fields}
        yield _table(f"[{table}.{_key(handle)}]", values)


def _times(event: Event) -> Mapping[str, str]:
    window = event.window
    if window is None:
        return {}
    if window.start is not None and window.start == window.end:
        return {"on": str(window.start)}
    if window.is_open_ended:
        return {"since": str(window.start)}
    ends = {"from": window.start, "to": window.end}
    return {name: str(end) for name, end in ends.items() if end is not None}


def _rows(ledger: Ledger, claim: Claim) -> Iterator[Mapping[str, Any]]:
    """The rows of a claim: one for each set of documents that attest it alike."""
    content = {name: _plain(getattr(claim, name)) for name in CLAIM_FIELDS}
    if claim.stance is Stance.ASSERTS:
        del content["stance"]
    alike: dict[tuple[Any, ...], list[Attestation]] = defaultdict(list)
    for attested in ledger.attestations.get(claim.id, ()):
        shared = tuple(getattr(attested, name) for name in ATTESTED)
        alike[*shared, attested.document is None].append(attested)
    rows: list[dict[str, Any]] = []
    for group in alike.values():
        shared_fields = {name: _plain(getattr(group[0], name)) for name in ATTESTED}
        documents = [a.document for a in group if a.document is not None]
        rows.append({**content, **shared_fields, "documents": documents})
    rows = rows or [dict(content)]
    for place, note in enumerate(ledger.annotations.get(claim.id, ())):
        if place >= len(rows):
            rows.append(dict(content))
        rows[place] |= {key: getattr(note, field) for key, field in NOTED.items()}
    return iter(rows)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value.value if isinstance(value, (Accrual, Stance)) else value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value) if hasattr(value, "start") or hasattr(value, "first") else answer_text(value)


def _table(header: str, fields: Mapping[str, Any]) -> str:
    lines = [
        f"{name} = {_value(value)}"
        for name, value in fields.items()
        if value is not None and value not in ((), [], frozenset())
    ]
    return "\n".join([header, *lines]) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, (frozenset, tuple, list)):
        return "[" + ", ".join(_text(item) for item in sorted(value)) + "]"
    return str(value).lower() if isinstance(value, int) else _text(str(value))


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(text: str) -> str:
    is_bare = text.isascii() and text.replace("-", "").replace("_", "").isalnum()
    return text if is_bare else _text(text)
