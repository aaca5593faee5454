"""The lessons, their chapters and their figures agree one to one; what is missing is named by one sentence."""

import re
import shutil
from pathlib import Path

import pytest

from docs.agreement import disagreements

ROOT = Path(__file__).resolve().parents[2]


def test_the_course_agrees_with_itself():
    assert disagreements(ROOT) == []


@pytest.fixture
def course(tmp_path):
    """A copy of what must agree, to be broken."""
    for folder in ("lab", "diagrams"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "walkthrough.md", tmp_path)
    return tmp_path


def edit(path, old, new):
    """Replaces the only match of a pattern."""
    text, count = re.subn(old, lambda match: new, path.read_text(), flags=re.MULTILINE | re.DOTALL)
    assert count == 1, f"{count} places match {old}"
    path.write_text(text)


LESSON_2 = "lab/02-remove-from-the-middle/lesson.c"
STOP_4 = r"^### Stop 4: unlinked$.*?(?=^### Stop 5: the cursor goes on$)"
HINT_IN_5_4 = r"(?<=handed out\?\n\n)<details><summary>Hint 1</summary>.*?</details>\n\n<details>.*?</details>\n"


@pytest.mark.parametrize(
    "file, old, new, words",
    [
        # one place broken -> the sentences that say so, in order
        (
            "walkthrough.md",
            STOP_4,
            "",
            [
                "The sections of lesson 2 go on with stop 5; expected stop 4.",
                "walkthrough.md has no section for stop 4 of lesson 2; expected ### Stop 4: ….",
                "diagrams/02-remove-from-the-middle/stop-04.svg is shown nowhere in walkthrough.md; remove it.",
            ],
        ),
        (
            LESSON_2,
            r'^    STEP\(4, "[^"]*"\);\n',
            "",
            [
                "The steps of lab/02-remove-from-the-middle/lesson.c go on with STEP 5; expected STEP 4.",
                "walkthrough.md has a section for stop 4 of lesson 2, but lab/02-remove-from-the-middle/lesson.c has no"
                " STEP(4, …).",
            ]
            + ["The transcript of stop "] * 5,
        ),
        (
            "walkthrough.md",
            HINT_IN_5_4,
            "",
            [
                "The section of stop 4 of lesson 5 has no hint; expected <details><summary>Hint 1</summary> on a line.",
            ],
        ),
        (
            "walkthrough.md",
            r"(?<=handed out\?\n\n<details><summary>)Hint 1",
            "Hint 3",
            ["The hints of stop 4 of lesson 5 go on with hint 3; expected hint 1."],
        ),
        (
            "walkthrough.md",
            r"(?<=handed out\?\n\n<details><summary>Hint 1</summary>\n)\n",
            "",
            ["A hint of stop 4 of lesson 5 lacks the empty lines around its text."],
        ),
        (
            LESSON_2,
            r"Removing from the middle\"",
            'Unlinking"',
            [
                "The title of lesson 2 is 'Removing from the middle' in walkthrough.md; lesson_title in"
                " lab/02-remove-from-the-middle/lesson.c says 'Unlinking'.",
            ],
        ),
        (
            LESSON_2,
            "count what remains",
            "count them",
            ["The transcript of stop 5 of lesson 2 does not show the line 'Stop 5 of 6: count them'."],
        ),
        (
            "lab/00-first-look/lesson.c",
            "write three numbers",
            "write",
            ["The transcript of stop 1 of lesson 0 does not show the line 'Stop 1 of 6: write'."],
        ),
        (
            "walkthrough.md",
            r"^\*\*Next:\*\* \[lesson 4\]",
            "Then [lesson 4]",
            ["walkthrough.md does not say what comes after lesson 3; expected **Next:** at the end of its last stop."],
        ),
        (
            "lab/exercises/05-take/README.md",
            r"^After \[lesson 4\]",
            "After [lesson 3]",
            ["Exercise 5 says that it comes after lesson [3]; walkthrough.md leads there after [4]."],
        ),
        (
            "walkthrough.md",
            r"^\| \[3: Memory[^\n]*\n",
            "",
            [
                "The table of walkthrough.md has no row for lesson 3; expected"
                " | [3: Memory falls into blocks](#…) | ….",
            ],
        ),
        (
            "walkthrough.md",
            r"(?<=<details><summary>)One guess(?=</summary>\n\nThe line stores 16)",
            "Answer",
            ["walkthrough.md, line "],
        ),
        (
            "walkthrough.md",
            r"!\[Stop 3: a word taken[^\n]*\n",
            "",
            [
                "The section of stop 3 of lesson 7 does not show its figure, diagrams/07-kernel-heap/stop-03.svg.",
                "diagrams/07-kernel-heap/stop-03.svg is shown nowhere in walkthrough.md; remove it.",
            ],
        ),
    ],
    ids=[
        "section",
        "step",
        "hint",
        "hint's number",
        "hint's form",
        "title",
        "words",
        "first words",
        "next",
        "after",
        "row",
        "guess",
        "picture",
    ],
)
def test_what_does_not_agree_is_named(course, file, old, new, words):
    edit(course / file, old, new)
    found = disagreements(course)
    assert len(found) == len(words), found
    assert all(sentence.startswith(start) for sentence, start in zip(found, words)), found


def test_a_lost_file_is_named_and_so_is_a_stray_one(course):
    (course / "diagrams/08-buddy-tree/stop-05.svg").rename(course / "diagrams/08-buddy-tree/notes.svg")
    assert disagreements(course) == [
        "walkthrough.md shows diagrams/08-buddy-tree/stop-05.svg, but there is no such file; make figures draws it.",
        "diagrams/08-buddy-tree/notes.svg is shown nowhere in walkthrough.md; remove it.",
    ]


def test_lessons_and_chapters_without_each_other_are_named(course):
    (course / "lab/08-buddy-tree").rename(course / "lab/09-buddy-tree")
    assert disagreements(course) == [
        "walkthrough.md has a chapter for lesson 8, but there is no folder lab/08-….",
        "walkthrough.md has no chapter for lab/09-buddy-tree; expected ## Lesson 9: and its title.",
    ]
    edit(course / "walkthrough.md", r"^## Lesson 8: Lists or a tree$", "## Lesson 9: Lists or a tree")
    assert disagreements(course)[0] == "The chapters of walkthrough.md go on with lesson 9; expected lesson 8."
