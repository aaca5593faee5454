"""An exercise of the practice image: a question before each request, judged by what the machine did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, List, Optional, Union

import gdb

from buddylab.commands import answers, guide, ours, places, session
from buddylab.memory.ahead import PAGE
from buddylab.practice.choosing import Practice
from buddylab.practice.question import Truth
from buddylab.practice.round import Round
from buddylab.practice.sheet import Sheet
from buddylab.practice.state import LOOK, Places, State
from buddylab.target import exercise
from buddylab.target.runs import travel
from buddylab.target.runs.run import Run, Visit

END = 2  # the stop behind the last request


@dataclass(frozen=True)
class Given:
    """An answer that waits for the machine."""

    turn: int
    truth: Truth
    was: State
    doubt: str  # why it does not count, if it does not


@dataclass
class Exercise:
    """The one of this session."""

    plan: Union[Practice, Sheet]
    round: Round = field(default_factory=Round)
    given: Optional[Given] = None
    furthest: int = 0  # where the machine has stood, in instructions since the reset
    asked: int = 0  # questions before those of the machine at hand,
    following: int = 0  # and before those of the machine that is switched on next
    run: Optional[Run] = None

    def begin(self, lesson: ours.Lesson) -> None:
        """Says what begins, and has the machine be switched on for it."""
        plan = self.plan
        self._wish(0)
        lesson.announces = False
        session.say(f"{plan.title}: {plan.count} questions. {plan.again} starts it again.")
        events: Any = gdb.events  # the stubs do not know all of them
        events.stop.connect(self._stopped)

    def arrived(self, here: Visit) -> None:
        """Judges what was answered, and asks about the next request."""
        run = _run()
        self._stood(run)
        turn, shown = self._turn(here), ""
        given = self.given if self.given is not None and self.given.turn == turn - 1 else None
        if given is not None:
            self.given = None
            now = State(_places(), exercise.kept(run.memory()), given.was.request)
            shown = _show(now)
            self._judge(given, now)
        else:
            self._pass(turn)
        if turn > self.plan.count:
            self._wish(0)
            self._end()
            return
        if here.number == END:
            self._wish(turn - 1)
            if given is None:  # after an answer the next one is asked at once
                guide.say("**Type:** `run` for the next exercise; `lab back` to see this one again.")
            return
        was = self._state(run)
        if shown != _commands(was, False):
            _show(was, False)
        if turn not in self.round.asked:
            last = self.round.asked.get(turn - 1)
            kind = last.kind.name if last else ""
            self.round.asked[turn] = self.plan.question(was, turn, self.round.level, kind)
        self.ask(turn, was)

    def ask(self, turn: int, was: State) -> None:
        """Asks the question of a turn."""
        question = self.round.asked[turn]
        level = f", level {question.kind.level}" if self.plan.adapts else ""
        comes = f" Next comes {was.call()}." if was.request.action != LOOK else ""
        session.say(f"\nQuestion {turn} of {self.plan.count}{level}.{comes}")
        session.say(question.text(was))
        if turn in self.round.right:
            session.say("This one is decided already, so another answer does not count.")
        guide.say(f"**Type:** `lab answer` and {question.kind.form.expected(was)}.")

    def answer(self, said: str) -> None:
        """Takes an answer, and has the machine go on."""
        run, here = _run(), ours.lesson().here()
        if here is None or here.number == END:
            raise gdb.GdbError(self._nothing(here))
        turn = self._turn(here)
        was = self._state(run)
        truth = answers.read(said, self.round.asked[turn].kind.form, was)
        self.given = Given(turn, truth, was, self._doubt(turn, run, here))
        ours.lesson().past.moved()
        with travel.undisturbed() as gone:
            travel.forward(run, lambda visit: True)
        places.deleted(gone)
        ours.lesson().report()
        if self.given is not None:
            self.given = None
            session.say("The machine did not come to its next stop, so nothing was judged.")
        elif self.following > self.asked:
            ours.lesson().switch_on()
            gdb.execute("continue")

    def here(self) -> bool:
        """Says once more what is asked where the machine stands; False where nothing is."""
        here = ours.lesson().here()
        if here is None or here.number == END:
            return False
        self.ask(self._turn(here), self._state(_run()))
        return True

    def _wish(self, asked: int) -> None:
        """Has the next machine that is switched on be the one for the question behind so many."""
        self.following = asked
        ours.lesson().words = exercise.wish(*self.plan.machine(asked + 1))

    def _turn(self, here: Visit) -> int:
        """Which question is asked at a visit; the one behind the last of this machine where it has served all."""
        return self.asked + (self.plan.machine(self.asked + 1)[2] + 1 if here.number == END else here.times)

    def _nothing(self, here: Optional[Visit]) -> str:
        """Why nothing can be answered there."""
        if here is None:
            return "The machine has gone on from the question; lab back returns to it, and continue to the next one."
        if self.following:
            return "This question is over; run begins the next one."
        return "All questions were asked; lab practice starts another exercise."

    def _judge(self, given: Given, now: State) -> None:
        question = self.round.asked[given.turn]
        truth, told, why = question.judged(given.was, now)
        right = truth == given.truth
        form = question.kind.form
        verdict = "✓ Right." if right else f"✗ You said {form.said(given.truth, given.was)}."
        session.say(f"\n{verdict} {told} {why}".rstrip())
        if given.doubt:
            session.say(f"This does not count: {given.doubt}.")
        else:
            self._decide(given.turn, right)

    def _pass(self, turn: int) -> None:
        """Notes which questions the machine has gone past without an answer."""
        missed = [each for each in range(1, turn) if each not in self.round.right]
        if missed:
            those = f"Question {missed[0]} was" if len(missed) == 1 else f"Questions {missed[0]} to {missed[-1]} were"
            session.say(f"\n✗ {those} not answered before the machine went on.")
        for each in missed:
            self._decide(each, False)

    def _decide(self, turn: int, right: bool) -> None:
        score = guide.progress.score(self.plan.score)
        score.right, score.asked = score.right + right, score.asked + 1
        guide.progress.save()
        level = self.round.decide(turn, right)
        if level is not None and turn < self.plan.count and self.plan.adapts:
            session.say(f"From now on questions are {'harder' if right else 'easier'}: level {level}.")

    def _end(self) -> None:
        score = guide.progress.score(self.plan.score)
        session.say(f"\nThat was {self.plan.name}: {self.round.score} of {self.plan.count} right.")
        session.say(
            f"Of all questions {self.plan.about} so far you have answered {score.right} of {score.asked} right."
        )
        guide.say("**Type:** `lab practice` for another exercise; `run` to do this one again; `quit`.")

    def _doubt(self, turn: int, run: Run, here: Visit) -> str:
        """Why an answer that is given now does not count; "" if it does."""
        if turn in self.round.right:
            return "the question was decided before"
        if self.furthest > here.clock:
            return "the machine has been further on, where the answer can be seen"
        start, copy = run.memory()
        pages = {start + at: copy[at : at + PAGE] for at in range(0, len(copy), PAGE)}
        return "memory was changed by hand" if here.pages and pages != here.pages else ""

    def _state(self, run: Run) -> State:
        return State(_places(), exercise.kept(run.memory()))

    def _stood(self, run: Run) -> None:
        if run is not self.run:
            if self.following != self.asked:
                self.furthest = 0
            self.run, self.asked = run, self.following
        self.furthest = max(self.furthest, run.machine.clock())

    def _stopped(self, event: Any) -> None:
        run = ours.lesson().run
        if run is not None and run.halt is None and not run.over:
            self._stood(run)


_found: List[Places] = []  # once they were looked for


def _run() -> Run:
    run = ours.lesson().running()
    assert run is not None  # who comes here has asked
    return run


def _places() -> Places:
    if not _found:
        _found.append(exercise.places())
    return _found[0]


def _show(state: State, over: bool = True) -> str:
    """Shows the list or the heap of a request, with what changed since the last stop; gives the commands that do.

    As long as it is not `over`, a list of which is asked how it stands is shown as plain words.
    """
    gdb.write("\n")
    commands = _commands(state, over)
    for each in commands.split("\n"):
        gdb.execute(each)
    return commands


def _commands(state: State, over: bool) -> str:
    """What shows the list or the heap of a request."""
    if state.request.action == LOOK and not over:
        return f"x/1xg &{state.list.name}.head\nx/{state.list.words.count}xg {state.list.words.name}"
    if state.request.list:
        return f"show-list {state.list.name} --memory {state.list.words.name}"
    return f"show-freelists {state.heap.label} --view all"
