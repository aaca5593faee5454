"""Says what the GDB that runs this can do: its version, its Python's, whether it knows RISC-V, what it lacks."""

import importlib.util
import sys

import gdb

NEEDED = ("rich", "markdown_it")

try:
    gdb.execute("set architecture riscv:rv64", to_string=True)
    knows = "riscv"
except gdb.error:
    knows = "other"
lacks = [name for name in NEEDED if importlib.util.find_spec(name) is None]
version = str(getattr(gdb, "VERSION")).split()[-1]  # some distributions put their name in front; typeshed has none
print("probe: {} {}.{} {} {}".format(version, sys.version_info[0], sys.version_info[1], knows, " ".join(lacks)))
