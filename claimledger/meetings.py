"""Which questions may contradict each other, told by their regions and extremes alone.

It is cheap, and errs only on the safe side: of what is left out nothing can be contradicted.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Container, Sequence

import attrs

from claimledger.findings import Finding
from claimledger.grouping import Scene
from claimledger.partitions import cell_of
from claimledger.regions import RUNNING, Cell, Lattice, finite
from claimledger.sources import components

_COMPARED = frozenset(accrual.value for accrual in RUNNING)


def that_may_clash(scene: Scene, findings: Sequence[Finding]) -> Container[int]:
    """The places of the questions to look at; where partitions are declared, of all.

    Questions bear on each other where their regions, but for their time, lie within each other,
    and on those that these bear on. Unless more may be said of parts than is allowed for what
    holds them, all claims on such questions can be right.

    Args:
        scene: Gives the trees and the partitions.
        findings: The findings of all questions of one ledger.
    """
    if scene.cuts:  # They tie regions together beyond the trees.
        return range(len(findings))
    places: dict[Cell, list[int]] = defaultdict(list)
    for place, finding in enumerate(findings):
        question = finding.question
        if question.accrual in _COMPARED and question.dimension is None:
            places[cell_of(scene, finding.voices[0].claim)].append(place)
    lattice = Lattice(scene, places)
    inside: dict[Cell, set[int]] = defaultdict(set)
    links: list[tuple[int, int]] = []
    for cell, here in places.items():
        containers = list(lattice.in_trees(cell))
        if len(here) > 1 or len(containers) > 1:
            for container in containers:
                inside[container].update(here, places[container])
                links.append((here[0], places[container][0]))
    groups: dict[int, list[Cell]] = defaultdict(list)
    roots = components(links)
    for cell in inside:
        groups[roots[places[cell][0]]].append(cell)
    found: set[int] = set()
    for cells in groups.values():
        together = {place for cell in cells for place in places[cell]}
        ends = {place: _Ends.of(findings[place]) for place in together}
        least = min(one.high for one in ends.values())
        if any(
            _may_exceed([ends[place] for place in inside[cell]], ends[whole], least)
            for cell in cells
            for whole in places[cell]
        ):
            found |= together
    return found


@attrs.frozen(eq=False)
class _Ends:
    """The highest lower and the lowest upper bound that is said of a question, and its time."""

    low: int
    high: float
    window: str | None

    @classmethod
    def of(cls, finding: Finding) -> _Ends:
        supports = [v.support for v in finding.standing if v.has_content and not v.denies]
        lows = [low for one in supports if (low := finite(one.low)) is not None]
        highs = [high for one in supports if (high := finite(one.high)) is not None]
        return cls(max(lows, default=0), min(highs, default=math.inf), finding.question.window)


def _may_exceed(parts: Sequence[_Ends], whole: _Ends, least: float) -> bool:
    """True unless no figures of what lies within a region can exceed what is allowed for it.

    Args:
        parts: Of each question on what lies within the region, the region itself among it.
        whole: Of a question on the region.
        least: The least that is allowed for any question that bears on these.
    """
    total = sum(one.low for one in parts)
    # What begins together is never apart in time, and so never added to what holds it.
    is_of_one_time = len({one.window for one in parts}) == 1
    others = total - whole.low if is_of_one_time else total
    # Parts that overlap may both count what they share, which is allowed for too.
    if is_of_one_time and len(parts) == 2:
        overlapping = max(one.low for one in parts) + others
    else:
        overlapping = 2 * total
    return others > whole.high or overlapping > whole.high + least
