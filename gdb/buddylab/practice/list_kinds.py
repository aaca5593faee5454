"""Questions about a list: what push, pop and remove do to it."""

from __future__ import annotations

from typing import FrozenSet, List, Tuple

from buddylab.practice.question import Case, Form, Kind, Truth
from buddylab.practice.state import State
from buddylab.spelling import count

ALL = ("push", "pop", "remove")


def before(was: State) -> int:
    """The word that leads to the node that is to be removed: another node, or the head."""
    nodes = was.nodes
    at = nodes.index(was.request.word)
    return nodes[at - 1] if at else was.list.head


class Head(Kind):
    """What the head will hold."""

    name, level, actions = "head", 1, ALL

    def text(self, was: State, about: int) -> str:
        return f"What will {was.list.name}.head hold then?"

    def truth(self, case: Case) -> Truth:
        return case.now.head

    def told(self, case: Case, truth: str) -> str:
        return f"{case.was.list.name}.head holds {truth}."

    def why(self, case: Case) -> str:
        was, now, word = case.was, case.now, case.was.request.word
        head, action = f"{was.list.name}.head", was.request.action
        if action == "push" and now.head == word:
            return f"push puts the new node in front: {head} holds its address."
        if action == "pop" and not was.head and not now.head:
            return "The list was empty, so there was no node to take out."
        first = was.word(was.head)
        if action == "pop" and now.head == was.link(was.head):
            return f"The node in front was {first}, and {head} takes over what that holds."
        if action == "remove" and word == was.head and now.head == was.link(word):
            return f"{first} was the node in front, so {head} takes over what that holds."
        if action == "remove" and word != was.head and now.head == was.head:
            return f"{was.word(word)} was not the node in front, so {head} stays as it was."
        return ""


class Link(Kind):
    """What the word of a new node will hold."""

    name, level, actions = "link", 1, ("push",)

    def text(self, was: State, about: int) -> str:
        return f"What will {was.word(was.request.word)} hold then?"

    def truth(self, case: Case) -> Truth:
        return case.now.link(case.was.request.word)

    def told(self, case: Case, truth: str) -> str:
        return f"{case.was.word(case.was.request.word)} holds {truth}."

    def why(self, case: Case) -> str:
        was, holds = case.was, case.now.link(case.was.request.word)
        if was.head == holds == 0:
            return "The list was empty, so the new node is also the last one, and the last one holds null."
        return f"A new node leads to the one that was in front, {was.word(was.head)}." if was.head == holds else ""


class Returned(Kind):
    """Which node pop returns."""

    name, level, actions = "popped", 1, ("pop",)

    def text(self, was: State, about: int) -> str:
        return "Which address will linked_list_pop return?"

    def truth(self, case: Case) -> Truth:
        return case.now.result

    def told(self, case: Case, truth: str) -> str:
        return f"linked_list_pop returned {truth}."

    def why(self, case: Case) -> str:
        if case.was.head == case.now.result == 0:
            return "The list was empty, so there was no node to take out."
        head = f"{case.was.list.name}.head"
        return f"pop takes out the node in front, to which {head} led." if case.was.head == case.now.result else ""


class Count(Kind):
    """How many nodes there will be."""

    name, level, actions, form = "count", 1, ALL, Form.NUMBER

    def text(self, was: State, about: int) -> str:
        return f"How many nodes will {was.list.name} have then?"

    def truth(self, case: Case) -> Truth:
        return len(case.now.nodes)

    def told(self, case: Case, truth: str) -> str:
        return f"{case.was.list.name} has {count(len(case.now.nodes), 'node')}."

    def why(self, case: Case) -> str:
        had, has = len(case.was.nodes), len(case.now.nodes)
        if had == has == 0:
            return "The list was empty, so there was no node to take out."
        done = {1: "adds a node to it", -1: "takes a node out"}.get(has - had)
        return f"It had {count(had, 'node')}, and {case.was.request.action} {done}." if done else ""


class Before(Kind):
    """What the word in front of a removed node will hold."""

    name, level, actions = "before", 2, ("remove",)

    def text(self, was: State, about: int) -> str:
        return f"What will {was.word(before(was))}, which leads to that node, hold then?"

    def truth(self, case: Case) -> Truth:
        return case.now.link(before(case.was))

    def told(self, case: Case, truth: str) -> str:
        return f"{case.was.word(before(case.was))} holds {truth}."

    def why(self, case: Case) -> str:
        word = case.was.request.word
        if case.now.link(before(case.was)) != case.was.link(word):
            return ""
        return f"It leads past {case.was.word(word)} now, to where that leads."


