"""What an author may write in walkthrough.md: every reader sees the same, or a sentence names the line."""

import pytest

from buddylab.course import book, gallery, prose
from buddylab.course.blocks import Figure
from buddylab.draw.pages import markup

PICTURE = "diagrams/07-ducks/stop-01.svg"
DRAWN = '<svg xmlns="http://www.w3.org/2000/svg"><title>Lesson 7: Ducks · stop 1: a pond</title><desc>One.</desc></svg>'


def section(text):
    """The section of a stop that begins with a show command, in line 6, and goes on with `text` in line 9."""
    page = f"# Ducks\n\n## Lesson 7: Ducks\n### Stop 1: a pond\n```console\n(gdb) show-list pond\n```\n\n{text}"
    return book.parse(page).lessons[7].sections[1]


@pytest.mark.parametrize(
    "picture",
    [
        f"![Stop 1: one duck]({PICTURE})",
        f"![Stop 1: one\nduck]({PICTURE})",
        f'![Stop 1: one duck]({PICTURE} "a duck")',
        f"  ![Stop 1:  one duck](<{PICTURE}>)  ",
    ],
    ids=["one line", "two lines", "title", "brackets"],
)
def test_a_picture_is_one_for_everybody(picture):
    told = section(f"Look.\n\n{picture}\n\nThat was it.\n")
    assert [command.figure for command in told.commands] == [PICTURE]  # make figures, make tour
    assert [(figure.words, figure.path) for figure in told.figures] == [("Stop 1: one duck", PICTURE)]  # make site
    page = markup.html("\n\n".join(block.source for block in told.blocks if not isinstance(block, Figure)))
    assert "<img" not in page and "one" not in page and "That was it." in page
    assert f"Figure: Stop 1: one duck ({PICTURE})" in prose.render(told.told().replace("`", ""), 100, False)  # lab
    shown = gallery.page({PICTURE[len("diagrams/") :]: DRAWN}, book.parse(f"\n{picture}\n"))
    assert "![Stop 1: one duck](07-ducks/stop-01.svg)" in shown


@pytest.mark.parametrize(
    "caption, words, shown",
    [
        ("values[3], removed", "values[3], removed", "values[3], removed"),
        ("`p` and *q*", "p and q", "`p` and *q*"),
        (r"one \] bracket", "one ] bracket", r"one \] bracket"),
    ],
)
def test_a_caption_is_markdown_for_pages_and_words_for_a_label(caption, words, shown):
    (figure,) = section(f"![{caption}]({PICTURE})\n").figures
    assert (figure.words, figure.caption) == (words, shown)


