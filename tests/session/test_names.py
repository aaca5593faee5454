"""What words and nodes are called: by the program's names, each once; and what is said where there is no name."""

import json
import re
import subprocess

import pytest

from session.stranger import LOAD, PROGRAMS, Stranger, compiled, found, typed, words
from unit.drawing import read
from unit.figure import faults


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
    commands = ["show-list works[2]", "show-list &works[2].ll.ll", "show-list stack"]
    text = program.shown(f"set trace-commands {trace}", *commands, "set trace-commands off")
    assert "ll.ll.ll" not in text and "head.head.head" not in text
    assert text.count(" → works[1]") >= 2 and "\nstack.head.head.p → 0x" in text
    assert "+info" not in text and "+set max" not in text  # what is asked of GDB meanwhile is nobody's business


def test_a_list_and_its_head(program):
    # the label and the way from there, as it was; the head alone is not called by the list's name
    assert program.document("show-list list")["head"]["label"] == "list"
    assert program.document("show-list list.head")["head"]["label"] == "list.head"


def test_an_expression_that_has_no_name_stays_readable(program):
    text = program.shown("set $s = (struct list *) ($sp - 256)", "set var *$s = list", "show-list *$s")
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
    assert session.text("python print(sum('info variables' in line for line in asked))") in "01"


ARROW = re.compile(r"(?:  |^)(\S+) → (\S+)", re.M)
TASKS = "show-list &tasks --container task.tasks"


def test_a_node_without_a_name_has_one_address(program):
    text = program.shown("show-list items --out items.dot --out items.json --out items.txt", "show-list items")
    nodes = [node["address"] for node in json.loads((program.folder / "items.json").read_text())["nodes"]]
    assert len(nodes) == 3 and f"items → {' → '.join(nodes)} → null" in text
    arrows = ARROW.findall(text.split("\n\n")[1])
    assert sorted(arrows) == sorted(zip(nodes, nodes[1:]))
    assert f"{nodes[-1]} null" in text and "The dump shows the links, each 8 bytes into its node." in text
    drawn = (program.folder / "items.dot").read_text()
    assert all(f">{node}<" in drawn for node in nodes)


def test_the_dump_of_nodes_without_names_is_still_what_x_prints(program):
    lines = [line.split("  ")[0] for line in program.shown("show-list items").split("\n\n")[1].splitlines()]
    again = program.shown(*[f"x/1gx {line.split(':')[0]}" for line in lines]).splitlines()
    assert len(lines) == 3 and again[-3:] == lines


def test_what_a_container_is_looked_at_with(program):
    data = program.document(f"{TASKS} --field pid")
    assert (data["length"], data["end"], data["problems"]) == (61, "head", [])
    assert all(int(node["address"], 16) - int(node["object"], 16) == 16 for node in data["nodes"])
    text = program.shown(f"{TASKS} --field pid")
    (look,) = re.findall(r"^(p \*\(struct task \*\)0x\w+) shows the first task\.$", text, re.M)
    assert look.endswith(f")0x{int(data['nodes'][0]['object'], 16):x}")
    assert 'pid = 1, comm = "init"' in program.shown(look)
    assert f" (task {data['nodes'][0]['object']}) {{pid = 1}}" in text
    assert "The dump shows the links, each 16 bytes into its task." in text
    assert "object" not in program.document("show-list items")["nodes"][0]


def test_in_c_plus_plus_a_container_is_looked_at_as_well(program):
    text = program.shown("set language c++", TASKS, "set language auto")
    (look,) = re.findall(r"^(p .*) shows the first task\.$", text, re.M)
    assert 'pid = 1, comm = "init"' in program.shown("set language c++", look, "set language auto")


def test_nodes_without_names_are_numbered_where_no_address_may_be_told(program):
    text = program.shown("show-list items --relative --out items.dot --out items.txt", "show-list items --relative")
    assert "items → node[0] → node[1] → node[2] → null" in text
    assert "items:  &node[0]  items → node[0]" in text
    assert re.search(r"node\[0\]\+0x8:  &node\[1\] +node\[0\] → node\[1\]", text)
    assert "elsewhere" not in text and "0x5" not in text
    assert ">node[0]<" in (program.folder / "items.dot").read_text()
    tasks = program.shown(f"{TASKS} --relative --out tasks.txt", "shell cat tasks.txt")
    assert "tasks.next → node[0] → " in tasks and "→ node[60] → tasks.next" in tasks
    assert "elsewhere" not in tasks and not re.search("0x5[0-9a-f]{7}", tasks)
    data = program.document("show-list items --relative")
    assert labels(data) == [None] * 3 and data["nodes"][0]["address"].startswith("0x")


