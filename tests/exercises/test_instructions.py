"""lab/README.md tells all that one must do: every block of it was tried, and what it makes is sound.

It ends with make check of its lesson and its exercise, which finds no mistake.
"""

from exercises.instructions import BLOCK, PAGE


def test_the_lesson_has_its_output_and_its_figures(followed):
    chapter = (followed / "walkthrough.md").read_text()
    assert "Stop 1 of 2: push both words" in chapter and "\n$1 = {1, 2}\n" in chapter
    assert "2 nodes, ends in null." in chapter
    assert (followed / "diagrams" / "09-two-words" / "stop-02.svg").read_text().startswith("<?xml")


def test_every_block_was_a_file_or_a_transcript(followed):
    marks = [(block["mark"], block["path"]) for block in BLOCK.finditer(PAGE)]
    assert len(marks) > 12 and all((mark == "console") == (path is None) for mark, path in marks)
    assert "\n$ make check LESSON=09 EXERCISE=10\nChecked 09-two-words, exercises/10-count: no mistake.\n" in PAGE
