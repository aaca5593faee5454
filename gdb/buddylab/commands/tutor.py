"""The tutor: tells a stop's section piece by piece, as much as the screen holds, and goes on when what it asked for was
typed. Whoever types something else is left in peace; `lab` reads on."""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Optional

import gdb

from buddylab.commands import guide, ours, session
from buddylab.course.progress import Seen
from buddylab.target.ask import said
from buddylab.target.runs.run import Visit

if TYPE_CHECKING:  # what reads the text is loaded with the first of it, and not every session reads
    from buddylab.course.blocks import Command
    from buddylab.course.reading import Reading
    from buddylab.course.section import Section

AROUND_TEXT = 3  # lines: an empty one before the text, and one before what is to be typed, which follows
HERALDS = 5  # lines that GDB prints in front of a stop's number where the page does not tell
PROMPTS = 2  # lines: the command that was typed, and the next prompt
HISTORY = 1000  # lines that GDB keeps: with none, as a learner's own settings may have it, nothing could be heard


class Tutor:
    """What is being read, and what was typed."""

    def __init__(self) -> None:
        self._readings: Dict[int, Reading] = {}
        self._stop = 0  # whose section is being read
        self._last = ""  # what was typed last: Enter alone does it once more
        self._line = 0  # its number in GDB's history
        self._moved = False  # whether the machine has stopped since the last prompt
        self._done: List[Command] = []  # the tasks that were done since then
        self._hears = False  # whether GDB tells of prompts: it does not where a front end talks to it
        self._aside = True  # whether something else was typed since the tutor spoke last
        self._insists = False  # whether lab says once more what is to be typed, before it reads on

    def begin(self) -> None:
        """Listens to what is typed from here on."""
        gdb.execute(f"set history size {HISTORY}")
        self._typed()
        events: Any = gdb.events  # the stubs do not know all of them
        events.before_prompt.connect(self._prompt)
        events.stop.connect(self._stopped)

    def arrived(self, here: Visit, above: int) -> None:
        """Says what there is to read at a stop; `above` lines were written of it already."""
        with _told():
            self._listen()
            if any(line.startswith(f"Stop {here.number} of ") for each in self._done for line in each.output):
                return  # the way here was asked for: what there is to read after it comes with the prompt
            self._done = []
            self._stop, self._insists, self._aside = here.number, self._hears, not guide.SPEAKS
            if self._key() in self._readings:
                self._readings[self._key()].undo()
            if guide.SPEAKS:
                section = guide.section(here.number)
                self._tell(guide.room() - PROMPTS - above - (section and section.heralds or HERALDS))

    def stands(self, stop: int) -> None:
        """The machine was brought to a stop, whose section is the one at hand from here on."""
        self._stop, self._aside = stop, True

    def read_on(self, place: str) -> None:
        """What `lab` does: says where one stands and what is to be typed; typed once more, it reads on without that."""
        reading = self._reading()
        told = reading is None or bool(reading.task or reading.over)
        waits = told and (self._insists or not self._runs())
        if waits or self._aside:
            session.say(place)
            self._aside = not self._hears
        if reading is None or waits:
            guide.say(self._asks(True))
            self._insists = False
            return
        if reading.task:
            reading.skip()
        elif reading.over:
            reading.again()
        else:
            self._insists = self._hears
        self._tell(guide.room() - PROMPTS, least=1)
        self._insists = self._insists or reading.over

    def _reading(self) -> Optional[Reading]:
        """The way through the section at hand; None where there is nothing to read."""
        from buddylab.course.reading import Reading

        key = self._key()
        if key not in self._readings:
            parts = [part for each in self._sections(key) if each for part in each.parts]
            if not parts:
                return None
            self._readings[key] = Reading(parts, self._seen().read.get(key, 0))
        return self._readings[key]

    def _key(self) -> int:
        """The stop by which what is read is remembered: an exercise has one page for all of them."""
        return 0 if guide.is_exercise() else self._stop

    def _tell(self, room: int, least: int = 0) -> None:
        """Reads on, as far as `room` lines hold it, or so many parts at least, and says what is to be typed then."""
        reading = self._reading()
        text = reading.onward(lambda text: guide.height(text) <= room - AROUND_TEXT, least) if reading else ""
        if text:
            guide.say(text)
        guide.say(self._asks())
        self._aside = not self._hears
        self._keep()

    def _asks(self, again: bool = False) -> str:
        """What is to be typed now, as Markdown; where lab was typed `again`, all that leads on from here."""
        from buddylab.course.blocks import OPEN

        reading = self._reading()
        if reading is None or reading.task and not self._runs():
            return f"**Type:** {self._next()}."
        if reading.over:
            return f"**Type:** {self._next()}" + ("; `lab` again repeats this stop." if again else ".")
        if reading.task is None:
            return "**Type:** `lab` to read on."
        open = f" with what you expect in place of {OPEN}" if OPEN in reading.task.text else ""
        more = f"; `lab` again to read on without it; {self._next()}." if again else ""
        return f"**Type:** `{reading.task.text}`{open}{more}"

    def _sections(self, key: int) -> List[Optional[Section]]:
        """What is to be read at a stop."""
        return [guide.section(each) for each in ([0, key] if key == 1 else [key])]

    def _seen(self) -> Seen:
        """What this learner has seen of what is being read."""
        return guide.seen()

    def _runs(self) -> bool:
        """Whether there is a machine on which what is asked for can be done."""
        return ours.lesson().running() is not None

    def _next(self) -> str:
        """What to type where nothing is left to be read, as Markdown."""
        return _next()

    def _keep(self) -> None:
        key = self._key()
        reading = self._readings.get(key)
        if reading is not None and self._seen().read.get(key) != reading.at:
            self._seen().read[key] = reading.at
            guide.progress.save()

    def _typed(self) -> List[str]:
        """The lines that were typed since the last call."""
        found = []
        for entry in said("show commands").splitlines():
            number, _, line = entry.strip().partition("  ")
            if number.isdecimal() and int(number) > self._line:
                self._line = int(number)
                found.append(line)
        return found

    def _listen(self) -> None:
        """Notes which tasks were done by what was typed since the last call."""
        typed = self._typed()
        if not typed and self._moved:
            typed = [self._last]
        self._moved = False
        for self._last in typed:
            self._insists = self._hears and (self._insists or self._last.split() != ["lab"])
            reading = self._reading() if guide.SPEAKS else self._readings.get(self._key())
            done = reading.heard(self._last, _same) if reading else None
            if done is not None:
                self._done.append(done)
            elif self._last.split() != ["lab"]:
                self._aside = True

    def _prompt(self) -> None:
        """GDB is about to ask for the next command."""
        if not self._hears:
            self._hears, self._insists, self._aside = True, True, not guide.SPEAKS
        with _told():
            self._listen()
            done, self._done = self._done, []
            if done and guide.SPEAKS:
                self._tell(guide.room() - PROMPTS - sum(session.rows(each.output) for each in done))

    def forget(self) -> None:
        """Every section counts as unread."""
        self._readings.clear()

    def _stopped(self, event: Any) -> None:
        self._moved = True


