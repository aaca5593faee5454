"""Reads and asks the judge of an exercise. Whatever is wrong with it raises Misjudged.

A judge, lab/exercises/NN-name/judge.py, has two things: vary(), which gives other inputs than those in the source, so
that a stored answer is found out, and TESTS. Beside it there may be hidden.py with more TESTS, of which students
have and see nothing; it takes what it needs `from judge import ...`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Callable, List, Optional, Sequence, Type

from buddylab.grading.blame import Misjudged, blamed
from buddylab.grading.judging import WORD, Inputs, State, Test

HIDDEN = "hidden.py"


@dataclass(frozen=True)
class Asked:
    """A test, and the file that has it."""

    test: Test
    file: Path

    @property
    def hidden(self) -> bool:
        """Whether students see nothing of it."""
        return self.file.name == HIDDEN


@dataclass(frozen=True)
class Judge:
    """What the files of a judge say."""

    path: Path
    vary: Callable[[Random], Inputs]
    tests: Sequence[Asked]  # the hidden ones last


def load(path: Path) -> Judge:
    """The judge in the file at `path`, with the hidden tests beside it."""
    module = _run(path, "judge")
    if not hasattr(module, "vary"):
        raise Misjudged(f"{path.name}: it has no vary; expected vary(random) and TESTS")
    tests = _tests(module, path)
    beside = path.with_name(HIDDEN)
    if beside.exists():
        sys.modules["judge"] = module
        try:
            tests += _tests(_run(beside, "hidden"), beside)
        finally:
            del sys.modules["judge"]
    return Judge(path, module.vary, tests)


def _run(path: Path, name: str) -> ModuleType:
    module = ModuleType(name)
    module.__file__ = str(path)
    with blamed(path):
        # Not as Python imports it: from a file that was changed within a second it may take the bytecode of before.
        exec(compile(path.read_bytes(), str(path), "exec"), module.__dict__)
    return module


def _tests(module: ModuleType, path: Path) -> List[Asked]:
    if not hasattr(module, "TESTS"):
        raise Misjudged(f"{path.name}: it has no TESTS; expected a tuple with a Test(…) or more")
    tests = module.TESTS
    if not isinstance(tests, (tuple, list)) or not tests or not all(isinstance(test, Test) for test in tests):
        raise Misjudged(f"{path.name}: TESTS is {type(tests).__name__}; expected a tuple with a Test(…) or more")
    for test in tests:
        if type(test.stop) is not int or not isinstance(test.name, str) or not callable(test.fault):
            raise Misjudged(f"{path.name}: Test({test.stop!r}, {test.name!r}, …); expected a stop, a name, a function")
        if type(test.points) is not int or test.points < 1:
            what = f"Test({test.stop!r}, {test.name!r}, …, points={test.points!r})"
            raise Misjudged(f"{path.name}: {what}; expected a whole number of points, 1 or more")
    return [Asked(test, path) for test in tests]


def vary(judge: Judge, random: Random) -> Inputs:
    """What the judge's vary gives: words for variables."""
    with blamed(judge.path):
        inputs = judge.vary(random)
    name = judge.path.name
    if not isinstance(inputs, dict) or not all(isinstance(variable, str) for variable in inputs):
        raise Misjudged(f"{name}: vary() gives {inputs!r}; expected a dict of names and lists of numbers")
    for variable, words in inputs.items():
        if not isinstance(words, (list, tuple)) or not all(type(word) is int for word in words):
            raise Misjudged(f"{name}: vary() gives {words!r} for {variable}; expected a list of numbers")
        if not all(0 <= word < 1 << 8 * WORD for word in words):
            what = f"vary() gives {words!r} for {variable}; expected numbers of 64 bits, none below 0"
            raise Misjudged(f"{name}: {what}")
    return inputs


def fault(asked: Asked, state: State, *passing: Type[BaseException]) -> Optional[str]:
    """What a test says: None, or a sentence. Exceptions in `passing` pass."""
    with blamed(asked.file, *passing):
        said = asked.test.fault(state)
    if said is not None and (not isinstance(said, str) or not said.strip()):
        raise Misjudged(f"{asked.file.name}: the test '{asked.test.name}' gives {said!r}; expected None or a sentence")
    return said
