"""Ledgers that are hard to draw, and what can be asked of a figure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

import claimledger as cl

SEEDS = Path(__file__).parent.parent / "seeds"

HOSTILE = "Ministry $x_1$ of {Def^2} & \\alpha <b>%s</b>"
LONG = "Independent Observatory for the Long Names of Institutions in Several Parts of the Country"
NAMES = (HOSTILE, "وزارة الدفاع", "משרד הביטחון", LONG, "Ռազմական նախարարություն", "x" * 120)
SIDES = (
    "North $\\frac{a}{b}$",
    "الجنوب",
    "South_{Side}",
    None,
    "An alliance of many small states",
    None,
)
VALUES = (
    *("none", "about 200", "more than 1,000", "up to 40", "2 million", "at least 1", "some"),
    *("10 to 15", "fewer than 20", "dozens", "unknown", "12,000", "nearly 3,000", "0"),
)
DATES = ("2020", "2020-09", "2020-09-28", "2020-12~", "2021-01-03?", "2020-09-28T21:29+04:00")


def seeds() -> cl.Ledger:
    """Both seeds as one ledger."""
    return cl.read_lenient(SEEDS / "karabakh-2020-09-28.toml", SEEDS / "karabakh-2020.csv")[0]


def hostile(measures: int = 1, values: tuple[str, ...] = VALUES, **event: str) -> cl.Ledger:
    """Names and answers that are hard to set, on some questions."""
    sources = [cl.Source(name=n, side=s) for n, s in zip(NAMES, SIDES, strict=True)]
    claims = [
        cl.Claim(
            source=NAMES[(n + m) % len(NAMES)],
            date=DATES[n % len(DATES)],
            event="A_{b} $c$",
            subject="any" if m % 2 else "South_{Side}",
            measure=f"people displaced_{{{m}}} by the $flood$ of the upper and the lower valley",
            value=value,
            stance={2: "denies", 7: "denies", 8: "expects"}.get(n, "asserts"),
        )
        for m in range(measures)
        for n, value in enumerate(values)
    ]
    claims += [
        cl.Claim(
            source="Nobody",
            date="2020-10-10",
            event="A_{b} $c$",
            subject=claims[-1].subject,
            measure=claims[-1].measure,
            stance="declines",
        ),
        cl.Claim(source=NAMES[0], date="2020-10-10", proposition="the $dam$ broke_1", value="yes"),
        cl.Claim(source=NAMES[1], date="2020-10-10", proposition="the $dam$ broke_1", value="no"),
        cl.Claim(source=NAMES[2], date="2020-10-10", position="a truce", value="now"),
    ]
    happened = [cl.Event(name="A_{b} $c$", window=event["window"])] if event else []
    return cl.Ledger().add(*sources, *happened, *claims)


def crowded(claims: int = 60) -> cl.Ledger:
    """One question with many claims by nine sources of four sides, over a year."""
    sources = [cl.Source(name=f"Source {n}", side=f"Side {n % 4}") for n in range(9)]
    said = [
        cl.Claim(
            source=f"Source {n % 9}",
            date=f"2020-{1 + n * 12 // claims:02}-{1 + n % 28:02}",
            event="flood",
            subject="any",
            measure="people killed",
            value=str(101 + n * 13) if n % 7 else f"about {100 + n * 10}",
        )
        for n in range(claims)
    ]
    return cl.Ledger().add(cl.Event(name="flood", window="2020-01-01/.."), *sources, *said)


def texts(figure: Figure) -> list[Text]:
    """The texts of a figure that say something."""
    return [one for one in figure.findobj(Text) if one.get_text() and one.get_visible()]


def faults(figure: Figure) -> list[str]:
    """Texts that cover each other or are cut off, each as a sentence."""
    with mpl.rc_context({"text.hinting": "no_hinting"}):
        figure.set_dpi(200)
        canvas = FigureCanvasAgg(figure)
        renderer = canvas.get_renderer()
        boxes = [(one.get_text(), one.get_window_extent(renderer)) for one in texts(figure)]
    sheet = figure.bbox
    found = [
        f"cut: {text!r}"
        for text, box in boxes
        if box.x0 < sheet.x0 - 1 or box.x1 > sheet.x1 + 1 or box.y0 < -1 or box.y1 > sheet.y1 + 1
    ]
    for (one, a), (other, b) in itertools.combinations(boxes, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        down = min(a.y1, b.y1) - max(a.y0, b.y0)
        # Lines below each other may touch by the depth of a letter.
        if across > 2 and down > 0.35 * min(a.height, b.height):
            found.append(f"overlap: {one!r} and {other!r}")
    return found


def gids(figure: Figure) -> list[str]:
    """What the artists of a figure are called, in order."""
    named = (one.get_gid() for one in figure.findobj())
    return sorted(name for name in named if name)


def svg_texts(svg: bytes) -> list[str]:
    """The texts of an SVG picture, in order; a broken one is an error."""
    root = ET.fromstring(svg)
    return ["".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text")]


def svg_names(svg: bytes) -> Iterator[str]:
    """The ids in an SVG picture that name what is drawn."""
    pattern = r"(core|support|point|shape|arrow|gap|common|cell|steps|band|dispute|revises|silent)"
    for one in ET.fromstring(svg).iter():
        name = one.get("id", "")
        if re.match(pattern, name):
            yield name
