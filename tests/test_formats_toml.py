"""The ledger file: every mistake with its line, and no mistake hides another."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimledger as cl
from claimledger.claims import Title
from claimledger.formats import dumps
from claimledger.formats.toml_lines import Path as KeyPath
from claimledger.formats.toml_lines import line_map, statements

MISTAKES = """\
[ledger]
titel = "A war"

[events.war]
name = "The War"
since = 2020-09-27
on = 2020-09-28

[parties.east]
name = "East"
part_of = "north"

[parties.north]
name = "North"
part_of = "east"

[sources.ministry]
name = "Ministry"
side = "esat"
kind = "offical"
reliability = "G"

[sorces.x]
name = "X"

[measures."crew rescued"]
part_of = ["peple"]

[[partitions]]
whole = "casualties"
parts = ["killed"]

[[claims]]
source = "minstry"
date = 2020-13-01
event = "wor"
measure = "tanks lost"
choice = "who began"
valeu = 5
stance = "denise"
accrual = "cumulativ"
credibility = 7
window = "2020-10-01/2020-09-01"
quote = 5
recorded = "yesterday"

[[claims]]
date = 12:30:00
measure = "tanks lost"
value = \"\"\"
abuot
5\"\"\"
ignore = "fall"
documents = 7
same_quantity_as = "5 kmm"

[[claims]]
source = "ministry"
date = 2020-09-28
proposition = "it rains"
value = "maybe"
accrual = "stock"
stance = "denies"

