"""The trees in which questions lie, and the words that lead to them.

A measure is WHAT x OUTCOME: "tanks lost", "civilians killed". Both are nodes of trees, read
from the package's data files, and a ledger may add to them. Text that is neither known nor
put together from known words is a measure of its own, equal only to itself.
"""

from __future__ import annotations

import enum
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import attrs

from claimledger.canonical import name_key
from claimledger.errors import InvalidRecordError, nearest
from claimledger.units import Unit, units

__all__ = [
    "Measure",
    "MeasureEntry",
    "Place",
    "Tree",
    "Unit",
    "Vocabulary",
    "shipped_vocabulary",
    "units",
]


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

    def __attrs_post_init__(self) -> None:
        for node, parents in self.parents.items():
            for parent in parents:
                if parent not in self.parents:
                    raise InvalidRecordError(f"{node!r} is part of {parent!r}, which is unknown")
        for node in self.parents:
            if any(node in self.above(parent) for parent in self.parents[node]):
                raise InvalidRecordError(f"{node!r} is part of itself in a circle")

    def above(self, node: str) -> frozenset[str]:
        """A node and everything that it lies within."""
        found: set[str] = set()
        waiting = [node]
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.add(here)
                waiting += self.parents.get(here, ())
        return frozenset(found)

    def place(self, a: str, b: str) -> Place:
        """How a lies to b; unknown nodes are roots of their own.

        Two nodes are disjoint when no node cuts across on the way from either to what they
        have in common.
        """
        if a == b:
            return Place.EQUAL
        over_a, over_b = self.above(a), self.above(b)
        if b in over_a:
            return Place.WITHIN
        if a in over_b:
            return Place.CONTAINS
        if not self.siblings_disjoint:
            return Place.OVERLAPS
        apart = over_a ^ over_b
        return Place.OVERLAPS if apart & self.crossing else Place.DISJOINT


@attrs.frozen
class Measure:
    """What a claim counts.

    Attributes:
        name: As the vocabulary spells it, or as written where it is unknown.
        what: The node of what is counted; None for a measure of its own.
        outcome: The node of what happened to it; None for a measure of its own.
        is_known: False when nothing declares it.
        nearest: The nearest known measure of an unknown one.
    """

    name: str
    what: str | None = None
    outcome: str | None = None
    is_known: bool = True
    nearest: str | None = None


