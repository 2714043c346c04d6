"""Figures: what is drawn is what the chart says, all of it once, and nothing overlaps."""

from __future__ import annotations

import io
import itertools
import re
import runpy
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

import claimledger as cl
from claimledger.charts import range_chart
from claimledger.cli import main
from claimledger.findings import Finding
from claimledger.plots import figure_bytes
from claimledger.plots.canvas import MARGIN, em, size_for
from claimledger.plots.labels import Label, spread
from claimledger.plots.texts import fold, shortened, width_of
from claimledger.testing import ledgers
from tests.plot_case import (
    NAMES,
    SEEDS,
    crowded,
    faults,
    gids,
    hostile,
    seeds,
    svg_names,
    svg_texts,
    texts,
)

ROOT = Path(__file__).parent.parent
WIDTHS = (3.5, 7.0, 13.0)
FIGURES = ROOT / "docs" / "figures"
BOTH = [str(SEEDS / "karabakh-2020-09-28.toml"), str(SEEDS / "karabakh-2020.csv")]


@pytest.fixture(scope="module")
def ledger() -> cl.Ledger:
    """The seeds."""
    return seeds()


@pytest.fixture(scope="module")
def findings(ledger: cl.Ledger) -> tuple[Finding, ...]:
    """What is found on them."""
    return cl.judge(ledger)


def killed(findings: tuple[Finding, ...]) -> Finding:
    """The soldiers of the one side: 58 against more than 550."""
    (found,) = (f for f in findings if f.gap == 492)
    return found


def artists(figure: Figure, prefix: str) -> dict[str, Any]:
    """What is drawn of a kind, by the rest of its name."""
    return {
        gid.removeprefix(prefix): one
        for one in figure.findobj()
        if (gid := one.get_gid()) and gid.startswith(prefix)
    }


def shown(figure: Figure) -> str:
    """All its texts, as one."""
    return " ".join(one.get_text() for one in texts(figure)).replace("\xa0", " ")


class TestNothingOverlaps:
    CASES = pytest.mark.parametrize(
        "given_",
        [seeds(), hostile(), hostile(3, window="2020-01-01/.."), crowded()],
        ids=["seeds", "hostile", "running", "crowded"],
    )

    @pytest.mark.parametrize("width", WIDTHS)
    @CASES
    def test_ranges(self, given_: cl.Ledger, width: float) -> None:
        """Neither by side nor by claim, at any width; nothing is cut."""
        found = [f for f in cl.judge(given_) if f.verdict in {"disputed", "tension"}]
        assert faults(cl.plot_ranges(found, width=width)) == []
        assert faults(cl.plot_ranges(found, by="claims", width=width)) == []

    @pytest.mark.parametrize("width", WIDTHS)
    @CASES
    def test_matrices(self, given_: cl.Ledger, width: float) -> None:
        """Of sides and of sources."""
        found = cl.judge(given_)
        assert faults(cl.plot_matrix(found, width=width)) == []
        assert faults(cl.plot_matrix(found, by="sources", width=width)) == []

    @pytest.mark.parametrize("width", WIDTHS)
    @CASES
    def test_histories(self, given_: cl.Ledger, width: float) -> None:
        """Of the questions with most claims."""
        numeric = [f for f in cl.judge(given_) if f.question.kind == "measure"]
        for found in sorted(numeric, key=lambda f: -len(f.voices))[:3]:
            assert faults(cl.plot_history(given_, found, width=width)) == []

    def test_the_check_sees_what_is_wrong(self) -> None:
        """Two texts in one place, and one beyond the edge."""
        figure = Figure()
        for x in (0.1, 0.12, 0.98):
            figure.text(x, 0.5, "some words")
        assert [fault.split(":")[0] for fault in faults(figure)] == ["cut", "overlap"]


