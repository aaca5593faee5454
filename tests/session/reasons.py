"""What each sentence that says why must find in memory: a pattern for each, and what its parts claim."""

import re

NEED = r"(?P<asked>\d+) bytes(?: at a multiple of (?P<align>\d+))? need a block of (?P<block>\d+)"
STAYS = (
    r"(?:(?P<whose>its|the next) buddy, at (?P<next>0x\w+), is (?P<state>handed out|split)"
    r"|blocks of (?P<most>\d+) bytes are the largest that this heap has)"
)
COURSE = (
    rf"it (?:merges with its (?:buddy at (?P<one>0x\w+)|buddies at (?P<many>[\w, ]+), one after the other), and "
    rf"|does not merge because ){STAYS}"
)
PATTERNS = []


def says(pattern, flags=re.IGNORECASE):
    """Registers what a sentence claims; a claim that does not hold raises AssertionError."""

    def keep(claim):
        PATTERNS.append((re.compile(pattern, flags), claim))
        return claim

    return keep


def check(sentence, moment):
    """Raises AssertionError where a sentence is not known here, or one of its parts is not so."""
    for pattern, claim in PATTERNS:
        found = pattern.fullmatch(sentence)
        if found:
            claim(moment, {name: part for name, part in found.groupdict().items() if part is not None})
            return
    raise AssertionError(f"nobody has checked this: {sentence!r}")


def overwritten(now, first):
    """The word of the damaged list that holds none of the links: found by mending each in turn."""
    words = range(first, first + 64, 8)
    mends = []
    for word in words:
        for link in (*words, 0):
            if link != now.words[word]:
                mended = dict(now.words, **{})
                mended[word] = link
                node, seen = now.head["damaged"], []
                while node in mended and node not in seen:
                    seen.append(node)
                    node = mended[node]
                if len(seen) == len(words) and node == 0:
                    mends.append(word)
    (only,) = mends  # or the exercise has no answer
    return only


def size(order):
    return 1 << order


def need(moment, part):
    """What a request needs, by the block that it got; or that nothing smaller would do."""
    assert int(part["asked"]) == moment.size
    block = int(part["block"])
    if moment.now.result:
        assert block == size(moment.order)
    assert block >= max(moment.size, moment.align) > block // 2
    if "align" in part:
        assert int(part["align"]) == moment.align == block and block // 2 >= moment.size
    else:
        assert block // 2 < moment.size
    return block


def free(moment):
    """The sizes of what was free."""
    return [size(order) for _, order in moment.was.blocks(moment.heap)]


@says(rf"{NEED}\.")
def _need(moment, part):
    need(moment, part)


@says(rf"{NEED}, and the one in front of (?P<heap>\w+)\.free_list\[(?P<list>\d+)\] goes out\.")
def _front(moment, part):
    assert need(moment, part) == size(int(part["list"])) and part["heap"] == moment.heap
    assert moment.was.free[moment.heap][int(part["list"])][0] == moment.now.result


def smallest(moment, part, at):
    """The block that is taken: in front of its list, and no smaller one would do."""
    block = need(moment, part)
    assert min(each for each in free(moment) if each >= block) == int(part["size"]) > block
    order = int(part["size"]).bit_length() - 1
    assert moment.was.free[moment.heap][order][0] == at == moment.now.result


@says(
    rf"{NEED}, and the smallest one that is large enough has (?P<size>\d+), at (?P<at>0x\w+): that is split, "
    r"and its lower end goes out\."
)
def _split(moment, part):
    smallest(moment, part, int(part["at"], 16))


