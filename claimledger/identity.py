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

Pieces = tuple[str, str, str, str]
"""What stands before the answer, before the date, before the source, and at the end."""

_END = f'}},"kind":"claim","scheme":{quoted(SCHEME)}}}'


@lru_cache(maxsize=65536)
def text_code(text: str) -> str:
    """The canonical encoding of a text."""
    return quoted(nfc(text))


@lru_cache(maxsize=65536)
def name_code(name: str) -> str:
    """The canonical encoding of a name, which all its spellings share."""
    return text_code(name_key(name))


@lru_cache(maxsize=65536)
def answer_code(answer: Answer) -> str:
    """The canonical encoding of an answer."""
    return encode(canonical_answer(answer)).decode()


@lru_cache(maxsize=65536)
def _member(field: str, name: str | None) -> str:
    return "" if name is None else f',"{field}":{name_code(name)}'


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
    first = "" if accrual is None else f'"accrual":{text_code(accrual)},'
    where = _member("place", place)
    # In the order of their keys: the kind may come before the date, the place, or after both.
    choice, early, late = {
        "choice": (f"{question[1:]},", "", ""),
        "measure": ("", question, ""),
        "members": ("", question, ""),
    }.get(kind, ("", "", question))
    middle = f"{_member('event', event)}{early}{where}{late}"
    if rendering is not None:
        middle += f',"rendering":{answer_code(rendering)}'
    last = f',"stance":{text_code(stance)}{_member("subject", subject)}'
    if window is not None:
        last += f',"window":{text_code(window)}'
    return f'{{"content":{{{first}', f'{choice}"date":', f'{middle},"source":', last + _END


def claim_id(pieces: Pieces, answer: str | None, date: str, source: str) -> str:
    """The id of a claim.

    Args:
        pieces: What stands around the rest.
        answer: The encoding of its answer, if any.
        date: The encoding of the date said.
        source: The encoding of the name of its source.
    """
    before, after, between, end = pieces
    stated = "" if answer is None else f'"answer":{answer},'
    content = f"{before}{stated}{after}{date}{between}{source}{end}"
    return sha256(content.encode()).hexdigest()
