"""A ledger of competing claims: who said what, and where they contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from claimledger.derived import DerivedBound, derived_bounds
from claimledger.errors import ClaimLedgerError, ClaimLedgerWarning, LoadError, Problem
from claimledger.findings import Finding, Flag, Verdict
from claimledger.formats import read, read_lenient, write
from claimledger.intervals import Interval
from claimledger.judging import judge
from claimledger.ledger import Ledger
from claimledger.linting import Lint, lint
from claimledger.notation import format_quantity, parse_quantity
from claimledger.quantities import Hedge, Quantity, Reading
from claimledger.questions import Question
from claimledger.relations import Relation, RelationKind
from claimledger.render import report
from claimledger.sources import Document, Party, Place, Source

if TYPE_CHECKING:
    from claimledger.store import Store, open_store

__version__ = "0.1.0"

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
    "Verdict",
    "Window",
    "derived_bounds",
    "format_quantity",
    "judge",
    "lint",
    "open_store",
    "parse_date",
    "parse_quantity",
    "parse_window",
    "read",
    "read_lenient",
    "report",
    "write",
]


def __getattr__(name: str) -> object:
    if name in {"Store", "open_store"}:  # Databases are loaded where one is used.
        from claimledger import store

        return getattr(store, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
