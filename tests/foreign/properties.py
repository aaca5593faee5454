"""What holds of every list: sound ones are called sound, damaged ones are not, and no head is a node.

The test files beside this one have a table each, KINDS, of the lists in their program, PROGRAM, and take these tests.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pexpect import ExceptionPexpect

from foreign.kinds import by_chance, damage, unseen, unsound
from session.stranger import Stranger, found

HERE = Path(__file__).resolve().parent
SEEDS = (1, 2, 3, 4)


class Session(Stranger):
    """One GDB for all the lists of a program."""

    def __init__(self, program, frame=""):
        super().__init__(program)
        self._frame, self._seed = frame, 0

    def begin(self):
        """What is typed first."""
        return *super().begin(), f"source {HERE / 'plain.py'}", *([self._frame] if self._frame else [])

    def at(self, seed):
        """Has the program run with this seed."""
        if seed != self._seed:
            self._ask(f"run {seed or ''} </dev/null", *([self._frame] if self._frame else []))
            self._seed = seed

    def walked(self, kind):
        """The list as a plain walk finds it."""
        said = self._ask(f"plain-walk {json.dumps(kind.walk())}")
        assert said.strip().startswith("{"), said
        return json.loads(said)

    def poke(self, address, word):
        """Writes a word and gives the one that was there."""
        return int(self._ask(f"plain-poke {address} {word}"))

    def complaints(self, lines, judge):
        """What is wrong with what is said to each of the lines."""
        for line in lines:
            try:
                said = self._typed(f"{line} --out -")
            except (OSError, ExceptionPexpect) as fault:
                yield f"{line}: GDB is gone ({type(fault).__name__})"
                continue
            documents = found(said)
            wrong = judge(line, documents[0]) if documents else " ".join(said.split())
            if wrong:
                yield f"{line}: {wrong}"

    def _ask(self, *commands):
        if self._gdb is None:
            self._seed = 0
            self.shown()
        return self._typed(*commands)


def check(complaints):
    """Fails with all of them, one a line."""
    told = list(complaints)
    if told:
        pytest.fail("\n".join(told), pytrace=False)


def test_sound(program, kind):
    program.at(0)
    walked = program.walked(kind)
    assert len(walked["nodes"]) > 4
    check(_sound(program, kind, walked))


def test_damaged(program, kind, harm):
    program.at(0)
    walked = program.walked(kind)
    done = damage(harm, walked, 2)
    assert done, "the head lies nowhere in memory"
    check(_damaged(program, kind, walked, harm, *done))


def test_random(program, seed, kind):
    program.at(seed)
    walked = program.walked(kind)
    check(_sound(program, kind, walked, brief=True))
    done = by_chance(kind, walked, seed)
    if done:
        check(_damaged(program, kind, walked, *done))


def _sound(program, kind, walked, brief=False):
    lines = [*kind.lines(empty=not walked["nodes"], brief=brief), *(kind.backwards() if walked["nodes"] else ())]
    return program.complaints(lines, lambda line, said: unsound(kind, walked, line, said))


def _damaged(program, kind, walked, harm, address, word, at):
    # What GDB itself refuses to look up without the first node is no way to name the list.
    lines = kind.lines(empty=harm == "head", checked=harm == "back", brief=True)
    was = program.poke(address, word)
    try:
        yield from program.complaints(lines, lambda line, said: unseen(kind, walked, at, line, said))
    finally:
        program.poke(address, was)
