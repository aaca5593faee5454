"""The snapshot as text: the head, a dump as GDB's x prints it, the chain, the verdict, and what changed.

The figure takes its title, its caption and its text alternative from here too, so that both say the same.
"""

from __future__ import annotations

from typing import Callable, List, Optional, Sequence, Set

from buddylab import spelling
from buddylab.columns import fill
from buddylab.draw.words import blank, compared, dump
from buddylab.draw.words.dump import Suffix
from buddylab.draw.words.naming import called, head_name, pointed
from buddylab.ends import End
from buddylab.few import More
from buddylab.model import Word
from buddylab.snapshot import SHOWN, Difference, Snapshot


def show(snapshot: Snapshot, suffix: Suffix = lambda address: "") -> str:
    """All of it, as show-list prints it.

    `suffix` gives what GDB's x puts between an address and the colon (" <values+8>", or nothing), so that the dump is
    the same to the byte once the right-hand column is cut off at its first two spaces.
    """
    if snapshot.blank:
        return blank.words(snapshot, suffix)
    parts = [_head(snapshot, suffix)]
    short = spelling.shortener(word.label for word in snapshot.shown())
    words = snapshot.shown()
    if words:
        blocks = dump.blocks(
            words, lambda word: _meaning(snapshot, word, short), snapshot.word_size, suffix, snapshot.spelling
        )
        parts.append(dump.together(blocks))
    if snapshot.visible() and _inside(snapshot):
        parts.append(fill(_inside(snapshot)))
    if snapshot.elided():
        parts.append(fill(f"… and {snapshot.elided()} more nodes; --out FILE.json has them all."))
    parts.append("\n".join(map(fill, [_chain(snapshot), *verdict(snapshot)])))
    if snapshot.visible() and _look(snapshot):
        parts.append(fill(_look(snapshot)))
    if snapshot.pointers:
        parts.append(fill(pointers(snapshot)))
    if snapshot.difference is not None:
        parts.append("\n".join(map(fill, changes(snapshot))))
    return "\n\n".join(parts) + "\n"


def verdict(snapshot: Snapshot) -> List[str]:
    """How many nodes, how the list ends, and what is wrong with it, a sentence each."""
    chain = snapshot.chain
    count = spelling.count(len(chain.nodes), "node")
    problems = [snapshot.spelling.sentence(problem.message) for problem in chain.problems]
    if chain.end == End.LIMIT and not problems and not chain.nodes:
        return [f"No node was read, since --count is 0: {head_name(snapshot)} {_says(snapshot, chain.head)}."]
    if chain.absent:
        return [f"{count} read, and the list may go on.", *problems]
    if chain.end == End.LIMIT and not problems:
        return [f"{count} shown, and the list goes on: --count stopped the walk."]
    if not chain.nodes and chain.ends_well:
        return ["No nodes: the list is empty.", *problems]
    if not chain.nodes and chain.end not in (End.CYCLE, End.LIMIT) and chain.head.value is not None:
        return ["No nodes: the head does not lead to one.", *problems, *_unmade(snapshot)]
    if chain.interrupted:
        return [f"{count} read, and the list may go on.", *problems]
    return [f"{count}, {chain.end.said}.", *problems]


def _unmade(snapshot: Snapshot) -> List[str]:
    """What a head that leads to no node says of its list where it may never have been written."""
    chain = snapshot.chain
    if chain.end == End.NULL:
        return ["A list that was not made yet looks like this."]
    local = any(variable.is_local(chain.head.address) for variable in snapshot.variables)
    return ["A list on the stack that was not made yet may look like this."] if local else []


def title(snapshot: Snapshot) -> str:
    """One line that says lesson, stop and step; just the list's name where there is no lesson."""
    return compared.title(snapshot.moment, snapshot.difference) or snapshot.moment.title() or head_name(snapshot)


