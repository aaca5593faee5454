"""Whether a lesson, its chapter and its figures agree one to one. Pure: reads files only.

A lesson is a folder lab/NN-name whose lesson.c names its title and marks its stops with STEP(n, "title"). It has a row
in the table of walkthrough.md and a chapter, `## Lesson N: TITLE`. Each stop has a section there, `### Stop N: …`, with
its figure, diagrams/NN-name/stop-NN.svg, and hints; what the machine announces there stands in the section or, for the
first stop, in front of it. A prediction that the page leaves open has a guess in a fold right below it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Dict, Iterator, List

from buddylab.checking import hints
from buddylab.course import steps, way
from buddylab.course.blocks import OPEN, Fold, Transcript
from buddylab.course.book import Book, Lesson, Row
from buddylab.course.mistake import Mistake, placed
from buddylab.course.section import LEAVE, PREDICTS, Section

PAGE = "walkthrough.md"
GUESS = "One guess"
VERDICT = "You predicted"
BROKEN = re.compile(r"\n  (?=\S)")  # where a sentence goes on in another line
HINT = re.compile(r"<details><summary>Hint (\d+)</summary>\n\n.*\n\n</details>", re.DOTALL)


def folders(root: Path) -> Dict[int, str]:
    """The lessons that there are: number, and name of the folder."""
    return {int(path.parent.name[:2]): path.parent.name for path in sorted(root.glob("lab/[0-9][0-9]-*/lesson.c"))}


def heading(section: Section) -> int:
    """The line of a section's heading; 1 for what has none."""
    return max(1, section.line - 1)


def mistakes(root: Path, read: Book, number: int) -> List[Mistake]:
    """All that is missing, surplus or different in a lesson that has a folder; [] if nothing is."""
    there = folders(root)
    program = steps.read(root, f"lab/{there[number]}/lesson.c")
    misnumbered = list(steps.numbering(program))
    found = [*_number(list(there), number, program), *misnumbered]
    told = read.lessons.get(number)
    if told is None:
        what = f"has no chapter for lesson {number}; expected ## Lesson {number}: {program.title or '…'}"
        return found + [Mistake(PAGE, 1, f"the page {what}, in front of the chapters on other programs.")]
    found += steps.headings(program, told)
    found += _place(read, number)
    readable = {stop: section for stop, section in told.sections.items() if sound(section)}
    for section in told.sections.values():
        found += _damage(section)
    before = 0
    for stop, section in told.sections.items():
        if stop < before:
            what = f"stop {stop} comes after stop {before}; expected the sections in the order of their stops"
            found.append(Mistake(PAGE, heading(section), f"{what}."))
        before = stop
        if stop and stop in readable:
            found += _stop(section, there[number])
    for step in [] if misnumbered else program.steps:
        if step.number in readable and (step.number > 1 or 0 in readable):
            found += _announced(told, step, len(program.steps), program)
    if len(readable) == len(told.sections):
        found += _whole(told, number, len(program.steps))
    return found


def _number(numbers: List[int], number: int, program: steps.Program) -> Iterator[Mistake]:
    before = max((each for each in numbers if each < number), default=-1)
    if number != before + 1:
        what = f"this is lesson {number}, and the one before is {before if before >= 0 else 'missing'}"
        yield Mistake(program.path, 1, f"{what}; expected lab/{before + 1:02}-…; lessons are numbered without a gap.")


def _place(read: Book, number: int) -> Iterator[Mistake]:
    """What the page says of a lesson elsewhere: the table, the order of the chapters."""
    told, numbers = read.lessons[number], list(read.lessons)
    line, at = heading(told.sections[0]), numbers.index(number)
    if at and numbers[at - 1] > number:
        yield Mistake(
            PAGE, line, f"lesson {number} comes after lesson {numbers[at - 1]}; expected it in front of that."
        )
    try:
        rows = read.rows
    except ValueError:
        return  # another chapter cannot be read, which its own check tells
    if rows.get(number, Row("")).title != told.title:
        row = f"| [{number}: {told.title}](#"
        yield Mistake(PAGE, line, f"the table at the top has no row for this lesson; expected {row}…) | … | … |.")


def _damage(section: Section) -> List[Mistake]:
    """What makes a section unreadable."""
    try:
        section.blocks
    except ValueError as fault:
        return placed(str(fault), PAGE, heading(section))
    return []


def sound(section: Section) -> bool:
    """Whether a section can be read."""
    return not _damage(section)


