"""Rows read the quick way, against the same rows read the long way."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

import claimledger as cl
from claimledger.formats import csv as sheet
from claimledger.formats import dumps, jsonl, making
from claimledger.formats.found import Found
from claimledger.formats.joining import joined
from claimledger.formats.making import Maker
from tests import record_strategies

Read = Callable[[str, Found], None]

TEXTS = {
    "source": ("A", "a", " A ", "", "unattributed"),
    "date": ("2020-09-01", "2020-09-02", "2020-13", ""),
    "measure": ("tanks lost", "Tanks  lost", "", "people killed"),
    "value": ("5", "about 5", "x", "", "1,5", "5 km2", "12"),
    "subject": ("East", "", "any"),
    "event": ("War", ""),
    "stance": ("", "asserts", "denies", "declines", "maybe"),
    "window": ("", "2020", "2020-09-27/..", "x"),
    "same_quantity_as": ("", "", "", "3 square miles"),
    "url": ("", "http://a.example", "http://b.example"),
    "title": ("", "One"),
    "side": ("", "East", "West"),
    "statement": ("", "", "briefing"),
    "recorded": ("", "", "2020-09-01T00:00Z", "2020"),
    "kind": ("", "", "media", "press"),
    "unit": ("", "", "km2"),
    "note": ("", "", "x"),
}
"""Cells that make sound rows and faulty ones."""

ROWS = st.lists(
    st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in TEXTS.items()}),
    max_size=6,
)
VALUES = st.one_of(st.sampled_from(["5", "about 5", "x"]), st.sampled_from([5, True, None, ["5"]]))

ALIKE = cl.Ledger(
    frozenset(
        cl.Claim(source=source, date=date, measure="tanks lost", value="5", subject="East")
        for source in ("A", "B")
        for date in ("2020", "2021")
    )
)
PIECES = (
    '"date": "2021"',
    '"id": "',
    ', "source": "B"',
    '"value": "5"',
    '", "',
    '": "',
    "date",
    "A",
)


def found_in(read: Read, text: str, *, quick: bool) -> tuple[cl.Ledger, list[str]]:
    """What is read of a text, and what is wrong with it."""
    found = Found("file", is_implicit=read is sheet.read)
    with pytest.MonkeyPatch.context() as patch:
        if not quick:
            patch.setattr(Maker, "claim", lambda *_: None)
        read(text, found)
        ledger = joined([found])
    return ledger, sorted(map(str, found.problems))


def both_agree(read: Read, text: str) -> None:
    assert found_in(read, text, quick=True) == found_in(read, text, quick=False)


class TestMaker:
    """Whatever a row holds, both ways make the same of it."""

    @given(ROWS, st.sampled_from(",;"), st.sets(st.sampled_from(sorted({*TEXTS} - {"source"}))))
    def test_spreadsheets(
        self, rows: list[dict[str, str]], delimiter: str, without: set[str]
    ) -> None:
        """Of sound and faulty rows, with all columns and with some."""
        out = io.StringIO(newline="")
        columns = [name for name in TEXTS if name not in without]
        writer = csv.DictWriter(out, columns, delimiter=delimiter, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
        both_agree(sheet.read, out.getvalue())

    @given(st.lists(st.tuples(ROWS, VALUES), max_size=4))
    def test_lines(self, several: list[tuple[list[dict[str, str]], Any]]) -> None:
        """Of lines with and without an id, and values that are no text."""
        fields = ("source", "date", "measure", "value", "subject", "stance", "window", "statement")
        lines = []
        for rows, value in several:
            for row in rows:
                line: dict[str, Any] = {name: row[name] for name in fields}
                lines += [json.dumps(line), json.dumps(line | {"value": value, "id": "0" * 64})]
        both_agree(jsonl.read, "\n".join(lines))

    @given(record_strategies.ledgers())
    def test_ledgers(self, ledger: cl.Ledger) -> None:
        """Of whole ledgers as they are written."""
        both_agree(jsonl.read, dumps(ledger, "jsonl"))
        both_agree(sheet.read, dumps(ledger, "csv"))

    @pytest.mark.parametrize(
        "line",
        [
            '{"source": "A", "source": "B", "date": "2020", "choice": "c", "value": "x"}',
            '{"source": "A", "date": "2020", "choice": "c", "value": "x"} x',
            '{"source": "A", "date": "2020", "choice": "c", "value": "\\ud800"}',
            '{"source": "A", "date": "2020", "choice": "a: b", "value": "x"}',
            '{"type": "source", "name": "A"}',
            '{"type": "claim", "name": "A"}',
            '{"source": "A", "date": "2020", "choice": "c", "value": NaN}',
            '["source"]',
            "[" * 100_000,
        ],
    )
    def test_odd_lines(self, line: str) -> None:
        """A line that is not plain is read the long way."""
        both_agree(jsonl.read, f"{line}\n  {line}")

    @given(
        st.integers(0, 3),
        st.integers(0, 300),
        st.integers(0, 12),
        st.sampled_from(["", '"', "\\", "\0", "\t", ":", "{", "}", "1", "é", "\u2028", *PIECES]),
    )
    def test_changed_lines(self, which: int, start: int, length: int, piece: str) -> None:
        """Of a line of which nearly all was read before, however it is changed."""
        lines = dumps(ALIKE, "jsonl").splitlines()
        line = lines[which]
        changed = line[:start] + piece + line[start + length :]
        both_agree(jsonl.read, "\n".join([*lines, changed, *lines]))

    def test_it_forgets(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Though little is remembered, all is read."""
        monkeypatch.setattr(making, "KEPT", 2)
        monkeypatch.setattr(sheet, "KEPT", 2)
        rows = [f"S{n},2020,m{n},{n},http://{n}\n" for n in (*range(1, 9), *range(1, 9))]
        text = "source,date,measure,value,url\n" + "".join(rows)
        ledger, _ = found_in(sheet.read, text, quick=True)
        assert (len(ledger), len(ledger.documents)) == (8, 8)
        both_agree(sheet.read, text)
