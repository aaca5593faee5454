"""The rooms of the house, and who may enter them."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "gdb" / "buddylab"


def importers(pattern):
    return {
        path.relative_to(PACKAGE).parts[0]
        for path in PACKAGE.rglob("*.py")
        if re.search(pattern, path.read_text(), re.MULTILINE)
    }


def test_only_target_and_commands_import_gdb():
    assert importers(r"^\s*(import gdb|from gdb)\b") <= {"target", "commands"}


def test_data_goes_one_way():
    order = [
        "addresses.py",
        "model.py",
        "heap_model.py",
        "walk.py",
        "heap.py",
        "check.py",
        "check_heap.py",
        "diff.py",
        "draw",
        "course",
        "target",
        "commands",
    ]
    for place, name in enumerate(order):
        later = "|".join(each.removesuffix(".py") for each in order[place + 1 :])
        if later:
            found = importers(rf"^\s*(from buddylab\.({later})\b|from buddylab import .*\b({later})\b)")
            assert name not in found, f"{name} imports from a later room"


def test_the_folder_gdb_is_no_package():
    assert not (ROOT / "gdb" / "__init__.py").exists()
