"""show-list on the real machine."""

import json
import re
import subprocess

import pytest

from session.conftest import GDB, HASH, ROOT
from unit.drawing import read
from unit.figure import faults

LINE = re.compile(r"^(0x[0-9a-f]+[^:]*):(\t0x[0-9a-f]{16})+", re.MULTILINE)


def dump(shown):
    """The lines of the dump without the right-hand column."""
    return [line.split("  ")[0] for line in shown.splitlines() if LINE.match(line)]


def broad(session, command):
    """The same of what a command shows on a terminal that has room for two words and what is said of them."""
    session.text("set width 100")
    shown = dump(session.text(command))
    session.text("set width 80")
    return shown


def as_json(session, command):
    return json.loads(session.text(command + " --out -"))


def test_the_dump_is_what_x_prints(at):
    session = at("01", 6)
    head, *words = broad(session, "show-list list")
    assert head == session.text("x/1gx &list")
    assert words == session.type("x/16gx 0x80218d48")


def test_each_contiguous_run_is_a_block_of_its_own(at):
    # [list] -> 7 -> 6 -> 5 -> 4 -> 2 -> 1 -> 0 -> null: two runs, 0 to 2 and 4 to 7
    session = at("02", 4)
    head, *words = broad(session, "show-list list")
    assert words == session.type("x/3gx &values[0]") + session.type("x/4gx &values[4]")


def test_a_dump_of_a_global_has_the_symbols_that_x_prints(at):
    session = at("01", 1)
    shown = broad(session, "show-list *(unsigned long **) &lesson_title")
    assert shown[0] == session.text("x/1gx &lesson_title")
    assert "<lesson_title>:" in shown[0]


def test_every_stop_of_lesson_1(debug):
    session = debug()
    for stop in range(1, 11):
        session.to(stop)
        lines = broad(session, "show-list list --memory values")
        shown = session.text("show-list list --memory values")
        data = as_json(session, "show-list list --memory values")
        assert len(data["words"]) == 16
        assert [line.split(":")[0] for line in lines[1:]] == [hex(0x80218D48 + 16 * row) for row in range(8)]
        assert data["length"] == (16 if 6 <= stop <= 9 else 0)
        assert data["end"] == "null" and data["problems"] == []
        if stop in (2, 3, 4, 5):
            assert [int(word["value"], 16) for word in data["words"]] == [0x1111111111111111 * i for i in range(16)]
        if stop == 10:
            assert shown.count("⇢") == 15
            assert "only list.head changed" in shown
        assert ("Since stop" in shown or "at stop" in shown) == (stop > 1)


def test_json_is_the_contract(at):
    session = at("01", 6)
    data = as_json(session, "show-list list --memory values")
    address = session.text("p &list").split()[-1]
    assert data["head"] == {"address": address, "label": "list", "value": "0x80218dc0"}
    assert data["nodes"][0] == {"address": "0x80218dc0", "label": "values[15]", "next": "0x80218db8"}
    assert data["words"][0] == {"address": "0x80218d48", "label": "values[0]", "value": "0x0", "on_chain": True}
    assert (data["schema"], data["kind"], data["length"], data["end"]) == (1, "list", 16, "null")


@pytest.mark.parametrize("expression", ["list", "&list", "list_at", "*list_at", "list.head", "&values[15]", "ptrs[15]"])
def test_expressions_that_lead_to_the_same_list(at, expression):
    session = at("01", 6)
    nodes = as_json(session, f"show-list {expression}")["nodes"]
    assert [node["label"] for node in nodes[-16:]] == [f"values[{index}]" for index in range(15, -1, -1)]
    assert len(nodes) == 16


def test_names_inside_linked_list_push(at):
    session = at("01", 5)
    session.type("break linked_list_push")
    session.type("continue")
    session.type("continue")
    shown = session.text("show-list list --memory values")
    assert "list.head → values[0] → null" in shown
    assert "item → values[1]" in shown
    assert "[15]" in shown
    assert as_json(session, "show-list list")["head"]["label"] == "list"
    session.type("delete $bpnum")


