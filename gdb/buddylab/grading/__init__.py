"""Grading: what a student hands in is found, compiled, put on trial, and what became of it written down."""
