"""Checking: what whoever writes a lesson or an exercise is told; all rules that the tests ask of one stand here."""
