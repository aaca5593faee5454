"""Mistakes that are planted in a project in which lab/README.md was followed, and what make check tells of them."""

from __future__ import annotations

import re

from exercises.instructions import make

LESSON = "lab/09-two-words/lesson.c"
PAGE = "walkthrough.md"
FOLDER = "lab/exercises/10-count"
PROGRAM, EDITED, JUDGE, README = (f"{FOLDER}/{name}" for name in ("exercise.c", "count.c", "judge.py", "README.md"))
SOLUTION = "tests/exercises/solutions/10-count.patch"
SHORTCUT = "tests/exercises/shortcuts/10-count/constant.patch"
FILES = [LESSON, PAGE, PROGRAM, EDITED, JUDGE, README, SOLUTION, SHORTCUT]


def plant(project, file, old, new):
    """Replaces `old`, which stands in the file once; in the walkthrough, once in lesson 9."""
    text = (project / file).read_text()
    start = text.index("## Lesson 9:") if file == PAGE else 0
    assert text.count(old, start) == 1, f"{text.count(old, start)} times {old}"
    (project / file).write_text(text[:start] + text[start:].replace(old, new))


def line(project, file, words, first=True):
    """The line in which these words stand first, or last; in the walkthrough, in lesson 9."""
    lines = (project / file).read_text().split("\n")
    start, end = 0, len(lines)
    if file == PAGE:
        start, end = lines.index("## Lesson 9: Two words"), lines.index("## Your own kernel")
    found = [
        at
        for at, text in enumerate(lines, 1)
        if (words in f"\n{text}\n" if "\n" in words else words in text) and start < at <= end
    ]
    return found[0 if first else -1]


def told(project, *what):
    """What make check tells: its lines without the last two, which give the number of mistakes, and make's own."""
    done = make(project, "check", *what)
    assert done.returncode != 0, done.stdout
    *mistakes, last, own = done.stdout.splitlines()
    checked = r"\S+" if what else "all lessons and exercises"
    assert re.fullmatch(rf"Checked {checked}: {len(mistakes)} mistakes?\.", last) and "Error 1" in own, done.stdout
    assert all(re.match(r"[\w./-]+:\d+: \S.*[;:] .*[.?)…]$", each) for each in mistakes), mistakes
    assert "Traceback" not in done.stdout
    return mistakes


def expected(project, tellings):
    """How each line begins that is told. A telling: file, words in the line, sentence; and 1 for the last such line."""
    for file, words, sentence, *last in tellings:
        yield f"{file}:{line(project, file, words, not last)}: {sentence}"


def check(project, what, planted, tellings):
    """Plants mistakes; make check, asked for `what` or else for everything, tells them and no others."""
    for each in planted:
        plant(project, *each)
    found = told(project, *filter(None, [what]))
    wanted = list(expected(project, tellings))
    missing = [each for each in wanted if not any(mistake.startswith(each) for mistake in found)]
    surplus = [mistake for mistake in found if not any(mistake.startswith(each) for each in wanted)]
    assert (missing, surplus) == ([], []), found


def words_of(lines):
    """Lines that were broken to fit a terminal, in one."""
    return " ".join("\n".join(lines).split())