[[claims]]
source = "ministry"
date = 2020
retracts = "abc"
note = "x"
"""

FOUND = """\
a.toml:2: ledger.titel: unknown key 'titel'; did you mean 'title'?
a.toml:6: events.war.since: on and since: expected since, or on, or from and to
a.toml:15: parties.north.part_of: parts and wholes in a circle: North, East, North
a.toml:19: sources.ministry.side: unknown party 'esat'; did you mean 'East'?
a.toml:20: sources.ministry.kind: unknown kind of source 'offical'; did you mean 'official'?
a.toml:21: sources.ministry.reliability: unknown reliability 'G'; expected one of A, B, C, D, E, F
a.toml:23: sorces: unknown table 'sorces'; did you mean 'sources'?
a.toml:27: measures.crew rescued.part_of: 'peple' is unknown; did you mean 'people'?
a.toml:31: partitions[0].parts: expected at least two parts
a.toml:34: claims[0].source: unknown source 'minstry'; did you mean 'Ministry'?
a.toml:35: claims[0].date: cannot read '2020-13-01': expected a month from 01 to 12, or a season \
from 21 to 24
a.toml:36: claims[0].event: unknown event 'wor'; did you mean 'war'?
a.toml:38: claims[0].choice: expected one of measure, proposition, choice, members, position; \
found measure and choice
a.toml:39: claims[0].valeu: unknown key 'valeu'; did you mean 'value'?
a.toml:40: claims[0].stance: unknown stance 'denise'; did you mean 'denies'?
a.toml:41: claims[0].accrual: unknown accrual 'cumulativ'; did you mean 'cumulative'?
a.toml:42: claims[0].credibility: expected 1 to 6, not 7
a.toml:43: claims[0].window: cannot read '2020-10-01/2020-09-01': expected an end that is not \
before the start
a.toml:44: claims[0].quote: expected text, not 5
a.toml:45: claims[0].recorded: expected a date-time with its offset from UTC
a.toml:47: claims[1].ignore_because: lint is ignored without a reason
a.toml:47: claims[1].source: source is missing
a.toml:48: claims[1].date: cannot read '12:30:00': expected a date such as 2020-09-27, 2020-09, \
2020 or 2020-09-27T21:29+04:00, as text
a.toml:50: claims[1].value: cannot read 'abuot\\n5': expected a number or a hedge; did you mean \
'about'?
a.toml:54: claims[1].documents: expected a list of names, not 7
a.toml:55: claims[1].same_quantity_as: cannot read '5 kmm': expected nothing more, or a unit; \
did you mean 'mm'?
a.toml:61: claims[2].value: unknown answer to a proposition 'maybe'; expected one of yes, no
a.toml:62: claims[2].accrual: accrual goes with a measure, not with a proposition
a.toml:63: claims[2].stance: stance 'denies' beside a proposition: say value = 'no'
a.toml:68: claims[3].retracts: expected an id of 64 hex digits, not 'abc'
a.toml:69: claims[3].note: note goes with a claim, and there is only a retraction
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file a.toml of the working directory."""
    monkeypatch.chdir(tmp_path)
    return Path("a.toml")


def problems_of(path: Path, text: str) -> list[str]:
    """Each problem of a text as a line."""
    path.write_text(text, encoding="utf-8")
    return [str(problem) for problem in cl.read_lenient(path)[1]]


CLAIM = '[[claims]]\nsource = "A"\ndate = 2020-01-01\nmeasure = "tanks lost"\nvalue = 5\n'


class TestMistakes:
    """What is wrong, and where."""

    def test_all_at_once(self, file: Path) -> None:
        """Thirty-one mistakes are thirty-one lines."""
        assert problems_of(file, MISTAKES) == FOUND.splitlines()

    def test_crlf_changes_no_line(self, file: Path) -> None:
        """Nor a mark at the start of the file."""
        file.write_bytes(b"\xef\xbb\xbf" + MISTAKES.replace("\n", "\r\n").encode())
        assert [str(problem) for problem in cl.read_lenient(file)[1]] == FOUND.splitlines()

    def test_nothing_of_a_faulty_row_is_kept(self, file: Path) -> None:
        """Neither its claim nor what hangs on it; the others are there."""
        problems_of(file, MISTAKES + CLAIM.replace('"A"', '"ministry"'))
        ledger, _ = cl.read_lenient(file)
        assert [claim.said for claim in ledger.claims] == ["5"]
        assert not ledger.annotations

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("ledger = 5", ["1: ledger: expected a table, as in [ledger]"]),
            ("parties = 5", ["1: parties: expected tables, as in [parties.x]"]),
            ("[parties]\na = 5", ["2: parties.a: expected a table, as in [parties.x]"]),
            ("claims = 5", ["1: claims: expected tables, as in [[claims]]"]),
            ("claims = [5]", ["1: claims[0]: expected a table, as in [[claims]]"]),
            ("implications = 5", ["1: implications: expected a table, as in [implications]"]),
            ("[implications]\na = 5", ["2: implications.a: expected a name, not 5"]),
            ("[ledger]\ntitle = 5", ["2: ledger.title: expected a name, not 5"]),
            (
                "[ledger]\nundeclared = 5",
                ["2: ledger.undeclared: expected a list of names, not 5"],
            ),
            ("[sources.x]\nname = 5", ["2: sources.x.name: expected a name, not 5"]),
            ("[parties.x]\nopposed = {a = 1}", ["2: parties.x.opposed: expected a list of names"]),
            ("[documents.x]\ndate = 2020-01-01", ["1: documents.x: a document needs an outlet"]),
            (
                "[documents.x]\nurl = 5\ndate = 5\nhandle = 'x'",
                ["2: documents.x.url: expected text, not 5", "3: documents.x.date: cannot read"],
            ),
            ("[events.x]\non = 5", ["2: events.x.on: cannot read '5'"]),
            ("[events.x]\nfrom = 2020-02-01\nto = 2020-01-01", ["3: events.x.to: 2020-01-01 is"]),
            ("[measures.x]\nkind = 'whta'", ["2: measures.x.kind: unknown kind of measure"]),
            ("[measures.x]\nname = 5", ["2: measures.x.name: expected a name, not 5"]),
            ("[[attestations]]\nclaim = 5", ["2: attestations[0].claim: expected an id of 64"]),
            ("[[annotations]]\nnote = 'x'", ["1: annotations[0].claim: claim is missing"]),
            (
                "[measures.x]\npart_of = ['y']\n[measures.y]\npart_of = ['x']\nkind = 'what'",
                ["2: measures.x.part_of: part of itself in a circle: 'x' in 'y' in 'x'"],
            ),
        ],
    )
    def test_tables(self, text: str, expected: list[str], file: Path) -> None:
        """Of a wrong shape, or with fields of a wrong type."""
        found = problems_of(file, text)
        assert len(found) == len(expected)
        for problem, start in zip(found, expected, strict=True):
            assert problem.startswith(f"a.toml:{start}")

    def test_what_refers_to_a_faulty_declaration_is_not_at_fault(self, file: Path) -> None:
        """The one mistake is told once, whether a name or only the handle could be read."""
        text = (
            '[sources.a]\nname = "A"\nkind = "x"\n[sources.b]\nname = 5\n[documents.d]\ntitle = 5\n'
            + "".join(CLAIM.replace('"A"', name) for name in ('"a"', '"A"', '"b"'))
            + 'documents = ["d"]\n'
        )
        assert [problem[:10] for problem in problems_of(file, text)] == [
            "a.toml:3: ",
            "a.toml:5: ",
            "a.toml:7: ",
        ]

    def test_references_of_faulty_rows_are_looked_up(self, file: Path) -> None:
        """In claims and in declarations."""
        text = (
            '[parties.a]\nname = "A"\npart_of = "x"\nallied = 5\nopposed = ["y"]\n'
            '[documents.d]\ntitle = "T"\n'
            + CLAIM.replace("= 5", "= 'x'")
            + 'documents = ["e"]\nsubject = "z"\n'
        )
        assert [problem.split("; ")[0] for problem in problems_of(file, text)] == [
            "a.toml:3: parties.a.part_of: unknown party 'x'",
            "a.toml:4: parties.a.allied: expected a list of names, not 5",
            "a.toml:5: parties.a.opposed: unknown party 'y'",
            "a.toml:12: claims[0].value: cannot read 'x': expected a number or a hedge",
            "a.toml:13: claims[0].documents: unknown document 'e'",
            "a.toml:14: claims[0].subject: unknown party 'z'",
        ]

    def test_names_used_without_declaring_them(self, file: Path) -> None:
        """Are no mistake when the file says so."""
        text = '[ledger]\nundeclared = ["b"]\n[sources.a]\n' + CLAIM.replace('"A"', '"B"')
        assert problems_of(file, text) == []

    def test_circles(self, file: Path) -> None:
        """Of places and events too; the last declaration that closes one is told, and dropped."""
        text = (
            '[places.a]\npart_of = "b"\n[places.b]\npart_of = "c"\n[places.c]\npart_of = "b"\n'
            '[events.e]\npart_of = "e"\n[events."E "]\npart_of = "e"\n'
        )
        assert problems_of(file, text) == [
            "a.toml:6: places.c.part_of: parts and wholes in a circle: c, b, c",
            "a.toml:8: events.e.part_of: 'e' is declared to be a part of itself",
            "a.toml:10: events.E .part_of: 'E' is declared to be a part of itself",
        ]
        ledger, _ = cl.read_lenient(file)
        assert set(ledger.places) == {"a", "b"}
        assert not ledger.events
        assert cl.judge(ledger) == ()


class TestSyntax:
    """What is no TOML at all."""

    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            ("note = about it", ":6:8: not TOML: text needs quotation marks"),
            ("place = 'x", ":6:11: not TOML: "),
            ("window = 2020-09", ":6:14: not TOML: a date of limited precision, or a window"),
            ("window = 2020-14", ":6: claims[0].window: cannot read '2020-14'"),
            ("window = 2020-01-01/..  # x", ":6:20: not TOML: a date of limited precision"),
            ("value = 6", ":6:10: not TOML: Cannot overwrite a value"),
            ("a b = 6", ":6:3: not TOML: Expected '=' after a key"),
            ("documents = ['a',", ":6: not TOML: something opened here is never closed"),
            ("note = '''x", ":6: not TOML: something opened here is never closed"),
            ("documents = [\n1,\n=,\n]", ":8:1: not TOML: Invalid value"),
            (f"credibility = {'1' * 5000}", ":6: not TOML: Exceeds the limit"),
            (f"documents = {'[' * 20000}{']' * 20000}", ":6: not TOML: nested too deep"),
            ("note = 0x1g", ":6:11: not TOML: Expected newline"),
            ("[[claims]", ":6:9: not TOML: Expected ']]' at the end"),
            ("[ledger", ":6:8: not TOML: Expected ']' at the end"),
            ("note = \x01", ":6:8: not TOML: Invalid value"),
        ],
    )
    def test_one_fault_is_one_line(self, line: str, problem: str, file: Path) -> None:
        """And what stands before and after it is read, and its own mistakes are told."""
        text = f"{CLAIM}{line}\n{CLAIM}accrual = 'x'\n"
        found = problems_of(file, text)
        after = text[: text.index("accrual")].count("\n") + 1
        assert [start.split(":")[1] for start in found] == [problem.split(":")[1], str(after)]
        assert found[0].startswith(f"a.toml{problem}")

    def test_a_rest_that_is_never_closed(self, file: Path) -> None:
        """Is told where it begins, or at the end of the file."""
        assert [p.split(": ")[0] for p in problems_of(file, "ledger = ")] == ["a.toml:1"]
        found = problems_of(file, CLAIM + 'note = """x')
        assert [p.split(": ")[0] for p in found] == ["a.toml:6"]

    def test_a_table_declared_twice(self, file: Path) -> None:
        """Hides nothing of the other tables."""
        text = "[parties.x]\nname = 'X'\n[parties.x]\nname = 'Y'\n[parties.z]\nname = 5\n"
        assert [problem[:11] for problem in problems_of(file, text)] == [
            "a.toml:3:11",
            "a.toml:6: p",
        ]

    def test_a_file_that_is_no_toml_at_all(self, file: Path) -> None:
        """Is given up after a while."""
        found = problems_of(file, "what is this\n" * 100)
        assert len(found) == 26
        assert found[0] == "a.toml: not TOML: too many faults to read the rest"

    def test_a_claim_with_a_mended_field_is_not_kept(self, file: Path) -> None:
        """What was meant is not known."""
        problems_of(file, CLAIM + "note = about it\n[implications]\na = b\nc = 'd'\n")
        ledger, _ = cl.read_lenient(file)
        assert not ledger.claims
        assert ledger.implications == (cl.Implication(premise="c", conclusion="d"),)


