"""Whether what a page names is there: the targets of its links, and the tasks of make."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Iterator, Set

from buddylab.course import book
from buddylab.course.markdown import headings
from buddylab.course.mistake import Mistake

LINK = re.compile(r"\]\(([^)\s]+)\)")
TASK = re.compile(r"(?:`|\$ |^    )make ([a-z-]+)", re.MULTILINE)


def mistakes(root: Path, page: str, text: str, first: int = 1) -> Iterator[Mistake]:
    """What is missing of what `text` names, which begins in line `first` of `page`."""
    for link in LINK.finditer(text):
        target, line = link[1], first + text.count("\n", 0, link.start())
        path, _, anchor = target.partition("#")
        there = (root / page).parent / path if path else root / page
        if "://" in target:
            continue
        if not there.exists():
            drawn = "; make figures draws it" if path.startswith("diagrams/") else f", as one gets there from {page}"
            yield Mistake(page, line, f"there is no {path}; expected such a file{drawn}.")
        elif anchor and f"#{anchor}" not in _known(there, anchor):
            what = f"the link leads to #{anchor}, and {path or page} has no such heading; expected one of its headings"
            yield Mistake(page, line, f"{what}, in small letters, with - for spaces.")
    tasks = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for named in TASK.finditer(text):
        if named[1] not in tasks:
            line = first + text.count("\n", 0, named.start(1))
            yield Mistake(page, line, f"there is no make {named[1]}; expected a task that make help lists.")


def _known(page: Path, anchor: str) -> Set[str]:
    """The same; where the page cannot be read, which its own check tells, any anchor may be there."""
    try:
        return anchors(page)
    except ValueError:
        return {f"#{anchor}"}


def anchors(page: Path) -> Set[str]:
    """What a page's headings are linked by. Raises ValueError where it cannot be read."""
    return {book.anchor(title) for _, _, title in headings(page.read_text(encoding="utf-8").split("\n"), page.name)}
