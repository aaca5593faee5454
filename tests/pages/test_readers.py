"""The pages by night, on phones and on paper, without a mouse and without eyes."""

import base64
import re

import pytest

from pages.browser import DESKTOP, LAPTOP, PHONE
from pages.conftest import SITE
from pages.course import LESSONS, at, last


def test_dark_pages_have_dark_figures(lesson):
    page = lesson(1, 6)
    look = (
        "const canvas = document.querySelector('.stop:not([hidden]) .canvas polygon');"
        " return [getComputedStyle(document.body).backgroundColor, getComputedStyle(canvas).fill]"
    )
    light = page.run(look)
    page.dark(True)
    dark = page.run(look)
    assert light == 2 * ["rgb(254, 254, 254)"] and len(set(dark)) == 1
    assert sum(map(int, re.findall(r"\d+", dark[0]))) < 120


@pytest.mark.parametrize("number", LESSONS)
def test_every_stop_fits_the_screen(lesson, number):
    page = lesson(number, 0)
    for size in (PHONE, (768, 1024), LAPTOP, (1920, 1080)):
        page.size(size)
        wide = page.run(
            "const [root, slider, wide] = [document.documentElement, document.getElementById('slider'), []];"
            "for (let stop = slider.max; stop >= 0; stop--) {"
            "  slider.value = stop;"
            "  slider.dispatchEvent(new Event('input'));"
            "  if (root.scrollWidth > root.clientWidth + 1) wide.push(stop);"
            "}"
            "return wide"
        )
        assert wide == [] and at(page) == 0, size


def test_the_letters_of_a_figure_can_be_read_on_a_phone(lesson):
    page = lesson(1, 6)
    page.size(PHONE)
    word = page.run("return arguments[0].getBoundingClientRect().height", page.part("w-80218d60"))
    assert word > 40  # three lines
    drawing = page.one(".stop:not([hidden]) .drawing")
    page.wait(lambda: drawing.get_attribute("tabindex") == "0", "a drawing that is wider than the screen, and scrolls")


def test_a_stop_on_paper(lesson):
    page = lesson(1, 6)
    page.dark(True, "print")
    assert page.all("nav, .controls, .detail, .skip") == []
    assert len(page.all(".drawing")) == 1 and page.run("return getComputedStyle(document.body).backgroundColor") == (
        "rgb(254, 254, 254)"
    )
    lines = len(page.all(".stop:not([hidden]) .line"))
    assert 7 <= lines <= 13
    paper = base64.b64decode(page.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})["data"])
    assert paper.startswith(b"%PDF") and 1 <= paper.count(b"/Type /Page\n") + paper.count(b"/Type/Page/") <= 6


@pytest.mark.parametrize("number", LESSONS)
def test_nothing_keeps_anybody_from_using_it(lesson, number):
    page = lesson(number, 0)
    page.run("for (const each of document.querySelectorAll('details')) each.open = true")
    found = []
    for stop in range(last(number) + 1):
        page.dark(stop % 2 == 1)
        page.size(PHONE if stop % 3 == 2 else DESKTOP)
        if stop % 2:
            page.run("const part = document.querySelector('.stop:not([hidden]) [role=button]'); if (part) part.focus()")
        assert at(page) == stop
        found += [f"stop {stop}: {each}" for each in page.violations()]
        page.run("document.getElementById('next').click()")
    assert found == []


def test_nor_from_the_contents_or_all_on_one_page(lesson):
    page = lesson(2, "all")
    assert len(page.all(".stop")) == last(2) + 1
    assert page.violations() == []
    page.open(SITE / "index.html")
    assert not page.overflows()
    for dark in (False, True):
        page.dark(dark)
        assert page.violations() == []
