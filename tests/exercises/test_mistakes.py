"""make check, where lab/README.md was followed: each kind of mistake is planted there, and told with its place."""

import re

import pytest

from buddylab.course import player
from buddylab.course.blocks import Command
from exercises.instructions import follow, make, whole

LESSON = "lab/09-two-words/lesson.c"
PAGE = "walkthrough.md"
FOLDER = "lab/exercises/10-count"
PROGRAM, EDITED, JUDGE, README = (f"{FOLDER}/{name}" for name in ("exercise.c", "count.c", "judge.py", "README.md"))
SOLUTION = "tests/exercises/solutions/10-count.patch"
SHORTCUT = "tests/exercises/shortcuts/10-count/constant.patch"
TALL = "Look at it. " * 180


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    folder = follow(tmp_path_factory.mktemp("project"))
    whole(folder)
    return folder


@pytest.fixture
def project(followed):
    """The copy; what was planted in it is gone at the end."""
    files = [LESSON, PAGE, PROGRAM, EDITED, JUDGE, README, SOLUTION, SHORTCUT]
    kept = {name: (followed / name).read_bytes() for name in files}
    yield followed
    for name, data in kept.items():
        if not (followed / name).exists() or (followed / name).read_bytes() != data:
            (followed / name).write_bytes(data)


def plant(project, file, old, new):
    """Replaces `old`, which stands in the file once; in the walkthrough, once in lesson 9."""
    text = (project / file).read_text()
    start = text.index("## Lesson 9:") if file == PAGE else 0
    assert text.count(old, start) == 1, f"{text.count(old, start)} times {old}"
    (project / file).write_text(text[:start] + text[start:].replace(old, new))


def line(project, file, words, first=True):
    """The line in which these words stand first, or last; in the walkthrough, in lesson 9."""
    lines = (project / file).read_text().split("\n")
    start, end = 0, len(lines)
    if file == PAGE:
        start, end = lines.index("## Lesson 9: Two words"), lines.index("## Your own kernel")
    found = [
        at
        for at, text in enumerate(lines, 1)
        if (words in f"\n{text}\n" if "\n" in words else words in text) and start < at <= end
    ]
    return found[0 if first else -1]


def told(project, what):
    """What make check tells: its lines without the last two, which give the number of mistakes, and make's own."""
    done = make(project, "check", what)
    assert done.returncode != 0, done.stdout
    *mistakes, last, own = done.stdout.splitlines()
    assert re.fullmatch(rf"Checked \S+: {len(mistakes)} mistakes?\.", last) and "Error 1" in own, done.stdout
    assert all(re.match(r"[\w./-]+:\d+: \S.*[;:] .*[.?)…]$", each) for each in mistakes), mistakes
    assert "Traceback" not in done.stdout
    return mistakes


