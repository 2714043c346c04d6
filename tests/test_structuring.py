"""Values as plain data and back: equal, strict, and with every fault told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimledger as cl
from claimledger.claims import Members, Truth
from claimledger.errors import InvalidRecordError, StructureError
from claimledger.structuring import converter
from tests.date_strategies import date_texts
from tests.record_strategies import claims, hanging, ledgers, named, others
from tests.strategies import intervals, quantities, readings

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("karabakh*.*"))


def through_json(value: object, kind: Any = None) -> Any:
    """A value after it was plain data, and JSON text between."""
    data = converter().unstructure(value)
    assert json.loads(json.dumps(data)) == data
    return converter().structure(json.loads(json.dumps(data)), kind or type(value))


class TestRoundTrip:
    """Structuring what was unstructured gives an equal value."""

    @given(
        st.one_of(
            claims(),
            named(),
            others,
            hanging(()),
            quantities(),
            intervals(),
            readings,
            date_texts().map(cl.parse_date),
            st.sampled_from([*cl.Verdict, *cl.RelationKind, *cl.Hedge, *cl.Flag]),
            st.sampled_from(["2020/..", "../2021", "2020-09-27"]).map(cl.parse_window),
            st.builds(Members, st.just(frozenset({"a", "b"})), st.booleans()),
        )
    )
    def test_values(self, value: object) -> None:
        """Of every public class that a ledger holds."""
        back = through_json(value)
        assert back == value
        assert type(back) is type(value)

    @given(ledgers())
    def test_ledgers(self, ledger: cl.Ledger) -> None:
        """With all their records, and equal ledgers as equal data."""
        assert through_json(ledger) == ledger
        assert converter().unstructure(ledger) == converter().unstructure(ledger | ledger)

    def test_findings(self) -> None:
        """With their question, ranges, claims and relations."""
        for finding in cl.judge(cl.read(*SEEDS)):
            assert through_json(finding) == finding
            assert through_json(finding.question) == finding.question
            for relation in finding.relations:
                assert through_json(relation) == relation

    def test_problems(self, tmp_path: Path) -> None:
        """With their places."""
        path = tmp_path / "a.csv"
        path.write_text("a\n", encoding="utf-8")
        for problem in cl.read_lenient(path)[1]:
            assert through_json(problem) == problem

    def test_classes_of_others(self) -> None:
        """A class that holds these values needs no more."""

        @attrs.frozen
        class Note:
            claim: cl.Claim
            pair: tuple[int, bool]
            ranges: tuple[cl.Interval, ...] = ()
            truth: Truth | None = None

        claim = cl.Claim(source="A", date="2020", proposition="it rains", value="no")
        note = Note(claim, (1, True), (cl.Interval(None, 2),), Truth.NO)
        Note.__annotations__.update(
            claim=cl.Claim,
            pair=tuple[int, bool],
            ranges=tuple[cl.Interval, ...],
            truth=Truth | None,
        )
        assert through_json(note) == note


class TestForm:
    """How values look as plain data."""

    @pytest.mark.parametrize(
        ("value", "data"),
        [
            (
                cl.Claim(source="A", date="2020-09", measure="area", value="about 5 km2"),
                {"source": "A", "date": "2020-09", "measure": "area", "value": "about 5 km2"},
            ),
            (cl.Party(name="A", opposed=["C", "B"]), {"name": "A", "opposed": ["B", "C"]}),
            (cl.Interval(None, 5), {"low": "-inf", "high": 5, "low_open": True}),
            (cl.Reading.of("wide"), {"name": "wide", "share": "1/5"}),
            (cl.parse_date("2020-12~"), "2020-12~"),
            (cl.parse_quantity("a dozen"), "12"),
            (cl.Verdict.TENSION, "tension"),
            (
                cl.Ledger().add(cl.Party(name="A")),
                {"records": [{"type": "party", "name": "A"}]},
            ),
        ],
    )
    def test_forms(self, value: object, data: object) -> None:
        """Words are text, sets are sorted lists, and what has its default is left out."""
        assert converter().unstructure(value) == data


FAULTS = [
    (
        {"source": "A", "date": 5, "measure": True, "valeu": 3},
        cl.Claim,
        (
            "valeu: unknown field 'valeu'; did you mean 'value'?",
            "date: expected text, not 5",
            "measure: expected text, not True",
        ),
    ),
    (
        {"source": "A", "date": "2020", "measure": "x", "value": 5},
        cl.Claim,
        ("value: expected text, not 5",),
    ),
    ({"source": "A", "date": "2020", "measure": "x"}, cl.Claim, ("value: a value is missing",)),
    ({"date": "2020", "value": "5"}, cl.Claim, ("source: source is missing",)),
    (
        {"claim": "0" * 64, "credibility": "3"},
        cl.Annotation,
        ("credibility: expected a whole number, not '3'",),
    ),
    (
        {"claim": "0" * 64, "credibility": True},
        cl.Annotation,
        ("credibility: expected a whole number, not True",),
    ),
    (
        {"claim": "0" * 64, "recorded": "x"},
        cl.Attestation,
        ("recorded: expected a date-time, not 'x'",),
    ),
    ({"name": "A", "opposed": "B"}, cl.Party, ("opposed: expected a list, not 'B'",)),
    ({"name": "A", "opposed": ["B", 5]}, cl.Party, ("opposed[1]: expected text, not 5",)),
    (
        {"low": True, "high": "x", "high_open": 1},
        cl.Interval,
        (
            "low: expected a whole number, not True",
            "high: expected a number or a fraction, not 'x'",
            "high_open: expected true or false, not 1",
        ),
    ),
    (
        {"low": "1/0", "high": 1.5},
        cl.Interval,
        (
            "low: expected a number or a fraction, not '1/0'",
            "high: expected a whole number, not 1.5",
        ),
    ),
    ({"low": 2, "high": 1}, cl.Interval, ("no number lies in [2, 1]",)),
    (
        {"a": "", "b": "", "relation": "contradicton", "rule": ""},
        cl.Relation,
        ("relation: unknown relationkind 'contradicton'; did you mean 'contradiction'?",),
    ),
    ([], cl.Relation, ("expected an object, not []",)),
    ({}, cl.Ledger, ("expected an object with a list of records, not {}",)),
    (
        {"records": [{"type": "clam"}, 5, {"type": "party"}], "recrods": 1},
        cl.Ledger,
        (
            "recrods: unknown field 'recrods'; did you mean 'records'?",
            "records[0].type: unknown type 'clam'; did you mean 'claim'?",
            "records[1]: expected an object, not 5",
            "records[2].name: name is missing",
        ),
    ),
    (
        "abuot 5",
        cl.Quantity,
        ("cannot read 'abuot 5': expected a number or a hedge; did you mean 'about'?",),
    ),
    (12, cl.Quantity, ("expected text, not 12",)),
    (2020, cl.PartialDate, ("expected text, not 2020",)),
    ("disputd", cl.Verdict, ("unknown verdict 'disputd'; did you mean 'disputed'?",)),
    (
        {"question": {"measure": 5}, "verdict": None, "widest": ["a"]},
        cl.Finding,
        (
            "question.measure: expected text, not 5",
            "widest: expected a list of 2, not ['a']",
        ),
    ),
]


@pytest.mark.parametrize(("data", "kind", "messages"), FAULTS)
def test_faults(data: object, kind: type, messages: tuple[str, ...]) -> None:
    """Nothing is guessed, and all that is wrong is told at once, each with its place."""
    with pytest.raises(cl.ClaimLedgerError) as caught:
        converter().structure(data, kind)
    error = caught.value
    told = getattr(error, "message", str(error))
    assert tuple(told.splitlines()) == messages
    if isinstance(error, StructureError):
        assert len(error.faults) == len(messages)


def test_an_unknown_member_of_an_enum_with_none_near() -> None:
    """Is answered with all that are known."""
    with pytest.raises(InvalidRecordError, match="known: disputed, tension"):
        converter().structure("x", cl.Verdict)


def test_cattrs_is_loaded_when_it_is_used() -> None:
    """Importing the package does not load it."""
    code = (
        "import sys, claimledger, claimledger.structuring as s; a = 'cattrs' in sys.modules; "
        "s.converter(); print(a, 'cattrs' in sys.modules, s.converter() is s.converter())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert ran.stdout.split() == ["False", "True", "True"]
