"""Under paging: where a virtual page lies in the physical memory of a machine that QEMU runs.

QEMU is asked about one page of a run, so that it does not matter whose page tables those are. How far the run goes is
read from RISC-V's page tables where they can be had; else a run is one page.
"""

from __future__ import annotations

import re
from typing import Callable, Dict, Optional

import gdb

from buddylab.memory.ahead import PAGE
from buddylab.memory.runs import LEVELS, PAGE_NUMBER, Runs, Tables
from buddylab.target.ask import said

PHYSICAL = re.compile(r"gpa: (0x[0-9a-f]+|0\b)")
CURRENT = re.compile(r"^\* CPU #(\d+)", re.MULTILINE)
# RISC-V: where these are 0 there is no paging, in any mode. The second exists with the hypervisor extension.
ROOTS = ("satp", "hgatp")
# The register that tells the mode of a processor, and how user mode is told: RISC-V, x86, Arm.
MODES: Dict[str, Callable[[int], bool]] = {
    "priv": lambda value: value == 0,
    "cs": lambda value: value & 3 == 3,
    "cpsr": lambda value: value & 15 == 0,
}

MACHINE = 3  # what RISC-V's register priv has then
FIRMWARE = "the firmware and sees no addresses of the kernel's"


def translation(page: Callable[[int], Optional[bytes]]) -> Optional[Runs]:
    """How addresses are translated; None without paging. `page` gives a page of RAM by its physical address or None."""
    roots = _roots()
    if roots is not None and not any(roots.values()):
        return None
    tables = None
    if roots is not None and not roots.get("hgatp") and roots["satp"] >> 60 in LEVELS:
        tables = Tables((roots["satp"] & PAGE_NUMBER) * PAGE, LEVELS[roots["satp"] >> 60], page)
    return Runs(_asker(), tables)


def _roots() -> Optional[Dict[str, int]]:
    """Where RISC-V's page tables begin; None where it is not known, or another processor."""
    known = gdb.selected_inferior().architecture().registers()
    roots = [name for name in ROOTS if known.find(name)]  # GDB would make a convenience variable of any other name
    try:
        values = {name: int(gdb.parse_and_eval(f"${name}")) % (1 << 64) for name in roots}
        return values if ROOTS[0] in roots else None
    except gdb.error:
        return None


def _asker() -> Callable[[int], Optional[int]]:
    if len(gdb.selected_inferior().threads()) == 1:
        return _ask
    # Each processor has page tables of its own: let the monitor look through those of the one that GDB looks at.
    mine = gdb.selected_thread().ptid[1] - 1
    found = CURRENT.search(said("monitor info cpus"))
    theirs = int(found.group(1)) if found else mine
    return _ask if theirs == mine else lambda page: _ask_of(page, mine, theirs)


def unseen(address: int) -> str:
    """Why the selected thread does not see memory at `address`, as a clause, where it is for its processor's mode."""
    here, frame = gdb.selected_thread(), gdb.selected_frame()
    mode = "user mode and sees no kernel memory" if is_user() else FIRMWARE if _is_firmware() else ""
    if not mode:
        return ""
    try:
        other = next((each.num for each in gdb.selected_inferior().threads() if _sees(each, address)), None)
    finally:
        here.switch()
        frame.select()
    kernel = (
        "no thread is in the kernel; a breakpoint there would stop one"
        if other is None
        else f"thread {other} is in the kernel"
    )
    return f"thread {here.num} is in {mode}; {kernel}"


def is_user() -> bool:
    """Whether the selected thread's processor is in user mode, as far as its registers tell."""
    known = gdb.selected_inferior().architecture().registers()
    for name, is_user in MODES.items():
        if known.find(name):
            return is_user(int(gdb.newest_frame().read_register(name)))
    return False


def _is_firmware() -> bool:
    """Whether it is in RISC-V's machine mode, below a kernel whose addresses mean nothing there."""
    known = gdb.selected_inferior().architecture().registers()
    return bool(known.find("priv")) and int(gdb.newest_frame().read_register("priv")) == MACHINE


def _sees(thread: gdb.InferiorThread, address: int) -> bool:
    """Whether `thread`, which is selected then, is in the kernel, and something is mapped at `address` for it."""
    thread.switch()
    if is_user():
        return False
    paged = translation(lambda frame: None)
    return paged is None or paged.physical(address & -PAGE) is not None


def _ask(page: int) -> Optional[int]:
    found = PHYSICAL.search(said(f"monitor gva2gpa {page:#x}"))
    return int(found.group(1), 16) if found else None


def _ask_of(page: int, mine: int, theirs: int) -> Optional[int]:
    """Asks about processor `mine`, and leaves the monitor at the one that the user chose."""
    gdb.execute(f"monitor cpu {mine}", to_string=True)
    try:
        return _ask(page)
    finally:
        gdb.execute(f"monitor cpu {theirs}", to_string=True)
