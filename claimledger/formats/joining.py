"""Several files are one ledger: references are resolved, and what no file shows alone is found.

References resolve in their own file first, then in all files read together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from graphlib import CycleError, TopologicalSorter
from operator import itemgetter
from typing import Any

import attrs

from claimledger.canonical import name_key
from claimledger.claims import Claim, Event
from claimledger.declarations import circles
from claimledger.errors import ClaimLedgerError, InvalidRecordError, UnknownNameError, nearest
from claimledger.formats.found import Found, Place
from claimledger.formats.rows import IN_ROW
from claimledger.ledger import (
    REFERENCES,
    Directory,
    Ledger,
    Record,
    is_reference,
    redirected,
    resolve,
)
from claimledger.sources import Party, Source
from claimledger.sources import Place as NamedPlace
from claimledger.taxonomy import MeasureEntry, Vocabulary, shipped_vocabulary

Placed = tuple[Record, Place, Found]
"""A record, where it stands, and the file that takes what is wrong with it."""

HINTS = 50_000
"""So many names are compared in search of the nearest before no more hints are given."""


def joined(files: Sequence[Found]) -> Ledger:
    """The ledger of files; what is wrong with them together is noted in each."""
    strong = Directory.of(
        [one for found in files if not found.is_implicit for one in _declared(found)]
    )
    for found in files:
        if found.is_implicit:
            found.records = [(_called(record, strong), place) for record, place in found.records]
    shared = Directory.of([one for found in files for one in _declared(found)])
    placed: list[Placed] = []
    hints = _Hints(shared)
    for found in files:
        own = strong if found.is_implicit else Directory.of(_declared(found))
        placed += _resolved(found, own, shared, hints)
    vocabulary, placed = _vocabulary(placed)
    _warn_of_measures(placed, vocabulary)
    return _without_circles(placed)


def _declared(found: Found) -> list[Record]:
    return [*(record for record, _ in found.records), *found.stubs]


def _called(record: Record, strong: Directory) -> Record:
    """What a spreadsheet names, under the name by which another file declares it."""
    if not isinstance(record, (Party, Source)):
        return record
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


def _resolved(found: Found, own: Directory, shared: Directory, hints: _Hints) -> list[Placed]:
    """The records of a file with handles replaced by names; unknown names are noted."""
    seen: dict[tuple[str, str], str | ClaimLedgerError] = {}

    def look(kind: str, text: str) -> str | ClaimLedgerError:
        result = seen.get((kind, text))
        if result is None:
            result = seen[kind, text] = _looked_up(own, shared, kind, text, found, hints)
        return result

    for kind, text, place, field in found.loose:
        error = look(kind, text)
        if isinstance(error, ClaimLedgerError):
            found.add(place, field, error)
    pairs: list[tuple[Record, Record]] = []
    places: list[Place] = []
    for record, place in found.records:
        new = _with_names(record, place, look, found)
        if new is not None:
            pairs.append((record, new))
            places.append(place)
    return [(new, place, found) for new, place in zip(redirected(pairs), places, strict=True)]


def _with_names(
    record: Record, place: Place, look: Callable[[str, str], str | ClaimLedgerError], found: Found
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


Entry = tuple[MeasureEntry, Place, Found]


def _vocabulary(placed: list[Placed]) -> tuple[Vocabulary, list[Placed]]:
    """The vocabulary with what the files add, and the records without what they cannot add."""
    entries = [(one[0], *one[1:]) for one in placed if isinstance(one[0], MeasureEntry)]
    shipped = shipped_vocabulary()
    try:
        return shipped.extended(_records(entries)), placed
    except InvalidRecordError:
        refused = _unplaced(entries, {*shipped.what.parents, *shipped.outcome.parents})
    sound: list[Entry] = []
    batches = [_parents_first(entries, refused)]
    while batches:
        batch = batches.pop()
        half = len(batch) // 2
        try:
            shipped.extended(_records([*sound, *batch]))
        except InvalidRecordError as error:
            if half:  # What is at fault is found by halving, the first half first.
                batches += [batch[half:], batch[:half]]
                continue
            entry, place, found = batch[0]
            if not refused & set(entry.part_of):
                found.add(place, "part_of", error)
            refused.add(entry.name)
        else:
            sound += batch
    kept = set(_records(sound))
    placed = [one for one in placed if not isinstance(one[0], MeasureEntry) or one[0] in kept]
    return shipped.extended(kept), placed


def _unplaced(entries: list[Entry], known: set[str]) -> set[str]:
    """The names of entries that lie within what nothing declares."""
    known = known | {entry.name for entry in _records(entries)}
    refused: set[str] = set()
    for entry, place, found in entries:
        for parent in sorted(set(entry.part_of) - known):
            refused.add(entry.name)
            found.add(place, "part_of", UnknownNameError(parent, "node", nearest(parent, known)))
    return refused


def _parents_first(entries: list[Entry], refused: set[str]) -> list[Entry]:
    """The entries that are not refused, parents first; of a circle the last entry is refused."""
    while True:
        left = [entry for entry in entries if entry[0].name not in refused]
        graph: dict[str, set[str]] = defaultdict(set)
        for entry in _records(left):
            graph[entry.name] |= set(entry.part_of)
        try:
            order = {name: at for at, name in enumerate(TopologicalSorter(graph).static_order())}
        except CycleError as error:
            circle = error.args[1]
            entry, place, found = [one for one in left if one[0].name in circle][-1]
            found.add(place, "part_of", f"parts and wholes in a circle: {', '.join(circle)}")
            refused.add(entry.name)
        else:
            return sorted(left, key=lambda one: order[one[0].name])


def _records(placed: Iterable[tuple[Any, Place, Found]]) -> list[Any]:
    return [record for record, _, _ in placed]


def _warn_of_measures(placed: Iterable[Placed], vocabulary: Vocabulary) -> None:
    seen: set[str] = set()
    for record, place, found in placed:
        if not isinstance(record, Claim) or record.measure is None or record.measure in seen:
            continue
        seen |= {record.measure, name_key(record.measure)}
        measure = vocabulary.resolve(record.measure)
        if not measure.is_known:
            hint = f"; did you mean {measure.nearest!r}?" if measure.nearest else ""
            message = f"unknown measure {record.measure!r} stands by itself{hint}"
            found.add(place, "measure", message, severity="warning", code="unknown-measure")


def _without_circles(placed: list[Placed]) -> Ledger:
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
