"""How the words of measures are compared, and which known wording a misspelt one is near.

Two texts are one wording when they differ in case, hyphens, spaces within compounds, singular
and plural, British and American spelling, or in words that say nothing ("the number of").
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

import attrs

from claimledger.canonical import name_key

EMPTY_WORDS = frozenset(
    [
        *("a", "an", "the", "of", "among", "number", "total", "who", "that"),
        *("was", "were", "is", "are", "be", "been", "being", "have", "has", "had"),
    ]
)
"""Words that change nothing of what is counted."""

_POSSESSIVE = re.compile(r"['\u2019]s?(?!\w)")
_BREAK = re.compile(r"[\s\-\u2010-\u2015_.,;:()\"\u201c\u201d]+")
_BRITISH = (
    (re.compile(r"armor"), "armour"),
    (re.compile(r"defens"), "defenc"),
    (re.compile(r"center"), "centre"),
    (re.compile(r"meter"), "metre"),
    (re.compile(r"labor(?!at)"), "labour"),
    (re.compile(r"harbor"), "harbour"),
    (re.compile(r"airplane"), "aeroplane"),
    (re.compile(r"i[sz](?=e[ds]?$|ing$|ation)"), "is"),
    (re.compile(r"(cancel|travel)(?=e[dr]$|ing$|ers?$)"), r"\1l"),
)
_AMERICAN = re.compile("armor|defens|center|meter|bor|airplane|is|iz|cancel|travel")
_SINGULAR = (
    (re.compile(r"(?<=[a-z])men$"), "man"),
    (re.compile(r"children$"), "child"),
    (re.compile(r"(?<=[a-z]{2})ies$"), "y"),
    (re.compile(r"(?<=ss|ch|sh)es$|(?<=x)es$"), ""),
    (re.compile(r"(?<=[^s])s$"), ""),
)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text that count, each in one of its forms.

    >>> words_of("The number of armored-vehicle losses")
    ('armoured', 'vehicle', 'loss')
    """
    return tuple(_form(word) for word in _written(text))


def _written(text: str) -> list[str]:
    plain = _POSSESSIVE.sub("", name_key(text).replace("&", " and ").replace("/", " or "))
    return [word for word in _BREAK.split(plain) if word and word not in EMPTY_WORDS]


def joined(words: Iterable[str]) -> str:
    """What two wordings have in common that part their compounds differently.

    >>> joined(words_of("air strikes")) == joined(words_of("airstrike"))
    True
    """
    return "".join(words)


@lru_cache(maxsize=4096)
def _form(word: str) -> str:
    if _AMERICAN.search(word):
        for pattern, replacement in _BRITISH:
            word = pattern.sub(replacement, word)
    return singular(word)


def singular(word: str) -> str:
    """One of several: the last word of a name loses its plural ending."""
    for pattern, replacement in _SINGULAR if word.endswith(("s", "n")) else ():
        changed = pattern.sub(replacement, word)
        if changed != word:
            return changed
    return word


@attrs.frozen(eq=False)
class Wordings:
    """Known wordings, and which of them a text is near.

    Attributes:
        phrases: What may be suggested.
        more: Other wordings, whose words are known too.
    """

    phrases: tuple[str, ...]
    more: tuple[str, ...] = ()

    @cached_property
    def _known(self) -> dict[str, int]:
        """Each known word, as written and in its one form, with its letters as bits."""
        written = {word for text in (*self.phrases, *self.more) for word in _written(text)}
        return {word: _letters(word) for word in written | {_form(word) for word in written}}

    @cached_property
    def _holding(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for phrase in self.phrases:
            for word in dict.fromkeys(words_of(phrase)):
                found[word].append(phrase)
        return found

    def corrected(self, text: str) -> tuple[str, ...]:
        """The words of a text, each unknown one replaced by what is known and near."""
        words = words_of(text[:_LONGEST])
        return tuple(right for word in words for right in self._corrected(word))

    def _corrected(self, word: str) -> tuple[str, ...]:
        if word in self._known:
            return (word,)
        for cut in range(3, len(word) - 2):
            parts = words_of(f"{word[:cut]} {word[cut:]}")
            if len(parts) == 2 and all(part in self._known for part in parts):
                return parts
        letters = _letters(word)
        near = [
            known
            for known, others in self._known.items()
            if (letters ^ others).bit_count() <= 3 and abs(len(known) - len(word)) <= 2
        ]
        return (_form(_closest(word, near, 0.7) or word),)

    def nearest(self, words: Iterable[str]) -> str | None:
        """The phrase that shares the rarest words with these, the most alike of several."""
        weights: Counter[str] = Counter()
        wanted = tuple(dict.fromkeys(words))
        for word in wanted:
            holding = self._holding.get(word, ())
            for phrase in holding:
                weights[phrase] += 1000 // len(holding) + 1
        best = max(weights.values(), default=0)
        equal = [phrase for phrase, weight in weights.items() if 2 * weight >= best]
        return _closest(" ".join(wanted), equal[:_MOST], 0.5)


_LONGEST = 120
_MOST = 60


def _letters(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 61)
    return bits


def _closest(text: str, known: Iterable[str], cutoff: float) -> str | None:
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(text)
    best: tuple[float, str] | None = None
    for candidate in sorted(known):
        matcher.set_seq1(candidate)
        ratio = matcher.ratio()
        if ratio >= cutoff and (best is None or ratio > best[0]):
            best = (ratio, candidate)
    return None if best is None else best[1]
