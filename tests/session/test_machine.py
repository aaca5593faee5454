"""The image without a debugger: what it prints, and the status that it ends with."""

import re
import subprocess

import pytest

from buddylab.checking import building, lessons
from buddylab.course import steps
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


@pytest.mark.parametrize("number, name", lessons.folders(ROOT).items())
def test_a_lesson_prints_its_results_and_succeeds(number, name):
    assert building.lesson(ROOT, steps.read(ROOT, f"lab/{name}/lesson.c"), number) == (True, [])


def test_the_kernel_heap_prints_the_six_lines_of_the_article():
    lines = [line for line in run("make run LESSON=07").stdout.splitlines() if line.startswith(("heap_value", "vec"))]
    assert [re.sub("0x[0-9a-f]+", "0x…", line) for line in lines] == [
        "heap_value assertion successfully!",
        "heap_value is at 0x…",
        "heap_value is in section .bss!",
        "vec assertion successfully!",
        "vec is at 0x…",
        "vec is in section .bss!",
    ]


def test_the_machine_and_the_host_agree_on_a_trace_of_100_000_calls():
    machine = run(f"{QEMU} -kernel build/tests/trace.elf")
    host = run("build/host/trace")
    assert (machine.returncode, host.returncode) == (0, 0)
    traces = [[line for line in done.stdout.splitlines() if line.startswith("trace:")] for done in (machine, host)]
    assert traces[0] == traces[1]
    assert any(line.startswith("trace: 100000 calls") for line in traces[0])


def test_an_unknown_lesson_is_named_with_those_that_exist():
    done = run("make run LESSON=99")
    assert done.returncode != 0
    assert "There is no lesson 99; expected one of these: 00 01 02 03" in done.stdout


@pytest.mark.parametrize(
    "image, status, words",
    [
        ("panic", 2, ["panic: tests/session/images/panic.c:", "expected 0x2a, found 0x29"]),
        ("trap", 3, ["load access fault", "pc 0x8000", "address 0xdead0000"]),
        ("overflow", 3, ["store access fault", "guard page"]),
        ("double_free", 2, ["panic: kernel/buddy_ledger.c:", "expected", "found"]),
    ],
)
def test_failures_name_their_reason_and_fail(image, status, words):
    done = run(f"{QEMU} -kernel build/tests/{image}.elf")
    assert done.returncode == status, done.stdout
    for word in words:
        assert word in done.stdout