tutor = Tutor()


@contextmanager
def _told() -> Iterator[None]:
    """What goes wrong meanwhile is told in a sentence: no command was typed that could fail."""
    try:
        with session.sentences("lab", lambda: "lab says where you are"):
            yield
    except gdb.GdbError as fault:
        session.say(str(fault))


def _same(asked: str, line: str) -> bool:
    """Whether `line` does what `asked` asks for."""
    from buddylab.course.typed import same

    return same(asked, line, _meaning)


@lru_cache(maxsize=None)
def _meaning(name: str) -> str:
    """The manual of a command, which is the same for all its names; "" where there is no such command."""
    try:
        return said(f"help {name}")
    except gdb.error:
        return ""


def _next() -> str:
    """What to type where nothing is left to be read, as Markdown."""
    lesson = ours.lesson()
    if not lesson.running():
        return "`run` to start again, `lab back` to go back, `lab lesson` or `quit`"
    last = lesson.visits[-1].number if lesson.visits else 0
    number, stops = last + 1, lesson.stops
    parts = [f"`continue` to go on to stop {number}" if number <= len(stops.all) else "`continue` to run to the end"]
    if number <= len(stops.all):
        found = stops.breakpoints().get(number)
        if found is None or not found.enabled:
            parts = [f"`lab goto {number}` to go on, since breakpoint {number} was deleted or disabled"]
    if last and lesson.here() is None:
        parts.append(f"`lab back` returns to stop {last}")
    section = guide.section(last) if last else None
    if section and len(section.hints) > guide.seen().hints.get(0 if guide.is_exercise() else last, 0):
        parts.append("`lab hint` helps")
    return "; ".join(parts)
