"""The rooms of the house, and who may enter them; each rule is shown to be able to fail."""

from pathlib import Path

import pytest

from unit.house import ROOMS, faults, sources

ROOT = Path(__file__).resolve().parents[2]
HOUSE = sources(ROOT / "gdb")


def test_every_file_imports_only_what_its_room_may():
    assert faults(HOUSE, ROOMS) == []


def test_the_table_goes_one_way():
    names = list(ROOMS)
    for at, room in enumerate(names):
        assert set(ROOMS[room].split()) <= set(names[:at]), room


def test_the_folder_gdb_is_no_package():
    assert not (ROOT / "gdb" / "__init__.py").exists()


# A line put into a file, and the rule that it breaks.
BREAKS = {
    "a module": ("model", "import buddylab.draw", "model: enters draw"),
    "a module within": ("model", "import buddylab.target.memory", "model: enters target"),
    "another name for it": ("model", "import os, buddylab.target.memory as m", "model: enters target"),
    "from the package": ("model", "from buddylab import draw", "model: enters draw"),
    "from the package, second": ("model", "from buddylab import history, walk", "model: enters walk"),
    "from a room": ("walk", "from buddylab.target import memory", "walk: enters target"),
    "from a module": ("walk", "from buddylab.target.memory import current", "walk: enters target"),
    "everything": ("walk", "from buddylab.target import *", "walk: enters target"),
    "the whole package": ("walk", "import buddylab", "walk: enters __init__"),
    "relative": ("walk", "from . import draw", "walk: enters draw"),
    "relative, from a module": ("walk", "from .target.memory import current", "walk: enters target"),
    "relative, from below": ("course/progress", "from ..commands import show", "course/progress: enters commands"),
    "in a function": ("walk", "def f():\n    from buddylab.target import memory", "walk: enters target"),
    "for types only": ("walk", "if TYPE_CHECKING:\n    import buddylab.draw", "walk: enters draw"),
    "if it is there": ("walk", "try:\n    import buddylab.draw\nexcept ImportError:\n    pass", "walk: enters draw"),
    "a string": ("walk", "importlib.import_module('buddylab.target.memory')", "walk: enters target"),
    "a string, plain": ("walk", "import_module('buddylab.draw')", "walk: enters draw"),
    "a string, built in": ("walk", "__import__('buddylab.draw')", "walk: enters draw"),
    "a string, relative": ("walk", "import_module('.draw', 'buddylab')", "walk: imports something whose name"),
    "a name made up": ("walk", "import_module('buddylab.' + room)", "walk: imports something whose name"),
    "gdb": ("course/progress", "import gdb", "course/progress: imports gdb"),
    "gdb's modules": ("model", "import os, gdb.types", "model: imports gdb.types"),
    "from gdb": ("draw/__init__", "def f():\n    from gdb import events", "draw/__init__: imports gdb.events"),
    "gdb by a string": ("play", "__import__('gdb')", "play: imports gdb"),
    "up": ("target/names", "from buddylab.commands import session", "target/names: enters commands"),
    "by the package's own file": ("__init__", "from . import draw", "__init__: enters draw"),
    "by a program": ("grade", "from buddylab.target import memory", "grade: enters target"),
    "a file in no room": ("cellar", "", "cellar: belongs to no room"),
    "a folder in no room": ("cellar/wine", "import os", "cellar/wine: belongs to no room"),
    "a circle of two": (
        "commands/session",
        "def f():\n    from buddylab.commands import guide",
        "commands/guide → commands/session → commands/guide: a circle",
    ),
    "itself": ("walk", "import buddylab.walk", "walk → walk: a circle"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_rules_can_fail(name):
    file, line, fault = BREAKS[name]
    found = faults({**HOUSE, file: f"{HOUSE.get(file, '')}\n{line}\n"}, ROOMS)
    assert any(fault in each for each in found), found


def test_a_circle_of_three_is_found_once():
    texts = {"a": "from . import b", "b": "from . import c", "c": "from . import a\nfrom . import d", "d": ""}
    rooms = {name: "a b c d" for name in texts}
    assert faults(texts, rooms) == ["a → b → c → a: a circle"]


def test_a_room_that_is_not_there():
    assert faults({"a": ""}, {"a": "", "b": ""}) == ["b: there is no such room"]


def test_an_inner_room_is_a_room_of_its_own():
    texts = {"draw/figure/dot": "", "draw/words/text": "from buddylab.draw.figure import dot", "draw/forms": ""}
    rooms = {"draw/figure": "", "draw/words": "", "draw": "draw/figure draw/words"}
    assert faults(texts, rooms) == ["draw/words/text: enters draw/figure"]
    assert faults({**texts, "draw/forms": texts["draw/words/text"], "draw/words/text": ""}, rooms) == []
