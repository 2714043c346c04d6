"""Measures that nothing declares, and those that are probably one under two names.

Two names are near when they have the same words, in any order and form, parted in any way, but
that one of the words is misspelt by a letter. They are found by what is left of a word without
one of its letters, so that no name is compared with all others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import attrs

from claimledger.canonical import name_key
from claimledger.errors import quoted
from claimledger.linting.lints import Case, Lint
from claimledger.wording import joined, words_of

SHORTEST = 5
"""A shorter word, by a letter different, is another word."""


@attrs.frozen(eq=False)
class Name:
    """A measure as claims name it.

    Attributes:
        text: As it is spelt first.
        place: Its place among all, in the order of the claims.
        is_known: False where nothing declares it.
        claims: The ids of the claims that name it so.
        events: The events that they are about.
    """

    text: str
    place: int
    is_known: bool
    claims: list[str] = attrs.field(factory=list)
    events: set[str | None] = attrs.field(factory=set)


def measure_lints(case: Case) -> Iterator[Lint]:
    """The unknown measures: near another name, or standing by themselves."""
    names = _names(case)
    if all(name.is_known for name in names.values()):
        return
    groups: dict[tuple[str, ...], list[Name]] = defaultdict(list)
    for name in names.values():
        for sign in signs(name.text):
            groups[sign].append(name)
    for name in names.values():
        if name.is_known:
            continue
        near = {other.place: other for sign in signs(name.text) for other in groups[sign][:_MOST]}
        others = [other for other in near.values() if _is_double(name, other)]
        if others:
            yield _similar(name, min(others, key=lambda other: (not other.is_known, other.place)))
        if not any(other.is_known for other in others):
            yield _unknown(case, name)


_MOST = 8
"""So many names that are near each other are looked at; the first is named."""


def _names(case: Case) -> Mapping[str, Name]:
    """Every measure by what its spellings share, in the order of the claims."""
    names: dict[str, Name] = {}
    for claim in case.ledger.active:
        if claim.measure is not None:
            key = name_key(claim.measure)
            if key not in names:
                is_known = case.scene.vocabulary.resolve(claim.measure).is_known
                names[key] = Name(claim.measure, len(names), is_known)
            names[key].claims.append(claim.id)
            names[key].events.add(None if claim.event is None else name_key(claim.event))
    return names


def signs(text: str) -> set[tuple[str, ...]]:
    """What a measure shares with those that differ from it by a letter of one word at most.

    >>> bool(signs("bridges destroyed") & signs("destroyd bridge"))
    True
    """
    words = sorted(words_of(text))
    found = {tuple(words), ("", joined(words_of(text)))}
    for place, word in enumerate(words):
        if len(word) >= SHORTEST and word.isalpha():
            rest = (*words[:place], *words[place + 1 :])
            shorter = (word[:cut] + word[cut + 1 :] for cut in range(len(word)))
            found |= {("…", form, *rest) for form in (word, *shorter)}
    return found


def _is_double(name: Name, other: Name) -> bool:
    """True for two names of which one is probably meant; of two unknown ones the later tells."""
    if other.is_known:
        return not name.events.isdisjoint(other.events)
    return other.place < name.place


def _similar(name: Name, other: Name) -> Lint:
    what = "is near the known" if other.is_known else "is near"
    message = (
        f"measure {name.text!r} {what} {other.text!r}: the two are not compared; use one name, or"
        " declare both under [measures]"
    )
    return Lint(
        code="similar-measures",
        message=message,
        claims=tuple(name.claims),
        field="measure",
        is_general=True,
    )


def _unknown(case: Case, name: Name) -> Lint:
    near = case.scene.vocabulary.nearest(name.text)
    hint = f"; did you mean {near!r}?" if near else ""
    return Lint(
        code="unknown-measure",
        message=f"unknown measure {quoted(name.text)} stands by itself{hint}",
        claims=tuple(name.claims),
        field="measure",
        is_general=True,
    )