class TestReading:
    """What is no mistake."""

    @pytest.mark.parametrize(
        ("written", "said"),
        [("12", "12"), ("3.5", "3.5"), ("1_200", "1,200"), ("1e3", "1,000"), ("'none'", "none")],
    )
    def test_bare_numbers(self, written: str, said: str, file: Path) -> None:
        """Are figures."""
        unit = "area" if "." in written else "tanks lost"
        text = CLAIM.replace("= 5", f"= {written}").replace("tanks lost", unit)
        found = problems_of(file, text)
        if unit == "area":
            assert len(found) == 1  # Areas need a unit, which a bare number cannot give.
            assert "3.5" in found[0]
        else:
            assert found == []
            assert cl.read(file).claims[0].said == said

    @pytest.mark.parametrize("written", ["nan", "inf", "1e999999999", "0x" + "f" * 400, "true"])
    def test_numbers_that_are_no_figures(self, written: str, file: Path) -> None:
        """Are refused, and of whatever size cost nothing."""
        assert len(problems_of(file, CLAIM.replace("= 5", f"= {written}"))) == 1

    @pytest.mark.parametrize(
        ("written", "date"),
        [
            ("2020-09-28", "2020-09-28"),
            ("2020-09-28T21:29:00+04:00", "2020-09-28T21:29+04:00"),
            ("2020-09-28 21:29:00", "2020-09-28T21:29"),
            ("'2020-09'", "2020-09"),
            ("2020", "2020"),
        ],
    )
    def test_dates(self, written: str, date: str, file: Path) -> None:
        """Of TOML, partial ones in quotes, and years."""
        problems_of(file, CLAIM.replace("2020-01-01", written))
        assert str(cl.read(file).claims[0].date) == date

    def test_truth_is_yes_or_no(self, file: Path) -> None:
        """Written as TOML has it, too."""
        problems_of(file, CLAIM.replace("measure", "proposition").replace("= 5", "= true"))
        assert cl.read(file).claims[0].said == "yes"

    def test_handles(self, file: Path) -> None:
        """The key of a table, unless it says another or none."""
        problems_of(
            file,
            "[parties.a]\nname = 'A Long Name'\n[parties.'B (2)']\n[parties.c]\nname = 'D'\n"
            "handle = ''\n[parties.e]\nname = 'F'\nhandle = 'g'\n[documents.'http://x']\n"
            "url = 'http://x'\n",
        )
        ledger = cl.read(file)
        assert {party.name: party.handle for party in ledger.parties.values()} == {
            "A Long Name": "a",
            "B (2)": None,
            "D": None,
            "F": "g",
        }
        assert [document.handle for document in ledger.documents.values()] == [None]

    @pytest.mark.parametrize(
        ("times", "window"),
        [
            ("since = 2020-01-01", "2020-01-01/.."),
            ("on = 2020-01-01", "2020-01-01"),
            ("from = 2020-01-01\nto = '2020-02'", "2020-01-01/2020-02"),
            ("from = 2020-01-01", "2020-01-01/.."),
            ("to = 2020-01-01", "../2020-01-01"),
        ],
    )
    def test_windows_of_events(self, times: str, window: str, file: Path) -> None:
        """Ongoing, one day, or closed."""
        problems_of(file, f"[events.x]\n{times}\n")
        assert str(cl.read(file).events["x"].window) == window

    def test_several_titles(self, file: Path) -> None:
        """Are kept, as a merge keeps them."""
        ledger = cl.Ledger().add(Title(text="A"), Title(text="B"))
        assert problems_of(file, dumps(ledger, "toml")) == []
        assert cl.read(file) == ledger

    def test_of_an_empty_file(self, file: Path) -> None:
        """The ledger is empty, and written as one."""
        assert problems_of(file, "") == []
        assert dumps(cl.Ledger(), "toml") == ""


