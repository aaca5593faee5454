"""Asks every question that can be asked, inside GDB, and judges the judge: what it calls true, and why that is so.

Imported by GDB in a session of the practice image: `python quiz.play(seed, seeds, topics)`. What is true is found here
once more, by GDB's own expressions and plain words of memory; of each sentence that says why, every part is looked up.
"""

from dataclasses import replace

import gdb

from buddylab.commands import answers, ours, practice, worksheet
from buddylab.practice import choosing
from buddylab.practice.question import Form
from buddylab.practice.sheet import USUAL, Sheet
from buddylab.practice.state import State
from buddylab.sheets import pages
from buddylab.target import exercise
from buddylab.target.runs import travel

import reasons

asked = {}  # by kind and action: how often


class Copy:
    """Memory at one moment, read without any code of ours."""

    def __init__(self):
        self.words = {}
        for array in ("values", "nodes", "memory", "more"):
            at = place(array)
            data = bytes(gdb.selected_inferior().read_memory(at, int(gdb.parse_and_eval(f"sizeof({array})"))))
            self.words.update({at + i: int.from_bytes(data[i : i + 8], "little") for i in range(0, len(data), 8)})
        self.head = {name: number(f"{name}.head") for name in ("list", "damaged")}
        self.result = number("result")
        self.free, self.counters, self.out, self.largest = {}, {}, {}, {}
        for name in ("heap", "other"):
            self.largest[name] = number(f"{name}.order") - 1
            heads = [number(f"{name}.free_list[{order}].head") for order in range(self.largest[name] + 1)]
            self.free[name] = [self.chain(head) for head in heads]
            self.counters[name] = {each: number(f"{name}.{each}") for each in ("user", "allocated", "total")}
            self.out[name] = {}
        for row in range(number("buddy_ledger.block_count")):
            block = gdb.parse_and_eval(f"buddy_ledger.blocks[{row}]")
            name = str(block["heap"].dereference().address).split("<")[1].rstrip(">")
            self.out[name][int(block["address"])] = int(block["order"]), int(block["size"])

    def chain(self, node):
        """The addresses of a list's nodes."""
        found = []
        while node and node in self.words and node not in found:
            found.append(node)
            node = self.words[node]
        return found

    def nodes(self, name="list"):
        """Those of a list by its name."""
        return self.chain(self.head[name])

    def blocks(self, name):
        """The free blocks of a heap, as addresses and orders."""
        return [(block, order) for order, blocks in enumerate(self.free[name]) for block in blocks]

    def around(self, name, address):
        """The free block around an address, and its order."""
        return next(each for each in self.blocks(name) if each[0] <= address < each[0] + (1 << each[1]))


