"""Why regions bear on each other, in words that can be read aloud."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from claimledger.cuts import MeasureNode
from claimledger.grouping import Scene
from claimledger.network import Network, Node
from claimledger.regions import Cell, above
from claimledger.sources import ALL, ANY

DECLARED = ", as the ledger declares"


def steps(scene: Scene, network: Network, part: int, whole: int) -> Iterator[str]:
    """Why one node lies within another, a sentence for each dimension in which they differ."""
    one, other = network.nodes[part], network.nodes[whole]
    yield from cell_steps(scene, one.cell, other.cell)
    if (one.start, one.end[0]) == (other.start, other.end[0]):
        return
    if one.start == other.start and one.start != one.end[0]:
        yield f"the count up to {_day(other.end[0])} includes that up to {_day(one.end[0])}"
    else:
        yield f"{_days(one)} lies within {_days(other)}"


def cell_steps(scene: Scene, part: Cell, whole: Cell) -> Iterator[str]:
    """Why one cell lies within another."""
    if part.measure != whole.measure:
        yield from _measure_steps(scene, part.measure, whole.measure)
    for dimension, words in (
        ("subject", "is part of"),
        ("place", "lies in"),
        ("event", "is part of"),
    ):
        one, other = (getattr(cell, dimension) for cell in (part, whole))
        if one == other:
            continue
        if other == ANY and dimension in ALL:
            yield f"{name_of(scene, dimension, one)} is one of all {ALL[dimension]}"
            continue
        why = "" if other in above(scene, dimension, one) else DECLARED
        names = (name_of(scene, dimension, key) for key in (one, other))
        yield f" {words} ".join(names) + why


def _measure_steps(scene: Scene, part: MeasureNode, whole: MeasureNode) -> Iterator[str]:
    if whole not in above(scene, "measure", part):
        names = (measure_text(scene, node) for node in (part, whole))
        yield " are part of ".join(names) + DECLARED
        return
    (what, outcome), (larger, result) = part, whole
    if what != larger:
        yield f"{what} are {larger}"
    if outcome != result:
        yield f"the {_bare(outcome)} count as {_bare(result)}"


def apart(scene: Scene, network: Network, a: int, b: int) -> str | None:
    """Why two nodes share nothing; None where they may share something."""
    one, other = network.nodes[a], network.nodes[b]
    names: tuple[str, str] | None = None
    if one.end[0] < other.start or other.end[0] < one.start:
        names = _days(one), _days(other)
    elif (dimension := network.lattice.apart_by(one.cell, other.cell)) is not None:
        keys = (getattr(cell, dimension) for cell in (one.cell, other.cell))
        first, second = (name_of(scene, dimension, key) for key in keys)
        names = first, second
    if names is not None:
        return f"{names[0]} and {names[1]} do not overlap, so their counts add up"
    declared = network.declared_apart(a, b)
    return None if declared is None else declared.edge


def name_of(scene: Scene, dimension: str, key: object) -> str:
    """The shown name of a value; of a measure that of what is counted."""
    if isinstance(key, tuple):
        return str(key[0])
    if dimension == "subject":
        return scene.party_name(str(key))
    if dimension == "place":
        return scene.place_name(str(key))
    record = scene.ledger.events.get(str(key))
    return str(key) if record is None else record.name


def measure_text(scene: Scene, measure: MeasureNode) -> str:
    """A measure in words."""
    what, outcome = measure
    return scene.vocabulary.measure(what, outcome).name if what else outcome


def _bare(outcome: str) -> str:
    return outcome.partition(" (")[0]


def _day(ordinal: int) -> str:
    return dt.date.fromordinal(ordinal).isoformat()


def _days(node: Node) -> str:
    last = _day(node.end[0])
    if node.start == dt.date.min.toordinal():
        return f"all the time up to {last}"
    first = _day(node.start)
    return first if first == last else f"{first} to {last}"
