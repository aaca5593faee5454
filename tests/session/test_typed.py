"""What is typed behind make and cannot be meant so is told in one sentence; all that has a meaning keeps it."""

import subprocess

import pytest

from buddylab.course.player import surroundings
from session.conftest import LIMIT, ROOT


def make(*words):
    """Types it, from another folder, and does nothing of what it would do."""
    return subprocess.run(
        ["make", "-n", "-C", str(ROOT), *words], cwd="/", env=surroundings(), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT, encoding="utf-8",
    )  # fmt: skip


@pytest.mark.parametrize(
    "words, sentence",
    [
        ("debug 00", "There is no task 00; expected make debug LESSON=00."),
        ("debug 2", "There is no task 2; expected make debug LESSON=2 or make debug EXERCISE=2."),
        ("grade 03", "There is no task 03; expected make grade EXERCISE=03."),
        ("run 2", "There is no task 2; expected make run LESSON=2 or make run EXERCISE=2."),
        ("debug 01-intrusive-list", "There is no task 01; expected make debug LESSON=01 or make debug EXERCISE=01."),
        ("77", "There is no task 77; expected make debug LESSON=NN or make debug EXERCISE=NN."),
        ("debug LESON=00", "There is no LESON; expected LESSON=00."),
        ("debug lesson=00", "There is no lesson; expected LESSON=00."),
        ("debug Lessons=00", "There is no Lessons; expected LESSON=00."),
        ("grade EXCERCISE=1", "There is no EXCERCISE; expected EXERCISE=1."),
        ("grade EXE=1", "There is no EXE; expected EXERCISE=1."),
        ("grade SUBMISION=/tmp", "There is no SUBMISION; expected SUBMISSION=/tmp."),
        ("fuzz SEEDS=3", "There is no SEEDS; expected SEED=3."),
        ("debug LESSON=99", "There is no lesson 99; expected one of these: 00 01"),
        ("grade EXERCISE=00", "There is no exercise 00; expected one of these: 01 02"),
    ],
)
def test_what_cannot_be_meant(words, sentence):
    done = make(*words.split())
    assert done.returncode != 0 and sentence in done.stdout
    assert "No rule" not in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ["debug", "LESSON=0"],
        ["debug", "LESSON=2", "EXERCISE="],
        ["run", "EXERCISE=1"],
        ["grade", "EXERCISE=09", "SUBMISSION=/a folder"],
        ["fuzz", "SEED=1", "ROUNDS=2", "PART=walks"],
        ["figures", "FORMAT=pdf", "THEME=print", "OUT=/tmp/figures"],
        ["debug", "V=1", "PYTHON=python3", "PYTEST=pytest", "DOT=dot"],
        # what packagers pass, and what is meant for the environment
        ["all", "CC=gcc", "CFLAGS=-O2 -g", "LDFLAGS=-Wl,-z,relro", "PREFIX=/usr", "DESTDIR=/tmp/a", "prefix=/usr"],
        ["debug", "BUDDYLAB_GUIDE=off", "NO_COLOR=1", "TERM=dumb", "SESSION=1", "LESS=-R", "LANG=C", "SE=1"],
    ],
)
def test_what_has_a_meaning(words):
    done = make(*words)
    assert done.returncode == 0, done.stdout
    assert "There is no" not in done.stdout
