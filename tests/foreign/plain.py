"""A list as anybody walks it who has only GDB's Python: gdb.Value and the names of members. Nothing here is Buddylab's.

GDB sources this file. `plain-walk {"first": …, "next": …}` prints what it met as a line of JSON, `plain-poke ADDRESS
WORD` writes a word.
"""

import json

import gdb

ENOUGH = 1000


def word(value):
    """The first word of what lies in memory there, whatever its type: a link."""
    size = gdb.lookup_type("void").pointer().sizeof if value.address is None else min(8, value.type.sizeof)
    if value.address is None:
        return int(value)
    return int.from_bytes(gdb.selected_inferior().read_memory(int(value.address), size), "little")


def inside(value, path):
    """The member of a member of … of a value."""
    for name in filter(None, path.split(".")):
        value = value[name]
    return value


def struct(name):
    """The type of that name, with or without struct in front of it; or, of A|B, whichever there is."""
    for each in (name, f"struct {name}", *name.split("|")):
        try:
            return gdb.lookup_type(each).strip_typedefs()
        except gdb.error:
            continue
    raise gdb.GdbError(f"no type {name}")


def walk(first, next, node="", prev="", home="", container="", field=""):
    """Every node from the one that the word at `first` leads to, until null, the first node again, or `home`.

    `node` is the type of a node, or what `first` points at; `next` and `prev` are paths in it, `container` is TYPE.PATH
    of what a node is a member of, and `field` a path in that, or in the node.
    """
    head = gdb.parse_and_eval(first)
    type = struct(node) if node else head.type.strip_typedefs().target().strip_typedefs()
    outer, _, path = container.partition(".")
    home = int(gdb.parse_and_eval(home)) if home else None
    found, at = [], word(head)
    while at not in (0, home) and not (found and at == found[0]["address"]):
        here = gdb.Value(at).cast(type.pointer()).dereference()
        one = {"address": at, "link": int(inside(here, next).address)}
        if prev:
            one["prev"], one["back"] = int(inside(here, prev).address), word(inside(here, prev))
        whole = here
        if outer:
            null = gdb.Value(0).cast(struct(outer).pointer()).dereference()
            one["object"] = at - int(inside(null, path).address)
            whole = gdb.Value(one["object"]).cast(struct(outer).pointer()).dereference()
        if field:
            one["field"] = str(inside(whole, field))
        found.append(one)
        assert len(found) < ENOUGH, first
        at = word(inside(here, next))
    first = None if head.address is None else int(head.address)
    return {
        "first": first,
        "nodes": found,
        "home": home,
        "end": "null" if at == 0 else "head" if at == home else "ring",
    }


class PlainWalk(gdb.Command):
    def __init__(self):
        super().__init__("plain-walk", gdb.COMMAND_DATA)

    def invoke(self, line, from_tty):
        print(json.dumps(walk(**json.loads(line))))


class PlainPoke(gdb.Command):
    """plain-poke ADDRESS WORD: writes it, and prints the word that was there."""

    def __init__(self):
        super().__init__("plain-poke", gdb.COMMAND_DATA)

    def invoke(self, line, from_tty):
        address, new = (int(part, 0) for part in line.split())
        memory = gdb.selected_inferior()
        print(int.from_bytes(memory.read_memory(address, 8), "little"))
        memory.write_memory(address, new.to_bytes(8, "little"))


PlainWalk()
PlainPoke()
