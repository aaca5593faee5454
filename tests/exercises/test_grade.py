"""What make grade says of exercises as they are handed out, and of solutions. Shortcuts are tried by make check."""

import re
import subprocess

import pytest

from buddylab.course.player import surroundings
from grade import praise
from exercises.submissions import EXERCISES, HERE, LIMIT, ROOT, grade, patched, scores


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory):
    return grade(patched(tmp_path_factory.mktemp("handed-out") / "submission", []))


@pytest.fixture(scope="module")
def solved(tmp_path_factory):
    solutions = [HERE / "solutions" / f"{exercise}.patch" for exercise in EXERCISES]
    return grade(patched(tmp_path_factory.mktemp("solved") / "submission", solutions))


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_exercise_as_it_is_handed_out_fails(handed_out, exercise):
    assert any(handed_out.why(exercise))
    assert handed_out.status != 0


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_solution_passes(solved, exercise):
    assert not any(solved.why(exercise)), solved.why(exercise)
    assert solved.status == 0


def test_every_solution_and_every_shortcut_is_of_an_exercise():
    assert sorted(path.stem for path in (HERE / "solutions").iterdir()) == EXERCISES
    assert sorted(path.name for path in (HERE / "shortcuts").iterdir()) == EXERCISES


def test_each_test_is_told_in_a_line_and_the_score_last(solved, handed_out):
    for graded in (solved, handed_out):
        lines = graded.output.splitlines()
        tests = [line for line in lines if line.startswith("== Test ")]
        assert all(re.fullmatch(r"== Test \d\d-\w+: .+: (OK|FAIL \(.+\)) ==", line) for line in tests), tests
        passed = sum(line.endswith(": OK ==") for line in tests)
        assert scores(graded.output) == [passed, len(tests)]
        assert len(tests) == len(graded.report["tests"])
    assert solved.output.splitlines()[-1] == "Score: {}/{}".format(*scores(solved.output))


def test_the_report_is_what_gradescope_reads(solved, handed_out):
    """By the specification of results.json: gradescope-autograders.readthedocs.io/en/latest/specs."""
    seen = {"visible", "hidden", "after_due_date", "after_published"}
    for graded in (solved, handed_out):
        report = graded.report
        assert set(report) == {"score", "output", "visibility", "extra_data", "tests"}
        assert report["extra_data"]["status"] == "graded"
        assert report["score"] == scores(graded.output)[0] == sum(test["score"] for test in report["tests"])
        assert isinstance(report["output"], str) and report["visibility"] in seen
        for test in report["tests"]:
            assert set(test) == {"name", "score", "max_score", "status", "output", "visibility"}
            assert 0 <= test["score"] <= test["max_score"] and test["visibility"] in seen
            assert test["status"] == ("passed" if test["score"] == test["max_score"] else "failed")
            assert all(isinstance(test[key], str) for key in ("name", "output"))


def test_one_exercise_alone_and_the_working_tree(tmp_path):
    done = subprocess.run(
        ["make", "grade", "EXERCISE=9"], cwd=ROOT, env=surroundings(), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, timeout=LIMIT, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode != 0 and set(re.findall(r"Test (\d\d)", done.stdout)) == {"09"}
    assert "\nThe last line that it printed: panic: lab/exercises/09-mail/exercise.c:" in done.stdout


@pytest.mark.parametrize("task", ["grade", "debug", "run"])
def test_an_exercise_that_does_not_exist(task):
    done = subprocess.run(
        ["make", task, "EXERCISE=77"], cwd=ROOT, env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        timeout=LIMIT, encoding="utf-8",
    )  # fmt: skip
    numbers = " ".join(exercise[:2] for exercise in EXERCISES)
    assert done.returncode != 0 and f"There is no exercise 77; expected one of these: {numbers}." in done.stdout


def test_the_reason_names_the_inputs_that_were_not_those_of_the_source(tmp_path):
    constant = patched(tmp_path / "submission", [HERE / "shortcuts" / "03-tasks" / "constant.patch"])
    graded = grade(constant, "EXERCISE=3")
    assert graded.status != 0
    why = graded.why("03-tasks")[2]
    assert re.search(r"at stop 4 with numbers = \{\d+(, \d+){4}\}: the list has the tasks \[55, 44, 33, 22, 11\]", why)


def test_who_has_solved_an_exercise_is_told_what_comes_next():
    assert praise(["01-stack"]) == (
        "Well done: exercise 1 is solved. Next: exercise 2, Undo, and undo again: make debug EXERCISE=02"
    )
    assert praise(["03-tasks"]) == (
        "Well done: exercise 3 is solved. Next: lesson 2, Removing from the middle: make debug LESSON=02"
    )
    for exercise in EXERCISES:
        assert "Next: " in praise([exercise])
    assert praise(EXERCISES).startswith("Well done: all exercises are solved. Next: ")
