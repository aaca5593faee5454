"""Whether an exercise has all its parts, and its page says what a page has to. Pure: reads files only.

An exercise is a folder lab/exercises/NN-name with exercise.c, name.c, README.md and judge.py. In tests/exercises it has
a solution, solutions/NN-name.patch, which begins with `Gives it away: WORDS`, and shortcuts/NN-name/*.patch.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Iterator, List

from buddylab.course import steps, way
from buddylab.course.book import Book
from buddylab.course.mistake import Mistake, line_of

FOLDER = "lab/exercises"
PATCHES = "tests/exercises"
STOPS = 3  # at least: where it starts, where one looks, where it shows
HINTS = ["1", "2", "3"]
HINT = re.compile(r"<details><summary>Hint (\d+)</summary>\n\n.+?\n\n</details>", re.DOTALL)
AFTER = re.compile(r"^After \[lesson (\d+)\]", re.MULTILINE)
SHOW = re.compile(r"^    (show-.*)$", re.MULTILINE)
PRINTED = re.compile(r"^```text\n(.*?)^```", re.MULTILINE | re.DOTALL)
REGISTER = re.compile(r"`(?:\w+ )?(\$[a-z]\w*)`")
CHANGED = re.compile(r"^\+\+\+ b/(.*)$", re.MULTILINE)
AWAY = re.compile(r"^Gives it away: (.+)$", re.MULTILINE)


def names(root: Path) -> List[str]:
    """The exercises that there are: NN-name."""
    return sorted(path.name for path in (root / FOLDER).glob("[0-9][0-9]-*") if path.is_dir())


def away(patch: str) -> str:
    """What would give the bug away, by the text of its solution; "" where it does not say, or not well."""
    found = AWAY.search(patch)
    try:
        return re.compile(found[1]).pattern if found else ""
    except re.error:
        return ""


def mistakes(root: Path, read: Book, name: str) -> List[Mistake]:
    """All that is missing or different in an exercise; [] if nothing is."""
    missing = incomplete(root, name)
    if missing:
        return missing
    program = steps.read(root, f"{FOLDER}/{name}/exercise.c")
    found = [*_number(root, name), *steps.numbering(program)]
    if 0 < len(program.steps) < STOPS:
        line = program.steps[-1].line
        found.append(Mistake(program.path, line, f"it has {len(program.steps)} stops; expected {STOPS} or more."))
    if program.title is None:
        found.append(Mistake(program.path, 1, 'it has no title; expected const char lesson_title[] = "…";.'))
    return [*found, *_page(root, read, name, program), *_patches(root, name)]


def incomplete(root: Path, name: str) -> List[Mistake]:
    """What is wrong with the files of an exercise, so that there is no use in looking at what they say."""
    return list(_files(root, name))


def _files(root: Path, name: str) -> Iterator[Mistake]:
    edited = f"{name.partition('-')[2]}.c"
    for file in ("exercise.c", edited, "README.md", "judge.py"):
        if not (root / FOLDER / name / file).is_file():
            yield Mistake(f"{FOLDER}/{name}/{file}", 1, "there is no such file; expected it in the exercise's folder.")
            continue
        try:
            (root / FOLDER / name / file).read_text(encoding="utf-8")
        except UnicodeDecodeError as fault:
            line = fault.object.count(b"\n", 0, fault.start) + 1
            yield Mistake(f"{FOLDER}/{name}/{file}", line, "this is not UTF-8; expected the file to be saved as that.")
    for path in sorted((root / FOLDER / name).glob("*.c")):
        if path.name not in ("exercise.c", edited):
            what = f"expected exercise.c and {edited} only; the student edits one file"
            yield Mistake(f"{FOLDER}/{name}/{path.name}", 1, f"this C file is one too many; {what}.")


def _number(root: Path, name: str) -> Iterator[Mistake]:
    numbers = [int(each[:2]) for each in names(root)]
    before = max((each for each in numbers if each < int(name[:2])), default=0)
    if int(name[:2]) != before + 1 or numbers.count(int(name[:2])) > 1:
        what = (
            f"exercise {int(name[:2])} comes behind exercise {before}; expected {before + 1:02}-…, one of each number"
        )
        yield Mistake(f"{FOLDER}/{name}/exercise.c", 1, f"{what}.")


def _page(root: Path, read: Book, name: str, program: steps.Program) -> Iterator[Mistake]:
    page, number = f"{FOLDER}/{name}/README.md", int(name[:2])
    text = (root / page).read_text(encoding="utf-8")
    heading = f"# Exercise {number}: {program.title}"
    if text.split("\n")[0] != heading:
        what = f"the page begins with {text.splitlines()[0] if text else ''!r}; expected {heading!r}"
        yield Mistake(page, 1, f"{what}, the title in {program.path}:{program.title_line}.")
    for words in (
        f"The file to edit: `{FOLDER}/{name}/{name[3:]}.c`.",
        f"make debug EXERCISE={name[:2]}",
        f"make grade EXERCISE={name[:2]}",
        "**The symptom.**",
    ):
        if words not in text:
            yield Mistake(page, 1, f"the page does not say {words!r}; expected it.")
    yield from _after(read, page, text, number)
    hints = HINT.findall(text)
    if hints != HINTS:
        what = f"the page has the hints {', '.join(hints) or 'none'}" if hints else "the page has no hints"
        form = "<details><summary>Hint 1</summary>, an empty line, text, an empty line, </details>"
        yield Mistake(page, line_of(text, "<summary>Hint"), f"{what}; expected 1, 2, 3, each as {form}.")
    for register in sorted(set(REGISTER.findall(text))):
        if f"`{register}` is" not in text and register not in read.text:
            what = f"{register} is a register that no lesson names; expected `{register}` is, and what it is"
            yield Mistake(page, line_of(text, register), f"{what}.")


def _after(read: Book, page: str, text: str, number: int) -> Iterator[Mistake]:
    told = [int(lesson) for lesson in AFTER.findall(text)]
    leads = [lesson for lesson, place in way.places(read) if place == ("EXERCISE", number)]
    if not told:
        yield Mistake(page, 1, "the page does not say when it comes; expected a line After [lesson N](…).")
    if told and leads != told and read.lessons:
        what = f"it comes after lesson {', '.join(map(str, told))}, as this says"
        expected = (
            f"the same behind **Next:** in walkthrough.md, which leads here after lesson {', '.join(map(str, leads))}"
        )
        if not leads:
            expected = f"walkthrough.md to lead here behind **Next:**, at the end of lesson {told[0]}"
        yield Mistake(page, line_of(text, "After [lesson"), f"{what}; expected {expected}.")


def _patches(root: Path, name: str) -> Iterator[Mistake]:
    solution, edited = f"{PATCHES}/solutions/{name}.patch", f"{FOLDER}/{name}/{name[3:]}.c"
    if not (root / solution).is_file():
        yield Mistake(solution, 1, f"there is no solution; expected a patch of {edited}.")
    else:
        text = (root / solution).read_text(encoding="utf-8", errors="replace")
        changed = CHANGED.findall(text)
        if changed != [edited]:
            what = f"this changes {', '.join(changed) or 'nothing'}; expected {edited} alone"
            yield Mistake(solution, line_of(text, "+++ "), f"{what}.")
        if not away(text):
            what = "nothing says what would give the bug away; expected Gives it away: WORDS in front of the patch"
            yield Mistake(solution, 1, f"{what}, a regular expression that no result of the grader may match.")
        yield from _given_away(root, name, text)
    if not any((root / PATCHES / "shortcuts" / name).glob("*.patch")):
        what = "there is no shortcut; expected a patch for each way to cheat, such as a constant in place of the answer"
        yield Mistake(f"{PATCHES}/shortcuts/{name}/constant.patch", 1, f"{what}.")


def _given_away(root: Path, name: str, patch: str) -> Iterator[Mistake]:
    """Files of the exercise in which the solution stands as it is, and the walkthrough."""
    added = [line[1:] for line in patch.splitlines() if line.startswith("+") and line[1:2] == " "]
    for file in ("walkthrough.md", *(f"{FOLDER}/{name}/{path.name}" for path in (root / FOLDER / name).glob("*.*"))):
        text = (root / file).read_text(encoding="utf-8", errors="replace")
        if len(added) > 1 and "\n".join(added) in text:
            yield Mistake(file, line_of(text, added[0]), "the solution stands here; expected it in its patch alone.")
