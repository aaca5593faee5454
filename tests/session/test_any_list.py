"""Lists that are not ours: what the types say of them, and what the options do."""

import os
import re
import shutil
import subprocess

import pytest

from session.stranger import LOAD, PROGRAMS, Stranger, compiled, found, machine, typed, words


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """Lists and heaps of many kinds, in a session that all tests share."""
    with Stranger(compiled(tmp_path_factory.mktemp("lists"), "lists", "-O0")) as session:
        yield session


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    with Stranger(compiled(tmp_path_factory.mktemp("books"), "books", "-O0")) as session:
        yield session


def labels(data):
    return [node["label"] for node in data["nodes"]]


@pytest.mark.parametrize(
    "expression", ["kmem.freelist", "kmem", "&kmem", "alias", "runs_at[1]", "runs[3]", "&runs[3]", "*kmem.freelist"]
)
def test_one_list_by_many_names(program, expression):
    data = program.document(f"show-list {expression}")
    assert labels(data) == ["runs[3]", "runs[2]", "runs[1]", "runs[0]"]
    assert (data["end"], data["problems"]) == ("null", [])


def test_an_integer_that_holds_an_address(program):
    data = program.document("show-list integer --offset 8")
    assert (len(data["nodes"]), data["end"]) == (4, "null")


def test_linux_lists_come_home(program):
    data = program.document("show-list &tasks --container task.list --field pid --field name")
    assert labels(data) == ["tasks_of[3]", "tasks_of[2]", "tasks_of[1]", "tasks_of[0]"]
    assert (data["end"], data["length"], data["problems"]) == ("head", 4, [])
    assert [node["fields"] for node in data["nodes"]][0] == {"pid": "4", "name": '"d"'}
    assert program.document("show-list tasks --container task.list")["nodes"] == [
        {name: value for name, value in node.items() if name != "fields"} for node in data["nodes"]
    ]
    text = program.shown("show-list &tasks --container task.list --field pid")
    assert "4 nodes, and back at the head, as a circular list ends." in text
    assert "{pid = 4}" in text


def test_a_circular_list_is_walked_the_way_that_next_says(program):
    # [tasks] <-> tasks_of[3] <-> tasks_of[2] <-> tasks_of[1] <-> tasks_of[0] <-> [tasks]
    forth = program.document("show-list tasks")
    for more in ("", " --container task.list"):
        back = program.document(f"show-list tasks{more} --next prev")
        assert (back["end"], back["length"], back["problems"]) == ("head", 4, [])
        assert back["head"]["value"] == program.document(f"show-list tasks{more}")["nodes"][-1]["address"]
        assert [node["address"] for node in back["nodes"]] == [node["address"] for node in forth["nodes"]][::-1]
    assert program.document("show-list &tasks --next next") == program.document("show-list &tasks")
    (data,) = found(program.shown("set var tasks_of[2].list.next = &tasks", "show-list tasks --next prev --out -"))
    assert [problem["kind"] for problem in data["problems"]] == ["back-link"]


def test_an_empty_circular_list_and_one_that_was_not_made(program):
    assert "No nodes: the list is empty." in program.shown("show-list &zone.free_area[0]")
    text = program.shown("set var tasks.next = 0", "show-list tasks")
    assert "not made yet" in text


def test_links_back_are_checked(program):
    assert program.document("show-list queue --prev prev")["problems"] == []
    (data,) = found(program.shown("set var jobs[2].prev = &jobs[0]", "show-list queue --prev prev --out -"))
    assert [problem["kind"] for problem in data["problems"]] == ["back-link"]
    assert "expected node 1 (jobs[1] at " in data["problems"][0]["message"]
    assert [node["prev"] for node in data["nodes"]][2] == data["nodes"][0]["address"]
    text = program.shown("set var tasks_of[2].list.prev = &tasks", "show-list &tasks --container task.list")
    assert "points back at" in re.sub(r"\s+", " ", text)


