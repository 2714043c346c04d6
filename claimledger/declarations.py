"""Declarations of parties, sources, events, places and documents, and how they are joined.

What is declared twice is shown as one, chosen field by field: the least value, and a
conflict noted where there are several. Nothing declared is overwritten or lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

import attrs

from claimledger.canonical import name_key
from claimledger.claims import Event
from claimledger.sources import Document, Party, Place, Source, joined_names

Named = Party | Source | Event | Place | Document
Shown = Mapping[type, Mapping[str, Named]]
"""Per type, what is shown of each name key."""


def kind_of(record: Named) -> str:
    """The kind of a declaration: "party", "source", "event", "place" or "document"."""
    return type(record).__name__.lower()


@attrs.frozen(kw_only=True)
class MetadataConflict:
    """Declarations that give one field of one name several values, or parts in a circle.

    Attributes:
        kind: ``"party"``, ``"source"``, ``"event"``, ``"place"`` or ``"document"``.
        name: The shown name.
        field: The field.
        values: All values as text, sorted. The first is the one that is shown; but of
            ``part_of`` none, where it leads in a circle.
    """

    kind: str
    name: str
    field: str
    values: tuple[str, ...]

    def sort_key(self) -> tuple[str, str, str]:
        """A total order for listings."""
        return (self.kind, self.name, self.field)


def shown(records: Iterable[Named]) -> tuple[Shown, tuple[MetadataConflict, ...]]:
    """What is shown of each name, and where its declarations disagree.

    Two ledgers without a fault can make a circle when they are merged: the one has x within
    y, the other y within x. All that lies on it is then shown as a part of nothing, so that
    the rest can still be judged.

    Complexity: linear in the number of declarations.
    """
    grouped: dict[type, dict[str, list[Named]]] = defaultdict(lambda: defaultdict(list))
    for record in records:
        grouped[type(record)][record.key].append(record)
    result: dict[type, dict[str, Named]] = {}
    conflicts: dict[tuple[str, str, str], MetadataConflict] = {}
    for kind, by_key in grouped.items():
        result[kind] = {key: _joined(kind, several) for key, several in by_key.items()}
        in_circles = _in_circles(result[kind])
        for key, several in by_key.items():
            one = result[kind][key]
            for field in _disputed(kind, several) | (in_circles.get(key, set())):
                values = {str(v) for r in several if (v := getattr(r, field)) is not None}
                conflict = MetadataConflict(
                    kind=kind_of(one), name=one.name, field=field, values=tuple(sorted(values))
                )
                conflicts[conflict.sort_key()] = conflict
        for key in in_circles:
            result[kind][key] = attrs.evolve(cast("Any", result[kind][key]), part_of=None)
    return result, tuple(conflict for _, conflict in sorted(conflicts.items()))


_SETS = frozenset({"opposed", "allied"})
_NO_DETAIL = frozenset({"name", "handle", *_SETS})
"""Fields that may differ without a conflict."""


def _joined(kind: type, records: Sequence[Named]) -> Named:
    """One record out of several declarations of a name."""
    if len(records) == 1:
        return records[0]
    chosen: dict[str, Any] = {}
    for field in attrs.fields(kind):
        values = [getattr(record, field.name) for record in records]
        if field.name in _SETS:
            chosen[field.name] = joined_names(name for several in values for name in several)
        else:
            stated = (value for value in values if value is not None)
            chosen[field.name] = min(stated, key=str, default=None)
    joined: Named = kind(**chosen)
    return joined


def _disputed(kind: type, records: Sequence[Named]) -> set[str]:
    """The fields to which several declarations give several values."""
    if len(records) == 1:
        return set()
    fields = (field.name for field in attrs.fields(kind) if field.name not in _NO_DETAIL)
    values = {name: {getattr(record, name) for record in records} - {None} for name in fields}
    return {name for name, found in values.items() if len({name_key(str(v)) for v in found}) > 1}


def _in_circles(records: Mapping[str, Named]) -> dict[str, set[str]]:
    """The keys of all that are part of themselves, each with the field that says so."""
    parents = {
        key: name_key(record.part_of)
        for key, record in records.items()
        if isinstance(record, (Party, Place, Event)) and record.part_of is not None
    }
    return {key: {"part_of"} for circle in _circles(parents) for key in circle}


def _circles(parents: Mapping[str, str]) -> Iterator[list[str]]:
    """The circles in which parents lead back to a node, each once."""
    done: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        node = start
        while node in parents and node not in done and node not in path:
            path[node] = None
            node = parents[node]
        if node in path:
            steps = list(path)
            yield steps[steps.index(node) :]
        done.update(path)
