"""What walkthrough.md and README.md show was printed by a run, and is compared here with another one."""

import re
import subprocess
import xml.etree.ElementTree as xml
from pathlib import Path

import pytest

from alone import alone
from buddylab.course import book
from buddylab.course.player import play
from buddylab.course.markdown import headings
from docs.versions import is_reference, substitute
from unit.figure import faults

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = book.read(str(ROOT), "walkthrough.md").commands
FIGURES = sorted((ROOT / "diagrams").rglob("*.svg"))


@pytest.fixture(scope="module")
def played():
    with alone(ROOT / "build" / "lists"):  # which the last chapter compiles
        return list(play(COMMANDS, ROOT))


def drawn(svg):
    """What a figure shows, whatever Graphviz' version rounds or comments: its parts and its texts, in order."""
    root = xml.fromstring(svg)
    parts = [element.get("id", "") + " " + element.get("class", "") for element in root.iter() if element.get("id")]
    texts = [element.text for element in root.iter() if element.tag.endswith(("text", "title", "desc"))]
    return parts + texts


def test_every_transcript(played):
    exact = is_reference()
    assert len(played) == len(COMMANDS)
    for step in played:
        shown, found = step.command.output, step.output
        if not exact:
            shown, found = substitute(shown), substitute(found)
        assert found == shown, f"walkthrough.md:{step.command.line}: {step.command.text}; make walkthrough rewrites it"


def test_every_figure_is_the_one_a_run_draws(played):
    figures = {step.command.figure: step.figure.decode() for step in played if step.figure is not None}
    assert sorted(figures) == [str(path.relative_to(ROOT)) for path in FIGURES]
    for name, svg in figures.items():
        assert drawn((ROOT / name).read_text()) == drawn(svg), f"{name} is stale; make figures draws it anew"


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_figure_is_sound(path):
    assert faults(path.read_text()) == []


def anchors(page):
    """What a page's headings are linked by."""
    return {book.anchor(title) for _, _, title in headings((ROOT / page).read_text().split("\n"), page)}


@pytest.mark.parametrize("page", ["README.md", "walkthrough.md", "CHANGELOG.md"])
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)]+)\)", (ROOT / page).read_text()):
        path, _, anchor = target.partition("#")
        if "://" not in target:
            assert (ROOT / (path or page)).exists(), target
            assert not anchor or f"#{anchor}" in anchors(path or page), target


def test_every_task_that_the_readme_names_exists():
    tasks = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in ("README.md", "walkthrough.md", "CHANGELOG.md"):
        for task in re.findall(r"(?:`|\$ |^    )make ([a-z-]+)", (ROOT / page).read_text(), re.MULTILINE):
            assert task in tasks, f"{page} names make {task}"


def test_help_lists_every_task():
    listed = subprocess.run(["make", "help"], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout
    for task in ("tour", "debug", "run", "figures", "walkthrough", "test", "lint", "doctor", "deps", "clean", "help"):
        assert f"make {task} " in listed
