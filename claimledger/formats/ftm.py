"""Statements of FollowTheMoney, as CSV: what each dataset says of each entity.

A claim is one statement: its dataset is the source, its entity the event, its property
``notes``, its value the claim on one line, its id that of the claim. It was first seen on the
first day of the date said, and last seen on the last; one that is withdrawn is left out.
Events, and as ``LegalEntity`` the sources and the parties whose affairs are told, have
statements of their own in the dataset of the ledger.

Reference: followthemoney, ``statement/serialize.py`` and the schemata Event, LegalEntity.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator

from claimledger.canonical import digest, name_key
from claimledger.claims import Claim
from claimledger.dates import PartialDate
from claimledger.formats.accounts import SAID, Account, Exported, claim_line
from claimledger.ledger import Ledger
from claimledger.sources import ANY, Party, Source

COLUMNS = (
    *("canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin"),
    *("lang", "original_value", "external", "first_seen", "last_seen", "id"),
)

Row = dict[str, str]


def export(ledger: Ledger) -> Exported:
    """All claims as statements, with the entities that they are about."""
    account = Account(ledger)
    title = ledger.title or "Claims"
    maker = _Maker(account, title)
    rows = [*maker.entities(), *map(maker.claim, ledger.active)]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="", dialect=csv.unix_dialect)
    writer.writeheader()
    writer.writerows(rows)
    return account.exported(out.getvalue())


class _Maker:
    def __init__(self, account: Account, title: str) -> None:
        self._account = account
        self._ledger = account.ledger
        self._title = title
        self._dataset = dataset_name(title)

    def entities(self) -> Iterator[Row]:
        """The events, sources and parties that claims name, each once, in order."""
        ledger = self._ledger
        claims = ledger.active
        for key, spelt in _named(claim.event or self._title for claim in claims):
            yield from self._event(key, spelt)
        for key, name in _named(claim.source for claim in claims):
            yield from self._speaker("source", key, name, ledger.sources.get(key))
        subjects = _named(claim.subject or ANY for claim in claims)
        for key, name in subjects:
            if key != ANY:
                yield from self._speaker("party", key, name, ledger.parties.get(key))
        pairs = {(name_key(c.event or self._title), name_key(c.subject or ANY)) for c in claims}
        for event, subject in sorted(pairs):
            if subject != ANY:
                value = _entity_id("party", subject)
                yield self._row("event", event, "Event", "involved", "entity", value)

    def _speaker(
        self, kind: str, key: str, spelt: str, record: Source | Party | None
    ) -> Iterator[Row]:
        """A source or a party."""
        if record is not None:
            self._account.carry(record, "name")
        name = spelt if record is None else record.name
        yield from self._entity(kind, key, "LegalEntity", name)

    def _event(self, key: str, spelt: str) -> Iterator[Row]:
        event = self._ledger.events.get(key)
        yield from self._entity("event", key, "Event", spelt if event is None else event.name)
        if event is None:
            return
        self._account.carry(event, "name")
        window = event.window
        ends = () if window is None else (("startDate", window.start), ("endDate", window.end))
        told = [(prop, date) for prop, date in ends if date is not None]
        for prop, date in told:
            yield self._row("event", key, "Event", prop, "date", _prefix(date))
        if all(_prefix(date) == str(date) for _, date in told):
            self._account.carry(event, "window")

    def _entity(self, kind: str, key: str, schema: str, name: str) -> Iterator[Row]:
        yield self._row(kind, key, schema, "id", "id", _entity_id(kind, key))
        yield self._row(kind, key, schema, "name", "name", name)

    def _row(self, kind: str, key: str, schema: str, prop: str, type_: str, value: str) -> Row:
        entity = _entity_id(kind, key)
        content = {"entity": entity, "prop": prop, "value": value, "dataset": self._dataset}
        return {
            "canonical_id": entity,
            "entity_id": entity,
            "prop": prop,
            "prop_type": type_,
            "schema": schema,
            "value": value,
            "dataset": self._dataset,
            "external": "f",
            "id": digest("statement", content),
        }

    def claim(self, claim: Claim) -> Row:
        """The statement of a claim."""
        self._account.carry(claim, "source", "event", *SAID)
        row = self._row(
            "event",
            name_key(claim.event or self._title),
            "Event",
            "notes",
            "text",
            claim_line(claim),
        )
        date = claim.date
        if not date.is_qualified:
            self._account.carry(claim, "date")
        row |= {"dataset": dataset_name(claim.source), "id": claim.id}
        row |= {"first_seen": _moment(date, date.first), "last_seen": _moment(date, date.last)}
        return row | self._read_in(claim)

    def _read_in(self, claim: Claim) -> Row:
        """Where the claim was read, and in which words; a statement has room for one of each."""
        cells: Row = {}
        for attestation in self._ledger.attestations.get(claim.id, ()):
            document = attestation.document
            if document is not None and cells.setdefault("origin", document) == document:
                self._account.carry(attestation, "document")
                known = self._ledger.documents.get(document)
                if known is not None and known.url == document:
                    self._account.carry(known, "url")
            words = attestation.quote
            if words is not None and cells.setdefault("original_value", words) == words:
                self._account.carry(attestation, "quote")
        return cells


def _named(names: Iterable[str]) -> list[tuple[str, str]]:
    """Each name once, by key: the least of its spellings."""
    found: dict[str, str] = {}
    for name in names:
        key = name_key(name)
        found[key] = min(name, found.get(key, name))
    return sorted(found.items())


def _entity_id(kind: str, key: str) -> str:
    return f"claimledger-{digest(kind, {'name': key})[:40]}"


def dataset_name(name: str) -> str:
    """A name as FollowTheMoney wants it for a dataset; two names never share one.

    >>> dataset_name("Army of Norland")
    'army_of_norland_935248ad'
    """
    plain = unicodedata.normalize("NFKD", name_key(name)).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:60]
    return f"{slug or 'source'}_{digest('dataset', {'name': name_key(name)})[:8]}"


def _prefix(date: PartialDate) -> str:
    """A date as precise as FollowTheMoney has it: a day, a month or a year."""
    length = {"month": 7, "year": 4}.get(date.precision, 10)
    return date.first.isoformat()[:length]


def _moment(date: PartialDate, day: object) -> str:
    if date.moment is not None:
        return date.moment.isoformat()
    return f"{day}T00:00:00"
