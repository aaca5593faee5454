"""A section of walkthrough.md, or the page of an exercise: what is to be read, typed and predicted at one stop."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Iterable, Iterator, List, Sequence, Tuple

from buddylab.course import markdown
from buddylab.course.blocks import Code, Command, Figure, Fold, Prose, Table, Transcript
from buddylab.course.reading import Part

PREDICTS = "lab predict "
LEAVE = "quit"  # ends the session; for that no tutor waits, nor for what is typed elsewhere
NUMBER = re.compile(r"^\d+\. ", re.MULTILINE)  # in front of an answer, where there are several
LINK = re.compile(r"(?P<code>(?P<tick>`+).*?(?<!`)(?P=tick)(?!`))|(?<!!)\[(?P<words>[^]]+)\]\([^)]+\)", re.DOTALL)


@dataclass
class Section:
    """What is to be read at one stop. What is in it is found out when somebody asks, which may raise ValueError."""

    stop: int  # 0 is a lesson's introduction, or all of a page
    title: str
    source: str  # the Markdown as it stands on the page
    line: int  # where that starts, from 1 on
    page: str  # the file, for those who have to correct it

    @cached_property
    def blocks(self) -> List[Prose]:
        """Everything but comments, in the order in which it stands there."""
        return markdown.blocks(self.source, self.line, self.page, self.stop == 0)

    @property
    def commands(self) -> List[Command]:
        """What is typed here, in the order in which it is; without what is open."""
        told = (each for block in self.blocks if isinstance(block, (Transcript, Fold)) for each in block.commands)
        return [each for each in told if not each.open]

    @property
    def figures(self) -> List[Figure]:
        """The pictures."""
        return [block for block in self.blocks if isinstance(block, Figure)]

    @property
    def folds(self) -> List[Fold]:
        """What is folded away."""
        return [block for block in self.blocks if isinstance(block, Fold)]

    @property
    def hints(self) -> List[str]:
        """Markdown, in the order in which they are revealed."""
        return [fold.text for fold in self.folds if fold.summary.startswith("Hint")]

    @property
    def answers(self) -> List[str]:
        """Markdown: what the page answers where it says Check yourself, question by question."""
        texts = [fold.text for fold in self.folds if fold.summary.startswith("Answer")]
        return [each.strip() for text in texts for each in NUMBER.split(text) if each.strip()]

    @property
    def predictions(self) -> List[str]:
        """Guesses, one for each expression that the learner is asked to predict; the page folds them away."""
        return [each.text[len(PREDICTS) :] for each in self.commands if each.text.startswith(PREDICTS)]

    @property
    def typed(self) -> List[Command]:
        """What is to be typed at the stop, also what is open: without the commands that have led there."""
        return self._shown[self._led[0] :]

    @property
    def heralds(self) -> int:
        """How many lines appear, as the page has it, before the one with the number of the stop; 0 for not known."""
        return self._led[1]

    @property
    def _shown(self) -> List[Command]:
        return [each for block in self.blocks if isinstance(block, Transcript) for each in block.commands]

    @property
    def _led(self) -> Tuple[int, int]:
        """How many commands lead to the stop, and in which line of the last one's output that is told."""
        there = re.compile(rf"Stop {self.stop or 1} of \d+: ")
        for number, command in enumerate(self._shown, 1):
            for at, line in enumerate(command.output):
                if there.match(line):
                    return number, at
        return 0, 0

    @property
    def parts(self) -> List[Part]:
        """What a tutor tells in order, and waits for in between; what ends in a colon stays with what it announces."""
        parts: List[Part] = []
        for part in self._parts():
            before = parts[-1] if parts else ""
            if isinstance(part, str) and isinstance(before, str) and before.endswith(":"):
                parts[-1] = f"{before}\n\n{part}"
            else:
                parts.append(part)
        return parts

    @property
    def passages(self) -> List[List[Prose]]:
        """All that stands here, as a tutor tells it: up to what is to be typed, and what appears then."""
        passages: List[List[Prose]] = [[]]
        for block in self.blocks:
            if any(isinstance(each, Transcript) for each in passages[-1]) and not isinstance(block, Figure):
                passages.append([])
            passages[-1].append(block)
        return passages

    def _parts(self) -> Iterator[Part]:
        typed = self.typed
        for block in self.blocks:
            if isinstance(block, Transcript):
                commands = [each for each in block.commands if each in typed]
                for waits, group in groupby(
                    commands, lambda each: each.prompt == markdown.DEBUGGER and each.text != LEAVE
                ):
                    yield list(group) if waits else _fenced(group)
            elif told := _told(block, typed):
                yield told

    def told(self, figures: bool = True) -> str:
        """Markdown for a terminal: prose, code, and of the transcripts what is to be typed."""
        typed = self.typed
        parts = (_told(block, typed) for block in self.blocks if figures or not isinstance(block, Figure))
        return "\n\n".join(filter(None, parts)) + "\n"


def _fenced(commands: Iterable[Command]) -> str:
    return "\n".join(["```", *(each.prompt + each.text for each in commands), "```"])


def _told(block: Prose, typed: Sequence[Command]) -> str:
    if isinstance(block, Figure):
        return f"*Figure: {block.caption}* (`{block.path}`)"
    if isinstance(block, Transcript):
        commands = [each for each in block.commands if each in typed]
        return _fenced(commands) if commands else ""
    if isinstance(block, Code):
        return block.source
    if isinstance(block, (Table, Fold)):
        return ""  # a terminal shows no tables, and what is folded away must be asked for
    return LINK.sub(lambda link: link["code"] or link["words"], block.source)
