"""Addresses of databases, and their passwords, which nobody is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import claimledger as cl
from claimledger.addresses import is_address, is_clear, masked, secrets_of, shown
from claimledger.cli import main
from claimledger.formats import is_store

ADDRESS = "postgresql://desk:secret@/news?host=/nowhere&port=1"
"""Nobody answers there."""

Capture = pytest.CaptureFixture[str]


class TestShown:
    @pytest.mark.parametrize(
        ("address", "name"),
        [
            ("postgresql://desk:secret@host:5433/news", "postgresql://desk@host:5433/news"),
            ("postgres://desk@host/news", "postgres://desk@host/news"),
            ("postgresql://:secret@host", "postgresql://@host"),
            ("postgresql://a:1,b:2/news", "postgresql://a:1,b:2/news"),
            ("postgresql://desk:secret@[::1]:5433/news", "postgresql://desk@[::1]:5433/news"),
            ("postgresql:///news?password=secret&port=1", "postgresql:///news?port=1"),
            ("postgresql:///news?sslpassword=secret", "postgresql:///news"),
            ("postgresql:///news?pass%77ord=secret", "postgresql:///news"),
            ("postgresql://host/news?user=a@b", "postgresql://host/news?user=a@b"),
            ("postgresql://host?port=1&host=/tmp", "postgresql://host?port=1&host=/tmp"),
        ],
    )
    def test_is_all_but_the_password(self, address: str, name: str) -> None:
        """In messages, and as the name of a store."""
        assert is_address(address)
        assert is_store(address)
        assert shown(address) == name
        assert shown(name) == name

    @pytest.mark.parametrize("secret", ["a/secret", "1/secret", "a@secret", "1/a?secret", "a?b/c"])
    def test_where_it_cannot_be_told_what_it_is(self, secret: str) -> None:
        """Nothing is shown of what may be a part of it."""
        address = f"postgresql://desk:{secret}@host:1/news"
        assert not is_clear(address)
        assert shown(address) == "postgresql://..."

    def test_not_even_half_an_address(self) -> None:
        """A bracket that is open hides where the host ends."""
        assert shown("postgresql://desk:secret@[::1/news") == "postgresql://..."

    @pytest.mark.parametrize("secret", ["?secret", "a#secret", "a%40b"])
    def test_signs_that_need_no_spelling(self, secret: str) -> None:
        """They are a part of the password."""
        assert shown(f"postgresql://desk:{secret}@host/news") == "postgresql://desk@host/news"


class TestMasked:
    @pytest.mark.parametrize(
        "scheme", ["postgresql", "PostgreSQL", "postgres", "postgresql+psycopg"]
    )
    def test_texts_with_addresses(self, scheme: str) -> None:
        """With quotes around them, and with a scheme that is not one of a store."""
        text = f"no '{scheme}://desk:secret@host/x', nor {scheme}://b@c/d: {{}}"
        assert masked(text) == text.replace(":secret", "")

    def test_texts_without(self) -> None:
        """Stay as they are."""
        text = "monday.csv:3: https://example.org/@desk:secret@x"
        assert masked(text) == text


class TestSecretsOf:
    def test_however_it_is_spelt(self) -> None:
        """As it is there, and as it is meant."""
        address = "postgresql://desk:a%40b@host/news?sslpassword=o+r"
        assert secrets_of(address) == {"a%40b", "a@b", "o+r", "o r"}
        assert secrets_of("postgresql://desk:@host/news?port=1") == set()


class TestNothingPrintsIt:
    """Whatever a command or a function says of an address, it leaves the password out."""

    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "a.csv").write_text("source,side,date,subject,measure,value\n")

    @pytest.mark.parametrize(
        "line",
        [
            "report {}",
            "report {} --format json",
            "report {} --engine polars",
            "check {}",
            "explain {} --question 1",
            "diff {} {}",
            "merge {} -o out.jsonl",
            "merge a.csv -o {}",
            "merge a.csv -o {}.jsonl",
            "convert {} -o out.jsonl",
            "convert a.csv -o {}",
            "convert a.csv -o {} --to jsonl",
            "init {}",
            "init {}.csv",
            "page {}",
            "report a.csv -o {}",
            "store add {} a.csv",
            "store add desk.db {}",
            "store add desk.db a.csv {}",
            "store log {}",
            "store log {} {}",
            "store verify {}",
            "store verify a.csv --head {}",
            "store export {} -o out.jsonl",
            "store {}",
            "{}",
            "report a.csv --as-of {}",
            "report --{}",
            "report a.csv --reading {}",
            "serve {} --port {}",
        ],
    )
    @pytest.mark.parametrize(
        "address",
        [ADDRESS, ADDRESS.replace("postgresql", "PostgreSQL"), "postgresql://d:a/secret@h"],
    )
    def test_commands(self, line: str, address: str, capsys: Capture) -> None:
        """On either stream, by whatever mistake."""
        if "--engine" in line:
            pytest.importorskip("polars")
        try:
            code: object = main(line.format(*[address] * line.count("{}")).split())
        except SystemExit as error:  # Of the parser.
            code = error.code
        told = capsys.readouterr()
        assert code == 2
        assert told.err
        assert "secret" not in told.out + told.err

    def test_functions(self) -> None:
        """Errors of reading and writing name it, and can be read by a program."""
        with pytest.raises(cl.LoadError) as caught:
            cl.read(ADDRESS)
        name = "postgresql://desk@/news?host=/nowhere&port=1"
        assert [problem.location.path for problem in caught.value.problems] == [name]
        with pytest.raises(cl.LoadError) as caught:
            list(cl.judge_stream(ADDRESS))
        assert [problem.location.path for problem in caught.value.problems] == [name]
        with pytest.raises(cl.errors.StoreError, match="which only grows") as refused:
            cl.write(cl.Ledger(), f"{ADDRESS}.jsonl")
        assert "secret" not in json.dumps([str(refused.value), repr(refused.value)])
