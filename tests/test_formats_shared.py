"""What the three formats share: records, rows and what is wrong in them."""

from __future__ import annotations

import io
import json
import pickle
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import claimledger as cl
from claimledger.errors import (
    InvalidRecordError,
    Location,
    MissingExtraError,
    NotationError,
    Problem,
    StructureError,
    UnknownNameError,
    nearest,
    quoted,
)
from claimledger.formats import dumps
from tests.record_strategies import ledgers

LONG = "x" * 50_000

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


class TestRoundTrip:
    """What is written is read again."""

    @pytest.mark.parametrize("ending", ["toml", "jsonl"])
    @given(ledger=ledgers())
    def test_whole_state(
        self, tmp_path_factory: pytest.TempPathFactory, ending: str, ledger: cl.Ledger
    ) -> None:
        """Every record of any kind comes back, without a complaint; and writes the same bytes."""
        path = tmp_path_factory.getbasetemp() / f"whole.{ending}"
        cl.write(ledger, path)
        back, problems = cl.read_lenient(path)
        assert [str(problem) for problem in problems if problem.severity == "error"] == []
        assert back == ledger
        assert dumps(back, ending).encode() == path.read_bytes()

    @pytest.mark.parametrize("ending", ["toml", "jsonl"])
    @settings(max_examples=40)
    @given(one=ledgers(), other=ledgers())
    def test_merges(
        self,
        tmp_path_factory: pytest.TempPathFactory,
        ending: str,
        one: cl.Ledger,
        other: cl.Ledger,
    ) -> None:
        """A file of two ledgers is one ledger, and so are two files.

        A ledger file alone must declare its names once any file declares some, so that two
        of them are not read together here.
        """
        folder = tmp_path_factory.getbasetemp()
        paths = [folder / f"{name}.{ending}" for name in ("one", "other", "both")]
        for ledger, path in zip((one, other, one | other), paths, strict=True):
            cl.write(ledger, path)
        resolved = cl.Ledger().add(*one.records, *other.records)
        if ending == "jsonl":
            assert cl.read_lenient(*paths[:2])[0] == resolved
        assert cl.read_lenient(paths[2])[0] == resolved


CLAIM = {"source": "A", "date": "2020", "measure": "tanks lost", "value": "5"}


class TestRows:
    """What one row may hold."""

    @pytest.mark.parametrize("ending", ["csv", "jsonl"])
    def test_a_claim_that_withdraws_another(self, ending: str, tmp_path: Path) -> None:
        """Is a claim and a retraction of one source and date."""
        path = tmp_path / f"a.{ending}"
        row = {**CLAIM, "retracts": "0" * 64}
        lines = {"csv": f"{','.join(row)}\n{','.join(row.values())}", "jsonl": json.dumps(row)}
        path.write_text(lines[ending], encoding="utf-8")
        ledger = cl.read(path)
        assert [claim.said for claim in ledger.claims] == ["5"]
        assert [record.target for record in ledger.retractions] == ["0" * 64]

    def test_a_derivation_from_a_claim(self, tmp_path: Path) -> None:
        """By its id, which is no name that must be declared."""
        path = tmp_path / "a.toml"
        ledger = cl.Ledger().add(claim := cl.Claim(**CLAIM), cl.Source(name="A", handle="A"))
        ledger = ledger.add(cl.Attestation(claim=claim.id, derived_from="f" * 64))
        cl.write(ledger, path)
        assert cl.read(path) == ledger


