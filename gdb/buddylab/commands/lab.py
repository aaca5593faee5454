"""lab: the tutor. Where am I, what is there to see, how do I get elsewhere, and was I right?"""

from __future__ import annotations

import re
from typing import List

import gdb

from buddylab.commands import guide, ours, places, practice, predict, reveal, session, undo, view
from buddylab.commands.lab_command import LabCommand
from buddylab.commands.tutor import tutor
from buddylab.target.ask import said
from buddylab.target.runs import travel
from buddylab.target.runs.run import Visit
from buddylab.target.runs.stops import Stops


class Command(LabCommand):
    """A command of the tutor in a lesson."""

    def _look(self) -> None:
        ours.lesson().running()  # else a machine that is gone would be asked where it stands

    def _advice(self) -> str:
        return "lab says where you are" if ours.lesson().running() else "type run to start the lesson again"


def at_hand() -> ours.Lesson:
    """The lesson at hand; GdbError where its program is loaded no more."""
    found = ours.lesson()
    found.check_program()
    return found


def stops() -> Stops:
    """Its stops."""
    return at_hand().stops


def lab(argument: str) -> None:
    """Your tutor: the next passage, or where you are.

    Usage: lab

      lab               the next passage, or where you are and what comes next; Enter alone repeats it
      lab steps         the stops of this lesson; those that you have seen are ticked
      lab back          back to the stop before this one
      lab goto 6        to a stop, backwards or forwards
      lab undo          takes back what the last command did to the machine; lab redo does it again
      lab hint          the next hint for this stop
      lab reveal        the next answer to the questions at the end of a lesson
      lab predict EXPR  say what will be true at the next stop; there you learn whether it is
      lab view          lists and heaps on a page beside the debugger, drawn again at every stop
      lab lesson        the lessons; lab lesson 02 starts another one
      lab practice      questions without end on what a request will do; lab answer VALUE answers one
      lab forget        clears the notes on what you have seen of this lesson"""
    if argument:
        raise gdb.GdbError(f"lab has no command {argument.split()[0]}; help lab lists its commands.")
    here, last = at_hand().here(), at_hand().visits[-1:]
    place = (
        places.told(here, last[0] if last else None) if ours.lesson().running() else "The lesson is over; nothing runs."
    )
    asked = practice.at_hand()
    if asked is None or not ours.lesson().running() or not asked.here():
        tutor.read_on(f"{stops().lesson()}\n{place}")


def steps(argument: str) -> None:
    """List the stops, and which you have seen.

    Usage: lab steps

    An arrow marks where you are, a tick what you have seen, and (predict?) a stop that asks for a prediction."""
    _none("lab steps", argument)
    here, seen = at_hand().here(), guide.seen()
    session.say(stops().lesson())
    for stop in stops().all:
        section = guide.section(stop.number)
        asked = section is not None and bool(section.predictions) and not guide.is_exercise()
        line = "=>" if here is not None and here.number == stop.number else "  "
        line += f" {'✓' if stop.number in seen.stops else ' '} {stop.number:2}  {stop.title}"
        if asked:
            line += "  (predicted)" if stop.number in seen.predicted else "  (predict?)"
        session.row(line, 10)


def back(argument: str) -> None:
    """Go back to the stop before.

    Usage: lab back

    If you have gone on from a stop, it is that stop. The machine is reset and runs there again. Your breakpoints
    and watchpoints stay, and every byte of memory is what it was then."""
    _none("lab back", argument)
    at = len(at_hand().visits) - (2 if at_hand().here() is not None else 1)
    if at < 0:
        raise gdb.GdbError("There is no stop before this one; continue goes on to the next one.")
    _travel_back(at_hand().visits[at])


def goto(argument: str) -> None:
    """Go to a numbered stop, backwards or forwards.

    Usage: lab goto STOP [TIME]

      lab goto 6      the first time that the machine comes to stop 6
      lab goto 6 2    the second time, if it comes there more than once

    To go back, the machine is reset and runs there again. Your breakpoints and watchpoints stay, and do not stop it."""
    found = re.fullmatch(r"(\d{1,6})(?:\s+(\d{1,6}))?", argument)
    most = len(stops().all)
    if not found or not 1 <= int(found.group(1)) <= most or found.group(2) == "0":
        raise gdb.GdbError(f"lab goto expects a stop from 1 to {most}, such as lab goto 2; lab steps lists them.")
    number, count = int(found.group(1)), int(found.group(2) or 1)
    for visit in at_hand().visits:
        if (visit.number, visit.times) == (number, count):
            _travel_back(visit)
            return
    _travel_on(number, count)


def _travel_back(visit: Visit) -> None:
    run = at_hand().running()
    edited = run is not None and bool(run.edits)
    if run is None:
        known = at_hand().visits
        run = at_hand().switch_on()
        run.visits = known
    run.forget_edits()
    at_hand().past.moved()
    if edited:
        session.say("The machine was started again, so what you changed by hand is gone.")
    try:
        gone = travel.back(run, travel.Place(stops().all[visit.number - 1].address, visit.clock))
    except travel.Lost:  # without what was changed it comes there earlier or later
        travel.rewind(run)
        _travel_on(visit.number, visit.times)
    else:
        _arrive(gone)


