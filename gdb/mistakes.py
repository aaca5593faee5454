"""Checks lessons and exercises for whoever writes them: python gdb/mistakes.py NAME... Run by make check, in
the root.

A NAME is a lesson's, 09-two-words, or an exercise's, exercises/10-count; without any, all of them are checked, and what
belongs to none. Prints every mistake, a line each. The status tells: 0, there is none; 1, there is one; 2, the command
line is wrong; 3, the tools fail.

In the environment: FAULT (of the tools), CC, CFLAGS, LDFLAGS, GDB, QEMU, TOOLPREFIX, BWRAP.
"""

from __future__ import annotations

import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Callable, Iterable, List, Optional, Tuple

from buddylab.checking import building, exercises, lessons, links, playing, screens, trying, versions
from buddylab.course import book, gallery, player, steps
from buddylab.course.leaving import leave
from buddylab.course.mistake import Mistake, placed
from buddylab.grading import compiling
from buddylab.grading.compiling import Broken, Compiler
from buddylab.grading.exercise import load

ROOT = Path(__file__).resolve().parent.parent
PAGE = lessons.PAGE
Job = Callable[[], Iterable[Mistake]]


def main() -> int:
    """Checks what was named; gives the status to leave with."""
    if os.environ.get("FAULT"):
        print(os.environ["FAULT"], file=sys.stderr)
        return 3
    known = [
        *(path.name for path in sorted(ROOT.glob("lab/[0-9][0-9]-*"))),
        *(f"exercises/{name}" for name in exercises.names(ROOT)),
    ]
    wrong = [name for name in sys.argv[1:] if name not in known]
    if wrong:
        print(f"There is no {wrong[0]}; expected one of these: {', '.join(known)}.", file=sys.stderr)
        return 2
    named = sys.argv[1:] or known
    with tempfile.TemporaryDirectory(prefix="check-") as scratch:
        try:
            found = checked(named, not sys.argv[1:], Path(scratch))
        except Broken as fault:
            print(f"The tools fail: {fault}; run make doctor.", file=sys.stderr)
            return 3
    for mistake in found:
        print(mistake)
    what = ", ".join(named) if sys.argv[1:] else "all lessons and exercises"
    number = f"{len(found)} mistake{'s' if len(found) > 1 else ''}" if found else "no mistake"
    print(f"Checked {what}: {number}.")
    return 1 if found else 0


