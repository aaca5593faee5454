"""What is not known is told as such: it is not changed, and not damaged either."""

import re

import pytest

from session.stranger import found, words

CODE = "0x80000000"
FAR = "0x81000000"  # RAM behind the image
STAR = r"(null|[]0-9a-f]) \*( |$)"  # the mark of a word that changed
SHOW = "show-list list --memory *(long (*)[2]) 0x81000000"


@pytest.mark.parametrize("since", ["", " --since 5"])
def test_words_that_no_copy_has_are_not_changed(at, since):
    session = at("01", 6)
    for expression, name in ((CODE, CODE), ("&lesson_title", r"lesson_title[0]"), (f"*(long **) {FAR}", FAR)):
        shown = words(session.text(f"show-list {expression}{since}"))
        assert f"{name} was not kept at stop 5, so whether it changed is not known." in shown
        assert not re.search(STAR, shown) and "Since stop 5" not in shown
        (data,) = found(session.text(f"show-list {expression}{since} --out -"))
        assert data["difference"]["changed"] == data["difference"]["joined"] == []
        assert len(data["difference"]["unknown"]) == 1


def test_beside_words_that_are_known(at):
    session = at("01", 6)
    shown = words(session.text(SHOW))
    assert "0x81000000 and 0x81000008 were not kept at stop 5, so whether they changed is not known." in shown
    assert "Since stop 5: list.head and values[1] to values[15] changed, 16 of the 19 words shown." in shown
    assert shown.count("not kept") == 1 and len(re.findall(STAR, shown)) == 15
    session.type("lab goto 7")
    assert "is not known. Since stop 6: nothing else here changed." in words(session.text(SHOW))
    assert "nothing here changed." in words(session.text("show-list list"))


def test_nodes_that_no_copy_has_did_not_join(at):
    # [values[15]] -> 0x81000000 -> values[3] -> … as it was; the copy of stop 6 has no word at 0x81000000
    session = at("01", 6)
    for line in ("values[15] = 0x81000000", "*(long **) 0x81000000 = (long *) &values[3]"):
        session.type(f"set var {line}")
    for command in ("show-list list --out -", "show-list list --since 5 --out -"):
        (data,) = found(session.text(command))
        assert data["length"] == 6
        assert data["difference"]["unknown"] == ["0x81000000"]
        assert FAR not in [change["address"] for change in data["difference"]["changed"]]


def test_a_heap_that_no_copy_has(at):
    session = at("03", 5)
    session.type("set var *(struct buddy_heap *) 0x81000000 = heap")
    shown = words(session.text("show-freelists *(struct buddy_heap *) 0x81000000"))
    assert "was not kept at stop 4, so what happened to its blocks is not known." in shown
    assert not re.search(STAR, shown) and "Since stop" not in shown
    (data,) = found(session.text("show-freelists *(struct buddy_heap *) 0x81000000 --out -"))
    assert data["difference"]["changed"] == [] and len(data["difference"]["unknown"]) > 7
