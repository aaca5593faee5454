"""Submissions that mean harm, or are broken in a way that nobody planned: each fails, says why, and harms no other."""

import os

import pytest

from exercises.submissions import grade, scores, solution, source


def inside(text, function, line):
    """`text` with one more line at the start of the body of a function."""
    at = text.index("{\n", text.index(function)) + 2
    return f"{text[:at]}    {line}\n{text[at:]}"


BROKEN = {
    # What the file is, and what of the reason must be said.
    "01-stack": (lambda text: text.replace("usize depth = 0;", "usize depth = ;"), "stack.c:21:19: error: expected"),
    "02-undo": (lambda text: None, "there is no undo.c in "),
    "03-tasks": (
        lambda text: inside(text, "void tasks_add", "*(volatile usize *)1 = number;"),
        "the machine powered off with status 3",
    ),
    "04-sweep": (
        lambda text: inside(text, "void sweep", "while (from) from = from;"),
        "after 20 million instructions the machine was still busy, in sweep",
    ),
    "05-take": (
        lambda text: '#include "console.h"\n'
        + inside(text, "usize *take", 'for (;;) console_printf("== Test 05-take: each: OK ==\\n");'),
        "still busy, in ",
    ),
    "06-release": (lambda text: text + "/*" + "x" * 1_000_000 + "*/", "release.c is too large"),
    "07-join": (lambda text: '#include "mine.h"\n' + text, "mine.h: No such file"),
    "08-shrink": (lambda text: '#include "/dev/zero"\n' + text, "it does not compile"),
    "09-mail": (lambda text: text.encode("utf-16"), "it does not compile"),
}

HARMFUL = {
    # A stop, a function of the kernel, and main are not the student's to define.
    "01-stack": (
        lambda text: 'asm(".globl step_3\\nstep_3: .globl step_4\\nstep_4: nop");\n' + text,
        "it defines step_3, which is Buddylab's own; expected another name",
    ),
    "02-undo": (
        lambda text: '#include "power.h"\nvoid power_off(int status) { for (;;) (void)status; }\n'
        "void main(void) { power_off(0); }\nconst char lesson_title[9];\n" + text,
        "which is Buddylab's own",
    ),
    # GDB would run this.
    "03-tasks": (
        lambda text: 'asm(".pushsection \\".debug_gdb_scripts\\", \\"MS\\",@progbits,1\\n.byte 4\\n'
        '.ascii \\"gdb.inlined\\\\n\\"\\n'
        ".ascii \\\"open('/tmp/buddylab-was-here', 'w')\\\\n\\\"\\n.byte 0\\n.popsection\");\n" + text,
        "it has a section .debug_gdb_scripts; expected functions and variables only",
    ),
    "04-sweep": (
        lambda text: inside(text, "void sweep", "*(unsigned short *)sweep = 1;"),
        "wrote over its own code",
    ),
    "05-take": (
        lambda text: inside(text, "usize *take", "*(volatile unsigned *)0x100000 = 0x5555;"),
        "the machine turned itself off",
    ),
    "06-release": (
        lambda text: inside(text, "void release", "*(volatile unsigned *)0x100000 = 0x7777;"),
        "the machine came to stop 1 in the wrong order",
    ),
    "07-join": (lambda text: text + "char huge[200 << 20];\n", "QEMU did not start"),
    "08-shrink": (
        lambda text: text + "char huge[200 << 20] = {1};\n",
        ("it does not compile", "its assembly is wrong"),
    ),
    "09-mail": (
        lambda text: inside(text, "bool mail_send", 'for (;;) asm volatile("wfi");'),
        "after 10 s the machine was still busy, in mail_",
    ),
}


def submit(folder, files, text_of):
    """A submission in which everything lies at the top, as it is uploaded; gives what was graded."""
    submission = folder / "submission"
    submission.mkdir()
    for exercise, (change, _) in files.items():
        text = change(text_of(exercise))
        if text is not None:
            (submission / f"{exercise[3:]}.c").write_bytes(text if isinstance(text, bytes) else text.encode())
    return grade(submission)


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    return submit(tmp_path_factory.mktemp("broken"), BROKEN, source)


