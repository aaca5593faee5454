"""Lists whose links are no addresses as they stand: --link says what they lead to, and --end what ends the list."""

import pytest

from session.stranger import Stranger, compiled, words


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with Stranger(compiled(tmp_path_factory.mktemp("encoded"), "encoded", "-O0")) as session:
        yield session


DOWN, UP = ["3", "2", "1", "0"], ["0", "1", "2", "3"]


@pytest.mark.parametrize(
    "line, ids, end",
    [
        ("bucket --link '$link & ~7'", DOWN, "null"),
        ("bucket.first --link '$link & ~7'", DOWN, "null"),
        ("&locked_of[1] --link '$link & ~7'", ["1", "0"], "null"),
        ("marked --link '$link & 1 ? 0 : $link'", DOWN, "null"),
        ("marked --link $link --end 15", DOWN, "mark"),
        ("marked --end 15", DOWN, "mark"),
        ("first --link '&pool[$link]' --end -1", UP, "mark"),
        ("first --link '&pool[$link]' --end 0xffffffff --next next", UP, "mark"),
        ("pool[2] --link '&pool[$link]' --end -1", ["2", "3"], "mark"),
        ("small_first --link '&smalls[$link]' --end 0xff", UP, "mark"),
        ("distant --link '$node + $link' --end 0 --next next", UP, "mark"),
        ("half --link '(struct half *) (base + $link)' --end 0", UP, "mark"),
        ("bin --link '$link ^ ($node >> 12)'", DOWN, "null"),
    ],
)
def test_each_leads_on(program, line, ids, end):
    data = program.document(f"show-list {line} --field id")
    assert [node["fields"]["id"] for node in data["nodes"]] == ids
    assert (data["end"], data["problems"]) == (end, [])


def test_what_is_damaged_is_told(program):
    text = program.shown("set var pool[1].next = 0x10000000", "show-list first --link '&pool[$link]' --end -1")
    assert "mark that ends" not in text and "2 nodes" in text and "(pool[1] at 0x" in text and "leads to 0x" in text
    text = program.shown("set var pool[3].next = 0", "show-list first --link '&pool[$link]' --end -1")
    assert "then: cycle." in text and "a cycle of 4 nodes" in words(text)
    text = program.shown("set var locked_of[2].next = 0", "show-list distant --link '$node + $link' --next next")
    assert "then: cycle." in text  # the last one leads to itself, where nothing says that 0 ends the list


def test_the_dump_is_what_x_prints_and_the_arrows_lead_where_the_links_do(program):
    text = program.shown("show-list bin --link '$link ^ ($node >> 12)'", "x/1gx &chunks[3]")
    lines = [line for line in text.splitlines() if "<chunks+48>" in line]
    assert len(lines) == 2 and lines[0].startswith(lines[1])
    assert "bin → chunks[3] → chunks[2] → chunks[1] → chunks[0] → null" in text


@pytest.mark.parametrize(
    "line, words_",
    [
        ("first --link '&nosuch[$link]' --end -1", "--link &nosuch[$link] cannot be evaluated: No symbol"),
        ("first --link '&pool[$link]' --end nosuch", "--end nosuch cannot be evaluated: No symbol"),
        ("first --link '&pool[$link]' --next nosuch", "struct entry has no member nosuch"),
    ],
)
def test_mistakes_are_one_sentence(program, line, words_):
    last = words(program.shown(f"show-list {line}")).rstrip()
    assert words_ in last and last.endswith(".")


def test_the_user_s_own_variables_stay_as_they_are(program):
    text = program.shown(
        "set $link = 5", "set $node = 6", "show-list first --link '&pool[$link]' --end -1", "p $link + $node"
    )
    assert text.rstrip().endswith("= 11")


def test_the_mark_that_ends_a_list_leads_nowhere(program):
    line = "show-list first --link '&pool[$link]' --end -1 --out end.dot --out end.txt"
    text = program.shown(line, "shell cat end.txt")
    assert "first → pool[0] → pool[1] → pool[2] → pool[3] → the end\n4 nodes, and the mark that ends the list." in text
    drawn = (program.folder / "end.dot").read_text()
    assert "0x00000000ffffffff" in drawn or "ffffffff<" in drawn
    assert "ghost" not in drawn


def test_no_function_is_called_for_a_link(program):
    text = program.shown("show-list first --link 'entry_at($link)' --end -1", "p calls", "show may-call-functions")
    assert "--link entry_at($link) cannot be evaluated: Cannot call functions" in words(text)
    assert "= 0" in text and text.rstrip().endswith("is on.")  # the user's own calls are theirs


@pytest.mark.parametrize("start", ["first", "pool[2]", "&pool[2]"])
def test_a_mistake_in_the_expression_is_not_told_as_one_in_memory(program, start):
    text = words(program.shown(f"show-list {start} --link '&nosuch[$link]' --end -1"))
    assert "--link &nosuch[$link] cannot be evaluated: No symbol" in text and "node" not in text.partition("$node")[0]


def test_a_link_from_which_no_address_comes(program):
    text = words(program.shown("show-list first --link '*(struct entry **) $link' --end -1"))
    assert "first holds 0x0, from which --link gives no address;" in text and "cannot be read" not in text
