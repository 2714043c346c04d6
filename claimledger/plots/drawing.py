"""What ``claimledger plot`` draws: a kind of figure of some of a ledger's questions."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from claimledger.charts import side_styles
from claimledger.errors import InvalidRecordError
from claimledger.findings import Finding
from claimledger.layout import safe
from claimledger.ledger import Ledger
from claimledger.plots.histories import plot_history
from claimledger.plots.matrices import plot_matrix
from claimledger.plots.ranges import plot_ranges

MOST_NAMED = 5


def drawn(
    kind: str,
    ledger: Ledger,
    findings: Sequence[Finding],
    chosen: Sequence[Finding],
    *,
    by: str | None = None,
    scale: str | None = None,
    width: float = 7.0,
) -> Figure:
    """A figure of the questions chosen, its sides drawn as in all figures of the ledger.

    Args:
        kind: ``"ranges"``, ``"history"`` or ``"matrix"``.
        ledger: The ledger as it was judged.
        findings: All of its findings.
        chosen: Those to draw.
        by: What stands on a line, or what a matrix is of; None for the usual.
        scale: ``"linear"`` or ``"log"``; None for what suits the figures.
        width: The width in inches.

    Raises:
        InvalidRecordError: if these cannot be drawn so.
    """
    if not chosen:
        raise InvalidRecordError(
            "nothing to draw: no question meets all of these conditions"
            if findings
            else "nothing to draw: the ledger is empty"
        )
    styles = side_styles(findings)
    if kind == "history":
        return plot_history(ledger, _one(chosen), scale=scale, styles=styles, width=width)
    if kind == "matrix":
        return plot_matrix(chosen, by=by or "sides", ledger=ledger, styles=styles, width=width)
    return plot_ranges(chosen, by=by, ledger=ledger, scale=scale, styles=styles, width=width)


def _one(chosen: Sequence[Finding]) -> Finding:
    """The one question of a history: the only one chosen, or the only one on figures."""
    numeric = [found for found in chosen if found.question.kind == "measure"] or list(chosen)
    if len(numeric) == 1:
        return numeric[0]
    named = [f"{found.number} ({safe(str(found.question))})" for found in numeric[:MOST_NAMED]]
    more = len(numeric) - len(named)
    listed = "; ".join(named) + (f"; and {more} more" if more else "")
    raise InvalidRecordError(
        f"a history is of one question, and {len(numeric)} are chosen: say which by --question:"
        f" {listed}"
    )
