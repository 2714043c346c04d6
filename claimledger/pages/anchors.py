"""The permanent name of a question on a page, under which it can be linked to."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

import attrs

from claimledger.canonical import digest, matter_key
from claimledger.findings import Finding
from claimledger.questions import Question

LONGEST = 48
"""Characters of the words in a name."""

DIGITS = 8
"""Digits of the digest behind them, by which questions of the same words differ."""


def anchor(question: Question) -> str:
    """The name of a question, made of what it asks and not of its place among others.

    >>> anchor(Question(measure="soldiers killed", subject="Norland"))
    'q-soldiers-killed-norland-8a82ca46'
    """
    fields = attrs.asdict(question)
    stated = {name: matter_key(text) for name, text in fields.items() if text is not None}
    words = unicodedata.normalize("NFKD", f"{question.about} {question.subject or ''}").casefold()
    slug = re.sub("[^a-z0-9]+", "-", words.encode("ascii", "ignore").decode()).strip("-")
    kept = slug if len(slug) <= LONGEST else slug[:LONGEST].rpartition("-")[0] or slug[:LONGEST]
    return "-".join(filter(None, ("q", kept, digest("question", stated)[:DIGITS])))


def anchors(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The name of each finding's question; one that is taken is counted on."""
    seen: Counter[str] = Counter()
    names = []
    for finding in findings:
        name = anchor(finding.question)
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return tuple(names)
