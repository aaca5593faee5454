"""Plays the walkthrough: python gdb/play.py tour | figures | walkthrough. Run by make, in the project's root."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Iterator, List

from buddylab.course import player, walkthrough
from buddylab.draw.files import write

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("walkthrough.md", "README.md")


def played(page: str) -> Iterator[player.Played]:
    """Everything that `page` has a learner type."""
    return player.play(walkthrough.parse((ROOT / page).read_text()), ROOT)


def tour() -> None:
    """Plays the walkthrough for somebody to watch, and draws its figures under build/diagrams/."""
    lesson, figures = "", 0
    for step in played("walkthrough.md"):
        output = "\n".join(step.output)
        if step.output and step.command.text.startswith("make debug"):
            lesson = next((line.split(":")[0] for line in step.output if line.startswith("Lesson ")), "")
        stop = player.STOP.search(output)
        if stop:
            print(f"\n== {lesson}, stop {stop.group(1)} of {stop.group(2)}: {stop.group(3)}")
        print(step.command.prompt + step.command.text)
        if output:
            print(output)
        if step.figure is not None:
            figures += 1
            save(ROOT / "build", step)
            print(f"-- drawn: build/{step.command.figure}", flush=True)
    print(f"\nThe tour is over: {figures} figures lie under build/diagrams/; open one with a web browser.")
    print("Next: make debug LESSON=01, and walkthrough.md beside it.")


def figures() -> None:
    """Draws the figures that the walkthrough shows."""
    for step in played("walkthrough.md"):
        if step.figure is not None:
            save(ROOT, step)


def save(folder: Path, step: player.Played) -> None:
    """Writes the figure of `step` to its place below `folder`."""
    assert step.command.figure is not None and step.figure is not None
    path = folder / step.command.figure
    path.parent.mkdir(parents=True, exist_ok=True)
    write(str(path), step.figure)


def transcripts() -> None:
    """Writes what a run prints into the pages, below each command that they show."""
    for page in PAGES:
        text = (ROOT / page).read_text()
        outputs: List[List[str]] = [step.output for step in played(page)]
        write(str(ROOT / page), walkthrough.rewrite(text, walkthrough.parse(text), outputs).encode())


def main() -> int:
    """Runs what was asked for; a command that gets stuck ends it with one sentence."""
    tasks = {"tour": tour, "figures": figures, "walkthrough": transcripts}
    if len(sys.argv) != 2 or sys.argv[1] not in tasks:
        print(f"Expected one of these: {', '.join(tasks)}.", file=sys.stderr)
        return 2
    try:
        tasks[sys.argv[1]]()
    except (player.Stuck, ValueError) as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
