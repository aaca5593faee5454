#!/bin/sh
# Chooses the tools: of those at hand the first that can do what is needed, whatever it is called. Nobody else chooses.
#
#   tools.sh FILE    writes the choice as make variables to FILE, unless FILE tells it already
#   tools.sh         prints it
#
# GDB, TOOLPREFIX and QEMU in the environment leave no choice. Where nothing at hand can do it, GDB_FAULT (and so on)
# says why not. To ask the tools takes a third of a second, so FILE begins with what the choice depends on; as long as
# that stays the same, the choice does.
set -u
here=$(dirname "$0")
: "${GDB:=}" "${TOOLPREFIX:=}" "${QEMU:=}"
debuggers=${GDB:-gdb-multiarch riscv64-unknown-elf-gdb riscv64-elf-gdb riscv64-none-elf-gdb riscv64-linux-gnu-gdb gdb}
prefixes=${TOOLPREFIX:-riscv64-unknown-elf- riscv64-elf- riscv64-none-elf- riscv64-linux-gnu-}
machines=${QEMU:-qemu-system-riscv64}

at_hand() { # the paths of all candidates that exist
    for name in $debuggers $machines; do command -v "$name"; done
    for name in $prefixes; do command -v "${name}gcc"; done
}

key() { # what the choice depends on, in lines that make takes for comments
    printf '# %s | %s | %s | %s\n' "$PATH" "$debuggers" "$prefixes" "$machines"
    # shellcheck disable=SC2046  # paths of tools
    set -- $(at_hand) "$here/tools.sh" "$here/probes.sh" "$here/probe.py" "$here/../kernel/kernel.ld"
    ls -dilL "$@" 2>/dev/null | sed 's/^/# /'
}

# The first of the candidates that the probe finds no fault with, as `chosen`; else the first that is there, with its
# fault; else the name that one would expect.
choose() { # PROBE SUFFIX CANDIDATES...
    probe=$1 suffix=$2
    shift 2
    chosen='' reason=''
    for name; do
        command -v "$name$suffix" >/dev/null || continue
        "$probe" "$name"
        [ -n "$fault" ] || {
            chosen=$name reason=''
            return
        }
        [ -n "$chosen" ] || chosen=$name reason=$fault
    done
    [ -n "$chosen" ] || chosen=$1 reason="$1$suffix was not found"
}

choice() {
    march='' lacks=''
    scratch=$(mktemp -d) || exit 1
    trap 'rm -rf "$scratch"' EXIT
    # shellcheck source=gdb/probes.sh
    . "$here/probes.sh"
    # shellcheck disable=SC2086  # lists of words
    {
        choose probe_gdb '' $debuggers
        printf 'GDB := %s\nGDB_FAULT := %s\nGDB_LACKS := %s\n' "$chosen" "$reason" "$lacks"
        choose probe_qemu '' $machines
        printf 'QEMU := %s\nQEMU_FAULT := %s\n' "$chosen" "$reason"
        choose probe_compiler gcc $prefixes
        printf 'TOOLPREFIX := %s\nTOOLPREFIX_FAULT := %s\nMARCH := %s\n' "$chosen" "$reason" "${march:-rv64imac}"
    }
}

if [ $# -eq 0 ]; then
    choice
    exit
fi
now=$(key)
[ "$(sed -n '/^#/p' "$1" 2>/dev/null)" = "$now" ] && exit
mkdir -p "$(dirname "$1")" && new=$(mktemp "$1.XXXXXX") || exit 1
{
    printf '%s\n' "$now"
    choice
} >"$new" && mv "$new" "$1"
