"""Declared partitions, and the network of the counts of a ledger.

A partition says of a whole that its parts are disjoint and that nothing of it is left over. It
then holds for whatever lies within the whole: where the casualties of people are the killed and
the wounded, so are those of soldiers.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

import attrs

from claimledger.canonical import name_key
from claimledger.claims import Claim
from claimledger.cuts import Cut
from claimledger.findings import Finding
from claimledger.grouping import Scene
from claimledger.network import Literal, Network, Node
from claimledger.regions import Cell, Lattice, Span, above, finite, measure_node, spans
from claimledger.relations import Voice
from claimledger.sources import ANY

Entry = tuple[Voice, int]
"""A claim and the place of its question among the findings."""

Key = tuple[Cell, int, tuple[int, int, str]]


def counts(
    scene: Scene, findings: Sequence[Finding], among: Container[int] | None = None
) -> list[Entry]:
    """The claims that take part: asserted, standing counts whose measure lies in the trees.

    Args:
        scene: Gives the trees and the partitions.
        findings: The findings of all questions of one ledger.
        among: The places of the questions that are looked at; None for all.
    """
    declared = {
        node for cut in scene.cuts if cut.dimension == "measure" for node in (cut.whole, *cut.parts)
    }
    found: list[Entry] = []
    for place, finding in enumerate(findings):
        if among is not None and place not in among:
            continue
        if finding.question.kind != "measure" or finding.question.dimension is not None:
            continue
        for voice in finding.standing:
            if voice.denies or not voice.has_content:
                continue
            node = measure_node(scene, voice.claim)
            if node[0] or node in declared:
                found.append((voice, place))
    return found


def cell_of(scene: Scene, claim: Claim, base: str = "") -> Cell:
    """The region of a claim, but for its span of time; spans of several bases do not compare."""
    names = (claim.event, claim.place, claim.subject)
    event, at, subject = (None if name is None else name_key(name) for name in names)
    return Cell(event, at, subject, measure_node(scene, claim), base)


def network_of(scene: Scene, entries: Iterable[Entry]) -> Network:
    """The regions that some claims speak of, and those that partitions tie them to."""
    return assembled(scene, placed(scene, entries))


@attrs.frozen(eq=False)
class Placed:
    """One end of what a claim says, with the region that it is said of.

    Attributes:
        key: The region.
        literal: What is said of it.
        is_low: True for at least so many, False for at most.
    """

    key: Key
    literal: Literal
    is_low: bool


def placed(scene: Scene, entries: Iterable[Entry]) -> list[Placed]:
    """What some claims say of regions: each at least, and at most, where it has such an end."""
    timed, located = _located(scene, entries)
    newest = _newest(located)
    found: list[Placed] = []
    for voice, question, cell, part, whole in located:
        low, high = finite(voice.support.low), finite(voice.support.high)
        if newest.get((question, voice.source, part.end), voice) is not voice:
            high = None
        if low:
            key = (cell, part.start, _at_end(part, timed))
            found.append(Placed(key, Literal(low, voice, question), is_low=True))
        if high is not None and whole is not None:
            key = (cell, whole.start, _at_end(whole, timed))
            found.append(Placed(key, Literal(high, voice, question), is_low=False))
    return found


def assembled(scene: Scene, said: Iterable[Placed], more: Iterable[Key] = ()) -> Network:
    """A network of what is said of regions.

    Args:
        scene: Gives the trees and the partitions.
        said: What is said.
        more: Regions of which nothing is said, to see what follows for them.
    """
    nodes: dict[Key, Node] = {}
    for one in said:
        node = _node_at(nodes, one.key)
        (node.lows if one.is_low else node.highs).append(one.literal)
    for key in more:
        _node_at(nodes, key)
    rules = _Rules.of(scene)
    sums = list(rules.sums(nodes))
    lattice = Lattice(scene, {node.cell for node in nodes.values()}, rules.over)
    return Network(lattice, nodes.values(), sums)


def _located(
    scene: Scene, entries: Iterable[Entry]
) -> tuple[set[int], list[tuple[Voice, int, Cell, Span, Span | None]]]:
    """The days on which some count gives an hour, and each claim with its region."""
    timed: set[int] = set()
    located: list[tuple[Voice, int, Cell, Span, Span | None]] = []
    for voice, question in entries:
        claim = voice.claim
        found = spans(scene.time(claim))
        if found is None:
            continue
        base, part, whole = found
        located.append((voice, question, cell_of(scene, claim, base), part, whole))
        timed |= {span.end[0] for span in (part, whole) if span is not None and span.end[1] == 1}
    return timed, located


def _newest(
    located: Iterable[tuple[Voice, int, Cell, Span, Span | None]],
) -> dict[tuple[int, str, tuple[int, int, str]], Voice]:
    """Of running counts of one source and moment the largest, to which the others have grown."""
    found: dict[tuple[int, str, tuple[int, int, str]], Voice] = {}
    for voice, question, _, part, _ in located:
        if voice.cumulative:
            key = (question, voice.source, part.end)
            known = found.get(key, voice)
            found[key] = max(known, voice, key=lambda one: (one.core.sort_key(), one.id))
    return found


def _at_end(span: Span, timed: set[int]) -> tuple[int, int, str]:
    """The end of a span; on a day without hours all counts end alike."""
    return span.end if span.end[0] in timed else (span.end[0], 0, "")


def _node_at(nodes: dict[Key, Node], key: Key) -> Node:
    if key not in nodes:
        nodes[key] = Node(*key)
    return nodes[key]


@attrs.frozen
class _Rules:
    """The partitions of a ledger, by the values that they tie together."""

    scene: Scene
    by_value: dict[tuple[str, object], list[Cut]] = attrs.field(factory=dict)
    by_part: dict[tuple[str, object], list[Cut]] = attrs.field(factory=dict)

    @classmethod
    def of(cls, scene: Scene) -> _Rules:
        found = cls(scene)
        for cut in scene.cuts:
            for value in (cut.whole, *cut.parts):
                found.by_value.setdefault((cut.dimension, value), []).append(cut)
            for part in cut.parts:
                found.by_part.setdefault((cut.dimension, part), []).append(cut)
        return found

    def over(self, cell: Cell) -> Iterator[Cell]:
        """The wholes of which a cell lies within a part, with all else as it is."""
        if not self.by_part:
            return
        for dimension, value in _values(cell):
            for larger in above(self.scene, dimension, value):
                for cut in self.by_part.get((dimension, larger), ()):
                    if self._applies(cut, cell):
                        yield _replaced(cell, dimension, cut.whole)

    def sums(self, nodes: dict[Key, Node]) -> Iterator[tuple[Node, tuple[Node, ...], str]]:
        """The sums of all partitions that touch a node; the nodes that they need are added."""
        seen: set[tuple[Cut, Key]] = set()
        waiting = list(nodes) if self.by_value else []
        while waiting:
            cell, start, end = waiting.pop()
            for dimension, value in _values(cell):
                for cut in self.by_value.get((dimension, value), ()):
                    cells = [_replaced(cell, dimension, v) for v in (cut.whole, *cut.parts)]
                    keys = [(here, start, end) for here in cells]
                    if (cut, keys[0]) in seen or not self._applies(cut, cells[0]):
                        continue
                    seen.add((cut, keys[0]))
                    waiting += [key for key in keys if key not in nodes]
                    whole, *parts = (_node_at(nodes, key) for key in keys)
                    yield whole, tuple(parts), cut.edge

    def _applies(self, cut: Cut, cell: Cell) -> bool:
        """True when a cell lies within what a partition is declared for."""
        scene, declared = self.scene, cut.declared
        what, outcome = cell.measure
        limits = [
            (name, name_key(limit), getattr(cell, name))
            for name in ("subject", "event", "place")
            if (limit := getattr(declared, name)) is not None
        ]
        if cut.within is not None:
            limits.append(
                ("outcome", cut.within, outcome)
                if cut.dimension == "what"
                else ("what", cut.within, what)
            )
        return all(
            value is not None and (limit == ANY or limit in above(scene, dimension, value))
            for dimension, limit, value in limits
        )


def _values(cell: Cell) -> Iterator[tuple[str, object]]:
    """The dimensions along which a partition may cut a cell, with its values."""
    yield "measure", cell.measure
    what, outcome = cell.measure
    if what:
        yield "what", what
        yield "outcome", outcome
    for name in ("subject", "place"):
        value = getattr(cell, name)
        if value is not None:
            yield name, value


def _replaced(cell: Cell, dimension: str, value: object) -> Cell:
    if dimension in {"what", "outcome"}:
        what, outcome = cell.measure
        value = (value, outcome) if dimension == "what" else (what, value)
        dimension = "measure"
    changes: dict[str, Any] = {dimension: value}
    return attrs.evolve(cell, **changes)
