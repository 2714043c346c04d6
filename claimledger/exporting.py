"""All formats that a ledger can be written in, and what each of them does not carry."""

from __future__ import annotations

from collections.abc import Callable

from claimledger.errors import UnknownNameError, nearest
from claimledger.formats import EXCEL, WRITERS, content_of, lost_of
from claimledger.formats.accounts import Exported
from claimledger.ledger import Ledger

FOREIGN = ("wikitext", "markdown", "ftm", "claimreview", "quickstatements", "prov")
"""What is made for other programs, and cannot be read back."""

OWN = (*WRITERS, EXCEL)
"""What is read back."""

TARGETS = (*OWN, *FOREIGN)


def exported(ledger: Ledger, target: str) -> Exported:
    """A ledger in one of ``TARGETS``, with what that does not carry.

    Raises:
        UnknownNameError: for another target.
        MissingExtraError: if a package is needed that is not installed.
    """
    if target in FOREIGN:
        return _exporter(target)(ledger)
    if target not in OWN:
        raise UnknownNameError(target, "format to write", nearest(target, TARGETS), TARGETS)
    ids = frozenset(claim.id for claim in ledger.claims)
    content = content_of(ledger, target)
    lost = lost_of(ledger, content, target)
    if isinstance(content, bytes):
        return Exported("", lost, ids, content)
    return Exported(content, lost, ids)


def _exporter(target: str) -> Callable[[Ledger], Exported]:
    """What makes a file for another program, loaded only where it is asked for."""
    if target == "wikitext":
        from claimledger.casualties import as_wikitext

        return as_wikitext
    if target == "markdown":
        from claimledger.casualties import as_markdown

        return as_markdown
    if target == "claimreview":
        from claimledger.reviews import as_reviews

        return as_reviews
    if target == "quickstatements":
        from claimledger.quickstatements import as_quickstatements

        return as_quickstatements
    from claimledger.formats import ftm, provenance

    return ftm.export if target == "ftm" else provenance.export
