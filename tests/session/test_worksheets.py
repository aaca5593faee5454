"""make worksheet and make worksheets: questions on paper, and the keys, made by the machine."""

import csv
import json
import re
import subprocess
import zlib

import pytest

from buddylab.course.player import surroundings
from session.conftest import ROOT, Debugger
from session.stranger import words

FILES = ("{}.pdf", "{}-key.pdf", "{}-key.json")
TEXT = re.compile(rb"BT\n(.*?)ET", re.DOTALL)
LETTERS = re.compile(rb"\(((?:[^\\()]|\\.)*)\)")
ROSTER = 'Name;Gruppe\n"Lee; Ann";1\nO\'Neil "Bob" $HOME;2\n\n  Änne   Müller ;3\n=ann-lee;4\n../keys;5\n李 小龙;6\n'
CLASS = ["Lee; Ann", 'O\'Neil "Bob" $HOME', "Änne Müller", "=ann-lee", "../keys", "李 小龙"]


def make(*line):
    return subprocess.run(
        ["make", *line], cwd=ROOT, env=surroundings(), stdin=subprocess.DEVNULL, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def pages(pdf):
    """How many there are, all of them A4."""
    assert set(re.findall(rb"/MediaBox \[ (.*?) \]", pdf)) == {b"0 0 595 842"}
    return len(re.findall(rb"/Type /Page\b", pdf))


def contents(pdf):
    """What is drawn on its pages."""
    streams = re.findall(rb"/FlateDecode[^\n]*\n.*?stream\n(.*?)\nendstream", pdf, re.DOTALL)
    return b"".join(each for each in map(zlib.decompress, streams) if b"BT\n" in each)


def texts(pdf):
    """All that is written, with its lines joined; without letters that the usual fonts lack."""
    lines = (b"".join(LETTERS.findall(text)) for text in TEXT.findall(contents(pdf)))
    return re.sub(r"\\(.)", r"\1", " ".join(line.decode("latin-1") for line in lines))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The files of one worksheet, made twice."""
    found = []
    for name in ("one", "an other $one"):
        folder = tmp_path_factory.mktemp("sheets") / name
        done = make("worksheet", "SEED=4711", f"OUT={folder}")
        assert done.returncode == 0 and "4711-key.json are the key." in words(done.stdout), done.stdout
        assert "make debug SHEET=4711 opens the same exercises in the debugger." in words(done.stdout)
        assert sorted(path.name for path in folder.iterdir()) == sorted(each.format(4711) for each in FILES)
        found.append([(folder / each.format(4711)).read_bytes() for each in FILES])
    return found


def test_a_worksheet_is_the_same_everywhere(made):
    assert made[0] == made[1]


def test_it_has_two_pages_with_the_questions_and_without_the_answers(made):
    paper, solved, key = made[0]
    assert pages(paper) == 2 and pages(solved) >= 2
    asked, told, exercises = texts(paper), texts(solved), json.loads(key)["exercises"]
    assert "Worksheet 4711" in asked and "Page 2 of 2" in asked and "Name:" in asked and len(exercises) == 6
    for each in exercises:
        assert each["question"] in asked and each["question"] in told
        assert (each["request"] or each["title"]) in asked
        assert each["why"] not in asked and each["why"] in told and each["answer"] in told
    assert asked.count("Answer:") == 6


def test_all_of_it_can_be_read_in_grey(made):
    for paper in made[0][:2]:
        drawn = contents(paper)
        sizes = [float(size) for size in re.findall(rb"\bBT\n([\d.]+) 0 0 -[\d.]+ ", drawn)]
        assert len(sizes) > 100 and min(sizes) >= 8
        colours = {tuple(each.split()) for each in re.findall(rb"([\d.]+ [\d.]+ [\d.]+) (?:rg|RG)\b", drawn)}
        assert len(colours) > 5 and all(len(set(colour)) == 1 for colour in colours)


@pytest.fixture(scope="module")
def session():
    opened = Debugger(ROOT, "make debug SHEET=4711")
    yield opened
    opened.close()


def test_the_debugger_asks_the_same_and_tells_only_after_an_answer(made, session):
    shown = "\n".join(session.greeting)
    assert "Worksheet 4711: 6 questions. make debug SHEET=4711 starts it again." in words(shown)
    for each in json.loads(made[0][2])["exercises"]:
        assert f"Question {each['number']} of 6." in shown and each["question"] in words(shown)
        asked = shown[shown.rindex("✓ Right") if "✓ Right" in shown else 0 :]
        assert each["request"] is not None or "→" not in asked  # the answer
        answer = each["answer"].replace(" and ", ", ").partition(" (0x")[0]
        shown = session.text(f"lab answer {answer}")
        assert f"✓ Right. {each['why']}" in words(shown), shown
    assert "That was worksheet 4711: 6 of 6 right." in words(shown)


def test_memory_then_is_as_the_key_says(made, session):
    for each in json.loads(made[0][2])["exercises"]:
        assert f"Question {each['number']} of 6." in session.text("run")
        assert "Breakpoint 2" in session.text("continue") and holds(session, each)
        assert "This question is over" in session.text("lab answer 0") or each["number"] == 6


def holds(session, exercise):
    """Whether memory is as the key says, by plain expressions."""
    for place, held in exercise["filled_in"].items():
        chain = [held] if isinstance(held, str) else [*held, "0x0"]
        at = place if isinstance(held, str) and not place.endswith(".head") else f"*(unsigned long *) &{place}"
        for word in chain:
            assert session.text(f"p/x {at}").endswith(f" = {word}"), (place, held)
            at = f"*(unsigned long *) {word}"
    return True


def test_every_answer_in_keys_is_true_and_paper_tells_none(session):
    session.type(f"python import sys; sys.path.append('{ROOT}/tests/session'); import quiz")
    topics = "['', 'chain', 'list', 'split', 'merge', 'damage']"
    assert session.type(f"python quiz.on_paper([1, 9223372036854775807], {topics})")[-1] == "right: 60"


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """The files of a class."""
    folder = tmp_path_factory.mktemp("school")
    (folder / "my class.csv").write_text(ROSTER, encoding="utf-8-sig")
    done = make("worksheets", f"CLASS={folder}/my class.csv", "TOPIC=damage", "COUNT=2", f"OUT={folder}/first")
    assert done.returncode == 0 and "Wrote 6 worksheets into " in words(done.stdout), done.stdout
    assert f"Made {folder}/my class.secret, the secret of this course" in words(done.stdout)
    return folder


def test_each_of_a_class_has_a_worksheet_of_their_own(school):
    keys = json.loads((school / "first" / "keys.json").read_text())["worksheets"]
    assert [key["name"] for key in keys] == CLASS and len({key["seed"] for key in keys}) == 6
    with open(school / "first" / "keys.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"].lstrip("'") for row in rows] == CLASS and rows[3]["name"] == "'=ann-lee"
    assert [row["2"] for row in rows] == [key["exercises"][1]["answer"] for key in keys]
    papers = [(school / "first" / row["worksheet"]).read_bytes() for row in rows]
    assert {pages(paper) for paper in papers} == {2} and len(set(papers)) == 6
    assert len(list((school / "first").iterdir())) == 6 + 3
    for key, paper in zip(keys[:2], papers):
        said = texts(paper)
        assert f"Name: {key['name']}" in said and str(key["seed"]) not in said
    assert pages((school / "first" / "keys.pdf").read_bytes()) >= 6
    assert (school / "my class.secret").stat().st_mode & 0o077 == 0


def test_the_same_secret_makes_the_same_again_and_another_one_makes_others(school):
    (school / "some.csv").write_text("vorname,nachname\nÄnne,Müller\n")
    secret = (school / "my class.secret").read_text().strip()
    found = []
    for number, line in enumerate((f"SECRET={secret}", "SECRET=it's $1")):
        into = school / str(number)
        done = make("worksheets", f"CLASS={school}/some.csv", "TOPIC=damage", "COUNT=2", line, f"OUT={into}")
        assert done.returncode == 0 and "Made" not in done.stdout, done.stdout
        found.append(json.loads((into / "keys.json").read_text())["worksheets"][0])
    assert not (school / "some.secret").exists()
    known = json.loads((school / "first" / "keys.json").read_text())["worksheets"][2]
    assert found[0] == known and found[1]["seed"] != known["seed"]


@pytest.mark.parametrize(
    "line, sentence",
    [
        ("worksheet SEED=x", "SEED=x is no number from 0 to 9223372036854775807; expected one, such as SEED=4711."),
        ("worksheet SEED=1 TOPIC=heap", "TOPIC=heap is not known; expected one of these: chain, list, split, merge,"),
        ("worksheet SEED=1 COUNT=1", "COUNT=1 is no number from 2 to 12; expected one, such as COUNT=6."),
        ("worksheet SEED=1 COUNT=12", "COUNT=12 exercises do not fit on the two pages of Worksheet 1; expected 6 "),
        ("worksheet SEED=1 COUNTS=3", "There is no COUNTS; expected COUNT=3"),
        (
            "worksheets",
            "make worksheets needs CLASS=FILE; expected a table such as roster.csv, with a column called name.",
        ),
        ("worksheets CLASS=/no/roster.csv", "CLASS=/no/roster.csv cannot be read (No such file or directory);"),
        (
            "debug SHEET=four",
            "SHEET=four is no number from 0 to 9223372036854775807; expected one, such as SHEET=4711.",
        ),
        ("debug SHEET=1 TOPIC=heap", "TOPIC=heap is not known; expected one of these: chain, list, split, merge,"),
    ],
)
def test_what_is_mistyped_is_told_in_a_sentence(tmp_path, line, sentence):
    done = make(*line.split(), *([f"OUT={tmp_path}"] if line.startswith("worksheet ") else []))
    assert done.returncode != 0 and sentence in words(done.stdout) and "Traceback" not in done.stdout
    assert list(tmp_path.iterdir()) == []
