"""The sources of a frame: for which side each speaks, and what it counts for."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from claimledger.canonical import name_key
from claimledger.findings import NO_SIDE
from claimledger.grouping import Scene
from claimledger.origins import NAMELESS, controls
from claimledger.sources import UNATTRIBUTED, components


@attrs.frozen
class Speaker:
    """One source, as whole numbers.

    Attributes:
        source: Its number; that of the one nameless origin for all that nobody names.
        own: A number of its own, for nameless ones too.
        party: The number of the party that it speaks for; 0 where that cannot tell sides.
        side: What it counts as when sides are compared.
        component: The independent origin that it counts for.
        root: The place of its side among those shown.
        is_nameless: Whether it stands for claims that nobody is named for.
    """

    source: int
    own: int
    party: int
    side: int
    component: int
    root: int
    is_nameless: bool


@attrs.frozen
class Speakers:
    """The sources of a frame.

    Attributes:
        by_key: Each by its name key.
        roots: The names of the sides, in the order shown.
        opposed: Numbers of parties that are declared opponents and of two sides.
        tangled: Numbers of the components that sources of several sides share.
    """

    by_key: dict[str, Speaker]
    roots: tuple[str, ...]
    opposed: tuple[tuple[int, int], ...]
    tangled: frozenset[int]


def speakers_of(scene: Scene, sources: Iterable[str]) -> Speakers:
    """The speakers of sources, by name key; declarations give sides, and who controls whom."""
    keys = sorted(set(sources))
    names = {key: NAMELESS if key in UNATTRIBUTED else key for key in keys}
    parts = components(controls(scene.ledger, names.values()))
    component = {key: parts.get(name, name) for key, name in names.items()}
    parties: dict[str, str] = {}
    for key in keys:
        record = scene.ledger.sources.get(key)
        if record is not None and record.side is not None:
            parties[key] = name_key(record.side)
    path = {party: scene.path(party)[-1] for party in set(parties.values())}
    side = {key: path[parties[key]] if key in parties else f"no side: {key}" for key in keys}
    shown = {root: scene.party_name(root, _spelt(scene, root)) for root in path.values()}
    # Two roots may be shown alike only if nothing declares one of them.
    roots = (*sorted(set(shown.values())), NO_SIDE)
    place = {root: roots.index(name) for root, name in shown.items()}
    told = {key: n for n, key in enumerate(sorted(set(parties.values())), start=1)}
    sides, origins, comps = _numbers(side), _numbers(names), _numbers(component)
    owns = {key: n for n, key in enumerate(keys)}
    by_key = {
        key: Speaker(
            source=origins[names[key]],
            own=owns[key],
            party=0 if key in scene.on_disputed_sides else told.get(parties.get(key, ""), 0),
            side=sides[side[key]],
            component=comps[component[key]],
            root=place[path[parties[key]]] if key in parties else len(roots) - 1,
            is_nameless=key in UNATTRIBUTED,
        )
        for key in keys
    }
    across: dict[int, set[int]] = {}
    for one in by_key.values():
        across.setdefault(one.component, set()).add(one.side)
    return Speakers(
        by_key=by_key,
        roots=roots,
        opposed=tuple(
            (told[one], told[other])
            for one in told
            for other in told
            if one < other and path[one] != path[other] and scene.opposed(one, other)
        ),
        tangled=frozenset(number for number, found in across.items() if len(found) > 1),
    )


def _numbers(names: dict[str, str]) -> dict[str, int]:
    return {name: n for n, name in enumerate(sorted(set(names.values())))}


def _spelt(scene: Scene, root: str) -> str | None:
    spelt = [s.side for s in scene.ledger.sources.values() if s.side and name_key(s.side) == root]
    return min(spelt, default=None)
