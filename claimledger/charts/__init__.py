"""Charts as values: what is drawn where, before anybody draws it.

The figures of ``claimledger.plots`` and the pictures of a page are drawn from these, so that
they show the same.
"""

from __future__ import annotations

from claimledger.charts.axes import Axis, Scale, Tick, TimeAxis
from claimledger.charts.histories import (
    Dispute,
    HistoryChart,
    HistoryLine,
    HistoryPoint,
    figure_of,
    history_chart,
)
from claimledger.charts.matrices import (
    STANDS,
    MatrixCell,
    MatrixChart,
    MatrixHead,
    Stand,
    matrix_chart,
)
from claimledger.charts.ranges import (
    Gap,
    RangeChart,
    RangeLane,
    RangeMark,
    RangeRow,
    range_chart,
    range_charts,
)
from claimledger.charts.styles import SHAPES, Style, side_styles
from claimledger.charts.words import Heading

__all__ = [
    "SHAPES",
    "STANDS",
    "Axis",
    "Dispute",
    "Gap",
    "Heading",
    "HistoryChart",
    "HistoryLine",
    "HistoryPoint",
    "MatrixCell",
    "MatrixChart",
    "MatrixHead",
    "RangeChart",
    "RangeLane",
    "RangeMark",
    "RangeRow",
    "Scale",
    "Stand",
    "Style",
    "Tick",
    "TimeAxis",
    "figure_of",
    "history_chart",
    "matrix_chart",
    "range_chart",
    "range_charts",
    "side_styles",
]