def _stop(section: Section, name: str) -> Iterator[Mistake]:
    figure = f"diagrams/{name}/stop-{section.stop:02}.svg"
    if figure not in [each.path for each in section.figures]:
        what = f"this section does not show its figure; expected ![…]({figure}) behind a show command"
        yield Mistake(PAGE, heading(section), f"{what}.")
    yield from _open(section)
    told = [fold for fold in section.folds if fold.summary.startswith("Hint")]
    if not told:
        what = "this section has no hint; expected <details><summary>Hint 1</summary> on a line, empty lines around"
        yield Mistake(PAGE, heading(section), f"{what} the text, and </details>.")
    for place, fold in enumerate(told, 1):
        form = HINT.fullmatch(fold.source)
        if form is None:
            what = f"{fold.summary} lacks the empty lines around its text; expected one behind </summary>"
            yield Mistake(PAGE, fold.line, f"{what} and one in front of </details>.")
        elif int(form[1]) != place:
            what = f"this is hint {form[1]}; expected Hint {place}: number the hints of a section from 1 on"
            yield Mistake(PAGE, fold.line, f"{what}.")


def _open(section: Section) -> Iterator[Mistake]:
    """What is left to the reader, where no fold right below says what is played in its place."""
    for block, below in zip(section.blocks, [*section.blocks[1:], None]):
        asked = [each for each in block.commands if each.open] if isinstance(block, Transcript) else []
        guesses = below.commands if isinstance(below, Fold) and below.summary == GUESS else []
        for command in asked:
            begins = command.text.partition(OPEN)[0]
            if not any(each.text.startswith(begins) for each in guesses):
                expected = f"expected <details><summary>{GUESS}</summary> right below, with {begins}and what to play"
                yield Mistake(PAGE, command.line, f"{command.text} has no guess; {expected}.")


def _announced(told: Lesson, step: steps.Step, stops: int, program: steps.Program) -> Iterator[Mistake]:
    """Where the transcript of a stop does not show what the machine announces there."""
    announced = f"Stop {step.number} of {stops}: {step.title}"
    section = told.sections[step.number]
    commands = (told.sections[0].commands if step.number == 1 else []) + section.commands
    shown = BROKEN.sub(" ", "\n".join(line for command in commands for line in command.output))
    if announced not in shown.split("\n"):
        place = f"expected it, as {program.path}:{step.line} has it; make walkthrough writes it there"
        where = "this section, and what stands in front of it, do" if step.number == 1 else "this section does"
        yield Mistake(PAGE, heading(section), f"{where} not show the line {announced!r}; {place}.")


def _whole(told: Lesson, number: int, stops: int) -> Iterator[Mistake]:
    """What a lesson has once, or over several stops."""
    last = told.sections[max(told.sections)]
    if not way.NEXT.search(last.source):
        what = "the last stop does not say what comes next; expected **Next:** at its end, and links to exercises"
        yield Mistake(PAGE, heading(last), f"{what} and the next lesson.")
    typed = [each.text for each in last.commands]
    if typed[-1:] != [LEAVE] or "continue" not in typed[1:]:
        what = "the lesson is not played to its end; expected (gdb) continue, behind what is looked at, and (gdb) quit"
        yield Mistake(PAGE, heading(last), f"{what} as the last command.")
    named = sum(len(hints.commands(text)) for section in told.sections.values() for text in section.hints)
    if named < stops:
        what = f"commands in the hints of this lesson: {named}, stops: {stops}; expected as many commands as stops"
        yield Mistake(PAGE, heading(told.sections[0]), f"{what}: let hints say what to type, such as `p &words[0]`.")
    for stop, section in told.sections.items():
        _, asked, after = section.source.partition(PREDICTS)
        if asked and VERDICT in after:
            line = section.line + section.source.count("\n", 0, section.source.index(VERDICT))
            what = f"{VERDICT!r} answers what this section asks; expected it in the section of the next stop"
            yield Mistake(PAGE, line, f"{what}.")
        elif asked and (stop + 1 not in told.sections or VERDICT not in told.sections[stop + 1].source):
            line = section.line + section.source.count("\n", 0, section.source.index(PREDICTS))
            what = f"no section says what became of this prediction; expected {VERDICT!r} in that of the next stop"
            yield Mistake(PAGE, line, f"{what}, where continue prints it.")


def page(root: Path, read: Book) -> List[Mistake]:
    """What belongs to no lesson: chapters without one, figures that are not shown."""
    found = []
    for number in sorted(read.lessons.keys() - folders(root).keys()):
        what = f"there is no folder lab/{number:02}-… with a lesson.c; expected one for each chapter"
        found.append(Mistake(PAGE, heading(read.lessons[number].sections[0]), f"{what}."))
    sections = [section for chapter in read.chapters for section in chapter.sections.values() if sound(section)]
    shown = {figure.path for section in sections for figure in section.figures}
    for name in sorted({str(path.relative_to(root)) for path in (root / "diagrams").rglob("*.svg")} - shown):
        found.append(Mistake(name, 1, f"no page shows it; expected it in {PAGE}; remove one that is not needed."))
    return found
