"""All that knows GDB: what the target holds, what things are called there, and the machine that lessons run on."""
