"""lab back and lab goto: any direction, the same memory each time, and the learner's own things untouched."""

import re

from session.conftest import HASH, IMAGE, busy, qemu_of, wait_until
from session.stranger import words


def counts(session):
    """The hit counts of the learner's breakpoints, by number."""
    listed = session.text("info breakpoints")
    parts = re.split(r"^(?=\d+ )", listed, flags=re.MULTILINE)[1:]
    hits = {int(part.split()[0]): re.search(r"already hit (\d+) time", part) for part in parts}
    return {number: int(found.group(1)) if found else 0 for number, found in hits.items()}


def test_every_stop_has_the_same_memory_and_registers_whichever_way_one_comes(debug):
    session = debug()
    registers = "python print([str(gdb.newest_frame().read_register(n)) for n in ('pc', 'sp', 's0', 'ra', 'a0', 'a5')])"
    first = [(session.text(HASH), session.text(registers))]
    for stop in range(2, 11):
        session.to(stop)
        first.append((session.text(HASH), session.text(registers)))
    assert len({memory for memory, _ in first}) > 4
    for stop in (3, 9, 1, 10, 6, 6, 2, 7):
        assert f"\nStop {stop} of 10: " in session.text(f"lab goto {stop}")
        assert (session.text(HASH), session.text(registers)) == first[stop - 1], stop
    for stop in (6, 5, 4):
        assert f"\nStop {stop} of 10: " in session.text("lab back")
        assert (session.text(HASH), session.text(registers)) == first[stop - 1], stop
    assert "\nStop 5 of 10: " in session.text("continue")
    assert (session.text(HASH), session.text(registers)) == first[4]


def test_back_and_on_in_front_of_the_first_and_past_the_last_stop(debug):
    session = debug("02")
    assert "There is no stop before this one" in session.text("lab back")
    session.to(6)
    assert "is over" in session.text("continue")
    assert "\nStop 6 of 6: " in session.text("lab back")
    session.type("continue")
    assert "\nStop 2 of 6: " in session.text("lab goto 2")
    assert "expects a stop from 1 to 6" in session.text("lab goto 7")
    assert "expects a stop from 1 to 6" in session.text("lab goto nowhere")
    session.type("lab goto 6")
    session.type("continue")
    session.type("run")
    session.to(3)


def test_what_has_changed_is_known_after_travel_too(debug):
    session = debug()
    shown = session.text("lab goto 6") and session.text("show-list list --memory values --out memory.txt")
    assert "Since stop 5: " in shown
    assert "Since stop 2: " in session.text("show-list list --since 2 --out memory.txt")
    session.type("lab goto 3")
    assert "as they were at stop 2." in session.text("show-list list --memory values --out memory.txt")
    assert "was not passed in this run" in session.text("show-list list --since 5")


def test_a_comparison_walks_each_of_the_two_lists_once(debug):
    session = debug()
    session.to(6)
    session.type("show-list list --out memory.txt")  # which loads what walks
    session.type("python from buddylab.walk import _Walker; run, walks = _Walker.run, []")
    session.type("python _Walker.run = lambda walker: (walks.append(walker), run(walker))[1]")
    session.type("show-list list --since 2 --out memory.txt")
    assert session.text("python print(len(walks))").split() == ["2"]


def test_the_learner_s_own_breakpoints_notice_nothing(debug):
    session = debug()
    session.to(3)
    for line in (
        "watch -location values[3]",  # 11
        "break linked_list_push",  # 12
        "tbreak linked_list_pop",  # 13
        "break linked_list_is_empty",  # 14
        "disable 14",
        "ignore 12 2",
        "display list.head",
    ):
        session.type(line)
    before = counts(session)
    listed = re.sub(r"\tbreakpoint already hit.*\n", "", session.text("info breakpoints"))
    assert "1: list.head = (usize *) 0x80218dc0" in session.text("lab goto 8")
    shown = session.text("lab goto 2")
    assert "1: list.head = " in shown and "watchpoint" not in shown
    assert counts(session) == before
    assert re.sub(r"\tbreakpoint already hit.*\n", "", session.text("info breakpoints")) == listed
    session.to(5)
    for item in ("0x80218d58", "0x80218d60"):  # values[2] and values[3]: the first two pushes are ignored
        assert f"Breakpoint 12, linked_list_push (list=0x80218d40, item={item})" in session.text("continue")
    assert "Hardware watchpoint 11: -location values[3]" in session.text("continue")
    assert counts(session)[12] == 4


def test_a_watchpoint_that_goes_with_its_frame_is_named(debug):
    session = debug()
    session.to(3)
    session.type("watch list.head")
    session.type("lab goto 6")
    shown = session.text("lab goto 2")
    left = session.text("info breakpoints")
    assert ("list.head" in left) != ("deleted watchpoint 11 (list.head)" in shown), shown + left


