"""The lessons as walkthrough.md tells them: a section for each stop, with its hints and the predictions it asks for.

A lesson starts at `## Lesson N: TITLE`, a stop at `### Stop N: TITLE`. Hints and answers stand in <details>. What is
printed below a command in a transcript is no part of a section: whoever reads it stands at the machine and can type the
command.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Dict, List, Match

LESSON = re.compile(r"^## Lesson (\d+): (.*)$")
STOP = re.compile(r"^### Stop (\d+): (.*)$")
OTHER = re.compile(r"^#{1,2} ")
DETAILS = re.compile(r"<details>\s*<summary>(.*?)</summary>\s*(.*?)\s*</details>\n*", re.DOTALL)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FIGURE = re.compile(r"^!\[(.*?)\]\((.*?)\)$", re.DOTALL | re.MULTILINE)
TABLE = re.compile(r"^(?:\|.*\n)+\n*", re.MULTILINE)  # of pictures: nothing for a terminal
COMMAND = re.compile(r"^(?:\(gdb\)|\$) .*$", re.MULTILINE)
LINK = re.compile(r"\[([^]]+)\]\([^)]+\)")
PREDICTS = "(gdb) lab predict "


@dataclass
class Section:
    """What is to be read at one stop."""

    title: str
    source: str  # the Markdown as it stands on the page
    text: str  # Markdown for a terminal: prose, code, and of the transcripts what is to be typed
    hints: List[str]  # Markdown, in the order in which they are revealed
    predictions: List[str]  # the expressions that the learner is asked to predict


@dataclass
class Lesson:
    """One lesson, or an exercise."""

    title: str
    sections: Dict[int, Section] = field(default_factory=dict)  # by stop; 0 is the introduction


def lessons(text: str) -> Dict[int, Lesson]:
    """The lessons of walkthrough.md by their numbers."""
    found: Dict[int, Lesson] = {}
    lesson, stop, title = None, 0, ""
    lines: List[str] = []
    for line in [*text.splitlines(), "# the end"]:
        begins, stops = LESSON.match(line), STOP.match(line)
        if not (stops and lesson) and not OTHER.match(line):
            lines.append(line)
            continue
        if lesson:
            lesson.sections[stop] = section(title, "\n".join(lines), stop)
        lines = []
        if begins:
            lesson, stop, title = Lesson(begins.group(2)), 0, begins.group(2)
            found[int(begins.group(1))] = lesson
        elif stops:
            stop, title = int(stops.group(1)), stops.group(2)
        else:
            lesson = None
    return found


def page(text: str) -> Lesson:
    """An exercise by its own page: one section, the same at each of its stops."""
    heading, _, rest = text.partition("\n")
    title = heading.lstrip("# ")
    return Lesson(title, {0: section(title, rest, 0)})


def section(title: str, markdown: str, stop: int) -> Section:
    """What stands at a stop, taken apart."""
    hints = [text for summary, text in DETAILS.findall(markdown) if summary.startswith("Hint")]
    predictions = [line[len(PREDICTS) :] for line in markdown.splitlines() if line.startswith(PREDICTS)]
    text = TABLE.sub("", DETAILS.sub("", markdown))
    arrival = re.search(rf"^Stop {stop or 1} of \d+: ", text, re.MULTILINE)
    here = arrival.start() if arrival else 0
    text = CONSOLE.sub(lambda match: _to_type(match, here), text)
    text = FIGURE.sub(lambda match: f"*Figure: {_one_line(match.group(1))}* (`{match.group(2)}`)", text)
    return Section(title, markdown, LINK.sub(r"\1", text).strip() + "\n", hints, predictions)


def _to_type(transcript: Match[str], here: int) -> str:
    """The commands of a transcript, without those in front of `here`, which have led to the stop already."""
    typed = COMMAND.finditer(transcript.string, *transcript.span(1))
    commands = [each.group() for each in typed if each.start() > here]
    return "```\n" + "\n".join(commands) + "\n```" if commands else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())
