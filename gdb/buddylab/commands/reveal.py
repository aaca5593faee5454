"""lab reveal: the answers to the questions that a lesson ends with, one at a time."""

from __future__ import annotations

from typing import List

import gdb

from buddylab.commands import guide, ours, session

revealed: List[str] = []  # what this session has shown, of the one lesson that it has


def reveal(argument: str) -> None:
    """Show the next answer to Check yourself.

    Usage: lab reveal

    A lesson ends with questions, at its last stop. When you have seen all answers, they are shown together."""
    if argument:
        raise gdb.GdbError("lab reveal takes no argument; see help lab reveal.")
    answers = _answers()
    if not answers:
        instead = "lab hint helps" if guide.is_exercise() else "a lesson has them at its last stop"
        raise gdb.GdbError(f"There are no questions here; {instead}.")
    if len(revealed) < len(answers):
        revealed.append(answers[len(revealed)])
        session.say(f"Answer {len(revealed)} of {len(answers)}:")
        guide.say(revealed[-1])
        return
    session.say(f"You have seen all {len(answers)} answers:" if len(answers) > 1 else "There is one answer:")
    for text in answers:
        guide.say(text)


def _answers() -> List[str]:
    """Those of the stop that was passed last."""
    last = ours.lesson().visits[-1:]
    section = guide.section(last[0].number) if last and not guide.is_exercise() else None
    return section.answers if section else []
