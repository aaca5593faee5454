"""The picture beside the debugger, while a real GDB steps."""

import os
import signal
import subprocess


import pytest

from pages.test_windows import HEIGHTS, LETTERS, LOOK, WHOLE


PAGE = "Open build/live/index.html in a web browser; it follows every stop."


@pytest.fixture
def watch(browser, debug):
    """A session of a lesson, and its picture in the browser."""

    def start(lesson="01", view="lab view"):
        session = debug(lesson)
        assert session.said(view) == PAGE
        browser.open(session.folder / "live" / "index.html")
        return session

    yield start
    assert browser.errors() == []


def until(browser, selector, text):
    """Waits until an element shows a text."""
    script = "const each = document.querySelector(arguments[0]); return each ? each.textContent : ''"
    browser.wait(lambda: text in browser.run(script, selector), f"{selector}: {text}")


def word(browser, address):
    """What a word of the picture says."""
    return browser.run(
        "const word = document.querySelector(`[data-id='w-${arguments[0]}']`);"
        " return word ? [...word.querySelectorAll('text')].map((text) => text.textContent).join(' ') : ''",
        address,
    )


def test_the_picture_keeps_up_with_the_debugger(browser, watch):
    session = watch()
    until(browser, "#title", "Stop 1 of 10: build the values of 16 nodes")
    until(browser, "figcaption kbd", "show-list list --memory values")  # what the text shows at this stop
    session.type("lab goto 5")
    until(browser, "#title", "Stop 5 of 10")
    browser.wait(lambda: "0x3333333333333333" in word(browser, "80218d60"), "the pattern")
    session.type("next")
    session.type("next")
    until(browser, "#title", "lesson(), line 40")
    session.type("step")
    until(browser, "#title", "linked_list_push()")
    session.type("finish")
    session.type("next")
    browser.wait(lambda: "0x0000000080218d48 was null" in word(browser, "80218d40"), "the first push")
    session.type("continue")
    until(browser, "#title", "Stop 6 of 10")
    browser.wait(lambda: "was 0x3333333333333333" in word(browser, "80218d60"), "the link")
    session.type("lab back")
    until(browser, "#title", "Stop 5 of 10")
    browser.wait(lambda: "0x3333333333333333" in word(browser, "80218d60"), "the pattern again")
    session.type("set var values[3] = 7")
    browser.wait(lambda: "0x0000000000000007" in word(browser, "80218d60"), "what was written by hand")


def test_the_text_of_the_stop_stands_beside_it(browser, watch):
    session = watch()
    session.type("lab goto 6")
    until(browser, "#text", "Find that address")
    assert browser.all("#text kbd") and not browser.run("return document.body.textContent").count("stop-06.svg")


def test_it_follows_what_was_shown_last(browser, watch):
    session = watch()
    session.type("lab goto 6")
    session.type("show-list ptrs[3]")
    until(browser, "figcaption kbd", "show-list ptrs[3]")
    session.type("next")
    until(browser, "#title", "lesson(), line 43")
    assert browser.one("figcaption kbd").text == "show-list ptrs[3]"


@pytest.mark.parametrize("lesson, stop, told", [("02", 4, "only values[4] changed"), ("04", 3, "(128 B) was split")])
def test_it_fits_its_window_and_what_changed_is_in_sight(browser, watch, lesson, stop, told):
    session = watch(lesson)
    session.type(f"lab goto {stop - 1}")
    for width, height in HEIGHTS.items():
        browser.size((width, height))
        session.type(f"lab goto {stop}")
        until(browser, ".drawing", told)
        assert browser.run(LOOK, WHOLE, LETTERS) == [], width
        session.type("lab back")
        browser.wait(lambda: told not in browser.one(".drawing").text, "the stop before")


def test_a_window_that_changes_shows_what_changed_again(browser, watch):
    session = watch("01")
    session.type("lab goto 6")
    until(browser, ".drawing", "16 of the 17 words shown")
    for width in (1920, 390, 640, 960, 390):
        browser.size((width, HEIGHTS[width]))
        browser.wait(lambda: browser.run(LOOK, WHOLE, LETTERS) == [], f"what changed, at {width}")
    browser.run("document.querySelector('.drawing').scrollLeft = 0")
    session.type("p 1")  # changes nothing
    browser.size((390, 700))  # a phone's own bars come and go
    assert browser.run("return document.querySelector('.drawing').scrollLeft") == 0


def test_nothing_is_blocked_on_a_server_that_trusts_no_page(browser, serve, watch):
    session = watch()
    session.type("lab goto 6")
    browser.open(f"{serve(session.folder / 'live')}index.html")
    until(browser, "#title", "Stop 6 of 10")
    browser.wait(lambda: "was 0x3333333333333333" in word(browser, "80218d60"), "the link")
    assert browser.run(LOOK, WHOLE, LETTERS) == []