class TestRanges:
    def test_bars_end_where_the_readings_end(self) -> None:
        """ "about 200" is thick from 190 to 210 and thin from 150 to 250, in its own unit."""
        claim = cl.Claim(source="A", date="2020", measure="people killed", value="about 200")
        figure = cl.plot_ranges(cl.judge(cl.Ledger().add(claim)))
        (core,) = artists(figure, "core-").values()
        (support,) = artists(figure, "support-").values()
        assert isinstance(core, Rectangle)
        assert isinstance(support, Line2D)
        assert (core.get_x(), core.get_x() + core.get_width()) == (190, 210)
        assert np.asarray(support.get_xdata()).tolist() == [150, 250]

    @settings(max_examples=25)
    @given(ledgers())
    def test_laws(self, ledger: cl.Ledger) -> None:
        """Each claim is drawn once; arrows where an end is open; shading where figures conflict."""
        for finding in cl.judge(ledger):
            if finding.question.kind != "measure":
                continue
            (row,) = range_chart(finding).rows
            drawn = Counter(name.partition("-")[0] for name in gids(cl.plot_ranges(finding)))
            marks = [m for m in row.marks if m.core is not None and m.support is not None]
            asserted = [m for m in marks if m.stance == "asserts"]
            assert drawn["point"] == sum(m.point is not None for m in asserted)
            assert drawn["shape"] == sum(m.point is None for m in asserted)
            assert drawn["core"] == len(marks) - drawn["point"]
            assert drawn["support"] == sum(
                m.support is not None and m.support.low != m.support.high for m in marks
            )
            assert drawn["arrow"] == sum(m.is_open for m in marks)
            assert drawn["gap"] == (finding.widest is not None)
            assert drawn["common"] == (row.common is not None)

    @pytest.mark.parametrize("width", WIDTHS)
    def test_the_soldiers_tell_their_story(
        self, findings: tuple[Finding, ...], width: float
    ) -> None:
        """What is asked, how far apart, who says what, and when: in the figure itself."""
        text = shown(cl.plot_ranges(killed(findings), width=width))
        for word in (
            *("Soldiers killed, Armenian side", "since 27 Sep 2020", "Disputed: 492 apart (× 9.5)"),
            *("Armenian side", "58", "28 Sep 2020", "Azerbaijan", "more than 550", "× 9.5"),
            *("exact figure", "no upper limit", "gap"),
        ):
            assert word in text

    def test_gap_and_claims_stand_in_their_unit(self, findings: tuple[Finding, ...]) -> None:
        """The shaded gap goes from 58 to 550, and the points stand at 58 and 550."""
        figure = cl.plot_ranges(killed(findings))
        (gap,) = artists(figure, "gap-").values()
        assert isinstance(gap, Rectangle)
        assert (gap.get_x(), gap.get_x() + gap.get_width()) == (58, 550)
        points = [one.get_xdata() for one in artists(figure, "point-").values()]
        assert sorted(x for (x,) in points) == [58, 550]

    def test_what_no_longer_stands_is_pale_and_says_so(self) -> None:
        """Replaced by its own source, or withdrawn."""
        claims = [
            cl.Claim(source="A", date=f"2020-01-0{day}", measure="people killed", value=str(day))
            for day in (1, 2)
        ]
        gone = cl.Claim(source="B", date="2020-01-01", measure="people killed", value="9")
        retraction = cl.Retraction(target=gone.id, source="B", date="2020-01-02")
        figure = cl.plot_ranges(cl.judge(cl.Ledger().add(*claims, gone, retraction)))
        colors = {one.get_color() for one in artists(figure, "support-").values()}
        points = {one.get_markerfacecolor() for one in artists(figure, "point-").values()}
        assert len(colors | points) == 2
        assert "(replaced)" in shown(figure)
        assert "(withdrawn)" in shown(figure)
        assert "replaced or withdrawn" in shown(figure)

    @pytest.mark.parametrize("width", WIDTHS)
    def test_long_names_of_sides_fold(self, width: float) -> None:
        """All of each is there, its sign beside the first line, its mark beside the claim."""
        names = [f"Government of National {word} and of the Union" for word in ("Accord", "Order")]
        sources = [cl.Source(name=n, side=s) for n, s in zip("AB", names, strict=True)]
        claims = [
            cl.Claim(source=one, date="2020", measure="people killed", value="exactly 9")
            for one in "AB"
        ]
        figure = cl.plot_ranges(cl.judge(cl.Ledger().add(*sources, *claims)), width=width)
        assert faults(figure) == []
        assert all(name in shown(figure) for name in names)

        def heights(word: str) -> list[float]:
            return [t.get_position()[1] for t in texts(figure) if t.get_text().startswith(word)]

        line = em(size_for(width))
        signs = [one for one in figure.axes[0].lines if not isinstance(one.get_marker(), str)]
        middles = [float(np.ravel(one.get_ydata())[0]) for one in signs]
        assert np.subtract(heights("Government"), middles) == pytest.approx(line * 0.262)
        marks = [float(one.get_ydata()[0]) for one in artists(figure, "point-").values()]
        said = np.subtract(heights("exactly"), MARGIN)
        assert np.subtract(said, sorted(marks)) == pytest.approx(line * 0.26)

    def test_a_comma_stands_after_a_name_written_from_the_right(self) -> None:
        """The name is set apart from it; of one that is folded, the last line."""
        for name in (NAMES[1], " ".join([NAMES[1]] * 6)):
            claim = cl.Claim(source=name, date="2020", measure="people killed", value="3")
            figure = cl.plot_ranges(cl.judge(cl.Ledger().add(claim)), width=3.5)
            assert faults(figure) == []
            lines = [one.get_text() for one in texts(figure) if NAMES[1][-6:] in one.get_text()]
            assert lines[-1].startswith("\u2068")
            assert lines[-1].endswith("\u2069,")
            assert re.sub("[\u2068\u2069]", "", " ".join(lines)) == f"{name},"

    def test_a_place_written_from_the_right_comes_first(self) -> None:
        """When follows it at its right, as everywhere."""
        claim = cl.Claim(
            source="A",
            date="2020",
            place=NAMES[1],
            window="2020-09",
            measure="people killed",
            value="3",
        )
        text = shown(cl.plot_ranges(cl.judge(cl.Ledger().add(claim))))
        assert f"\u200e{NAMES[1]}, in Sep 2020" in text

    def test_sides_look_as_in_the_whole_ledger(self, findings: tuple[Finding, ...]) -> None:
        """With the styles of all findings a part is drawn as the whole is."""
        styles = cl.side_styles(findings)
        found = [f for f in findings if [side.side for side in f.sides] == ["Turkey"]]
        numeric = [f for f in findings if "Turkey" in {s.side for s in f.sides} and f.unit]
        figure = cl.plot_ranges(numeric, styles=styles)
        (name,) = (one for one in texts(figure) if one.get_text() == "Turkey")
        assert found
        assert name.get_color() == styles["Turkey"].colour

    def test_a_short_axis_has_no_labels_at_its_head(self, findings: tuple[Finding, ...]) -> None:
        """A long one has, so that nobody looks for it at the foot."""
        numeric = [f for f in findings if f.question.kind == "measure" and f.unit is None]
        short, long = (
            [one.get_text() for one in texts(cl.plot_ranges(numeric[:n], scale="log"))]
            for n in (2, 12)
        )
        assert (short.count("100"), long.count("100")) == (1, 2)

    def test_what_is_left_out_is_counted(self, findings: tuple[Finding, ...]) -> None:
        """Questions that are not on figures."""
        text = shown(cl.plot_ranges(findings[:12]))
        others = sum(f.question.kind != "measure" for f in findings[:12])
        assert f"{others} questions not on figures: not shown." in text

    @pytest.mark.parametrize(
        ("some", "message"),
        [
            (lambda _: [], "no question is given"),
            (
                lambda f: [x for x in f if x.question.kind in {"proposition", "choice"}],
                "only choice and proposition questions are given; a matrix shows",
            ),
            (lambda f: [killed(f)] * 61, "61 questions with 122 lines are too many"),
        ],
    )
    def test_refusals(self, findings: tuple[Finding, ...], some: object, message: str) -> None:
        """Nothing to draw, nothing on figures, too much for one figure."""
        with pytest.raises(cl.ClaimLedgerError, match=message):
            cl.plot_ranges(some(findings))  # type: ignore[operator]

    @pytest.mark.parametrize("how", [{"by": "claim"}, {"scale": "lin"}, {"width": 0}])
    def test_options_are_checked(
        self, findings: tuple[Finding, ...], how: dict[str, object]
    ) -> None:
        """Before anything is drawn."""
        with pytest.raises(cl.ClaimLedgerError):
            cl.plot_ranges(killed(findings), **how)  # type: ignore[arg-type]


