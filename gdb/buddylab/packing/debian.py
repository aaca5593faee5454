"""Fetches Linux as Debian has built it, with what a debugger has to know of it. Nothing is installed.

apt says where the packages lie, with lists of its own, and which sums Debian has signed. A package that was broken off
it would load from its beginning again, so that the loading is done here.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from http.client import HTTPException
from typing import Callable, Iterator, List
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from buddylab.packing.tree import Unpackable

KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
SOURCE = "http://deb.debian.org/debian"
SUITE = "trixie"
KERNEL, SYMBOLS = "linux-image-riscv64", "linux-image-riscv64-dbg"  # packages that name the newest ones
PARTS = {"boot": (KERNEL, "./boot/vmlinux-*"), "vmlinux": (SYMBOLS, "./usr/lib/debug/boot/vmlinux-*")}
LOADED, KEPT = 1.1, 0.34  # GB: what is loaded at most, and what stays
UNREACHED = "Debian's packages cannot be fetched ({}); is there a network? make try-linux goes on from here."
PARTIAL, ALL_THERE = 206, 416  # what a server answers that sends the rest, and one that has none to send
PIECE = 1 << 20  # bytes
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


def fetch(folder: Path, say: Callable[[str], None]) -> None:
    """Fetches it into `folder`, and says meanwhile what takes long.

    Raises Unpackable; what was loaded then stays, and the next call goes on with it.
    """
    say("Loading the lists of Debian's packages.")
    apt = folder / "apt"
    (apt / "lists" / "partial").mkdir(parents=True, exist_ok=True)
    (apt / "status").touch()
    (apt / "sources.list").write_text(f"deb [signed-by={KEYS}] {SOURCE} {SUITE} main\n")
    options = [f"-o{name}" for name in _options(apt)]
    _run(["apt-get", *options, "update"], apt)
    loaded = {}
    for name, (package, _) in PARTS.items():
        newest = _found(r"Depends: (\S+)", _run(["apt-cache", *options, "depends", package], apt))
        place = _run(["apt-get", *options, "download", "--print-uris", newest], apt / "lists")
        loaded[name] = apt / f"{newest}.deb"
        say(f"Loading {newest}.")
        _load(_found(r"'(\S+)'", place), loaded[name], _found(r"SHA256:(\w+)", place))
    say("Unpacking, which takes a minute or two.")
    for name, (_, pattern) in PARTS.items():  # both now, since they must be of one version
        _unpack(loaded[name], pattern, folder / name)
    shutil.rmtree(apt)


def _load(place: str, target: Path, digest: str) -> None:
    """Loads a file, or what is missing of it; Unpackable where that cannot be, or where it is not what was signed."""
    start = target.stat().st_size if target.exists() else 0
    try:
        with urlopen(Request(place, headers={"Range": f"bytes={start}-"} if start else {}), timeout=60) as answer:
            goes_on = answer.status == PARTIAL
            with open(target, "ab" if goes_on else "wb") as file:
                total = int(answer.headers["Content-Length"] or 0) + file.tell()
                while part := answer.read(PIECE):
                    file.write(part)
                    if sys.stdout.isatty():
                        print(f"\r{file.tell() >> 20} of {total >> 20} MiB", end="", flush=True)
        if sys.stdout.isatty():
            print()
    except HTTPError as fault:
        if fault.code != ALL_THERE:
            raise Unpackable(UNREACHED.format(f"{fault.code} {fault.reason}"))
    except (OSError, HTTPException) as fault:
        raise Unpackable(UNREACHED.format(fault))
    with open(target, "rb") as file:
        found = hashlib.sha256()
        while part := file.read(PIECE):
            found.update(part)
    if found.hexdigest() != digest:
        target.unlink()
        raise Unpackable(
            f"{target.name} is not what Debian has signed, and was deleted; make try-linux loads it again."
        )


def _options(apt: Path) -> Iterator[str]:
    """A world of its own for apt: another processor's packages, of another Debian, maybe, and nothing of the system."""
    yield from ("APT::Architecture=riscv64", "APT::Architectures=riscv64", "APT::Update::Error-Mode=any")
    yield from ("Acquire::Languages=none", "Acquire::Retries=3", "APT::Sandbox::User=")
    yield from (f"Dir::Etc::sourcelist={apt}/sources.list", "Dir::Etc::sourceparts=/dev/null")
    yield from (f"Dir::State={apt}", f"Dir::State::lists={apt}/lists", f"Dir::State::status={apt}/status")
    yield from (f"Dir::Cache={apt}", "Dir::Cache::pkgcache=", "Dir::Cache::srcpkgcache=")


def _found(pattern: str, said: str) -> str:
    found = re.search(pattern, said)
    if found is None:
        raise Unpackable(f"Debian's {SUITE} has no {KERNEL} any more; please report it.")
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


def _run(command: List[str], folder: Path) -> str:
    """What a command prints; Unpackable with what it says where it fails."""
    done = subprocess.run(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        errors="replace",
    )  # fmt: skip
    if done.returncode != 0:
        said = [line.partition(": ")[2] for line in done.stderr.splitlines() if line.startswith("E: ")]
        raise Unpackable(UNREACHED.format(said[0].rstrip(".") if said else f"status {done.returncode}"))
    return done.stdout
