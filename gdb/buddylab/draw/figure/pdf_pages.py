"""Puts the pages of several .pdf of cairo's, of one page each, into one.

Their objects are taken apart, numbered anew and written one after the other, with a table of places in the open (ISO
32000-1, 7.5). cairo up to version 1.16 writes objects in the open; later ones put most of them into streams of objects.
"""

from __future__ import annotations

import re
import zlib
from typing import Dict, List, Sequence

OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\s(.*?)\nendobj", re.DOTALL)
STREAM = re.compile(rb"(.*?)(\nstream\r?\n.*)", re.DOTALL)
OBJECTS = re.compile(rb"/Type /ObjStm\b.*?/N (\d+).*?/First (\d+)", re.DOTALL)
REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
PAGE = re.compile(rb"/Type /Page\b")
PARENT = re.compile(rb"/Parent \d+ 0 R")
LEFT_OUT = re.compile(rb"/Type /(?:Pages|Catalog|XRef|ObjStm)\b|/CreationDate|/Producer")


def joined(pdfs: Sequence[bytes]) -> bytes:
    """One .pdf with all their pages, in this order. Equal ones give equal bytes."""
    found: List[bytes] = []  # the objects from number 3 on; 1 is the catalogue, 2 the pages
    pages: List[int] = []
    for pdf in pdfs:
        objects = {number: text for number, text in _objects(pdf).items() if not LEFT_OUT.search(_head(text))}
        places = {number: len(found) + 3 + at for at, number in enumerate(objects)}
        for number, text in objects.items():
            head = _head(text)
            rest = text[len(head) :]
            head = REFERENCE.sub(lambda at: b"%d 0 R" % places.get(int(at[1]), 0), PARENT.sub(b"/Parent 0 0 R", head))
            if PAGE.search(head):
                pages.append(places[number])
                head = head.replace(b"/Parent 0 0 R", b"/Parent 2 0 R")
            found.append(head + rest)
    kids = b" ".join(b"%d 0 R" % page for page in pages)
    first = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count %d /Kids [ %s ] >>" % (len(pages), kids)]
    return _written([*first, *found])


def _head(text: bytes) -> bytes:
    """An object without its stream."""
    stream = STREAM.match(text)
    return stream.group(1) if stream else text


def _objects(pdf: bytes) -> Dict[int, bytes]:
    """All objects by their numbers, those in streams of objects too."""
    found = {int(number): text for number, text in OBJECT.findall(pdf)}
    for text in list(found.values()):
        head = _head(text)
        inside = OBJECTS.search(head)
        if inside is None:
            continue
        data = zlib.decompressobj().decompress(text[len(head) :].split(b"stream", 1)[1].lstrip(b"\r\n"))
        count, first = int(inside[1]), int(inside[2])
        numbers = list(map(int, data[:first].split()))[: 2 * count]
        starts = [*numbers[1::2], len(data) - first]
        for number, start, stop in zip(numbers[::2], starts, starts[1:]):
            found[number] = data[first + start : first + stop].strip()
    return found


def _written(objects: Sequence[bytes]) -> bytes:
    data = bytearray(b"%PDF-1.5\n%\xb5\xed\xae\xfb\n")
    table = [b"0000000000 65535 f \n"]
    for number, text in enumerate(objects, 1):
        table.append(b"%010d 00000 n \n" % len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    start, size = len(data), len(table)
    data += b"xref\n0 %d\n%s" % (size, b"".join(table))
    return bytes(data + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start))
