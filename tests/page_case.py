"""Ledgers for the tests of pages, and a page read back."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import attrs

import claimledger as cl
from claimledger.claims import Title

ROOT = Path(__file__).parent.parent
VOID = {"meta", "link", "input", "br", "hr", "img"}

SCRIPT = '</script><script>document.title="taken"</script><img src=x onerror=alert(1)>'
QUOTES = "\"'><b onclick=alert(1)>&amp;{{ 7*7 }}${7*7}`"
TURNED = "a\u202egnirts\u202c \u2066b\u2069 \u200fc"
LONG = "x" * 10_000
HOSTILE = (SCRIPT, QUOTES, TURNED, LONG)


def seeds() -> cl.Ledger:
    """The ledgers that come with the project."""
    return cl.read(*sorted((ROOT / "seeds").glob("karabakh-2020*")))


def hostile(text: str) -> cl.Ledger:
    """A ledger that has a text in every field which takes one; two sides contradict."""
    sides = (f"North {text}", f"South {text}")
    read_in = cl.Document(
        outlet=f"Outlet {text}", title=f"Read {text}", url=f"javascript:alert('{text}')"
    )
    web = cl.Document(outlet="Web", url="https://example.org/?a=1&b='2'")
    ledger = cl.Ledger().add(
        Title(text=f"Title {text}"),
        cl.Event(name=f"Event {text}", window="2031-05-01/.."),
        cl.Event(name="Another event"),
        cl.Party(name=sides[0], opposed=[sides[1]]),
        cl.Party(name=sides[1]),
        cl.Place(name=f"Place {text}"),
        *(cl.Source(name=f"Source of {side}", side=side) for side in sides),
        read_in,
        web,
    )
    asked: tuple[tuple[str, str, str], ...] = (
        ("measure", f"things {text} lost", "12"),
        ("proposition", f"It is so {text}", "yes"),
        ("choice", f"Who {text}", f"they {text}"),
        ("members", f"All {text}", f"one {text}; two"),
        ("position", f"Matter {text}", f"hold {text}"),
    )
    other = {"12": "500", "yes": "no"}
    for side in sides:
        for kind, about, value in asked:
            claim = cl.Claim(
                source=f"Source of {side}",
                date="2031-05-02" if side == sides[0] else "2031-05-03",
                event=f"Event {text}",
                place=f"Place {text}",
                subject=sides[0] if kind == "measure" else None,
                value=value if side == sides[0] else other.get(value, f"other {text}"),
                **{kind: about},
            )
            ledger = ledger.add(
                claim,
                cl.Attestation(claim=claim.id, document=web.key, wording=f"Words {text}"),
                cl.Attestation(
                    claim=claim.id,
                    document=read_in.key,
                    quote=f"Quote {text}",
                    via=f"Reporter {text}",
                    statement=f"label {text}",
                    derived_from=f"Somebody {text}",
                ),
            )
    return ledger


@attrs.define
class Element:
    """An element of a page."""

    name: str
    attributes: dict[str, str | None]
    text: str = ""


class Read(HTMLParser):
    """A page read back: its elements in order, and what is not closed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.faults: list[str] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        self.faults += [f"{one.name} is never closed" for one in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].name != tag:
            self.faults.append(f"{tag} is closed at {self.getpos()}")
        else:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, name: str, **attributes: str) -> list[Element]:
        """The elements of a name that have all of some attributes; ``kind`` is a class."""
        kind = attributes.pop("kind", None)
        return [
            one
            for one in self.elements
            if one.name == name
            and all(one.attributes.get(key) == value for key, value in attributes.items())
            and (kind is None or kind in (one.attributes.get("class") or "").split())
        ]

    @property
    def data(self) -> Any:
        """What the script of the page is given."""
        (element,) = self.all("script", id="data")
        return json.loads(element.text)


def words(html: str) -> str:
    """All that a reader can see, on one line."""
    page = Read(html)
    (body,) = page.all("body")
    hidden = "".join(one.text for one in page.all("script"))
    return re.sub(r"\s+", " ", body.text.replace(hidden, ""))
