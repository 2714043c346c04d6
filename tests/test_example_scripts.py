"""The scripts in examples/ run, and print what they promise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import claimledger as cl

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
SEEDS = (ROOT / "seeds" / "karabakh-2020-09-28.toml", ROOT / "seeds" / "karabakh-2020.csv")


def printed(name: str) -> str:
    """What a script prints, on standard output alone."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", str(EXAMPLES / name)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert not done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def seeds() -> cl.Ledger:
    """The ledger that the scripts read."""
    return cl.read(*SEEDS)


def test_every_script_is_tested() -> None:
    """No script goes untested."""
    named = {"seed_report.py", "day_by_day.py", "two_desks.py", "from_dicts.py"}
    assert {path.name for path in EXAMPLES.glob("*.py")} == named


def test_seed_report(seeds: cl.Ledger) -> None:
    """Every dispute is there with what each side says, and no other question."""
    disputes = [f for f in cl.judge(seeds) if f.verdict == cl.Verdict.DISPUTED]
    text = printed("seed_report.py")
    heads = [line for line in text.splitlines() if not line.startswith(" ")]
    assert heads == [f"{found.number}. {found.question}" for found in disputes]
    killed = text.split("soldiers killed, Armenian side, 2020-09-27/..\n")[1]
    assert killed.startswith(
        "    Armenian side: 58\n    Azerbaijan: more than 550\n    at least 492 apart\n"
    )


def test_day_by_day(seeds: cl.Ledger) -> None:
    """Each day adds the claims said on it, and the figures that it brought into dispute."""
    days = printed("day_by_day.py").split("\n2020-")
    assert len(days) == 4
    for text, day in zip(days, ("09-27", "09-28", "09-29", "09-30"), strict=True):
        claims = seeds.as_of(f"2020-{day}").claims
        new = sum(str(claim.date).startswith(f"2020-{day}") for claim in claims)
        first = text.removeprefix("2020-").splitlines()[0]
        assert first == f"{day}: {new} claims more, {len(claims)} in all"
    assert "soldiers killed, Armenian side, 2020-09-27/..: not asked -> disputed" in days[1]
    assert "UAVs lost, Azerbaijan, 2020-09-27/..: one-sided -> disputed" in days[1]
    assert "2020-09-27/..: still disputed, over new figures" in days[2]


def test_two_desks(seeds: cl.Ledger) -> None:
    """The merge is whole, shows disputes that neither desk had, and where the desks disagree."""
    lines = printed("two_desks.py").splitlines()
    claims = [claim for claim in seeds.claims if claim.source == "President of Nagorno-Karabakh"]
    assert lines[0].endswith(f"{len(claims)} of them entered by both desks")
    assert lines[1] == f"{len(seeds)} claims together; the same in either order: True"
    disputed = [f for f in cl.judge(seeds) if f.verdict == cl.Verdict.DISPUTED]
    assert f"Disputed together: {len(disputed)}, among them" in lines
    assert "    who began the fighting of 27 September 2020" in lines
    assert lines[-1] == "    the kind of President of Nagorno-Karabakh: military or official"


def test_from_dicts() -> None:
    """The rows become one dispute between the two sides: 2,500 against a tolerant 1,320.

    The city's "about 1,200" is read tolerantly as 10 % of 1,200 either way, so up to 1,320,
    and 2,500 - 1,320 is 1,180. The brigade is controlled by the city, so there are two origins.
    """
    text = printed("from_dicts.py")
    assert text.startswith(
        "people displaced, all parties, 2031-04-01/2031-04-03: disputed, 1180 apart, 2 origins\n"
    )
    assert "\n## disputed\n" in text
    assert "at least 2,500 (Residents' council, 2031-04-03)" in text
