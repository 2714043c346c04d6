"""The regions that a ledger's counts speak of, and the bounds that they lay on each other.

A node is a region with what claims say of it: at least so many, at most so many. Nodes lie
within each other, and declared partitions say of some that their parts make up the whole:

- a part bounds what holds it from below, and is bounded by it from above (R1, R5);
- parts that are surely disjoint add up (R2);
- parts that make up a whole bound it and each other from both sides (R3);
- two parts that together exceed what holds them share the excess (R4).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial

import attrs

from claimledger.packing import Face
from claimledger.regions import Cell, Lattice
from claimledger.relations import Voice
from claimledger.taxonomy import Vocabulary

FEW = 12
"""Up to so many nodes below one, all sets of disjoint ones are weighed."""


@attrs.frozen(eq=False)
class Literal:
    """One end of what a claim says of a region: at least, or at most, so many.

    Attributes:
        value: The number.
        voice: The claim.
        question: The place of its question among the findings.
    """

    value: int
    voice: Voice
    question: int


@attrs.define(eq=False)
class Node:
    """A region and what is said of it.

    Attributes:
        cell: All its dimensions but time.
        start: The first day, as an ordinal.
        end: What orders its end.
        lows: Lower bounds, the highest first.
        highs: Upper bounds, the lowest first.
        up: The least nodes that hold it.
        down: The greatest nodes that it holds.
    """

    cell: Cell
    start: int
    end: tuple[int, int, str]
    lows: list[Literal] = attrs.field(factory=list)
    highs: list[Literal] = attrs.field(factory=list)
    up: list[int] = attrs.field(factory=list)
    down: list[int] = attrs.field(factory=list)


@attrs.frozen
class Sum:
    """A node that is made up of others, which share nothing.

    Attributes:
        whole: The node.
        parts: The others.
        edge: The declaration, in words.
    """

    whole: int
    parts: tuple[int, ...]
    edge: str


@attrs.define(eq=False)
class Column:
    """The nodes of one cell that start on one day, by their ends."""

    ends: list[tuple[int, int, str]]
    nodes: list[int]


class Network:
    """Nodes in an order in which each stands before those that hold it.

    Args:
        lattice: How cells lie to each other.
        nodes: The nodes, in any order.
        sums: Pairs of a whole and its parts, as (cell, start, end) keys, with their edge.
    """

    def __init__(
        self,
        lattice: Lattice,
        nodes: Iterable[Node],
        sums: Iterable[tuple[Node, tuple[Node, ...], str]] = (),
    ) -> None:
        self.lattice = lattice
        self.nodes = sorted(nodes, key=self._order)
        for node in self.nodes:
            node.lows.sort(key=lambda one: (-one.value, one.voice.id))
            node.highs.sort(key=lambda one: (one.value, one.voice.id))
            node.up, node.down = [], []
        place = {id(node): index for index, node in enumerate(self.nodes)}
        self.sums = sorted(
            (
                Sum(place[id(whole)], tuple(sorted(place[id(part)] for part in parts)), edge)
                for whole, parts, edge in sums
            ),
            key=lambda one: (one.whole, one.parts, one.edge),
        )
        self.sums_of: dict[int, list[Sum]] = defaultdict(list)
        for one in self.sums:
            self.sums_of[one.whole].append(one)
        self.columns = self._columns()
        for index, node in enumerate(self.nodes):
            node.up = self._least(index)
            for container in node.up:
                self.nodes[container].down.append(index)
        self._below: dict[int, tuple[int, ...] | None] = {}
        self._part_of: dict[int, frozenset[tuple[int, int]]] = self._parts_over()
        self.crossings: tuple[tuple[int, int, int, int], ...] | None = None
        self.faces = tuple(map(self._face, ("subject", "measure", "place")))

    def _parts_over(self) -> dict[int, frozenset[tuple[int, int]]]:
        """The sums, each with its part, within whose part a node lies."""
        found: dict[int, frozenset[tuple[int, int]]] = {}
        own: dict[int, set[tuple[int, int]]] = defaultdict(set)
        for number, one in enumerate(self.sums):
            for part in one.parts:
                own[part].add((number, part))
        if own:
            for index in range(len(self.nodes) - 1, -1, -1):
                over = (found.get(node, frozenset()) for node in self.nodes[index].up)
                found[index] = frozenset(own.get(index, ())).union(*over)
        return found

    def _face(self, dimension: str) -> Face:
        return Face(
            lambda index: getattr(self.nodes[index].cell, dimension),
            partial(self.lattice.is_apart, dimension),
        )

    def days(self, index: int) -> tuple[int, int]:
        """The first and the last day of a node."""
        node = self.nodes[index]
        return node.start, node.end[0]

    def _order(self, node: Node) -> tuple[object, ...]:
        cell = node.cell
        names = (cell.base, *(str(value) for value in (cell.event, cell.place, cell.subject)))
        depth = -len(self.lattice.containers(cell))
        return (depth, *names, cell.measure, node.end, -node.start)

    def _columns(self) -> Mapping[Cell, Mapping[int, Column]]:
        found: dict[Cell, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for index, node in enumerate(self.nodes):
            found[node.cell][node.start].append(index)
        # Nodes of one cell and start stand by their ends already.
        return {
            cell: {
                start: Column([self.nodes[i].end for i in indices], indices)
                for start, indices in starts.items()
            }
            for cell, starts in found.items()
        }

    def _least(self, index: int) -> list[int]:
        """The least nodes that hold a node."""
        node = self.nodes[index]
        found: list[int] = []
        for cell in self.lattice.containers(node.cell):
            for start, column in self.columns[cell].items():
                if start <= node.start:
                    place = bisect_left(column.ends, node.end)
                    if place < len(column.nodes) and column.nodes[place] == index:
                        place += 1
                    if place < len(column.nodes):
                        found.append(column.nodes[place])
        kept: list[int] = []
        for candidate in sorted(found):
            if not any(self.holds(candidate, other) for other in kept):
                kept.append(candidate)
        return kept

    def holds(self, whole: int, part: int) -> bool:
        """True when a node holds another, or is it."""
        one, other = self.nodes[whole], self.nodes[part]
        if one.start > other.start or one.end < other.end:
            return False
        return one.cell in self.lattice.containers(other.cell)

    def are_apart(self, a: int, b: int) -> bool:
        """True when two nodes that lie within one and the same surely share nothing."""
        one, other = self.nodes[a], self.nodes[b]
        if one.end[0] < other.start or other.end[0] < one.start:
            return True
        if self.lattice.apart_by(one.cell, other.cell) is not None:
            return True
        return self.declared_apart(a, b) is not None

    def declared_apart(self, a: int, b: int) -> Sum | None:
        """A declared sum of which the two lie within different parts."""
        over_b = dict(self._part_of.get(b, ()))
        for number, part in sorted(self._part_of.get(a, ())):
            if over_b.get(number, part) != part:
                return self.sums[number]
        return None

    def is_apart_as_status(self, vocabulary: Vocabulary, a: int, b: int) -> bool:
        """True when two nodes are apart only as civilian and military."""
        one, other = self.nodes[a], self.nodes[b]
        if one.end[0] < other.start or other.end[0] < one.start:
            return False
        if self.lattice.apart_by(one.cell, other.cell) != "measure":
            return False
        return vocabulary.is_status(one.cell.measure[0], other.cell.measure[0])

    def is_meet(self, shared: int, one: int, other: int) -> bool:
        """True when a node is all that two nodes share, and neither of the two."""
        node, a, b = (self.nodes[index] for index in (shared, one, other))
        if (max(a.start, b.start), min(a.end, b.end)) != (node.start, node.end):
            return False
        return self.lattice.is_meet(node.cell, a.cell, b.cell)

    def below(self, index: int) -> tuple[int, ...] | None:
        """All nodes that a node holds, where they are few; else None."""
        if index not in self._below:
            found: set[int] = set()
            waiting = list(self.nodes[index].down)
            while waiting and len(found) <= FEW:
                here = waiting.pop()
                if here not in found:
                    found.add(here)
                    waiting += self.nodes[here].down
            self._below[index] = tuple(sorted(found)) if len(found) <= FEW else None
        return self._below[index]
