"""What reading a list costs, what a figure costs, and what loading the package adds to GDB's start: `make bench`.

Each figure of a table comes from one run, since only ratios mean anything on a computer that does other things too.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "gdb"))
GDB = os.environ["GDB"]  # as make has chosen it
COUNTS = (1000, 10_000, 100_000, 1_000_000)
APART = 20_000
STARTS = 15
LIMIT = 300  # seconds for one GDB
MIB = 1 << 20


def inside(elf: str, task: str) -> dict:
    """What inside.py finds out about `task` in a fresh session of ours."""
    return result(elf, "-x", "gdb/init.gdb", "-x", str(ROOT / "tests/bench/inside.py"), BENCH_TASK=task)


def result(*arguments: str, **environment: str) -> dict:
    """What a GDB with these arguments writes down."""
    with tempfile.TemporaryDirectory(prefix="buddylab-bench-") as folder:
        result = Path(folder) / "result"
        environment.update(BENCH_RESULT=str(result), BENCH_LOG=f"{folder}/log")
        done = subprocess.run(
            [GDB, "-nx", "-q", "-batch", "-iex", "set debuginfod enabled off", *arguments],
            cwd=ROOT,
            env={**os.environ, **environment, "BUDDYLAB_OUTPUT": folder, "BUDDYLAB_GUIDE": "off"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=LIMIT,
        )
        if not result.exists():
            sys.exit(f"{done.stdout}\n{' '.join(arguments)} gave no result.")
        return json.loads(result.read_text())


def walks() -> None:
    """The tables of the walk."""
    print("a list through a dense pool of words in random order, microseconds a node:")
    print(f"{'nodes':>10} {'gdb.Value':>12} {'ours':>8} {'bulk read':>10} {'gain':>8} {'of bulk':>9} {'show-list':>11}")
    runs = [inside("build/tests/bench.elf", f"walk {count}") for count in COUNTS]
    for run in runs:
        count = run["count"]
        usual, ours, bulk = (1e6 * run[way] / count for way in ("usual", "ours", "bulk"))
        star = "*" if run["sample"] < count else " "
        print(
            f"{count:>10} {usual:>11.1f}{star} {ours:>8.3f} {bulk:>10.3f} {usual / ours:>7.0f}x {ours / bulk:>8.2f}x"
            f" {run['command']:>9.3f} s"
        )
    print(f"  * from its first {runs[-1]['sample']} nodes. gain: gdb.Value / ours. show-list: all of it, with figure")
    last = runs[-1]
    print(
        f"most memory of GDB: {last['before'] / MIB:.0f} MiB before, {last['after'] / MIB:.0f} MiB after a list of"
        f" {last['count']} nodes was shown"
    )


def apart() -> None:
    """A list with one node a page, by several ways to memory."""
    print(f"\na list of {APART} nodes, one a page, microseconds a node:")
    print(f"{'where':<28} {'order':<7} {'gdb.Value':>10} {'ours':>8} {'gain':>7}")
    measure = ["-x", str(ROOT / "tests/bench/apart.py")]
    machine = "build/tests/bench.elf"
    ours = [machine, "-x", "gdb/init.gdb"]
    qemu = f"exec {os.environ['QEMU']} -machine virt -bios none -m 128M -display none -serial none -monitor none -S"
    load = ["-x", "gdb/load.py"]
    theirs = [machine, *typed(f"target remote | {qemu} -gdb stdio -kernel {machine}", "break *step_1", "continue")]
    theirs += [*typed("break *step_2"), *load]
    with tempfile.TemporaryDirectory(prefix="buddylab-bench-") as folder:
        program = f"{folder}/apart"
        subprocess.run(["cc", "-g", "-o", program, str(ROOT / "tests/bench/apart.c")], check=True)
        process = [program, *typed("break ready", "run"), *load]
        for where, start, paging in (
            ("our machine", ours, 0),
            ("our machine, paging", ours, 1),
            ("somebody's QEMU", theirs, 0),
            ("somebody's QEMU, paging", theirs, 1),
            ("a process", process, None),
        ):
            for in_order in (1, 0):
                wanted = [f"set variable count = {APART}", f"set variable in_order = {in_order}"]
                wanted += [] if paging is None else ["set variable stride = 4096", f"set variable paging = {paging}"]
                run = result(*start, *typed(*wanted, "continue"), *measure)
                usual, quick = 1e6 * run["usual"], 1e6 * run["ours"]
                order = "in order" if in_order else "random"
                print(f"{where:<28} {order:<8} {usual:>9.1f} {quick:>8.2f} {usual / quick:>6.1f}x")


def typed(*commands: str) -> list:
    """The arguments for a GDB that is to begin with these commands."""
    return [part for command in commands for part in ("-ex", command)]


def packets() -> None:
    """The packets of each way."""
    run = inside("build/tests/bench.elf", "packets 100000")
    usual, ours, bulk = (run[way] for way in ("usual", "ours", "bulk"))
    print(f"\npackets for {run['count']} nodes: {usual:.0f} * by gdb.Value, {ours} by ours, {bulk} by one bulk read")


def figure() -> None:
    """A figure's parts."""
    run = {part: 1e3 * spent for part, spent in inside("build/01-intrusive-list.elf", "figure").items()}
    print("\nshow-list list --memory values at stop 6 of lesson 1, milliseconds, the median of 15:")
    print(
        f"  read and check {run['read']:.1f}, text {run['text']:.1f}, layout and DOT {run['draw']:.1f}, Graphviz"
        f" {run['graphviz']:.1f}, SVG's texts and colours {run['dress']:.1f}, write {run['write']:.1f}:"
        f" {run['whole']:.1f} in all; the first time {run['first']:.1f}"
    )


