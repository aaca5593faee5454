"""A worksheet's exercises: the requests of its program, and of each the one question that is asked on paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Dict, Tuple

from buddylab.practice import choosing
from buddylab.practice.chance import mixed
from buddylab.practice.choosing import Mistyped
from buddylab.practice.question import Question
from buddylab.practice.state import State

MOST = 1 << 63  # seeds are smaller
COUNTS = range(2, 13)  # exercises; how many there is room for depends on what they show
USUAL = {"": 6, "chain": 6, "list": 4, "split": 4, "merge": 4, "damage": 6}  # on two pages, by topic
# What a worksheet can be about, and the topics of the program's plan that it takes in turn.
TOPICS: Dict[str, Tuple[str, ...]] = {
    "chain": ("chain",),
    "list": ("list",),
    "split": ("split",),
    "merge": ("join",),
    "damage": ("damage",),
    "": ("chain", "list", "split", "damage", "list", "join"),
}


@dataclass(frozen=True)
class Sheet:
    """One worksheet, which is the same everywhere."""

    seed: int
    topic: str
    count: int
    adapts = False

    def machine(self, turn: int) -> Tuple[int, Tuple[str, ...], int]:
        """What the machine of a question is switched on for: a seed, topics, and how many requests.

        Each has a machine of its own: else one exercise would show what was asked in the one before.
        """
        topics = TOPICS[self.topic]
        return mixed(self.seed, turn, 1), (topics[(turn - 1) % len(topics)],), 1

    @property
    def again(self) -> str:
        """What opens it in the debugger, in a shell."""
        topic = f" TOPIC={self.topic}" if self.topic else ""
        return f"make debug SHEET={self.seed}{topic}" + (
            f" COUNT={self.count}" if self.count != USUAL[self.topic] else ""
        )

    @property
    def title(self) -> str:
        """What it is called where it begins."""
        return f"Worksheet {self.seed}" + (f", topic {self.topic}" if self.topic else "")

    @property
    def name(self) -> str:
        """What it is called where it ends."""
        return f"worksheet {self.seed}"

    @property
    def score(self) -> str:
        """The name under which its score is remembered."""
        return "worksheets"

    @property
    def about(self) -> str:
        """Which questions that score counts, in words."""
        return "of worksheets"

    def question(self, was: State, turn: int, level: int, last: str) -> Question:
        """The one of that turn, whatever was answered before: it stands on paper."""
        every = choosing.questions(was, "", self.seed, turn)
        return every[mixed(self.seed, turn) % len(every)]


def seed(said: str, name: str) -> int:
    """A seed as it was typed; `name` is what it was typed for. Raises Mistyped."""
    if not re.fullmatch(r"\d{1,19}", said, re.ASCII) or int(said) >= MOST:
        raise Mistyped(f"{name}={said} is no number from 0 to {MOST - 1}; expected one, such as {name}=4711.")
    return int(said)


def sheet(number: int, topic: str, count: str) -> Sheet:
    """The worksheet that was asked for. Raises Mistyped."""
    if topic not in TOPICS:
        raise Mistyped(f"TOPIC={topic} is not known; expected one of these: {', '.join(filter(None, TOPICS))}.")
    if count and (not re.fullmatch(r"\d{1,2}", count, re.ASCII) or int(count) not in COUNTS):
        raise Mistyped(f"COUNT={count} is no number from {COUNTS[0]} to {COUNTS[-1]}; expected one, such as COUNT=6.")
    return Sheet(number, topic, int(count or USUAL[topic]))
