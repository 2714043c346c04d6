"""One record a line: every mistake with its line, and the whole state without loss."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimledger as cl
from claimledger.formats import dumps, lost_in
from claimledger.formats.jsonl import line_of, tagged
from claimledger.ledger import Record
from tests import record_strategies

MISTAKES = r"""
{"source": "A", "date": "2020-13-01", "measure": "tanks lost", "value": "abuot 5"}
{"source": "A", "date": "2020-01-01"
  {"source": "A" "date": "2020"}
[1]
{"type": "prty", "name": "A"}
{"type": ["a"]}
{"type": "party", "nmae": "A", "opposed": 5}
{"source": ["A"], "date": 5.5, "measure": true, "choice": 1, "value": {"a": 1}, "stance": 4, \
"credibility": true}
{"type": "source", "name": "A", "kind": "offical", "reliability": "G"}
{"type": "measure", "name": 5, "kind": "whta", "part_of": 5}
{"source": "A", "source": "B"}
{"source": "A", "date": "2020-01-01", "measure": "tanks lost", "value": NaN}
{"source": "A\ud800", "date": "2020-01-01", "measure": "tanks lost", "value": 1}
{"id": "abc", "source": "A", "date": "2020-01-01", "measure": "tanks lost", "value": 1}
{"type": "partition", "whole": "a", "parts": ["b"]}
{"type": "partition", "whole": "a", "parts": ["a", "b"]}
{"type": "event", "window": "2020-02/2020-01", "part_of": null}
{"type": "annotation", "claim": "x", "ignore": "a"}
{"type": "document", "date": "2020-02"}
{"type": "place", "name": "P", "part_of": "Q"}
{"type": "place", "name": "Q", "part_of": "P"}
""".replace("\\\n", "")

FOUND = """\
a.jsonl:2: date: cannot read '2020-13-01': expected a month from 01 to 12, or a season from 21 \
to 24
a.jsonl:2: value: cannot read 'abuot 5': expected a number or a hedge; did you mean 'about'?
a.jsonl:3:37: not JSON: Expecting ',' delimiter
a.jsonl:4:18: not JSON: Expecting ',' delimiter
a.jsonl:5: expected an object in braces
a.jsonl:6: type: unknown type 'prty'; did you mean 'party'?
a.jsonl:7: type: unknown type "['a']"; known: claim, annotation, attestation, document, event, \
implication, partition, party, place, retraction, source, title, measure
a.jsonl:8: name: name is missing
a.jsonl:8: nmae: unknown field 'nmae'; did you mean 'name'?
a.jsonl:8: opposed: expected a list of names, not 5
a.jsonl:9: choice: expected one of measure, proposition, choice, members, position; \
found measure and choice
a.jsonl:9: choice: expected text, not 1
a.jsonl:9: credibility: expected 1 to 6, not True
a.jsonl:9: date: cannot read '5.5': expected a date such as 2020-09-27, 2020-09, 2020 or \
2020-09-27T21:29+04:00; the year is missing
a.jsonl:9: measure: expected text, not True
a.jsonl:9: source: expected a name, not ['A']
a.jsonl:9: stance: unknown stance '4'; expected one of asserts, denies, declines, expects
a.jsonl:10: kind: unknown kind of source 'offical'; did you mean 'official'?
a.jsonl:10: reliability: unknown reliability 'G'; expected one of A, B, C, D, E, F
a.jsonl:11: kind: unknown kind of measure 'whta'; did you mean 'what'?
a.jsonl:11: name: expected a name, not 5
a.jsonl:11: part_of: expected a list of names, not 5
a.jsonl:12: not JSON: the key 'source' stands twice
a.jsonl:13: not JSON: NaN is no number
a.jsonl:14: half of a surrogate pair: expected both or neither
a.jsonl:15: id: id 'abc' belongs to other content; this claim is \
8e2676e59617463b803cac238b1c1c867880e9e25e001d907f185819eeabe865
a.jsonl:16: parts: expected at least two parts
a.jsonl:17: parts: 'a' is a part of itself
a.jsonl:18: name: name is missing
a.jsonl:18: window: cannot read '2020-02/2020-01': expected an end that is not before the start
a.jsonl:19: claim: expected an id of 64 hex digits, not 'x'
a.jsonl:20: a document needs an outlet, a title or a url
a.jsonl:22: part_of: parts and wholes in a circle: Q, P, Q
"""

CLAIM = {"source": "A", "date": "2020", "measure": "tanks lost", "value": "5"}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file a.jsonl of the working directory."""
    monkeypatch.chdir(tmp_path)
    return Path("a.jsonl")


def problems_of(path: Path, text: str) -> list[str]:
    """Each problem of a text as a line."""
    path.write_bytes(text.encode())
    return [str(problem) for problem in cl.read_lenient(path)[1]]


class TestMistakes:
    """What is wrong, and where."""

    def test_all_at_once(self, file: Path) -> None:
        """Each mistake is a line, with the line on which its record stands."""
        assert problems_of(file, MISTAKES) == FOUND.splitlines()
        assert problems_of(file, MISTAKES.replace("\n", "\r\n")) == FOUND.splitlines()

    def test_nothing_of_a_faulty_row_is_kept(self, file: Path) -> None:
        """Of a claim under a wrong id, not even what hangs on it."""
        problems_of(file, MISTAKES + json.dumps({"id": "abc", "note": "x", **CLAIM}))
        ledger, _ = cl.read_lenient(file)
        assert not ledger.claims
        assert not ledger.annotations

    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            ("[" * 100_000, "nested too deep"),
            ('{"value": ' + "1" * 5000 + "}", "not JSON: Exceeds the limit"),
            ('{"a": Infinity}', "not JSON: Infinity is no number"),
            ('{"type": "title", "text": {}}', "text: expected a name, not {}"),
            ('{"type": 5}', "type: unknown type '5'"),
        ],
    )
    def test_odd_lines(self, line: str, problem: str, file: Path) -> None:
        """Hide no other line."""
        found = problems_of(file, f"{line}\n{json.dumps(CLAIM)}\n")
        assert len(found) == 1
        assert problem in found[0]
        assert found[0].startswith("a.jsonl:1")
        assert len(cl.read_lenient(file)[0]) == 1


