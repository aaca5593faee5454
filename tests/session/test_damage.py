"""Every damage that a list can have, on both commands: said in the text, drawn in the figure, kept in the JSON."""

import json

import pytest

from session.conftest import ROOT, Debugger
from session.stranger import words

DEVICE, NOTHING = 0x10000000, 0x40000000

# Lesson 1, stop 6: [list] -> values[15] -> values[14] -> … -> values[0] -> null
# Lesson 5, stop 8: [heap.free_list[3]] -> memory[126] -> memory[124] -> … -> memory[0] -> null
LISTS = {
    "show-list": ("01", 6, "list", "list.head", "values", 15, 1),
    "show-freelists": ("05", 8, "heap", "heap.free_list[3].head", "memory", 126, 2),
}
# What is written where, then: how the list ends, after how many nodes (of all, from the start), the problem's words,
# and what the figure has. {word:N} is the word of node N, counted from the end of the list, where node 0 is the last.
DAMAGES = {
    "null head": ("{head}", "0", "null", None, "", "null"),
    "self-loop": ("{at:4}", "&{at:4}", "cycle", -4, "points back at itself, a cycle of 1 node;", "cycle"),
    "cycle to node 0": ("{at:0}", "&{at:-0}", "cycle", 0, "points back at node 0 ({at:-0} at ", "cycle"),
    "cycle to node 1": ("{at:0}", "&{at:-1}", "cycle", 0, "points back at node 1 ({at:-1} at ", "cycle"),
    "tail into a cycle": ("{at:0}", "&{at:5}", "cycle", 0, "a cycle of 6 nodes;", "cycle"),
    "misaligned": ("{at:5}", "(usize)&{at:4} + 3", "misaligned", -5, "which is not a multiple of 8;", "ghost"),
    "a device": ("{at:5}", hex(DEVICE), "not-ram", -5, "which is not in RAM and was not read;", "ghost"),
    "nothing": ("{at:5}", hex(NOTHING), "not-ram", -5, "which is not in RAM and was not read;", "ghost"),
    "code": (
        "{at:5}",
        "(usize)&lesson",
        None,
        None,
        "expected the address of a node in RAM, or 0 for the end",
        "ghost",
    ),
}


@pytest.fixture(scope="module")
def sessions():
    """One session a command, at its stop; each test leaves the list as it was."""
    opened = {}
    for command, (lesson, stop, *_) in LISTS.items():
        opened[command] = Debugger(ROOT, f"make debug LESSON={lesson}")
        opened[command].to(stop)
    yield opened
    for session in opened.values():
        session.close()


def seen(session, command, expression, folder):
    """Text, JSON and DOT of one command."""
    shown = session.text(f"{command} {expression} --out {folder}/a.json --out {folder}/a.dot")
    assert "Wrote" in shown and "Traceback" not in shown and "failed (" not in shown, shown
    return words(shown), json.loads((folder / "a.json").read_text()), (folder / "a.dot").read_text()


class Places(dict):
    """The words of one list by their numbers, for the formats above."""

    def __init__(self, head, array, last, step):
        super().__init__(head=head, at=self)
        self.array, self.last, self.step = array, last, step

    def __format__(self, number):
        index = self.last - self.step * int(number[1:]) if number.startswith("-") else self.step * int(number)
        return f"{self.array}[{index}]"


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("command", LISTS)
def test_damage(sessions, tmp_path, command, damage):
    _, _, expression, head, array, last, step = LISTS[command]
    places = Places(head, array, last, step)
    session = sessions[command]
    where, value, end, left, said, drawn = DAMAGES[damage]
    where, value, said = (text.format_map(places) for text in (where, value, said))
    session.type(f"set var $was = {where}")
    session.type(f"set var {where} = (void *) ({value})" if damage == "null head" else f"set var {where} = {value}")
    try:
        text, data, dot = seen(session, command, expression, tmp_path)
    finally:
        session.type(f"set var {where} = $was")
    chain = data if command == "show-list" else data["orders"][3]["chain"]
    print(text, chain["end"], chain["problems"])
    count = last // step + 1
    assert said in text
    assert chain["end"] == end or end is None and chain["end"] in ("misaligned", "not-ram", "cycle")
    if left is not None:
        assert chain["length"] == count + left
    if damage != "null head":
        assert [problem["kind"] for problem in chain["problems"]] == [chain["end"]]
        assert [problem["kind"] for problem in data["problems"]][0] == chain["end"]
        assert f'class="{drawn}' in dot or f" {drawn}" in dot
    else:
        assert (chain["length"], chain["problems"]) == (0, [])
        assert "list is empty" in text if command == "show-list" else "they differ by 512" in text


@pytest.mark.parametrize("command", LISTS)
def test_undamaged(sessions, tmp_path, command):
    _, data, dot = seen(sessions[command], command, LISTS[command][2], tmp_path)
    assert data["problems"] == [] and "cycle" not in dot and 'class="ghost' not in dot.replace("ghost more", "")