def test_changes_are_counted_from_the_stop_before_even_if_nobody_looked(debug):
    session = debug()
    session.to(6)
    assert "Since stop 5: list.head and values[1] to values[15] changed" in session.text("show-list list")
    session.to(8)
    assert "All words shown are as they were at stop 7." in session.text("show-list list")
    assert "Since stop 5: list.head and values[1]" in session.text("show-list list --since 5")
    assert "one of these: 1, 2, 3, 4, 5, 6, 7." in session.said("show-list list --since 9")
    session.type("run")
    assert "Since" not in session.text("show-list list")


def test_count_bounds_the_walk(at):
    session = at("01", 6)
    shown = session.text("show-list list --count 3")
    assert "3 nodes shown, and the list goes on" in shown
    assert as_json(session, "show-list list --count 3")["end"] == "limit"
    shown = session.text("show-list list --count 0")
    assert "No node was read, since --count is 0: list.head points at values[15]." in shown
    assert as_json(session, "show-list list --count 0")["length"] == 0


@pytest.mark.parametrize(
    "damage, end, nodes, words",
    [
        ("values[0] = &values[3]", "cycle", 16, "a cycle of 4 nodes"),
        ("values[15] = &values[15]", "cycle", 1, "points back at itself, a cycle of 1 node"),
        ("values[3] = 0x80218d4b", "misaligned", 13, "not a multiple of 8"),
        ("values[3] = 0x10000000", "not-ram", 13, "not in RAM"),
        ("values[3] = 0xdead0000", "not-ram", 13, "not in RAM"),
        ("values[3] = -8", "not-ram", 13, "not in RAM"),
        ("list.head = 0x3333333333333333", "misaligned", 0, "not made yet"),
    ],
)
def test_damage_is_named_and_the_readable_part_is_shown(at, damage, end, nodes, words):
    session = at("01", 6)
    session.type(f"set var {damage.replace('= &', '= (usize) &')}")
    shown = re.sub(r"\s+", " ", session.text("show-list list"))
    assert words in shown
    data = as_json(session, "show-list list")
    assert (data["end"], data["length"]) == (end, nodes)
    assert data["problems"][0]["kind"] == end
    assert "Wrote build/memory.svg" in shown


@pytest.mark.parametrize(
    "command, words",
    [
        ("show-list", "needs an expression"),
        ("show-list nosuch", 'No symbol "nosuch" in current context'),
        ("show-list values", "values is an array, usize [16]; show-list list --memory values shows all of it beside"),
        ('show-list "values"', "expected a struct with one pointer"),
        ("show-list list --memory nosuch", 'No symbol "nosuch"'),
        ("show-list list --memory 5", "--memory expects a variable"),
        ("show-list list --shape x", "no option --shape"),
        ("show-list list --count few", "is not a whole number"),
        ("show-list list --out a.gif", "no known ending"),
        ("show-list list --out /nonexistent/a.svg", "was not written"),
        ("show-list 1 +", "cannot evaluate"),
        ("show-list 3.5", "expected a struct with one pointer"),
        ("show-list lesson", "lesson is of type void (void); expected a struct with one pointer"),
    ],
)
def test_mistakes_are_one_sentence(at, command, words):
    session = at("01", 1)
    shown = session.said(command)
    assert words in shown
    assert "Traceback" not in shown and "Python Exception" not in shown and "Error occurred" not in shown
    assert "failed (" not in shown
    assert shown.endswith(".")


def test_no_machine(debug):
    session = debug("02")
    session.to(6)
    session.type("continue")
    assert "Nothing is running, so there is no memory to read; type run" in session.text("show-list list")


def test_nodes_of_one_page_cost_one_read(at):
    session = at("01", 6)
    count = (
        "python import buddylab.target.memory as m; real = m.current; images = []; "
        "m.current = lambda: images.append(real()) or images[-1]; "
        "gdb.execute('show-list list --memory values --out -', to_string=True); m.current = real; "
        "print([sorted(image.pages) for image in images])"
    )
    assert session.text(count) == f"[[{0x80218000}]]"


def test_what_the_user_writes_is_seen_at_once(at):
    session = at("01", 6)
    both = "python gdb.execute('show-list list --out x.txt'); gdb.execute('set var values[15] = 0'); "
    shown = session.text(both + "gdb.execute('show-list list --out x.txt')")
    assert "16 nodes" in shown and "1 node, ends in null." in shown