class Kept(Kind):
    """What the word of a node that is taken out will hold."""

    name, level, actions = "kept", 2, ("pop", "remove")

    def abouts(self, was: State) -> List[int]:
        return [was.request.word or was.head] if was.head else []

    def text(self, was: State, about: int) -> str:
        return f"What will {was.word(about)} hold then, the word of the node that is taken out?"

    def truth(self, case: Case) -> Truth:
        return case.now.link(case.about)

    def told(self, case: Case, truth: str) -> str:
        return f"{case.was.word(case.about)} holds {truth}."

    def why(self, case: Case) -> str:
        (one, *more) = sorted(case.changed) or [0]
        if more or not one or case.about == one:
            return ""
        said = f"{case.was.request.action} writes only the word that led to it, {case.was.word(one)}"
        return f"{said}: its own word stays as it was."


class Number(Kind):
    """Which node will be the second, the third, and so on."""

    name, level, actions = "number", 2, ALL

    def abouts(self, was: State) -> List[int]:
        most = len(was.nodes) + (1 if was.request.action == "push" else -1)
        return list(range(2, most + 1))

    def text(self, was: State, about: int) -> str:
        return f"Which node will be number {about} of {was.list.name} then? The node in front is number 1."

    def truth(self, case: Case) -> Truth:
        return (case.now.nodes[case.about - 1 :] or [0])[0]

    def told(self, case: Case, truth: str) -> str:
        return f"Node number {case.about} is {truth}."

    def why(self, case: Case) -> str:
        truth, action, place = self.truth(case), case.was.request.action, case.about
        had = case.was.nodes.index(int(truth)) + 1 if truth in case.was.nodes else 0  # type: ignore[arg-type]
        if action == "push" and had == place - 1:
            return f"push puts a node in front of all others, so it was number {had}."
        if action == "pop" and had == place + 1:
            return f"pop takes out the node in front of all others, so it was number {had}."
        if action != "remove" or not had:
            return ""
        gone = case.was.nodes.index(case.was.request.word) + 1
        word = case.was.word(case.was.request.word)
        if had == place < gone:
            return f"{word} was number {gone}, and the nodes in front of it keep their places."
        if had == place + 1 > gone:
            return f"{word} was number {gone}, and the nodes behind it move up by one place."
        return ""


class Last(Kind):
    """Which node will be the last."""

    name, level, actions = "last", 2, ALL

    def text(self, was: State, about: int) -> str:
        return f"Which node will be the last one of {was.list.name} then (null if it has none)?"

    def truth(self, case: Case) -> Truth:
        return case.now.nodes[-1] if case.now.nodes else 0

    def told(self, case: Case, truth: str) -> str:
        return f"The last node is {truth}." if case.now.nodes else "The list is empty."

    def why(self, case: Case) -> str:
        had, has, action = case.was.nodes, case.now.nodes, case.was.request.action
        if not has:
            return (
                "It had only one node, which was taken out." if len(had) == 1 else "It had no node before." * (not had)
            )
        if not had:
            return "The list was empty, so the new node is the only one."
        if has[-1] == had[-1]:
            end = {"push": "puts a node in front", "pop": "takes out the node in front"}.get(action)
            end = end or f"takes out {case.was.word(case.was.request.word)}, which was not the last one"
            return f"{action} {end}, so the last one stays the last."
        if action == "remove" and len(had) > 1 and case.was.request.word == had[-1] and has[-1] == had[-2]:
            return f"{case.was.word(had[-1])} was the last one, and the node in front of it takes over its null."
        return ""


class Changed(Kind):
    """Which words will hold something else."""

    name, level, actions, form = "changed", 3, ALL, Form.WORDS

    def text(self, was: State, about: int) -> str:
        place = was.list
        return f"Which words will hold something else then, of {place.name}.head and the words of {place.words.name}?"

    def truth(self, case: Case) -> Truth:
        return case.changed

    def told(self, case: Case, truth: str) -> str:
        return f"{truth} changed." if case.changed else "No word changed."

    def why(self, case: Case) -> str:
        was, changed, action = case.was, case.changed, case.was.request.action
        head, word = was.list.head, was.request.word
        if action == "push":
            return self._push(case, changed, head, word)
        if action == "pop" and not was.head and not changed:
            return "The list was empty, so there was no node to take out."
        if action == "pop" and changed == {head}:
            return f"pop writes only {was.word(head)}: {was.word(was.head)}, which it takes out, stays as it was."
        if action == "remove" and changed == {before(was)}:
            said = f"remove writes only the word that led to {was.word(word)}"
            return f"{said}: the word of {was.word(word)} itself stays as it was."
        return ""

    @staticmethod
    def _push(case: Case, changed: FrozenSet[int], head: int, word: int) -> str:
        new, said = case.was.word(word), f"push writes {case.was.word(word)} and {case.was.word(head)}"
        if changed == {head, word}:
            return f"{said}, and no other word."
        same = changed == {head} and case.was.link(word) == case.now.link(word)
        return f"{said}; but {new} held the same before." if same else ""


KINDS: Tuple[Kind, ...] = (Head(), Link(), Returned(), Count(), Before(), Kept(), Number(), Last(), Changed())
