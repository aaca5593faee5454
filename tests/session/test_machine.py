"""The image without a debugger: what it prints, and the status that it ends with."""

import subprocess

import pytest

from buddylab.course.player import surroundings
from session.conftest import LIMIT, ROOT

QEMU = "${QEMU:-qemu-system-riscv64} -machine virt -bios none -smp 1 -m 128M -display none -serial stdio -monitor none"


def run(line):
    return subprocess.run(
        line,
        shell=True,
        cwd=ROOT,
        env=surroundings(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=LIMIT,
    )


@pytest.mark.parametrize("lesson, lines", [("01", 5), ("02", 6)])
def test_a_lesson_prints_its_results_and_succeeds(lesson, lines):
    done = run(f"make run LESSON={lesson}")
    assert done.returncode == 0, done.stdout
    assert len([line for line in done.stdout.splitlines() if line.endswith(": ok")]) == lines


def test_an_unknown_lesson_is_named_with_those_that_exist():
    done = run("make run LESSON=99")
    assert done.returncode != 0
    assert "There is no lesson 99; expected one of these: 01 02" in done.stdout


@pytest.mark.parametrize(
    "image, status, words",
    [
        ("panic", 2, ["panic: tests/session/images/panic.c:", "expected 0x2a, found 0x29"]),
        ("trap", 3, ["load access fault", "pc 0x8000", "address 0xdead0000"]),
        ("overflow", 3, ["store access fault", "guard page"]),
    ],
)
def test_failures_name_their_reason_and_fail(image, status, words):
    done = run(f"{QEMU} -kernel build/tests/{image}.elf")
    assert done.returncode == status, done.stdout
    for word in words:
        assert word in done.stdout
