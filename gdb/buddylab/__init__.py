"""Buddylab's side of the debugger.

Data goes one way: target -> Memory + Shape -> walk -> check -> diff -> draw. Only target/ and commands/ import gdb.
"""
