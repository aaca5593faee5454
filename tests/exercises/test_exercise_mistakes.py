"""make check EXERCISE=10: each kind of mistake in an exercise is planted, and told with its place."""

import pytest

from exercises.planted import EDITED, JUDGE, PROGRAM, README, SHORTCUT, SOLUTION, check

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


@pytest.mark.parametrize("name", EXERCISES)
def test_a_mistake_in_an_exercise_is_told_with_its_place(project, name):
    planted, tellings = EXERCISES[name]
    check(project, "EXERCISE=10", planted, tellings)
