"""Why regions bear on each other, in words that can be read aloud."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import attrs

from claimledger.cuts import MeasureNode
from claimledger.grouping import Scene
from claimledger.network import Network, Node
from claimledger.regions import Cell, above
from claimledger.sources import ALL, ANY

DECLARED = " (declared)"

MOST_NAMES = 6
"""So many things are listed by name; the others are counted."""


@attrs.frozen
class Fact:
    """Something said of one thing, that may be said of several at once.

    Attributes:
        name: The thing.
        one: What is said of it alone.
        many: What is said of several.
    """

    name: str
    one: str
    many: str


def listed(names: Sequence[str]) -> str:
    """Names as a reader says them; of very many the first.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    kept = list(names)
    if len(kept) > MOST_NAMES:
        kept = [*kept[: MOST_NAMES - 1], f"{len(kept) - MOST_NAMES + 1:,} more"]
    return " and ".join(part for part in (", ".join(kept[:-1]), *kept[-1:]) if part)


def sentences(facts: Iterable[Fact]) -> Iterator[str]:
    """Each thing said once, of all that it is said of."""
    names: dict[tuple[str, str], dict[str, None]] = {}
    for fact in facts:
        names.setdefault((fact.one, fact.many), {})[fact.name] = None
    for (one, many), found in names.items():
        yield f"{listed(list(found))} {one if len(found) == 1 else many}"


def steps(scene: Scene, network: Network, part: int, whole: int) -> Iterator[Fact]:
    """Why one node lies within another, for each dimension in which they differ."""
    one, other = network.nodes[part], network.nodes[whole]
    yield from cell_steps(scene, one.cell, other.cell)
    if (one.start, one.end[0]) == (other.start, other.end[0]):
        return
    if one.start == other.start and one.start != one.end[0]:
        says = f"of that up to {_day(other.end[0])}"
        yield Fact(f"the count up to {_day(one.end[0])}", f"is part {says}", f"are parts {says}")
    else:
        span = _days(other)
        yield Fact(_days(one), f"lies within {span}", f"lie within {span}")


def cell_steps(scene: Scene, part: Cell, whole: Cell) -> Iterator[Fact]:
    """Why one cell lies within another."""
    if part.measure != whole.measure:
        yield from _measure_steps(scene, part.measure, whole.measure)
    for dimension, one, many in (
        ("subject", "is part of", "are parts of"),
        ("place", "lies in", "lie in"),
        ("event", "is part of", "are parts of"),
    ):
        key, over = (getattr(cell, dimension) for cell in (part, whole))
        if key == over:
            continue
        name = name_of(scene, dimension, key)
        if over == ANY and dimension in ALL:
            all_of_them = f"all {ALL[dimension]}"
            yield Fact(name, f"is one of {all_of_them}", f"are among {all_of_them}")
            continue
        says = name_of(scene, dimension, over)
        says += "" if over in above(scene, dimension, key) else DECLARED
        yield Fact(name, f"{one} {says}", f"{many} {says}")


def _measure_steps(scene: Scene, part: MeasureNode, whole: MeasureNode) -> Iterator[Fact]:
    if whole not in above(scene, "measure", part):
        says = f"are part of {measure_text(scene, whole)}{DECLARED}"
        yield Fact(measure_text(scene, part), says, says)
        return
    (what, outcome), (larger, result) = part, whole
    if what != larger:
        yield Fact(what, f"are {larger}", f"are {larger}")
    if outcome != result:
        says = f"count as {_bare(result)}"
        yield Fact(f"the {_bare(outcome)}", says, says)


def apart(scene: Scene, network: Network, nodes: Sequence[int]) -> Iterator[str]:
    """Why nodes that share nothing add up: one sentence where one dimension tells all apart.

    Nothing is told of neighbours that may overlap.
    """
    cells = [network.nodes[index] for index in nodes]
    pairs = list(pairwise(cells))
    names: list[str] = []
    if all(one.end[0] < other.start or other.end[0] < one.start for one, other in pairs):
        names = [_days(node) for node in cells]
    for dimension in ("subject", "place", "measure"):
        keys = [getattr(node.cell, dimension) for node in cells]
        if not names and all(network.lattice.is_apart(dimension, *pair) for pair in pairwise(keys)):
            names = [name_of(scene, dimension, key) for key in keys]
    if names:
        yield f"{listed(list(dict.fromkeys(names)))} do not overlap, so their counts add up"
    elif len(nodes) > 2:
        for pair in pairwise(nodes):
            yield from apart(scene, network, pair)
    else:
        declared = network.declared_apart(*nodes)
        if declared is not None:
            yield declared.edge


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
