# The session of make try-linux: settings, then load.py, then Linux. GDB is started in the project's root.
set host-charset UTF-8
set pagination off
set confirm off
set print inferior-events off
set index-cache enabled on
source gdb/load.py
python import buddylab.commands.linux
python buddylab.commands.linux.begin()
