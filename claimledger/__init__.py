"""A ledger of competing claims: who said what, and where they contradict each other."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from claimledger.claims import (
    Annotation,
    Attestation,
    Claim,
    Event,
    Implication,
    Partition,
    Retraction,
)
from claimledger.dates import PartialDate, Window, parse_date, parse_window
from claimledger.errors import ClaimLedgerError, ClaimLedgerWarning, LoadError, Problem
from claimledger.findings import Finding, Flag, Verdict
from claimledger.formats import read, read_lenient, write
from claimledger.intervals import Interval
from claimledger.judging import judge
from claimledger.ledger import Ledger
from claimledger.notation import format_quantity, parse_quantity
from claimledger.quantities import Hedge, Quantity, Reading
from claimledger.questions import Question
from claimledger.relations import Relation, RelationKind
from claimledger.render import report
from claimledger.sources import Document, Party, Place, Source

if TYPE_CHECKING:
    from claimledger.charts import side_styles
    from claimledger.derived import DerivedBound, derived_bounds
    from claimledger.linting import Lint, lint
    from claimledger.pages import page
    from claimledger.plots import plot_history, plot_matrix, plot_ranges, save_figure
    from claimledger.store import Store, open_store
    from claimledger.streams import judge_stream
    from claimledger.summaries import (
        Summary,
        Tally,
        judge_summary,
        shared_records,
        summarise,
    )

__version__ = "0.1.0"

_LATER = {
    "DerivedBound": "claimledger.derived",
    "derived_bounds": "claimledger.derived",
    "Lint": "claimledger.linting",
    "lint": "claimledger.linting",
    "plot_history": "claimledger.plots",
    "plot_matrix": "claimledger.plots",
    "plot_ranges": "claimledger.plots",
    "save_figure": "claimledger.plots",
    "side_styles": "claimledger.charts",
    "Store": "claimledger.store",
    "open_store": "claimledger.store",
    "judge_stream": "claimledger.streams",
    "Summary": "claimledger.summaries",
    "Tally": "claimledger.summaries",
    "judge_summary": "claimledger.summaries",
    "shared_records": "claimledger.summaries",
    "summarise": "claimledger.summaries",
    "page": "claimledger.pages",
}
"""Where names are that a plain report does not need; loaded when they are asked for."""

__all__ = [
    "Annotation",
    "Attestation",
    "Claim",
    "ClaimLedgerError",
    "ClaimLedgerWarning",
    "DerivedBound",
    "Document",
    "Event",
    "Finding",
    "Flag",
    "Hedge",
    "Implication",
    "Interval",
    "Ledger",
    "Lint",
    "LoadError",
    "PartialDate",
    "Partition",
    "Party",
    "Place",
    "Problem",
    "Quantity",
    "Question",
    "Reading",
    "Relation",
    "RelationKind",
    "Retraction",
    "Source",
    "Store",
    "Summary",
    "Tally",
    "Verdict",
    "Window",
    "derived_bounds",
    "format_quantity",
    "judge",
    "judge_stream",
    "judge_summary",
    "lint",
    "open_store",
    "page",
    "parse_date",
    "parse_quantity",
    "parse_window",
    "plot_history",
    "plot_matrix",
    "plot_ranges",
    "read",
    "read_lenient",
    "report",
    "save_figure",
    "shared_records",
    "side_styles",
    "summarise",
    "write",
]


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
