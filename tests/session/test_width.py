"""All that is printed fits the terminal, and breaks between words: at 60, 80 and 100 columns."""

import re

import pytest

from session.conftest import ROOT, Debugger

OWN = ["show-list", "show-freelists", "show-writes", "lab", "run", "start"]
NARROW = [60, 80, 100]


@pytest.fixture(scope="module")
def wide():
    """Gives the session on a terminal of so many columns; who wants it at a stop goes there."""
    opened = {}

    def session(columns, line="make debug LESSON=01", guided=False):
        key = columns, line, guided
        if key not in opened:
            opened[key] = Debugger(ROOT, line, guided, size=(40, columns))
        return opened[key]

    yield session
    for each in opened.values():
        each.close()


def too_long(text, columns):
    """The lines that are longer than the terminal, though they could be broken: they have more than one word."""
    return [line for line in text.split("\n") if len(line.expandtabs(8)) > columns and len(line.split()) > 1]


GDBS = re.compile(
    r'^(?:List of lab subcommands:|Type "(?:apropos|help) )', re.MULTILINE
)  # what GDB says of subcommands


def manuals(session):
    listed = re.findall(r"^(lab \w+) -- ", session.text("help lab"), re.MULTILINE)
    assert {"lab steps", "lab reveal", "lab predict"} <= set(listed)
    told = {name: session.text(f"help {name}") for name in OWN + listed}
    return {name: GDBS.split(text)[0].rstrip() for name, text in told.items()}


def test_a_manual_has_at_most_79_columns_and_no_more_than_the_terminal(wide):
    for columns in NARROW:
        for name, manual in manuals(wide(columns)).items():
            assert too_long(manual, min(columns, 79)) == [], name
            assert not re.search(r"--[a-z-]+\n +[A-Z]+\b", manual), "an option stays with its value"


def test_a_manual_says_the_same_however_wide_it_is(wide):
    narrow, broad = (manuals(wide(columns)) for columns in (60, 100))
    for name, manual in narrow.items():
        assert manual.split() == broad[name].split(), name


def test_what_gdb_lists_of_a_command_fits_too(wide):
    session = wide(60)
    for topic in ("help lab", "help data", "help support"):
        lines = [line for line in session.type(topic) if re.match(r"(show-\w+|lab\b.*) -- ", line)]
        assert lines and too_long("\n".join(lines), 60) == []


# Of each lesson where it is tried: the stop, and what is typed there.
TYPED = {
    "LESSON=01": (
        6,
        "show-list list",
        "show-list list --memory values",
        "show-list list --memory ptrs --relative",
        "show-list list --since 2",
        "show-list list --count 3",
        "show-list &values[3] --out a_file.json",
        "show-writes values[3]",
        "show-writes list.head --count 4",
        "show-list nosuch",
        "show-list values",
        "show-list list --nosuch 3",
        "show-list list --offset 8 --next next",
        "show-list list --since 9",
        "show-list",
        "show-freelists list",
        "show-freelists values",
        "show-writes 3",
        "lab",
        "lab steps",
        "lab lesson",
        "lab lesson 99",
        "lab hint",
        "lab hint",
        "lab reveal",
        "lab nosuch",
        "lab predict values[3] == (usize) & values[2] + 0 * values[4]",
        "lab predict values[3]",
        "lab predict values[3] = 4",
        "lab goto 99",
        "lab steps 4",
        "run 3",
    ),
    "LESSON=03": (
        7,
        "show-freelists heap",
        "show-freelists heap --view all --all",
        "show-freelists heap --view tree --relative",
        "show-freelists heap --order 4",
        "show-freelists heap --since 1",
        "show-freelists heap --find &memory[3]",
    ),
    "LESSON=07": (
        5,
        "show-freelists kernel_heap",
        "show-freelists kernel_heap --view map",
        "show-list kernel_heap.heap.free_list[12].head",
        "show-writes kernel_heap.heap.free_list[12].head",
    ),
    "EXERCISE=04": (
        3,
        "show-list in_use --field dirty --field next",
        "show-list in_use --memory pages",
        "lab",
        "lab hint",
        "lab reveal",
    ),
}


@pytest.mark.parametrize("columns", NARROW)
@pytest.mark.parametrize("program", TYPED)
def test_what_we_print_fits(wide, columns, program):
    stop, *commands = TYPED[program]
    session = wide(columns, f"make debug {program}")
    come = session.text(f"lab goto {stop}")
    for text in [come[come.index(f"\nStop {stop} of") :], *map(session.text, commands)]:
        assert too_long(text, columns) == []


@pytest.mark.parametrize("columns", NARROW)
def test_what_a_lesson_says_fits(wide, columns):
    session = wide(columns, "make debug LESSON=00", guided=True)
    for shown in ["\n".join(session.greeting), *(session.text("continue") for _ in range(5))]:
        assert too_long(shown[shown.index("\nStop ") :], columns) == []


SHOWN = ("show-list list", "show-list &", "show-freelists list")  # dumps and tables, which fit the terminal


def test_sentences_are_the_same_however_wide_the_terminal_is(wide):
    typed = [each for each in TYPED["LESSON=01"][1:] if not each.startswith(SHOWN)]
    told = []
    for columns in NARROW:
        session = wide(columns)
        session.text("lab goto 6")
        told.append([session.text(command).split() for command in typed])
    assert told[0] == told[1] == told[2]


def test_a_name_stands_behind_its_own_word(wide):
    """[list] -> 15 -> ... -> 0: two words and what is said of them are 86 columns with tabs, and 79 with spaces."""
    said = r"\[(\d+)\] (?:→ \[\d+\] \*|null)"
    for columns, words, names in ((60, r"\t0x\w{16}", said), (80, r"(?: 0x\w{16}){2}", rf"{said} +{said}")):
        session = wide(columns)
        session.text("lab goto 6")
        start = int(session.text("p/x (usize)values").split()[-1], 16)
        found = re.findall(rf"^(0x\w+):{words}  {names}$", session.text("show-list list"), re.MULTILINE)
        each = 16 // len(found)
        for number, (at, *indices) in enumerate(found):
            assert int(at, 16) - start == 8 * each * number
            assert [int(index) for index in indices] == [*range(each * number, each * number + each)]
        assert each == (1 if columns == 60 else 2)


def test_where_there_is_room_the_dump_is_what_x_prints(wide):
    session = wide(100)
    session.text("lab goto 6")
    shown = session.text("show-list list").split("\n\n")[1]
    assert [line.partition("  ")[0] for line in shown.split("\n")] == session.type("x/16xg values")


def test_a_word_with_a_long_name_stands_below_its_place(wide):
    session = wide(80, "make debug LESSON=07")
    session.text("lab goto 3")
    place, word = session.text("show-freelists kernel_heap").split("\n\n")[3].split("\n")[:2]
    assert re.fullmatch(r"0x\w+ <kernel_heap_memory\+\d+>:", place)
    assert re.fullmatch(r"\t0x\w{16}  \[\d+\] \d+ KiB null", word)
