"""What Gradescope makes its autograder of: a zip with setup.sh and run_autograder at its top, and what they need.

It has no tests and no solutions. Its hidden tests are not seen by students, who never get the zip.
"""

from __future__ import annotations

import re
from typing import Mapping, Sequence

from buddylab.packing import handout
from buddylab.packing.tree import File, Tree, below

NEEDED = r"Makefile|LICENSE|(gdb|kernel)/.*|lab/[^/]*\.h"


def autograder(tree: Mapping[str, File], chosen: Sequence[str]) -> Tree:
    """The files of the zip that grades these exercises, made of all that is committed."""
    for name in chosen:
        handout.title(tree, name)  # which says so if it is not committed
    exercises = "|".join(re.escape(f"lab/exercises/{name}/") for name in chosen)
    needed = {path: file for path, file in tree.items() if re.fullmatch(rf"{NEEDED}|({exercises}).*", path)}
    return {**needed, **below(tree, "lab/class/autograder")}
