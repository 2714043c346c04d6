"""What a page of many questions costs to make, and how it moves in a browser.

    python benchmarks/page.py            # 5,000 questions of four claims
    python benchmarks/page.py --smoke    # 400 questions
    python benchmarks/page.py --keep page.html

Making is measured in time of the processor against its floor, the report of the same ledger as
an HTML table, and size against the size of that. In a browser every step is measured three
times, and the median is shown: on the page, on a page of the same kind with 100 questions, and
for opening and scrolling on the floor, a bare page of as many plain rows. "open" is until a frame
is drawn after loading; a step of the scroll, and every other step, is until the next frame is
drawn, of which a quiet machine draws one in 17 ms. The claims are made up.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import claimledger as cl
from tests.browser import Browser, browser, why_not

SIDES = ("East", "West", None)
MEASURES = ("tanks lost", "people killed", "people wounded", "UAVs lost", "soldiers killed")
A_QUESTION = 4
SMALL = 100

DRAWN = "await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));"
"""Waits until what was changed is laid out and drawn."""

STEPS = {
    "sort": "document.querySelector('th[data-sort=title] button').click();",
    "sort back": "document.querySelector('th[data-sort=verdict] button').click();",
    "filter": "document.querySelector('#verdicts button').click();",
    "all verdicts": "document.querySelector('#verdicts button').click();",
    "slider": "const one = document.getElementById('moment'); one.value = 1;"
    "one.dispatchEvent(new Event('input'));",
    "show all": "document.getElementById('anew').click();",
    "search": "const field = document.getElementById('query'); field.value = 'tanks about';"
    "field.dispatchEvent(new Event('input'));"
    "const was = document.getElementById('count').textContent;"
    "while (document.getElementById('count').textContent === was)"
    " await new Promise((done) => setTimeout(done));",
}
"""What a reader does. A search waits for a pause in the typing, of 120 ms, which is not counted."""

PAUSE = {"search": 120.0}


def synthetic(questions: int) -> cl.Ledger:
    """A ledger of made-up claims, with documents and quotes."""
    chance = random.Random(1)
    documents = [
        cl.Document(outlet=f"Outlet {n % 50}", title=f"Report {n}", url=f"https://example.org/{n}")
        for n in range(questions // 5 + 1)
    ]
    records: list[object] = [
        cl.Party(name="East", opposed=["West"]),
        cl.Party(name="West"),
        cl.Event(name="War", window="2020-01-01/.."),
        cl.Event(name="Raid", window="2020-06-01/2020-06-02"),
        *(cl.Source(name=f"Source {n}", side=SIDES[n % 3]) for n in range(60)),
        *documents,
    ]
    for number in range(questions * A_QUESTION):
        question = number // A_QUESTION
        about = question * 7919 % 990 + 10
        figure = about * 3 if chance.random() < 1 / 12 else about
        claim = cl.Claim(
            source=f"Source {chance.randrange(60)}",
            date=f"2020-{chance.randint(6, 12):02}-{chance.randint(1, 28):02}",
            event=("War", "Raid")[question % 2],
            place=f"Village {question // 10}",
            subject=("East", "West")[question // 2 % 2],
            measure=MEASURES[question % len(MEASURES)],
            value=f"{chance.choice(('', '', 'about ', 'at least '))}{figure}",
        )
        read_in = chance.choice(documents).key
        quote = f"they spoke of {claim.value}"
        records += [claim, cl.Attestation(claim=claim.id, document=read_in, quote=quote)]
    return cl.Ledger().add(*records)  # type: ignore[arg-type]


def spent(work: Callable[[], str]) -> tuple[float, str]:
    """Seconds of the processor, and what came out."""
    start = time.process_time()
    made = work()
    return time.process_time() - start, made


def bare(rows: int) -> str:
    """As many plain rows as there are questions."""
    told = "".join(f"<p style='min-height:26rem'>Question {n}</p>" for n in range(rows))
    return f"<!DOCTYPE html><title>Bare</title>{told}"


def opened(window: Browser, path: Path) -> float:
    """Milliseconds from asking for a page to its first frame."""
    window.size(1280)
    start = time.perf_counter()
    window.driver.get(path.as_uri())
    window.later(DRAWN)
    return (time.perf_counter() - start) * 1000


def scrolled(window: Browser, steps: int) -> list[float]:
    """Milliseconds of each frame while a page is scrolled by half a window a frame."""
    frames: list[float] = window.later(
        "const times = []; scrollTo(0, 0);"
        "for (let n = 0; n < given[0]; n += 1) {"
        " const before = performance.now(); scrollBy(0, 450);"
        f" {DRAWN} times.push(performance.now() - before); }}"
        "return times",
        steps,
    )
    return frames


def stepped(window: Browser, name: str) -> float:
    """Milliseconds of what a reader does once."""
    took = window.later(
        f"const before = performance.now(); {STEPS[name]} {DRAWN} return performance.now() - before"
    )
    return float(took) - PAUSE.get(name, 0.0)


def browsed(window: Browser, path: Path, steps: int, *, is_bare: bool = False) -> dict[str, float]:
    """The medians of three visits."""
    found: dict[str, list[float]] = {}
    for _ in range(3):
        took = {"open": opened(window, path)}
        frames = sorted(scrolled(window, steps))
        took["scroll"] = statistics.median(frames)
        took["scroll, 95 of 100"] = frames[len(frames) * 95 // 100]
        if not is_bare:
            took |= {name: stepped(window, name) for name in STEPS}
        for name, one in took.items():
            found.setdefault(name, []).append(one)
    return {name: statistics.median(times) for name, times in found.items()}


def show(name: str, *cells: str) -> None:
    print(f"{name:<20}" + "".join(f"{cell:>12}" for cell in cells), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--smoke", action="store_true", help="400 questions")
    parser.add_argument("--keep", type=Path, help="also write the page here")
    options = parser.parse_args()
    size = 400 if options.smoke else 5000
    ledger = synthetic(size)
    floor, table = spent(lambda: cl.report(ledger, format="html"))
    took, page = spent(lambda: cl.page(ledger))
    show("", "page", "floor", "ratio")
    show("ms a question", *(f"{n / size * 1000:.2f}" for n in (took, floor)), f"{took / floor:.1f}")
    sizes = [len(text.encode()) / 1e6 for text in (page, table)]
    show("MB", *(f"{n:.2f}" for n in sizes), f"{sizes[0] / sizes[1]:.1f}")
    if options.keep:
        options.keep.write_text(page, encoding="utf-8")
    reason = why_not()
    if reason is not None:
        print(f"no browser: {reason}")
        return
    with tempfile.TemporaryDirectory() as folder, browser() as window:
        pages = {"page": page, "small": cl.page(synthetic(SMALL)), "bare": bare(size)}
        figures = {}
        for name, html in pages.items():
            path = Path(folder) / f"{name}.html"
            path.write_text(html, encoding="utf-8")
            figures[name] = browsed(
                window, path, 40 if options.smoke else 150, is_bare=name == "bare"
            )
    print()
    show("ms", "page", "100", "ratio", "bare", "ratio")
    for name, one in figures["page"].items():
        cells = [f"{one:.0f}"]
        for other in ("small", "bare"):
            least = figures[other].get(name)
            cells += ["", ""] if least is None else [f"{least:.0f}", f"{one / least:.1f}"]
        show(name, *cells)


if __name__ == "__main__":
    main()
