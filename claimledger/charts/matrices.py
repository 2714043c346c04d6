"""The matrix chart: who agrees with whom, and which side disputes which question."""

from __future__ import annotations

import enum
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

import attrs

from claimledger.charts.ranges import said_text, shown_source
from claimledger.charts.styles import Style, side_styles
from claimledger.charts.words import Heading, heading, is_of_several_events
from claimledger.errors import UnknownNameError, nearest
from claimledger.findings import NO_SIDE, PAIRS_UP_TO, Finding
from claimledger.layout import safe
from claimledger.ledger import Ledger
from claimledger.relations import Relation, RelationKind, Voice, relate
from claimledger.tables import each_once


class Stand(enum.StrEnum):
    """How one stands to another, worst first."""

    DISPUTE = "dispute"
    TENSION = "tension"
    AGREE = "agree"
    COMPATIBLE = "can both be right"
    ALONE = "speaks alone"
    NONE = "no common question"


STANDS: Mapping[Stand, tuple[str, str, str]] = {
    Stand.DISPUTE: ("#f2a48f", "#8c2f1e", "cross"),
    Stand.TENSION: ("#fbd9a5", "#7a5417", "triangle"),
    Stand.AGREE: ("#9cc7e6", "#1f5f8f", "circle"),
    Stand.COMPATIBLE: ("#dbe9f3", "#2c4354", "ring"),
    Stand.ALONE: ("#eeeeee", "#3a3a3a", "dot"),
    Stand.NONE: ("#ffffff", "#1b1b1b", "nothing"),
}
"""What a cell is filled with on a light and on a dark ground, and its sign."""

_KINDS = {
    RelationKind.CONTRADICTION: Stand.DISPUTE,
    RelationKind.IMPLIED_CONTRADICTION: Stand.DISPUTE,
    RelationKind.TENSION: Stand.TENSION,
    RelationKind.CORROBORATION: Stand.AGREE,
    RelationKind.REPEAT: Stand.AGREE,
    RelationKind.COMPATIBLE: Stand.COMPATIBLE,
}
"""What each relation of two sources comes to; others say nothing of how they stand."""

_RANK = {stand: rank for rank, stand in enumerate(Stand)}


@attrs.frozen
class MatrixCell:
    """How the one of a row stands to the one of a column.

    Attributes:
        stand: The worst of it.
        count: On how many questions it is so; 1 where the row is a question.
        of: How many questions they have in common; 1 where the row is a question.
        said: Where the row is a question: what the side says.
    """

    stand: Stand = Stand.NONE
    count: int = 0
    of: int = 0
    said: str = ""


@attrs.frozen
class MatrixHead:
    """What a row or a column is about.

    Attributes:
        name: The source, the side or the question, as it is shown.
        side: Of a source or a side the side as it is spelt, a key of the styles; else None.
        heading: Of a question what stands above it; else None.
    """

    name: str
    side: str | None = None
    heading: Heading | None = None


@attrs.frozen
class MatrixChart:
    """Cells by row and column.

    Attributes:
        kind: ``"sources"`` against sources, or ``"sides"`` against questions.
        rows: What the rows are about.
        columns: What the columns are about.
        cells: The cells, row by row.
        styles: How each side in it is drawn.
    """

    kind: str
    rows: tuple[MatrixHead, ...]
    columns: tuple[MatrixHead, ...]
    cells: tuple[tuple[MatrixCell, ...], ...]
    styles: Mapping[str, Style]


KINDS = ("sides", "sources")
"""What a matrix may be of."""


def matrix_chart(
    findings: Iterable[Finding],
    *,
    by: str = "sides",
    ledger: Ledger | None = None,
    styles: Mapping[str, Style] | None = None,
) -> MatrixChart:
    """Sides against questions, or sources against sources.

    Propositions, choices and sets of members are among the questions; positions, which are
    never judged, are not. A side stands to a question as the worst of its claims stands to a
    claim of another source. Two sources stand to each other as they do on the worst of their
    common questions.

    Args:
        findings: What was found.
        by: ``"sides"`` or ``"sources"``.
        ledger: Where the sources are declared, for their shown names.
        styles: How sides are drawn; None for those of the findings.

    Raises:
        UnknownNameError: for another ``by``.

    Complexity: quadratic in the claims of each question up to 128, then linear.
    """
    if by not in KINDS:
        raise UnknownNameError(by, "kind of matrix", nearest(by, KINDS), KINDS)
    judged = [finding for finding in findings if finding.verdict is not None]
    used = side_styles(judged) if styles is None else styles
    if by == "sides":
        return _by_side(judged, used)
    return _by_source(judged, ledger, used)


