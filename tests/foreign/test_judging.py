"""What the tables are judged by can fail: each wrong answer is told from the right one."""

import pytest

from foreign.kinds import Kind, damage, damages, unseen, unsound

RING = Kind("ring", "a, &a", "a.next", "next", "prev", home="&a", end="head", container="task.link", field="pid")
BARE = Kind("bare", "p, &p", "p", "next", "prev", end="ring", either="*p", turns=True)
HOME = 0x1000
ASKED = "show-list a --container task.link --field pid"


def walked(home, count=4):
    nodes = [
        {"address": at, "link": at, "prev": at + 8, "back": at - 256, "object": at - 16, "field": str(at)}
        for at in range(0x2000, 0x2000 + 256 * count, 256)
    ]
    return {"first": 0x900, "nodes": nodes, "home": home, "end": "head"}


def answer(plain, end):
    nodes = [
        {"address": hex(node["address"]), "object": hex(node["object"]), "fields": {"pid": node["field"]}}
        for node in plain["nodes"]
    ]
    return {"nodes": nodes, "end": end, "problems": []}


def as_node(document):
    document["nodes"].insert(0, {"address": hex(HOME), "object": hex(HOME - 16), "fields": {"pid": "0"}})


WRONG = {
    "the head is shown as a node": as_node,
    "3 nodes, expected 4": lambda document: document["nodes"].pop(),
    "other nodes": lambda document: document["nodes"].reverse(),
    "end null, expected head": lambda document: document.update(end="null"),
    "called damaged: no": lambda document: document["problems"].append({"message": "no"}),
    "the objects are others": lambda document: document["nodes"][1].pop("object"),
    "pid is another": lambda document: document["nodes"][1]["fields"].update(pid="7"),
}


def test_the_right_answer_is_right():
    assert unsound(RING, walked(HOME), ASKED, answer(walked(HOME), "head")) == ""
    assert unsound(BARE, walked(None), "show-list p", answer(walked(None), "ring")) == ""
    assert unsound(BARE, walked(None, 0), "show-list p", answer(walked(None, 0), "null")) == ""


@pytest.mark.parametrize("words", WRONG)
def test_a_wrong_answer_about_a_sound_list_is_told(words):
    document = answer(walked(HOME), "head")
    WRONG[words](document)
    assert words in unsound(RING, walked(HOME), ASKED, document)


def test_a_ring_backwards_starts_at_the_same_node():
    (line,) = list(BARE.backwards())[:1]
    document = answer(walked(None), "ring")
    assert "other nodes" in unsound(BARE, walked(None), line, document)
    document["nodes"][1:] = document["nodes"][:0:-1]
    assert unsound(BARE, walked(None), line, document) == ""


def test_a_node_that_may_be_a_head_or_none_is_one_of_both():
    document = answer(walked(None), "head")
    assert unsound(BARE, walked(None), "show-list *p", document) == "not read either way"
    document["nodes"].pop(0)
    assert unsound(BARE, walked(None), "show-list *p", document) == ""
    assert unsound(BARE, walked(None), "show-list p", document) != ""


def test_damage_that_is_called_sound_is_told():
    document = answer(walked(HOME), "head")
    assert "called sound" in unseen(RING, walked(HOME), 2, "show-list a", document)
    document["problems"].append({"message": "yes"})
    assert unseen(RING, walked(HOME), 2, "show-list a", document) == ""
    as_node(document)
    assert "other nodes" in unseen(RING, walked(HOME), 2, "show-list a", document)


def test_every_damage_writes_what_was_not_there():
    plain = walked(HOME)
    for name in damages(RING):
        address, word, _ = damage(name, plain, 2)
        was = {node["link"]: node["address"] + 256 for node in plain["nodes"]}
        was.update({node["prev"]: node["back"] for node in plain["nodes"]})
        assert was.get(address, plain["nodes"][0]["address"]) != word, name


def test_nothing_is_damaged_where_there_is_too_little():
    assert damage("cycle", walked(HOME, 2), 1) is None and damage("head", {**walked(HOME), "first": None}, 0) is None