def test_a_stop_in_a_loop_and_one_in_a_function_called_twice(debug):
    session = debug("rounds", IMAGE)
    seen = [re.search(r"Stop (.*):", "\n".join(session.greeting)).group(1)]
    for _ in range(6):
        seen.append(re.search(r"Stop (.*):", session.text("continue")).group(1))
    assert seen == ["1 of 4", "3 of 4", "3 of 4, time 2", "3 of 4, time 3", "2 of 4", "2 of 4, time 2", "4 of 4"]
    assert "Stop 2 of 4, time 2: " in session.text("lab back")
    assert session.text("p mine").endswith("= 2")
    assert "Stop 3 of 4, time 2: " in session.text("lab goto 3 2")
    assert session.text("p i").endswith("= 1")
    assert "Stop 3 of 4: " in session.text("lab goto 3")
    assert "Stop 2 of 4, time 2: " in session.text("lab goto 2 2")
    shown = session.text("lab goto 3 9")
    assert "is over" in shown and "did not come 9 times to stop 3" in shown
    assert "Stop 4 of 4: " in session.text("lab back")


def test_what_was_written_by_hand_is_told_to_be_gone(debug):
    session = debug()
    session.to(3)
    session.type("set var values[3] = 42")
    session.to(4)
    shown = session.text("lab back")
    assert "what you changed by hand is gone" in shown
    assert session.text("p/x values[3]").endswith("0x3333333333333333")
    assert "by hand" not in session.text("lab back")


def test_a_learner_who_wanders_off_is_found_again(debug):
    session = debug()
    session.to(5)
    session.type("break linked_list_push")
    session.type("continue")
    assert "You stand in linked_list_push(), kernel/linked_list.c:16, after stop 5 of 10: push" in session.said("lab")
    session.type("next")
    session.type("finish")
    assert "after stop 5 of 10" in session.text("lab")
    session.type("delete 6")
    way = "`lab goto 6` to go on, since breakpoint 6 was deleted or disabled; `lab back` returns to stop 5"
    assert way in words(session.text("lab"))
    session.type("delete 11")
    assert "\nStop 6 of 10" in session.text("lab goto 6")
    assert "\nStop 5 of 10" in session.text("lab back")
    assert "\nStop 7 of 10" in session.text("continue")  # stop 6 has no breakpoint any more, but it was passed
    assert "\nStop 6 of 10" in session.text("lab back")
    session.type("delete")
    assert "is over" in session.text("continue")
    assert "The lesson is over; nothing runs." in session.text("lab")
    assert "\nStop 10 of 10" in session.text("lab back")
    session.type("stepi")
    assert "after stop 10 of 10" in session.text("lab")
    assert "\nStop 10 of 10" in session.text("lab back")


def test_a_fresh_machine_has_all_its_stops(debug):
    session = debug("02")
    session.to(3)
    session.type("delete 4")
    session.type("delete 5")
    assert "\nStop 6 of 6" in session.text("continue")  # deleted is deleted, as long as this machine runs
    shown = session.text("run")
    assert shown.startswith("The breakpoints of stops 4 and 5 were set again, as breakpoints 7 and 8.\n"), shown
    assert "\nStop 1 of 6" in shown
    session.to(3)
    assert "`continue` to go on to stop 4" in words(session.text("lab"))
    assert "\nStop 4 of 6" in session.text("continue")
    session.type("delete")
    assert "is over" in session.text("continue")
    shown = session.text("lab goto 2")
    assert "The breakpoints of stops 1 to 6 were set again, as breakpoints 9 to 14.\n" in shown
    session.to(6)
    session.type("delete 9")
    assert "The breakpoint of stop 1 was set again, as breakpoint 15.\n" in session.text("run")
    session.type("disable 10")
    assert "\nStop 1 of 6" in session.text("run")  # what is disabled stays so, without a word
    assert "\nStop 3 of 6" in session.text("continue")


def test_a_machine_that_fails_on_the_way_can_be_looked_at(debug):
    session = debug("panic", IMAGE)
    count = int(re.search(r"in (\d+) stop", "\n".join(session.greeting)).group(1))
    session.to(count)
    assert "about to power off with status 2" in session.text("continue")
    assert f"\nStop {count} of {count}" in session.text("lab back")


def test_nothing_is_printed_twice_on_the_way_back(debug):
    session = debug()
    session.to(8)
    assert "\n6. head is the node pushed last: ok" not in session.text("lab goto 7")
    assert "\n7. each link leads" in session.text("continue")


def test_ctrl_c_on_the_way_to_a_stop_that_never_comes(debug):
    session = debug("forever", IMAGE)
    session.type("watch -location count if count == 0")
    qemu = qemu_of(session.gdb())
    before = busy(qemu)
    session.terminal.sendline("lab goto 2")
    wait_until(lambda: busy(qemu) > before + 0.5)  # many millions of instructions
    session.terminal.sendintr()
    session.terminal.expect(r"\(gdb\) $")
    assert "The machine did not come to stop 2; lab says where you are." in session.terminal.before.replace("\r\n", " ")
    shown = session.said("lab")
    assert "You stand in lesson(), tests/session/images/forever.c:" in shown and "after stop 1 of 2: count" in shown
    assert "hw watchpoint  keep y" in session.text("info breakpoints")
    shown = " ".join(session.text("show-writes count").split())
    assert "too many to run again; type lab goto N to go to a stop" in shown
    assert "You stand in lesson()" in session.text("lab")
    assert "Stop 1 of 2: count" in session.text("lab back")
    assert "it holds 0x0" in session.text("show-writes count")
