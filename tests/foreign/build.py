"""Builds a program of programs/ with the compiler of its language."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

PROGRAMS = Path(__file__).resolve().parent / "programs"
CRATES = Path(os.environ.get("CRATES", "/usr/share/cargo/registry"))  # where Debian and Fedora put them
OWN = "/usr/bin/rustc"  # the distribution's, before one that somebody has of their own
RUST = (OWN if os.access(OWN, os.X_OK) else "rustc", "-g", "--cap-lints", "allow")
FEATURES = ("mutex", "spin_mutex", "once", "lazy")
SPIN = [part for name in FEATURES for part in ("--cfg", f'feature="{name}"')]


def built(folder, name, libraries=()):
    """The program, in `folder`; `libraries` by the names that pkg-config has for them."""
    source, out = PROGRAMS / name, folder / Path(name).stem
    if source.suffix == ".rs":
        _run(*RUST, "--edition", "2021", "--extern", f"spin={_spin(folder)}", "-o", out, source)
        return out
    compiler = ("cc",) if source.suffix == ".c" else ("g++", "-std=c++17")
    _run(*compiler, "-g", "-O0", "-w", *_flags("--cflags", libraries), "-o", out, source, *_flags("--libs", libraries))
    return out


def _flags(what, libraries):
    return _run("pkg-config", what, *libraries).split() if libraries else []


def _spin(folder):
    """The lock of the kernels that are written in Rust, compiled from what the distribution packs."""
    crate, out = max(CRATES.glob("spin-*")), folder / "libspin.rlib"
    edition = re.search(r'^edition = "(\d+)"', (crate / "Cargo.toml").read_text(), re.MULTILINE)
    year = edition[1] if edition else "2015"
    _run(
        *RUST, "--edition", year, "--crate-name", "spin", "--crate-type", "rlib", *SPIN, "-o", out, crate / "src/lib.rs"
    )
    return out


def _run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}"
    return done.stdout
