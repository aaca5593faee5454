"""What words and nodes are called: by the program's names, each once; and what is said where there is no name."""

import re

import pytest

from session.stranger import PROGRAMS, Stranger, compiled, found


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """Two files, in a session that all tests share."""
    with Stranger(compiled(tmp_path_factory.mktemp("named"), "named", "-O0", PROGRAMS / "pools.c")) as session:
        yield session


def labels(data):
    return [node["label"] for node in data["nodes"]]


@pytest.mark.parametrize(
    "expression, name",
    [
        ("stack", "stack.head.head.p"),
        ("&stack", "stack.head.head.p"),
        ("stack.head", "stack.head.head.p"),
        ("stack.head.head.p", "stack.head.head.p"),
        ("list", "list.head"),
        ("&list", "list.head"),
        ("list.head", "list.head"),
        ("items", "items"),
        ("init_net.dev_base_head", "init_net.dev_base_head.next"),
        ("&init_net.dev_base_head", "init_net.dev_base_head.next"),
        ("tasks", "tasks.next"),
    ],
)
def test_a_head_has_its_whole_name_and_no_more(program, expression, name):
    text = program.shown(f"show-list {expression}")
    assert f"  {name} → " in text.splitlines()[0], text
    assert f"\n{name} → " in text


@pytest.mark.parametrize("trace", ["off", "on"])
def test_no_part_of_a_name_is_said_twice(program, trace):
    text = program.shown(f"set trace-commands {trace}", "show-list works[2]", "set trace-commands off")
    assert "ll.ll.ll" not in text
    assert " → works[1].ll → works[0].ll → null" in text


def test_a_list_and_its_head(program):
    # the label and the way from there, as it was; the head alone is not called by the list's name
    assert program.document("show-list list")["head"]["label"] == "list"
    assert program.document("show-list list.head")["head"]["label"] == "list.head"


def test_an_expression_that_has_no_name_stays_readable(program):
    text = program.shown("set $s = (struct list *) malloc(16)", "set var *$s = list", "show-list *$s")
    assert "  (*$s).head → 0x" in text


def test_an_empty_struct_lends_its_name_to_nothing(program):
    data = program.document("show-list init_net.dev_base_head --memory init_net")
    names = [word["label"] for word in data["words"]]
    assert names == ["init_net.id", "init_net.dev_base_head.next", "init_net.dev_base_head.prev"]


THERE = ["'pools.c'::pool[1]", "'pools.c'::pool[0]", "shared[1]", "shared[0]"]


def test_statics_of_two_files(program):
    assert labels(program.document("show-list pools")) == [*THERE, "pool[1]", "pool[0]"]
    text = program.shown("show-list pools --out pools.dot", "shell cat pools.dot", f"p &{THERE[0]}", "p pools")
    assert "pool, a static variable" not in text and "pool, a global variable" in text
    assert re.findall(r"= .*(0x\w+) <pool\+16>", text)[0] == re.findall(r"\) (0x\w+) <pool\+16>", text)[-1]


def test_from_the_other_file(program):
    # its pool is the one that is meant there, and the other file's is told by that file's name
    text = program.shown("tbreak pools.c:15", "run </dev/null", "show-list &pool[1] --out -", "set var pool[0].id = 1")
    names = [each.replace("'pools.c'::", "") for each in THERE]
    assert labels(found(text)[0]) == [*names, "'named.c'::pool[1]", "'named.c'::pool[0]"]


def test_names_are_found_whatever_gdb_echoes(program):
    text = program.shown("set trace-commands on", "show-list pools --out -", "set trace-commands off")
    assert labels(found(text)[0]) == [*THERE, "pool[1]", "pool[0]"]
    assert found(text)[0]["head"]["label"] == "pools"


def test_what_gdb_has_searched_for_is_not_searched_for_again(debug):
    # lesson.c knows kernel_heap as an extern; a search makes GDB read the file that defines it, and takes long on Linux
    session = debug("07")
    session.to(2)
    session.text("python import gdb; asked = []; real = gdb.execute")
    session.text("python gdb.execute = lambda line, *rest, **more: (asked.append(line), real(line, *rest, **more))[1]")
    for _ in range(3):
        assert "kernel_heap.heap.free_list[" in session.text("show-freelists kernel_heap --out -")
    assert session.text("python print(sum('info variables' in line for line in asked))") == "1"
