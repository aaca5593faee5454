"""Reading and rewriting a page of transcripts."""

import pytest

from buddylab.course import book
from buddylab.course.book import rewrite

PAGE = """\
# Lesson

```console
$ make debug
hello
(gdb) p 1
$1 = 1
(gdb) show-list list

old
```

Prose with `(gdb) code`.

![values[3], removed](diagrams/01/stop-01.svg)

```c
(gdb) not a transcript
```
"""


def parse(text):
    return book.parse(text).commands


def test_commands_outputs_and_figures():
    commands = parse(PAGE)
    assert [(each.prompt, each.text, each.line) for each in commands] == [
        ("$ ", "make debug", 4),
        ("(gdb) ", "p 1", 6),
        ("(gdb) ", "show-list list", 8),
    ]
    # GDB's value history looks like a shell prompt at first sight
    assert commands[1].output == ["$1 = 1"]
    assert commands[2].output == ["", "old"]
    assert [each.figure for each in commands] == [None, None, "diagrams/01/stop-01.svg"]


def test_rewriting_changes_outputs_alone():
    commands = parse(PAGE)
    assert rewrite(PAGE, commands, [each.output for each in commands]) == PAGE
    new = rewrite(PAGE, commands, [[], ["$1 = 2"], ["new", "lines", "here"]])
    assert [each.output for each in parse(new)] == [[], ["$1 = 2"], ["new", "lines", "here"]]
    assert new.endswith(PAGE[PAGE.index("Prose") :])


@pytest.mark.parametrize(
    "page, words",
    [
        ("```console\nno prompt\n```\n", "walkthrough.md:2: "),
        ("```console\n$ ls\n```\n![a](diagrams/x.svg)\n", "walkthrough.md:4: no show command"),
        ("```console\n$ ls\n", "not closed"),
    ],
)
def test_mistakes_name_their_line(page, words):
    with pytest.raises(ValueError, match=words):
        parse(page)


def test_an_illustration_needs_no_command():
    assert parse("![a](diagrams/x.svg)\n") == []
