"""What stands behind a command: EXPR first, options after it."""

import pytest

from buddylab.commands.options import Mistake, parse


def test_expression_and_options():
    options = parse("list --memory values --count 3 --since 2 --out a.svg --out -", "show-list")
    assert options.expression == "list"
    assert (options.memory, options.count, options.since, options.out) == ("values", 3, 2, ["a.svg", "-"])


def test_expressions_keep_their_spaces_and_quotes():
    assert parse('*find("a --out b", x--)', "show-list").expression == '*find("a --out b", x--)'
    assert parse("a - -b --memory *(struct s *) p", "show-list").memory == "*(struct s *) p"


@pytest.mark.parametrize("name", ["my figure.svg", "it's.svg", "$(touch x).svg", "-x.svg", 'a"b.svg', "UP.SVG"])
def test_file_names_are_only_names(name):
    assert parse(f"list --out {name}", "show-list").out == [name]


def test_quotes_around_a_file_name_are_not_part_of_it():
    assert parse('list --out "my figure.svg"', "show-list").out == ["my figure.svg"]
    assert parse("list --out=a.svg", "show-list").out == ["a.svg"]


@pytest.mark.parametrize(
    "line, words",
    [
        ("", "needs an expression"),
        ("--out a.svg", "needs an expression"),
        ("list --wrong 3", "no option --wrong"),
        ("list --out", "--out expects a value"),
        ("list --out a.gif", "ends in no known format"),
        ("list --count many", "--count many is not a number"),
        ("list --count 0", "from 1 on"),
        ("list --count -1", "is not a number"),
        ("list --since x", "--since x is not a number"),
    ],
)
def test_mistakes_are_one_sentence(line, words):
    with pytest.raises(Mistake) as mistake:
        parse(line, "show-list")
    assert words in str(mistake.value)
    assert str(mistake.value).endswith(".") and "\n" not in str(mistake.value)
