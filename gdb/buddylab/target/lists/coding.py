"""Lists whose links are encoded: --link says what $link of $node leads to, and --end which link ends the list."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Iterator, List, Optional, Tuple

import gdb

from buddylab import encoded
from buddylab.memory.image import Memory, Unreadable
from buddylab.model import Code, Shape, Word
from buddylab.target.types import called, likely, links, members
from buddylab.target.lists.candidates import Candidates
from buddylab.target.lists.containers import container
from buddylab.target.lists.readings import Reading
from buddylab.target.ask import word_size
from buddylab.target.types.members import MEMBERS
from buddylab.target.values import follow
from buddylab.walk import read


@dataclass(frozen=True)
class Encoding:
    """What --link and --end say."""

    expression: str
    end: Optional[str]

    def code(self, type: gdb.Type, head: bool = True) -> Code:
        """The code of links of `type`, an integer or a pointer; GdbError where --end is no number."""
        size, as_number = int(type.sizeof), _number_type(type)

        def leads(link: int, node: int, before: int) -> Optional[int]:
            try:
                return _address(self.value(gdb.Value(link).cast(as_number), node, before))
            except gdb.error:
                return None

        end = None if self.end is None else _number(self.end) % (1 << 8 * size)
        return Code(leads, size, end, head)

    def value(self, link: gdb.Value, node: int, before: int = 0) -> gdb.Value:
        """What a link of the node at that address stands for, the node before it at another. Raises gdb.error."""
        word = _word_type()
        with _variables(link=link, node=gdb.Value(node).cast(word), prev=gdb.Value(before).cast(word)):
            return gdb.parse_and_eval(self.expression)

    def target(self, type: gdb.Type) -> Optional[gdb.Type]:
        """The struct that links of `type` lead to, if the expression tells; GdbError where it cannot be evaluated."""
        try:
            found = self.value(gdb.Value(0).cast(_number_type(type)), 0).type.strip_typedefs()
        except gdb.MemoryError:
            return None
        except gdb.error as fault:
            told = f"--link {self.expression} cannot be evaluated: {str(fault).rstrip('.')}"
            raise gdb.GdbError(f"{told}; expected an expression with $link, $node (the node's address) or $prev.")
        if found.code == gdb.TYPE_CODE_PTR:
            found = found.target().strip_typedefs()
        return found if found.code in MEMBERS else None


def readings(given: Candidates, value: gdb.Value) -> List[Reading]:
    """The list that `value` stands for, its links encoded; where the head may be encoded or not, both ways."""
    way, memory = given.way, given.memory
    encoding = Encoding(way.link or "$link", way.end)
    value = _followed(given, value)
    type = value.type.strip_typedefs()
    address = None if value.address is None or _is_bits(value, memory) else int(value.address)
    if type.code in MEMBERS and not _is_node(given, type):
        head = likely.heads(type)[:1] or [link for link in links.pointers(type) if link.leads is not None][:1]
        if not head or address is None:
            raise gdb.GdbError(
                f"{given.expression} is a {type} without a pointer; expected a head, or a node of the list."
            )
        address, type, member = address + head[0].offset, head[0].type, head[0].member
    else:
        member = ""
    if type.code in MEMBERS:
        return [_reading(given, encoding, type, Word(None, address, given.expression), "", False)]
    if type.code not in (gdb.TYPE_CODE_PTR, gdb.TYPE_CODE_INT, gdb.TYPE_CODE_ENUM):
        raise gdb.GdbError(
            f"{given.expression} is of type {value.type}; expected a link, a pointer, or a node of the list."
        )
    is_pointer = type.code == gdb.TYPE_CODE_PTR
    node = type.target().strip_typedefs() if is_pointer and type.target().strip_typedefs().code in MEMBERS else None
    node = encoding.target(type) or node
    found = []
    for coded in (True, False) if is_pointer else (True,):
        code = encoding.code(type, coded)
        if address is None:
            raw = int(value) % (1 << 8 * code.size)
            word = Word(None, code.leads(raw, 0, 0) if coded else raw, given.expression, raw)
        else:
            label = given.at(address, member).label
            next = _link(given, node)[0] if node is not None else way.offset or 0
            word = encoded.head(memory, code, address, label, address - next)
        found.append(_reading(given, encoding, node, word, member, coded))
    # A head that decodes to nothing is plain: glibc mangles the links of chunks, and not the first one.
    return sorted(found, key=lambda each: not _leads_somewhere(given, each))


def _is_bits(value: gdb.Value, memory: Memory) -> bool:
    """Whether a value is a bit field, which is not all that lies at the address that GDB gives of it."""
    type = value.type.strip_typedefs()
    if type.code != gdb.TYPE_CODE_INT or value.address is None:
        return False
    try:
        held = encoded.link(memory, Code(lambda link, node, before: link, int(type.sizeof)), int(value.address))
    except Unreadable:
        return False
    return held != int(value) % (1 << 8 * int(type.sizeof))


def _followed(given: Candidates, value: gdb.Value) -> gdb.Value:
    """What a pointer to a pointer to a node leads to, or one to a head."""
    while True:
        type = value.type.strip_typedefs()
        target = type.target().strip_typedefs() if type.code == gdb.TYPE_CODE_PTR else type
        is_head = target is not type and target.code in MEMBERS and not _is_node(given, target)
        there = follow(value, given.memory) if links.leads_on(type) or is_head and likely.heads(target) else None
        if there is None:
            return value
        value = there


def _leads_somewhere(given: Candidates, reading: Reading) -> bool:
    """Whether there is memory where the head leads."""
    if not reading.head.value:
        return True
    return read(given.memory, reading.head.value + reading.shape.next).value is not None


def _reading(
    given: Candidates, encoding: Encoding, node: Optional[gdb.Type], head: Word, member: str, coded: bool
) -> Reading:
    """A list of nodes of type `node`, or of plain words, from its head's word on."""
    start, object = 0, node
    if given.way.container is not None:
        object, inner = container(given.way.container)
        start = -inner.offset
        node = inner.type if inner.type.code in MEMBERS else node
    next, type = (given.way.offset or 0, _word_type()) if node is None else _link(given, node)
    encoding.target(type)  # a mistake in the expression must not look like one in memory
    return Reading(head, member, Shape(next=next, start=start, code=encoding.code(type, coded)), object)


