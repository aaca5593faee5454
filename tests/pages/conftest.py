"""One browser for all tests of the pages; whatever a page does, it neither complains nor leaves the machine."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Iterator, List

import pytest

from pages.browser import DESKTOP, Browser
from session.conftest import Debugger

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "build" / "site"
POLICY = "default-src 'self'"
LOCAL = ("http://127.0.0.1:", "file://", "data:", "about:", "devtools:", "chrome:")


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


class _Strict(SimpleHTTPRequestHandler):
    """Serves files as a web server does that trusts no page."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing."""


@pytest.fixture
def serve() -> Iterator:
    """Serves a folder under our policy; gives its address."""
    servers: List[ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), partial(_Strict, directory=str(folder))))
        Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


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
