"""The JSON Schemas: what they accept, what they refuse, and that reading agrees.

Each value is judged by the small validator of the tests and, where it is installed, by jsonschema.
"""

from __future__ import annotations

import datetime as dt
import importlib
import importlib.util
import json
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimledger as cl
from claimledger.answers import KINDS
from claimledger.cli import main
from claimledger.errors import UnknownNameError
from claimledger.formats import dumps, jsonl, rows, schema, toml
from claimledger.formats.found import Found, Place
from tests import json_schemas
from tests.record_strategies import ledgers

SEED = Path(__file__).parent.parent / "seeds" / "karabakh-2020-09-28.toml"
TOML, JSON = schema.toml_schema(), schema.json_schema()
CLAIM = {"source": "M", "date": "2020-09-28", "measure": "people wounded", "value": "about 200"}
ID = "0a" * 32


@cache
def _oracle(name: str) -> Any:
    """The validator of jsonschema, once it has found the schema itself to be one."""
    jsonschema = importlib.import_module("jsonschema")
    validator = jsonschema.Draft7Validator({"toml": TOML, "json": JSON}[name])
    validator.check_schema(validator.schema)
    return validator


def accepts(asked: dict[str, Any], value: Any) -> bool:
    """Whether a schema accepts a value, by all validators at hand, which must agree."""
    own = json_schemas.is_valid(asked, value)
    if importlib.util.find_spec("jsonschema") is not None:
        assert _oracle("toml" if asked is TOML else "json").is_valid(value) == own
    return own


