"""Figures for print: what each claim holds possible, over time, and who agrees with whom.

Needs the extra ``plot``. Figures are matplotlib's own, made without pyplot.
"""

from __future__ import annotations

from claimledger.errors import MissingExtraError

try:
    import matplotlib as mpl  # noqa: F401
except ImportError as error:
    raise MissingExtraError("plot", "matplotlib") from error

from claimledger.plots.histories import plot_history
from claimledger.plots.matrices import plot_matrix
from claimledger.plots.ranges import plot_ranges
from claimledger.plots.saving import figure_bytes, save_figure

__all__ = ["figure_bytes", "plot_history", "plot_matrix", "plot_ranges", "save_figure"]
