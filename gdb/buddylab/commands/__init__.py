"""The commands that a user types. They parse, call and print; everything else happens elsewhere."""