def checked(named: List[str], whole: bool, scratch: Path) -> List[Mistake]:
    """All mistakes, each once, in the order of the files and their lines."""
    found: List[Mistake] = []
    read: Optional[book.Book] = None
    try:
        read = book.read(str(ROOT), PAGE)
    except ValueError as fault:
        found += placed(f"{fault}", PAGE)
    except OSError as fault:
        found.append(Mistake(PAGE, 1, f"it cannot be read ({fault.strerror}); expected the page with all lessons."))
    exact = versions.are_reference(os.environ["GDB"], os.environ["CC"])
    jobs: List[Job] = []
    if whole and read is not None:
        jobs += [partial(everything, read, exact)]
    compiler = None
    for name in named:
        if not name.startswith("exercises/"):
            jobs += lesson(name, read, exact, found)
            continue
        if compiler is None:
            (scratch / "chosen").mkdir()
            compiler = compiling.choose(
                ROOT, os.environ["CC"], os.environ["CFLAGS"], os.environ.get("BWRAP", ""), scratch / "chosen"
            )
        jobs += exercise(name.partition("/")[2], read, compiler, scratch, found)
    with ThreadPoolExecutor((os.cpu_count() or 1) * 3 // 2) as pool:
        for several in pool.map(lambda job: list(job()), jobs):
            found += several
    return sorted({_told(each): each for each in reversed(found)}.values())


def _told(mistake: Mistake) -> Tuple[str, int, str]:
    """What two mistakes have in common that are one: the machine may stand at any line of an endless loop."""
    what = mistake.what.partition(";")[0]
    return mistake.file, 0 if what == player.ENDLESS else mistake.line, what


def lesson(name: str, read: Optional[book.Book], exact: bool, found: List[Mistake]) -> List[Job]:
    """What is to be played of a lesson; what its files say, and a run without a debugger, is `found` at once."""
    number = int(name[:2])
    if not (ROOT / "lab" / name / "lesson.c").is_file():
        found.append(Mistake(f"lab/{name}/lesson.c", 1, "there is no such file; expected it in the lesson's folder."))
        return []
    program = steps.read(ROOT, f"lab/{name}/lesson.c")
    told = read.lessons.get(number) if read else None
    if read is not None:
        found += lessons.mistakes(ROOT, read, number)
    else:
        found += steps.numbering(program)
    sections = list(told.sections.values()) if told else []
    for section in sections:
        found += links.mistakes(ROOT, PAGE, section.source, section.line)
    built, broken = building.build(ROOT, [f"build/{name}.elf"], program)
    found += broken
    if not built:
        return []
    ends, wrong = building.lesson(ROOT, program, number)
    found += wrong
    if read is None or told is None or not all(map(lessons.sound, sections)) or list(steps.numbering(program)):
        return []
    found += drawn(read)
    if not ends:
        return []  # each would wait there in vain, and tell the same
    jobs: List[Job] = [partial(playing.mistakes, ROOT, told, exact)]
    return jobs + [partial(screens.lesson, ROOT, number, told, size) for size in screens.SIZES]


def exercise(
    name: str, read: Optional[book.Book], compiler: Compiler, scratch: Path, found: List[Mistake]
) -> List[Job]:
    """The same of an exercise."""
    found += exercises.mistakes(ROOT, read or book.Book(""), name)
    folder = ROOT / exercises.FOLDER / name
    if exercises.incomplete(ROOT, name):
        return []
    page = f"{exercises.FOLDER}/{name}/README.md"
    found += links.mistakes(ROOT, page, (ROOT / page).read_text(encoding="utf-8"))
    program = steps.read(ROOT, f"{exercises.FOLDER}/{name}/exercise.c")
    own = f"build/{exercises.FOLDER}/{name}/exercise.o"
    built, broken = building.build(ROOT, [f"build/exercises/{name}.elf", own, "build/kernel.a"], program)
    found += broken
    if not built or list(steps.numbering(program)):
        return []
    trials = trying.Trials(ROOT, load(folder), compiler, scratch)
    jobs: List[Job] = [partial(trying.handed_out, trials)]
    patches = ROOT / exercises.PATCHES
    solution = patches / "solutions" / f"{name}.patch"
    jobs += [partial(trying.solved, trials, solution)] if solution.exists() else []
    jobs += [partial(trying.cut_short, trials, each) for each in sorted((patches / "shortcuts" / name).glob("*.patch"))]
    jobs += [partial(trying.symptom, ROOT, name, program), partial(trying.looked_at, ROOT, name, program)]
    return jobs + [partial(screens.exercise, ROOT, name, size) for size in screens.SIZES]


def everything(read: book.Book, exact: bool) -> List[Mistake]:
    """What belongs to no lesson and no exercise: the page as a whole, and its other chapters."""
    found = [*lessons.page(ROOT, read), *drawn(read)]
    for chapter in read.chapters:
        if chapter not in read.lessons.values():
            sections = list(chapter.sections.values())
            for section in sections:
                found += links.mistakes(ROOT, PAGE, section.source, section.line)
            if all(map(lessons.sound, sections)) and chapter is not read.linux:
                found += playing.mistakes(ROOT, chapter, exact)
    return found


def drawn(read: book.Book) -> List[Mistake]:
    """Whether the page of all figures is of those that there are."""
    files = {str(path.relative_to(ROOT / "diagrams")): path for path in sorted((ROOT / "diagrams").rglob("*.svg"))}
    page = ROOT / "diagrams" / "README.md"
    try:
        current = gallery.page({name: path.read_text(encoding="utf-8") for name, path in files.items()}, read)
    except (ValueError, SyntaxError):
        return []  # a figure or a chapter cannot be read, which its own check tells
    if page.exists() and page.read_text(encoding="utf-8") == current:
        return []
    return [
        Mistake("diagrams/README.md", 1, "it is stale; expected all figures that there are; make figures writes it.")
    ]


if __name__ == "__main__":
    leave(main, "Stopped; what was not checked may have mistakes.")
