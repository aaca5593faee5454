#!/bin/sh
# Looks for the tools that Buddylab needs.
#
#   doctor.sh                   a line for each: fine, or what is wrong with the cure; fails if one is wrong
#   doctor.sh install tour      installs what `make tour` misses (asking first if a person sits there)
#   doctor.sh install test      the same for `make test`
#   doctor.sh install lint      the same for `make lint`
#   doctor.sh install site      the same for `make site`
#   doctor.sh install test-pages  the same for `make test-pages`
#
# Run by make, which exports TOOLPREFIX, GDB, QEMU and DOT as it found them.
set -u
python=/usr/bin/python3
[ -x $python ] || python=$(command -v python3 || echo python3)
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
wrong=0
missing=

# Debian 13 packs the riscv machines on their own.
qemu_package() {
    if apt-cache show qemu-system-riscv 2>/dev/null | grep -q '^Package:'; then
        echo qemu-system-riscv
    else
        echo qemu-system-misc
    fi
}

fine() { [ "$mode" = doctor ] && printf 'fine   %s\n' "$1"; }
bad() { # WHAT PACKAGES...
    wrong=1
    what=$1
    shift
    missing="$missing $*"
    [ "$mode" = doctor ] && printf 'wrong  %s Install %s, or run make deps.\n' "$what" "$*"
    return 0
}

compiler() {
    echo 'int main(void) { return 0; }' >"$scratch/probe.c"
    if ! command -v "${TOOLPREFIX:-none-}gcc" >/dev/null; then
        bad 'No C compiler for riscv64 was found.' gcc-riscv64-unknown-elf
    elif ! "${TOOLPREFIX}gcc" -march=rv64imac_zicsr -mabi=lp64 -c -o "$scratch/probe.o" "$scratch/probe.c" 2>/dev/null; then
        bad "${TOOLPREFIX}gcc does not compile for rv64imac_zicsr; gcc 12 or newer is expected." gcc-riscv64-unknown-elf
    else
        fine "$("${TOOLPREFIX}gcc" --version | head -n 1)"
    fi
}

qemu() {
    if ! command -v "$QEMU" >/dev/null; then
        bad "$QEMU was not found." "$(qemu_package)"
        return
    fi
    version=$("$QEMU" --version | head -n 1)
    major=$(echo "$version" | sed -n 's/.*version \([0-9]*\)\..*/\1/p')
    if [ "${major:-0}" -lt 7 ]; then
        bad "$version is too old; QEMU 7.0 or newer is expected." "$(qemu_package)"
    elif ! "$QEMU" -machine help 2>/dev/null | grep -q '^virt '; then
        bad "$QEMU has no machine named virt." "$(qemu_package)"
    else
        fine "$version"
    fi
}

debugger() {
    if ! command -v "${GDB:-no gdb}" >/dev/null; then
        bad 'No GDB was found.' gdb-multiarch
        return
    fi
    cat >"$scratch/probe.gdb" <<'GDB'
python import sys; print("python", "good" if sys.version_info >= (3, 9) else "old")
python print("gdb", "good" if int(gdb.VERSION.split(".")[0].split()[-1]) >= 12 else "old")
set architecture riscv:rv64
python import graphviz; print("graphviz good")
python import rich.markdown; print("rich good")
GDB
    answer=$(while read -r line; do
        "$GDB" -nx -batch -iex 'set debuginfod enabled off' -ex "$line" 2>&1
    done <"$scratch/probe.gdb")
    version=$("$GDB" -nx --version | head -n 1)
    case $answer in
    *'gdb old'*) bad "$version is too old; GDB 12 or newer is expected." gdb-multiarch ;;
    *'python good'*'riscv:rv64'*'graphviz good'*'rich good'*) fine "$version, with Python and riscv" ;;
    *'python good'*'riscv:rv64'*'graphviz good'*) bad "$version finds no Python module rich." python3-rich ;;
    *'python good'*'riscv:rv64'*) bad "$version finds no Python module graphviz." python3-graphviz ;;
    *'python good'*) bad "$version does not know riscv:rv64." gdb-multiarch ;;
    *) bad "$version was built without Python 3.9 or newer." gdb-multiarch ;;
    esac
}

drawing() {
    if ! command -v "$DOT" >/dev/null; then
        bad "$DOT was not found." graphviz
    elif ! version=$("$DOT" -V 2>&1); then
        bad "$DOT does not run." graphviz
    else
        fine "$version"
    fi
}

module() { # NAME PACKAGE
    if "$python" -c "import $1" 2>/dev/null; then
        fine "Python module $1"
    else
        bad "$python has no module $1." "$2"
    fi
}

host_compiler() {
    echo 'int main(void) { return 0; }' >"$scratch/probe.c"
    if cc -fsanitize=address,undefined -o "$scratch/probe" "$scratch/probe.c" 2>/dev/null; then
        fine "$(cc --version | head -n 1), with sanitizers"
    else
        bad 'No C compiler with AddressSanitizer for this computer was found.' gcc libc6-dev
    fi
}

program() { # NAME PACKAGE
    if command -v "$1" >/dev/null; then fine "$1"; else bad "$1 was not found." "$2"; fi
}

pages() {
    module jinja2 python3-jinja2
    module pygments python3-pygments
    module markdown_it python3-markdown-it
}

look() { # tour | test | lint | site | test-pages
    if [ "$1" = lint ]; then
        for name in clang-format black flake8 mypy; do program $name $name; done
        module rich python3-rich # mypy follows what it says of its types
        return
    fi
    compiler
    qemu
    debugger
    drawing
    module graphviz python3-graphviz
    module rich python3-rich
    module pexpect python3-pexpect
    case $1 in site | test-pages) pages ;; *) host_compiler ;; esac
    case $1 in tour | site) return ;; esac
    module pytest python3-pytest
    if [ "$1" = test-pages ]; then
        module selenium python3-selenium
        program chromium chromium
        program chromedriver chromium-driver
    else
        module hypothesis python3-hypothesis
    fi
}

install() {
    mode=install
    look "$1"
    [ -n "$missing" ] || return 0
    if ! command -v apt-get >/dev/null; then
        echo "These packages are missing (by their Debian names):$missing." >&2
        echo 'Install them with the package manager of your system; the README names them for others.' >&2
        return 1
    fi
    root=
    if [ "$(id -u)" != 0 ]; then
        root=$(command -v sudo) || {
            echo "These packages are missing, and only root can install them:$missing" >&2
            return 1
        }
    fi
    if [ -t 0 ] && [ -z "${CI:-}" ]; then
        printf 'Missing:%s. Install with apt-get? [Y/n] ' "$missing"
        read -r answer
        case $answer in [Nn]*) return 1 ;; esac
    fi
    $root apt-get update -qq >"$scratch/log" 2>&1 || {
        cat "$scratch/log" >&2
        return 1
    }
    missing=
    look "$1" # once more: only now is it known which packages this Debian has
    # shellcheck disable=SC2086  # a list of words
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing >"$scratch/log" 2>&1 || {
        cat "$scratch/log" >&2
        return 1
    }
    echo "Installed:$missing"
}

mode=${1:-doctor}
case $mode in
install) install "$2" ;;
*)
    mode=doctor
    look test
    exit $wrong
    ;;
esac
