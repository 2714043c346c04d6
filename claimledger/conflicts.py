"""Minimal sets of claims of several questions that cannot all be right.

Of two claims, one says more of a part than the other allows for the whole. Of several, the parts
together exceed what is allowed for the whole, or for the parts that make it up. Every set found
is minimal: without any of its claims the rest can be right. What is found is complete for pairs
in this sense: each claim that is in any such pair is in one of those listed.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, pairwise

import attrs

from claimledger.bounds import ceilings, crossings, floors, is_consistent, packing
from claimledger.grouping import Scene
from claimledger.network import Column, Literal, Network, Node, Sum
from claimledger.regions import Cell

MAX_ITEMS = 24
"""Within one whole, sets are sought among so many of the largest lower bounds."""

MAX_STEPS = 2000
"""Steps of the search for one set."""

MAX_VARIANTS = 16
"""Sets of one whole and one limit that differ in who gave a figure."""


@attrs.frozen
class Conflict:
    """Claims that cannot all be right.

    Attributes:
        lows: What is said of parts, as at least so many, with the nodes it is said of.
        highs: What is said of wholes, as at most so many, with the nodes it is said of.
        edges: Why they bear on each other, in words.
    """

    lows: tuple[tuple[int, Literal], ...]
    highs: tuple[tuple[int, Literal], ...]
    edges: tuple[str, ...]

    @property
    def literals(self) -> tuple[Literal, ...]:
        """All of them, what is at least so many first."""
        return tuple(literal for _, literal in (*self.lows, *self.highs))

    @property
    def claims(self) -> frozenset[str]:
        """The ids of the claims."""
        return frozenset(literal.voice.id for literal in self.literals)


def are_rivals(literals: Iterable[Literal]) -> bool:
    """True for claims of several questions that bind different speakers, or one at one time.

    What one source said of two questions on different days is a change of its mind, and two
    renderings of one statement are a matter of transmission: neither is a contradiction.
    """
    found = list(literals)
    if len({literal.question for literal in found}) < 2:
        return False
    voices = [literal.voice for literal in found]
    if frozenset.intersection(*(voice.statements for voice in voices)):
        return False
    if len({voice.source for voice in voices}) > 1:
        return True
    dates = {voice.claim.date for voice in voices}
    return len(dates) == 1


def mixes_status(scene: Scene, network: Network, lows: Iterable[tuple[int, Literal]]) -> bool:
    """True where civilians and soldiers are added up on the word of several sides.

    Who was a civilian is itself in dispute then, and one person may be counted as both. Within
    one side, or where the ledger declares the partition, the two are apart.
    """
    return any(
        one.voice.side != other.voice.side
        and network.is_apart_as_status(scene.vocabulary, a, b)
        and network.declared_apart(a, b) is None
        for (a, one), (b, other) in combinations(lows, 2)
    )


Rebuild = Callable[[Iterable[Literal]], Network]
"""The network of the claims of some literals alone."""


Choice = Callable[[Iterable[Literal]], bool]
"""Whether claims that cannot all be right are worth telling."""


def conflicts(
    scene: Scene, network: Network, rebuild: Rebuild, choice: Choice = are_rivals
) -> list[Conflict]:
    """The minimal conflicts of a network that span several questions, in a fixed order.

    Args:
        scene: What the ledger declares.
        network: The claims.
        rebuild: The network of some of them.
        choice: Which conflicts to list.
    """
    search = _Search(network, rebuild, choice)
    found: dict[frozenset[str], Conflict] = {}
    for conflict in search.all():
        if not mixes_status(scene, network, conflict.lows):
            found.setdefault(conflict.claims, conflict)
    return [found[key] for key in sorted(found, key=sorted)]


class _Search:
    def __init__(self, network: Network, rebuild: Rebuild, choice: Choice) -> None:
        self._network = network
        self._rebuild = rebuild
        self._is_chosen = choice
        self._floors = floors(network)
        self._ceilings, self._set_by = ceilings(network)

    def all(self) -> Iterator[Conflict]:
        yield from self._pairs()
        for index, node in enumerate(self._network.nodes):
            if node.highs and self._floors[index] > node.highs[0].value:
                yield from self._exceeding(index)
        for one in self._network.sums:
            limit = sum(self._ceilings[part] for part in one.parts)
            if self._floors[one.whole] > limit:
                yield from self._overfull(one, int(limit))
        yield from self._overlapping()

    # Two claims --------------------------------------------------------------------------------

    def _pairs(self) -> Iterator[Conflict]:
        """For each claim of a part the lowest limit of each whole, and the reverse."""
        extremes = {
            (cell, start): _Extremes.of(self._network.nodes, column)
            for cell, starts in self._network.columns.items()
            for start, column in starts.items()
        }
        inside: dict[Cell, list[Cell]] = defaultdict(list)
        for cell in self._network.columns:
            for container in self._network.lattice.containers(cell):
                inside[container].append(cell)
        for index, node in enumerate(self._network.nodes):
            for container in self._network.lattice.containers(node.cell) if node.lows else ():
                for start, column in self._network.columns[container].items():
                    whole = extremes[container, start].lowest_from(column, node.end)
                    if start <= node.start and whole is not None:
                        yield from self._pairs_of(index, whole, node.lows)
            for cell in inside[node.cell] if node.highs else ():
                for start, column in self._network.columns[cell].items():
                    part = extremes[cell, start].highest_to(column, node.end)
                    if start >= node.start and part is not None:
                        yield from self._pairs_of(part, index, node.highs)

    def _pairs_of(self, part: int, whole: int, each: Sequence[Literal]) -> Iterator[Conflict]:
        """Each of some literals with the strongest one against it."""
        lows, highs = self._network.nodes[part].lows, self._network.nodes[whole].highs
        for literal in each:
            if each is lows:
                if literal.value <= highs[0].value:
                    return
                against = ((literal, high) for high in highs if high.value < literal.value)
            else:
                if literal.value >= lows[0].value:
                    return
                against = ((low, literal) for low in lows if low.value > literal.value)
            pair = next(filter(self._is_chosen, against), None)
            if pair is not None:
                low, high = pair
                yield Conflict(((part, low),), ((whole, high),), tuple(self._steps(part, whole)))

    # Several claims against one ------------------------------------------------------------------

    def _exceeding(self, whole: int) -> Iterator[Conflict]:
        """Parts of a node that together exceed what one claim allows for it."""
        for high in self._network.nodes[whole].highs[:MAX_VARIANTS]:
            if high.value >= self._floors[whole]:
                return
            items = self._items(whole, high.value)
            for chosen in _minimal_sets(items, self._network, high.value, least=2):
                for lows in self._variants(chosen, high.value):
                    if self._is_chosen([high, *(low for _, low in lows)]):
                        edges = self._edges(lows, whole)
                        yield Conflict(lows, ((whole, high),), edges)

    def _items(self, whole: int, limit: int) -> dict[int, Literal]:
        """The largest lower bound within a limit of each node inside one, the largest first."""
        found: dict[int, Literal] = {}
        seen: set[int] = set()
        waiting = list(self._network.nodes[whole].down)
        while waiting and len(seen) < 20 * MAX_ITEMS:
            here = waiting.pop()
            if here not in seen:
                seen.add(here)
                node = self._network.nodes[here]
                waiting += node.down
                low = next((one for one in node.lows if one.value <= limit), None)
                if low is not None:
                    found[here] = low
        largest = sorted(found, key=lambda index: (-found[index].value, index))[:MAX_ITEMS]
        return {index: found[index] for index in largest}

    def _variants(
        self, chosen: Sequence[tuple[int, Literal]], limit: int
    ) -> Iterator[tuple[tuple[int, Literal], ...]]:
        """A set, and those in which one figure is replaced by that of another source."""
        yield tuple(chosen)
        made = 0
        for place, (index, literal) in enumerate(chosen):
            for other in self._network.nodes[index].lows:
                changed = [*chosen[:place], (index, other), *chosen[place + 1 :]]
                values = [low.value for _, low in changed]
                if other is literal or other.value > limit or made >= MAX_VARIANTS:
                    continue
                if sum(values) > limit >= sum(values) - min(values):
                    made += 1
                    yield tuple(changed)

    # Claims against the parts of a whole ---------------------------------------------------------

    def _overfull(self, one: Sum, limit: int) -> Iterator[Conflict]:
        """What is said of a whole, or of parts of it, against all that its parts allow."""
        whole, parts, edge = one.whole, one.parts, one.edge
        covers = [self._limit(part) for part in parts]
        node = self._network.nodes[whole]
        sets: list[tuple[tuple[int, Literal], ...]] = [
            ((whole, low),) for low in node.lows[:MAX_VARIANTS] if low.value > limit
        ]
        items = self._items(whole, limit)
        for chosen in _minimal_sets(items, self._network, limit, least=1):
            sets += self._variants(chosen, limit)
        for lows in sets[:MAX_VARIANTS]:
            for highs in self._cover_variants(parts, covers, lows, limit):
                edges = (edge, *(step for highs_edge in covers for step in highs_edge[1]))
                found = Conflict(lows, highs, (*self._edges(lows, whole), *edges))
                if self._is_minimal(found):
                    yield found

    def _cover_variants(
        self,
        parts: Sequence[int],
        covers: Sequence[tuple[tuple[tuple[int, Literal], ...], tuple[str, ...]]],
        lows: Sequence[tuple[int, Literal]],
        limit: int,
    ) -> Iterator[tuple[tuple[int, Literal], ...]]:
        total = sum(low.value for _, low in lows)
        yield tuple(high for cover, _ in covers for high in cover)
        for place, part in enumerate(parts):
            rest = limit - int(self._ceilings[part])
            others = [high for n, (cover, _) in enumerate(covers) if n != place for high in cover]
            for high in self._network.nodes[part].highs[:MAX_VARIANTS]:
                if rest + high.value < total:
                    yield (*others, (part, high))

    def _limit(self, index: int) -> tuple[tuple[tuple[int, Literal], ...], tuple[str, ...]]:
        """Who sets the ceiling of a node, and by which steps."""
        match self._set_by[index]:
            case None:
                return ((index, self._network.nodes[index].highs[0]),), ()
            case Sum() as one:
                covers = [self._limit(part) for part in one.parts]
                highs = tuple(high for cover, _ in covers for high in cover)
                return highs, (one.edge, *(step for _, steps in covers for step in steps))
            case over:
                highs, steps = self._limit(over)
                return highs, (*self._steps(index, over), *steps)

    def _floor(self, index: int) -> tuple[tuple[int, Literal], ...]:
        """Who sets the floor of a node."""
        node, floor = self._network.nodes[index], self._floors[index]
        if floor == 0:
            return ()
        if node.lows and node.lows[0].value == floor:
            return ((index, node.lows[0]),)
        total, chosen = packing(self._network, index, self._floors)
        if total < floor:
            one = next(
                one
                for one in self._network.sums_of[index]
                if sum(self._floors[part] for part in one.parts) == floor
            )
            chosen = one.parts
        return tuple(low for part in chosen for low in self._floor(part))

    # Overlapping parts ---------------------------------------------------------------------------

    def _overlapping(self) -> Iterator[Conflict]:
        """Two parts that exceed the whole by more than what they share may be."""
        for shared, one, other, whole in crossings(self._network):
            over = self._floors[one] + self._floors[other]
            if over > self._ceilings[shared] + self._ceilings[whole]:
                lows = (*self._floor(one), *self._floor(other))
                (first, steps), (second, more) = self._limit(shared), self._limit(whole)
                edges = (
                    *self._steps(one, whole),
                    *self._steps(other, whole),
                    *self._steps(shared, one),
                    *self._steps(shared, other),
                    *steps,
                    *more,
                )
                found = Conflict(lows, (*first, *second), tuple(dict.fromkeys(edges)))
                if self._is_minimal(found):
                    yield found

    # Words and proofs ----------------------------------------------------------------------------

    def _is_minimal(self, conflict: Conflict) -> bool:
        """True when the claims cannot all be right, and all but any one of them can."""
        if not self._is_chosen(conflict.literals):
            return False
        by_id = {literal.voice.id: literal for literal in conflict.literals}
        if is_consistent(self._rebuild(by_id.values())):
            return False
        return all(
            is_consistent(self._rebuild(literal for key, literal in by_id.items() if key != left))
            for left in by_id
        )

    def _steps(self, part: int, whole: int) -> Iterator[str]:
        """Why one node lies within another."""
        one, other = self._network.nodes[part], self._network.nodes[whole]
        yield from self._network.lattice.steps(one.cell, other.cell)
        if (one.start, one.end[0]) == (other.start, other.end[0]) or not one.end[0]:
            return
        if one.start == other.start:
            yield f"what is counted up to {_day(one.end[0])} counts up to {_day(other.end[0])} too"
        else:
            yield f"{_days(one)} lies within {_days(other)}"

    def _edges(self, lows: Sequence[tuple[int, Literal]], whole: int) -> tuple[str, ...]:
        """Why some parts lie within a node, and why they add up."""
        steps = [step for part, _ in lows for step in self._steps(part, whole)]
        apart = [self._apart(a, b) for (a, _), (b, _) in pairwise(lows)]
        return tuple(dict.fromkeys([*steps, *apart]))

    def _apart(self, a: int, b: int) -> str:
        """Why two nodes share nothing."""
        network = self._network
        one, other = network.nodes[a], network.nodes[b]
        if one.end[0] < other.start or other.end[0] < one.start:
            return f"{_days(one)} and {_days(other)} do not overlap, so their counts add up"
        names = network.lattice.names_apart(one.cell, other.cell)
        if names is not None:
            return f"{names[0]} and {names[1]} do not overlap, so their counts add up"
        declared = network.declared_apart(a, b)
        return "" if declared is None else declared.edge


@attrs.frozen(eq=False)
class _Extremes:
    """Of each end in a column, the node with the lowest limit from there on, and the like."""

    lowest: list[int | None]
    highest: list[int | None]

    @classmethod
    def of(cls, nodes: Sequence[Node], column: Column) -> _Extremes:
        lowest: list[int | None] = []
        best: int | None = None
        for index in reversed(column.nodes):
            highs = nodes[index].highs
            if highs and (best is None or highs[0].value < nodes[best].highs[0].value):
                best = index
            lowest.append(best)
        highest: list[int | None] = []
        best = None
        for index in column.nodes:
            lows = nodes[index].lows
            if lows and (best is None or lows[0].value > nodes[best].lows[0].value):
                best = index
            highest.append(best)
        return cls(lowest[::-1], highest)

    def lowest_from(self, column: Column, end: tuple[int, int, str]) -> int | None:
        place = bisect_left(column.ends, end)
        return self.lowest[place] if place < len(self.lowest) else None

    def highest_to(self, column: Column, end: tuple[int, int, str]) -> int | None:
        place = bisect_right(column.ends, end)
        return self.highest[place - 1] if place else None


def _minimal_sets(
    items: dict[int, Literal], network: Network, limit: int, *, least: int
) -> Iterator[tuple[tuple[int, Literal], ...]]:
    """For each item that is in one, a minimal set of disjoint items that exceeds a limit."""
    covered: set[int] = set()
    for first in items:
        if first not in covered:
            chosen = _minimal_with(first, items, network, limit)
            if chosen is not None and len(chosen) >= least:
                covered.update(chosen)
                yield tuple((index, items[index]) for index in sorted(chosen))


def _minimal_with(
    first: int, items: dict[int, Literal], network: Network, limit: int
) -> tuple[int, ...] | None:
    others = [index for index in items if index != first and network.are_apart(index, first)]
    rest = [0] * (len(others) + 1)
    for place in range(len(others) - 1, -1, -1):
        rest[place] = rest[place + 1] + items[others[place]].value
    steps = MAX_STEPS

    def extend(place: int, chosen: tuple[int, ...], total: int) -> tuple[int, ...] | None:
        nonlocal steps
        for here in range(place, len(others)):
            steps -= 1
            if total + rest[here] <= limit or steps < 0:
                return None
            item = others[here]
            if not all(network.are_apart(item, other) for other in chosen[1:]):
                continue
            grown = (*chosen, item)
            now = total + items[item].value
            if now <= limit:
                found = extend(here + 1, grown, now)
                if found is not None:
                    return found
            elif now - min(items[index].value for index in grown) <= limit:
                return grown
        return None

    return extend(0, (first,), items[first].value)


def _day(ordinal: int) -> str:
    return dt.date.fromordinal(ordinal).isoformat()


def _days(node: Node) -> str:
    first, last = _day(node.start), _day(node.end[0])
    return first if first == last else f"{first} to {last}"
