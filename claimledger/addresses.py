"""Addresses of PostgreSQL databases, which may bear a password that is never shown."""

from __future__ import annotations

import os
import re
from urllib.parse import unquote, unquote_plus

PathLike = str | os.PathLike[str]

SCHEMES = ("postgresql://", "postgres://")

SECRETS = frozenset({"password", "sslpassword"})
"""The parameters of an address that are not to be shown."""

WHERE = re.compile(r"(\[[^\]@]*\]|[^:\[\]@]*)(:\d*)?(,(\[[^\]@]*\]|[^:\[\]@]*)(:\d*)?)*")
"""Hosts, with ports that are numbers."""

WITHIN = re.compile(r"(postgres\w*(?:\+\w+)?):/{1,2}([^\s'\"]+)", re.IGNORECASE)
"""An address within a text, also with a scheme that is nearly right, or taken for a path."""


def is_address(path: PathLike) -> bool:
    """True for the address of a PostgreSQL database."""
    return isinstance(path, str) and path.startswith(SCHEMES)


def is_clear(address: str) -> bool:
    """Whether it can be told which part of an address is its password.

    A password with one of ``/?#@`` in it has to be spelt with %XX.
    """
    user, host, path, query = _parts(address)
    names = (part.partition("=")[0] for part in query.split("&"))
    is_strange = any("@" in text for text in (user[:-1], path, *names))
    return not is_strange and WHERE.fullmatch(host) is not None


def shown(address: str) -> str:
    """An address without its password; only its scheme where it cannot be told which part it is.

    >>> shown("postgresql://desk:secret@host/news")
    'postgresql://desk@host/news'
    """
    scheme = address.partition("://")[0]
    if not is_clear(address):
        return f"{scheme}://..."
    user, host, path, query = _parts(address)
    name = user[:-1].partition(":")[0] + user[-1:]
    kept = "&".join(part for part in query.split("&") if not _is_secret(part))
    return f"{scheme}://{name}{host}{path}{'?' if kept else ''}{kept}"


def named(path: PathLike) -> str:
    """What a file or an address is called where it is shown."""
    name = os.fspath(path)
    return shown(name) if is_address(name) else name


def masked(text: str) -> str:
    """A text with the addresses in it as they are shown."""
    return WITHIN.sub(lambda found: shown(f"{found[1]}://{found[2]}"), text)


def secrets_of(address: str) -> frozenset[str]:
    """What must not be shown of an address, as it is spelt there and as it is meant."""
    user, _, _, query = _parts(address)
    spelt = {user[:-1].partition(":")[2]}
    spelt.update(part.partition("=")[2] for part in query.split("&") if _is_secret(part))
    meant = (read(text) for text in spelt for read in (unquote, unquote_plus))
    return frozenset({*spelt, *meant} - {""})


def _parts(address: str) -> tuple[str, str, str, str]:
    """User and password with their ``@``, host with port, path with its slash, and query."""
    authority, slash, path = address.partition("://")[2].partition("/")
    user, at, host = authority.rpartition("@")
    host, mark, query = host.partition("?")
    if mark:
        path, query = "", query + slash + path
    else:
        path, _, query = (slash + path).partition("?")
    return user + at, host, path, query


def _is_secret(part: str) -> bool:
    return unquote_plus(part.partition("=")[0]) in SECRETS
