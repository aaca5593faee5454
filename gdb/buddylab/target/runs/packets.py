"""Packets of our own to QEMU, past GDB, which would take its time with each. Nothing of GDB's may be inserted."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, Optional

import gdb

from buddylab.target import ask

STOPPED = rb"T[0-9a-f]{2}"
WATCHED = rb"watch:([0-9a-f]+)"
REGISTER = r"(?m)^ *([a-z]\S*)(?: +\S+){5,6} +(\d+) +\d+"
MASK = (1 << 64) - 1
CONTROL = 66  # the number of the first control register, behind 33 registers for whole numbers and 33 for others
CONTROLS = {  # their own numbers (RISC-V privileged specification, 2.2)
    "mstatus": 0x300,
    "misa": 0x301,
    "mie": 0x304,
    "mscratch": 0x340,
    "mepc": 0x341,
    "mcause": 0x342,
    "mtval": 0x343,
    "minstret": 0xB02,
}
STEP, GO_ON = "vCont;s", "vCont;c"


class Astray(Exception):
    """The machine did not come where it was to come."""


def move(packet: str) -> bytes:
    """Sends a packet that makes the machine move, and gives the answer, which comes when it stands. Raises Astray."""
    reply = send(packet)
    if not re.match(STOPPED, reply):
        raise Astray
    return reply


def send(packet: str) -> bytes:
    """Sends a packet, and gives the answer. Raises Astray where QEMU does not do it."""
    reply: Optional[bytes] = ask.connection().send_packet(packet)
    if not reply or reply.startswith(b"E"):
        raise Astray
    return reply


def word(packet: str) -> int:
    """The number that is the answer to a packet."""
    return int.from_bytes(bytes.fromhex(send(packet).decode()), "little")


def register(name: str) -> int:
    """What a register holds."""
    return word(f"p{_numbers()[name]:x}")


def set_register(name: str, value: int) -> None:
    """Writes a register."""
    send(f"P{_numbers()[name]:x}={value.to_bytes(8, 'little').hex()}")


def look_anew() -> None:
    """GDB forgets what it has read of registers and memory."""
    gdb.execute("maintenance flush register-cache", to_string=True)
    gdb.execute("maintenance flush dcache", to_string=True)


@lru_cache(maxsize=None)
def _numbers() -> Dict[str, int]:
    """The registers' numbers in packets: QEMU's, if they are true here; GDB takes long to list all that it knows."""
    names = "zero ra sp gp tp t0 t1 t2 fp s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6 pc"
    found = {name: number for number, name in enumerate(names.split())}
    found.update({name: CONTROL + number for name, number in CONTROLS.items()})
    frame = gdb.newest_frame()
    sure = ("pc", "misa", "minstret")
    if all(word(f"p{found[name]:x}") == int(frame.read_register(name)) & MASK for name in sure):
        return found
    listed = ask.said("maintenance print remote-registers")
    return {name: int(number) for name, number in re.findall(REGISTER, listed)}
