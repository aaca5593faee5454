"""Which question is asked of a request: one of the level at hand, chosen by the seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Tuple

from buddylab.practice import alloc_kinds, dealloc_kinds, list_kinds, look_kinds
from buddylab.practice.chance import mixed
from buddylab.practice.question import Kind, Question, about
from buddylab.practice.state import State

LEVELS = 3
FRAGMENTATION = "fragmentation"
# What can be practised, and the topics of the program's plan that it takes in turn.
TOPICS: Dict[str, Tuple[str, ...]] = {
    "list": ("list",),
    "heap": ("heap",),
    "merge": ("merge",),
    FRAGMENTATION: (FRAGMENTATION,),
    "": ("list", "heap", "list", "merge", FRAGMENTATION),
}
KINDS: Tuple[Kind, ...] = (*list_kinds.KINDS, *look_kinds.KINDS, *alloc_kinds.KINDS, *dealloc_kinds.KINDS)


class Mistyped(Exception):
    """What somebody asked for and cannot be meant so, in a sentence."""


def questions(was: State, topic: str, seed: int, turn: int) -> List[Question]:
    """Every question that can be asked of the next request, of each kind one."""
    kinds = [each for each in KINDS if was.request.action in each.actions]
    if topic == FRAGMENTATION:
        kinds = [each for each in kinds if each.fragments]
    found = (about(each, was, seed, turn, at) for at, each in enumerate(kinds))
    return [each for each in found if each is not None]


def question(was: State, topic: str, seed: int, turn: int, level: int, last: str = "") -> Question:
    """The one that is asked in that turn, on that level if it can be; not of the `last` kind if it need not be."""
    every = questions(was, topic, seed, turn)
    near = min(abs(each.kind.level - level) for each in every)
    those = [each for each in every if abs(each.kind.level - level) == near]
    fresh = [each for each in those if each.kind.name != last] or those
    return fresh[mixed(seed, turn, level) % len(fresh)]


@dataclass(frozen=True)
class Practice:
    """An exercise of ten questions, which are as hard as the answers before were good."""

    seed: int
    topic: str
    count: int = 10
    adapts = True  # to what was answered

    def machine(self, turn: int) -> Tuple[int, Tuple[str, ...], int]:
        """What the machine of a question is switched on for: a seed, topics, and how many requests."""
        return self.seed, TOPICS[self.topic], self.count

    @property
    def again(self) -> str:
        """What starts it again, in a shell."""
        return f"make practice SEED={self.seed}" + (f" TOPIC={self.topic}" if self.topic else "")

    @property
    def title(self) -> str:
        """What it is called where it begins."""
        return f"Practice, {self.name}" + (f", topic {self.topic}" if self.topic else "")

    @property
    def name(self) -> str:
        """What it is called where it ends."""
        return f"exercise {self.seed}"

    @property
    def score(self) -> str:
        """The name under which its score is remembered."""
        return self.topic or "all"

    @property
    def about(self) -> str:
        """Which questions that score counts, in words."""
        return f"about topic {self.topic}" if self.topic else "about all topics"

    def question(self, was: State, turn: int, level: int, last: str) -> Question:
        """The one that is asked in that turn."""
        return question(was, self.topic, self.seed, turn, level, last)


def practice(seed: int, topic: str) -> Practice:
    """The exercise that was asked for. Raises Mistyped."""
    if topic not in TOPICS:
        raise Mistyped(f"TOPIC={topic} is not known; expected one of these: {', '.join(filter(None, TOPICS))}.")
    return Practice(seed, topic)
