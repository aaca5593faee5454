"""Another computer than this one: without some of its tools, or with others of the same name."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from buddylab.course.player import surroundings

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 60  # seconds that anything may take
PREFIX = "riscv64-unknown-elf-"
TOOLS = (
    "gdb-multiarch gdb qemu-system-riscv64 dot cc clang-format black flake8 mypy chromium chromedriver"
    " pdftotext g++ pkg-config rustc"
)
OURS = [*TOOLS.split(), *(PREFIX + name for name in ("gcc", "ar", "objcopy"))]  # what a test may take away
HIDDEN = ["apt-get", "apt-cache", "dnf", "pacman", "brew", "sudo"]
NAMED = ("GDB", "QEMU", "TOOLPREFIX", "DOT", "PYTHON", "CI")


def script(path, text):
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def around():
    """The environment, in which no tool is named."""
    return {name: value for name, value in surroundings().items() if name not in NAMED}


def run(*command, **environment):
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**around(), **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=LIMIT,
    )


def common(folder):
    """Fills a folder with every program of this computer but OURS and HIDDEN."""
    for place in ("/bin", "/usr/bin"):
        for name in set(os.listdir(place)).difference(OURS, HIDDEN, os.listdir(folder)):
            (folder / name).symlink_to(f"{place}/{name}")
    return folder


class World:
    """A computer on which all that is installed here is installed, but for what a test takes away or puts there."""

    def __init__(self, folder, rest):
        self.bin, self.log, self.rest = folder / "bin", folder / "log", rest
        self.bin.mkdir()
        for name in OURS:
            if shutil.which(name):
                self.link(name, name)

    def without(self, *names):
        for name in names:
            (self.bin / name).unlink(missing_ok=True)

    def put(self, name, text):
        self.without(name)
        return script(self.bin / name, text)

    def link(self, name, target):
        self.without(name)
        (self.bin / name).symlink_to(shutil.which(target))

    def apt(self, packages="", has=""):
        """An apt-get that writes down what it is asked for, and puts the programs `packages` there."""
        install = "".join(f'ln -sf {shutil.which(each)} "{self.bin}/{each}"; ' for each in packages.split())
        self.put("apt-get", f'echo "$@" >>{self.log}; case $* in *install*) {install}:;; esac')
        self.put("sudo", 'exec "$@"')
        self.put("apt-cache", f'case "$*" in "policy "*) echo "  Candidate: {has}";; esac')

    def run(self, *command, **environment):
        return run(*command, PATH=self.path, **environment)

    @property
    def path(self):
        return f"{self.bin}:{self.rest}"

    def chosen(self):
        told = self.run("sh", "gdb/tools.sh").stdout
        return dict(re.findall(r"^(\w+) := ?(.*)$", told, re.MULTILINE))
