"""What one ledger adds to the vocabulary, and the tables of nodes that result.

Entries may name each other in any order, and the same entries always give the same tables.
Nodes are named by any of their words: "drones" is the node "UAVs".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from claimledger.errors import InvalidRecordError, VocabularyError, nearest, quoted
from claimledger.wording import joined, words_of

KINDS = ("what", "outcome", "measure")

Nodes = Mapping[str, Mapping[str, Any]]
"""Nodes by name, each with its fields as the data files have them."""


def _texts(value: str | Iterable[str] | None) -> tuple[str, ...]:
    texts = () if value is None else (value,) if isinstance(value, str) else tuple(value)
    for text in texts:
        if not isinstance(text, str):
            raise InvalidRecordError(f"{quoted(text)} is no text")
    return texts


@attrs.frozen
class MeasureEntry:
    """What one ledger adds to the vocabulary.

    Attributes:
        name: The measure, the thing counted, or the outcome.
        kind: ``"what"``, ``"outcome"`` or ``"measure"``; None to tell from the rest.
        part_of: The nodes it lies within.
        synonyms: Other words for it.
        what: Of a measure, the thing that it counts.
        outcome: Of a measure, the outcome that it counts.
        cut: Nodes that it does not lie within in this ledger, against the vocabulary; it
            then lies within what those lie within.
        crossing: True for a thing that may be counted among its siblings too, so that their
            counts are not added up.

    Raises:
        InvalidRecordError: for a name without words, an unknown kind, or a thing without an
            outcome.
    """

    name: str
    kind: str | None = None
    part_of: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    synonyms: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    what: str | None = None
    outcome: str | None = None
    cut: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    crossing: bool | None = None

    def __attrs_post_init__(self) -> None:
        fault = self._fault()
        if fault:
            raise InvalidRecordError(fault)

    def _fault(self) -> str | None:
        if not words_of(self.name):
            return f"{quoted(self.name)} names no measure"
        if self.kind is not None and self.kind not in KINDS:
            expected = "expected what, outcome or measure"
            return f"unknown kind {quoted(self.kind)}: {expected}{_hint(str(self.kind), KINDS)}"
        if self.crossing not in {None, True, False}:
            return f"crossing {quoted(self.crossing)}: expected true or false"
        if (self.what is None) != (self.outcome is None):
            return "a measure has both 'what' and 'outcome', or neither"
        is_measure = self.what is not None or self.kind == "measure"
        if is_measure and self.kind not in {None, "measure"}:
            return f"{quoted(self.kind)} has no 'what' and 'outcome': only a measure has them"
        if is_measure and self.over:
            return "a measure lies within nothing: its 'what' and its 'outcome' do"
        return None

    @property
    def over(self) -> tuple[str, ...]:
        """The nodes that it is set against."""
        return (*self.part_of, *self.cut)


def _hint(name: str, known: Iterable[str]) -> str:
    near = nearest(name, known)
    return f"; did you mean {near!r}?" if near else ""


def _spellings(nodes: Nodes) -> Iterator[str]:
    for name, node in nodes.items():
        if not node.get("abstract"):
            yield node.get("label", name)
            yield from node.get("synonyms", ())


def index(nodes: Nodes) -> dict[str, list[str]]:
    """The nodes that each wording names, those first that bear it as their name."""
    found: dict[str, list[str]] = defaultdict(list)
    shown = {name: node for name, node in nodes.items() if not node.get("abstract")}
    for name in shown:
        found[joined(words_of(name))].append(name)
    for name, node in shown.items():
        others = (node.get("label"), node.get("adjective"), *node.get("synonyms", ()))
        for word in others:
            if word is not None and name not in found[joined(words_of(word))]:
                found[joined(words_of(word))].append(name)
    return dict(found)


def inherited(nodes: Nodes, name: str, field: str) -> Any:
    """A field of a node, or of the nearest of those it lies within; None where none has it."""
    waiting = [name]
    for here in waiting:
        node = nodes.get(here, {})
        if field in node:
            return node[field]
        waiting += [over for over in node.get("part_of", ()) if over not in waiting]
    return None


def extended_tables(
    tables: Mapping[str, Nodes],
    entries: Iterable[MeasureEntry],
    is_measure: Callable[[str], bool],
) -> dict[str, Nodes]:
    """The tables of all kinds with what a ledger adds.

    Args:
        tables: Nodes by kind.
        entries: What is added, in any order.
        is_measure: Tells a text that the vocabulary knows as a measure.

    Raises:
        VocabularyError: with every entry that names what is unknown.
    """
    extension = _Extension(tables, sorted(entries, key=repr), is_measure)
    return extension.tables()


class _Extension:
    """Entries on their way into the tables."""

    def __init__(
        self,
        tables: Mapping[str, Nodes],
        entries: list[MeasureEntry],
        is_measure: Callable[[str], bool],
    ) -> None:
        self.base = tables
        self.words = {kind: index(nodes) for kind, nodes in tables.items()}
        self.faults: list[tuple[str, str]] = []
        self.placed = self.told(entries, is_measure)
        for kind in KINDS:
            self.name(kind)

    # The kind of each entry: stated, or that of what it is set against.

    def told(
        self, entries: list[MeasureEntry], is_measure: Callable[[str], bool]
    ) -> list[tuple[str, MeasureEntry]]:
        """Each entry with its kind; one that stands alone may have two."""
        known = {kind: set(self.words[kind]) for kind in ("what", "outcome")}
        placed: list[tuple[str, MeasureEntry]] = []
        waiting = entries
        while waiting:
            round_ = [(kind, entry) for entry in waiting if (kind := _kind(entry, known))]
            if not round_:
                alone = [entry for entry in waiting if not entry.over]
                round_ = [("measure", entry) for entry in alone]
                round_ += [("outcome", e) for e in alone if not is_measure(e.name)]
            if not round_:
                break
            for kind, entry in round_:
                known.get(kind, set()).add(joined(words_of(entry.name)))
            placed += round_
            settled = {id(entry) for _, entry in round_}
            waiting = [entry for entry in waiting if id(entry) not in settled]
        for entry in waiting:
            self.check(entry, entry.over, "what", "outcome")
        return placed

    def check(self, entry: MeasureEntry, names: Iterable[str], *kinds: str) -> None:
        """Note the names that no node of these kinds bears."""
        for name in names:
            if not any(self.node(kind, name) for kind in kinds):
                spellings = (word for kind in kinds for word in _spellings(self.base[kind]))
                self.faults.append(
                    (entry.name, f"{quoted(name)} is unknown{_hint(name, spellings)}")
                )

    # The node of each entry: one that is known by these words, or a new one.

    def name(self, kind: str) -> None:
        """Let the names of new nodes of a kind be known."""
        words = self.words[kind]
        for entry in self.of(kind):
            key = joined(words_of(entry.name))
            known = words.get(key)
            if not known or self.is_split(entry, kind, known[0]):
                words[key] = [entry.name, *(known or ())]

    def is_split(self, entry: MeasureEntry, kind: str, node: str) -> bool:
        """Whether an entry parts a synonym of a node from it, to lie within it."""
        is_name = joined(words_of(node)) == joined(words_of(entry.name))
        return not is_name and node in {self.node(kind, name) for name in entry.part_of}

    def node(self, kind: str, name: str) -> str | None:
        """The node that a name means."""
        found = self.words[kind].get(joined(words_of(name)))
        return found[0] if found else None

    def of(self, kind: str) -> list[MeasureEntry]:
        """The entries of a kind."""
        return [entry for placed, entry in self.placed if placed == kind]

    # The tables.

    def tables(self) -> dict[str, Nodes]:
        """All tables, extended."""
        result = {kind: self.table(kind) for kind in KINDS}
        if self.faults:
            raise VocabularyError(self.faults)
        return result

    def table(self, kind: str) -> Nodes:
        """The nodes of one kind."""
        nodes = {name: dict(fields) for name, fields in self.base[kind].items()}
        cuts: dict[str, set[str]] = defaultdict(set)
        for entry in self.of(kind):
            name = self.node(kind, entry.name) or entry.name
            fields = nodes.setdefault(name, {})
            if kind == "measure":
                self.count(entry, fields)
            else:
                self.check(entry, entry.over, kind)
                over = {self.node(kind, other) or other for other in entry.part_of}
                fields["part_of"] = sorted({*fields.get("part_of", ()), *over})
                cuts[name] |= {self.node(kind, other) or other for other in entry.cut}
            fields["synonyms"] = sorted({*fields.get("synonyms", ()), *entry.synonyms})
            if entry.crossing:
                fields["crossing"] = True
        parents = {name: _without(nodes, name, away) for name, away in cuts.items() if away}
        for name, kept in parents.items():
            for field in ("domain", "nature"):
                if (value := inherited(nodes, name, field)) is not None:
                    nodes[name][field] = value
            nodes[name]["part_of"] = kept
        return nodes

    def count(self, entry: MeasureEntry, fields: dict[str, Any]) -> None:
        """Let a measure count a thing and an outcome."""
        for kind, name in (("what", entry.what), ("outcome", entry.outcome)):
            if name is not None:
                self.check(entry, [name], kind)
                fields[kind] = min(name, fields.get(kind, name))


def _kind(entry: MeasureEntry, known: Mapping[str, set[str]]) -> str | None:
    if entry.kind is not None:
        return entry.kind
    if entry.what is not None:
        return "measure"
    for names in (entry.over, (entry.name,)):
        keys = {joined(words_of(name)) for name in names}
        for kind, words in known.items():
            if keys & words:
                return kind
    return None


def _without(nodes: Nodes, name: str, away: set[str]) -> list[str]:
    """The parents of a node, each that is cut replaced by its own."""
    parents, gone = set(nodes[name]["part_of"]), set[str]()
    while cut := parents & away:
        gone |= cut
        over = {parent for node in cut for parent in nodes.get(node, {}).get("part_of", ())}
        parents = (parents | over) - gone
    return sorted(parents)
