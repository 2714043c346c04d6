"""Where output goes, and what happens when it cannot."""

from __future__ import annotations

import io
import os
import signal
import stat
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from claimledger import cli
from claimledger.cli import main

TWO = (
    "source,side,date,subject,measure,value\n"
    "A,East,2020-01-01,East,soldiers killed,5\n"
    "B,West,2020-01-02,East,soldiers killed,50\n"
)
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def claims(tmp_path: Path) -> str:
    """Two claims in contradiction."""
    path = tmp_path / "claims.csv"
    path.write_text(TWO, encoding="utf-8")
    return str(path)


@pytest.fixture
def many(tmp_path: Path) -> str:
    """Claims whose report is larger than a pipe holds."""
    path = tmp_path / "many.csv"
    rows = [f"A,2020-01-01,tanks lost,5,place {n}" for n in range(3000)]
    path.write_text("source,date,measure,value,place\n" + "\n".join(rows), encoding="utf-8")
    return str(path)


class TestOutput:
    """``-o``."""

    def test_where_nothing_can_be_written(self, tmp_path: Path, capsys: Capture) -> None:
        """A folder, or a path in a folder that is not there, is refused before any work."""
        nowhere = tmp_path / "no" / "x.toml"
        for command in ("report", "merge", "convert"):
            assert main([command, "missing.csv", "-o", str(nowhere)]) == 2
            said = f"cannot write {nowhere}: there is no folder {nowhere.parent}"
            assert said in capsys.readouterr().err
            assert main([command, "missing.csv", "-o", str(tmp_path)]) == 2
            assert f"cannot write {tmp_path}: it is a folder" in capsys.readouterr().err
        assert main(["init", str(nowhere)]) == 2
        assert "there is no folder" in capsys.readouterr().err

    def test_an_unknown_ending(self, tmp_path: Path, capsys: Capture) -> None:
        """The format of a ledger is told by its ending."""
        assert main(["convert", "missing.csv", "-o", str(tmp_path / "x.xml")]) == 2
        assert "expected one of .toml, .csv, .tsv, .jsonl, .ndjson" in capsys.readouterr().err

    def test_a_file_that_may_not_be_written(
        self, claims: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        """The reason is said, and the old file is as it was."""
        out = tmp_path / "out.txt"
        out.write_text("old", encoding="utf-8")

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "replace", refuse)
        assert main(["report", claims, "-o", str(out)]) == 2
        assert f"cannot write {out}: Permission denied" in capsys.readouterr().err
        assert out.read_text(encoding="utf-8") == "old"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["claims.csv", "out.txt"]

    def test_a_file_that_is_write_protected(
        self, claims: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        """It is not replaced by another, wherever the system would let it be."""
        out = tmp_path / "out.jsonl"
        out.write_text("old", encoding="utf-8")
        monkeypatch.setattr("os.access", lambda _, mode: mode != os.W_OK)
        for command in ("report", "merge", "convert", "page"):
            assert main([command, claims, "-o", str(out)]) == 2
            assert f"cannot write {out}: it is write-protected" in capsys.readouterr().err
        assert out.read_text(encoding="utf-8") == "old"

    def test_who_may_read_it(self, claims: str, tmp_path: Path) -> None:
        """A new file is like any other new file; one that is replaced keeps its mode and links."""
        out, link, other = tmp_path / "out.txt", tmp_path / "link", tmp_path / "other"
        other.touch()
        assert main(["report", claims, "-o", str(out)]) == 0
        assert out.stat().st_mode == other.stat().st_mode
        out.chmod(0o640)
        link.symlink_to(out)
        out.write_text("old", encoding="utf-8")
        assert main(["report", claims, "-o", str(link)]) == 0
        assert link.is_symlink()
        assert stat.S_IMODE(out.stat().st_mode) == 0o640
        assert out.read_text(encoding="utf-8") != "old"

    def test_a_device_is_written_to_and_not_replaced(self, claims: str) -> None:
        """The null device stays a device."""
        assert main(["report", claims, "-o", os.devnull]) == 0
        assert not Path(os.devnull).is_file()

    def test_standard_output_in_pieces(
        self, many: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """A long report is whole, though no piece of it is longer than a pipe holds."""
        sizes: list[int] = []

        class Stream(io.StringIO):
            def reconfigure(self, **_: str) -> None:
                pass

            def write(self, text: str) -> int:
                sizes.append(len(text))
                return super().write(text)

        stream = Stream()
        monkeypatch.setattr("sys.stdout", stream)
        assert main(["report", many]) == 0
        assert main(["report", many, "-o", str(tmp_path / "out.txt")]) == 0
        assert stream.getvalue() == (tmp_path / "out.txt").read_text(encoding="utf-8")
        assert max(sizes) * 4 <= 65536


class TestStreams:
    """Streams that break."""

    def run(self, *arguments: str, **more: object) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "claimledger", *arguments]
        return subprocess.Popen(command, stderr=subprocess.PIPE, **more)  # type: ignore[call-overload, no-any-return]

    @pytest.mark.parametrize("unbuffered", ["", "1"])
    def test_a_reader_that_goes_away(self, many: str, unbuffered: str) -> None:
        """As after ``| head``, the command ends silently, with the code of a broken pipe."""
        environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
        process = self.run("report", many, stdout=subprocess.PIPE, env=environment)
        assert process.stdout is not None
        os.read(process.stdout.fileno(), 10)
        process.stdout.close()
        _, errors = process.communicate()
        assert (process.returncode, errors) == (141, b"")

    @pytest.mark.parametrize(
        ("command", "said"),
        [("check", b"2 claims, no problem\n"), ("report", b""), ("explain --question 1", b"")],
    )
    def test_a_closed_standard_output(self, command: str, said: bytes, claims: str) -> None:
        """Nothing can be printed, and nothing breaks."""
        shell = f"{sys.executable} -m claimledger {command} {claims} >&-"
        done = subprocess.run(["sh", "-c", shell], capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, said)

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
    def test_a_full_disk(self, claims: str) -> None:
        """It is one message, and no second one when the interpreter ends."""
        with Path("/dev/full").open("wb") as full:
            process = self.run("report", claims, stdout=full)
            _, errors = process.communicate()
        assert process.returncode == 2
        assert errors.startswith(b"claimledger: cannot write standard output: ")
        assert errors.count(b"\n") == 1

    def test_an_interrupt_leaves_no_file(self, tmp_path: Path) -> None:
        """The code is that of an interrupt, and no half-written file is left."""
        fifo, out = tmp_path / "claims.csv", tmp_path / "out"
        os.mkfifo(fifo)
        out.mkdir()
        # What a shell starts in the background ignores interrupts, and so does its child.
        heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
        process = self.run("report", str(fifo), "-o", str(out / "report.txt"), preexec_fn=heed)
        with fifo.open("wb"):
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (130, b"claimledger: interrupted\n")
        assert list(out.iterdir()) == []

    def test_in_this_process(
        self, claims: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Capture
    ) -> None:
        """Each way in which standard output breaks has its code."""

        class Broken(io.StringIO):
            def __init__(self, error: BaseException, file: io.BufferedWriter) -> None:
                super().__init__()
                self.error, self.file = error, file

            def reconfigure(self, **_: str) -> None:
                pass

            def fileno(self) -> int:
                return self.file.fileno()

            def flush(self) -> None:
                raise self.error

        for error, code in (
            (BrokenPipeError(), 141),
            (OSError(28, "No space left on device"), 2),
            (KeyboardInterrupt(), 130),
        ):
            with (tmp_path / "out").open("wb") as file:
                monkeypatch.setattr("sys.stdout", Broken(error, file))
                assert main(["report", claims]) == code
        monkeypatch.setattr("sys.stdout", None)
        assert main(["check", claims]) == 0
        assert main(["report", claims]) == 0
        monkeypatch.undo()
        said = capsys.readouterr().err.splitlines()
        assert said[:2] == [
            "claimledger: cannot write standard output: No space left on device",
            "claimledger: interrupted",
        ]


class Terminal(io.StringIO):
    """A standard output that says it is a terminal."""

    def reconfigure(self, **_: str) -> None:
        pass

    def isatty(self) -> bool:
        return True


class TestColour:
    """Colour, where it is welcome."""

    @pytest.mark.parametrize(
        ("terminal", "environment", "expected"),
        [
            (True, {"TERM": "xterm"}, True),
            (True, {"TERM": "xterm", "NO_COLOR": ""}, True),
            (True, {"TERM": "xterm", "NO_COLOR": "1"}, False),
            (True, {"TERM": "dumb"}, False),
            (False, {"TERM": "xterm"}, False),
            (False, {"FORCE_COLOR": "1"}, True),
            (False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ],
    )
    @pytest.mark.parametrize("command", ["report", "explain", "diff"])
    def test_table(
        self,
        command: str,
        terminal: bool,
        environment: dict[str, str],
        expected: bool,
        claims: str,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
    ) -> None:
        """On a terminal, unless NO_COLOR is set or the terminal is dumb; or where forced."""
        for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        stream = Terminal()
        if not terminal:
            monkeypatch.setattr(Terminal, "isatty", lambda _: False)
        monkeypatch.setattr("sys.stdout", stream)
        empty = tmp_path / "empty.jsonl"
        empty.touch()
        more = {"explain": ["--question", "1"], "diff": [str(empty)]}
        assert main([command, claims, *more.get(command, [])]) == 0
        assert ("\x1b[" in stream.getvalue()) is expected

    def test_a_file_is_never_coloured(
        self, claims: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """Whatever the terminal is."""
        monkeypatch.setenv("FORCE_COLOR", "1")
        assert main(["report", claims, "-o", str(tmp_path / "out")]) == 0
        assert "\x1b" not in (tmp_path / "out").read_text(encoding="utf-8")


def test_codes_are_those_of_a_shell() -> None:
    """128 and the number of the signal."""
    assert (cli.BROKEN_PIPE, cli.INTERRUPTED) == (141, 130)
