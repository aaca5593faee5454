"""lab predict: the learner says what will be true, and the machine says whether it is."""

from __future__ import annotations

import re
from typing import List, Tuple

import gdb

from buddylab.commands import guide, ours, session
from buddylab.course.predictions import Prediction, asks, changes, sides
from buddylab.target import ask
from buddylab.target.runs.run import Visit

CAST = r"^\([^()]*\)\s*"
NUMBER = r"[-+]?(0x[0-9a-fA-F]+|\d+)[uUlL]*"
LARGE = 4096  # from here on a number is easier to recognise in hexadecimal

pending: List[Prediction] = []


def predict(argument: str) -> None:
    """Say what will be true at the next stop.

    Usage: lab predict EXPR

      lab predict values[3] == (usize)&values[2]
      lab predict list.head == 0
      lab predict count < 8

    At the next numbered stop the machine judges EXPR, and you see the actual values. After the last stop there is no
    next one. Without EXPR, the predictions that still wait for a stop are listed."""
    if not argument:
        for each in pending:
            session.say(f"Waiting for the next stop: {each.expression}")
        if not pending:
            session.say("No prediction waits; lab predict values[3] == 0 makes one.")
        return
    from buddylab.course.blocks import OPEN  # loaded with what reads the text

    run = ours.lesson().running()
    if run is None:
        raise gdb.GdbError("Nothing is running, so there is nothing to predict; type run to start the lesson.")
    dots = next((each for each in (OPEN, "...") if each in argument), None)
    if dots:
        said = argument.replace(dots, "0")
        raise gdb.GdbError(f"The dots stand for what you expect; put that in their place, as in lab predict {said}.")
    change = changes(argument)
    if change:
        raise gdb.GdbError(f"{argument} would change the machine ({change}); compare with == instead.")
    if not asks(argument):
        _check_truth(argument)
    from buddylab.target import values  # not before there is a prediction: it takes a moment to load

    try:
        _truth(argument)
    except (gdb.MemoryError, values.OutOfReach):
        pass  # it cannot be read yet, and perhaps can at the next stop
    pending.append(Prediction(argument, run.machine.clock()))
    if run.visits and run.visits[-1].number == len(ours.lesson().stops.all):
        last = run.visits[-1].number
        session.say(f"Noted; but stop {last} is the last one, so this is judged only if the machine comes here again.")
    else:
        session.say("Noted; at the next numbered stop you learn whether it is true.")
    if run.visits:
        guide.seen().predicted.add(run.visits[-1].number)
        guide.progress.save()


def _check_truth(expression: str) -> None:
    """Raises GdbError where `expression` does not even have a type that says true or false."""
    from buddylab.target import values

    with values.looking_only():
        value = values.evaluate(expression)
        if value.type.strip_typedefs().code == gdb.TYPE_CODE_BOOL:
            return
        word = value.address is not None and values.word_in(expression, value.type)
    raise gdb.GdbError(
        f"{expression} is not a prediction; expected something true or false, such as {word or 'values[3]'} == 0."
    )


def judge(here: Visit) -> int:
    """Says of each prediction that was made before `here` whether it came true; gives how many lines that took."""
    waiting = [each for each in pending if each.clock >= here.clock]
    due = [each for each in pending if each.clock < here.clock]
    pending[:] = waiting
    return sum(session.say(_verdict(each.expression)) for each in due)


def end() -> None:
    """Says which predictions were not judged before the run was over."""
    for each in pending:
        session.say(f"? You predicted {each.expression}, but no stop came where that could be judged.")
    pending.clear()


def _verdict(expression: str) -> str:
    try:
        truth, shown = _truth(expression)
    except (gdb.error, gdb.GdbError) as fault:
        return f"? {expression} cannot be judged here: {ask.told(fault)}."
    if truth:
        return f"✓ You predicted {expression}: {shown}."
    where = _memory_in(expression)
    asks = f" show-writes {where} shows who wrote it." if where else ""
    return f"✗ You predicted {expression}, but {shown}.{asks}"


def _truth(expression: str) -> Tuple[bool, str]:
    """Whether it holds, and the values that tell so. Raises gdb.error or GdbError where it cannot be evaluated."""
    from buddylab.target import values

    parts = sides(expression)
    with values.looking_only():
        truth = bool(values.evaluate(expression))
        if parts is None:
            return truth, f"it is {_shown(values.evaluate(expression))}"
        left, comparison, right = parts
        found = [_shown(values.evaluate(side)) for side in (left, right)]
        if found[0] == found[1]:
            return truth, f"both are {found[0]}"
    constants = [side for side in (left, right) if re.fullmatch(NUMBER, re.sub(CAST, "", side))]
    if constants:
        other, value = (right, found[1]) if constants[0] == left else (left, found[0])
        return truth, f"{other} is {value}"
    return truth, f"{left} is {found[0]} and {right} is {found[1]}"


def _shown(value: gdb.Value) -> str:
    type = value.type.strip_typedefs()
    if type.code in (gdb.TYPE_CODE_INT, gdb.TYPE_CODE_PTR, gdb.TYPE_CODE_ENUM, gdb.TYPE_CODE_BOOL, gdb.TYPE_CODE_CHAR):
        number = int(value)
        return f"{number:#x}" if abs(number) >= LARGE or type.code == gdb.TYPE_CODE_PTR else str(number)
    return value.format_string(max_elements=8)


def _memory_in(expression: str) -> str:
    """A side of the comparison that is a word in memory, whose history can be shown; "" for none."""
    from buddylab.target import values
    from buddylab.target.runs import writes

    parts = sides(expression)
    for side in (parts[0], parts[2]) if parts else (expression,):
        with values.looking_only():
            try:
                if writes.is_word(values.evaluate(side)):
                    return side
            except (gdb.error, gdb.GdbError):
                pass
    return ""
