"""Propagation: how far the counts of regions are bounded by those of other regions.

Every rule is sound, so a bound found is implied. On partition forests, where each region lies
in one other at most, what is found is complete.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations

import attrs

from claimledger.network import Literal, Network, Node
from claimledger.packing import Packing, heaviest, heavy

MAX_ROUNDS = 24
"""Sweeps before propagation stops; what has been found by then is sound."""

MAX_OVER = 8
"""Of a region within so many others at most, all pairs of these are looked at for overlap."""


Cause = tuple[str, int]
"""A bound that another one rests on: ``"low"`` or ``"high"``, and the node."""


@attrs.frozen
class Step:
    """How one bound was found.

    Attributes:
        node: The node that is bounded.
        literal: What is said of the node itself; or None.
        causes: The places of earlier steps.
        edge: The declaration used; or None.
        link: A node and one that holds it, where that is the reason; or None.
    """

    node: int
    literal: Literal | None = None
    causes: tuple[int, ...] = ()
    edge: str | None = None
    link: tuple[int, int] | None = None


@attrs.frozen
class Grounds:
    """What a bound rests on.

    Attributes:
        literals: What is said, with the nodes that it is said of.
        edges: The declarations used, in words.
        links: Nodes with those that hold them, where that is a reason.
        nodes: All nodes that were bounded on the way.
    """

    literals: tuple[tuple[int, Literal], ...] = ()
    edges: tuple[str, ...] = ()
    links: tuple[tuple[int, int], ...] = ()
    nodes: frozenset[int] = frozenset()


@attrs.define(eq=False)
class Bounds:
    """The least and the most that each node may count, as far as it is found.

    Attributes:
        nodes: The nodes.
        low: By node.
        high: By node; infinite where nothing bounds it.
        steps: How bounds were found, in order.
        last: Of a bound, the place of the step that set it. One without was set by what is said
            of the node itself, if anything is.
    """

    nodes: Sequence[Node]
    low: list[int]
    high: list[float]
    steps: list[Step] = attrs.field(factory=list)
    last: dict[Cause, int] = attrs.field(factory=dict)

    @property
    def is_consistent(self) -> bool:
        """False when some node can have no count at all."""
        return not self.impossible

    @property
    def impossible(self) -> list[int]:
        """The nodes that can have no count at all."""
        pairs = enumerate(zip(self.low, self.high, strict=True))
        return [index for index, (low, high) in pairs if low > high]

    def raise_low(
        self, index: int, value: float, causes: Iterable[Cause], edge: str | None = None
    ) -> bool:
        """Take over a higher lower bound; False when it is not higher."""
        if value <= self.low[index]:
            return False
        self._note(("low", index), Step(index, None, self._places(causes), edge))
        self.low[index] = int(value)
        return True

    def lower_high(
        self,
        index: int,
        value: float,
        causes: Iterable[Cause],
        edge: str | None = None,
        link: tuple[int, int] | None = None,
    ) -> bool:
        """Take over a lower upper bound; False when it is not lower."""
        if value >= self.high[index]:
            return False
        self._note(("high", index), Step(index, None, self._places(causes), edge, link))
        self.high[index] = value
        return True

    def _note(self, bound: Cause, step: Step) -> None:
        self.last[bound] = len(self.steps)
        self.steps.append(step)

    def _places(self, causes: Iterable[Cause]) -> tuple[int, ...]:
        found = []
        for cause in causes:
            if cause not in self.last:
                side, index = cause
                literals = self.nodes[index].lows if side == "low" else self.nodes[index].highs
                if not literals:
                    continue
                self._note(cause, Step(index, literals[0]))
            found.append(self.last[cause])
        return tuple(found)

    def grounds(self, bound: Cause) -> Grounds:
        """What a bound rests on."""
        literals: dict[tuple[int, str], tuple[int, Literal]] = {}
        edges: dict[str, None] = {}
        links: dict[tuple[int, int], None] = {}
        waiting = list(self._places([bound]))
        nodes: set[int] = set()
        seen: set[int] = set()
        while waiting:
            place = waiting.pop()
            if place in seen:
                continue
            seen.add(place)
            step = self.steps[place]
            waiting += step.causes
            if step.edge is not None:
                edges[step.edge] = None
            if step.link is not None:
                links[step.link] = None
            nodes.add(step.node)
            if step.literal is not None:
                literals[step.node, step.literal.voice.id] = (step.node, step.literal)
        said = tuple(literals[key] for key in sorted(literals))
        return Grounds(said, tuple(sorted(edges)), tuple(sorted(links)), frozenset(nodes))


def said(network: Network) -> Bounds:
    """What claims say of each node itself."""
    low = [node.lows[0].value if node.lows else 0 for node in network.nodes]
    high = [node.highs[0].value if node.highs else math.inf for node in network.nodes]
    return Bounds(network.nodes, low, high)


def packing(network: Network, index: int, low: list[int]) -> Packing:
    """Disjoint nodes within one that together count the most, as far as is found."""
    few = network.below(index)
    if few is not None:
        return heaviest(few, low.__getitem__, network.are_apart)
    items = [item for item in network.nodes[index].down if low[item]]
    return heavy(items, low.__getitem__, network.faces, network.days)


def floors(network: Network) -> Bounds:
    """The least that each node may count, by lower bounds alone (R1, R2)."""
    bounds = said(network)
    for index in range(len(network.nodes)):
        _gather(network, index, bounds)
    return bounds


def _gather(network: Network, index: int, bounds: Bounds) -> bool:
    """Raise a node to what is surely counted in its parts."""
    low = bounds.low
    changed = False
    # All that is directly inside counts no less than any disjoint set of it.
    if sum(low[part] for part in network.nodes[index].down) > low[index]:
        total, chosen = packing(network, index, low)
        changed = bounds.raise_low(index, total, [("low", part) for part in chosen])
    for one in network.sums_of.get(index, ()):
        total = sum(bounds.low[part] for part in one.parts)
        causes = [("low", part) for part in one.parts]
        changed |= bounds.raise_low(index, total, causes, one.edge)
    return changed


def ceilings(network: Network) -> Bounds:
    """The most that each node may count, by upper bounds alone (R1, R3, R5)."""
    bounds = said(network)
    changed = True
    while changed:
        changed = False
        for index in range(len(network.nodes) - 1, -1, -1):
            for over in network.nodes[index].up:
                high = bounds.high[over]
                causes = [("high", over)]
                changed |= bounds.lower_high(index, high, causes, link=(index, over))
        for one in network.sums:
            total = sum(bounds.high[part] for part in one.parts)
            causes = [("high", part) for part in one.parts]
            changed |= bounds.lower_high(one.whole, total, causes, one.edge)
    return bounds


def propagate(network: Network) -> Bounds:
    """All rules to a fixpoint, or until some node can have no count at all."""
    bounds = said(network)
    for _ in range(MAX_ROUNDS):
        changed = _rise(network, bounds)
        changed |= _fall(network, bounds)
        changed |= _overlap(network, bounds)
        if not (changed and bounds.is_consistent):
            break
    return bounds


def _rise(network: Network, bounds: Bounds) -> bool:
    """From parts to wholes."""
    changed = False
    for index in range(len(network.nodes)):
        changed |= _gather(network, index, bounds)
        for one in network.sums_of.get(index, ()):
            total = sum(bounds.high[part] for part in one.parts)
            causes = [("high", part) for part in one.parts]
            changed |= bounds.lower_high(index, total, causes, one.edge)
    return changed


def _fall(network: Network, bounds: Bounds) -> bool:
    """From wholes to parts."""
    changed = False
    low, high = bounds.low, bounds.high
    for index in range(len(network.nodes) - 1, -1, -1):
        if high[index] < math.inf:
            for part, beside, others in _beside(network, index, low):
                causes = [("high", index), *(("low", other) for other in others)]
                changed |= bounds.lower_high(part, high[index] - beside, causes)
        for one in network.sums_of.get(index, ()):
            for part in one.parts:
                others = [other for other in one.parts if other != part]
                beside = sum(low[other] for other in others)
                causes = [("high", index), *(("low", other) for other in others)]
                changed |= bounds.lower_high(part, high[index] - beside, causes, one.edge)
                rest = sum(high[other] for other in others)
                causes = [("low", index), *(("high", other) for other in others)]
                changed |= bounds.raise_low(part, low[index] - rest, causes, one.edge)
    return changed


def _beside(
    network: Network, index: int, low: list[int]
) -> Iterator[tuple[int, int, Iterable[int]]]:
    """Each node within one, with what is surely counted in the one beside it, and where."""
    few = network.below(index)
    if few is not None:
        for part in few:
            others = [other for other in few if network.are_apart(part, other)]
            yield part, *heaviest(others, low.__getitem__, network.are_apart)
        return
    _, chosen = packing(network, index, low)
    for part in network.nodes[index].down:
        others = [other for other in chosen if network.are_apart(part, other)]
        yield part, sum(low[other] for other in others), others


def _overlap(network: Network, bounds: Bounds) -> bool:
    """From two nodes and what holds both to what they share (R4)."""
    changed = False
    for shared, one, other, whole in crossings(network):
        excess = bounds.low[one] + bounds.low[other] - bounds.high[whole]
        causes = [("low", one), ("low", other), ("high", whole)]
        changed |= bounds.raise_low(shared, excess, causes)
    return changed


def crossings(network: Network) -> tuple[tuple[int, int, int, int], ...]:
    """Nodes that are all that two others share, with these and with what holds both."""
    if network.crossings is None:
        network.crossings = tuple(_crossings(network))
    return network.crossings


def _crossings(network: Network) -> Iterator[tuple[int, int, int, int]]:
    @cache
    def over(index: int) -> frozenset[int]:
        up = network.nodes[index].up
        return frozenset(up).union(*(over(node) for node in up))

    for index, node in enumerate(network.nodes):
        if len(node.up) < 2:
            continue
        pairs = over(index) if len(over(index)) <= MAX_OVER else node.up
        for one, other in combinations(sorted(pairs), 2):
            if network.is_meet(index, one, other):
                for whole in sorted(over(one) & over(other)):
                    yield index, one, other, whole


def is_consistent(network: Network) -> bool:
    """False when propagation finds that the claims of a network cannot all be right."""
    return propagate(network).is_consistent
