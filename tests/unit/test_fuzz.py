"""A share of every part of `make fuzz`, always the same; and that a failure there is told, and can be repeated."""

from __future__ import annotations

import os
import random
import re
import resource
import subprocess
import sys
from typing import Iterator, List, Tuple

import pytest

from buddylab.commands import options
from fuzz import run
from fuzz.parts import PARTS, Part

# In `make test`; of practice none, since tests/session/test_practice.py has a share of it.
ROUNDS = {"walks": 20, "heaps": 20, "option-lines": 20, "places": 10, "back": 1, "practice": 0}
FEW = 5  # of the others
BATCHES = 5
ROOM = 200 << 10  # KiB that a batch may take


@pytest.fixture
def bounded() -> Iterator[None]:
    """Memory has an end too."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < ROOM


def rounds(part: Part) -> int:
    return ROUNDS.get(part.name, FEW)


@pytest.mark.parametrize(
    "part, batch",
    [
        pytest.param(part, batch, id=f"{part.name}-{batch}")
        for part in PARTS
        for batch in range(min(BATCHES, rounds(part)))
    ],
)
def test_a_share_of_it_passes(part: Part, batch: int, bounded: None) -> None:
    for seed in range(batch, rounds(part), BATCHES):
        part.round(seed)


@pytest.mark.parametrize("name, seed", [("places", 270021)])
def test_a_round_that_failed_once_passes(name: str, seed: int) -> None:
    next(part for part in PARTS if part.name == name).round(seed)


def planted(chance: random.Random) -> None:
    """Fails now and then."""
    assert chance.random() > 0.03, "a planted fault"


def fuzzed(capfd: pytest.CaptureFixture[str], arguments: List[str], parts: List[Part]) -> Tuple[int, str]:
    status = run.main(arguments, parts)
    return status, "".join(capfd.readouterr())


def test_a_failure_is_told_with_the_command_that_repeats_it(capfd: pytest.CaptureFixture[str]) -> None:
    parts = [Part("sound", lambda chance: None, 1), Part("planted", planted, 3), Part("later", planted, 3)]
    status, said = fuzzed(capfd, ["7", "50", ""], parts)
    assert status == 1 and said.startswith("seed 7\n") and "sound: 50 of 50 rounds" in said
    assert "a planted fault" in said and "later" not in said
    last = said.splitlines()[-1]
    found = re.fullmatch(
        r"planted failed in round (\d+) of 50; this repeats it: make fuzz PART=planted SEED=(\d+) ROUNDS=1", last
    )
    assert found and int(found.group(2)) == 7 + int(found.group(1)) - 1 > 7
    status, said = fuzzed(capfd, [found.group(2), "1", "planted"], parts)
    assert status == 1 and said.splitlines()[-1] == last.replace(f"round {found.group(1)} of 50", "round 1 of 1")
    assert fuzzed(capfd, [str(int(found.group(2)) - 1), "1", "planted"], parts)[0] == 0


def test_a_fault_in_what_is_tried_is_found(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert fuzzed(capfd, ["1", "2", "option-lines"], list(PARTS))[0] == 0
    monkeypatch.setattr(options, "FORMATS", None)  # the parser trips over the endings of files
    status, said = fuzzed(capfd, ["1", "50", "option-lines"], list(PARTS))
    assert status == 1 and "TypeError" in said and "make fuzz PART=option-lines SEED=" in said


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["x", "", ""], "SEED is x; expected a whole number, as in make fuzz SEED=7.\n"),
        (["", "-1", ""], "ROUNDS is -1; expected a whole number, as in make fuzz ROUNDS=7.\n"),
        (["", "", "nonsense"], "There is no part nonsense; expected one of walks, heaps, "),
    ],
)
def test_a_mistake_is_told(capfd: pytest.CaptureFixture[str], arguments: List[str], said: str) -> None:
    status, told = fuzzed(capfd, arguments, list(PARTS))
    assert status == 2 and told.startswith(said)


def test_it_runs_by_itself() -> None:
    command = [sys.executable, run.__file__, "7", "1", "option-lines"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"seed 7\noption-lines: 1 of 1 rounds, \d+ s\n", done.stdout)


PATHS = os.pathsep.join([str(run.ROOT / "gdb"), str(run.ROOT / "tests")])
DRAW = """
from buddylab.draw import forms
from buddylab.draw.words import as_json, heap_text
from unit import heap_figure_samples as samples, lists_samples
heap = samples.scattered(3, 20, 4096, compared=True)
print(forms.dot(heap, "all"), as_json.dumps_heap(heap), heap_text.show(heap), forms.dot(lists_samples.unlink()))
"""


def test_nothing_depends_on_the_order_in_which_sets_are_kept() -> None:
    def drawn(seed: str) -> bytes:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": PATHS}
        return subprocess.run([sys.executable, "-c", DRAW], env=environment, capture_output=True, check=True).stdout

    assert drawn("1") == drawn("2") == drawn("3")
