"""Runs inside GDB, in a session of ours at stop 1: takes the times of one task, and appends them to a file as JSON.

BENCH_TASK says which one: walk COUNT, packets COUNT, figure, travel, or undo. BENCH_RESULT is the file.
"""

import json
import os
import time

import gdb

from buddylab.commands.ours import lesson
from buddylab.model import Shape
from buddylab.target import memory
from buddylab.walk import read, walk

TASK, *ARGUMENTS = os.environ["BENCH_TASK"].split()
SAMPLE = 5000  # nodes that are walked the usual way, where there are more
RUNS = 3  # the best counts
FIGURES = 15
MARK = 3  # bytes, as many as nobody else reads: a packet that tells one task from the next in the log
inferior = gdb.selected_inferior()


def seconds(task, runs=RUNS):
    """The least time that `task` takes, each time on a fresh image of memory."""
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        task()
        best = min(best, time.perf_counter() - start)
    return best


def most_memory():
    """The most memory that GDB has had at any time, in bytes."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) << 10 for line in status if line.startswith("VmHWM"))


class Pool:
    """The list of the image, with so many nodes."""

    def __init__(self, count):
        gdb.execute(f"set variable count = {count}")
        gdb.execute("continue", to_string=True)
        self.count = count
        self.start = int(gdb.parse_and_eval("&pool"))
        self.head = int(gdb.parse_and_eval("&list"))

    def usual(self):
        """A gdb.Value is dereferenced for each node; gives how many nodes that were."""
        node = gdb.parse_and_eval("list.head")
        word = node.type
        found = 0
        while int(node) and found < SAMPLE:
            node = node.dereference().cast(word)
            found += 1
        return found

    def ours(self):
        """What show-list does to read the list: from finding the RAM to the chain."""
        image = memory.current()
        chain = walk(image, Shape(), read(image, self.head, "list"))
        assert (len(chain.nodes), chain.end) == (self.count, "null")

    def bulk(self):
        """One read of all the bytes that the nodes lie in."""
        assert len(inferior.read_memory(self.start, 8 * self.count)) == 8 * self.count


def walks(count):
    pool = Pool(count)
    before = most_memory()
    result = {"count": count, "ours": seconds(pool.ours), "bulk": seconds(pool.bulk), "ours_again": seconds(pool.ours)}
    result["ours"] = min(result["ours"], result.pop("ours_again"))  # around the bulk read: noise should hit both
    result["command"] = seconds(lambda: gdb.execute("show-list list --out bench.svg", to_string=True), 1)
    result.update(before=before, after=most_memory())
    found = pool.usual()
    result.update(sample=found, usual=seconds(pool.usual) * count / found)
    return result


def packets(count):
    """How many packets GDB sends for each way of reading. The log slows everything, so no time is taken here."""
    log = os.environ["BENCH_LOG"]
    gdb.execute(f"set remotelogfile {log}")
    gdb.execute("run", to_string=True)
    pool = Pool(count)
    found = 0
    for task in (pool.usual, pool.ours, pool.bulk, lambda: None):
        inferior.read_memory(pool.start, MARK)
        found = task() or found
    lesson().end()
    with open(log) as lines:
        sent = [line for line in lines if line.startswith("w ") and "$" in line]
    marks = [at for at, line in enumerate(sent) if f"$m{pool.start:x},{MARK}#" in line]
    usual, ours, bulk = [after - before - 1 for before, after in zip(marks, marks[1:])]
    return {"count": count, "sample": found, "usual": usual * count / found, "ours": ours, "bulk": bulk}


def figure():
    """From the command to the file at stop 6 of lesson 1; the parts are timed within the command itself."""
    from buddylab.commands import show
    from buddylab import whole

    while lesson().here().number < 6:
        gdb.execute("continue", to_string=True)
    command = "show-list list --memory values --out bench.svg"
    start = time.perf_counter()
    gdb.execute(command, to_string=True)
    first = time.perf_counter() - start
    from buddylab.draw import forms  # loaded by the first figure
    from buddylab.draw.figure import dot, svg

    spent = {}

    def timed(module, name, part):
        inner = getattr(module, name)

        def outer(*arguments, **named):
            begin = time.perf_counter()
            try:
                return inner(*arguments, **named)
            finally:
                spent[part] = spent.get(part, 0.0) + time.perf_counter() - begin

        setattr(module, name, outer)

    timed(show, "deliver", "deliver")
    timed(forms.Forms, "text", "text")
    timed(forms, "scene", "draw")
    timed(dot, "write", "draw")
    timed(svg, "run", "graphviz")
    timed(svg, "dress", "dress")
    timed(whole, "write", "write")
    runs = []
    for _ in range(FIGURES):
        spent.clear()
        start = time.perf_counter()
        gdb.execute(command, to_string=True)
        whole = time.perf_counter() - start
        runs.append({**spent, "whole": whole, "read": whole - spent["deliver"]})
    median = sorted(runs, key=lambda run: run["whole"])[FIGURES // 2]
    return {**median, "first": first}


def travel():
    """Every stop of lesson 1 by lab goto, and by the bare commands with nothing but one breakpoint there."""
    stops, run = lesson().stops, lesson().run
    last = len(stops.all)
    gdb.execute(f"lab goto {last}", to_string=True)
    ways = {"goto": [], "bare": []}
    for number in range(1, last + 1):
        # The console is silent on both ways: whatever is printed costs the same.
        ways["goto"].append(seconds(lambda: gdb.execute(f"lab goto {number}", to_string=True)))
    history = seconds(lambda: gdb.execute("show-writes list.head", to_string=True))
    gdb.execute("set suppress-cli-notifications on")
    others = [*stops.marks, *(each for each in gdb.breakpoints() if each.number > 0)]
    run.halt = lambda visit: False  # so that nobody says where the machine has stopped
    for number in range(1, last + 1):
        for each in others:
            each.enabled = each.number == number

        def bare():
            gdb.execute("monitor system_reset", to_string=True)
            gdb.execute("maintenance flush register-cache", to_string=True)
            gdb.execute("continue", to_string=True)

        with run.machine.muted():
            ways["bare"].append(seconds(bare))
    return {**ways, "history": history}


def undo():
    """A command taken back and done again: one within a stop, and one that led across the lesson."""
    from buddylab.commands import undo as module

    def typed(line):
        gdb.execute(line, to_string=True)
        module._undo._note()

    run, found = lesson().run, {}
    typed(f"lab goto {len(lesson().stops.all)}")
    for name, line in (("within", "next"), ("across", "lab goto 1")):
        typed(line)
        ways = {"undo": [], "redo": []}
        for _ in range(RUNS):
            for way in ways:
                ways[way].append(seconds(lambda: gdb.execute(f"lab {way}", to_string=True), 1))
        found[name] = {way: min(spent) for way, spent in ways.items()}
        typed("lab undo")
    typed("next")
    found["reverse"] = {}
    for name in ("reverse-stepi", "reverse-step", "reverse-next", "reverse-continue"):
        start = time.perf_counter()
        typed(name)
        found["reverse"][name] = time.perf_counter() - start
        typed("lab undo")
    last = lesson().stops.all[-1]
    others = [*lesson().stops.marks, *(each for each in gdb.breakpoints() if each.number > 0)]
    for each in others:
        each.enabled = each.location == f"*step_{last.number}"

    def bare():
        gdb.execute("monitor system_reset", to_string=True)
        gdb.execute("maintenance flush register-cache", to_string=True)
        gdb.execute("continue", to_string=True)

    gdb.execute("set suppress-cli-notifications on")
    with run.machine.muted(), run.quiet():
        found["bare"] = seconds(bare)
    return found


RESULT = {"undo": undo, "walk": walks, "packets": packets, "figure": figure, "travel": travel}[TASK](
    *map(int, ARGUMENTS)
)
with open(os.environ["BENCH_RESULT"], "a") as results:
    results.write(json.dumps(RESULT) + "\n")
