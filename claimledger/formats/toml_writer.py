"""Writing a ledger file: the tables of :mod:`claimledger.formats.toml`, references by full name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from claimledger.claims import (
    Annotation,
    Attestation,
    Claim,
    Event,
    Implication,
    Partition,
    Retraction,
    Title,
)
from claimledger.directory import Directory, Record, references
from claimledger.errors import InvalidRecordError
from claimledger.formats.joining import must_be_declared
from claimledger.formats.jsonl import line_of
from claimledger.formats.plain import plain
from claimledger.formats.rows import ATTESTED, NOTED
from claimledger.formats.toml import NAMED
from claimledger.formats.toml_lines import quoted
from claimledger.ledger import Ledger
from claimledger.sources import Document


def write(ledger: Ledger) -> str:
    """All records as TOML, in a deterministic order."""
    of: dict[type[Any], list[Any]] = defaultdict(list)
    for _, record in sorted((line_of(record), record) for record in ledger.records):
        of[type(record)].append(record)
    return "\n".join(_parts(of, _undeclared(ledger)))


def _undeclared(ledger: Ledger) -> list[str]:
    """Names that the ledger uses and does not declare, though it declares others like them."""
    used = {reference for record in ledger.records for reference in references(record)}
    directory = ledger.directory
    return sorted({text for kind, text in used if _must_be_excused(kind, text, directory)})


def _must_be_excused(kind: str, text: str, directory: Directory) -> bool:
    try:
        is_unknown = directory.find(kind, text) is None
    except InvalidRecordError:  # A handle of several names, in a merge; here it is a name.
        return True
    return is_unknown and must_be_declared(kind, text, directory)


def _parts(of: Mapping[type[Any], list[Any]], undeclared: list[str]) -> Iterator[str]:
    titles = [title.text for title in of[Title]]
    head: dict[str, Any] = {"title": titles if len(titles) > 1 else titles[0]} if titles else {}
    head |= {"undeclared": undeclared} if undeclared else {}
    if head:
        yield _table("[ledger]", head)
    for table, (kind, _) in NAMED.items():
        yield from _tables(table, of[kind])
    conclusions: dict[str, list[str]] = defaultdict(list)
    for implication in of[Implication]:
        conclusions[implication.premise].append(implication.conclusion)
    if conclusions:
        yield _table("[implications]", {_key(name): ends for name, ends in conclusions.items()})
    for partition in of[Partition]:
        yield _table("[[partitions]]", plain(partition))
    hanging = _Hanging(of)
    for claim in of[Claim]:
        for row in hanging.rows(claim):
            yield _table("[[claims]]", row)
    for kind, name in ((Attestation, "attestations"), (Annotation, "annotations")):
        for record in of[kind]:
            if record not in hanging.written:
                yield _table(f"[[{name}]]", plain(record))
    for retraction in of[Retraction]:
        fields = plain(retraction)
        fields["retracts"] = fields.pop("target")
        yield _table("[[claims]]", fields)


def _tables(table: str, records: Iterable[Any]) -> Iterator[str]:
    used: set[str] = set()
    for record in records:
        fields = plain(record)
        if isinstance(record, Event):
            fields = {**fields, **_times(record)}
            fields.pop("window", None)
        own = record.key if isinstance(record, Document) else record.name
        handle = fields.pop("handle", None)
        key, number = handle or own, 1
        while key in used:
            number += 1
            key = f"{handle or own} ({number})"
        used.add(key)
        is_handle = hasattr(record, "handle") and key != own
        if is_handle and handle != key:
            fields["handle"] = handle or ""
        elif handle == own:
            fields["handle"] = handle
        yield _table(f"[{table}.{_key(key)}]", fields)


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


class _Hanging:
    """What hangs on claims, to be written in their rows where that says it all."""

    def __init__(self, of: Mapping[type[Any], list[Any]]) -> None:
        self._attestations: dict[str, list[Attestation]] = defaultdict(list)
        self._annotations: dict[str, list[Annotation]] = defaultdict(list)
        self.written: set[Record] = set()
        for attestation in of[Attestation]:
            if len(plain(attestation)) > 1:
                self._attestations[attestation.claim].append(attestation)
        for annotation in of[Annotation]:
            if len(plain(annotation)) > 1:
                self._annotations[annotation.claim].append(annotation)

    def rows(self, claim: Claim) -> list[dict[str, Any]]:
        """The rows of a claim: one for each set of documents that attest it alike.

        Of several spellings of one claim the first takes all that hangs on it.
        """
        content = plain(claim)
        if content["stance"] == "asserts":
            del content["stance"]
        attested = self._attestations.pop(claim.id, [])
        noted = self._annotations.pop(claim.id, [])
        self.written.update(attested, noted)
        alike: dict[Any, list[str]] = defaultdict(list)
        for one in attested:
            shared = tuple(getattr(one, name) for name in ATTESTED)
            documents = alike[*shared, one.document is None]
            documents += [] if one.document is None else [one.document]
        rows: list[dict[str, Any]] = []
        for (*shared, _), documents in alike.items():
            words = {n: v for n, v in zip(ATTESTED, shared, strict=True) if v is not None}
            if "recorded" in words:
                words["recorded"] = words["recorded"].isoformat()
            rows.append({**content, **words, "documents": documents})
        while len(rows) < max(1, len(noted)):
            rows.append(dict(content))
        for row, note in zip(rows, noted, strict=False):
            entered = plain(note)
            row |= {key: entered[field] for key, field in NOTED.items() if field in entered}
        return rows


def _table(header: str, fields: Mapping[str, Any]) -> str:
    lines = [f"{name} = {_value(value)}" for name, value in fields.items() if value != []]
    return "\n".join([header, *lines]) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(quoted, value)) + "]"
    return str(value).lower() if isinstance(value, int) else quoted(value)


def _key(text: str) -> str:
    is_bare = text.isascii() and text.replace("-", "").replace("_", "").isalnum()
    return text if is_bare else quoted(text)
