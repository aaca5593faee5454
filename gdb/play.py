"""Plays the walkthrough: python gdb/play.py tour | figures | walkthrough | site. Run by make, in the project's root.

For figures the environment may say FORMAT, THEME, FIT, OUT, and which LESSON.
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Sequence

from buddylab import columns
from buddylab.checking import lessons
from buddylab.course import book, gallery, player, steps
from buddylab.course import tour as watched
from buddylab.course.blocks import Command
from buddylab.course.leaving import leave
from buddylab.draw.figure import places
from buddylab.draw.figure.palette import THEMES
from buddylab.whole import write

ROOT = Path(__file__).resolve().parent.parent
FORMATS = ("svg", "pdf", "png", "dot")
LEFT_OUT = "not shown: "  # what a show command says of a figure that had to gather something
PAGES = ("walkthrough.md", "README.md")


def played(page: str) -> Iterator[player.Played]:
    """Everything that `page` has a learner type."""
    return player.play(book.read(str(ROOT), page).commands, ROOT)


def tour() -> None:
    """Plays the walkthrough for somebody to watch, and draws its figures under build/diagrams/."""
    walkthrough = book.read(str(ROOT), "walkthrough.md")
    drawn: Dict[str, str] = {}
    shutil.rmtree(ROOT / "build" / "diagrams", ignore_errors=True)  # of an earlier tour
    done = 0

    def steps() -> Iterator[player.Played]:
        nonlocal done
        for done, step in enumerate(player.play(walkthrough.commands, ROOT, columns.width()), 1):
            if step.command.figure is not None and step.figure is not None:
                keep(ROOT / "build" / step.command.figure, step.figure)
                drawn[step.command.figure[len("diagrams/") :]] = step.figure.decode()
            yield step

    with columns.on_terminal(columns.of_terminal(sys.stdout)), watched.screen(len(walkthrough.commands)) as show:
        for line in watched.everything(steps()) if os.environ.get("V") else watched.told(walkthrough, steps()):
            show(line, done)
    keep(ROOT / "build" / "diagrams" / "index.html", gallery.html(drawn, walkthrough).encode())
    print(watched.ENDING.format(len(drawn)))


def figures() -> None:
    """Draws the figures that the walkthrough shows, as FORMAT, THEME and FIT say, into OUT; and a page of those in SVG.

    Of one LESSON, if the environment names one; the page has all that are there then.
    """
    form, theme, fit = wish("FORMAT", FORMATS), wish("THEME", THEMES), place()
    wanted = [f" --theme {theme}"] * bool(theme) + [f" --fit {fit}"] * bool(fit)
    folder = Path(os.environ.get("OUT") or ("build/figures" if form or wanted else "diagrams"))
    walkthrough = book.read(str(ROOT), "walkthrough.md")
    commands = chosen(walkthrough)
    if form or wanted:
        behind = "".join([f" --out figure.{form or FORMATS[0]}", *wanted])
        commands = [replace(each, text=each.text + behind) if each.figure else each for each in commands]
    drawn = []
    for step in player.play(commands, ROOT):
        if step.command.figure is not None and step.figure is not None:
            path = Path(step.command.figure).relative_to("diagrams").with_suffix(f".{form or FORMATS[0]}")
            drawn.append(path)
            keep(ROOT / folder / path, step.figure)
            said = " ".join(step.output).partition(LEFT_OUT)
            if fit and said[1]:
                columns.tell(f"{path}: {''.join(said[1:]).strip()}")
    if form in (None, "svg"):
        there = [ROOT / folder / Path(each.path).relative_to("diagrams") for each in walkthrough.figures]
        texts = {str(path.relative_to(ROOT / folder)): path.read_text() for path in there if path.exists()}
        keep(ROOT / folder / "README.md", gallery.page(texts, walkthrough).encode())
    columns.tell(f"Drew {len(drawn)} figures into {folder}/.")


def chosen(walkthrough: book.Book) -> List[Command]:
    """What is typed in the LESSON that the environment names; in all of them, if it names none. Raises ValueError."""
    said = os.environ.get("LESSON") or ""
    if not said:
        return walkthrough.commands
    lesson = walkthrough.lessons.get(int(said)) if said.isdecimal() else None
    if lesson is None:
        known = ", ".join(f"{number:02}" for number in walkthrough.lessons)
        raise ValueError(f"There is no lesson {said}; expected one of these: {known}.")
    return lesson.commands


def place() -> Optional[str]:
    """What the environment says of FIT; None for nothing. Raises ValueError."""
    said = os.environ.get("FIT") or None
    if said is not None and places.place(said) is None:
        known = ", ".join(places.PLACES)
        raise ValueError(f"FIT={said} is not known; expected {known}, or WIDTHxHEIGHT in points, such as 640x360.")
    return said


def wish(name: str, known: Sequence[str]) -> Optional[str]:
    """What the environment says of `name`; None for nothing. Raises ValueError."""
    said = os.environ.get(name) or None
    if said is not None and said not in known:
        raise ValueError(f"{name}={said} is not known; expected one of these: {', '.join(known)}.")
    return said


def keep(path: Path, data: bytes) -> None:
    """Writes a file whole, and makes its folder if need be. Raises ValueError where that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(str(path), data)
    except OSError as fault:
        raise ValueError(f"{path} was not written ({fault.strerror}); OUT=FOLDER names another folder.")