class TestErrors:
    """What is raised."""

    @pytest.mark.parametrize(
        ("error", "parents", "text"),
        [
            (InvalidRecordError("m", "f"), ValueError, "m"),
            (StructureError([("a", "m"), ("", "n")]), InvalidRecordError, "a: m\nn"),
            (
                UnknownNameError("x", "side", "y"),
                LookupError,
                "unknown side 'x'; did you mean 'y'?",
            ),
            (UnknownNameError("x", "side"), LookupError, "unknown side 'x'"),
            (
                MissingExtraError("plot", "matplotlib"),
                ImportError,
                "matplotlib is not installed: pip install 'claimledger[plot]'",
            ),
            (
                cl.LoadError([Problem(Location("a", 1, 2), "m", "f", "warning", "c")]),
                ValueError,
                "a:1:2: warning: f: m [c]",
            ),
            (
                NotationError("ab\ncd", 3, 5, "x", "y"),
                ValueError,
                "cannot read 'ab\\ncd': expected x; did you mean 'y'?\n  ab cd\n     ^^",
            ),
        ],
    )
    def test_they_keep_their_parts(
        self, error: cl.ClaimLedgerError, parents: type, text: str
    ) -> None:
        """Are what a caller expects, read well, and survive pickling."""
        assert isinstance(error, parents)
        assert str(error) == text
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), vars(again)) == (type(error), text, vars(error))

    def test_long_text_is_cut(self) -> None:
        """The caret stays under the fault."""
        message, line, caret = str(NotationError("a" * 150 + "b", 150, 151, "x")).split("\n")
        assert len(message) < 120
        assert line[caret.index("^")] == "b"

    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            ("ten", "'ten'"),
            ("x" * 80, f"'{'x' * 80}'"),
            ("x" * 81, f"'{'x' * 79}\u2026'"),
            (["a", 1], "['a', 1]"),
            (["x" * 90], f"['{'x' * 77}\u2026"),
            (None, "None"),
        ],
    )
    def test_what_was_given_is_quoted_up_to_a_length(self, value: object, shown: str) -> None:
        """A text with its quotation marks, whatever else it is as code."""
        assert quoted(value) == shown

    @pytest.mark.parametrize(
        "stated",
        [
            *({"value": LONG}, {"value": f"5 {LONG}"}, {"date": LONG}, {"window": LONG}),
            *({"accrual": LONG}, {"stance": LONG}, {"credibility": LONG}, {"ignore": [LONG]}),
            *({"value": [LONG]}, {"source": [LONG]}, {"measure": [LONG]}, {"parts": LONG}),
            {"measure": None, "proposition": "It rained", "value": LONG},
            {"measure": None, "members": "Who?", "value": "only " + ";" * 50_000},
            {"measure": None, "choice": "Who?", "value": [LONG]},
        ],
        ids="-".join,
    )
    def test_no_problem_repeats_a_long_text(
        self, stated: dict[str, object], tmp_path: Path
    ) -> None:
        """Whatever field it is refused in."""
        row = {"source": "A", "date": "2020", "measure": "people killed", "value": "5", **stated}
        path = tmp_path / "a.jsonl"
        path.write_text(json.dumps({k: v for k, v in row.items() if v is not None}))
        _, problems = cl.read_lenient(path)
        assert any(found.severity == "error" for found in problems)
        assert all(len(found.message) < 300 for found in problems)

    @pytest.mark.parametrize(("word", "near"), [("Cumulativ", "cumulative"), ("zzz", None)])
    def test_nearest(self, word: str, near: str | None) -> None:
        """The known spelling, whatever the case, or none."""
        assert nearest(word, ["event", "cumulative"]) == near


