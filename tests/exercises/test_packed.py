"""What is packed: a student's tree, what GitHub and Gradescope make of it, and what a student hands in."""

import json
import os
import re
import subprocess
import tarfile
import zipfile

import pytest
import yaml

from buddylab.course import book, way
from buddylab.course.player import surroundings
from exercises import schemas
from exercises.submissions import EXERCISES, HERE, LIMIT, ROOT, solution, source

HIDDEN = '"""Hidden."""\n\nfrom judge import TESTS\n'


def make(folder, *arguments):
    """Types make …; git is told that the folders above lie in no repository."""
    return subprocess.run(
        ["make", *arguments], cwd=folder, env={**surroundings(), "GIT_CEILING_DIRECTORIES": str(folder.parent)},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT, encoding="utf-8",
    )  # fmt: skip


def git(folder, *arguments):
    names = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run(["git", *names, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """An instructor's clone, as the tree is now; exercise 2 has hidden tests there."""
    folder = tmp_path_factory.mktemp("instructor") / "clone"
    folder.mkdir()
    packed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
    for name in filter(None, packed.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
            (folder / name).chmod((ROOT / name).stat().st_mode)
    (folder / "lab" / "exercises" / "02-undo" / "hidden.py").write_text(HIDDEN)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "all")
    return folder


@pytest.fixture(scope="module")
def handout(clone, tmp_path_factory):
    said = make(clone, "handout", "EXERCISE=2,9").stdout
    assert said == "Wrote build/buddylab-handout.tar.gz with exercises 02-undo and 09-mail.\n"
    folder = tmp_path_factory.mktemp("student")
    with tarfile.open(clone / "build" / "buddylab-handout.tar.gz") as archive:
        archive.extractall(folder)
    return folder / "buddylab"


def files(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_it_has_the_chosen_exercises_and_nothing_of_the_instructor_s(handout):
    found = files(handout)
    assert {path.split("/")[2] for path in found if path.startswith("lab/exercises/")} == {"02-undo", "09-mail"}
    ours = r"tests/|.*\.patch$|.*/hidden\.py$|CHANGELOG|lab/README|lab/class/|\.ci/|.*/test\.yml$|\.flake8|pyproject"
    assert not [path for path in found if re.match(ours, path)]
    assert {".github/workflows/classroom.yml", ".devcontainer/devcontainer.json", "LICENSE", "Makefile"} <= found


def test_its_page_is_a_student_s(handout):
    page = (handout / "README.md").read_text()
    row = (
        "| 9 | [Two clerks, one sheet of paper](lab/exercises/09-mail/README.md) | 7 | `lab/exercises/09-mail/mail.c` |"
    )
    assert row in page and "EXERCISES" not in page and "instructor" not in page
    for link in re.findall(r"\]\(([^)#]+)\)", page):
        assert (handout / link).is_file(), link
    tasks = re.findall(r"^make ([a-z-]+)", make(handout, "help").stdout, re.MULTILINE)
    assert set(re.findall(r"\bmake ([a-z]+)", page)) <= set(tasks)


def test_help_names_nothing_that_refuses_there(handout):
    tasks = re.findall(r"^make ([a-z-]+)", make(handout, "help").stdout, re.MULTILINE)
    assert {"debug", "grade", "submit", "deps"} <= set(tasks)
    refused = re.findall(r"^([a-z-]+): .*has-tests", (handout / "Makefile").read_text(), re.MULTILINE)
    assert len(refused) > 5 and not set(tasks) & {*refused, "handout", "autograder", "class", "walkthrough"}
    assert {*refused, "handout", "autograder", "class"} <= set(
        re.findall(r"^make (\S+)", make(ROOT, "help").stdout, re.M)
    )


def test_doctor_asks_for_what_is_needed_there(handout):
    said = make(handout, "doctor").stdout
    assert "GNU gdb" in said and not re.search("pytest|hypothesis|yaml|bwrap", said)
    assert "pytest" in make(ROOT, "doctor").stdout


def test_the_first_grading_shows_results_and_nothing_of_how_it_was_built(handout):
    assert not (handout / "build" / "kernel").exists()
    lines = [line for line in make(handout, "grade", "EXERCISE=2").stdout.splitlines() if not line.startswith("make")]
    assert lines and all(
        re.match("== Test 02-undo: |Score: 1/6$|The last line that it printed: ", line) for line in lines
    )


def test_what_is_handed_in_has_the_student_s_files_alone(handout, tmp_path):
    (handout / "lab" / "exercises" / "02-undo" / "undo.c").write_text(solution("02-undo", tmp_path))
    try:
        said = make(handout, "submit").stdout
    finally:
        (handout / "lab" / "exercises" / "02-undo" / "undo.c").write_text(source("02-undo"))
    assert said == "Wrote build/submission.zip with 02-undo/undo.c and 09-mail/mail.c. Hand in this file.\n"
    with zipfile.ZipFile(handout / "build" / "submission.zip") as archive:
        assert archive.namelist() == ["02-undo/undo.c", "09-mail/mail.c"]
    done = make(ROOT, "grade", "EXERCISE=2", f"SUBMISSION={handout}/build/submission.zip", f"RESULT={tmp_path}/r.json")
    assert done.returncode == 0 and "Score: 6/6" in done.stdout


def test_a_file_that_is_gone_cannot_be_handed_in(handout):
    place = handout / "lab" / "exercises" / "09-mail" / "mail.c"
    place.rename(place.with_suffix(".kept"))
    try:
        done = make(handout, "submit", "EXERCISE=9")
    finally:
        place.with_suffix(".kept").rename(place)
    expected = (
        "lab/exercises/09-mail/mail.c cannot be read (No such file or directory); expected the file that you edit.\n"
    )
    assert done.returncode != 0 and done.stdout.startswith(expected)


def test_the_walkthrough_leads_to_the_exercises_that_are_there(handout):
    read = book.read(str(handout), "walkthrough.md")
    assert [place for _, place in way.places(read) if place[0] == "EXERCISE"] == [("EXERCISE", 2), ("EXERCISE", 9)]
    assert not re.search(r"exercises/0[1345678]-", read.text)
    for link in re.findall(r"\]\((lab/[^)#]+)\)", read.text):
        assert (handout / link).is_file(), link


@pytest.mark.parametrize("chosen", [[], [1], [1, 3], [1, 2, 3], [6], [7, 8], [5, 6, 7, 9]])
def test_with_other_exercises_the_way_through_the_lessons_is_the_same(tmp_path, chosen):
    whole = book.read(str(ROOT), "walkthrough.md")
    names = {int(name[:2]): (name, "A title") for name in EXERCISES}
    (tmp_path / "walkthrough.md").write_text(way.only(whole.text, {number: names[number] for number in chosen}))
    cut = book.read(str(tmp_path), "walkthrough.md")
    expected = [each for each in way.places(whole) if each[1][0] == "LESSON" or each[1][1] in chosen]
    assert list(way.places(cut)) == expected
    assert cut.text.count("**Next:**") == whole.text.count("**Next:**")


def test_what_is_committed_is_packed_and_what_is_not_is_told(clone):
    page = clone / "lab" / "exercises" / "09-mail" / "README.md"
    text = page.read_text()
    page.write_text(f"{text}\nA word more.\n")
    try:
        said = make(clone, "handout", "EXERCISE=9").stdout
    finally:
        page.write_text(text)
    assert "It has what is committed in git; these changes are not: lab/exercises/09-mail/README.md.\n" in said


def test_an_exercise_that_is_not_committed_cannot_be_packed(clone):
    folder = clone / "lab" / "exercises"
    (folder / "09-mail").rename(folder / "10-mail")
    try:
        for task in ("handout", "autograder"):
            done = make(clone, task, "EXERCISE=10")
            told = "lab/exercises/10-mail/README.md is not committed in git; commit it, then pack."
            assert done.returncode != 0 and told in done.stdout, done.stdout
    finally:
        (folder / "10-mail").rename(folder / "09-mail")


# GitHub Classroom, and editors that open dev containers.


@pytest.fixture(scope="module")
def workflow(handout):
    return (handout / ".github" / "workflows" / "classroom.yml").read_text()


def test_the_workflow_is_one_by_its_schema_and_only_installs_and_grades(workflow):
    assert list(schemas.workflow(workflow)) == []
    (job,) = yaml.safe_load(workflow)["jobs"].values()
    commands = [step["run"] if "run" in step else step.get("with", {}).get("command") for step in job["steps"]]
    assert list(filter(None, commands)) == ["make deps", "make grade EXERCISE=02", "make grade EXERCISE=09"]
    assert [step["with"]["max-score"] for step in job["steps"] if "max-score" in step.get("with", {})] == [6, 5]
    assert job["steps"][-1]["with"]["runners"] == "exercise-02,exercise-09"
    assert set(job["steps"][-1]["env"]) == {"EXERCISE-02_RESULTS", "EXERCISE-09_RESULTS"}


def test_the_workflow_of_this_repository_is_one_too():
    for path in (ROOT / ".github" / "workflows").iterdir():
        assert list(schemas.workflow(path.read_text())) == []


BREAKS = {
    "no job": ("jobs:", "job:", "the workflow may not have job"),
    "no event": ("[push,", "[pushed,", "there is no event pushed"),
    "a right": ("checks: write", "checks: all", "there is no permission checks: all"),
    "no computer": ("runs-on:", "runs_on:", "the job run-autograding-tests has no runs-on"),
    "both": ("- run: make deps", "- run: make deps\n        uses: a/b@v1", "step 1 has neither run nor uses, or both"),
    "no version": ("checkout@v4", "checkout", "step 0 uses actions/checkout"),
    "an id twice": ("id: exercise-09", "id: exercise-02", "step 3 cannot have the id exercise-02"),
    "a later step": ("steps.exercise-09", "steps.exercise-10", "step 4: no step before it is called exercise-10"),
    "a key": ("- run: make deps", "- runs: make deps", "step 1 may not have runs"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_the_rules_of_the_workflow_can_fail(workflow, name):
    before, after, told = BREAKS[name]
    assert before in workflow
    assert told in list(schemas.workflow(workflow.replace(before, after)))


def test_the_dev_container_is_one_by_its_schema_and_only_installs(handout):
    said = json.loads((handout / ".devcontainer" / "devcontainer.json").read_text())
    assert list(schemas.container(said)) == []
    assert said["onCreateCommand"].endswith("&& make deps </dev/null")
    assert list(schemas.container({**said, "onCreate": ""})) == ["the container may not have onCreate"]
    assert list(schemas.container({**said, "onCreateCommand": 1})) == ["onCreateCommand is 1"]
    assert list(schemas.container({"name": "x"})) == ["the container has no image"]


# Gradescope.


@pytest.fixture(scope="module")
def gradescope(clone, tmp_path_factory):
    """Gradescope's folders, but not at the root of the file system."""
    assert "Wrote build/autograder.zip with exercise 02-undo.\n" == make(clone, "autograder", "EXERCISE=2").stdout
    folder = tmp_path_factory.mktemp("gradescope") / "autograder"
    for name in ("source", "submission", "results"):
        (folder / name).mkdir(parents=True)
    with zipfile.ZipFile(clone / "build" / "autograder.zip") as archive:
        archive.extractall(folder / "source")
        for info in archive.infolist():
            (folder / "source" / info.filename).chmod(info.external_attr >> 16)
    text = (folder / "source" / "run_autograder").read_text()
    (folder / "run_autograder").write_text(text.replace("/autograder", str(folder)))
    return folder


def run(gradescope, text):
    """What happens to a submission: the status of the autograder, and its result."""
    (gradescope / "submission" / "undo.c").write_text(text)
    (gradescope / "results" / "results.json").unlink(missing_ok=True)
    done = subprocess.run(
        ["bash", str(gradescope / "run_autograder")], cwd=gradescope, env=surroundings(), stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, timeout=LIMIT,
    )  # fmt: skip
    result = gradescope / "results" / "results.json"
    return done.returncode, json.loads(result.read_text()) if result.exists() else None


def test_the_zip_is_what_gradescope_takes(gradescope):
    found = files(gradescope / "source")
    assert {"setup.sh", "run_autograder", "Makefile", "lab/exercises/02-undo/hidden.py"} <= found
    for name in ("setup.sh", "run_autograder"):
        assert os.access(gradescope / "source" / name, os.X_OK)
        assert (gradescope / "source" / name).read_text().startswith("#!/usr/bin/env bash\n")
    assert not [path for path in found if path.startswith(("tests/", "lab/class/")) or path.endswith(".patch")]
    assert {path.split("/")[2] for path in found if path.startswith("lab/exercises/")} == {"02-undo"}
    texts = "\n".join((gradescope / "source" / path).read_text(errors="replace") for path in found)
    patch = (HERE / "solutions" / "02-undo.patch").read_text()
    assert "\n".join(line[1:] for line in patch.splitlines() if re.match(r"\+ ", line)) not in texts


def test_a_failed_test_is_no_failed_autograder(gradescope, tmp_path):
    status, report = run(gradescope, source("02-undo"))
    assert status == 0 and 0 < report["score"] < sum(test["max_score"] for test in report["tests"])
    assert report["output"] == "Score: 1/6, without hidden tests"
    assert [test["visibility"] for test in report["tests"]].count("hidden") == 5
    status, report = run(gradescope, solution("02-undo", tmp_path))
    assert status == 0 and report["score"] == sum(test["max_score"] for test in report["tests"]) == 11


def test_without_a_result_the_autograder_has_failed(gradescope):
    makefile = gradescope / "source" / "Makefile"
    text = makefile.read_text()
    makefile.write_text("$(error nothing works)\n")
    try:
        assert run(gradescope, source("02-undo")) == (1, None)
    finally:
        makefile.write_text(text)