def test_a_task_is_no_head_of_the_list_that_it_is_on(program):
    # [tasks] <-> tasks_of[3] <-> tasks_of[2] <-> tasks_of[1] <-> tasks_of[0] <-> [tasks]
    for expression in ("tasks_of[1]", "&tasks_of[1]", "tasks_of[1] --container task.list"):
        data = program.document(f"show-list {expression}")
        assert (data["head"]["label"], data["end"], data["length"], data["problems"]) == ("tasks", "head", 4, [])
    assert "tasks was read as the head of this ring;" in words(program.shown("show-list tasks_of[1]"))


def test_what_is_wrong_before_the_first_node_is_not_its_fault(program):
    # [head] <-> buf[0] <-> buf[1] <-> buf[2] -> null, and buf[2] <- buf[3] <-> [head]
    text = words(program.shown("set var bcache.buf[2].next = 0", "show-list bcache.buf[0]"))
    assert (
        "Going back from node 0 (bcache.buf[0] at 0x" in text and "which does not lead to it; expected a node" in text
    )
    assert "Node 0" not in text


def test_what_holds_a_head_is_not_said_to_be_a_node(program):
    for line in ("bcache", "&bcache", "bcache --count 0"):
        assert "was read as a node" not in program.shown(f"show-list {line}")


def test_links_where_the_types_say_nothing(program):
    assert labels(program.document("show-list pool --offset 8")) == ["words[0]", "words[2]", "words[4]", "words[6]"]


def test_links_that_lie_deep(program):
    for command in ("show-list deepest", "show-list deepest --next m.b.next"):
        assert labels(program.document(command)) == ["deeps[3]", "deeps[2]", "deeps[1]", "deeps[0]"]


def test_a_container_of_a_list_that_ends_in_null(program):
    data = program.document("show-list linked --container object.link --field id")
    assert labels(data) == ["objects[3]", "objects[2]", "objects[1]", "objects[0]"]
    assert [node["fields"]["id"] for node in data["nodes"]] == ["3", "2", "1", "0"]
    assert data["end"] == "null"
    # the path says the same: a link to the struct that it lies in
    assert labels(program.document("show-list linked --container object.link --next next")) == labels(data)


def test_which_reading_was_taken_is_said_where_there_are_two(program):
    text = re.sub(r"\s+", " ", program.shown("show-list queue"))
    assert "Of its pointers first was followed; --next MEMBER, --offset BYTES or --container TYPE.MEMBER asks" in text
    assert "asks for another reading" not in program.shown("show-list kmem.freelist")


def test_the_dump_of_a_link_inside_a_node_is_what_x_prints(program):
    lines = [line.split("  ")[0] for line in program.shown("show-list kmem.freelist").splitlines() if " <runs+" in line]
    assert len(lines) == 4
    again = program.shown(*[f"x/1gx {line.split()[0]}" for line in lines]).splitlines()
    assert again[-4:] == lines


def details(data, path):
    return [node["fields"][path] for node in data["nodes"]]


def test_text_that_is_pointed_at(books):
    # books[0] -> books[1] -> books[2] -> books[3] -> null
    found = details(books.document("show-list books[0] --field title"), "title")
    assert [title.partition(" ")[2] for title in found] == [
        '"Memory"',
        '"A title that is much too long to"…',
        r'"\033[31m ö"',
        "",
    ]
    assert all(re.match("0x[0-9a-f]+( |$)", title) for title in found) and found[3] == "0x0"
    copies = details(books.document("show-list books[0] --field copies"), "copies")
    assert re.fullmatch(r'{{of = 0x\w+ "A", pages = 7}, {of = 0x\w+ "B", pages = 8}}', copies[0])
    assert copies[3] == "{{of = 0x8, pages = 0}, {of = 0x0, pages = 0}}"  # nothing can be read at 8


def test_text_that_a_terminal_would_obey_is_spelled_out(books):
    shelves = details(books.document("show-list books[0] --field shelf"), "shelf")
    assert shelves == [r'"\033[31m\n"', r'"\377\"\\\001x"', '"1234567"', '""']
    text = books.shown("show-list books[0] --field shelf --field title")
    assert r'{shelf = "\033[31m\n", title = 0x' in text and "\x1b" not in text


