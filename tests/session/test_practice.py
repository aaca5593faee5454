"""make practice: a question before each request, judged by what the machine has done."""

import re
import subprocess

import pytest

from buddylab.course.player import surroundings
from session.conftest import ROOT, Debugger
from session.stranger import words

QUESTION = re.compile(
    r"Question (\d+) of 10, level (\d)\. Next comes (.*?)\. ([A-Z][^?]*\?.*?) Type: `lab answer` and (.*)\.$"
)


class Practice:
    """A session of it."""

    def __init__(self, seed, topic, **more):
        line = f"make practice SEED={seed}" + (f" TOPIC={topic}" if topic else "")
        self.session = Debugger(ROOT, line, **more)
        self.said = words("\n".join(self.session.greeting))

    def type(self, line):
        """Types a line; gives what appears, with its lines joined."""
        self.said = words(self.session.text(line))
        return self.said

    def asked(self):
        """The question that was asked last: its number, its level, the request, what is asked and how to answer."""
        found = QUESTION.search(self.said[self.said.rindex("Question ") :])
        assert found, self.said
        return int(found[1]), int(found[2]), *found.group(3, 4, 5)

    def value(self, expression):
        """A word of the machine."""
        return self.session.text(f"p/x {expression}").partition(" = ")[2]


@pytest.fixture(scope="module")
def opened():
    sessions = []

    def open_session(seed, topic="", **more):
        sessions.append(Practice(seed, topic, **more))
        return sessions[-1]

    yield open_session
    for each in sessions:
        each.session.close()


@pytest.fixture(scope="module")
def lists(opened):
    """One session for several tests, which go on where the one before has left it."""
    session = opened(4711, "list")
    session.greeting, session.first = session.said, []
    return session


def test_a_question_comes_with_the_state_and_before_the_request(lists):
    assert "Practice, exercise 4711, topic list: 10 questions. make practice SEED=4711 TOPIC=list starts it again." in (
        lists.said
    )
    number, level, request, question, form = lists.asked()
    assert (number, level) == (1, 2) and request == "linked_list_push(&list, &values[7])"
    assert question == "Which node will be the last one of list then (null if it has none)?"
    assert form == "an address, such as &values[0], or null"
    assert "list.head → values[6] → values[2] → values[5] → values[3] → values[4] → null 5 nodes" in lists.said
    assert lists.value("list.head") == f"{0x8021a030:#x}"  # values[6]: nothing was done yet


def test_what_is_no_answer_leaves_the_question_open(lists):
    for said, reason in (
        ("", "lab answer expects an address, such as &values[0], or null."),
        (
            "&values[",
            "GDB cannot evaluate &values[: A syntax error in expression, near ",
        ),  # each GDB ends it as it likes
        ("&values[", "; expected an address, such as &values[0], or null."),
        ("nobody", 'No symbol "nobody" in current context; expected an address, such as &values[0], or null.'),
        ("list", "list is of type struct linked_list; expected an address, such as &values[0], or null."),
        ("list.head = 0", "list.head = 0 would change the machine (=); leave that out."),
        ("linked_list_pop(&list)", "Cannot call functions in the program"),
    ):
        assert reason in lists.type(f"lab answer {said}"), said
        assert "Question" not in lists.said and lists.value("list.head") == f"{0x8021a030:#x}"
    assert "Question 1 of 10" in lists.type("lab")


def test_a_right_answer_shows_what_changed_and_why(lists):
    said = lists.type("lab answer &values[4]")
    lists.first.append(("lab answer &values[4]", said))
    assert "✓ Right. The last node is &values[4] (0x8021a020). push puts a node in front, so the last one stays" in said
    assert said.index("Since stop 1: values[7] and list.head changed") < said.index("✓ Right.") < said.index("Question")
    assert "Wrote build/memory.svg" in said and (lists.session.folder / "memory.svg").exists()
    assert lists.asked()[:3] == (2, 2, "linked_list_cursor_remove(&cursor), with the cursor of list at values[4]")


def test_a_mistake_is_told_and_makes_the_next_question_easier(lists):
    said = lists.type("lab answer 0xbad")
    lists.first.append(("lab answer 0xbad", said))
    assert "✗ You said 0xbad." in said and "From now on questions are easier: level 1." in said
    assert lists.asked()[:2] == (3, 1)
    assert "practice, list: 1 of 2\n" in (lists.session.folder / "progress.txt").read_text()


def test_who_has_seen_the_answer_gets_no_point_for_it(lists):
    before = (lists.session.folder / "progress.txt").read_text()
    assert "Taken back" in lists.type("lab undo")
    said = lists.type("lab answer null")
    assert "This does not count: the question was decided before." in said and lists.asked()[:2] == (3, 1)
    lists.type("next")
    assert "The machine has gone on from the question; lab back returns to it" in lists.type("lab answer null")
    assert "Question 3 of 10, level 1" in lists.type("lab back")
    said = lists.type("lab answer null")
    assert "This does not count: the machine has been further on, where the answer can be seen." in said
    assert (lists.session.folder / "progress.txt").read_text() == before


