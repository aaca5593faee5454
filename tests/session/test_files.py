"""The files that the commands write: whole or not at all, under any name, and never at the text's cost."""

import json
import os
import re
import stat
import subprocess
import tempfile
import xml.etree.ElementTree as xml

import pytest

from buddylab.draw.figure.palette import THEMES, colours
from session.conftest import ROOT, piped
from session.stranger import LOAD, typed


def test_files_are_written_whole_or_not_at_all(at, tmp_path):
    session = at("01", 6)
    for ending in ("svg", "pdf", "png", "dot", "json", "txt"):
        assert session.said(f"show-list list --out {tmp_path}/a.{ending}").endswith(f"Wrote {tmp_path}/a.{ending}")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.dot", "a.json", "a.pdf", "a.png", "a.svg", "a.txt"]
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert json.loads((tmp_path / "a.json").read_text())["length"] == 16
    assert (tmp_path / "a.txt").read_text().startswith("0x80218d")
    xml.parse(tmp_path / "a.svg")
    (tmp_path / "folder.svg").mkdir()
    assert "was not written" in session.said(f"show-list list --out {tmp_path}/folder.svg")
    session.type(f"show-list list --out {tmp_path}/b.svg --out {tmp_path}/b.json")
    assert (tmp_path / "b.svg").exists() and (tmp_path / "b.json").exists()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("lesson, stop, command", [("01", 6, "show-list list"), ("04", 3, "show-freelists heap")])
def test_a_theme_of_one_s_choice(at, tmp_path, lesson, stop, command):
    session = at(lesson, stop)
    for theme in THEMES:
        assert "Wrote" in session.text(f"{command} --theme {theme} --out {tmp_path}/{theme}.dot")
        assert colours(theme)["canvas"] in (tmp_path / f"{theme}.dot").read_text()
        assert "Wrote" in session.text(f"{command} --out {tmp_path}/{theme}.svg --theme {theme}")
        assert "prefers-color-scheme" not in (tmp_path / f"{theme}.svg").read_text()
    assert "--theme pink is not known" in session.text(f"{command} --theme pink")


def test_a_figure_for_a_place(at, tmp_path):
    session = at("01", 6)
    said = session.text(f"show-list list --memory values --fit slide --out {tmp_path}/a.svg")
    assert " ".join(said.split()).endswith("For slide there is too little room; not shown: what 16 words were.")
    assert 'width="45' in (tmp_path / "a.svg").read_text()
    assert "too little room" not in session.text(f"show-list list --memory values --fit page --out {tmp_path}/a.svg")
    assert "too little room" not in session.text(f"show-list list --memory values --fit slide --out {tmp_path}/a.json")
    assert "--fit wall is not known; expected slide, page, phone, or" in session.text("show-list list --fit wall")
    at("07", 2).text(f"show-freelists kernel_heap --fit phone --out {tmp_path}/b.pdf")
    assert (tmp_path / "b.pdf").exists()


def test_a_full_disk_costs_only_the_file(debug, tmp_path):
    session = debug()
    session.to(6)
    session.type(f"show-list list --out {tmp_path}/a.svg")
    before = (tmp_path / "a.svg").read_bytes()
    # No more than 100 bytes fit into a file from here on, as if the disk were full.
    session.type("python import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)")
    session.type("python resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))")
    shown = session.said(f"show-list list --out {tmp_path}/a.svg")
    assert "16 nodes, ends in null." in shown
    assert f"{tmp_path}/a.svg was not written (File too large); --out FILE names another file." in shown
    assert (tmp_path / "a.svg").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.svg"]


def test_the_name_that_was_told_can_be_typed():
    with tempfile.TemporaryDirectory(prefix="typed-", dir=ROOT / "build") as folder:
        name = os.path.relpath(folder, ROOT)
        lines = ["show-list list --out a.svg", f"show-list list --out {name}/b.svg", f"cd {ROOT}"]
        lines += [f"show-list list --out {name}/c.svg", "cd /", f"show-list list --out {name}/d.svg"]
        done = piped("\n".join([*lines, "show-list list --out nosuch/e.svg\n"]), BUDDYLAB_OUTPUT=folder)
        assert re.findall("Wrote (.*)", done.stdout) == [f"{name}/{each}.svg" for each in "abcd"]
        assert {f"{each}.svg" for each in "abcd"} <= set(os.listdir(folder))
    assert "nosuch/e.svg was not written (No such file or directory)" in done.stdout


def test_a_folder_that_cannot_be_written_costs_only_the_file(at):
    session = at("01", 6)
    shown = session.said("show-list list --out /proc/a.svg")
    assert "16 nodes, ends in null." in shown and "/proc/a.svg was not written" in shown.splitlines()[-1]


@pytest.mark.parametrize("name", ["my figure.json", "it's.json", "$(touch x).json", "-x.json", 'a"b.json'])
def test_file_names_are_only_names(at, name):
    session = at("01", 1)
    session.type(f"show-list list --out {name}")
    assert (session.folder / name).exists()
    assert not (session.folder / "x").exists()


def test_a_missing_graphviz_costs_only_the_figure():
    done = piped("show-list list --out memory.svg\nquit\n", DOT="/nonexistent/dot")
    assert "No nodes: the list is empty." in done.stdout
    assert "memory.svg was not written: /nonexistent/dot was not found; install graphviz" in done.stdout
    done = piped("show-list list --out memory.svg\nquit\n", DOT="/bin/false")
    assert "memory.svg was not written: /bin/false failed" in done.stdout
    assert "Python Exception" not in done.stdout


