"""How the members that --field names are shown: from a node's bytes, not by GDB, which would follow what they point at.

Text that a member points at is read through our own Memory: a pointer in damaged memory may lead into a device.
"""

from __future__ import annotations

import codecs
from typing import Iterator, Tuple

import gdb

from buddylab.memory.image import Memory, Unreadable
from buddylab.target import ask
from buddylab.target.types import members

MOST = 40  # elements of an array that are shown
TEXT = 32  # bytes of a text that is pointed at
ESCAPES = {'"': r"\"", "\\": r"\\", **dict(zip("\a\b\t\n\v\f\r", (r"\a", r"\b", r"\t", r"\n", r"\v", r"\f", r"\r")))}
CHARACTERS = (gdb.TYPE_CODE_INT, gdb.TYPE_CODE_CHAR)


def shown(data: bytes, type: gdb.Type, memory: Memory) -> str:
    """The bytes of an object of `type` as GDB shows it; of a pointer the address, and the text there if any."""
    type = type.strip_typedefs()
    if type.code in members.MEMBERS:
        return "{" + ", ".join(_member(data, type, field, memory) for field in members.fields(type)) + "}"
    if type.code == gdb.TYPE_CODE_ARRAY:
        element = type.target().strip_typedefs()
        if _is_character(element):
            return _quoted(data.split(b"\0")[0])
        if _is_apart(element):
            starts = range(0, len(data), max(element.sizeof, 1))
            each = [shown(data[at : at + element.sizeof], element, memory) for at in starts[:MOST]]
            return "{" + ", ".join(each) + "..." * (len(starts) > MOST) + "}"
    if type.code == gdb.TYPE_CODE_PTR:
        pointer = ask.value(data, type)
        if _is_character(type.target().strip_typedefs()):
            return f"{int(pointer):#x}{_text(int(pointer), memory)}"
        return str(pointer.format_string(format="a"))
    return str(ask.value(data, type).format_string(max_elements=MOST))


def plain(data: bytes, type: gdb.Type, memory: Memory) -> str:
    """The same as a name: a number, or text without quotes, of which it is TEXT bytes at most; "" for nothing."""
    if not is_text(type):
        return shown(data, type, memory)
    if type.code == gdb.TYPE_CODE_PTR:
        data = _at(int(ask.value(data, type)), memory)
    text = data.split(b"\0")[0]
    return _quoted(text[:TEXT], cut=len(text) > TEXT)[1:-1] + "…" * (len(text) > TEXT)


def is_text(type: gdb.Type) -> bool:
    """Whether it is an array of characters, or a pointer to some."""
    holds = type.code in (gdb.TYPE_CODE_ARRAY, gdb.TYPE_CODE_PTR)
    return holds and _is_character(type.target().strip_typedefs())


def check(path: str, type: gdb.Type) -> None:
    """Raises GdbError where GDB would not make a value that it takes to show the member `path`, of `type`."""
    for part, size in _made(path, type.strip_typedefs()):
        ask.check_size(part, size)


def _made(path: str, type: gdb.Type) -> Iterator[Tuple[str, int]]:
    """The values that `shown` has GDB make of an object, by what they are, with their sizes."""
    if type.code in members.MEMBERS:
        for field in members.fields(type):
            if field.bitsize:
                yield path, type.sizeof
            else:
                yield from _made(path + members.written(field), members.type_of(field))
    elif type.code == gdb.TYPE_CODE_ARRAY and _is_apart(type.target().strip_typedefs()):
        yield from _made(f"{path}[0]", type.target().strip_typedefs())
    elif not (type.code == gdb.TYPE_CODE_ARRAY and _is_character(type.target().strip_typedefs())):
        yield path, type.sizeof


def _is_apart(element: gdb.Type) -> bool:
    """Whether the elements of an array are shown one by one."""
    return element.code in (*members.MEMBERS, gdb.TYPE_CODE_ARRAY, gdb.TYPE_CODE_PTR)


def _member(data: bytes, type: gdb.Type, field: gdb.Field, memory: Memory) -> str:
    if field.bitsize:
        text = str(ask.value(data, type)[field])
    else:
        start = members.start(field)
        text = shown(data[start : start + members.type_of(field).sizeof], members.type_of(field), memory)
    return f"{field.name} = {text}" if field.name else text


def _is_character(type: gdb.Type) -> bool:
    return bool(type.code in CHARACTERS and type.sizeof == 1)


def _at(address: int, memory: Memory) -> bytes:
    """The text at an address and the 0 behind it, TEXT + 1 bytes at most, as far as it can be read; none for null."""
    found = b""
    try:
        while address and len(found) <= TEXT and not found.endswith(b"\0"):
            found += memory.read(address + len(found), 1)  # its page is read once
    except Unreadable:
        pass
    return found


def _text(address: int, memory: Memory) -> str:
    """What a pointer to text leads to, with a space in front; "" for null, and where nothing can be read."""
    found = _at(address, memory)
    if not found:
        return ""
    return f" {_quoted(found[:-1])}" if found.endswith(b"\0") else f" {_quoted(found[:TEXT], cut=True)}…"


def _quoted(data: bytes, cut: bool = False) -> str:
    """As C writes it: whatever a terminal would not print, but obey, is spelled out."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    return '"' + "".join(map(_spelled, decoder.decode(data, not cut))) + '"'


def _spelled(character: str) -> str:
    if character in ESCAPES or character.isprintable():
        return ESCAPES.get(character, character)
    return "".join(f"\\{byte:03o}" for byte in character.encode(errors="surrogateescape"))
