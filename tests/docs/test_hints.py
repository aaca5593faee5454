"""Each hint is tried where a learner reads it: what it names works there, and the page goes on as if nobody had."""

import re
from pathlib import Path

import pytest

from buddylab.course import book
from buddylab.course.blocks import Fold, Transcript
from buddylab.course.player import Session
from docs.hints import commands
from docs.versions import comparable

ROOT = Path(__file__).resolve().parents[2]
COURSE = book.read(str(ROOT), "walkthrough.md").lessons
NUMBER = re.compile(r"\$\d+ = ")  # of a value in GDB's history, which each p counts up


class Reader:
    """Plays a lesson as the page has it, and tries the hints on the way."""

    def __init__(self, lesson):
        self.line, self.wrong, self.tried = f"make debug LESSON={lesson}", [], 0
        self.session = Session(ROOT, self.line)
        self.played = []
        self.hints = []  # those tried since the page went on last

    def hint(self, name, text):
        for command in commands(text):
            said = self.session.type(f"python gdb.execute({command!r}, to_string=True); print('fine')")
            if (said[-1:] != ["fine"]) != (f"`{command}` finds nothing" in " ".join(text.split())):
                self.wrong.append(f"{name}: {command} gives {' '.join(said)}")
            self.hints.append(f"{name}: {command}")

    def go_on(self, command):
        """Types a command of the page. After hints that have changed what it prints, the lesson starts anew without."""
        output = self.session.type(command.text)
        self.played.append(command.text)
        if shown(output) != shown(command.output):
            self.wrong.append(f"line {command.line}: {command.text} prints something else after {self.hints}")
            self.session.close()
            self.session = Session(ROOT, self.line)
            for text in self.played:
                self.session.type(text)
        self.tried += len(self.hints)
        self.hints = []


def shown(lines):
    return "\n".join(comparable(NUMBER.sub("$ = ", "\n".join(lines)).split("\n")))


@pytest.mark.parametrize("lesson", sorted((ROOT / "lab").glob("[0-9][0-9]-*")), ids=lambda path: path.name)
def test_hints_work_and_change_nothing(lesson):
    sections = COURSE[int(lesson.name[:2])].sections
    reader = Reader(lesson.name[:2])
    try:
        for stop, section in sorted(sections.items()):
            for block in section.blocks:
                if isinstance(block, Fold) and block.summary.startswith("Hint"):
                    reader.hint(f"stop {stop}, {block.summary}", block.text)
                elif isinstance(block, (Transcript, Fold)):
                    for each in block.commands:
                        if each.prompt == "(gdb) " and not each.open and each.text != "quit":
                            reader.go_on(each)
    finally:
        reader.session.close()
    assert reader.wrong == []
    assert reader.tried + len(reader.hints) >= len(sections) - 1


@pytest.mark.parametrize(
    "hint, found",
    [
        ("`p values[3]`, and\n`x /2xg\nvalues`, but `list` and `ptype` say nothing", ["p values[3]", "x /2xg values"]),
        (
            "`lab predict values[0] == …` is yours to say; `step` goes in; type `next`, `p a`, then `up`",
            ["next", "p a", "up"],
        ),
        ("```console\n(gdb) watch count\n(gdb) continue\n```", ["watch count", "continue"]),
        ("`continued` is no command, `delete 11` is one, and so is `clear f`", ["delete 11", "clear f"]),
    ],
)
def test_what_a_hint_names(hint, found):
    assert commands(hint) == found
