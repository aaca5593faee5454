"""Who handed in what, by the names that course systems make; and the file that counts."""

import os
import unicodedata
import zipfile

import pytest

from buddylab.grading import roster
from buddylab.grading.submission import Refused


def laid(folder, *names):
    """Files that hold their own name; what ends in / is a folder."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir() if name.endswith("/") else path.write_text(name)
    return roster.read(folder)


def who(found):
    return [(each.name, each.number, each.late) for each in found.students]


def taken(found, name="stack.c"):
    """What each student's file is, by the student."""
    return {each.name: each.take("01-stack", name).decode() for each in found.students}


def test_a_folder_a_student(tmp_path):
    found = laid(tmp_path, "ben/stack.c", "Ann Lee/lab/exercises/01-stack/stack.c")
    assert who(found) == [("Ann Lee", "", False), ("ben", "", False)]
    assert taken(found) == {"Ann Lee": "Ann Lee/lab/exercises/01-stack/stack.c", "ben": "ben/stack.c"}


def test_a_zip_a_student(tmp_path):
    for name in ("ann", "ben"):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            archive.writestr("mine/stack.c", name)
    assert taken(roster.read(tmp_path)) == {"ann": "ann", "ben": "ben"}


def test_files_as_canvas_names_them(tmp_path):
    found = laid(
        tmp_path,
        "leeann_4711_99_stack.c",
        "leeann_4711_100_undo.c",
        "leeann_12_101_stack.c",
        "müllerjo_LATE_5_102_stack-2.c",
        "anon_x7Yz9_103_stack.c",
        "LATE_anon_q1Q1q_104_stack.c",
        "van_der_berg_6_105_2_stack.c",
    )
    assert who(found) == [
        ("anon_q1Q1q", "", True),
        ("anon_x7Yz9", "", False),
        ("leeann", "12", False),
        ("leeann", "4711", False),
        ("müllerjo", "5", True),
        ("van_der_berg", "6", False),
    ]
    assert found.students[3].take("02-undo", "undo.c") == b"leeann_4711_100_undo.c"
    assert found.students[4].take("01-stack", "stack.c") == "müllerjo_LATE_5_102_stack-2.c".encode()
    with pytest.raises(Refused, match="there is no stack.c in the files that were handed in"):
        found.students[5].take("01-stack", "stack.c")  # that was called 2_stack.c


def test_of_what_was_handed_in_again_the_latest_counts(tmp_path):
    found = laid(tmp_path, "leeann_1_99_stack.c", "leeann_1_120_stack-1.c", "leeann_1_110_stack-10.c")
    assert taken(found) == {"leeann": "leeann_1_120_stack-1.c"}
    for number, text in ((80, "old"), (90, "new")):
        with zipfile.ZipFile(tmp_path / f"ng_2_{number}_lab.zip", "w") as archive:
            archive.writestr("stack.c", text)
    with zipfile.ZipFile(tmp_path / "ng_2_95_notes.zip", "w") as archive:
        archive.writestr("notes.txt", "")
    assert taken(roster.read(tmp_path))["ng"] == "new"


def test_folders_and_files_as_moodle_names_them(tmp_path):
    found = laid(
        tmp_path,
        "Ann Lee_4711_assignsubmission_file_/stack.c",
        "Ann Lee_4711_assignsubmission_onlinetext_/onlinetext.html",
        "Jo van der Berg_4712_assignsubmission_file/stack.c",
        "Participant_4713_assignsubmission_file_stack.c",
        "Participant_4713_assignsubmission_file_undo.c",
    )
    assert who(found) == [
        ("Ann Lee", "4711", False),
        ("Jo van der Berg", "4712", False),
        ("Participant", "4713", False),
    ]
    assert taken(found)["Ann Lee"].startswith("Ann Lee_4711_assignsubmission_file_/")
    assert taken(found)["Participant"] == "Participant_4713_assignsubmission_file_stack.c"
    assert found.left_out == ["Ann Lee_4711_assignsubmission_onlinetext_"]


def test_clones_as_github_classroom_names_them(tmp_path):
    found = laid(tmp_path, "lab-1-ann/.git/", "lab-1-ann/stack.c", "lab-1-ben-lee/.git/", "lab-1-ben-lee/stack.c")
    assert [each.name for each in found.students] == ["ann", "ben-lee"]


def test_of_folders_that_are_no_clones_nothing_is_cut(tmp_path):
    assert [each.name for each in laid(tmp_path, "jo-ann/stack.c", "jo-ben/stack.c").students] == ["jo-ann", "jo-ben"]


def test_what_belongs_to_nobody_is_told_or_is_a_system_s(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    folder = tmp_path / "handed in"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(folder / "pipe")
    found = laid(folder, "ann/stack.c", "stack.c", "grades.xlsx", ".DS_Store", "__MACOSX/x", "4_text.html")
    assert [each.name for each in found.students] == ["ann"]
    assert found.left_out == ["4_text.html", "grades.xlsx", "link", "pipe", "stack.c"]


def test_names_are_told_as_others_write_them(tmp_path):
    apart = unicodedata.normalize("NFD", "Müller")
    found = laid(tmp_path, f"{apart}/stack.c", 'a "b" `c` $(d)\n/stack.c')
    assert [each.name for each in found.students] == ['a "b" `c` $(d)\n', "Müller"]


def test_in_a_folder_the_very_name_comes_first(tmp_path):
    found = laid(
        tmp_path, "ann/stack.c", "ann/stack-1.c", "ben/STACK.C", "ben/stack-3.c", "cleo/stack (2).c", "cleo/stack-10.c",
    )  # fmt: skip
    assert taken(found) == {"ann": "ann/stack.c", "ben": "ben/STACK.C", "cleo": "cleo/stack-10.c"}


def test_what_cannot_be_read_is_refused(tmp_path, monkeypatch):
    found = laid(tmp_path, "ann/undo.c")

    def denied(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.iterdir", denied)
    with pytest.raises(Refused, match=r"what was handed in cannot be read \(Permission denied\)"):
        taken(found)
