"""How tools are chosen: by what they can do, whatever they are called."""

import re
import shutil

import pytest

from session.computer import PREFIX, ROOT, run


def test_a_gdb_is_chosen_by_what_it_can_do(world):
    assert world.chosen()["GDB"] == "gdb-multiarch"
    world.link("gdb-multiarch", "gdb")  # a native one of that name
    world.link("riscv64-elf-gdb", "gdb-multiarch")
    assert world.chosen()["GDB"] == "riscv64-elf-gdb"
    world.without("gdb-multiarch", "riscv64-elf-gdb")
    found = world.chosen()
    assert found["GDB"] == "gdb" and "does not know RISC-V" in found["GDB_FAULT"]
    world.link("gdb", "gdb-multiarch")  # built for all targets, as on Fedora and Arch
    found = world.chosen()
    assert found["GDB"] == "gdb" and not found["GDB_FAULT"]
    world.without("gdb")
    assert world.chosen()["GDB_FAULT"] == "gdb-multiarch was not found"


def test_a_compiler_is_chosen_by_what_it_can_do(world):
    for each in ("gcc", "ar", "objcopy"):
        world.link(f"riscv64-elf-{each}", PREFIX + each)
    world.put(PREFIX + "gcc", "exit 1")
    found = world.chosen()
    assert (found["TOOLPREFIX"], found["TOOLPREFIX_FAULT"]) == ("riscv64-elf-", "")


def test_an_older_compiler_spells_the_machine_otherwise(world):
    assert world.chosen()["MARCH"] == "rv64imac_zicsr"
    real = shutil.which(PREFIX + "gcc")
    newer = 'for each; do shift; set -- "$@" "$(echo "$each" | sed "s/^-march=rv64imac$/&_zicsr/")"; done'
    world.put(PREFIX + "gcc", f'case "$*" in *_zicsr*) exit 1;; esac; {newer}; exec {real} "$@"')
    found = world.chosen()
    assert (found["MARCH"], found["TOOLPREFIX_FAULT"]) == ("rv64imac", "")


def test_tools_are_looked_at_again_only_when_others_are_at_hand(world, tmp_path):
    told = tmp_path / "tools.mk"
    world.put("gdb-multiarch", f'echo asked >>{tmp_path}/asked; exec {shutil.which("gdb-multiarch")} "$@"')

    def asked():
        assert world.run("sh", "gdb/tools.sh", str(told)).returncode == 0
        return (tmp_path / "asked").read_text().count("asked")

    first = asked()
    assert asked() == first
    world.link("riscv64-elf-gdb", "gdb-multiarch")
    assert asked() > first


@pytest.mark.parametrize("task, tool", [("debug", "GDB"), ("debug", "QEMU"), ("run", "QEMU"), ("grade", "GDB")])
def test_a_tool_that_is_named_wrongly_is_called_missing(task, tool):
    done = run("make", task, f"{tool}=nosuch")
    assert done.stdout.startswith("nosuch was not found; run make deps, or make doctor to see more.\nmake: ***")


def test_a_compiler_that_is_named_wrongly_is_called_missing():
    done = run("make", "all", "TOOLPREFIX=none-", "-B")
    assert " none-gcc was not found; run make deps, or make doctor to see more.  Stop." in done.stdout


def test_what_runs_on_the_machine_needs_no_header_that_a_compiler_may_lack():
    sources = [path for folder in ("kernel", "lab") for path in (ROOT / folder).rglob("*.[chS]")]
    found = {header for path in sources for header in re.findall("^#include <(.*)>", path.read_text(), re.MULTILINE)}
    assert "stddef.h" in found and found <= {"stdarg.h", "stdatomic.h", "stdbool.h", "stddef.h"}
