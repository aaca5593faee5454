"""The pages where little is allowed: on a server that trusts no page, and in a browser that runs no scripts."""

import pytest

from pages.conftest import POLICY, SITE
from pages.course import COURSE, LESSONS, at, last


@pytest.mark.parametrize("number", LESSONS)
def test_nothing_is_blocked_on_a_server_that_trusts_no_page(browser, serve, number):
    address = serve(SITE)
    browser.open(f"{address}{number:02}.html", f"#{number:02}/{last(number)}")
    assert at(browser) == last(number) and browser.all(".drawing svg")
    browser.run("document.getElementById('back').click()")
    widths = browser.run("return [...document.querySelectorAll('.drawing svg')].map((svg) => svg.clientWidth)")
    assert at(browser) == last(number) - 1 and widths and all(width != 300 for width in widths)
    assert browser.errors() == []


def test_nor_on_the_page_of_contents(browser, serve):
    browser.open(f"{serve(SITE)}index.html", "#01/6")
    browser.loaded("01.html#01/6")
    assert at(browser) == 6 and browser.errors() == []


def test_what_would_be_blocked_is_noticed(browser, serve, tmp_path):
    page = (SITE / "02.html").read_text().replace("<svg ", '<svg style="width: 9px" ', 1)
    (tmp_path / "02.html").write_text(page.replace("<main", "<script>var one = 1;</script><main"))
    browser.open(f"{serve(tmp_path)}02.html")
    found = " ".join(browser.errors())
    assert POLICY in found and "inline script" in found and "inline style" in found


@pytest.mark.parametrize("number", LESSONS)
def test_without_scripts_all_is_there_and_in_place(browser, number):
    with browser.without_scripts():
        browser.open(SITE / f"{number:02}.html", f"#{number:02}/{last(number)}")
        assert len(browser.all(".stop")) == last(number) + 1 and browser.all(".controls, #all") == []
        assert [each.text for each in browser.all(".stop h2")][1:] == [
            f"Stop {stop}: {section.title}" for stop, section in sorted(COURSE[number].sections.items()) if stop
        ]
        # The link has led to its stop, the lines around each current one are there, and each figure beside its text.
        top = browser.run("return document.querySelector('.stop:last-of-type h2').getBoundingClientRect().top")
        assert 0 < top < 300
        lines = [
            browser.run(
                "return [...arguments[0].querySelectorAll('.line')].map((each) => each.checkVisibility())", stop
            )
            for stop in browser.all(".stop")[1:]
        ]
        assert all(7 <= sum(each) <= 13 for each in lines)
        assert all(each.is_displayed() for each in browser.all(".line.current"))
        figures = browser.run("return document.querySelectorAll('.stop .picture figure svg').length")
        assert figures == len(COURSE[number].figures) and not browser.overflows()
        summaries = [fold.summary for section in COURSE[number].sections.values() for fold in section.folds]
        assert [each.text for each in browser.all("summary")] == summaries
        assert browser.all("details[open]") == []
    assert browser.errors() == []
