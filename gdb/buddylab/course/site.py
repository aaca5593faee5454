"""Plays every lesson and makes pages of it: what a learner types and sees, the source, the figures, and who wrote what.

Each lesson takes one session. Before it ends, that session is asked for the history of every word in its figures.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, Iterator, List, Sequence, Tuple

from markupsafe import Markup

from buddylab.course import lessons, player, walkthrough
from buddylab.course.walkthrough import Command
from buddylab.draw import drawing, markup, page
from buddylab.draw.files import write

RECORDER = "python import buddylab.commands.recorder as recorder"
HEADING = re.compile(r"^#{2,3} (.*)$", re.MULTILINE)
PLACE = re.compile(r" at (\S+):(\d+)$", re.MULTILINE)
ROW = re.compile(r"^\| \[(\d+): .*?\]\(.*?\) \| (.*?) \| (.*?) \|$", re.MULTILINE)
PICTURE = re.compile(r"!\[(.*?)\]\((diagrams/.*?)\)", re.DOTALL)


def build(root: Path, target: Path) -> None:
    """Writes the site of the project in `root` into the folder `target`. Raises player.Stuck."""
    text = (root / "walkthrough.md").read_text(encoding="utf-8")
    found: List[page.Lesson] = []
    for number, (_, chapter) in chapters(text).items():
        recording = Recording(root, target)
        recording.play(chapter)
        found.append(_lesson(text, number, recording))
    for name, data in page.pages(found).items():
        _put(target / name, data)


def chapters(text: str) -> Dict[int, Tuple[str, str]]:
    """Title and text of each lesson of the walkthrough, by its number."""
    found = {}
    for part in re.split(r"^(?=## )", text, flags=re.MULTILINE):
        begins = lessons.LESSON.match(part.partition("\n")[0])
        if begins:
            found[int(begins.group(1))] = begins.group(2), part
    return found


@dataclass
class Recording:
    """What playing one lesson gave."""

    root: Path
    target: Path
    sections: List[Tuple[int, str, str]] = field(default_factory=list)  # number, title and Markdown of each stop
    places: Dict[int, Tuple[str, int]] = field(default_factory=dict)  # file and line of each stop
    figures: Dict[str, Tuple[str, int, bytes]] = field(default_factory=dict)  # command, clock and drawing by path
    histories: List[Dict[str, object]] = field(default_factory=list)
    _told: bool = False
    _over: bool = False  # nothing but the end of the lesson comes behind this stop

    def play(self, chapter: str) -> None:
        """Plays a lesson's chapter."""
        commands = walkthrough.parse(chapter)
        outputs = []
        self._words = self.root / "build" / f"words-{os.getpid()}.json"
        try:
            for step in player.play(self._script(commands), self.root):
                if step.command in commands:
                    outputs.append(step.output)
                self._note(step)
        finally:
            self._words.unlink(missing_ok=True)
        for part in re.split(r"^(?=### )", walkthrough.rewrite(chapter, commands, outputs), flags=re.MULTILINE):
            heading, _, rest = part.partition("\n")
            stop = lessons.STOP.match(heading)
            number, title = (int(stop.group(1)), stop.group(2)) if stop else (0, "Before it begins")
            self.sections.append((number, title, rest))

    def _script(self, commands: Sequence[Command]) -> Iterator[Command]:
        """The lesson's commands, and what the page asks between them."""
        for command in commands:
            if self._over and command.text in ("continue", "quit"):
                yield from self._ask()
            yield command
            if command.figure is not None:
                yield Command("(gdb) ", f"{RECORDER}; recorder.clock()", 0, [])
        yield from self._ask()

    def _ask(self) -> Iterator[Command]:
        addresses = sorted({word for _, _, svg in self.figures.values() for word in drawing.words(svg.decode())})
        if addresses and not self._told:
            self._told = True
            write(str(self._words), json.dumps(addresses).encode())
            yield Command("(gdb) ", f"{RECORDER}; recorder.histories('../{self._words.name}')", 0, [])
            found = json.loads(self._words.read_text())
            if found == addresses:
                raise player.Stuck("The session did not tell the histories of the words; show-writes may say why.")
            self.histories = found

    def _note(self, step: player.Played) -> None:
        output = "\n".join(step.output)
        stop = player.STOP.search(output)
        if stop:
            number, last = int(stop.group(1)), int(stop.group(2))
            self._over = number == last
            place = PLACE.search(output[: stop.start()])
            if place:
                self.places.setdefault(number, (place.group(1), int(place.group(2))))
        if step.figure is not None and step.command.figure is not None:
            self.figures[step.command.figure] = step.command.text, 0, step.figure
        elif step.command.text.endswith("recorder.clock()"):
            path, (command, _, svg) = list(self.figures.items())[-1]
            self.figures[path] = command, int(step.output[0]), svg


def _lesson(text: str, number: int, recording: Recording) -> page.Lesson:
    anchors = _anchors(text)
    rows = {int(row[0]): row[1:] for row in ROW.findall(text)}
    places = recording.places
    stops = []
    for at, title, markdown in recording.sections:
        body = Markup(markup.html(markdown, lambda target: anchors.get(target, target if "://" in target else "")))
        path, line = places.get(at, (places[min(places)][0], 0))
        stops.append(page.Stop(at, title, body, path, line, _figures(recording, at, markdown)))
    sources = {
        path: [Markup(line) for line in markup.source((recording.root / path).read_text(encoding="utf-8"))]
        for path in {stop.path for stop in stops}
    }
    teaches, time = rows.get(number, ("", ""))
    title = chapters(text)[number][0]
    return page.Lesson(f"{number:02}", title, teaches, time, stops, sources, recording.histories)


def _figures(recording: Recording, stop: int, markdown: str) -> List[page.Figure]:
    """The figures of a section, which are also written each to a file of its own."""
    found: List[page.Figure] = []
    for caption, path in PICTURE.findall(markdown):
        command, clock, svg = recording.figures[path]
        _put(recording.target / path, svg)
        key = f"figure-{stop}-{len(found)}"
        drawn = Markup(drawing.inline(svg.decode(), key))
        caption = re.sub(rf"^Stop {stop}: ", "", " ".join(caption.split()))
        found.append(page.Figure(key, command, caption[:1].upper() + caption[1:], path, drawn, clock))
    return found


def _anchors(text: str) -> Dict[str, str]:
    """Where a link to a heading of the walkthrough leads on the site; GitHub's way of naming headings."""
    found: Dict[str, str] = {}
    lesson = ""
    for title in HEADING.findall(text):
        begins, stop = re.match(r"Lesson (\d+): ", title), re.match(r"Stop (\d+): ", title)
        lesson = f"{int(begins.group(1)):02}" if begins else lesson if stop else ""
        if lesson:
            anchor = "#" + re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
            found.setdefault(anchor, f"{lesson}.html#{lesson}/{stop.group(1) if stop else 0}")
    return found


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write(str(path), data)
