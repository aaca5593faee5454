"""Files to be packed: what is committed in git, by its path, and archives made of such."""

from __future__ import annotations

import gzip
import io
import subprocess
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Mapping

from buddylab.whole import write

DAY = (2026, 1, 1, 0, 0, 0)  # of all files in a zip: the same files are the same zip
SECONDS = 1767225600  # the same day


class Unpackable(Exception):
    """Why nothing can be packed, in a sentence."""


@dataclass(frozen=True)
class File:
    """What is in a file."""

    data: bytes
    executable: bool = False

    @property
    def mode(self) -> int:
        """Its rights."""
        return 0o755 if self.executable else 0o644


Tree = Dict[str, File]


def committed(root: Path) -> Tree:
    """All files of the last commit; Unpackable where there is none."""
    try:
        packed = subprocess.run(
            ["git", "archive", "--format=tar", "HEAD"], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError:
        raise Unpackable("git was not found, which knows what is committed; run make deps.")
    if packed.returncode != 0:
        raise Unpackable("Only what is committed in git can be packed; run this in a clone of the repository.")
    found: Tree = {}
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file is not None:
                found[member.name] = File(file.read(), bool(member.mode & 0o100))
    return found


def changed(root: Path, paths: List[str]) -> List[str]:
    """What was changed at these paths, or is new, and not committed yet."""
    said = subprocess.run(
        ["git", "status", "--porcelain", "-z", "--no-renames", "--", *paths], cwd=root, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, encoding="utf-8", errors="surrogateescape",
    )  # fmt: skip
    return [line[3:] for line in said.stdout.split("\0") if line]


def text(tree: Mapping[str, File], path: str) -> str:
    """What is in a text file; Unpackable if it is not committed."""
    if path not in tree:
        raise Unpackable(f"{path} is not committed in git; commit it, then pack.")
    return tree[path].data.decode("utf-8")


def below(tree: Mapping[str, File], folder: str) -> Tree:
    """The files in a folder, by their paths there."""
    return {path[len(folder) + 1 :]: file for path, file in tree.items() if path.startswith(f"{folder}/")}


def tar(tree: Mapping[str, File], folder: str, target: Path) -> None:
    """Packs files into a .tar.gz, in which they lie in a folder."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for path, file in sorted(tree.items()):
            info = tarfile.TarInfo(f"{folder}/{path}")
            info.size, info.mode, info.mtime = len(file.data), file.mode, SECONDS
            archive.addfile(info, io.BytesIO(file.data))
    write(str(target), gzip.compress(packed.getvalue(), mtime=0))


def zipped(tree: Mapping[str, File], target: Path) -> None:
    """Packs files into a .zip, in which they lie at the top."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, file in sorted(tree.items()):
            info = zipfile.ZipInfo(path, DAY)
            info.external_attr = (0o100000 | file.mode) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, file.data)
    write(str(target), packed.getvalue())
