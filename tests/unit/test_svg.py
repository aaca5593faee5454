"""The SVG file: light and dark, read aloud, selectable; and the other formats."""

import re
import time
import zlib
from xml.etree import ElementTree

import pytest

from buddylab.draw import forms
from buddylab.draw.figure import svg
from buddylab.draw.figure.palette import COLOURS, DAMAGE, HEAP, PRINT, THEMES, colours
from buddylab.draw.words.list_text import spoken, title
from unit import lists_samples as samples
from unit.drawing import SVG, read
from unit.test_compared import unlinked

TEXTS = {  # each ink, and the grounds that it is written on
    "ink": ["canvas", "address", "word", "name"],
    "ink-off": ["address-off", "word-off", "name-off"],
    "quiet": ["canvas", "frame", "ghost"],
    "changed-ink": ["changed", "region", "frame"],
    "tag-ink": ["tag"],
    "astray-ink": ["astray"],
}
BARS = ["free", "taken", "lost", "split", "unknown", "many", "was", "region"]  # which labels are written on
LINES = {  # what is drawn on which grounds, and means something
    "frame canvas": ["link", "stray", "warning", "changed-line", "tag-line", "ghost-line"],
    "word": ["link", "changed-line", "box-line"],
    "region": ["free-line", "taken-line", "split-line", "unknown-line", "was-line", "changed-line", "warning"],
}


def contrast(one, two):
    """The contrast ratio of WCAG 2.1."""
    lights = sorted(luminance(colour) for colour in (one, two))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", THEMES)
def test_contrast(theme):
    have = colours(theme)
    for ink, grounds in [*TEXTS.items(), ("ink", BARS)]:
        for ground in grounds:
            assert contrast(have[ink], have[ground]) >= 4.5, (ink, ground)
    for grounds, lines in LINES.items():
        for line in lines:
            for ground in grounds.split():
                assert contrast(have[line], have[ground]) >= 3, (line, ground)


def test_print_is_grey_on_white():
    assert set(PRINT) == {*COLOURS, *HEAP, *DAMAGE}
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in PRINT.values())
    assert PRINT["canvas"] == "#ffffff"
    # Where large grounds are told apart by their grey, the greys are well apart; a photocopier leaves no less.
    for one, two in (("changed", "word"), ("free", "taken"), ("free", "split"), ("address", "name"), ("many", "free")):
        assert contrast(PRINT[one], PRINT[two]) >= 1.12, (one, two)


def test_no_two_meanings_share_a_light_colour():
    lights = [light for light, _ in (*COLOURS.values(), *HEAP.values(), *DAMAGE.values())]
    assert len(set(lights)) == len(lights)


@pytest.mark.parametrize("snapshot", [samples.unlink(), samples.cycle()])
def test_every_colour_of_the_file_has_a_dark_one(snapshot):
    text = forms.svg(snapshot)
    style = re.search(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n\}", text, re.S).group(1)
    drawn = re.sub(r"<style>.*?</style>", "", text, flags=re.S)
    used = set(re.findall(r'((?:fill|stroke)="[^"]*")', drawn)) - {
        f'{kind}="{no}"' for kind in ("fill", "stroke") for no in ("none", "transparent")
    }
    assert used and all(f"[{colour}]" in style for colour in used)


def test_can_be_read_aloud():
    root = ElementTree.fromstring(forms.svg(samples.push()))
    assert root.get("role") == "img"
    named = {element.get("id"): element.text for element in list(root)[:2]}
    assert named == {"figure-title": title(samples.push()), "figure-desc": spoken(samples.push())}
    assert root.get("aria-labelledby") == "figure-title figure-desc"


def test_parts_say_what_they_are():
    text = forms.svg(samples.push())
    assert "<title>values[1] points at values[0]</title>" in text
    assert "<title>list.head points at values[15]</title>" in text
    assert re.search(r'id="e-80218dc0" class="edge link changed"', text)
    assert "&amp;#45;" not in text and "<title>canvas</title>" not in text


@pytest.mark.parametrize("snapshot", [samples.push(), samples.unlink(), samples.cycle(), unlinked()])
def test_an_arrow_says_where_it_comes_from_and_goes(snapshot):
    text = forms.svg(snapshot)
    figure = read(text)
    ends = {
        group.get("id"): (group.get("data-from"), group.get("data-to"))
        for group in ElementTree.fromstring(text).iter(f"{SVG}g")
        if group.get("data-from")
    }
    arrows = [line for line in figure.arrows if not line.key.startswith("z-")]  # the legend's lead nowhere
    assert set(ends) == {line.key for line in arrows}
    for line in arrows:
        source, target = (figure.parts[end].rect for end in ends[line.key])
        assert source.holds(line.tail) and target.grown(3).holds(line.tip)


