"""What the claims of a ledger imply for questions that nobody answered.

Two sides that each count their own wounded say nothing of all the wounded; together they imply
that there are at least so many. Each question enters with what is agreed on it: of claims that
contradict each other, the lowest and the highest that any of them leaves possible, so that a
bound holds whoever is right, and rivals are never added up.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import combinations

import attrs

from claimledger.bounds import Bounds, Grounds, propagate
from claimledger.canonical import name_key
from claimledger.dates import PartialDate, parse_date
from claimledger.findings import PAIRS_UP_TO, Finding
from claimledger.grouping import Question, Scene
from claimledger.intervals import Interval
from claimledger.judging import judge
from claimledger.ledger import Ledger
from claimledger.network import Network, Node
from claimledger.pairs import denied, disputes
from claimledger.partitions import Entry, Key, Placed, assembled, counts, placed
from claimledger.quantities import Reading
from claimledger.reasons import measure_text
from claimledger.regions import Cell
from claimledger.relations import RelationKind, Voice, relate
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
    said = list(_agreed(scene, heard, _contradicted(findings, heard, side)))
    network, bounds = _consistent(scene, said, asked)
    spelt = _spellings(heard)
    answered = {(node.cell, node.start) for node in network.nodes if node.lows or node.highs}
    for index, node in enumerate(network.nodes):
        if (node.cell, node.start) not in answered:
            bound = _bound(scene, spelt, network, bounds, index, side)
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
    scene: Scene,
    spelt: Mapping[str, str],
    network: Network,
    bounds: Bounds,
    index: int,
    side: str | None,
) -> DerivedBound | None:
    """What is found for one node, where an end of it rests on several questions."""
    low, high = (_usable(scene, network, bounds.grounds((s, index))) for s in ("low", "high"))
    if max(_questions(low), _questions(high)) < 2:
        return None
    ceiling = bounds.high[index] if high.literals else math.inf
    literals = [literal for _, literal in (*low.literals, *high.literals)]
    return DerivedBound(
        question=_question(scene, spelt, network.nodes[index]),
        side=side,
        range=Interval(
            bounds.low[index] if low.literals else 0,
            None if ceiling == math.inf else int(ceiling),
        ),
        claims=tuple(sorted({literal.voice.id for literal in literals})),
        edges=tuple(sorted({*low.edges, *high.edges})),
    )


def _questions(grounds: Grounds) -> int:
    return len({literal.question for _, literal in grounds.literals})


def _usable(scene: Scene, network: Network, grounds: Grounds) -> Grounds:
    """What a bound rests on; nothing where several sides tell civilians and soldiers apart."""
    sides = {literal.voice.side for _, literal in grounds.literals}
    if len(sides) > 1 and any(
        network.is_apart_as_status(scene.vocabulary, one, other)
        and network.declared_apart(one, other) is None
        for one, other in combinations(grounds.nodes, 2)
    ):
        return Grounds()
    return grounds


def _contradicted(
    findings: Sequence[Finding], heard: Sequence[Entry], side: str | None
) -> frozenset[str]:
    """The claims heard that something heard of another question, or a denial, speaks against."""
    ids = {voice.id for voice, _ in heard}
    found = {
        key
        for finding in findings
        for relation in finding.implied
        if ids.issuperset(relation.claims)
        for key in relation.claims
    }
    for finding in findings:
        voices = [voice for voice in finding.standing if side in (None, voice.side_name)]
        denials = [voice for voice in voices if voice.denies and voice.has_content]
        asserted = [voice for voice in voices if voice.id in ids]
        found |= {voice.id for voice, _ in denied(asserted, denials)}
    return frozenset(found)


def _agreed(scene: Scene, heard: Iterable[Entry], contradicted: frozenset[str]) -> Iterator[Placed]:
    """What holds of each question whoever is right.

    That is whatever nothing speaks against; and of claims of one question that contradict each
    other as far as all of them agree, unless something else speaks against each of them.
    """
    by_question: dict[int, list[Entry]] = defaultdict(list)
    for entry in heard:
        by_question[entry[1]].append(entry)
    for entries in by_question.values():
        said = placed(scene, entries)
        rivals = _rivals([voice for voice, _ in entries])
        left_out = rivals | contradicted
        yield from (one for one in said if one.literal.voice.id not in left_out)
        against = [one for one in said if one.literal.voice.id in rivals]
        if against and not rivals <= contradicted:
            yield from _hull(against, rivals)


def _rivals(voices: Sequence[Voice]) -> frozenset[str]:
    """The claims of a question that contradict another; of a very large one all of them."""
    if next(disputes(voices), None) is None:
        return frozenset()
    if len(voices) > PAIRS_UP_TO:
        return frozenset(voice.id for voice in voices)
    pairs = (relate(one, other) for one, other in combinations(voices, 2))
    found = [pair for pair in pairs if pair.relation is RelationKind.CONTRADICTION]
    return frozenset(key for pair in found for key in (pair.a, pair.b))


def _hull(said: Sequence[Placed], claims: Set[str]) -> Iterator[Placed]:
    """The least that any of some claims leaves possible, and the most."""
    end = max(one.key[2] for one in said)
    lows = {one.literal.voice.id: one for one in said if one.is_low}
    highs = {one.literal.voice.id: one for one in said if not one.is_low and one.key[2] == end}
    for ends, choose in ((lows, min), (highs, max)):
        if ends.keys() == claims:
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


def _question(scene: Scene, spelt: Mapping[str, str], node: Node) -> Question:
    """The question of a node, in shown names; what nobody declares is spelt as it was said."""
    cell = node.cell
    event = scene.ledger.events.get(str(cell.event))
    place = scene.ledger.places.get(str(cell.place))
    subject, (what, own) = cell.subject, cell.measure
    window: str | None = None
    if node.start:
        days = [dt.date.fromordinal(day).isoformat() for day in (node.start, node.end[0])]
        window = "/".join(dict.fromkeys(days))
    if subject not in (None, ANY):
        subject = scene.party_name(str(subject), spelt.get(str(subject)))
    return Question(
        event=spelt.get(str(cell.event), cell.event) if event is None else event.name,
        subject=subject,
        measure=measure_text(scene, cell.measure) if what else spelt.get(own, own),
        place=spelt.get(str(cell.place), cell.place) if place is None else place.name,
        window=window,
    )


def _spellings(entries: Iterable[Entry]) -> dict[str, str]:
    """How names are spelt in claims, by their keys; of several spellings the least."""
    claims = [voice.claim for voice, _ in entries]
    names = {name for c in claims for name in (c.subject, c.event, c.place, c.measure) if name}
    return {name_key(name): name for name in sorted(names, reverse=True)}
