"""Writes the bars, texts and lines of a panel as DOT."""

from __future__ import annotations

from dataclasses import replace
from typing import Iterator

from buddylab.draw.figure.palette import LIGHT
from buddylab.draw.figure.panel import Bar, Panel, Stroke, Text
from buddylab.draw.figure.pen import MONO_FONT, SANS_FONT, Pen, fixed, html, inches, number

MOST = 100  # pieces of one edge: Graphviz reads no string of more than 16 384 characters
TIP = 0.6  # the size of an arrow's tip, as Graphviz counts it; one is 10 points long


def panel_lines(pen: Pen, panel: Panel) -> Iterator[str]:
    """Its bars and texts, in the order in which they are painted."""
    for bar in panel.bars:
        yield _bar(pen, bar, panel.name)
    for text in panel.texts:
        yield _text(pen, text, panel.name)


def stroke_lines(pen: Pen, panel: Panel) -> Iterator[str]:
    """Its lines. Every edge in DOT needs nodes at its ends; here that is the canvas, for only the course counts."""
    for stroke in panel.strokes:
        for start in range(0, len(stroke.pieces), MOST):
            key = f"{stroke.key}-{start}" if start else stroke.key
            yield _stroke(pen, replace(stroke, key=key, pieces=stroke.pieces[start : start + MOST]), panel.name)


def _bar(pen: Pen, bar: Bar, view: str) -> str:
    styles = ["filled"] if bar.style == "solid" else ["filled", bar.style]
    look = f'style="{",".join(styles)}" fillcolor="{LIGHT[bar.fill]}"'
    line = f'color="{LIGHT[bar.line]}" penwidth={number(bar.weight)}' if bar.line else 'color="transparent"'
    return pen.node(
        bar.key, bar.rect, [*bar.kinds, *view.split("-")], f'shape=box {inches(bar.rect)} {look} {line} label=""'
    )


def _text(pen: Pen, text: Text, view: str) -> str:
    face = MONO_FONT if text.mono else SANS_FONT
    font = f'<FONT FACE="{face}" POINT-SIZE="{number(text.size)}" COLOR="{LIGHT[text.ink]}">'
    words = f"<B>{html(text.text)}</B>" if text.bold else html(text.text)
    side = {"left": ' ALIGN="LEFT"', "right": ' ALIGN="RIGHT"'}.get(text.side, "")
    cell = (
        f'<TD{side} {fixed(text.rect.width, text.rect.height)} BGCOLOR="{LIGHT[text.ground]}">{font}{words}</FONT></TD>'
    )
    table = f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"><TR>{cell}</TR></TABLE>>'
    return pen.node(text.key, text.rect, [*text.kinds, text.side, *view.split("-")], f"label={table}")


def _stroke(pen: Pen, stroke: Stroke, view: str) -> str:
    tip = TIP * 10 if stroke.tip else 0.0
    course = ";".join(pen.course(piece, 0.0, tip) for piece in stroke.pieces)
    ends = f"dir=forward arrowsize={TIP}" if stroke.tip else "dir=none"
    look = f'{ends} color="{LIGHT[stroke.line]}" penwidth={number(stroke.weight)}'
    look += "" if stroke.style == "solid" else f" style={stroke.style}"
    kinds = " ".join([*stroke.kinds, *view.split("-")])
    return f'  "canvas" -> "canvas" [id="{stroke.key}" class="{kinds}" {look} pos="{course}"]'
