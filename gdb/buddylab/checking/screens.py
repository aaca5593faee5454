"""Whether what the tutor says fits the screen, for whoever types what is asked for, and comes to the lesson's end."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import Iterator, List, Tuple

from buddylab.course import player
from buddylab.course.blocks import OPEN
from buddylab.course.book import Lesson
from buddylab.course.mistake import Mistake, placed
from buddylab.course.section import PREDICTS

SIZES = ((24, 80), (30, 100))  # rows and columns
PATIENCE = 10  # seconds without a prompt
ASKED = re.compile(r"^Type: `([^`]*)`", re.MULTILINE)
AGAIN = "run"  # asked for at the end
START = "make debug"
BELOW = 5  # rows that a command's output leaves, or else what is said behind it waits for lab
MOST = 500  # commands of a lesson


def asked(shown: str) -> str:
    """What the last line says is to be typed; "" where there is no such line."""
    found: List[str] = ASKED.findall(shown.rpartition("\n\n")[2])
    return re.sub(r"\n *", " ", found[-1]) if found else ""  # a long command is wrapped


def on_screen(rows: int, columns: int, lines: List[str]) -> str:
    """What a real screen shows of what appeared, and of the prompt behind it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it advises another library; a screen that shows plain lines is all we need
        from pexpect.ANSI import ANSI
    screen = ANSI(rows, columns)
    for line in lines:  # this screen has gone to the next row behind the last column; a terminal waits for more
        full = line and len(line.expandtabs()) % columns == 0
        screen.write(line.expandtabs() + ("" if full else "\r\n"))
    screen.write("(gdb) ")
    drawn: str = str(screen)
    return drawn


def _session(root: Path, what: str, size: Tuple[int, int]) -> player.Session:
    return player.Session(root, f"make debug {what}", guided=True, patience=PATIENCE, size=size, draws=False)


def lesson(root: Path, number: int, told: Lesson, size: Tuple[int, int]) -> Iterator[Mistake]:
    """What of a lesson scrolls away on a terminal of this size before it can be read; and where the tutor gets lost."""
    stop, first = 0, told.sections[0]
    guesses = [each for section in told.sections.values() for each in section.predictions]
    try:
        session = _session(root, f"LESSON={number:02}", size)
    except player.Stuck as fault:
        yield from placed(f"{fault}", first.page, first.line)
        return
    try:
        shown, command = ["", *session.greeting], START
        for _ in range(MOST):
            text = "\n".join(shown)
            stop = max([stop, *(int(each[0]) for each in player.STOP.findall(text))])
            section = told.sections.get(stop, first)
            if player.PANIC.search(text):
                return  # the program's own mistake, which is told elsewhere
            wrong = _lost(shown, command, size, told)
            if wrong:
                yield Mistake(section.page, max(1, section.line - 1), f"{wrong}.")
                return
            command = asked(text)
            if command == AGAIN:
                break
            if OPEN in command:
                if not guesses:
                    return  # a prediction without a guess, which is told elsewhere
                command = PREDICTS + guesses.pop(0)
            shown = session.type(command)
        if stop < max(told.sections):
            what = f"the tutor leads to stop {stop} and ends there; expected a way to stop {max(told.sections)}"
            yield Mistake(first.page, first.line, f"{what}: each section has the continue that leads to its stop.")
    except player.Stuck as fault:
        yield from placed(f"{fault}", first.page, first.line)
    finally:
        session.kill()


def _lost(shown: List[str], command: str, size: Tuple[int, int], told: Lesson) -> str:
    """What is wrong with what appeared behind a command; "" for nothing."""
    rows, columns = size
    text = "\n".join(shown)
    if not asked(text):
        return f"behind {command} the tutor does not say what to type; expected text or a command there"
    screen = on_screen(rows, columns, [f"(gdb) {command}", *shown])
    titles = re.findall(r"^Stop \d+ of .*", text, re.MULTILINE)
    fits = all(title[:columns] in screen and "\n=> " in screen for title in titles)
    if command != START:
        # What a command prints may be longer than the screen; what is said behind it then waits for lab.
        outputs = [each.output for each in told.commands if each.text == command]
        printed = sum(-(-len(line.expandtabs()) // columns) or 1 for line in max(outputs, key=len, default=[]))
        long = not titles and printed + BELOW > rows
        fits = fits and (f"(gdb) {command}" in screen or long)
    if fits:
        return ""
    what = f"behind {command} the tutor says more than a terminal of {rows} rows and {columns} columns shows"
    return f"{what}; expected paragraphs and blocks of code that are shorter"


def exercise(root: Path, name: str, size: Tuple[int, int]) -> Iterator[Mistake]:
    """The same of an exercise up to where it first goes on: some do not come back, that is their bug."""
    page = f"lab/exercises/{name}/README.md"
    try:
        session = _session(root, f"EXERCISE={name[:2]}", size)
    except player.Stuck:
        return  # which is told elsewhere
    try:
        shown, command = ["", *session.greeting], START
        while command != "continue":
            wrong = _lost(shown, START, size, Lesson(""))
            if wrong:
                yield Mistake(page, 1, f"{wrong.replace(START, command, 1)}.")
                return
            command = asked("\n".join(shown))
            shown = session.type(command) if command != "continue" else []
    except player.Stuck as fault:
        yield from placed(f"{fault}", page)
    finally:
        session.kill()
