"""Who handed in what: reads a folder of students' folders or zips, or of files as a course system names them.

Canvas: name_4711_99_stack.c, name_LATE_4711_99_stack.c (numbers of the user, of the upload), anon_x7Yz9_99_stack.c
Moodle: Name Surname_4711_assignsubmission_file_/stack.c, or with _stack.c instead of a folder
GitHub Classroom: clones called assignment-username
"""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, List, Optional, Tuple

from buddylab.grading import submission
from buddylab.grading.submission import Loose, Refused

MOODLE = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)(_(?P<file>.*))?", re.DOTALL)
CANVAS = re.compile(
    r"((?P<name>.+?)(?P<late>_LATE)?_(?P<number>\d+)|(?P<early>LATE_)?(?P<anonymous>anon_[^_]+))"
    r"_(?P<upload>\d+)_(?P<file>.+)",
    re.DOTALL,
)
NOBODY = re.compile(r"\..*|__MACOSX|Thumbs\.db|desktop\.ini", re.DOTALL)  # what systems leave lying about


@dataclass
class Student:
    """What somebody handed in: a folder or a zip, or some files."""

    name: str
    number: str = ""  # that a course system gave; "" for none
    whole: Optional[Path] = None
    files: List[Loose] = field(default_factory=list)
    late: bool = False

    def take(self, exercise: str, name: str) -> bytes:
        """The file of that name, for an exercise; Refused says why there is none."""
        try:
            if self.whole is not None:
                return submission.take(self.whole, exercise, name)
            return submission.take_loose(self.files, exercise, name)
        except OSError as fault:
            raise Refused(f"what was handed in cannot be read ({fault.strerror})")

    @property
    def places(self) -> List[str]:
        """The names of what was handed in, in the folder of all."""
        return [self.whole.name] if self.whole is not None else [each.path.name for each in self.files]


@dataclass
class Roster:
    """All students of a folder, by their names, and what belongs to nobody."""

    students: List[Student]
    left_out: List[str]


def read(folder: Path) -> Roster:
    """The students whose work lies in a folder."""
    known: Dict[Tuple[str, str], Student] = {}
    left_out: List[str] = []
    paths = sorted(path for path in folder.iterdir() if not NOBODY.fullmatch(path.name))
    assignment = _assignment(paths)
    for path in paths:
        if path.is_symlink() or not _is_work(path, known, len(assignment)):
            left_out.append(path.name)
    students = sorted(known.values(), key=lambda each: (each.name.casefold(), each.number, each.places))
    return Roster(students, left_out)


def _is_work(path: Path, known: Dict[Tuple[str, str], Student], prefix: int) -> bool:
    """Whether it is a student's; then it is put to what that student has handed in already."""
    moodle = MOODLE.fullmatch(path.name)
    if moodle and moodle["kind"] != "file":
        return False
    if path.is_dir():
        name, number = (moodle["name"], moodle["number"]) if moodle else (path.name[prefix:], "")
        known[path.name, ""] = Student(_shown(name), number, path)
        return True
    if not path.is_file():
        return False
    canvas = None if moodle else CANVAS.fullmatch(path.name)
    if moodle and moodle["file"]:
        student = known.setdefault(
            (moodle["name"], moodle["number"]), Student(_shown(moodle["name"]), moodle["number"])
        )
        student.files.append(Loose(path, moodle["file"]))
    elif canvas:
        name, number = canvas["name"] or canvas["anonymous"], canvas["number"] or ""
        student = known.setdefault((name, number), Student(_shown(name), number))
        student.files.append(Loose(path, canvas["file"], int(canvas["upload"])))
        student.late = student.late or bool(canvas["late"] or canvas["early"])
    elif submission.is_packed(path):
        known[path.name, ""] = Student(_shown(path.stem), "", path)
    else:
        return False
    return True


def _assignment(paths: List[Path]) -> str:
    """What the names of all folders begin with where each is a clone, as GitHub Classroom makes them: assignment-"""
    folders = [path.name for path in paths if path.is_dir()]
    if len(folders) < 2 or not all((path / ".git").exists() for path in paths if path.is_dir()):
        return ""
    common = os.path.commonprefix(folders)
    return common[: common.rfind("-") + 1]


def _shown(name: str) -> str:
    """A name as others write it: systems differ in how they write an umlaut."""
    return unicodedata.normalize("NFC", name)
