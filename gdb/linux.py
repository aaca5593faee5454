"""For make try-linux: python gdb/linux.py fetch FOLDER | initrd INIT FILE | check | write. Run in the project's root.

`check` plays the walkthrough's chapter on Linux and compares; `write` writes what then appears, and the figures.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import List

from buddylab.columns import tell
from buddylab.course import book, linux, player
from buddylab.course.leaving import leave
from buddylab.packing import cpio, debian
from buddylab.packing.tree import Unpackable
from buddylab.whole import write

ROOT = Path(__file__).resolve().parent.parent
PAGE = "walkthrough.md"
YES = ("y", "yes", "")


def fetch(folder: Path) -> None:
    """Fetches Debian's Linux, unless it is there; a person is asked before. Raises Unpackable."""
    if debian.is_there(folder):
        return
    debian.check(folder)
    tell(debian.question(folder))
    if sys.stdin.isatty():
        print("Go on? [Y/n] ", end="", flush=True)
        if sys.stdin.readline().strip().lower() not in YES:
            raise Unpackable("Nothing was fetched; make try-linux asks again.")
    debian.fetch(folder, tell)


def compare(writes: bool) -> int:
    """Plays the chapter, and says what is other than it says; gives how much that is. Raises player.Stuck."""
    read = book.read(str(ROOT), PAGE)
    outputs: List[List[str]] = []
    same = wrong = 0
    for step in linux.played(read, ROOT):
        command = step.command
        if command.text.endswith(linux.COUNT):
            ours, theirs = linux.free(outputs[-1]), linux.plain(step.output)
            if ours:
                tell(f"{read.linux.commands[len(outputs) - 1].place}: show-freelists: {ours}; plain GDB: {theirs}.")
                wrong += ours != theirs
            continue
        outputs.append(step.output)
        figure = ROOT / command.figure if command.figure else None
        if writes and figure is not None and step.figure is not None:
            figure.parent.mkdir(exist_ok=True)
            write(str(figure), step.figure)
        word_for_word = step.output == command.output and (figure is None or figure.read_bytes() == step.figure)
        same += word_for_word
        if not word_for_word and not writes and linux.named(step.output) != linux.named(command.output):
            tell(f"{command.place}: {command.text} shows something else:")
            print("\n".join(step.output))
            wrong += 1
    if writes:
        write(str(ROOT / PAGE), book.rewrite(read.text, read.linux.commands, outputs).encode())
    tell(
        f"{len(outputs)} commands: {same} word for word, with their figures, {len(outputs) - same - wrong} but for what"
        f" differs from one Linux to another; {wrong} wrong."
    )
    return wrong


def main() -> int:
    """Does what was asked for; the status is 1 where that cannot be, or something is wrong."""
    task, *arguments = sys.argv[1:]
    try:
        if task == "fetch":
            fetch(Path(arguments[0]))
        elif task == "initrd":
            write(arguments[1], cpio.initrd(Path(arguments[0]).read_bytes()))
        else:
            return int(compare(task == "write") > 0)
    except (Unpackable, player.Stuck, ValueError) as fault:
        tell(str(fault), sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    leave(main, "Broken off; make try-linux goes on from there.")
