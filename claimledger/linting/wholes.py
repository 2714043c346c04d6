"""What one source says of parts and of their whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from claimledger.conflicts import Conflict, conflicts
from claimledger.linting.lints import Case, Lint
from claimledger.network import Literal, Network
from claimledger.partitions import Entry, counts, network_of


def whole_lints(case: Case) -> Iterator[Lint]:
    """Parts above their wholes, and totals that are not their parts, within one source.

    Of all that a source says of the same questions, only what it said first is shown.
    """
    by_source: dict[str, list[Entry]] = defaultdict(list)
    for voice, question in counts(case.scene, case.findings):
        by_source[voice.speaker].append((voice, question))
    for entries in by_source.values():
        if len({question for _, question in entries}) > 1:
            yield from _of_source(case, entries)


def _of_source(case: Case, entries: Iterable[Entry]) -> Iterator[Lint]:
    def rebuilt(literals: Iterable[Literal]) -> Network:
        return network_of(case.scene, [(one.voice, one.question) for one in literals])

    network = network_of(case.scene, entries)
    shown: set[frozenset[int]] = set()
    found = (
        conflict
        for conflict in conflicts(case.scene, network, rebuilt, _is_one_state)
        if len({network.nodes[at].cell for at, _ in (*conflict.lows, *conflict.highs)}) > 1
    )
    for conflict in sorted(found, key=_by_time):
        questions = frozenset(literal.question for literal in conflict.literals)
        if questions not in shown:
            shown.add(questions)
            yield _lint(case, network, conflict)


def _is_one_state(literals: Iterable[Literal]) -> bool:
    """True for claims of several questions said at once, or none of which can be taken back.

    Running counts only grow; what else was said on different days may be a change of mind.
    """
    found = list(literals)
    voices = [literal.voice for literal in found]
    if len({literal.question for literal in found}) < 2:
        return False
    if frozenset.intersection(*(voice.statements for voice in voices)):
        return False
    return all(v.cumulative for v in voices) or len({v.claim.date for v in voices}) == 1


def _by_time(conflict: Conflict) -> tuple[object, ...]:
    dates = max(literal.voice.claim.date.sort_key() for literal in conflict.literals)
    return (dates, sorted(conflict.claims))


def _lint(case: Case, network: Network, conflict: Conflict) -> Lint:
    """A conflict in words: shown at the part, or at the total of a declared partition."""
    parts = [literal.voice for _, literal in conflict.lows]
    wholes = [literal.voice for _, literal in conflict.highs]
    nodes = [at for at, _ in conflict.lows]
    is_declared = len(wholes) > 1 or any(
        network.declared_apart(one, other) for one in nodes for other in nodes if one < other
    )
    if is_declared and len(wholes) == 1:
        parts, wholes = wholes, parts
    voices = list({voice.id: voice for voice in (*parts, *wholes)}.values())
    said = " and ".join(f"{case.asked(voice)}: {case.told(voice)}" for voice in voices)
    both = "both" if len(voices) == 2 else "all"
    why = "; ".join(step for step in conflict.edges if step)
    message = f"{said}: they cannot {both} be right, as {why}; correct one, or give their windows"
    return Lint(
        code="total-is-not-its-parts" if is_declared else "part-above-whole",
        message=message,
        claims=tuple(voice.id for voice in voices),
        field="value",
    )