class Moment:
    """A question's request, what was and what is."""

    def __init__(self, question, was, now, request):
        self.question, self.was, self.now, self.about = question, was, now, question.about
        self.action, self.word, self.size, self.align = (request[each] for each in ("action", "word", "size", "align"))
        self.heap, self.list = request["heap"], request["list"]

    @property
    def order(self):
        """Of the block that went out, or came back, by the ledger."""
        books, at = (self.now, self.now.result) if self.action == "alloc" else (self.was, self.word)
        return books.out[self.heap][at][0]

    def name(self, address):
        """What a word is called."""
        for head in ("list", "damaged"):
            if address == place(f"{head}.head"):
                return f"{head}.head"
        for array in ("values", "nodes", "memory", "more"):
            at = address - place(array)
            if 0 <= at < int(gdb.parse_and_eval(f"sizeof({array})")):
                return f"{array}[{at // 8}]"
        return None

    def before(self):
        """The word that leads to the node of the request."""
        at = self.was.nodes().index(self.word)
        return self.was.nodes()[at - 1] if at else place("list.head")

    def changed(self):
        """The words of the list that hold something else."""
        first = place("values")
        found = {at for at in range(first, first + 64, 8) if self.was.words[at] != self.now.words[at]}
        return found | ({place("list.head")} if self.was.head["list"] != self.now.head["list"] else set())

    def truth(self):
        """What is true, found anew."""
        was, now, heap, about = self.was, self.now, self.heap, self.about
        return {
            "head": lambda: now.head["list"],
            "link": lambda: now.words[self.word],
            "popped": lambda: now.result,
            "count": lambda: len(now.nodes()),
            "before": lambda: now.head["list"] if self.before() not in now.words else now.words[self.before()],
            "kept": lambda: now.words[about],
            "number": lambda: now.nodes()[about - 1],
            "last": lambda: (now.nodes() or [0])[-1],
            "changed": self.changed,
            "visits": lambda: tuple(now.nodes()),
            "overwritten": lambda: reasons.overwritten(now, place("nodes")),
            "fails": lambda: now.result == 0,
            "bytes": lambda: 1 << self.order if now.result else 0,
            "left": lambda: sum(1 << order for _, order in now.blocks(heap)),
            "returns": lambda: now.result,
            "splits": lambda: was.around(heap, now.result)[1] - self.order if now.result else 0,
            "front": lambda: (now.free[heap][about] or [0])[0],
            "largest": lambda: max((1 << order for _, order in now.blocks(heap)), default=0),
            "lists": lambda: {at for at in range(3, 9) if self.fronts(at)},
            "lost": lambda: sum((1 << order) - asked for order, asked in now.out[heap].values()),
            "bit": lambda: self.order,
            "merges": lambda: now.around(heap, self.word)[1] > self.order,
            "buddy": lambda: self.word + (1 << self.order) * (-1 if self.word >> self.order & 1 else 1),
            "size": lambda: 1 << now.around(heap, self.word)[1],
            "start": lambda: now.around(heap, self.word)[0],
            "pieces": lambda: len(now.blocks(heap)),
        }[self.question.kind.name]()

    def fronts(self, order):
        """Whether a list has another block in front."""
        lists = [each.free[self.heap] for each in (self.was, self.now)]
        return order < len(lists[0]) and lists[0][order][:1] != lists[1][order][:1]


def number(expression):
    """A word of the program."""
    return int(gdb.parse_and_eval(expression)) % (1 << 64)


def place(name):
    """The address of a variable."""
    return int(gdb.parse_and_eval(f"(unsigned long) &{name}"))


def request():
    """What comes next, as GDB shows it."""
    wanted = gdb.parse_and_eval("request")
    found = {each: int(wanted[each]) % (1 << 64) for each in ("word", "size", "align")}
    for each in ("list", "heap"):
        found[each] = str(wanted[each]).split("<")[1].rstrip(">") if int(wanted[each]) else ""
    return dict(found, action=str(wanted["action"]).lower())


def typed(truth, form, moment):
    """How somebody may type an answer."""
    if form is Form.YES:
        return "yes" if truth else "no"
    if form is Form.NUMBER:
        return str(truth)
    if form is Form.ADDRESS:
        name = moment.name(truth)
        return "null" if not truth else f"&{name}" if name and truth % 16 else f"{truth:#x}"
    if not truth:
        return "none"
    spelt = {Form.WORDS: moment.name, Form.NODES: lambda each: f"&{moment.name(each)}", Form.ORDERS: str}[form]
    return ", ".join(spelt(each) for each in truth)


def wrong(truth, form, moment):
    """An answer of the same kind that is not true."""
    if form is Form.YES:
        return "no" if truth else "yes"
    if form is Form.NUMBER:
        return str(truth + 1)
    if form is Form.ADDRESS:
        return f"{truth ^ 8:#x}"
    if form is Form.NODES:
        return typed(truth[1:] or (place("values"),), form, moment)
    extra = {Form.WORDS: place("list.head"), Form.ORDERS: 3}[form]
    return typed(set(truth) ^ {extra}, form, moment)


def check(question, was, now, moment):
    """Judges the judge of one question."""
    kind, form = question.kind, question.kind.form
    truth, told, why = question.judged(was, now)
    said = f"{kind.name} of {was.call()}: {question.text(was)} {told} {why}"
    expected = moment.truth()
    assert truth == expected, f"{said} But it is {expected}."
    assert answers.read(typed(truth, form, moment), form, was) == truth, f"{said} {typed(truth, form, moment)} is wrong"
    untrue = wrong(truth, form, moment)
    assert answers.read(untrue, form, was) != truth, f"{said} {untrue} is right"
    assert told.endswith("."), said
    reasons.check(why, moment)
    key = f"{was.request.action} {kind.name}"
    asked[key] = asked.get(key, 0) + 1


