"""W3C PROV-JSON: where each claim comes from, through the package ``prov`` (extra ``prov``).

Claims, attestations, documents, events and places are entities, sources and parties agents, each
with its fields as attributes. A claim is attributed to its source; an attestation is a
specialization of its claim, quoted from its document; what one is taken from is a derivation;
the side of a source is whom it acts for; a retraction that holds is an activity that invalidates
its claim. A time is given where an hour is known: the date said is an attribute in any case.

Reference: W3C, PROV-DM and The PROV-JSON Serialization, 2013.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from claimledger.canonical import digest, name_key
from claimledger.claims import Annotation, Attestation, Claim
from claimledger.directory import is_id
from claimledger.errors import MissingExtraError
from claimledger.formats.accounts import Account, Exported, claim_line
from claimledger.formats.plain import plain
from claimledger.ledger import Ledger, Named, Record
from claimledger.sources import Party, Source

NAMESPACE = "urn:claimledger:"
NOTED = ("note", "credibility")


def export(ledger: Ledger) -> Exported:
    """The provenance of all claims.

    Raises:
        MissingExtraError: if the package ``prov`` is not installed.
    """
    try:
        from prov.model import ProvDocument
    except ImportError as error:
        raise MissingExtraError("prov", "prov") from error
    account = Account(ledger)
    maker = _Maker(account, ProvDocument())
    maker.make()
    return account.exported(maker.text())


class _Maker:
    def __init__(self, account: Account, document: Any) -> None:
        self._account = account
        self._ledger = account.ledger
        self._document = document
        self._names = document.add_namespace("claimledger", NAMESPACE)
        self._made: set[str] = set()

    def text(self) -> str:
        """The document."""
        return f"{self._document.serialize(format='json', indent=1)}\n"

    def make(self) -> None:
        """Everything, in a deterministic order."""
        ledger = self._ledger
        declared: tuple[Mapping[str, Named], ...] = (
            *(ledger.parties, ledger.sources, ledger.events, ledger.places, ledger.documents),
        )
        for records in declared:
            for _, record in sorted(records.items()):
                self._declared(record)
        for claim in ledger.claims:
            self._claim(claim)
        self._retractions()

    def _id(self, kind: str, key: str) -> Any:
        local = key if is_id(key) else digest(kind, {"name": key})[:40]
        return self._names[f"{kind}-{local}"]

    def _attributes(self, record: Record, *left_out: str) -> Iterator[tuple[Any, Any]]:
        """The stated fields of a record; all but those left out are carried."""
        yield "prov:type", self._names[type(record).__name__]
        for field, value in plain(record).items():
            if field not in left_out:
                self._account.carry(record, field)
                for one in value if isinstance(value, list) else [value]:
                    yield self._names[field], one

    def _declared(self, record: Named) -> None:
        kind = type(record).__name__.lower()
        label = ("prov:label", record.name)
        attributes = [label, *self._attributes(record)]
        own = self._id(kind, record.key)
        if isinstance(record, (Party, Source)):
            self._document.agent(own, attributes)
        else:
            self._document.entity(own, attributes)
        if isinstance(record, Source) and record.side is not None:
            self._document.actedOnBehalfOf(own, self._agent("party", record.side))
        if isinstance(record, Source) and record.controlled_by is not None:
            self._document.wasInfluencedBy(own, self._agent("source", record.controlled_by))

    def _agent(self, kind: str, name: str) -> Any:
        """A source or a party; one that nothing declares is made of its name."""
        key, parties, sources = name_key(name), self._ledger.parties, self._ledger.sources
        if kind == "source" and key in parties and key not in sources:
            kind = "party"  # A party may speak, and control a source.
        own = self._id(kind, key)
        if key not in (parties if kind == "party" else sources) and str(own) not in self._made:
            self._made.add(str(own))
            self._document.agent(own, [("prov:label", name)])
        return own

    def _claim(self, claim: Claim) -> None:
        own = self._id("claim", claim.id)
        notes = [
            (self._names[field], value)
            for annotation in self._ledger.annotations.get(claim.id, ())
            for field, value in self._noted(annotation)
        ]
        label = ("prov:label", claim_line(claim))
        self._document.entity(own, [label, *self._attributes(claim), *notes])
        if claim.date.moment is not None:
            self._document.wasGeneratedBy(own, time=claim.date.moment)
        self._document.wasAttributedTo(own, self._agent("source", claim.source))
        for number, attestation in enumerate(self._ledger.attestations.get(claim.id, ())):
            self._attestation(own, f"{claim.id}-{number}", attestation)

    def _noted(self, annotation: Annotation) -> Iterator[tuple[str, Any]]:
        for field in NOTED:
            value = getattr(annotation, field)
            if value is not None:
                self._account.carry(annotation, field)
                yield field, value

    def _attestation(self, claim: Any, key: str, attestation: Attestation) -> None:
        own = self._names[f"attestation-{key}"]
        self._document.entity(own, list(self._attributes(attestation, "claim")))
        self._document.specialization(own, claim)
        if attestation.recorded is not None:
            self._document.wasGeneratedBy(own, time=attestation.recorded)
        if attestation.via is not None:
            self._document.wasAttributedTo(own, self._agent("source", attestation.via))
        if attestation.document is not None:
            self._document.quotation(own, self._read(attestation.document))
        taken = attestation.derived_from
        if taken is not None and is_id(taken):
            self._document.wasDerivedFrom(own, self._id("claim", taken))
        elif taken is not None:
            self._document.wasInfluencedBy(own, self._agent("source", taken))

    def _read(self, key: str) -> Any:
        """The document of a key; one that nothing declares is made of its key."""
        own = self._id("document", key)
        if key not in self._ledger.documents and str(own) not in self._made:
            self._made.add(str(own))
            self._document.entity(own, [("prov:label", key)])
        return own

    def _retractions(self) -> None:
        """Retractions of claims that hold; those that are without effect are left out."""
        for retraction in self._ledger.retractions:
            if retraction.target in self._ledger.withdrawn and self._is_own(retraction):
                own = self._names[f"retraction-{retraction.id}"]
                self._document.activity(
                    own, other_attributes=list(self._attributes(retraction, "target"))
                )
                self._account.carry(retraction, "target")
                self._document.wasAssociatedWith(own, self._agent("source", retraction.source))
                claim = self._id("claim", retraction.target)
                self._document.wasInvalidatedBy(claim, own, time=retraction.date.moment)

    def _is_own(self, retraction: Any) -> bool:
        claim = self._ledger.claim(retraction.target)
        return name_key(claim.source) == name_key(retraction.source)
