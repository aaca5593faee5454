"""Compiles a student's file where there is nothing to be seen but the compiler, our headers and the file itself.

Bubblewrap shuts the compiler in. Where it does not work, the compiler could read whatever the grader can; so it is
asked first which files it would read, and what it made of the file is searched for directives of the assembler that
read more. In both cases the file lies in a tree of its own, under the path that it has in the project: `__FILE__` is
what it is for a student.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterable, List, Optional, Tuple

from buddylab.grading.running import Limits, last, plain, run
from buddylab.grading.submission import Refused

LIMITS = Limits(wall=15, cpu=10, memory=1_000_000)  # an exercise takes a twentieth of a second
TELLING = ("error:", "undefined reference", "multiple definition")  # in the line that says what is wrong
FAILED = "it does not compile"
PROGRAMS = ("bin", "lib", "lib32", "lib64", "libx32", "libexec")  # folders of programs and libraries, in any prefix
# Directives that read a file, and those with which the name of such a one could be put together.
READING = re.compile(r"\.(incbin|include|mri|macro|irpc?|irepc?|rept?|endm|altmacro|exitm)\b", re.IGNORECASE)


class Broken(Exception):
    """What is wrong with the grader's own tools, in a clause."""


@dataclass(frozen=True)
class Compiler:
    """The compiler of a grading."""

    root: Path
    path: str
    flags: List[str]
    bubblewrap: Optional[str]  # the program, if it works here
    folders: List[Path]  # in which the compiler lies, and all that belongs to it

    def __str__(self) -> str:
        if self.bubblewrap:
            return "Compiled in bubblewrap, where only the compiler and the exercise can be read."
        return "Compiled without bubblewrap, which does not work here; a file that reads other files is refused."

    def compile(self, source: bytes, exercise: str, scratch: Path) -> Path:
        """The object file of an exercise's file; Refused says why there is none, in the compiler's words if it can."""
        tree = scratch / "tree"
        place = Path("lab") / "exercises" / exercise
        for folder in (Path("kernel"), Path("lab"), place):
            (tree / folder).mkdir(parents=True, exist_ok=True)
            for header in (self.root / folder).glob("*.h"):
                shutil.copyfile(header, tree / folder / header.name)
        name = f"{exercise.partition('-')[2]}.c"
        (tree / place / name).write_bytes(source)
        flags = [f"-I{place}", "-c", "-o", "../module.o"]
        if self.bubblewrap:
            # Through a pipe, so that the assembler's words have no name in them that is another one each time.
            self._tool([*flags, "-pipe", str(place / name)], scratch, FAILED)
        else:
            self._refuse_other_files(str(place), str(place / name), scratch)
            self._tool([*flags, "-Wa,--MD,../read.d", "../module.s"], scratch, "its assembly is wrong", quoted=False)
            # The name that .file gives counts as one that was read; there is no such file where the assembler is.
            if not set(_listed(scratch / "read.d")) <= {name, "../module.s"}:
                raise Refused("its assembly reads a file; expected assembly that reads none")
        return scratch / "module.o"

    def _refuse_other_files(self, place: str, name: str, scratch: Path) -> None:
        """Makes module.s; raises Refused if files are read that are not the exercise's business."""
        asked = [f"-I{place}", "-M", "-MG", "-MF", "../read.d", "-H", name]
        status, said = self._run(asked, scratch)
        # What cannot be preprocessed has no list; then -H has told each file before anything in it.
        told = _listed(scratch / "read.d") if status == 0 else re.findall(r"^\.+ (.*)$", said, re.MULTILINE)
        for file in told:
            if not self._may_read(scratch / "tree" / file, scratch):
                raise Refused(f"it includes {plain(file)}; expected only headers of the kernel and of the exercise")
        if status != 0:
            raise Refused(self._told(said, scratch, FAILED))
        self._tool([f"-I{place}", "-S", "-o", "../module.s", name], scratch, FAILED)
        directive = READING.search((scratch / "module.s").read_text(errors="replace"))
        if directive:
            raise Refused(f"its assembly has {plain(directive.group())}; expected no macros and no files in it")

    def _may_read(self, file: Path, scratch: Path) -> bool:
        real = file.resolve()
        within = [scratch.resolve() / "tree", *(folder.resolve() for folder in self.folders)]
        return any(folder in real.parents for folder in within)

    def _run(self, arguments: List[str], scratch: Path) -> Tuple[Optional[int], str]:
        at, command = scratch / "tree", [self.path, *self.flags, *arguments]
        if self.bubblewrap:
            command = [*shut_in(self.bubblewrap, self.folders, scratch), *command]
        return run(command, at, surroundings(scratch, bool(self.bubblewrap)), LIMITS)

    def _tool(self, arguments: List[str], scratch: Path, fault: str, quoted: bool = True) -> None:
        status, said = self._run(arguments, scratch)
        if status != 0:
            raise Refused(self._told(said, scratch, fault) if quoted else fault)

    def _told(self, said: str, scratch: Path, fault: str) -> str:
        return telling(said, fault, [scratch, self.root, *self.folders])


