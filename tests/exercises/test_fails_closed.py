"""What is missing counts as nothing: a judge's fault and one of ours are no grade, and no earlier one is left over."""

import json
import re
import shutil
import subprocess
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from buddylab.grading import outcome
from buddylab.course.player import surroundings
from exercises.submissions import LIMIT, ROOT, grade, scores, solution, source


def student(folder, name, **files):
    """A submission: a folder with stack.c and so on in it."""
    (folder / name).mkdir()
    for file, text in files.items():
        (folder / name / f"{file}.c").write_text(text)
    return folder / name


def make(root, *arguments):
    """Types make grade …; gives all it printed."""
    done = subprocess.run(
        ["make", "grade", *arguments], cwd=root, env=surroundings(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, timeout=LIMIT, encoding="utf-8",
    )  # fmt: skip
    return done.stdout


TESTS = "\n\nTESTS = ("  # behind it stands the first test
VARY = re.compile(r"def vary\(.*?\n\n\n", re.DOTALL)


def first(test):
    """A change of a judge: another test, in front of the others, whose function is `test`."""
    return lambda text: text.replace(TESTS, f"\n\ndef wrong(state):\n    {test}\n{TESTS}\n    Test(2, 'new', wrong),")


def vary(body):
    """A change of a judge: another vary."""
    return lambda text: VARY.sub(f"def vary(random):\n    {body}\n\n\n", text)


JUDGES = {
    # What is changed in a judge, and how it is told.
    "01-stack": (
        lambda text: text.replace(TESTS, f"{TESTS}\n    Test(7, 'far', lambda state: None),"),
        r"judge.py: Test\(7, 'far', …\); expected a stop from 1 to 5",
    ),
    "02-undo": (first("return {}['tpo']"), r"judge.py:\d+: KeyError: 'tpo'"),
    "03-tasks": (first("return True"), "judge.py: the test 'new' gives True; expected None or a sentence"),
    "04-sweep": (first('return ""'), "judge.py: the test 'new' gives ''; expected None or a sentence"),
    "05-take": (vary("return {'ordres': [3, 3, 3]}"), r'judge.py: error: No symbol "ordres" in current context\.'),
    "06-release": (vary("return {'order': 3}"), r"judge.py: vary\(\) gives 3 for order; expected a list of numbers"),
    "07-join": (first("while True: pass"), r"judge.py:\d+: it took longer than \d+ s"),
    "08-shrink": (first("return state.number_fault('bufer', 1)"), r'judge.py:\d+: error: No symbol "bufer" in current'),
    "09-mail": (
        vary("return {'texts': [1], 'notes': [2, 3]}"),
        r"judge.py: vary\(\) gives 1 words for texts; expected 4",
    ),
}
WORSE = {
    "01-stack": (lambda text: text + "\ndef broken(:\n", r"judge.py:\d+: SyntaxError: invalid syntax"),
    "02-undo": (lambda text: text.replace("TESTS =", "TEST ="), "judge.py: it has no TESTS; expected"),
    "03-tasks": (lambda text: text + "\nTESTS = (1, 2)\n", r"judge.py: TESTS is tuple; expected a tuple with a Test"),
    "04-sweep": (lambda text: text + "\nwhile True:\n    pass\n", r"judge.py:\d+: it took longer than \d+ s"),
    "05-take": (
        vary("return {'orders': [3, 4, -1]}"),
        r"judge.py: vary\(\) gives \[3, 4, -1\] for orders; expected num",
    ),
    "06-release": (vary("raise ValueError('no order')"), r"judge.py:\d+: ValueError: no order"),
    "07-join": (vary("return [1]"), r"judge.py: vary\(\) gives \[1\]; expected a dict"),
    "08-shrink": (first("exit()"), r"judge.py:\d+: SystemExit"),
    "09-mail": (
        lambda text: text.replace("Test(2, ", "Test('2', "),
        r"judge.py: Test\('2', 'three letters .*expected a",
    ),
}


@pytest.mark.parametrize("changes", [JUDGES, WORSE], ids=["judges", "worse"])
def test_a_judge_s_fault_costs_nobody_a_point(copy, tmp_path, changes):
    for exercise, (change, _) in changes.items():
        original = ROOT / "lab" / "exercises" / exercise / "judge.py"
        changed = change(original.read_text())
        assert changed != original.read_text()
        (copy / "lab" / "exercises" / exercise / "judge.py").write_text(changed)
    solved = {exercise[3:]: solution(exercise, tmp_path / "solved") for exercise in changes}
    graded = grade(student(tmp_path, "ann", **solved), root=copy)
    for exercise, (_, expected) in changes.items():
        for why in graded.why(exercise):
            assert re.search(f"^the judge is at fault, {expected}", why), why
    assert graded.error == 3 and graded.report["extra_data"]["status"] == "not graded"
    assert "score" not in str(graded.report).lower() and "Score" not in graded.output
    assert "FAIL" not in graded.output and "Traceback" not in graded.output
    assert graded.report["output"].startswith("not graded: the judge is at fault, judge.py")
    assert "Traceback" in graded.log
    for exercise in changes:
        shutil.copy(ROOT / "lab" / "exercises" / exercise / "judge.py", copy / "lab" / "exercises" / exercise)


def test_steps_that_are_not_numbered_one_by_one_are_no_student_s_fault(copy, tmp_path):
    program = copy / "lab" / "exercises" / "01-stack" / "exercise.c"
    text = program.read_text()
    program.write_text(text.replace("STEP(3, ", "STEP(9, "))
    try:
        graded = grade(student(tmp_path, "ann", stack=solution("01-stack", tmp_path / "s")), "EXERCISE=1", root=copy)
    finally:
        program.write_text(text)
    assert graded.error == 3
    assert "the judge is at fault, exercise.c: its steps are [1, 2, 4, 5, 9]; expected them to be" in graded.output


def test_a_constant_that_the_judge_varies_is_no_student_s_fault(copy, tmp_path):
    program = copy / "lab" / "exercises" / "06-release" / "exercise.c"
    text = program.read_text()
    before, _, after = text.partition("static usize order[")
    assert after
    program.write_text(f"{before}static const usize order[{after}")
    ann = student(tmp_path, "ann", release=solution("06-release", tmp_path / "solved"))
    try:
        graded = grade(ann, "EXERCISE=6", root=copy)
    finally:
        program.write_text(text)
    assert graded.error == 3
    place = f"exercise.c:{before.count(chr(10)) + 1}"
    assert f"the judge is at fault, {place}: order is const, and vary() gives it other values" in graded.output


CRASHES = {  # one of ours here, one in GDB
    "objects": ("grading/objects.py", "def read(data: bytes) -> Object:\n", 'def read(data):\n    {}["kind"]\n'),
    "trial": ("target/runs/trial.py", "        self._judge = judges.load(Path(self.judge))\n", '        {}["kind"]\n'),
}


@pytest.mark.parametrize("name", CRASHES)
def test_a_crash_behind_a_good_student_is_told_as_ours(copy, tmp_path, name):
    good = student(tmp_path, "good", stack=solution("01-stack", tmp_path / "solved"))
    ann = student(tmp_path, "ann", stack=source("01-stack"))
    assert "Score: 5/5" in make(copy, "EXERCISE=1", f"SUBMISSION={good}")
    assert json.loads((copy / "build" / "grade.json").read_text())["score"] == 5
    file, line, crash = CRASHES[name]
    broken = copy / "gdb" / "buddylab" / file
    text = broken.read_text()
    assert line in text
    broken.write_text(text.replace(line, crash))
    try:
        said = make(copy, "EXERCISE=1", f"SUBMISSION={ann}")
    finally:
        broken.write_text(text)
    for path in (copy / "build" / "grade.json", copy / "build" / "grades" / f"{outcome.slug(str(ann))}.json"):
        report = json.loads(path.read_text())
        assert report["output"] == "not graded: the grader failed (KeyError: 'kind'); please report it"
        assert "score" not in report and "tests" not in report
        assert report["extra_data"]["submission"] == str(ann)
    assert "Not graded: the grader failed (KeyError: 'kind'); please report it." in said and "Error 3" in said
    assert "Traceback" not in said and "Test" not in said
    logs = [path.read_text() for path in (copy / "build" / "grades").glob("ann-*.log")]
    assert any(f"buddylab/{file}" in log for log in logs), logs


@pytest.mark.parametrize(
    "mistyped, status",
    [("SUBMISSION=/nowhere", "not graded"), ("GDB=nosuch", "not graded"), ("SUBMISION=x", None), ("EXERCISE=77", None)],
)
def test_a_grading_that_does_not_begin_leaves_no_earlier_result(copy, tmp_path, mistyped, status):
    result = copy / "build" / "grade.json"
    result.parent.mkdir(exist_ok=True)
    result.write_text('{"score": 5}')
    assert ": *** " in make(copy, mistyped)
    if status is None:
        assert not result.exists()
    else:
        report = json.loads(result.read_text())
        assert report["extra_data"]["status"] == status and "score" not in report


def test_a_result_that_cannot_be_written_is_mistyped(copy, tmp_path):
    (tmp_path / "result.json").mkdir()
    said = make(copy, "EXERCISE=1", f"RESULT={tmp_path}/result.json")
    assert f"{tmp_path}/result.json cannot be written (Is a directory); expected a file for the result.\n" in said
    assert "Error 2" in said and "Test" not in said


def test_a_grading_that_is_ended_leaves_no_grade(copy, tmp_path):
    """The result says so from the start on: here, when the parts are built."""
    (copy / "spy").write_text(f"#!/bin/sh\ncp {copy}/build/grade.json {copy}/build/seen.json\nexit 1\n")
    (copy / "spy").chmod(0o755)
    (copy / "build").mkdir(exist_ok=True)
    (copy / "build" / "grade.json").write_text('{"score": 5}')
    said = make(copy, "EXERCISE=1", f"MAKE={copy}/spy")
    seen = json.loads((copy / "build" / "seen.json").read_text())
    assert seen["output"] == "not graded: the grading has not come to its end" and "score" not in seen
    assert "The exercises' own parts cannot be built (status 1)." in said and "Error 3" in said


def test_two_gradings_at_once_have_a_result_each(copy, tmp_path):
    """From a tree in which nothing is built yet."""
    shutil.rmtree(copy / "build", ignore_errors=True)
    solved = solution("01-stack", tmp_path / "solved")
    texts = {"ann": solved, "ben": source("01-stack"), "cleo": solved}
    folders = {name: student(tmp_path, name, stack=text) for name, text in texts.items()}
    with ThreadPoolExecutor(3) as pool:
        said = dict(
            zip(folders, pool.map(lambda each: make(copy, "EXERCISE=1", f"SUBMISSION={each}"), folders.values()))
        )
    for name, score in (("ann", 5), ("ben", 0), ("cleo", 5)):
        (path,) = re.findall(rf"Wrote (build/grades/{name}-\w+\.json)", said[name])
        report = json.loads((copy / path).read_text())
        assert (report["score"], report["extra_data"]["submission"]) == (score, str(folders[name])), said[name]


def test_submissions_have_names_of_their_own():
    names = [outcome.slug(path) for path in ("/a/ann", "/b/ann", "/a/Ann B.", "/a/$(x)", "/", "/a/é")]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[\w.-]+-[0-9a-f]{8}", name, re.ASCII) for name in names), names


@pytest.mark.parametrize("name", ["a$b", "$(shell touch owned)", "it's", 'a "b" `c`', "$$"])
def test_a_folder_is_called_as_its_student_likes(copy, tmp_path, name):
    ann = student(tmp_path, name, stack=solution("01-stack", tmp_path / "solved"))
    graded = grade(ann, "EXERCISE=1", root=copy)
    assert scores(graded.output) == [5, 5], graded.output
    assert graded.report["extra_data"]["submission"] == str(ann)
    assert not (copy / "owned").exists()


def packed(path, **members):
    """A zip with these members; a name has - for / and ends in .c."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(f"{name.replace('__', '/')}.c", text)
    return path


def test_odd_but_honest_files_are_graded(copy, tmp_path):
    solved = {name: solution(name, tmp_path / "solved") for name in ("01-stack", "02-undo", "03-tasks", "04-sweep")}
    ann = student(tmp_path, "ann", Stack=solved["01-stack"], undo="\ufeff" + solved["02-undo"])
    packed(ann / "Ann.ZIP", mine__tasks=solved["03-tasks"], mine__sweep=solved["04-sweep"])
    graded = grade(ann, root=copy)
    for exercise in solved:
        assert not any(graded.why(exercise)), graded.why(exercise)
    assert "there is no take.c in Ann.ZIP; expected it there" in graded.why("05-take")[0]
    alone = packed(tmp_path / "all.zip", stack=solved["01-stack"])
    assert scores(grade(alone, "EXERCISE=1", root=copy).output) == [5, 5]


def link(path):
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("stack.c")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")


ZIPS = {
    "outside": (
        lambda path: packed(path, **{"..__stack": "int x;"}),
        "bad.zip holds ../stack.c, a path that leads out",
    ),
    "absolute": (lambda path: packed(path, __tmp__stack="int x;"), "bad.zip holds /tmp/stack.c, a path that leads out"),
    "a bomb": (lambda path: packed(path, stack=" " * 200_000_000), "stack.c is too large; expected at most 100000"),
    "no zip": (
        lambda path: path.write_text("PK\3\4 no"),
        "bad.zip is not a zip that can be read (File is not a zip file)",
    ),
    "a link": (link, "stack.c is a symbolic link"),
    "two": (lambda path: packed(path, a__stack="int x;", b__stack="int x;"), "there are several stack.c"),
}


@pytest.mark.parametrize("name", ZIPS)
def test_a_zip_that_means_harm(copy, tmp_path, name):
    pack, expected = ZIPS[name]
    pack(tmp_path / "bad.zip")
    graded = grade(tmp_path / "bad.zip", "EXERCISE=1", root=copy)
    assert graded.error == 1 and all(expected in why for why in graded.why("01-stack")), graded.output