KEYS = st.sampled_from(("a", "b-2", '"c d"', "'e.f'", '"#"', '"[x]"'))
VALUES = st.sampled_from(
    (
        "1",
        '"x # y"',
        "'[['",
        "[1, 2]",
        "[\n  1, # ]\n  '[', \n]",
        '"""\n[a]\nb = 1 \\"""\n"""',
        "'''\n[[z]]\n'''",
        '""""x"""""',
        "{q = 1, r = {s = ']'}}",
        '"\\""',
        "[[1], [\n2]]",
        "2020-01-01 # {",
    )
)


@attrs.define
class Written:
    """A TOML text as it is being written, with the line on which each path was written."""

    draw: st.DrawFn
    lines: list[str] = attrs.field(factory=list)
    expected: dict[KeyPath, int] = attrs.field(factory=dict)
    rows: int = 0

    def line(self, text: str, *paths: KeyPath) -> None:
        for path in paths:
            self.expected.setdefault(path, len(self.lines) + 1)
        self.lines += text.split("\n")

    def keys(self, base: KeyPath) -> None:
        """Up to three dotted keys with values, below comments and blank lines."""
        for number in range(self.draw(st.integers(0, 3))):
            if self.draw(st.booleans()):
                self.line(self.draw(st.sampled_from(("", "# [c] = {", "  \t"))))
            key, value = self.draw(KEYS), self.draw(VALUES)
            outer: KeyPath = (*base, f"k{number}")
            path = (*outer, key.strip("\"'"))
            inner = (("q",), ("r",), ("r", "s")) if value.startswith("{") else ()
            paths = (outer, path, *((*path, *below) for below in inner))
            self.line(f"  k{number} . {key} = {value}", *paths)

    def header(self, number: int) -> KeyPath:
        """A table, a table of an array, or something below the last table of the array."""
        shape = self.draw(st.sampled_from(("table", "array", "below", "deep")))
        if shape == "table":
            key = self.draw(KEYS)
            path: KeyPath = (f"t{number}", key.strip("\"'"))
            self.line(f"[t{number}.{key}] # x", path[:1], path)
            return path
        if shape == "array" or not self.rows:
            self.line(" [[rows]]", ("rows",), ("rows", self.rows))
            self.rows += 1
        row: KeyPath = ("rows", self.rows - 1)
        if shape == "array":
            return row
        path = (*row, f"u{number}")
        self.line(f"[rows.u{number}]", path)
        if shape == "deep":
            self.line(f"[[rows.u{number}.deep]]", (*path, "deep"), (*path, "deep", 0))
            return (*path, "deep", 0)
        return path


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[KeyPath, int]]:
    """TOML texts, with the line on which each key stands."""
    written = Written(draw)
    written.keys(())
    for number in range(draw(st.integers(0, 4))):
        written.keys(written.header(number))
    return "\n".join(written.lines), written.expected


