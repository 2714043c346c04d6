"""Labels beside the ends of lines, moved as little as keeps them apart."""

from __future__ import annotations

from collections.abc import Sequence

import attrs


@attrs.frozen
class Label:
    """A label: the height it wants its first line at, and how tall it is, in inches."""

    wanted: float
    tall: float


def spread(labels: Sequence[Label], top: float, bottom: float, gap: float) -> list[float]:
    """The upper ends of labels so that none covers another, in their own order.

    Labels keep the order of the heights they want. Those that would overlap are moved down,
    and up again where they would leave the room; where there is no room for all, they go on
    below it.
    """
    order = sorted(range(len(labels)), key=lambda n: (labels[n].wanted, n))
    tops = [0.0] * len(labels)
    free = top
    for n in order:
        tops[n] = max(labels[n].wanted - min(labels[n].tall, gap * 2) / 2, free)
        free = tops[n] + labels[n].tall + gap
    limit = bottom
    for n in reversed(order):
        tops[n] = min(tops[n], limit - labels[n].tall)
        limit = tops[n] - gap
    free = top
    for n in order:
        tops[n] = max(tops[n], free)
        free = tops[n] + labels[n].tall + gap
    return tops