def _link(given: Candidates, node: gdb.Type) -> Tuple[int, gdb.Type]:
    """Where a node has its encoded link, and of what type that is."""
    way = given.way
    if way.offset is not None:
        return way.offset, _word_type()
    if way.next is not None:
        found = members.placed(node, way.next)
        if found.type.code in MEMBERS:
            link = likely.inside(node, way.next)
            return link.offset, link.type
        if found.type.code not in (gdb.TYPE_CODE_PTR, gdb.TYPE_CODE_INT, gdb.TYPE_CODE_ENUM):
            raise gdb.GdbError(f"{way.next} of {node} is of type {found.type}; expected an integer or a pointer.")
        return found.offset, found.type
    like = [field for field in members.fields(node) if field.name and called.ON.search(str(field.name).lower())]
    numbers = [field for field in like if members.type_of(field).code == gdb.TYPE_CODE_INT and not field.bitsize]
    for link in likely.on(node):
        return link.offset, link.type
    for field in numbers:
        return members.start(field), members.type_of(field)
    raise gdb.GdbError(f"In a node of type {node} no link was found; --next MEMBER names it.")


def _is_node(given: Candidates, type: gdb.Type) -> bool:
    """Whether a struct is a node itself, with the link that was named or can be guessed, and holds no head."""
    try:
        _link(given, type)
    except gdb.GdbError:
        return False
    return given.way.next is not None or not any(
        link.offset == 0 and called.first_only(link) for link in likely.heads(type)
    )


def _number_type(type: gdb.Type) -> gdb.Type:
    """The type in which a link is computed with: as C has it, but a pointer is a number."""
    return type if type.code == gdb.TYPE_CODE_INT else _word_type()


def _word_type() -> gdb.Type:
    """A number as large as a pointer, without a sign."""
    return gdb.selected_inferior().architecture().integer_type(8 * word_size(), False)


def _address(value: gdb.Value) -> int:
    """The address that a value is, or that the object has that it is."""
    if value.type.strip_typedefs().code in MEMBERS and value.address is not None:
        return int(value.address)
    return int(value) % (1 << 8 * word_size())


def _number(expression: str) -> int:
    """The value of --end."""
    try:
        return int(gdb.parse_and_eval(expression))
    except gdb.error as fault:
        told = f"--end {expression} cannot be evaluated: {str(fault).rstrip('.')}"
        raise gdb.GdbError(f"{told}; expected the word that ends the list, such as -1.")


@contextmanager
def _variables(**values: Any) -> Iterator[None]:
    """Gives the convenience variables these values meanwhile; the user's own of these names stay as they are."""
    before = {name: gdb.convenience_variable(name) for name in values}
    try:
        for name, value in values.items():
            gdb.set_convenience_variable(name, value)
        yield
    finally:
        for name, value in before.items():
            gdb.set_convenience_variable(name, value)
