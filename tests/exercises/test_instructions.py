"""lab/README.md, followed literally in a copy of the project: its files are made, its commands are typed."""

import re
import shutil
import subprocess
import sys

import pytest

from docs.agreement import disagreements
from buddylab.course.player import surroundings
from exercises.submissions import LIMIT, ROOT

PAGE = (ROOT / "lab" / "README.md").read_text()
BLOCK = re.compile(
    r"^(?P<fence>```+)(?P<mark>\w+)(?: (?P<path>\S+)(?: before (?P<before>[^\n]*))?)?\n(?P<text>.*?)^(?P=fence)\n",
    re.MULTILINE | re.DOTALL,
)


def copy(folder):
    """The project as git knows it. Of the walkthrough's lessons, which take long to play, only the frame is left."""
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    for name in filter(None, files.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    page = folder / "walkthrough.md"
    page.write_text(re.sub(r"(?ms)^## (?!Your own kernel).*?(?=^## Your own kernel)", "", page.read_text()))
    page.write_text(page.read_text().split("## Your own kernel\n")[0] + "## Your own kernel\n")


def write(folder, block):
    path = folder / block["path"]
    path.parent.mkdir(parents=True, exist_ok=True)
    text = block["text"]
    if block["before"]:
        lines = path.read_text().splitlines(True)
        (at,) = [at for at, line in enumerate(lines) if line.startswith(block["before"])]
        text = "".join([*lines[:at], text, *lines[at:]])
    path.write_text(text)


def type_in(folder, text):
    """Types each command of a transcript; every line that stands below one must appear, in this order."""
    for command in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        line, *expected = command.splitlines()
        done = subprocess.run(
            line, shell=True, cwd=folder, env=surroundings(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=LIMIT, encoding="utf-8",
        )  # fmt: skip
        shown = [each for each in done.stdout.splitlines() if each in expected]
        assert shown == expected, f"{line}: {done.stdout}"
        fails = any("FAIL" in each or re.fullmatch(r"Score: 1/3", each) for each in expected)
        assert (done.returncode != 0) == fails, f"{line}: {done.stdout}"


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    copy(folder)
    for block in BLOCK.finditer(PAGE):
        if block["mark"] == "console":
            type_in(folder, block["text"])
        else:
            write(folder, block)
    return folder


def test_the_lesson_has_its_output_and_its_figures(followed):
    chapter = (followed / "walkthrough.md").read_text()
    assert "Stop 1 of 2: push both words" in chapter and "\n$1 = {1, 2}\n" in chapter
    assert "2 nodes, ends in null." in chapter
    assert (followed / "diagrams" / "09-two-words" / "stop-02.svg").read_text().startswith("<?xml")


def test_the_lesson_agrees_with_its_chapter(followed):
    """Judged with all the other lessons in their places."""
    page = followed / "walkthrough.md"
    row, chapter = re.search(
        r"(?ms)^(\| \[9: .*?\n).*?(^## Lesson 9: .*?)^## Your own kernel", page.read_text()
    ).groups()
    text = (ROOT / "walkthrough.md").read_text().replace("\n## Your own kernel\n", f"\n{chapter}## Your own kernel\n")
    page.write_text(text.replace("\n| [Your own kernel]", f"\n{row}| [Your own kernel]"))
    assert disagreements(followed) == []


def test_every_block_was_a_file_or_a_transcript(followed):
    marks = [(block["mark"], block["path"]) for block in BLOCK.finditer(PAGE)]
    assert len(marks) > 12 and all((mark == "console") == (path is None) for mark, path in marks)


def test_the_exercise_passes_the_tests_of_all_exercises(followed):
    """Those that are quick: of its page, of its session, and whether it has a solution and a shortcut."""
    command = "import sys; sys.path.remove(''); import pytest; sys.exit(pytest.main())"  # the root must not be there
    some = "test_pages and 10-count or test_every_exercise"
    done = subprocess.run(
        [sys.executable, "-c", command, "-q", "tests/exercises", "-k", some],
        cwd=followed, env=surroundings(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        timeout=LIMIT, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0 and "5 passed" in done.stdout, done.stdout


def test_the_shortcut_fails(followed):
    patch = followed / "tests" / "exercises" / "shortcuts" / "10-count" / "constant.patch"
    subprocess.run(["git", "apply", str(patch)], cwd=followed, check=True)
    done = subprocess.run(
        ["make", "grade", "EXERCISE=10"], cwd=followed, env=surroundings(), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode != 0 and "with many = {" in done.stdout, done.stdout
