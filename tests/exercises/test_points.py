"""What a test is worth, and tests of which students see nothing."""

import shutil

import pytest

from buddylab.checking import trying
from buddylab.grading import exercise
from buddylab.grading.results import NOT_GRADED, Result
from exercises.submissions import HERE, grade, patched, solution

HIDDEN = '''"""Of exercise 1: what students are not told."""

from buddylab.grading.judging import Test
from judge import all_eight

TESTS = (
    Test(3, "all eight, once more", all_eight, points=4),
    Test(5, "nobody can do this", lambda state: "it cannot be done."),
)
'''


@pytest.fixture(scope="module")
def pointed(copy):
    """The copy, with points in one judge and a file of hidden tests beside it."""
    judge = copy / "lab" / "exercises" / "01-stack" / "judge.py"
    text = judge.read_text().replace('the latest on top", all_eight)', 'the latest on top", all_eight, points=3)')
    judge.write_text(text)
    judge.with_name("hidden.py").write_text(HIDDEN)
    return copy


@pytest.fixture(scope="module")
def solved(pointed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("solved")
    (folder / "ann").mkdir()
    (folder / "ann" / "stack.c").write_text(solution("01-stack", folder / "more"))
    return grade(folder / "ann", "EXERCISE=1", root=pointed)


def test_points_are_added_up_and_told(solved):
    lines = solved.output.splitlines()
    name = "== Test 01-stack: eight words are on the stack, the latest on top (3 points): OK =="
    assert name in lines and "== Test 01-stack: eight words are counted: OK ==" in lines
    assert "== Test 01-stack: all eight, once more (hidden, 4 points): OK ==" in lines
    assert lines[-2 if "Error" in lines[-1] else -1] == "Score: 11/12", solved.output
    assert solved.error == 1  # one hidden test failed


def test_what_students_see_of_the_result_has_no_hidden_test(solved):
    tests = {test["name"].partition(": ")[2]: test for test in solved.report["tests"]}
    assert solved.report["score"] == 11 == sum(test["score"] for test in tests.values())
    assert sum(test["max_score"] for test in tests.values()) == 12
    assert solved.report["output"] == "Score: 7/7, without hidden tests"
    hidden = {name for name, test in tests.items() if test["visibility"] == "hidden"}
    assert hidden == {"all eight, once more", "nobody can do this"}
    assert all(test["visibility"] == "visible" for name, test in tests.items() if name not in hidden)


def test_a_hidden_test_that_fails_changes_nothing_of_the_others(pointed, tmp_path):
    """They are tried with other inputs all the same."""
    cheat = patched(tmp_path / "ann", [HERE / "shortcuts" / "01-stack" / "constant.patch"])
    seen = [
        why for why in grade(cheat, "EXERCISE=1", root=pointed).why("01-stack") if why != "at stop 5: it cannot be done"
    ]
    assert any("with order = {" in why for why in seen), seen


FAULTS = {
    "points = 0": ("Test(3, 'more', lambda state: None, points=0),", "Test(3, 'more', …, points=0); expected a whole"),
    "half a point": ("Test(3, 'more', lambda state: None, 0.5),", "points=0.5); expected a whole number of points"),
    "no tests": ("", "TESTS is tuple; expected a tuple with a Test(…) or more"),
    "a misspelt name": ("Test(3, 'more', pushd),", "NameError: name 'pushd' is not defined"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_with_it_is_the_judge_s_fault(pointed, tmp_path, monkeypatch, name):
    tests, expected = FAULTS[name]
    shutil.copytree(pointed / "lab" / "exercises" / "01-stack", tmp_path / "lab" / "exercises" / "01-stack")
    folder = tmp_path / "lab" / "exercises" / "01-stack"
    text = f"from buddylab.grading.judging import Test\n\nTESTS = (\n    {tests}\n)\n"
    (folder / "hidden.py").write_text(text)
    fault = exercise.load(folder).fault
    assert fault.startswith("hidden.py:") and expected in fault
    monkeypatch.chdir(tmp_path)
    why = f"the judge is at fault, {fault}"
    (mistake,) = trying._not_graded([Result("01-stack: all", NOT_GRADED, why)], "01-stack")
    assert (mistake.file, mistake.line) == ("lab/exercises/01-stack/hidden.py", 4 if tests else 3)


def test_a_hidden_test_at_a_stop_that_is_not_there(pointed, tmp_path):
    hidden = pointed / "lab" / "exercises" / "01-stack" / "hidden.py"
    text = hidden.read_text()
    hidden.write_text(text.replace("Test(5,", "Test(9,"))
    (tmp_path / "stack.c").write_text("int x;\n")
    try:
        graded = grade(tmp_path, "EXERCISE=1", root=pointed)
    finally:
        hidden.write_text(text)
    assert graded.error == 3 and "score" not in graded.report
    assert "the judge is at fault, hidden.py: Test(9, 'nobody can do this', …); expected a stop from 1 to 5" in str(
        graded.report
    )
