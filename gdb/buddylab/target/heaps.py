"""From an expression that a user typed to the places where a buddy heap keeps its things."""

from __future__ import annotations

from typing import Iterator, Optional, Tuple

import gdb

from buddylab.heap import HeapShape, Table
from buddylab.target import shapes
from buddylab.target.names import Names

HEAPS = "expected a struct with an array of lists, such as a buddy heap, or a pointer to one"
LEDGER = "buddy_ledger"  # the global in which a checked build keeps its books
DEEP = 4  # structs within structs that are looked through: a byte allocator, its lock, its heap


def shape(expression: str, names: Names, region: Optional[str]) -> HeapShape:
    """Where the heap that `expression` stands for has its parts; GdbError says what else was expected."""
    value = shapes.evaluate(expression)
    try:
        while value.type.strip_typedefs().code == gdb.TYPE_CODE_PTR:
            value = value.dereference()
        found = next(_heaps(value, DEEP), None)
        if found is None:
            raise gdb.GdbError(f"{expression} is of type {value.type}; {HEAPS}.")
        return _shape(*found, expression, names, region)
    except gdb.error as fault:
        raise gdb.GdbError(f"{expression} cannot be read: {str(fault).rstrip('.')}; {HEAPS}.")


def _heaps(value: gdb.Value, deep: int) -> Iterator[Tuple[gdb.Value, gdb.Field]]:
    """The structs in `value` that have an array of list heads, with that array; outer ones first."""
    type = value.type.strip_typedefs()
    if type.code != gdb.TYPE_CODE_STRUCT or not deep:
        return
    for field in type.fields():
        if _is_heads(field.type):
            yield value, field
    for field in type.fields():
        if field.type.strip_typedefs().code == gdb.TYPE_CODE_STRUCT and hasattr(field, "bitpos"):
            yield from _heaps(value[field], deep - 1)


def _is_heads(type: gdb.Type) -> bool:
    """Whether it is an array of pointers, or of structs that hold one pointer and nothing else."""
    type = type.strip_typedefs()
    if type.code != gdb.TYPE_CODE_ARRAY:
        return False
    return shapes.only_pointer(type.target()) is not None


def _shape(heap: gdb.Value, lists: gdb.Field, expression: str, names: Names, region: Optional[str]) -> HeapShape:
    if heap.address is None:
        raise gdb.GdbError(f"{expression} lies nowhere in memory; {HEAPS}.")
    address = int(heap.address)
    heads = lists.type.strip_typedefs()
    link = shapes.only_pointer(heads.target())
    assert link is not None  # or _heaps had not found it

    def counter(name: str) -> Optional[int]:
        for field in heap.type.strip_typedefs().fields():
            if field.name == name and field.type.strip_typedefs().code == gdb.TYPE_CODE_INT:
                return address + int(field.bitpos) // 8
        return None

    variable = names.variable(address)
    return HeapShape(
        address=address,
        label=variable.name if variable is not None else expression,
        first=address + lists.bitpos // 8 + link.offset,
        stride=heads.target().sizeof,
        lists=heads.range()[1] + 1,
        member=link.member,
        order=counter("order"),
        user=counter("user"),
        allocated=counter("allocated"),
        total=counter("total"),
        regions=_table("region", ("heap", "start", "end")),
        blocks=_table("block", ("heap", "address", "size", "order")),
        region=None if region is None else _region(region),
    )


def _table(noun: str, fields: Tuple[str, ...]) -> Optional[Table]:
    """The ledger's table of regions or blocks; None where the program has no ledger."""
    symbol = gdb.lookup_global_symbol(LEDGER)
    if symbol is None:
        return None
    ledger = symbol.value()
    rows = ledger[f"{noun}s"]
    row = rows.type.target().strip_typedefs()
    offsets = {field.name: field.bitpos // 8 for field in row.fields()}
    return Table(
        count=int(ledger[f"{noun}_count"].address),
        rows=int(rows.address),
        stride=row.sizeof,
        room=rows.type.range()[1] + 1,
        fields=tuple(offsets[name] for name in fields),
    )


def _region(expression: str) -> range:
    """The bytes of the variable that --region names."""
    value = shapes.evaluate(expression)
    if value.address is None:
        raise gdb.GdbError(f"{expression} lies nowhere in memory; --region expects a variable, such as an array.")
    start = int(value.address)
    return range(start, start + value.type.sizeof)
