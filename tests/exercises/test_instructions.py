"""lab/README.md tells all that one must do: what it makes is sound, and every block of it was tried."""

import subprocess
import sys

import pytest

from buddylab.course.player import surroundings
from exercises.instructions import BLOCK, PAGE, follow, make, whole
from exercises.submissions import LIMIT


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    return follow(tmp_path_factory.mktemp("project"))


def test_the_lesson_has_its_output_and_its_figures(followed):
    chapter = (followed / "walkthrough.md").read_text()
    assert "Stop 1 of 2: push both words" in chapter and "\n$1 = {1, 2}\n" in chapter
    assert "2 nodes, ends in null." in chapter
    assert (followed / "diagrams" / "09-two-words" / "stop-02.svg").read_text().startswith("<?xml")


def test_the_lesson_and_the_exercise_have_no_mistakes(followed):
    """Judged with all the other lessons in their places."""
    whole(followed)
    done = make(followed, "check", "LESSON=09", "EXERCISE=10")
    assert (
        done.returncode == 0 and done.stdout == "Checked 09-two-words, exercises/10-count: no mistake.\n"
    ), done.stdout


def test_every_block_was_a_file_or_a_transcript(followed):
    marks = [(block["mark"], block["path"]) for block in BLOCK.finditer(PAGE)]
    assert len(marks) > 12 and all((mark == "console") == (path is None) for mark, path in marks)


def test_the_exercise_passes_the_tests_of_all_exercises(followed):
    """Those that are quick: of its page and of its session."""
    command = "import sys; sys.path.remove(''); import pytest; sys.exit(pytest.main())"  # the root must not be there
    some = "test_pages and 10-count or test_every_solution"
    done = subprocess.run(
        [sys.executable, "-c", command, "-q", "tests/exercises", "-k", some],
        cwd=followed, env=surroundings(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        timeout=LIMIT, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0 and "4 passed" in done.stdout, done.stdout


def test_the_shortcut_fails(followed):
    patch = followed / "tests" / "exercises" / "shortcuts" / "10-count" / "constant.patch"
    subprocess.run(["git", "apply", str(patch)], cwd=followed, check=True)
    done = subprocess.run(
        ["make", "grade", "EXERCISE=10"], cwd=followed, env=surroundings(), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode != 0 and "with many = {" in done.stdout, done.stdout
