"""The lessons, their chapters and their figures agree one to one; what is missing is named by one sentence."""

import re
import shutil
from pathlib import Path

import pytest

from buddylab.checking import exercises, lessons, links
from buddylab.course import book

ROOT = Path(__file__).resolve().parents[2]


def disagreements(root):
    """What the rules say of all lessons, the page, and the exercises, as make check prints it."""
    read = book.read(str(root), "walkthrough.md")
    found = [each for number in lessons.folders(root) for each in lessons.mistakes(root, read, number)]
    found += [*lessons.page(root, read), *links.mistakes(root, "walkthrough.md", read.text)]
    found += [each for name in exercises.names(root) for each in exercises.mistakes(root, read, name)]
    return [str(each) for each in found]


def test_the_course_agrees_with_itself():
    assert disagreements(ROOT) == []


@pytest.fixture
def course(tmp_path):
    """A copy of what must agree, to be broken."""
    for folder in ("lab", "diagrams"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    for file in ("walkthrough.md", "Makefile"):
        shutil.copy(ROOT / file, tmp_path)
    shutil.copytree(ROOT / "tests" / "exercises", tmp_path / "tests" / "exercises")
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
        # one place broken -> the sentences that say so, in order; N stands for a line
        (
            "walkthrough.md",
            STOP_4,
            "",
            [
                "lab/02-remove-from-the-middle/lesson.c:N: STEP(4, …) has no section; expected ### Stop 4: … in"
                " walkthrough.md, in the chapter of line N.",
                "walkthrough.md:N: no section says what became of this prediction; expected 'You predicted' in that of",
                "diagrams/02-remove-from-the-middle/stop-04.svg:N: no page shows it; expected it in walkthrough.md;",
            ],
        ),
        (
            LESSON_2,
            r'^    STEP\(4, "[^"]*"\);\n',
            "",
            [
                "lab/02-remove-from-the-middle/lesson.c:N: STEP(5, …) comes after STEP(3, …); expected STEP(4, …);"
                " number the steps from 1 on, in the order of the file.",
                "walkthrough.md:N: this is about stop 4, but there is no STEP(4, …) in"
                " lab/02-remove-from-the-middle/lesson.c; expected one for each section; remove one of them.",
            ],
        ),
        (
            LESSON_2,
            r"STEP\(4, ",
            "STEP(3, ",
            [
                "lab/02-remove-from-the-middle/lesson.c:N: STEP(3, …) comes after STEP(3, …); expected STEP(4, …);",
                "walkthrough.md:N: this is about stop 4, but there is no STEP(4, …) in",
            ],
        ),
        (
            "walkthrough.md",
            HINT_IN_5_4,
            "",
            ["walkthrough.md:N: this section has no hint; expected <details><summary>Hint 1</summary> on a line,"],
        ),
        (
            "walkthrough.md",
            r"(?<=handed out\?\n\n<details><summary>)Hint 1",
            "Hint 3",
            ["walkthrough.md:N: this is hint 3; expected Hint 1: number the hints of a section from 1 on."],
        ),
        (
            "walkthrough.md",
            r"(?<=handed out\?\n\n<details><summary>Hint 1</summary>\n)\n",
            "",
            ["walkthrough.md:N: Hint 1 lacks the empty lines around its text; expected one behind </summary> and one"],
        ),
        (
            LESSON_2,
            r"Removing from the middle\"",
            'Unlinking"',
            [
                "lab/02-remove-from-the-middle/lesson.c:N: lesson_title is 'Unlinking'; expected 'Removing from the"
                " middle', as walkthrough.md:N has it; change one of them.",
            ],
        ),
        (
            LESSON_2,
            "count what remains",
            "count them",
            [
                "walkthrough.md:N: this section does not show the line 'Stop 5 of 6: count them'; expected it, as"
                " lab/02-remove-from-the-middle/lesson.c:N has it; make walkthrough writes it there.",
            ],
        ),
        (
            "lab/00-first-look/lesson.c",
            "write three numbers",
            "write",
            ["walkthrough.md:N: this section, and what stands in front of it, do not show the line 'Stop"],
        ),
        (
            "walkthrough.md",
            r"^\*\*Next:\*\* \[lesson 4\]",
            "Then [lesson 4]",
            ["walkthrough.md:N: the last stop does not say what comes next; expected **Next:** at its end, and links"],
        ),
        (
            "lab/exercises/05-take/README.md",
            r"^After \[lesson 4\]",
            "After [lesson 3]",
            [
                "lab/exercises/05-take/README.md:N: it comes after lesson 3, as this says; expected the same behind"
                " **Next:** in walkthrough.md, which leads here after lesson 4.",
            ],
        ),
        (
            "walkthrough.md",
            r"^\| \[3: Memory[^\n]*\n",
            "",
            [
                "walkthrough.md:N: the table at the top has no row for this lesson; expected"
                " | [3: Memory falls into blocks](#…) | … | … |.",
            ],
        ),
        (
            "walkthrough.md",
            r"(?<=<details><summary>)One guess(?=</summary>\n\nThe line stores 16)",
            "Answer",
            ["walkthrough.md:N: lab predict pointer == … has no guess; expected <details><summary>One guess</summary>"],
        ),
        (
            "walkthrough.md",
            r"(?<=^### Stop 5: the cursor goes on\n)",
            "\n[nowhere](lab/nowhere.md), [no heading](#nothing), `make nonsense`\n",
            [
                "walkthrough.md:N: there is no lab/nowhere.md; expected such a file, as one gets there from",
                "walkthrough.md:N: the link leads to #nothing, and walkthrough.md has no such heading; expected one of",
                "walkthrough.md:N: there is no make nonsense; expected a task that make help lists.",
            ],
        ),
        (
            "walkthrough.md",
            r"!\[Stop 3: a word taken[^\n]*\n",
            "",
            [
                "walkthrough.md:N: this section does not show its figure; expected"
                " ![…](diagrams/07-kernel-heap/stop-03.svg) behind a show command.",
                "diagrams/07-kernel-heap/stop-03.svg:N: no page shows it; expected it in walkthrough.md;",
            ],
        ),
    ],
    ids=[
        "section",
        "step",
        "step twice",
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
        "names",
        "picture",
    ],
)
def test_what_does_not_agree_is_named(course, file, old, new, words):
    edit(course / file, old, new)
    found = [re.sub(r"(?<=:)\d+(?=[: ])|(?<=line )\d+", "N", sentence) for sentence in disagreements(course)]
    assert len(found) == len(words), found
    assert all(sentence.startswith(start) for sentence, start in zip(found, words)), found


