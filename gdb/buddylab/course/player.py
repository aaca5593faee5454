"""Plays commands the way a learner types them: `make debug` in a terminal, line by line, and yields what appeared."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Callable, Dict, Iterable, Iterator, List, Optional, Tuple, TypeVar

import pexpect

from buddylab.course.blocks import Command

Result = TypeVar("Result")
STOPPED = "the machine stops here"
ENDLESS = "from here the machine does not come to its next stop"
PROMPT = r"\(gdb\) $"
PATIENCE = 60  # seconds without a prompt before the player gives up
# What a make leaves to what it starts, and what would be said of another terminal.
MADE = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "V", "LESSON", "EXERCISE", "CHECK", "COLUMNS", "LINES")
LOOK = 5  # seconds that it then gives GDB to say where the machine is
SIZE = (40, 80)  # of the terminal, in lines and columns
DRAWS = "; expected a show command that works, in front of the picture"
EXPECTED = "; expected no failure, or its very words below the command on the page"
EMPTY = "#!/bin/sh\necho '<svg xmlns=\"http://www.w3.org/2000/svg\"/>'\n"  # a Graphviz that draws nothing
DRAWN = (".svg", ".pdf", ".png", ".dot")
STOP = re.compile(r"^Stop (\d+) of (\d+): (.*)$", re.MULTILINE)
PANIC = re.compile(r"^(?:panic: (?P<place>\S+:\d+): |(?=trap: ))(?P<why>.*)", re.MULTILINE)
FRAME = re.compile(r"\bat (\S+:\d+)$", re.MULTILINE)
# Typed into GDB: its words of what went wrong go to a file of their own.
APART = "python import os; os.dup2(os.open({!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)"


class Stuck(Exception):
    """A command that did not come back, or failed, in one sentence, which begins with file and line."""


@dataclass
class Played:
    """A command, what appeared, and the figure that it drew."""

    command: Command
    output: List[str]  # lines
    figure: Optional[bytes] = None
    failed: str = ""  # what is wrong, if it failed and the page does not show just that


class Session:
    """A debugging session in a terminal of its own; figures land in a private folder."""

    def __init__(
        self,
        root: Path,
        line: str = "make debug",
        guided: bool = False,
        patience: float = PATIENCE,
        size: Optional[Tuple[int, int]] = None,
        draws: bool = True,
    ) -> None:
        """Types `line` at a shell in `root` and waits for the first prompt; `greeting` is what appeared.

        Unless it is to be `guided`, the session does not say the text of the walkthrough at each stop. After `patience`
        seconds without a prompt it looks where the machine is, and gives up. The terminal has `size`, or SIZE. Where
        nobody looks at figures, it need not have Graphviz draw them, which takes half of the time: they are empty then.
        """
        (root / "build").mkdir(exist_ok=True)
        self._root = root
        self.folder = Path(tempfile.mkdtemp(prefix="play-", dir=root / "build"))
        environment = dict(surroundings(), BUDDYLAB_OUTPUT=str(self.folder), TERM="dumb")
        environment["BUDDYLAB_GUIDE"] = "on" if guided else "off"
        if not draws:
            environment["DOT"] = str(self.folder / "dot")
            Path(environment["DOT"]).write_text(EMPTY)
            Path(environment["DOT"]).chmod(0o755)
        shell = ["-c", line]
        dimensions = size or SIZE
        self.terminal = pexpect.spawn(
            "/bin/sh", shell, cwd=root, env=environment, dimensions=dimensions, encoding="utf-8"
        )
        self.terminal.timeout = patience
        self.terminal.delaybeforesend = None  # GDB does not lose what is typed ahead
        self.terminal.ptyproc.delayafterclose = 0  # close() waited for the end already, and kill() does not ask
        try:
            self.greeting = self._until_prompt(line)
        except BaseException:  # nobody has this session yet, to close it
            self.kill()
            raise

    def type(self, text: str) -> List[str]:
        """Types a line and gives the lines that appear below it."""
        self.terminal.sendline(text)
        return self._until_prompt(text)[1:]  # the first line is the echo of what was typed

    def typed(self, text: str) -> Tuple[List[str], str]:
        """The same, and of that what GDB says was wrong; "" for nothing."""
        errors = self.folder / "errors"
        if not errors.exists():
            self.type(APART.format(str(errors)))
        before = errors.stat().st_size
        shown = self.type(text)
        said = errors.read_bytes()[before:].decode(errors="replace")
        return shown + said.splitlines(), " ".join(said.split())

    def quit(self) -> List[str]:
        """Types quit and gives what appears before everything has ended."""
        self.terminal.sendline("quit")
        try:
            if self.terminal.expect([pexpect.EOF, r"\(y or n\) $"]) == 1:  # a program still runs in a plain gdb
                self.terminal.sendline("y")
                self.terminal.expect(pexpect.EOF)
        except pexpect.TIMEOUT:
            raise Stuck(f"The debugger did not end within {self.terminal.timeout:g} s.")
        return str(self.terminal.before).replace("\r", "").split("\n")[1:-1]

    def close(self) -> None:
        """Leaves the debugger, and the machine with it, whatever state they are in."""
        try:
            if self.terminal.isalive():
                self.quit()
        finally:
            self.kill()

    def kill(self) -> None:
        """Ends the debugger without asking it."""
        try:
            self.terminal.close(force=True)
        except pexpect.ExceptionPexpect:  # it has sent SIGKILL, but half a second may be too little to die
            self.terminal.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _until_prompt(self, text: str) -> List[str]:
        try:
            self.terminal.expect(PROMPT)
        except pexpect.EOF:
            said = str(self.terminal.before).strip().replace("\r\n", " ")
            raise Stuck(f"The debugger ended when {text!r} was typed; it said: {said}")
        except pexpect.TIMEOUT:
            raise Stuck(f"{self._busy()}no prompt came within {self.terminal.timeout:g} s after {text!r} was typed.")
        shown = str(self.terminal.before).replace("\r", "")
        shown = shown.replace(f"{self.folder.relative_to(self._root)}/", "build/").replace(f"{self._root}/", "")
        return shown.split("\n")[:-1]

    def _busy(self) -> str:
        """Where the machine is while no prompt comes; the place in the lesson or the exercise, if there is one."""
        self.terminal.sendintr()
        if self.terminal.expect([PROMPT, pexpect.EOF, pexpect.TIMEOUT], timeout=LOOK):
            return ""
        self.terminal.sendline("backtrace")
        self.terminal.expect([PROMPT, pexpect.EOF, pexpect.TIMEOUT], timeout=LOOK)
        places = FRAME.findall(str(self.terminal.before).replace("\r", "").replace(f"{self._root}/", ""))
        place = next((each for each in places if each.startswith("lab/")), next(iter(places), ""))
        return place and f"{place}: {ENDLESS}; "


def surroundings() -> Dict[str, str]:
    """The environment for a command that a learner types: without the traces of a make around us."""
    return {name: value for name, value in os.environ.items() if name not in MADE}


def play(commands: Iterable[Command], root: Path, columns: Optional[int] = None) -> Iterator[Played]:
    """Plays `commands` in order, on terminals with so many columns.

    `make debug` or a plain gdb opens a session, which the next one or the end closes. Raises Stuck, also for a command
    that fails.
    """
    for step in attempt(commands, root, columns=columns):
        if step.failed:
            raise Stuck(step.failed)
        yield step


def attempt(
    commands: Iterable[Command], root: Path, patience: float = PATIENCE, columns: Optional[int] = None
) -> Iterator[Played]:
    """The same, where a command that fails does not end it. Raises Stuck where one does not come back."""
    session: Optional[Session] = None
    try:
        for command in commands:
            if command.prompt == "$ " and command.text.startswith(("make debug", "make try-linux", "gdb")):
                if session is not None:
                    session.close()
                session = _located(
                    command, partial(Session, root, command.text, patience=patience, size=(SIZE[0], columns or SIZE[1]))
                )
                yield _judged(Played(command, session.greeting), "")
            elif command.prompt == "$ ":
                yield _located(command, partial(_run, command, root))
            elif session is None:
                raise Stuck(f"{command.place}: {command.text!r} needs a session; expected make debug before it.")
            else:
                yield _located(command, partial(_typed, session, command))
    finally:
        if session is not None:
            session.close()


def _located(command: Command, act: Callable[[], Result]) -> Result:
    """What `act` gives; where it gets stuck, that is told with the place of the command."""
    try:
        return act()
    except Stuck as fault:
        raise Stuck(f"{fault}" if re.match(r"\S+:\d+: ", f"{fault}") else f"{command.place}: {fault}")


def _typed(session: Session, command: Command) -> Played:
    output, wrong = (session.quit(), "") if command.text == "quit" else session.typed(command.text)
    drawn = [path for path in session.folder.iterdir() if path.suffix in DRAWN] if command.figure else []
    drawn.sort(key=lambda path: path.stat().st_mtime_ns)
    figure = drawn[-1].read_bytes() if drawn else None
    for path in drawn:
        path.unlink()
    if command.figure and not drawn:
        wrong = wrong or " ".join("\n".join(output).rpartition("\n\n")[2].split())  # the dump above would hide it
        return Played(
            command, output, failed=f"{command.place}: {command.text} draws no figure: {wrong.rstrip('.')}{DRAWS}."
        )
    return _judged(Played(command, output, figure), wrong)


def _judged(step: Played, wrong: str) -> Played:
    """The step, which has failed if something is `wrong` or the machine panicked, and the page does not show that."""
    panic = PANIC.search("\n".join(step.output))
    if step.output == step.command.output or not (wrong or panic):
        return step
    if panic and not wrong:
        place = panic["place"] or step.command.place
        step.failed = f"{place}: {STOPPED}: {panic['why']}{EXPECTED} ({step.command.place})."
    else:
        step.failed = f"{step.command.place}: {step.command.text} fails: {wrong.rstrip('.')}{EXPECTED}."
    return step


def _run(command: Command, root: Path) -> Played:
    done = subprocess.run(
        command.text, shell=True, cwd=root, env=surroundings(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, timeout=PATIENCE, encoding="utf-8",
    )  # fmt: skip
    output = done.stdout.splitlines()
    return _judged(Played(command, output), "" if done.returncode == 0 else " ".join(done.stdout.split()) or "nothing")
