"""make class: a whole class in one table, taken up where it was broken off; and many gradings side by side."""

import csv
import json
import os
import re
import shutil
import signal
import subprocess

import pytest

from buddylab.course.player import surroundings
from exercises.submissions import HERE, LIMIT, patched, solution, source

ODD = 'Jo "J" O\'Neil\n$HOME `x` 100% ü'  # a folder's name
CHOSEN = "EXERCISE=1,2"


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    """Files to hand in, by what they are."""
    folder = tmp_path_factory.mktemp("texts")
    cheat = patched(folder / "cheat", [HERE / "shortcuts" / "01-stack" / "constant.patch"])
    return {
        "solved": solution("01-stack", folder),
        "solved 02": solution("02-undo", folder),
        "handed out": source("01-stack"),
        "cheated": (cheat / "lab" / "exercises" / "01-stack" / "stack.c").read_text(),
        "broken": "int stack;\n#error no\n",
    }


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("class") / "handed in"
    files = {
        f"{ODD}/stack.c": "solved",
        f"{ODD}/02-undo/undo.c": "solved 02",
        "Ann Lee_4711_assignsubmission_file_/stack.c": "handed out",
        "leeben_LATE_7_99_stack-1.c": "solved",
        "leeben_LATE_7_90_stack.c": "broken",
        "cleo/stack.c": "cheated",
        "=1+1/stack.c": "broken",
        "notes.txt": "broken",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(texts[text])
    return folder


def command(folder, into, *arguments):
    return ["make", "class", f"SUBMISSIONS={folder}", f"OUT={into}", *arguments]


def make(copy, folder, into, *arguments):
    """Types make class …; gives the grader's status and all it printed."""
    done = subprocess.run(
        command(folder, into, *arguments), cwd=copy, env=surroundings(), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT, encoding="utf-8",
    )  # fmt: skip
    error = re.search(r"Error (\d+)$", done.stdout, re.MULTILINE)
    return (int(error[1]) if error else done.returncode), done.stdout


def table(into):
    """The rows of class.csv, by the student."""
    with open(into / "class.csv", encoding="utf-8-sig", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def graded(copy, handed_in, tmp_path_factory):
    into = tmp_path_factory.mktemp("graded") / "class"
    status, said = make(copy, handed_in, into, CHOSEN)
    assert status == 0, said
    return into, said


def test_the_table_has_a_row_a_student_and_a_column_an_exercise(graded):
    into, said = graded
    rows = table(into)
    assert set(rows) == {ODD, "Ann Lee", "leeben", "cleo", "'=1+1"}  # no spreadsheet takes the last for a formula
    points = {
        name: [row[each] for each in ("01-stack (of 5)", "02-undo (of 6)", "points", "of")]
        for name, row in rows.items()
    }
    assert points[ODD] == ["5", "6", "11", "11"]
    assert points["leeben"] == ["5", "0", "5", "11"]
    assert points["Ann Lee"] == points["'=1+1"] == ["0", "0", "0", "11"]
    assert int(points["cleo"][0]) < 5
    assert (rows["Ann Lee"]["number"], rows["leeben"]["number"]) == ("4711", "7")
    assert (rows["leeben"]["note"], rows[ODD]["note"]) == ("late, no 02-undo", "")


def test_it_says_how_far_it_is_and_what_was_left_out(graded):
    _, said = graded
    assert [line for line in said.splitlines() if line.startswith("5 of 5: ")], said
    assert "Left out, since it names no student: notes.txt.\n" in said
    # Ben's is the same file as Jo's, and nobody else has a file for the second exercise.
    assert "5 students, 2 exercises: 5 files graded now, 0 known from before; equal files are graded once.\n" in said


def test_each_student_has_a_report_to_read_and_one_for_gradescope(graded):
    into, _ = graded
    for row in table(into).values():
        page = (into / row["report"]).read_text()
        assert f"\n{row['points']} of 11 points\n" in page
        report = json.loads((into / row["report"]).with_suffix(".json").read_text())
        assert report["score"] == int(row["points"]) == sum(test["score"] for test in report["tests"])
        assert sum(test["max_score"] for test in report["tests"]) == 11
        assert all(set(test) >= {"name", "score", "max_score", "output", "status"} for test in report["tests"])
    pages = {name: (into / row["report"]).read_text() for name, row in table(into).items()}
    assert pages[ODD].startswith('# Jo "J" O\'Neil\\$HOME \\`x\\` 100% ü\n')
    assert "- [x] they come back in reverse, and the stack is empty\n" in pages["leeben"]
    assert "- [ ] eight words are counted: stop 4 was not reached: after 20 million instr" in pages["Ann Lee"]
    assert "\n## 02-undo: 0 of 6\n\nThere is no undo.c in the submission; expected it at its top" in pages["cleo"]
    assert "\nIt does not compile: lab/exercises/01-stack/stack.c:2:2: error: \\#error no.\n" in pages["'=1+1"]
    assert not any("of the class" in page or "leeben" in page for name, page in pages.items() if name != "leeben")


def test_the_log_tells_the_lecturer_who_handed_in_the_same(graded):
    into, _ = graded
    log = (into / "class.log").read_text()
    assert '\n01-stack, the same file: Jo "J" O\'Neil$HOME `x` 100% ü, leeben\n' in log
    assert "\nIt printed:\n5. eight words went onto the stack, and eight came back: ok\n" in log


def test_only_what_has_changed_is_graded_again(copy, handed_in, graded, texts, tmp_path):
    into, _ = graded
    again = tmp_path / "again"
    shutil.copytree(handed_in, again)
    (again / "cleo" / "stack.c").write_text(f"/* now by myself */\n{texts['solved']}")
    shutil.copytree(into, tmp_path / "class")
    status, said = make(copy, again, tmp_path / "class", CHOSEN)
    assert status == 0 and "1 file graded now, 4 known from before" in said, said
    assert table(tmp_path / "class")["cleo"]["01-stack (of 5)"] == "5"
    judge = copy / "lab" / "exercises" / "02-undo" / "judge.py"
    text = judge.read_text()
    judge.write_text(text.replace("Test(2,", "Test(2,", 1) + "# another judge\n")
    try:
        _, said = make(copy, again, tmp_path / "class", CHOSEN)
    finally:
        judge.write_text(text)
    assert "1 file graded now, 4 known from before" in said, said


def test_what_was_broken_off_is_taken_up_again(copy, tmp_path, texts):
    for number in range(6):
        (tmp_path / "in" / f"s{number}").mkdir(parents=True)
        (tmp_path / "in" / f"s{number}" / "stack.c").write_text(f"/* {number} */\n{texts['solved']}")
    with subprocess.Popen(
        command(tmp_path / "in", tmp_path / "class", "EXERCISE=1"), cwd=copy, env=surroundings(),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        start_new_session=True,
    ) as process:  # fmt: skip
        first = process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        said = process.stdout.read()
    assert first.startswith("1 of 6: ") and "Stopped; what was graded is kept" in said and process.returncode != 0, said
    assert "Traceback" not in said
    points = [row["points"] for row in table(tmp_path / "class").values()]
    assert len(points) == 6 and "not graded" in points and set(points) == {"5", "not graded"}
    status, said = make(copy, tmp_path / "in", tmp_path / "class", "EXERCISE=1")
    now, before = map(int, re.search(r"(\d+) files? graded now, (\d+) known from before", said).groups())
    assert status == 0 and before >= 1 and now + before == 6, said
    assert [row["points"] for row in table(tmp_path / "class").values()] == ["5"] * 6


def test_a_judge_s_fault_is_no_point_and_no_zero(copy, tmp_path, texts):
    (tmp_path / "in" / "ann").mkdir(parents=True)
    (tmp_path / "in" / "ann" / "stack.c").write_text(texts["solved"])
    (tmp_path / "in" / "ann" / "undo.c").write_text(texts["solved 02"])
    judge = copy / "lab" / "exercises" / "02-undo" / "judge.py"
    text = judge.read_text()
    judge.write_text(text.replace("TESTS =", "TEST ="))
    try:
        status, said = make(copy, tmp_path / "in", tmp_path / "class", CHOSEN)
    finally:
        judge.write_text(text)
    (row,) = table(tmp_path / "class").values()
    assert status == 3 and "1 student could not be graded in all exercises; class.log says why." in said
    assert [row["01-stack (of 5)"], row["02-undo"], row["points"], row["of"]] == ["5", "not graded", "not graded", ""]
    page = (tmp_path / "class" / row["report"]).read_text()
    assert "\n## 02-undo: not graded\n\nThe judge is at fault, judge.py: it has no TESTS;" in page
    assert "score" not in json.loads((tmp_path / "class" / row["report"]).with_suffix(".json").read_text())
    status, _ = make(copy, tmp_path / "in", tmp_path / "class", CHOSEN)
    assert status == 0 and table(tmp_path / "class")["ann"]["points"] == "11"  # that was not kept


def test_a_crash_of_ours_with_one_file_costs_nobody_else_anything(copy, tmp_path, texts):
    for name, text in (("ann", texts["solved"]), ("ben", f"/* bad */\n{texts['solved']}")):
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / "stack.c").write_text(text)
    ours = copy / "gdb" / "buddylab" / "grading" / "grade.py"
    text = ours.read_text()
    line = "    source = take()\n"
    assert line in text
    ours.write_text(text.replace(line, f'{line}    if source.startswith(b"/* bad"):\n        {{}}["kind"]\n'))
    try:
        status, said = make(copy, tmp_path / "in", tmp_path / "class", "EXERCISE=1")
    finally:
        ours.write_text(text)
    rows = table(tmp_path / "class")
    assert (status, rows["ann"]["points"], rows["ben"]["points"]) == (3, "5", "not graded"), said
    assert "Traceback" not in said and "KeyError: 'kind'" in (tmp_path / "class" / "class.log").read_text()


@pytest.mark.parametrize(
    "arguments, told",
    [
        ([], "make class needs SUBMISSIONS=FOLDER; expected one that has a folder or a zip for each student, or"),
        (["SUBMISSIONS=nowhere"], "SUBMISSIONS=nowhere is not a folder; expected one that has a folder or a zip for"),
        (["SUBMISSIONS=empty"], "SUBMISSIONS=empty has nobody's work in it; expected a folder or a zip for each"),
        (["SUBMISSIONS=kernel", "OUT=kernel/out"], "OUT=kernel/out lies among the submissions; expected another"),
        (["SUBMISSIONS=kernel", "OUT=gdb"], "OUT=gdb is not a folder of make class; expected one from an earlier"),
        (["SUBMISSION=kernel"], "There is no SUBMISSION; expected SUBMISSIONS=kernel."),
    ],
)
def test_what_was_mistyped(copy, arguments, told):
    (copy / "empty").mkdir(exist_ok=True)
    done = subprocess.run(
        ["make", "class", *arguments], cwd=copy, env=surroundings(), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, timeout=LIMIT, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode != 0 and told in done.stdout, done.stdout
    assert not (copy / "build" / "class").exists()


def test_gradings_side_by_side_have_a_result_each(copy, tmp_path, texts):
    """As xargs, GNU parallel or a cluster start them."""
    names = {"ann": "solved", "b $HOME 'b'": "broken", "ü": "solved"}
    for name, text in names.items():
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / "stack.c").write_text(texts[text])
    shutil.rmtree(copy / "build" / "grades", ignore_errors=True)
    line = f"printf '%s\\0' {tmp_path}/in/* | xargs -0 -P 3 -I NAME make -s grade EXERCISE=1 SUBMISSION=NAME"
    subprocess.run(["sh", "-c", line], cwd=copy, env=surroundings(), stdout=subprocess.DEVNULL, timeout=LIMIT)
    reports = [json.loads(path.read_text()) for path in (copy / "build" / "grades").glob("*.json")]
    scores = {os.path.basename(report["extra_data"]["submission"]): report["score"] for report in reports}
    assert scores == {name: 5 if text == "solved" else 0 for name, text in names.items()}
