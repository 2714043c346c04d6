"""Propagation: how far the counts of regions are bounded by those of other regions.

Every rule is sound, so a bound found is implied. On partition forests, where each region lies
in one other at most, what is found is complete.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from itertools import combinations

import attrs

from claimledger.network import Network, Sum
from claimledger.packing import Packing, heaviest, heavy

MAX_ROUNDS = 24
"""Sweeps before propagation stops; what has been found by then is sound."""

MAX_OVER = 8
"""Of a region within so many others at most, all pairs of these are looked at for overlap."""


@attrs.define(eq=False)
class Bounds:
    """The least and the most that each node may count, as far as it is found.

    Attributes:
        low: By node.
        high: By node; infinite where nothing bounds it.
    """

    low: list[int]
    high: list[float]

    @property
    def is_consistent(self) -> bool:
        """False when some node can have no count at all."""
        return all(low <= high for low, high in zip(self.low, self.high, strict=True))


def said(network: Network) -> Bounds:
    """What claims say of each node itself."""
    return Bounds(
        [node.lows[0].value if node.lows else 0 for node in network.nodes],
        [node.highs[0].value if node.highs else math.inf for node in network.nodes],
    )


def packing(network: Network, index: int, low: list[int]) -> Packing:
    """Disjoint nodes within one that together count the most, as far as is found."""
    few = network.below(index)
    if few is not None:
        return heaviest(few, low.__getitem__, network.are_apart)
    items = [item for item in network.nodes[index].down if low[item] > 0]
    return heavy(items, low.__getitem__, network.faces, network.days)


def floors(network: Network) -> list[int]:
    """The least that each node may count, by lower bounds alone (R1, R2)."""
    low = said(network).low
    for index in range(len(network.nodes)):
        _raise_low(network, index, low)
    return low


def _raise_low(network: Network, index: int, low: list[int]) -> bool:
    summed = (sum(low[part] for part in one.parts) for one in network.sums_of.get(index, ()))
    found = max(low[index], packing(network, index, low)[0], *summed)
    if found == low[index]:
        return False
    low[index] = found
    return True


def ceilings(network: Network) -> tuple[list[float], list[int | Sum | None]]:
    """The most that each node may count, by upper bounds alone (R1, R3, R5).

    Returns:
        By node the most, and what sets it: the index of a node that holds it, a sum of which it
        is the whole, or None for what is said of the node itself.
    """
    high = said(network).high
    why: list[int | Sum | None] = [None] * len(high)
    changed = True
    while changed:
        changed = False
        for index in range(len(network.nodes) - 1, -1, -1):
            for over in network.nodes[index].up:
                if high[over] < high[index]:
                    high[index], why[index], changed = high[over], over, True
        for one in network.sums:
            total = sum(high[part] for part in one.parts)
            if total < high[one.whole]:
                high[one.whole], why[one.whole], changed = total, one, True
    return high, why


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
        changed |= _raise_low(network, index, bounds.low)
        for one in network.sums_of.get(index, ()):
            total = sum(bounds.high[part] for part in one.parts)
            changed |= _lower_high(bounds, index, total)
    return changed


def _lower_high(bounds: Bounds, index: int, value: float) -> bool:
    if value >= bounds.high[index]:
        return False
    bounds.high[index] = value
    return True


def _fall(network: Network, bounds: Bounds) -> bool:
    """From wholes to parts."""
    changed = False
    low, high = bounds.low, bounds.high
    for index in range(len(network.nodes) - 1, -1, -1):
        if high[index] < math.inf:
            for part, beside in _beside(network, index, low):
                changed |= _lower_high(bounds, part, high[index] - beside)
        for one in network.sums_of.get(index, ()):
            for part in one.parts:
                others = [other for other in one.parts if other != part]
                changed |= _lower_high(bounds, part, high[index] - sum(low[o] for o in others))
                rest = sum(high[other] for other in others)
                if low[index] - rest > low[part]:
                    low[part], changed = int(low[index] - rest), True
    return changed


def _beside(network: Network, index: int, low: list[int]) -> Iterator[tuple[int, int]]:
    """Each node right within one, with what is surely counted in the one beside it."""
    few = network.below(index)
    if few is not None:
        for part in few:
            others = [other for other in few if network.are_apart(part, other)]
            yield part, heaviest(others, low.__getitem__, network.are_apart)[0]
        return
    total, chosen = packing(network, index, low)
    kept = frozenset(chosen)
    for part in network.nodes[index].down:
        yield part, total - low[part] if part in kept else 0


def _overlap(network: Network, bounds: Bounds) -> bool:
    """From two nodes and what holds both to what they share (R4)."""
    changed = False
    for shared, one, other, whole in crossings(network):
        excess = bounds.low[one] + bounds.low[other] - bounds.high[whole]
        if excess > bounds.low[shared]:
            bounds.low[shared], changed = int(excess), True
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
