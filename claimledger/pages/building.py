"""The page itself: a ledger judged, replayed and set in the templates."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from claimledger import layout
from claimledger.charts import SHAPES, Style, side_styles
from claimledger.dates import PartialDate, parse_date
from claimledger.editions import Edition
from claimledger.errors import MissingExtraError, Problem
from claimledger.findings import Finding
from claimledger.footnotes import documents_table, head, title_of, words_table
from claimledger.judging import judge
from claimledger.ledger import Ledger
from claimledger.pages.anchors import anchors
from claimledger.pages.articles import Article, Kin, article
from claimledger.pages.data import as_data
from claimledger.pages.disputes import standings
from claimledger.pages.pieces import in_pieces
from claimledger.pages.replaying import replayed
from claimledger.pages.stories import stories
from claimledger.pauses import no_collection
from claimledger.progress import Track, untracked
from claimledger.tables import Cell, cell_text, counted

if TYPE_CHECKING:
    from jinja2 import Environment

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "Figures": ("measure",),
    "Propositions and choices": ("proposition", "choice", "members"),
    "Positions": ("position",),
}
"""The sections of a page, with the kinds of questions in each."""

EAGER = 300
"""Up to so many questions each is set in full; of more the script sets it when it comes near."""

_DATE = re.compile(r"\b\d{4}-\d\d(?:-\d\d)?\b")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def page(
    ledger: Ledger,
    *,
    as_of: PartialDate | dt.date | str | None = None,
    reading: str = "standard",
    track: Track = untracked,
) -> str:
    """A ledger as one HTML page that needs nothing else: no network, no server.

    Disputes come first; each question has its picture, its claims, its past and the reasons
    of its verdict. It can be searched, filtered, sorted and set back to earlier dates, of
    which each was judged beforehand. Equal ledgers give equal pages.

    Args:
        ledger: The ledger.
        as_of: Only what was said by the end of this date; None for everything.
        reading: The reading policy.
        track: Shows progress.

    Raises:
        UnknownNameError: for an unknown reading policy.
        MissingExtraError: if Jinja2 is not installed, which the extra ``page`` brings.
    """
    return built(ledger, as_of=as_of, reading=reading, track=track)


def built(
    ledger: Ledger,
    *,
    as_of: PartialDate | dt.date | str | None = None,
    reading: str = "standard",
    findings: Sequence[Finding] | None = None,
    problems: Sequence[Problem] = (),
    live: str = "",
    track: Track = untracked,
) -> str:
    """A page, as :func:`page` makes it, which may show problems and watch for a newer one.

    Args:
        ledger: The ledger.
        as_of: Only what was said by the end of this date; None for everything.
        reading: The reading policy.
        findings: What ``judge`` finds on the ledger as of that date, where it is known already.
        problems: What is wrong with the files, to be shown above all else.
        live: Under which address the page asks whether there is a newer one; empty for a page
            that asks nobody.
        track: Shows progress.

    Raises:
        UnknownNameError: for an unknown reading policy.
        MissingExtraError: if Jinja2 is not installed.
    """
    made = environment()
    date = None if as_of is None else parse_date(as_of)
    seen = ledger if date is None else ledger.as_of(date)
    if findings is None:
        findings = judge(seen, reading=reading, track=track)
    edition = Edition(seen, tuple(findings))
    styles = side_styles(findings)
    replay = replayed(seen, findings, reading, as_of=date, track=track)
    names = anchors(findings)
    kin = Kin(edition)
    with no_collection():
        places = track(range(len(findings)), "explaining", len(findings))
        articles = [article(edition, n, names[n], replay, styles, kin) for n in places]
    is_lazy = len(articles) > EAGER
    script = _static("page.js") + (_static("live.js") if live else "")
    style = _palette(styles) + _static("page.css")
    return made.get_template("page.html").render(
        title=title_of(seen),
        head=head(edition, date, reading),
        stories=stories(edition, names),
        sections=_sections(articles),
        is_lazy=is_lazy,
        bodies=_bodies(articles, track) if is_lazy else "",
        data=as_data(edition, articles, replay, styles),
        replay=replay,
        sources=standings(edition),
        documents=documents_table(edition).rows,
        words=words_table(edition).rows,
        shapes=[(name, _path(points)) for name, points in SHAPES.items()],
        styles=[(side, n, one.shape) for n, (side, one) in enumerate(styles.items())],
        spoken={one.side for article in articles for one in article.rows},
        problems=problems,
        live=live,
        script=script,
        style=style,
        policy=policy(script, style, live=bool(live)),
    )


def _bodies(articles: Sequence[Article], track: Track) -> str:
    """What is unpacked of each question when a reader comes near."""
    body = environment().get_template("parts.html").module.body  # type: ignore[attr-defined]
    with no_collection():
        return in_pieces(str(body(one)) for one in track(articles, "setting", len(articles)))


def policy(script: str, style: str, *, live: bool = False) -> str:
    """The Content-Security-Policy of a page: its own style and script, and nothing else.

    Args:
        script: The script of the page.
        style: The style of the page.
        live: Whether the page may ask the server that it came from.
    """
    rules = [
        "default-src 'none'",
        f"script-src '{_hash(script)}'",
        f"style-src '{_hash(style)}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join([*rules, "connect-src 'self'"] if live else rules)


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _sections(articles: Sequence[Article]) -> list[tuple[str, list[Article]]]:
    """The articles by section; a section that holds none is left out."""
    found = [
        (title, [one for one in articles if one.kind in kinds]) for title, kinds in SECTIONS.items()
    ]
    return [(title, some) for title, some in found if some]


@cache
def _static(name: str) -> str:
    folder = files("claimledger.pages") / "static"
    return (folder / name).read_text(encoding="utf-8")


def _palette(styles: Mapping[str, Style]) -> str:
    """The colours of the sides, on light and on dark grounds."""
    light = "".join(f"--k{n}:{style.colour};" for n, style in enumerate(styles.values()))
    dark = "".join(f"--k{n}:{style.dark};" for n, style in enumerate(styles.values()))
    classes = "".join(f".k{n}{{--k:var(--k{n})}}" for n in range(len(styles)))
    by_system = f":root:not([data-theme=light]){{{dark}}}"
    return (
        f":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{{by_system}}}\n"
        f"@media screen{{:root[data-theme=dark]{{{dark}}}}}\n{classes}\n"
    )


def _path(points: Sequence[tuple[float, float]]) -> str:
    """A shape of a radius of 5 around the middle, with y downwards."""
    return "M" + "L".join(f"{_short(x * 5)},{_short(-y * 5)}" for x, y in points) + "Z"


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".").replace("-0", "0" if number > -0.005 else "-0")


@cache
def environment() -> Environment:
    """The templates, in which everything is escaped.

    Raises:
        MissingExtraError: if Jinja2 is not installed.
    """
    try:
        import jinja2
        from markupsafe import Markup, escape
    except ImportError as error:
        raise MissingExtraError("page", "Jinja2") from error

    # Names, dates and rules come again and again.
    @lru_cache(maxsize=16_384)
    def dated(text: str) -> Markup:
        """Text whose dates are not divided, and whose lines are."""
        kept = str(escape(layout.safe(text))).replace("\n", "<br>")
        return Markup(_DATE.sub(r"<time>\g<0></time>", kept))

    def linked(text: str) -> Markup:
        """Text in which addresses on the web are links."""
        parts, end = [], 0
        for found in _ADDRESS.finditer(text):
            parts += [dated(text[end : found.start()]), address(found[0])]
            end = found.end()
        return Markup("").join([*parts, dated(text[end:])])

    def cells(row: Sequence[Cell], header: Sequence[str]) -> Markup:
        """The cells of a row; only where a claim was read are addresses links."""
        told = (
            (linked if name == "read in" else dated)(cell_text(cell))
            for cell, name in zip(row, header, strict=True)
        )
        return Markup("".join(f"<td>{cell}</td>" for cell in told))

    def address(url: str) -> Markup:
        """An address as a link, if it leads to the web."""
        safe = layout.safe(url)
        if not _ADDRESS.fullmatch(safe):
            return escape(safe)
        return Markup('<a href="{0}" rel="noopener nofollow">{0}</a>').format(safe)

    made = jinja2.Environment(
        loader=jinja2.PackageLoader("claimledger.pages"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=lambda value: layout.safe(value) if type(value) is str else value,
    )
    made.filters.update(
        dated=dated,
        cells=cells,
        address=address,
        brief=brief,
        capital=lambda text: text[:1].upper() + text[1:],
        counted=counted,
        embedded=lambda text: Markup(embedded(text)),
        trusted=Markup,
    )
    return made


def brief(text: str, most: int = 160) -> str:
    """A text that is not longer than so many characters; what is left out shows.

    >>> brief("a long story", 8)
    'a long…'
    """
    text = " ".join(layout.safe(text).split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def embedded(text: str) -> str:
    r"""JSON, or a text of it, that can stand within a script element.

    >>> embedded('"</script>"')
    '"\\u003c/script\\u003e"'
    """
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text
