"""Minimal sets of claims of several questions that cannot all be right.

Of two claims, one says more of a part than the other allows for the whole. Of several, the parts
together exceed what is allowed for the whole, or for the parts that make it up. Every set found
is minimal: without any of its claims the rest can be right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

import attrs

from claimledger.bounds import ceilings, crossings, floors, is_consistent
from claimledger.clashes import Choice, Placed, are_rivals, clashes
from claimledger.grouping import Scene
from claimledger.network import Literal, Network, Sum
from claimledger.reasons import MOST_NAMES, Fact, apart, sentences, steps

MAX_ITEMS = 24
"""Within one whole, sets are sought among so many of the largest lower bounds."""

MAX_STEPS = 2000
"""Steps of the search for one set."""

MAX_VARIANTS = 16
"""Sets of one whole and one limit that differ in who gave a figure."""

Several = tuple[Placed, ...]


@attrs.frozen
class Conflict:
    """Claims that cannot all be right.

    Attributes:
        lows: What is said of parts, as at least so many, with the nodes it is said of.
        highs: What is said of wholes, as at most so many, with the nodes it is said of.
        edges: Why they bear on each other, in words.
        rule: By how much they exceed each other, in words.
    """

    lows: Several
    highs: Several
    edges: tuple[str, ...]
    rule: str

    @property
    def literals(self) -> tuple[Literal, ...]:
        """All of them, what is at least so many first."""
        return tuple(literal for _, literal in (*self.lows, *self.highs))

    @property
    def claims(self) -> frozenset[str]:
        """The ids of the claims."""
        return frozenset(literal.voice.id for literal in self.literals)


def mixes_status(scene: Scene, network: Network, lows: Iterable[Placed]) -> bool:
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


def conflicts(
    scene: Scene, network: Network, rebuild: Rebuild, choice: Choice = are_rivals
) -> list[Conflict]:
    """The minimal conflicts of a network that span several questions, in a fixed order.

    Args:
        scene: Gives the trees and the names.
        network: The claims.
        rebuild: Makes the network of some of them.
        choice: Which conflicts to list.
    """
    search = _Search(scene, network, rebuild, choice)
    found: dict[frozenset[str], Conflict] = {}
    for conflict in search.all():
        if not mixes_status(scene, network, conflict.lows):
            found.setdefault(conflict.claims, conflict)
    return [found[key] for key in sorted(found, key=sorted)]


class _Search:
    def __init__(self, scene: Scene, network: Network, rebuild: Rebuild, choice: Choice) -> None:
        self._scene, self._network = scene, network
        self._rebuild, self._choice = rebuild, choice
        self._proved: dict[frozenset[str], bool] = {}
        self._floors = floors(network)
        self._ceilings = ceilings(network)

    def all(self) -> Iterator[Conflict]:
        for (part, low), (whole, high) in clashes(self._network, self._choice):
            edges = tuple(sentences(self._steps(part, whole)))
            rule = f"the part is at least {low.value:,}, the whole at most {high.value:,}"
            yield Conflict(((part, low),), ((whole, high),), edges, rule)
        for index, node in enumerate(self._network.nodes):
            if node.highs and self._floors.low[index] > node.highs[0].value:
                yield from self._exceeding(index)
        for one in self._network.sums:
            limit = sum(self._ceilings.high[part] for part in one.parts)
            if self._floors.low[one.whole] > limit:
                yield from self._overfull(one, int(limit))
        yield from self._overlapping()

    # Several claims against one ------------------------------------------------------------------

    def _exceeding(self, whole: int) -> Iterator[Conflict]:
        """Parts of a node that together exceed what one claim allows for it."""
        for high in self._network.nodes[whole].highs[:MAX_VARIANTS]:
            if high.value >= self._floors.low[whole]:
                return
            items = self._items(whole, high.value)
            for chosen in _minimal_sets(items, self._network, high.value, least=2):
                for lows in self._variants(chosen, high.value):
                    if self._choice((high, *(low for _, low in lows))):
                        rule = (
                            f"the parts share nothing and are at least {_sum(lows)},"
                            f" the whole at most {high.value:,}"
                        )
                        yield Conflict(lows, ((whole, high),), self._edges(lows, whole), rule)

    def _items(self, whole: int, limit: int) -> dict[int, Literal]:
        """The largest lower bound within a limit of nodes inside one, the largest first.

        Of all nodes the largest, and those on which the least count of the whole rests.
        """
        seen: set[int] = set()
        waiting = list(self._network.nodes[whole].down)
        while waiting and len(seen) < 20 * MAX_ITEMS:
            here = waiting.pop()
            if here not in seen:
                seen.add(here)
                waiting += self._network.nodes[here].down
        found = self._within(seen, limit)
        rests_on = {index for index, _ in self._floors.grounds(("low", whole)).literals}
        largest = dict([*found.items()][:MAX_ITEMS])
        return self._within({*largest, *rests_on} - {whole}, limit)

    def _within(self, nodes: Iterable[int], limit: int) -> dict[int, Literal]:
        """Of each node the largest lower bound within a limit, the largest first."""
        found = [
            (index, low)
            for index in nodes
            for low in [one for one in self._network.nodes[index].lows if one.value <= limit][:1]
        ]
        return dict(sorted(found, key=lambda placed: (-placed[1].value, placed[0])))

    def _variants(self, chosen: Several, limit: int) -> Iterator[Several]:
        """A set, and those in which one figure is replaced by that of another source."""
        yield chosen
        made = 0
        for place, (index, literal) in enumerate(chosen):
            for other in self._network.nodes[index].lows:
                changed = (*chosen[:place], (index, other), *chosen[place + 1 :])
                values = [low.value for _, low in changed]
                if other is literal or other.value > limit or made >= MAX_VARIANTS:
                    continue
                if sum(values) > limit >= sum(values) - min(values):
                    made += 1
                    yield changed

    # Claims against the parts of a whole ---------------------------------------------------------

    def _overfull(self, one: Sum, limit: int) -> Iterator[Conflict]:
        """What is said of a whole, or of parts of it, against all that its parts allow."""
        node = self._network.nodes[one.whole]
        sets: list[Several] = [
            ((one.whole, low),) for low in node.lows[:MAX_VARIANTS] if low.value > limit
        ]
        items = self._items(one.whole, limit)
        for chosen in _minimal_sets(items, self._network, limit, least=1):
            sets += self._variants(chosen, limit)
        covers = [self._cover(part) for part in one.parts]
        why = (one.edge, *(step for _, cover in covers for step in cover))
        for lows in sets[:MAX_VARIANTS]:
            for highs in self._cover_variants(one, [cover for cover, _ in covers], lows, limit):
                edges = dict.fromkeys((*self._edges(lows, one.whole), *why))
                rule = f"the whole is at least {_sum(lows)}, its parts at most {_sum(highs)}"
                found = Conflict(lows, highs, tuple(edges), rule)
                if self._is_minimal(found):
                    yield found

    def _cover_variants(
        self, one: Sum, covers: Sequence[Several], lows: Several, limit: int
    ) -> Iterator[Several]:
        """What sets the ceilings of all parts, and sets with another limit of one part."""
        total = sum(low.value for _, low in lows)
        yield tuple(high for cover in covers for high in cover)
        for place, part in enumerate(one.parts):
            rest = limit - int(self._ceilings.high[part])
            others = [high for n, cover in enumerate(covers) if n != place for high in cover]
            for high in self._network.nodes[part].highs[:MAX_VARIANTS]:
                if rest + high.value < total:
                    yield (*others, (part, high))

    def _cover(self, index: int) -> tuple[Several, tuple[str, ...]]:
        """What sets the ceiling of a node, and by which steps."""
        grounds = self._ceilings.grounds(("high", index))
        links = (step for part, whole in grounds.links for step in self._steps(part, whole))
        return grounds.literals, (*grounds.edges, *sentences(links))

    # Overlapping parts ---------------------------------------------------------------------------

    def _overlapping(self) -> Iterator[Conflict]:
        """Two parts that exceed the whole by more than what they share may be."""
        for shared, one, other, whole in crossings(self._network):
            over = self._floors.low[one] + self._floors.low[other]
            if over > self._ceilings.high[shared] + self._ceilings.high[whole]:
                lows = tuple(
                    low
                    for part in (one, other)
                    for low in self._floors.grounds(("low", part)).literals
                )
                (first, why), (second, more) = self._cover(shared), self._cover(whole)
                pairs = ((one, whole), (other, whole), (shared, one), (shared, other))
                within = sentences(step for pair in pairs for step in self._steps(*pair))
                highs = (*first, *second)
                rule = (
                    f"two parts are at least {_sum(lows)},"
                    f" the whole and what the two share at most {_sum(highs)}"
                )
                found = Conflict(lows, highs, tuple(dict.fromkeys((*within, *why, *more))), rule)
                if self._is_minimal(found):
                    yield found

    # Words and proofs ----------------------------------------------------------------------------

    def _is_minimal(self, conflict: Conflict) -> bool:
        """True when the claims cannot all be right, and all but any one of them can."""
        key = conflict.claims
        if key not in self._proved:
            self._proved[key] = self._choice(conflict.literals) and self._prove(conflict)
        return self._proved[key]

    def _prove(self, conflict: Conflict) -> bool:
        by_id = {literal.voice.id: literal for literal in conflict.literals}
        if is_consistent(self._rebuild(by_id.values())):
            return False
        return all(
            is_consistent(self._rebuild(literal for key, literal in by_id.items() if key != left))
            for left in by_id
        )

    def _steps(self, part: int, whole: int) -> Iterator[Fact]:
        """Why one node lies within another."""
        return steps(self._scene, self._network, part, whole)

    def _edges(self, lows: Several, whole: int) -> tuple[str, ...]:
        """Why some parts lie within a node, and why they add up."""
        within = sentences(step for part, _ in lows for step in self._steps(part, whole))
        beside = apart(self._scene, self._network, [part for part, _ in lows])
        return tuple(dict.fromkeys([*within, *(beside if len(lows) > 1 else ())]))


def _sum(placed: Several) -> str:
    """Some figures and what they come to."""
    values = [literal.value for _, literal in placed]
    if len(values) == 1 or len(values) > MOST_NAMES:
        return f"{sum(values):,}"
    return f"{' + '.join(f'{value:,}' for value in values)} = {sum(values):,}"


def _minimal_sets(
    items: dict[int, Literal], network: Network, limit: int, *, least: int
) -> Iterator[Several]:
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
    """A minimal set with one item in it; of others the largest come first."""
    others = [index for index in items if index != first and network.are_apart(index, first)]
    rest = [0] * (len(others) + 1)
    for place in range(len(others) - 1, -1, -1):
        rest[place] = rest[place + 1] + items[others[place]].value
    left = MAX_STEPS

    def extend(place: int, chosen: tuple[int, ...], total: int) -> tuple[int, ...] | None:
        nonlocal left
        for here in range(place, len(others)):
            left -= 1
            if total + rest[here] <= limit or left < 0:
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
