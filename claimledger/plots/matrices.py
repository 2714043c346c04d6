"""Who agrees with whom, as a figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from claimledger.charts import (
    STANDS,
    MatrixCell,
    MatrixChart,
    MatrixHead,
    Stand,
    Style,
    matrix_chart,
)
from claimledger.errors import InvalidRecordError
from claimledger.findings import NO_SIDE, Finding
from claimledger.ledger import Ledger
from claimledger.plots.canvas import GREY, MARGIN, Sheet, em, sheet
from claimledger.plots.lines import Run, TextLine, draw_lines, height_of, set_runs
from claimledger.plots.texts import fold, shortened, widest, width_of
from claimledger.tables import counted

MOST_ROWS = 80
MOST_COLUMNS = 60
"""What one figure may hold: more is for a page, not for print."""

SIGNS: Mapping[str, str] = {
    "cross": "x",
    "triangle": "^",
    "circle": "o",
    "ring": "o",
    "dot": ".",
    "nothing": "",
}
"""The sign of each stand, as a marker of matplotlib."""

MEANINGS: Mapping[Stand, str] = {
    Stand.DISPUTE: "disputed",
    Stand.TENSION: "in tension",
    Stand.AGREE: "agree",
    Stand.COMPATIBLE: "can both be right",
    Stand.ALONE: "nobody else speaks of it",
}


def plot_matrix(
    findings: Iterable[Finding],
    *,
    by: str = "sides",
    ledger: Ledger | None = None,
    styles: Mapping[str, Style] | None = None,
    ax: Axes | None = None,
    width: float = 7.0,
) -> Figure:
    """Draw who agrees with whom: sides against questions, or sources against sources.

    In a matrix of sides each cell has the words of the side, so that propositions, choices and
    sets are told in words beside figures; positions, which are never judged, are left out. In a
    matrix of sources a cell says on how many of the common questions the two stand as its sign
    says, the worst of it; sources that share no question with another are left out and counted
    under the figure. "Can both be right" is less than agreement: nothing contradicts, and
    neither bears out the other.

    Args:
        findings: What was found.
        by: ``"sides"`` or ``"sources"``.
        ledger: Where sources are declared, for their shown names.
        styles: How sides are drawn, from :func:`side_styles`; None for those of the findings.
        ax: Axes to draw in; None for a figure of its own.
        width: The width of a figure of its own, in inches; its height follows.

    Raises:
        InvalidRecordError: if nothing is given that is judged, and if there is no room.
        UnknownNameError: for another ``by``.
    """
    chart = matrix_chart(findings, by=by, ledger=ledger, styles=styles)
    total = len(chart.rows)
    if by == "sources":
        chart = _with_something(chart)
    if not chart.rows:
        raise InvalidRecordError(
            "nothing to draw: no two sources speak of one question"
            if total
            else "nothing to draw: no question that is judged is given"
        )
    if len(chart.rows) > MOST_ROWS or len(chart.columns) > MOST_COLUMNS:
        raise InvalidRecordError(
            f"{len(chart.rows)} rows and {len(chart.columns)} columns are too many for one figure:"
            f" expected at most {MOST_ROWS} and {MOST_COLUMNS}"
        )
    return _Drawing(chart, total - len(chart.rows)).draw(ax, width)


def _with_something(chart: MatrixChart) -> MatrixChart:
    """Only the sources that have a question in common with another."""
    kept = [
        n for n, row in enumerate(chart.cells) if any(cell.stand is not Stand.NONE for cell in row)
    ]
    heads = tuple(chart.rows[n] for n in kept)
    cells = tuple(tuple(chart.cells[row][column] for column in kept) for row in kept)
    return attrs.evolve(chart, rows=heads, columns=heads, cells=cells)


@attrs.frozen
class _Plan:
    """Where everything stands, in inches."""

    label: float
    cell: float
    head: float
    rows: tuple[float, ...]
    lines: tuple[tuple[TextLine, ...], ...]
    foot: tuple[TextLine, ...]
    height: float


@attrs.frozen
class _Drawing:
    """A matrix and how many sources it leaves out."""

    chart: MatrixChart
    left_out: int

    @property
    def of_sides(self) -> bool:
        return self.chart.kind == "sides"

    def draw(self, ax: Axes | None, width: float) -> Figure:
        on = sheet(lambda w, s: self.plan(w, s).height, width, ax)
        plan = self.plan(on.width, on.size)
        self._heads(on, plan)
        y = MARGIN + plan.head
        for row, cells, lines, tall in zip(
            self.chart.rows, self.chart.cells, plan.lines, plan.rows, strict=True
        ):
            self._row_head(on, row, lines, y, tall)
            for n, cell in enumerate(cells):
                x = MARGIN + plan.label + n * plan.cell
                self._cell(on, cell, (x, y, plan.cell, tall))
            y += tall
        y = self._key(on, y + em(on.size, 0.6))
        draw_lines(on, MARGIN, y, plan.foot)
        return on.figure

    def plan(self, width: float, size: float) -> _Plan:
        inside = width - 2 * MARGIN
        columns = len(self.chart.columns)
        if self.of_sides:
            label = inside * (0.40 if columns <= 4 else 0.34)
            cell = min((inside - label) / columns, 1.9)
            label = inside - cell * columns
        else:
            names = max(width_of(head.name, size) for head in self.chart.rows)
            label = min(names + size / 72 * 3.6, inside * 0.5)
            cell = min((inside - label) / columns, em(size, 2.4))
        lines = tuple(self._row_lines(n, label, size) for n in range(len(self.chart.rows)))
        rows = tuple(
            max(height_of(text, size) + em(size, 0.35), self._cell_height(cells, cell, size))
            for text, cells in zip(lines, self.chart.cells, strict=True)
        )
        if not self.of_sides:
            rows = tuple(max(tall, min(cell, em(size, 1.6))) for tall in rows)
        foot = tuple(set_runs([Run(self._note(cell, size), GREY)], inside, size, 0.85))
        key = em(size, 1.1 * (self._key_lines(inside, size)) + 0.8)
        head = self._head_height(cell, size)
        height = 2 * MARGIN + head + sum(rows) + key + height_of(foot, size)
        return _Plan(label, cell, head, rows, lines, foot, height)

    def _share(self, cell: MatrixCell, width: float, size: float) -> str:
        """On how many of the common questions it is so, where there is room to say it."""
        text = f"{cell.count}/{cell.of}" if cell.of > 1 else ""
        return text if width_of(text, size * 0.72) + size / 72 * 1.5 <= width else ""

    def _note(self, width: float, size: float) -> str:
        parts = []
        if not self.of_sides:
            if any(self._share(cell, width, size) for row in self.chart.cells for cell in row):
                parts.append("3/5: on three of five common questions.")
            if self.left_out:
                verb = "shares" if self.left_out == 1 else "share"
                parts.append(f"{counted(self.left_out, 'source')} {verb} no question with another.")
        return " ".join(parts)

    def _row_lines(self, n: int, label: float, size: float) -> tuple[TextLine, ...]:
        head = self.chart.rows[n]
        room = label - size / 72 * 0.8
        if head.heading is not None:
            asked = head.name[:1].upper() + head.name[1:]
            runs = [Run(asked), Run(head.heading.scope, GREY)]
            return tuple(set_runs(runs, room, size, 0.95))
        text = f"{n + 1}  {head.name}"
        return tuple(set_runs([Run(text)], room - size / 72 * 1.3, size, 0.95))

    def _words(self, cell: MatrixCell, width: float, size: float) -> list[str]:
        """What a cell says, in up to three lines; none where not even a word fits."""
        room = width - size / 72 * 2.0
        if not cell.said or room < size / 72 * 2:
            return []
        lines = fold(cell.said, room, size * 0.82, most=3)
        longest = max(cell.said.replace(";", " ").split(), key=len)
        broken = width_of(longest, size * 0.82) > room
        return [shortened(cell.said, room, size * 0.82)] if broken else lines

    def _cell_height(self, cells: Iterable[MatrixCell], width: float, size: float) -> float:
        if not self.of_sides:
            return em(size, 1.3)
        most = max(len(self._words(cell, width, size)) for cell in cells)
        return em(size * 0.82, most) + em(size, 0.45)

    def _head_lines(self, head: MatrixHead, cell: float, size: float) -> list[str]:
        return fold(head.name, cell - size / 72 * 0.4, size * 0.9, bold=True)

    def _turned_lines(self, head: MatrixHead, cell: float, size: float) -> list[str]:
        """The lines of an upright name, as many as stand beside each other over a column."""
        most = max(int(cell / em(size * 0.9, 1)), 1)
        width = 1.6
        while len(lines := fold(head.name, width, size * 0.9, bold=True)) > most:
            width *= 1.2
        return lines

    def _is_turned(self, cell: float, size: float) -> bool:
        """Whether the names of sides stand upright, because a word is wider than a column."""
        room = cell - size / 72 * 0.4
        return any(
            width_of(word, size * 0.9, bold=True) > room
            for head in self.chart.columns
            for word in head.name.split()
        )

    def _head_height(self, cell: float, size: float) -> float:
        if not self.of_sides:
            return em(size, 1.5)
        if self._is_turned(cell, size):
            longest = max(
                widest(self._turned_lines(head, cell, size), size * 0.9, bold=True)
                for head in self.chart.columns
            )
            return longest + em(size, 1.6)
        most = max(len(self._head_lines(head, cell, size)) for head in self.chart.columns)
        return em(size * 0.9, most) + em(size, 1.5)

    def _heads(self, on: Sheet, plan: _Plan) -> None:
        bottom = MARGIN + plan.head - em(on.size, 0.3)
        for n, head in enumerate(self.chart.columns):
            x = MARGIN + plan.label + (n + 0.5) * plan.cell
            style = self.chart.styles[head.side or NO_SIDE]
            color = style.colour
            if not self.of_sides:
                wide = width_of("00", on.size, bold=True)
                size = min(0.9, 0.85 * plan.cell / wide)
                on.text(x, bottom, str(n + 1), size=size, color=color, bold=True, ha="center")
                continue
            on.sign(x, bottom - em(on.size, 0.3), style, size=0.85)
            above = bottom - em(on.size, 0.95)
            if self._is_turned(plan.cell, on.size):
                names = self._turned_lines(head, plan.cell, on.size)
                for beside, name in enumerate(names):
                    aside = em(on.size * 0.9, beside - (len(names) - 1) / 2)
                    left = x + on.size * 0.3 / 72 + aside
                    on.text(left, above, name, size=0.9, color=color, bold=True, rotation=90)
                continue
            lines = self._head_lines(head, plan.cell, on.size)
            for up, line in enumerate(reversed(lines)):
                y = above - em(on.size * 0.9, up)
                on.text(x, y, line, size=0.9, color=color, bold=True, ha="center")

    def _row_head(
        self, on: Sheet, head: MatrixHead, lines: tuple[TextLine, ...], y: float, tall: float
    ) -> None:
        on.line([MARGIN, on.width - MARGIN], [y, y], color="#e3e3e3", width=0.5)
        top = y + max((tall - height_of(lines, on.size)) / 2, 0)
        style = self.chart.styles.get(head.side or "")
        if style is None:
            draw_lines(on, MARGIN, top, lines)
            return
        unit = on.size / 72
        on.sign(MARGIN + unit * 0.5, top + em(on.size * 0.95) * 0.48, style)
        draw_lines(on, MARGIN + unit * 1.3, top, lines)

    def _cell(self, on: Sheet, cell: MatrixCell, box: tuple[float, float, float, float]) -> None:
        x, y, wide, tall = box
        if cell.stand is Stand.NONE:
            return
        tint, _, sign = STANDS[cell.stand]
        on.box(
            x,
            y,
            wide,
            tall,
            facecolor=tint,
            edgecolor="white",
            linewidth=1.2,
            gid=f"cell-{cell.stand.name.lower()}",
            zorder=2.1,
        )
        unit = on.size / 72
        if not self.of_sides:
            text = self._share(cell, wide, on.size)
            across = x + (unit * 0.75 if text else wide / 2)
            _sign(on, across, y + tall / 2, sign)
            if text:
                on.text(x + unit * 1.3, y + tall / 2, text, size=0.72, va="center_baseline")
            return
        lines = self._words(cell, wide, on.size)
        across = x + (unit * 0.75 if lines else wide / 2)
        _sign(on, across, y + tall / 2, sign)
        top = y + (tall - em(on.size * 0.82, len(lines))) / 2
        for n, line in enumerate(lines):
            base = top + em(on.size * 0.82, n + 0.76)
            on.text(x + unit * 1.5, base, line, size=0.82)

    def _stands(self) -> list[Stand]:
        used = {cell.stand for row in self.chart.cells for cell in row}
        return [stand for stand in MEANINGS if stand in used]

    def _key_places(self, width: float, size: float) -> list[tuple[Stand, float, int]]:
        places, x, line, unit = [], 0.0, 0, size / 72
        for stand in self._stands():
            wide = unit * 2.1 + width_of(MEANINGS[stand], size * 0.85)
            if x and x + wide > width:
                x, line = 0.0, line + 1
            places.append((stand, x, line))
            x += wide + unit * 1.2
        return places

    def _key_lines(self, width: float, size: float) -> int:
        places = self._key_places(width, size)
        return places[-1][2] + 1 if places else 0

    def _key(self, on: Sheet, y: float) -> float:
        unit, inside = on.size / 72, on.width - 2 * MARGIN
        for stand, x, line in self._key_places(inside, on.size):
            tint, _, sign = STANDS[stand]
            middle = y + em(on.size, 0.45 + line * 1.1)
            on.box(
                MARGIN + x,
                middle - unit * 0.6,
                unit * 1.6,
                unit * 1.2,
                facecolor=tint,
                edgecolor="none",
            )
            _sign(on, MARGIN + x + unit * 0.8, middle, sign)
            on.text(
                MARGIN + x + unit * 2.0,
                middle,
                MEANINGS[stand],
                size=0.85,
                color=GREY,
                va="center_baseline",
            )
        return y + em(on.size, 1.1 * self._key_lines(inside, on.size))


def _sign(on: Sheet, x: float, y: float, name: str) -> None:
    on.axes.add_line(
        Line2D(
            [x],
            [y],
            linestyle="none",
            marker=SIGNS[name],
            markersize=on.size * 0.55,
            color="#333333",
            markerfacecolor="none" if name == "ring" else "#333333",
            markeredgewidth=on.size * (0.16 if name == "cross" else 0.08),
            zorder=2.6,
        )
    )
