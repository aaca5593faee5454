"""Under paging: where a virtual page lies in the physical memory of a machine that QEMU runs.

QEMU is asked page by page, so that it does not matter whose page tables those are; a page costs one question.
"""

from __future__ import annotations

import re
from typing import Callable, Dict, Optional

import gdb

from buddylab.image import PAGE
from buddylab.target.ask import said

Translate = Callable[[int], Optional[int]]

PHYSICAL = re.compile(r"gpa: (0x[0-9a-f]+)")
CURRENT = re.compile(r"^\* CPU #(\d+)", re.MULTILINE)
# RISC-V: where these are 0 there is no paging, in any mode. The second exists with the hypervisor extension.
ROOTS = ("satp", "hgatp")
# The register that tells the mode of a processor, and how user mode is told: RISC-V, x86, Arm.
MODES: Dict[str, Callable[[int], bool]] = {
    "priv": lambda value: value == 0,
    "cs": lambda value: value & 3 == 3,
    "cpsr": lambda value: value & 15 == 0,
}


def translation() -> Optional[Translate]:
    """Gives a page's physical address by its virtual one, None where nothing is mapped; None without paging."""
    if _is_off():
        return None
    if len(gdb.selected_inferior().threads()) == 1:
        return _ask
    # Each processor has page tables of its own: let the monitor look through those of the one that GDB looks at.
    mine = gdb.selected_thread().ptid[1] - 1
    found = CURRENT.search(said("monitor info cpus"))
    theirs = int(found.group(1)) if found else mine
    return _ask if theirs == mine else lambda page: _ask_of(page, mine, theirs)


def unseen(address: int) -> str:
    """Why the selected thread does not see memory at `address`, as a clause, where it is because it is in user mode."""
    here, frame = gdb.selected_thread(), gdb.selected_frame()
    if not _is_user():
        return ""
    try:
        other = next((each.num for each in gdb.selected_inferior().threads() if _sees(each, address)), None)
    finally:
        here.switch()
        frame.select()
    kernel = (
        "no thread is in the kernel: a breakpoint there would stop one"
        if other is None
        else f"thread {other} is in the kernel"
    )
    return f"thread {here.num} is in user mode and sees no kernel memory; {kernel}"


def _is_user() -> bool:
    """Whether the selected thread's processor is in user mode, as far as its registers tell."""
    known = gdb.selected_inferior().architecture().registers()
    for name, is_user in MODES.items():
        if known.find(name):
            return is_user(int(gdb.newest_frame().read_register(name)))
    return False


def _sees(thread: gdb.InferiorThread, address: int) -> bool:
    """Whether `thread`, which is selected then, is in the kernel, and something is mapped at `address` for it."""
    thread.switch()
    if _is_user():
        return False
    translate = translation()
    return translate is None or translate(address & -PAGE) is not None


def _is_off() -> bool:
    """Whether it is known that there is no paging; a wrong no costs time only."""
    known = gdb.selected_inferior().architecture().registers()
    roots = [name for name in ROOTS if known.find(name)]  # GDB would make a convenience variable of any other name
    try:
        return ROOTS[0] in roots and all(int(gdb.parse_and_eval(f"${name}")) == 0 for name in roots)
    except gdb.error:
        return False


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