def telling(said: str, fault: str, hidden: Iterable[Path]) -> str:
    """A fault, with what a tool said of it; the paths of the grader's own folders are left out."""
    for folder in hidden:
        said = re.sub(rf"(?<![\w.+/-]){re.escape(str(folder))}/", "", said)
    line = next((line for line in said.splitlines() if any(each in line for each in TELLING)), last(said))
    return plain(f"{fault}: {line}") if line else f"{fault} within its limits of time and memory"


def choose(root: Path, name: str, flags: str, bubblewrap: str, scratch: Path) -> Compiler:
    """The compiler of that name, in bubblewrap if that works here; Broken if it works neither way."""
    path = shutil.which(name)
    if path is None:
        raise Broken(f"{name} was not found")
    # A listing beside each object is the Makefile's business, what a debugger wants to know of the file nobody's.
    kept = [each for each in shlex.split(flags) if each not in ("-MMD", "-MP")]
    kept += ["-g0", "-fmax-errors=3", "-fno-diagnostics-show-caret"]
    (scratch / "tree").mkdir()
    (scratch / "tree" / "nothing.c").write_text("#include <stddef.h>\n")
    _, own = run([path, "-print-file-name=include"], scratch, surroundings(scratch, False), LIMITS)
    folders = [*folders_of(path), *(folder for folder in [Path(own.strip())] if folder.is_absolute())]
    for program in (shutil.which(bubblewrap) if bubblewrap else None, None):
        compiler = Compiler(root, path, kept, program, folders)
        status, said = compiler._run(["-c", "-o", "../nothing.o", "nothing.c"], scratch)
        if status == 0:
            return compiler
    raise Broken(f"{name} does not compile an empty program: {last(said)}")


def folders_of(compiler: str) -> List[Path]:
    """The folders of the system's programs and libraries, and those of the prefix in which the compiler lies."""
    target = Path(compiler).name.rpartition("-gcc")[0]
    prefixes = [Path("/usr"), Path("/"), Path(compiler).parent.parent, Path(os.path.realpath(compiler)).parent.parent]
    found = [prefix / name for prefix in prefixes for name in (*PROGRAMS, target) if name]
    return [folder for folder in dict.fromkeys(found) if folder.is_dir()]


def shut_in(bubblewrap: str, folders: Iterable[Path], scratch: Path) -> List[str]:
    """The command in front of another one that shows it these folders and `scratch`, and no process and no network."""
    command = [bubblewrap, "--unshare-all", "--die-with-parent"]
    for folder in folders:
        command += ["--ro-bind", str(folder), str(folder)]
    command += ["--bind", str(scratch), "/scratch", "--ro-bind", str(scratch / "tree"), "/scratch/tree"]
    return [*command, "--chdir", "/scratch/tree", "--"]


def surroundings(scratch: Path, shut: bool) -> Dict[str, str]:
    """The environment of the compiler: nothing of the grader's."""
    folder = "/scratch" if shut else str(scratch)
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TMPDIR": folder}


def _listed(file: Path) -> List[str]:
    """The files in a list that is written for make."""
    text = file.read_text(errors="replace").replace("\\\n", " ").partition(": ")[2]
    names = re.split(r"(?<!\\)\s+", text.strip())
    return [re.sub(r"\\([ #:])", r"\1", name.replace("$$", "$")) for name in names if name]
