"""make try-linux, as far as that can be tried without a network: what is booted, what refuses, and the chapter."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from alone import alone
from buddylab.course import book
from buddylab.course.linux import named
from buddylab.course.player import surroundings

ROOT = Path(__file__).resolve().parents[2]
RISCV, STATIC = 243, 2  # in the header of an ELF file: for which machine, and that it is a program as it stands
# What a fake apt does: its packages are archives, of which it also knows the sums.
APT = """\
#!/bin/sh
for last; do :; done
case "$0 $*" in
*update) exit 0 ;;
*apt-cache*) echo "$last"; echo "  Depends: $last-6.12" ;;
*) mkdir -p boot usr/lib/debug/boot && echo $last >boot/vmlinux-6.12 && echo $last >usr/lib/debug/boot/vmlinux-6.12 &&
    tar -cf "$last.tar" ./boot ./usr && set -- $(sha256sum "$last.tar") &&
    echo "'file://$PWD/$last.tar' $last.deb 10240 SHA256:$1" ;;
esac
"""
WRONG = APT.replace("SHA256:", "SHA256:0")
FAILING = "#!/bin/sh\necho 'E: Temporary failure resolving deb.debian.org' >&2\nexit 100\n"
WAITING = "#!/bin/sh\necho waits >/dev/tty\nexec sleep 60\n"
DPKG = '#!/bin/sh\nexec cat "$2"\n'
START = """\
import runpy, sys
from pathlib import Path
from buddylab.packing import debian
debian.KEYS, debian.NEEDED = Path(sys.argv.pop(1)), float(sys.argv.pop(1))
runpy.run_path("gdb/linux.py", run_name="__main__")
"""


class Fetching:
    """gdb/linux.py fetch with tools of our own, into a folder of our own."""

    def __init__(self, place: Path, apt: str = APT, keys: str = "keys", needed: float = 1) -> None:
        self.folder = place / "cache" / "linux"
        (place / "keys").touch()
        tools = place / "tools"
        tools.mkdir(exist_ok=True)
        for name, text in {"apt-get": apt, "apt-cache": apt, "dpkg": DPKG}.items() if apt else ():
            (tools / name).write_text(text)
            (tools / name).chmod(0o755)
        for name in ("tar", "cat", "mkdir", "rm", "sh", "sleep", "sha256sum"):
            if not (tools / name).exists():
                (tools / name).symlink_to(shutil.which(name))
        self.environment = {**surroundings(), "PATH": str(tools), "PYTHONPATH": str(ROOT / "gdb")}
        self.command = ["-c", START, str(place / keys), str(needed), "fetch", str(self.folder)]

    def run(self) -> "tuple[int, str]":
        """The status, and what was printed, in one line."""
        done = subprocess.run(
            [sys.executable, *self.command], cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=60,
        )  # fmt: skip
        return done.returncode, " ".join(done.stdout.split())

    def typed(self) -> pexpect.spawn:
        """The same on a terminal, up to the question."""
        terminal = pexpect.spawn(
            sys.executable, self.command, cwd=ROOT, env=self.environment, encoding="utf-8", timeout=60
        )
        terminal.expect_exact("Go on? [Y/n] ")
        assert "1.1 GB" in terminal.before
        return terminal


def rest(terminal):
    """What is printed until the end, and the status."""
    terminal.expect(pexpect.EOF)
    terminal.close()
    return " ".join(terminal.before.split()), terminal.exitstatus


def test_it_is_fetched_once_and_the_packages_go(tmp_path):
    fetching = Fetching(tmp_path)
    assert fetching.run()[0] == 0
    assert sorted(os.listdir(fetching.folder)) == ["boot", "vmlinux"]
    assert (fetching.folder / "boot").read_text() == "linux-image-riscv64-6.12\n"
    assert (fetching.folder / "vmlinux").read_text() == "linux-image-riscv64-dbg-6.12\n"
    assert Fetching(tmp_path, FAILING).run() == (0, "")


@pytest.mark.parametrize(
    "how, words",
    [
        ({"apt": ""}, "there is no apt-get; try it on Debian or Ubuntu."),
        ({"keys": "none"}, "none); install debian-archive-keyring."),
        ({"needed": 1e18}, "make room, or name another folder with XDG_CACHE_HOME."),
        ({"apt": WRONG}, "6.12.deb is not what Debian has signed, and was deleted; make try-linux loads it again."),
        ({"apt": FAILING}, "(Temporary failure resolving deb.debian.org); is there a network? make try-linux goes on"),
    ],
)
def test_what_cannot_be_is_one_sentence(tmp_path, how, words):
    status, said = Fetching(tmp_path, **how).run()
    assert status == 1 and words in said and "Traceback" not in said


def test_whoever_declines_is_left_alone(tmp_path):
    fetching = Fetching(tmp_path, FAILING)
    terminal = fetching.typed()
    terminal.sendline("n")
    assert rest(terminal) == ("n Nothing was fetched; make try-linux asks again.", 1)


def test_what_was_broken_off_goes_on_later(tmp_path):
    terminal = Fetching(tmp_path, WAITING).typed()
    terminal.sendline("")
    terminal.expect_exact("waits")
    terminal.sendintr()  # to apt too, as a terminal does
    assert rest(terminal) == ("^CBroken off; make try-linux goes on from there.", 1)
    assert Fetching(tmp_path).run()[0] == 0


def test_the_first_file_system_holds_our_process():
    with alone(ROOT / "build" / "linux" / "initrd"):
        subprocess.run(["make", "-s", "build/linux/initrd"], cwd=ROOT, env=surroundings(), check=True)
    init = (ROOT / "build" / "linux" / "init").read_bytes()
    header = [int.from_bytes(init[at : at + 2], "little") for at in (16, 18)]
    assert (init[:4], header) == (b"\x7fELF", [STATIC, RISCV]) and b"ld-linux" not in init
    packed, found, at = (ROOT / "build" / "linux" / "initrd").read_bytes(), {}, 0
    while at < len(packed):
        assert packed[at : at + 6] == b"070701"
        numbers = [int(packed[at + each : at + each + 8], 16) for each in range(6, 110, 8)]
        size, length = numbers[6], numbers[11]
        start = at + -(-(110 + length) // 4) * 4
        found[packed[at + 110 : at + 110 + length - 1].decode()] = (numbers[1], packed[start : start + size])
        at = start + -(-size // 4) * 4
    assert found == {"init": (0o100755, init), "TRAILER!!!": (0, b"")}


def test_the_chapter_types_what_the_session_knows():
    chapter = book.read(str(ROOT), "walkthrough.md").linux
    assert chapter.commands[0].text == "make try-linux" and len(chapter.figures) == 3
    typed = [each.text for each in chapter.commands[1:] if each.prompt == "(gdb) "]
    heads = {" ".join(each.split()[: 2 if each.startswith("lab") else 1]) for each in typed}
    lines = [f"help {head}" for head in sorted(heads)]
    lines += ["lab take x", "lab take 64", "lab back", "lab goto 2", "lab steps", "run 1"]
    tried = [f'try: gdb.execute("{line}")\nexcept gdb.error as fault: print("said:", fault)' for line in lines]
    script = ["source gdb/load.py", "python import buddylab.commands.linux"]
    script += [f"python\n{each}\nend" for each in tried]
    gdb = subprocess.run(["sh", "gdb/tools.sh"], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8").stdout
    name = gdb.split("GDB := ")[1].split("\n")[0]
    done = subprocess.run(
        [name, "-nx", "-q"], input="\n".join(script) + "\nquit\n", cwd=ROOT, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, encoding="utf-8", env=surroundings(), timeout=60,
    )  # fmt: skip
    said = [line.partition("said: ")[2] for line in done.stdout.split("\n") if "said: " in line]
    assert said == [
        "lab take expects how many MiB, 1 to 256, such as lab take 64.",
        "Linux does not run; run boots it.",
        "This machine cannot go back to an earlier stop; run boots Linux anew.",
        "This machine cannot go back to an earlier stop; run boots Linux anew.",
        "lab has no command steps here; help lab lists its commands.",
        "run takes no argument; type run alone.",
    ]


def test_what_another_boot_may_show_has_a_name():
    one = ["0xff1c0000000027c8:	0xff6000001fff1110  0x8009f000 4 KiB → head *", "free 108768 of 112424 pages, in 9"]
    other = ["0xff2c000000002800:	0xff6000001fff1118  0x8019f000 2 MiB → head *", "free 1 of 112424 pages,", "  in 10"]
    assert named(one) == named(other) != named([*one, "List 3 is damaged"])
