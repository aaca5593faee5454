"""lab practice and lab answer: they begin an exercise, and answer its questions.

What asks and judges is loaded where one is wanted, and in no lesson.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Optional

import gdb

from buddylab.commands import guide, ours

if TYPE_CHECKING:
    from buddylab.commands import exercise

PROGRAM = "practice"  # what the image is called
# In the environment, from make.
SEED, TOPIC, SHEET, COUNT = "BUDDYLAB_SEED", "BUDDYLAB_TOPIC", "BUDDYLAB_SHEET", "BUDDYLAB_COUNT"
TAUGHT = {1: "list", 2: "list", 3: "heap", 4: "heap", 5: "merge", 6: "fragmentation"}  # the topics of the lessons

_exercise: Optional[exercise.Exercise] = None


def at_hand() -> Optional[exercise.Exercise]:
    """The exercise of this session; None in a lesson."""
    return _exercise


def practice(argument: str) -> None:
    """Questions on what a request will do.

    Usage: lab practice [TOPIC] [SEED]

      lab practice              an exercise of ten questions, on the topic of this lesson
      lab practice merge        on this topic: list, heap, merge or fragmentation
      lab practice merge 4711   exercise 4711 on it, which is the same everywhere

    The exercise starts in a new debugger in this terminal. Before each request of its program you are asked what that
    will do; lab answer VALUE lets the machine go on, which tells whether you are right. After a mistake the questions
    are easier, after three right answers harder. In a shell, make practice does the same."""
    from buddylab.practice import choosing

    known = [each for each in choosing.TOPICS if each]
    words = argument.split()
    topic = next((each for each in words if each in known), "")
    seed = next((each for each in words if each.isdecimal()), "")
    if len(words) != bool(topic) + bool(seed):
        raise gdb.GdbError(f"lab practice expects a topic ({', '.join(known)}) and a number, or one of them.")
    if not topic and _exercise is not None:
        topic = _exercise.plan.topic if _exercise.plan.topic in known else ""
    elif not topic and guide.number() and not guide.is_exercise():
        topic = TAUGHT.get(int(guide.number()), "")
    ours.become("practice", [f"TOPIC={topic}", f"SEED={seed}"])


def answer(argument: str) -> None:
    """Answer a question, and go on.

    Usage: lab answer VALUE

      lab answer 0x8021a040                an address, as a number
      lab answer &values[3]                or as any expression of the debugger
      lab answer null
      lab answer yes
      lab answer list.head, values[3]      several words
      lab answer none

    What is true is read from the machine after the request. An answer counts once, and only if the machine has not been
    further on: what lab undo takes back, you have seen."""
    if _exercise is None:
        raise gdb.GdbError("Nothing was asked; lab practice starts an exercise.")
    if ours.lesson().running() is None:
        raise gdb.GdbError("Nothing is running, so there is nothing to answer; type run to start the exercise again.")
    _exercise.answer(argument)


def begin() -> None:
    """Has the session be an exercise where its program is the practice image."""
    ours.starters.append(_start)


def _start(lesson: ours.Lesson) -> None:
    global _exercise
    if guide.name() != PROGRAM:
        return
    from buddylab.commands import exercise
    from buddylab.practice import choosing, sheet

    said, topic = os.environ.get(SHEET) or os.environ.get(SEED) or "", os.environ.get(TOPIC) or ""
    try:
        if os.environ.get(SHEET):
            _exercise = exercise.Exercise(sheet.sheet(sheet.seed(said, "SHEET"), topic, os.environ.get(COUNT) or ""))
        else:
            number = sheet.seed(said, "SEED") if said else time.time_ns() // 1000 % 1_000_000
            _exercise = exercise.Exercise(choosing.practice(number, topic))
    except choosing.Mistyped as fault:
        raise gdb.GdbError(str(fault))
    _exercise.begin(lesson)
