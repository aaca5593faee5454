"""The lessons that the pages show, and which stop a page shows."""

from pathlib import Path

from buddylab.course import lessons, site
from pages.browser import Browser

TEXT = (Path(__file__).resolve().parents[2] / "walkthrough.md").read_text()
CHAPTERS = site.chapters(TEXT)
LESSONS = sorted(CHAPTERS)
COURSE = lessons.lessons(TEXT)


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