@says(
    rf"{NEED}, and the smallest one that is large enough has (?P<size>\d+): "
    r"(?P<sizes>[\d, and]+) (?:was|were) halved\."
)
def _halved(moment, part):
    smallest(moment, part, moment.now.result)
    sizes = list(map(int, re.findall(r"\d+", part["sizes"])))
    assert sizes == [size(order) for order in range(sizes[0].bit_length() - 1, moment.order, -1)]
    assert sizes[0] == int(part["size"])
    for each in sizes:  # the upper half of each is free now
        half = moment.now.result + each // 2
        assert moment.now.free[moment.heap][(each // 2).bit_length() - 1][0] == half


def refusal(moment, part):
    """Why a request failed."""
    assert moment.now.result == 0 and moment.was.free == moment.now.free
    block = need(moment, part)
    assert max(free(moment), default=0) == int(part.get("largest", 0)) < block
    assert ("all" in part) == (sum(free(moment)) >= block)
    assert "all" not in part or sum(free(moment)) == int(part["all"])


LARGEST = r"(?:the largest that is free has (?P<largest>\d+)|none is free)(?:, though (?P<all>\d+) are free in all)?"


@says(rf"{NEED}, and {LARGEST}\.")
def _refused(moment, part):
    refusal(moment, part)


@says(rf"A request that fails changes nothing: {NEED}, and {LARGEST}\.")
def _nothing(moment, part):
    refusal(moment, part)
    assert moment.was.out == moment.now.out and moment.was.counters == moment.now.counters


@says(
    rf"{NEED}, and list (?P<list>\d+) has the smallest one that is large enough: it gives that away, and "
    r"(?:list (?P<only>\d+) gets|each of the lists (?P<first>\d+) to (?P<last>\d+) gets) an upper half\."
)
def _lists(moment, part):
    order = int(part["list"])
    smallest(moment, dict(part, size=size(order)), moment.now.result)
    first, last = (int(part[each]) if each in part else int(part["only"]) for each in ("first", "last"))
    assert (first, last) == (moment.order, order - 1) and ("only" in part) == (first == last)
    for each in range(first, order):
        assert moment.now.free[moment.heap][each][0] == moment.now.result + size(each)


@says(
    rf"{NEED}, and the smallest one that was large enough had (?P<size>\d+), at (?P<at>0x\w+): in splitting that, "
    r"an upper half of (?P<half>\d+) came here\."
)
def _half(moment, part):
    smallest(moment, part, int(part["at"], 16))
    assert int(part["half"]) == size(moment.about) < int(part["size"])
    assert moment.now.free[moment.heap][moment.about][0] == int(part["at"], 16) + int(part["half"])


@says(rf"{NEED}, and (?:\w+\.free_list\[(?P<list>\d+)\] had one|this list has smaller ones), so nothing changed here\.")
def _untouched(moment, part):
    block = need(moment, part)
    assert moment.was.free[moment.heap][moment.about] == moment.now.free[moment.heap][moment.about]
    if "list" in part:
        order = int(part["list"])
        assert block <= size(order) < size(moment.about) and moment.was.free[moment.heap][order]
    else:
        assert size(moment.about) < block


@says(
    r"The block in front, (?P<at>0x\w+), was taken for it, and "
    r"(?P<rest>the next one is in front now|it was the only one there)\."
)
def _taken(moment, part):
    was, now = (each.free[moment.heap][moment.about] for each in (moment.was, moment.now))
    assert was[0] == int(part["at"], 16) == moment.now.result and now == was[1:]
    assert bool(now) == ("next" in part["rest"])


@says(
    r"The block of (?P<size>\d+) bytes at (?P<at>0x\w+) was taken for it, (?:and another one of (?P<other>\d+) is left"
    r"|the only one of its size; (?:of what is left the largest has (?P<largest>\d+)|nothing is left))\."
)
def _used(moment, part):
    at, order = int(part["at"], 16), int(part["size"]).bit_length() - 1
    assert moment.was.free[moment.heap][order][0] == at == moment.now.result
    left = [size(order) for _, order in moment.now.blocks(moment.heap)]
    if "other" in part:
        assert int(part["other"]) in left and max(left) == int(part["other"])
    else:
        assert len(moment.was.free[moment.heap][order]) == 1 and max(left, default=0) == int(part.get("largest", 0))


@says(rf"{NEED}, and (?P<free>\d+) were free\.")
def _were_free(moment, part):
    need(moment, part)
    assert int(part["free"]) == sum(free(moment))


@says(r"(?P<lost>\d+) were lost before, and (?P<block>\d+) for (?P<asked>\d+) lose (?P<more>\d+) more\.")
def _lost(moment, part):
    assert sum(size(order) - asked for order, asked in moment.was.out[moment.heap].values()) == int(part["lost"])
    assert moment.now.out[moment.heap][moment.now.result] == (int(part["block"]).bit_length() - 1, int(part["asked"]))
    assert int(part["block"]) - int(part["asked"]) == int(part["more"])


def stays(moment, part):
    """Why a free block was not merged further."""
    at, order = moment.now.around(moment.heap, moment.word)
    if "most" in part:
        assert int(part["most"]) == size(order) == size(moment.was.largest[moment.heap])
        return
    buddy = int(part["next"], 16)
    assert buddy == at ^ size(order) and (part["whose"].lower() == "its") == (order == moment.order)
    out = moment.was.out[moment.heap]
    assert buddy not in moment.was.free[moment.heap][order]
    if part["state"] == "handed out":
        assert out[buddy][0] == order and moment.now.out[moment.heap][buddy][0] == order
    else:
        smaller = [*moment.now.blocks(moment.heap), *((block, of) for block, (of, _) in out.items())]
        assert any(of < order and buddy <= block < buddy + size(order) for block, of in smaller)


def course(moment, part):
    """With which blocks it was merged."""
    met = [int(each, 16) for each in re.findall(r"0x\w+", part.get("one", part.get("many", "")))]
    at = moment.word
    for order, buddy in enumerate(met, moment.order):
        assert buddy == at ^ size(order) and buddy in moment.was.free[moment.heap][order]
        assert buddy not in moment.now.free[moment.heap][order]
        at = min(at, buddy)
    assert (at, moment.order + len(met)) == moment.now.around(moment.heap, moment.word)
    stays(moment, part)
    return met


@says(rf"{COURSE}\.")
def _course(moment, part):
    course(moment, part)


@says(rf"{STAYS}\.")
def _stays(moment, part):
    stays(moment, part)


@says(rf"{COURSE}; what comes out is in front here\.")
def _comes_out(moment, part):
    course(moment, part)
    assert moment.now.free[moment.heap][moment.about][0] == moment.now.around(moment.heap, moment.word)[0]


@says(rf"{COURSE}; that does not touch this list\.")
def _no_touch(moment, part):
    course(moment, part)
    assert moment.was.free[moment.heap][moment.about] == moment.now.free[moment.heap][moment.about]


@says(rf"{COURSE}; so (?P<gone>0x\w+) leaves this list(?P<only>, as its only block)?\.")
def _leaves(moment, part):
    assert int(part["gone"], 16) in course(moment, part)
    was, now = (each.free[moment.heap][moment.about] for each in (moment.was, moment.now))
    assert [each for each in was if each != int(part["gone"], 16)] == now and ("only" in part) == (not now)


@says(
    rf"{COURSE}; so it ends in a block of (?P<size>\d+), (?:and one of (?P<other>\d+) was free before"
    r"|and the largest one had as (?P<same>many) before|now the (?P<new>largest) one)\."
)
def _ends(moment, part):
    course(moment, part)
    assert int(part["size"]) == size(moment.now.around(moment.heap, moment.word)[1])
    had, has = max(free(moment), default=0), max(size(order) for _, order in moment.now.blocks(moment.heap))
    if "other" in part:
        assert had == has == int(part["other"]) > int(part["size"])
    elif "same" in part:
        assert had == has == int(part["size"])
    else:
        assert had < has == int(part["size"])


@says(rf"{COURSE}; (?P<had>\d+) were free, one came back(?:, and (?P<merges>\d+) merges? made one of two)?\.")
def _pieces(moment, part):
    met = course(moment, part)
    assert int(part["had"]) == len(free(moment)) and int(part.get("merges", 0)) == len(met)


@says(r"Its buddy, at (?P<at>0x\w+), is free: it is on (?P<heap>\w+)\.free_list\[(?P<list>\d+)\]\.")
def _is_free(moment, part):
    assert int(part["list"]) == moment.order and part["heap"] == moment.heap
    assert int(part["at"], 16) == moment.word ^ size(moment.order)
    assert int(part["at"], 16) in moment.was.free[moment.heap][moment.order]


@says(r"(?P<size>\d+) bytes came back, and (?P<same>\d+) is what bit (?P<bit>\d+) is worth\.")
def _worth(moment, part):
    assert int(part["size"]) == int(part["same"]) == size(moment.order) == size(int(part["bit"]))
    was, now = (each.counters[moment.heap]["allocated"] for each in (moment.was, moment.now))
    assert was - now == int(part["size"])


@says(r"The block has (?P<size>\d+) bytes: (?P<at>0x\w+) with bit (?P<bit>\d+) turned over is (?P<other>0x\w+)\.")
def _turned(moment, part):
    assert int(part["size"]) == size(moment.order) == size(int(part["bit"])) and int(part["at"], 16) == moment.word
    assert int(part["other"], 16) == moment.word ^ size(moment.order)


@says(r"(?P<had>\d+) were free, and a block of (?P<size>\d+) came back, which was handed out for (?P<asked>\d+)\.")
def _back(moment, part):
    assert int(part["had"]) == sum(free(moment))
    assert moment.was.out[moment.heap][moment.word] == (int(part["size"]).bit_length() - 1, int(part["asked"]))


@says(r"push puts the new node in front: list\.head holds its address\.")
def _in_front(moment, part):
    assert moment.action == "push" and moment.now.head["list"] == moment.word == moment.now.nodes()[0]


@says(r"The list was empty, so there was no node to take out\.")
def _none(moment, part):
    assert moment.action == "pop" and moment.was.nodes() == moment.now.nodes() == [] and moment.now.result == 0


def first(moment, part):
    """A node is named that was in front, and the head has what it held."""
    front = moment.was.nodes()[0]
    assert moment.name(front) == part["node"] and moment.now.head["list"] == moment.was.words[front]


@says(r"The node in front was (?P<node>\S+), and list\.head takes over what that holds\.")
def _front_node(moment, part):
    first(moment, part)
    assert moment.action == "pop" and moment.now.words[moment.was.nodes()[0]] == moment.now.head["list"]


@says(r"(?P<node>\S+) was the node in front, so list\.head takes over what that holds\.")
def _removed_front(moment, part):
    first(moment, part)
    assert moment.action == "remove" and moment.word == moment.was.nodes()[0]


@says(r"(?P<node>\S+) was not the node in front, so list\.head stays as it was\.")
def _not_front(moment, part):
    assert moment.name(moment.word) == part["node"] and moment.word in moment.was.nodes()[1:]
    assert moment.was.head["list"] == moment.now.head["list"]


@says(r"The list was empty, so the new node is also the last one, and the last one holds null\.")
def _only(moment, part):
    assert moment.was.nodes() == [] and moment.now.nodes() == [moment.word] and moment.now.words[moment.word] == 0


@says(r"A new node leads to the one that was in front, (?P<node>\S+)\.")
def _leads(moment, part):
    front = moment.was.nodes()[0]
    assert moment.name(front) == part["node"] and moment.now.words[moment.word] == front


@says(r"pop takes out the node in front, to which list\.head led\.")
def _popped(moment, part):
    assert moment.now.result == moment.was.head["list"] == moment.was.nodes()[0]


@says(r"It had (?P<had>\d+) nodes?, and (?P<how>push|pop|remove) (?P<done>adds a node to it|takes a node out)\.")
def _count(moment, part):
    had, has = len(moment.was.nodes()), len(moment.now.nodes())
    assert int(part["had"]) == had and part["how"] == moment.action
    assert has - had == (1 if "adds" in part["done"] else -1)


@says(r"It leads past (?P<node>\S+) now, to where that leads\.")
def _past(moment, part):
    assert part["node"] == moment.name(moment.word)
    now = {**moment.now.words, **{}}
    holds = now.get(moment.before(), moment.now.head["list"])
    assert holds == moment.was.words[moment.word] == moment.now.words[moment.word]


@says(r"(?P<how>pop|remove) writes only the word that led to it, (?P<word>\S+): its own word stays as it was\.")
def _kept(moment, part):
    assert part["how"] == moment.action and [moment.name(each) for each in moment.changed()] == [part["word"]]
    node = moment.word or moment.was.nodes()[0]
    led = [at for at, word in moment.was.words.items() if word == node and at in moment.was.nodes()]
    assert part["word"] == (moment.name(led[0]) if led else "list.head")


def place(moment, at):
    """The number of a node in the list as it was."""
    return moment.was.nodes().index(moment.now.nodes()[at - 1]) + 1


@says(r"push puts a node in front of all others, so it was number (?P<had>\d+)\.")
def _pushed_down(moment, part):
    assert moment.action == "push" and place(moment, moment.about) == int(part["had"]) == moment.about - 1


@says(r"pop takes out the node in front of all others, so it was number (?P<had>\d+)\.")
def _moved_up(moment, part):
    assert moment.action == "pop" and place(moment, moment.about) == int(part["had"]) == moment.about + 1


@says(
    r"(?P<node>\S+) was number (?P<gone>\d+), and the nodes (?P<side>in front of|behind) it "
    r"(?:keep their places|move up by one place)\."
)
def _removed(moment, part):
    gone = moment.was.nodes().index(moment.word) + 1
    assert moment.action == "remove" and int(part["gone"]) == gone and part["node"] == moment.name(moment.word)
    had = place(moment, moment.about)
    assert (
        (had < gone and had == moment.about) if part["side"] != "behind" else (had > gone and had == moment.about + 1)
    )


@says(r"It had only one node, which was taken out\.")
def _emptied(moment, part):
    assert len(moment.was.nodes()) == 1 and moment.now.nodes() == []


@says(r"It had no node before\.")
def _was_empty(moment, part):
    assert moment.was.nodes() == moment.now.nodes() == []


@says(r"The list was empty, so the new node is the only one\.")
def _alone(moment, part):
    assert moment.was.nodes() == [] and moment.now.nodes() == [moment.word]


@says(
    r"(?P<how>push|pop|remove) (?:puts a node in front|takes out the node in front"
    r"|takes out (?P<node>\S+), which was not the last one), so the last one stays the last\."
)
def _last(moment, part):
    assert part["how"] == moment.action and moment.was.nodes()[-1] == moment.now.nodes()[-1]
    assert ("node" in part) == (moment.action == "remove")
    assert "node" not in part or part["node"] == moment.name(moment.word) != moment.name(moment.was.nodes()[-1])


@says(r"(?P<node>\S+) was the last one, and the node in front of it takes over its null\.")
def _new_last(moment, part):
    *_, new, old = moment.was.nodes()
    assert moment.name(old) == part["node"] and moment.now.nodes()[-1] == new and moment.now.words[new] == 0


@says(r"push writes (?P<node>\S+) and list\.head(?:, and no other word|; but (?P<same>\S+) held the same before)\.")
def _push_writes(moment, part):
    changed = {moment.name(each) for each in moment.changed()}
    assert part["node"] == moment.name(moment.word)
    assert changed == ({"list.head"} if "same" in part else {"list.head", part["node"]})
    assert part.get("same", part["node"]) == part["node"]


@says(r"pop writes only list\.head: (?P<node>\S+), which it takes out, stays as it was\.")
def _pop_writes(moment, part):
    assert {moment.name(each) for each in moment.changed()} == {"list.head"}
    assert part["node"] == moment.name(moment.was.nodes()[0])


@says(r"remove writes only the word that led to (?P<node>\S+): the word of (?P<same>\S+) itself stays as it was\.")
def _remove_writes(moment, part):
    assert part["node"] == part["same"] == moment.name(moment.word) and moment.changed() == {moment.before()}


@says(r"Each node holds the address of the next one, and the last one holds null\.")
def _each(moment, part):
    nodes = moment.now.nodes()
    assert [moment.now.words[node] for node in nodes] == [*nodes[1:], 0]


@says(
    r"(?P<word>\S+) holds (?:(?P<null>null), though not all nodes came before"
    r"|(?P<odd>0x\w+), which is not a multiple of 8|its own (?P<own>address)"
    r"|(?P<astray>0x\w+), which is no node's address); no word leads to (?P<lost>\S+), so that is where it led\."
)
def _overwritten(moment, part):
    nodes = {moment.name(at): at for at in moment.now.words if moment.name(at).startswith("nodes")}
    word, holds = nodes[part["word"]], moment.now.words[nodes[part["word"]]]
    led = {moment.now.head["damaged"], *(moment.now.words[each] for each in nodes.values())}
    assert [name for name, at in nodes.items() if at not in led] == [part["lost"]]
    if "null" in part:
        assert holds == 0 and len(moment.now.nodes("damaged")) < len(nodes)
    elif "odd" in part:
        assert holds == int(part["odd"], 16) and holds % 8
    elif "own" in part:
        assert holds == word
    else:
        assert holds == int(part["astray"], 16) and holds not in nodes.values()
