"""Whose interest a claim serves: a label that never changes a verdict.

Both sides of a war overestimate the losses of the enemy (Radford et al., PNAS 2023), so a
reader wants to see at once which figures a source gives against itself.
"""

from __future__ import annotations

import enum

from claimledger.claims import Claim, Stance, Truth
from claimledger.intervals import Interval
from claimledger.taxonomy import Measure, Vocabulary


class Interest(enum.StrEnum):
    """Whom a claim serves."""

    AGAINST = "against interest"
    SELF_SERVING = "self-serving"
    NEUTRAL = "neutral"


class Stake(enum.Enum):
    """How the subject of a claim stands to the side of its source."""

    OWN = "own"
    ENEMY = "enemy"
    OTHER = "other"


def interest_of(
    claim: Claim,
    stake: Stake | None,
    measure: Measure | None,
    core: Interval,
    vocabulary: Vocabulary,
) -> Interest | None:
    """The label of a claim, or None where what is stated does not tell.

    Own military loss is against interest, and so is granting the enemy that it lost
    nothing. The enemy's loss, own losses of none, own civilian harm and a denied accusation
    are self-serving. A third party's affairs are neutral.

    Args:
        claim: The claim.
        stake: How its subject stands to its source; None when either is not stated.
        measure: What is counted, of a claim on a measure.
        core: The literal reading of its figure.
        vocabulary: Tells what is a loss, and a civilian or a military one.
    """
    if stake is None:
        return None
    if stake is Stake.OTHER:
        return Interest.NEUTRAL
    if measure is None:
        return _of_proposition(claim, stake)
    if not vocabulary.is_loss(measure) or claim.stance in {Stance.DECLINES, Stance.EXPECTS}:
        return None
    if (core.high == 0) != (claim.stance is Stance.DENIES):
        return Interest.SELF_SERVING if stake is Stake.OWN else Interest.AGAINST
    if vocabulary.is_civilian(measure):
        return Interest.SELF_SERVING if stake is Stake.OWN else None
    if stake is Stake.ENEMY:
        return Interest.SELF_SERVING
    return Interest.AGAINST if vocabulary.is_military(measure) else None


def _of_proposition(claim: Claim, stake: Stake) -> Interest | None:
    if claim.proposition is None:
        return None
    if claim.value is Truth.NO:
        return Interest.SELF_SERVING if stake is Stake.OWN else None
    return Interest.SELF_SERVING if stake is Stake.ENEMY else None