class TestLineMap:
    """Where every table and key stands."""

    @given(documents())
    def test_lines(self, drawn: tuple[str, dict[KeyPath, int]]) -> None:
        """Each path has the line on which it was written."""
        text, expected = drawn
        tomllib.loads(text)
        assert line_map(text) == expected

    @given(documents())
    def test_statements_are_the_text(self, drawn: tuple[str, dict[KeyPath, int]]) -> None:
        """Nothing but blanks at the start of lines is left out, and lines are counted right."""
        text, _ = drawn
        found = list(statements(text))
        assert "".join(s.text for s in found).split() == text.split()
        line = 1
        for statement in found:
            assert statement.first == line
            line = statement.last + 1

    def test_it_is_linear(self) -> None:
        """Ten times the claims take about ten times as long, and so does one long value."""

        def seconds(text: str) -> float:
            start = time.process_time()
            line_map(text)
            return time.process_time() - start

        claim = CLAIM + 'documents = [\n  "a",\n  "b",\n]\n'
        for small, large in ((claim * 100, claim * 1000), (_long(2_000), _long(20_000))):
            once = min(seconds(small) for _ in range(3))
            assert seconds(large) < 40 * max(once, 0.002)


def _long(lines: int) -> str:
    return "a = [\n" + '  "x",\n' * lines + ']\nb = """\n' + "y\n" * lines + '"""\n'


