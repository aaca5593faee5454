"""make tour: what a stranger sees first."""

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pexpect
import pytest

from alone import alone
from buddylab.columns import WIDEST, on_terminal
from buddylab.course import book
from buddylab.course.player import Played, surroundings
from buddylab.course.tour import everything, told

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "diagrams"
STALE = FOLDER / "09-gone" / "stop-01.svg"


def play(root, columns):
    """The lines of a tour on a terminal so wide."""
    terminal = pexpect.spawn(
        sys.executable, ["gdb/play.py", "tour"], cwd=root, env={**surroundings(), "TERM": "dumb"}, encoding="utf-8",
        dimensions=(40, columns), timeout=300,
    )  # fmt: skip
    terminal.expect(pexpect.EOF)
    terminal.close()
    lines = str(terminal.before).replace("\r\n", "\n").split("\n")
    assert terminal.exitstatus == 0, lines
    return lines[:-1]


@pytest.fixture(scope="module")
def walkthrough():
    return book.read(str(ROOT), "walkthrough.md")


@pytest.fixture(scope="module")
def tour():
    """The lines of a tour on a broad terminal; its figures stay as long as somebody looks at them."""
    with alone(FOLDER):
        STALE.parent.mkdir(parents=True, exist_ok=True)
        STALE.write_text("<svg/>")  # left from an earlier tour
        yield play(ROOT, 100)


@pytest.fixture(scope="module")
def short(tmp_path_factory, walkthrough):
    """A copy of the project whose walkthrough has lesson 1 alone."""
    folder = tmp_path_factory.mktemp("short")
    shutil.copy(ROOT / "Makefile", folder)
    for name in ("gdb", "kernel", "lab"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    parts = walkthrough.text.partition("## Lesson 1: ")
    (folder / "walkthrough.md").write_text("".join(parts[1:]).partition("## Lesson 2: ")[0])
    subprocess.run(["make", "-s", "build/01-intrusive-list.elf"], cwd=folder, env=surroundings(), check=True)
    return folder


@pytest.fixture(scope="module")
def usual(short):
    """The lines of its tour on a terminal of 80 columns."""
    return play(short, 80)


class Links(HTMLParser):
    """The targets of links and pictures, and the words in place of the pictures."""

    def __init__(self, text):
        super().__init__()
        self.targets, self.pictures = [], {}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "img":
            self.pictures[found["src"]] = found["alt"]
        self.targets += [found[name] for name in ("href", "src") if name in found]


def test_it_is_short_enough_to_be_read(tour):
    assert 80 <= len(tour) <= 140, len(tour)
    start = next(at for at, line in enumerate(tour) if line.startswith("(gdb) "))
    sample = tour[start : start + tour[start:].index("Wrote build/memory.svg") + 1]
    assert all(len(line) <= WIDEST for line in tour if line not in sample)
    assert not any(char in line for line in tour for char in "\r\x1b\x07")


def too_long(lines, columns):
    return [line for line in lines if len(line.expandtabs(8)) > columns and len(line.split()) > 1]


def test_it_fits_a_broad_terminal(tour):
    assert too_long(tour, 100) == [] and max(map(len, tour)) > 60


def test_it_fits_a_narrow_terminal(short, usual):
    lines = play(short, 60)
    assert too_long(lines, 60) == [] and "(gdb) show-list list --memory values" in lines
    assert len(lines) > len(usual)


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_every_stop_fits_every_terminal(walkthrough, columns):
    """As told of steps that print nothing: how wide the one is that is shown in full, GDB knows."""
    steps = [Played(command, [], b"<svg/>" if command.figure else None) for command in walkthrough.commands]
    with on_terminal(columns):
        lines = [line for each in told(walkthrough, steps) for line in each.split("\n")]
    assert too_long(lines, columns) == [] and len(lines) > 80


def test_a_file_is_written_as_for_a_terminal_of_80_columns(short, usual):
    done = subprocess.run(
        [sys.executable, "gdb/play.py", "tour"], cwd=short, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        env={name: value for name, value in surroundings().items() if name != "V"}, stderr=subprocess.STDOUT,
        encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0 and done.stdout.splitlines() == usual


def test_each_stop_has_a_line_with_its_figure(tour, walkthrough):
    text = "\n".join(tour)
    for number, lesson in walkthrough.lessons.items():
        assert f"\nLesson {number}: {lesson.title}\n" in text
        for stop, section in lesson.sections.items():
            if stop:
                drawn = [command.figure for command in section.commands if command.figure]
                more = rf" and {len(drawn) - 1} more" if len(drawn) > 1 else ""
                file = rf"\s+build/{re.escape(drawn[-1])}{more}" if drawn else ""
                assert re.search(rf"^ *{stop}  {re.escape(section.title)}{file}$", text, re.MULTILINE), section.title


def test_one_stop_is_shown_in_full(tour, walkthrough):
    command = [each for each in walkthrough.lessons[1].sections[6].commands if each.figure][-1]
    text = "\n".join(tour)
    assert "\n".join(["", f"(gdb) {command.text}", *command.output, ""]) in text
    assert sum(line.startswith("(gdb) ") for line in tour) == 1


def test_it_ends_with_what_to_do_next(tour):
    text = "\n".join(tour[-5:])
    assert "build/diagrams/index.html" in text and "make debug LESSON=00" in text and "make site" in text


def test_the_page_has_every_figure_and_no_other(tour, walkthrough):
    page = Links((FOLDER / "index.html").read_text())
    there = [figure for figure in walkthrough.figures if figure not in walkthrough.linux.figures]
    expected = {figure.path[len("diagrams/") :] for figure in there if figure.path.endswith(".svg")}
    expected = {path for path in expected if (ROOT / "diagrams" / path).exists() and "/" in path}
    assert set(page.pictures) == expected and not STALE.exists()
    assert all(page.pictures.values())
    assert {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.svg")} == expected
    for target in page.targets:
        assert target.startswith("data:") or (FOLDER / target).exists(), target


def test_everything_is_printed_where_that_is_wished(walkthrough):
    steps = [Played(command, command.output) for command in walkthrough.commands]
    lines = list(everything(steps))
    typed = [line for line in lines if line.startswith(("(gdb) ", "$ "))]
    assert typed == [command.prompt + command.text for command in walkthrough.commands]
    assert len(lines) > 3000


def test_make_hands_the_wish_on():
    done = subprocess.run(
        ["make", "-n", "installed-tour", "V=1"], cwd=ROOT, env=surroundings(), stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert re.search(r"^V=1 \S+ gdb/play.py tour$", done.stdout, re.MULTILINE)


SHOW = """
from buddylab.course import tour
with tour.screen(2) as show:
    show("one [bold]line[/bold]", 1)
    show("another", 2)
print("over")
"""


def test_a_terminal_has_a_bar_that_leaves_nothing_behind():
    terminal = pexpect.spawn(
        sys.executable, ["-c", SHOW], cwd=ROOT / "gdb", env={**os.environ, "TERM": "xterm"}, encoding="utf-8",
        dimensions=(40, 80), timeout=60,
    )  # fmt: skip
    terminal.expect("Playing the lessons.*?%")
    terminal.expect_exact("one [bold]line[/bold]")
    terminal.expect_exact("another")
    terminal.expect_exact("over\r\n")
    last = str(terminal.before).rpartition("\x1b[2K")
    assert last[1] and "Playing" not in last[2]  # the line of the bar was erased
    terminal.expect(pexpect.EOF)
