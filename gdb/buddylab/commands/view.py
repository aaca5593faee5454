"""lab view: lists and heaps as a page beside the debugger, which every stop draws anew."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Iterator, List, Optional, Tuple

import gdb

from buddylab.commands import guide, ours, session, show_freelists, show_list
from buddylab.commands.options import Mistake
from buddylab.course.predictions import changes
from buddylab.target.runs.run import Visit

if TYPE_CHECKING:  # none of it is needed before somebody wants to see something
    from buddylab.draw.pages import live
    from buddylab.snapshot import Moment

FOLDER = os.path.join(session.HOME, session.OUTPUT, "live")
AGAIN = "BUDDYLAB_VIEW"  # set for the debugger that lab lesson starts in our place
# In the order in which they are tried: what show-list takes is no heap, but the head of any list may be a free list's.
SHOWS = {each.SYNTAX.command: each.SYNTAX for each in (show_list, show_freelists)}
FLAGS = {option.name for syntax in SHOWS.values() for option in syntax.each() if not option.value}
TOKEN = r"(?s)\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|[\s,]+|."


class Pin:
    """Something to show."""

    def __init__(self, line: str, commands: Tuple[str, ...] = tuple(SHOWS)) -> None:
        self.line = line  # EXPR and options, as behind a show command
        self.commands = commands  # those that may be meant
        self.function: Optional[str] = None  # where EXPR was understood; looked for in its frame from then on


class View:
    """The live picture of this session."""

    def __init__(self) -> None:
        """Writes the page and starts the process that draws. Raises OSError."""
        from pathlib import Path

        from buddylab import whole
        from buddylab.draw.pages import live, style

        os.makedirs(FOLDER, exist_ok=True)
        for name, data in style.parts(["figure.js", "live.js"]).items():
            whole.write(os.path.join(FOLDER, name), data)
        whole.write(os.path.join(FOLDER, "index.html"), style.live())
        live.Page(Path(FOLDER), str(os.getpid())).begin()
        self.pins: List[Pin] = []
        self._auto: Optional[Pin] = None
        self._stale = False  # somebody wrote to the machine
        self._process = subprocess.Popen(
            [_python(), "-m", "buddylab.draw.pages.live", FOLDER],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.path.join(session.HOME, "gdb")},
            start_new_session=True,  # Ctrl-C is for the machine
        )
        assert self._process.stdin is not None
        os.set_blocking(self._process.stdin.fileno(), False)
        ours.listeners.append(lambda visit: self.refresh())
        ours.movers.append(self.refresh)
        events: Any = gdb.events  # their types differ from one version of the stubs to the next
        events.stop.connect(self._stopped)
        events.memory_changed.connect(self._edited)
        events.before_prompt.connect(self._prompt)

    def refresh(self) -> None:
        """Reads what is to be shown, and has it drawn; whatever goes wrong is said on the page."""
        from buddylab.draw.pages import live

        assert self._process.stdin is not None
        self._stale = False
        self._auto = self._followed()
        job = live.Job(ours.lesson().stops.lesson(), "The lesson is over; nothing runs.")
        if ours.lesson().running():
            pins = self.pins or ([self._auto] if self._auto else [])
            job = live.Job(job.lesson, _title(), self._text(), [_picture(pin) for pin in pins])
        try:
            live.put(FOLDER, job)
            os.write(self._process.stdin.fileno(), b"\n")
        except OSError:
            pass  # the disk is full, the folder was removed or the process was ended: none of it is to disturb here

    def _followed(self) -> Optional[Pin]:
        """What is shown where nothing is pinned: what was shown last, or what the text would show here."""
        suggested = None if session.at_hand.last else self._suggested()
        last = suggested or session.at_hand.last
        if last is None or self._auto is not None and (self._auto.commands, self._auto.line) == ((last[0],), last[1]):
            return self._auto
        return Pin(last[1], (last[0],))

    def _suggested(self) -> Optional[Tuple[str, str]]:
        """The show command that the text has a learner type first at this stop, or at the last one that has any."""
        for stop in range(self._last(), -1, -1):
            section = guide.section(stop)
            typed = [each.text for each in section.typed if not each.open] if section else []
            for command, _, line in (each.partition(" ") for each in typed):
                if command in SHOWS and line:
                    return command, line
        return None

    def _text(self) -> str:
        """What there is to read at the stop that was passed last; the figure itself stands beside it."""
        section = guide.section(self._last())
        return section.told(figures=False) if section else ""

    def _last(self) -> int:
        visits = ours.lesson().visits
        return visits[-1].number if visits else 0

    def _stopped(self, event: Any) -> None:
        """At a numbered stop the listener is told too, and a traveller's stops are none."""
        run = ours.lesson().run
        if run is None or run.halt is None and run.here() is None:
            self.refresh()

    def _edited(self, event: Any) -> None:
        self._stale = True

    def _prompt(self) -> None:
        if self._stale or not self.pins and self._followed() is not self._auto:
            self.refresh()


@lru_cache(maxsize=None)
def _view() -> View:
    """The one of this session, from when it is first asked for. Raises OSError."""
    return View()


