"""Whose interest a claim serves, row by row."""

from __future__ import annotations

import pytest

import claimledger as cl

WORLD = cl.Ledger().add(
    cl.Party(name="East", opposed=["West"]),
    cl.Party(name="West"),
    cl.Party(name="North"),
    cl.Party(name="East army", part_of="East"),
    cl.Source(name="East ministry", side="East army"),
)


@pytest.mark.parametrize(
    ("fields", "interest"),
    [
        # Own losses.
        ({"subject": "East", "measure": "soldiers killed"}, "against interest"),
        ({"subject": "East army", "measure": "tanks lost"}, "against interest"),
        ({"subject": "East", "measure": "soldiers killed", "value": "none"}, "self-serving"),
        ({"subject": "East", "measure": "soldiers killed", "stance": "denies"}, "self-serving"),
        (
            {"subject": "East", "measure": "tanks lost", "value": "none", "stance": "denies"},
            "against interest",
        ),
        ({"subject": "East", "measure": "civilians killed"}, "self-serving"),
        ({"subject": "East", "measure": "people killed"}, None),
        # The enemy's.
        ({"subject": "West", "measure": "soldiers killed"}, "self-serving"),
        ({"subject": "West", "measure": "soldiers killed", "value": "none"}, "against interest"),
        ({"subject": "West", "measure": "soldiers killed", "stance": "denies"}, "against interest"),
        ({"subject": "West", "measure": "civilians killed"}, None),
        ({"subject": "West", "measure": "people killed"}, "self-serving"),
        # Neither's.
        ({"subject": "North", "measure": "soldiers killed"}, "neutral"),
        ({"subject": "East", "measure": "soldiers killed", "source": "Monitor"}, "neutral"),
        ({"subject": "any", "measure": "soldiers killed"}, None),
        ({"measure": "soldiers killed"}, None),
        # No loss, and nothing said.
        ({"subject": "East", "measure": "apples eaten"}, None),
        ({"subject": "East", "measure": "soldiers killed", "stance": "expects"}, None),
        ({"subject": "East", "measure": "soldiers killed", "stance": "declines"}, None),
        # Accusations.
        ({"subject": "West", "proposition": "West broke it", "value": "yes"}, "self-serving"),
        ({"subject": "West", "proposition": "West broke it", "value": "no"}, None),
        ({"subject": "East", "proposition": "East broke it", "value": "no"}, "self-serving"),
        ({"subject": "East", "proposition": "East broke it", "value": "yes"}, None),
        ({"subject": "North", "proposition": "North broke it", "value": "yes"}, "neutral"),
        ({"subject": "West", "choice": "who broke it", "value": "West"}, None),
    ],
)
def test_label(fields: dict[str, str], interest: str | None) -> None:
    """Own military loss is against interest; the enemy's, and own grievances, are not."""
    claim = cl.Claim(**{"source": "East ministry", "date": "2020-01-01", "value": "9"} | fields)
    (found,) = cl.judge(WORLD.add(claim))
    assert found.voices[0].interest == interest
    assert ("against interest" in found.flags) == (interest == "against interest")
