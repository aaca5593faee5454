"""The lessons that the pages show, and which stop a page shows."""

from pathlib import Path

from buddylab.course import book
from pages.browser import Browser

COURSE = book.read(str(Path(__file__).resolve().parents[2]), "walkthrough.md").lessons
LESSONS = sorted(COURSE)


def last(lesson: int) -> int:
    """The number of its last stop."""
    return max(COURSE[lesson].sections)


def at(browser: Browser) -> int:
    """Which stop is shown, as page, slider, address and title agree on."""
    (stop,) = browser.all(".stop")
    number = int(stop.get_attribute("data-stop"))
    assert browser.run("return document.getElementById('slider').value") == str(number)
    assert (f"Stop {number} of" in browser.one("#where").text) == (number > 0)
    assert browser.one("#where").text in browser.driver.title
    return number
