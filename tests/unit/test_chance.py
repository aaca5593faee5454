"""`make test` is the same every time: nothing under tests/ draws lots but from a seed that stands there."""

import ast
import re

import pytest

from fuzz import run

TESTS = run.ROOT / "tests"
SEEDLESS = {"secrets", "uuid", "urandom", "getrandom", "SystemRandom"}


def lots(source):
    """The lines on which `source` draws a lot that no seed decides."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "random":
            if node.attr != "Random":
                found.append(node.lineno)
        if isinstance(node, ast.Call) and not node.args and getattr(node.func, "attr", "") == "Random":
            found.append(node.lineno)
        names = [getattr(node, "id", ""), getattr(node, "attr", "")]
        names += [alias.name for alias in getattr(node, "names", []) if isinstance(alias, ast.alias)]
        if isinstance(node, ast.ImportFrom) and node.module == "random" or SEEDLESS & set(names):
            found.append(node.lineno)
    return found


def test_no_test_draws_lots_without_a_seed():
    files = [file for file in TESTS.rglob("*.py") if file.parent.name != "fuzz" and file.name != "test_chance.py"]
    assert len(files) > 50
    assert {str(file): lots(file.read_text()) for file in files if lots(file.read_text())} == {}


@pytest.mark.parametrize(
    "source",
    [
        "import random\nrandom.randrange(3)",
        "import random\nrandom.Random()",
        "from random import choice",
        "import os\nos.urandom(8)",
        "import uuid",
        "import secrets\nsecrets.token_hex()",
    ],
)
def test_lots_are_found(source):
    assert lots(source)


def test_a_seed_that_stands_there_is_none():
    assert lots("import random\nrandom.Random(7).choice([1])\ndef f(chance: random.Random): pass") == []


def test_no_program_takes_its_seed_from_the_clock():
    for file in (TESTS / "host").glob("*.[ch]"):
        assert not re.search(r"\btime\(|\bgetpid\(|\brandom\(", file.read_text()), file