def _travel_on(number: int, count: int) -> None:
    run = at_hand().running() or at_hand().switch_on()
    at_hand().past.moved()

    def wanted(visit: Visit) -> bool:
        predict.judge(visit)
        return (visit.number, visit.times) == (number, count)

    with travel.undisturbed() as gone:
        arrived = travel.forward(run, wanted)
    _arrive(gone)
    if not arrived:
        times = f" {count} times" if count > 1 else ""
        raise gdb.GdbError(f"The machine did not come{times} to stop {number}; lab says where you are.")


def _arrive(gone: List[str]) -> None:
    places.deleted(gone)
    if at_hand().here() is not None:
        gdb.write(said("frame").split("\n")[0] + "\n")
    ours.lesson().report()
    if ours.lesson().running():
        gdb.execute("display")


def hint(argument: str) -> None:
    """Show the next hint for this stop.

    Usage: lab hint

    When you have seen all of them, they are shown together."""
    _none("lab hint", argument)
    if not at_hand().visits:
        raise gdb.GdbError("There are no hints before the first stop; type continue to go there.")
    stop = 0 if guide.is_exercise() else at_hand().visits[-1].number
    section = guide.section(stop)
    hints = section.hints if section else []
    if not hints:
        place = f" in {section.page}:{section.line}" if section else ""
        raise gdb.GdbError(f"There is no hint for this stop{place}; lab says what there is to look at.")
    given = guide.seen().hints.get(stop, 0)
    if given >= len(hints):
        session.say(f"You have seen all {len(hints)} hints of this stop:" if len(hints) > 1 else "There is one hint:")
        for text in hints:
            guide.say(text)
        return
    session.say(f"Hint {given + 1} of {len(hints)}:")
    guide.say(hints[given])
    guide.seen().hints[stop] = given + 1
    guide.progress.save()


def lesson(argument: str) -> None:
    """List the lessons, or start another one.

    Usage: lab lesson [NN]

    With a number, that lesson starts, in a new debugger in this terminal."""
    known = guide.course()
    if not argument:
        for number, each in sorted(known.items()):
            stops_of = [stop for stop in each.sections if stop]
            seen = guide.progress.lesson(f"{number:02}-").stops
            mark = "=>" if guide.name().startswith(f"{number:02}-") else "  "
            tick = "✓" if seen.issuperset(stops_of) else " "
            count = f"{len(seen & set(stops_of))} of {len(stops_of)} stops"
            session.row(f"{mark} {tick} {number:02}  {each.title} ({count})", 10)
        session.say("lab lesson NN starts another one; make debug EXERCISE=01 in the shell starts an exercise.")
        return
    if not re.fullmatch(r"\d{1,6}", argument) or int(argument) not in known:
        numbers = ", ".join(f"{number:02}" for number in sorted(known))
        raise gdb.GdbError(f"There is no lesson {argument}; expected one of these: {numbers}.")
    ours.become("debug", [f"LESSON={int(argument):02}"])


def forget(argument: str) -> None:
    """Clear the notes on this lesson.

    Usage: lab forget [all]

      lab forget      the notes on this lesson; where you practise, the scores
      lab forget all  the notes on all lessons and exercises

    They say which stops you have seen, what you have predicted, and which hints you have had."""
    if argument not in ("", "all"):
        raise gdb.GdbError("lab forget expects nothing after it, or all; see help lab forget.")
    if practice.at_hand() and not argument:
        guide.progress.forget_practice()
        session.say("Forgotten: how you have answered questions so far; lab forget all forgets the lessons too.")
        return
    guide.progress.forget("" if argument else guide.name())
    tutor.forget()
    of = "all lessons and exercises" if argument else f"this {'exercise' if guide.is_exercise() else 'lesson'}"
    more = "" if argument else "; lab forget all forgets the others too"
    session.say(f"Forgotten: every stop of {of} counts as new{more}.")


def _arrived(here: Visit) -> None:
    """Notes that the learner was here, judges what was predicted, and says what there is to see."""
    asked = practice.at_hand()
    if asked is not None:
        predict.judge(here)
        asked.arrived(here)
        return
    seen = guide.seen()
    if seen.stops and at_hand().visits[:-1]:  # a lesson begins at stop 1 whoever starts it
        seen.at = here.number
    seen.stops.add(here.number)
    guide.progress.save()
    tutor.arrived(here, at_hand().above + predict.judge(here))


def _none(command: str, argument: str) -> None:
    if argument:
        raise gdb.GdbError(f"{command} takes no argument; see help {command}.")


ours.listeners.append(_arrived)
ours.enders.append(predict.end)
tutor.begin()
undo.begin()
practice.begin()
Command("lab", lab, prefix=True)
for _task in (
    steps,
    back,
    goto,
    undo.undo,
    undo.redo,
    hint,
    reveal.reveal,
    lesson,
    forget,
    predict.predict,
    view.view,
    practice.practice,
    practice.answer,
):
    Command(f"lab {_task.__name__}", _task)
