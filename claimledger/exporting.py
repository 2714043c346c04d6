"""All formats that a ledger can be written in, and what each of them does not carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from claimledger.casualties import as_markdown, as_wikitext
from claimledger.errors import UnknownNameError, nearest
from claimledger.formats import WRITERS, dumps, ftm, lost_in, provenance
from claimledger.formats.accounts import Exported
from claimledger.ledger import Ledger
from claimledger.quickstatements import as_quickstatements
from claimledger.reviews import as_reviews

EXPORTERS: Mapping[str, Callable[[Ledger], Exported]] = {
    "wikitext": as_wikitext,
    "markdown": as_markdown,
    "ftm": ftm.export,
    "claimreview": as_reviews,
    "quickstatements": as_quickstatements,
    "prov": provenance.export,
}
"""What is made for other programs, and cannot be read back."""

TARGETS = (*WRITERS, *EXPORTERS)


def exported(ledger: Ledger, target: str) -> Exported:
    """A ledger in one of ``TARGETS``, with what that does not carry.

    Raises:
        UnknownNameError: for another target.
        MissingExtraError: if a package is needed that is not installed.
    """
    if target in WRITERS:
        ids = frozenset(claim.id for claim in ledger.claims)
        return Exported(dumps(ledger, target), lost_in(ledger, target), ids)
    if target not in EXPORTERS:
        raise UnknownNameError(target, "format to write", nearest(target, TARGETS), TARGETS)
    return EXPORTERS[target](ledger)
