"""The one file to source in a GDB session of your own: it adds the commands and changes no setting."""

import os
import sys

# This folder, never the one above it: there the folder gdb/ would hide GDB's own module.
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import buddylab.commands.show_freelists  # noqa: E402,F401
import buddylab.commands.show_list  # noqa: E402,F401
