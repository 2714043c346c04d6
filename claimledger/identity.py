"""The bytes behind the id of a claim, in pieces that many claims share.

Joined, the pieces are the canonical encoding of what a claim says, byte for byte. Claims on
one question share all of it but their source, date and answer.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring as quoted

from claimledger.answers import Answer, canonical_answer
from claimledger.canonical import SCHEME, encode, name_key, nfc

Pieces = tuple[bytes, bytes, bytes, bytes]
"""What stands before the answer, before the date, before the source, and at the end."""

_END = b'},"kind":"claim","scheme":%b}' % quoted(SCHEME).encode()


@lru_cache(maxsize=65536)
def text_code(text: str) -> bytes:
    """The canonical encoding of a text."""
    return quoted(nfc(text)).encode()


@lru_cache(maxsize=65536)
def name_code(name: str) -> bytes:
    """The canonical encoding of a name, which all its spellings share."""
    return text_code(name_key(name))


@lru_cache(maxsize=65536)
def answer_code(answer: Answer | None) -> bytes:
    """The canonical encoding of an answer, under its key; nothing where there is none."""
    return b"" if answer is None else b'"answer":%b,' % encode(canonical_answer(answer))


@lru_cache(maxsize=65536)
def _member(field: str, name: str | None) -> bytes:
    return b"" if name is None else b',"%b":%b' % (field.encode(), name_code(name))


@lru_cache(maxsize=65536)
def _last(stance: str, subject: str | None, window: str | None) -> bytes:
    said = b',"stance":' + text_code(stance) + _member("subject", subject)
    if window is not None:
        said += b',"window":' + text_code(window)
    return said + _END


def around(
    asked: tuple[str, str],
    *,
    event: str | None,
    place: str | None,
    subject: str | None,
    window: str | None,
    accrual: str | None,
    stance: str,
    rendering: Answer | None,
) -> Pieces:
    """All of the encoding of a claim but its answer, date and source: what stands around them.

    Args:
        asked: What is asked: the kind of question, and its text.
        event: As spelt.
        place: As spelt.
        subject: As spelt.
        window: As written.
        accrual: As stated.
        stance: As stated.
        rendering: The figure in another unit.
    """
    kind, text = asked
    question = _member(kind, text)
    # In the order of their keys: the kind may come before the date, the place, or after both.
    choice, early, late = {
        "choice": (question[1:] + b",", b"", b""),
        "measure": (b"", question, b""),
        "members": (b"", question, b""),
    }.get(kind, (b"", b"", question))
    middle = _member("event", event) + early + _member("place", place) + late
    if rendering is not None:
        middle += b',"rendering":' + encode(canonical_answer(rendering))
    first = b"" if accrual is None else b'"accrual":%b,' % text_code(accrual)
    last = _last(stance, subject, window)
    return b'{"content":{' + first, choice + b'"date":', middle + b',"source":', last


def claim_id(*content: bytes) -> str:
    """The id of a claim: SHA-256 of its pieces with what stands between them."""
    return sha256(b"".join(content)).hexdigest()