def test_what_is_not_declared_is_written_so(file: Path) -> None:
    """A ledger that names a party among declared ones without declaring it survives."""
    claim: Any = {"source": "S", "date": "2020", "measure": "tanks lost", "value": "5"}
    ledger = cl.Ledger().add(cl.Party(name="A"), cl.Claim(subject="B", **claim))
    assert problems_of(file, dumps(ledger, "toml")) == []
    assert cl.read(file) == ledger


def test_a_handle_of_two_names_is_ambiguous_between_files(tmp_path: Path) -> None:
    """The reference is told, with both names; in the file that declares it, it is clear."""
    for name in "AB":
        text = f'[sources.mod]\nname = "{name}"\n' + CLAIM.replace('"A"', '"mod"')
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    (tmp_path / "c.csv").write_text(
        "source,date,measure,value\nmod,2020-01-01,tanks lost,5\n", encoding="utf-8"
    )
    paths = sorted(tmp_path.iterdir())
    ledger, problems = cl.read_lenient(*paths)
    assert [claim.source for claim in ledger.claims] in (["A", "B"], ["B", "A"])
    (problem,) = problems
    assert str(problem).endswith("c.csv:2: source: source 'mod' is ambiguous here: A or B")


def test_a_merge_in_which_a_handle_became_ambiguous_is_written(file: Path) -> None:
    """A name that happens to be a handle of two others stays a name."""
    claim = cl.Claim(source="mod", date="2020", measure="tanks lost", value="5")
    ledger = cl.Ledger().add(claim)
    for name in "AB":
        ledger |= cl.Ledger().add(cl.Source(name=name, handle="mod"))
    assert problems_of(file, dumps(ledger, "toml")) == []
    assert cl.read(file) == ledger
