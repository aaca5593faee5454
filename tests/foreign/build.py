"""Builds a program of programs/ with the compiler of its language."""

from __future__ import annotations

import subprocess
from pathlib import Path

PROGRAMS = Path(__file__).resolve().parent / "programs"
C = ("cc", "-g", "-O0", "-w")
CPP = ("g++", "-g", "-O0", "-w", "-std=c++17")


def built(folder, name, libraries=()):
    """The program, in `folder`; `libraries` by pkg-config's names, or crates that Debian packs."""
    source, out = PROGRAMS / name, folder / Path(name).stem
    line = {".c": C, ".cc": CPP}[source.suffix]
    flags = subprocess.check_output(("pkg-config", "--cflags", *libraries), text=True).split() if libraries else []
    links = subprocess.check_output(("pkg-config", "--libs", *libraries), text=True).split() if libraries else []
    subprocess.run([*line, *flags, "-o", out, source, *links], check=True)
    return out
