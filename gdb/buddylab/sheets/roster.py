"""The rows of a class: who gets a worksheet, and with which seed, so that it can be made again."""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import os
import secrets
import unicodedata
from pathlib import Path
from typing import Dict, List, Optional, Sequence, Tuple

from buddylab.practice.choosing import Mistyped

# What the column with the names is called, in small letters; or the two of which a name is made.
COLUMNS: Tuple[Tuple[str, ...], ...] = (
    *((name,) for name in ("full name", "student", "student name")),
    *((first, last) for first in ("first name", "vorname") for last in ("last name", "surname", "nachname", "name")),
    ("name",),
)
SEEDS = 10**9


def names(path: Path) -> List[str]:
    """The names of a roster, in its order. Raises Mistyped where it is none, and where two rows have the same name."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        first = text.partition("\n")[0]
        mark = max(",;\t", key=first.count)
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except OSError as fault:
        raise Mistyped(f"CLASS={path} cannot be read ({fault.strerror}); expected a table such as roster.csv.")
    except UnicodeDecodeError:
        raise Mistyped(f"{path} is not in UTF-8; save it as CSV in UTF-8.")
    except csv.Error as fault:
        raise Mistyped(f"{path} is no CSV ({fault}); expected a row for each student, with commas between the columns.")
    columns = _columns(rows[0] if rows else [])
    if columns is None:
        raise Mistyped(f"{path} has no column called name; expected a first row such as name,group.")
    found: Dict[str, int] = {}
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        name = _name(row, columns)
        if not name:
            raise Mistyped(f"Row {number} of {path} has no name; expected one in each row.")
        if name in found:
            both = f"Rows {found[name]} and {number} of {path} both name {name}"
            raise Mistyped(f"{both}; make the names differ, since the worksheet is made from the name.")
        found[name] = number
    if not found:
        raise Mistyped(f"{path} names nobody; expected a row for each student below the first one.")
    return list(found)


def _columns(first: Sequence[str]) -> Optional[Tuple[int, ...]]:
    """Where the names stand."""
    titles = [title.strip().casefold() for title in first]
    known = (each for each in COLUMNS if all(title in titles for title in each))
    return next((tuple(map(titles.index, each)) for each in known), None)


def _name(row: Sequence[str], columns: Sequence[int]) -> str:
    cells = " ".join(row[at] for at in columns if at < len(row))
    return unicodedata.normalize("NFC", " ".join(cells.split()))


def secret(path: Path, given: str) -> Tuple[str, bool]:
    """The secret of the course: the one that is given, or that of the file beside the roster; and whether it is new.

    Raises Mistyped where that file cannot be used.
    """
    if given:
        return given, False
    file = path.with_suffix(".secret")
    try:
        said = file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return _made(file), True
    except (OSError, UnicodeDecodeError) as fault:
        raise Mistyped(f"{file} cannot be read ({fault}); SECRET=TEXT gives a secret in its place.")
    if not said:
        raise Mistyped(f"{file} is empty; expected the secret of the course, or SECRET=TEXT in its place.")
    return said, False


def _made(file: Path) -> str:
    made = secrets.token_hex(16)
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(made + "\n")
    except OSError as fault:
        raise Mistyped(f"{file} cannot be written ({fault.strerror}); SECRET=TEXT gives a secret in its place.")
    return made


def seed(secret: str, name: str) -> int:
    """The seed of somebody's worksheet, which nobody can tell without the secret."""
    made = hmac.new(secret.encode(), name.encode(errors="surrogateescape"), hashlib.sha256).digest()
    return int.from_bytes(made[:8], "big") % SEEDS