@pytest.fixture(scope="module")
def harmful(tmp_path_factory):
    folder = tmp_path_factory.mktemp("harmful")
    return submit(folder, HARMFUL, lambda exercise: solution(exercise, folder))


@pytest.mark.parametrize("exercise", BROKEN)
def test_a_broken_submission_fails_with_a_reason(broken, exercise):
    why = broken.why(exercise)
    assert why[-1] and BROKEN[exercise][1] in why[-1], why
    assert broken.status != 0


@pytest.mark.parametrize("exercise", HARMFUL)
def test_a_harmful_submission_gains_nothing(harmful, exercise):
    why = harmful.why(exercise)
    reasons = HARMFUL[exercise][1]  # or several: which of a compiler's programs runs out of memory first
    assert any(reason in why[-1] for reason in (reasons if isinstance(reasons, tuple) else (reasons,))), why
    assert not os.path.exists("/tmp/buddylab-was-here")


def test_what_a_submission_prints_is_not_believed(broken):
    assert "\n== Test 05-take: each: OK" not in broken.output
    assert scores(broken.output)[0] == broken.report["score"]


def test_only_a_file_counts_and_only_for_itself(tmp_path):
    """No link to a solution elsewhere, no folder, no pipe that nobody writes to; and nothing of the kernel."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "stack.c").write_text(solution("01-stack", tmp_path))
    submission = tmp_path / "submission"
    submission.mkdir()
    (submission / "stack.c").symlink_to(tmp_path / "elsewhere" / "stack.c")
    (submission / "02-undo").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "undo.c").write_text(solution("02-undo", tmp_path))
    (submission / "tasks.c").mkdir()
    os.mkfifo(submission / "sweep.c")
    # And what stops the machine when a check finds something wrong is nobody else's.
    (submission / "take.c").write_text(
        '#include "panic.h"\n_Noreturn void panic_at(const char *file, int line, const char *format, ...)\n'
        "{\n    (void)file, (void)line, (void)format;\n"
        '    asm volatile("mv sp, s0; ld ra, -8(sp); ld s0, -16(sp); ret");\n'
        "    __builtin_unreachable();\n}\n" + source("05-take")
    )
    graded = grade(submission)
    assert "it defines panic_at" in graded.why("05-take")[-1], graded.why("05-take")
    linked, none = "symbolic link", "not a file"
    reasons = {"01-stack": linked, "02-undo": linked, "03-tasks": none, "04-sweep": none}
    for exercise, reason in reasons.items():
        assert all(reason in why for why in graded.why(exercise)), graded.why(exercise)


@pytest.mark.parametrize("name", ["nowhere", "stack.c"])
def test_what_is_no_folder_is_nobody_s_submission(tmp_path, name):
    (tmp_path / "stack.c").write_text(source("01-stack"))
    graded = grade(tmp_path / name, "EXERCISE=1")
    assert graded.status != 0 and f"SUBMISSION={tmp_path / name} is not a folder; expected the folder" in graded.output
    assert "Traceback" not in graded.output and "Test" not in graded.output


PACKED = [
    "stack.c",
    "ann/stack.c",
    "01-stack/stack.c",
    "ann/01-stack/stack.c",
    "buddylab/lab/exercises/01-stack/stack.c",
]


@pytest.mark.parametrize("place", PACKED)
def test_the_file_is_found_however_it_was_packed(tmp_path, place):
    submission = tmp_path / "submission"
    (submission / place).parent.mkdir(parents=True)
    (submission / place).write_text(solution("01-stack", tmp_path))
    graded = grade(submission, "EXERCISE=1")
    assert graded.status == 0 and "Score: 5/5" in graded.output, graded.output


def test_of_two_files_none_is_taken(tmp_path):
    for name in ("ann", "ben"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "stack.c").write_text(source("01-stack"))
    why = grade(tmp_path, "EXERCISE=1").why("01-stack")[0]
    assert "there are several stack.c in " in why and "(ann/stack.c, ben/stack.c); expected one" in why
