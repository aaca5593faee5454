"""Whether the lessons, what walkthrough.md says of them, and the figures agree one to one. Pure: reads files only.

A lesson is a folder lab/NN-name whose lesson.c names its title and marks its stops with STEP(n, "title"). It has a row
in the table of walkthrough.md and a chapter, `## Lesson N: TITLE`. Each stop has a section there, `### Stop N: …`, with
its figure, diagrams/NN-name/stop-NN.svg, and hints; what the machine announces there stands in the section or, for the
first stop, in front of it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Dict, Iterator, List, Tuple

PAGE = "walkthrough.md"
TITLE = re.compile(r'^const char lesson_title\[\] = "(.*)";', re.MULTILINE)
STEP = re.compile(r'^ *STEP\((\d+), "(.*)"\);', re.MULTILINE)
CHAPTER = re.compile(r"^## Lesson (\d+): (.*)$", re.MULTILINE)
SECTION = re.compile(r"^### Stop (\d+): .*$", re.MULTILINE)
HINT = re.compile(r"^<details><summary>Hint (\d+)</summary>\n\n(.*?)\n\n</details>$", re.MULTILINE | re.DOTALL)


def disagreements(root: Path) -> List[str]:
    """One sentence for each thing that is missing, surplus or different, in the order of the lessons; [] if none is."""
    text = (root / PAGE).read_text(encoding="utf-8")
    folders = {int(path.parent.name[:2]): path for path in sorted(root.glob("lab/[0-9][0-9]-*/lesson.c"))}
    chapters = {number: (title, body) for number, title, body in _chapters(text)}
    found = _counted([number for number, _, _ in _chapters(text)], 0, "lesson", f"the chapters of {PAGE}")
    for number in sorted(chapters.keys() - folders.keys()):
        found.append(f"{PAGE} has a chapter for lesson {number}, but there is no folder lab/{number:02}-….")
    for number, path in folders.items():
        name = path.parent.name
        if number not in chapters:
            found.append(f"{PAGE} has no chapter for lab/{name}; expected ## Lesson {number}: and its title.")
            continue
        title, body = chapters[number]
        if f"| [{number}: {title}](#" not in text:
            found.append(f"The table of {PAGE} has no row for lesson {number}; expected | [{number}: {title}](#…) | ….")
        found += _lesson(name, path.read_text(encoding="utf-8"), title, body)
    return found + _figures(root, text)


def sections(body: str) -> Dict[int, str]:
    """What a chapter says of each of its stops, by number, without the headings; 0 is what stands before the first."""
    parts = ["0", *SECTION.split(body)]
    return {int(number): text for number, text in zip(parts[::2], parts[1::2])}


def hints(section: str) -> List[str]:
    """The hints of a section, in the order in which they are to be revealed."""
    return [text for _, text in HINT.findall(section)]


def _chapters(text: str) -> Iterator[Tuple[int, str, str]]:
    """Number, title and text of each chapter that is a lesson."""
    for part in re.split(r"^(?=## )", text, flags=re.MULTILINE):
        heading = CHAPTER.match(part)
        if heading is not None:
            yield int(heading.group(1)), heading.group(2), part[heading.end() :]


def _counted(numbers: List[int], first: int, what: str, where: str) -> List[str]:
    """What is wrong with `numbers`, which should count up from `first`: one sentence at most."""
    for expected, number in enumerate(numbers, first):
        if number != expected:
            return [f"{where[0].upper()}{where[1:]} go on with {what} {number}; expected {what} {expected}."]
    return []


def _lesson(name: str, source: str, title: str, body: str) -> List[str]:
    """Where the chapter `body` and the `source` of a lesson differ."""
    code, chapter = f"lab/{name}/lesson.c", f"lesson {int(name[:2])}"
    steps = {int(number): words for number, words in STEP.findall(source)}
    told = sections(body)
    found = _counted([int(number) for number, _ in STEP.findall(source)], 1, "STEP", f"the steps of {code}")
    found += _counted([int(number) for number in SECTION.findall(body)], 1, "stop", f"the sections of {chapter}")
    named = TITLE.search(source)
    if named is None or named.group(1) != title:
        is_called = f"{named.group(1)!r}" if named is not None else "nothing"
        found.append(f"The title of {chapter} is {title!r} in {PAGE}; lesson_title in {code} says {is_called}.")
    for number in sorted(told.keys() - steps.keys() - {0}):
        found.append(f"{PAGE} has a section for stop {number} of {chapter}, but {code} has no STEP({number}, …).")
    for number, words in steps.items():
        if number not in told:
            found.append(f"{PAGE} has no section for stop {number} of {chapter}; expected ### Stop {number}: ….")
            continue
        found += _stop(f"stop {number} of {chapter}", told[number], name, number)
        announced = f"Stop {number} of {len(steps)}: {words}"
        if announced not in (told[0] * (number == 1) + told[number]).splitlines():
            found.append(f"The transcript of stop {number} of {chapter} does not show the line {announced!r}.")
    return found


def _stop(which: str, section: str, name: str, number: int) -> List[str]:
    found = []
    figure = f"diagrams/{name}/stop-{number:02}.svg"
    if f"]({figure})" not in section:
        found.append(f"The section of {which} does not show its figure, {figure}.")
    numbers = [int(each) for each, _ in HINT.findall(section)]
    if "<summary>Hint" not in section:
        found.append(f"The section of {which} has no hint; expected <details><summary>Hint 1</summary> on a line.")
    if len(numbers) != section.count("<summary>Hint"):
        return found + [f"A hint of {which} is not closed, or lacks the empty lines around its text."]
    return found + _counted(numbers, 1, "hint", f"the hints of {which}")


def _figures(root: Path, text: str) -> List[str]:
    """Files that no page shows, and pictures that are no files."""
    shown = set(re.findall(r"!\[.*?\]\((diagrams/[^)]+)\)", text))
    files = {str(path.relative_to(root)) for path in (root / "diagrams").rglob("*") if path.is_file()}
    lost, stray = sorted(shown - files), sorted(files - shown)
    found = [f"{PAGE} shows {name}, but there is no such file; make figures draws it." for name in lost]
    return found + [f"{name} is shown nowhere in {PAGE}; remove it." for name in stray]
