"""How hypothesis searches; and examples are tests: of the README, of docs/, of docstrings.

Each document runs in a new directory that holds a copy of seeds/. In Markdown,

- a block of ``python`` runs, as statements, or compared where it has ``>>>``;
- a block after the comment ``<!-- file: NAME -->`` is written to that file;
- in a block of ``console`` each line ``$ claimledger ...`` runs, a hundred columns wide, and
  must print the lines under it; ``...`` stands for any text left out;
- the comment ``<!-- skip: next -->`` leaves the next block alone.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path

from hypothesis import HealthCheck, settings
from sybil import Document, Example, Region, Sybil
from sybil.parsers import markdown, myst, rest
from sybil.sybil import SybilCollection

pytest_plugins = ["pytester"]

# "ci" draws the same examples in each run, so that a change is what makes a test fail;
# pytest --hypothesis-profile=dev searches further each time.
settings.register_profile(
    "ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("dev", deadline=None, max_examples=300, print_blob=True)
settings.load_profile("ci")

ROOT = Path(__file__).parent
PROMPT = "$ claimledger "
FILE_BLOCK = re.compile(r"^<!-- file: (\S+) -->\n+```\S*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def sessions(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block, with its prompt, and the output shown for it."""
    command: str | None = None
    shown: list[str] = []
    for line in text.splitlines():
        if not line.startswith("$ "):
            shown.append(line)
            continue
        if command is not None:
            yield command, trimmed(shown)
        command, shown = line, []
    if command is not None:
        yield command, trimmed(shown)


def trimmed(lines: Iterable[str]) -> str:
    """The lines without blanks at their ends, and without empty lines around them."""
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def printed_by(arguments: list[str]) -> str:
    """What the command prints, on both its streams."""
    done = subprocess.run(
        [sys.executable, "-m", "claimledger", *arguments],
        env=os.environ | {"COLUMNS": "100", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


def check_console(example: Example) -> str | None:
    """Run a console block; what differs is returned, as the failure."""
    for command, shown in sessions(str(example.parsed)):
        if not command.startswith(PROMPT):
            continue
        printed = trimmed(printed_by(shlex.split(command.removeprefix(PROMPT))).splitlines())
        if not OutputChecker().check_output(shown, printed, ELLIPSIS):
            return f"{command}\nshown:\n{shown}\nprinted:\n{printed}"
    return None


def write_file(example: Example) -> None:
    """Write the block to the file it is named after."""
    name, text = example.parsed
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def file_blocks(document: Document) -> Iterable[Region]:
    """The blocks that are files."""
    for match in FILE_BLOCK.finditer(document.text):
        yield Region(match.start(), match.start(2), match.groups(), write_file)


class Workplace:
    """The directory in which the examples of one document run."""

    def __init__(self) -> None:
        self.before = Path.cwd()
        self.path: Path | None = None

    def enter(self, _namespace: dict[str, object]) -> None:
        """Make it, with the seeds in it."""
        self.before = Path.cwd()
        self.path = Path(tempfile.mkdtemp(prefix="claimledger-"))
        if (ROOT / "seeds").is_dir():
            shutil.copytree(ROOT / "seeds", self.path / "seeds")
        os.chdir(self.path)

    def leave(self, _namespace: dict[str, object]) -> None:
        """Remove it."""
        os.chdir(self.before)
        if self.path is not None:
            shutil.rmtree(self.path)


def sybil(parsers: list[object], **where: object) -> Sybil:
    """Examples that run in a workplace of their own."""
    workplace = Workplace()
    return Sybil(parsers, setup=workplace.enter, teardown=workplace.leave, **where)  # type: ignore[arg-type]


pytest_collect_file = SybilCollection(
    [
        sybil(
            [
                markdown.PythonCodeBlockParser(doctest_optionflags=ELLIPSIS),
                markdown.CodeBlockParser(language="console", evaluator=check_console),
                markdown.SkipParser(),
                file_blocks,
            ],
            path=str(ROOT),
            filenames=["README.md"],
        ),
        sybil(
            [
                myst.PythonCodeBlockParser(doctest_optionflags=ELLIPSIS),
                myst.CodeBlockParser(language="console", evaluator=check_console),
                myst.SkipParser(),
                file_blocks,
            ],
            path=str(ROOT / "docs"),
            patterns=["*.md"],
        ),
        sybil(
            [rest.DocTestParser(optionflags=ELLIPSIS)],
            path=str(ROOT / "claimledger"),
            patterns=["*.py"],
        ),
    ]
).pytest()
