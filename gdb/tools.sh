#!/bin/sh
# Chooses the tools: of those at hand the first that can do what is needed, whatever it is called. Nobody else chooses.
#
#   tools.sh FILE    writes the choice as make variables to FILE, unless FILE tells it already
#   tools.sh         prints it
#
# GDB, TOOLPREFIX and QEMU in the environment leave no choice. Where nothing at hand can do it, GDB_FAULT (and so on)
# says why not. To ask the tools takes a third of a second, so FILE's first line is what the choice depends on; as
# long as that stays the same, the choice does.
set -u
here=${0%/*}
: "${GDB:=}" "${TOOLPREFIX:=}" "${QEMU:=}"
debuggers=${GDB:-gdb-multiarch riscv64-unknown-elf-gdb riscv64-elf-gdb riscv64-none-elf-gdb riscv64-linux-gnu-gdb gdb}
prefixes=${TOOLPREFIX:-riscv64-unknown-elf- riscv64-elf- riscv64-none-elf- riscv64-linux-gnu-}
machines=${QEMU:-qemu-system-riscv64}

at_hand() { # the paths of all candidates that exist
    for name in $debuggers $machines; do command -v "$name"; done
    for name in $prefixes; do command -v "${name}gcc"; done
}

listed() { # which files the choice depends on
    # shellcheck disable=SC2046  # paths of tools
    ls -dinL $(at_hand) "$here/tools.sh" "$here/probes.sh" "$here/probe.py" "$here/../kernel/kernel.ld" 2>/dev/null
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
file=$1
# shellcheck disable=SC2046  # in one line, which make takes for a comment
set -- $(listed)
now="# $PATH | $debuggers | $prefixes | $machines | $*"
[ -r "$file" ] && IFS= read -r was <"$file" && [ "$was" = "$now" ] && exit
mkdir -p "$(dirname "$file")" && new=$(mktemp "$file.XXXXXX") || exit 1
{
    printf '%s\n' "$now"
    choice
} >"$new" && mv "$new" "$file"