def travel() -> None:
    """What it costs to be at another stop."""
    run = inside("build/01-intrusive-list.elf", "travel")
    ratios = [goto / bare for goto, bare in zip(run["goto"], run["bare"])]
    print(
        f"\nlab goto N in lesson 1, milliseconds: {1e3 * min(run['goto']):.1f} to {1e3 * max(run['goto']):.1f}; a bare"
        f" reset and continue {1e3 * min(run['bare']):.1f} to {1e3 * max(run['bare']):.1f}: {min(ratios):.1f} to"
        f" {max(ratios):.1f} times as long\nshow-writes list.head over all of lesson 1: {1e3 * run['history']:.0f} ms"
    )


def undo() -> None:
    """What it costs to take a command back, and to go backwards."""
    print("\nlab undo and lab redo, and GDB's reverse commands, milliseconds:")
    for name in ("01-intrusive-list", "07-kernel-heap"):
        run = inside(f"build/{name}.elf", "undo")
        within, across, reverse = (
            ", ".join(f"{each} {1e3 * spent:.0f}" for each, spent in run[part].items())
            for part in ("within", "across", "reverse")
        )
        print(
            f"  {name}: within the last stop {within}; across the lesson {across}; a bare reset and continue"
            f" {1e3 * run['bare']:.0f}\n    {reverse}"
        )


def run_through() -> None:
    """The lessons, with nothing typed but continue."""
    from buddylab.course.player import Session

    for lesson in sorted(path.name for path in ROOT.glob("lab/[0-9][0-9]-*")):
        session = Session(ROOT, f"make debug LESSON={lesson[:2]}")
        while "is over: " not in "\n".join(session.type("continue")):
            pass
        session.close()


def site() -> None:
    """The pages of all lessons, beside a bare run through the same stops."""
    from buddylab.course import site as pages  # only now, for the rest is to start without any of it

    spent = []
    with tempfile.TemporaryDirectory(prefix="buddylab-bench-") as folder:
        for task in (run_through, lambda: pages.build(ROOT, Path(folder))):
            start = time.perf_counter()
            task()
            spent.append(time.perf_counter() - start)
    bare, whole = spent
    print(
        f"\nmake site: {whole:.1f} s, a bare run through the same stops {bare:.1f} s: {whole / bare:.1f} times as long"
    )


def start_up() -> None:
    """GDB's start alone and with load.py, in turns; at the very first time Python has no byte code of it yet."""
    with tempfile.TemporaryDirectory(prefix="buddylab-bench-") as folder:
        for copy in ("first", "later"):
            shutil.copytree(ROOT / "gdb", f"{folder}/{copy}/gdb", ignore=shutil.ignore_patterns("__pycache__"))
        times: dict = {"alone": [], "first": [], "later": []}
        for _ in range(STARTS):
            for way, taken in times.items():
                load = [] if way == "alone" else ["-ex", f"source {folder}/{way}/gdb/load.py"]
                forgetful = {"PYTHONDONTWRITEBYTECODE": "" if way == "later" else "1"}
                start = time.perf_counter()
                subprocess.run([GDB, "-nx", "-batch", *load], check=True, env={**os.environ, **forgetful})
                taken.append(time.perf_counter() - start)
    alone, first, later = (sorted(taken)[STARTS // 2] for taken in times.values())
    print(
        f"\nGDB's start, seconds, the median of {STARTS}: {alone:.3f} with -nx alone, {later:.3f} with load.py:"
        f" {later - alone:+.3f}; the first time, without byte code, {first - alone:+.3f}"
    )


def main() -> None:
    """All of it."""
    for part in (walks, apart, packets, figure, travel, undo, site, start_up):
        part()
        sys.stdout.flush()


if __name__ == "__main__":
    main()
