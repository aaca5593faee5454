"""What the pages are made of."""

import re

from buddylab.course import book, site
from buddylab.draw.figure import palette
from buddylab.draw.pages import inline, markup, replay, style
from pages import axe
from pages.conftest import ROOT

FIGURE = (ROOT / "diagrams/01-intrusive-list/stop-06.svg").read_text()


def test_a_figure_on_a_page_has_no_ids_that_another_one_has():
    one, two = inline.inline(FIGURE, "one"), inline.inline(FIGURE, "two")
    ids = [re.findall(r'\bid="([^"]+)"', re.sub(r'data-id="[^"]+"', "", each)) for each in (one, two)]
    assert ids[0] == ["one-title", "one-desc"] and not set(ids[0]) & set(ids[1])
    assert 'aria-labelledby="one-title"' in one and "<style" not in one and "<?xml" not in one


def test_a_figure_that_was_enlarged_is_as_large_on_a_page_as_it_was_laid_out():
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" width="{}pt" height="{}pt" viewBox="0.00 0.00 100.00 40.00"/>'
    assert inline.size(drawn.format("150.00", "60.00")) == (100, 40)
    assert inline.size(drawn.format("50.00", "20.00")) == (50, 20)


def test_an_arrow_says_where_it_comes_from_and_goes():
    # values[1] -> values[0]
    arrows = re.findall(r"<g ([^>]*data-from=[^>]*)>", inline.inline(FIGURE, "one"))
    (arrow,) = [each for each in arrows if 'data-id="e-80218d50"' in each]
    assert 'data-from="w-80218d50"' in arrow and 'data-to="w-80218d48"' in arrow


def test_the_words_of_a_figure():
    assert sorted(inline.words(FIGURE)) == [0x80218D40 + 8 * at for at in range(17)]


def test_a_transcript_tells_what_is_typed_from_what_appears():
    shown = markup.transcript("(gdb) p a < b\n$1 = 1\n=> 7    a & b;")
    assert '<span class="prompt">(gdb) </span><kbd>p a &lt; b</kbd>' in shown
    assert "\n$1 = 1\n" in shown and '<mark class="current">=&gt; 7    a &amp; b;</mark>' in shown


def test_links_lead_on_or_are_plain_text():
    text = "[there](#lesson-1) and [nowhere](kernel/main.c), twice [there](#lesson-1)"
    shown = markup.html(text, lambda target: "01.html" if target == "#lesson-1" else "")
    assert shown.count('<a href="01.html">there</a>') == 2 and "and nowhere," in shown


def test_each_line_of_source_is_whole():
    lines = markup.source("/* one\n   two */\nint a;\n\n")
    assert len(lines) == 4 and all(line.count("<span") == line.count("</span>") for line in lines)
    assert "two" in lines[1] and 'class="cm"' in lines[1]


def test_a_history_cannot_end_the_script_that_holds_it():
    store = dict(
        instruction=1, step=None, time=None, function="f", place="a.c:1", source="x = '</script>'", before="0x0"
    )
    store.update(after="0x1", label=None, earlier=False)
    history = {"word": {"address": "0x80", "label": "x", "first": "0x0"}, "stores": [store]}
    assert "</script" not in replay.histories([history])


def test_headings_lead_to_their_stops():
    text = "## Lesson 1: A list\n### Stop 2: the *next* one\n## Your own\n### Stop 2: none\n"
    anchors = site._anchors(book.parse(text))
    assert anchors == {"#lesson-1-a-list": "01.html#01/0", "#stop-2-the-next-one": "01.html#01/2"}


def test_the_style_sheet_has_every_colour_three_times_and_paper_is_grey():
    light, rest = style.parts([])["page.css"].decode().split("@media screen and (prefers-color-scheme: dark) {", 1)
    dark, paper = rest.split("@media print {", 1)
    for theme, sheet in {"light": light, "dark": dark, "print": paper}.items():
        assert [f"--ink: {palette.colours(theme)['ink']};"] == re.findall("--ink: .*", sheet)
    for name, colour in palette.LIGHT.items():
        assert f'.drawing [fill="{colour}"] {{ fill: {palette.colours("print")[name]} }}' in paper


def test_a_figure_says_how_large_it_is_by_a_class():
    assert inline.size(FIGURE).name in re.findall('class="([^"]+)"', inline.inline(FIGURE, "one"))[0]
    sheet = style.parts([], [inline.size(FIGURE)])["page.css"].decode()
    width, height = re.findall(r'(?:width|height)="(\d+)pt"', FIGURE)
    assert f".size-{width}x{height} {{ --width: {width}; --height: {height} }}" in sheet


def test_nothing_is_asked_of_the_network():
    parts = [path for path in style.PAGES.iterdir() if path.suffix in (".html", ".js", ".css")]
    assert len(parts) > 5 and not [path.name for path in parts if "http" in path.read_text()]


def test_axe_is_the_one_that_we_know():
    assert "axe" in axe.script()[:200]
