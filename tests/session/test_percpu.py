"""Per-CPU variables of Linux: the template is told as one, and --cpu N shows what processor N has."""

import re

import pytest

from session.stranger import Stranger, compiled, found, words

TEMPLATE = "is in the template of the per-CPU variables, and each processor has a copy of its own"


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with Stranger(compiled(tmp_path_factory.mktemp("percpu"), "percpu", "-O0")) as session:
        yield session


@pytest.mark.parametrize("cpu", [0, 1, 2])
@pytest.mark.parametrize("expression", ["runqueue", "&runqueue", "allocated", "*allocated"])
def test_what_a_processor_has(program, expression, cpu):
    data = program.document(f"show-list {expression} --container task.on --field pid --cpu {cpu}")
    assert (data["end"], data["problems"]) == ("head", [])
    assert [node["fields"]["pid"] for node in data["nodes"]] == [str(10 * cpu + at) for at in reversed(range(cpu))]


@pytest.mark.parametrize("cpu", [0, 1, 2])
def test_a_pointer_that_each_processor_has(program, cpu):
    assert program.document(f"show-list stack --cpu {cpu}")["length"] == cpu


@pytest.mark.parametrize(
    "expression", ["runqueue", "&runqueue", "*allocated", "stack", "allocated --container task.on"]
)
def test_the_template_is_told(program, expression):
    shown = words(program.shown(f"show-list {expression}", "continue", f"show-list {expression}", "run </dev/null"))
    assert shown.count(f"{TEMPLATE}; --cpu 0 shows the copy of processor 0.") == 2
    assert "0xcccc" not in shown and "damaged" not in shown


def test_other_variables_are_as_they_were(program):
    assert TEMPLATE not in program.shown("show-list &tasks[1][0].on", "show-list &nodes[1]", "show-list 0x5")


@pytest.mark.parametrize(
    "line, sentence",
    [
        ("runqueue --cpu 3", "There is no processor 3; __per_cpu_offset has 3 elements, 0 to 2."),
        ("(long) 5 + 0 --cpu one", "--cpu one is not a whole number; expected one of at least 0, such as 2."),
        ("1.5 --cpu 0", "1.5 is of type double, and is not in memory; --cpu expects a per-CPU variable"),
    ],
)
def test_mistakes(program, line, sentence):
    assert sentence in words(program.shown(f"show-list {line}"))


def test_where_there_are_no_per_cpu_variables(tmp_path):
    with Stranger(compiled(tmp_path, "own", "-O0")) as session:
        sentence = "The program has no __per_cpu_offset, the array that says where the variables of each processor are"
        assert sentence in words(session.shown("show-list sound --cpu 0"))


def test_the_manual_s_example(program):
    examples = re.findall(r"^  (show-list .* --cpu .*?)(?:   .*)?$", program.shown("help show-list"), re.MULTILINE)
    assert len(examples) == 1
    (data,) = found(program.shown(f"{examples[0]} --out -"))
    assert data["length"] == 1