def caption(snapshot: Snapshot) -> List[str]:
    """The sentences below a figure: the verdict, what changed and since when, what dashed arrows mean."""
    if snapshot.blank:
        return [blank.WORDS]
    lines = [*compared.stops(snapshot.moment, snapshot.difference), " ".join(verdict(snapshot))]
    if snapshot.difference is not None:
        lines += changes(snapshot)
    elif snapshot.moment.stop is not None:
        lines.append("This is the first stop; there is no earlier one to compare with.")
    backs, marked = _links_back(snapshot), compared.marks(snapshot)  # a legend says it there
    stray = sum(1 for word in snapshot.shown() if is_stray(snapshot, word) and word.address not in backs)
    if stray and not marked:
        whose = f"{spelling.count(stray, 'word')} {spelling.agree(stray, 'holds', 'hold')}"
        off = spelling.agree(stray, "is", "are")
        lines.append(f"Dashed: {whose} the address of a word shown here, but {off} not on the list.")
    return lines


def spoken(snapshot: Snapshot) -> str:
    """The chain read aloud, for those who cannot see the figure."""
    chain = snapshot.chain
    if snapshot.blank:
        return f"{head_name(snapshot)}: {spelling.count(len(snapshot.shown()), 'word')} to be filled in."
    place = "" if chain.head.address is None or snapshot.spelling.relative else f" at {chain.head.address:#x}"
    sentences = [f"{head_name(snapshot)}{place} {_says(snapshot, chain.head)}"]
    sentences += [
        f"and so on for {node.count} more nodes, up to one"
        if isinstance(node, More)
        else f"which {_says(snapshot, node)}"
        for node in SHOWN.row(chain.nodes)
    ]
    return ", ".join(sentences) + ". " + " ".join(caption(snapshot))


def pointers(snapshot: Snapshot) -> str:
    """The variables that point at a shown word: cursor.prev → values[4], cursor.curr → values[3]."""
    return ", ".join(f"{pointer.label} → {pointed(snapshot, pointer.value)}" for pointer in snapshot.pointers)


def is_stray(snapshot: Snapshot, word: Word) -> bool:
    """Whether `word` looks like a link but is on no chain: it holds the address of another word shown here."""
    return not snapshot.is_node(word) and word.value in snapshot.targets()


def _links_back(snapshot: Snapshot) -> Set[Optional[int]]:
    """Where the visible nodes keep their links back."""
    shape = snapshot.chain.shape
    nodes = [] if shape.prev is None else [snapshot.chain.head, *snapshot.visible()]
    return {node.address - shape.next + (shape.prev or 0) for node in nodes if node.address is not None}


def changes(snapshot: Snapshot) -> List[str]:
    """What changed since the earlier stop, a sentence each; words written with the value they had are named apart."""
    diff = snapshot.difference
    if diff is None:
        return []
    names = _names(snapshot, [change.address for change in diff.changed])
    count = len(diff.changed)
    shown = len({word.address for word in (*snapshot.shown(), snapshot.chain.head)} - {None})
    unknown = [f"{compared.not_kept(_names(snapshot, diff.unknown), len(diff.unknown), diff)}."] if diff.unknown else []
    if count == 0:
        kept = shown - len(diff.unknown)
        which = f"{'The other' if unknown else 'All'} words shown are as they were"
        which = f"The {'other' if unknown else 'only'} word shown is as it was" if kept == 1 else which
        lines = [f"{which} at stop {diff.since}."] if kept else []
    elif shown == 1:
        lines = [f"Since stop {diff.since}: {names} changed, the only word shown."]
    elif count == 1:
        lines = [f"Since stop {diff.since}: only {names} changed, 1 of the {shown} words shown."]
    else:
        lines = [f"Since stop {diff.since}: {names} changed, {count} of the {shown} words shown."]
    lines = unknown + lines
    if diff.title is None:
        return lines + _same(snapshot, diff) + _left(snapshot, diff)
    joined = [f"{_names(snapshot, diff.joined)} joined the list."] if diff.joined else []
    turned = compared.rewired(snapshot, lambda address: _names(snapshot, [address]), lambda to: pointed(snapshot, to))
    return lines + joined + _left(snapshot, diff) + turned


def _same(snapshot: Snapshot, diff: Difference) -> List[str]:
    """The nodes that joined the list without a change to their word: it held what the push wrote."""
    changed = snapshot.changed()
    same = [address for address in diff.joined if address not in changed]
    if not same:
        return []
    words = {word.address: word for word in snapshot.shown()}
    values = {words[address].value for address in same if address in words}
    held, null = spelling.agree(len(same), "it held", "they held"), "0 before, and null is 0"
    reason = f"{held} {null}" if values == {0} else f"{held} the new value before"
    return [f"{_names(snapshot, same)} joined the list unmarked: {reason}, so nothing changed there."]


