"""The trees in which questions lie, and the words that lead to them.

A measure is WHAT x OUTCOME: "tanks lost", "civilians killed". Both are nodes of trees, read
from the package's data files, and a ledger may add to them. Text that is neither known nor
put together from known words is a measure of its own, equal only to itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any

import attrs

from claimledger.entries import KINDS, MeasureEntry, Nodes, extended_tables, index, inherited
from claimledger.errors import InvalidRecordError, VocabularyError
from claimledger.trees import Place, Tree
from claimledger.units import Unit, units
from claimledger.wording import Wordings, joined, singular, words_of

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


_MOST_WORDS = 8
"""How many words of an unknown text are looked up together."""


@attrs.frozen
class Measure:
    """What a claim counts.

    Attributes:
        name: As the vocabulary spells it, or as written where it is unknown.
        what: The node of what is counted; None for a measure of its own.
        outcome: The node of what happened to it; None for a measure of its own.
        is_known: False when nothing declares it.
    """

    name: str
    what: str | None = None
    outcome: str | None = None
    is_known: bool = True


@attrs.frozen(eq=False, slots=False)
class Vocabulary:
    """All that is known of measures.

    >>> words = shipped_vocabulary()
    >>> words.resolve("killed soldiers").name, words.nearest("soliders kiled")
    ('soldiers killed', 'soldiers killed')

    Attributes:
        what: The tree of what is counted.
        outcome: The tree of what happened to it.
    """

    _whats: Nodes
    _outcomes: Nodes
    _measures: Nodes

    @cached_property
    def what(self) -> Tree:
        """The tree of what is counted.

        A root of no domain may be anything, so that it cuts across the others.
        """
        crossing = frozenset(
            name
            for name, node in self._whats.items()
            if node.get("crossing")
            or not (node.get("part_of") or node.get("domain") or node.get("abstract"))
        )
        return Tree(_edges(self._whats), crossing)

    @cached_property
    def outcome(self) -> Tree:
        """The tree of outcomes, which are never taken to be disjoint."""
        return Tree(_edges(self._outcomes), siblings_disjoint=False)

    @cached_property
    def sure_outcome(self) -> Tree:
        """The tree of outcomes without what an author may have left out of a larger one.

        Who speaks of casualties may mean the killed alone, so that the wounded are not surely
        among them.
        """
        edges = {
            name: tuple(
                over for over in parents if over not in self._outcomes[name].get("loose", ())
            )
            for name, parents in _edges(self._outcomes).items()
        }
        return Tree(edges, siblings_disjoint=False)

    @cached_property
    def _what_words(self) -> dict[str, list[str]]:
        return index(self._whats)

    @cached_property
    def _outcome_words(self) -> dict[str, list[str]]:
        return index(self._outcomes)

    @cached_property
    def _measure_words(self) -> dict[str, list[str]]:
        return index(self._measures)

    @cached_property
    def _resolved(self) -> dict[str, Measure]:
        return {}

    def resolve(self, text: str) -> Measure:
        """What a text counts. Total: an unknown text is a measure of its own.

        Complexity: constant for a text that was resolved before.
        """
        found = self._resolved.get(text)
        if found is None:
            known = self._found(words_of(text))
            found = self._resolved[text] = known or Measure(text, is_known=False)
        return found

    def _found(self, words: tuple[str, ...]) -> Measure | None:
        return self._declared(words) or self._alone(words) or self._parsed(words)

    def _declared(self, words: tuple[str, ...]) -> Measure | None:
        own = self._measure_words.get(joined(words))
        if own is None:
            return None
        entry = self._measures[own[0]]
        if "what" in entry:
            whats = self._what_words[joined(words_of(entry["what"]))]
            outcomes = self._outcome_words[joined(words_of(entry["outcome"]))]
            return self._pair(whats, outcomes) or self.measure(whats[0], outcomes[0])
        return self._parsed(words_of(own[0])) or Measure(own[0])

    def _alone(self, words: tuple[str, ...]) -> Measure | None:
        for outcome in self._outcome_words.get(joined(words), ()):
            what = self._outcomes[outcome].get("alone")
            if what is not None:
                return self.measure(what, outcome)
        return None

    def _parsed(self, words: tuple[str, ...]) -> Measure | None:
        for cut in range(1, len(words)):
            left, right = joined(words[:cut]), joined(words[cut:])
            for what, outcome in ((left, right), (right, left)):
                found = self._pair(
                    self._what_words.get(what, ()), self._outcome_words.get(outcome, ())
                )
                if found is not None:
                    return found
        return None

    def _pair(self, whats: Iterable[str], outcomes: Iterable[str]) -> Measure | None:
        for outcome in outcomes:
            for what in whats:
                if self._can_have(what, outcome):
                    return self.measure(what, outcome)
        return None

    def _can_have(self, what: str, outcome: str) -> bool:
        domain, domains = self._of_what(what, "domain"), self._outcomes[outcome].get("domain")
        return domain is None or domains is None or domain in domains

    def measure(self, what: str, outcome: str) -> Measure:
        """The measure of two nodes, by their names."""
        node = self._outcomes[outcome]
        label = node.get("label", outcome)
        if not node.get("noun"):
            return Measure(f"{what} {label}", what, outcome)
        if what == node.get("alone"):
            return Measure(label, what, outcome)
        adjective = self._whats[what].get("adjective", singular(what))
        return Measure(f"{adjective} {label}", what, outcome)

    def nearest(self, text: str) -> str | None:
        """The known measure nearest to a text, or None when none is near."""
        words = self._wordings.corrected(text)
        parts = [
            words[start : start + length]
            for length in range(min(len(words), _MOST_WORDS), 0, -1)
            for start in range(len(words) - length + 1)
        ]
        whole = (self._found(part) for part in parts if len(part) > 1 or part == words)
        outcomes = (self._alone((word,)) for word in words_of(text))
        for found in (*whole, *outcomes):
            if found is not None:
                return found.name
        own = (self._declared(part) for part in parts if len(part) == 1)
        return self._wordings.nearest(words) or next((m.name for m in own if m is not None), None)

    @property
    def suggestions(self) -> tuple[str, ...]:
        """The measures that may be suggested: the usual ones of each thing, and all others."""
        return self._wordings.phrases

    @cached_property
    def _wordings(self) -> Wordings:
        return Wordings(tuple(dict.fromkeys(self._examples())), tuple(self._spelt()))

    def _examples(self) -> Iterator[str]:
        """The measures that may be suggested: the usual ones of each thing, and all others."""
        yield from self._measures
        usual = [outcome for outcome, node in self._outcomes.items() if node.get("usual")]
        shown = (what for what, node in self._whats.items() if not node.get("abstract"))
        for what in shown:
            for outcome in usual:
                if self._can_have(what, outcome):
                    yield self.measure(what, outcome).name

    def _spelt(self) -> Iterator[str]:
        for nodes in (self._whats, self._outcomes, self._measures):
            for name, node in nodes.items():
                yield from (node.get("label", name), *node.get("synonyms", ()))

    def whats_named(self, text: str) -> tuple[str, ...]:
        """The things counted that a text alone may name."""
        return tuple(self._what_words.get(joined(words_of(text)), ()))

    def outcomes_named(self, text: str) -> tuple[str, ...]:
        """The outcomes that a text alone may name."""
        return tuple(self._outcome_words.get(joined(words_of(text)), ()))

    def _of_what(self, what: str, field: str) -> Any:
        return inherited(self._whats, what, field)

    def is_shown(self, what: str) -> bool:
        """False for a thing that no author speaks of, and that only keeps others apart."""
        return not self._whats.get(what, {}).get("abstract")

    def is_status(self, what: str, other: str) -> bool:
        """True for two things apart as civilian and military: a status that may be disputed."""
        natures = {self._of_what(node, "nature") for node in (what, other)}
        return natures == {"civilian", "military"}

    def is_loss(self, measure: Measure) -> bool:
        """True when the outcome harms the one it happens to."""
        return measure.outcome is not None and bool(
            inherited(self._outcomes, measure.outcome, "loss")
        )

    def is_state(self, measure: Measure) -> bool:
        """True when the outcome holds at a moment, and may be over at the next."""
        return measure.outcome is not None and bool(
            inherited(self._outcomes, measure.outcome, "state")
        )

    def is_civilian(self, measure: Measure) -> bool:
        """True when what is counted is civilian."""
        return measure.what is not None and self._of_what(measure.what, "nature") == "civilian"

    def is_military(self, measure: Measure) -> bool:
        """True when what is counted is military."""
        return measure.what is not None and self._of_what(measure.what, "nature") == "military"

    def is_disjoint(self, one: Measure, other: Measure) -> bool:
        """Whether surely nobody and nothing is counted in both.

        Outcomes overlap, so that only what is counted can part two measures; of measures of
        their own nothing is sure.
        """
        if one.what is None or other.what is None:
            return False
        return self.what.is_disjoint(one.what, other.what)

    def extended(self, entries: Iterable[MeasureEntry]) -> Vocabulary:
        """The vocabulary with what a ledger adds; the order of entries does not matter.

        Raises:
            VocabularyError: for unknown names, or nodes within each other in a circle.
        """
        added = frozenset(entries)
        return _extended(self, added) if added else self

    def _with(self, added: frozenset[MeasureEntry]) -> Vocabulary:
        base = dict(zip(KINDS, (self._whats, self._outcomes, self._measures), strict=True))
        tables = extended_tables(base, added, lambda text: self.resolve(text).is_known)
        vocabulary = Vocabulary(*tables.values())
        try:
            _ = vocabulary.what, vocabulary.outcome
        except InvalidRecordError as error:
            message = str(error)
            inside = (entry.name for entry in added if entry.part_of)
            at_fault = min(inside, key=lambda name: (repr(name) not in message, name))
            raise VocabularyError([(at_fault, message)]) from error
        return vocabulary


@lru_cache(maxsize=32)
def _extended(vocabulary: Vocabulary, added: frozenset[MeasureEntry]) -> Vocabulary:
    """Reading, judging and showing one ledger ask for the same vocabulary."""
    return vocabulary._with(added)


def _edges(nodes: Nodes) -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(node.get("part_of", ())) for name, node in nodes.items()}


@cache
def shipped_vocabulary() -> Vocabulary:
    """The vocabulary that comes with the package."""
    folder = files("claimledger") / "vocabulary"
    tables = [
        tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
        for name in ("what", "outcome", "measures")
    ]
    return Vocabulary(*tables)
