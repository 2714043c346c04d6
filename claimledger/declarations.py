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
    grouped = _grouped(records)
    result = {
        kind: {key: _joined(kind, several) for key, several in by_key.items()}
        for kind, by_key in grouped.items()
    }
    disputed = [
        (result[kind][key], field)
        for kind, by_key in grouped.items()
        for key, several in by_key.items()
        for field in _disputed(kind, several)
    ]
    for circle in _circles(result):
        disputed += [(one, "part_of") for one in circle]
        for one in circle:
            result[type(one)][one.key] = attrs.evolve(cast("Any", one), part_of=None)
    conflicts = {
        MetadataConflict(
            kind=kind_of(one),
            name=one.name,
            field=field,
            values=_values(grouped[type(one)][one.key], field),
        )
        for one, field in disputed
    }
    return result, tuple(sorted(conflicts, key=MetadataConflict.sort_key))


def circles(records: Iterable[Named]) -> list[list[Named]]:
    """Declarations, joined by name, that are part of each other in a circle.

    Returns:
        Each circle once; every member is part of the next, and the last of the first.
    """
    return list(
        _circles(
            {
                kind: {key: _joined(kind, several) for key, several in by_key.items()}
                for kind, by_key in _grouped(records).items()
            }
        )
    )


def _grouped(records: Iterable[Named]) -> dict[type, dict[str, list[Named]]]:
    grouped: dict[type, dict[str, list[Named]]] = defaultdict(lambda: defaultdict(list))
    for record in records:
        grouped[type(record)][record.key].append(record)
    return grouped


def _values(records: Iterable[Named], field: str) -> tuple[str, ...]:
    values = (getattr(record, field) for record in records)
    return tuple(sorted({str(value) for value in values if value is not None}))


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


def _circles(shown: Shown) -> Iterator[list[Named]]:
    """The circles in which parts lead to wholes, each once."""
    for records in shown.values():
        done: set[str] = set()
        for start in records:
            path: dict[str, Named] = {}
            node = start
            while node in records and node not in done and node not in path:
                path[node] = records[node]
                node = name_key(getattr(records[node], "part_of", None) or "")
            if node in path:
                yield list(path.values())[list(path).index(node) :]
            done.update(path)