def _by_side(findings: list[Finding], styles: Mapping[str, Style]) -> MatrixChart:
    present = {side.side for finding in findings for side in finding.sides}
    names = [side for side in styles if side in present]
    several = is_of_several_events(findings)
    heads = [heading(finding, event=several) for finding in findings]
    rows = tuple(MatrixHead(head.title, None, head) for head in heads)
    cells = tuple(_cells(finding, names) for finding in findings)
    columns = tuple(MatrixHead(safe(side), side) for side in names)
    return MatrixChart("sides", rows, columns, cells, {side: styles[side] for side in names})


def _cells(finding: Finding, names: list[str]) -> tuple[MatrixCell, ...]:
    sides = {voice.id: voice.side_name or NO_SIDE for voice in finding.voices}
    found: dict[str, set[Stand]] = defaultdict(set)
    for relation in _relations(finding):
        for claim in (relation.a, relation.b, *relation.claims):
            if claim in sides and relation.relation in _KINDS:
                found[sides[claim]].add(_KINDS[relation.relation])
    by_id = {voice.id: voice for voice in finding.voices}
    row = []
    for name in names:
        side = next((side for side in finding.sides if side.side == name), None)
        if side is None:
            row.append(MatrixCell())
            continue
        stand = min(found[name], key=_RANK.__getitem__, default=Stand.ALONE)
        said = each_once(said_text(by_id[claim].claim) for claim in side.claims)
        row.append(MatrixCell(stand, 1, 1, said))
    return tuple(row)


def _relations(finding: Finding) -> Iterator[Relation]:
    """The relations of claims of different sources that stand, silent ones among them."""
    yield from finding.implied
    standing = [voice for voice in finding.standing if voice.has_content]
    if len(standing) > PAIRS_UP_TO:
        speakers = {voice.id: voice.speaker for voice in standing}
        for found in finding.relations:
            if speakers.get(found.a) != speakers.get(found.b) and not found.claims:
                yield found
        return
    for one, other in combinations(standing, 2):
        if one.speaker != other.speaker:
            yield relate(one, other)


def _by_source(
    findings: list[Finding], ledger: Ledger | None, styles: Mapping[str, Style]
) -> MatrixChart:
    voices = {voice.id: voice for finding in findings for voice in finding.voices}
    counts: Counter[str] = Counter()
    first: dict[str, Voice] = {}
    for finding in findings:
        speakers = {voice.source: voice for voice in finding.standing}
        counts.update(list(speakers))
        first |= {source: first.get(source, voice) for source, voice in speakers.items()}
    pairs = _pairs(findings, voices)
    order = list(styles)
    ranked = sorted(
        first,
        key=lambda s: (order.index(first[s].side_name or NO_SIDE), -counts[s], s),
    )
    heads = tuple(
        MatrixHead(shown_source(first[s], ledger), first[s].side_name or NO_SIDE) for s in ranked
    )
    cells = tuple(
        tuple(_pair_cell(pairs.get(frozenset((a, b)), {})) for b in ranked) for a in ranked
    )
    kept = {head.side for head in heads}
    used = {side: style for side, style in styles.items() if side in kept}
    return MatrixChart("sources", heads, heads, cells, used)


def _pairs(
    findings: list[Finding], voices: Mapping[str, Voice]
) -> Mapping[frozenset[str], Mapping[int, Stand]]:
    """For each two sources the worst stand on each question that they have in common.

    Of what only several claims contradict together, only what two claims do: with more it is
    nobody's dispute with anybody.
    """
    found: dict[frozenset[str], dict[int, Stand]] = defaultdict(dict)
    for place, finding in enumerate(findings):
        for relation in _relations(finding):
            if len(relation.claims) > 2 or relation.relation not in _KINDS:
                continue
            ends = relation.claims or (relation.a, relation.b)
            if not all(claim in voices for claim in ends):
                continue
            pair = frozenset(voices[claim].source for claim in ends)
            if len(pair) < 2:
                continue
            stand = _KINDS[relation.relation]
            before = found[pair].get(place, Stand.NONE)
            found[pair][place] = min(stand, before, key=_RANK.__getitem__)
    return found


def _pair_cell(stands: Mapping[int, Stand]) -> MatrixCell:
    if not stands:
        return MatrixCell()
    worst = min(stands.values(), key=_RANK.__getitem__)
    return MatrixCell(worst, sum(stand is worst for stand in stands.values()), len(stands))
