"""The lessons as pages, used as a student uses them."""

import xml.etree.ElementTree as xml
from dataclasses import replace

import pytest

from buddylab.course import book, site
from buddylab.course.blocks import Fold, Transcript
from docs.versions import comparable
from pages.browser import Keys
from pages.conftest import ROOT, SITE
from pages.course import COURSE, LESSONS, at, last


def test_the_contents_lead_to_every_stop(browser):
    browser.open(SITE / "index.html")
    links = [each.get_attribute("href").rpartition("/build/site/")[2] for each in browser.all(".card a")]
    stops = [f"{number:02}.html#{number:02}/{stop}" for number in LESSONS for stop in range(last(number) + 1)]
    assert links == [*stops, "linux.html"]
    browser.all(".card a")[12].click()
    browser.loaded("01.html#01/5")
    assert at(browser) == 5
    assert browser.errors() == []


def test_the_chapter_on_linux_stands_there_as_it_is(browser):
    browser.open(SITE / "linux.html")
    assert browser.one("h1").text == "Linux' own" and browser.errors() == []
    widths = browser.run("return [...document.images].map(each => each.naturalWidth)")
    assert len(widths) == 3 and all(widths) and not browser.overflows()


def test_a_link_to_a_stop_leads_there(browser):
    browser.open(SITE / "index.html", "#01/6")
    browser.loaded("01.html#01/6")
    assert at(browser) == 6
    assert browser.one(".stop:not([hidden]) h2").text == f"Stop 6: {COURSE[1].sections[6].title}"


@pytest.mark.parametrize("number", LESSONS)
def test_every_lesson_is_there_with_all_of_its_stops(lesson, number):
    page = lesson(number)
    titles = page.run("return [...document.querySelectorAll('.stop')].map((stop) => stop.dataset.title)")
    assert titles[1:] == [section.title for stop, section in sorted(COURSE[number].sections.items()) if stop]
    lines = page.run("return [...document.querySelectorAll('.line.current')].map((line) => line.textContent)")
    assert len(lines) == last(number) and all(f"STEP({stop}," in line for stop, line in enumerate(lines, 1))


@pytest.mark.parametrize("number", LESSONS)
def test_what_was_typed_and_printed_is_what_the_walkthrough_shows(lesson, number):
    page = lesson(number)
    shown = page.run("return [...document.querySelectorAll('.transcript')].map((each) => each.textContent).join('\\n')")
    expected = []
    blocks = (block for section in COURSE[number].sections.values() for block in section.blocks)
    for block in blocks:
        for command in block.commands if isinstance(block, (Fold, Transcript)) else []:
            expected += [command.prompt + command.text, *command.output]
    shown = shown.splitlines()
    assert comparable(shown) == comparable(expected)


