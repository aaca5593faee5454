"""Each list of a file's table KINDS, and each damage to it, is a test of its own; its PROGRAM is built and run once."""

from __future__ import annotations

import pytest

from foreign.build import built
from foreign.kinds import damages
from foreign.properties import SEEDS, Session


def pytest_generate_tests(metafunc):
    kinds = getattr(metafunc.module, "KINDS", ())
    if "seed" in metafunc.fixturenames:  # outermost: the program runs anew for each
        metafunc.parametrize("seed", SEEDS)
    if "harm" in metafunc.fixturenames:
        pairs = [(kind, harm) for kind in kinds for harm in damages(kind)]
        metafunc.parametrize("kind, harm", pairs, ids=[f"{kind.name}-{harm}" for kind, harm in pairs])
    elif "kind" in metafunc.fixturenames:
        metafunc.parametrize("kind", kinds, ids=[kind.name for kind in kinds])


@pytest.fixture(scope="module")
def program(request, tmp_path_factory):
    """The session that all tests of a file share."""
    module = request.module
    built_here = built(tmp_path_factory.mktemp("foreign"), module.PROGRAM, getattr(module, "LIBRARIES", ()))
    with Session(built_here, getattr(module, "FRAME", "")) as session:
        yield session
