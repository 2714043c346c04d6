"""A file judged question by question, against the same file judged whole."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
import pytest
from hypothesis import given

import claimledger as cl
from claimledger import streams
from claimledger.grouping import Scene
from claimledger.judging import alone
from claimledger.quantities import Reading
from tests.ledger_strategies import ledgers


def in_order(findings: Sequence[cl.Finding]) -> list[cl.Finding]:
    """Findings in an order of their own; each claim is on one question."""
    return sorted(findings, key=lambda found: [voice.id for voice in found.voices])


def whole(ledger: cl.Ledger, reading: str = "standard") -> list[cl.Finding]:
    return in_order(alone(Scene.of(ledger), Reading.of(reading)))


def streamed(path: Path, **options: str) -> list[cl.Finding]:
    return in_order(list(cl.judge_stream(path, **options)))  # type: ignore[arg-type]


CLAIM = '{"source": "%s", "date": "2020-09-%02d", "measure": "tanks lost", "value": "%s"}\n'


class TestJudgeStream:
    """What it finds, and what it refuses."""

    @given(ledgers(), st.sampled_from(["standard", "wide", "tight"]), st.integers(1, 4))
    def test_law(self, ledger: cl.Ledger, reading: str, run: int) -> None:
        """Each question is judged as in the whole ledger, however small the runs are."""
        with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            patch.setattr(streams, "RUN", run)
            path = Path(folder) / "ledger.jsonl"
            cl.write(ledger, path)
            assert streamed(path, reading=reading) == whole(ledger, reading)

    @given(ledgers(), st.sampled_from(["2020-09-28", "2020-10", "2020"]))
    def test_as_of(self, ledger: cl.Ledger, date: str) -> None:
        """What was said later is left out, retractions as well."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "ledger.jsonl"
            cl.write(ledger, path)
            assert streamed(path, as_of=date) == whole(ledger.as_of(date))

    def test_seeds(self, tmp_path: Path) -> None:
        """The seeds too, of which only what several questions show is left out."""
        ledger = cl.read("seeds/karabakh-2020-09-28.toml")
        cl.write(ledger, tmp_path / "seeds.jsonl")
        found = streamed(tmp_path / "seeds.jsonl")
        assert found == whole(ledger)
        assert all(not one.implied and not one.number for one in found)

    def test_handles(self, tmp_path: Path) -> None:
        """A source under its handle is the source; what names its claim by id follows it."""
        path = tmp_path / "a.jsonl"
        claim = cl.Claim(source="m", date="2020-09-01", measure="tanks lost", value="5")
        other = cl.Claim(source="B", date="2020-09-02", measure="tanks lost", value="50")
        path.write_text(
            '{"type": "source", "name": "Ministry", "handle": "m"}\n'
            + CLAIM % ("m", 1, "5")
            + CLAIM % ("B", 2, "50")
            + f'{{"type": "attestation", "claim": "{other.id}", "derived_from": "{claim.id}"}}\n'
            + f'{{"type": "retraction", "target": "{claim.id}", "source": "m", "date": "2021"}}\n'
            + f'{{"type": "attestation", "claim": "{claim.id}", "document": "x"}}\n'
            + f'{{"type": "annotation", "claim": "{claim.id}", "note": "x"}}\n',
            encoding="utf-8",
        )
        (found,) = streamed(path)
        assert found == whole(cl.read(path))[0]
        assert [voice.withdrawn for voice in found.voices] == [True, False]
        assert {voice.origin for voice in found.voices} == {"ministry"}

    def test_spellings(self, tmp_path: Path) -> None:
        """A claim in two spellings is one, in the least of them."""
        path = tmp_path / "a.jsonl"
        spelt = '{"source": "%s", "date": "2020", "event": "%s", "choice": "who", "value": "x"}\n'
        path.write_text(spelt % ("a", "B") + spelt % ("A", "b"), encoding="utf-8")
        (found,) = streamed(path)
        assert [(voice.claim.source, voice.claim.event) for voice in found.voices] == [("A", "b")]
        assert [found] == whole(cl.read(path))

    def test_faults(self, tmp_path: Path) -> None:
        """All are told before anything is found."""
        path = tmp_path / "a.jsonl"
        path.write_text("x\n" + CLAIM % ("A", 1, "5") + CLAIM % ("A", 31, "5"), encoding="utf-8")
        with pytest.raises(cl.LoadError) as caught:
            next(cl.judge_stream(path))
        assert [problem.location.line for problem in caught.value.problems] == [1, 3]

    def test_ambiguous_handles(self, tmp_path: Path) -> None:
        """They are told at the claims that use them."""
        path = tmp_path / "a.jsonl"
        declared = '{"type": "source", "name": "%s", "handle": "m"}\n'
        path.write_text(declared % "One" + declared % "Two" + CLAIM % ("m", 1, "5"), "utf-8")
        with pytest.raises(cl.LoadError, match="ambiguous"):
            list(cl.judge_stream(path))

    def test_no_file(self, tmp_path: Path) -> None:
        """What cannot be read is a problem as any other."""
        with pytest.raises(cl.LoadError, match="No such file"):
            list(cl.judge_stream(tmp_path / "none.jsonl"))

    def test_stores(self, tmp_path: Path) -> None:
        """A store is none of its files."""
        with cl.open_store(tmp_path / "a.db") as store:
            store.add(cl.Ledger().add(cl.Party(name="A")))
        with pytest.raises(cl.LoadError, match="open_store"):
            list(cl.judge_stream(tmp_path / "a.db"))

    def test_an_unread_stream_opens_nothing(self, tmp_path: Path) -> None:
        """Only an unknown policy is refused at once."""
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            cl.judge_stream(tmp_path / "none.jsonl")
        with pytest.raises(LookupError):
            cl.judge_stream(tmp_path / "none.jsonl", reading="widest")
