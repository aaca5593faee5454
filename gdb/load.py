"""The one file to source in a GDB session of your own: it adds the commands and changes no setting."""

import os
import sys

# This folder, never the one above it: there the folder gdb/ would hide GDB's own module. The name comes from the code
# itself: in a session whose own Python script sources this file, __file__ is the name of that script.
sys.path.insert(0, os.path.dirname(os.path.abspath(sys._getframe().f_code.co_filename)))

import buddylab.commands.show_freelists  # noqa: E402,F401
import buddylab.commands.show_list  # noqa: E402,F401
