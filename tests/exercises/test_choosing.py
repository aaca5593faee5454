"""EXERCISE=1,5 chooses exercises, however it is typed; what takes one exercise says so."""

import re
import subprocess

import pytest

from buddylab.course.player import surroundings
from exercises.submissions import EXERCISES, LIMIT, ROOT
from grade import praise

FORMS = ["1,5", "01,05", "1 5", "01 05", "5, 1", "1,5,1"]
TAKE_SEVERAL = {"grade": r"gdb/grade\.py (.*)", "check": r"gdb/mistakes\.py (.*)"}


def dry(task, exercise):
    """What make would do, without doing it."""
    done = subprocess.run(
        ["make", "-n", task, f"EXERCISE={exercise}"], cwd=ROOT, env=surroundings(), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, timeout=LIMIT, encoding="utf-8",
    )  # fmt: skip
    return done.stdout


def chosen(task, exercise):
    """The exercises that a task would take."""
    said = dry(task, exercise)
    found = re.search(TAKE_SEVERAL[task], said)
    assert found, said
    return [name.rpartition("/")[2] for name in found[1].split()]


@pytest.mark.parametrize("form", FORMS)
def test_several_exercises_are_chosen_each_once(form):
    assert chosen("grade", form) == ["01-stack", "05-take"]


@pytest.mark.parametrize("task", TAKE_SEVERAL)
def test_every_task_that_takes_several_takes_them(task):
    assert chosen(task, "2,9") == ["02-undo", "09-mail"]


def test_nothing_is_everything():
    assert chosen("grade", "") == chosen("grade", " ") == EXERCISES


@pytest.mark.parametrize("exercise, wrong", [("1,77", "77"), (",", ","), ("1;5", "1;5"), ("it's", "it's")])
def test_one_that_does_not_exist_is_named(exercise, wrong):
    assert f"There is no exercise {wrong}; expected one of these: 01 02 " in dry("grade", exercise)


@pytest.mark.parametrize("task", ["debug", "run"])
def test_what_takes_one_says_so(task):
    told = f"make {task} takes one exercise at a time; expected EXERCISE=01 or EXERCISE=05."
    assert told in dry(task, "1,5")
    assert "exercises/05-take.elf" in dry(task, "5,05")


def test_who_has_solved_some_is_not_told_that_it_were_all():
    assert praise(["01-stack", "05-take"]) == "Well done: exercises 1 and 5 are solved."
    assert praise(["01-stack", "05-take", "09-mail"]) == "Well done: exercises 1, 5 and 9 are solved."
