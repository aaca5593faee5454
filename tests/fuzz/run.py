"""`make fuzz [SEED=n] [ROUNDS=n] [PART=name]`: tries random inputs, and says how to repeat one that failed.

Round k of seed n is round 0 of seed n + k, so that one command repeats it. Without a seed the clock gives one.
"""

from __future__ import annotations

import sys
import time
import traceback
from pathlib import Path
from typing import List, Sequence

ROOT = Path(__file__).resolve().parents[2]
sys.path[:1] = [str(ROOT / "gdb"), str(ROOT / "tests")]  # in place of this folder; never the root: see pyproject.toml

from buddylab.draw.figure import svg  # noqa: E402
from fuzz.parts import PARTS, Part  # noqa: E402

ROUNDS = 100
UNHURRIED = 600  # seconds for a figure: that others use the processors is no fault of a figure's
PATIENCE = 10.0  # seconds between two lines of progress that nobody sees rewritten


class Mistake(Exception):
    """What is wrong with the command line, in one sentence."""


def main(arguments: Sequence[str], parts: Sequence[Part] = PARTS) -> int:
    """Runs the parts; `arguments` are SEED, ROUNDS and PART, each "" where it is not given. Returns the exit status."""
    try:
        seed, rounds = _number("SEED", arguments[0], int(time.time())), _number("ROUNDS", arguments[1], ROUNDS)
        chosen = _chosen(arguments[2], parts)
    except Mistake as mistake:
        print(mistake, file=sys.stderr)
        return 2
    print(f"seed {seed}", flush=True)
    svg.PATIENCE = UNHURRIED
    return 0 if all(_try(part, seed, rounds) for part in chosen) else 1


def _number(name: str, given: str, default: int) -> int:
    if given and not given.isdecimal():
        raise Mistake(f"{name} is {given}; expected a whole number, as in make fuzz {name}=7.")
    return int(given or default)


def _chosen(name: str, parts: Sequence[Part]) -> List[Part]:
    chosen = [part for part in parts if name in ("", part.name)]
    if not chosen:
        raise Mistake(f"There is no part {name}; expected one of {', '.join(part.name for part in parts)}.")
    return chosen


def _try(part: Part, seed: int, rounds: int) -> bool:
    """Whether all rounds of `part` pass; says how to repeat the first that does not."""
    start = said = time.monotonic()
    for number in range(rounds):
        try:
            part.round(seed + number)
        except Exception:
            print(flush=True)
            traceback.print_exc(file=sys.stdout)
            print(
                f"{part.name} failed in round {number + 1} of {rounds}; this repeats it: "
                f"make fuzz PART={part.name} SEED={seed + number} ROUNDS=1",
                flush=True,
            )
            return False
        now = time.monotonic()
        done = f"{part.name}: {number + 1} of {rounds} rounds, {now - start:.0f} s"
        if sys.stdout.isatty():
            print(f"\r{done}", end="\n" if number + 1 == rounds else "", flush=True)
        elif number + 1 == rounds or now - said > PATIENCE:
            print(done, flush=True)
            said = now
    return True


if __name__ == "__main__":
    sys.exit(main([*sys.argv[1:], "", "", ""][:3]))
