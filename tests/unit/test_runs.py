"""Runs of pages under paging: found with one question each, and never longer than the page tables say."""

import struct

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buddylab.memory.ahead import PAGE
from buddylab.memory.runs import ENTRIES, Runs, Tables

ROOT = 0x80000000
READ, WRITE, USER, ACCESSED, DIRTY, CONTIGUOUS = 0x3, 0x7, 0x17, 0x40, 0x80, 1 << 63
TABLE = 0x1


class Machine:
    """Page tables of three levels, by where they lie, and what QEMU would say of a page."""

    def __init__(self):
        self.tables = {ROOT: [0] * ENTRIES}
        self.asked = []

    def put(self, page, physical, flags, level=0):
        """Maps what an entry of that level maps, from `page` on."""
        table = ROOT
        for above in range(2, level, -1):
            at = page // (PAGE * ENTRIES**above) % ENTRIES
            if not self.tables[table][at]:
                new = ROOT + PAGE * len(self.tables)
                self.tables[new] = [0] * ENTRIES
                self.tables[table][at] = new // PAGE << 10 | TABLE
            table = (self.tables[table][at] >> 10) * PAGE
        self.tables[table][page // (PAGE * ENTRIES**level) % ENTRIES] = physical // PAGE << 10 | flags

    def ask(self, page):
        self.asked.append(page)
        return self.where(page)

    def where(self, page):
        if page >> 38 not in (0, (1 << 26) - 1):
            return None
        table = ROOT
        for level in (2, 1, 0):
            size = PAGE * ENTRIES**level
            entry = self.tables[table][page // size % ENTRIES]
            if not entry & 1:
                return None
            table = (entry >> 10 & (1 << 44) - 1) * PAGE
            if entry & 0xE:
                return table + page % size
        return None

    def runs(self):
        def page(frame):
            return struct.pack(f"<{ENTRIES}Q", *self.tables[frame]) if frame in self.tables else None

        return Runs(self.ask, Tables(ROOT, 3, page))


def test_pages_in_a_row_are_one_run_whatever_was_accessed():
    machine = Machine()
    for at in range(300):
        machine.put(0x40000000 + PAGE * at, 0x90000000 + PAGE * at, WRITE | (ACCESSED, DIRTY, 0)[at % 3])
    runs = machine.runs()
    assert [runs.physical(0x40000000 + PAGE * at) for at in range(300)] == [0x90000000 + PAGE * at for at in range(300)]
    assert len(machine.asked) == 1 and runs.run(0x40000000) == range(0x40000000, 0x40000000 + 300 * PAGE)


def test_a_run_ends_where_other_rights_begin():
    machine = Machine()
    for at, flags in enumerate([WRITE, WRITE, READ, READ, USER]):
        machine.put(PAGE * at, 0x90000000 + PAGE * at, flags)
    runs = machine.runs()
    for at in range(5):
        runs.physical(PAGE * at)
    assert machine.asked == [0, 2 * PAGE, 4 * PAGE]
    assert runs.physical(5 * PAGE) is None and runs.run(5 * PAGE) == range(0)


def test_large_pages_go_on_but_not_across_the_middle_of_the_address_space():
    machine = Machine()
    for at in range(250, 260):
        machine.put(at << 30, (at - 200) << 30, WRITE, 2)
    runs = machine.runs()
    low, high = 250 << 30, 0xFFFFFFC000000000
    assert runs.physical(low + 5 * PAGE) == (50 << 30) + 5 * PAGE
    assert runs.run(low) == range(250 << 30, 256 << 30)
    assert runs.physical(high) == 56 << 30
    assert runs.run(high) == range(high, high + (4 << 30))
    assert runs.physical(256 << 30) is None  # no address at all


def test_where_tables_are_not_what_they_seem_each_page_is_asked_about():
    crooked = Machine()
    crooked.put(0, 0x90001000, WRITE, 1)  # 2 MiB, but not aligned
    together = Machine()
    for at in range(16):
        together.put(PAGE * at, 0x90008000, WRITE | CONTIGUOUS)
    others = Machine()
    for at in range(4):
        others.put(PAGE * at, 0x90000000 + PAGE * at, WRITE)
    others.where = lambda page: 0xA0000000 + page
    for machine in (crooked, together, others):
        runs = machine.runs()
        assert [runs.physical(PAGE * at) for at in (0, 1, 2)] == [machine.where(PAGE * at) for at in (0, 1, 2)]
        assert machine.asked == [0, PAGE, 2 * PAGE] and runs.run(PAGE) == range(PAGE, 2 * PAGE)


def test_without_tables_a_run_is_a_page():
    runs = Runs(lambda page: page + 0x1000000, None)
    assert runs.physical(0x5000) == 0x1005000 and runs.run(0x5000) == range(0x5000, 0x6000)
    assert runs.run(0x6000) == range(0)


PIECES = st.lists(
    st.tuples(
        st.sampled_from([0, 0x1FF000, 0x3FFFF000, 0x3FC0000000, 0xFFFFFFC000000000, 0xFFFFFFFFFFE00000]),
        st.integers(0, 20),  # pages further
        st.integers(1, 40),  # pages
        st.sampled_from([0x80400000, 0x90000000, 0x901FF000]),
        st.sampled_from([READ, WRITE, USER, WRITE | ACCESSED]),
    ),
    min_size=1,
    max_size=8,
)


@given(PIECES, st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_page_of_a_run_lies_where_asking_would_find_it(pieces, data):
    machine = Machine()
    mapped = set()
    for base, further, count, physical, flags in pieces:
        for at in range(further, further + count):
            page = base + PAGE * at
            if page < 1 << 64:
                machine.put(page, physical + PAGE * (at - further), flags)
                mapped.update((page - PAGE, page, page + PAGE))
    runs = machine.runs()
    for page in data.draw(st.permutations(sorted(page for page in mapped if 0 <= page < 1 << 64))):
        known = machine.where(page)
        assert runs.physical(page) == known
        for each in runs.run(page)[::PAGE]:
            assert machine.where(each) == known + each - page
    assert len(machine.asked) <= len(mapped)