@pytest.mark.parametrize(
    "text, said",
    [
        # what not every reader would understand in the same way -> what the author is told
        (
            f"See ![a]({PICTURE}) here.\n",
            f"walkthrough.md:9: {PICTURE} is a figure; expected it in a paragraph of its own.",
        ),
        (
            f"- one\n\n  ![a]({PICTURE})\n",
            f"walkthrough.md:11: {PICTURE} is a figure; expected it in a paragraph of its own.",
        ),
        (
            f"| a |\n|---|\n| ![a]({PICTURE}) |\n",
            f"walkthrough.md:11: {PICTURE} is a figure; expected it in a paragraph of its",
        ),
        (f"#### ![a]({PICTURE})\n", f"walkthrough.md:9: {PICTURE} is a figure; expected it in a paragraph of its own."),
        (
            f"[![a]({PICTURE})](x.html)\n",
            f"walkthrough.md:9: {PICTURE} is a figure; expected it in a paragraph of its own.",
        ),
        (
            f"<details><summary>Answer</summary>\n\n![a]({PICTURE})\n\n</details>\n",
            f"walkthrough.md:11: {PICTURE} is a figure; expected it outside <details>.",
        ),
        (
            f"![a]({PICTURE}) ![b](diagrams/b.svg)\n",
            "walkthrough.md:9: no show command before diagrams/b.svg draws it.",
        ),
        (
            f"![a][duck]\n\n[duck]: {PICTURE}\n",
            "walkthrough.md:11: expected [words](target) where the link or the picture",
        ),
        ("1. Type:\n\n   ```console\n   $ ls\n   ```\n", "a transcript starts at the left margin, in no list"),
        ("> ```console\n> $ ls\n> ```\n", "walkthrough.md:9: a transcript starts at the left margin, in no list"),
        (" ```console\n $ ls\n ```\n", "walkthrough.md:9: a transcript starts at the left margin, in no list"),
        (
            "```console\n(gdb) p …\n$1 = 1\n```\n",
            "walkthrough.md:11: p … has dots in it, so it cannot be typed; expected no output below",
        ),
        ("```console\nls\n```\n", "walkthrough.md:10: a transcript starts with one of these: $ , (gdb) ."),
        ("A duck\n------\n", "walkthrough.md:9: expected headings (#) and fences (```) at the left margin"),
        (" ## Lesson 8: Geese\n", "walkthrough.md:9: expected headings (#) and fences (```) at the left margin"),
        (
            "- ```\n  a\n  ```\n\n## Geese\n\n```\n",
            "walkthrough.md:13: expected headings (#) and fences (```) at the left",
        ),
        ("<pre>\n### a\n</pre>\n", "walkthrough.md:10: expected headings (#) and fences (```) at the left margin"),
        (
            "<details><summary>Hint 1</summary>\n\nLook.\n",
            "walkthrough.md:9: <details> is not closed; expected </details>",
        ),
        (
            "<details>\n\nLook.\n\n</details>\n",
            "walkthrough.md:9: expected <details><summary>WORDS</summary>, text, and",
        ),
        (
            "<details><summary>a</summary>\n\n<details><summary>b</summary>\n\nb\n\n</details>\n\n</details>\n",
            "walkthrough.md:11: <details> is inside another one; expected </details> before it.",
        ),
    ],
)
def test_what_readers_would_understand_differently_is_named(text, said):
    with pytest.raises(ValueError) as caught:
        assert section(text).blocks
    assert said in str(caught.value) and str(caught.value).startswith("walkthrough.md:")


@pytest.mark.parametrize(
    "text, said",
    [
        ("## Lesson 1: A\n\n```\nx\n", "walkthrough.md:3: this is not closed; expected ``` below it."),
        ("~~~~\n~~~\n", "walkthrough.md:1: this is not closed; expected ~~~~ below it."),
        ("<!-- a\n## b\n", "walkthrough.md:1: this is not closed; expected --> below it."),
        (
            "## Lesson 1: A\n## Lesson 1: B\n",
            "walkthrough.md:2: there is a lesson 1 before this one; expected another number.",
        ),
        (
            "## Lesson 1: A\n### Stop 2: b\n### Stop 2: c\n",
            "walkthrough.md:3: this lesson has a stop 2 before this one; expected another number.",
        ),
    ],
)
def test_mistakes_of_the_whole_page_are_named(text, said):
    with pytest.raises(ValueError) as caught:
        book.parse(text)
    assert str(caught.value) == said


def test_what_looks_like_a_heading_is_none_in_code_and_in_comments():
    inside = "## Lesson 8: Geese\n### Stop 2: geese"
    fences = [f"```text\n{inside}\n```", f"~~~\n```\n{inside}\n~~~", f"````\n```\n{inside}\n````"]
    text = "\n\n".join([*fences, "    <!--", f"<!--\n{inside}\n-->", "End.\n"])
    page = book.parse(f"## Lesson 7: Ducks ##\n{text}# Appendix\nMore.\n")
    assert list(page.lessons) == [7] and list(page.lessons[7].sections) == [0]
    assert [(chapter.title, list(chapter.sections)) for chapter in page.chapters[1:]] == [
        ("Ducks", [0]),
        ("Appendix", [0]),
    ]
    told = page.lessons[7].sections[0].told()
    assert told.count(inside) == 3 and told.count("<!--") == 1 and told.endswith("\n\nEnd.\n")


def test_transcripts_may_be_fenced_in_other_ways_and_hold_fences():
    told = section("~~~console\n$ cat page\n```c\n## x\n```\n~~~\n\n````console\n(gdb) p 1\n```\n````\n")
    assert [(each.text, each.line, each.output) for each in told.commands[1:]] == [
        ("cat page", 10, ["```c", "## x", "```"]),
        ("p 1", 17, ["```"]),
    ]


