"""What of a snapshot a figure shows and in how many columns: all there is, or what a place has room for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Optional

from buddylab import spelling
from buddylab.draw.figure.places import Place
from buddylab.draw.figure.scene import Scene
from buddylab.draw.figure.sizes import ROOMY, Sizes, table
from buddylab.few import Few


@dataclass(frozen=True)
class Style:
    """How a figure is made. Without arguments, as it is where nobody asked for a place."""

    sizes: Sizes = ROOMY
    across: int = 4  # words of a list in a row
    stacks: Optional[int] = None  # of a heap's orders side by side; None: as many as suit them
    blocks: Few = Few(first=2, last=1, most=4)  # of one list of a heap
    names: int = 14  # characters of the longest name of a block that is drawn: others leave its address no room
    notes: bool = True  # what words were
    rows: int = 0  # of one frame at most; 0: all
    breadth: float = 0.0  # of panels; 0: as it suits them
    low: bool = False  # whether what words were stands beside their names, not below them, and without arrows
    parts: int = 0  # how many parts of a figure that has several; 0: all

    @property
    def fits(self) -> bool:
        """Whether it is made for a place."""
        return self.sizes is not ROOMY

    @property
    def table(self) -> Sizes:
        """The sizes of boxes in a table."""
        return table(self.sizes)


USUAL = Style()


def dressed(scene: Scene, place: Place, *left_out: str) -> Scene:
    """`scene` with what its place has around it, and a line on what there was no room for."""
    said = (f"Not shown: {spelling.together(left_out)}.",) if left_out else ()
    if place.bare:
        return replace(scene, title="", caption=said, left_out=left_out)
    return replace(scene, caption=(*scene.caption, *said), left_out=left_out)


def notes(scene: Scene) -> int:
    """How many words of a scene have a note on what they were."""
    return sum(any(line.kind in ("note", "old") for line in box.lines) for box in scene.boxes)
