"""What a submission is compiled with sees nothing of the grader: in bubblewrap, and where that does not work."""

import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from buddylab.grading import compiling
from exercises.submissions import HERE, ROOT, grade, scores, solution

SECRET = "hunter2-is-planted-here"
IN_SECONDS = 100  # and not for ever: nine exercises, two at a time, each with an end to its time


def works(program):
    """Whether bubblewrap does, here."""
    command = [program, "--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "true"]
    return bool(program) and bool(shutil.which(program)) and subprocess.run(command).returncode == 0


@pytest.fixture(params=["bwrap", ""], ids=["bubblewrap", "without"])
def bubblewrap(request):
    return request.param


@pytest.fixture
def planted(tmp_path):
    """A folder beside the submissions, with what is none of their business."""
    folder = tmp_path / "planted"
    folder.mkdir()
    (folder / "key").write_text(f"{SECRET}\n")
    (folder / "key.h").write_text(f'#error "{SECRET}"\n')
    os.mkfifo(folder / "fifo")
    (tmp_path / "ben").mkdir()
    for exercise in ("01-stack", "02-undo"):
        (tmp_path / "ben" / f"{exercise[3:]}.c").write_text(solution(exercise, tmp_path / "solved"))
    return folder


def tried(folder, files, bubblewrap):
    """What was graded of files that say so much, with {planted} for the folder that has the secret."""
    submission = folder / "ann"
    submission.mkdir()
    for exercise, text in files.items():
        text = text.replace("PLANTED", str(folder / "planted")).replace("ROOT", str(ROOT))
        text = text.replace("REST\n", solution(exercise, folder / "more"))
        (submission / f"{exercise[3:]}.c").write_text(text)
    begun = time.monotonic()
    graded = grade(submission, f"BWRAP={bubblewrap}")
    assert time.monotonic() - begun < IN_SECONDS
    assert graded.error == 1, graded.output
    how = "in bubblewrap" if works(bubblewrap) else "without bubblewrap"
    assert f"Compiled {how}, " in graded.output and f"Compiled {how}, " in graded.report["extra_data"]["compiled"]
    return graded


def whole(text):
    """Lines of assembly, as C at the top of a file."""
    lines = "".join(each.replace("\\", "\\\\").replace('"', '\\"') + "\\n" for each in text.splitlines())
    return f'asm("{lines}");\nREST\n'


# Each of them would have the secret in its object, or be solved by somebody else.
READERS = {
    "01-stack": '#include "PLANTED/../ben/stack.c"\n',
    "02-undo": '#include "../../../../../../../../PLANTED/../ben/undo.c"\n',
    "03-tasks": whole('.data\nkey: .incbin "PLANTED/key"\n.text'),
    "04-sweep": whole('.data\n.INCBIN "ROOT/tests/exercises/solutions/04-sweep.patch"\n.text'),
    "05-take": 'int x __attribute__((section(".data\\n.incbin \\"PLANTED/key\\"\\n.section .data"))) = 1;\nREST\n',
    "06-release": 'int x asm("x\\n.incbin \\"PLANTED/key\\"\\ny") = 1;\nREST\n',
    "07-join": whole('.macro m a b\n.\\a\\b "PLANTED/key"\n.endm\n.data\nm inc bin\n.text'),
    "08-shrink": '#include "PLANTED/key.h"\nREST\n',
    "09-mail": whole('.include "PLANTED/key"'),
}
SPELLED = {
    "01-stack": whole('.data\n".incbin" "PLANTED/key"\n.text'),
    "02-undo": whole('.mri 1\n incbin "PLANTED/key"\n include "PLANTED/key"\n.mri 0'),
    "03-tasks": whole('.data\n.irpc x,n\n.i\\x\\()cbin "PLANTED/key"\n.endr\n.text'),
    "04-sweep": '#include "/dev/stdin"\nint one = ;\nREST\n',
    "05-take": '#include "PLANTED/fifo"\nREST\n',
    "06-release": '#define A(x) x x x x x x x x\n#define B(x) A(A(A(A(x))))\nchar a[] = B(B(B("0123456789")));\nREST\n',
    "07-join": whole(".rept 1000000000\n.rept 1000000000\n.byte 1\n.endr\n.endr"),
    "08-shrink": '#include "/proc/self/environ"\nREST\n',
    "09-mail": 'void m(void);\nvoid m(void) { asm(".alt" "macro\\n.in" "cbin \\"PLANTED/key\\""); }\nREST\n',
}


@pytest.mark.parametrize("files", [READERS, SPELLED], ids=["read", "spelled"])
def test_a_submission_sees_nothing_of_the_grader_s_machine(tmp_path, planted, bubblewrap, files):
    graded = tried(tmp_path, files, bubblewrap)
    for exercise in files:
        why = graded.why(exercise)
        assert all(each and each == why[0] for each in why), f"{exercise}: {why}"
        assert any(reason in why[0] for reason in ("compile", "includes", "assembly")), why
    assert scores(graded.output)[0] == 0
    for told in (graded.output, str(graded.report), graded.log):
        assert SECRET not in told and "Traceback" not in told
    assert str(ROOT) not in str(graded.report["tests"])


OBJECTS = {
    "01-stack": (whole(".comm step_77,8"), "step_77 is a common symbol; expected functions and variables only"),
    "02-undo": ("__attribute__((weak)) int lighter = 1;\nREST\n", "lighter is a weak symbol; expected functions"),
    "03-tasks": (
        whole('.section .gnu_debugaltlink,"",@progbits\n.string "/etc/passwd"\n.text'),
        "it has a section .gnu_debugaltlink; expected functions and variables only",
    ),
    "04-sweep": (
        "static __attribute__((constructor)) void early(void) {}\nREST\n",
        "it has a function that runs before or after the program (a constructor or destructor); expected none",
    ),
    "05-take": (whole(".globl other\n.type other,@gnu_indirect_function\nother: ret"), "other is an indirect function"),
    "06-release": ("_Thread_local int mine = 1;\nREST\n", "it has a section .tdata; expected functions"),
    "07-join": ("int helper(void);\nint helper(void) { return 1; }\nint used = 1, step_of;\nREST\n", None),
    "08-shrink": (
        whole(".globl only\n.type only,@gnu_unique_object\nonly: nop"),
        "only is a symbol of an unusual kind",
    ),
    "09-mail": ("void main(void);\nvoid main(void) {}\nREST\n", "it defines main, which is Buddylab's own; expected"),
}


def test_what_an_object_holds_is_on_a_list(tmp_path, bubblewrap):
    graded = tried(tmp_path, {exercise: text for exercise, (text, _) in OBJECTS.items()}, bubblewrap)
    for exercise, (_, expected) in OBJECTS.items():
        why = graded.why(exercise)
        if expected is None:
            assert not any(why), why  # a helper of one's own is made local
        else:
            assert all(expected in each for each in why), why
    assert "Traceback" not in graded.output + graded.log


def test_what_a_program_printed_is_for_the_lecturer(tmp_path, bubblewrap):
    text = solution("01-stack", tmp_path / "solved").replace(
        "stack_push(struct stack *stack, usize *word)\n{",
        "stack_push(struct stack *stack, usize *word)\n{"
        '\n    console_printf("it is me\\n");\n    *(volatile usize *)1 = 1;',
    )
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / "stack.c").write_text(f'#include "console.h"\n{text}')
    graded = grade(tmp_path / "ann", "EXERCISE=1", f"BWRAP={bubblewrap}")
    assert "it is me" in graded.log and "trap: store access fault" in graded.log
    assert str(tmp_path / "ann") in graded.log
    assert "it is me" not in graded.output + str(graded.report)
    assert str(tmp_path) not in str(graded.report["tests"])


