# shellcheck shell=sh disable=SC2034,SC2154  # its variables are those of who sources it
# What a tool must be able to do, asked of the tool itself: names and version numbers tell too little.
# Sourced by tools.sh and doctor.sh, which set `here`, this folder, and `scratch`, a folder for what comes and goes.
# Each probe leaves `fault`: empty for a tool that can, else what is wrong with it and what was expected.

OLDEST_GDB=12
OLDEST_QEMU=6.2

# The first line that a tool says of its version, without what make or a shell would read as its own.
version() { "$1" --version 2>/dev/null </dev/null | head -n 1 | tr -d "\\\\\"'\`\$#"; }

# Whether version $1 is older than $2, both as 7.2; only the first two numbers count.
older() {
    [ "${1%%.*}" -lt "${2%%.*}" ] && return 0
    [ "${1%%.*}" -eq "${2%%.*}" ] || return 1
    minor=${1#*.} least=${2#*.}
    [ "$least" = "$2" ] && return 1
    [ "$minor" != "$1" ] && [ "${minor%%.*}" -lt "${least%%.*}" ]
}

probe_compiler() { # PREFIX; leaves `march` too: how this one spells the instructions that we use
    fault=
    for tool in gcc ar objcopy; do
        command -v "$1$tool" >/dev/null && continue
        fault="$1$tool was not found"
        return
    done
    cat >"$scratch/probe.c" <<'C'
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

__attribute__((section(".text.entry"))) void _start(void)
{
    asm volatile("csrr t0, mhartid");
}
C
    # Older ones, as gcc 8, do not know that the csr instructions have a name of their own; gcc 12 insists on it.
    for march in rv64imac_zicsr rv64imac; do
        "$1gcc" -std=gnu11 -march=$march -mabi=lp64 -mcmodel=medany -ffreestanding -fno-pie -nostdlib -static -no-pie \
            -T "$here/../kernel/kernel.ld" -Wl,--fatal-warnings -Wl,--build-id=none -o "$scratch/probe.elf" \
            "$scratch/probe.c" >/dev/null 2>&1 </dev/null && return
    done
    fault="$1gcc ($(version "$1gcc")) does not build for rv64imac; a gcc for riscv64 is expected"
}

probe_gdb() { # GDB; leaves `lacks` too: the Python modules that it does not find
    fault='' lacks=''
    said=$(LC_ALL=C "$1" -nx -batch -iex 'set debuginfod enabled off' -x "$here/probe.py" 2>/dev/null </dev/null |
        sed -n 's/^probe: //p')
    # shellcheck disable=SC2086  # a list of words
    set -- "$1" $said
    what="$1 ($(version "$1"))"
    if [ $# -lt 4 ]; then
        fault="$what was built without Python; a GDB with Python 3.9 or newer is expected"
    elif older "$2" $OLDEST_GDB; then
        fault="$what is too old; GDB $OLDEST_GDB or newer is expected"
    elif older "$3" 3.9; then
        fault="$what has Python $3 inside; Python 3.9 or newer is expected"
    elif [ "$4" != riscv ]; then
        fault="$what does not know RISC-V; a GDB that knows riscv:rv64 is expected"
    else
        shift 4
        lacks=$*
    fi
}

probe_qemu() { # QEMU
    fault='' has=$(version "$1")
    what="$1 ($has)"
    has=$(printf '%s\n' "$has" | sed -n 's/.*version \([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p')
    if [ -z "$has" ]; then
        fault="$1 does not say its version; QEMU $OLDEST_QEMU or newer is expected"
    elif older "$has" $OLDEST_QEMU; then
        fault="$what is too old; QEMU $OLDEST_QEMU or newer is expected"
    elif ! "$1" -machine help 2>/dev/null </dev/null | grep -q '^virt '; then
        fault="$what has no machine named virt; a QEMU for riscv64 is expected"
    fi
}
