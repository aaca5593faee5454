"""Plays every lesson and makes pages of it: what a learner types and sees, the source, the figures, and who wrote what.

Each lesson takes one session. Before it ends, that session is asked for the history of every word in its figures.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Dict, Iterator, List, Sequence, Tuple

from markupsafe import Markup

from buddylab.course import book, player
from buddylab.course.blocks import Command, Figure
from buddylab.course.section import Section
from buddylab.draw.pages import inline, markup, replay
from buddylab.whole import write

RECORDER = "python import buddylab.commands.recorder as recorder"
PLACE = re.compile(r" at (\S+):(\d+)$", re.MULTILINE)


def build(root: Path, target: Path) -> None:
    """Writes the site of the project in `root` into the folder `target`. Raises player.Stuck."""
    read = book.read(str(root), "walkthrough.md")
    read.commands  # a mistake on the page is named before anything is played
    found: List[replay.Lesson] = []
    for number in read.lessons:
        recording = Recording(root, target)
        recording.play(read, number)
        found.append(_lesson(read, number, recording))
    for name, data in replay.pages(found, _linux(read, root, target)).items():
        _put(target / name, data)


@dataclass
class Drawn:
    """A figure that a command drew."""

    command: str
    layouts: List[str] = field(default_factory=list)  # SVG files, the broadest first
    clock: int = 0


@dataclass
class Recording:
    """What playing one lesson gave."""

    root: Path
    target: Path
    sections: List[Section] = field(default_factory=list)  # of each stop, with what was printed this time
    places: Dict[int, Tuple[str, int]] = field(default_factory=dict)  # file and line of each stop
    figures: Dict[str, Drawn] = field(default_factory=dict)  # by path
    histories: List[Dict[str, object]] = field(default_factory=list)
    _told: bool = False
    _over: bool = False  # nothing but the end of the lesson comes behind this stop

    def play(self, read: book.Book, number: int) -> None:
        """Plays a lesson."""
        commands = read.lessons[number].commands
        outputs = []
        self._words = self.root / "build" / f"words-{os.getpid()}.json"
        try:
            for step in player.play(self._script(commands), self.root):
                if step.command in commands:
                    outputs.append(step.output)
                self._note(step)
        finally:
            self._words.unlink(missing_ok=True)
        played = book.parse(book.rewrite(read.text, commands, outputs)).lessons[number]
        self.sections = list(played.sections.values())

    def _script(self, commands: Sequence[Command]) -> Iterator[Command]:
        """The lesson's commands, and what the page asks between them."""
        for command in commands:
            if self._over and command.text in ("continue", "quit"):
                yield from self._ask()
            yield command
            if command.text.startswith("make debug"):
                yield Command("(gdb) ", RECORDER, 0, [])
            if command.figure is not None:
                yield Command("(gdb) ", "python recorder.figure()", 0, [])
        yield from self._ask()

    def _ask(self) -> Iterator[Command]:
        addresses = sorted({word for each in self.figures.values() for word in inline.words(each.layouts[0])})
        if addresses and not self._told:
            self._told = True
            write(str(self._words), json.dumps(addresses).encode())
            yield Command("(gdb) ", f"python recorder.tell('../{self._words.name}')", 0, [])
            found = json.loads(self._words.read_text())
            if found == addresses:
                raise player.Stuck("The session did not record the history of the words; show-writes may say why.")
            self.histories = found["histories"]
            for drawn, narrow in zip(self.figures.values(), found["figures"]):
                drawn.layouts.append(narrow)

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
            drawn = self.figures.setdefault(step.command.figure, Drawn(step.command.text))
            drawn.layouts.append(step.figure.decode())
        elif step.command.text.endswith("recorder.figure()"):
            list(self.figures.values())[-1].clock = int(step.output[0])


def _lesson(read: book.Book, number: int, recording: Recording) -> replay.Lesson:
    anchors = _anchors(read)
    places = recording.places
    stops = []
    for section in recording.sections:
        at, title = section.stop, section.title if section.stop else "Before it begins"
        path, line = places.get(at, (places[min(places)][0], 0))
        stops.append(replay.Stop(at, title, _parts(recording, section, anchors), path, line))
    sources = {
        path: [Markup(line) for line in markup.source((recording.root / path).read_text(encoding="utf-8"))]
        for path in {stop.path for stop in stops}
    }
    title = read.lessons[number].title
    row = read.rows.get(number, book.Row(title))
    return replay.Lesson(f"{number:02}", title, row.teaches, row.time, stops, sources, recording.histories)


def _linux(read: book.Book, root: Path, target: Path) -> List[replay.Chapter]:
    """The chapter that is not played here, with its figures; none where the page has none."""
    chapter, anchors = read.linux, _anchors(read)
    for figure in chapter.figures:
        _put(target / figure.path, (root / figure.path).read_bytes())
    texts = (markup.html(section.source, partial(_target, anchors)) for section in chapter.sections.values())
    return [replay.Chapter("linux", chapter.title, Markup(text)) for text in texts]


def _parts(recording: Recording, section: Section, anchors: Dict[str, str]) -> List[replay.Part]:
    """A section in passages; each part of it has a figure, if there is any, which stands beside what is told of it."""
    parts = [replay.Part()]
    for passage in section.passages:
        # One that no command of this lesson draws is an illustration.
        figures = [block for block in passage if isinstance(block, Figure) and block.path in recording.figures]
        if figures and parts[-1].figures:
            parts.append(replay.Part())
        for figure in figures:
            key = f"figure-{section.stop}-{sum(len(part.figures) for part in parts)}"
            parts[-1].figures.append(_figure(recording, figure, key, section.stop))
        told = "\n\n".join(block.source for block in passage if not isinstance(block, Figure)) + "\n"
        shown = markup.html(told, partial(_target, anchors))
        parts[-1].passages.append(Markup(shown))
    return parts


def _figure(recording: Recording, figure: Figure, key: str, stop: int) -> replay.Figure:
    """One figure, which is also written to a file of its own."""
    drawn = recording.figures[figure.path]
    _put(recording.target / figure.path, drawn.layouts[0].encode())
    caption = re.sub(rf"^Stop {stop}: ", "", figure.words)
    layouts = [
        replay.Layout(Markup(inline.inline(svg, f"{key}-{at}")), inline.size(svg))
        for at, svg in enumerate(drawn.layouts)
    ]
    return replay.Figure(drawn.command, caption[:1].upper() + caption[1:], figure.path, layouts, drawn.clock)


def _anchors(read: book.Book) -> Dict[str, str]:
    """Where a link to a heading of the walkthrough leads on the site."""
    found: Dict[str, str] = {}
    for number, lesson in read.lessons.items():
        for stop, section in lesson.sections.items():
            heading = f"Stop {stop}: {section.title}" if stop else f"Lesson {number}: {lesson.title}"
            found.setdefault(book.anchor(heading), f"{number:02}.html#{number:02}/{stop}")
    return found


def _target(anchors: Dict[str, str], target: str) -> str:
    """Where a link leads on the site; "" for nowhere."""
    return anchors.get(target, target if "://" in target else "")


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write(str(path), data)
