"""The strongest of many voices for askers that exclude some of them, kept in a few places."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from operator import attrgetter, ne
from typing import Any

from claimledger.relations import Voice

Mark = Callable[[Voice], Hashable]
"""Something of a voice that two voices may share, such as their side."""

by_speaker: Mark = attrgetter("speaker")
by_origin: Mark = attrgetter("origin")
by_component: Mark = attrgetter("component")
by_side: Mark = attrgetter("side")

RIVALS = (by_speaker, by_origin)
"""Marks that two claims in contradiction do not share."""

OTHER_SIDES = (by_side, by_speaker, by_origin)
"""Marks that two claims in contradiction across sides do not share."""

_NOBODY = object()
"""A mark that nobody bears."""

INDEPENDENT = (by_side, by_component)
"""Marks that two claims do not share of which one corroborates the other."""

FEW = 6
"""So many voices are kept without a look at who can reach them."""

MANY = 16
"""So many voices that are known from the start are searched as they are."""

Entry = tuple[Any, tuple[Hashable, ...], Voice]


class Shortlist:
    """The voices with the least keys, as few as can be, for queries with exclusions.

    A query asks for the least key among voices that share no mark with the asker. Where there
    are more than a few, those that no query can reach are dropped, so that the list stays
    short whatever is offered.

    Args:
        marks: What the two must not share.
    """

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._marks = marks
        self._entries: list[Entry] = []
        self._answers_all = False

    @classmethod
    def of(
        cls, voices: Sequence[Voice], key: Callable[[Voice], Any], marks: Sequence[Mark]
    ) -> Shortlist:
        """The shortlist of voices in the order of their keys."""
        made = cls(marks)
        if len(voices) > MANY:
            for voice in voices:
                made.offer(key(voice), voice)
        else:
            made._entries = [
                (key(voice), tuple([mark(voice) for mark in marks]), voice) for voice in voices
            ]
        return made

    def offer(self, key: Any, voice: Voice) -> None:
        """Add a voice. Of equal keys the one offered first stays ahead."""
        entries = self._entries
        if self._answers_all and key >= entries[-1][0]:
            return
        place = len(entries)
        while place and key < entries[place - 1][0]:
            place -= 1
        marks = tuple([mark(voice) for mark in self._marks])
        self._entries = [*entries[:place], (key, marks, voice), *entries[place:]]
        if len(self._entries) > FEW:
            kept: list[Entry] = []
            for entry in self._entries:
                if _is_reachable(kept, entry[1]):
                    kept.append(entry)
            self._entries = kept
            self._answers_all = not _is_reachable(kept, (_NOBODY,) * len(marks))

    def best(self, asker: Voice) -> tuple[Any, Voice] | None:
        """The least key that shares no mark with the asker, and its voice."""
        wanted = [mark(asker) for mark in self._marks]
        for key, marks, voice in self._entries:
            if all(map(ne, marks, wanted)):
                return key, voice
        return None


def _is_reachable(
    ahead: Sequence[Entry], marks: tuple[Hashable, ...], asked: tuple[Hashable, ...] | None = None
) -> bool:
    """Whether some asker excludes all entries ahead, and not one that bears these marks.

    Args:
        ahead: The entries with lesser keys.
        marks: The marks of the entry that is to be reached.
        asked: What is settled of the marks of the asker, None for each that is not.
    """
    if asked is None and len(ahead) < 2:  # An asker need only exclude one, if any.
        return not ahead or ahead[0][1] != marks
    settled = (None,) * len(marks) if asked is None else asked
    for place, (_, other, _) in enumerate(ahead):
        if any(one is not None and one == two for one, two in zip(settled, other, strict=True)):
            continue
        return any(
            _is_reachable(ahead[place + 1 :], marks, (*settled[:at], other[at], *settled[at + 1 :]))
            for at, mark in enumerate(marks)
            if settled[at] is None and other[at] != mark
        )
    return True
