"""Our own machine copies its memory many pages at a time: what is read that way is what packets read."""

import pytest

from session.conftest import GDB, qemu_of
from session.stranger import SV39, machine, words

# Defines compare(), which reads both ways, and spoilt(copy), after which our machine copies by `copy`.
HELPERS = """
import gdb, os, signal
from dataclasses import replace
from buddylab.memory.image import Unreadable
from buddylab.target import fetch, memory

def both(quick, start, size):
    for image in (quick, replace(quick, ahead=None, pages={}, blocks={}, first={})):
        try:
            yield image.read(start, size)
        except Unreadable as fault:
            yield str(fault)

def compare(*starts, size=4096):
    quick = memory.current()
    for start in starts:
        one, other = both(quick, start, size)
        assert one == other, hex(start)
    print(f"both the same, {len(quick.ahead._pages) + 64 * len(quick.blocks)} pages copied")

def spoilt(copy):
    connection, real = fetch.ours
    fetch.ours = connection, lambda start, size: copy(real, start, size)

def dying(real, start, size, seen=[]):
    seen.append(start)
    if len(seen) == 3:
        os.kill(QEMU, signal.SIGKILL)
    return real(start, size)
"""
OWN = f"exec {GDB} -nx -q -iex 'set debuginfod enabled off' {{}} -x gdb/init.gdb"
LESSON = "range(0x80200000, 0x80220000, 4096)"


@pytest.fixture
def ours(debug, tmp_path):
    """A session of ours at stop 1 that knows the helpers."""

    def open_session(line="make debug LESSON={}"):
        session = debug("01", line)
        (tmp_path / "helpers.py").write_text(f"QEMU = {qemu_of(session.gdb())}\n{HELPERS}")
        session.type(f"source {tmp_path}/helpers.py")
        return session

    return open_session


def test_both_ways_give_the_same_bytes(ours):
    # Sixteen pages with the first one; the block, once it was asked for often enough.
    session = ours()
    assert "both the same, 80 pages copied" in session.text(f"python compare(*{LESSON})")
    session.type("kill inferiors 2")  # or GDB 16 waits for it for ever when it quits
    session.type("set var values[3] = 0x123456789")
    assert "both the same, 16 pages copied" in session.text("python compare(0x80218000)")
    assert "0x0000000123456789" in session.text("show-list list --memory values")
    for command in ("stepi", "continue", "next"):
        session.type(command)
        assert "both the same, 80 pages copied" in session.text(f"python compare(*{LESSON})")
    session.type("kill inferiors 2")  # or GDB 16 waits for it for ever when it quits


def test_what_lies_at_an_edge_is_the_same_too(ours):
    # The last page of RAM, the one behind it, words across pages and windows, flash, the ROM that resets, the UART.
    session = ours()
    places = "0x87fff000, 0x87fffffc, 0x88000000, 0x8020fffc, 0x80218ffe, 0x20000000, 0x1000, 0x10000000, 0x7ffffffc"
    for size in (4, 8):
        assert "both the same" in session.text(f"python compare({places}, size={size})")


def test_under_paging_copies_are_by_physical_address(ours):
    # The same page in the high half, where it is, and at 0; a device; nothing. The page tables lie near.
    session = ours(OWN.format(f"'{SV39}'"))
    places = "0xffffffc000218000, 0x80218000, 0x218000, 0xffffffc050000000, 0xffffffc080000000"
    assert "both the same, 16 pages copied" in session.text(f"python compare({places})")
    assert "4 nodes, ends in null." in session.text("show-list sound")


def test_pages_are_found_where_the_page_tables_have_them(ours):
    # In order, the other way round, a device, nothing, and the first ones again; from the front, the back, and across.
    session = ours(OWN.format("build/tests/pages.elf"))
    for order in ("range(1114)", "range(1113, -1, -1)", "(page * 511 % 1114 for page in range(1114))"):
        shown = session.text(f"python compare(*(0xffffffc000000000 + 4096 * page + 4092 for page in {order}), size=8)")
        assert "both the same" in shown
    assert "1100 nodes, ends in null." in session.text("show-list list")


@pytest.mark.parametrize("copy", ["b''", "real(start, size)[:-1]", "None", "gdb.execute('monitor-nothing')"])
def test_where_copies_fail_packets_do(ours, copy):
    session = ours()
    session.to(6)
    sound = session.text("show-list list --memory values")
    session.type(f"python spoilt(lambda real, start, size: {copy})")
    assert session.text("show-list list --memory values") == sound
    assert "both the same, 0 pages copied" in session.text("python compare(0x80218000)")


def test_a_machine_that_dies_while_it_copies(ours):
    session = ours(OWN.format("build/tests/bench.elf"))
    session.type("set var count = 100000")
    session.type("continue")
    session.type("python spoilt(dying)")
    shown = words(session.text("show-list list"))
    assert "read, and the list may go on." in shown
    assert "since the target is gone (Remote " in shown
    assert "Nothing is running, so there is no memory to read; type run" in session.text("show-list list")
    assert "Stop 1 of 2" in session.text("run")
    assert "No nodes: the list is empty." in session.text("show-list list")


def test_another_machine_copies_through_a_file_of_its_own(ours):
    session = ours()
    for command in ("add-inferior -no-connection", "inferior 2", f'file "{SV39}"', machine(SV39)):
        session.type(command)
    assert "both the same, 80 pages copied" in session.text(f"python compare(*{LESSON})")
    session.type("python import glob; assert not glob.glob('/dev/shm/buddylab-*/ram'), 'it is left behind'")
    session.type("inferior 1")
    assert "both the same, 80 pages copied" in session.text(f"python compare(*{LESSON})")
    session.type("kill inferiors 2")  # or GDB 16 waits for it for ever when it quits
