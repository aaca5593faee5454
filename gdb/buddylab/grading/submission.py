"""Finds a student's file in what was handed in: a folder, however it was packed, or a zip.

Nothing of it is believed: a link is not followed, a pipe is not waited for, and of a zip only small C files are read.
"""

from __future__ import annotations

import os
import re
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import List, Optional, Tuple

from buddylab.grading.running import plain

LARGEST = 100_000  # bytes of a submitted file
DEEPEST = 6  # folders in one another that are searched for it
PACKED = 20_000_000  # bytes of a zip
MEMBERS = 5_000  # files in a zip
SEVERAL = 3  # files of a name that are told


class Refused(Exception):
    """Why a submission cannot be tried, in a clause."""


def take(submission: Path, exercise: str, name: str) -> bytes:
    """The file `name`: in its place in the tree, in the exercise's folder, at the top, further down, or in a zip.

    Capital letters make no difference where there is no file of the very name.
    """
    if submission.is_file():
        return _unzipped([submission], exercise, name)
    places = [Path("lab/exercises") / exercise / name, Path(exercise) / name, Path(name)]
    place = next((place for place in places if os.path.lexists(submission / place)), None)
    place = place or _only(_further_down(submission, name), exercise, name)
    if place is not None:
        return _read(submission, place)
    zips = sorted(path for path in submission.iterdir() if path.suffix.lower() == ".zip" and not path.is_symlink())
    if zips:
        return _unzipped(zips, exercise, name)
    raise Refused(f"there is no {name} in the submission; expected it at its top, or as {places[0]}")


def is_packed(path: Path) -> bool:
    """Whether there is a zip at this path."""
    return path.is_file() and path.suffix.lower() == ".zip"


def _read(submission: Path, place: Path) -> bytes:
    path = submission / place
    if path.parent.resolve() != submission.resolve() / place.parent or path.is_symlink():
        raise Refused(f"{plain(str(place))} is a symbolic link, or is reached through one; expected a file")
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Refused(f"{plain(str(place))} is not a file; expected one")
            return _small(file.read(LARGEST + 1), str(place))
    except IsADirectoryError:
        raise Refused(f"{plain(str(place))} is not a file; expected one")
    except OSError as fault:
        raise Refused(f"{plain(str(place))} cannot be read ({fault.strerror})")


def _small(source: bytes, name: str) -> bytes:
    if len(source) > LARGEST:
        raise Refused(f"{plain(name)} is too large; expected at most {LARGEST} bytes")
    return source


def _further_down(submission: Path, name: str) -> List[Path]:
    """Where files of that name lie in the submission's folders."""
    found = []
    for at, folders, files in os.walk(submission):
        inside = Path(at).relative_to(submission)
        if len(inside.parts) >= DEEPEST:
            folders.clear()
        found += [inside / each for each in files if each.lower() == name]
    return [place for place in found if place.name == name] or found


def _only(found: List[Path], exercise: str, name: str) -> Optional[Path]:
    """The only one of these files, or the only one in a folder of the exercise."""
    named = [place for place in found if place.parent.name == exercise] or found
    if len(named) > 1:
        several = plain(", ".join(sorted(map(str, named))[:SEVERAL]))
        raise Refused(f"there are several {name} in the submission ({several}); expected one")
    return named[0] if named else None


def _unzipped(zips: List[Path], exercise: str, name: str) -> bytes:
    """The file in one of these zips."""
    members: List[Tuple[Path, bytes]] = []
    for path in zips:
        try:
            members += _members(path, name)
        except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, EOFError) as fault:
            raise Refused(f"{plain(path.name)} is not a zip that can be read ({plain(str(fault))[:80]})")
    exact = [place for place, _ in members if place.name == name] or [place for place, _ in members]
    place = _only(exact, exercise, name)
    if place is None:
        raise Refused(f"there is no {name} in {plain(zips[0].name)}; expected it there")
    return _small(dict(members)[place], str(place))


def _members(path: Path, name: str) -> List[Tuple[Path, bytes]]:
    """Every file of that name in a zip, and where it lies."""
    if not path.is_file() or path.stat().st_size > PACKED:
        raise Refused(f"{plain(path.name)} is not a file of at most {PACKED // 1_000_000} MB; expected one")
    found = []
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        if len(infos) > MEMBERS:
            raise Refused(f"{plain(path.name)} holds {len(infos)} files; expected at most {MEMBERS}")
        for info in infos:
            place = PurePosixPath(info.filename.replace("\\", "/"))
            if place.name.lower() != name or info.is_dir():
                continue
            if place.is_absolute() or ".." in place.parts or re.match(r"[A-Za-z]:", str(place)):
                raise Refused(f"{plain(path.name)} holds {plain(str(place))}, a path that leads out of it")
            if stat.S_ISLNK(info.external_attr >> 16):
                raise Refused(f"{plain(str(place))} is a symbolic link, or is reached through one; expected a file")
            with archive.open(info) as member:
                found.append((Path(place), member.read(LARGEST + 1)))
            if len(found) > SEVERAL:
                break
    return found
