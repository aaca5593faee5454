"""The pages by night, on phones and on paper, without a mouse and without eyes."""

import itertools
import re

import pytest

from pages.conftest import SITE
from pages.course import LESSONS, at, last
from pages.test_windows import HEIGHTS

SIZES = tuple(HEIGHTS.items())


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
def test_nothing_keeps_anybody_from_using_it(lesson, number):
    page = lesson(number, 0)
    page.run("for (const each of document.querySelectorAll('details')) each.open = true")
    found = []
    for stop in range(last(number) + 1):
        page.dark((stop + number) % 2 == 1)
        page.size(SIZES[stop % len(SIZES)])  # a lesson has more stops than there are sizes
        if stop % 2:
            page.run("const part = document.querySelector('.stop:not([hidden]) [role=button]'); if (part) part.focus()")
        assert at(page) == stop
        found += [f"stop {stop}: {each}" for each in page.violations()]
        page.run("document.getElementById('next').click()")
    assert found == [] and last(number) + 1 >= len(SIZES)


def test_nor_from_the_contents_or_all_on_one_page(lesson):
    page = lesson(2, "all")
    assert len(page.all(".stop")) == last(2) + 1
    assert page.violations() == []
    page.open(SITE / "index.html")
    for dark, size in itertools.product((False, True), SIZES):
        page.dark(dark)
        page.size(size)
        assert page.violations() == [] and not page.overflows(), size
