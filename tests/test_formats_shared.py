"""What the three formats share: records, rows and what is wrong in them."""

from __future__ import annotations

from pathlib import Path

import pytest

import claimledger as cl

PARTITIONS = """
[events.war]
name = "The War"
since = 2020-09-27

[parties.east]
name = "Eastern Side"

[parties.north]
name = "North"
part_of = "east"

[[partitions]]
whole = "military casualties"
parts = ["soldiers killed", "soldiers wounded"]
subject = "east"
event = "war"

[[partitions]]
whole = "east"
parts = ["north", "the rest of the east"]

[[claims]]
source = "Ministry"
date = 2020-09-28
event = "war"
measure = "soldiers killed"
value = 12
ignore = ["fall", "echo"]
ignore_because = "the ministry counted twice"
"""


class TestPartitions:
    """``[[partitions]]`` and the records of type "partition"."""

    @pytest.fixture
    def ledger(self, tmp_path: Path) -> cl.Ledger:
        """Two partitions and a claim on which lint is silenced."""
        path = tmp_path / "a.toml"
        path.write_text(PARTITIONS, encoding="utf-8")
        return cl.read(path)

    def test_handles_are_resolved(self, ledger: cl.Ledger) -> None:
        """In the scope, and in wholes and parts that are parties."""
        assert ledger.partitions == (
            cl.Partition(whole="Eastern Side", parts=["North", "the rest of the east"]),
            cl.Partition(
                whole="military casualties",
                parts=["soldiers wounded", "soldiers killed"],
                subject="Eastern Side",
                event="The War",
            ),
        )

    def test_silenced_lint_is_an_annotation(self, ledger: cl.Ledger) -> None:
        """With the codes and the reason."""
        (noted,) = ledger.annotations[ledger.claims[0].id]
        assert noted.ignore == {"fall", "echo"}
        assert noted.because == "the ministry counted twice"

    @pytest.mark.parametrize("ending", ["toml", "jsonl"])
    def test_they_are_written(self, ledger: cl.Ledger, ending: str, tmp_path: Path) -> None:
        """And read again as they were."""
        path = tmp_path / f"b.{ending}"
        cl.write(ledger, path)
        assert cl.read(path) == ledger

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"whole": "a", "parts": "b"}, "expected a list of parts, not 'b'"),
            ({"whole": "a", "parts": ["b", "B"]}, "expected at least two parts"),
            ({"whole": "a", "parts": ["A", "b"]}, "'a' is a part of itself"),
        ],
    )
    def test_what_is_no_partition(self, fields: dict[str, object], message: str) -> None:
        """Is refused."""
        with pytest.raises(ValueError, match=message):
            cl.Partition(**fields)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"ignore": "fall"}, "without a reason"),
            ({"because": "so"}, "no lint code"),
            ({"ignore": 5, "because": "so"}, "expected lint codes, not 5"),
        ],
    )
    def test_lint_is_silenced_with_a_reason(self, fields: dict[str, object], message: str) -> None:
        """A code and a reason, or neither."""
        with pytest.raises(ValueError, match=message):
            cl.Annotation(claim="0" * 64, **fields)  # type: ignore[arg-type]
