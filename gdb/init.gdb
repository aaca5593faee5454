# Our lessons' session: settings, then load.py, then the machine. GDB is started in the project's root.
set host-charset UTF-8
set pagination off
set confirm off
set print inferior-events off
source gdb/load.py
python import buddylab.commands.lab, buddylab.commands.ours, buddylab.commands.reverse, buddylab.commands.show_writes
python buddylab.commands.ours.begin()
