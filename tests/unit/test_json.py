"""The JSON of the contract."""

import json as standard

from buddylab.draw.words import as_json
from unit.memories import LIST, linked, memory, snapshot


def test_schema():
    data = standard.loads(as_json.dumps(snapshot(memory(linked([2, 0])), count=3)))
    assert data == {
        "schema": 1,
        "kind": "list",
        "head": {"address": "0x80218e20", "label": "list", "value": "0x80218d58"},
        "nodes": [
            {"address": "0x80218d58", "label": "values[2]", "next": "0x80218d48"},
            {"address": "0x80218d48", "label": "values[0]", "next": "0x0"},
        ],
        "length": 2,
        "end": "null",
        "problems": [],
        "words": [
            {"address": "0x80218d48", "label": "values[0]", "value": "0x0", "on_chain": True},
            {"address": "0x80218d50", "label": "values[1]", "value": "0x0", "on_chain": False},
            {"address": "0x80218d58", "label": "values[2]", "value": "0x80218d48", "on_chain": True},
        ],
    }


def test_problems_and_what_is_unknown():
    data = standard.loads(as_json.dumps(snapshot(memory({LIST: 0x80300000, 0x80300000: 0x80300000}), count=0)))
    assert data["nodes"] == [{"address": "0x80300000", "label": None, "next": "0x80300000"}]
    assert data["end"] == "cycle"
    assert data["problems"][0]["kind"] == "cycle"
    assert data["problems"][0]["address"] == "0x80300000"
    assert data["words"] == []  # --memory asked for none
