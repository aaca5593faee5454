"""A page in a real Chromium, as somebody with a mouse, a keyboard, a phone or a screen reader uses it."""

from __future__ import annotations

import base64
import json
import shutil
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Dict, Iterator, List, Union

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from pages import axe

ARGUMENTS = (
    "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking --disable-sync"
    " --disable-component-update --disable-default-apps --no-first-run --disable-extensions --hide-scrollbars"
    " --disable-domain-reliability --host-resolver-rules=MAP/*/~NOTFOUND,EXCLUDE/127.0.0.1"
).split()
DESKTOP, LAPTOP, PHONE = (1600, 1000), (1280, 800), (360, 740)
PATIENCE = 20  # seconds until a page shows what it is to show
RULES = {"resultTypes": ["violations"], "preload": False}


class Browser:
    """One Chromium; each test opens its pages anew in it."""

    def __init__(self) -> None:
        options = Options()
        for argument in ARGUMENTS:
            options.add_argument(argument.replace("/", " "))
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)
        self._axe = axe.script()
        self.dark(False)
        self.size(DESKTOP)

    def open(self, page: Union[Path, str], place: str = "") -> None:
        """Opens a file from the disk, or an address."""
        self.leave()  # else a new #place alone would load nothing
        self.driver.get((page if isinstance(page, str) else page.resolve().as_uri()) + place)
        self.loaded(".html")  # on a slow machine get() may come back with the load of the empty page before

    def loaded(self, address: str) -> None:
        """Waits for a page whose address holds that, scripts and all: it was opened, or a link or a page led there."""
        loaded = "return location.href.includes(arguments[0]) && document.readyState === 'complete'"
        self.wait(lambda: self.run(loaded, address), f"{address} was not loaded")

    def leave(self) -> None:
        """Goes to an empty page, so that the one before asks for nothing any more."""
        self.driver.get("about:blank")

    def size(self, size: Any) -> None:
        """Of the screen, in CSS pixels."""
        metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size[0] < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        # The page hears of it with its next picture.
        self.driver.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")

    def dark(self, dark: bool, media: str = "screen") -> None:
        """What the reader prefers, and whether it goes to paper."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": [scheme]})

    @contextmanager
    def without_scripts(self) -> Iterator[None]:
        """Pages that are opened meanwhile run none; ours still do."""
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        try:
            yield
        finally:
            self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})

    def printed(self) -> bytes:
        """The page as it comes out of a printer that takes A4, as a PDF."""
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})  # as the printer wants it
        paper = self.driver.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
        return base64.b64decode(paper["data"])

    def run(self, script: str, *arguments: Any) -> Any:
        """What a line of JavaScript returns."""
        return self.driver.execute_script(script, *arguments)

    def all(self, selector: str) -> List[WebElement]:
        """The elements that are to be seen."""
        return self.run(
            "return [...document.querySelectorAll(arguments[0])].filter((each) => each.getClientRects().length)",
            selector,
        )

    def one(self, selector: str) -> WebElement:
        """The only such element that is to be seen."""
        found = self.all(selector)
        assert len(found) == 1, f"{selector}: {len(found)}"
        return found[0]

    def part(self, key: str) -> WebElement:
        """A word or an arrow of the figure that is to be seen, by its id in the figure's file."""
        found = self.run(
            "return [...document.querySelectorAll(`[data-id='${arguments[0]}']`)]"
            ".filter((each) => each.getClientRects().length)",
            key,
        )
        assert len(found) == 1, f"{key}: {len(found)}"
        return found[0]

    def keys(self, *keys: str) -> None:
        """Typed where the focus is."""
        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def point(self, element: WebElement) -> None:
        """Moves the mouse there."""
        ActionChains(self.driver).move_to_element(element).perform()

    def focus(self, element: WebElement) -> None:
        """Moves the focus there, as a screen reader does."""
        self.run("arguments[0].focus()", element)

    def focused(self) -> str:
        """What has the focus: its place in the figure, its id, or the name of its tag."""
        return self.run("const at = document.activeElement; return at.dataset.id || at.id || at.tagName.toLowerCase()")

    def wait(self, task: Any, what: str) -> None:
        """Until `task` is true."""
        end = time.monotonic() + PATIENCE
        while not task():
            assert time.monotonic() < end, what
            time.sleep(0.05)

    def violations(self) -> List[str]:
        """What axe finds in what is to be seen, in a line each; the hidden stops would only take time."""
        if not self.run("return typeof axe !== 'undefined'"):
            self.driver.execute_script(self._axe)
        found = self.driver.execute_async_script(
            "const [rules, done] = arguments;"
            "const hidden = [...document.querySelectorAll('.stop[hidden]')].map((stop) => [stop, new Comment()]);"
            "for (const [stop, mark] of hidden) stop.replaceWith(mark);"
            "axe.run(document, rules).then((all) => {"
            "  for (const [stop, mark] of hidden) mark.replaceWith(stop);"
            "  done(all.violations);"
            "})",
            RULES,
        )
        return [f"{each['id']}: {node['target']} {node['html'][:120]}" for each in found for node in each["nodes"][:3]]

    def overflows(self) -> bool:
        """Whether the page as a whole has to be scrolled sideways."""
        return self.run("return document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")

    def errors(self) -> List[str]:
        """What stands on the console since the last time."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> List[str]:
        """Where the pages asked for anything since the last time."""
        messages: List[Dict[str, Any]] = [
            json.loads(each["message"])["message"] for each in self.driver.get_log("performance")
        ]
        return [each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"]

    def close(self) -> None:
        """Ends Chromium."""
        self.driver.quit()


__all__ = ["Browser", "Keys", "DESKTOP", "LAPTOP", "PHONE"]
