"""lab/README.md, followed literally in a copy of the project: its files are made, its commands are typed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from buddylab.course import book, gallery
from buddylab.course.player import surroundings
from exercises.submissions import LIMIT, ROOT

PAGE = (ROOT / "lab" / "README.md").read_text()
NAMES = [f"GIT_{who}_{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")]
OWNER = {**surroundings(), **dict.fromkeys(NAMES, "somebody")}  # who commits
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
    shutil.rmtree(folder / "diagrams")
    page = folder / "walkthrough.md"
    page.write_text(re.sub(r"(?ms)^## (?!Your own kernel).*?(?=^## Your own kernel)", "", page.read_text()))
    page.write_text(page.read_text().split("## Your own kernel\n")[0] + "## Your own kernel\n")
    begin = "git init -q && git add -A && git commit -qm 'what there was'"
    subprocess.run(begin, shell=True, cwd=folder, env=OWNER, check=True)


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
            line, shell=True, cwd=folder, env=OWNER, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=LIMIT, encoding="utf-8",
        )  # fmt: skip
        shown = [each for each in done.stdout.splitlines() if each in expected]
        assert shown == expected, f"{line}: {done.stdout}"
        fails = any("FAIL" in each or re.fullmatch(r"Score: 1/3", each) for each in expected)
        assert (done.returncode != 0) == fails, f"{line}: {done.stdout}"


def whole(folder):
    """Puts the other lessons back into the walkthrough of a copy."""
    page = folder / "walkthrough.md"
    row, chapter = re.search(
        r"(?ms)^(\| \[9: .*?\n).*?(^## Lesson 9: .*?)^## Your own kernel", page.read_text()
    ).groups()
    text = (ROOT / "walkthrough.md").read_text().replace("\n## Your own kernel\n", f"\n{chapter}## Your own kernel\n")
    page.write_text(text.replace("\n| [Your own kernel]", f"\n{row}| [Your own kernel]"))
    shutil.copytree(ROOT / "diagrams", folder / "diagrams", dirs_exist_ok=True)
    figures = {str(path.relative_to(folder / "diagrams")): path for path in (folder / "diagrams").rglob("*.svg")}
    drawn = {name: path.read_text() for name, path in figures.items()}
    (folder / "diagrams" / "README.md").write_text(gallery.page(drawn, book.read(str(folder), "walkthrough.md")))


def make(folder, *arguments):
    return subprocess.run(
        ["make", *arguments], cwd=folder, env=surroundings(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, timeout=LIMIT, encoding="utf-8",
    )  # fmt: skip


def follow(folder: Path) -> Path:
    """Makes the copy, and does in it what the page says."""
    copy(folder)
    for block in BLOCK.finditer(PAGE):
        if block["mark"] == "console":
            type_in(folder, block["text"])
        else:
            write(folder, block)
    return folder
