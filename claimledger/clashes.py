"""Two claims of which one says more of a part than the other allows for the whole.

Each claim that is in any such pair is in one that is found: of a claim of a part, the strongest
of those against it of another origin and question is looked up in each region that holds it,
and of a claim of a whole the strongest in each region within.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from functools import cached_property

from claimledger.network import Column, Literal, Network, Node
from claimledger.regions import Cell
from claimledger.relations import Voice
from claimledger.shortlists import Mark, Shortlist, by_origin

Placed = tuple[int, Literal]
"""A node, and what is said of it."""

Choice = Callable[[Iterable[Literal]], bool]
"""Whether claims that cannot all be right are worth telling."""


def are_rivals(literals: Iterable[Literal]) -> bool:
    """True for claims of several questions that do not speak as one."""
    found = list(literals)
    if len({literal.question for literal in found}) < 2:
        return False
    return not speak_as_one([literal.voice for literal in found])


def speak_as_one(voices: Sequence[Voice]) -> bool:
    """True for claims that bind one speaker alone, and may differ for a reason.

    Renderings of one statement, and one origin told by several sources, are a matter of
    transmission; what one source said on different dates is a change of its mind. What it said
    at one time binds it.
    """
    if frozenset.intersection(*(voice.statements for voice in voices)):
        return True
    if len({voice.origin for voice in voices}) > 1:
        return False
    speakers, dates = {voice.speaker for voice in voices}, {voice.claim.date for voice in voices}
    return len(speakers) > 1 or len(dates) > 1


def clashes(network: Network, choice: Choice = are_rivals) -> Iterator[tuple[Placed, Placed]]:
    """Pairs of what is said of a part and of a whole that cannot both be right.

    Args:
        network: The claims.
        choice: Which pairs to tell.

    Yields:
        (part, whole), some of them twice.

    Complexity: linear in the pairs of a cell and one that holds it.
    """
    yield from _Clashes(network, choice).all()
    yield from _at_one_time(network, choice)


class _Clashes:
    def __init__(self, network: Network, choice: Choice) -> None:
        self._nodes, self._lattice, self._choice = network.nodes, network.lattice, choice
        questions = {
            literal.voice.id: literal.question
            for node in network.nodes
            for literal in (*node.lows, *node.highs)
        }
        marks = (by_origin, lambda voice: questions[voice.id], _statement)
        self._columns = {
            cell: {start: _Column(network, column, marks) for start, column in starts.items()}
            for cell, starts in network.columns.items()
        }

    def all(self) -> Iterator[tuple[Placed, Placed]]:
        inside: dict[Cell, list[Cell]] = defaultdict(list)
        for cell in self._columns:
            for container in self._lattice.containers(cell):
                inside[container].append(cell)
        for index, node in enumerate(self._nodes):
            for container in self._lattice.containers(node.cell) if node.lows else ():
                for start, column in self._columns[container].items():
                    if start <= node.start:
                        yield from self._against(index, column.limits, column.after(node.end))
            for cell in inside[node.cell] if node.highs else ():
                for start, column in self._columns[cell].items():
                    if start >= node.start:
                        yield from self._against(index, column.counts, column.before(node.end))

    def _against(
        self, index: int, others: _Strongest, among: int
    ) -> Iterator[tuple[Placed, Placed]]:
        """What is said of a node, each with the strongest of others against it that is told."""
        is_part = others.side == "highs"
        for literal in self._nodes[index].lows if is_part else self._nodes[index].highs:
            for find in (others.first, others.first_for):
                found = find(among, literal.voice)
                if found is None:
                    break
                low, high = ((index, literal), found) if is_part else (found, (index, literal))
                if low[1].value <= high[1].value:
                    break
                if self._choice((low[1], high[1])):
                    yield low, high
                    break


class _Column:
    """The limits and the counts in a column, strongest first."""

    def __init__(self, network: Network, column: Column, marks: Sequence[Mark]) -> None:
        self._ends = column.ends
        self.limits = _Strongest("highs", network.nodes, column.nodes[::-1], marks)
        self.counts = _Strongest("lows", network.nodes, column.nodes, marks)

    def after(self, end: tuple[int, int, str]) -> int:
        """How many nodes end then or later."""
        return len(self._ends) - bisect_left(self._ends, end)

    def before(self, end: tuple[int, int, str]) -> int:
        """How many nodes end then or earlier."""
        return bisect_right(self._ends, end)


class _Strongest:
    """The strongest of what is said of the first so many nodes in an order.

    Args:
        side: ``"highs"`` for the lowest limit, ``"lows"`` for the highest count.
        nodes: All nodes.
        order: The nodes asked for, by index.
        marks: What a claim must not share with the one that asks.
    """

    def __init__(
        self, side: str, nodes: Sequence[Node], order: Sequence[int], marks: Sequence[Mark]
    ) -> None:
        self.side = side
        self._said = [[(index, one) for one in getattr(nodes[index], side)] for index in order]
        self._marks = marks
        self._first: list[Placed | None] = [None]
        for said in self._said:
            best = self._first[-1]
            if said and (best is None or self._key(said[0]) < self._key(best)):
                best = said[0]
            self._first.append(best)

    def _key(self, placed: Placed) -> int:
        return placed[1].value if self.side == "highs" else -placed[1].value

    def first(self, among: int, _: Voice) -> Placed | None:
        """The strongest of all, whoever asks."""
        return self._first[among]

    def first_for(self, among: int, asker: Voice) -> Placed | None:
        """The strongest that shares no mark with a claim."""
        found = self._for_others[among].best(asker)
        return None if found is None else found[0][2]

    @cached_property
    def _for_others(self) -> list[Shortlist]:
        kept = Shortlist(self._marks)
        found = [copy(kept)]
        for said in self._said:
            for placed in said:
                # The id settles all ties, so that what is placed is never compared.
                kept.offer((self._key(placed), placed[1].voice.id, placed), placed[1].voice)
            found.append(copy(kept))
        return found


def _statement(voice: Voice) -> str:
    """What two renderings of one statement share, and other claims do not."""
    return min(voice.statements, default=voice.id)


def _at_one_time(network: Network, choice: Choice) -> Iterator[tuple[Placed, Placed]]:
    """Pairs that one source said on one date."""
    said: dict[tuple[str, Cell], list[Placed]] = defaultdict(list)
    for index, node in enumerate(network.nodes):
        for high in node.highs:
            said[high.voice.speaker, node.cell].append((index, high))
    for index, node in enumerate(network.nodes):
        for low in node.lows:
            for container in network.lattice.containers(node.cell):
                for whole, high in said.get((low.voice.speaker, container), ()):
                    if (
                        low.value > high.value
                        and low.voice.claim.date == high.voice.claim.date
                        and network.holds(whole, index)
                        and choice((low, high))
                    ):
                        yield (index, low), (whole, high)