def test_members_without_a_name(books):
    assert details(books.document("show-list books[0] --field id"), "id") == ["5", "0", "0", "0"]
    assert details(books.document("show-list books[0] --field words --field low"), "low") == ["6", "0", "0", "0"]
    assert labels(books.document("show-list books[0] --next other")) == ["books[0]", "books[3]"]
    words = [word["label"] for word in books.document("show-list books[0] --memory books[1]")["words"]]
    assert words[:2] == ["books[1].next", "books[1].title"] and words[-1] == "books[1].other"
    assert not [word for word in words if "None" in word]
    text = books.shown("show-list books[0] --field nosuch")
    assert "its members are: next, title, shelf, copies, id, words, low, other." in text


STATIC = """
struct node { struct node *next; };
int main(void)
{
    static struct node kept[2] = {{&kept[1]}};
    struct node local = {kept};
    return local.next == 0;
}
"""


def test_a_static_variable_lies_on_no_stack(tmp_path):
    # local -> kept[0] -> kept[1] -> null
    (tmp_path / "static.c").write_text(STATIC)
    subprocess.run(["cc", "-g", "-O0", "-o", tmp_path / "static", tmp_path / "static.c"], check=True)
    typed(tmp_path, LOAD, "break 7", "run", "show-list local --out a.dot", program=tmp_path / "static")
    drawn = (tmp_path / "a.dot").read_text()
    assert "kept, a static variable of main()" in drawn and "local, on the stack of main()" in drawn


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """A program in C++, for the machine: the compiler for that one comes with the package that the lessons need."""
    out = tmp_path_factory.mktemp("members") / "members.elf"
    prefixes = [os.environ.get("TOOLPREFIX"), *(f"riscv64-{name}-" for name in ("unknown-elf", "elf", "linux-gnu"))]
    (compiler, *_) = filter(None, (shutil.which(f"{prefix}g++") for prefix in prefixes if prefix))
    flags = ["-g", "-O0", "-ffreestanding", "-fno-rtti", "-fno-exceptions", "-nostdlib", "-static", "-mcmodel=medany"]
    flags += ["-Wl,-Ttext=0x80000000", "-Wl,--build-id=none", "-Wl,--no-warn-rwx-segments"]
    subprocess.run([compiler, *flags, "-o", out, PROGRAMS / "members.cc"], check=True)
    return out


def test_members_that_lie_elsewhere(tmp_path, image):
    command = "show-list cursor --field numbered.id --field id --field seen --memory nodes"
    start = [machine(image), "break idle", "continue", LOAD]  # kill: GDB 16 would wait for the end of a machine let go
    (data,) = found(shown := typed(tmp_path, *start, f"{command} --out -", command, "kill", program=image))
    assert labels(data) == ["nodes[1]", "nodes[0]"]
    assert [node["fields"]["id"] for node in data["nodes"]] == ["2", "1"]
    assert [node["fields"]["numbered.id"] for node in data["nodes"]] == ["2", "1"]
    names = [word["label"] for word in data["words"]]
    assert names[:4] == ["nodes[0]._vptr.node", "nodes[0].id", "nodes[0].next", "nodes[0].seen"]
    assert "cursor.at → nodes[1] → nodes[0] → null" in shown


@pytest.mark.parametrize(
    "command, words",
    [
        ("show-list kmem.freelist --next nosuch", "struct run has no member nosuch; its members are: x, next."),
        ("show-list kmem.freelist --next x", "expected a pointer, or an integer as large as one."),
        ("show-list tasks --next nosuch", "struct list_head has no member nosuch; its members are: next, prev."),
        ("show-list &tasks --prev nosuch", "struct list_head has no member nosuch; its members are: next, prev."),
        ("show-list tasks --offset 8", "struct list_head; --next prev walks it backwards."),
        ("show-list &tasks --offset 64", "--offset is for lists that end in null"),
        ("show-list pool --next next", "plain words, without members; --next needs structs."),
        ("show-list pool --field id", "--field needs nodes that are structs."),
        ("show-list tasks --container nosuch.list", "There is no type nosuch;"),
        ("show-list tasks --container task.pid", "pid of struct task is of type int; expected a pointer, or an"),
        ("show-list zone", "show-freelists zone shows them, show-list zone.free_area[0] the first of them."),
        ("show-list &zone", "show-freelists &zone shows them, show-list (&zone).free_area[0] the first of them."),
        ("show-list tasks --container task", "expected TYPE.MEMBER, such as task.list."),
        ("show-list kmem.freelist --next next --offset 8", "leave out --offset or the others."),
        ("show-list runs[0].x", "is of type int; expected a struct with one pointer"),
        ("show-list jobs", "show-list jobs[0] shows the one of its first element."),
        ("show-freelists zone --lists other", "--lists expects an array of lists."),
        ("show-freelists zone --order-size $order*3", "is no number of bytes for each $order from 0 to 3."),
    ],
)
def test_mistakes_are_one_sentence(program, command, words):
    last = program.shown(command).rstrip().splitlines()[-1]
    assert words in last and last.endswith(".")


