"""A lesson that is printed: a handout with all of its stops, what is folded included, in grey."""

import re
import subprocess

import pytest

from pages.conftest import SITE
from pages.course import COURSE, LESSONS, last


def _words(text):
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("number", LESSONS)
def test_a_lesson_on_paper(browser, tmp_path, number, scripts):
    pages = printed(browser, tmp_path, number, scripts)
    whole = " ".join(pages)
    titles = [f"Stop {stop}: {section.title}" for stop, section in COURSE[number].sections.items() if stop]
    assert [title for title in titles if title not in whole] == [] and whole.index(titles[0]) < whole.index(titles[-1])
    # Besides its title, the first page begins to tell.
    assert f"Lesson {number}: {COURSE[number].title}" in pages[0] and len(_words(pages[0])) > 60
    for section in COURSE[number].sections.values():
        for fold in section.folds:
            last_words = " ".join(_words(fold.text)[-4:])
            assert fold.summary in whole and last_words in " ".join(_words(whole)), fold.summary
    assert (
        "▶" not in whole and "Save the figure" not in whole and "Skip the" not in whole and "Next lesson" not in whole
    )
    assert len(pages) <= 3 * (last(number) + 1)


def printed(browser, tmp_path, number, scripts=True):
    """The text of each page of a lesson on paper."""
    if scripts:
        browser.open(SITE / f"{number:02}.html", f"#{number:02}/1")
        paper = browser.printed()
    else:
        with browser.without_scripts():
            browser.open(SITE / f"{number:02}.html", f"#{number:02}/1")
            paper = browser.printed()
    assert browser.errors() == []
    (tmp_path / "paper.pdf").write_bytes(paper)
    text = subprocess.run(["pdftotext", tmp_path / "paper.pdf", "-"], check=True, capture_output=True, text=True).stdout
    return [" ".join(page.split()) for page in text.split("\f")[:-1]]


@pytest.mark.parametrize("dark", [False, True])
def test_paper_is_white_and_all_that_is_on_it_grey(browser, dark):
    browser.open(SITE / "04.html", "#04/3")
    browser.dark(dark, "print")
    colours = browser.run(
        "const found = new Set();"
        "for (const each of document.querySelectorAll('body, body *')) {"
        "  const style = getComputedStyle(each);"
        "  const names = ['color', 'background-color', 'border-top-color'];"
        "  if (each.closest('svg')) names.push('fill', 'stroke');"
        "  if (each.checkVisibility()) for (const name of names) found.add(style.getPropertyValue(name));"
        "}"
        "return [...found]"
    )
    found = [tuple(map(int, re.findall(r"\d+", colour)[:3])) for colour in colours if "(" in colour]
    assert len(found) > 10 and [colour for colour in found if len(set(colour)) != 1] == []
    assert browser.run("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_what_is_asked_on_the_screen_is_as_it_was_after_printing(browser):
    browser.open(SITE / "01.html", "#01/6")
    browser.run("document.querySelector('.stop:not([hidden]) details').open = true")
    browser.printed()
    browser.dark(False)
    opened = browser.run("return document.querySelectorAll('details[open]').length")
    assert opened == 1 and len(browser.all(".stop")) == 1