class TestHistory:
    @pytest.mark.parametrize("width", WIDTHS)
    def test_the_helicopters_tell_their_story(
        self, ledger: cl.Ledger, findings: tuple[Finding, ...], width: float
    ) -> None:
        """Three sources by name, each with its last figure and date, and what they dispute."""
        (found,) = (
            f
            for f in findings
            if f.question.measure == "helicopters lost" and f.question.accrual == "cumulative"
        )
        figure = cl.plot_history(ledger, found, width=width)
        words = [one.get_text() for one in texts(figure)]
        for said in ("1", "2", "4", "7"):
            assert said in words
        text = shown(figure)
        for word in (
            "Helicopters lost, Azerbaijan",
            "Disputed: 1 apart (× 2)",
            "27 Sep 2020",
            "Shaded: the claims contradict each other.",
            "Dotted: nothing newer said.",
        ):
            assert word in text
        (dispute,) = artists(figure, "dispute").values()
        assert isinstance(dispute, Rectangle)
        assert (dispute.get_y(), dispute.get_y() + dispute.get_height()) == (1, 2)
        assert dispute.get_width() == 1
        steps = [one.get_ydata() for one in artists(figure, "steps-").values()]
        assert sorted(map(list, steps)) == [[1], [2, 7], [4]]

    def test_each_claim_is_drawn_once(self) -> None:
        """Figures as points, what names none at the foot, open ends with arrows."""
        given_ = hostile()
        found = next(f for f in cl.judge(given_) if f.question.kind == "measure")
        names = Counter(name.partition("-")[0] for name in gids(cl.plot_history(given_, found)))
        assert names["point"] + names["silent"] == len(found.voices)
        assert names["silent"] == 2
        assert names["revises"] == len({new for _, new in found.superseded})

    def test_a_question_by_number_key_or_claim(
        self, ledger: cl.Ledger, findings: tuple[Finding, ...]
    ) -> None:
        """All draw the same."""
        found = killed(findings)
        drawn = {
            figure_bytes(cl.plot_history(ledger, asked), "svg")
            for asked in (found, found.question, found.number, found.voices[0].id[:10])
        }
        assert len(drawn) == 1

    def test_as_of(self, ledger: cl.Ledger, findings: tuple[Finding, ...]) -> None:
        """Only what was said by then: on the 27th nobody had said it."""
        with pytest.raises(cl.ClaimLedgerError, match="unknown question 'soldiers killed"):
            cl.plot_history(ledger, killed(findings).question, as_of="2020-09-27")

    def test_too_many_sources(self) -> None:
        """No figure for print holds them."""
        ledger = cl.Ledger().add(
            *(
                cl.Claim(source=f"S{n}", date="2020", measure="people killed", value="3")
                for n in range(41)
            )
        )
        with pytest.raises(cl.ClaimLedgerError, match="41 sources are too many"):
            cl.plot_history(ledger, 1)

    def test_a_unit_stands_above_its_axis(self, ledger: cl.Ledger) -> None:
        """Of what is no count."""
        found = next(f for f in cl.judge(ledger) if f.unit == "km2")
        assert "km2" in [one.get_text() for one in texts(cl.plot_history(ledger, found))]

    @settings(max_examples=20)
    @given(ledgers())
    def test_anything_can_be_drawn(self, ledger: cl.Ledger) -> None:
        """Whatever the ledger holds, each of its claims once."""
        for found in cl.judge(ledger):
            if found.question.kind == "measure":
                names = [name.partition("-")[0] for name in gids(cl.plot_history(ledger, found))]
                assert names.count("point") + names.count("silent") == len(found.voices)

    def test_a_narrow_dispute_bears_no_ratio(self) -> None:
        """Above a running count of 5, there is no room between 999 and 1,000; it is shaded."""
        claims = [
            cl.Claim(
                source=source,
                date=f"2020-01-0{day}",
                event="flood",
                measure="people killed",
                value=f"exactly {figure}",
            )
            for source, day, figure in (("C", 1, 5), ("A", 2, 999), ("B", 2, 1000))
        ]
        ledger = cl.Ledger().add(cl.Event(name="flood", window="2020-01-01/.."), *claims)
        figure = cl.plot_history(ledger, 1)
        (dispute,) = artists(figure, "dispute").values()
        assert (dispute.get_y(), dispute.get_height()) == (999, 1)
        assert not any(one.get_text().startswith("×") for one in texts(figure))

    def test_what_has_no_room_is_left_out(self) -> None:
        """Labels of days that would cover each other, and ratios; nothing overlaps."""
        ledger = crowded(12)
        figure = cl.plot_history(ledger, 1, width=1.9)
        assert faults(figure) == []
        assert not any("×" in one.get_text() for one in texts(figure)[4:])


