"""Makes worksheets and their keys: runs the practice image from request to request, and draws what it reads there.

Called by gdb/worksheets.py, in a GDB that nobody types into.
"""

from __future__ import annotations

import json
from typing import Any, Dict, List

import gdb

from buddylab import whole
from buddylab.commands import ours
from buddylab.draw.figure import pdf_pages
from buddylab.draw.figure import svg as graphviz
from buddylab.practice.choosing import Mistyped
from buddylab.practice.sheet import Sheet
from buddylab.practice.state import State
from buddylab.sheets import pages
from buddylab.sheets.exercise import Exercise
from buddylab.target import exercise
from buddylab.target.runs import travel


def make(path: str) -> None:
    """Makes all that the file asks for, says of each that it is made, and leaves GDB; with 1 where one cannot be."""
    try:
        with open(path, encoding="utf-8") as file:
            jobs = json.load(file)
        for job in jobs:
            _make(job)
            gdb.write(f"\nmade {job['key']}\n")
            gdb.flush()
    except (Mistyped, RuntimeError, gdb.error) as fault:
        gdb.write(f"\nfault {fault}\n")
        gdb.execute("quit 1")
    except OSError as fault:
        gdb.write(f"\nfault {fault.filename} was not written ({fault.strerror}).\n")
        gdb.execute("quit 1")
    gdb.execute("quit")


def _make(job: Dict[str, Any]) -> None:
    """Writes the file `pdf`, and the files `key`.pdf and `key`.json; with a `name`, for who is called so."""
    sheet, name = Sheet(job["seed"], job["topic"], job["count"]), job["name"]
    each = _exercises(sheet)
    title, foot = ("Worksheet", "") if name else (sheet.title, f"{sheet.again} opens it in the debugger.")
    drawn = pages.worksheet(each, title, name, foot)
    whole.write(f"{job['key']}.pdf", _pdf(pages.key(each, sheet.title, name)))
    found = {"schema": 1, "kind": "worksheet", "seed": sheet.seed, "topic": sheet.topic, "count": sheet.count}
    found.update(name=name, exercises=[exercise.key() for exercise in each])
    whole.write(f"{job['key']}.json", (json.dumps(found, indent=1, ensure_ascii=False) + "\n").encode())
    whole.write(job["pdf"], _pdf(drawn))


def _exercises(sheet: Sheet) -> List[Exercise]:
    """What its program does, on a fresh machine for each."""
    found, run, places = [], ours.lesson().running(), exercise.places()
    assert run is not None
    with travel.undisturbed(), run.machine.muted():
        for turn in range(1, sheet.count + 1):
            run.machine.words = exercise.wish(*sheet.machine(turn))
            travel.rewind(run)
            travel.forward(run, lambda visit: True)
            was = State(places, exercise.kept(run.memory()))
            travel.forward(run, lambda visit: True)
            now = State(places, exercise.kept(run.memory()), was.request)
            found.append(Exercise(turn, sheet.question(was, turn, 0, ""), was, now))
    return found


def _pdf(dots: List[str]) -> bytes:
    return pdf_pages.joined([graphviz.other(each, "pdf") for each in dots])
