"""The course without a debugger: sections, prose for a terminal, progress, predictions."""

from buddylab.course import book, predictions, prose
from buddylab.course.progress import Progress, Seen

PAGE = """# Walkthrough

## Lesson 7: Ducks

Start `it`:

```console
$ make debug LESSON=07
Stop 1 of 2: one duck
```

### Stop 1: a pond

See:

```console
(gdb) show-list pond
0x10: 0x0
(gdb) lab predict pond[0] == 1
Noted.
```

<details><summary>Hint 1</summary>

Look at the `pond`.

</details>

<details><summary>Answer</summary>

A duck.

</details>

![Stop 1: a
pond](diagrams/07-ducks/stop-01.svg)

### Stop 2: a duck

```console
(gdb) continue
Stop 2 of 2: two ducks
(gdb) p duck
$1 = 1
```

Go back:

```console
(gdb) lab back
Stop 1 of 2: one duck
(gdb) continue
Stop 2 of 2: two ducks
(gdb) p duck
$2 = 1
```

| one | two |
|---|---|
| <img src="one.svg"> | <img src="two.svg"> |

See [the pond](#stop-1-a-pond).

## Your own ducks

Not a lesson.
"""


def test_sections_hold_prose_and_what_is_to_be_typed():
    lesson = book.parse(PAGE).lessons[7]
    assert lesson.title == "Ducks" and list(lesson.sections) == [0, 1, 2]
    assert lesson.sections[0].told() == "Start `it`:\n"  # make debug was typed already
    assert lesson.sections[1].title == "a pond"
    assert lesson.sections[1].told() == (
        "See:\n\n```\n(gdb) show-list pond\n(gdb) lab predict pond[0] == 1\n```\n\n"
        "*Figure: Stop 1: a pond* (`diagrams/07-ducks/stop-01.svg`)\n"
    )
    assert lesson.sections[1].hints == ["Look at the `pond`."]
    assert lesson.sections[1].predictions == ["pond[0] == 1"]
    assert lesson.sections[2].told() == (
        "```\n(gdb) p duck\n```\n\n"
        "Go back:\n\n```\n(gdb) lab back\n(gdb) continue\n(gdb) p duck\n```\n\n"
        "See the pond.\n"
    )
    assert "\n$2 = 1\n" in lesson.sections[2].source


def test_what_ends_in_a_colon_stays_with_what_it_announces():
    lesson = book.parse(
        "## Lesson 1: a\n\nOne.\n\nTwo:\n\n    code\n\nThree:\n\n```console\n(gdb) p a\n$1 = 1\n```\n"
    ).lessons[1]
    one, two, three, asked = lesson.sections[0].parts
    assert (one, two, three) == ("One.", "Two:\n\n    code", "Three:")
    assert [each.text for each in asked] == ["p a"]


def test_an_exercise_is_one_page(tmp_path):
    (tmp_path / "README.md").write_text(
        "# Exercise 3: Lost ducks\n\nCount them.\n\n<details><summary>Hint 1</summary>\n\nTwice.\n\n</details>\n"
    )
    lesson = book.exercise(str(tmp_path), "README.md")
    assert lesson.title == "Exercise 3: Lost ducks"
    assert lesson.sections[0].told() == "Count them.\n" and lesson.sections[0].hints == ["Twice."]


def test_prose_fits_the_terminal_with_and_without_colour():
    text = (
        "### Stop 1: a pond\n\n"
        + "One `duck` after the other. " * 9
        + "\n\n```\n(gdb) x /2g pond\n```\n\n1. one\n2. two\n"
    )
    plain = prose.render(text, 40, False)
    assert "\x1b" not in plain and all(len(line) <= 40 for line in plain.splitlines())
    assert plain.startswith("Stop 1: a pond\n\nOne `duck` after")
    assert "\n  (gdb) x /2g pond\n" in plain and " 1 one\n 2 two" in plain
    coloured = prose.render(text, 40, True)
    assert "\x1b[1m" in coloured and "`" not in coloured


def test_progress_survives_and_damage_is_set_aside(tmp_path):
    path = tmp_path / "progress.txt"
    first = Progress(str(path))
    first.of("01-a").stops.update({2, 1})
    first.of("exercises/03-b").hints[0] = 2
    first.of("01-a").predicted.add(2)
    first.of("01-a").read[1] = 3
    first.of("01-a").at = 2
    first.save()
    assert path.read_text().splitlines()[1:] == [
        "01-a: seen 1 2; predicted 2; hints; read 1=3; at 2",
        "exercises/03-b: seen; predicted; hints 0=2; read; at 0",
    ]
    again = Progress(str(path))
    assert vars(again.of("01-a")) == vars(first.of("01-a")) and again.of("exercises/03-b").hints == {0: 2}
    assert again.lesson("01-").stops == {1, 2} and again.lesson("02-").stops == set()
    path.write_text("01-a: seen 1 2; predicted 2; hints 2=1\n")  # as notes were before they told what was read
    old = Progress(str(path)).of("01-a")
    assert (old.stops, old.predicted, old.hints, old.read, old.at) == ({1, 2}, {2}, {2: 1}, {}, 0)
    for damage in ("01-a: seen 1 x; predicted; hints\n", "\0\0", "01-a"):
        path.write_text(damage)
        damaged = Progress(str(path))
        assert damaged.damaged == f"{path}.damaged" and damaged.of("01-a").stops == set()
        assert (tmp_path / "progress.txt.damaged").read_text() == damage and not path.exists()
    path.write_bytes(b"\xff\xfe")
    assert Progress(str(path)).damaged
    again.forget("01-a")
    left = Progress(str(path))
    assert (vars(left.of("01-a")), left.of("exercises/03-b").hints) == (vars(Seen()), {0: 2})
    again.forget()
    assert vars(Progress(str(path)).of("exercises/03-b")) == vars(Seen())


def test_a_full_disk_does_not_disturb(tmp_path):
    Progress(str(tmp_path / "nowhere" / "progress.txt")).save()


def test_a_prediction_is_true_or_false():
    for expression in ("a == b", "(a < b)", "!a", "a && b", "a->b != 0", "!(a & 1)"):
        assert predictions.asks(expression), expression
    for expression in ("a", "7", '"a == b"', "'<'", "list->head", "a[b == c]", "a << 3", "a & b", "-a"):
        assert not predictions.asks(expression), expression


def test_predictions_are_taken_apart_at_their_comparison():
    sides = predictions.sides
    assert sides("a == b") == ("a", "==", "b")
    assert sides("values[i < 3] != (x == y)") == ("values[i < 3]", "!=", "(x == y)")
    assert sides("p->next <= 1 << 4") == ("p->next", "<=", "1 << 4")
    assert sides('s == "a == b"') == ("s", "==", '"a == b"')
    assert sides("c == '<'") == ("c", "==", "'<'")
    for none in ("a", "a == b && c == d", "a < b < c", "a ? b == c : d", "!(a == b)"):
        assert sides(none) is None, none


def test_what_would_change_the_machine_is_seen():
    for expression in ("a = 1", "a += 1", "a <<= 2", "a++", "--a", "(a = 1) == 1", "x[i=0]"):
        assert predictions.changes(expression), expression
    for expression in ("a == 1", "a <= 1", "a != b", 'a == "x = y"', "a >> 2", "p->q", "-a - -b", "a == '='"):
        assert predictions.changes(expression) is None, expression