def test_a_path_in_the_program_is_what_it_is_for_a_student(tmp_path, bubblewrap):
    """So neither the addresses nor what is printed depend on where the grader works."""
    (tmp_path / "ann").mkdir()
    text = solution("01-stack", tmp_path / "solved").replace(
        "usize depth = 0;", 'usize depth = 0;\n\n    panic("told");'
    )
    (tmp_path / "ann" / "stack.c").write_text(f'#include "panic.h"\n{text}')
    graded = grade(tmp_path / "ann", "EXERCISE=1", f"BWRAP={bubblewrap}")
    assert "\npanic: lab/exercises/01-stack/stack.c:24: told" in graded.log, graded.log


def test_of_the_system_only_programs_and_libraries_are_shown():
    for compiler in ("/usr/bin/gcc", "/usr/bin/riscv64-unknown-elf-gcc", "/bin/x-gcc", "/usr/local/bin/riscv-gcc"):
        shown = compiling.folders_of(compiler)
        allowed = r"/(usr/)?(local/)?(bin|lib\w*|riscv64-unknown-elf|riscv|x)"
        assert shown and all(re.fullmatch(allowed, str(folder)) for folder in shown), shown


def test_a_bubblewrap_that_may_not_shut_anything_in_is_none(tmp_path):
    """As in a container without that right."""
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / "stack.c").write_text(solution("01-stack", tmp_path / "solved"))
    graded = grade(tmp_path / "ann", "EXERCISE=1", "BWRAP=false")
    assert scores(graded.output) == [5, 5]
    assert graded.report["extra_data"]["compiled"].startswith("Compiled without bubblewrap, which does not work here")


def test_it_needs_no_root_to_grade_and_no_right_to_shut_in(tmp_path, bubblewrap):
    """As nobody, if we are root: in a copy that belongs to him, in a folder that he may enter."""
    with tempfile.TemporaryDirectory() as folder:
        as_nobody(Path(folder), tmp_path, bubblewrap)


def as_nobody(copy, tmp_path, bubblewrap):
    for name in ("Makefile", "walkthrough.md"):
        shutil.copy(ROOT / name, copy)
    for name in ("gdb", "kernel", "lab"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "lab" / "exercises" / "01-stack" / "stack.c").write_text(solution("01-stack", tmp_path / "solved"))
    (copy / "lab" / "exercises" / "02-undo" / "undo.c").write_text(f'#include "{HERE}/solutions/02-undo.patch"\n')
    command = ["make", "-C", str(copy), "grade", f"BWRAP={bubblewrap}", f"RESULT={copy}/result.json"]
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", "65534:65534", str(copy)], check=True)
        command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env", f"HOME={copy}", *command]
    for number, last, told in ((1, "Score: 5/5", "OK"), (2, "Score: 0/6", "compile|includes")):
        done = subprocess.run(
            [*command, f"EXERCISE={number}"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=300, encoding="utf-8",
        )  # fmt: skip
        assert last in done.stdout.splitlines() and any(each in done.stdout for each in told.split("|")), done.stdout
