"""Makes worksheets: python gdb/worksheets.py one | class. Run by make, in the project's root.

Each worksheet is a .pdf of two pages; its key is a .pdf and a .json. For a class all keys come together, with a .csv of
the answers. The status tells: 0, all are made; 1, they are not; 2, what was asked for cannot be meant so.

In the environment: BUDDYLAB_SHEET (the seed of one), BUDDYLAB_ROSTER and BUDDYLAB_SECRET (of a class), BUDDYLAB_TOPIC,
BUDDYLAB_COUNT, BUDDYLAB_INTO (the folder for them), GDB, QEMU, DOT.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Dict, List, Sequence

from buddylab.columns import of_terminal, tell
from buddylab.course.leaving import leave
from buddylab.draw.figure import pdf_pages
from buddylab.grading.classwork import processors
from buddylab.grading.table import as_text
from buddylab.practice import sheet
from buddylab.practice.choosing import Mistyped
from buddylab.sheets import roster
from buddylab.spelling import count, filenames
from buddylab.whole import write

ROOT = Path(__file__).resolve().parent.parent
GDB = ["-nx", "-q", "-batch", "-iex", "set debuginfod enabled off", "build/practice.elf", "-x", "gdb/init.gdb"]
MAKE = "python import os, buddylab.commands.worksheet as sheets; sheets.make(os.environ['BUDDYLAB_SHEETS'])"
Job = Dict[str, Any]


class Failed(Exception):
    """Why a worksheet was not made, in a sentence."""


def one(into: Path) -> None:
    """The worksheet of a seed, and its key."""
    said = os.environ.get("BUDDYLAB_SHEET") or ""
    number = sheet.seed(said, "SEED") if said else time.time_ns() // 1000 % 1_000_000
    job = asked(number, "", into / f"{number}.pdf", into / f"{number}-key")
    made([job])
    tell(f"Wrote {shown(into)}/{number}.pdf, two pages to print; {number}-key.pdf and {number}-key.json are the key.")
    again = sheet.Sheet(number, job["topic"], job["count"]).again
    tell(f"{again} opens the same exercises in the debugger.")


def of_class(into: Path) -> None:
    """A worksheet for each row of the roster, and all keys."""
    named = os.environ.get("BUDDYLAB_ROSTER") or ""
    if not named:
        raise Mistyped(
            "make worksheets needs CLASS=FILE; expected a table such as roster.csv, with a column called name."
        )
    path = Path(named)
    names = roster.names(path)
    secret, is_new = roster.secret(path, os.environ.get("BUDDYLAB_SECRET") or "")
    if is_new:
        made_now = f"Made {path.with_suffix('.secret')}, the secret of this course"
        tell(f"{made_now}; keep it for yourself: only with it are the same worksheets made again.")
    files = filenames(["keys", *names])[1:]  # which is taken
    with tempfile.TemporaryDirectory(prefix="sheets-", dir=ROOT / "build") as folder:
        jobs = [
            asked(roster.seed(secret, name), name, into / f"{file}.pdf", Path(folder) / file)
            for name, file in zip(names, files)
        ]
        made(jobs)
        keys = [json.loads(Path(f"{job['key']}.json").read_text(encoding="utf-8")) for job in jobs]
        papers = [Path(f"{job['key']}.pdf").read_bytes() for job in jobs]
    whole = {"schema": 1, "kind": "worksheets", "worksheets": keys}
    write(str(into / "keys.json"), (json.dumps(whole, indent=1, ensure_ascii=False) + "\n").encode())
    write(str(into / "keys.csv"), table(keys, files).encode("utf-8-sig"))
    write(str(into / "keys.pdf"), pdf_pages.joined(papers))
    tell(f"Wrote {count(len(jobs), 'worksheet')} into {shown(into)}/; the keys are there too, for you alone.")


def asked(number: int, name: str, pdf: Path, key: Path) -> Job:
    """What is to be made. Raises Mistyped."""
    found = sheet.sheet(number, os.environ.get("BUDDYLAB_TOPIC") or "", os.environ.get("BUDDYLAB_COUNT") or "")
    return {"seed": number, "topic": found.topic, "count": found.count, "name": name, "pdf": f"{pdf}", "key": f"{key}"}


def table(keys: Sequence[Dict[str, Any]], files: Sequence[str]) -> str:
    """The answers, a row a worksheet; as in class.csv, with nothing that a spreadsheet takes for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    numbers = [each["number"] for each in keys[0]["exercises"]]
    writer.writerow(["name", "worksheet", "seed", *numbers])
    for key, file in zip(keys, files):
        writer.writerow(
            [as_text(key["name"]), f"{file}.pdf", key["seed"], *(each["answer"] for each in key["exercises"])]
        )
    return text.getvalue()


