"""The strategies for users: what they draw is valid, related, and wide enough."""

from __future__ import annotations

import datetime as dt
import importlib.util
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

import claimledger as cl
from claimledger import testing
from claimledger.claims import KINDS, Stance
from claimledger.errors import MissingExtraError
from claimledger.formats import dumps

DAY = dt.date(2021, 5, 5)
quickly = settings(
    max_examples=2_000,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_without_hypothesis(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the extra to install; the module is loaded anew, and kept by nobody."""
    spec = importlib.util.find_spec("claimledger.testing")
    assert spec is not None
    assert spec.loader is not None
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(MissingExtraError, match=r"claimledger\[testing\]"):
        spec.loader.exec_module(importlib.util.module_from_spec(spec))


class TestLedgers:
    @given(testing.ledgers())
    def test_round_trip(self, tmp_path_factory: pytest.TempPathFactory, ledger: cl.Ledger) -> None:
        """Each is read back from JSON lines as it was written."""
        path = tmp_path_factory.getbasetemp() / "drawn.jsonl"
        cl.write(ledger, path)
        again, problems = cl.read_lenient(path)
        assert again == ledger
        assert {problem.severity for problem in problems} <= {"warning"}
        assert dumps(again, "jsonl") == dumps(ledger, "jsonl")

    @given(testing.ledgers(), testing.partial_dates())
    def test_each_is_judged(self, ledger: cl.Ledger, date: cl.PartialDate) -> None:
        """Without an error, whole and as of a date, and each claim has its place."""
        findings = cl.judge(ledger)
        assert sorted(c.id for f in findings for c in f.claims) == sorted(
            c.id for c in ledger.claims
        )
        cl.judge(ledger, as_of=date, reading="wide")
        assert cl.report(ledger)

    @pytest.mark.parametrize(
        "wanted",
        [
            lambda ledger: len(ledger) >= 5,
            lambda ledger: not ledger,
            lambda ledger: bool(ledger.withdrawn),
            lambda ledger: len(ledger.retractions) >= 3,
            lambda ledger: any(c.field == "side" for c in ledger.conflicts),
            lambda ledger: any(len(several) > 1 for several in ledger.attestations.values()),
            lambda ledger: bool(ledger.annotations) and ledger.title is not None,
            lambda ledger: any(f.verdict == "disputed" for f in cl.judge(ledger)),
            lambda ledger: any("across" in str(f.verdict) for f in cl.judge(ledger)),
            lambda ledger: any("revised" in f.flags for f in cl.judge(ledger)),
        ],
    )
    def test_what_is_drawn(self, wanted: Callable[[cl.Ledger], bool]) -> None:
        """All that makes ledgers hard comes up."""
        assert wanted(find(testing.ledgers(), wanted, settings=quickly))

    @given(
        testing.ledgers(
            sources=["Red Cross"],
            sides=["North"],
            measures=st.just("houses destroyed"),
            dates=[cl.parse_date("1999")],
            max_claims=3,
        )
    )
    def test_pools(self, ledger: cl.Ledger) -> None:
        """What is given is drawn from, and nothing else."""
        assert len(ledger) <= 3
        for claim in ledger.claims:
            assert (claim.source, str(claim.date)) == ("Red Cross", "1999")
            assert claim.subject in {None, "North"}
            assert claim.measure in {None, "houses destroyed"}
        assert {party.name for party in ledger.parties.values()} <= {"North"}


class TestClaims:
    @pytest.mark.parametrize(
        ("kind", "stance"),
        [
            (kind, stance)
            for kind in KINDS
            for stance in Stance
            if stance is not Stance.DENIES or kind not in {"proposition", "position"}
        ],
    )
    def test_every_kind_and_stance(self, kind: str, stance: Stance) -> None:
        """Comes up, but for denials of what is answered by yes and no, or only held."""
        find(testing.claims(), lambda c: c.kind == kind and c.stance is stance, settings=quickly)

    @given(
        testing.claims(values=[cl.parse_quantity("about 5")], dates=st.just(cl.parse_date("1999")))
    )
    def test_values(self, claim: cl.Claim) -> None:
        """Figures and dates are drawn from what is given."""
        assert str(claim.date) == "1999"
        assert claim.measure is None or "about 5" in claim.said


class TestValues:
    @given(testing.quantities())
    def test_counts(self, quantity: cl.Quantity) -> None:
        """A quantity without a unit is a count, and its core lies within its support."""
        assert quantity.is_count
        assert quantity.core().is_within(quantity.support())

    @given(testing.quantities(figures=[7], units=["km2"]))
    def test_figures_and_units(self, quantity: cl.Quantity) -> None:
        """Are drawn from what is given."""
        assert quantity.unit == "km2"
        assert {quantity.low, quantity.high} <= {7, None}

    @pytest.mark.parametrize("hedge", cl.Hedge)
    def test_every_hedge(self, hedge: cl.Hedge) -> None:
        """Comes up."""
        found = find(testing.quantities(), lambda q: q.hedge is hedge, settings=quickly)
        assert found.hedge is hedge

    @given(testing.intervals(ends=[1, 2]))
    def test_intervals(self, interval: cl.Interval) -> None:
        """Have the ends that are given, or none."""
        assert {interval.low, interval.high} <= {1, 2, float("inf"), float("-inf"), None}

    @given(testing.partial_dates(first=DAY, last=DAY), testing.windows(first=DAY, last=DAY))
    def test_dates(self, date: cl.PartialDate, window: cl.Window) -> None:
        """Hold a day of those that are given."""
        assert date.first <= DAY <= date.last
        assert window.first <= DAY <= window.last


class TestExtra:
    def test_hypothesis_is_loaded_with_the_module_alone(self) -> None:
        """The package itself does not need it."""
        code = "import sys, claimledger; sys.exit('hypothesis' in sys.modules)"
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

    def test_without_hypothesis(self, tmp_path: Path) -> None:
        """The error names the extra to install."""
        code = (
            "import sys; sys.modules['hypothesis'] = None\n"
            "import claimledger\n"
            "try: import claimledger.testing\n"
            "except claimledger.ClaimLedgerError as error: print(error)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            encoding="utf-8",
            check=True,
            cwd=tmp_path,
        )
        assert done.stdout == ("hypothesis is not installed: pip install 'claimledger[testing]'\n")