class TestFiles:
    """What is wrong with a file as a whole."""

    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            (b"a\xff\n", "1: not UTF-8: byte 0xff; save it as UTF-8"),
            (b"a\n\xe9t\xe9\n", "2: not UTF-8: byte 0xe9; save it as UTF-8"),
            (b"\xef\xbb\xbf\n\n\xff", "3: not UTF-8: byte 0xff; save it as UTF-8"),
            (b"\xff\xfea\0", "1: not UTF-8 but UTF-16: save it as UTF-8"),
            (b"a\n\nb\0", "3: not text: it holds a NUL byte"),
        ],
    )
    @pytest.mark.parametrize("ending", ["toml", "csv", "jsonl"])
    def test_bytes(self, content: bytes, problem: str, ending: str, tmp_path: Path) -> None:
        """That are no text."""
        path = tmp_path / f"a.{ending}"
        path.write_bytes(content)
        _, problems = cl.read_lenient(path)
        assert [str(found) for found in problems] == [f"{path}:{problem}"]

    @pytest.mark.parametrize("ending", ["toml", "jsonl"])
    def test_a_workbook_by_the_ending_of_another_format(self, ending: str, tmp_path: Path) -> None:
        """The format to name is told."""
        path = tmp_path / f"a.{ending}"
        path.write_bytes(b"PK\3\4\x14\0\6\0")
        _, (problem,) = cl.read_lenient(path)
        assert str(problem).endswith(
            ":1: not text but an archive; of a workbook the format is 'excel'"
        )

    def test_no_file(self, tmp_path: Path) -> None:
        """Missing, a folder, or a name that no file can have."""
        paths = [str(tmp_path / "missing.csv"), str(tmp_path), "a\0b.csv"]
        ledger, problems = cl.read_lenient(*paths)
        assert ledger == cl.Ledger()
        assert sorted(str(found) for found in problems) == sorted(
            [
                f"{paths[0]}: No such file or directory",
                f"{paths[1]}: Is a directory",
                "a\0b.csv: embedded null byte",
            ]
        )

    @pytest.mark.parametrize(
        ("text", "claims"),
        [
            ("[[claims]]\nsource='A'\ndate=2020\nmeasure='tanks lost'\nvalue=5\n", 1),
            ("# x\n", 0),
            ('{"source": "A", "date": "2020", "measure": "tanks lost", "value": 5}\n', 1),
            ("source,date,measure,value\nA,2020,tanks lost,5\n", 1),
        ],
    )
    def test_standard_input(self, text: str, claims: int, monkeypatch: pytest.MonkeyPatch) -> None:
        """Is of the format that it looks like, and is read once."""
        stream = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", stream)
        ledger, problems = cl.read_lenient("-", "-")
        assert len(ledger) == claims
        assert [str(found) for found in problems] == ["-: standard input can be read only once"]

    def test_formats(self, tmp_path: Path) -> None:
        """Are told by the ending or by name, and unknown ones refused with the nearest."""
        ledger = cl.Ledger().add(cl.Party(name="A"))
        path = tmp_path / "a.txt"
        cl.write(ledger, path, format="jsonl")
        assert cl.read(path) == cl.read(path, format="jsonl") == ledger
        with pytest.raises(LookupError, match="unknown format 'jsnl'; did you mean 'jsonl'"):
            cl.read(path, format="jsnl")
        with pytest.raises(LookupError, match="unknown format to write 'txt'"):
            cl.write(ledger, path)

    def test_a_file_is_replaced_whole_or_not_at_all(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """When writing fails, what was there is there, and nothing else."""
        path = tmp_path / "a.jsonl"
        cl.write(cl.Ledger(), path)

        def fail(*_: object) -> None:
            raise OSError("disk full")

        monkeypatch.setattr(Path, "replace", fail)
        with pytest.raises(OSError, match="disk full"):
            cl.write(cl.Ledger().add(cl.Party(name="A")), path)
        assert [(found.name, found.read_text()) for found in tmp_path.iterdir()] == [
            ("a.jsonl", "")
        ]

    def test_all_problems_are_one_error(self, tmp_path: Path) -> None:
        """In the order of their places; warnings are warned of when there is no error."""
        bad, odd = tmp_path / "a.csv", tmp_path / "b.csv"
        bad.write_text("source,date,measure,value\nA,x,y,z\n", encoding="utf-8")
        odd.write_text("source,date,measure,value\nA,2020,sodiers killed,5\n", encoding="utf-8")
        with pytest.raises(cl.LoadError) as caught:
            cl.read(odd, bad)
        told = [line.split(": expected")[0] for line in str(caught.value).splitlines()]
        assert told == [f"{bad}:2: date: cannot read 'x'", f"{bad}:2: value: cannot read 'z'"]
        with pytest.warns(cl.ClaimLedgerWarning, match="did you mean 'soldiers killed'"):
            cl.read(odd)


VALID = {
    "toml": PARTITIONS + '\n[documents.d]\nurl = "http://x"\ndate = 2020-01-01\n[measures.x]\n',
    "csv": "source,side,date,measure,value,stance,credibility,note\n"
    'A,E,2020-01-01,"tanks lost",about 5,,3,"a\n""b"""\nB,W,2020-01,area,5 km2,denies,,\n',
    "jsonl": '{"source": "A", "date": "2020", "measure": "tanks lost", "value": "5"}\n'
    '{"type": "party", "name": "A", "part_of": "B", "opposed": ["C"]}\n'
    '{"type": "measure", "name": "m", "part_of": ["people"]}\n',
}
SCRAPS = st.sampled_from(
    [
        *(b'"', b"'", b"\n", b"\r", b",", b";", b"\t", b"[", b"]", b"{", b"}", b"=", b"#", b"\\"),
        *(b"\xff", b"\0", b"\xef\xbb\xbf", b"\\ud800", b"null", b"true", b"1e999999999", b"5"),
        *(b"-", b"part_of", b"kind", b"2020-02-30", b"..", b"\xe2\x80\xa8", b"A", b"any", b"[[]]"),
    ]
)


@st.composite
def damaged(draw: st.DrawFn, ending: str) -> bytes:
    """A valid file with some bytes cut out, doubled or put in."""
    raw = VALID[ending].encode()
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(raw)))
        end = draw(st.integers(start, min(len(raw), start + 12)))
        middle = draw(st.one_of(SCRAPS, st.binary(max_size=3), st.just(raw[start:end] * 2)))
        raw = raw[:start] + middle + raw[end:]
    return raw


