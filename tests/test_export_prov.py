"""PROV-JSON: who said what, where it was read, what it was taken from, and what was withdrawn."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import claimledger as cl
from claimledger.claims import Annotation, Title
from claimledger.cli import main
from claimledger.errors import MissingExtraError
from claimledger.formats import provenance
from tests.record_strategies import ledgers
from tests.report_case import everything

CLAIM = cl.Claim(
    source="A", date="2031-05-04T18:00+04:00", subject="N", measure="tanks lost", value="5"
)


def test_without_the_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The error names the extra to install, and nothing is written."""
    for name in ("prov", "prov.model"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtraError, match=r"claimledger\[prov\]"):
        provenance.export(cl.Ledger())
    path, out = tmp_path / "claims.csv", tmp_path / "out.json"
    path.write_text("source,date,measure,value\nA,2031,tanks lost,5\n", encoding="utf-8")
    assert main(["convert", str(path), "--to", "prov", "-o", str(out)]) == 2
    assert "pip install 'claimledger[prov]'" in capsys.readouterr().err
    assert not out.exists()


class TestDocument:
    @pytest.fixture(autouse=True)
    def _needs_prov(self) -> None:
        pytest.importorskip("prov")

    @staticmethod
    def told(*records: object) -> Mapping[str, Any]:
        ledger = cl.Ledger().add(*records)  # type: ignore[arg-type]
        found: Mapping[str, Any] = json.loads(provenance.export(ledger).text)
        return found

    @staticmethod
    def labels(content: Mapping[str, Any]) -> dict[str, str]:
        things = {**content.get("entity", {}), **content.get("agent", {})}
        return {key: one.get("prov:label", "") for key, one in things.items()}

    def related(self, content: Mapping[str, Any], relation: str) -> list[tuple[str, ...]]:
        """The labels of what each relation of a kind binds together, in order."""
        shown = self.labels(content)
        return [
            tuple(
                shown.get(value, value)
                for name, value in one.items()
                if name not in {"prov:type", "prov:time"}
            )
            for one in content.get(relation, {}).values()
        ]

    def test_a_claim(self) -> None:
        """All its fields are attributes; it is attributed to its source, at its hour."""
        content = self.told(CLAIM, Annotation(claim=CLAIM.id, note="n", credibility=2))
        [(key, one)] = content["entity"].items()
        assert key == f"claimledger:claim-{CLAIM.id}"
        assert one == {
            "prov:label": "tanks lost (subject: N): 5",
            "prov:type": {"$": "claimledger:Claim", "type": "xsd:QName"},
            "claimledger:source": "A",
            "claimledger:date": "2031-05-04T18:00+04:00",
            "claimledger:subject": "N",
            "claimledger:measure": "tanks lost",
            "claimledger:value": "5",
            "claimledger:stance": "asserts",
            "claimledger:note": "n",
            "claimledger:credibility": {"$": "2", "type": "xsd:int"},
        }
        assert self.related(content, "wasAttributedTo") == [("tanks lost (subject: N): 5", "A")]
        [made] = content["wasGeneratedBy"].values()
        assert made["prov:time"] == "2031-05-04T18:00:00+04:00"

    def test_sources_act_for_their_sides(self) -> None:
        """And whoever controls them influences them; names may be undeclared."""
        content = self.told(
            cl.Source(name="A", side="N", controlled_by="Office"),
            cl.Source(name="B", side="N", controlled_by="N"),
            cl.Party(name="N", opposed=["S", "T"]),
        )
        assert self.related(content, "actedOnBehalfOf") == [("A", "N"), ("B", "N")]
        assert self.related(content, "wasInfluencedBy") == [("A", "Office"), ("B", "N")]
        agents = content["agent"].values()
        assert sorted(one["prov:label"] for one in agents) == ["A", "B", "N", "Office"]
        [party] = [one for one in agents if one["prov:label"] == "N"]
        assert party["claimledger:opposed"] == ["S", "T"]

    def test_attestations(self) -> None:
        """Each is a form of its claim, quoted from a document and taken from another."""
        other = cl.Claim(source="B", date="2031", measure="tanks lost", value="6")
        document = cl.Document(outlet="Post", title="T")
        content = self.told(
            CLAIM,
            other,
            document,
            cl.Attestation(claim=CLAIM.id, document=document.key, quote="five", via="V"),
            cl.Attestation(
                claim=CLAIM.id,
                document="https://x.org",
                derived_from=other.id,
                recorded="2031-05-05T09:00Z",
            ),
            cl.Attestation(claim=other.id, document="https://x.org", derived_from="C"),
        )
        said = "tanks lost (subject: N): 5"
        forms = [general for _, general in self.related(content, "specializationOf")]
        assert sorted(forms) == sorted([said, said, "tanks lost: 6"])
        derived = sorted(used for _, used in self.related(content, "wasDerivedFrom"))
        assert derived == ["Post, T", "https://x.org", "https://x.org", "tanks lost: 6"]
        assert [name for _, name in self.related(content, "wasInfluencedBy")] == ["C"]
        assert {name for _, name in self.related(content, "wasAttributedTo")} == {"A", "B", "V"}
        assert any(
            one.get("prov:time") == "2031-05-05T09:00:00+00:00"
            for one in content["wasGeneratedBy"].values()
        )

    def test_what_is_withdrawn_is_invalidated(self) -> None:
        """By an activity of its source; the retraction of somebody else is without effect."""
        gone = cl.Retraction(target=CLAIM.id, source="A", date="2031-05-05T12:00")
        content = self.told(CLAIM, gone, cl.Retraction(target=CLAIM.id, source="B", date="2031-06"))
        [one] = content["wasInvalidatedBy"].values()
        assert one == {
            "prov:entity": f"claimledger:claim-{CLAIM.id}",
            "prov:activity": f"claimledger:retraction-{gone.id}",
            "prov:time": "2031-05-05T12:00:00",
        }
        assert list(content["activity"]) == [f"claimledger:retraction-{gone.id}"]
        undone = cl.Retraction(target=gone.id, source="A", date="2031-05-06")
        ledger = cl.Ledger().add(CLAIM, gone, undone)
        assert dict(provenance.export(ledger).lost) == {"retractions": 2}

    def test_nothing_else_is_lost(self) -> None:
        """Only what is said of no claim: titles, and how words and propositions hang together."""
        assert dict(provenance.export(everything()).lost) == {"implications": 1, "titles": 1}
        codes = Annotation(claim=CLAIM.id, ignore=["echo"], because="b", note="n")
        found = provenance.export(cl.Ledger().add(CLAIM, codes, Title(text="T")))
        assert dict(found.lost) == {
            "because of annotations": 1,
            "ignore of annotations": 1,
            "titles": 1,
        }

    def test_a_ledger_with_everything(self, golden: Callable[[str, str], None]) -> None:
        """What the file says, whatever order the package writes it in."""
        content = json.loads(provenance.export(everything()).text)
        golden("provenance.json", f"{json.dumps(content, indent=1, sort_keys=True)}\n")

    @settings(max_examples=60)
    @given(ledgers())
    def test_it_is_read_back_by_prov(self, ledger: cl.Ledger) -> None:
        """Law: prov reads what was written, each claim is in it, and it is the same each time."""
        from prov.model import ProvDocument

        found = provenance.export(ledger)
        assert provenance.export(cl.Ledger(ledger.records)).text == found.text
        back = ProvDocument.deserialize(content=found.text, format="json")
        names = {str(record.identifier) for record in back.get_records() if record.identifier}
        assert {f"claimledger:claim-{claim.id}" for claim in ledger.claims} <= names
        assert found.claims == {claim.id for claim in ledger.claims}
        assert ProvDocument.deserialize(content=back.serialize(), format="json") == back
