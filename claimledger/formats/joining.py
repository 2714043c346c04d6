"""Several files are one ledger: references are resolved, and what no file shows alone is found.

References resolve in their own file first, then in all files read together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, TypeGuard

import attrs

from claimledger.canonical import name_key
from claimledger.claims import Annotation, Attestation, Claim, Event, Retraction
from claimledger.cuts import cut_faults
from claimledger.declarations import circles
from claimledger.directory import (
    REFERENCES,
    Directory,
    Record,
    is_reference,
    redirected,
    resolve,
)
from claimledger.errors import (
    ClaimLedgerError,
    InvalidRecordError,
    UnknownNameError,
    VocabularyError,
    nearest,
    quoted,
)
from claimledger.formats.found import Found, Place
from claimledger.formats.rows import IN_ROW
from claimledger.ledger import Ledger
from claimledger.sources import Party, Source
from claimledger.sources import Place as NamedPlace
from claimledger.taxonomy import MeasureEntry, Vocabulary, shipped_vocabulary

Placed = tuple[Record, Place | int, Found]
"""A record, where it stands, and the file that takes what is wrong with it."""

HINTS = 50_000
"""So many names are compared in search of the nearest before no more hints are given."""


def joined(files: Sequence[Found]) -> Ledger:
    """The ledger of files; what is wrong with them together is noted in each."""
    return Ledger().merge(*joined_each(files))


def joined_each(files: Sequence[Found]) -> tuple[Ledger, ...]:
    """What each file adds to the ledger of all; what is wrong with them together is noted.

    The records of each file are replaced by those of the ledger.
    """
    strong = Directory.of(one for found in files if not found.is_implicit for one in found.named())
    for found in files:
        if found.is_implicit:
            found.records = [
                (_called(record, strong), place)
                if isinstance(record, Party | Source)
                else (record, place)
                for record, place in found.records
            ]
    named = [found.named() for found in files]
    shared = Directory.of(one for several in named for one in several)
    hints = _Hints(shared)
    for found, several in zip(files, named, strict=True):
        own = strong if found.is_implicit else Directory.of(several)
        found.records = _resolved(found, own, shared, hints)
    declared = [one for found in files for one in _placed(found) if type(one[0]) not in _SAID]
    vocabulary, sound = vocabulary_of(declared)
    claims = (one for found in files for one in _placed(found) if type(one[0]) is Claim)
    warn_of_measures(claims, vocabulary)
    kept = _with_sound_partitions(without_circles(sound), sound, vocabulary).records
    left_out = set(_records(declared)) - kept
    for found in files if left_out else ():
        found.records = [one for one in found.records if one[0] not in left_out]
    return tuple(Ledger(frozenset(record for record, _ in found.records)) for found in files)


_SAID = (Claim, Attestation, Annotation, Retraction)
"""Records that declare nothing."""


def _placed(found: Found) -> Iterator[Placed]:
    return ((record, place, found) for record, place in found.records)


def _called(record: Party | Source, strong: Directory) -> Record:
    """What a spreadsheet names, under the name by which another file declares it."""
    try:
        name = strong.find("party" if isinstance(record, Party) else "source", record.name)
    except InvalidRecordError:  # Ambiguous, which is told of the claim.
        return record
    return record if name in (None, record.name) else attrs.evolve(record, name=name)


class _Hints:
    """The nearest names, until a search through all of them has cost enough."""

    def __init__(self, shared: Directory) -> None:
        self._shared = shared
        self._known: dict[str, list[str]] = {}
        self._left = HINTS

    def nearest(self, kind: str, text: str) -> str | None:
        """The declared name nearest to a text."""
        known = self._known.setdefault(kind, self._shared.known(kind))
        if self._left <= 0:
            return None
        self._left -= len(known)
        return nearest(text, known, cutoff=0.65)


def _resolved(
    found: Found, own: Directory, shared: Directory, hints: _Hints
) -> list[tuple[Record, Place | int]]:
    """The records of a file with handles replaced by names; unknown names are noted."""
    seen: dict[tuple[str, str], str | ClaimLedgerError] = {}

    def look(kind: str, text: str) -> str | ClaimLedgerError:
        result = seen.get((kind, text))
        if result is None:
            result = seen[kind, text] = _looked_up(own, shared, kind, text, found, hints)
        return result

    for kind, text, where, field in found.loose:
        error = look(kind, text)
        if isinstance(error, ClaimLedgerError):
            found.add(where, field, error)
    sources: set[str] = set()
    scenes: set[tuple[str | None, ...]] = set()
    changed: dict[int, Record | None] = {}
    for index, (record, place) in enumerate(found.records):
        if type(record) is not Claim:
            new = _with_names(record, place, look, found)
        else:
            scene = (record.subject, record.event, record.place)
            if record.source in sources and scene in scenes:
                continue
            new = _with_names(record, place, look, found)
            if new is record:  # Nor need any of its names be looked up again.
                sources.add(record.source)
                scenes.add(scene)
        if new is not record:
            changed[index] = new
    return _replaced(found.records, changed) if changed else found.records


def _replaced(
    records: Sequence[tuple[Record, Place | int]], changed: Mapping[int, Record | None]
) -> list[tuple[Record, Place | int]]:
    """Records with some replaced, and without those for which there is nothing."""
    pairs: list[tuple[Record, Record]] = []
    places: list[Place | int] = []
    for index, (record, place) in enumerate(records):
        new = changed.get(index, record)
        if new is not None:
            pairs.append((record, new))
            places.append(place)
    return list(zip(redirected(pairs), places, strict=True))


def _with_names(
    record: Record,
    place: Place | int,
    look: Callable[[str, str], str | ClaimLedgerError],
    found: Found,
) -> Record | None:
    """A record with its references resolved; None, with problems, where some cannot be."""
    is_sound, is_same = True, True
    for field, kind in REFERENCES.get(type(record), ()):
        value = getattr(record, field)
        if value is None:
            continue
        for text in sorted(value) if isinstance(value, frozenset) else (value,):
            if not is_reference(kind, text):
                continue
            name = look(kind, text)
            if isinstance(name, ClaimLedgerError):
                found.add(place, IN_ROW.get(field, field), name)
                is_sound = False
            elif name != text:
                is_same = False
    if not is_sound:
        return None
    return record if is_same else resolve(record, look)  # type: ignore[arg-type]


def _looked_up(
    own: Directory, shared: Directory, kind: str, text: str, found: Found, hints: _Hints
) -> str | ClaimLedgerError:
    """The name that a reference stands for, or why it stands for none."""
    if name_key(text) in found.undeclared:
        return text
    try:
        name = own.find(kind, text) or shared.find(kind, text)
        if name is None and kind == "source":  # A party may speak, and control a source.
            name = own.find("party", text) or shared.find("party", text)
        if name is not None:
            return name
        if not (found.is_strict and must_be_declared(kind, text, shared)):
            return text
    except InvalidRecordError as error:
        return error
    return UnknownNameError(text, kind, hints.nearest(kind, text))


def must_be_declared(kind: str, text: str, shared: Directory) -> bool:
    """True for a name that is no known one, where a name of its kind is declared at all."""
    if kind in {"place", "node"} or not shared.names.get(kind):
        return False
    return kind != "source" or shared.find("party", text) is None


def vocabulary_of(placed: list[Placed]) -> tuple[Vocabulary, list[Placed]]:
    """The vocabulary with what the files add, and the records without what they cannot add."""
    refused: set[str] = set()
    while True:
        kept = [one for one in placed if not _is_entry(one[0], refused)]
        added = [record for record in _records(kept) if isinstance(record, MeasureEntry)]
        try:
            return shipped_vocabulary().extended(added), kept
        except VocabularyError as error:
            faults = dict(error.faults)
            refused |= faults.keys()
            for record, place, found in kept:
                # What lies within an entry at fault is not at fault itself.
                if _is_entry(record, faults) and not refused & {*record.part_of} - {record.name}:
                    found.add(place, "part_of", faults[record.name])


def _is_entry(record: Record, names: Container[str]) -> TypeGuard[MeasureEntry]:
    return isinstance(record, MeasureEntry) and record.name in names


def _records(placed: Iterable[tuple[Any, Place | int, Found]]) -> list[Any]:
    return [record for record, _, _ in placed]


def warn_of_measures(placed: Iterable[Placed], vocabulary: Vocabulary) -> None:
    """Warn of measures that the vocabulary does not know, each once."""
    seen: set[str] = set()
    for record, place, found in placed:
        if not isinstance(record, Claim) or record.measure is None or record.measure in seen:
            continue
        seen |= {record.measure, name_key(record.measure)}
        measure = vocabulary.resolve(record.measure)
        if not measure.is_known:
            near = vocabulary.nearest(record.measure)
            hint = f"; did you mean {near!r}?" if near else ""
            message = f"unknown measure {quoted(record.measure)} stands by itself{hint}"
            found.add(place, "measure", message, severity="warning", code="unknown-measure")


def without_circles(placed: list[Placed]) -> Ledger:
    """The ledger, without the declarations that close a circle of parts and wholes."""
    links: dict[tuple[str, str, str], list[tuple[int, Placed]]] = defaultdict(list)
    for index, one in enumerate(placed):
        record = one[0]
        if isinstance(record, (Party, NamedPlace, Event)) and record.part_of is not None:
            link = (type(record).__name__, record.key, name_key(record.part_of))
            links[link].append((index, one))
    ledger = Ledger(frozenset(_records(placed)))
    while True:
        closing: list[tuple[int, Placed]] = []
        for circle in circles(ledger.named):
            ends = zip(circle, [*circle[1:], circle[0]], strict=True)
            kind = type(circle[0]).__name__
            last = max(
                (links[kind, part.key, whole.key] for part, whole in ends), key=itemgetter(-1)
            )
            _note_circle(last, [one.name for one in circle])
            closing += last
        if not closing:
            return ledger
        ledger = Ledger(ledger.records - {record for _, (record, _, _) in closing})


def _note_circle(link: list[tuple[int, Placed]], names: list[str]) -> None:
    for _, (record, place, found) in link:
        start = list(map(name_key, names)).index(record.key)  # type: ignore[union-attr]
        circle = [*names[start:], *names[:start], names[start]]
        found.add(place, "part_of", f"parts and wholes in a circle: {', '.join(circle)}")


def _with_sound_partitions(ledger: Ledger, placed: Iterable[Placed], words: Vocabulary) -> Ledger:
    """The ledger, without the partitions that cannot be read or that go in a circle."""
    faults: dict[object, str] = dict(cut_faults(ledger, words))
    for record, place, found in placed if faults else ():
        if record in faults:
            found.add(place, "whole", faults[record])
    return Ledger(ledger.records - faults.keys()) if faults else ledger
