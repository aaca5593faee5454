"""make debug: the numbered stops, beginning again, and the end of a lesson."""

import re

import pytest

from session.conftest import GDB, HASH, piped

TITLES = {
    1: "build the values of 16 nodes",
    2: "make the list, keep its address",
    3: "build the array of pointers",
    4: "keep the compiler from optimising it away",
    5: "push each pointer in turn",
    6: "head must be the node pushed last",
    7: "check each next link",
    8: "let an iterator visit the nodes",
    9: "pop must take them out in that order",
    10: "the list is empty again",
}


def test_ten_stops_in_order_with_title_and_source(debug):
    session = debug()
    shown = "\n".join(session.greeting)
    for number, title in TITLES.items():
        assert f"\nBreakpoint {number}, lesson () at lab/01-intrusive-list/lesson.c:" in f"\n{shown}"
        assert f"\nStop {number} of 10: {title}\n" in shown
        assert re.search(rf'^=> +\d+  +STEP\({number}, "', shown, re.MULTILINE)
        shown = session.text("continue")
    over = "Lesson 1: An intrusive list on the stack is over: the machine powered off with status 0."
    assert over in " ".join(shown.split())
    assert "Type run to start" in shown
    assert "Remote" not in shown and "closed" not in shown


def test_the_numbers_of_the_breakpoints_are_the_steps(debug):
    session = debug()
    listed = session.text("info breakpoints")
    assert [int(number) for number in re.findall(r"^(\d+) +breakpoint", listed, re.MULTILINE)] == list(range(1, 11))


def test_the_article_s_own_commands(debug):
    session = debug()
    session.to(6)
    assert session.type("x /16g values") == [
        "0x80218d48:\t0x0000000000000000\t0x0000000080218d48",
        "0x80218d58:\t0x0000000080218d50\t0x0000000080218d58",
        "0x80218d68:\t0x0000000080218d60\t0x0000000080218d68",
        "0x80218d78:\t0x0000000080218d70\t0x0000000080218d78",
        "0x80218d88:\t0x0000000080218d80\t0x0000000080218d88",
        "0x80218d98:\t0x0000000080218d90\t0x0000000080218d98",
        "0x80218da8:\t0x0000000080218da0\t0x0000000080218da8",
        "0x80218db8:\t0x0000000080218db0\t0x0000000080218db8",
    ]
    assert session.text("x /g &list").endswith(":\t0x0000000080218dc0")
    assert "list = {head = 0x80218dc0}" in session.text("info locals")
    assert session.text("p list.head").endswith("(usize *) 0x80218dc0")


def test_x_prints_hexadecimal_in_a_fresh_session(debug):
    session = debug("02")
    assert session.text("x /2g &values[1]").endswith(":\t0x0000000000000000\t0x0000000000000000")


@pytest.mark.parametrize("word", ["run", "start", "r"])
def test_beginning_again_from_the_middle_and_after_the_end(debug, word):
    session = debug("02")
    first = session.text("x /8g values")
    session.to(4)
    assert "\nStop 1 of 6:" in session.text(word)
    assert session.text("x /8g values") == first
    session.to(6)
    assert "is over" in session.text("continue")
    assert "is not being run" in session.text("continue")
    assert "\nStop 1 of 6:" in session.text(word)
    session.to(6)


def test_memory_is_the_same_after_beginning_again(debug):
    session = debug()
    first = session.text(HASH)
    session.to(7)
    assert session.text(HASH) != first
    session.type("run")
    assert session.text(HASH) == first


def test_the_console_appears_in_the_terminal_before_the_stop_it_leads_to(debug):
    session = debug()
    session.to(6)
    shown = session.text("continue")
    assert shown.index("6. head is the node pushed last: ok") < shown.index("Stop 7 of 10")


def test_commands_piped_in_work_as_typed_ones():
    done = piped("continue\np $bpnum\ninfo locals\n" + "continue\n" * 9 + "run\n")
    assert done.returncode == 0, done.stdout
    for number in TITLES:
        assert f"Stop {number} of 10:" in done.stdout
    assert "9. pop takes the nodes out in that order: ok" in done.stdout
    assert "is over: the machine powered off with status 0." in " ".join(done.stdout.split())
    assert done.stdout.count("Stop 1 of 10:") == 2
    assert "job control" not in done.stdout


def test_a_learner_s_own_settings_do_not_break_the_session(tmp_path):
    (tmp_path / ".gdbinit").write_text("target remote :1\nset pagination on\nset confirm on\nerror\n")
    (tmp_path / ".config" / "gdb").mkdir(parents=True)
    (tmp_path / ".config" / "gdb" / "gdbinit").write_text("quit\n")
    done = piped("continue\ninfo breakpoints\nshow pagination\nquit\n", HOME=str(tmp_path), LINES="5")
    assert done.returncode == 0
    assert "Stop 2 of 10:" in done.stdout
    assert "State of pagination is off." in done.stdout
    assert "debuginfod" not in done.stdout.lower() and "--Type" not in done.stdout


def test_a_failure_can_be_looked_at_before_the_machine_is_gone(debug):
    session = debug("panic", GDB + ' -nx -q -iex "set debuginfod enabled off" build/tests/{}.elf -x gdb/init.gdb')
    shown = session.text("continue")
    assert "expected 0x2a, found 0x29" in shown
    assert "The machine is about to power off with status 2" in shown
    backtrace = session.text("backtrace")
    assert "panic_at" in backtrace and "lesson ()" in backtrace and "power_off (status=2)" in backtrace
    assert "status = 2" in session.text("info args")
    assert "powered off with status 2" in session.text("continue")


def test_each_failure_of_a_session_is_told_once_and_so_is_its_end(debug):
    session = debug("panic", GDB + ' -nx -q -iex "set debuginfod enabled off" build/tests/{}.elf -x gdb/init.gdb')
    for onward in ("continue", "next"):
        assert "about to power off with status 2" in session.text("continue")
        assert "is over: the machine powered off with status 2." in session.said(onward)
        assert "\nStop 1 of" in session.text("run")
    session.type("set var $a0 = 0")
    session.type("set var $pc = power_off")
    assert "is over: the machine powered off with status 0." in session.said("continue")


def test_qemu_that_cannot_start_is_one_sentence(tmp_path):
    broken = tmp_path / "qemu"  # it answers what it is asked, but takes a lesson for a mistake
    broken.write_text(
        '#!/bin/sh\ncase "$*" in *-kernel*) echo "no room" >&2; exit 1;; esac\nexec qemu-system-riscv64 "$@"\n'
    )
    broken.chmod(0o755)
    done = piped("quit\n", QEMU=str(broken))
    assert "QEMU did not start (no room); run make doctor." in done.stdout
    assert done.returncode != 0
    assert "Traceback" not in done.stdout and "Python Exception" not in done.stdout


def test_figures_land_under_build(debug):
    session = debug()
    assert session.text("pwd").rstrip(".").startswith("Working directory build")  # the project's root left out
