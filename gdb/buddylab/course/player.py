"""Plays commands the way a learner types them: `make debug` in a terminal, line by line, and yields what appeared."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterable, Iterator, List, Optional

import pexpect

from buddylab.course.blocks import Command

PROMPT = r"\(gdb\) $"
PATIENCE = 60  # seconds without a prompt before the player gives up
SIZE = (40, 80)  # of the terminal, in lines and columns
DRAWN = (".svg", ".pdf", ".png", ".dot")
STOP = re.compile(r"^Stop (\d+) of (\d+): (.*)$", re.MULTILINE)


class Stuck(Exception):
    """A command that did not come back, in one sentence."""


@dataclass
class Played:
    """A command, what appeared, and the figure that it drew."""

    command: Command
    output: List[str]  # lines
    figure: Optional[bytes] = None


class Session:
    """A debugging session in a terminal of its own; figures land in a private folder."""

    def __init__(
        self, root: Path, line: str = "make debug", guided: bool = False, columns: Optional[int] = None
    ) -> None:
        """Types `line` at a shell in `root` and waits for the first prompt; `greeting` is what appeared.

        Unless it is to be `guided`, the session does not say the text of the walkthrough at each stop.
        """
        (root / "build").mkdir(exist_ok=True)
        self._root = root
        self.folder = Path(tempfile.mkdtemp(prefix="play-", dir=root / "build"))
        environment = dict(surroundings(), BUDDYLAB_OUTPUT=str(self.folder), TERM="dumb")
        environment["BUDDYLAB_GUIDE"] = "on" if guided else "off"
        shell = ["-c", line]
        size = (SIZE[0], columns or SIZE[1])
        self.terminal = pexpect.spawn("/bin/sh", shell, cwd=root, env=environment, dimensions=size, encoding="utf-8")
        self.terminal.timeout = PATIENCE
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

    def quit(self) -> List[str]:
        """Types quit and gives what appears before everything has ended."""
        self.terminal.sendline("quit")
        try:
            if self.terminal.expect([pexpect.EOF, r"\(y or n\) $"]) == 1:  # a program still runs in a plain gdb
                self.terminal.sendline("y")
                self.terminal.expect(pexpect.EOF)
        except pexpect.TIMEOUT:
            raise Stuck(f"The debugger did not end within {PATIENCE} s.")
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
            raise Stuck(f"No prompt came within {PATIENCE} s after {text!r} was typed.")
        shown = str(self.terminal.before).replace("\r", "")
        shown = shown.replace(f"{self.folder.relative_to(self._root)}/", "build/").replace(f"{self._root}/", "")
        return shown.split("\n")[:-1]


def surroundings() -> Dict[str, str]:
    """The environment for a command that a learner types: without the traces of a make around us."""
    return {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "V")}


def play(commands: Iterable[Command], root: Path, columns: Optional[int] = None) -> Iterator[Played]:
    """Plays `commands` in order, on terminals with so many columns.

    `make debug` or a plain gdb opens a session, which the next one or the end closes. Raises Stuck.
    """
    session: Optional[Session] = None
    try:
        for command in commands:
            if command.prompt == "$ " and command.text.startswith(("make debug", "gdb")):
                if session is not None:
                    session.close()
                session = Session(root, command.text, columns=columns)
                yield Played(command, session.greeting)
            elif command.prompt == "$ ":
                yield Played(command, _run(command.text, root))
            elif session is None:
                raise Stuck(f"{command.text!r} in line {command.line} needs a session; make debug must come first.")
            else:
                yield _typed(session, command)
    finally:
        if session is not None:
            session.close()


def _typed(session: Session, command: Command) -> Played:
    output = session.quit() if command.text == "quit" else session.type(command.text)
    if command.figure is None:
        return Played(command, output)
    drawn = [path for path in session.folder.iterdir() if path.suffix in DRAWN]
    drawn.sort(key=lambda path: path.stat().st_mtime_ns)
    if not drawn:
        said = " ".join("\n".join(output).rpartition("\n\n")[2].split())  # the dump above would hide it
        raise Stuck(f"{command.text!r} in line {command.line} drew nothing; it said: {said}")
    figure = drawn[-1].read_bytes()
    for path in drawn:
        path.unlink()
    return Played(command, output, figure)


def _run(line: str, root: Path) -> List[str]:
    done = subprocess.run(
        line, shell=True, cwd=root, env=surroundings(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, timeout=PATIENCE, encoding="utf-8",
    )  # fmt: skip
    return done.stdout.splitlines()