@pytest.mark.parametrize("lesson, stop, command", [("01", 6, "show-list list"), ("04", 3, "show-freelists heap")])
def test_a_graphviz_that_hangs_costs_only_the_figure(debug, tmp_path, lesson, stop, command):
    session = debug(lesson)
    session.to(stop)
    session.type(f"{command} --out {tmp_path}/a.svg")
    before = (tmp_path / "a.svg").read_bytes()
    (tmp_path / "dot").write_text("#!/bin/sh\nexec sleep 1000\n")
    (tmp_path / "dot").chmod(stat.S_IRWXU)
    session.type(
        f"python import buddylab.draw.figure.svg as s, os; s.PATIENCE = 0.2; os.environ['DOT'] = '{tmp_path}/dot'"
    )
    shown = session.said(f"{command} --out {tmp_path}/a.svg")
    assert "null" in shown
    assert f"{tmp_path}/a.svg was not written: {tmp_path}/dot" in shown and shown.rstrip().endswith(".")
    assert (tmp_path / "a.svg").read_bytes() == before


@pytest.mark.parametrize("command, words", [("show-list list", "16 nodes"), ("show-freelists heap", "(verified)")])
def test_a_file_that_cannot_be_written_stays_as_it_was(debug, tmp_path, command, words):
    session = debug("01" if "list list" in command else "04")
    session.to(6 if "list list" in command else 3)
    (tmp_path / "a.svg").write_text("old")
    session.type("python import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)")
    session.type("python resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))")
    shown = session.said(f"{command} --out {tmp_path}/a.svg")
    assert words in shown and "a.svg was not written (File too large)" in shown
    assert (tmp_path / "a.svg").read_text() == "old" and os.listdir(tmp_path) == ["a.svg"]
    shown = session.said(f"{command} --out /proc/a.svg")
    assert words in shown and "/proc/a.svg was not written" in shown.splitlines()[-1]


def test_a_name_with_a_newline_is_only_a_name(tmp_path):
    # GDB takes every line for a command of its own, so that only a script can come with such a name.
    script = """
from buddylab.commands import show_list
show_list.COMMAND.invoke("0x0 --out a\\nb $(touch x) --c.json", False)
"""
    (tmp_path / "script.py").write_text(script)
    typed(tmp_path, LOAD, "starti", "source script.py", program="/bin/true")
    assert sorted(os.listdir(tmp_path)) == ["a\nb $(touch x) --c.json", "script.py"]


STRANGE = "struct run { struct run *next; } größe[2] = {{&größe[1]}};\nint main(void) { return 0; }\n"


def test_names_of_the_program_come_out_right(tmp_path):
    # A head that lies nowhere is called by its expression.
    expression = """('<' < '&' || '"' != 'x' ? &größe[0] : 0)"""
    (tmp_path / "strange.c").write_text(STRANGE)
    subprocess.run(["cc", "-g", "-o", tmp_path / "strange", tmp_path / "strange.c"], check=True)
    forms = " ".join(f"--out a.{ending}" for ending in ("json", "dot", "svg", "txt"))
    typed(tmp_path, LOAD, "start", f"show-list {expression} {forms}", program=tmp_path / "strange")
    data = json.loads((tmp_path / "a.json").read_text())
    assert data["head"]["label"] == expression
    assert [node["label"] for node in data["nodes"]] == ["größe[0]", "größe[1]"]
    assert f"{expression} → größe[0]" in (tmp_path / "a.txt").read_text()
    texts = [element.text for element in xml.parse(tmp_path / "a.svg").iter() if element.text]
    assert any(expression in text for text in texts) and any("größe[0]" in text for text in texts)
    dot = (tmp_path / "a.dot").read_text()
    assert "&lt; &#x27;&amp;" in dot or "&lt; '&amp;" in dot


BUILD = """
#include <stdlib.h>
struct node {{ struct node *next; long more; }};
struct list {{ struct node *first; }};
int main(void)
{{
    volatile char gap[{gap}];
    struct node *away = malloc({gap});
    struct node nodes[3] = {{{{&nodes[1], 7}}, {{&nodes[2], (long)away}}, {{0, (long)&main}}}};
    struct list own = {{nodes}};
    gap[0] = 0;
    return own.first == 0;
}}
"""


def test_two_builds_give_the_same_figure_of_names(tmp_path):
    drawn = []
    for gap in (16, 4000):
        folder = tmp_path / str(gap)
        folder.mkdir()
        (folder / "own.c").write_text(BUILD.format(gap=gap))
        subprocess.run(["cc", "-g", "-O0", "-o", folder / "own", folder / "own.c"], check=True)
        forms = "--out a.svg --out a.dot --out a.txt --out a.json"
        stop = "break own.c:%d" % (1 + BUILD.split("\n").index("    gap[0] = 0;"))
        typed(folder, LOAD, stop, "run", f"show-list own --memory nodes --relative {forms}", program=folder / "own")
        drawn.append({ending: (folder / f"a.{ending}").read_text() for ending in ("svg", "dot", "txt", "json")})
    one, two = drawn
    assert (one["svg"], one["dot"], one["txt"]) == (two["svg"], two["dot"], two["txt"])
    assert one["json"] != two["json"] and "0x7f" in one["json"]
    assert not re.search("0x7f|0x5555|[0-9a-f]{9}", one["txt"].replace("0x0000000000000007", "").replace("0" * 16, ""))
    assert "nodes+0x10:" in one["txt"] and "&nodes[2]" in one["txt"] and "elsewhere" in one["txt"]
