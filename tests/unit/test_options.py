"""What stands behind a command: EXPR first, options after it."""

import pytest

from buddylab.commands.options import (
    COUNT, FIT, FLAG, INTEGER, OUT, RELATIVE, SINCE, TEXT, TEXTS, THEME, Mistake, Option, Syntax, number, one_of,
)  # fmt: skip

MEMORY = Option("--memory", TEXT, "EXPR")
FIELD = Option("--field", TEXTS, "PATH")
NEXT, OFFSET = Option("--next", TEXT, "MEMBER"), Option("--offset", INTEGER, "BYTES")
ALL = Option("--all", FLAG)
ORDER = Option("--order", number(0), "K")
FIND = Option("--find", TEXT, "ADDR")
REGION = Option("--region", TEXT, "EXPR")
VIEW = Option("--view", one_of(lambda: ("chains", "map", "tree", "all"), ""), "VIEW")

LIST = Syntax("show-list", "list", (OUT, THEME, COUNT, MEMORY, SINCE, (NEXT, OFFSET), FIELD))
HEAP = Syntax("show-freelists", "heap", (OUT, FIT, RELATIVE, SINCE, ALL, ORDER, FIND, REGION, VIEW))


def parse(line, command):
    return (LIST if command == "show-list" else HEAP).parse(line)


def test_expression_and_options():
    found = parse("list --memory values --count 3 --since 2 --out a.svg --out -", "show-list")
    assert found.expression == "list"
    assert (found[MEMORY], found[COUNT], found[SINCE], found[OUT]) == ("values", 3, 2, ("a.svg", "-"))
    assert parse("list --count 0", "show-list")[COUNT] == 0


def test_expressions_keep_their_spaces_and_quotes():
    assert parse('*find("a --out b", x--)', "show-list").expression == '*find("a --out b", x--)'
    assert parse("a - -b --memory *(struct s *) p", "show-list")[MEMORY] == "*(struct s *) p"


@pytest.mark.parametrize(
    "expression",
    [
        "lists[ --i ]",
        "lists[ --count ]",
        "f(x, --count)",
        "*( --p)",
        "(struct pair){ --a, --b }",
        "a[ f(1)[ --i ] ]",
        "x - --i",
        "x * --count",
        "f(')', --out)",
    ],
)
def test_two_dashes_inside_an_expression_are_no_option(expression):
    for line in (expression, f"{expression} --count 3", f"{expression} --memory {expression} --count 3"):
        found = parse(line, "show-list")
        assert found.expression == expression
        assert found[COUNT] == (3 if "3" in line else None)
    assert parse(f"list --memory {expression} --out -", "show-list")[MEMORY] == expression


def test_an_option_behind_what_only_looks_unfinished():
    assert parse("x-- --count 3", "show-list")[COUNT] == 3
    found = parse("list --out - --count 3 --out a(1.svg --since 2 --out b[.svg", "show-list")
    assert (found[OUT], found[COUNT], found[SINCE]) == (("-", "a(1.svg", "b[.svg"), 3, 2)
    with pytest.raises(Mistake, match="no option --cuont"):
        parse("list --out - --cuont 3", "show-list")


@pytest.mark.parametrize(
    "name", ["my figure.svg", "it's.svg", "$(touch x).svg", "-x.svg", 'a"b.svg', "UP.SVG", "a\nb.svg", ".hidden.svg"]
)
def test_file_names_are_only_names(name):
    assert parse(f"list --out {name}", "show-list")[OUT] == (name,)


def test_quotes_around_a_file_name_are_not_part_of_it():
    assert parse('list --out "my figure.svg"', "show-list")[OUT] == ("my figure.svg",)
    assert parse("list --out=a.svg", "show-list")[OUT] == ("a.svg",)


@pytest.mark.parametrize(
    "line, words",
    [
        ("", "needs an expression"),
        ("--out a.svg", "needs an expression"),
        (
            "list --wrong 3",
            "no option --wrong; it has --out, --theme, --count, --memory, --since, --next, --offset, --fi",
        ),
        ("list --out", "--out expects a value"),
        ("list --out a.gif", "has no known ending"),
        ("list --out .svg", ".svg is an ending without a name; --out expects both, such as memory.svg."),
        ("list --out figures/.PDF", "figures/.PDF is an ending without a name"),
        ("list --count many", "--count many is not a whole number; expected one of at least 0, such as 2."),
        ("list --count 1.5", "--count 1.5 is not a whole number; expected one of at least 0, such as 2."),
        ("list --since 0", "--since 0 is too small; expected a whole number of at least 1."),
        ("list --count -1", "--count -1 is too small; expected a whole number of at least 0."),
        ("list --count 1000000000", "--count 1000000000 is too large; expected a whole number of 9 digits at most."),
        ("list --count " + "9" * 5000, "is too large; expected a whole number of 9 digits at most."),
        ("list --since x", "--since x is not a whole number; expected one of at least 1, such as 3."),
        ("list --offset 0x8z", "--offset 0x8z is not a whole number; expected one such as 8, -16 or 0x10."),
        ("list --offset -0x1" + "0" * 16, "is too large; expected a whole number of 16 digits at most."),
        ("list --theme pink", "--theme pink is not known; expected one of these: light, dark, print."),
    ],
)
def test_mistakes_are_one_sentence(line, words):
    with pytest.raises(Mistake) as mistake:
        parse(line, "show-list")
    assert words in str(mistake.value)
    assert str(mistake.value).endswith(".") and "\n" not in str(mistake.value)


def test_options_of_show_freelists():
    found = parse("heap --all --order 3 --find p + 8 --region memory --view map", "show-freelists")
    assert (found[ALL], found[ORDER], found[FIND], found[REGION], found[VIEW]) == (True, 3, "p + 8", "memory", "map")
    assert parse("heap", "show-freelists")[VIEW] == ""
    assert parse("heap --fit slide", "show-freelists")[FIT].name == "slide"
    assert parse("heap --fit 640x360", "show-freelists")[FIT].width == 640


@pytest.mark.parametrize(
    "line, words",
    [
        ("heap --all 3", "--all expects no value"),
        ("heap --relative yes", "--relative expects no value"),
        (
            "heap --fit poster",
            "--fit poster is not known; expected slide, page, phone, or WIDTHxHEIGHT in points, such",
        ),
        ("heap --fit", "--fit expects a value"),
        ("heap --view sky", "expected one of these: chains, map, tree, all"),
        ("heap --count 3", "no option --count"),
        ("heap --order x", "is not a whole number"),
        ("heap --order -1", "--order -1 is too small; expected a whole number of at least 0."),
    ],
)
def test_mistakes_with_show_freelists(line, words):
    with pytest.raises(Mistake, match=words):
        parse(line, "show-freelists")


def test_what_was_not_given():
    found = parse("list", "show-list")
    assert [found[option] for option in LIST.each()] == [(), None, None, None, None, None, None, ()]
    assert not any(option in found for option in LIST.each())


def test_the_usage_follows_from_the_options():
    assert LIST.usage() == (
        "Usage: show-list EXPR [--out FILE]... [--theme THEME] [--count N] [--memory EXPR] [--since STOP] "
        "[--next MEMBER | --offset BYTES] [--field PATH]..."
    )
    assert Syntax("show-freelists", "heap", (ALL,)).usage() == "Usage: show-freelists EXPR [--all]"
