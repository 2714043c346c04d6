"""Declared partitions, and the network of the counts of a ledger.

A partition says of a whole that its parts are disjoint and that nothing of it is left over. It
then holds for whatever lies within the whole: where the casualties of people are the killed and
the wounded, so are those of soldiers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from claimledger.canonical import name_key
from claimledger.claims import Partition
from claimledger.findings import Finding
from claimledger.grouping import Scene
from claimledger.network import Literal, Network, Node
from claimledger.regions import (
    Cell,
    Lattice,
    MeasureNode,
    Span,
    finite,
    measure_node,
    node_of,
    spans,
)
from claimledger.relations import Voice
from claimledger.sources import ANY

Entry = tuple[Voice, int]
"""A claim and the place of its question among the findings."""

Cut = tuple[str, tuple[object, ...]]
"""A dimension, and the values of a whole and of its parts."""

Key = tuple[Cell, int, tuple[int, int, str]]


@attrs.frozen
class Rule:
    """A partition along one dimension.

    Attributes:
        declared: What the ledger declares.
        dimension: ``"measure"``, ``"subject"`` or ``"place"``.
        whole: The value that is made up.
        parts: The values that make it up, sorted.
        edge: The declaration, in words.
    """

    declared: Partition
    dimension: str
    whole: object
    parts: tuple[object, ...]
    edge: str


def counts(scene: Scene, findings: Sequence[Finding]) -> list[Entry]:
    """The claims that take part: asserted, standing counts whose measure lies in the trees."""
    declared = {node for rule in _rules(scene, ()) for node in (rule.whole, *rule.parts)}
    found: list[Entry] = []
    for place, finding in enumerate(findings):
        if finding.question.kind != "measure" or finding.question.dimension is not None:
            continue
        for voice in finding.standing:
            if voice.denies or not voice.has_content:
                continue
            node = measure_node(scene, voice.claim)
            if (node[0] or node in declared) and spans(scene.time(voice.claim)) is not None:
                found.append((voice, place))
    return found


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
    rules = _rules(scene, {node.cell.measure for node in nodes.values()})
    sums = list(_closed(scene, rules, nodes))
    within = [
        (part, rule.whole) for rule in rules if rule.dimension == "measure" for part in rule.parts
    ]
    lattice = Lattice(scene, {node.cell for node in nodes.values()}, within)  # type: ignore[arg-type]
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
        names = (claim.event, claim.place, claim.subject)
        event, at, subject = (None if name is None else name_key(name) for name in names)
        cell = Cell(event, at, subject, measure_node(scene, claim), base)
        located.append((voice, question, cell, part, whole))
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


def _closed(
    scene: Scene, rules: Sequence[Rule], nodes: dict[Key, Node]
) -> Iterator[tuple[Node, tuple[Node, ...], str]]:
    """The sums of all partitions that touch a node; the nodes that they need are added."""
    by_value: dict[tuple[str, object], list[tuple[int, Rule]]] = defaultdict(list)
    for number, rule in enumerate(rules):
        for value in (rule.whole, *rule.parts):
            by_value[rule.dimension, value].append((number, rule))
    seen: set[tuple[int, Key]] = set()
    waiting = list(nodes) if by_value else []
    while waiting:
        cell, start, end = waiting.pop()
        for dimension in ("measure", "subject", "place"):
            for number, rule in by_value.get((dimension, getattr(cell, dimension)), ()):
                values = (rule.whole, *rule.parts)
                cells = [_replaced(cell, dimension, value) for value in values]
                keys = [(here, start, end) for here in cells]
                if (number, keys[0]) in seen or not _applies(scene, rule.declared, cells[0]):
                    continue
                seen.add((number, keys[0]))
                waiting += [key for key in keys if key not in nodes]
                whole, *parts = (_node_at(nodes, key) for key in keys)
                yield whole, tuple(parts), rule.edge


def _replaced(cell: Cell, dimension: str, value: object) -> Cell:
    changes: dict[str, Any] = {dimension: value}
    return attrs.evolve(cell, **changes)


def _applies(scene: Scene, declared: Partition, cell: Cell) -> bool:
    """True when a cell lies within what a partition is declared for."""
    for scope, value, tree in (
        (declared.subject, cell.subject, scene.parties),
        (declared.event, cell.event, scene.events),
        (declared.place, cell.place, scene.places),
    ):
        if scope is None:
            continue
        if value is None or (name_key(scope) != ANY and name_key(scope) not in tree.above(value)):
            return False
    return True


def _rules(scene: Scene, present: Iterable[MeasureNode]) -> list[Rule]:
    """The declared partitions, each along one dimension, for every measure that is there."""
    rules: list[Rule] = []
    for declared in scene.ledger.partitions:
        texts = (declared.whole, *sorted(declared.parts))
        for dimension, (whole, *parts) in _read(scene, texts, present):
            rules.append(Rule(declared, dimension, whole, tuple(parts), _edge(declared)))
    return rules


def _edge(declared: Partition) -> str:
    parts = sorted(declared.parts)
    listed = f"{', '.join(parts[:-1])} and {parts[-1]}"
    scope = [name for name in (declared.subject, declared.event, declared.place) if name]
    whose = f" of {', '.join(scope)}" if scope else ""
    return f"{listed} make up {declared.whole}{whose} (declared)"


def _read(scene: Scene, texts: Sequence[str], present: Iterable[MeasureNode]) -> Iterator[Cut]:
    """What a partition cuts: a dimension, the whole, and the parts."""
    keys = [name_key(text) for text in texts]
    parties = {ANY, *scene.ledger.parties}
    for dimension, known in (("subject", parties), ("place", set(scene.ledger.places))):
        if known.issuperset(keys):
            yield dimension, tuple(keys)
            return
    vocabulary = scene.vocabulary
    whats = [vocabulary.what_named(text) for text in texts]
    outcomes = [vocabulary.outcome_named(text) for text in texts]
    measures = [vocabulary.resolve(text) for text in texts]
    if all(node_of(measure)[0] for measure in measures):
        pairs = [node_of(measure) for measure in measures]
    elif None not in whats:
        pairs = [(str(what), "") for what in whats]
    elif None not in outcomes:
        pairs = [("", str(outcome)) for outcome in outcomes]
    else:
        yield "measure", tuple(node_of(measure) for measure in measures)
        return
    yield from _spread(scene, pairs, set(present))


def _spread(
    scene: Scene, pairs: Sequence[tuple[str, str]], present: set[MeasureNode]
) -> Iterator[Cut]:
    """A partition of measures for all that lies within it.

    One that cuts what is counted holds for each outcome within its own, and one that cuts the
    outcome for each thing within its own.
    """
    whats, outcomes = {what for what, _ in pairs}, {outcome for _, outcome in pairs}
    spread = {tuple(pairs)} if "" not in whats | outcomes else set()
    vocabulary = scene.vocabulary
    for what, outcome in present:
        if not what:
            continue
        if len(outcomes) == 1 and outcomes <= {"", *vocabulary.outcome.above(outcome)}:
            spread.add(tuple((one, outcome) for one, _ in pairs))
        if len(whats) == 1 and whats <= {"", *vocabulary.what.above(what)}:
            spread.add(tuple((what, one) for _, one in pairs))
    for nodes in sorted(spread):
        yield "measure", nodes