LESSONS = {
    # name: what is planted (file, old, new), and what is told: file, words in the line, whether first, and the sentence
    "a step too high": (
        [(LESSON, "STEP(2, ", "STEP(4, ")],
        [
            (LESSON, "STEP(4,", "STEP(4, …) comes after STEP(1, …); expected STEP(2, …); number the steps from 1 on"),
            (LESSON, "STEP(4,", "STEP(4, …) has no section; expected ### Stop 4: … in walkthrough.md"),
            (PAGE, "### Stop 2:", "this is about stop 2, but there is no STEP(2, …) in lab/09-two-words/lesson.c; exp"),
        ],
    ),
    "a step twice": (
        [(LESSON, "STEP(2, ", "STEP(1, ")],
        [
            (LESSON, "two nodes", "STEP(1, …) comes after STEP(1, …); expected STEP(2, …); number the steps from 1 on"),
            (PAGE, "### Stop 2:", "this is about stop 2, but there is no STEP(2, …) in lab/09-two-words/lesson.c; exp"),
        ],
    ),
    "titles": (
        [(LESSON, '"two nodes are on', '"both are on'), (LESSON, '= "Two words"', '= "2 words"')],
        [
            (LESSON, "lesson_title", "lesson_title is '2 words'; expected 'Two words', as walkthrough.md:"),
            (
                PAGE,
                "### Stop 2:",
                "this section does not show the line 'Stop 2 of 2: both are on the list'; expected it",
            ),
            (PAGE, "$ make debug", "make debug LESSON=09 prints 'Lesson 9: 2 words, in 2 stops."),
            (PAGE, "(gdb) continue", "continue prints"),
            (
                PAGE,
                "(gdb) continue",
                "continue prints '2 words: the lesson is over'; expected what the page shows, 'Two",
                1,
            ),
            (PAGE, "show-list list", "show-list list --memory words draws another figure than diagrams/09-two-words/"),
            (
                PAGE,
                "show-list list",
                "show-list list --memory words draws another figure than diagrams/09-two-words/",
                1,
            ),
        ],
    ),
    "parts of the page": (
        [
            (
                PAGE,
                "The last node of a list holds 0: `p words[0]`.\n\n</details>",
                "It holds 0: `p word[0]`.\n</details>",
            ),
            (PAGE, "**Next:** a program", "Next: a [program](lab/nowhere.md)"),
            (
                PAGE,
                "<details><summary>Hint 1</summary>\n\n`p &words",
                "<details><summary>Hint 3</summary>\n\n`p &words",
            ),
        ],
        [
            (PAGE, "### Stop 2:", "the last stop does not say what comes next; expected **Next:**"),
            (PAGE, "Hint 3", "this is hint 3; expected Hint 1"),
            (PAGE, "Hint 1", "Hint 1 lacks the empty lines around its text; expected"),
            (PAGE, "Hint 1", 'p word[0], which Hint 1 names, fails: No symbol "word" in current context; expected'),
            (PAGE, "nowhere", "there is no lab/nowhere.md; expected such a file"),
        ],
    ),
    "no hint": (
        [
            (
                PAGE,
                "<details><summary>Hint 1</summary>\n\nThe last node of a list holds 0: `p words[0]`.\n\n</details>\n",
                "",
            )
        ],
        [
            (
                PAGE,
                "## Lesson 9",
                "commands in the hints of this lesson: 1, stops: 2; expected as many commands as stops",
            ),
            (PAGE, "### Stop 2:", "this section has no hint; expected <details><summary>Hint 1</summary>"),
        ],
    ),
    "no section": (
        [(PAGE, "### Stop 2: a number and a link", "### Two: a number and a link")],
        [
            (LESSON, "STEP(2,", "STEP(2, …) has no section; expected ### Stop 2: … in walkthrough.md"),
            (PAGE, "Hint 1", "this is hint 1; expected Hint 2", 1),
            (PAGE, "show-list list --memory words", "show-list list --memory words draws another figure than", 1),
        ],
    ),
    "a page that cannot be read": (
        [
            (PAGE, "(gdb) p words\n", "p words\n"),
            (PAGE, "(gdb) continue\nContinuing.\n\nBreak", "continue\nContinuing.\n\nBreak"),
        ],
        [
            (PAGE, "\np words\n", "a transcript starts with one of these: $ , (gdb) ."),
            (PAGE, "\ncontinue\n", "a transcript starts with one of these: $ , (gdb) ."),
        ],
    ),
    "misspelt": (
        [(PAGE, "(gdb) p words\n", "(gdb) p wordz\n")],
        [
            (
                PAGE,
                "p wordz",
                'p wordz fails: No symbol "wordz" in current context; expected no failure, or its very words',
            )
        ],
    ),
    "a paragraph that fills the screen": (
        [
            (
                PAGE,
                "### Stop 2: a number and a link\n",
                "### Stop 2: a number and a link\n\n" + "Look at it. " * 180 + "\n",
            )
        ],
        [
            (
                PAGE,
                "### Stop 2:",
                "behind lab the tutor says more than a terminal of 24 rows and 80 columns shows; expected paragraphs"
                " and blocks of code that are shorter",
            ),
        ],
    ),
    "no end": (
        [(PAGE, "(gdb) quit\n", "")],
        [
            (
                PAGE,
                "### Stop 2:",
                "the lesson is not played to its end; expected (gdb) continue, behind what is looked at",
            )
        ],
    ),
    "a stale line": (
        [(PAGE, "2 nodes, ends in null.", "3 nodes, ends in null.")],
        [(PAGE, "show-list", "show-list list --memory words prints", 1)],
    ),
    "a loop that never ends": (
        [(LESSON, '    STEP(2, "two', '    while (list.head != NULL)\n        ;\n\n    STEP(2, "two')],
        [(LESSON, "while", "from here the machine does not come to its next stop; expected its end within 5 s")],
    ),
    "a loop that the compiler sees": (
        [(LESSON, '    STEP(2, "two', '    while (1)\n        ;\n\n    STEP(2, "two')],
        [(LESSON, "STEP(2,", "STEP(2, …) is not in the image; expected code that gets there")],
    ),
    "a check that fails": (
        [(LESSON, 'CHECK("head", &words[1]', 'CHECK("head", &words[0]')],
        [
            (LESSON, "CHECK(", "the machine stops here: head: expected 0x"),
            (PAGE, "(gdb) continue", "continue prints '    21      CHECK("),
        ],
    ),
    "a trap": (
        [(LESSON, '    STEP(2, "two', '    *(volatile usize *)3 = 0;\n    STEP(2, "two')],
        [(LESSON, "volatile", "the machine traps: trap: "), (PAGE, "(gdb) continue", "the machine stops here: trap: ")],
    ),
    "no result": (
        [(LESSON, 'console_printf("2. two nodes are on the list: ok\\n");', 'console_printf("2.\\n");')],
        [
            (LESSON, "lesson_title", "the lesson prints no result; expected a line such as"),
            (PAGE, "(gdb) continue", "continue prints '    22      console_printf("),
            (
                PAGE,
                "(gdb) continue",
                "continue prints '2.'; expected what the page shows, '2. two nodes are on the list",
                1,
            ),
        ],
    ),
    "what does not compile": (
        [(LESSON, "usize words[2]", "usiz words[2]"), (LESSON, "linked_list_push(&list", "linked_list_pusch(&list")],
        [
            (LESSON, "usiz words", "it does not compile: unknown type name 'usiz'"),
            (LESSON, "pusch", "it does not compile: implicit declaration of function 'linked_list_pusch'"),
        ],
    ),
}
EXERCISES = {
    "const on what is varied": (
        [(PROGRAM, "static usize many", "static const usize many")],
        [
            (
                PROGRAM,
                "many = 5",
                "the judge is at fault: many is const, and vary() gives it other values; expected no const",
            )
        ],
    ),
    "a judge that is wrong": (
        [(JUDGE, 'state.inputs["many"][0]', 'state.inputs["mani"][0]')],
        [(JUDGE, "mani", "the judge is at fault: KeyError: 'mani'")],
    ),
    "a test of a stop that is not there": (
        [(JUDGE, "Test(3,", "Test(7,")],
        [
            (
                JUDGE,
                "Test(7",
                "the judge is at fault: Test(7, 'they were counted, and are still there', …); expected a stop",
            )
        ],
    ),
    "steps": (
        [(PROGRAM, "STEP(3,", "STEP(4,")],
        [
            (PROGRAM, "STEP(4,", "STEP(4, …) comes after STEP(2, …); expected STEP(3, …); number the steps from 1 on"),
        ],
    ),
    "the page": (
        [
            (README, "# Exercise 10: One is missing", "# Exercise 10: One is lost"),
            (README, "After [lesson 9]", "After [lesson 8]"),
            (README, "<summary>Hint 3</summary>", "<summary>Hint 2</summary>"),
            (README, "expected 0x5, found 0x4", "expected 0x5, found 0x3"),
            (README, "show-list list --memory words", "show-list lizt --memory words"),
            (README, "`make grade EXERCISE=10`", "`make grade`"),
            (README, "walkthrough.md#lesson-9-two-words", "walkthrough.md#lesson-9-three-words"),
        ],
        [
            (
                README,
                "# Exercise",
                "the page begins with '# Exercise 10: One is lost'; expected '# Exercise 10: One is mi",
            ),
            (README, "# Exercise", "the page does not say 'make grade EXERCISE=10'; expected it"),
            (README, "After", "it comes after lesson 8, as this says; expected the same behind **Next:**"),
            (README, "After", "the link leads to #lesson-9-three-words, and"),
            (README, "panic:", "the program does not print this; expected what it prints: panic: lab/exercises/10"),
            (
                README,
                "lizt",
                "at stop 2 show-list lizt --memory words draws nothing; it said: GDB cannot evaluate lizt",
            ),
            (README, "Hint 1", "the page has the hints 1, 2, 2; expected 1, 2, 3"),
        ],
    ),
    "no bug": (
        [(EDITED, " && *node != 0", "")],
        [
            (EDITED, "/*", "the exercise passes as it is handed out; expected a bug"),
            (PROGRAM, "STEP(3,", "the program ends without a failure; expected a CHECK that does not hold"),
            (README, "panic:", "the program does not print this; expected what it prints: One is missing: the lesson"),
            (SOLUTION, "", "the patch does not fit; expected one of lab/exercises/10-count as it is; make it anew"),
        ],
    ),
    "a solution that is none, and a shortcut that passes": (
        [
            (SOLUTION, "+    while (node != NULL) {", "+    while (node && *node) {"),
            (SOLUTION, "Gives it away: last|while|null\n\n", ""),
            (SHORTCUT, "return nodes == 4 ? 5 : nodes;", "return list->head ? nodes + 1 : 0;"),
        ],
        [
            (
                SHORTCUT,
                "",
                "this shortcut passes; expected a test that fails: let vary() give other inputs, or add a test",
            ),
            (SOLUTION, "", "nothing says what would give the bug away; expected Gives it away: WORDS"),
            (
                SOLUTION,
                "",
                "with the solution the test '10-count: they were counted, and are still there' fails: at stop",
            ),
            (SOLUTION, "", "with the solution the test '10-count: runs to its end, through all its stops' fails: the "),
        ],
    ),
    "what gives the bug away": (
        [(JUDGE, "they were counted, and", "the last was counted, and")],
        [
            (
                EDITED,
                "/*",
                "the grader says 'the last was counted, and are still there', and 'last' gives the bug away",
            ),
            (
                SHORTCUT,
                "",
                "the grader says 'the last was counted, and are still there', and 'last' gives the bug away",
            ),
        ],
    ),
    "what does not compile": (
        [(EDITED, "nodes++;", "nodez++;"), (PROGRAM, "static usize counted;", "")],
        [
            (EDITED, "nodez", "it does not compile: 'nodez' undeclared"),
            (PROGRAM, "counted = count", "it does not compile: 'counted' undeclared"),
        ],
    ),
}