def plain(value: Any) -> Any:
    """A value of TOML as an editor hands it to a validator: dates are text."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else value


def of_toml(text: str) -> Any:
    return plain(tomllib.loads(text))


def row(**fields: Any) -> dict[str, Any]:
    """A claim with some fields changed; None takes one out."""
    return {key: value for key, value in (CLAIM | fields).items() if value is not None}


class TestToml:
    @pytest.mark.parametrize(
        "text",
        [
            SEED.read_text(encoding="utf-8"),
            (files("claimledger") / "starter.toml").read_text(encoding="utf-8"),
            "",
        ],
        ids=["seed", "starter", "empty"],
    )
    def test_real_files_are_accepted(self, text: str) -> None:
        """The shipped ledgers and the empty file are as the schema asks."""
        assert accepts(TOML, of_toml(text))

    @given(ledgers())
    def test_what_is_written_is_accepted(self, ledger: cl.Ledger) -> None:
        """Law: no ledger is written that its schema refuses."""
        assert accepts(TOML, of_toml(dumps(ledger, "toml")))

    @pytest.mark.parametrize(
        "content",
        [
            {"claim": []},
            {"claims": {}},
            {"claims": [5]},
            {"ledger": {"titel": "x"}},
            {"ledger": {"undeclared": "x"}},
            {"parties": {"a": {"oppsed": ["b"]}}},
            {"parties": {"a": {"opposed": [5]}}},
            {"sources": {"a": {"kind": "offical"}}},
            {"sources": {"a": {"reliability": "G"}}},
            {"sources": {"a": {"reliability": 1}}},
            {"documents": {"a": {"date": "2020-09-28"}}},
            {"documents": {"a": {"outlet": "Wire", "date": "28.9.2020"}}},
            {"events": {"a": {"since": "2020-09-27", "on": "2020-09-27"}}},
            {"events": {"a": {"since": "2020-09-27", "to": "2020-09-28"}}},
            {"events": {"a": {"on": "2020-09-27", "from": "2020-09-28"}}},
            {"events": {"a": {"since": "September 2020"}}},
            {"events": {"a": {"window": "2020-09"}}},
            {"measures": {"a": {"crossing": "yes"}}},
            {"implications": {"a": 5}},
            {"partitions": [{"whole": "people"}]},
            {"partitions": [{"whole": "people", "parts": ["soldiers"]}]},
            {"attestations": [{"document": "x"}]},
            {"attestations": [{"claim": "12"}]},
            {"annotations": [{"claim": ID, "credibility": 7}]},
        ],
        ids=str,
    )
    def test_typical_mistakes_are_refused(self, content: Any) -> None:
        """Outside the claims."""
        assert not accepts(TOML, content)

    @pytest.mark.parametrize(
        "claim",
        [
            row(measure=None),
            row(proposition="x"),
            row(source=None),
            row(source=" "),
            row(date=None),
            row(value=None),
            row(value=""),
            row(value=True),
            row(measur="x"),
            row(date="28/09/2020"),
            row(date="2020-9-28"),
            row(window="2020-09-27/"),
            row(window="since Monday"),
            row(stance="denied"),
            row(accrual="total"),
            row(credibility=0),
            row(credibility="high"),
            row(recorded="2020-09-28T18:00"),
            row(documents=5),
            row(retracts="123"),
            row(measure=None, proposition="x", value="maybe"),
            row(measure=None, proposition="x", value=1),
            row(measure=None, proposition="x", value="yes", stance="denies"),
            row(measure=None, position="x", stance="Denies"),
            row(measure=None, choice="x", value="y", accrual="event"),
            row(measure=None, choice="x", value="y", same_quantity_as="5 km2"),
            row(measure=None, value=None, retracts=ID, note="x"),
        ],
        ids=str,
    )
    def test_mistakes_in_claims_are_refused(self, claim: Any) -> None:
        """What does not go together, and what is no such thing."""
        assert not accepts(TOML, {"claims": [claim]})

    @pytest.mark.parametrize(
        "claim",
        [
            row(value=200),
            row(date=2020),
            row(date="2020-12~"),
            row(date="2020-09-28T18:00+04:00"),
            row(window="2020-09-27/.."),
            row(window="../2020-09"),
            row(stance="Denies"),
            row(accrual=" STOCK "),
            row(credibility="3"),
            row(recorded="2020-09-28T18:00:00Z"),
            row(recorded="2020-09-28 18:00+0400"),
            row(documents="x"),
            row(documents=["x", "y"]),
            row(value=None, stance="declines"),
            row(proposition=""),
            row(same_quantity_as="5 km2", value="2 square miles", measure="area"),
            row(measure=None, proposition="x", value=True),
            row(measure=None, proposition="x", value="Yes"),
            row(measure=None, proposition="x", value=None, stance="declines"),
            row(measure=None, position="x"),
            row(measure=None, members="x", value="only a; b", retracts=ID),
            row(measure=None, value=None, retracts=ID),
            row(measure=None, value=None, retracts=ID.upper(), note=""),
        ],
        ids=str,
    )
    def test_all_spellings_that_are_read_are_accepted(self, claim: Any) -> None:
        """Each of them is read without an error, and accepted."""
        found = Found("")
        rows.read_row(
            {k: str(v) if type(v) in {int, float} else v for k, v in claim.items()},
            Place("", 1),
            found,
        )
        assert not found.problems
        assert accepts(TOML, {"claims": [claim]})


VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [
        *("", " ", "x", "yes", "A", "2020", "2020-09-27/..", "official", "none", ID, 5, 2020),
        *(True, None, [], ["a"], ["a", "b"], [5], {}, "denies", "declines", "stock"),
        "2020-09-28T18:00Z",
    ]
)
RECORDS: tuple[dict[str, Any], ...] = (
    CLAIM,
    {"type": "party", "name": "x"},
    {"type": "source", "name": "x"},
    {"type": "event", "name": "x"},
    {"type": "document", "outlet": "x"},
    {"type": "measure", "name": "x"},
    {"type": "partition", "whole": "x", "parts": ["a", "b"]},
    {"type": "attestation", "claim": ID},
    {"type": "annotation", "claim": ID},
    {"source": "M", "date": "2020", "retracts": ID},
)
FIELDS = sorted({*rows.ROW_FIELDS, "name", "kind", "since", "opposed", "url", "claim", "parts"})


class TestJson:
    def test_the_seed_is_accepted(self) -> None:
        """Each line of it."""
        lines = dumps(cl.read(SEED), "jsonl").splitlines()
        assert len(lines) > 46
        assert all(accepts(JSON, json.loads(line)) for line in lines)

    @given(ledgers())
    def test_what_is_written_is_accepted(self, ledger: cl.Ledger) -> None:
        """Law: no line is written that its schema refuses."""
        for line in dumps(ledger, "jsonl").splitlines():
            assert accepts(JSON, json.loads(line))

    @pytest.mark.parametrize(
        "record",
        [
            [],
            {},
            {"type": "clame", **CLAIM},
            {"type": None, **CLAIM},
            {"type": "party"},
            {"type": "party", "name": None},
            {"type": "event", "name": "x", "since": "2020"},
            {"type": "document", "outlet": None},
            {"type": "source", "name": "x", "kind": "ministry"},
            {"type": "implication", "premise": "x"},
            {"type": "retraction", "target": ID, "source": "M"},
            {"type": "party", **CLAIM},
            {"type": "claim", "name": "x"},
            {**CLAIM, "id": "1"},
        ],
        ids=str,
    )
    def test_typical_mistakes_are_refused(self, record: Any) -> None:
        """Of each kind of record, and of the type itself."""
        assert not accepts(JSON, record)

    @pytest.mark.parametrize(
        "record",
        [
            CLAIM,
            {"type": "claim", "id": ID, **CLAIM, "place": None, "stance": None},
            {"type": "party", "name": "x", "part_of": None, "opposed": "y"},
            {"type": "title", "text": "x"},
        ],
        ids=str,
    )
    def test_null_is_not_stated(self, record: Any) -> None:
        """As in reading; and a record without a type is a claim."""
        assert accepts(JSON, record)

    @given(
        record=st.sampled_from(RECORDS),
        changes=st.dictionaries(st.sampled_from([*FIELDS, "type"]), VALUES, max_size=3),
    )
    def test_what_is_refused_cannot_be_read(
        self, record: dict[str, Any], changes: dict[str, Any]
    ) -> None:
        """Law: a schema is never stricter than reading."""
        changed = record | changes
        found = Found("")
        jsonl.read(json.dumps(changed), found)
        if not accepts(JSON, changed):
            assert found.problems


class TestSources:
    """The schemas are made from the readers' tables, so that they hold what these hold."""

    def test_every_key_is_there(self) -> None:
        """Tables, keys of entries, fields of rows, and types of records."""
        assert list(TOML["properties"]) == list(toml.TABLES)
        assert list(TOML["definitions"]["claim"]["properties"]) == list(rows.ROW_FIELDS)
        for name, (_, keys) in toml.NAMED.items():
            assert tuple(TOML["definitions"][name]["properties"]) == keys
        assert list(JSON["definitions"]) == ["claim", *jsonl.TYPES]

    def test_every_field_has_words(self) -> None:
        """An editor shows what a field is, and no words of Python."""
        for content in (TOML, JSON):
            for name, record in content["definitions"].items():
                for field, one in record["properties"].items():
                    if one.keys() != {"const"}:
                        assert one["description"].endswith("."), f"{name}.{field}"
                        assert "None" not in one["description"], f"{name}.{field}"

    def test_descriptions_are_those_of_the_docstring(self) -> None:
        """Continued lines are joined, and what follows the fields is no part of them."""

        @attrs.frozen
        class Thing:
            """A thing.

            Attributes:
                one: The first,
                    and ``more`` of it.
                two: The second.

            Raises:
                three: Is none.
            """

        assert schema.descriptions(Thing) == {
            "one": "The first, and more of it.",
            "two": "The second.",
        }
        assert schema.descriptions(int) == {}

    def test_measures_are_offered(self) -> None:
        """An editor completes them, and others may be written."""
        offered = TOML["definitions"]["claim"]["properties"]["measure"]["anyOf"]
        assert "soldiers killed" in offered[0]["enum"]
        assert accepts(TOML, {"claims": [row(measure="crew rescued")]})
        assert all(kind in TOML["definitions"]["claim"]["properties"] for kind in KINDS)


class TestCommand:
    @pytest.mark.parametrize("kind", schema.SCHEMAS)
    def test_it_prints_the_schema(self, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
        """And nothing else."""
        assert main(["schema", kind]) == 0
        printed = capsys.readouterr()
        assert json.loads(printed.out) == {"toml": TOML, "json": JSON}[kind]
        assert printed.err == ""

    def test_it_goes_to_a_file(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """With -o, and standard output stays empty."""
        out = tmp_path / "ledger.schema.json"
        assert main(["schema", "toml", "-o", str(out)]) == 0
        assert json.loads(out.read_bytes()) == TOML
        assert capsys.readouterr().out == ""

    def test_an_unknown_one_is_refused(self, capsys: pytest.CaptureFixture[str]) -> None:
        """With what is known."""
        with pytest.raises(SystemExit) as end:
            main(["schema", "yaml"])
        assert end.value.code == 2
        assert "toml, json" in capsys.readouterr().err
        with pytest.raises(UnknownNameError, match="known: toml, json"):
            schema.schema_text("yaml")