def test_text_is_text():
    root = ElementTree.fromstring(forms.svg(samples.push()))
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert {"0x80218d48", "values[15]", "0x0000000080218db8", "null"} <= set(texts)


NAMES = ["a<b>::c", "say \"hi\" & 'bye'", "größe→数组", "back\\slash\\N", "&lt;", "tab\there", "#hash;", "%d{}|[0]"]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_comes_out_as_it_is(name):
    root = ElementTree.fromstring(forms.svg(samples.named(name)))
    texts = ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]
    clean = name.replace("\t", "?")
    assert {text.replace("\xa0", " ") for text in texts} >= {clean}
    titles = [element.text for element in root.iter(f"{SVG}title")]
    assert f"{name} holds null" in titles


def test_what_xml_cannot_hold_is_a_question_mark():
    root = ElementTree.fromstring(forms.svg(samples.named("a\x01b\x0c\ufffe")))
    assert "a?b?? holds null" in [element.text for element in root.iter(f"{SVG}title")]


def test_other_formats():
    assert forms.render(samples.push(), "pdf").startswith(b"%PDF")
    assert forms.render(samples.push(), "png").startswith(b"\x89PNG")
    assert forms.render(samples.push(), "svg").decode() == forms.svg(samples.push())


def test_another_graphviz_program(monkeypatch):
    monkeypatch.setenv("DOT", "/nowhere/dot")
    with pytest.raises(RuntimeError, match="/nowhere/dot was not found; install graphviz"):
        forms.svg(samples.push())


def test_a_graphviz_that_hangs_does_not_hang_us(monkeypatch, tmp_path):
    slow = tmp_path / "dot"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setenv("DOT", str(slow))
    monkeypatch.setattr(svg, "PATIENCE", 0.2)
    with pytest.raises(RuntimeError, match="did not finish within 0.2 s"):
        forms.svg(samples.push())


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_alone(theme):
    text = forms.svg(samples.unlink(), theme=theme)
    assert "prefers-color-scheme" not in text
    used = set(re.findall(r'(?:fill|stroke)="(#[^"]*)"', text))
    assert len(used) > 10 and used <= set(colours(theme).values())
    # nothing but the colours is another figure
    bare, light = (
        re.sub("#[0-9a-f]{6}|white", "", each) for each in (text, forms.svg(samples.unlink(), theme="light"))
    )
    assert bare == light


def test_a_name_that_looks_like_a_colour_stays(tmp_path):
    name = f'"{COLOURS["word"][0]}"'
    assert name in "".join(ElementTree.fromstring(forms.svg(samples.named(name), theme="dark")).itertext())


@pytest.fixture(scope="module")
def a_second_ago():
    """A figure in each format; one with the time in it would differ now."""
    drawn = {format: forms.render(samples.unlink(), format, theme="print") for format in ("svg", "pdf", "png")}
    time.sleep(1.1)
    return drawn


@pytest.mark.parametrize("format", ["svg", "pdf", "png"])
def test_two_runs_give_the_same_file(a_second_ago, format):
    assert forms.render(samples.unlink(), format, theme="print") == a_second_ago[format]
    assert forms.dot(samples.unlink(), theme="print") == forms.dot(samples.unlink(), theme="print")


@pytest.mark.parametrize("theme", THEMES)
def test_every_format_has_the_theme(theme):
    canvas = bytes.fromhex(colours(theme)["canvas"][1:])
    picture = forms.render(samples.unlink(), "png", theme=theme)
    parts, at = b"", 8
    while at < len(picture):  # its chunks: size, name, data, checksum
        size = int.from_bytes(picture[at : at + 4], "big")
        parts += picture[at + 8 : at + 8 + size] if picture[at + 4 : at + 8] == b"IDAT" else b""
        at += size + 12
    assert zlib.decompress(parts)[1:4] == canvas  # the upper left corner
    page = forms.render(samples.unlink(), "pdf", theme=theme)
    streams = re.findall(rb"stream\r?\n(.*?)endstream", page, re.S)
    drawn = b"".join(zlib.decompressobj().decompress(each) for each in streams if each[:1] == b"x")
    fill = re.search(rb"([\d.]+) ([\d.]+) ([\d.]+) rg", drawn)  # the first one; white may be written as a grey
    found = fill.groups() if fill else 3 * re.search(rb"([\d.]+) g\b", drawn).groups()
    assert bytes(round(255 * float(part)) for part in found) == canvas
