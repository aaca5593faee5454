"""What a student's object file may hold: a list of sections, and of symbols."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import Collection, Dict, List, Optional

# What a compiler makes of C without options: code, variables, constants, and notes about itself.
HELD = re.compile(
    r"(\.rela)?\.(text|data|bss|rodata|sdata|sbss|srodata)"
    r"|(\.rela)?\.s?rodata\.(str|cst)[\d.]+"
    r"|\.(comment|riscv\.attributes|note\.GNU-stack|symtab|strtab|shstrtab)"
)
UNDEFINED, COMMON, ABSOLUTE = 0, 0xFFF2, 0xFFF1  # sections of a symbol that is in none
LOCAL, GLOBAL, WEAK = 0, 1, 2
FILE, TLS, INDIRECT = 4, 6, 10


@dataclass(frozen=True)
class Symbol:
    """A name in an object file."""

    name: str
    binding: int
    kind: int
    section: int
    value: int  # where it is, in what is linked


@dataclass(frozen=True)
class Object:
    """An object file, or what was linked of such: the names of its sections, its symbols."""

    sections: List[str]
    symbols: List[Symbol]

    def defines(self) -> List[str]:
        """The names that others see, defined here."""
        return [*self.addresses()]

    def addresses(self) -> Dict[str, int]:
        """Where what others see is, by its name."""
        return {each.name: each.value for each in self.symbols if each.binding != LOCAL and each.section != UNDEFINED}

    def wants(self) -> List[str]:
        """The names that are defined elsewhere."""
        return [each.name for each in self.symbols if each.binding != LOCAL and each.section == UNDEFINED]


def read(data: bytes) -> Object:
    """The object file of 64 bits, little-endian, that these bytes are; ValueError or struct.error if they are none."""
    if data[:6] != b"\x7fELF\x02\x01":
        raise ValueError("no object file of 64 bits")
    (at,) = struct.unpack_from("<Q", data, 40)
    size, count, names = struct.unpack_from("<HHH", data, 58)
    headers = [struct.unpack_from("<IIQQQQIIQQ", data, at + each * size) for each in range(count)]
    sections = [_text(data, headers[names][4] + header[0]) for header in headers]
    symbols = []
    for header in headers:
        if header[1] == 2:  # a table of symbols; the strings lie in the section that it links to
            strings = headers[header[6]][4]
            for place in range(header[4] + 24, header[4] + header[5], 24):
                name, info, _, section, value = struct.unpack_from("<IBBHQ", data, place)
                symbols.append(Symbol(_text(data, strings + name), info >> 4, info & 15, section, value))
    return Object(sections[1:], symbols)


def fault(found: Object, wanted: Collection[str], ours: Collection[str]) -> Optional[str]:
    """Why such an object is not linked, in a clause; `wanted` are the names that it is to define, `ours` are taken."""
    for section in found.sections:
        if re.fullmatch(r"(\.rela)?\.((pre)?init_array|fini_array|ctors|dtors|init|fini)[.\w]*", section):
            return (
                "it has a function that runs before or after the program (a constructor or destructor); expected none"
            )
        if not HELD.fullmatch(section):
            return f"it has a section {section}; expected functions and variables only"
    for symbol in found.symbols:
        reason = _odd(symbol)
        if reason:
            return f"{symbol.name} is {reason}; expected functions and variables only"
        if symbol.section != UNDEFINED and symbol.name not in wanted:
            if re.fullmatch(r"step_\d+", symbol.name) or symbol.binding != LOCAL and symbol.name in ours:
                return f"it defines {symbol.name}, which is Buddylab's own; expected another name"
    return None


def _odd(symbol: Symbol) -> str:
    """What a symbol is, if it is nothing that plain C makes."""
    if symbol.section == COMMON:
        return "a common symbol"
    if symbol.binding == WEAK:
        return "a weak symbol"
    if symbol.kind == INDIRECT:
        return "an indirect function"
    if symbol.kind == TLS:
        return "a variable of a thread"
    if symbol.binding not in (LOCAL, GLOBAL):
        return "a symbol of an unusual kind"
    if symbol.section == ABSOLUTE and symbol.kind != FILE:
        return "only an address"
    return "a symbol with a version" if "@" in symbol.name else ""


def _text(data: bytes, at: int) -> str:
    return data[at : data.index(b"\0", at)].decode(errors="replace")