class TestDamage:
    """Whatever a file holds, reading it tells problems and raises nothing."""

    @pytest.mark.parametrize("ending", ["toml", "csv", "jsonl"])
    @given(data=st.data())
    def test_no_traceback(
        self, tmp_path_factory: pytest.TempPathFactory, ending: str, data: st.DataObject
    ) -> None:
        """What could be read can be judged, and written, and needs no more problems."""
        raw = data.draw(st.one_of(damaged(ending), st.binary(max_size=60)))
        path = tmp_path_factory.getbasetemp() / f"damaged.{ending}"
        path.write_bytes(raw)
        ledger, problems = cl.read_lenient(path)
        lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
        for problem in problems:
            assert problem.location.path == str(path)
            assert 1 <= (problem.location.line or 1) <= lines
            assert problem.message
            assert "\n" not in str(problem)
        cl.judge(ledger)
        cl.write(ledger, path.with_name(f"again.{ending}"))

    def test_the_files_are_valid_before(self, tmp_path: Path) -> None:
        """Else the damage would show nothing."""
        for ending, text in VALID.items():
            path = tmp_path / f"a.{ending}"
            path.write_text(text, encoding="utf-8")
            assert cl.read_lenient(path)[1] == ()


class TestMeasures:
    """What files add to the vocabulary."""

    def test_order_does_not_matter_and_faults_do_not_spread(self, tmp_path: Path) -> None:
        """A child may stand before its parent; what lies within a faulty one is not at fault."""
        path = tmp_path / "a.toml"
        path.write_text(
            "[measures.sailors]\npart_of = ['crews']\n"
            "[measures.crews]\npart_of = ['people']\n"
            "[measures.tents]\npart_of = ['nothing']\n"
            "[measures.yurts]\npart_of = ['tents']\n"
            "[measures.ger]\npart_of = ['yurts', 'people']\n"
            "[measures.razed]\nkind = 'outcome'\npart_of = ['people']\n"
            "[measures.nomads]\npart_of = ['nomads', 'people']\n"
            "[[claims]]\nsource='A'\ndate=2020\nmeasure='sailors killed'\nvalue=5\n",
            encoding="utf-8",
        )
        ledger, problems = cl.read_lenient(path)
        assert [(p.location.line, p.message) for p in problems] == [
            (6, "'nothing' is unknown"),
            (13, "'people' is unknown"),
            (15, "part of itself in a circle: 'nomads' in 'nomads'"),
        ]
        assert [entry.name for entry in ledger.measures] == ["crews", "sailors"]

    def test_hints_are_given_until_they_cost_too_much(self, tmp_path: Path) -> None:
        """A file full of unknown names is read in a time that its length accounts for."""
        path = tmp_path / "a.toml"
        declared = "".join(f"[parties.party-{n}]\n" for n in range(3000))
        claims = "".join(
            "[[claims]]\nsource='A'\ndate=2020\nmeasure='tanks lost'\nvalue=5\n"
            f"subject='prty-{n}'\n"
            for n in range(60)
        )
        path.write_text(declared + claims, encoding="utf-8")
        _, problems = cl.read_lenient(path)
        hinted = ["did you mean" in problem.message for problem in problems]
        assert len(hinted) == 60
        assert hinted[0]
        assert not hinted[-1]


SHAPES = {
    "chain.toml": lambda n: "".join(f"[parties.p{i}]\npart_of='p{i + 1}'\n" for i in range(n)),
    "circles.toml": lambda n: "".join(f"[places.p{i}]\npart_of='p{i ^ 1}'\n" for i in range(n)),
    "unknown.toml": lambda n: (
        "[sources.x]\n"
        + "".join(f"[[claims]]\nsource='A{i}'\ndate=2020\nmeasure='m'\nvalue=5\n" for i in range(n))
    ),
    "syntax.toml": lambda n: "".join(f"[[claims]]\nsource=A{i}\n" for i in range(n)),
    "quotes.csv": lambda n: "source,date,measure,value\n" + '"A,2020,tanks lost,5\n' * n,
    "cells.csv": lambda n: 'source,date,measure,value\n"' + "A\n" * n + '",2020,tanks lost,5\n',
    "wrong.jsonl": lambda n: "".join(f'{{"sorce":"A","date":"x{i}"}}\n' for i in range(n)),
}


@pytest.mark.parametrize("name", SHAPES)
def test_the_worst_files_take_linear_time(name: str, tmp_path: Path) -> None:
    """Ten times the lines take about ten times as long, and far from a hundred times."""

    def seconds(lines: int) -> float:
        path = tmp_path / name
        path.write_text(SHAPES[name](lines), encoding="utf-8")
        start = time.process_time()
        cl.read_lenient(path)
        return time.process_time() - start

    once = min(seconds(300) for _ in range(3))
    assert min(seconds(3000) for _ in range(2)) < 40 * max(once, 0.002)
