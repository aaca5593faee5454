"""The commands that a user types. They parse, call and print; everything else happens elsewhere.

Every session waits until all of them are there. So what only one of them needs is loaded by its function, and patterns
are strings, which re compiles when one is used.
"""
