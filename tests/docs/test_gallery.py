"""The gallery of the figures, and make figures in other formats, colours and folders."""

import re
import subprocess
from html import unescape
from pathlib import Path

import pytest

from alone import alone
from buddylab.course import book, gallery
from buddylab.course.player import surroundings
from buddylab.draw.figure.palette import PRINT
from unit.drawing import read

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "diagrams"
FIGURES = {str(path.relative_to(FOLDER)): path for path in sorted(FOLDER.rglob("*.svg"))}
PLAYED = [name for name in FIGURES if not name.startswith("linux/")]  # those that need no Linux


def make(*words):
    """Runs make figures; the status and what it printed."""
    command = ["make", "--no-print-directory", "figures", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    return done.returncode, done.stdout


def test_the_gallery_is_current():
    drawn = {name: path.read_text() for name, path in FIGURES.items()}
    page = gallery.page(drawn, book.read(str(ROOT), "walkthrough.md"))
    assert (FOLDER / "README.md").read_text() == page, "diagrams/README.md is stale; make figures writes it anew"


def test_the_gallery_has_every_figure_with_lesson_stop_title_and_words():
    page = (FOLDER / "README.md").read_text()
    assert re.findall(r"^!\[.+\]\((.*?)\)$", page, re.MULTILINE) == list(FIGURES)
    assert len(re.findall("^## Lesson ", page, re.MULTILINE)) == len(list((ROOT / "lab").glob("[0-9][0-9]-*")))
    assert len(re.findall(r"^### Stop \d+: ", page, re.MULTILINE)) == len(FIGURES)
    assert page.count("<details><summary>In words</summary>") == len(FIGURES)


def test_a_title_says_what_one_sees():
    lessons = book.read(str(ROOT), "walkthrough.md").lessons
    titles = [re.search(r'<title id="figure-title">(.*)</title>', path.read_text())[1] for path in FIGURES.values()]
    stops = [re.fullmatch(r"Lesson (\d+): .* · stop (\d+): (.*)", unescape(title)) for title in titles]
    assert len([stop for stop in stops if stop]) > 60
    for stop in filter(None, stops):
        assert stop[3] == lessons[int(stop[1])].sections[int(stop[2])].title.replace("`", "")


# The heights that these had when each list of blocks was a frame of its own.
TALL = {
    "03-heap-add/stop-05.svg": 1059,
    "03-heap-add/stop-06.svg": 1004,
    "05-heap-dealloc/stop-06.svg": 1125,
    "06-out-of-memory/stop-02.svg": 1095,
    "06-out-of-memory/stop-03.svg": 1004,
    "07-kernel-heap/stop-02.svg": 1583,
    "07-kernel-heap/stop-09.svg": 2617,
}


@pytest.mark.parametrize("name", TALL)
def test_lists_of_blocks_take_a_third_of_the_height_that_they_took(name):
    assert read(FIGURES[name].read_text()).view.bottom <= TALL[name] / 3


def test_names_are_no_markup():
    drawn = '<svg xmlns="http://www.w3.org/2000/svg"><title>Lesson 9: a*b*_c_ · stop 1: x[0] &lt;i&gt;</title></svg>'
    page = gallery.page({"a.svg": drawn}, book.parse(""))
    assert "## Lesson 9: a\\*b\\*\\_c\\_\n" in page and "### Stop 1: x\\[0\\] \\<i>\n" in page


def test_a_figure_between_two_stops_belongs_to_the_first():
    drawn = '<svg xmlns="http://www.w3.org/2000/svg"><title>Lesson 9: Geese · push(), line 7</title></svg>'
    assert "### Stop 5: push(), line 7\n" in gallery.page({"09-geese/stop-05.svg": drawn}, book.parse(""))


@pytest.mark.parametrize(
    "wish, said",
    [
        ("FORMAT=gif", "FORMAT=gif is not known; expected one of these: svg, pdf, png, dot."),
        ("THEME=pink", "THEME=pink is not known; expected one of these: light, dark, print."),
        (
            "FIT=poster",
            "FIT=poster is not known; expected slide, page, phone, or WIDTHxHEIGHT in points, such as 640x360.",
        ),
        ("LESSON=77", "There is no lesson 77; expected one of these: 00, 01,"),
        ("OUT=/proc/figures", "/proc/figures/00-first-look/stop-01.svg was not written"),
    ],
)
def test_wrong_wishes_are_one_sentence(wish, said):
    status, shown = make(wish)
    assert status != 0 and said in shown and "Traceback" not in shown


def slides(folder):
    """The figures in a folder: by name, how large each is in points, and the size of its smallest letters."""
    found = {}
    for path in sorted(folder.rglob("*.svg")):
        text = path.read_text()
        width, height = (float(re.search(rf'<svg[^>]* {side}="([\d.]+)pt"', text)[1]) for side in ("width", "height"))
        scale = width / float(re.search(r'viewBox="\S+ \S+ (\S+) ', text)[1])
        letters = [scale * float(size) for size in re.findall(r'font-size="([\d.]+)"', text)]
        found[str(path.relative_to(folder))] = width, height, min(letters)
    return found


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """All figures in grey on slides: their folder, and what was said."""
    before = {name: path.stat().st_mtime_ns for name, path in FIGURES.items()}
    folder = tmp_path_factory.mktemp("printed")
    with alone(ROOT / "build" / "lists"):  # which the last chapter compiles
        status, shown = make("FIT=slide", "THEME=print", f"OUT={folder}")
    assert status == 0, shown
    assert {name: path.stat().st_mtime_ns for name, path in FIGURES.items()} == before
    return folder, shown


def test_on_a_slide_every_figure_can_be_read(printed):
    folder, shown = printed
    found = slides(folder)
    assert sorted(found) == PLAYED
    for name, (width, height, letters) in found.items():
        assert width <= 453.6 and height <= 255.2, name  # of beamer's 16 by 9 cm
        assert letters >= 7.99, name
    for line in re.findall(r"^(\S+\.svg): not shown: (.*)\.$", shown, re.MULTILINE):
        assert line[0] in found and re.search(r"\d|the map|the tree", line[1])
    assert "01-intrusive-list/stop-06.svg: not shown: what 16 words were.\n" in shown
    assert f"Drew {len(PLAYED)} figures into" in shown


def test_on_paper_every_figure_is_grey(printed):
    for path in printed[0].rglob("*.svg"):
        colours = set(re.findall("#[0-9a-f]{6}", path.read_text()))
        assert colours and colours <= set(PRINT.values()), path.name


def test_figures_in_another_format(tmp_path):
    status, shown = make("FORMAT=dot", "THEME=print", "LESSON=03", f"OUT={tmp_path}")
    assert status == 0, shown
    found = {str(path.relative_to(tmp_path)): path for path in tmp_path.rglob("*.*")}
    assert sorted(found) == [name.replace(".svg", ".dot") for name in FIGURES if name.startswith("03-")]
    for name, path in found.items():
        source = path.read_text()
        assert f'"{PRINT["canvas"]}"' in source and set(re.findall("#[0-9a-f]{6}", source)) <= set(PRINT.values()), name


def test_the_figures_of_one_lesson(tmp_path):
    status, shown = make("LESSON=01", f"OUT={tmp_path}")
    names = [name for name in FIGURES if name.startswith("01-")]
    assert (status, shown) == (0, f"Drew {len(names)} figures into {tmp_path}/.\n")
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.svg")) == names
    assert re.findall(r"^## (Lesson \d+)", (tmp_path / "README.md").read_text(), re.MULTILINE) == ["Lesson 1"]


def test_stops_3_to_5_of_lesson_1_tell_three_things():
    figures = [read(path.read_text()) for name, path in FIGURES.items() if re.match(r"01-.*/stop-0[345]\.svg", name)]
    names = [{box.texts[1].content.partition("[")[0] for box in figure.of("word")} for figure in figures]
    assert names == [{"list.head", "list_at"}, {"list.head", "ptrs", "values"}, {"list.head", "values"}]
    strays = [len([line for line in figure.arrows if "stray" in line.kinds]) for figure in figures]
    links = [len([line for line in figure.arrows if {"head", "link"} & set(line.kinds)]) for figure in figures]
    assert strays == [1, 4, 0] and links == [0, 0, 1]  # where the list is, what the pointers point at, the first push
