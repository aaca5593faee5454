"""Writes a cpio archive (newc): Linux' first file system, with one program."""

from __future__ import annotations

PROGRAM = 0o100755  # a file that can be run
LAST = "TRAILER!!!"


def initrd(init: bytes) -> bytes:
    """An archive in which `init` is /init, the program that the kernel starts."""
    return _entry(1, "init", PROGRAM, init) + _entry(0, LAST, 0, b"")


def _entry(number: int, name: str, mode: int, data: bytes) -> bytes:
    """The magic, 13 numbers of eight hexadecimal digits, the name, and what is in the file."""
    told = name.encode() + b"\0"
    numbers = (number, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(told), 0)
    return _full(b"070701" + b"".join(b"%08x" % each for each in numbers) + told) + _full(data)


def _full(part: bytes) -> bytes:
    """`part` up to the next multiple of four."""
    return part + bytes(-len(part) % 4)