def test_damage_among_numbered_nodes(program):
    text = program.shown("set var items->next->next = items", "show-list items --relative")
    assert "node 1 at &node[1] points back at node 0 at &node[0]" in " ".join(text.split())


NAMES = ["init", "kthreadd", "a b", None, "kworker/0:0", r"\033[31m"]  # of tasks in list order, again and again


@pytest.mark.parametrize("member", ["comm", "title"])
def test_nodes_are_called_by_the_text_of_a_member(program, member):
    data = program.document(f"{TASKS} --label {member}")
    assert labels(data) == [NAMES[at % 6] for at in range(61)]
    text = program.shown(f"{TASKS} --label {member} --count 7 --out tasks.dot --out tasks.txt", "shell cat tasks.txt")
    nodes = data["nodes"]
    chain = " → ".join(node["label"] or node["address"] for node in nodes[:7])
    assert f"tasks.next → {chain} → …" in " ".join(text.split())
    assert f"  init → kthreadd (task {nodes[0]['object']})" in text
    drawn = (program.folder / "tasks.dot").read_text()
    assert all(f">{name}<" in drawn for name in ("init", "kthreadd", "a b", "kworker/0:0"))
    assert "\x1b" not in text + drawn


def test_nodes_are_called_by_a_number(program):
    assert labels(program.document(f"{TASKS} --label pid")) == [str(at) for at in range(1, 62)]
    assert "tasks.next → 1 → 2 → 3 → " in program.shown(f"{TASKS} --label pid --relative")
    assert "items → 20 → 10 → 0 → null" in program.shown("show-list items --label value")


def test_a_problem_names_nodes_by_their_member(program):
    text = program.shown("set var tasks.next->next->prev = &tasks", f"{TASKS} --label comm")
    assert re.search(r"Node 1 \(kthreadd at 0x\w+\) points back at 0x\w+; expected node 0 \(init at 0x", words(text))


@pytest.mark.parametrize(
    "command, said",
    [
        (f"{TASKS} --label nosuch", "struct task has no member nosuch"),
        (f"{TASKS} --label tasks", "tasks of struct task is a struct list_head; --label expects a text or a number."),
        ("show-list pools --label next", "next of struct pooled is a struct pooled *; --label expects a text or a num"),
        ("show-list (unsigned long *)items --label pid", "plain words without members; --label needs nodes that are"),
    ],
)
def test_mistakes_with_label_are_one_sentence(program, command, said):
    (line,) = program.shown(command).splitlines()
    assert said in line and line.endswith(".")


def test_scattered_tasks_are_drawn_as_they_are_listed(program):
    program.shown(f"{TASKS} --label pid --out tasks.svg", "show-list items --out items.svg")
    drawn = (program.folder / "tasks.svg").read_text()
    assert ">memory in no variable, in list order</text>" in drawn and faults(drawn) == []
    assert [box.texts[1].content for box in read(drawn).of("chain")] == [str(at) for at in range(1, 62)]
    assert ">memory in no variable</text>" in (program.folder / "items.svg").read_text()


def test_what_no_file_defines_is_searched_for_once(tmp_path):
    # lost is defined where there is no debug information; another program is searched anew.
    parts = {
        "list": "struct node { struct node *next; }; extern struct node lost[2]; struct node *list = lost;"
        "void ready(void) {} int main(void) { lost[0].next = &lost[1]; ready(); return 0; }",
        "lost": "struct node { struct node *next; }; struct node lost[2];",
    }
    for name, text in parts.items():
        (tmp_path / f"{name}.c").write_text(text)
    debug = ["-g"]
    for name in parts:
        subprocess.run(["cc", *debug, "-c", "-o", tmp_path / f"{name}.o", tmp_path / f"{name}.c"], check=True)
        debug = []
    subprocess.run(["cc", "-o", tmp_path / "program", *(tmp_path / f"{name}.o" for name in parts)], check=True)
    counted = (
        "python real = gdb.execute; "
        "gdb.execute = lambda what, *more, **named: (what.startswith('info var') and print('searched')) "
        "or real(what, *more, **named)"
    )
    shown = typed(
        tmp_path,
        *("break ready", "run", LOAD, counted, "show-list list", "show-list list", "echo anew\\n"),
        *(f"add-symbol-file {tmp_path}/list.o", "show-list list"),
        program=tmp_path / "program",
    )
    before, after = shown.split("anew\n")
    assert before.count("2 nodes, ends in null.") == 2 and before.count("searched") == 1
    assert after.count("searched") == 1
