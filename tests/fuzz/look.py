"""Draws scenes and looks at the drawings: many in one run of Graphviz, whose start costs more than a drawing."""

from __future__ import annotations

import re
from typing import Dict
from xml.etree import ElementTree

from buddylab.draw.figure import dot, svg
from buddylab.draw.figure.layout import layout
from buddylab.draw.figure.scene import Scene
from unit.drawing import figure
from unit.figure import rules
from unit.placed import moved


def look(scenes: Dict[str, Scene]) -> None:
    """Fails where one of `scenes`, by a name for each, breaks a rule of figures or is drawn elsewhere than laid out."""
    files = re.split(r"(?=<\?xml )", svg.run("\n".join(dot.write(scene).text for scene in scenes.values())))[1:]
    assert len(files) == len(scenes), "Graphviz left a figure out"
    for (name, scene), each in zip(scenes.items(), files):
        root = ElementTree.fromstring(each)
        svg.anchor_texts(root)
        drawn = figure(root)
        found = [*rules(drawn), *moved(layout(scene), drawn)]
        assert not found, f"{name}: {found[:5]}"
