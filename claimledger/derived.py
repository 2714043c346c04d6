"""What the claims of a ledger imply for questions that nobody answered.

Two sides that each count their own wounded say nothing of all the wounded; together they imply
that there are at least so many. Each question enters with what is agreed on it: where its claims
contradict each other, the lowest and the highest that any of them leaves possible, so that a
bound holds whoever is right, and rivals are never added up.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import attrs

from claimledger.bounds import Bounds, propagate
from claimledger.conflicts import mixes_status
from claimledger.dates import PartialDate, parse_date
from claimledger.findings import Finding
from claimledger.grouping import Question, Scene
from claimledger.intervals import Interval
from claimledger.judging import judge
from claimledger.ledger import Ledger
from claimledger.network import Literal, Network
from claimledger.pairs import disputes
from claimledger.partitions import Entry, Key, Placed, assembled, counts, placed
from claimledger.quantities import Reading
from claimledger.reasons import measure_text
from claimledger.regions import Cell
from claimledger.sources import ANY


@attrs.frozen(kw_only=True)
class DerivedBound:
    """What follows for a question that nobody answered.

    Attributes:
        question: The question.
        side: Whose claims alone it rests on, by the name of the side; None for those of all.
        range: The numbers that the claims leave possible.
        claims: The ids of the claims that it rests on, sorted.
        edges: The declared partitions used, in words.
    """

    question: Question
    side: str | None
    range: Interval
    claims: tuple[str, ...]
    edges: tuple[str, ...] = ()


def derived_bounds(
    ledger: Ledger,
    *,
    as_of: PartialDate | dt.date | str | None = None,
    reading: str | Reading = "standard",
) -> tuple[DerivedBound, ...]:
    """Bounds of unanswered questions, by question; of each over all claims, then by side.

    Asked are: a side, or all parties, where several of its parties are counted; a larger thing
    or place where several within it are counted; and what declared partitions tie to answers.
    Only what rests on claims of several questions is given.

    Args:
        ledger: The ledger.
        as_of: Only what was said by the end of this date; None for everything.
        reading: The reading policy.

    Raises:
        UnknownNameError: for an unknown reading policy.
        InvalidRecordError: if what the ledger declares goes in a circle.
    """
    seen = ledger if as_of is None else ledger.as_of(parse_date(as_of))
    scene, findings = Scene.of(seen), judge(seen, reading=reading)
    entries = counts(scene, findings)
    asked = _unanswered(scene, placed(scene, entries))
    sides = sorted({voice.side_name for voice, _ in entries if voice.side_name is not None})
    found: list[DerivedBound] = []
    for side in (None, *sides):
        heard = [entry for entry in entries if side in (None, entry[0].side_name)]
        found += _derived(scene, findings, heard, asked, side)
    return tuple(sorted(found, key=lambda one: (str(one.question), one.side or "")))


def _derived(
    scene: Scene,
    findings: Sequence[Finding],
    heard: Sequence[Entry],
    asked: Iterable[Key],
    side: str | None,
) -> Iterator[DerivedBound]:
    network, bounds = _consistent(scene, _agreed(scene, _undisputed(findings, heard)), asked)
    answered = {(node.cell, node.start) for node in network.nodes if node.lows or node.highs}
    for index, node in enumerate(network.nodes):
        if (node.cell, node.start) not in answered:
            bound = _bound(scene, network, bounds, index, side)
            if bound is not None:
                yield bound


def _consistent(
    scene: Scene, said: Sequence[Placed], asked: Iterable[Key]
) -> tuple[Network, Bounds]:
    """What follows from all that is said, but for what goes against something else.

    One source may change its mind, which is no contradiction; nothing follows from either then.
    """
    while True:
        network = assembled(scene, said, asked)
        bounds = propagate(network)
        at_fault = {
            literal.voice.id
            for index in bounds.impossible
            for side in ("low", "high")
            for _, literal in bounds.grounds((side, index)).literals
        }
        if not at_fault:
            return network, bounds
        said = [one for one in said if one.literal.voice.id not in at_fault]


def _bound(
    scene: Scene, network: Network, bounds: Bounds, index: int, side: str | None
) -> DerivedBound | None:
    """What is found for one node, where it rests on several questions."""
    low, high = bounds.grounds(("low", index)), bounds.grounds(("high", index))
    grounds: list[Literal] = []
    for ends in (low, high):
        if len({literal.question for _, literal in ends.literals}) > 1:
            grounds += [literal for _, literal in ends.literals]
    if not grounds or mixes_status(scene, network, low.literals):
        return None
    ceiling = bounds.high[index]
    return DerivedBound(
        question=_question(scene, network, index),
        side=side,
        range=Interval(bounds.low[index], None if ceiling == math.inf else int(ceiling)),
        claims=tuple(sorted({literal.voice.id for literal in grounds})),
        edges=tuple(sorted({*low.edges, *high.edges})),
    )


def _undisputed(findings: Sequence[Finding], heard: Sequence[Entry]) -> list[Entry]:
    """The claims heard that are in no implied contradiction among themselves."""
    ids = {voice.id for voice, _ in heard}
    clashing = {
        key
        for finding in findings
        for relation in finding.implied
        if ids.issuperset(relation.claims)
        for key in relation.claims
    }
    return [entry for entry in heard if entry[0].id not in clashing]


def _agreed(scene: Scene, heard: Iterable[Entry]) -> list[Placed]:
    """What is said of each question, where it is disputed as far as all of it agrees."""
    by_question: dict[int, list[Entry]] = defaultdict(list)
    for entry in heard:
        by_question[entry[1]].append(entry)
    found: list[Placed] = []
    for entries in by_question.values():
        said = placed(scene, entries)
        is_disputed = any(True for _ in disputes([voice for voice, _ in entries]))
        found += _hull(said, {voice.source for voice, _ in entries}) if is_disputed else said
    return found


def _hull(said: Sequence[Placed], sources: set[str]) -> Iterator[Placed]:
    """The least that any source of a question leaves possible, and the most."""
    end = max(one.key[2] for one in said)
    lows: dict[str, Placed] = {}
    highs: dict[str, Placed] = {}
    for one in said:
        source, value = one.literal.voice.source, one.literal.value
        if one.is_low:
            lows[source] = max(one, lows.get(source, one), key=lambda known: known.literal.value)
        elif one.key[2] == end and value >= highs.get(source, one).literal.value:
            highs[source] = one
    for ends, choose in ((lows, min), (highs, max)):
        if ends.keys() == sources:
            one = choose(ends.values(), key=lambda known: known.literal.value)
            yield attrs.evolve(one, key=(one.key[0], one.key[1], end))


def _unanswered(scene: Scene, said: Iterable[Placed]) -> list[Key]:
    """Regions without a claim that hold several with one, in one dimension each."""
    ends: dict[tuple[Cell, int], tuple[int, int, str]] = {}
    for one in said:
        cell, start, end = one.key
        ends[cell, start] = max(end, ends.get((cell, start), end))
    inside: dict[tuple[Cell, int], set[Cell]] = defaultdict(set)
    for cell, start in ends:
        for over in _lifted(scene, cell):
            inside[over, start].add(cell)
    asked: dict[frozenset[Cell], Key] = {}
    for (over, start), cells in sorted(inside.items(), key=lambda item: _depth(scene, item[0][0])):
        if len(cells) > 1 and (over, start) not in ends:
            end = max(ends[cell, start] for cell in cells)
            asked.setdefault(frozenset(cells), (over, start, end))
    return sorted(asked.values(), key=repr)


def _depth(scene: Scene, cell: Cell) -> tuple[int, str]:
    """The deepest first, so that of several regions that hold the same the least is asked."""
    what = cell.measure[0]
    above = len(scene.vocabulary.what.above(what)) if what else 0
    party = 0 if cell.subject in (None, ANY) else len(scene.parties.above(str(cell.subject)))
    place = len(scene.places.above(cell.place)) if cell.place else 0
    return -(above + party + place), repr(cell)


def _lifted(scene: Scene, cell: Cell) -> Iterator[Cell]:
    """The regions that hold one, a single dimension larger."""
    if cell.subject not in (None, ANY):
        for party in scene.parties.above(str(cell.subject)) - {cell.subject}:
            yield attrs.evolve(cell, subject=party)
        yield attrs.evolve(cell, subject=ANY)
    if cell.place is not None:
        for place in scene.places.above(cell.place) - {cell.place}:
            yield attrs.evolve(cell, place=place)
    what, outcome = cell.measure
    if what:
        for larger in filter(scene.vocabulary.is_shown, scene.vocabulary.what.above(what) - {what}):
            yield attrs.evolve(cell, measure=(larger, outcome))


def _question(scene: Scene, network: Network, index: int) -> Question:
    """The question of a node, in shown names."""
    node = network.nodes[index]
    cell = node.cell
    event = scene.ledger.events.get(str(cell.event))
    place = scene.ledger.places.get(str(cell.place))
    subject = cell.subject
    window: str | None = None
    if node.start:
        days = [dt.date.fromordinal(day).isoformat() for day in (node.start, node.end[0])]
        window = "/".join(dict.fromkeys(days))
    return Question(
        event=cell.event if event is None else event.name,
        subject=subject if subject in (None, ANY) else scene.party_name(str(subject)),
        measure=measure_text(scene, cell.measure),
        place=cell.place if place is None else place.name,
        window=window,
    )
