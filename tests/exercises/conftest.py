"""A project in which lab/README.md was followed: made once, since that takes long; each file of tests has a copy."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Iterator

import pytest

from alone import alone
from exercises.instructions import follow
from exercises.planted import FILES


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one of all workers; nobody writes to it."""
    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "followed"
    with alone(shared):
        if not shared.exists():
            shared.with_suffix(".part").mkdir()
            follow(shared.with_suffix(".part")).rename(shared)
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
