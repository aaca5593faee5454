"""Runs the machine on to an exact place: to a number of instructions after the reset.

A breakpoint would stop it at each pass, of which a loop has thousands, and a step at a time takes a tenth of a
millisecond. So the machine's own timer stops it: QEMU counts instructions as time, and interrupts the program exactly
at the multiple of a hundred instructions at which the timer is due. What the interrupt did to registers is taken back
before anybody sees it; a step at a time leads on from there. (RISC-V privileged specification, 3.1.9 and 3.2.1;
QEMU's -icount.)
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import Iterator, Optional

from buddylab.target.runs import packets
from buddylab.target.runs.machine import Machine
from buddylab.target.runs.packets import GO_ON, STEP, look_anew, move, register, send, set_register, word
from buddylab.target.runs.stops import symbol

TICK = 100  # instructions in one unit of the timer: 10 MHz, where an instruction takes a nanosecond
NOW, DUE = 0x200BFF8, 0x2004000  # the timer's registers mtime and mtimecmp
TIMER = 1 << 63 | 7  # mcause of its interrupt
WANTED = 1 << 7  # the timer's bit in mie
ON = 1 << 3  # mstatus.MIE: interrupts come
TRAPS = ("mepc", "mcause", "mtval", "mstatus")  # the registers that a trap or an interrupt writes
FEW = 2 * TICK  # instructions that are stepped over sooner than the timer is set


class Trapped(packets.Astray):
    """The program has trapped on the way. QEMU's time is wrong now: the timer must not be set before the trap."""


def run_to(machine: Machine, clock: int, pc: Optional[int] = None) -> None:
    """Runs on until `clock` instructions have been executed since the reset; with `pc`, until that one comes next.

    Raises packets.Astray where the machine does not come there; it then stands somewhere else.
    """
    try:
        left = clock - machine.clock()
        if left > FEW:
            _sleep(left // TICK)
            left = clock - machine.clock()
        while left > 0:  # an instruction that traps is not executed, so a step may count for none
            for _ in range(left):
                move(STEP)
            left = clock - machine.clock()
        while pc not in (None, register("pc")):
            move(STEP)
            if machine.clock() != clock:
                raise packets.Astray
    finally:
        look_anew()


def run_to_trap() -> None:
    """Runs on to where the program traps. Raises packets.Astray where it would be over before."""
    ends = [address for address in map(symbol, ("trap_entry", "power_off")) if address is not None]
    for address in ends:
        send(f"Z1,{address:x},2")
    try:
        move(GO_ON)
    finally:
        for address in ends:
            send(f"z1,{address:x},2")
    if register("pc") != ends[0]:
        raise packets.Astray


def _sleep(ticks: int) -> None:
    """Runs on until the timer has counted so many times, and leaves no trace of the interrupt.

    The machine must not stand still before: where it does while a timer is set, QEMU lets its time jump to that.
    """
    kept = {name: register(name) for name in (*TRAPS, "mie")}
    due, entry = _time(DUE), symbol("trap_entry")
    assert entry is not None  # kernel/entry.S has it
    if register("pc") == entry:  # a trap in which no interrupt would come
        move(STEP)
    _set_due(_time(NOW) + ticks)
    set_register("mie", WANTED)
    set_register("mstatus", kept["mstatus"] | ON)
    send(f"Z1,{entry:x},2")
    try:
        move(GO_ON)
    finally:
        send(f"z1,{entry:x},2")
        _set_due(due)
    if register("mcause") != TIMER:
        raise Trapped
    set_register("pc", register("mepc"))
    for name, value in kept.items():
        set_register(name, value)


def _time(place: int) -> int:
    with _physical():
        return word(f"m{place:x},8")


def _set_due(ticks: int) -> None:
    with _physical():
        send(f"M{DUE:x},8:{ticks.to_bytes(8, 'little').hex()}")


@contextmanager
def _physical() -> Iterator[None]:
    """Meanwhile addresses are physical ones: only by these does QEMU's stub reach devices."""
    send("Qqemu.PhyMemMode:1")
    try:
        yield
    finally:
        send("Qqemu.PhyMemMode:0")
