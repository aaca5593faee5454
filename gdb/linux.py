"""Prepares make try-linux: python gdb/linux.py fetch FOLDER | initrd INIT FILE. Run by make, in the project's root."""

from __future__ import annotations

import sys
from pathlib import Path

from buddylab.columns import tell
from buddylab.course.leaving import leave
from buddylab.packing import cpio, debian
from buddylab.packing.tree import Unpackable
from buddylab.whole import write

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
            raise Unpackable("Nothing was fetched.")
    debian.fetch(folder)


def main() -> int:
    """Does what was asked for; the status is 1 where that cannot be."""
    task, *arguments = sys.argv[1:]
    try:
        if task == "fetch":
            fetch(Path(arguments[0]))
        else:
            write(arguments[1], cpio.initrd(Path(arguments[0]).read_bytes()))
    except Unpackable as fault:
        tell(str(fault), sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    leave(main, "Broken off; make try-linux goes on from here.")
