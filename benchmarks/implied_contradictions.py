"""How the time to find implied contradictions grows with the claims of a ledger.

One ongoing event; a fifth as many questions as claims, spread over parties and places of three
levels and over equipment of up to four; five claims to a question, of five sources, said on
sixty days. Figures are drawn around one made-up truth in which each whole has more than its
parts, so that most of them fit together.

The floor is the time to make the same claims. Ratios to it are what counts: the machine cancels.
The fuller the trees, the more regions lie within each other: these edges grow faster than the
claims, and the last column is the time of propagation for a claim or an edge.
"""

from __future__ import annotations

import argparse
import itertools
import random
import time
from collections.abc import Sequence

import claimledger as cl
from claimledger import judging
from claimledger.grouping import Scene
from claimledger.partitions import counts, network_of
from claimledger.propagation import imply
from claimledger.taxonomy import shipped_vocabulary

EQUIPMENT = (
    *("equipment", "vehicles", "trucks", "cars", "armoured vehicles", "tanks"),
    *("armoured personnel carriers", "infantry fighting vehicles", "artillery pieces"),
    *("towed artillery", "self-propelled artillery", "mortars", "air defence systems", "radars"),
    *("surface-to-air missile systems", "anti-aircraft guns", "aircraft", "helicopters"),
    *("attack helicopters", "transport helicopters", "warplanes", "fighter aircraft", "UAVs"),
    *("attack aircraft", "bombers", "combat UAVs", "reconnaissance UAVs", "naval ships"),
)
SIZES = (1_000, 10_000, 100_000)
SIDES, FORCES, UNITS = ("North", "South"), 5, 4
PROVINCES, DISTRICTS = 8, 6
SOURCES, DAYS = 30, 60


def parties() -> list[tuple[cl.Party, int]]:
    """Two sides of five forces of four units, each with its size."""
    found = []
    for side, other in (SIDES, SIDES[::-1]):
        found.append((cl.Party(name=side, opposed=[other]), (UNITS + 1) * (FORCES + 1)))
        for force in range(FORCES):
            found.append((cl.Party(name=f"{side} {force}", part_of=side), UNITS + 1))
            for unit in range(UNITS):
                name = f"{side} {force}-{unit}"
                found.append((cl.Party(name=name, part_of=f"{side} {force}"), 1))
    return found


def places() -> list[tuple[cl.Place, int]]:
    """One country of eight provinces of six districts, each with its size."""
    found = [(cl.Place(name="country"), (DISTRICTS + 1) * (PROVINCES + 1))]
    for province in range(PROVINCES):
        found.append((cl.Place(name=f"province {province}", part_of="country"), DISTRICTS + 1))
        for district in range(DISTRICTS):
            name = f"district {province}-{district}"
            found.append((cl.Place(name=name, part_of=f"province {province}"), 1))
    return found


def equipment() -> list[tuple[str, int]]:
    """Each kind of equipment, with more of it than of all kinds within it."""
    tree = shipped_vocabulary().what
    return [(what, 1 + sum(what in tree.above(other) for other in EQUIPMENT)) for what in EQUIPMENT]


def ledger_of(size: int) -> tuple[cl.Ledger, float]:
    """A ledger of so many claims, and the seconds that making the claims took."""
    chance = random.Random(size)
    declared: list[object] = [
        cl.Event(name="event", window="2024-01-01/.."),
        *(party for party, _ in parties()),
        *(place for place, _ in places()),
        *(
            cl.Source(name=f"source {number}", side=(*SIDES, None)[number % 3])
            for number in range(SOURCES)
        ),
    ]
    keys = list(itertools.product(parties(), places(), equipment()))
    chosen = chance.sample(keys, size // 5)
    start = time.process_time()
    claims: list[object] = []
    for (party, troops), (place, room), (what, kinds) in chosen:
        truth = 5 * troops * room * kinds
        for number in chance.sample(range(SOURCES), 5):
            day = chance.randrange(DAYS)
            value = max(1, truth * (day + DAYS) // (2 * DAYS) + chance.randrange(-1, 2))
            hedge = chance.choice(("", "about ", "at least ", "about "))
            claims.append(
                cl.Claim(
                    source=f"source {number}",
                    date=f"2024-{1 + day // 30:02}-{1 + day % 29:02}",
                    event="event",
                    subject=party.name,
                    place=place.name,
                    measure=f"{what} lost",
                    value=f"{hedge}{value}",
                )
            )
    spent = time.process_time() - start
    return cl.Ledger().add(*declared, *claims), spent  # type: ignore[arg-type]


def edges_of(scene: Scene, findings: Sequence[cl.Finding]) -> int:
    """The pairs of regions of which the one directly holds the other."""
    return sum(len(node.up) for node in network_of(scene, counts(scene, findings)).nodes)


SPENT: list[float] = []


def timed(scene: Scene, findings: Sequence[cl.Finding]) -> list[cl.Finding]:
    """Propagation, which notes its time."""
    start = time.process_time()
    found = imply(scene, findings)
    SPENT.append(time.process_time() - start)
    return found


def main() -> None:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="the smallest size, once")
    smoke = parser.parse_args().smoke
    judging.imply = timed
    print("   claims   edges  implied  making s  judging s  implying s  ratio  us each")
    for size in SIZES[:1] if smoke else SIZES:
        ledger, floor = ledger_of(size)
        start = time.process_time()
        findings = cl.judge(ledger)
        whole = time.process_time() - start
        edges = edges_of(Scene.of(ledger), findings)
        implied = len({relation for found in findings for relation in found.implied})
        print(
            f"{size:9,} {edges:7,} {implied:8,} {floor:9.2f} {whole:10.2f} {SPENT[-1]:11.2f}"
            f" {SPENT[-1] / floor:6.1f} {1e6 * SPENT[-1] / (size + edges):8.1f}"
        )


if __name__ == "__main__":
    main()
