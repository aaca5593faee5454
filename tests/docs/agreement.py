"""Whether the lessons, what walkthrough.md says of them, and the figures agree one to one. Pure: reads files only.

A lesson is a folder lab/NN-name whose lesson.c names its title and marks its stops with STEP(n, "title"). It has a row
in the table of walkthrough.md and a chapter, `## Lesson N: TITLE`. Each stop has a section there, `### Stop N: …`, with
its figure, diagrams/NN-name/stop-NN.svg, and hints; what the machine announces there stands in the section or, for the
first stop, in front of it. A prediction that the page leaves open has a guess in a fold right below it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import List

from buddylab.course import book, way
from buddylab.course.blocks import OPEN, Fold, Transcript
from buddylab.course.book import Book, Lesson, Row
from buddylab.course.section import Section

PAGE = "walkthrough.md"
TITLE = re.compile(r'^const char lesson_title\[\] = "(.*)";', re.MULTILINE)
STEP = re.compile(r'^ *STEP\((\d+), "(.*)"\);', re.MULTILINE)
GUESS = "One guess"
AFTER = re.compile(r"^After \[lesson (\d+)\]", re.MULTILINE)
BROKEN = re.compile(r"\n  (?=\S)")  # where a sentence goes on in another line
HINT = re.compile(r"<details><summary>Hint (\d+)</summary>\n\n.*\n\n</details>", re.DOTALL)


def disagreements(root: Path) -> List[str]:
    """One sentence for each thing that is missing, surplus or different, in the order of the lessons; [] if none is."""
    try:
        return _disagreements(root, book.read(str(root), PAGE))
    except ValueError as fault:  # the page cannot be understood, and the sentence names the line
        return [str(fault)]


def _disagreements(root: Path, read: Book) -> List[str]:
    folders = {int(path.parent.name[:2]): path for path in sorted(root.glob("lab/[0-9][0-9]-*/lesson.c"))}
    chapters = read.lessons
    found = _counted(list(chapters), 0, "lesson", f"the chapters of {PAGE}")
    for number in sorted(chapters.keys() - folders.keys()):
        found.append(f"{PAGE} has a chapter for lesson {number}, but there is no folder lab/{number:02}-….")
    for number, path in folders.items():
        name = path.parent.name
        if number not in chapters:
            found.append(f"{PAGE} has no chapter for lab/{name}; expected ## Lesson {number}: and its title.")
            continue
        title = chapters[number].title
        if read.rows.get(number, Row("")).title != title:
            row = f"| [{number}: {title}](#"
            found.append(f"The table of {PAGE} has no row for lesson {number}; expected {row}…) | ….")
        found += _lesson(name, path.read_text(encoding="utf-8"), chapters[number])
    return found + _way(root, read) + _figures(root, read)


def _way(root: Path, read: Book) -> List[str]:
    """Lessons that do not say what comes next, and exercises that say they come after another one."""
    found = [
        f"{PAGE} does not say what comes after lesson {number}; expected **Next:** at the end of its last stop."
        for number, lesson in read.lessons.items()
        if not way.NEXT.search(lesson.sections[max(lesson.sections)].source)
    ]
    places = list(way.places(read))
    for page in sorted(root.glob("lab/exercises/[0-9][0-9]-*/README.md")):
        number = int(page.parent.name[:2])
        told = [int(lesson) for lesson in AFTER.findall(page.read_text(encoding="utf-8"))]
        leads = [lesson for lesson, place in places if place == ("EXERCISE", number)]
        if leads != told:
            found.append(f"Exercise {number} says that it comes after lesson {told}; {PAGE} leads there after {leads}.")
    return found


def _counted(numbers: List[int], first: int, what: str, where: str) -> List[str]:
    """What is wrong with `numbers`, which should count up from `first`: one sentence at most."""
    for expected, number in enumerate(numbers, first):
        if number != expected:
            return [f"{where[0].upper()}{where[1:]} go on with {what} {number}; expected {what} {expected}."]
    return []


def _lesson(name: str, source: str, told: Lesson) -> List[str]:
    """Where a lesson as it is `told` and its `source` differ."""
    code, chapter = f"lab/{name}/lesson.c", f"lesson {int(name[:2])}"
    steps = {int(number): words for number, words in STEP.findall(source)}
    found = _counted([int(number) for number, _ in STEP.findall(source)], 1, "STEP", f"the steps of {code}")
    found += _counted([number for number in told.sections if number], 1, "stop", f"the sections of {chapter}")
    named = TITLE.search(source)
    if named is None or named.group(1) != told.title:
        is_called = f"{named.group(1)!r}" if named is not None else "nothing"
        found.append(f"The title of {chapter} is {told.title!r} in {PAGE}; lesson_title in {code} says {is_called}.")
    for number in sorted(told.sections.keys() - steps.keys() - {0}):
        found.append(f"{PAGE} has a section for stop {number} of {chapter}, but {code} has no STEP({number}, …).")
    for number, words in steps.items():
        if number not in told.sections:
            found.append(f"{PAGE} has no section for stop {number} of {chapter}; expected ### Stop {number}: ….")
            continue
        found += _stop(f"stop {number} of {chapter}", told.sections[number], name, number)
        announced = f"Stop {number} of {len(steps)}: {words}"
        commands = (told.sections[0].commands if number == 1 else []) + told.sections[number].commands
        shown = BROKEN.sub(" ", "\n".join(line for command in commands for line in command.output))
        if announced not in shown.split("\n"):
            found.append(f"The transcript of stop {number} of {chapter} does not show the line {announced!r}.")
    return found


def _stop(which: str, section: Section, name: str, number: int) -> List[str]:
    found = []
    figure = f"diagrams/{name}/stop-{number:02}.svg"
    if figure not in [each.path for each in section.figures]:
        found.append(f"The section of {which} does not show its figure, {figure}.")
    found += _open(section)
    hints = [fold.source for fold in section.folds if fold.summary.startswith("Hint")]
    numbers = [int(hint[1]) for hint in map(HINT.fullmatch, hints) if hint]
    if not hints:
        found.append(f"The section of {which} has no hint; expected <details><summary>Hint 1</summary> on a line.")
    if len(numbers) != len(hints):
        return found + [f"A hint of {which} lacks the empty lines around its text."]
    return found + _counted(numbers, 1, "hint", f"the hints of {which}")


def _open(section: Section) -> List[str]:
    """What is left to the reader, where no fold right below says what is played in its place."""
    found = []
    for block, below in zip(section.blocks, [*section.blocks[1:], None]):
        asked = [each for each in block.commands if each.open] if isinstance(block, Transcript) else []
        guesses = below.commands if isinstance(below, Fold) and below.summary == GUESS else []
        for command in asked:
            begins = command.text.partition(OPEN)[0]
            if not any(each.text.startswith(begins) for each in guesses):
                expected = f"expected <details><summary>{GUESS}</summary> right below, with {begins}and what to play"
                found.append(f"{PAGE}, line {command.line}: {command.text} has no guess; {expected}.")
    return found


def _figures(root: Path, read: Book) -> List[str]:
    """Figures that the page does not show, and pictures that are no files."""
    shown = {figure.path for figure in read.figures}
    files = {str(path.relative_to(root)) for path in (root / "diagrams").rglob("*.svg")}
    lost, stray = sorted(shown - files), sorted(files - shown)
    found = [f"{PAGE} shows {name}, but there is no such file; make figures draws it." for name in lost]
    return found + [f"{name} is shown nowhere in {PAGE}; remove it." for name in stray]