def test_several_are_pinned(browser, watch):
    session = watch(view="lab view list --memory values, ptrs[3]")
    session.type("lab goto 5")
    session.type("break linked_list_push")
    session.type("continue")  # neither values nor ptrs has a name here
    until(browser, "#title", "linked_list_push()")
    browser.wait(lambda: len(browser.all(".drawing svg")) == 2, "two figures")
    assert [each.text for each in browser.all("figcaption kbd")] == [
        "show-list list --memory values",
        "show-list ptrs[3]",
    ]
    session.type("lab view list")
    browser.wait(lambda: len(browser.all(".drawing svg")) == 1, "one figure")


def test_a_heap_is_told_from_a_list(browser, watch):
    session = watch("04")
    until(browser, "#pictures", "")
    session.type("lab goto 3")
    session.type("lab view heap --view all")
    until(browser, "figcaption kbd", "show-freelists heap --view all")
    browser.wait(lambda: browser.all(".drawing g[data-id^='n-']"), "the tree")


def test_words_and_arrows_answer_here_too(browser, watch):
    session = watch()
    session.type("lab goto 6")
    browser.wait(lambda: "was 0x3333333333333333" in word(browser, "80218d60"), "the link")
    browser.focus(browser.part("w-80218d60"))
    assert "values[3] holds 0x0000000080218d58" in browser.one(".detail").text
    assert "end" in browser.part("w-80218d58").get_attribute("class")
    session.type("lab back")
    browser.wait(lambda: "0x3333333333333333" == word(browser, "80218d60").split()[-1], "the pattern")
    assert browser.focused() == "w-80218d60"


def test_it_says_when_the_session_has_ended_and_picks_up_a_new_one(browser, watch, debug, tmp_path, monkeypatch):
    session = watch()
    until(browser, "#session", "Live")
    live = session.folder / "live"
    session.quit()
    until(browser, "#session", "The session has ended")
    again = debug("02")
    again.type(f"python import buddylab.commands.view as view; view.FOLDER = {str(live)!r}")
    live.mkdir(parents=True, exist_ok=True)
    again.type("lab view")
    until(browser, "#lesson", "Lesson 2")
    until(browser, "#session", "Live")
    os.kill(again.gdb(), signal.SIGKILL)
    until(browser, "#session", "The session has ended")
    again.terminal.wait()


def test_a_lesson_that_is_over_and_begun_again(browser, watch):
    session = watch("02")
    session.type("lab goto 6")
    session.type("continue")
    until(browser, "#title", "The lesson is over; nothing runs.")
    session.type("run")
    until(browser, "#title", "Stop 1 of 6")
    browser.wait(lambda: browser.all(".drawing svg"), "a figure")


def test_another_lesson_is_followed(browser, watch):
    session = watch()
    session.terminal.sendline("lab lesson 02")
    session.terminal.expect(r"\(gdb\) $")
    until(browser, "#lesson", "Lesson 2")
    until(browser, "#session", "Live")


def test_a_graphviz_that_hangs_holds_up_nobody(browser, tmp_path, monkeypatch, watch):
    hanging = tmp_path / "dot"
    hanging.write_text("#!/bin/sh\nexec sleep 1000\n")
    hanging.chmod(0o755)
    monkeypatch.setenv("DOT", str(hanging))
    session = watch()
    for stop in range(2, 6):
        assert f"Stop {stop} of 10" in session.text("continue")
    assert not (session.folder / "live" / "figure-0.svg").exists()


def test_a_desktop_opens_it(tmp_path, monkeypatch, debug):
    opener = tmp_path / "xdg-open"
    opener.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/opened.part\nmv {tmp_path}/opened.part {tmp_path}/opened\n')
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":0")
    session = debug()
    assert session.said("lab view") == "Opened build/live/index.html in your browser; it follows every stop."
    session.type("next")
    subprocess.run(["sh", "-c", f"until test -e {tmp_path}/opened; do sleep 0.05; done"], check=True, timeout=20)
    assert (tmp_path / "opened").read_text() == f"{session.folder}/live/index.html\n"


@pytest.mark.parametrize(
    "line, sentence",
    [
        ("nonsense", 'No symbol "nonsense"'),
        ("--all", "expects an expression in front of --all"),
        ("list --depth 3", "has no option --depth"),
        ("list + 1", "GDB cannot evaluate +"),
    ],
)
def test_mistakes_are_one_sentence(debug, line, sentence):
    shown = debug().said(f"lab view {line}")
    assert sentence in shown and len(shown.splitlines()) == 1 and "Traceback" not in shown


def test_what_cannot_be_drawn_here_is_said(browser, watch):
    watch("03")  # its first stop has no heap yet, and the text shows none
    browser.wait(
        lambda: browser.run("return document.getElementById('pictures').textContent.trim()"), "a figure or a word"
    )


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_keeps_anybody_from_using_it(browser, watch, dark):
    session = watch(view="lab view list --memory values, list")
    session.type("lab goto 6")
    browser.wait(lambda: len(browser.all(".drawing svg")) == 2, "two figures")
    browser.dark(dark)
    for size in HEIGHTS.items():
        browser.size(size)
        assert browser.violations() == [] and not browser.overflows(), size
