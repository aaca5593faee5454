"""The course: walkthrough.md is the only list of what is typed, and everything here plays it."""