def test_looking_does_not_change_the_machine(at):
    session = at("01", 6)
    before = session.text(HASH), session.text("info registers"), session.text("list"), session.text("frame")
    session.type("show-list list --memory values")
    after = session.text(HASH), session.text("info registers")
    assert before[:2] == after
    assert session.text("frame") == before[3]


def test_the_frame_that_was_selected_stays_selected(at):
    session = at("01", 5)
    session.type("tbreak linked_list_push")
    session.type("continue")
    session.type("show-list list --memory values")
    assert session.text("frame").startswith("#0  linked_list_push")


def test_two_stops_compared(at, tmp_path):
    session = at("02", 5)
    shown = session.text(f"show-list list --since 3 --out {tmp_path}/a.svg --out {tmp_path}/a.json")
    assert "values[3] left the list; its word is as it was." in shown
    assert "values[4] pointed at values[3] and points at values[2]." in shown
    drawn = (tmp_path / "a.svg").read_text()
    assert faults(drawn) == []
    assert "from stop 3 to stop 5" in drawn and "Stop 3 is before “unlink the node under the cursor”" in drawn
    difference = json.loads((tmp_path / "a.json").read_text())["difference"]
    assert difference["since"] == 3
    assert [node["label"] for node in difference["left"]] == ["values[3]"]
    assert [change["label"] for change in difference["changed"]] == ["values[4]"]


def test_every_example_of_the_manual_runs(at):
    session = at("01", 6)
    manual = session.text("help show-list")
    manual = manual[: manual.index("The types say")]  # test_any_list.py runs the others, on lists of their kinds
    examples = re.findall(r"^  (show-list .*?)(?:  .*)?$", manual, re.MULTILINE)
    assert len(examples) >= 6
    for example in examples:
        shown = session.text(example)
        assert "Wrote" in shown or shown.startswith("{"), f"{example}: {shown}"


def test_a_session_of_one_s_own_needs_nothing_but_load_py(tmp_path):
    (tmp_path / "own.c").write_text(
        """
        struct node { struct node *next; };
        struct list { struct node *first; } own;
        struct node nodes[3];
        int main(void) {
            for (int i = 0; i < 3; i++) { nodes[i].next = own.first; own.first = &nodes[i]; }
            return 0;
        }
        """
    )
    subprocess.run(["cc", "-g", "-O0", "-o", tmp_path / "own", tmp_path / "own.c"], check=True)
    commands = ["set debuginfod enabled off", "break 7", "run", f"source {ROOT}/gdb/load.py", "show-list own --out -"]
    line = [GDB, "-nx", "-q", "-batch", str(tmp_path / "own")]
    for command in commands:
        line += ["-ex", command]
    done = subprocess.run(line, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
    data = json.loads(done.stdout[done.stdout.index('{\n "schema"') :])
    assert [node["label"] for node in data["nodes"]] == ["nodes[2]", "nodes[1]", "nodes[0]"]
    assert data["end"] == "null"


def test_several_pieces_of_memory_beside_a_list(at, tmp_path):
    # ptrs[0..3] -> values[0..3], of which values[3] is asked for twice
    session = at("01", 4)
    pieces = "--memory ptrs[0]@4 --memory values[0]@4 --memory values[3]"
    shown = session.text(f"show-list list {pieces} --out {tmp_path}/a.svg --out {tmp_path}/a.json")
    assert all(f"ptrs[{at}] ⇢ values[{at}]" in shown for at in range(4))
    words = json.loads((tmp_path / "a.json").read_text())["words"]
    assert [word["label"] for word in words] == [f"{name}[{at}]" for name in ("ptrs", "values") for at in range(4)]
    figure = read((tmp_path / "a.svg").read_text())
    assert faults((tmp_path / "a.svg").read_text()) == []
    strays = [line for line in figure.lines.values() if "stray" in line.kinds]
    assert len(strays) == 4
    for line, box in zip(strays, [f"w-{0x80218D48 + 8 * at:x}" for at in range(4)]):
        assert figure.parts[box].rect.grown(3).holds(line.tip)
    said = session.said("show-list list --memory values --memory 5")
    assert "5 is not in memory" in said or "5 cannot be read" in said