def play(seed, seeds=1, topics=("list", "heap", "merge", "fragmentation", "chain", "damage"), requests=10):
    """Asks everything of some exercises; prints how often each kind was asked, or what is wrong."""
    lesson = ours.lesson()
    places = exercise.places()
    for each in range(seed, seed + seeds):
        for topic in topics:
            run = lesson.running() or lesson.switch_on()
            run.machine.words = exercise.wish(each, [topic], requests)
            with travel.undisturbed(), run.machine.muted():
                travel.rewind(run)
                assert travel.forward(run, lambda visit: True)
                for turn in range(1, requests + 1):
                    before, wanted = Copy(), request()
                    was = State(places, exercise.kept(run.memory()))
                    questions = choosing.questions(was, topic, each, turn)
                    assert questions, was.call()
                    assert travel.forward(run, lambda visit: True)
                    now = State(places, exercise.kept(run.memory()), was.request)
                    after = Copy()
                    if wanted["action"] == "look":  # before the next request it is another list
                        now, after = was, before
                    for question in questions:
                        try:
                            check(question, was, now, Moment(question, before, after, wanted))
                        except Exception as fault:
                            print(f"exercise {each}, topic {topic}, request {turn}: {type(fault).__name__} {fault}")
                            raise
    print("asked:", ", ".join(f"{key} {asked[key]}" for key in sorted(asked)))


def on_paper(seeds, topics=("",)):
    """Makes worksheets without drawing them; prints how many answers of their keys are true, and independent of paper.

    What is on paper must not depend on what the machine did.
    """
    lesson, places, right = ours.lesson(), exercise.places(), 0
    for sheet in (Sheet(seed, topic, USUAL[topic]) for seed in seeds for topic in topics):
        each = worksheet._exercises(sheet)
        unknown = [replace(one, now=one.was) for one in each]
        assert pages.worksheet(each, "", "", "") == pages.worksheet(unknown, "", "", ""), sheet
        run = lesson.running()
        with travel.undisturbed(), run.machine.muted():
            for one in each:
                run.machine.words = exercise.wish(*sheet.machine(one.number))
                travel.rewind(run)
                assert travel.forward(run, lambda visit: True)
                before, wanted = Copy(), request()
                was = State(places, exercise.kept(run.memory()))
                assert travel.forward(run, lambda visit: True)
                now, after = State(places, exercise.kept(run.memory()), was.request), Copy()
                check(one.question, was, now, Moment(one.question, before, after, wanted))
                key, truth = one.key(), Moment(one.question, before, after, wanted).truth()
                assert key["value"] == plain(truth, one.question.kind.form), key
                assert key["filled_in"] == filled(after, wanted), key
                right += 1
    print("right:", right)


def plain(truth, form):
    """A truth as JSON holds it."""
    if form in (Form.ADDRESS, Form.WORDS, Form.NODES):
        return hex(truth) if form is Form.ADDRESS else [hex(each) for each in truth]
    return sorted(truth) if form is Form.ORDERS else truth


def filled(after, wanted):
    """What is to be filled in: the words of a list, or the blocks on the lists of a heap."""
    if wanted["heap"]:
        orders = range(3, after.largest[wanted["heap"]] + 1)
        free = after.free[wanted["heap"]]
        return {f"{wanted['heap']}.free_list[{order}]": [hex(each) for each in free[order]] for order in orders}
    array = {"list": "values", "damaged": "nodes"}[wanted["list"]]
    words = {f"{array}[{at}]": hex(after.words[place(array) + 8 * at]) for at in range(8)}
    return {f"{wanted['list']}.head": hex(after.head[wanted["list"]]), **words}


def solved():
    """The answer to the question at hand, had by going on and back while nobody looks."""
    run, turn = ours.lesson().running(), ours.lesson().here().times
    question, place = practice.at_hand().round.asked[turn], travel.place(run)
    before, wanted, places = Copy(), request(), exercise.places()
    was = State(places, exercise.kept(run.memory()))
    with travel.undisturbed(), run.machine.muted():
        assert travel.forward(run, lambda visit: True)
    now, after = State(places, exercise.kept(run.memory()), was.request), Copy()
    travel.back(run, place)
    return typed(question.judged(was, now)[0], question.kind.form, Moment(question, before, after, wanted))
