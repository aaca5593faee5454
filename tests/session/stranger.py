"""GDB as a stranger uses it: a session of their own, into which they source gdb/load.py."""

from __future__ import annotations

import json
import re
import subprocess

from session.conftest import GDB, LIMIT, ROOT

PROGRAMS = ROOT / "tests" / "session" / "programs"
OWN = ROOT / "lab" / "own"  # what the walkthrough has its reader compile
LOAD = f"source {ROOT}/gdb/load.py"
START = [GDB, "-nx", "-q", "-iex", "set debuginfod enabled off", "-iex", "set pagination off"]
QUIET = "-display none -serial none -monitor none -S -gdb stdio"
SV39 = ROOT / "build" / "tests" / "sv39.elf"


def machine(image, bits=64, more=""):
    """What to type to have a machine run `image`."""
    name = f"qemu-system-riscv{bits}"
    return f"target remote | exec {name} -machine virt -bios none -m 128M {QUIET} -kernel {image} {more}"


def typed(folder, *commands, program=None):
    """What a GDB prints that is given `commands`, then ends."""
    line = START + ["-batch"] + ([str(program)] if program else [])
    for command in commands:
        line += ["-ex", command]
    done = subprocess.run(
        line, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT
    )
    shown = done.stdout.decode()
    for words in ("Traceback", "Python Exception", "Error occurred", "failed (", "internal-error"):
        assert words not in shown, shown
    return shown


def words(shown):
    """The text without its line ends."""
    return re.sub(r"\s+", " ", shown)


def found(shown):
    """The documents in the output of show-list … --out -."""
    decoder = json.JSONDecoder()
    return [decoder.raw_decode(shown, match.start())[0] for match in re.finditer(r'^\{\n "schema"', shown, re.M)]


def compiled(folder, name, *flags):
    """One of the programs, built in `folder`."""
    out = folder / name
    source = next(place / f"{name}.c" for place in (PROGRAMS, OWN) if (place / f"{name}.c").exists())
    subprocess.run(["cc", "-g", *flags, "-o", out, source], check=True)
    return out
