"""What walkthrough.md and README.md show was printed by a run, and is compared here with another one."""

import subprocess
from pathlib import Path

import pytest

from alone import alone
from buddylab.checking import links
from buddylab.checking.playing import drawn
from buddylab.course import book
from buddylab.course.player import play
from docs.versions import is_reference, substitute
from unit.figure import faults

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = book.read(str(ROOT), "walkthrough.md").commands
FIGURES = sorted((ROOT / "diagrams").rglob("*.svg"))


@pytest.fixture(scope="module")
def played():
    with alone(ROOT / "build" / "lists"):  # which the last chapter compiles
        return list(play(COMMANDS, ROOT))


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


@pytest.mark.parametrize("page", ["README.md", "walkthrough.md", "CHANGELOG.md"])
def test_what_a_page_names_is_there(page):
    assert list(links.mistakes(ROOT, page, (ROOT / page).read_text())) == []


def test_help_lists_every_task():
    listed = subprocess.run(["make", "help"], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout
    for task in ("tour", "debug", "run", "figures", "walkthrough", "test", "lint", "doctor", "deps", "clean", "help"):
        assert f"make {task} " in listed
