"""What make walkthrough, make debug and the player say of mistakes that are planted in a lesson."""

import pytest

from buddylab.course import player
from buddylab.course.blocks import Command
from exercises.instructions import make
from exercises.planted import LESSON, PAGE, line, plant, words_of


def walkthrough(project):
    """What make walkthrough says where it fails, and whether the page is as it was."""
    before = (project / PAGE).read_text()
    done = make(project, "walkthrough")
    assert done.returncode != 0 and "Traceback" not in done.stdout, done.stdout
    return done.stdout.splitlines(), (project / PAGE).read_text() == before


def test_make_walkthrough_writes_nothing_where_commands_fail(project):
    plant(project, PAGE, "(gdb) p words\n", "(gdb) p wordz\n(gdb) p wordy\n")
    plant(project, LESSON, '    STEP(2, "two', '    CHECK("none", NULL, list.head);\n    STEP(2, "two')
    said, same = walkthrough(project)
    for words in ("wordz", "wordy"):
        place = f"{PAGE}:{line(project, PAGE, words)}"
        assert f'{place}: p {words} fails: No symbol "{words}" in current context; expected no failure, or' in str(said)
    assert any(
        each.startswith(f"{LESSON}:{line(project, LESSON, 'CHECK(')}: the machine stops here: ") for each in said
    )
    assert "Nothing was written." in said and same


def test_make_walkthrough_names_steps_without_a_section_and_writes_nothing(project):
    plant(project, LESSON, "STEP(2, ", "STEP(4, ")
    said, same = walkthrough(project)
    assert said[0].startswith(
        f"{LESSON}:{line(project, LESSON, 'STEP(4')}: STEP(4, …) comes after STEP(1, …); expected"
    )
    assert "Nothing was written." in said and same


def test_make_walkthrough_says_what_is_left_to_do(project):
    hint = "<details><summary>Hint 1</summary>\n\nThe last node of a list holds 0: `p words[0]`.\n\n</details>\n"
    plant(project, PAGE, hint, "")
    plant(project, PAGE, "\n$1 = {1, 2}", "")
    said, _ = walkthrough(project)
    place = f"{PAGE}:{line(project, PAGE, '### Stop 2')}"
    assert any(each.startswith(f"{place}: this section has no hint; expected <details>") for each in said), said
    assert "The output of all commands was written." in said
    assert "\n$1 = {1, 2}" in (project / PAGE).read_text()


def test_make_debug_tells_whoever_writes_a_lesson_of_mistakes(project):
    plant(project, LESSON, "STEP(2, ", "STEP(4, ")
    plant(project, LESSON, '= "Two words"', '= "2 words"')
    plant(project, PAGE, "<summary>Hint 1</summary>\n\n`p &words", "<summary>Aside</summary>\n\n`p &words")
    session = player.Session(project, "make debug LESSON=09", guided=True)
    try:
        said = words_of(session.greeting)
        place = f"{LESSON}:{line(project, LESSON, 'STEP(4')}"
        assert f"{place}: STEP(4, …) comes after STEP(1, …); expected STEP(2, …); number the steps from 1 on" in said
        assert f"{place}: STEP(4, …) has no section; expected ### Stop 4: … in walkthrough.md" in said
        assert (
            f"{LESSON}:{line(project, LESSON, 'lesson_title')}: lesson_title is '2 words'; expected 'Two words'" in said
        )
        assert f"{PAGE}:{line(project, PAGE, '### Stop 2')}: this is about stop 2, but there is no STEP(2, …)" in said
        hint = words_of(session.type("lab hint"))
        assert f"There is no hint for this stop in {PAGE}:{line(project, PAGE, '### Stop 1') + 1}; lab says" in hint
    finally:
        session.close()


def test_a_player_says_where_the_machine_is_that_does_not_come_back(project):
    plant(project, LESSON, '    STEP(2, "two', '    while (list.head != NULL)\n        ;\n\n    STEP(2, "two')
    commands = [Command("$ ", "make debug LESSON=09", 1, []), Command("(gdb) ", "continue", 2, [])]
    with pytest.raises(player.Stuck) as caught:
        list(player.attempt(commands, project, patience=3))
    place = f"{LESSON}:{line(project, LESSON, 'while')}"
    assert f"{caught.value}".startswith(
        f"{place}: from here the machine does not come to its next stop; no prompt came"
    )
