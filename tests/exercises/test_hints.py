"""Each hint of an exercise is typed where a learner reads it: it works, and the exercise goes on as if nobody had."""

import re

import pytest

from buddylab.course.player import Session
from buddylab.checking.hints import commands
from exercises.submissions import EXERCISES, ROOT

HINT = re.compile(r"<details><summary>Hint \d</summary>\n\n(.+?)\n\n</details>", re.DOTALL)
PLACE = re.compile(r"At stop (\d)")  # where a hint is to be typed
ENDLESS = {"01-stack": 3}  # the stop from which the program runs for ever
STATE = (
    "python import hashlib; ram = gdb.selected_inferior().read_memory(0x80200000, 0x1b000);"
    " frame = gdb.selected_frame(); there = [each.location for each in gdb.breakpoints()];"
    " print(hashlib.sha1(ram).hexdigest(), frame.pc(), frame.level(), there)"
)


class Learner:
    """Somebody at the stops of an exercise to which its page leads."""

    def __init__(self, exercise):
        self.page = (ROOT / "lab" / "exercises" / exercise / "README.md").read_text()
        self.session = Session(ROOT, f"make debug EXERCISE={exercise[:2]}")
        self.endless, self.wrong = ENDLESS.get(exercise), []

    def stops(self):
        """Those that the page names where it says what to type, or else all to which the program comes."""
        start = self.page[self.page.index("**Where to start.**") : self.page.index("<details>")]
        if "at each stop" not in start:
            return sorted(
                {int(each) for each in re.findall(r"(?<=[Aa]t stop )\d|(?<=[Aa]t stops )\d|(?<= and )\d", start)}
            )
        reached = [1]
        while reached[-1] != self.endless and f"Stop {reached[-1] + 1} of " in self.type("continue"):
            reached.append(reached[-1] + 1)
        return reached

    def go(self, stop):
        said = self.type(f"lab goto {stop}")
        assert f"Stop {stop} of " in said, said

    def type(self, command):
        return "\n".join(self.session.type(command))

    def own_commands(self):
        """What the page itself says to type."""
        for command in re.findall(r"^    ((?:show|p|x)\b.*)$", self.page, re.MULTILINE):
            self.type(command)

    def hint(self, number, text):
        """Types the hint at this stop, or at the one that it names."""
        place = PLACE.search(text)
        if place:
            self.go(place.group(1))
        before = self.type(STATE)
        assert re.fullmatch(r"[0-9a-f]{40} \d+ \d \[.*\]", before), before
        for command in commands(text):
            said = self.type(f"python gdb.execute({command!r}, to_string=True); print('fine')")
            if not said.endswith("fine"):
                self.wrong.append(f"hint {number}: {command} gives {said}")
        if self.type(STATE) != before:
            self.wrong.append(f"hint {number} leaves the machine somewhere else")


def hints(exercise):
    return HINT.findall((ROOT / "lab" / "exercises" / exercise / "README.md").read_text())


def test_what_is_typed_is_found():
    """Were the pattern too narrow, nothing would be tried."""
    found = [command for exercise in EXERCISES for text in hints(exercise) for command in commands(text)]
    assert len(found) >= 40 and sum(command.startswith("tbreak") for command in found) >= 5
    assert all(len(hints(exercise)) == 3 for exercise in EXERCISES)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_hints_work_and_change_nothing(exercise):
    learner = Learner(exercise)
    try:
        for stop in learner.stops():
            goes_on = stop != learner.endless
            learner.go(stop)
            next_stop = learner.type("continue") if goes_on else ""
            learner.go(stop)
            learner.own_commands()
            for number, text in enumerate(hints(exercise), 1):
                learner.hint(number, text)
                if PLACE.search(text) or learner.wrong:
                    learner.go(stop)
            assert not goes_on or learner.type("continue") == next_stop
        assert learner.wrong == []
        told = [learner.type("lab hint").splitlines()[0] for _ in range(3)]
        assert told == [f"Hint {number} of 3:" for number in (1, 2, 3)]
    finally:
        learner.session.close()
