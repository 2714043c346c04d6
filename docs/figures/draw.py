"""Draws the figures of the documentation from the seeds; run it where they change."""

from __future__ import annotations

from pathlib import Path

from matplotlib.figure import Figure

import claimledger as cl

HERE = Path(__file__).parent
SEEDS = HERE.parent.parent / "seeds"


def figures() -> dict[str, Figure]:
    """Each figure by the name of its file."""
    ledger = cl.read_lenient(SEEDS / "karabakh-2020-09-28.toml", SEEDS / "karabakh-2020.csv")[0]
    findings = cl.judge(ledger)
    styles = cl.side_styles(findings)
    disputes = [f for f in findings if f.verdict in {cl.Verdict.DISPUTED, cl.Verdict.TENSION}]
    by_the_28th = cl.judge(ledger, as_of="2020-09-28")
    killed = [f for f in by_the_28th if f.question.measure == "soldiers killed"]
    (helicopters,) = (
        f
        for f in findings
        if f.question.measure == "helicopters lost" and f.question.accrual == "cumulative"
    )
    shown = {"ledger": ledger, "styles": styles}
    return {
        "soldiers-killed": cl.plot_ranges(killed, **shown),
        "helicopters": cl.plot_history(ledger, helicopters, styles=styles),
        "disputes": cl.plot_ranges(disputes, **shown),
        "sides": cl.plot_matrix(disputes, **shown),
        "sources": cl.plot_matrix(findings, by="sources", **shown),
    }


def main() -> None:
    """Write each figure as SVG beside this file."""
    for name, figure in figures().items():
        cl.save_figure(figure, HERE / f"{name}.svg")


if __name__ == "__main__":
    main()
