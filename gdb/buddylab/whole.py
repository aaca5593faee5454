"""Writes a file whole or not at all."""

from __future__ import annotations

import os


def write(name: str, data: bytes) -> None:
    """Puts `data` into the file `name`, replacing an old one in one step, or raises OSError and leaves it intact."""
    import tempfile  # takes long to load

    folder = os.path.dirname(os.path.abspath(name))
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".buddylab-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, name)
    except BaseException:
        os.unlink(temporary)
        raise
