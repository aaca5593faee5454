"""Fetches Linux as Debian has built it, with what a debugger has to know of it. Nothing is installed.

apt does it, with lists of its own: it checks what it loads by Debian's signature, and goes on where it was broken off.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterator, List

from buddylab.packing.tree import Unpackable

KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
SOURCE = "http://deb.debian.org/debian"
SUITE = "trixie"
KERNEL, SYMBOLS = "linux-image-riscv64", "linux-image-riscv64-dbg"  # packages that name the newest ones
PARTS = {"boot": (KERNEL, "./boot/vmlinux-*"), "vmlinux": (SYMBOLS, "./usr/lib/debug/boot/vmlinux-*")}
LOADED, KEPT = 1.1, 0.34  # GB: what is loaded at most, and what stays
NEEDED = 1.6e9  # bytes: both of it at a time, and apt's lists


def is_there(folder: Path) -> bool:
    """Whether all of it was fetched into `folder`."""
    return all((folder / name).is_file() for name in PARTS)


def question(folder: Path) -> str:
    """What somebody is asked before."""
    return (
        f"This fetches Debian's Linux for RISC-V, with its debug information: {LOADED} GB, of which {KEPT} GB stay, in"
        f" {folder}. Nothing is installed."
    )


def check(folder: Path) -> None:
    """Raises Unpackable where it cannot be fetched into `folder`, which is made."""
    lacks = [name for name in ("apt-get", "apt-cache", "dpkg", "tar") if shutil.which(name) is None]
    if lacks:
        raise Unpackable(f"Debian's Linux cannot be fetched here: there is no {lacks[0]}; try it on Debian or Ubuntu.")
    if not KEYS.is_file():
        raise Unpackable(f"Debian's keys are missing ({KEYS}); install debian-archive-keyring.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free + sum(each.stat().st_size for each in (folder / "apt").glob("*.deb"))
    except OSError as fault:
        raise Unpackable(f"{folder} cannot be made ({fault.strerror}); XDG_CACHE_HOME names another folder.")
    if free < NEEDED:
        raise Unpackable(
            f"There is too little room for Debian's Linux in {folder}: {NEEDED / 1e9} GB are needed, and"
            f" {free / 1e9:.1f} GB are free; make room, or name another folder with XDG_CACHE_HOME."
        )


def fetch(folder: Path) -> None:
    """Fetches it into `folder`. Raises Unpackable; what was loaded then stays, and the next call goes on with it."""
    apt = folder / "apt"
    (apt / "lists" / "partial").mkdir(parents=True, exist_ok=True)
    (apt / "status").touch()
    (apt / "sources.list").write_text(f"deb [signed-by={KEYS}] {SOURCE} {SUITE} main\n")
    options = [f"-o{name}" for name in _options(apt)] + ([] if sys.stdout.isatty() else ["-qq"])
    _run(["apt-get", *options, "update"], apt)
    for name, (package, pattern) in PARTS.items():
        if not (folder / name).is_file():
            newest = _newest(options, package, apt)
            _run(["apt-get", *options, "download", newest], apt)
            _unpack(next(apt.glob(f"{newest}_*.deb")), pattern, folder / name)
    shutil.rmtree(apt)


def _options(apt: Path) -> Iterator[str]:
    """A world of its own for apt: another processor's packages, of another Debian, maybe, and nothing of the system."""
    yield from ("APT::Architecture=riscv64", "APT::Architectures=riscv64", "APT::Update::Error-Mode=any")
    yield from ("Acquire::Languages=none", "Acquire::Retries=3", "APT::Sandbox::User=")
    yield from (f"Dir::Etc::sourcelist={apt}/sources.list", "Dir::Etc::sourceparts=/dev/null")
    yield from (f"Dir::State={apt}", f"Dir::State::lists={apt}/lists", f"Dir::State::status={apt}/status")
    yield from (f"Dir::Cache={apt}", "Dir::Cache::pkgcache=", "Dir::Cache::srcpkgcache=")


def _newest(options: List[str], package: str, apt: Path) -> str:
    found = re.search(r"Depends: (\S+)", _run(["apt-cache", *options, "depends", package], apt, True))
    if found is None:
        raise Unpackable(f"Debian's {SUITE} has no package {package} any more; please report it.")
    return found[1]


def _unpack(package: Path, pattern: str, target: Path) -> None:
    """The first file in `package` with such a name; the others, gigabytes of modules, are not even unpacked."""
    half = target.with_suffix(".half")
    with open(half, "wb") as file:
        opened = subprocess.Popen(
            ["dpkg", "--fsys-tarfile", package], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        taken = subprocess.run(
            ["tar", "-xO", "--wildcards", "--occurrence=1", pattern], stdin=opened.stdout, stdout=file
        )
        opened.kill()
        opened.wait()
    if taken.returncode != 0:
        half.unlink()
        raise Unpackable(f"{package.name} has no {pattern}, or there is no room for it in {target.parent}.")
    os.replace(half, target)
    package.unlink()


def _run(command: List[str], folder: Path, is_asked: bool = False) -> str:
    """What a command prints, if that is asked for; Unpackable with what it says where it fails."""
    done = subprocess.run(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE if is_asked else None,
        stderr=subprocess.PIPE, encoding="utf-8", errors="replace",
    )  # fmt: skip
    if done.returncode != 0:
        said = [line.partition(": ")[2] for line in done.stderr.splitlines() if line.startswith("E: ")]
        why = said[0].rstrip(".") if said else f"status {done.returncode}"
        raise Unpackable(
            f"Debian's packages cannot be fetched ({why}); is there a network? make try-linux goes on from here."
        )
    return done.stdout or ""
