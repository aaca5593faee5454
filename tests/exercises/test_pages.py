"""The page of each exercise, and the session that it starts."""

import re
import subprocess

import pytest

from buddylab.course.player import Session, surroundings
from exercises.submissions import EXERCISES, LIMIT, ROOT

FOLDER = ROOT / "lab" / "exercises"


def page(exercise):
    return (FOLDER / exercise / "README.md").read_text()


def test_folders_are_numbered_without_a_gap():
    assert [int(exercise[:2]) for exercise in EXERCISES] == list(range(1, len(EXERCISES) + 1))
    assert len(EXERCISES) >= 8


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_page_has_all_its_parts(exercise):
    text = page(exercise)
    title = re.search(r'lesson_title\[\] = "(.*)"', (FOLDER / exercise / "exercise.c").read_text()).group(1)
    assert text.startswith(f"# Exercise {int(exercise[:2])}: {title}\n")
    assert f"The file to edit: `lab/exercises/{exercise}/{exercise[3:]}.c`." in text  # as one types it
    assert f"make debug EXERCISE={exercise[:2]}" in text and f"make grade EXERCISE={exercise[:2]}" in text
    assert re.search(r"^After \[lesson \d\]", text, re.MULTILINE) and "**The symptom.**" in text
    hints = re.findall(r"<details><summary>Hint (\d)</summary>\n\n.+?\n\n</details>", text, re.DOTALL)
    assert hints == ["1", "2", "3"]
    for target, anchor in re.findall(r"\]\(([^)#]+)#([^)]+)\)", text):
        chapters = (FOLDER / exercise / target).read_text()
        assert f"(#{anchor})" in chapters, "the walkthrough's own table links there too"


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_page_says_what_a_register_is_that_it_names(exercise):
    lessons = (ROOT / "walkthrough.md").read_text()
    for register in set(re.findall(r"`(?:\w+ )?(\$[a-z]\w*)`", page(exercise))):
        assert f"`{register}` is" in page(exercise) or register in lessons, register


@pytest.mark.parametrize("exercise", EXERCISES)
def test_what_the_page_shows_is_what_a_run_prints(exercise):
    shown = re.findall(r"^```text\n(.*?)^```", page(exercise), re.MULTILINE | re.DOTALL)
    if exercise == "01-stack":
        assert not shown  # it prints nothing, and never ends
        return
    done = subprocess.run(
        ["make", "run", f"EXERCISE={exercise[:2]}"], cwd=ROOT, env=surroundings(), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, timeout=LIMIT, encoding="utf-8",
    )  # fmt: skip
    assert len(shown) == 1 and shown[0] in done.stdout and done.returncode != 0


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_exercise_starts_as_a_lesson_does(exercise):
    """Whatever is wrong with it, it comes to a stop behind the first, and the page's commands say something."""
    session = Session(ROOT, f"make debug EXERCISE={int(exercise[:2])}")
    try:
        stops = re.search(r"in (\d+) stops", "\n".join(session.greeting))
        assert stops and int(stops.group(1)) >= 3
        for number in (2, 3):
            assert f"Stop {number} of {stops.group(1)}: " in "\n".join(session.type("continue"))
            for command in re.findall(r"^    (show-.*)$", page(exercise), re.MULTILINE):
                said = "\n".join(session.type(command))
                assert "Wrote build/" in said, said
        hints = ["\n".join(session.type("lab hint")) for _ in range(3)]
        assert [hint.splitlines()[0] for hint in hints] == [f"Hint {number} of 3:" for number in (1, 2, 3)]
    finally:
        session.close()


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
