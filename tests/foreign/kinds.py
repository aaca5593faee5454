"""A kind of list: how a person names it, how a plain walk goes through it, and what is right to say of it."""

from __future__ import annotations

import random
from dataclasses import dataclass

NOWHERE = 0x6F6F6F6F6F68  # aligned, and nobody's memory
POISON = 0xDEAD000000000100  # what Linux writes into the links of an entry that was removed
SOUND = ("null", "head", "ring", "mark")


@dataclass(frozen=True)
class Kind:
    """A list of a program. Expressions and paths are GDB's, as plain.py wants them."""

    name: str
    ways: str  # expressions that all mean this list, with ", " between
    first: str  # where the pointer to its first node is
    next: str
    prev: str = ""
    home: str = ""  # the address at which a circular list ends
    end: str = "null"  # or head, for a circular list that comes home, or ring, for one without a head
    node: str = ""  # the type of a node, where `first` does not point at it
    starts: str = ""  # more ways, for those with a first node: they name that
    either: str = ""  # of a ring, ways that do not tell whether the node that they name is its head
    container: str = ""  # TYPE.PATH of what a node is a member of
    field: str = ""  # a number in that, or in the node
    also: str = ""  # an option that each line needs
    deep: str = ""  # where in a node those members lie, of which nobody says more than their names
    turns: bool = False  # whether the same ways, with next and prev exchanged, are the list backwards
    unasked: bool = True  # whether the ways without an option are enough
    within: bool = False  # whether a node is somewhere in what the pointers point at, as behind Rc's two counts

    def walk(self):
        """What to hand plain-walk."""
        parts = {part: getattr(self, part) for part in ("first", "node", "home", "container")}
        inner = ("next", "prev", *([] if self.container else ["field"]))
        parts.update({part: self.deep + getattr(self, part) for part in inner if getattr(self, part)})
        return {"next": "", "field": self.field, **parts}

    def lines(self, empty=False, checked=False, brief=False):
        """What is typed to see it; `checked`: where the links back are looked at, `brief`: with few of the options."""
        more = [] if empty else [*self.starts.split(", "), *self.either.split(", ")]
        for way in filter(None, [*self.ways.split(", "), *more]):
            for option in self._few() if brief else self._options():
                if not checked or "--prev" in option or self.end != "null":
                    yield " ".join(filter(None, ("show-list", way, self.also, option)))

    def backwards(self):
        """What is typed to see it the other way round."""
        for way in self.ways.split(", ") if self.turns else ():
            yield f"show-list {way} --next {self.prev} --prev {self.next}"

    def _few(self):
        """Without options if that is enough, then with those that say most."""
        if self.unasked:
            yield ""
        yield f"{self._next} --prev {self.prev}" if self.prev else self._next
        if self.container:
            yield f"--container {self.container}" + (f" --prev {self.prev}" if self.prev else "")

    def _options(self):
        yield from self._few()
        field = f" --field {self.field}" if self.field else ""
        if self.prev:
            yield self._next
            yield f"--prev {self.prev}" if self.unasked else f"--prev {self.prev} {self._next}"
        if self.home and not self.also:
            yield f"--home {self.home}"
        if self.container:
            yield f"--container {self.container}{field}"
        elif field and self.unasked:
            yield field[1:]
        elif field:
            yield f"{self._next}{field}"

    @property
    def _next(self):
        return f"--next {self.next}" if self.next else "--offset 0"


