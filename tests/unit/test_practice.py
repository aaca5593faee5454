"""What needs no machine of practice: numbers, levels, scores; and that a reason that is not so is found out."""

import pytest

from buddylab.course.progress import Progress
from buddylab.practice.chance import mixed
from buddylab.practice.choosing import KINDS, LEVELS
from buddylab.practice.round import Round
from buddylab.practice.sheet import Sheet
from session import reasons


def test_numbers_are_the_same_in_every_version():
    assert [mixed(1), mixed(4711, 3), mixed()] == [0x910A2DEC89025CC1, 0xF894ADC4A1079BB0, 0]
    assert mixed(1, 2) != mixed(2, 1)


def test_questions_are_easier_after_a_mistake_and_harder_after_three_right_ones():
    round = Round()
    levels = [round.level]
    for turn, right in enumerate([True, True, True, True, True, True, False, True, True, False, False, False, True], 1):
        told = round.decide(turn, right)
        assert told in (None, round.level) and (told is None) == (round.level == levels[-1])
        levels.append(round.level)
    assert levels == [2, 2, 2, 3, 3, 3, 3, 2, 2, 2, 1, 1, 1, 1]
    assert round.decide(3, False) is None and round.score == 9  # what is decided stays so


def test_every_level_has_a_question_for_every_request():
    for action in ("push", "pop", "remove", "alloc", "dealloc"):
        assert {kind.level for kind in KINDS if action in kind.actions} == set(range(1, LEVELS + 1)), action
    for action in ("alloc", "dealloc"):
        levels = {kind.level for kind in KINDS if action in kind.actions and kind.fragments}
        assert levels == set(range(1, LEVELS + 1)), action
    names = [(action, kind.name) for kind in KINDS for action in kind.actions]
    assert len(set(names)) == len(names)


def test_no_exercise_on_paper_shows_what_another_one_asks():
    machines = [Sheet(4711, "list", 6).machine(turn) for turn in range(1, 7)]
    assert len({seed for seed, _, _ in machines}) == 6 and all(requests == 1 for _, _, requests in machines)


def test_scores_outlive_a_session(tmp_path):
    path = tmp_path / "progress.txt"
    progress = Progress(str(path))
    progress.of("01-intrusive-list").stops.add(1)
    progress.score("list").right, progress.score("list").asked = 7, 10
    progress.score("merge")  # of which nothing was asked
    progress.save()
    assert path.read_text().endswith("practice, list: 7 of 10\n")
    again = Progress(str(path))
    assert vars(again.score("list")) == {"right": 7, "asked": 10} and not again.damaged
    again.forget("01-intrusive-list")
    assert Progress(str(path)).score("list").asked == 10
    again.forget_practice()
    assert "practice" not in path.read_text()
    again.score("heap").asked = 1
    again.forget()
    assert Progress(str(path)).score("heap").asked == 0


class Moment:
    """What a pop from a list of two nodes was and is."""

    action, word, about = "pop", 0, 2

    class was:
        words, head = {8: 16, 16: 0}, {"list": 8}
        nodes = staticmethod(lambda: [8, 16])

    class now:
        words, head, result = {8: 16, 16: 0}, {"list": 16}, 8
        nodes = staticmethod(lambda: [16])

    name = staticmethod({8: "values[0]", 16: "values[1]", 99: "list.head"}.get)
    changed = staticmethod(lambda: {99})


def test_a_reason_that_is_so():
    reasons.check("It had 2 nodes, and pop takes a node out.", Moment)
    reasons.check("The node in front was values[0], and list.head takes over what that holds.", Moment)


@pytest.mark.parametrize(
    "sentence",
    [
        "It had 3 nodes, and pop takes a node out.",
        "It had 2 nodes, and push adds a node to it.",
        "The node in front was values[1], and list.head takes over what that holds.",
        "The list was empty, so there was no node to take out.",
        "pop writes only list.head: values[1], which it takes out, stays as it was.",
        "It had two nodes.",
        "",
    ],
)
def test_a_reason_that_is_not_so_is_found_out(sentence):
    with pytest.raises(AssertionError):
        reasons.check(sentence, Moment)
