"""A figure opened alone, as its file: it fits its window, and has the ground that the reader prefers."""

from pathlib import Path

import pytest

from buddylab.draw.figure.palette import COLOURS
from pages.browser import LAPTOP, PHONE

FOLDER = Path(__file__).resolve().parents[2] / "diagrams"
FIGURES = ["07-kernel-heap/stop-09.svg", "01-intrusive-list/stop-06.svg", "04-heap-alloc/stop-03.svg"]


def opened(browser, name):
    browser.driver.get((FOLDER / name).as_uri())
    browser.loaded(".svg")


def rgb(colour):
    return "rgb({}, {}, {})".format(*(int(colour[at : at + 2], 16) for at in (1, 3, 5)))


@pytest.mark.parametrize("size", [(1366, 768), LAPTOP, (960, 600), (640, 480), PHONE], ids=str)
@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_alone_is_no_larger_than_its_window(browser, name, size):
    browser.size(size)
    opened(browser, name)
    reach = "const all = document.getElementById('canvas').getBoundingClientRect(); return [all.right, all.bottom]"
    right, bottom = browser.run(reach)
    width, height = browser.run("return [innerWidth, innerHeight]")  # a phone shows a wide window as a whole
    assert 0 < right <= width and 0 < bottom <= height
    assert not browser.overflows()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_figure_alone_has_a_ground_all_over_its_window(browser, dark):
    browser.dark(dark)
    opened(browser, FIGURES[0])
    ground = "return getComputedStyle(document.documentElement).backgroundColor"
    assert browser.run(ground) == rgb(COLOURS["canvas"][dark])


def test_on_a_page_a_figure_keeps_its_size(browser, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(f'<!doctype html><title>x</title><img src="{(FOLDER / FIGURES[0]).as_uri()}">')
    browser.size((640, 480))
    browser.open(page)
    width, height = browser.run("const [img] = document.images; return [img.naturalWidth, img.naturalHeight]")
    assert width > 1000 and height > 800
