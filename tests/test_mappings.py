"""Mapping files: what they may say, and everything that is wrong with one."""

from __future__ import annotations

from pathlib import Path

import pytest

import claimledger as cl
from claimledger.errors import InvalidRecordError
from claimledger.formats.found import Found
from claimledger.formats.mappings import Column, TableMapping, mapping_of, read_mapping

WHOLE = """
source = "General Staff"
kind = "military"
side = "Norland"
subject = "Sudmark"
event = "War"
since = 2031-05-01
accrual = "cumulative"
date = "day"
notes = "?"
noted = ["remarks"]
ignored = ["number"]
zero = "none"
outlet = "Page"
url = "https://page.example"

[columns]
tank = "tanks lost"
"land won" = {measure = "area captured", subject = "Norland", accrual = "increment", unit = "km2"}
"""


class TestRead:
    def test_all_keys(self) -> None:
        """Each has its field; a date is text."""
        mapping = read_mapping(WHOLE)
        assert mapping.columns == {
            "tank": Column(measure="tanks lost"),
            "land won": Column(
                measure="area captured", subject="Norland", accrual="increment", unit="km2"
            ),
        }
        assert (mapping.since, mapping.date, mapping.notes) == ("2031-05-01", "day", "?")
        assert (mapping.noted, mapping.ignored) == (["remarks"], ["number"])
        assert mapping.declared() == [cl.Event(name="War", window="2031-05-01/..")]

    def test_nothing_is_needed(self) -> None:
        """An empty file says nothing; an event may have no day."""
        assert read_mapping("") == TableMapping()
        assert TableMapping().declared() == []
        assert TableMapping(event="War").declared() == [cl.Event(name="War")]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ('sorce = "x"', "sorce: unknown key; did you mean 'source'?"),
            ('since = "then"\nreleased = "soon"', "since: cannot read 'then'"),
            ('released = "soon"', "released: cannot read 'soon'"),
            ("source = [1]", "source: expected text, not [1]"),
            ("noted = 'x'", "noted: expected a list of columns, not 'x'"),
            ("ignored = [1]", "ignored: expected a list of columns, not [1]"),
            ("zero = 'nil'", "zero: expected 'none' or 'unknown', not 'nil'"),
            ("since = 'soon'", "since: cannot read 'soon'"),
            ("columns = 1", "columns: expected a table, not 1"),
            ("[columns]\ntank = 1", "columns.tank: expected a measure, not 1"),
            ("[columns]\ntank = {unit = 'km'}", "columns.tank: expected a measure"),
            (
                "[columns]\ntank = {measure = 'x', what = 'y'}",
                "columns.tank.what: unknown key; known: measure, subject, accrual, unit",
            ),
            (
                "[columns]\ntank = {measure = 'x', unit = 1}",
                "columns.tank.unit: expected text, not 1",
            ),
        ],
    )
    def test_what_is_wrong(self, text: str, message: str) -> None:
        """With the nearest key that is known."""
        with pytest.raises(InvalidRecordError) as caught:
            read_mapping(text)
        assert message in str(caught.value)

    def test_all_that_is_wrong_at_once(self) -> None:
        """One line each."""
        with pytest.raises(InvalidRecordError) as caught:
            read_mapping("zero = 'nil'\nsince = 'soon'\nqq = 1")
        assert len(str(caught.value).splitlines()) == 3


class TestOf:
    def found(self, tmp_path: Path, **more: str) -> Found:
        return Found(str(tmp_path / "losses.csv"), **more)  # type: ignore[arg-type]

    def test_the_one_beside_the_table(self, tmp_path: Path) -> None:
        """By its name; without it there is none."""
        assert mapping_of(self.found(tmp_path)) == TableMapping()
        (tmp_path / "losses.map.toml").write_text("event = 'War'", encoding="utf-8")
        assert mapping_of(self.found(tmp_path)) == TableMapping(event="War")

    def test_one_with_a_byte_order_mark(self, tmp_path: Path) -> None:
        """As editors of Windows write it, with their line ends; a ledger may have one too."""
        text = b"\xef\xbb\xbfevent = 'War'\r\nsource = 'Army'\r\n"
        (tmp_path / "losses.map.toml").write_bytes(text)
        expected = TableMapping(event="War", source="Army")
        assert mapping_of(self.found(tmp_path)) == expected

    def test_the_one_named(self, tmp_path: Path) -> None:
        """It goes before the one beside."""
        (tmp_path / "losses.map.toml").write_text("event = 'War'", encoding="utf-8")
        other = tmp_path / "other.toml"
        other.write_text("event = 'Peace'", encoding="utf-8")
        assert mapping_of(self.found(tmp_path, mapping=str(other))) == TableMapping(event="Peace")

    @pytest.mark.parametrize(
        ("raw", "messages"),
        [
            (None, ["No such file or directory"]),
            (b"event =", ["Invalid value (at end of document)"]),
            (b"\xff", ["'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"]),
            (b"sorce = 1\nzero = 'x'", [
                "sorce: unknown key; did you mean 'source'?",
                "zero: expected 'none' or 'unknown', not 'x'",
            ]),
        ],
    )  # fmt: skip
    def test_problems_are_of_the_mapping_file(
        self, raw: bytes | None, messages: list[str], tmp_path: Path
    ) -> None:
        """And the table is not read without it."""
        other = tmp_path / "other.toml"
        if raw is not None:
            other.write_bytes(raw)
        found = self.found(tmp_path, mapping=str(other))
        assert mapping_of(found) is None
        assert [str(problem) for problem in found.problems] == [f"{other}:1: {m}" for m in messages]
        table = tmp_path / "losses.csv"
        table.write_text("country,system,status,date_recorded\n", encoding="utf-8")
        ledger, problems = cl.read_lenient(table, mapping=other)
        assert not ledger
        assert len(problems) == len(messages)
