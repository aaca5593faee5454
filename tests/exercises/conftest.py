"""Projects to be spoilt: a copy of this one, and one in which lab/README.md was followed, which is made once."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Iterator

import pytest

from alone import alone
from exercises.instructions import follow
from exercises.planted import FILES
from exercises.submissions import ROOT


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a grading needs of the project."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("Makefile", "walkthrough.md"):
        shutil.copy(ROOT / name, folder)
    for name in ("gdb", "kernel", "lab"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one of all workers; nobody writes to it."""
    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "followed"
    with alone(shared):
        if not shared.exists():
            part = shared.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)  # of a worker that failed here, and said why
            part.mkdir()
            follow(part).rename(shared)
    return shared


@pytest.fixture(scope="module")
def followed(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that nothing was built in: what is built names the folder of its sources."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(made, folder, ignore=shutil.ignore_patterns("build", "__pycache__"), dirs_exist_ok=True)
    return folder


@pytest.fixture
def project(followed: Path) -> Iterator[Path]:
    """The copy; what was planted in it is gone at the end."""
    kept = {name: (followed / name).read_bytes() for name in FILES}
    yield followed
    for name, data in kept.items():
        if not (followed / name).exists() or (followed / name).read_bytes() != data:
            (followed / name).write_bytes(data)