def test_going_on_without_an_answer_counts_as_none(lists):
    said = lists.type("continue")
    assert "✗ Questions 3 to 4 were not answered before the machine went on." in said
    assert "practice, list: 1 of 4\n" in (lists.session.folder / "progress.txt").read_text()
    assert lists.asked()[0] == 5


def test_memory_that_was_changed_by_hand_is_no_exercise(lists):
    lists.type("set var values[0] = 5")
    said = lists.type("lab answer 0xbad")
    assert "✗ You said 0xbad." in said and "This does not count: memory was changed by hand." in said


def test_the_same_seed_asks_the_same_everywhere(lists, opened):
    again = opened(4711, "list")
    assert again.said == lists.greeting
    for line, said in lists.first:
        assert again.type(line) == said


@pytest.fixture(scope="module")
def merges(opened):
    session = opened(12, "merge")
    session.session.type(f"python import sys; sys.path.append('{ROOT}/tests/session'); import quiz")
    return session


def test_three_right_answers_make_the_questions_harder(merges):
    """What is right the judge's own truth says here: whether that is true, the next test but one asks."""
    levels = [merges.asked()[1]]
    for turn in range(1, 4):
        solution = merges.session.type("python print(quiz.solved())")[-1]
        assert "✓ Right." in merges.type(f"lab answer {solution}"), merges.said
        levels.append(merges.asked()[1])
    assert levels == [2, 2, 2, 3] and "From now on questions are harder: level 3." in merges.said


def test_an_exercise_has_an_end_and_can_be_done_again(merges):
    assert "✗ Questions 4 to 9 were not answered before the machine went on." in merges.type("lab goto 1 10")
    said = merges.type("lab answer 0")
    assert "That was exercise 12: " in said and "Of all questions about topic merge so far you have answered" in said
    assert "Type: `lab practice` for another exercise; `run` to do this one again; `quit`." in said
    assert merges.type("lab answer 1") == "All questions were asked; lab practice starts another exercise."
    assert "Practice is over: the machine powered off with status 0." in merges.type("continue")
    assert "Nothing is running, so there is nothing to answer" in merges.type("lab answer 1")
    assert "This one is decided already, so another answer does not count." in merges.type("run")
    assert "practice, merge: " in (merges.session.folder / "progress.txt").read_text()
    assert "Forgotten: how you have answered questions so far" in merges.type("lab forget")
    assert "practice, merge: " not in (merges.session.folder / "progress.txt").read_text()


def test_every_kind_of_question_is_answered_right_and_wrong_and_each_reason_is_so(merges):
    """In GDB itself; make fuzz does it over many more exercises."""
    told = merges.session.type("python quiz.play(1)")[-1]
    kinds = re.findall(r"([a-z]+ [a-z]+) \d+", told)
    assert told.startswith("asked: ") and len(kinds) == 40, told


def test_the_machine_looks_for_the_buddy_at_the_address_that_is_told(merges):
    merges.type("run")
    while "buddy_heap_dealloc" not in merges.asked()[2]:
        merges.type("continue")
    merges.type("tbreak find_buddy")
    merges.type("continue")
    merges.type("next")
    merges.type("next")
    block, order, buddy = (int(merges.value(each), 16) for each in ("block", "order", "buddy"))
    assert buddy == block ^ 1 << order and f"{buddy:#x}" in merges.type("p/x *(unsigned long *) &buddy")


@pytest.mark.parametrize(
    "line, sentence",
    [
        ("SEED=x", "SEED=x is no number from 0 to 9223372036854775807; expected one, such as SEED=4711."),
        ("SEED=9999999999999999999", "is no number from 0 to"),
        ("TOPIC=lists", "TOPIC=lists is not known; expected one of these: list, heap, merge, fragmentation."),
        ("TOPICS=list", "There is no TOPICS; expected TOPIC=list"),
    ],
)
def test_what_is_mistyped_is_told_in_a_sentence(line, sentence):
    done = subprocess.run(
        ["make", "practice", line], cwd=ROOT, env=surroundings(), stdin=subprocess.DEVNULL, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode != 0 and sentence in words(done.stdout) and "Traceback" not in done.stdout


def test_practice_begins_in_a_lesson_on_its_topic(at):
    session = at("02", 1)
    assert session.said("lab answer 5") == "Nothing was asked; lab practice starts an exercise."
    wrong = "lab practice expects a topic (list, heap, merge, fragmentation) and a number, or one of them."
    assert session.said("lab practice lists") == wrong and session.said("lab practice 5 6") == wrong
    assert "exercise 5, topic list: 10 questions." in session.said("lab practice 5")
    assert "exercise 6, topic merge: 10 questions." in session.said("lab practice merge 6")