def _texts(value: str | Iterable[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


@attrs.frozen
class MeasureEntry:
    """What one ledger adds to the vocabulary.

    Attributes:
        name: The measure, the thing counted, or the outcome.
        kind: ``"what"``, ``"outcome"`` or ``"measure"``; None to tell from ``part_of``.
        part_of: The nodes it lies within.
        synonyms: Other words for it.
        what: Of a measure, the thing that it counts.
        outcome: Of a measure, the outcome that it counts.
        cut: Nodes that it does not lie within in this ledger, against the vocabulary.
    """

    name: str
    kind: str | None = None
    part_of: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    synonyms: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    what: str | None = None
    outcome: str | None = None
    cut: tuple[str, ...] = attrs.field(default=(), converter=_texts)


Nodes = Mapping[str, Mapping[str, Any]]


def _words(text: str) -> str:
    """A text as the vocabulary compares it: without case, hyphens and American spelling."""
    key = name_key(text).replace("-", " ").replace("\u2019", "'").replace("'s ", " ")
    key = key.replace("s' ", "s ")
    return re.sub(r"\s+", " ", key.replace("armored", "armoured").replace("defense", "defence"))


def _singular(word: str) -> str:
    for ending, stem in (("craft", "craft"), ("men", "man"), ("ies", "y"), ("sses", "ss")):
        if word.endswith(ending):
            return word[: -len(ending)] + stem
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _forms(names: Iterable[str]) -> set[str]:
    known = {_words(name) for name in names}
    return known | {_singular(name) for name in known}


@attrs.frozen(eq=False, slots=False)
class Vocabulary:
    """All that is known of measures.

    Attributes:
        what: The tree of what is counted.
        outcome: The tree of what happened to it.
    """

    _whats: Nodes
    _outcomes: Nodes
    _measures: Nodes

    @cached_property
    def what(self) -> Tree:
        """The tree of what is counted."""
        crossing = frozenset(name for name, node in self._whats.items() if node.get("crossing"))
        return Tree(_edges(self._whats), crossing)

    @cached_property
    def outcome(self) -> Tree:
        """The tree of outcomes, which are never taken to be disjoint."""
        return Tree(_edges(self._outcomes), siblings_disjoint=False)

    @cached_property
    def _what_words(self) -> dict[str, str]:
        return _index(self._whats)

    @cached_property
    def _adjectives(self) -> dict[str, str]:
        return {
            _words(node["adjective"]): name
            for name, node in self._whats.items()
            if "adjective" in node
        }

    @cached_property
    def _outcome_words(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, node in self._outcomes.items():
            for word in _forms([node.get("label", name), *node.get("synonyms", ())]):
                found.setdefault(word, []).append(name)
        return found

    @cached_property
    def _own(self) -> dict[str, str]:
        return _index(self._measures)

    @cached_property
    def _resolved(self) -> dict[str, Measure]:
        return {}

    def resolve(self, text: str) -> Measure:
        """What a text counts. Total: an unknown text is a measure of its own."""
        found = self._resolved.get(text)
        if found is None:
            found = self._resolved[text] = self._resolve(text)
        return found

    def _resolve(self, text: str) -> Measure:
        words = _words(text)
        own = self._own.get(words)
        if own is not None:
            entry = self._measures[own]
            what, outcome = entry.get("what"), entry.get("outcome")
            if what is not None and outcome is not None:
                found = self._pair(_words(what), _words(outcome))
                if found is not None:
                    return found
            return Measure(own)
        found = self._alone(words) or self._parsed(words)
        if found is not None:
            return found
        return Measure(text, is_known=False, nearest=nearest(text, self._examples))

    def _alone(self, words: str) -> Measure | None:
        for outcome in self._outcome_words.get(words, ()):
            what = self._outcomes[outcome].get("alone")
            if what is not None:
                return self._measure(what, outcome)
        return None

    def _parsed(self, words: str) -> Measure | None:
        parts = words.replace(" were ", " ").replace(" of ", " ").split(" ")
        for cut in range(1, len(parts)):
            left, right = " ".join(parts[:cut]), " ".join(parts[cut:])
            for what, outcome in ((left, right), (right, left)):
                found = self._pair(what, outcome)
                if found is not None:
                    return found
        return None

    def _pair(self, what_words: str, outcome_words: str) -> Measure | None:
        outcomes = self._outcome_words.get(outcome_words, ())
        what = self._what_words.get(what_words)
        for outcome in outcomes:
            node = self._outcomes[outcome]
            thing = self._adjectives.get(what_words, what) if _is_noun(node) else what
            if thing is not None and self._can_have(thing, node):
                return self._measure(thing, outcome)
        return None

    def _can_have(self, what: str, outcome: Mapping[str, Any]) -> bool:
        domains = outcome.get("domain")
        return domains is None or self._inherited(what, "domain") in domains

    def _measure(self, what: str, outcome: str) -> Measure:
        node = self._outcomes[outcome]
        label = node.get("label", outcome)
        shown = what
        if _is_noun(node):
            shown = self._whats[what].get("adjective", what)
            if what == node.get("alone"):
                return Measure(label, what, outcome)
        return Measure(f"{shown} {label}", what, outcome)

    @cached_property
    def _examples(self) -> list[str]:
        people = ("people", "civilians", "soldiers")
        known = [self._measure(w, o).name for w in people for o in ("killed", "wounded")]
        vehicles = [w for w in self._whats if self._inherited(w, "domain") == "equipment"]
        return [*known, *(f"{w} lost" for w in vehicles), *self._measures, "military casualties"]

    def what_named(self, text: str) -> str | None:
        """The thing counted that a text names alone, or None."""
        return self._what_words.get(_words(text))

    def outcome_named(self, text: str) -> str | None:
        """The outcome that a text names alone; None where it names none, or several."""
        found = self._outcome_words.get(_words(text), ())
        return found[0] if len(found) == 1 else None

    def _inherited(self, what: str, field: str) -> Any:
        return _inherit(self._whats, what, field)

    def is_loss(self, measure: Measure) -> bool:
        """True when the outcome harms the one it happens to."""
        return measure.outcome is not None and bool(
            _inherit(self._outcomes, measure.outcome, "loss")
        )

    def is_civilian(self, measure: Measure) -> bool:
        """True when what is counted is civilian."""
        return measure.what is not None and self._inherited(measure.what, "nature") == "civilian"

    def is_military(self, measure: Measure) -> bool:
        """True when what is counted is military."""
        return measure.what is not None and self._inherited(measure.what, "nature") == "military"

    def extended(self, entries: Iterable[MeasureEntry]) -> Vocabulary:
        """The vocabulary with what a ledger adds; the order of entries does not matter.

        Raises:
            InvalidRecordError: for an unknown parent or nodes within each other in a circle.
        """
        ordered = sorted(entries, key=repr)
        if not ordered:
            return self
        tables = {
            "what": dict(self._whats),
            "outcome": dict(self._outcomes),
            "measure": dict(self._measures),
        }
        new_whats = {e.name for e in ordered if e.kind == "what"} | set(self._whats)
        for entry in ordered:
            for kind in _kinds(entry, new_whats, self._outcomes):
                old = tables[kind].get(entry.name, {})
                tables[kind][entry.name] = _joined(old, entry)
        vocabulary = Vocabulary(*tables.values())
        _ = vocabulary.what, vocabulary.outcome
        return vocabulary


def _kinds(entry: MeasureEntry, whats: Iterable[str], outcomes: Iterable[str]) -> tuple[str, ...]:
    if entry.kind is not None:
        return (entry.kind,)
    nodes = {*entry.part_of, *entry.cut, entry.name}
    if nodes & set(whats):
        return ("what",)
    if nodes & set(outcomes):
        return ("outcome",)
    if entry.what is not None or entry.outcome is not None:
        return ("measure",)
    return ("outcome", "measure")


def _joined(old: Mapping[str, Any], entry: MeasureEntry) -> Mapping[str, Any]:
    parents = {*old.get("part_of", ()), *entry.part_of} - set(entry.cut)
    synonyms = {*old.get("synonyms", ()), *entry.synonyms}
    joined = {**old, "part_of": sorted(parents), "synonyms": sorted(synonyms)}
    for field in ("what", "outcome"):
        if getattr(entry, field) is not None:
            joined[field] = getattr(entry, field)
    return joined


def _is_noun(outcome: Mapping[str, Any]) -> bool:
    return bool(outcome.get("noun"))


def _edges(nodes: Nodes) -> dict[str, tuple[str, ...]]:
    return {name: tuple(node.get("part_of", ())) for name, node in nodes.items()}


def _index(nodes: Nodes) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, node in nodes.items():
        for word in _forms([name, *node.get("synonyms", ())]):
            found.setdefault(word, name)
    for name in nodes:
        found[_words(name)] = name
    return found


def _inherit(nodes: Nodes, name: str, field: str) -> Any:
    waiting = [name]
    while waiting:
        node = nodes.get(waiting.pop(0), {})
        if field in node:
            return node[field]
        waiting += node.get("part_of", ())
    return None


@cache
def shipped_vocabulary() -> Vocabulary:
    """The vocabulary that comes with the package."""
    folder = files("claimledger") / "vocabulary"
    tables = [
        tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
        for name in ("what", "outcome", "measures")
    ]
    return Vocabulary(*tables)
