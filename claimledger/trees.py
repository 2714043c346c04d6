"""Trees of names: what lies within what, and what surely shares nothing.

A node may lie within several others. Where a question is asked of two nodes, as where two
claims meet, the tree says how one lies to the other.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import combinations
from types import MappingProxyType

import attrs

from claimledger.errors import InvalidRecordError, nearest, quoted


class Place(enum.Enum):
    """How one node of a tree lies to another."""

    EQUAL = "equal"
    WITHIN = "within"
    CONTAINS = "contains"
    OVERLAPS = "overlaps"
    DISJOINT = "disjoint"


def _parents(value: Mapping[str, Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({node: tuple(parents) for node, parents in value.items()})


@attrs.frozen(eq=False)
class Tree:
    """Nodes, each within its parents; a node may have several.

    >>> tree = Tree({"arms": (), "tanks": ("arms",), "ships": ("arms",)})
    >>> tree.place("tanks", "arms"), tree.is_disjoint("tanks", "ships")
    (<Place.WITHIN: 'within'>, True)

    Attributes:
        parents: The parents of every node; a root has none.
        crossing: Nodes that cut across their siblings.
        siblings_disjoint: False where siblings may overlap.

    Raises:
        InvalidRecordError: for an unknown parent, or nodes within each other in a circle.
    """

    parents: Mapping[str, tuple[str, ...]] = attrs.field(converter=_parents)
    crossing: frozenset[str] = frozenset()
    siblings_disjoint: bool = True
    _above: dict[str, frozenset[str]] = attrs.field(factory=dict, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        for node, parents in self.parents.items():
            for parent in parents:
                if parent not in self.parents:
                    near = nearest(parent, self.parents.keys() - {node})
                    hint = f"; did you mean {near!r}?" if near else ""
                    raise InvalidRecordError(
                        f"{quoted(node)} is part of {quoted(parent)}, which is unknown{hint}"
                    )
        try:
            TopologicalSorter(self.parents).prepare()
        except CycleError as error:
            circle = " in ".join(repr(node) for node in _turned(error.args[1]))
            raise InvalidRecordError(f"part of itself in a circle: {circle}") from error

    def above(self, node: str) -> frozenset[str]:
        """A node and everything that it lies within; an unknown node is a root of its own.

        Complexity: constant once asked, for a known node.
        """
        found = self._above.get(node)
        if found is None:
            if node not in self.parents:
                return frozenset((node,))
            found = self._above[node] = self._gathered(node)
        return found

    def _gathered(self, node: str) -> frozenset[str]:
        found = {node}
        waiting = list(self.parents[node])
        while waiting:
            here = waiting.pop()
            known = self._above.get(here)
            if known is not None:
                found |= known
            elif here not in found:
                found.add(here)
                waiting += self.parents[here]
        return frozenset(found)

    def place(self, a: str, b: str) -> Place:
        """How a lies to b; unknown nodes are roots of their own.

        Two nodes are disjoint when one lies within a node, and the other within a sibling of
        that node, of which neither cuts across its siblings and which have no node in common.
        """
        if a == b:
            return Place.EQUAL
        over_a, over_b = self.above(a), self.above(b)
        if b in over_a:
            return Place.WITHIN
        if a in over_b:
            return Place.CONTAINS
        if self.siblings_disjoint and self._are_parted(over_a - over_b, over_b - over_a):
            return Place.DISJOINT
        return Place.OVERLAPS

    def is_disjoint(self, a: str, b: str) -> bool:
        """Whether surely nothing is in both: what is said of the two may be added up.

        Symmetric; it holds of all that lies within a and within b too, and never of a node
        and what contains it.
        """
        return self.place(a, b) is Place.DISJOINT

    def _are_parted(self, only_a: frozenset[str], only_b: frozenset[str]) -> bool:
        return any(
            self._are_siblings(one, other) and frozenset((one, other)) not in self._joined
            for one in only_a - self.crossing
            for other in only_b - self.crossing
        )

    def _are_siblings(self, one: str, other: str) -> bool:
        over, others = self.parents.get(one, ()), self.parents.get(other, ())
        if not over or not others:
            return not over and not others
        return not set(over).isdisjoint(others)

    @cached_property
    def _joined(self) -> frozenset[frozenset[str]]:
        """Pairs of nodes that hold a third in common, which has several parents."""
        return frozenset(
            frozenset(pair)
            for node, parents in self.parents.items()
            if len(parents) > 1
            for pair in combinations(self.above(node), 2)
        )


def _turned(circle: list[str]) -> list[str]:
    """A circle from parent to child, told from child to parent, the least node first."""
    nodes = circle[:0:-1]
    start = nodes.index(min(nodes))
    return [*nodes[start:], *nodes[:start], nodes[start]]
