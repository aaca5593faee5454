"""What is said of the difference of two stops: the title, what marks mean, and for lists what was where before."""

from __future__ import annotations

from typing import Callable, Dict, List, Optional, Sequence, Tuple, Union

from buddylab.few import Few, More
from buddylab.heaps.heap_model import HeapDifference
from buddylab.snapshot import Difference, Moment, Snapshot
from buddylab.spelling import agree, count

JOINED, LEFT = "joined", "gone"
TOLD = Few(first=4)  # of the rewired arrows

Sample = Tuple[str, str]  # what is drawn: box, ghost, old, link, stray, or the text of a mark; and what it means
Compared = Union[Difference, HeapDifference, None]


def title(moment: Moment, difference: Compared) -> Optional[str]:
    """The title of a figure that compares two stops; None for any other."""
    if difference is None or difference.title is None:
        return None
    here = f"stop {moment.stop}" if moment.stop is not None else moment.step or "here"
    return " · ".join(part for part in (moment.lesson, f"from stop {difference.since} to {here}") if part)


def stops(moment: Moment, difference: Compared) -> List[str]:
    """A sentence on where the two stops stand, for who knows neither."""
    if difference is None or difference.title is None:
        return []
    if moment.step is None and moment.seen is not None:  # a machine whose stops say what has happened
        return [f"Stop {difference.since}: {difference.title}; stop {moment.stop}: {moment.seen}."]
    sentence = f"Stop {difference.since} is before “{difference.title}”"
    return [f"{sentence}, stop {moment.stop} before “{moment.step}”." if moment.stop is not None else f"{sentence}."]


def not_kept(names: str, count: int, difference: Union[Difference, HeapDifference]) -> str:
    """Says of `count` words, whose names are `names`, that there is nothing to compare them with."""
    were, they = ("was", "it") if count == 1 else ("were", "they")
    return f"{names} {were} not kept at stop {difference.since}, so it is not known whether {they} changed"


def marks(snapshot: Snapshot) -> Dict[int, str]:
    """The words of nodes that came to the list or left it, by address; none where stops are not compared."""
    difference = snapshot.difference
    if difference is None or difference.title is None:
        return {}
    return {**dict.fromkeys(difference.joined, JOINED), **dict.fromkeys(difference.left, LEFT)}


def links(snapshot: Snapshot) -> Dict[int, int]:
    """What the words that were links then, and are other words now, held; by address."""
    then = snapshot.difference.then if snapshot.difference is not None else None
    if then is None:
        return {}
    were = {address + then.shape.next for address in then.addresses()} | {then.head.address}
    return {address: change.before for address, change in snapshot.changed().items() if address in were}


def rewired(snapshot: Snapshot, name: Callable[[int], str], pointed: Callable[[Optional[int]], str]) -> List[str]:
    """A sentence on the arrows that lead elsewhere than before."""
    nodes = set(snapshot.targets())
    each = [
        f"{name(address)} pointed at {pointed(before)} and points at {pointed(snapshot.changed()[address].after)}"
        for address, before in sorted(links(snapshot).items())
        if {before, snapshot.changed()[address].after} <= nodes
    ]
    row = TOLD.row(each)
    told = [_others(one.count) if isinstance(one, More) else one for one in row]
    return [f"{'; '.join(told)}."] if told else []


def _others(number: int) -> str:
    return f"{count(number, 'more word')} {agree(number, 'points', 'point')} somewhere else than before"


def list_legend(snapshot: Snapshot, kinds: Sequence[str]) -> List[Sample]:
    """What the marks of a list's figure mean; `kinds` are those of its boxes and arrows."""
    assert snapshot.difference is not None
    then = f"stop {snapshot.difference.since}"
    every = [
        ("box", "changed", f"changed since {then}; below, the old value"),
        (JOINED, JOINED, f"on the list now, but not at {then}"),
        (LEFT, LEFT, f"on the list at {then}, but not now"),
        ("link", "link", "points there now"),
        ("old", "old", f"pointed there at {then}"),
        ("stray", "stray", "holds that address, but is not on the list"),
    ]
    return [(sample, meaning) for sample, kind, meaning in every if kind in kinds]


def heap_legend(difference: HeapDifference, kinds: Sequence[str], bars: bool, is_zone: bool = False) -> List[Sample]:
    """What the marks of a heap's figure mean; `kinds` are those of boxes and arrows, `bars` whether it has any.

    What has left the lists of a zone need not be handed out: it may be on a processor's.
    """
    then = f"stop {difference.since}"
    every = [
        ("box", "changed", f"changed since {then}, with the old value"),
        ("old", "old", f"pointed there at {then}"),
        ("ghost", "gone", f"on this list at {then}, but not now"),
        ("split", "split", f"free at {then}, cut into smaller blocks since"),
        ("merged", "merged", f"free now, smaller blocks at {then}"),
        ("taken", "taken", "left its list since" if is_zone else "handed out since"),
        ("returned", "returned", "came onto a list since" if is_zone else "given back since"),
        ("resized", "resized", f"handed out at {then} too, for another request"),
    ]
    shown = set(kinds)
    if bars:
        marked = {"split": difference.split, "merged": difference.merged, "taken": difference.taken}
        marked["returned"] = difference.returned
        marked["resized"] = tuple(after for _, after in difference.resized)
        shown |= {name for name, blocks in marked.items() if blocks}
    return [(sample, meaning) for sample, kind, meaning in every if kind in shown]
