"""What each byte of an SQLite file is there for, as the description of its format says."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing

HEADER: Mapping[str, tuple[int, int]] = {
    "magic": (0, 16),
    "page size": (16, 2),
    "versions": (18, 2),
    "payload fractions": (20, 4),
    "change counter": (24, 4),
    "size in pages": (28, 4),
    "free pages": (32, 8),
    "schema cookie": (40, 4),
    "schema format": (44, 4),
    "suggested cache size": (48, 4),
    "vacuum root": (52, 4),
    "text encoding": (56, 4),
    "user version": (60, 4),
    "vacuum mode": (64, 4),
    "application": (68, 4),
    "reserved": (72, 20),
    "version valid for": (92, 4),
    "SQLite version": (96, 4),
}
SCHEMA_LABELS = {"row number": "schema row number", "first type": "cell"}
"""What is otherwise in the table of all tables: its rows have numbers that nobody asks for."""

INDEX_INTERIOR, TABLE_INTERIOR, INDEX_LEAF, TABLE_LEAF = 2, 5, 10, 13


def labelled(data: bytes) -> list[str]:
    """For each byte of a file without free pages what it is, "free" where it is unused."""
    size = int.from_bytes(data[16:18]) or 65536
    labels = ["free"] * len(data)
    for name, (start, length) in HEADER.items():
        labels[start : start + length] = [name] * length
    waiting = list(_roots(data).values())
    while waiting:
        number = waiting.pop()
        for start, length, name in _page(data, number, size, waiting):
            labels[start : start + length] = [name] * length
    waiting = [1]
    while waiting:
        number = waiting.pop()
        for start, length, name in _page(data, number, size, waiting):
            known = SCHEMA_LABELS.get(name, name)
            labels[start : start + length] = [known] * length
    return labels


def pages_of(data: bytes, table: str) -> list[int]:
    """The numbers of the pages of a table."""
    size = int.from_bytes(data[16:18]) or 65536
    waiting, found = [_roots(data)[table]], []
    while waiting:
        number = waiting.pop()
        found.append(number)
        list(_page(data, number, size, waiting))
    return sorted(found)


def _page(data: bytes, number: int, size: int, below: list[int]) -> Iterator[tuple[int, int, str]]:
    """The parts of a page, and of the overflow of its cells; its children go to ``below``."""
    base = (number - 1) * size
    at = base + (100 if number == 1 else 0)
    kind = data[at]
    is_interior = kind in {INDEX_INTERIOR, TABLE_INTERIOR}
    count = int.from_bytes(data[at + 3 : at + 5])
    yield at, 1, "page kind"
    yield at + 1, 2, "first free block"
    yield at + 3, 2, "cell count"
    yield at + 5, 2, "content start"
    yield at + 7, 1, "fragments"
    if is_interior:
        yield at + 8, 4, "child"
        below.append(int.from_bytes(data[at + 8 : at + 12]))
    pointers = at + (12 if is_interior else 8)
    yield pointers, 2 * count, "cell pointer"
    for n in range(count):
        offset = int.from_bytes(data[pointers + 2 * n : pointers + 2 * n + 2])
        yield from _cell(data, base + offset, kind, size, below)


def _cell(
    data: bytes, start: int, kind: int, size: int, below: list[int]
) -> Iterator[tuple[int, int, str]]:
    at = start
    if kind in {INDEX_INTERIOR, TABLE_INTERIOR}:
        below.append(int.from_bytes(data[at : at + 4]))
        at += 4
    if kind == TABLE_INTERIOR:
        _, at = _varint(data, at)
        yield start, at - start, "cell"
        return
    payload, at = _varint(data, at)
    row = at
    if kind == TABLE_LEAF:
        _, at = _varint(data, at)
    most = size - 35 if kind == TABLE_LEAF else (size - 12) * 64 // 255 - 23
    least = (size - 12) * 32 // 255 - 23
    local = payload
    if payload > most:
        kept = least + (payload - least) % (size - 4)
        local = kept if kept <= most else least
    yield start, at + local - start, "cell"
    if kind == TABLE_LEAF:
        # The first column of the tables of a store is the number of the row, and is not held
        # a second time: nothing is read by its type.
        yield row, at - row, "row number"
        yield at + 1, 1, "first type"
    if local < payload:
        yield at + local, 4, "overflow"
        yield from _overflow(
            data, int.from_bytes(data[at + local : at + local + 4]), payload - local, size
        )


def _overflow(data: bytes, number: int, left: int, size: int) -> Iterator[tuple[int, int, str]]:
    while number:
        base = (number - 1) * size
        yield base, 4, "overflow"
        taken = min(left, size - 4)
        yield base + 4, taken, "cell"
        left -= taken
        number = int.from_bytes(data[base : base + 4])


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for n in range(9):
        byte = data[at + n]
        if n == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 127
        if byte < 128:
            return value, at + n + 1
    raise AssertionError


def _roots(data: bytes) -> dict[str, int]:
    """The first pages of tables and indexes; SQLite itself reads them from its first page."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(_rollback(data))
        rows = connection.execute("SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0")
        return dict(rows.fetchall())


def _rollback(data: bytes) -> bytes:
    """The file as one that is not written ahead, which a database in memory may be."""
    return data[:18] + b"\1\1" + data[20:]
