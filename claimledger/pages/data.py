"""What the script of a page knows: the states of each question, in a compact form.

Texts are written once and named by their place. A state is a list in the order of ``STATE``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from claimledger.charts import Style
from claimledger.editions import Edition
from claimledger.findings import Verdict
from claimledger.footnotes import MEANINGS
from claimledger.layout import safe
from claimledger.pages.articles import Article
from claimledger.pages.pictures import Span
from claimledger.pages.replaying import Replay, State

STATE = ("moment", "verdict", "flags", "ratio", "common", "gap", "why", "sides", "gone", "zones")
"""The order of what is told of a state."""


class Texts:
    """Texts, each once, named by their places."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def __getitem__(self, text: str) -> int:
        return self.places.setdefault(safe(text), len(self.places))


def as_data(
    edition: Edition, articles: Sequence[Article], replay: Replay, styles: Mapping[str, Style]
) -> str:
    """The JSON that a page carries.

    Args:
        edition: The findings.
        articles: Their articles, in the same order.
        replay: How they came about.
        styles: The sides.
    """
    texts = Texts()
    events = sorted({one.event for one in articles if one.event})
    sides = list(styles)
    first = replay.days[0].toordinal() if replay.days else 0
    questions = []
    for one, finding in zip(articles, edition.findings, strict=True):
        days = sorted({voice.claim.date.last.toordinal() - first for voice in finding.voices})
        states = [_state(state, one, sides, texts) for state in replay.states[one.place]]
        event = events.index(one.event) if one.event else -1
        titles = (texts[one.title], texts[one.scope])
        questions.append([one.anchor, one.number, *titles, event, one.kind, days, states])
    flags = sorted({flag for one in replay.states for state in one for flag in state.flags})
    content = {
        "days": [day.isoformat() for day in replay.days],
        "heads": [[texts[line] for line in lines] for lines in replay.heads],
        "verdicts": [verdict.value for verdict in Verdict],
        "sides": [[safe(side), style.shape] for side, style in styles.items()],
        "events": [safe(event) for event in events],
        "questions": questions,
        "meanings": {flag: MEANINGS[flag] for flag in flags},
        "texts": list(texts.places),
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _state(state: State, one: Article, sides: Sequence[str], texts: Texts) -> list[Any]:
    zones: tuple[Span | None, Span | None] = (None, None)
    if one.picture is not None:
        zones = one.picture.zones(state.finding)
    verdicts = [verdict.value for verdict in Verdict]
    return [
        state.moment,
        -1 if state.verdict is None else verdicts.index(state.verdict),
        [texts[flag] for flag in state.flags],
        None if math.isinf(state.ratio) else round(state.ratio, 6),
        texts[state.common],
        texts[state.gap],
        texts[state.why],
        [[sides.index(side), texts[said]] for side, said in state.sides],
        list(state.gone),
        [0 if zone is None else list(zone) for zone in zones],
    ]
