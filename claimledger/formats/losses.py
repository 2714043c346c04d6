"""What a format could not carry: the difference between a ledger and what was read back of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import attrs

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
from claimledger.ledger import Ledger, Named, Record
from claimledger.sources import Document, Party, Place, Source
from claimledger.taxonomy import MeasureEntry

PLURALS: Mapping[type, str] = {
    Claim: "claims",
    Attestation: "attestations",
    Annotation: "annotations",
    Retraction: "retractions",
    Party: "parties",
    Source: "sources",
    Event: "events",
    Place: "places",
    Document: "documents",
    Implication: "implications",
    Partition: "partitions",
    Title: "titles",
    MeasureEntry: "measures",
}


def lost_between(ledger: Ledger, back: Ledger) -> tuple[tuple[str, int], ...]:
    """What of a ledger is not in another, and how often, sorted.

    Of a declaration whose name is in both, the fields that differ are counted; of an
    attestation whose document was not carried whole, the document alone.
    """
    nameless = {_nameless(record) for record in back.records if isinstance(record, Attestation)}
    outlets = {_outlet(record) for record in back.documents.values()}
    shown: dict[tuple[type, str], Named] = {}
    for records in (back.parties, back.sources, back.events, back.places, back.documents):
        shown |= {(type(record), key): record for key, record in records.items()}
    counts: Counter[str] = Counter()
    for record in ledger.records - back.records:
        if isinstance(record, Attestation) and record.document and _nameless(record) in nameless:
            continue
        counts.update(_lost(record, back, shown, outlets))
    return tuple(sorted(counts.items()))


def _lost(
    record: Record,
    back: Ledger,
    shown: Mapping[tuple[type, str], Named],
    outlets: set[tuple[str | None, ...]],
) -> Iterator[str]:
    plural = PLURALS[type(record)]
    if isinstance(record, Claim) and back.claim_or_none(record.id) is not None:
        yield "spellings of claims"
        return
    twin = shown.get((type(record), record.key)) if isinstance(record, Named) else None
    if twin is not None:
        for field in attrs.fields(type(record)):
            if getattr(record, field.name) not in (getattr(twin, field.name), None, frozenset()):
                yield f"{field.name} of {plural}"
    elif isinstance(record, Document) and _outlet(record) in outlets:
        yield f"date of {plural}"
    else:
        yield plural


def _nameless(record: Attestation) -> Attestation:
    return attrs.evolve(record, document=None)


def _outlet(record: Document) -> tuple[str | None, ...]:
    return (record.outlet, record.title, record.url)