def made(jobs: Sequence[Job]) -> None:
    """Makes all of them, with as many debuggers as there are processors. Raises Failed."""
    crew = min(processors(), len(jobs))
    progress = Progress(len(jobs))
    debuggers: List["subprocess.Popen[str]"] = []
    with ThreadPoolExecutor(crew) as pool:
        try:
            for each in [pool.submit(work, jobs[at::crew], progress, debuggers) for at in range(crew)]:
                each.result()
        finally:  # where one has failed, or somebody stops all, the others need not go on
            for debugger in debuggers:
                debugger.kill()
            progress.end()


def work(jobs: Sequence[Job], progress: "Progress", debuggers: List["subprocess.Popen[str]"]) -> None:
    """Makes some of them in one debugger, which is added to the others. Raises Failed."""
    with tempfile.TemporaryDirectory(prefix="sheet-", dir=ROOT / "build") as folder:
        wanted = Path(folder) / "sheets.json"
        wanted.write_text(json.dumps(jobs), encoding="utf-8")
        environment = dict(os.environ, BUDDYLAB_OUTPUT=folder, BUDDYLAB_GUIDE="off", BUDDYLAB_SHEETS=f"{wanted}")
        for name in ("BUDDYLAB_SHEET", "BUDDYLAB_SEED", "BUDDYLAB_TOPIC", "BUDDYLAB_COUNT"):
            environment.pop(name, None)
        said: List[str] = []
        with subprocess.Popen(
            [os.environ.get("GDB") or "gdb", *GDB, "-ex", MAKE], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
        ) as debugger:  # fmt: skip
            debuggers.append(debugger)
            assert debugger.stdout is not None
            for line in debugger.stdout:
                said.append(line.strip())
                if line.startswith("made "):
                    progress.show()
    if debugger.returncode:
        faults = [line[len("fault ") :] for line in said if line.startswith("fault ")]
        raise Failed((faults or said[-1:] or ["The debugger said nothing."])[0])


class Progress:
    """How many are made, on a terminal."""

    def __init__(self, all: int) -> None:
        """So many are to be made."""
        self._all, self._made = all, 0
        self._wide = of_terminal(sys.stdout) if all > 1 else 0

    def show(self) -> None:
        """One more is."""
        self._made += 1
        if self._wide:
            print(f"\r{self._made} of {self._all}", end="", flush=True)

    def end(self) -> None:
        """Leaves the line."""
        if self._wide:
            print("\r" + " " * 20 + "\r", end="", flush=True)


def shown(path: Path) -> str:
    """A path as one types it here."""
    return str(path.relative_to(ROOT) if ROOT in path.parents else path)


def main() -> int:
    """Makes what was asked for; gives the status to leave with."""
    is_class = sys.argv[1:] == ["class"]
    folder = Path(os.environ.get("BUDDYLAB_ROSTER") or "").stem if is_class else ""
    into = Path(os.environ.get("BUDDYLAB_INTO") or ROOT / "build" / "worksheets" / folder)
    try:
        into.mkdir(parents=True, exist_ok=True)
        (of_class if is_class else one)(into.resolve())
    except (Mistyped, Failed) as fault:
        tell(f"{fault}", sys.stderr)
        return 2 if isinstance(fault, Mistyped) else 1
    except OSError as fault:
        tell(f"{fault.filename} was not written ({fault.strerror}); OUT=FOLDER names another folder.", sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    leave(main, "Stopped; worksheets without a key are not to be handed out.")
