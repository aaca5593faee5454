"""What was graded before is not graded again: a result is kept under what it depends on.

That is the student's file, the exercise and its judge, what is linked with it, the tools, and the grader itself. If one
of them is another one, so is the result. Results that a judge's fault has made are not kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from concurrent.futures import Future
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Lock
from typing import Callable, Dict, Iterator, Optional, Tuple

from buddylab.grading.compiling import Compiler
from buddylab.grading.exercise import Exercise
from buddylab.grading.results import Graded, Result, whole
from buddylab.whole import write


@dataclass
class Known:
    """The results in a folder; each file of an exercise is graded once, however many students handed it in."""

    folder: Path
    graded: int = 0  # how many were not known
    kept: int = 0  # how many were known from before
    _at_work: Dict[Path, "Future[Graded]"] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def ask(self, stamp: str, source: bytes, grade: Callable[[], Graded]) -> Graded:
        """What became of a student's file: what is known, or what `grade` gives, which is kept then."""
        path = self.folder / f"{hashlib.sha256(stamp.encode() + source).hexdigest()}.json"
        with self._lock:
            first = path not in self._at_work
            asked = self._at_work.setdefault(path, Future())
        if first:
            try:
                asked.set_result(self._kept(path) or self._keep(path, grade()))
            except BaseException as fault:
                asked.set_exception(fault)
        return asked.result()

    def _kept(self, path: Path) -> Optional[Graded]:
        try:
            said = json.loads(path.read_bytes())
            graded = Graded([Result(**each) for each in said["results"]], said["log"], said["printed"])
        except (OSError, ValueError, KeyError, TypeError):
            return None  # there is none, or none of ours: it is graded anew
        with self._lock:
            self.kept += 1
        return graded

    def _keep(self, path: Path, graded: Graded) -> Graded:
        with self._lock:
            self.graded += 1
        if whole(graded.results):
            write(str(path), json.dumps(asdict(graded)).encode())
        return graded


def stamp(root: Path, exercise: Exercise, compiler: Compiler) -> str:
    """What a result depends on beside the student's file, in short."""
    digest = hashlib.sha256()
    for name, content in _behind(root, exercise, compiler):
        digest.update(f"{name}\0{len(content)}\0".encode(errors="surrogateescape") + content)
    return digest.hexdigest()


def _behind(root: Path, exercise: Exercise, compiler: Compiler) -> Iterator[Tuple[str, bytes]]:
    own = exercise.folder.name
    files = [*(root / "gdb" / "buddylab").rglob("*.py"), *exercise.folder.glob("*.py"), exercise.folder / "exercise.c"]
    files += [header for folder in (root / "kernel", root / "lab", exercise.folder) for header in folder.glob("*.h")]
    files += [*(root / "build" / "kernel").glob("*.o"), root / "build" / "lab" / "exercises" / own / "exercise.o"]
    for path in sorted({*files, root / "kernel" / "kernel.ld"}):
        yield str(path.relative_to(root)), path.read_bytes()
    yield "compiler", repr((compiler.path, compiler.flags, str(compiler), os.environ["LDFLAGS"])).encode()
    for tool in (compiler.path, os.environ["GDB"], os.environ["QEMU"]):
        about = os.stat(os.path.realpath(shutil.which(tool) or tool))
        yield tool, f"{about.st_size} {about.st_mtime_ns}".encode()
