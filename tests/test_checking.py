"""``check`` prints what could not be read, then lint, each at its line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import claimledger as cl
from claimledger.cli import main
from claimledger.formats import read_placed
from claimledger.linting import CODES
from claimledger.linting.checking import checked

Write = Callable[[str, str], str]
Golden = Callable[[str, str], None]

CSV = """\
source,side,date,subject,measure,window,accrual,value,outlet,quote,ignore,ignore_because,credibility
Ministry,East,2031-05-04,East,soldiers killed,,cumulative,104,Post,,,
Ministry,East,2031-05-05,East,soldiers killed,,cumulative,58,Post,,,,1
Ministry,East,2031-05-04,East,people killed,,cumulative,201,Post,,,
Ministry,East,2031-05-05,East,people killed,,cumulative,211,Post,,,
Ministry,East,2031-05-06,East,people killed,,cumulative,221,Post,,,
Ministry,East,2031-05-07,East,people killed,,cumulative,12,Post,,,
Army,West,2031-05-04,East,tanks lost,,cumulative,31,Post,,,
Army,West,2031-05-05,East,tanks lost,,increment,27,Post,,,
Army,West,2031-05-05,East,tanks lost,,cumulative,59,Post,,,
Army,West,2031-05-04,East,ships lost,2031-05-04,period,11,Post,,,
Army,West,2031-05-05,East,ships lost,2031-05-05,period,12,Post,,,
Army,West,2031-05-05,East,ships lost,2031-05-03/..,cumulative,21,Post,,,
Army,West,2031-05-06,East,armoured vehicles lost,,cumulative,41,Post,,,
Ministry,East,2031-05-06,West,people wounded,,cumulative,137,Post,the wounded were 173,,
Militia,,2031-05-07,West,people wounded,,cumulative,137,,,,
Army,West,2031-05-07,West,convoys delayed,,cumulative,5,Post,,falling-count,recounted
Army,West,2031-05-08,West,convoys delayd,,cumulative,6,Post,,faling-count,recounted
"""

TOML = """\
[events.raid]
name = "Raid"
on = 2031-05-04

[parties.east]
name = "East"

[[partitions]]
whole = "casualties"
parts = ["people killed", "people wounded"]

[sources.guard]
name = "Guard"
kind = "official"

[[claims]]
source = "guard"
date = 2031-05-03
event = "raid"
subject = "east"
measure = "people killed"
value = 5

[[claims]]
source = "guard"
date = 2031-05-03
event = "raid"
subject = "east"
measure = "people wounded"
value = 6

[[claims]]
source = "guard"
date = 2031-05-03
event = "raid"
subject = "east"
measure = "casualties"
value = 21
documents = ["nowhere"]

[documents.post]
outlet = "Post"

[[claims]]
source = "guard"
date = 2031-05-03
event = "raid"
subject = "east"
measure = "military casualties"
value = "abuot 5"
"""


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write a file into an empty directory, which is entered."""
    monkeypatch.chdir(tmp_path)

    def write_one(name: str, text: str) -> str:
        Path(name).write_text(text, encoding="utf-8")
        return name

    return write_one


@pytest.fixture
def check(write: Write, capsys: pytest.CaptureFixture[str]) -> Callable[..., list[str]]:
    """What ``check`` prints of some files."""

    def run(**files: str) -> list[str]:
        names = [write(name.replace("_", "."), text) for name, text in files.items()]
        code = main(["check", *names])
        lines = capsys.readouterr().out.splitlines()
        assert code == (1 if lines else 0)
        return lines

    return run


Check = Callable[..., list[str]]