def transcripts() -> None:
    """Writes what a run prints into the pages, below each command that they show.

    Raises ValueError, with a line for each mistake: where a command fails, and then nothing is written; or, when that
    is done, where a lesson and its chapter do not agree.
    """
    shown = {page: book.read(str(ROOT), page) for page in PAGES}
    lessons_told = shown[PAGES[0]].lessons
    there = [number for number in lessons.folders(ROOT) if number in lessons_told]
    wrong: List[str] = []
    for number in there:
        program = steps.read(ROOT, f"lab/{lessons.folders(ROOT)[number]}/lesson.c")
        wrong += map(str, [*steps.numbering(program), *steps.headings(program, lessons_told[number])])
    outputs: Dict[str, List[List[str]]] = {page: [] for page in PAGES}
    try:
        for page in PAGES if not wrong else ():
            for step in player.attempt(shown[page].commands, ROOT):
                outputs[page].append(step.output)
                wrong += [step.failed] if step.failed else []
    except player.Stuck as fault:
        wrong.append(f"{fault}")
    if wrong:
        raise ValueError("\n".join([*wrong, "Nothing was written."]))
    for page, said in outputs.items():
        write(str(ROOT / page), book.rewrite(shown[page].text, shown[page].commands, said).encode())
    written = book.read(str(ROOT), PAGES[0])
    wrong = [str(each) for number in there for each in lessons.mistakes(ROOT, written, number)]
    if wrong:
        raise ValueError("\n".join([*wrong, "The output of all commands was written."]))


def pages() -> None:
    """Writes the lessons as pages under build/site/."""
    from buddylab.course import site  # its modules are needed nowhere else

    try:
        site.build(ROOT, ROOT / "build" / "site")
    except OSError as fault:
        raise ValueError(f"{fault.filename} was not written ({fault.strerror}); is there room on the disk?")
    columns.tell("The lessons lie in build/site/; open build/site/index.html with a web browser.")


def main() -> int:
    """Runs what was asked for; a command that gets stuck ends it with one sentence."""
    tasks = {"tour": tour, "figures": figures, "walkthrough": transcripts, "site": pages}
    if len(sys.argv) != 2 or sys.argv[1] not in tasks:
        print(f"Expected one of these: {', '.join(tasks)}.", file=sys.stderr)
        return 2
    try:
        tasks[sys.argv[1]]()
    except (player.Stuck, ValueError) as fault:
        columns.tell(str(fault), sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    leave(main, "Stopped; the figures that were drawn before are kept.")