class TestMatrix:
    def test_propositions_in_words(self, findings: tuple[Finding, ...]) -> None:
        """Beside figures; positions are not there."""
        found = [f for f in findings if f.verdict == "disputed" or f.verdict is None]
        words = [one.get_text() for one in texts(cl.plot_matrix(found))]
        assert {"yes", "no", "58", "more than 550"} <= set(words)
        positions = [f.question.about for f in findings if f.verdict is None]
        assert positions
        assert not any(position in " ".join(words) for position in positions)

    @pytest.mark.parametrize("width", [2.5, 3.5])
    def test_long_names_of_sides_fold(self, width: float) -> None:
        """Upright, and whole: two that differ at their ends are told apart."""
        ends = ("Western Coast", "Western Islands", "Easternmost Archipelago")
        sides = [f"Provisional Government of the {end} and its Dependencies" for end in ends]
        said = [
            cl.Claim(source=side, date="2031-05-01", measure="boats lost", value=str(n))
            for n, side in enumerate(sides)
        ]
        ledger = cl.Ledger().add(*(cl.Source(name=side, side=side) for side in sides), *said)
        names: dict[object, list[str]] = {}
        for one in texts(cl.plot_matrix(cl.judge(ledger), width=width)):
            if one.get_rotation() == 90:
                names.setdefault(one.get_color(), []).append(one.get_text())
        assert {" ".join(parts) for parts in names.values()} == set(sides)

    def test_a_cell_for_each_that_speaks(self, findings: tuple[Finding, ...]) -> None:
        """As many cells as sides speak on the questions."""
        found = [f for f in findings if f.verdict is not None]
        cells = [name for name in gids(cl.plot_matrix(found)) if name.startswith("cell-")]
        assert len(cells) == sum(len(f.sides) for f in found)

    def test_sources_without_a_common_question_are_counted(
        self, findings: tuple[Finding, ...]
    ) -> None:
        """Under the figure, and left out of it."""
        wide = shown(cl.plot_matrix(findings, by="sources", width=13))
        assert re.search(r"\d+ sources share no question with another", wide)
        assert "on three of five common questions" in wide
        assert "3/5" in [
            one.get_text() for one in texts(cl.plot_matrix(findings, by="sources", width=13))
        ]

    @pytest.mark.parametrize(
        ("claims", "by", "message"),
        [
            (0, "sides", "no question that is judged is given"),
            (1, "sources", "no two sources speak of one question"),
            (61, "sources", "61 rows and 61 columns are too many"),
        ],
    )
    def test_refusals(self, claims: int, by: str, message: str) -> None:
        """Nothing to draw, and too much."""
        ledger = cl.Ledger().add(
            *(
                cl.Claim(source=f"S{n}", date="2020", measure="people killed", value="3")
                for n in range(claims)
            )
        )
        with pytest.raises(cl.ClaimLedgerError, match=message):
            cl.plot_matrix(cl.judge(ledger), by=by)


