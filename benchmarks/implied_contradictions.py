"""How the time to judge a ledger grows with its claims, implied contradictions included.

One ongoing event; a fifth as many questions as claims, spread over parties and places of three
levels and over all the equipment of the vocabulary; five claims to a question, of five sources,
said on sixty days. Figures are drawn around one made-up truth, so that most of them fit together.

The floor is the time to make the same claims. Ratios to it are what counts: the machine cancels.
"""

from __future__ import annotations

import argparse
import itertools
import random
import time

import claimledger as cl

EQUIPMENT = (
    *("equipment", "vehicles", "trucks", "cars", "armoured vehicles", "tanks"),
    *("armoured personnel carriers", "infantry fighting vehicles", "artillery pieces"),
    *("towed artillery", "self-propelled artillery", "mortars", "air defence systems", "radars"),
    *("surface-to-air missile systems", "anti-aircraft guns", "aircraft", "helicopters"),
    *("attack helicopters", "transport helicopters", "warplanes", "fighter aircraft", "UAVs"),
    *("attack aircraft", "bombers", "combat UAVs", "reconnaissance UAVs", "naval ships"),
)
SIZES = (1_000, 10_000, 100_000)


def parties() -> list[cl.Party]:
    """Two sides of five forces of four units."""
    found = []
    for side in ("North", "South"):
        found.append(cl.Party(name=side, opposed=[{"North": "South", "South": "North"}[side]]))
        for force in range(5):
            found.append(cl.Party(name=f"{side} {force}", part_of=side))
            found += [
                cl.Party(name=f"{side} {force}-{unit}", part_of=f"{side} {force}")
                for unit in range(4)
            ]
    return found


def places() -> list[cl.Place]:
    """One country of eight provinces of six districts."""
    found = [cl.Place(name="country")]
    for province in range(8):
        found.append(cl.Place(name=f"province {province}", part_of="country"))
        found += [
            cl.Place(name=f"district {province}-{district}", part_of=f"province {province}")
            for district in range(6)
        ]
    return found


def records(size: int) -> tuple[list[object], float]:
    """The records of a ledger of so many claims, and the seconds that making the claims took."""
    chance = random.Random(size)
    declared: list[object] = [
        cl.Event(name="event", window="2024-01-01/.."),
        *parties(),
        *places(),
        *(
            cl.Source(name=f"source {number}", side=("North", "South", None)[number % 3])
            for number in range(30)
        ),
    ]
    names = [party.name for party in parties()]
    spots = [place.name for place in places()]
    keys = list(itertools.product(names, spots, EQUIPMENT))
    chosen = chance.sample(keys, size // 5)
    start = time.perf_counter()
    claims: list[object] = []
    for party, place, what in chosen:
        # The larger the region, the more: each level is some times the one below it.
        scale = (9 if " " not in party else 3 if "-" not in party else 1) * (
            20 if place == "country" else 4 if place.startswith("province") else 1
        )
        truth = scale * (200 if what == "equipment" else 5)
        for number in chance.sample(range(30), 5):
            day = chance.randrange(60)
            value = max(1, truth * (day + 30) // 90 + chance.randrange(-1, 2))
            hedge = chance.choice(("", "about ", "at least ", "about "))
            claims.append(
                cl.Claim(
                    source=f"source {number}",
                    date=f"2024-{1 + day // 30:02}-{1 + day % 29:02}",
                    event="event",
                    subject=party,
                    place=place,
                    measure=f"{what} lost",
                    value=f"{hedge}{value}",
                )
            )
    return [*declared, *claims], time.perf_counter() - start


def main() -> None:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="the smallest size, once")
    smoke = parser.parse_args().smoke
    print("   claims  questions  implied   making s   judging s   ratio   us a claim")
    for size in SIZES[:1] if smoke else SIZES:
        made, floor = records(size)
        ledger = cl.Ledger().add(*made)  # type: ignore[arg-type]
        start = time.perf_counter()
        findings = cl.judge(ledger)
        spent = time.perf_counter() - start
        implied = sum(len(found.implied) for found in findings)
        print(
            f"{size:9,} {len(findings):10,} {implied:8,} {floor:10.2f} {spent:11.2f}"
            f" {spent / floor:7.1f} {1e6 * spent / size:12.0f}"
        )


if __name__ == "__main__":
    main()