@pytest.mark.parametrize("number", LESSONS)
def test_each_figure_can_be_saved_as_it_is(lesson, number):
    page = lesson(number)
    pictures = [figure.path for figure in COURSE[number].figures]
    assert (
        page.run("return [...document.querySelectorAll('figcaption a')].map((a) => a.getAttribute('href'))") == pictures
    )
    drawn = page.run(
        "return [...document.querySelectorAll('.drawing')].map((each) =>"
        " [...each.querySelectorAll('text')].map((text) => text.textContent))"
    )
    for name, texts in zip(pictures, drawn):
        root = xml.fromstring((SITE / name).read_bytes())
        assert [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")] == texts
        assert root.get("role") == "img" and root.get("width", "").endswith("pt")


def test_forwards_and_backwards_with_the_buttons(lesson):
    page = lesson(1)
    assert at(page) == 0
    back, onward = page.one("#back"), page.one("#next")
    assert back.get_attribute("aria-disabled") == "true"
    back.click()
    assert at(page) == 0
    for stop in range(1, last(1) + 1):
        onward.click()
        assert at(page) == stop
    assert onward.get_attribute("aria-disabled") == "true"
    onward.click()
    back.click()
    assert at(page) == last(1) - 1
    assert page.driver.current_url.endswith(f"#01/{last(1) - 1}")


def test_forwards_and_backwards_with_the_keys(lesson):
    page = lesson(2, 1)
    page.keys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    assert at(page) == 3
    page.keys(Keys.ARROW_LEFT)
    assert at(page) == 2
    page.keys(*last(2) * [Keys.ARROW_RIGHT])
    assert at(page) == last(2)
    page.focus(page.one("#slider"))
    page.keys(Keys.HOME, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    assert at(page) == 2
    assert page.one("#slider").get_attribute("aria-valuetext").startswith("Stop 2 of")


def test_a_link_within_the_page_and_a_place_that_is_none(lesson):
    page = lesson(1, 3)
    page.run("location.hash = '#01/7'")
    page.wait(lambda: page.one(".stop h2").text.startswith("Stop 7"), "stop 7")
    assert at(page) == 7
    lesson(1, 99)
    assert at(page) == last(1)
    lesson(1, "nonsense")
    assert at(page) == 0


def test_the_history_of_a_word_that_is_pointed_at(lesson):
    page = lesson(1, 6)
    page.point(page.part("w-80218d60"))
    detail = page.one(".detail")
    assert detail.find_element("css selector", ".meaning").text.startswith("values[3] holds 0x0000000080218d58")
    stores = [each.text for each in detail.find_elements("css selector", "li")]
    assert len(stores) == 2 and "Written so far: 2 stores." in detail.text
    assert "step 1 0x0 → 0x3333333333333333" in stores[0] and "lesson()" in stores[0]
    assert "step 5 0x3333333333333333 → 0x80218d58 values[2]" in stores[1] and "linked_list_push()" in stores[1]
    page.point(page.one("#where"))
    assert "Point at a word" in detail.text


def test_what_is_written_later_is_shown_as_such(lesson):
    page = lesson(1, 2)
    page.point(page.part("w-80218d60"))
    detail = page.one(".detail")
    assert "Written so far: 1 store, later 1 more." in detail.text
    assert ["later" in each.get_attribute("class") for each in detail.find_elements("css selector", "li")] == [
        False,
        True,
    ]
    page.keys(Keys.ARROW_RIGHT)
    lesson(1, 9)
    page.point(page.part("w-80218d40"))
    assert "Written so far: 18 stores, later 15 more." in page.one(".detail").text
    assert len(page.all(".detail li.later")) <= 9


def test_both_ends_of_an_arrow(lesson):
    page = lesson(1, 6)
    page.point(page.part("e-80218d40").find_element("css selector", "ellipse"))
    assert page.one(".detail").text.startswith("list.head points at values[15]")
    ends = page.run("return [...document.querySelectorAll('.stop:not([hidden]) .end')].map((each) => each.dataset.id)")
    assert sorted(ends) == ["w-80218d40", "w-80218dc0"]


@pytest.mark.parametrize("number", LESSONS)
def test_every_arrow_knows_its_ends(lesson, number):
    page = lesson(number)
    arrows = page.run(
        "return [...document.querySelectorAll('.drawing g[data-id^=\"e-\"]:not(.end)')].map((each) =>"
        " [each.dataset.id, each.dataset.from, each.dataset.to])"
    )
    assert all(source and target for _, source, target in arrows), arrows


def test_the_keyboard_gets_to_every_word_and_arrow(lesson):
    page = lesson(0, 6)
    page.run("document.querySelector('.stop:not([hidden]) .picture .skip').focus()")
    visited = []
    for _ in range(12):
        page.keys(Keys.TAB)
        visited.append(page.focused())
    drawn = page.run(
        "return [...document.querySelectorAll('.stop:not([hidden]) [role=button]')].map((each) => each.dataset.id)"
    )
    assert [each for each in visited if each in drawn] == drawn and len(drawn) > 6
    page.focus(page.part(drawn[0]))
    assert "holds" in page.one(".detail").text
    page.keys(Keys.ENTER)
    assert page.part(drawn[0]).get_attribute("aria-pressed") == "true"
    kept = page.one(".detail").text
    page.keys(Keys.TAB)
    assert page.one(".detail").text == kept
    page.keys(Keys.ESCAPE)
    assert page.one(".detail").text != kept


def test_the_figure_can_be_skipped(lesson):
    page = lesson(1, 6)
    page.run("document.querySelector('.stop:not([hidden]) .picture .skip').focus()")
    assert page.all(".stop .picture .skip")
    page.keys(Keys.ENTER)
    assert page.focused() == "text-6-1" and at(page) == 6


def test_the_focus_stays_on_a_word_from_stop_to_stop(lesson):
    page = lesson(1, 5)
    page.focus(page.part("w-80218d60"))
    page.keys(Keys.ARROW_RIGHT)
    assert at(page) == 6 and page.focused() == "w-80218d60"
    assert "changed, was 0x3333333333333333" in page.one(".detail").text


def test_changed_words_are_highlighted(lesson):
    page = lesson(1, 6)
    changed = page.run("return document.querySelectorAll('.stop:not([hidden]) .word.changed').length")
    assert changed == 16
    assert "changed" in page.part("w-80218d60").get_attribute("class")


def test_all_stops_on_one_page(lesson):
    page = lesson(1, 4)
    page.one("#all").click()
    page.wait(lambda: len(page.all(".stop")) == last(1) + 1, "all stops")
    assert page.driver.current_url.endswith("#01/all")
    page.one("#all").click()
    page.wait(lambda: len(page.all(".stop")) == 1, "one stop")
    assert at(page) == 4


def test_a_lesson_takes_one_machine(tmp_path, monkeypatch):
    qemu = tmp_path / "qemu"
    note = f'case "$*" in *-kernel*) echo started >> {tmp_path}/log;; esac'
    qemu.write_text(f'#!/bin/sh\n{note}\nexec qemu-system-riscv64 "$@"\n')
    qemu.chmod(0o755)
    monkeypatch.setenv("QEMU", str(qemu))
    whole = book.read(str(ROOT), "walkthrough.md")
    monkeypatch.setattr(book, "read", lambda root, page: replace(whole, lessons={2: whole.lessons[2]}))
    site.build(ROOT, tmp_path / "site")
    assert (tmp_path / "log").read_text() == "started\n"
    assert (tmp_path / "site/02.html").exists()
