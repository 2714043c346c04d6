"""How long a release of UCDP GED takes to become JSONL, and how much memory that needs.

    python benchmarks/import_ged.py            # 100,000, 300,000 and 600,000 rows
    python benchmarks/import_ged.py --smoke    # 1,000 rows, once

The rows are made up, of the shape of a release. Each size runs in a process of its own, whose
largest resident size is shown; six times as many rows must not need more of it.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from claimledger.formats.ucdp_ged import Ged

SIZES = (100_000, 300_000, 600_000)


def rows(size: int) -> Iterator[dict[str, str]]:
    """Events of some conflicts in some thousand places."""
    chance = random.Random(1)
    for number in range(size):
        low = chance.randint(1, 9)
        best, high = low + chance.randint(0, 3), low + chance.randint(3, 30)
        day = f"{chance.randint(1989, 2024)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        dyad, village = chance.randrange(900), chance.randrange(20_000)
        yield {
            "id": str(number),
            "relid": f"X-{number}",
            "type_of_violence": str(dyad % 3 + 1),
            "conflict_new_id": str(dyad // 3),
            "conflict_name": f"Conflict {dyad // 3}",
            "dyad_new_id": str(dyad),
            "dyad_name": f"Dyad {dyad}",
            "side_a": f"Government {dyad // 3}",
            "side_b": f"Front {dyad}",
            "number_of_sources": "1",
            "source_article": f'"Agency {dyad},{day},A headline of usual length, number {number}"',
            "source_office": f"Agency {dyad}",
            "source_date": day,
            "source_headline": f"A headline of usual length, number {number}",
            "source_original": chance.choice(("police", "army", "residents", "")),
            "where_prec": str(chance.randint(1, 6)),
            "where_coordinates": f"Village {village}",
            "adm_2": f"District {village // 20}",
            "adm_1": f"Province {village // 200}",
            "country": f"Country {village // 1000}",
            "date_prec": "1",
            "date_start": f"{day} 00:00:00.000",
            "date_end": f"{day} 00:00:00.000",
            "deaths_a": "0",
            "deaths_b": str(best),
            "deaths_civilians": "0",
            "deaths_unknown": "0",
            "best": str(best),
            "high": str(high),
            "low": str(low),
        }


def convert(size: int, folder: Path) -> tuple[float, float]:
    """Seconds and MB of a process that converts so many rows."""
    source = folder / f"{size}.csv"
    with source.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, Ged.columns, restval="")
        writer.writeheader()
        writer.writerows(rows(size))
    command = [sys.executable, "-m", "claimledger", "convert", "--from", "ucdp-ged"]
    start = time.monotonic()
    subprocess.run(
        [*command, str(source), "-o", str(folder / f"{size}.jsonl")], check=True, stderr=None
    )
    spent = time.monotonic() - start
    return spent, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description="Import UCDP GED.")
    parser.add_argument("--smoke", action="store_true", help="1,000 rows, once")
    sizes = (1_000,) if parser.parse_args().smoke else SIZES
    shown = [f"{'rows':>9}{'seconds':>9}{'MB':>7}"]
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:  # From the smallest, as the largest resident size only grows.
            seconds, megabytes = convert(size, Path(folder))
            shown.append(f"{size:>9,}{seconds:>9.1f}{megabytes:>7.0f}")
    print("\n".join(shown))


if __name__ == "__main__":
    main()