class TestAxes:
    """Figures drawn into axes of the user's own."""

    @pytest.mark.parametrize("kind", ["ranges", "history", "matrix"])
    def test_they_fit(self, ledger: cl.Ledger, findings: tuple[Finding, ...], kind: str) -> None:
        """In half a sheet, beside other axes, in smaller text where need be."""
        figure = Figure(figsize=(12, 4))
        left, right = figure.subplots(1, 2)
        found = killed(findings)
        drawn = {
            "ranges": lambda: cl.plot_ranges(found, ax=right),
            "history": lambda: cl.plot_history(ledger, found, ax=right),
            "matrix": lambda: cl.plot_matrix([found], ax=right),
        }[kind]()
        assert drawn is figure
        assert [t for t in texts(figure) if t.axes is left] == [
            t for t in texts(figure) if t.axes is left and t.get_text()[0].isdigit()
        ]
        assert "Soldiers killed, Armenian side" in shown(figure)
        box = right.get_window_extent()
        assert all(
            box.x0 - 1 <= one.get_window_extent().x0 and one.get_window_extent().x1 <= box.x1 + 8
            for one in texts(figure)
            if one.axes is right
        )

    def test_too_small_ones_are_refused(self, findings: tuple[Finding, ...]) -> None:
        """With what would be needed."""
        ax = Figure(figsize=(3, 1)).add_subplot()
        with pytest.raises(cl.ClaimLedgerError, match=r"axes of .* inches are too small"):
            cl.plot_ranges(findings, ax=ax)

    def test_axes_of_no_figure_are_refused(self, findings: tuple[Finding, ...]) -> None:
        """Such as those that were removed from theirs."""
        ax = Figure().add_subplot()
        ax.remove()
        with pytest.raises(cl.ClaimLedgerError, match="expected axes that belong to a figure"):
            cl.plot_ranges(findings, ax=ax)


