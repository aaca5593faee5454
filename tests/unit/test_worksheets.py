"""What needs no machine of worksheets: rosters, seeds, and how the pages of several .pdf become one."""

import re
import zlib

import pytest

from buddylab.draw.figure.pdf_pages import joined
from buddylab.practice.choosing import Mistyped
from buddylab.sheets import roster
from buddylab.spelling import filenames


@pytest.mark.parametrize(
    "text, names",
    [
        ("name\nAnn\nBen\n", ["Ann", "Ben"]),
        ("\ufeffGroup,Name\r\n1,Ann  Lee\r\n,\r\n2,Ben\r\n", ["Ann Lee", "Ben"]),
        ("Vorname;Nachname;ID\nÄnne;Müller;7\n", ["Änne Müller"]),
        ("First name\tSurname\nAnn\tLee\n", ["Ann Lee"]),
        ('student,id\n"Lee, Ann",1\n"Bob ""B"" $1",2\n', ["Lee, Ann", 'Bob "B" $1']),
    ],
)
def test_names_are_found_in_tables_of_several_kinds(tmp_path, text, names):
    (tmp_path / "roster.csv").write_text(text, encoding="utf-8", newline="")
    assert roster.names(tmp_path / "roster.csv") == names


@pytest.mark.parametrize(
    "data, sentence",
    [
        (b"", "has no column called name; expected a first row such as name,group."),
        (b"Ann\nBen\n", "has no column called name; expected a first row such as name,group."),
        (b"name\n\n", "names nobody; expected a row for each student below the first one."),
        (b"name,id\nAnn,1\n ,2\n", "Row 3 of {} has no name; expected one in each row."),
        (b"name\nAnn\nBen\nAnn \n", "Rows 2 and 4 of {} both name Ann; make the names differ"),
        ("name\nÄ\nA\u0308\n".encode(), "Rows 2 and 3 of {} both name Ä; make the names differ"),
        (b"name\n\xc4nne\n", "is not in UTF-8; save it as CSV in UTF-8."),
        (b'name\n"Ann\n', "is no CSV (unexpected end of data); expected a row for each student"),
    ],
)
def test_what_is_wrong_with_a_roster_is_told_in_a_sentence(tmp_path, data, sentence):
    path = tmp_path / "roster.csv"
    path.write_bytes(data)
    with pytest.raises(Mistyped) as told:
        roster.names(path)
    assert sentence.format(path) in str(told.value)


def test_a_secret_is_made_once_and_may_be_given(tmp_path):
    path = tmp_path / "roster.csv"
    made, is_new = roster.secret(path, "")
    assert is_new and re.fullmatch("[0-9a-f]{32}", made) and roster.secret(path, "") == (made, False)
    assert roster.secret(path, "mine") == ("mine", False)
    (tmp_path / "roster.secret").write_text("\n")
    with pytest.raises(Mistyped, match="is empty"):
        roster.secret(path, "")
    with pytest.raises(Mistyped, match="cannot be written"):
        roster.secret(tmp_path / "no" / "roster.csv", "")


SEED = 753044533  # of Änne Müller


def test_seeds_are_the_same_in_every_version():
    assert roster.seed("mine", "Änne Müller") == SEED and roster.seed("yours", "Änne Müller") != SEED


def test_files_have_names_of_their_own():
    assert filenames(["Lee, Ann", "lee ann", "../..", "李", "a" * 99]) == [
        "Lee-Ann",
        "lee-ann-2",
        "student",
        "李",
        "a" * 60,
    ]


def old(text):
    """A .pdf as cairo wrote it up to version 1.16: all objects in the open."""
    return (
        b"%%PDF-1.5\n3 0 obj\n<< /Length 4 0 R\n>>\nstream\n%s\nendstream\nendobj\n4 0 obj\n   %d\nendobj\n"
        b"2 0 obj\n<<\n   /Font << >>\n>>\nendobj\n5 0 obj\n<< /Type /Page\n   /Parent 1 0 R\n   /Contents 3 0 R\n"
        b"   /Resources 2 0 R\n>>\nendobj\n1 0 obj\n<< /Type /Pages\n   /Kids [ 5 0 R ]\n>>\nendobj\n"
        b"6 0 obj\n<< /Producer (cairo)\n>>\nendobj\n7 0 obj\n<< /Type /Catalog\n   /Pages 1 0 R\n>>\nendobj\n"
    ) % (text, len(text))


def new(text):
    """As later versions write it: most of them in a stream."""
    page = b"<< /Type /Page\n   /Parent 1 0 R\n   /Contents 3 0 R\n   /Resources 2 0 R\n>>"
    objects = {2: b"<<\n   /Font << >>\n>>", 5: page, 1: b"<< /Type /Pages\n   /Kids [ 5 0 R ]\n>>"}
    table, data = "", b""
    for number, object in objects.items():
        table, data = f"{table}{number} {len(data)} ", data + object + b"\n"
    inside = zlib.compress(table.encode() + data)
    return (
        b"%%PDF-1.7\n3 0 obj\n<< /Length 4 0 R\n>>\nstream\n%s\nendstream\nendobj\n4 0 obj\n   %d\nendobj\n"
        b"8 0 obj\n<< /Type /ObjStm\n   /Length 9 0 R\n   /N 3\n   /First %d\n   /Filter /FlateDecode\n>>\nstream\n%s\n"
        b"endstream\nendobj\n9 0 obj\n   %d\nendobj\n"
    ) % (text, len(text), len(table), inside, len(inside))


@pytest.mark.parametrize("kind", [old, new])
def test_pages_of_several_files_are_one_file(kind):
    pdf = joined([kind(b"0 0 m first 5 0 R"), kind(b"second")])
    places = [int(place) for place in re.findall(rb"\n(\d{10}) 00000 n ", pdf)]
    objects = {
        number: pdf[place:].partition(b" obj\n")[2].partition(b"\nendobj")[0] for number, place in enumerate(places, 1)
    }
    assert all(pdf[place:].startswith(b"%d 0 obj\n" % number) for number, place in enumerate(places, 1))
    kids = [int(kid) for kid in re.findall(rb"(\d+) 0 R", objects[2])]
    assert b"/Count 2" in objects[2] and len(kids) == 2 and b"/Pages 2 0 R" in objects[1]
    for kid, text in zip(kids, (b"0 0 m first 5 0 R", b"second")):
        assert b"/Parent 2 0 R" in objects[kid]
        contents, resources = (
            int(re.search(name + rb" (\d+) 0 R", objects[kid])[1]) for name in (b"/Contents", b"/Resources")
        )
        assert b"/Font" in objects[resources] and objects[contents].endswith(b"stream\n%s\nendstream" % text)
        length = int(re.search(rb"/Length (\d+) 0 R", objects[contents])[1])
        assert int(objects[length]) == len(text)
    assert int(pdf.split(b"startxref\n")[1].split()[0]) == pdf.index(b"xref\n0")
