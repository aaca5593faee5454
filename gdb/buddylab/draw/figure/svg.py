"""Renders a figure with Graphviz; the SVG serves light and dark pages and can be read aloud.

The environment variable DOT names another Graphviz program than `dot`.
"""

from __future__ import annotations

import os
import re
import subprocess
from typing import List, Optional, Sequence, Tuple
from xml.etree import ElementTree

from buddylab.draw.figure import pdf
from buddylab.draw.figure.dot import Source
from buddylab.draw.figure.palette import LIGHT, colours, dark_rules

SVG = "http://www.w3.org/2000/svg"
PATIENCE = 20  # seconds that Graphviz gets; a large figure takes one
DENSITY = 192  # dots an inch of a .png
UNHELD = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML cannot hold
PAGED = 'id="page0,1_'  # so Graphviz begins the id of a graph where there are several
ANCHORS = {"word": "middle", "ghost": "middle", "pointer": "middle", "middle": "middle", "right": "end"}  # by class

# In a window of its own a figure is no larger than that, whatever its size on a page.
ALONE = "svg:root { max-width: 100vw; max-height: 100vh }"


def run(source: str) -> str:
    """The SVG that Graphviz makes of DOT text, as it comes. Raises RuntimeError, with a sentence, where it fails."""
    return _pipe(source, "svg").decode()


def run_all(sources: Sequence[str]) -> List[str]:
    """The same of each of them, of one call: Graphviz takes longer to start than to draw a figure."""
    drawn = run("\n".join(sources)) if sources else ""
    return re.split(r"(?=<\?xml )", drawn.replace(PAGED, 'id="'))[1:]


def other(source: str, format: str) -> bytes:
    """What Graphviz makes of DOT text as a pdf or png. Raises what `run` does."""
    if format == "png":
        source = source.replace("graph [", f"graph [dpi={DENSITY} ", 1)
    return pdf.dateless(_pipe(source, format)) if format == "pdf" else _pipe(source, format)


def sized(source: Source) -> str:
    """DOT text that is drawn as large as it should be; other than an SVG, a file has no other way to say it."""
    if source.scale == 1.0:
        return source.text
    width, height = (length * source.scale / 72 for length in (source.width, source.height))
    return source.text.replace("graph [", f'graph [size="{width:.4f},{height:.4f}!" ', 1)


def dress(drawn: str, source: Source, description: str, theme: Optional[str] = None) -> str:
    """The SVG `drawn` of `source`, with texts for those who cannot see it; without a theme, dark on dark pages."""
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    root = ElementTree.fromstring(drawn)
    _name_parts(root, source)
    anchor_texts(root)
    if source.scale != 1.0:
        for side, length in (("width", source.width), ("height", source.height)):
            root.set(side, f"{length * source.scale:.2f}pt")
    root.set("role", "img")
    root.set("aria-labelledby", "figure-title figure-desc")
    added = [("desc", "figure-desc", description), ("title", "figure-title", source.title)]
    rules = [ALONE] + ([] if source.clear else [ground(theme or "light")])
    if theme is None:
        dark = ("" if source.clear else f'{ground("dark")}\n') + dark_rules(source.to_scale, LIGHT["astray"] in drawn)
        rules.append(f"@media (prefers-color-scheme: dark) {{\n{dark}\n}}")
    added.insert(0, ("style", "", "\n".join(rules)))
    for tag, key, text in added:
        element = ElementTree.Element(f"{{{SVG}}}{tag}", {"id": key} if key else {})
        element.text = UNHELD.sub("?", text)
        element.tail = "\n"
        root.insert(0, element)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def ground(theme: str) -> str:
    """The style rule for the ground of a whole window in which a figure is opened."""
    return f'svg:root {{ background: {colours(theme)["canvas"]} }}'


def _name_parts(root: ElementTree.Element, source: Source) -> None:
    """Gives every part its meaning as its title, and takes Graphviz's titles from all others; says arrows' ends."""
    for group in root.iter(f"{{{SVG}}}g"):
        key = group.get("id", "")
        for attribute, end in zip(("data-from", "data-to"), source.ends.get(key, ())):
            group.set(attribute, end)
        title = group.find(f"{{{SVG}}}title")
        if title is not None:
            meaning = source.meanings.get(key)
            if meaning is None:
                group.remove(title)
            title.text = meaning and UNHELD.sub("?", meaning)


def anchor_texts(root: ElementTree.Element) -> None:
    """Anchors the texts of boxes, tags and bars in the middle or at the right of their cells, as far as any font goes.

    Graphviz writes where such a text starts, by the width that it has in the fonts of the machine that draws it.
    """
    for group in root.iter(f"{{{SVG}}}g"):
        anchor = next((ANCHORS[kind] for kind in group.get("class", "").split() if kind in ANCHORS), "")
        if not anchor:
            continue
        cells = [_bounds(shape) for shape in group if shape.tag in (f"{{{SVG}}}polygon", f"{{{SVG}}}path")]
        for text in group.findall(f"{{{SVG}}}text"):
            x, y = float(text.get("x", "0")), float(text.get("y", "0"))
            around = [cell for cell in cells if cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]]
            if around:
                left, _, right, _ = min(around, key=lambda cell: (cell[2] - cell[0]) * (cell[3] - cell[1]))
                text.set("x", f"{(left + right) / 2 if anchor == 'middle' else right:g}")
                text.set("text-anchor", anchor)


def _bounds(shape: ElementTree.Element) -> Tuple[float, float, float, float]:
    """Left, top, right and bottom of a polygon or path."""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", shape.get("points", "") or shape.get("d", ""))]
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


def _pipe(source: str, format: str) -> bytes:
    """What Graphviz makes of `source`, in which everything has its place already."""
    program = os.environ.get("DOT") or "dot"
    command = [program, "-Kneato", "-n2", f"-T{format}"]
    try:
        done = subprocess.run(command, input=source.encode(), capture_output=True, timeout=PATIENCE)
    except OSError:
        raise RuntimeError(f"{program} was not found; install graphviz, or run make deps.")
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"{program} did not finish within {PATIENCE} s; --out FILE.txt does without it.")
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().replace("\n", " ") or "without a word"
        raise RuntimeError(f"{program} failed: {said}; make doctor looks at it.")
    return done.stdout