class TestCheck:
    def test_every_lint(self, check: Check, golden: Golden) -> None:
        """Errors come first, then lint, each in the order of the files."""
        again = '[events.raid]\nname = "Raid"\non = 2031-05-05\n'
        lines = check(a_csv=CSV, b_toml=TOML.replace('documents = ["nowhere"]\n', ""), c_toml=again)
        golden("check.txt", "".join(f"{line}\n" for line in lines))
        assert set(re.findall(r"\[([a-z-]+)\]$", "\n".join(lines), re.MULTILINE)) == set(CODES)
        assert ["warning" in line for line in lines] == [False] + [True] * (len(lines) - 1)

    def test_each_line_is_where_the_field_stands(self, check: Check) -> None:
        """In a ledger file the line of the field; of a source, that of its declaration."""
        lines = check(b_toml=TOML.replace("nowhere", "post").replace("abuot", "about"))
        assert [(line.split(": ")[0], line.split("[")[-1]) for line in lines] == [
            ("b.toml:16", "no-document]"),
            ("b.toml:18", "said-before-event]"),
            ("b.toml:24", "no-document]"),
            ("b.toml:26", "said-before-event]"),
            ("b.toml:34", "said-before-event]"),
            ("b.toml:38", "total-is-not-its-parts]"),
            ("b.toml:44", "no-document]"),
            ("b.toml:46", "said-before-event]"),
        ]

    def test_a_faulty_row_is_not_linted(self, check: Check) -> None:
        """The third claim has a document, which cannot be found: one line tells it."""
        lines = check(b_toml=TOML)
        assert sum("claims[2]" in line for line in lines) == 1
        assert any("claims[1].date" in line for line in lines)

    def test_a_faulty_line_is_not_linted(self, check: Check) -> None:
        """Nor is a line of a spreadsheet."""
        head = "source,date,subject,measure,accrual,value,outlet,title,derived_from\n"
        good = "Ministry,2031-05-04,East,people killed,cumulative,104,Post,,\n"
        bad = "Ministry,2031-05-05,East,people killed,cumulative,58,,,\n"
        assert len(check(a_csv=head + good + bad)) == 2
        assert len(check(a_csv=head + good + bad.replace("58,", "5 8,"))) == 1

    def test_each_record_has_its_own_line(self, check: Check) -> None:
        """In the machine form attestations and annotations stand on lines of their own."""
        claim = cl.Claim(
            source="Ministry", date="2031-05-04", subject="East", measure="tanks lost", value="20"
        )
        quoted = cl.Attestation(claim=claim.id, quote="the tanks were 30")
        noted = cl.Annotation(claim=claim.id, ignore="no-document", because="heard")
        cl.write(cl.Ledger().add(claim, quoted, noted), "c.jsonl")
        kinds = ["annotation", "attestation", "claim"]
        text = Path("c.jsonl").read_text(encoding="utf-8").splitlines()
        by_kind = {
            kind: n for n, line in enumerate(text, 1) for kind in kinds if f'"{kind}"' in line
        }
        lines = check(c_jsonl="\n".join(text))
        assert sorted(line.split(": ")[0] for line in lines) == sorted(
            [f"c.jsonl:{by_kind['annotation']}", f"c.jsonl:{by_kind['attestation']}"]
        )

    def test_the_first_of_two_places(self, check: Check) -> None:
        """A claim that stands in two files is shown in the one named first."""
        head = "source,date,subject,measure,value\n"
        row = "Ministry,2031-05-04,East,convoys delayed,7\n"
        early = "Ministry,2031-05-01,East,convoys delayed,6\n"
        lines = check(b_csv=head + row, a_csv=head + early + row)
        assert [line.split(": ")[0] for line in lines] == ["b.csv:2"]

    def test_nothing_wrong(self, check: Check) -> None:
        """No line, and code 0."""
        assert (
            check(a_csv="source,date,subject,measure,value\nA,2031-05-04,East,tanks lost,7\n") == []
        )

    def test_other_commands_are_not_linted(
        self, write: Write, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Reading, and what reports, is as before."""
        name = write("a.csv", "".join(CSV.splitlines(keepends=True)[:3]))
        assert cl.read_lenient(name)[1] == ()
        assert main(["report", name]) == 0
        assert "falling" not in capsys.readouterr().err


class TestChecked:
    def test_a_record_of_no_file(self, write: Write) -> None:
        """Lint of a source that no file declares is shown at the first claim that names it."""
        name = write(
            "a.csv", "source,date,subject,measure,value\nGuard,2031-05-04,East,tanks lost,7\n"
        )
        parts, problems, places = read_placed(name)
        source = cl.Source(name="Stranger")
        lint = cl.Lint(
            code="source-on-no-side",
            message="so",
            claims=(parts[0].claims[0].id,),
            field="side",
            record=source,
            is_general=True,
        )
        assert [str(line) for line in checked(problems, [lint], places)] == [
            "a.csv:2: warning: side: so [source-on-no-side]"
        ]
