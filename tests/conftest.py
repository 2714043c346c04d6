"""Golden files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    """A PostgreSQL server of the tests' own."""
    from tests import postgres_server

    reason = postgres_server.why_not()
    if reason is not None:
        pytest.skip(reason)
    with postgres_server.server() as server:
        yield server


GOLDEN = Path(__file__).parent / "golden"
ASKED_FOR = pytest.StashKey[set[Path]]()
IS_PARTIAL = pytest.StashKey[bool]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("golden files")
    group.addoption(
        "--update-golden", action="store_true", help="write what the tests now give to tests/golden"
    )
    group.addoption(
        "--prune-golden",
        action="store_true",
        help="delete files in tests/golden that no test asked for; needs a run of all tests",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[ASKED_FOR] = set()
    is_named = config.args_source is not pytest.Config.ArgsSource.TESTPATHS
    config.stash[IS_PARTIAL] = is_named and not hasattr(config, "workerinput")


def pytest_deselected(items: list[pytest.Item]) -> None:
    for item in items:
        item.config.stash[IS_PARTIAL] = True


@pytest.fixture
def golden(pytestconfig: pytest.Config) -> Callable[[str, str | bytes], None]:
    """Compare a text, or bytes, with the file of that name in tests/golden."""

    def compare(name: str, given: str | bytes) -> None:
        path = GOLDEN / name
        pytestconfig.stash[ASKED_FOR].add(path)
        data = given.encode() if isinstance(given, str) else given
        if pytestconfig.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            return
        hint = "look at the difference, then run pytest --update-golden"
        if not path.is_file():
            pytest.fail(f"no golden file {name}; {hint}")
        expected = path.read_bytes()
        if isinstance(given, str):
            assert given == expected.decode(), f"{name} differs; {hint}"
        else:
            assert given == expected, f"{name} differs; {hint}"

    return compare


def orphans(config: pytest.Config) -> list[Path]:
    """The golden files that no test of this run asked for."""
    asked_for = config.stash[ASKED_FOR]
    files = {path for path in GOLDEN.rglob("*") if path.is_file() and path.name != ".gitkeep"}
    return sorted(files - asked_for)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add up what the processes asked for that share the tests (pytest -n)."""
    given = getattr(node, "workeroutput", {})
    node.config.stash[ASKED_FOR] |= {GOLDEN / name for name in given.get("asked for", ())}
    node.config.stash[IS_PARTIAL] |= given.get("is partial", True)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    config = session.config
    if hasattr(config, "workeroutput"):
        names = [path.relative_to(GOLDEN).as_posix() for path in config.stash[ASKED_FOR]]
        config.workeroutput |= {"asked for": names, "is partial": config.stash[IS_PARTIAL]}
        return
    if exitstatus or config.option.collectonly or config.stash[IS_PARTIAL]:
        return
    for path in orphans(config):
        if config.getoption("--prune-golden"):
            path.unlink()
        else:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    is_prune = config.getoption("--prune-golden")
    if config.stash[IS_PARTIAL]:
        if is_prune:
            terminalreporter.write_line("nothing pruned: not all tests were run", red=True)
        return
    for path in orphans(config):
        line = f"golden file {path.name} belongs to no test; run pytest --prune-golden"
        terminalreporter.write_line(line, red=True)