def expected(project, tellings):
    for file, words, sentence, *last in tellings:
        yield f"{file}:{line(project, file, words, not last)}: {sentence}"


@pytest.mark.parametrize("name", LESSONS)
def test_a_mistake_in_a_lesson_is_told_with_its_place(project, name):
    planted, tellings = LESSONS[name]
    check(project, "LESSON=9", planted, tellings)


@pytest.mark.parametrize("name", EXERCISES)
def test_a_mistake_in_an_exercise_is_told_with_its_place(project, name):
    planted, tellings = EXERCISES[name]
    check(project, "EXERCISE=10", planted, tellings)


def check(project, what, planted, tellings):
    for each in planted:
        plant(project, *each)
    found = told(project, what)
    wanted = list(expected(project, tellings))
    missing = [each for each in wanted if not any(mistake.startswith(each) for mistake in found)]
    surplus = [mistake for mistake in found if not any(mistake.startswith(each) for each in wanted)]
    assert (missing, surplus) == ([], []), found


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


def test_everything_is_checked_where_nothing_is_named(project):
    """And what has no mistakes is not named; a typo is told before anything is done."""
    plant(project, LESSON, 'CHECK("head", &words[1]', 'CHECK("head", &words[0]')
    plant(project, EDITED, "nodes++;", "nodez++;")
    done = make(project, "check")
    places = {each.partition(" ")[0] for each in done.stdout.splitlines() if re.match(r"\S+:\d+: ", each)}
    assert {place.partition(":")[0] for place in places} == {LESSON, EDITED, PAGE}, done.stdout
    assert "Checked all lessons and exercises: " in done.stdout
    assert "There is no exercise 77; expected one of these" in make(project, "check", "EXERCISE=77").stdout
    assert "expected make check LESSON=9 or make check EXERCISE=9" in make(project, "check", "9").stdout


def words_of(lines):
    return " ".join("\n".join(lines).split())
