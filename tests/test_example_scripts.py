"""The scripts in examples/ run, and print what they promise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"
PROMISED = {
    "seed_report.py": "Azerbaijan: more than 550",
    "day_by_day.py": "2020-09-28: ",
    "two_desks.py": "the same in either order: True",
    "from_dicts.py": "## disputed",
}


def test_every_script_is_listed() -> None:
    """No script goes untested."""
    assert {path.name for path in EXAMPLES.glob("*.py")} == set(PROMISED)


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_script(name: str) -> None:
    """The script ends well."""
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / name)], capture_output=True, encoding="utf-8", check=True
    )
    assert PROMISED[name] in done.stdout
    assert not done.stderr
