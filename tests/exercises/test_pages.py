"""The page of each exercise, and the session that it starts."""

import pytest

from buddylab.checking import exercises, links
from buddylab.course import book
from buddylab.course.player import Session
from exercises.submissions import EXERCISES, ROOT


def test_there_are_as_many_as_there_were():
    assert len(EXERCISES) >= 8


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_exercise_and_its_page_have_all_their_parts(exercise):
    page = f"lab/exercises/{exercise}/README.md"
    assert exercises.mistakes(ROOT, book.read(str(ROOT), "walkthrough.md"), exercise) == []
    assert list(links.mistakes(ROOT, page, (ROOT / page).read_text())) == []


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