def test_what_is_typed_in_an_answer_is_typed_but_not_told():
    fold = "<details><summary>Answer</summary>\n\nSee:\n\n```console\n(gdb) lab predict a == 1\n```\n\n</details>\n"
    told = section(fold)
    assert [each.text for each in told.commands] == ["show-list pond", "lab predict a == 1"]
    assert told.predictions == ["a == 1"] and "predict" not in told.told()
    assert told.folds[0].text == "See:\n\n```console\n(gdb) lab predict a == 1\n```"


def test_what_is_left_open_is_told_and_its_guess_is_played():
    guess = "<details><summary>One guess</summary>\n\n```console\n(gdb) lab predict a == 1\nNoted.\n```\n\n</details>\n"
    left_open = "```console\n(gdb) p a\n$1 = 0\n(gdb) lab predict a == …\n(gdb) show-list …\n```\n"
    told = section(f"{left_open}\n{guess}\n![a]({PICTURE})\n")
    assert [each.text for each in told.commands] == ["show-list pond", "p a", "lab predict a == 1"]
    assert [each.text for each in told.typed] == ["show-list pond", "p a", "lab predict a == …", "show-list …"]
    assert told.predictions == ["a == 1"] and told.hints == []
    assert told.told(False).endswith("```\n(gdb) p a\n(gdb) lab predict a == …\n(gdb) show-list …\n```\n")
    assert told.commands[0].figure == PICTURE
    page = markup.html(told.source)
    assert "<kbd>lab predict a == …</kbd>" in page and "<summary>One guess</summary>" in page


def test_hints_may_follow_each_other_without_an_empty_line():
    hints = [f"<details><summary>Hint {number}</summary>\n\nLook {number}.\n\n</details>" for number in (1, 2)]
    told = section("\n".join(hints) + "\nThe end.\n")
    assert told.hints == ["Look 1.", "Look 2."] and told.told().endswith("\n\nThe end.\n")


def test_a_passage_ends_with_what_is_typed_and_the_figure_of_it():
    second = PICTURE.replace("01", "02")
    shown = "```console\n(gdb) show-list pond\n```\n"
    told = section(f"![one]({PICTURE})\n\nA duck.\n\nAnother:\n\n{shown}\n{shown}\n![two]({second})\n\nThe end.\n")
    kinds = [[type(block).__name__ for block in passage] for passage in told.passages]
    assert kinds == [["Transcript", "Figure"], ["Prose", "Prose", "Transcript"], ["Transcript", "Figure"], ["Prose"]]
    assert [block for passage in told.passages for block in passage] == told.blocks


def test_links_lose_their_targets_but_code_stays():
    told = section("See [the\npond](#pond), `a[1](2)` and ``b`[3](4)``.\n\n    show-list a[1](2)\n").told()
    assert "See the\npond, `a[1](2)` and ``b`[3](4)``.\n\n    show-list a[1](2)\n" in told


def test_a_file_of_another_system_reads_the_same(tmp_path):
    text = "# Ducks\n\n## Lesson 7: Ducks\n\n```console\n$ make\n\x0cdone\n```\n"
    (tmp_path / "walkthrough.md").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    read = book.read(str(tmp_path), "walkthrough.md")
    assert read.text == text and [chapter.title for chapter in read.chapters] == ["", "Ducks", "Ducks"]
    assert [(each.text, each.line, each.output) for each in read.commands] == [("make", 6, ["\x0cdone"])]
    assert book.rewrite(read.text, read.commands, [["new"]]) == text.replace("\x0cdone", "new")


def test_the_table_says_what_a_lesson_teaches():
    read = book.parse("| lesson | you | time |\n|:--|---|---|\n|  [7: Ducks](#lesson-7-ducks) | swim |  5 minutes |\n")
    assert read.rows == {7: book.Row("Ducks", "swim", "5 minutes")}
    assert book.anchor("Lesson 7: Ducks, or geese?") == "#lesson-7-ducks-or-geese"