class TestHostileText:
    def test_it_is_text(self) -> None:
        """Dollars, braces, tags and backslashes stand in SVG as they are, and are no formulas."""
        given_ = hostile()
        found = cl.judge(given_)
        for figure in (
            cl.plot_ranges(found, width=13),
            cl.plot_matrix(found, by="sources", width=13),
            cl.plot_history(given_, next(f for f in found if f.unit is None), width=13),
        ):
            words = " ".join(svg_texts(figure_bytes(figure, "svg")))
            assert "$x_1$" in words
            assert "<b>%s</b>" in words
            assert "\\alpha" in words
            assert NAMES[2] in words

    def test_what_steers_a_terminal_is_gone(self) -> None:
        """Control characters and marks that turn the direction of writing."""
        claim = cl.Claim(source="A\u202eB", date="2020", measure="people killed", value="3")
        words = svg_texts(figure_bytes(cl.plot_ranges(cl.judge(cl.Ledger().add(claim))), "svg"))
        assert any("AB" in word for word in words)

    def test_characters_that_no_font_has(self, tmp_path: Path) -> None:
        """A picture of dots warns once and says what to do; SVG is drawn where it is looked at."""
        claim = cl.Claim(source="\U0001f9ff\u2d30", date="2020", measure="people killed", value="3")
        rare = cl.Claim(source="\U00012345", date="2020", measure="people killed", value="4")
        figure = cl.plot_ranges(cl.judge(cl.Ledger().add(claim, rare)))
        cl.save_figure(figure, tmp_path / "a.svg")
        with pytest.warns(cl.ClaimLedgerWarning, match=r"no installed font has .*or write SVG"):
            cl.save_figure(figure, tmp_path / "a.png")


