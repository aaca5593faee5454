"""Values larger than GDB reads: a sentence says so before GDB makes one, for GDB 13 does not survive it."""

import pytest

from session.conftest import piped
from session.stranger import Stranger, compiled, found, words

USUAL = "set max-value-size 65536"
ALIVE = ["python print(6 * 7, 'is the answer')", "show-list head --out -"]


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with Stranger(compiled(tmp_path_factory.mktemp("large"), "large_member", "-O0")) as session:
        yield session


def said(program, *lines):
    """What appears when the lines are typed, behind which GDB must still be able to do all that it could before."""
    text = program.shown(USUAL, *lines, *ALIVE)
    assert "42 is the answer" in text
    assert [node["label"] for node in found(text)[-1]["nodes"]] == ["nodes[2]", "nodes[1]", "nodes[0]"]
    return text


@pytest.mark.parametrize(
    "command, member, size",
    [
        ("show-list head --field samples", "samples", 80000),
        ("show-list head --field id --field samples --out x.svg", "samples", 80000),
        ("show-list shelf --field in", "in.page.words", 80000),
        ("show-list shelf --field in.page", "in.page.words", 80000),
        ("show-list shelf --field pages", "pages[0].words", 80000),
        ("show-list shelf --field flags", "flags", 70004),
    ],
)
def test_a_member_that_is_too_large(program, command, member, size):
    text = words(said(program, command))
    expected = (
        f"{member} ({size} bytes) is larger than GDB's max-value-size (65536);"
        f" set max-value-size {size} lets GDB read it."
    )
    assert text.count(expected) == 1
    for limit in (size, "unlimited"):
        raised = said(program, f"set max-value-size {limit}", command)
        assert "larger" not in raised and "ends in null" in raised


def test_and_after_raising_it_what_is_in_it(program):
    text = said(
        program,
        "set max-value-size unlimited",
        *(
            f"show-list {each} --out -"
            for each in ("head --field samples", "shelf --field in --field flags --field pages")
        ),
    )
    head, shelf, _ = found(text)
    assert head["nodes"][0]["fields"]["samples"].startswith("{0, 7, 0 <repeats 1")
    fields = shelf["nodes"][0]["fields"]
    assert fields["in"].startswith("{small = 1, page = {words = {0 <repeats ")
    assert fields["flags"] == '{low = 0, high = 9, rest = ""}'


def test_what_needs_no_value_of_that_size_is_shown(program):
    (data, _) = found(said(program, "show-list shelf --field in.small --field text --field named --out -"))
    assert data["nodes"][0]["fields"] == {"in.small": "1", "text": '"b"', "named": '{text = "b", id = 0}'}


@pytest.mark.parametrize("limit", [16, 80, 65536])
def test_expressions_of_any_size(program, limit):
    same = ["head", "*head", "nodes[2]", "&nodes[2]", "nodes[2].next", "*&*head"]
    lines = [f"show-list {each} --out -" for each in (*same, "nodes[1] --memory nodes[0].samples")]
    *documents, beside, _ = found(said(program, f"set max-value-size {limit}", *lines))
    assert [data["length"] for data in documents] == [3, 3, 3, 3, 2, 3]
    assert (beside["length"], len(beside["words"])) == (2, 9999)


@pytest.mark.parametrize("expression", ["whole()", "&whole().next->next", "whole().next", "*&nodes[whole().id]"])
def test_functions_that_return_more_than_gdb_reads(program, expression):
    # print whole() alone ends GDB 13 with an internal error
    text = said(program, f"show-list {expression} --out -", "show max-value-size", "python gdb.parse_and_eval('nodes')")
    assert found(text)[0]["end"] == "null"
    assert "Maximum value size is 65536 bytes." in text


def test_a_heap_that_is_too_large(program):
    text = said(
        program, "show-freelists heap --find &nodes[1] --out -", "set max-value-size 20", "show-freelists &heap"
    )
    assert found(text)[0]["orders"][17]["chain"]["length"] == 3


def test_a_prediction_that_is_too_large():
    # the lesson's own commands work however little GDB may read
    lines = ["lab goto 6", "set max-value-size 16", "lab predict values == 0", "show-list list --memory values"]
    text = words(piped("\n".join(lines)).stdout)
    assert (
        "value requires 128 bytes, which is more than max-value-size; set max-value-size 128 lets GDB read it" in text
    )
    assert "16 nodes, ends in null." in text
