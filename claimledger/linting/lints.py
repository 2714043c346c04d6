"""What a lint is, which there are, and what they are found in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from claimledger.claims import Annotation, Attestation, Claim
from claimledger.declarations import Named
from claimledger.findings import Finding
from claimledger.grouping import Scene
from claimledger.ledger import Ledger
from claimledger.relations import Voice
from claimledger.tables import GLUE, answer_words, date_text, said_by, source_name

CODES: Mapping[str, str] = MappingProxyType(
    {
        "falling-count": "a running count that falls",
        "restarted-count": "a running count that looks as if it had begun anew",
        "increments-do-not-add-up": "a running count and its increments give another total",
        "days-exceed-total": "the counts of single days come to more than the running total",
        "part-above-whole": "more is said of a part than of its whole",
        "total-is-not-its-parts": "a total that its declared parts do not come to",
        "quote-lacks-figure": "a quote in which the figure does not stand",
        "echoed-figure": "a rare figure that somebody else gave before",
        "unconfirmed-credibility": "a claim graded as confirmed that nobody else bears out",
        "no-document": "a claim that no document carries",
        "source-on-no-side": "a source that speaks for nobody",
        "said-before-event": "a date said before the event",
        "conflicting-metadata": "declarations that disagree about a name",
        "similar-measures": "one measure under two names",
        "unknown-measure": "a measure that nothing declares",
        "unused-ignore": "a code is ignored that is not found here",
        "unknown-ignore": "a code is ignored that does not exist",
    }
)
"""Every code with what it stands for, in the order of the reference."""

SILENCED = frozenset(CODES) - {"unused-ignore", "unknown-ignore"}
"""The codes that an annotation may silence."""


@attrs.frozen(kw_only=True)
class Lint:
    """Something in a ledger that does not go together, or is probably not meant.

    Attributes:
        code: One of ``CODES``; short and stable.
        message: What is found, and what to do about it.
        claims: The ids of the claims concerned; the first is where it is shown, and where it
            is silenced. One of a source or of a measure is silenced at any of its claims.
        field: The field at fault, as a row of a ledger file names it.
        record: What is concerned where it is no claim: a declaration, an attestation, an
            annotation.
        is_general: True of what is said once of all the claims.
    """

    code: str
    message: str
    claims: tuple[str, ...]
    field: str = ""
    record: Named | Attestation | Annotation | None = None
    is_general: bool = False


@attrs.frozen(eq=False)
class Case:
    """A ledger with what is found on its questions.

    Attributes:
        ledger: The ledger.
        scene: What it says of the world.
        findings: Its findings.
    """

    ledger: Ledger
    scene: Scene
    findings: tuple[Finding, ...]

    def told(self, voice: Voice) -> str:
        """What a claim says, with its source and date."""
        return said_by(self.ledger, voice).replace(GLUE, " ")

    def asked(self, voice: Voice) -> str:
        """The question that a claim answers, on one line."""
        return str(self.scene.question(voice.claim))

    def source(self, claim: Claim, key: str) -> str:
        """The shown name of a source."""
        return source_name(self.ledger, key, claim.source)


def dated(claim: Claim) -> str:
    """What a claim says, with its date."""
    return f"{answer_words(claim)} ({date_text(claim.date)})".replace(GLUE, " ")


def day_text(claim: Claim) -> str:
    """The date said, on one line."""
    return date_text(claim.date).replace(GLUE, " ")
