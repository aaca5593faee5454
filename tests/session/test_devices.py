"""Looking reads RAM and nothing else: a device would take reading for a request."""

import re

import pytest


def asked(log):
    """The addresses at which a session read memory, packet by packet, and at which it had QEMU copy it."""
    sent = log.read_text()
    read = [int(address, 16) for address in re.findall(r"\$[mx]([0-9a-f]+),", sent)]
    typed = [bytes.fromhex(text).decode() for text in re.findall(r"\$qRcmd,([0-9a-f]+)", sent)]
    return read, [int(line.split()[1], 16) for line in typed if line.startswith("pmemsave")]


@pytest.mark.parametrize("way", ["copies", "packets"])
def test_a_list_that_leads_to_the_uart_does_not_touch_it(debug, tmp_path, way):
    session = debug("05")
    log = tmp_path / "packets"
    session.type(f"set remotelogfile {log}")
    session.type("run")  # a new connection, the first that is logged
    session.to(8)
    if way == "packets":
        session.type("python import buddylab.target.fetch as f; f.ours = None")
        session.type("python import buddylab.target.fetch as f; f.Exchange.copy = lambda *_: b''")
    session.type("set var memory[4] = 0x10000000")
    session.type("set var memory[0] = &memory[1]")
    assert "not in RAM" in session.text("show-list heap.free_list[3] --memory memory")
    session.type("show-list &memory[0]")
    # heads that lie in the device themselves
    for head in ("*(struct linked_list *) 0x10000000", "*(struct linked_list **) 0x10000000", "*(long **) 0x10000000"):
        assert "unreadable" in session.text(f"show-list {head}")
    assert "not in RAM" in session.text("show-freelists heap")
    for heap in ("*(struct linked_list **) 0x10000000", "*(struct buddy_heap *) 0x10000000"):
        session.type(f"show-freelists {heap}")
    read, copied = asked(log)
    assert 0x80218000 in read if way == "packets" else 0x80210000 in copied and 0x80218000 not in read
    assert not [hex(address) for address in read + copied if not 0x80000000 <= address < 0x88000000]


def test_text_that_would_lie_in_the_uart_is_not_fetched(debug, tmp_path):
    session = debug("03")
    log = tmp_path / "packets"
    session.type(f"set remotelogfile {log}")
    session.type("run")
    session.type("set var memory[0] = 0x10000000")
    session.type("set var memory[2] = 0")
    shown = session.said("show-list &memory[0] --container buddy_heap_fault.block --field what")
    assert "{what = 0x10000000}" in shown
    session.type("set var memory[0] = (usize)lesson_title")
    shown = session.said("show-list &memory[0] --container buddy_heap_fault.block --field what")
    assert '"Memory falls into blocks"' in shown
    read, copied = asked(log)
    assert not [hex(address) for address in read + copied if not 0x80000000 <= address < 0x88000000]
