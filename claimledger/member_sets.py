"""Claims on who belongs to a set: which contradict, and which say as much as others.

Answers are compared by their names, never pair by pair: an open set meets a closed one
unless it names somebody outside it, and to lie within a set is to be named with each of
its names, the rarest of which leaves few to look at.

Complexity: near linear in the names given, where names are many or origins are few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from claimledger.relations import Voice, within
from claimledger.shortlists import Mark, Shortlist


def set_conflicts(
    offers: Sequence[Voice], askers: Sequence[Voice], marks: Sequence[Mark]
) -> Iterator[tuple[Voice, Voice]]:
    """Each asker of a closed set with offers that cannot agree with it, and share no mark.

    Yields:
        (offer, asker): at most one offer of a closed set and one of an open one.
    """
    asking = [voice for voice in askers if _is_closed(voice)]
    if not asking:
        return
    others = Shortlist((_keys, *marks))
    naming: dict[str, Shortlist] = defaultdict(lambda: Shortlist(marks))
    for voice in offers:
        if _is_closed(voice):
            others.offer(0, voice)
        else:
            for name in sorted(_keys(voice)):
                naming[name].offer(0, voice)
    for voice in asking:
        found = others.best(voice)
        if found is not None:
            yield found[1], voice
        keys = _keys(voice)
        outside = (listed.best(voice) for name, listed in naming.items() if name not in keys)
        first = next((best for best in outside if best is not None), None)
        if first is not None:
            yield first[1], voice


def set_supports(
    inner: Sequence[Voice], outer: Sequence[Voice], marks: Sequence[Mark]
) -> Iterator[tuple[Voice, Voice]]:
    """Each outer claim with an inner one that says at least as much, and shares no mark."""
    equal: dict[str, Shortlist] = defaultdict(lambda: Shortlist(marks))
    naming: dict[str, list[Voice]] = defaultdict(list)
    distinct = {(str(v.members), *(mark(v) for mark in marks)): v for v in reversed(inner)}
    for voice in distinct.values():
        equal[str(voice.members)].offer(0, voice)
        for name in sorted(_keys(voice)):
            naming[name].append(voice)
    for voice in outer:
        found = equal[str(voice.members)].best(voice)
        if found is not None:
            yield found[1], voice
            continue
        rarest = min(_keys(voice), key=lambda name: (len(naming[name]), name))
        for other in naming[rarest]:
            if within(other, voice) and all(mark(other) != mark(voice) for mark in marks):
                yield other, voice
                break


def _is_closed(voice: Voice) -> bool:
    return voice.members is not None and voice.members.closed


def _keys(voice: Voice) -> frozenset[str]:
    return frozenset() if voice.members is None else voice.members.keys
