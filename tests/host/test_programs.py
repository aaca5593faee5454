"""The C that an image is made of, compiled for this computer: each program of tests beside this file passes."""

import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
BUILT = HERE.parents[1] / "build" / "host"


@pytest.mark.parametrize("program", sorted(path.stem for path in HERE.glob("test_*.c")))
def test_a_program(program):
    done = subprocess.run([BUILT / program], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
    assert done.returncode == 0 and " passed, 0 failed\n" in done.stdout, done.stdout
