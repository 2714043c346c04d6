"""A headless Chromium, where one is installed, and what is looked at in it."""

from __future__ import annotations

import base64
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

webdriver: Any = None
with suppress(ImportError):
    webdriver = import_module("selenium.webdriver")

AXE = Path(__file__).parent.parent / ".axe/node_modules/axe-core/axe.min.js"

FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--hide-scrollbars"),
)


def why_not() -> str | None:
    """Why no browser can be driven here; None where one can."""
    if webdriver is None:
        return "selenium is not installed: pip install 'claimledger[browser]'"
    for program in ("chromium", "chromedriver"):
        if shutil.which(program) is None:
            return f"{program} is not installed: Debian's packages chromium and chromium-driver"
    return None


class Browser:
    """A page in a window.

    Attributes:
        driver: Selenium's driver.
    """

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def open(self, path: Path | str, *, width: int = 1280, dark: bool = False) -> Browser:
        """Open a file, or an address, in a window of some width, with nothing stored."""
        self.size(width)
        scheme = "dark" if dark else "light"
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        self.driver.get("about:blank")  # Else the page is loaded again, and keeps its filters.
        self.driver.get(path.as_uri() if isinstance(path, Path) else path)
        self.run("try { localStorage.clear() } catch {}")
        return self

    def size(self, width: int, height: int = 900) -> None:
        """Give the window a size."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script in the page returns."""
        return self.driver.execute_script(script, *arguments)

    def later(self, script: str, *arguments: Any) -> Any:
        """What a promise of a script in the page comes to."""
        body = "const done = arguments[arguments.length - 1];"
        body += f"(async (...given) => {{ {script} }})(...arguments).then(done)"
        return self.driver.execute_async_script(body, *arguments)

    def all(self, selector: str) -> list[Any]:
        """The elements of a selector."""
        found: list[Any] = self.driver.find_elements("css selector", selector)
        return found

    def one(self, selector: str) -> Any:
        """The first element of a selector."""
        return self.driver.find_element("css selector", selector)

    def shown(self) -> list[str]:
        """The names of the questions that are shown, in order."""
        names: list[str] = self.run(
            "return [...document.querySelectorAll('article:not([hidden])')].map((one) => one.id)"
        )
        return names

    def settle(self) -> None:
        """Wait until the page has taken up what was typed."""
        self.later("await new Promise((soon) => setTimeout(soon, 250))")

    def count(self) -> str:
        """What the page says of how many questions are shown."""
        return str(self.one("#count").text)

    def faults(self) -> list[str]:
        """The violations of accessibility that are serious or worse."""
        self.run(AXE.read_text(encoding="utf-8"))
        rules = {"resultTypes": ["violations"]}
        found = self.later("return (await axe.run(document, given[0])).violations", rules)
        return [
            f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}"
            for one in found
            if one["impact"] in {"serious", "critical"}
        ]

    def printed(self) -> bytes:
        """The page as a PDF."""
        given = {"preferCSSPageSize": True, "printBackground": False}
        done = self.driver.execute_cdp_cmd("Page.printToPDF", given)
        return base64.b64decode(done["data"])

    def requests(self) -> set[str]:
        """All addresses that were asked for since this was called last."""
        found = set()
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                found.add(message["params"]["request"]["url"])
        return found

    def errors(self) -> list[str]:
        """What the browser has complained of, since this was called last."""
        return [entry["message"] for entry in self.driver.get_log("browser")]


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser with an empty profile."""
    with tempfile.TemporaryDirectory() as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        service = import_module("selenium.webdriver.chrome.service").Service(
            shutil.which("chromedriver")
        )
        driver = webdriver.Chrome(options=options, service=service)
        driver.set_script_timeout(300)
        try:
            yield Browser(driver)
        finally:
            driver.quit()
