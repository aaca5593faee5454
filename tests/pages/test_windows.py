"""What fits into windows of all sizes: nothing is clipped, what changed and the head are in sight."""

import pytest

from pages.browser import Keys
from pages.course import LESSONS, last

HEIGHTS = {1920: 1080, 1366: 768, 1280: 800, 960: 1080, 640: 900, 390: 844}  # by width
WHOLE = {"pre": 960, "div": 0}  # from which width on nothing in a dump or a figure has to be scrolled for
DRAWING = "document.querySelector('.stop:not([hidden]) .drawing')"
LETTERS = 7.1  # pixels of the smallest letters
# What is wrong with the stop that is shown, in a sentence each. Only what scrolls by itself may be wider than its
# place, and it may not where the window is wide.
LOOK = """
const stop = document.querySelector('.stop:not([hidden])');
const [root, wrong] = [document.documentElement, []];
const box = (part) => part.getBoundingClientRect();
const inside = (part, frame) => part.left >= frame.left - 1 && part.top >= frame.top - 1 &&
  Math.min(part.right, part.left + frame.width / 2) <= frame.right + 1 && part.bottom <= frame.bottom + 1;
if (root.scrollWidth > root.clientWidth) wrong.push('the page is too wide');
for (const part of stop.querySelectorAll('*')) {
  const scroller = part.parentElement.closest('.wide');
  const hidden = part.closest('.hear, .skip, .said') || part.closest('svg') && part.localName !== 'svg';
  if (scroller || hidden || !part.getClientRects().length) continue;
  if (box(part).right > root.clientWidth + 1 || box(part).left < -1) wrong.push(part.className + ' sticks out');
}
for (const wide of stop.querySelectorAll('.transcript, .drawing')) {
  if (wide.scrollWidth <= wide.clientWidth + 1) continue;
  if (getComputedStyle(wide).overflowX !== 'auto') wrong.push(wide.className + ' is clipped');
  if (root.clientWidth >= arguments[0][wide.localName]) wrong.push(wide.className + ' has to be scrolled');
}
for (const drawing of stop.querySelectorAll('.drawing')) {
  const svg = drawing.querySelector('svg');
  const sizes = [...svg.querySelectorAll('text')].map((text) => Number(text.getAttribute('font-size')));
  if (box(svg).width / svg.viewBox.baseVal.width * Math.min(...sizes) < arguments[1]) wrong.push('letters too small');
  const all = ['.node.changed', '.word.head'].map((what) => [...drawing.querySelectorAll(what)].map(box));
  const [changed, heads] = all.map((parts) => parts.some((part) => inside(part, box(drawing))));
  if (all[0].length && !changed) wrong.push('what changed is out of sight');
  if (all[1].length && !heads) wrong.push('the head is out of sight');
}
return wrong;
"""


@pytest.mark.parametrize("number", LESSONS)
@pytest.mark.parametrize("width", HEIGHTS)
def test_every_stop_fits_the_window(lesson, number, width):
    page = lesson(number, 0)
    page.size((width, HEIGHTS[width]))
    for stop in range(last(number) + 1):
        assert page.run(LOOK, WHOLE, LETTERS) == [], f"stop {stop}"
        page.run("document.getElementById('next').click()")
    assert page.errors() == []


@pytest.mark.parametrize(
    "spoil, fault",
    [
        ("document.querySelector('.stop:not([hidden]) section.text').style.minWidth = '3000px'", "text sticks out"),
        (f"{DRAWING}.style.overflow = 'hidden'; {DRAWING}.firstChild.style.width = '999px'", "drawing wide is clipped"),
        ("document.querySelector('.stop:not([hidden]) svg').style.width = '100px'", "letters too small"),
        (f"{DRAWING}.firstChild.style.width = '999px'; {DRAWING}.scrollLeft = 0", "the head is out of sight"),
    ],
)
def test_what_does_not_fit_is_noticed(lesson, spoil, fault):
    page = lesson(1, 6)
    page.size((390, 844))
    page.run(spoil)
    assert fault in page.run(LOOK, WHOLE, LETTERS)


@pytest.mark.parametrize("number", LESSONS)
def test_on_a_phone_the_figure_begins_high(lesson, number):
    page = lesson(number, 0)
    page.size((390, 844))
    for _ in range(last(number)):
        page.run("document.getElementById('next').click()")
        assert (
            page.run("return document.querySelector('.stop:not([hidden]) .drawing').getBoundingClientRect().top") < 300
        )


def test_in_a_wide_window_the_figure_stays_beside_the_text(lesson):
    page = lesson(1, 6)
    page.size((1920, 1080))
    text, figure = page.one(".stop:not([hidden]) section.text"), page.one(".stop:not([hidden]) .drawing")
    assert text.rect["x"] + text.rect["width"] < figure.rect["x"]
    page.run("window.scrollTo(0, 900)")
    assert page.run("return arguments[0].getBoundingClientRect().top", figure) > 80  # not below the bar at the top
    page.size((1280, 800))
    assert text.rect["y"] > figure.rect["y"] + figure.rect["height"]


def test_another_stop_is_read_from_its_top_unless_one_watches_the_figure(lesson):
    page = lesson(1, 5)
    page.size((1280, 800))
    page.run("window.scrollTo(0, 300)")
    page.run("document.getElementById('next').click()")
    assert page.run("return window.scrollY") == 300
    page.run("window.scrollTo(0, 1200)")
    page.run("document.getElementById('next').click()")
    assert page.run("return window.scrollY") == 0


def test_a_narrow_window_has_a_figure_of_its_own_that_answers_too(lesson):
    page = lesson(1, 6)
    whole = page.run("return document.querySelectorAll('.stop:not([hidden]) .drawing .word').length")
    for size, narrow in (((390, 844), 1), ((1280, 800), 0), ((390, 844), 1)):
        page.size(size)
        page.wait(lambda: len(page.all(".drawing .narrow")) == narrow, "another layout")
        assert len(page.all(".drawing svg")) == 1 and len(page.all(".drawing .word")) == whole == 17
        page.focus(page.part("w-80218d60"))
        assert "Written so far: 2 stores." in page.one(".detail").text
        assert "end" in page.part("w-80218d58").get_attribute("class")
    page.keys(Keys.ARROW_RIGHT)
    assert page.focused() == "w-80218d60" and len(page.all(".drawing .narrow")) == 1
    assert page.violations() == []


def test_from_a_narrow_window_the_broad_figure_is_printed(lesson):
    page = lesson(1, 6)
    page.size((390, 844))
    page.wait(lambda: page.all(".drawing .narrow"), "a narrow figure")
    page.run("document.getElementById('next').click()")
    narrow = "return document.querySelectorAll('.drawing .narrow').length"
    assert page.run(narrow) == 2
    page.run("window.dispatchEvent(new Event('beforeprint'))")
    assert page.run(narrow) == 0
    page.run("window.dispatchEvent(new Event('afterprint'))")
    assert page.run(narrow) == 1