def view(argument: str) -> None:
    """Show lists and heaps as a page in a browser.

    Usage: lab view [EXPR [OPTION]...]...

      lab view                            what you showed last, or what the text of this stop shows
      lab view list                       this list, at every stop
      lab view list --memory values       with options of show-list or show-freelists
      lab view list heap --view map       several, one below the other

    The page is build/live/index.html. It needs no network, fits narrow windows too, and is drawn again whenever the
    machine stops, also after step, next, finish and lab goto. Spaces separate one EXPR from the next, so write
    `*head` or `(*head).next` without any."""
    pins = [Pin(line) for line in _split(argument)]
    if ours.lesson().running():
        for pin in pins:
            picture = _picture(pin)
            if not picture.sources:
                raise gdb.GdbError(picture.message)
    try:
        shown = _view()
    except OSError as fault:
        raise gdb.GdbError(f"{fault.filename} was not written ({fault.strerror}); is there room on the disk?")
    os.environ[AGAIN] = argument or " "
    shown.pins = pins
    shown.refresh()
    page = session.at_hand.shown(os.path.join(FOLDER, "index.html"))
    if _open():
        session.say(f"Opened {page} in your browser; it follows every stop.")
    else:
        session.say(f"Open {page} in a web browser; it follows every stop.")


def _split(argument: str) -> List[str]:
    """EXPR with its options, one after the other; brackets and quotes hold an expression together."""
    words, depth = [""], 0
    for token in re.findall(TOKEN, argument):
        depth += (token in "([{") - (token in ")]}")
        if depth <= 0 and not token.strip(" \t,"):
            words.append("")
        else:
            words[-1] += token
    lines: List[str] = []
    value = False  # whether the next word belongs to an option
    for word in filter(None, words):
        if word.startswith("--") and not lines:
            raise gdb.GdbError(f"lab view expects an expression in front of {word}, such as lab view list {word}.")
        if word.startswith("--") or value:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
        value = word.startswith("--") and "=" not in word and word not in FLAGS
    return lines


def _picture(pin: Pin) -> live.Picture:
    """What is to be seen of `pin` now, or the sentence that says why nothing is."""
    from buddylab.draw import forms
    from buddylab.draw.figure.places import PLACES
    from buddylab.draw.pages import live

    faults: List[Tuple[str, str]] = []  # by which command, and what is wrong
    mistakes: List[Tuple[str, str]] = []  # the same of the options
    for command in pin.commands:
        try:
            with _frame(pin.function) as function:
                snapshot, shape = _take(command, pin.line)
            pin.commands, pin.function = (command,), function
            sources = [forms.source(snapshot, shape, place) for place in (None, PLACES["phone"])]
            return live.Picture(f"{command} {pin.line}", sources, forms.spoken(snapshot))
        except Mistake as mistake:
            mistakes.append((command, str(mistake)))
        except (gdb.GdbError, gdb.error) as fault:
            faults.append((command, str(fault)))
        except Exception as fault:  # a mistake of ours must not disturb a stop
            failed = f"{command} {pin.line} failed ({type(fault).__name__}: {fault}); please report it."
            faults.append((command, failed))
    other = f"; {show_freelists.SYNTAX.command} "  # what show-list says of a heap only names this
    command, problem = ([each for each in faults if other not in each[1]] or faults or mistakes[-1:])[0]
    return live.Picture(f"{command} {pin.line}", message=problem)


def _take(command: str, line: str) -> Tuple[Any, str]:
    """The snapshot that a show command would show, and which figure of it is meant; nothing changes meanwhile."""
    wanted = SHOWS[command].parse(line)
    change = changes(wanted.expression)
    if change:
        raise gdb.GdbError(f"{line} would change the machine ({change}) whenever it is drawn; leave that out.")
    from buddylab.target import values

    with values.looking_only():
        if command == "show-freelists":
            return show_freelists.take(wanted), wanted[show_freelists.VIEW]
        return show_list.take(wanted)[0], show_freelists.VIEW.kind.default


@contextmanager
def _frame(function: Optional[str]) -> Iterator[str]:
    """Selects the innermost frame of `function`, if there is one, and later the selected one; gives its function."""
    from buddylab.target import variables

    selected = gdb.selected_frame()
    for frame in variables.frames():
        if function is not None and frame.name() == function:
            frame.select()
            break
    try:
        yield str(gdb.selected_frame().name())
    finally:
        if selected.is_valid():
            selected.select()


def _title() -> str:
    """Where the machine stands."""
    moment: Moment = session.at_hand.moment()
    stands = f"Stop {moment.stop} of {len(ours.lesson().stops.all)}: " if moment.stop else ""
    return stands + str(moment.step)


def _open() -> bool:
    """Opens the page where there is a desktop."""
    opener = shutil.which("xdg-open")
    if opener is None or not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    nothing = subprocess.DEVNULL
    page = os.path.join(FOLDER, "index.html")
    subprocess.Popen([opener, page], stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)
    return True


def _python() -> str:
    """The interpreter that has the modules of the one inside GDB: its own, outside."""
    own = os.path.join(sys.exec_prefix, "bin", f"python{sys.version_info[0]}.{sys.version_info[1]}")
    return own if os.path.exists(own) else shutil.which("python3") or "python3"


def _resume(visit: Visit) -> None:
    """Goes on with the picture that the debugger showed which has become this one."""
    ours.listeners.remove(_resume)
    try:
        shown = _view()
        shown.pins = [Pin(line) for line in _split(os.environ[AGAIN])]
        shown.refresh()
    except (OSError, gdb.GdbError):
        del os.environ[AGAIN]


if AGAIN in os.environ:
    ours.listeners.append(_resume)
