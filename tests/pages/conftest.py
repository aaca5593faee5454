"""One browser for all tests of the pages; whatever a page does, it neither complains nor leaves the machine."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator, List

import pytest

from pages.browser import DESKTOP, Browser
from session.conftest import Debugger

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "build" / "site"
LOCAL = ("file://", "data:", "about:", "devtools:", "chrome:")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser."""
    browser = Browser()
    yield browser
    browser.close()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """The browser on a desktop by day, watched."""
    chromium.size(DESKTOP)
    chromium.dark(False)
    chromium.errors(), chromium.requests()
    yield chromium
    asked = chromium.requests()
    chromium.leave()
    assert asked and [url for url in asked if not url.startswith(LOCAL)] == []
    chromium.errors()


@pytest.fixture
def debug() -> Iterator:
    """Opens sessions by lesson, and closes them after the test."""
    opened: List[Debugger] = []

    def open_session(lesson: str = "01") -> Debugger:
        opened.append(Debugger(ROOT, f"make debug LESSON={lesson}"))
        return opened[-1]

    yield open_session
    for session in opened:
        session.close()


@pytest.fixture
def lesson(browser):
    """Opens a lesson at a stop; in the end nothing stands on the console."""

    def open_lesson(number, stop=None):
        browser.open(SITE / f"{number:02}.html", "" if stop is None else f"#{number:02}/{stop}")
        return browser

    yield open_lesson
    assert browser.errors() == []
