"""Draws the live picture beside the debugger: a process of its own, so that Graphviz never holds up the prompt.

python3 -m buddylab.draw.pages.live FOLDER: a byte on standard input says that there is a new job in FOLDER, the newest
wins. The end of standard input is the end of the session, however it came about. The page polls state.js; each figure
lies beside it, as it is (.svg) and as a script that hands it to the page, for a page on a disk may read nothing else.
"""

from __future__ import annotations

import json
import os
import pickle
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Sequence

from buddylab.draw.figure.dot import Source
from buddylab.whole import write

JOB = ".job"


@dataclass(frozen=True)
class Picture:
    """One list or heap; without sources the message says why there is none."""

    heading: str  # the command that shows the same in the debugger
    sources: Sequence[Source] = ()  # the same laid out for other windows, the broadest first
    spoken: str = ""  # the figure read aloud
    message: str = ""


@dataclass(frozen=True)
class Job:
    """What the page is to show."""

    lesson: str
    title: str  # where the machine stands
    text: str = ""  # Markdown: what there is to read at this stop
    pictures: List[Picture] = field(default_factory=list)


def put(folder: str, job: Job) -> None:
    """Leaves `job` for the process that draws. Raises OSError."""
    write(os.path.join(folder, JOB), pickle.dumps(job))


class Page:
    """What a session writes into the folder of the page."""

    def __init__(self, folder: Path, session: str) -> None:
        """`session` tells this session from others that write there."""
        self._folder = folder
        self._state: Dict[str, Any] = {"session": session, "serial": 0, "lesson": "", "title": "", "pictures": []}

    def begin(self) -> None:
        """Writes a state with nothing in it, so that there is one."""
        self._write()

    def show(self, job: Job) -> None:
        """Writes the figures, then the state that names them."""
        from buddylab.draw.pages import markup

        self._state["serial"] += 1
        pictures = [self._draw(number, picture) for number, picture in enumerate(job.pictures)]
        self._state.update(lesson=job.lesson, title=job.title, text=markup.html(job.text), pictures=pictures)
        self._write()

    def end(self) -> None:
        """Says that the session has ended, unless another one has taken over."""
        try:
            theirs = f'"session": "{self._state["session"]}"' not in (self._folder / "state.js").read_text()
        except OSError:
            theirs = False
        if not theirs:
            self._state.update(ended=True, serial=self._state["serial"] + 1)
            self._write()

    def _draw(self, number: int, picture: Picture) -> Dict[str, Any]:
        if not picture.sources:
            return {"heading": picture.heading, "message": picture.message}
        from buddylab.draw.figure import svg
        from buddylab.draw.pages import inline

        try:
            plain = svg.run_all([each.text for each in picture.sources])
        except RuntimeError as fault:
            return {"heading": picture.heading, "message": str(fault)}
        drawn = [svg.dress(one, each, picture.spoken) for one, each in zip(plain, picture.sources)]
        self._put(f"figure-{number}.svg", drawn[0])
        script = json.dumps([inline.inline(each, f"figure-{number}-{at}") for at, each in enumerate(drawn)])
        self._put(f"figure-{number}.js", f"Live.figure({number}, {self._state['serial']}, {script});\n")
        return {"heading": picture.heading, "message": ""}

    def _write(self) -> None:
        self._put("state.js", f"Live.state({json.dumps(self._state)});\n")

    def _put(self, name: str, text: str) -> None:
        write(str(self._folder / name), text.encode())


def main() -> None:
    """Draws until standard input ends."""
    folder = Path(sys.argv[1])
    page = Page(folder, str(os.getppid()))
    while os.read(0, 4096):
        try:
            page.show(pickle.loads((folder / JOB).read_bytes()))
        except OSError:
            pass  # a full disk, or a folder that was cleared: the next stop may fare better
    page.end()


if __name__ == "__main__":
    main()
