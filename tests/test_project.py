"""The project around the code: version, weight of the import, package data, README."""

from __future__ import annotations

import configparser
import doctest
import os
import runpy
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import claimledger

ROOT = Path(__file__).parent.parent
HEAVY = {
    "hypothesis",
    "jinja2",
    "matplotlib",
    "narwhals",
    "orjson",
    "pandas",
    "polars",
    "psycopg",
    "sqlite3",
    "tabulate",
    "tomlkit",
    "tqdm",
}


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that a new interpreter holds after a statement."""
    code = f"import sys; {statement}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    return set(done.stdout.split())


def marked(readme: str, marker: str) -> str | None:
    """The block of the README that follows a marker at once."""
    _, found, rest = readme.partition(f"<!-- {marker} -->\n")
    if not found or not rest.lstrip("\n").startswith("```"):
        return None
    return rest.lstrip("\n").split("\n```", 1)[0].partition("\n")[2]


class TestVersion:
    def test_setup_cfg_and_the_package_agree(self) -> None:
        """The version stands in two places and is one."""
        settings = configparser.ConfigParser()
        settings.read(ROOT / "setup.cfg", encoding="utf-8")
        assert claimledger.__version__ == settings["metadata"]["version"]


class TestImport:
    def test_a_plain_import_loads_nothing_heavy(self) -> None:
        """Tables, progress, extras and frames are loaded where they are used."""
        assert loaded_by("import claimledger") & HEAVY == set()

    def test_the_guard_sees_what_is_loaded(self) -> None:
        """It would notice one that came in."""
        assert loaded_by("import claimledger, tabulate") & HEAVY == {"tabulate"}


class TestMain:
    def test_python_m_is_the_command(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """It takes the arguments and ends with the exit code of the command."""
        monkeypatch.setattr(sys, "argv", ["claimledger", "--help"])
        with pytest.raises(SystemExit) as end:
            runpy.run_module("claimledger", run_name="__main__")
        assert end.value.code == 0
        assert "report" in capsys.readouterr().out


class TestWheel:
    def test_it_holds_the_package_and_its_data(self, tmp_path: Path) -> None:
        """Each module, the vocabulary and the marker of types, and nothing else."""
        source = tmp_path / "source"
        source.mkdir()
        for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, source)
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "claimledger", source / "claimledger", ignore=ignored)
        build = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
        subprocess.run(
            [sys.executable, "-c", build, str(tmp_path)],
            cwd=source,
            capture_output=True,
            check=True,
        )
        (wheel,) = tmp_path.glob("*.whl")
        files = {
            path.relative_to(source).as_posix()
            for path in (source / "claimledger").rglob("*")
            if path.is_file()
        }
        held = set(zipfile.ZipFile(wheel).namelist())
        assert {name for name in held if ".dist-info/" not in name} == files
        assert "claimledger/py.typed" in held
        assert any(name.startswith("claimledger/vocabulary/") for name in held)


class TestReadme:
    README = (ROOT / "README.md").read_text(encoding="utf-8")

    @pytest.mark.parametrize("name", ["report", "test"])
    def test_each_command_is_one_line(self, name: str) -> None:
        """It is copied and run as it stands, and makes its own environment."""
        command = marked(self.README, f"command: {name}")
        assert command is not None
        assert len(command.splitlines()) == 1
        assert command.startswith("python3 -m venv ")

    def test_the_output_is_what_the_command_prints(self) -> None:
        """At a hundred columns; three dots stand for what is left out."""
        command = marked(self.README, "command: report")
        shown = marked(self.README, "output: report")
        assert command is not None
        assert shown is not None, "the README does not show the output of its first command"
        arguments = shlex.split(command.rpartition("bin/claimledger ")[2])
        done = subprocess.run(
            [sys.executable, "-m", "claimledger", *arguments],
            cwd=ROOT,
            env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        printed = "\n".join(line.rstrip() for line in done.stdout.splitlines()).strip("\n")
        assert doctest.OutputChecker().check_output(
            f"{shown}\n", f"{printed}\n", doctest.ELLIPSIS
        ), printed
