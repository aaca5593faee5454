"""make check LESSON=09: each kind of mistake in a lesson is planted, and told with its place."""

import pytest

from exercises.planted import LESSON, PAGE, check

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
    "misspelt, and a hint that does not only look": (
        [(PAGE, "(gdb) p words\n", "(gdb) p wordz\n"), (PAGE, "`p &words[0]` is", "`tbreak 18`, and `p &words[0]` is")],
        [
            (PAGE, "(gdb) continue", "continue prints something else after tbreak 18 (walkthrough.md:"),
            (
                PAGE,
                "p wordz",
                'p wordz fails: No symbol "wordz" in current context; expected no failure, or its very words',
            ),
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


@pytest.mark.parametrize("name", LESSONS)
def test_a_mistake_in_a_lesson_is_told_with_its_place(project, name):
    planted, tellings = LESSONS[name]
    check(project, "LESSON=9", planted, tellings)