def unsound(kind, walked, line, document):
    """What is wrong with the answer to `line` where the list is sound; "" for nothing."""
    expected = walked["nodes"]
    end = kind.end if expected or kind.end != "ring" else "null"
    if line in set(kind.backwards()):
        expected = expected[:1] + expected[:0:-1] if end == "ring" else expected[::-1]
    if _is_either(kind, line) and document["end"] != end:
        wrong = [] if (document["end"], len(document["nodes"])) == _other(end, expected) else ["not read either way"]
        return "; ".join([*wrong, *_called(document)])
    wrong = _nodes(kind, expected, document["nodes"])
    if document["end"] != end:
        wrong.append(f"end {document['end']}, expected {end}")
    wrong += _called(document)
    if walked["home"] is not None and hex(walked["home"]) in [node["address"] for node in document["nodes"]]:
        wrong.append("the head is shown as a node")
    if "--container" in line:
        objects = [node.get("object") for node in document["nodes"]]
        wrong += ["the objects are others"] if objects != [hex(node["object"]) for node in expected] else []
    if "--field" in line:
        shown = [node.get("fields", {}).get(kind.field) for node in document["nodes"]]
        wrong += [f"{kind.field} is another: {shown}"] if shown != [node["field"] for node in expected] else []
    return "; ".join(wrong)


def unseen(kind, walked, at, line, document):
    """What is wrong with the answer where node `at` is damaged; "" for nothing."""
    expected = walked["nodes"][: at + 1]
    wrong = [] if _is_either(kind, line) else _nodes(kind, expected, document["nodes"][: at + 1])
    is_doubted = "looks the same" in document.get("note", "")  # where memory cannot tell, a sentence does
    if document["end"] in SOUND and not document["problems"] and not is_doubted:
        wrong.append(f"called sound: {len(document['nodes'])} nodes, end {document['end']}")
    return "; ".join(wrong)


def _is_either(kind, line):
    return line.split()[1] in kind.either.split(", ") and "--home" not in line


def _called(document):
    return [f"called damaged: {problem['message']}" for problem in document["problems"]]


def _other(end, expected):
    """How a ring ends, and how many nodes it has, where the node that names it is a head and not a node, or so."""
    return ("head", len(expected) - 1) if end == "ring" else ("ring", len(expected) + 1)


def _nodes(kind, expected, shown):
    """Whether the nodes are these, in this order."""
    if kind.within:
        step = [(int(node["address"], 16) - one["address"]) for one, node in zip(expected, shown)]
        right = len(expected) == len(shown) and len(set(step)) <= 1 and all(0 <= each < 64 for each in step)
    else:
        right = [hex(node["address"]) for node in expected] == [node["address"] for node in shown]
    if right:
        return []
    if len(expected) != len(shown):
        return [f"{len(shown)} nodes, expected {len(expected)}"]
    return [f"other nodes: {[node['address'] for node in shown]}, not {[hex(node['address']) for node in expected]}"]


def damages(kind):
    """The kinds of damage that can befall such a list."""
    yield from ("cycle", "first", "misaligned", "unmapped", "poison", "head")
    if kind.end != "null":
        yield "null"
    if kind.prev:
        yield "back"


def damage(name, walked, at):
    """Where to write what, and the last node whose link is still right; None where there are too few nodes."""
    nodes = walked["nodes"]
    if name == "head":
        return (walked["first"], NOWHERE, -1) if walked["first"] else None
    if at + 1 >= len(nodes) or at < 1:
        return None
    if name == "back":
        return nodes[at]["prev"], nodes[at - 1]["back"], len(nodes)
    here = nodes[at]["link"]
    words = {
        "cycle": nodes[(at + 1) // 2]["address"],
        "first": nodes[0]["address"],
        "itself": nodes[at]["address"],
        "misaligned": nodes[at + 1]["address"] + 1,
        "unmapped": NOWHERE,
        "poison": POISON,
        "null": 0,
    }
    return here, words[name], at


def by_chance(kind, walked, seed):
    """One of the damages, or a node that leads to itself, somewhere; the same for a seed. None for too short a list."""
    dice = random.Random(f"{kind.name} {seed}")
    name = dice.choice([*damages(kind), "itself"])
    found = damage(name, walked, dice.randrange(1, max(2, len(walked["nodes"]) - 1)))
    return found and (name, *found)
