"""What the replay page asks a session beside the walkthrough's commands: the clock, and the history of every word."""

from __future__ import annotations

import json

import gdb

from buddylab import whole
from buddylab.commands import ours
from buddylab.draw.words import writes_text
from buddylab.target.runs import writes


def clock() -> None:
    """Prints the number of instructions since the reset."""
    run = ours.lesson().run
    gdb.write(f"{run.machine.clock() if run else 0}\n")


def histories(path: str) -> None:
    """Replaces the addresses in the JSON file `path` by the histories of the words there, as show-writes gives them."""
    run = ours.lesson().run
    if run is None:
        raise gdb.GdbError("Nothing is running, so there is no history to show; type run to start the lesson again.")
    with open(path, encoding="utf-8") as file:
        words = [writes.Wanted(f"{address:#x}", address) for address in json.load(file)]
    found = writes.histories(words, run)
    whole.write(path, json.dumps([json.loads(writes_text.dumps(each)) for each in found]).encode())
