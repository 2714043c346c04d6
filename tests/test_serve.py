"""The server of a page: it shows, follows, and changes nothing."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import claimledger as cl
from claimledger.cli import main
from claimledger.pages import serving
from claimledger.pages.serving import Server
from claimledger.pages.watching import Watch
from claimledger.store import open_store
from tests.page_case import ROOT, Read

ROWS = "source,side,date,measure,value\nNorth,North,2031-05-02,boats lost,3\n"


def paged(version: str) -> str:
    return f"<p>page {version}</p>"


@contextmanager
def running(watch: Watch, host: str = "127.0.0.1") -> Iterator[Server]:
    """A server that answers in a thread of its own."""
    with Server(watch, host, 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def asked(
    server: Server, method: str = "GET", path: str = "/", host: str | None = None, body: bytes = b""
) -> tuple[int, dict[str, str], bytes]:
    """What a request is answered: status, headers and content."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    try:
        connection.putrequest(method, path, skip_host=True)
        for name in (host or f"127.0.0.1:{server.server_port}").split("|"):
            connection.putheader("Host", name)
        if body:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body or None)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


class TestWatch:
    def test_it_is_made_anew_when_a_file_changes(self, tmp_path: Path) -> None:
        """Written, put away and put there; the same files give the same page."""
        path = tmp_path / "a.csv"
        path.write_text("1", encoding="utf-8")
        made: list[str] = []

        def make(version: str) -> str:
            made.append(version)
            return paged(version)

        watch = Watch(make, [str(path)])
        assert not watch.look()
        before = watch.made
        changes: tuple[Callable[[], object], ...] = (
            lambda: path.write_text("12", encoding="utf-8"),
            path.unlink,
            lambda: path.write_text("12", encoding="utf-8"),
        )
        for change in changes:
            change()
            assert watch.look()
            assert not watch.look()
            assert watch.made.version != before.version
            assert watch.made.content == paged(watch.made.version).encode()
            before = watch.made
        assert made[-1] == before.version
        assert len(set(made)) == 4

    def test_it_follows_until_it_is_stopped(self, tmp_path: Path) -> None:
        """Without being asked."""
        path = tmp_path / "a.csv"
        watch = Watch(paged, [str(path)])
        thread = threading.Thread(target=watch.follow, args=(0.01,))
        thread.start()
        before = watch.made.version
        path.write_text("1", encoding="utf-8")
        deadline = time.monotonic() + 5
        while watch.made.version == before and time.monotonic() < deadline:
            time.sleep(0.01)
        watch.stop()
        thread.join(5)
        assert watch.made.version != before
        assert not thread.is_alive()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server of a page of nothing."""
    with running(Watch(paged, [])) as server:
        yield server


class TestAnswers:
    def test_the_page_and_its_version(self, server: Server) -> None:
        """Each under its own address, never to be kept, never in a frame of another page."""
        status, headers, content = asked(server)
        assert (status, content) == (200, server.watch.made.content)
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        status, _, content = asked(server, path="/version?x=1")
        assert (status, content.decode()) == (200, server.watch.made.version)

    def test_a_head_has_no_content(self, server: Server) -> None:
        """But its length."""
        status, headers, content = asked(server, "HEAD")
        assert (status, content) == (200, b"")
        assert int(headers["Content-Length"]) == len(server.watch.made.content.decode())

    @pytest.mark.parametrize(
        "path", ["/a.csv", "/../a.csv", "/%2e%2e/etc/passwd", "//x", "/version/"]
    )
    def test_nothing_else_is_there(self, server: Server, path: str) -> None:
        """No file is ever sent."""
        status, _, content = asked(server, path=path)
        assert (status, content) == (404, b"404 Not Found\n")

    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
    def test_nothing_can_be_changed(self, server: Server, method: str) -> None:
        """What could is refused, and the connection with it."""
        status, headers, _ = asked(server, method, body=b"x")
        assert (status, headers["Allow"], headers["Connection"]) == (405, "GET, HEAD", "close")

    @pytest.mark.parametrize(
        ("host", "is_own"),
        [
            ("127.0.0.1:{port}", True),
            ("localhost:{port}", True),
            ("LOCALHOST:{port}", True),
            ("localhost.:{port}", True),
            ("[::1]:{port}", True),
            ("127.0.0.9:{port}", True),
            ("evil.example:{port}", False),
            ("127.0.0.1.evil.example:{port}", False),
            ("localhost.evil.example:{port}", False),
            ("10.0.0.1:{port}", False),
            ("127.0.0.1", False),
            ("127.0.0.1:1", False),
            ("127.0.0.1:x", False),
            ("[::1:{port}", False),
            ("", False),
            ("127.0.0.1:{port}|evil.example", False),
        ],
    )
    def test_it_answers_to_its_own_name(self, server: Server, host: str, is_own: bool) -> None:
        """A page of another site cannot reach it under a name bound to this machine."""
        named = host.format(port=server.server_port) or " "
        for path in ("/", "/version"):
            status, _, content = asked(server, path=path, host=named)
            assert status == (200 if is_own else 421)
            assert is_own or b"page" not in content

    def test_a_browser_that_goes_away_is_no_error(
        self, server: Server, capfd: pytest.CaptureFixture[str]
    ) -> None:
        """Nothing is printed, and the next is answered."""
        with socket.create_connection(("127.0.0.1", server.server_port)) as gone:
            gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            gone.sendall(b"GET / HTTP/1.1\r\nHost: x")
        time.sleep(0.1)
        assert asked(server)[0] == 200
        assert capfd.readouterr().err == ""

    def test_an_error_of_its_own_is_told(
        self, server: Server, capfd: pytest.CaptureFixture[str]
    ) -> None:
        """It is not hidden."""
        try:
            raise ZeroDivisionError
        except ZeroDivisionError:
            server.handle_error(None, ("127.0.0.1", 1))
        assert "ZeroDivisionError" in capfd.readouterr().err


class TestListening:
    def test_only_this_machine_can_reach_it(self) -> None:
        """Unless it is told otherwise; then it answers to any number, and to its own name."""
        with running(Watch(paged, [])) as server:
            assert server.is_private
            assert server.address == f"http://127.0.0.1:{server.server_port}/"
        with running(Watch(paged, []), "0.0.0.0") as server:
            assert not server.is_private
            port = server.server_port
            assert server.answers_to(f"10.0.0.1:{port}")
            assert server.answers_to(f"0.0.0.0:{port}")
            assert not server.answers_to(f"evil.example:{port}")

    def test_a_number_of_six(self) -> None:
        """Its address is written in brackets."""
        try:
            with running(Watch(paged, []), "::1") as server:
                assert server.address == f"http://[::1]:{server.server_port}/"
                assert server.answers_to(f"[::1]:{server.server_port}")
        except cl.ClaimLedgerError:
            pytest.skip("this machine has no IPv6")

    def test_a_port_that_is_taken_is_an_error(self) -> None:
        """So is a name that is none."""
        with running(Watch(paged, [])) as server:
            port = server.server_port
            with pytest.raises(cl.ClaimLedgerError, match=f"cannot listen at 127.0.0.1:{port}"):
                Server(Watch(paged, []), "127.0.0.1", port)
        with pytest.raises(cl.ClaimLedgerError, match="cannot listen at no such name"):
            Server(Watch(paged, []), "no such name", 0)

    def test_port_80_needs_no_number(self) -> None:
        """As browsers leave it out."""
        server = Server.__new__(Server)
        server.host, server.server_port, server.server_address = "127.0.0.1", 80, ("127.0.0.1", 80)
        assert server.answers_to("127.0.0.1")
        assert server.answers_to("127.0.0.1:80")


@contextmanager
def command(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """``claimledger serve`` as a process, and where it says that its page is."""
    process = subprocess.Popen(
        [sys.executable, "-m", "claimledger", "serve", *arguments, "--port", "0"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        assert process.stderr is not None
        yield process, process.stderr.readline().partition(" ")[0]
    finally:
        process.kill()
        process.communicate()


def content(address: str) -> str:
    with urllib.request.urlopen(address, timeout=5) as answer:
        return str(answer.read().decode())


def after_change(address: str, before: str) -> str:
    """The page once its version is another."""
    deadline = time.monotonic() + 20
    while content(f"{address}version") == before:
        assert time.monotonic() < deadline, "the page is never made anew"
        time.sleep(0.05)
    return content(address)


class TestCommand:
    def test_a_file_that_is_gone(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The page says so, until it is there again."""
        path = tmp_path / "a.csv"
        path.write_text(ROWS, encoding="utf-8")
        pages = []

        def serve(server: Server) -> None:
            for change in (path.unlink, lambda: path.write_text(ROWS, encoding="utf-8")):
                change()
                server.watch.look()
                pages.append(server.watch.made.content.decode())
            raise KeyboardInterrupt

        monkeypatch.setattr(Watch, "follow", lambda *_: None)
        monkeypatch.setattr(Server, "serve_forever", serve)
        assert main(["serve", str(path), "--port", "0"]) == 0
        assert ["there is no such file" in page for page in pages] == [True, False]
        assert ["boats lost" in page for page in pages] == [False, True]

    def test_it_follows_the_files_and_ends_cleanly(self, tmp_path: Path) -> None:
        """The page shows what the files hold and what is wrong with them, with the line."""
        path = tmp_path / "a.csv"
        path.write_text(ROWS, encoding="utf-8")
        with command(tmp_path, "a.csv") as (process, address):
            page = content(address)
            assert "boats lost" in page
            assert Read(page).faults == []
            before = content(f"{address}version")
            path.write_text(
                ROWS + "South,South,2031-05-02,tanks lost,many many\n", encoding="utf-8"
            )
            page = after_change(address, before)
            problems = Read(page).all("section", kind="problems")[0].text
            assert "a.csv:3" in problems
            assert "boats lost" in page
            assert Read(page).faults == []
            before = content(f"{address}version")
            path.unlink()
            page = after_change(address, before)
            assert "there is no such file" in Read(page).all("section", kind="problems")[0].text
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=10)
            assert (process.returncode, out, err) == (0, "", "ended\n")
        assert list(tmp_path.iterdir()) == []

    def test_lint_is_shown_as_check_prints_it(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Line by line."""
        (tmp_path / "a.csv").write_text(
            ROWS + "Somebody,,2031-05-02,boats lost,4\n", encoding="utf-8"
        )
        with command(tmp_path, "a.csv", "--as-of", "2031-05-02") as (_, address):
            page = content(address)
        main(["check", str(tmp_path / "a.csv")])
        printed = capsys.readouterr().out.replace(f"{tmp_path}/", "").splitlines()
        assert printed
        shown = [" ".join(one.text.split()) for one in Read(page).all("li", kind="warning")]
        assert [line.replace(":", "") for line in shown] == [
            line.replace(":", "") for line in printed
        ]
        assert "as of 2031-05-02" in Read(page).all("header", kind="top")[0].text

    def test_a_store_is_followed(self, tmp_path: Path) -> None:
        """What is added to it appears."""
        path = tmp_path / "desk.db"
        with open_store(path, by="a") as store:
            store.add(
                cl.Ledger().add(
                    cl.Claim(source="North", date="2031-05-02", measure="boats lost", value="3")
                )
            )
        with command(tmp_path, "desk.db") as (_, address):
            before = content(f"{address}version")
            with open_store(path, by="b") as store:
                store.add(
                    cl.Ledger().add(
                        cl.Claim(
                            source="South", date="2031-05-02", measure="boats lost", value="90"
                        )
                    )
                )
            assert "disputed" in after_change(address, before)

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["-"], "standard input can be read once"),
            (["nothing.csv"], "cannot read nothing.csv"),
            (["a.csv", "--port", "99999"], "no port"),
            (["a.csv", "--port", "x"], "no port"),
            (["a.csv", "--host", "no such name"], "cannot listen"),
        ],
    )
    def test_what_cannot_be_served(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        arguments: list[str],
        message: str,
    ) -> None:
        """One clear message, and exit code 2."""
        monkeypatch.chdir(tmp_path)
        Path("a.csv").write_text(ROWS, encoding="utf-8")
        try:
            code = main(["serve", *arguments])
        except SystemExit as end:
            code = end.code  # type: ignore[assignment]
        assert code == 2
        assert message in capsys.readouterr().err

    def test_a_wider_address_is_warned_of(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Whoever can reach the machine can read the ledger."""

        def interrupted(_server: Server) -> None:
            raise KeyboardInterrupt

        path = tmp_path / "a.csv"
        path.write_text(ROWS, encoding="utf-8")
        monkeypatch.setattr(serving.Server, "serve_forever", interrupted)
        assert main(["serve", str(path), "--host", "0.0.0.0", "--port", "0"]) == 0
        err = capsys.readouterr().err
        assert "whoever can reach this machine" in err
        assert err.endswith("Ctrl-C ends it\nended\n")
        assert main(["serve", str(path), "--port", "0"]) == 0
        assert "whoever" not in capsys.readouterr().err

    def test_a_server_that_has_ended_by_itself(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Is no error."""
        path = tmp_path / "a.csv"
        path.write_text(ROWS, encoding="utf-8")
        monkeypatch.setattr(serving.Server, "serve_forever", lambda _server: None)
        assert main(["serve", str(path), "--port", "0"]) == 0
