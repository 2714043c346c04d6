"""Names and handles, and references from one record to another.

A file may use a short handle for a party, a source, an event, a place or a document. What
enters a ledger refers by full name, so that two files may use one handle for two things.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from graphlib import TopologicalSorter
from typing import Any, TypeVar, cast

import attrs

from claimledger.canonical import name_key
from claimledger.claims import (
    ID_LENGTH,
    Annotation,
    Attestation,
    Claim,
    Event,
    Implication,
    Partition,
    Retraction,
    Title,
)
from claimledger.declarations import Named, kind_of
from claimledger.errors import InvalidRecordError, quoted
from claimledger.sources import ANY, Document, Party, Place, Source
from claimledger.taxonomy import MeasureEntry

Record = (
    Claim
    | Attestation
    | Annotation
    | Retraction
    | Named
    | Implication
    | Partition
    | Title
    | MeasureEntry
)
R = TypeVar("R")


@attrs.frozen(eq=False)
class Directory:
    """Names and handles that declarations give, to resolve references by.

    Attributes:
        names: Per kind, the shown spelling of each name key.
        handles: Per kind, the names that each handle stands for.
    """

    names: Mapping[str, Mapping[str, str]]
    handles: Mapping[str, Mapping[str, frozenset[str]]]

    @classmethod
    def of(cls, declared: Iterable[Record]) -> Directory:
        """The directory of all named records among some records."""
        names: dict[str, dict[str, str]] = defaultdict(dict)
        handles: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for record in declared:
            if not isinstance(record, Named):
                continue
            kind = kind_of(record)
            shown = record.key if isinstance(record, Document) else record.name
            names[kind][record.key] = min(shown, names[kind].get(record.key, shown))
            if record.handle is not None:
                handles[kind][record.handle].add(record.key)
        spelt = {
            kind: {
                handle: frozenset(names[kind][key] for key in keys)
                for handle, keys in entries.items()
            }
            for kind, entries in handles.items()
        }
        return cls(dict(names), spelt)

    def find(self, kind: str, text: str) -> str | None:
        """The full name that a name or a handle stands for; None when nothing declares it.

        A name is preferred to a handle. An address is compared as it is, all else without
        case.

        Raises:
            InvalidRecordError: if a handle stands for several names.
        """
        if kind == "node":  # Of a partition: a party, a place, or a word of the vocabulary.
            return self.find("party", text) or self.find("place", text)
        known = self.names.get(kind, {})
        name = known.get(text) if kind == "document" else None
        if name is None and not (kind == "document" and "://" in text):
            name = known.get(name_key(text))
        if name is not None:
            return name
        found = self.handles.get(kind, {}).get(text, frozenset())
        if len(found) > 1:
            several = " or ".join(sorted(found))
            raise InvalidRecordError(f"{kind} {quoted(text)} is ambiguous here: {several}")
        return next(iter(found), None)

    def name(self, kind: str, text: str) -> str:
        """The full name that a reference stands for; itself where nothing declares it.

        Raises:
            InvalidRecordError: if a handle stands for several names.
        """
        found = self.find(kind, text)
        if found is None and kind == "source":  # A party may speak, and control a source.
            found = self.find("party", text)
        return found or text

    def known(self, kind: str) -> list[str]:
        """All names and handles of a kind, to suggest from."""
        return [*self.names.get(kind, {}).values(), *self.handles.get(kind, {})]


Look = Callable[[str, str], str]
"""Resolve a reference: (kind, text) -> full name."""

REFERENCES: Mapping[type, tuple[tuple[str, str], ...]] = {
    Claim: (("source", "source"), ("subject", "party"), ("event", "event"), ("place", "place")),
    Attestation: (("document", "document"), ("derived_from", "source")),
    Retraction: (("source", "source"),),
    Party: (("part_of", "party"), ("opposed", "party"), ("allied", "party")),
    Source: (("side", "party"), ("controlled_by", "source")),
    Event: (("part_of", "event"),),
    Place: (("part_of", "place"),),
    Partition: (
        *(("whole", "node"), ("parts", "node")),
        *(("subject", "party"), ("event", "event"), ("place", "place")),
    ),
}
"""The fields of each record that refer to others, with the kind that they refer to."""


def resolve(record: R, look: Look) -> R:
    """A record with its references replaced by full names.

    Args:
        record: Any record; those without references come back as they are.
        look: Called with the kind (``"party"``, ``"source"``, ``"event"``, ``"place"``,
            ``"document"``, ``"node"`` for a party or a place) and the text of each reference.
    """
    changes: dict[str, Any] = {}
    for field, kind in REFERENCES.get(type(record), ()):
        old = getattr(record, field)
        if isinstance(old, frozenset):
            new: Any = frozenset(look(kind, text) for text in old)
        elif old is None or not is_reference(kind, old):
            continue
        else:
            new = look(kind, old)
        if new != old:
            changes[field] = new
    return cast("R", attrs.evolve(cast("Any", record), **changes)) if changes else record


def references(record: Record) -> Iterator[tuple[str, str]]:
    """The kind and the text of each reference of a record."""
    for field, kind in REFERENCES.get(type(record), ()):
        value = getattr(record, field)
        for text in value if isinstance(value, frozenset) else (value,):
            if text is not None and is_reference(kind, text):
                yield kind, text


def is_reference(kind: str, text: str) -> bool:
    """False for the subject "any", and for a derivation from a claim by its id."""
    return not ((kind == "party" and name_key(text) == ANY) or (kind == "source" and is_id(text)))


def is_id(text: str) -> bool:
    """True for a full id of 64 hex digits."""
    return len(text) == ID_LENGTH and set(text) <= set("0123456789abcdef")


def redirected(pairs: Iterable[tuple[Record, Record]]) -> list[Record]:
    """Records after their handles are resolved, which refer to each other by their new ids.

    Resolving a handle changes the id of a claim, and with it that of whatever retracts it.

    Args:
        pairs: Each record before and after.
    """
    before_after = list(pairs)
    ids = {
        old.id: new.id
        for old, new in before_after
        if isinstance(old, Claim) and isinstance(new, Claim) and old is not new
    }
    retractions = {
        old.id: new
        for old, new in before_after
        if isinstance(old, Retraction) and isinstance(new, Retraction)
    }
    for key in TopologicalSorter({k: {r.target} for k, r in retractions.items()}).static_order():
        if key in retractions:
            ids[key] = redirect(retractions[key], ids).id
    return [redirect(new, ids) for _, new in before_after]


def redirect(record: R, renamed: Mapping[str, str]) -> R:
    """A record that refers to claims and retractions by id, after these got other ids."""
    changes = {}
    for field in ("claim", "derived_from", "target"):
        old = getattr(record, field, None)
        new = None if old is None else renamed.get(old)
        if new is not None and new != old:
            changes[field] = new
    return cast("R", attrs.evolve(cast("Any", record), **changes)) if changes else record
