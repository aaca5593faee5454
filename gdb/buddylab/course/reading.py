"""A learner's way through what there is to read at a stop: text up to the next task, and on when that was done."""

from __future__ import annotations

from typing import Callable, List, Optional, Sequence, Union

from buddylab.course.blocks import Command

Part = Union[str, List[Command]]  # text, as Markdown, or a task: what is to be typed next


class Reading:
    """One section, in parts, and how far it was read."""

    def __init__(self, parts: Sequence[Part], at: int = 0) -> None:
        """`at` parts lie behind, as `at` tells; more than there are means all of them."""
        self._parts = parts
        self.at = min(at, len(parts))
        self._open = self._begun()

    @property
    def task(self) -> Optional[Command]:
        """What is to be typed now; None where there is text to be read first, or nothing is left."""
        return self._open[0] if self._open else None

    @property
    def over(self) -> bool:
        """Whether all was read, and typed."""
        return self.at == len(self._parts)

    def onward(self, fits: Callable[[str], bool], least: int = 0) -> str:
        """The text up to the next task, as Markdown: as many parts as fit, and so many at `least`; "" for none."""
        told, first = "", self.at
        while not self.over and isinstance(part := self._parts[self.at], str):
            longer = f"{told}\n\n{part}" if told else part
            if self.at >= first + least and not fits(longer):
                break
            told = longer
            self._go_on()
        return told

    def heard(self, line: str, same: Callable[[str, str], bool]) -> Optional[Command]:
        """The command of the next task that was done by typing `line`, if any; text in front of it counts as read."""
        for at in range(self.at, len(self._parts)):
            part = self._parts[at]
            if isinstance(part, str):
                continue
            done = next((each for each in self._open or part if same(each.text, line)), None)
            if done is not None:
                self.at = at
                self._open = [each for each in self._open or part if each is not done]
                if not self._open:
                    self._go_on()
            return done
        return None

    def skip(self) -> None:
        """Leaves the task at hand undone."""
        if self._open:
            self._go_on()

    def undo(self) -> None:
        """The task at hand is to be done from its first command on: the machine stands elsewhere."""
        self._open = self._begun()

    def again(self) -> None:
        """Begins anew."""
        self.at = 0
        self.undo()

    def _go_on(self) -> None:
        self.at += 1
        self._open = self._begun()

    def _begun(self) -> List[Command]:
        part = "" if self.over else self._parts[self.at]
        return [] if isinstance(part, str) else list(part)
