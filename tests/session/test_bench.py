"""What make bench measures is still there to be measured."""

import os
import subprocess
import sys

from session.conftest import GDB, LIMIT, ROOT


def test_the_parts_of_a_figure():
    figure = "import sys; sys.path[:1] = ['tests/bench']; import bench; bench.figure()"
    done = subprocess.run(
        [sys.executable, "-c", figure],
        cwd=ROOT,
        env=dict(os.environ, GDB=GDB),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=LIMIT,
        encoding="utf-8",
    )
    parts = ("read and check", "text", "layout and DOT", "Graphviz", "write")
    assert all(f"{part} " in done.stdout for part in parts), done.stdout