class TestSaving:
    @pytest.mark.parametrize("format", ["svg", "png", "pdf"])
    def test_the_same_figure_is_the_same_bytes(
        self, findings: tuple[Finding, ...], format: str
    ) -> None:
        """Without a date, and with names that do not change."""
        one, other = (figure_bytes(cl.plot_ranges(killed(findings)), format) for _ in range(2))
        assert one == other
        assert one.startswith({"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}[format])

    @pytest.mark.parametrize(
        ("name", "hint"), [("a.pngg", "did you mean .png?"), ("a", ".svg, .png, .pdf$")]
    )
    def test_an_unknown_ending(self, findings: tuple[Finding, ...], name: str, hint: str) -> None:
        """With the nearest, where one is near."""
        with pytest.raises(cl.ClaimLedgerError, match=re.escape(hint).replace(r"\$", "$")):
            cl.save_figure(cl.plot_ranges(killed(findings)), name)

    def test_an_unknown_format(self) -> None:
        """As an argument of its own."""
        with pytest.raises(cl.ClaimLedgerError, match="expected one of svg, png, pdf"):
            figure_bytes(Figure(), "gif")

    def test_other_warnings_are_passed_on(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Only the glyphs that are missing are told in other words."""
        figure = Figure()

        def warn(out: io.BytesIO, **_: object) -> None:
            import warnings

            warnings.warn("beware", UserWarning, stacklevel=2)
            out.write(b"x")

        monkeypatch.setattr(figure, "savefig", warn)
        with pytest.warns(UserWarning, match="beware"):
            assert figure_bytes(figure, "svg") == b"x"


class TestTexts:
    def test_lines_fit_and_lose_nothing(self) -> None:
        """Words where they fit, pieces of a word where not even one does."""
        for text in (
            "one two three four five",
            "x" * 90,
            "国防部新闻发言人办公室和其他",
            "a " * 30,
        ):
            lines = fold(text.strip(), 0.7, 8)
            assert all(width_of(line, 8) <= 0.7 for line in lines)
            assert "".join(lines).replace(" ", "") == text.replace(" ", "")

    def test_a_limit_ends_in_an_ellipsis(self) -> None:
        """And fits."""
        lines = fold("one two three four five six seven", 0.7, 8, most=2)
        assert len(lines) == 2
        assert lines[-1].endswith("\u2026")
        assert width_of(lines[-1], 8) <= 0.7
        assert shortened("short", 5, 8) == "short"

    def test_labels_do_not_cover_each_other(self) -> None:
        """In their order; in a room that is too small they go on below it."""
        labels = [Label(1.0, 0.4), Label(1.0, 0.4), Label(1.1, 0.4)]
        for bottom in (2.0, 1.0):
            tops = spread(labels, 0.0, bottom, 0.05)
            assert all(b - a >= 0.45 - 1e-9 for a, b in itertools.pairwise(tops))
            assert tops[0] >= 0
        assert max(spread(labels, 0.0, 2.0, 0.05)) + 0.4 <= 2.0


class TestCommand:
    @pytest.mark.parametrize(
        "arguments",
        [
            ["-o", "a.svg", "--measure", "soldiers killed", "--as-of", "2020-09-28"],
            ["-o", "a.png", "--kind", "history", "--question", "4", "--scale", "log"],
            ["-o", "a.pdf", "--kind", "matrix", "--by", "sources", "--width", "13"],
            [
                "-o",
                "a.svg",
                "--kind",
                "history",
                "--measure",
                "helicopters lost",
                "--question",
                "4",
            ],
            ["-o", "a.svg", "--question", "1", "--question", "2", "--by", "claims"],
        ],
    )
    def test_it_writes_the_figure(
        self,
        arguments: list[str],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """And prints nothing on standard output."""
        monkeypatch.chdir(tmp_path)
        assert main(["plot", *BOTH, *arguments]) == 0
        assert Path(arguments[1]).stat().st_size > 1000
        assert capsys.readouterr().out == ""

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["-o", "a.jpg"], "cannot tell the format of 'a.jpg'"),
            (["-o", "a.svg", "--kind", "history"], "a history is of one question"),
            (["-o", "a.svg", "--question", "412"], "unknown question '412'; known: 1 to 77"),
            (["-o", "a.svg", "--measure", "helicopter"], "did you mean 'helicopters lost'?"),
            (
                ["-o", "a.svg", "--side", "Turkey", "--verdict", "corroborated"],
                "no question meets all of these conditions",
            ),
            (["-o", "a.svg", "--kind", "history", "--question", "12"], "is not on figures"),
            (["-o", "a.svg", "--kind", "matrix", "--by", "claims"], "unknown kind of matrix"),
            (["-o", "none/a.svg"], "there is no folder"),
        ],
    )
    def test_errors_are_one_message(
        self,
        arguments: list[str],
        message: str,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """Exit code 2, and no file."""
        monkeypatch.chdir(tmp_path)
        assert main(["plot", *BOTH, *arguments]) == 2
        assert message in capsys.readouterr().err
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("width", ["0", "wide", "nan", "1000"])
    def test_the_width_is_checked(self, width: str, capsys: pytest.CaptureFixture[str]) -> None:
        """As an argument."""
        with pytest.raises(SystemExit) as end:
            main(["plot", "a.csv", "-o", "a.svg", "--width", width])
        assert end.value.code == 2
        assert "expected a width from 1 to 100 inches" in capsys.readouterr().err

    def test_an_empty_ledger(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """There is nothing to draw."""
        (tmp_path / "a.toml").write_text("", encoding="utf-8")
        assert main(["plot", str(tmp_path / "a.toml"), "-o", str(tmp_path / "a.svg")]) == 2
        assert "the ledger is empty" in capsys.readouterr().err

    def test_warnings_are_told(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """On standard error, and the figure is written."""
        (tmp_path / "a.csv").write_text(
            "source,side,date,measure,value\n\U00012345,N,2020,people killed,3\n", encoding="utf-8"
        )
        assert main(["plot", str(tmp_path / "a.csv"), "-o", str(tmp_path / "a.png")]) == 0
        assert "no installed font has" in capsys.readouterr().err
        assert (tmp_path / "a.png").exists()

    def test_the_package_names_the_extra(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """When it is imported."""
        monkeypatch.setitem(sys.modules, "matplotlib", None)
        with pytest.raises(cl.ClaimLedgerError, match="matplotlib is not installed"):
            runpy.run_path(str(ROOT / "claimledger" / "plots" / "__init__.py"))

    def test_a_missing_extra_is_named(self) -> None:
        """Where matplotlib is not installed."""
        code = (
            "import sys; sys.modules['matplotlib'] = None\n"
            "import claimledger.cli\n"
            "sys.exit(claimledger.cli.main(['plot', 'a.csv', '-o', 'a.svg']))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            encoding="utf-8",
            cwd=ROOT,
            check=False,
        )
        assert done.returncode == 2
        assert "pip install 'claimledger[plot]'" in done.stderr


class TestDocumentation:
    DRAWN = runpy.run_path(str(FIGURES / "draw.py"))

    def test_its_figures_are_those_of_the_seeds(self) -> None:
        """Each says the same words and shows the same marks; python docs/figures/draw.py renews."""
        drawn = self.DRAWN["figures"]()
        assert {path.stem for path in FIGURES.glob("*.svg")} == set(drawn)
        for name, figure in drawn.items():
            kept, now = (FIGURES / f"{name}.svg").read_bytes(), figure_bytes(figure, "svg")
            assert svg_texts(kept) == svg_texts(now), name
            assert list(svg_names(kept)) == list(svg_names(now)), name

    def test_the_script_writes_them(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Beside itself."""
        monkeypatch.setitem(self.DRAWN["main"].__globals__, "HERE", tmp_path)
        self.DRAWN["main"]()
        assert len(list(tmp_path.glob("*.svg"))) == 5