def test_a_verdict_stands_behind_the_stop_at_which_it_is_given(course):
    page = course / "walkthrough.md"
    page.write_text(page.read_text().replace("You predicted", "You said"))
    found = disagreements(course)
    assert found and all(": no section says what became of this prediction; expected" in each for each in found)


def test_a_lost_file_is_named_and_so_is_a_stray_one(course):
    (course / "diagrams/08-buddy-tree/stop-05.svg").rename(course / "diagrams/08-buddy-tree/notes.svg")
    stray, lost = disagreements(course)
    assert stray.startswith("diagrams/08-buddy-tree/notes.svg:1: no page shows it; expected it in walkthrough.md;")
    drawn = "there is no diagrams/08-buddy-tree/stop-05.svg; expected such a file; make figures draws it."
    assert re.fullmatch(rf"walkthrough\.md:\d+: {re.escape(drawn)}", lost)


def test_lessons_and_chapters_without_each_other_are_named(course):
    (course / "lab/08-buddy-tree").rename(course / "lab/09-buddy-tree")
    line = (course / "walkthrough.md").read_text().split("\n").index("## Lesson 8: Lists or a tree") + 1
    code = "lab/09-buddy-tree/lesson.c:1: this is lesson 9, and the one before is 7; expected lab/08-…; lessons are"
    assert disagreements(course) == [
        f"{code} numbered without a gap.",
        "walkthrough.md:1: the page has no chapter for lesson 9; expected ## Lesson 9: Lists or a tree, in front of the"
        " chapters on other programs.",
        f"walkthrough.md:{line}: there is no folder lab/08-… with a lesson.c; expected one for each chapter.",
    ]
