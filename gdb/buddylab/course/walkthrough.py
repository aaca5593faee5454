"""Reads walkthrough.md: which commands a learner types, what they should see, and which figure follows.

A fenced block marked `console` is a transcript. Lines that start with `$ ` are typed into a shell, lines that start
with `(gdb) ` into the debugger, and what stands below each is its output. A picture from diagrams/ belongs to the last
show command before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import List, Optional, Sequence

FENCE = "```"
PROMPTS = ("$ ", "(gdb) ")
FIGURE = re.compile(r"!\[.*?\]\((diagrams/[^)]+\.svg)\)")


@dataclass
class Command:
    """Something typed, with the output that the text shows."""

    prompt: str  # "$ " or "(gdb) "
    text: str
    line: int  # where in the file it stands, from 1 on
    output: List[str]  # the lines below it
    figure: Optional[str] = None  # the picture that it draws, from the project's root


def parse(text: str) -> List[Command]:
    """The commands of a file in the order in which they are typed. Raises ValueError, naming the line."""
    commands: List[Command] = []
    inside: Optional[str] = None  # what the open fence is marked with
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(FENCE):
            inside = line[len(FENCE) :].strip() if inside is None else None
            fresh = True
        elif inside == "console":
            prompt = next((each for each in PROMPTS if line.startswith(each)), None)
            if prompt is not None:
                commands.append(Command(prompt, line[len(prompt) :], number, []))
                fresh = False
            elif fresh:
                raise ValueError(f"line {number}: a transcript starts with one of these: {', '.join(PROMPTS)}")
            else:
                commands[-1].output.append(line)
        elif inside is None:
            _attach(commands, FIGURE.findall(line), number)
    if inside is not None:
        raise ValueError("the last fence is not closed")
    return commands


def _attach(commands: List[Command], figures: Sequence[str], number: int) -> None:
    if not commands:
        return  # an illustration on a page, or in front of the lessons, that nobody typed anything for
    for figure in figures:
        shown = [command for command in commands if command.text.startswith("show-")]
        if not shown or shown[-1].figure is not None:
            raise ValueError(f"line {number}: no show command before {figure} draws it")
        shown[-1].figure = figure


def rewrite(text: str, commands: Sequence[Command], outputs: Sequence[Sequence[str]]) -> str:
    """`text` with the output of each of its commands replaced by the one given."""
    lines = text.splitlines()
    for command, output in reversed(list(zip(commands, outputs))):
        lines[command.line : command.line + len(command.output)] = output
    return "\n".join(lines) + "\n"
