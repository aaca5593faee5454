"""Wanders through a program at random inside GDB, goes back the same way, and says whether each place is what it was.

Imported by GDB in a lesson's session: `python wander.places(seed, count)`.
"""

import hashlib
import random

import gdb

from buddylab.commands import ours, undo
from buddylab.target.runs import travel

FORWARD = ["step", "next", "stepi", "stepi 7", "nexti", "finish", "until", "continue", "set var $a5 = 5", "tbreak main"]
SYSTEM = ("mstatus", "mie", "mip", "mepc", "mcause", "mtval", "mtvec", "mscratch")


def state():
    """The registers, and a hash of the memory that the program writes to."""
    frame = gdb.newest_frame()
    names = [each.name for each in frame.architecture().registers("general")] + list(SYSTEM)
    _, memory = ours.lesson().run.memory()
    return [(name, str(frame.read_register(name))) for name in names], hashlib.sha1(memory).hexdigest()


def counts():
    """The hits of the learner's breakpoints, and the frame that is looked at."""
    return [each.hit_count for each in travel.own() if not each.temporary], gdb.selected_frame().level()


def now():
    """Where the machine stands, as far as that can be told."""
    return state(), counts()


seen = {}  # by the moment


def typed(line):
    """Types a line, after which comes a prompt; gives whether the lesson goes on, which else is taken back."""
    try:
        gdb.execute(line, to_string=True)
    except gdb.error:
        pass
    undo._undo._note()
    if ours.lesson().run is None:
        return typed("lab undo") and False
    if not line.startswith("lab"):
        seen[ours.lesson().past.at] = now()
    return True


def places(seed, count, commands=FORWARD):
    """Goes on by random commands and back by lab undo or reverse-stepi; prints how many places were the same again."""
    chance, past = random.Random(seed), ours.lesson().past
    typed("echo")
    same = 0
    while same < count:
        for _ in range(chance.randint(1, 8)):
            if not typed(chance.choice(commands)):
                break
        if chance.random() < 0.3:
            same += one_by_one(chance.randint(1, 5))
        for _ in range(chance.randint(1, past.at + 1)):
            if past.at > 0:
                typed("lab undo")
                same += check("lab undo", seen[past.at])
            if chance.random() < 0.2 and past.at + 1 < len(past.moments):
                typed("lab redo")
                same += check("lab redo", seen[past.at])
    print(f"{count} places are the same")


def one_by_one(count):
    """Some instructions on, and back again one by one; gives how many places were the same.

    An instruction that traps is the last: QEMU steps on to the breakpoint behind its handler, which are many more.
    """
    way, machine = [], ours.lesson().run.machine
    for _ in range(count):
        way.append(state())
        begun = machine.clock()
        if not typed("stepi"):
            way.pop()
        elif machine.clock() != begun + 1:
            way.pop()
            typed("lab undo")
            break
    for expected in reversed(way):
        typed("reverse-stepi")
        check("reverse-stepi", (expected, counts()))
    return len(way)


def check(what, expected):
    """Ends with what differs, where something does; 1 otherwise."""
    found = now()
    if expected != found:
        print(f"{what} differs: {[pair for pair in zip(expected, found) if pair[0] != pair[1]]}")
        raise SystemExit
    return 1
