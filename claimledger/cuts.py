"""Declared partitions as they are read: what each cuts, and whether all of them go together."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import permutations

import attrs

from claimledger.canonical import name_key
from claimledger.claims import Partition
from claimledger.errors import InvalidRecordError, quoted
from claimledger.ledger import Ledger
from claimledger.sources import ANY, Party, Place
from claimledger.taxonomy import Measure, Tree, Vocabulary

UNKNOWN = "unknown"
"""Of a name that may be a party, a place or a measure of its own."""

MeasureNode = tuple[str, str]
"""What and outcome; of a measure of its own an empty text and its name."""


@attrs.frozen
class Cut:
    """A partition along one dimension.

    Attributes:
        declared: What the ledger declares.
        dimension: ``"subject"``, ``"place"``, ``"what"``, ``"outcome"``, or ``"measure"`` where
            what and outcome differ at once.
        whole: The value that is made up.
        parts: The values that make it up.
        within: Of a cut of what, the outcome for which it holds, and of one of outcomes what it
            holds for, with all that lies within; None for all.
    """

    declared: Partition
    dimension: str
    whole: object
    parts: tuple[object, ...]
    within: str | None = None

    @property
    def edge(self) -> str:
        """The declaration, in words."""
        declared = self.declared
        parts = [_spelt(part) for part in sorted(declared.parts)]
        scope = [_spelt(n) for n in (declared.subject, declared.event, declared.place) if n]
        whose = f" for {', '.join(scope)}" if scope else ""
        listed = f"{', '.join(parts[:-1])} and {parts[-1]}"
        return f"{listed} make up {_spelt(declared.whole)} (declared{whose})"


def _spelt(name: str) -> str:
    return "all parties" if name_key(name) == ANY else name


def node_of(measure: Measure) -> MeasureNode:
    """The node of a measure; one that has no place in the trees is a node of its own."""
    if measure.what is None or measure.outcome is None:
        return "", name_key(measure.name)
    return measure.what, measure.outcome


def cuts(ledger: Ledger, vocabulary: Vocabulary) -> tuple[Cut, ...]:
    """The partitions of a ledger, read.

    Raises:
        InvalidRecordError: for the first that cannot be read, or that goes in a circle.
    """
    for _, message in cut_faults(ledger, vocabulary):
        raise InvalidRecordError(message)
    return tuple(read_cut(ledger, vocabulary, declared) for declared in ledger.partitions)


def cut_faults(ledger: Ledger, vocabulary: Vocabulary) -> Iterator[tuple[Partition, str]]:
    """The partitions that cannot be read, and those that go in a circle, with what is wrong."""
    read: list[Cut] = []
    for declared in ledger.partitions:
        try:
            read.append(read_cut(ledger, vocabulary, declared))
        except InvalidRecordError as error:
            yield declared, f"partition of {quoted(declared.whole)}: {error}"
    order = _Order(ledger, vocabulary, read)
    for cut in read:
        circle = order.circle(cut)
        if circle is not None:
            names = " in ".join(map(repr, circle))
            yield cut.declared, f"partition of {quoted(cut.declared.whole)}: a circle: {names}"


def read_cut(ledger: Ledger, vocabulary: Vocabulary, declared: Partition) -> Cut:
    """What a partition cuts.

    Raises:
        InvalidRecordError: for names of several kinds, names that may be several things, and
            parts that are within each other or the whole itself.
    """
    texts = (declared.whole, *sorted(declared.parts))
    dimension, nodes, within = _read(ledger, vocabulary, texts)
    names = dict(zip(reversed(nodes), reversed(texts), strict=True))
    for node, text in zip(nodes, texts, strict=True):
        if names[node] != text:
            raise InvalidRecordError(f"{quoted(names[node])} and {quoted(text)} are the same")
    order = _Order(ledger, vocabulary, ())
    for part, other in permutations(nodes[1:], 2):
        if other in order.over(dimension, part):
            raise InvalidRecordError(
                f"part {quoted(names[part])} lies within part {quoted(names[other])}"
            )
    return Cut(declared, dimension, nodes[0], nodes[1:], within)


def _read(
    ledger: Ledger, vocabulary: Vocabulary, texts: Sequence[str]
) -> tuple[str, tuple[object, ...], str | None]:
    """The dimension of some names, their nodes, and what they are limited to."""
    keys = tuple(map(name_key, texts))
    kinds = [_kind(ledger, vocabulary, text) for text in texts]
    for dimension, kind, known in (
        ("subject", "a party", {ANY, *ledger.parties}),
        ("place", "a place", {*ledger.places}),
    ):
        # A rest that nobody declares is a part of its own.
        if kind in kinds and all(
            key in known or other == UNKNOWN for key, other in zip(keys, kinds, strict=True)
        ):
            return dimension, keys, None
    pairs = [node_of(vocabulary.resolve(text)) for text in texts]
    if all(what for what, _ in pairs):
        return _narrowed(pairs)
    for dimension, tree, named in (
        ("what", vocabulary.what, vocabulary.whats_named),
        ("outcome", vocabulary.outcome, vocabulary.outcomes_named),
    ):
        options = [named(text) for text in texts]
        if all(options):
            return dimension, _chosen(tree, texts, options), None
    if set(kinds) <= {"a measure", UNKNOWN}:
        return "measure", tuple(pairs), None
    listed = ", ".join(f"{quoted(text)} is {kind}" for text, kind in zip(texts, kinds, strict=True))
    raise InvalidRecordError(f"expected names of one kind: {listed}")


def _narrowed(pairs: Sequence[MeasureNode]) -> tuple[str, tuple[object, ...], str | None]:
    """A cut of measures along the one of their trees in which they differ, if it is one."""
    whats, outcomes = zip(*pairs, strict=True)
    if len(set(whats)) == 1:
        return "outcome", outcomes, whats[0]
    if len(set(outcomes)) == 1:
        return "what", whats, outcomes[0]
    return "measure", tuple(pairs), None


def _chosen(
    tree: Tree, texts: Sequence[str], options: Sequence[tuple[str, ...]]
) -> tuple[str, ...]:
    """Of what each name may be, the only choice in which all parts lie within the whole."""
    if all(len(several) == 1 for several in options):
        return tuple(several[0] for several in options)
    found = []
    for whole in options[0]:
        inside = [[one for one in several if whole in tree.above(one)] for several in options[1:]]
        if all(len(several) == 1 for several in inside):
            found.append((whole, *(several[0] for several in inside)))
    if len(found) == 1:
        return found[0]
    text, several = next((t, o) for t, o in zip(texts, options, strict=True) if len(o) > 1)
    raise InvalidRecordError(f"{quoted(text)} may be several things here: {', '.join(several)}")


def _kind(ledger: Ledger, vocabulary: Vocabulary, text: str) -> str:
    key = name_key(text)
    if key == ANY or key in ledger.parties:
        return "a party"
    if key in ledger.places:
        return "a place"
    if vocabulary.resolve(text).is_known:
        return "a measure"
    if vocabulary.whats_named(text):
        return "a thing"
    return "an outcome" if vocabulary.outcomes_named(text) else UNKNOWN


class _Order:
    """What lies directly within what, in the trees and by some cuts."""

    def __init__(self, ledger: Ledger, vocabulary: Vocabulary, read: Iterable[Cut]) -> None:
        self._named: dict[str, Mapping[str, Party | Place]] = {
            "subject": ledger.parties,
            "place": ledger.places,
        }
        self._trees = {"what": vocabulary.what, "outcome": vocabulary.outcome}
        self._cuts = list(read)

    def over(self, dimension: str, node: object) -> dict[object, object]:
        """All that a node lies within, each with what it was reached from."""
        found: dict[object, object] = {}
        waiting = deque([node])
        while waiting:
            here = waiting.popleft()
            for larger in self._larger(dimension, here):
                if larger not in found:
                    found[larger] = here
                    waiting.append(larger)
        return found

    def circle(self, cut: Cut) -> list[str] | None:
        """The way from one of the parts of a cut over its whole back to that part, if any."""
        dimension, nodes = cut.dimension, (cut.whole, *cut.parts)
        if cut.within is not None:
            dimension, nodes = "measure", tuple(_beside(cut, node) for node in nodes)
        whole, *parts = nodes
        over = self.over(dimension, whole)
        part = next((part for part in parts if part in over), None)
        if part is None:
            return None
        way = [part]
        while way[-1] != whole:
            way.append(over[way[-1]])
        return [self._name(dimension, node) for node in (part, *reversed(way))]

    def _name(self, dimension: str, node: object) -> str:
        if isinstance(node, tuple):
            return " ".join(filter(None, node))
        record = self._named.get(dimension, {}).get(str(node))
        return str(node) if record is None else record.name

    def _larger(self, dimension: str, node: object) -> Iterator[object]:
        if isinstance(node, tuple):
            what, outcome = node
            yield from ((one, outcome) for one in self._half("what", what, outcome))
            yield from ((what, one) for one in self._half("outcome", outcome, what))
        elif dimension in self._trees:
            yield from self._trees[dimension].parents[str(node)]
        elif node != ANY:
            record = self._named[dimension].get(str(node))
            if record is not None and record.part_of is not None:
                yield name_key(record.part_of)
            if dimension == "subject":
                yield ANY
        for cut in self._cuts:
            if cut.dimension == dimension and node in cut.parts:
                yield cut.whole

    def _half(self, dimension: str, node: str, other: str) -> Iterator[str]:
        """What lies over one half of a measure, given the other half."""
        yield from self._trees[dimension].parents.get(node, ())
        beside = self._trees["outcome" if dimension == "what" else "what"]
        for cut in self._cuts:
            is_part = cut.dimension == dimension and node in cut.parts
            if is_part and (cut.within is None or cut.within in beside.above(other)):
                yield str(cut.whole)


def _beside(cut: Cut, node: object) -> MeasureNode:
    """The measure of a node of a cut that holds within another."""
    limit = str(cut.within)
    return (str(node), limit) if cut.dimension == "what" else (limit, str(node))
