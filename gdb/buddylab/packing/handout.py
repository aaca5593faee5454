"""The tree of a student: lessons, the exercises that were chosen, and nothing that only an instructor needs."""

from __future__ import annotations

import json
import re
from typing import Mapping, Sequence

from buddylab.course import way
from buddylab.grading.judges import HIDDEN
from buddylab.packing.tree import File, Tree, below, text

# What stays here: the tests, and what checks, packs or tells about the project itself.
OURS = (
    r"tests/.*|\.ci/.*|\.github/.*|\.clang-format|\.flake8|pyproject\.toml|README\.md|CHANGELOG\.md|diagrams/site\.png"
    rf"|lab/README\.md|lab/class/.*|lab/exercises/[^/]*/{re.escape(HIDDEN)}"
)
EXERCISE = re.compile(r"lab/exercises/([^/]*)/.*")
PAGE = "README.md"
TABLE = "EXERCISES\n"  # where the student's page has the list of them
OWN = "lab/class/handout"  # the folder of what only students have
WORKFLOW = ".github/workflows/classroom.yml"
STEPS, RUNNERS, RESULTS = "      STEPS\n", "RUNNERS", "          RESULTS\n"  # where the workflow has the exercises


def handout(tree: Mapping[str, File], points: Mapping[str, int]) -> Tree:
    """The student's tree with these exercises, each with its points, made of all that is committed."""
    chosen = list(points)
    titles = {name: title(tree, name) for name in chosen}
    found = {path: file for path, file in tree.items() if not re.fullmatch(OURS, path) and _is_chosen(path, chosen)}
    found.update(below(tree, OWN))
    told = {int(name[:2]): (name, title) for name, title in titles.items()}
    rows = [_row(name, titles[name], text(tree, f"lab/exercises/{name}/README.md")) for name in chosen]
    made = {
        "walkthrough.md": way.only(text(tree, "walkthrough.md"), told),
        PAGE: text(tree, f"{OWN}/{PAGE}").replace(TABLE, "".join(rows)),
        WORKFLOW: workflow(text(tree, f"{OWN}/{WORKFLOW}"), titles, points),
    }
    return {**found, **{path: File(said.encode()) for path, said in made.items()}}


def workflow(page: str, titles: Mapping[str, str], points: Mapping[str, int]) -> str:
    """The workflow of GitHub Classroom, with a step for each exercise."""
    steps, results = "", ""
    for name, title in titles.items():
        number = name[:2]
        steps += (
            f"      - id: exercise-{number}\n"
            "        uses: classroom-resources/autograding-command-grader@v1\n"
            "        with:\n"
            f"          test-name: {json.dumps(f'Exercise {int(number)}: {title}', ensure_ascii=False)}\n"
            f"          command: make grade EXERCISE={number}\n"
            "          timeout: 5\n"
            f"          max-score: {points[name]}\n"
        )
        results += f"          EXERCISE-{number}_RESULTS: ${{{{ steps.exercise-{number}.outputs.result }}}}\n"
    runners = ",".join(f"exercise-{name[:2]}" for name in titles)
    return page.replace(STEPS, steps).replace(RESULTS, results).replace(RUNNERS, runners)


def title(tree: Mapping[str, File], name: str) -> str:
    """What an exercise is called; Unpackable if it is not committed."""
    return text(tree, f"lab/exercises/{name}/README.md").split("\n")[0].partition(": ")[2]


def _row(name: str, called: str, page: str) -> str:
    """An exercise in the list of them."""
    after = re.search(r"^After \[lesson (\d+)\]", page, re.MULTILINE)
    place = f"lab/exercises/{name}"
    return (
        f"| {int(name[:2])} | [{called}]({place}/README.md) | {after[1] if after else ''} | `{place}/{name[3:]}.c` |\n"
    )


def _is_chosen(path: str, chosen: Sequence[str]) -> bool:
    exercise = EXERCISE.fullmatch(path)
    return exercise is None or exercise[1] in chosen
