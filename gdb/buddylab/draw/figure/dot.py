"""Writes a scene as DOT, with the place of everything in it, for `neato -n2` to draw.

Graphviz is left nothing to decide: nodes have a `pos` and cells of fixed size, edges have the course that route.py and
layout.py gave them. Ids are those of the scene: w-ADDRESS a word's box, e-ADDRESS the arrow from it, f-… a frame,
t-… its title, p-… the tag of pointers at a box, a-… the tag's arrow, g-ADDRESS the bars of a null, b-ADDRESS the arrow
of a link back below a word, o-ADDRESS that of what the word was, x-… the cross in an arrow that is broken and y-… the
rest of it. Classes are the scene's kinds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Sequence, Tuple

from buddylab.draw.figure import below, measure
from buddylab.draw.figure.geometry import Label, Rect
from buddylab.draw.figure.gutters import TAIL
from buddylab.draw.figure.layout import Layout, layout
from buddylab.draw.figure.palette import LIGHT
from buddylab.draw.figure.panel_dot import panel_lines, stroke_lines
from buddylab.draw.figure.pen import MONO_FONT, SANS_FONT, Pen, fixed, html, inches, number
from buddylab.draw.figure.scene import Arrow, Aside, Box, Line, Scene

TIP = 0.8  # the size of an arrow's tip, as Graphviz counts it; one is 10 points long
TAG_TIP = 0.6
BARS = (7.0, 4.5, 2.0)  # half the lengths of the three bars of a null
LOOKS = {  # a line below a word: its ground, its ink, the colour of its border
    "note": ("changed", "changed-ink", "changed-line"),
    "old": ("changed", "changed-ink", "changed-line"),
    "warning": ("astray", "astray-ink", "warning"),
    "blank": ("word", "ink", "box-line"),
    "field": ("frame", "ink", "box-line"),
    "prev": ("word-off", "ink-off", "box-line"),
    "astray": ("astray", "astray-ink", "warning"),
}
COURSES = {  # an arrow's first kind: its colour and style
    "link": ("link", "solid"),
    "head": ("link", "solid"),
    "stray": ("stray", "dashed"),
    "back": ("stray", "solid"),
    "ghost": ("stray", "solid"),
    "old": ("changed-line", "dashed"),
    "cycle": ("warning", "solid"),
    "broken": ("warning", "solid"),
}


@dataclass(frozen=True)
class Source:
    """A figure before Graphviz: its DOT text, and what is said of it and its parts to those who cannot see it."""

    text: str
    title: str
    meanings: Dict[str, str]  # of boxes, arrows, bars and lines, by their ids
    ends: Dict[str, Tuple[str, str]]  # of the arrows: the boxes that each leads from and to
    to_scale: bool  # whether it has panels
    width: float  # in points, as it is laid out
    height: float
    letters: float  # the size of the smallest as it is laid out
    left_out: Tuple[str, ...]  # what there was no room for
    clear: bool  # without a ground
    scale: float = 1.0  # how much larger it is drawn than it is laid out


def write(scene: Scene, clear: bool = False) -> Source:
    """The source of the figure of `scene`; equal scenes give equal ones."""
    writer = _Writer(scene, clear)
    text = "\n".join(writer.lines()) + "\n"
    ends = {arrow.key: (arrow.source, arrow.target) for arrow in scene.arrows if arrow.target}
    size = writer.place.width, writer.place.height
    scaled = bool(scene.panels)
    return Source(text, scene.title, writer.meanings(), ends, scaled, *size, scene.sizes.least, scene.left_out, clear)


class _Writer(Pen):
    """Writes one scene."""

    def __init__(self, scene: Scene, clear: bool) -> None:
        self.scene, self.clear = scene, clear
        self.place: Layout = layout(scene)
        super().__init__(self.place.height)

    def lines(self) -> List[str]:
        """All lines, in the order in which things are painted."""
        canvas = Rect(0, 0, self.place.width, self.place.height)
        titles, frames, panels = self.place.titles, self.place.frames, self.place.panels
        return [
            "digraph figure {",
            '  graph [id="figure" bgcolor="transparent" pad=0 margin=0 outputorder=nodesfirst splines=true]',
            f'  node [shape=plain margin=0 fontname="{MONO_FONT}" fontsize={number(self.scene.sizes.text)}]',
            "  edge [dir=both arrowtail=dot]",
            self.shape("canvas", canvas, ["canvas"], "" if self.clear else "canvas", ""),
            *(self.shape(f.key, frames[f.key], ["frame", *f.kinds], "frame", "frame-line") for f in self.scene.frames),
            *self.text("title", self.place.title, self.scene.sizes.heading, "ink", bold=True),
            *(
                line
                for f in self.scene.frames
                for line in self.text("t" + f.key[1:], titles[f.key], self.scene.sizes.text, "quiet", f.kinds)
            ),
            *(self.aside(aside) for aside in self.scene.asides),
            *(self.ghost(box) if "ghost" in box.kinds else self.box(box) for box in self.scene.boxes),
            *(self.tag(key, label) for key, label in self.place.tags.items()),
            *(line for panel in panels for line in panel_lines(self, panel)),
            *self.text("caption", self.place.caption, self.scene.sizes.text, "quiet"),
            *(self.arrow(arrow) for arrow in self.scene.arrows),
            *(self.ground(box) for box in self.scene.boxes if "null" in box.kinds),
            *(self.tag_arrow(key, label) for key, label in self.place.tags.items()),
            *(line for panel in panels for line in stroke_lines(self, panel)),
            "}",
        ]

    def meanings(self) -> Dict[str, str]:
        """What each part means, as far as somebody said it."""
        found = {box.key: box.meaning for box in self.scene.boxes}
        found.update({arrow.key: arrow.meaning for arrow in self.scene.arrows})
        found.update({f"y{arrow.key[1:]}": arrow.meaning for arrow in self.scene.arrows if arrow.kinds[0] == "broken"})
        for panel in self.place.panels:
            found.update({bar.key: bar.meaning for bar in panel.bars if bar.meaning})
            found.update({stroke.key: stroke.meaning for stroke in panel.strokes if stroke.meaning})
        return found

    def shape(self, key: str, rect: Rect, kinds: Sequence[str], fill: str, line: str) -> str:
        """A plain rectangle; with a line around it, it gets round corners."""
        style = f'style="rounded,filled" color="{LIGHT[line]}"' if line else 'style=filled color="transparent"'
        size = inches(rect)
        return self.node(
            key, rect, kinds, f'shape=box {size} {style} fillcolor="{LIGHT[fill] if fill else "transparent"}" label=""'
        )

    def text(
        self, key: str, label: Label, size: float, ink: str, kinds: Sequence[str] = (), bold: bool = False
    ) -> List[str]:
        """A node with lines of text, flush left; none without lines."""
        if not label.lines:
            return []
        lines = [f"<B>{html(line)}</B>" if bold else html(line) for line in label.lines]
        return [self.lettered(key, label.rect, lines, [ink] * len(lines), size, kinds)]

    def lettered(
        self, key: str, rect: Rect, lines: Sequence[str], inks: Sequence[str], size: float, kinds: Sequence[str]
    ) -> str:
        """A node with lines of marked up text, each in an ink of its own."""
        room = fixed(rect.width, rect.height / len(lines))
        font = f'<FONT FACE="{SANS_FONT}" POINT-SIZE="{number(size)}" COLOR='
        rows = [f'<TD ALIGN="LEFT" {room}>{font}"{LIGHT[ink]}">{line}</FONT></TD>' for line, ink in zip(lines, inks)]
        return self.node(key, rect, ["text", *kinds], f"label={_table(rows, 0)}")

    def aside(self, aside: Aside) -> str:
        """What stands beside a row; its title stands out."""
        inks = ["ink" if at == aside.title else "quiet" for at in range(len(aside.lines))]
        rect = self.place.asides[aside.key].rect
        return self.lettered(aside.key, rect, [*map(html, aside.lines)], inks, self.scene.sizes.text, ["aside"])

    def box(self, box: Box) -> str:
        """The cells of a box: address and name, the word, and what it was."""
        rect = self.place.boxes[box.key]
        suffix = "-off" if "off" in box.kinds else ""
        ink, line = "ink" + suffix, "box-line" + suffix
        sizes = self.scene.sizes
        beside = below.beside_width(box, sizes)
        room = rect.width - beside
        left = room if not box.name else self.place.addresses[box.column] if box.address else 0.0
        name = measure.shorten(box.name, int((room - left - 8) / (sizes.text * measure.MONO)))
        heads = [
            _cell(left, sizes.address, box.address, sizes.text, "address" + suffix, ink, line) if left else "",
            _cell(room - left, sizes.address, name, sizes.text, "name" + suffix, ink, line) if box.name else "",
            _cell(beside, sizes.address, box.note, sizes.small, *LOOKS["note"]) if box.note else "",
        ]
        cells = sum(map(bool, heads))
        across = f'COLSPAN="{cells}" ' if cells > 1 else ""
        mark = ("changed-line", across + 'BORDER="2" ') if "changed" in box.kinds else (line, across)
        open_below = 'SIDES="LTR" ' if [each.kind for each in box.lines[:1]] == ["blank"] else ""
        mark = mark[0], open_below + mark[1]
        look = ("astray", "astray-ink") if "unreadable" in box.kinds else ("word" + suffix, ink)
        word = _cell(rect.width, sizes.word, box.word, sizes.word_text, *look, *mark)
        rows = ["".join(heads), word]
        narrow = below.is_narrow(box, sizes)
        rows += [self.line(line, rect.width, across, narrow) for line in box.lines]
        return self.node(box.key, rect, box.kinds, f"label={_table(rows)}")

    def line(self, line: Line, width: float, across: str, narrow: bool) -> str:
        """The cell of a line below a word. A field has two, in a table of their own, since they part elsewhere.

        So has a `narrow` note, which leaves the rest of the width to arrows.
        """
        look, sizes = LOOKS[line.kind], self.scene.sizes
        size, letters = below.height(line, sizes), below.letters(line, sizes)
        if narrow:
            own = below.note_width(line, sizes)
            rest = f'<TD BORDER="0" {fixed(width - own, size)}></TD>' if own < width else ""
            pair = [_cell(own, size, line.text, letters, *look) + rest]
        elif line.kind == "field":
            name = _cell(self.place.field, size, line.name, letters, "name-off", "ink-off", "box-line")
            pair = [name + _cell(width - self.place.field, size, line.text, letters, *look)]
        else:
            sides = 'SIDES="LBR" ' if line.kind == "blank" else ""
            return _cell(width, size, line.text, letters, *look, across + sides)
        return f'<TD {across}BORDER="0" {fixed(width, size)}>{_table(pair)[1:-1]}</TD>'

    def ghost(self, box: Box) -> str:
        """The dashed box of something that is not shown: its address and why it is not."""
        rect = self.place.boxes[box.key]
        size = inches(rect)
        lines = "<BR/>".join(map(html, [box.address, box.word, *(line.text for line in box.lines)]))
        look = f'style="filled,dashed" fillcolor="{LIGHT["ghost"]}" color="{LIGHT["ghost-line"]}"'
        ink = f'fontcolor="{LIGHT["quiet"]}" label=<{lines}>'
        return self.node(box.key, rect, box.kinds, f"shape=box {size} {look} {ink}")

    def tag(self, key: str, label: Label) -> str:
        """The names of the pointers at a box."""
        rect = label.rect
        size = inches(rect)
        look = f'style="filled,rounded" fillcolor="{LIGHT["tag"]}" color="{LIGHT["tag-line"]}"'
        lines = "<BR/>".join(html(line) for line in label.lines)
        ink = f'fontcolor="{LIGHT["tag-ink"]}" fontsize={number(self.scene.sizes.label)} label=<{lines}>'
        return self.node("p" + key[1:], rect, ["pointer"], f"shape=box {size} {look} {ink}")

    def tag_arrow(self, key: str, label: Label) -> str:
        """The small arrow from a tag down to its box."""
        x = label.rect.center[0]
        course = self.course([(x, label.rect.bottom), (x, self.place.boxes[key].top)], 0.0, TAG_TIP * 10)
        look = f'dir=forward arrowsize={TAG_TIP} color="{LIGHT["tag-line"]}"'
        return f'  "p{key[1:]}" -> "{key}" [id="a{key[1:]}" class="pointer" {look} pos="{course}"]'

    def arrow(self, arrow: Arrow) -> str:
        """An arrow with a dot in the word that it comes from."""
        colour, style = COURSES[arrow.kinds[0]]
        width = 1.8 if {"changed", "cycle", "broken"} & set(arrow.kinds) else 1.0 if arrow.kinds[0] == "old" else 1.4
        if arrow.key in self.place.breaks:
            return self.broken(arrow, f'color="{LIGHT[colour]}" style={style} penwidth={width}')
        course = self.course(self.place.arrows[arrow.key], TIP * 8, TIP * 10)
        look = f'dir=both arrowsize={TIP} color="{LIGHT[colour]}" style={style} penwidth={width}'
        ends = f'"{arrow.source}" -> "{arrow.target}"'
        return f'  {ends} [id="{arrow.key}" class="{" ".join(arrow.kinds)}" {look} pos="{course}"]'

    def broken(self, arrow: Arrow, look: str) -> str:
        """An arrow in two pieces, b- and y-, with a cross between them; one that leads nowhere ends at the cross."""
        found = self.place.breaks[arrow.key]
        ends = f'  "{arrow.source}" -> "{arrow.target or arrow.source}"'
        kinds, rest = " ".join(arrow.kinds), arrow.key[1:]
        tail, cross = self.course(found.pieces[0], TIP * 8, 0.0), ";".join(
            self.course(c, 0.0, 0.0) for c in found.cross
        )
        lines = [
            f'{ends} [id="{arrow.key}" class="{kinds}" dir=back arrowsize={TIP} {look} pos="{tail}"]',
            f'{ends} [id="x{rest}" class="cross" dir=none {look} pos="{cross}"]',
        ]
        if len(found.pieces) > 1:  # an edge of its own: Graphviz draws an edge's tail at each of its pieces
            tip = self.course(found.pieces[1], 0.0, TIP * 10)
            lines.append(f'{ends} [id="y{rest}" class="rest" dir=forward arrowsize={TIP} {look} pos="{tip}"]')
        return "\n".join(lines)

    def ground(self, box: Box) -> str:
        """The end of the list: a dot in the word, a line from it, and three bars, which are an edge without ends."""
        word = self.place.words[box.key]
        x, y = word.left + TAIL - TIP * 8, word.center[1]
        line = self.course([(x, y), (x + 16, y)], TIP * 8, 0.0)
        bars = [[(x + 16 + 4 * at, y - half), (x + 16 + 4 * at, y + half)] for at, half in enumerate(BARS)]
        look = f'class="end" color="{LIGHT["link"]}" penwidth=1.4'
        ends = f'  "{box.key}" -> "{box.key}"'
        return (
            f'{ends} [id="e{box.key[1:]}" {look} dir=back arrowsize={TIP} pos="{line}"]\n'
            f'{ends} [id="g{box.key[1:]}" {look} dir=none pos="{";".join(self.course(bar, 0.0, 0.0) for bar in bars)}"]'
        )


def _cell(
    width: float, height: float, text: str, size: float, fill: str, ink: str, line: str, attributes: str = ""
) -> str:
    content = f'<FONT POINT-SIZE="{number(size)}" COLOR="{LIGHT[ink]}">{html(text)}</FONT>' if text else ""
    colours = f'BGCOLOR="{LIGHT[fill]}" COLOR="{LIGHT[line]}"'
    return f"<TD {attributes}{fixed(width, height)} {colours}>{content}</TD>"


def _table(rows: Sequence[str], border: int = 1) -> str:
    cells = "".join(f"<TR>{row}</TR>" for row in rows)
    return f'<<TABLE BORDER="0" CELLBORDER="{border}" CELLSPACING="0" CELLPADDING="0">{cells}</TABLE>>'
