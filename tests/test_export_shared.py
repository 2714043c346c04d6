"""What holds of every format that a ledger is written in, and the account of what each carries."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import claimledger as cl
from claimledger.claims import Annotation, Attestation
from claimledger.cli import main
from claimledger.errors import UnknownNameError
from claimledger.exporting import OWN, TARGETS, exported
from claimledger.formats.accounts import Account
from tests.ledger_strategies import ledgers
from tests.report_case import everything

TESTED = [
    pytest.param(
        target,
        marks=pytest.mark.skipif(
            target == "prov" and importlib.util.find_spec("prov") is None,
            reason="the package prov is not installed",
        ),
    )
    for target in TARGETS
]
"""All targets; that of an extra only where this is installed."""

SEEDS = [str(p) for p in sorted((Path(__file__).parent.parent / "seeds").glob("karabakh*.*"))]


def lost(ledger: cl.Ledger, target: str) -> dict[str, int]:
    return dict(exported(ledger, target).lost)


class TestEveryTarget:
    @pytest.mark.parametrize("target", TESTED)
    @pytest.mark.parametrize(
        "ledger",
        [cl.Ledger(), everything(), cl.read_lenient(*SEEDS)[0]],
        ids=["empty", "everything", "seeds"],
    )
    def test_every_claim_is_accounted_for(self, target: str, ledger: cl.Ledger) -> None:
        """What is carried and what is lost are all claims."""
        found = exported(ledger, target)
        assert len(found.claims) + dict(found.lost).get("claims", 0) == len(ledger)
        assert found.claims <= {claim.id for claim in ledger.claims}

    @pytest.mark.parametrize("target", TESTED[len(OWN) :])
    @settings(max_examples=40)
    @given(data=st.data())
    def test_laws(self, target: str, data: st.DataObject) -> None:
        """Law: claims carried and lost are all; and equal ledgers are equal files."""
        ledger = data.draw(ledgers())
        found = exported(ledger, target)
        assert len(found.claims) + dict(found.lost).get("claims", 0) == len(ledger)
        again = cl.Ledger().merge(*(cl.Ledger(frozenset([one])) for one in ledger.records))
        assert exported(again, target) == found

    @pytest.mark.parametrize("target", TESTED[len(OWN) :])
    def test_no_record_is_lost_in_silence(self, target: str) -> None:
        """A ledger of records that no other program knows of is lost whole."""
        alone = cl.Ledger().add(
            cl.Implication(premise="a", conclusion="b"),
            cl.Partition(whole="casualties", parts=["killed", "wounded"]),
        )
        assert lost(alone, target) == {"implications": 1, "partitions": 1}

    def test_an_unknown_target(self) -> None:
        """The error names the nearest."""
        with pytest.raises(UnknownNameError, match="did you mean 'wikitext'"):
            exported(cl.Ledger(), "wikitex")

    def test_ledger_formats_are_targets(self) -> None:
        """They come first, and lose what they say they lose."""
        assert TARGETS[: len(OWN)] == OWN
        assert lost(everything(), "toml") == {}
        assert lost(everything(), "csv")["titles"] == 1
        assert lost(everything(), "excel") == lost(everything(), "csv")


CLAIM = cl.Claim(source="M", date="2020", subject="N", measure="tanks lost", value="5")
SOURCE = cl.Source(name="M", side="N", kind="official")


class TestAccount:
    def test_what_is_not_carried_is_lost(self) -> None:
        """Of a record of which nothing is carried the whole, else the stated fields."""
        ledger = cl.Ledger().add(CLAIM, SOURCE, Annotation(claim=CLAIM.id, note="x"))
        account = Account(ledger)
        assert account.exported("").lost == (("annotations", 1), ("claims", 1), ("sources", 1))
        account.carry(CLAIM, "source", "date")
        account.carry(SOURCE, "name")
        found = account.exported("x")
        assert (found.text, set(found.claims)) == ("x", {CLAIM.id})
        assert dict(found.lost) == {
            "annotations": 1,
            "subject of claims": 1,
            "measure of claims": 1,
            "value of claims": 1,
            "side of sources": 1,
            "kind of sources": 1,
        }

    def test_what_is_not_stated_is_not_lost(self) -> None:
        """Nor is what says on which claim a record hangs."""
        ledger = cl.Ledger().add(CLAIM, Attestation(claim=CLAIM.id, document="x"))
        account = Account(ledger)
        account.carry(CLAIM, "source", "date", "subject", "measure", "value")
        account.carry(Attestation(claim=CLAIM.id, document="x"), "document")
        assert account.exported("").lost == ()

    def test_another_spelling_of_a_claim_is_counted_apart(self) -> None:
        """Carried or not, a claim is one claim."""
        ledger = cl.Ledger().add(CLAIM, attrs.evolve(CLAIM, source="m"))
        assert len(ledger) == 1
        account = Account(ledger)
        assert dict(account.exported("").lost) == {"claims": 1, "spellings of claims": 1}

    def test_what_is_not_shown_of_a_source_is_lost(self) -> None:
        """Of two sides of one source one is shown; sets are shown together."""
        other = cl.Source(name="M", side="B")
        parties = (cl.Party(name="N", opposed=["A"]), cl.Party(name="N", opposed=["B"]))
        account = Account(cl.Ledger().add(SOURCE, other, *parties))
        account.carry(SOURCE, "name", "side", "kind")
        account.carry(parties[0], "name", "opposed")
        assert account.exported("").lost == (("side of sources", 1),)


class TestCommand:
    """``claimledger convert --to``."""

    def test_it_says_what_is_lost(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """By field and count, on standard error; the file may have any name."""
        out = tmp_path / "losses"
        assert main(["convert", *SEEDS, "--to", "wikitext", "-o", str(out)]) == 0
        assert out.read_text(encoding="utf-8").startswith('{| class="wikitable"\n')
        printed = capsys.readouterr()
        assert printed.out == ""
        assert "not carried by WIKITEXT: implications: 3\n" in printed.err

    def test_strict(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """What cannot be carried is an error, and nothing is written."""
        out = tmp_path / "seed.csv"
        assert main(["convert", SEEDS[0], "--strict", "-o", str(out)]) == 2
        assert not out.exists()
        assert list(tmp_path.iterdir()) == []
        told = capsys.readouterr().err.splitlines()
        assert "not carried by CSV: implications: 3" in told
        assert told[-1].startswith("claimledger: nothing written: ")

    def test_strict_without_loss(self, tmp_path: Path) -> None:
        """Where nothing is lost, it changes nothing; and --to outweighs the ending."""
        out = tmp_path / "seed.csv"
        assert main(["convert", SEEDS[0], "--strict", "--to", "jsonl", "-o", str(out)]) == 0
        assert cl.read(out, format="jsonl") == cl.read(SEEDS[0])

    def test_a_target_that_is_unknown(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Is refused before anything is read."""
        with pytest.raises(SystemExit) as end:
            main(["convert", "missing.csv", "--to", "markdwn", "-o", "x"])
        assert end.value.code == 2
        assert "did you mean 'markdown'?" in capsys.readouterr().err
