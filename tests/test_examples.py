"""The guards of the test suite itself: wrong examples and golden files fail."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """An empty project with the settings of this one."""
    shutil.copy(ROOT / "conftest.py", pytester.path)
    for folder in ("docs", "claimledger", "tests/golden"):
        (pytester.path / folder).mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "conftest.py", pytester.path / "tests")
    pytester.makeini("[pytest]\ntestpaths = tests\n")
    (pytester.path / "claimledger" / "__main__.py").write_text(
        'import sys\nprint("said", *sys.argv[1:])\n', encoding="utf-8"
    )
    (pytester.path / "claimledger" / "__init__.py").touch()
    monkeypatch.setenv("PYTHONPATH", str(pytester.path))
    return pytester


def run(project: pytest.Pytester, *arguments: str) -> dict[str, int]:
    """The outcomes of a run in a process of its own."""
    return project.runpytest_subprocess(*arguments).parseoutcomes()


class TestExamples:
    @pytest.mark.parametrize(
        ("path", "right", "wrong"),
        [
            ("README.md", "```python\n>>> 1 + 1\n2\n```\n", "```python\n>>> 1 + 1\n3\n```\n"),
            ("docs/page.md", "```python\nassert 1\n```\n", "```python\nassert 0\n```\n"),
            (
                "docs/page.md",
                "```console\n$ claimledger a\nsaid a\n$ ls\nnot run\n```\n",
                "```console\n$ claimledger a\nsaid b\n```\n",
            ),
            (
                "docs/page.md",
                '<!-- file: a.txt -->\n```text\nx\n```\n\n```python\nopen("a.txt").close()\n```\n',
                '```python\nopen("a.txt").close()\n```\n',
            ),
            ("claimledger/part.py", '"""\n>>> 1\n1\n"""\n', '"""\n>>> 1\n2\n"""\n'),
        ],
    )
    def test_a_right_one_passes_and_a_wrong_one_fails(
        self, project: pytest.Pytester, path: str, right: str, wrong: str
    ) -> None:
        """In each kind of document."""
        (project.path / path).write_text(right, encoding="utf-8")
        assert set(run(project, path)) == {"passed"}
        (project.path / path).write_text(wrong, encoding="utf-8")
        assert set(run(project, path)) == {"failed"}


class TestGolden:
    @pytest.fixture
    def asked(self, project: pytest.Pytester) -> Path:
        """The golden file of a project with one test."""
        text = "def test_one(golden):\n    golden('one.txt', 'a\\r\\n')\n"
        (project.path / "tests" / "test_one.py").write_text(text, encoding="utf-8")
        return project.path / "tests" / "golden" / "one.txt"

    def test_a_missing_one_fails_and_is_written_on_request(
        self, project: pytest.Pytester, asked: Path
    ) -> None:
        """The bytes are kept as they are, line ends too."""
        assert run(project) == {"failed": 1}
        assert run(project, "--update-golden") == {"passed": 1}
        assert asked.read_bytes() == b"a\r\n"
        assert run(project) == {"passed": 1}

    def test_one_that_differs_fails_and_names_the_flag(
        self, project: pytest.Pytester, asked: Path
    ) -> None:
        """So that the reader knows what to do."""
        asked.write_bytes(b"a\n")
        result = project.runpytest_subprocess()
        assert result.parseoutcomes() == {"failed": 1}
        result.stdout.fnmatch_lines(["*--update-golden*"])

    def test_an_orphan_fails_a_whole_run_and_is_pruned_on_request(
        self, project: pytest.Pytester, asked: Path
    ) -> None:
        """A run of some of the tests knows nothing of orphans, and deletes nothing."""
        asked.write_bytes(b"a\r\n")
        orphan = asked.with_name("two.txt")
        orphan.write_bytes(b"")
        assert project.runpytest_subprocess().ret == pytest.ExitCode.TESTS_FAILED
        assert project.runpytest_subprocess("tests/test_one.py", "--prune-golden").ret == 0
        assert orphan.is_file()
        assert project.runpytest_subprocess("--prune-golden").ret == 0
        assert not orphan.is_file()
        assert asked.is_file()
