"""Finds a student's file in what was handed in: a folder, however it was packed, or a zip.

Nothing of it is believed: a link is not followed, a pipe is not waited for, and of a zip only small C files are read.
"""

from __future__ import annotations

import os
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import List, Optional, Sequence, Tuple

from buddylab.grading.running import plain

LARGEST = 100_000  # bytes of a submitted file
DEEPEST = 6  # folders in one another that are searched for it
PACKED = 20_000_000  # bytes of a zip
MEMBERS = 5_000  # files in a zip
SEVERAL = 3  # files of a name that are told


class Refused(Exception):
    """Why a submission cannot be tried, in a clause."""


@dataclass(frozen=True)
class Loose:
    """A file that lies among those of others, under a name that a course system made."""

    path: Path
    called: str  # what the student called it
    upload: int = 0  # its number, which grows with time


def take(submission: Path, exercise: str, name: str) -> bytes:
    """The file `name`: in its place in the tree, in the exercise's folder, at the top, further down, or in a zip.

    Where there is no file of the very name, capital letters make no difference, and stack-1.c counts as stack.c.
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


def take_loose(files: Sequence[Loose], exercise: str, name: str) -> bytes:
    """The file `name` among loose ones, the latest if there are several; or in a zip among them."""
    latest = sorted(files, key=lambda each: (each.upload, _number(each.called)), reverse=True)
    for each in latest:
        if _is_called(each.called, name):
            return _read(each.path.parent, Path(each.path.name))
    zips = [each.path for each in latest if is_packed(each.path)]
    for path in zips:
        found = _found([path], exercise, name)
        if found is not None:
            return found
    where = plain(zips[0].name) if zips else "the files that were handed in"
    raise Refused(f"there is no {name} in {where}; expected it there")


def is_packed(path: Path) -> bool:
    """Whether there is a zip at this path."""
    return path.is_file() and path.suffix.lower() == ".zip"


def _is_called(called: str, name: str) -> bool:
    """Whether it may be meant: STACK.C, and stack-1.c or stack (1).c, as what is uploaded or stored again is called."""
    stem, _, ending = name.rpartition(".")
    return bool(re.fullmatch(rf"{re.escape(stem)}(-\d+| ?\(\d+\))?\.{ending}", called, re.IGNORECASE))


def _number(called: str) -> int:
    """The number in stack-1.c; 0 where there is none."""
    found = re.search(r"[-(](\d+)\)?\.\w+$", called)
    return int(found[1]) if found else 0


def _nearest(found: Sequence[Path], name: str) -> List[Path]:
    """Of files that may be meant those of the very name; else of the name but for capitals; else the latest."""
    exact = [place for place in found if place.name == name] or [p for p in found if p.name.lower() == name]
    if exact:
        return exact
    latest = {place.parent: place for place in sorted(found, key=lambda each: _number(each.name))}
    return [*latest.values()]


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
        found += [inside / each for each in files if _is_called(each, name)]
    return _nearest(found, name)


def _only(found: List[Path], exercise: str, name: str) -> Optional[Path]:
    """The only one of these files, or the only one in a folder of the exercise."""
    named = [place for place in found if place.parent.name == exercise] or found
    if len(named) > 1:
        several = plain(", ".join(sorted(map(str, named))[:SEVERAL]))
        raise Refused(f"there are several {name} in the submission ({several}); expected one")
    return named[0] if named else None


def _unzipped(zips: List[Path], exercise: str, name: str) -> bytes:
    """The file in one of these zips; Refused if it is in none."""
    found = _found(zips, exercise, name)
    if found is None:
        raise Refused(f"there is no {name} in {plain(zips[0].name)}; expected it there")
    return found


def _found(zips: List[Path], exercise: str, name: str) -> Optional[bytes]:
    """The file in one of these zips, if it is there."""
    members: List[Tuple[Path, bytes]] = []
    for path in zips:
        try:
            members += _members(path, name)
        except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, EOFError) as fault:
            raise Refused(f"{plain(path.name)} is not a zip that can be read ({plain(str(fault))[:80]})")
    place = _only(_nearest([place for place, _ in members], name), exercise, name)
    return None if place is None else _small(dict(members)[place], str(place))


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
            if not _is_called(place.name, name) or info.is_dir():
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
