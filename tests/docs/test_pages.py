"""What pages name is there, and figures are sound. Whether runs print what they show, make check tries."""

import subprocess
from pathlib import Path

import pytest

from buddylab.checking import links
from unit.figure import faults

ROOT = Path(__file__).resolve().parents[2]
FIGURES = sorted((ROOT / "diagrams").rglob("*.svg"))


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_figure_is_sound(path):
    assert faults(path.read_text()) == []


@pytest.mark.parametrize("page", ["README.md", "walkthrough.md", "CHANGELOG.md"])
def test_what_a_page_names_is_there(page):
    assert list(links.mistakes(ROOT, page, (ROOT / page).read_text())) == []


def test_help_lists_every_task():
    listed = subprocess.run(["make", "help"], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout
    for task in ("tour", "debug", "run", "figures", "walkthrough", "test", "lint", "doctor", "deps", "clean", "help"):
        assert f"make {task} " in listed
