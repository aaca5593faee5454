"""Takes the time of its making out of a .pdf, so that the same figure gives the same file.

Graphviz leaves .pdf to cairo, which writes the time into each. Up to version 1.16 it stands in the open; later ones put
it into a compressed stream of objects, so that everything behind it moves, and the table of places, itself compressed,
has to be written anew (ISO 32000-1, 7.5.7 and 7.5.8).
"""

from __future__ import annotations

import re
import zlib

DATE = re.compile(rb"(?<=/CreationDate \(D:)\d{14}")
NEVER = b"20000101000000"
OBJECTS = re.compile(rb"<< /Type /ObjStm\n   /Length (\d+) 0 R.*?>>\nstream\n(.*?)\nendstream", re.DOTALL)
TABLE = re.compile(
    rb"(\d+ 0 obj\n<< /Type /XRef\n   /Length )\d+(.*?/W \[1 (\d) (\d)\].*?stream\n)(.*?)(\nendstream.*startxref\n)\d+",
    re.DOTALL,
)


def dateless(pdf: bytes) -> bytes:
    """`pdf` with a date that is always the same; as it was where it is built in a way that is not known here."""
    if DATE.search(pdf):
        return DATE.sub(NEVER, pdf)
    for stream in OBJECTS.finditer(pdf):
        text = zlib.decompress(stream.group(2))
        if DATE.search(text):
            data = zlib.compress(DATE.sub(NEVER, text))
            length = rb"(?<=\n" + stream.group(1) + rb" 0 obj\n   )\d+"
            tail = re.sub(length, b"%d" % len(data), pdf[stream.end(2) :], count=1)
            return _placed(pdf[: stream.start(2)] + data, tail)
    return pdf


def _placed(head: bytes, tail: bytes) -> bytes:
    """The two together; the table, which lies in `tail`, says where the objects in `tail` stand now."""
    found = TABLE.search(tail)
    if found is None:
        return head + tail
    width, rest = int(found.group(3)), int(found.group(4))
    places = bytearray(zlib.decompress(found.group(5)))
    for number, at in enumerate(range(0, len(places), 1 + width + rest)):
        here = tail.find(b"\n%d 0 obj\n" % number)
        if places[at] == 1 and here >= 0:
            places[at + 1 : at + 1 + width] = (len(head) + here + 1).to_bytes(width, "big")
    table = zlib.compress(bytes(places))
    start = len(head) + found.start()
    parts = [found.group(1), b"%d" % len(table), found.group(2), table, found.group(6), b"%d" % start]
    return head + tail[: found.start()] + b"".join(parts) + tail[found.end() :]
