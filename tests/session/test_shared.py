"""Sessions that tests share: what one test does to its session, the next does not see."""

import os
import signal

from session.conftest import shared
from session.stranger import Stranger, compiled


def test_a_session_is_lent_again_unless_a_test_left_it_changed_or_failed():
    kept, failures = {}, [0]

    def of_a_test(command=None, fails=False):
        """The process of the debugger that one test gets, once it has seen that nothing is left from others."""
        with shared(kept, lambda: failures[0]) as at:
            session = at("02", 3)
            assert session.text("p values[0]").endswith("= 0") and "Stop 3 of 6" in session.text("lab goto 3")
            assert "7 " not in session.text("info breakpoints")
            if command:
                session.type(command)
            failures[0] += fails
            return session.gdb()

    try:
        one = of_a_test("set var values[0] = 7")
        assert of_a_test("continue") == of_a_test() == one
        assert of_a_test("break lesson") == one
        two = of_a_test("display values[0]")
        three = of_a_test(fails=True)
        assert len({one, two, three, of_a_test()}) == 4
        with shared(kept, lambda: failures[0]) as at:
            os.kill(at("02", 1).gdb(), signal.SIGKILL)
        assert of_a_test() not in (one, two, three)
    finally:
        for session, _ in kept.values():
            session.close()


def test_a_stranger_s_program_is_as_it_was_for_each_test(tmp_path):
    with Stranger(compiled(tmp_path, "lists", "-O0")) as session:
        assert " 0x0\n" in session.shown("set var kmem.freelist = 0", "p kmem.freelist")
        assert "4 nodes, ends in null." in session.shown("show-list kmem.freelist")
        try:
            session.shown("python import os; os._exit(1)")
        except Exception as gone:
            assert type(gone).__name__ in ("EOF", "BrokenPipeError")
        assert "4 nodes, ends in null." in session.shown("show-list kmem.freelist")
