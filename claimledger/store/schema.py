"""The tables of a store and its statements: one set, with what databases differ in beside it.

Nothing is ever updated or deleted, and the database itself refuses it. A batch is written
before its records, and the database takes no record that does not belong to the newest batch.
"""

from __future__ import annotations

from collections.abc import Mapping

VERSION = 1
"""The version of the schema; a store of a higher one is left alone."""

TABLES = ("ledger_versions", "ledger_batches", "ledger_records", "ledger_topics")

SCHEMA = (
    """CREATE TABLE ledger_versions (
  version {integer} PRIMARY KEY CHECK (version > 0)
)""",
    """CREATE TABLE ledger_batches (
  number {integer} PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
  parents TEXT NOT NULL,
  recorded TEXT NOT NULL CHECK (length(recorded) = 32),
  recorder TEXT NOT NULL CHECK (recorder <> ''),
  note TEXT,
  start {integer} NOT NULL CHECK (start > 0),
  size {integer} NOT NULL CHECK (size >= 0),
  content TEXT NOT NULL CHECK (length(content) = 64)
)""",
    """CREATE TABLE ledger_records (
  number {integer} PRIMARY KEY,
  key {integer} NOT NULL,
  role {integer} NOT NULL CHECK (role BETWEEN 0 AND 3),
  link {integer} NOT NULL,
  body TEXT NOT NULL CHECK (body <> '')
)""",
    """CREATE TABLE ledger_topics (
  number {integer} PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
  surrounds {integer} NOT NULL,
  topic TEXT NOT NULL CHECK (topic <> '')
)""",
    "CREATE INDEX ledger_records_link ON ledger_records (link, key)",
    "CREATE INDEX ledger_records_role ON ledger_records (role, number) WHERE role > 1",
    "CREATE INDEX ledger_topics_surrounds ON ledger_topics (surrounds)",
)

IS_NO_NEXT_BATCH = """NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM ledger_batches)
  OR NEW.start <> (SELECT coalesce(max(number), 0) + 1 FROM ledger_records)
  OR NEW.start <> coalesce(
    (SELECT start + size FROM ledger_batches ORDER BY number DESC LIMIT 1), 1)
  OR EXISTS (SELECT 1 FROM ledger_batches WHERE digest = NEW.digest)"""
IS_NO_NEXT_RECORD = """NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM ledger_records)
  OR NEW.number >= coalesce(
    (SELECT start + size FROM ledger_batches ORDER BY number DESC LIMIT 1), 0)"""
IS_NO_NEXT_TOPIC = """NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM ledger_topics)
  OR EXISTS (SELECT 1 FROM ledger_topics WHERE digest = NEW.digest)"""

NEXT: Mapping[str, tuple[str, str]] = {
    "ledger_batches": (IS_NO_NEXT_BATCH, "a batch follows the last whole batch, and is new"),
    "ledger_records": (IS_NO_NEXT_RECORD, "a record belongs to the newest batch"),
    "ledger_topics": (IS_NO_NEXT_TOPIC, "a topic follows the last one, and is new"),
}
"""What is no row that may be inserted next into a table, and what is said of it."""

ADD_VERSION = "INSERT INTO ledger_versions (version) VALUES (?)"
VERSIONS = "SELECT max(version) FROM ledger_versions"
ADD_BATCH = (
    "INSERT INTO ledger_batches"
    " (number, digest, parents, recorded, recorder, note, start, size, content)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
BATCHES = (
    "SELECT number, digest, parents, recorded, recorder, note, start, size, content"
    " FROM ledger_batches ORDER BY number"
)
DIGESTS = "SELECT number, digest FROM ledger_batches WHERE number >= ?"
LAST_DIGEST = "SELECT number, digest FROM ledger_batches ORDER BY number DESC LIMIT 1"
LAST_BATCH = f"{BATCHES} DESC LIMIT 1"
ADD_RECORD = "INSERT INTO ledger_records (number, key, role, link, body) VALUES (?, ?, ?, ?, ?)"
ROWS = "SELECT key, role, link, body FROM ledger_records"
COUNT = "SELECT count(*) FROM ledger_records"
RANGE = "FROM ledger_records WHERE number >= ? AND number < ? ORDER BY number"
RANGE_OF_ROWS = f"SELECT key, role, link, body {RANGE}"
BODIES = f"SELECT body {RANGE}"
KNOWN = (
    "SELECT body FROM (VALUES {several}) AS wanted"
    " JOIN ledger_records ON link = wanted.column1 AND key = wanted.column2"
)
BY_CLAIM = (
    "SELECT key, role, link, body FROM ledger_topics CROSS JOIN ledger_records"
    " WHERE link = ledger_topics.number AND key = ? AND role = 0"
)
BY_TOPIC = f"{ROWS} WHERE link = ? AND key = ? AND role = 0"
BY_LINK = f"{ROWS} WHERE link IN ({{several}}) AND role = ?"
DECLARED = (
    "SELECT number, key, role, link, body FROM ledger_records"
    " WHERE role > 1 AND role = ? AND number >= ? ORDER BY number"
)
ADD_TOPIC = "INSERT INTO ledger_topics (number, digest, surrounds, topic) VALUES (?, ?, ?, ?)"
TOPICS = "SELECT number, digest, surrounds, topic FROM ledger_topics"
TOPICS_OF = "SELECT digest, number FROM ledger_topics WHERE digest IN ({several})"
LAST_TOPIC = "SELECT coalesce(max(number), 0) FROM ledger_topics"
TOPICS_LIKE = f"{TOPICS} WHERE surrounds = ?"


def several(statement: str, count: int, one: str = "?") -> str:
    """A statement with as many placeholders as there are values."""
    return statement.format(several=", ".join([one] * count))