class TestReading:
    """What is no mistake."""

    @pytest.mark.parametrize(
        "change",
        [
            {"value": 5},
            {"date": 2020},
            {"type": "claim"},
            {"subject": None, "place": "", "documents": []},
            {"id": cl.Claim(**CLAIM).id},
        ],
    )
    def test_one_claim(self, change: dict[str, object], file: Path) -> None:
        """Is the same with its figure bare, with what is not stated stated so, and with its id."""
        assert problems_of(file, "\n" + json.dumps({**CLAIM, **change}) + "\n\n") == []
        assert cl.read(file).claims == (cl.Claim(**CLAIM),)

    def test_a_figure_keeps_its_digits(self, file: Path) -> None:
        """And passes through no float."""
        text = (
            '{"source": "A", "date": "2020", "choice": "how much", "value": 0.10000000000000000001}'
        )
        problems_of(file, text)
        assert cl.read(file).claims[0].said == "0.10000000000000000001"

    def test_surrogates_in_pairs(self, file: Path) -> None:
        """Are one character."""
        assert problems_of(file, json.dumps({**CLAIM, "note": "\U0001f4a5"})) == []
        (note,) = next(iter(cl.read(file).annotations.values()))
        assert note.note == "\U0001f4a5"


def test_lines_are_sorted_with_sorted_keys() -> None:
    """So equal ledgers are equal files."""
    ledger = cl.Ledger().add(
        cl.Party(name="B", opposed=["Z", "Y"]),
        cl.Party(name="A"),
        cl.Claim(**CLAIM),
    )
    claim_id = ledger.claims[0].id
    assert dumps(ledger, "jsonl") == (
        f'{{"date": "2020", "id": "{claim_id}", "measure": "tanks lost", "source": "A", '
        '"stance": "asserts", "type": "claim", "value": "5"}\n'
        '{"name": "A", "type": "party"}\n'
        '{"name": "B", "opposed": ["Y", "Z"], "type": "party"}\n'
    )
    assert lost_in(ledger, "jsonl") == lost_in(ledger, "toml") == ()


@given(record=st.one_of(record_strategies.claims(), record_strategies.named()))
def test_a_line_is_the_record_as_json(record: Record) -> None:
    """With its keys sorted and nothing escaped that need not be, as the standard encoder does."""
    line = json.dumps(tagged(record), ensure_ascii=False, sort_keys=True)
    assert line_of(record) == f"{line}\n"
