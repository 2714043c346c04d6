"""Laws of summaries.

- Judging the merged summaries of the parts of a ledger is judging the ledger: on each question the
  same verdict, flags, ranges, gap, ratio, independent origins, numbers of claims and of sources,
  what each side says, and the same implied contradictions. So for any number of parts, split at
  random, some claims in several of them, merged in any order and any tree.
- The merged summaries of parts are equal to the summary of the whole, however it was split.
- So merging is commutative, associative and idempotent, and an empty part changes nothing.
- What must be told to all parts can be collected from any split of all records.
- A summary that went through JSON or a pickle is the same.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

import claimledger as cl
from claimledger.structuring import converter
from claimledger.testing import ledgers as ledgers_of_users
from tests.ledger_strategies import ledgers
from tests.summary_strategies import crowded, retelling

LEDGERS = st.one_of(
    ledgers(("count", "moment", "area", "members", "choice", "proposition", "position"), size=9),
    ledgers_of_users(),
    crowded,
    retelling,
)
READINGS = st.sampled_from(("standard", "wide", "tight"))


def told(finding: cl.Finding) -> dict[str, object]:
    """What is found on a question, but for the claims that it lists."""
    return {
        "number": finding.number,
        "question": finding.question,
        "verdict": finding.verdict,
        "flags": finding.flags,
        "unit": finding.unit,
        "common": finding.common,
        "gap": finding.gap,
        "ratio": finding.ratio,
        "best": finding.best,
        "origins": finding.origins,
        "sides": [(side.side, side.core, side.support) for side in finding.sides],
        "implied": [(one.relation, one.claims) for one in finding.implied],
    }


def whole(ledger: cl.Ledger, **options: str) -> list[tuple[dict[str, object], int, int]]:
    return [
        (told(found), len(found.claims), len({voice.source for voice in found.voices}))
        for found in cl.judge(ledger, **options)  # type: ignore[arg-type]
    ]


def summed(summary: cl.Summary, reading: str) -> list[tuple[dict[str, object], int, int]]:
    return [
        (told(one.finding), one.claims, one.sources)
        for one in cl.judge_summary(summary, reading=reading)
    ]


def split(data: st.DataObject, records: Sequence[object], most: int = 5) -> list[list[object]]:
    """Parts of a sequence; a record may be in several, and each is in one at least."""
    count = data.draw(st.integers(1, most))
    parts: list[list[object]] = [[] for _ in range(count)]
    for record in records:
        for place in data.draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=2)):
            parts[place].append(record)
    return parts


def merged(data: st.DataObject, summaries: list[cl.Summary]) -> cl.Summary:
    """Summaries merged in some order, by some tree, one of them again."""
    waiting = [*summaries, data.draw(st.sampled_from(summaries))]
    while len(waiting) > 1:
        one = waiting.pop(data.draw(st.integers(0, len(waiting) - 1)))
        place = data.draw(st.integers(0, len(waiting) - 1))
        waiting[place] = waiting[place] | one
    return waiting[0]


class TestLaws:
    @given(LEDGERS, st.data(), READINGS)
    def test_of_judging(self, ledger: cl.Ledger, data: st.DataObject, reading: str) -> None:
        """Merged summaries are judged as the whole is."""
        shared = cl.shared_records(ledger)
        parts = [cl.Ledger(part) for part in split(data, ledger.claims)]  # type: ignore[arg-type]
        summary = merged(data, [cl.summarise(part, shared) for part in parts])
        assert summed(summary, reading) == whole(ledger, reading=reading)
        assert len(summary) == len(ledger)

    @given(LEDGERS, st.data(), st.sampled_from(("2020-09-28", "2020-09-29", "2020-10", "2020")))
    def test_of_judging_as_of(self, ledger: cl.Ledger, data: st.DataObject, date: str) -> None:
        """As of a date, too."""
        shared = cl.shared_records(ledger)
        parts = [cl.Ledger(part) for part in split(data, ledger.claims)]  # type: ignore[arg-type]
        summary = merged(data, [cl.summarise(part, shared, as_of=date) for part in parts])
        assert summed(summary, "standard") == whole(ledger, as_of=date)

    @given(LEDGERS, st.data())
    def test_of_merging(self, ledger: cl.Ledger, data: st.DataObject) -> None:
        """No split shows in what is merged, nor does an empty part."""
        shared = cl.shared_records(ledger)
        parts = [cl.Ledger(part) for part in split(data, ledger.claims)]  # type: ignore[arg-type]
        summaries = [cl.summarise(part, shared) for part in parts]
        expected = cl.summarise(ledger)
        assert merged(data, summaries) == expected
        assert summaries[0].merge(*summaries[1:]) == expected
        assert expected | cl.summarise(cl.Ledger(), shared) == expected

    @given(LEDGERS, st.data())
    def test_of_sharing(self, ledger: cl.Ledger, data: st.DataObject) -> None:
        """Where declarations and retractions are scattered too, the parts first share them."""
        scattered = split(data, sorted(ledger.records, key=repr))
        parts = [cl.Ledger(part) for part in scattered]  # type: ignore[arg-type]
        shared = cl.Ledger().merge(*map(cl.shared_records, parts))
        summary = merged(data, [cl.summarise(part, shared) for part in parts])
        assert summary == cl.summarise(ledger)
        assert summed(summary, "standard") == whole(ledger)

    @given(LEDGERS)
    def test_of_carrying(self, ledger: cl.Ledger) -> None:
        """From one process to another nothing is lost."""
        summary = cl.summarise(ledger)
        data = json.loads(json.dumps(converter().unstructure(summary)))
        for back in (converter().structure(data, cl.Summary), pickle.loads(pickle.dumps(summary))):
            assert back == summary
            assert back.claims == summary.claims
