"""What is shown is what memory holds now, whatever has changed it, and with no prompt in between."""

import pytest

from session.conftest import ROOT, piped
from session.stranger import Bare, Stranger, compiled, found

SHOW = "show-list head --out -"
COUNT = 'printf "counted: %d\\n", pushes'
BEFORE, AFTER = ["nodes[1]", "nodes[0]"], ["nodes[3]", "nodes[1]", "nodes[0]"]


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with Stranger(compiled(tmp_path_factory.mktemp("now"), "memory_of_now", "-O0")) as session:
        yield session


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    with Bare(ROOT / "build" / "tests" / "memory_of_now.elf", tmp_path_factory.mktemp("bare")) as session:
        yield session


def typed(program, *commands):
    """What appears when the commands are typed where the program is ready, which has just run anew."""
    return program.shown(*commands, changes=True)


def script(program, *lines):
    """The same of a file with these lines."""
    (program.folder / "script.gdb").write_text("\n".join(lines) + "\n")
    return typed(program, "source script.gdb")


def poke(place, value):
    """Writes a word as another process would: GDB is not told."""
    return (
        "python import os; memory = os.open(f'/proc/{gdb.selected_inferior().pid}/mem', os.O_RDWR);"
        f" os.pwrite(memory, int(gdb.parse_and_eval('{value}')).to_bytes(8, 'little'),"
        f" int(gdb.parse_and_eval('{place}'))); os.close(memory)"
    )


def lists(text):
    """The labels of the nodes of each list that was shown."""
    return [[node["label"] for node in data["nodes"]] for data in found(text)]


CALLS = ["call push(3)", "python gdb.parse_and_eval('push(3)')"]
WRITES = [
    "set var nodes[3].next = head, head = &nodes[3]",
    "dump binary value link head\nrestore link binary &nodes[3]\nset $at = &nodes[3]\n"
    "dump binary value link $at\nrestore link binary &head",
]
POKES = [poke("&nodes[3].next", "&nodes[1]") + "\n" + poke("&head", "&nodes[3]")]


def seen(program, change):
    """The list before and after the change, as commands that are typed and as one command."""
    lines = [SHOW, *change.split("\n"), SHOW]
    return [lists(typed(program, *lines)), lists(script(program, "define both", *lines, "end", "both"))]


@pytest.mark.parametrize("change", WRITES + POKES)
def test_nothing_lies_between_two_commands_but_a_change(program, change):
    assert seen(program, change) == [[BEFORE, AFTER]] * 2


@pytest.mark.parametrize("change", CALLS + WRITES)
def test_nothing_lies_between_them_on_a_machine(bare, change):
    assert seen(bare, change) == [[BEFORE, AFTER]] * 2


def test_in_the_commands_of_a_breakpoint(bare):
    lines = ["delete", "break ready", "commands", "silent", SHOW, "call push(3)", SHOW, "end", *bare.again()]
    assert lists(script(bare, *lines, "delete", "break ready")) == [BEFORE, AFTER]


def test_in_python(bare):
    lines = ["python", f"gdb.execute('{SHOW}')", "gdb.parse_and_eval('push(3)')", f"gdb.execute('{SHOW}')", "end"]
    assert lists(script(bare, *lines)) == [BEFORE, AFTER]


@pytest.mark.parametrize(
    "command, nodes",
    [
        ("show-list push(2)", ["nodes[2]", *BEFORE]),
        ("show-list *push(2)", ["nodes[2]", *BEFORE]),
        ("show-list (push(2), head)", ["nodes[2]", *BEFORE]),
        ("show-list lists[--i]", BEFORE),
        ("show-list head --memory *push(2)", ["nodes[2]", *BEFORE]),
        ("show-list push(2) --relative", ["nodes[2]", *BEFORE]),
    ],
)
def test_an_expression_is_evaluated_once_and_first(bare, command, nodes):
    text = typed(bare, f"{command} --out -", f"{COUNT} + i", SHOW)
    assert lists(text)[0] == nodes
    assert f"counted: {1 if 'lists' in command else 3}\n" in text


@pytest.mark.parametrize("options", ["", " --region *push(1)", " --find give_back(2)->free_list[3]"])
def test_a_heap_too(bare, options):
    text = typed(bare, f"show-freelists give_back(3){options} --out -", COUNT)
    (data,) = found(text)
    pushes = 1 + bool(options)
    nodes = ["nodes[2]"] * ("find" in options) + ["nodes[3]"]
    assert sorted(node["label"].partition(".")[0] for node in data["orders"][3]["chain"]["nodes"]) == nodes
    assert f"counted: {pushes}\n" in text


@pytest.mark.parametrize("expression, count", [("push(2)->nosuch", 1), ("push(2) + nosuch", 0)])
def test_an_expression_that_fails_is_not_tried_in_other_frames(bare, expression, count):
    text = typed(bare, f"show-list {expression}", COUNT)
    assert f"GDB cannot evaluate {expression}: " in text and f"counted: {count}\n" in text


def test_names_of_the_callers_are_known_and_their_words_are_of_now(program):
    look = "show-list local --out -", "show-list local->next --out -"
    lines = [poke("&nodes[1].next", "0"), "up", "print local", "down", *look]
    before = typed(program, *lines)
    assert lists(before) == [["nodes[0]"], []]
    # GDB itself goes on with its copy of the stack
    lines = ["up", "print local", poke("&local", "&nodes[1]"), "down", *look]
    assert lists(typed(program, *lines)) == [BEFORE, ["nodes[0]"]]


def test_the_copies_of_stops_are_of_the_run_at_hand(tmp_path):
    # restore tells nobody; the machine that is reset and runs again does not repeat it
    (tmp_path / "word").write_bytes(b"overwrit")
    look = "show-list list --memory values --since"
    commands = [
        "lab goto 2",
        f"restore {tmp_path}/word binary &values[15]",
        *("lab goto 3", f"{look} 2", "lab goto 5", "lab back", f"{look} 3", "lab goto 5", f"{look} 4"),
    ]
    text = piped("\n".join(commands)).stdout
    assert text.count("values[15] changed") == 1
    assert "--since expects one of these: 1, 2." in text  # what was written behind stop 2 is gone
    assert "words shown are as they were at stop 4." in text
