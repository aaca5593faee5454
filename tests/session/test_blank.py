"""--blank of the show commands, in every form that a figure can be written in."""

import pytest


def test_a_list_to_be_filled_in(at):
    session = at("01", 6)
    shown = session.text("show-list list --memory values --blank --theme print --out b.svg --out b.pdf --out b.png")
    assert "0x80218d48: __________________ __________________  [0] → ____   [1] → ____\n" in shown
    assert "list.head → ____\n" in shown and "0x0000" not in shown and "nodes" not in shown
    figure = (session.folder / "b.svg").read_text()
    assert figure.count("to be filled in") == 17 + 1 and "0x000000008" not in figure and "Since stop" not in figure
    assert (session.folder / "b.pdf").read_bytes().startswith(b"%PDF")
    assert (session.folder / "b.png").read_bytes().startswith(b"\x89PNG")


def test_a_heap_to_be_filled_in(at):
    session = at("04", 3)
    shown = session.text("show-freelists heap --blank --view all --out b.svg --out b.txt")
    assert "    4   16 B    ____  heap.free_list[4] → ____\n" in shown and "Handed out" not in shown
    assert "user ____, allocated ____, free ____ bytes, in ____ blocks, the largest of ____." in shown
    assert (session.folder / "b.txt").read_text() in shown + "\n"
    assert "free_list[4], to be filled in" in (session.folder / "b.svg").read_text()


@pytest.mark.parametrize(
    "line, told",
    [
        ("show-list list --blank --out -", "--out -"),
        ("show-list list --blank --out a.json", "--out a.json"),
        ("show-list list --blank --since 1", "--since"),
        ("show-freelists heap --blank --find &memory[0]", "--find"),
    ],
)
def test_what_would_tell_the_answers_is_refused(at, line, told):
    session = at("04", 3)
    assert session.said(line) == f"--blank leaves out what {told} would tell; leave out one of the two."
