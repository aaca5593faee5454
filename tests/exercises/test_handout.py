"""What `make handout` packs is all that a student needs, and holds no solution."""

import os
import subprocess
import tarfile

import pytest

from buddylab.course import book, player
from buddylab.course.player import Session, surroundings
from docs.versions import comparable
from exercises.submissions import EXERCISES, HERE, LIMIT, ROOT, grade, scores, solution, source


def make(folder, *arguments):
    """Types make …; git is told that the folder lies in no repository."""
    return subprocess.run(
        ["make", *arguments], cwd=folder, env={**surroundings(), "GIT_CEILING_DIRECTORIES": str(folder.parent)},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT, encoding="utf-8",
    )  # fmt: skip


@pytest.fixture(scope="module")
def handout(tmp_path_factory):
    folder = tmp_path_factory.mktemp("student") / "exercises"
    assert "Wrote build/buddylab-handout.tar.gz" in make(ROOT, "handout").stdout
    with tarfile.open(ROOT / "build" / "buddylab-handout.tar.gz") as archive:
        names = archive.getnames()
        assert all(name.split("/")[0] == "buddylab" for name in names)
        folder.mkdir()
        archive.extractall(folder)
    return folder / "buddylab"


def test_it_holds_every_exercise_and_no_solution(handout):
    files = [path for path in handout.rglob("*") if path.is_file()]
    assert not any(path.suffix == ".patch" for path in files)
    assert not (handout / "tests").exists() and not (handout / ".git").exists()
    for exercise in EXERCISES:
        assert {"exercise.c", "README.md", "judge.py"} <= set(os.listdir(handout / "lab" / "exercises" / exercise))
    texts = "\n".join(path.read_text(errors="replace") for path in files)
    for patch in (HERE / "solutions").iterdir():
        added = [line[1:] for line in patch.read_text().splitlines() if line.startswith("+") and line[1:2] == " "]
        assert "\n".join(added) not in texts or len(added) < 2, patch.name


def test_a_student_can_solve_an_exercise_in_it(handout, tmp_path):
    beside = handout / "lab" / "exercises" / "02-undo" / "undo.old.c"  # as one saves what one is about to change
    beside.write_text("#error this is no part of it\n")
    before = grade(handout, "EXERCISE=02", root=handout)
    assert before.status != 0 and scores(before.output)[0] == 1, before.output
    (handout / "lab" / "exercises" / "02-undo" / "undo.c").write_text(solution("02-undo", tmp_path))
    after = make(handout, "grade", "EXERCISE=02")
    assert after.returncode == 0 and "Score: 6/6" in after.stdout, after.stdout
    assert make(handout, "build/exercises/02-undo.elf").returncode == 0
    beside.unlink()
    (handout / "lab" / "exercises" / "02-undo" / "undo.c").write_text(source("02-undo"))


STARTED = [("EXERCISE=01", "\nExercise 1: ", "Stop 1 of 5"), ("LESSON=01", "\nLesson 1: ", "Stop 1 of 10")]


@pytest.mark.parametrize("what, kind, first", STARTED)
def test_a_student_can_debug_in_it(handout, what, kind, first):
    session = Session(handout, f"make debug {what}")
    try:
        assert kind in "\n".join(session.greeting)  # whatever the folders above are called
        assert first in "\n".join(session.greeting)
        assert "Stop 2" in "\n".join(session.type("continue"))
    finally:
        session.close()


def test_a_student_can_do_the_chapter_on_a_kernel_of_their_own(handout):
    chapters = book.read(str(handout), "walkthrough.md").chapters
    (chapter,) = [each for each in chapters if each.title == "Your own kernel"]
    commands = chapter.commands
    assert len(commands) > 5
    for played, command in zip(player.play(commands, handout), commands):
        assert comparable(played.output) == comparable(command.output), command.text


@pytest.mark.parametrize("task", ["test", "lint", "bench", "check"])
def test_what_needs_the_tests_says_that_there_are_none(handout, task):
    done = make(handout, task)
    assert done.returncode != 0
    assert done.stdout.startswith("This copy of Buddylab has no tests; make grade judges the exercises.\n")


def test_a_handout_cannot_be_made_of_a_handout(handout):
    done = make(handout, "handout")
    assert done.returncode != 0 and done.stdout.startswith(
        "Only what is committed in git can be packed; run this in a clone of the repository."
    )