def test_a_heap_as_rust_lays_it_out(program):
    for expression in ("HEAP_ALLOCATOR", "&HEAP_ALLOCATOR", "HEAP_ALLOCATOR.data.value"):
        data = program.document(f"show-freelists {expression} --region arena")
        blocks = {
            each["order"]: each["chain"]["nodes"][0]["label"] for each in data["orders"] if each["chain"]["nodes"]
        }
        assert blocks == {5: "arena[32]", 8: "arena[0]"}
        assert (data["free_bytes"], data["problems"]) == (288, [])


def test_the_manual_s_example_of_rust(program):
    (example,) = re.findall(r"^  (show-freelists HEAP.*?)  ", program.shown("help show-freelists"), re.MULTILINE)
    assert "free 288 bytes" in program.shown(example)


def test_lists_of_list_heads_and_other_sizes(program):
    data = program.document("show-freelists zone --lists free_area --order-size 4096<<$order")
    assert [each["size"] for each in data["orders"]] == [4096, 8192, 16384, 32768]
    assert [each["chain"]["end"] for each in data["orders"]] == ["head"] * 4
    assert (data["orders"][1]["chain"]["nodes"][0]["label"], data["free_bytes"]) == ("page.next", 8192)
    assert data["problems"] == []
    text = program.shown("set $order = 7", "show-freelists zone --order-size 4096<<$order", "p $order")
    assert ": blocks of up to 32 KiB\n" in text
    assert "8 KiB" in text and "\nEmpty: 0, 2 and 3.\n" in text and text.rstrip().endswith("= 7")


def test_the_heads_have_the_names_of_the_program(program):
    # a zone, and a heap inside its lock, where no variable is: below the stack
    zone = ["set $z = (struct zone *) ($sp - 8192)", "set var *$z = zone"]
    zone += [f"set var $z->free_area[{at}].next = &$z->free_area[{at}]" for at in range(4)]
    zone += [f"set var $z->free_area[{at}].prev = &$z->free_area[{at}]" for at in range(4)]
    text = program.shown(*zone, "show-freelists *$z --lists free_area --order 2 --out a.svg --out -", "shell cat a.svg")
    assert found(text)[0]["orders"][2]["chain"]["head"]["label"] == "(*$z).free_area[2]"
    assert ">free_area[2]</text>" in text and "free_list" not in text
    mutex = ["set $m = (struct Mutex *) ($sp - 8192)", "set var *$m = HEAP_ALLOCATOR"]
    text = program.shown(*mutex, "show-freelists $m --order 5 --out a.svg --out a.txt", "shell cat a.svg a.txt")
    assert (
        ">free_list[5]</text>" in text and "    5  32 B       1  $m.data.value.free_list[5] → arena[32] → null" in text
    )


def test_the_manual_s_examples_of_other_lists(program):
    manual = program.shown("help show-list")
    examples = re.findall(r"^  (show-list .*?)(?:   .*)?$", manual[manual.index("The types say") :], re.MULTILINE)
    examples = [example for example in examples if "--cpu" not in example]  # test_percpu.py has those
    assert len(examples) == 8
    for example in examples:
        assert "Wrote memory.svg" in program.shown(example), example