def _left(snapshot: Snapshot, diff: Difference) -> List[str]:
    """The nodes that are on the list no more."""
    if not diff.left:
        return []
    same = not any(address in snapshot.changed() for address in diff.left)
    its = spelling.agree(len(diff.left), "its word is as it was", "their words are as they were")
    return [f"{_names(snapshot, diff.left)} left the list" + (f"; {its}." if same else ".")]


def _head(snapshot: Snapshot, suffix: Suffix) -> str:
    head = snapshot.chain.head
    meaning = f"{head_name(snapshot)} → {pointed(snapshot, head.value)}"
    if head.address is None:
        return fill(meaning)
    return dump.beside(f"{dump.line([head], snapshot.word_size, suffix, snapshot.spelling)}  {meaning}")


def _meaning(snapshot: Snapshot, word: Word, short: Callable[[str], str]) -> str:
    """`[1] → [0]` for a node, `[1] ⇢ [0]` for a word that only looks like one, `[1]` for any other; * if it changed."""
    name = short(called(snapshot, word))
    if snapshot.is_node(word):
        meaning = (
            f"{name} {pointed(snapshot, 0)}" if word.value == 0 else f"{name} → {short(pointed(snapshot, word.value))}"
        )
        meaning += _details(snapshot, word)
    elif is_stray(snapshot, word):
        meaning = f"{name} ⇢ {short(pointed(snapshot, word.value))}"
    else:
        meaning = name
    return meaning + (" *" if word.address in snapshot.changed() else "")


def _details(snapshot: Snapshot, word: Word) -> str:
    """The object of --container and the fields that --field asked for: " (task 0x80300010) {pid = 7, name = init}"."""
    container = None if snapshot.spelling.relative else snapshot.container
    object = f" ({container.name} {snapshot.object(word):#x})" if container else ""
    values = snapshot.chain.details.get(snapshot.chain.node(word), ())
    each = [
        f"{field[0]} = {snapshot.spelling.sentence(value)}" for field, value in zip(snapshot.chain.shape.fields, values)
    ]
    return object + (" {" + ", ".join(each) + "}" if each else "")


def _inside(snapshot: Snapshot) -> str:
    """Where in the nodes the words lie that the dump shows; "" where each is the first of its node."""
    shape, container = snapshot.chain.shape, snapshot.container
    offset = shape.next - shape.start if container else shape.next
    whose = container.name if container else "node"
    return f"The dump shows the links, each {spelling.count(offset, 'byte')} into its {whose}." if offset else ""


def _look(snapshot: Snapshot) -> str:
    """What to type to see the object of the first node, in a line of its own; "" where that is not known."""
    container = None if snapshot.spelling.relative else snapshot.container
    if container is None or container.look is None:
        return ""
    return f"{container.look.format(hex(snapshot.object(snapshot.chain.nodes[0])))} shows the first {container.name}."


def _chain(snapshot: Snapshot) -> str:
    chain = snapshot.chain
    row = SHOWN.row(chain.nodes)
    nodes = [f"{node} …" if isinstance(node, More) else pointed(snapshot, chain.node(node)) for node in row]
    names = [head_name(snapshot), *nodes]
    goes_on = chain.end == End.LIMIT and chain.nodes
    names.append("…" if goes_on else pointed(snapshot, chain.last().value))
    return " → ".join(names)


def _says(snapshot: Snapshot, word: Word) -> str:
    target = pointed(snapshot, word.value)
    return {"null": "holds null", "unreadable": "cannot be read"}.get(target, f"points at {target}")


def _names(snapshot: Snapshot, addresses: Sequence[int]) -> str:
    """The words at `addresses` by name; of very many just the number."""
    if SHOWN.hidden(len(addresses)):
        return spelling.count(len(addresses), "node")
    words = {word.address: called(snapshot, word) for word in snapshot.shown()}
    words[snapshot.chain.head.address] = head_name(snapshot)
    return spelling.names([words.get(address) or snapshot.spelling.address(address) for address in sorted(addresses)])
