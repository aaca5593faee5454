"""Sessions on computers of every kind: without a locale, as in a bare container or over ssh, and busy ones."""

import pytest

from session.stranger import LOAD, compiled, typed

BARE = 'env -i PATH="$PATH" HOME="$HOME" make debug LESSON={}'


def test_our_session_without_a_locale(debug):
    session = debug("01", BARE)
    session.to(6)
    assert "values[15] → values[14]" in session.text("show-list list")
    assert "dashed arrow" in session.said("help show-list")
    assert "=> ✓  6" in session.text("lab steps")
    assert "Wrote build/writes.svg" in session.text("show-writes list.head --count 2 --out writes.svg")
    assert "Stop 5 of 10" in session.text("lab back")


@pytest.mark.parametrize("locale", ["C", "POSIX", "nowhere.UTF-8"])
def test_a_stranger_s_session_without_a_locale(tmp_path, monkeypatch, locale):
    monkeypatch.setenv("LC_ALL", locale)
    commands = ["break ready", "run", LOAD, "show-list sound", "help show-list", "help show-freelists"]
    shown = typed(tmp_path, *commands, program=compiled(tmp_path, "own"))
    assert "→ null\n" in shown and "Show a heap's free lists" in shown


def test_a_machine_that_takes_long_to_start(debug, tmp_path):
    slow = tmp_path / "qemu"
    slow.write_text('#!/bin/sh\ncase "$*" in *-kernel*) sleep 3;; esac\nexec qemu-system-riscv64 "$@"\n')
    slow.chmod(0o755)
    session = debug("01", f"QEMU={slow} make debug LESSON={{}}")
    assert "\nStop 1 of 10: " in "\n".join(session.greeting)
    assert "2 s" not in session.text("show remotetimeout") and " 2." in session.text("show remotetimeout")
