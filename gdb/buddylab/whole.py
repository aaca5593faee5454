"""Writes a file whole or not at all."""

from __future__ import annotations

import os


def write(name: str, data: bytes) -> None:
    """Puts `data` into the file `name`, replacing an old one in one step, or raises OSError and leaves it intact."""
    temporary = os.path.join(os.path.dirname(os.path.abspath(name)), f".buddylab-{os.urandom(8).hex()}")
    file = open(temporary, "xb")
    try:
        with file:
            file.write(data)
        os.replace(temporary, name)
    except BaseException:
        os.unlink(temporary)
        raise
