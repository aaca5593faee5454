"""What the prose of walkthrough.md says of a stop is asked of the machine there: claims.txt has the claims."""

import re
from pathlib import Path

import pytest

from buddylab.course import book
from buddylab.course.player import Session

ROOT = Path(__file__).resolve().parents[2]
COURSE = book.read(str(ROOT), "walkthrough.md").lessons
TEXT = (ROOT / "tests" / "docs" / "claims.txt").read_text()
LESSONS = [int(number) for number in re.findall(r"^## Lesson (\d+)$", TEXT, re.MULTILINE)]
CLAIM = re.compile(r"^Stop (\d+): (.*)\n((?: {4}.*\n)+)", re.MULTILINE)
TRUE = r"^\$\d+ = (?:1|true)$"
FAULT = re.compile(r"^(?:No symbol|No frame|Cannot|Undefined|panic)|expects|did not come", re.MULTILINE)


def claims(lesson):
    """Of each claim of a lesson: the stop, its words, and the lines that are asked."""
    part = TEXT.partition(f"## Lesson {lesson}\n")[2].partition("\n## ")[0]
    return [
        (int(stop), words, [line for each in lines.splitlines() for line in expanded(each.strip())])
        for stop, words, lines in CLAIM.findall(part)
    ]


def expanded(line):
    numbers = re.match(r"([\d. ]+): ", line)
    if not numbers:
        return [line]
    spans = [span.split("..") for span in numbers.group(1).split()]
    every = [number for span in spans for number in range(int(span[0]), int(span[-1]) + 1)]
    return [line[numbers.end() :].replace("@", str(number)) for number in every]


def said(session, line):
    """What appears, with the lines joined into which a sentence was broken."""
    return re.sub(r"\n {2,}(?=\S)", " ", "\n".join(session.type(line)))


def wrong(session, line):
    """What the debugger says where a line of a claim does not hold; "" where it does."""
    typed, asked, expected = line.partition(" ~ ")
    if line.startswith("> "):
        told = said(session, line[2:])
        return told if FAULT.search(told) else ""
    told = said(session, typed if asked else f"p {line}")
    return "" if re.search(expected if asked else TRUE, told, re.MULTILINE) else told


@pytest.mark.parametrize("lesson", LESSONS)
def test_claims_hold(lesson):
    session = Session(ROOT, f"make debug LESSON={lesson:02}")
    here, moved = 1, False
    try:
        for stop, words, lines in claims(lesson):
            way = ["> lab goto 1"] * moved + [f"> lab goto {stop}"] * (moved or stop != here)
            here, moved = stop, any(line.startswith("> ") for line in lines)  # then from a reset, whatever it did
            for line in [*way, *lines]:
                told = wrong(session, line)
                assert not told, f"lesson {lesson}, stop {stop}, {words!r}: {line}: {told}"
    finally:
        session.close()


@pytest.mark.parametrize("lesson", LESSONS)
def test_claims_are_in_the_walkthrough(lesson):
    """So that one who changes a sentence finds what was asked of the machine for it."""
    sections = COURSE[lesson].sections
    assert len(claims(lesson)) >= 15
    for stop, words, _ in claims(lesson):
        assert words in " ".join(sections[stop].source.split()), (lesson, stop, words)


def test_what_the_articles_name_is_found_here():
    """Each name and each file in the middle column of the last table, and every lesson in its last one."""
    rows = (ROOT / "walkthrough.md").read_text().partition("## In the articles, and here")[2]
    code = "".join(path.read_text() for folder in ("kernel", "lab") for path in (ROOT / folder).rglob("*.[ch]"))
    found = re.findall(r"^\| .* \| (.*) \| ([\d, ]+) \|$", rows, re.MULTILINE)
    assert len(found) > 20
    for here, lessons in found:
        assert all(int(each) in COURSE for each in lessons.split(", ")), here
        for name in re.findall(r"`([^`]+)`", here):
            words = re.findall(r"\w+", re.sub(r"\(.*\)", "", name))
            assert (ROOT / name).is_file() if "/" in name else all(word in code for word in words), name


@pytest.mark.parametrize("lesson, least, most", [(0, 50, 59), (1, 65, 75)])
def test_a_lesson_is_as_long_as_its_chapter_says(lesson, least, most):
    told = {0: "less than 60 lines", 1: "about 70 lines"}[lesson]
    assert told in COURSE[lesson].sections[0].source or told in COURSE[lesson].sections[1].source
    (source,) = (ROOT / "lab").glob(f"{lesson:02}-*/lesson.c")
    assert least <= len(source.read_text().splitlines()) <= most


def test_a_claim_that_does_not_hold_is_found():
    session = Session(ROOT, "make debug LESSON=01")
    try:
        assert wrong(session, "sizeof(list) == 16") and wrong(session, "nosuch == 1") and wrong(session, "p left ~ = 7")
        assert wrong(session, "> lab goto 99") and not wrong(session, "sizeof(list) == 8")
    finally:
        session.close()
    assert expanded("1..2 4: a[@] == @") == ["a[1] == 1", "a[2] == 2", "a[4] == 4"]
