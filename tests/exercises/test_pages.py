"""The page of each exercise, and the session that it starts."""

import pytest

from buddylab.checking import exercises, links, trying
from buddylab.course import book, steps
from buddylab.course.player import Session
from exercises.submissions import EXERCISES, ROOT


def test_there_are_as_many_as_there_were():
    assert len(EXERCISES) >= 8


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_exercise_and_its_page_have_all_their_parts(exercise):
    page = f"lab/exercises/{exercise}/README.md"
    assert exercises.mistakes(ROOT, book.read(str(ROOT), "walkthrough.md"), exercise) == []
    assert list(links.mistakes(ROOT, page, (ROOT / page).read_text())) == []


@pytest.mark.parametrize("exercise", EXERCISES)
def test_what_the_page_shows_is_what_a_run_prints(exercise):
    assert list(trying.symptom(ROOT, exercise, program(exercise))) == []


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_exercise_starts_as_a_lesson_does(exercise):
    """Whatever is wrong with it, it comes to a stop behind the first, and the page's commands say something."""
    assert list(trying.looked_at(ROOT, exercise, program(exercise))) == []
    session = Session(ROOT, f"make debug EXERCISE={int(exercise[:2])}")
    try:
        hints = ["\n".join(session.type("lab hint")) for _ in range(3)]
        assert [hint.splitlines()[0] for hint in hints] == [f"Hint {number} of 3:" for number in (1, 2, 3)]
    finally:
        session.close()


def program(exercise):
    return steps.read(ROOT, f"lab/exercises/{exercise}/exercise.c")


def test_only_what_changed_is_said_to_have():
    """A small image's last page is not a whole one: what lies on it was readable at the stop before too."""
    session = Session(ROOT, "make debug EXERCISE=04")
    try:
        for _ in range(2):
            session.type("continue")
        said = " ".join("\n".join(session.type("show-list to_clean")).split())
        assert "Since stop 2: pages[1] and to_clean.first changed, 2 of the 4 words shown." in said, said
    finally:
        session.close()
