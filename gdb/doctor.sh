#!/bin/sh
# Looks for all that Buddylab needs.
#
#   doctor.sh               a line for each: fine, or what is wrong with the cure; fails if one is wrong
#   doctor.sh install TASK  installs what `make TASK` misses (asking first if a person sits there): tour, test,
#                           test-pages, test-foreign, site or lint; fails, and says why, if that is not enough
#
# Without a TASK it is about all that this copy can do: its tests, or a tour where there are none, as at a student's.
#
# Run by make. GDB, QEMU, TOOLPREFIX, DOT and PYTHON in the environment name tools that are to be taken as they are.
set -u
here=$(dirname "$0")
python=${PYTHON:-/usr/bin/python3}
command -v "$python" >/dev/null || python=python3
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
# shellcheck source=gdb/probes.sh
. "$here/probes.sh"
for manager in apt-get dnf pacman brew none; do
    command -v $manager >/dev/null && break
done

# What is called how: by us, by Debian and Ubuntu, Fedora, Arch, Homebrew. Of what has a - there is none of its own.
packages() {
    cat <<'TABLE'
compiler    gcc-riscv64-unknown-elf gcc-riscv64-linux-gnu       riscv64-elf-gcc         riscv64-elf-gcc
qemu        qemu-system-misc        qemu-system-riscv           qemu-system-riscv       qemu
gdb         gdb-multiarch           gdb                         gdb                     riscv64-elf-gdb
graphviz    graphviz                graphviz                    graphviz                graphviz
cc          gcc,libc6-dev           gcc,libasan,libubsan        gcc                     -
rich        python3-rich            python3-rich                python-rich             pip:rich
pexpect     python3-pexpect         python3-pexpect             python-pexpect          pip:pexpect
jinja2      python3-jinja2          python3-jinja2              python-jinja            pip:jinja2
pygments    python3-pygments        python3-pygments            python-pygments         pip:pygments
markdown_it python3-markdown-it     python3-markdown-it-py      python-markdown-it-py   pip:markdown-it-py
bubblewrap  bubblewrap              bubblewrap              bubblewrap              -
yaml        python3-yaml            python3-pyyaml          python-yaml             pip:pyyaml
pytest      python3-pytest          python3-pytest              python-pytest           pip:pytest
xdist       python3-pytest-xdist    python3-pytest-xdist        python-pytest-xdist     pip:pytest-xdist
hypothesis  python3-hypothesis      python3-hypothesis          python-hypothesis       pip:hypothesis
selenium    python3-selenium        python3-selenium            python-selenium         pip:selenium
chromium    chromium                chromium                    chromium                chromium
driver      chromium-driver         chromedriver                -                       chromedriver
poppler     poppler-utils           poppler-utils               poppler                 poppler
cxx         g++                     gcc-c++                     gcc                     gcc
pkg_config  pkg-config              pkgconf-pkg-config          pkgconf                 pkgconf
glib        libglib2.0-dev          glib2-devel                 glib2                   glib
uthash      uthash-dev              uthash-devel                uthash                  uthash
boost       libboost-dev            boost-devel                 boost                   boost
rustc       rustc                   rust                        rust                    rust
spin        librust-spin-dev        rust-spin-devel             -                       -
clang       clang-format            clang-tools-extra           clang                   clang-format
black       black                   black                       python-black            black
flake8      flake8                  python3-flake8              flake8                  flake8
mypy        mypy                    python3-mypy                mypy                    mypy
typeshed    python3-typeshed        pip:types-gdb               pip:types-gdb           pip:types-gdb
TABLE
}

say() { printf '%s\n' "$@" | sh "$here/wrap.sh"; } # sentences, in lines that fit the terminal

# The packages here for a thing of ours; Debian's names where the manager is none that we know.
named() {
    case $manager in dnf) column=3 ;; pacman) column=4 ;; brew) column=5 ;; *) column=2 ;; esac
    found=$(packages | awk -v thing="$1" -v column=$column '$1 == thing && $column != "-" {print $column}' | tr , ' ')
    # Debian 13 packs the riscv machines on their own.
    if [ "$found" = qemu-system-misc ] && apt-cache show qemu-system-riscv 2>/dev/null | grep -q '^Package:'; then
        found=qemu-system-riscv
    fi
    # The Debian after 13 packs Graphviz' layouts on their own, with a number in the name.
    [ "$found" != graphviz ] || found="graphviz $(apt-cache pkgnames libgvplugin-neato-layout 2>/dev/null | grep '[0-9]$')"
    # shellcheck disable=SC2086  # a list of words
    echo $found
}

# The command that installs packages here.
install_line() {
    modules=$(printf '%s\n' "$@" | sed -n 's/^pip://p' | tr '\n' ' ')
    others=$(printf '%s\n' "$@" | sed '/^pip:/d' | tr '\n' ' ')
    case $manager in
    dnf) said="sudo dnf install $others" ;;
    pacman) said="sudo pacman -S $others" ;;
    brew) said="${others:+brew install $others}" ;;
    *) said="apt-get install $others" ;;
    esac
    printf '%s' "$said${modules:+${said:+and }pip3 install $modules}" | sed 's/ *$//'
}

fine() { [ "$mode" != doctor ] || say "fine   $1"; }

bad() { # THING WHAT [GIVEN]: what somebody named by hand, as GDB=gdb, no package can mend
    cure=$(named "$1")
    if [ -n "${3-}" ]; then
        given="$given$2. Leave out ${3%%=*}=, or name another one.
"
        advice="Leave out ${3%%=*}=, or name another one"
    else
        missing="$missing $cure" advice="Install $cure, or run make deps"
    fi
    wrong="$wrong$2.
"
    [ "$mode" != doctor ] || say "wrong  $2. $advice."
}

chosen() { printf '%s\n' "$choice" | sed -n "s/^$1 := //p"; } # what tools.sh says of it

tool() { # THING VARIABLE SUFFIX WHAT-IT-HAS
    fault=$(chosen "$2_FAULT") name=$(chosen "$2")$3
    eval "given_name=\${$2:+$2=}"
    if [ -n "$fault" ]; then bad "$1" "$fault" "$given_name"; else fine "$(version "$name")$4"; fi
}

debugger() {
    tool gdb GDB '' ', with Python and RISC-V'
    for module in $(chosen GDB_LACKS); do bad "$module" "$(version "$name") finds no Python module $module"; done
}

drawing() {
    dot=${DOT:-dot} given_name=
    [ "$dot" = dot ] || given_name=DOT=
    if ! command -v "$dot" >/dev/null; then
        bad graphviz "$dot was not found" "$given_name"
    elif ! said=$("$dot" -V 2>&1); then
        bad graphviz "$dot does not run" "$given_name"
    elif ! echo 'graph { a [pos="1,1"] }' | "$dot" -Kneato -n2 -Tsvg 2>"$scratch/said" | grep -q '</svg>'; then
        said="$said${said:+: }$(head -n 1 "$scratch/said" | tr -d '"')"
        bad graphviz "$dot draws no SVG ($said); a Graphviz with the layout neato is expected" "$given_name"
    else
        fine "$said"
    fi
}

modules() {
    lacks=$("$python" -c 'import importlib.util as util, sys
print(*(name for name in sys.argv[1:] if util.find_spec(name) is None))' "$@" 2>/dev/null) || lacks="$*"
    for module; do
        case " $lacks " in
        *" $module "*) bad "$module" "$python has no module $module" ;;
        *) fine "Python module $module" ;;
        esac
    done
}

host_compiler() {
    echo 'int main(void) { return 0; }' >"$scratch/host.c"
    if cc -fsanitize=address,undefined -o "$scratch/host" "$scratch/host.c" 2>/dev/null && "$scratch/host"; then
        fine "$(version cc), with sanitizers"
    else
        bad cc 'No C compiler with AddressSanitizer for this computer was found'
    fi
}

program() { # THING NAME
    if command -v "$2" >/dev/null; then fine "$2"; else bad "$1" "$2 was not found"; fi
}

header() { # THING HEADER COMPILER OPTIONS...
    thing=$1 name=$2
    shift 2
    if echo "#include <$name>" | "$@" -E - >/dev/null 2>&1; then fine "$name"; else bad "$thing" "$name was not found"; fi
}

# What the programs of tests/foreign are made of: other people's lists.
foreign() {
    program cxx g++
    program pkg_config pkg-config
    program rustc rustc
    # shellcheck disable=SC2046  # a list of words
    header glib glib.h cc -x c $(pkg-config --cflags glib-2.0 2>/dev/null)
    header uthash utlist.h cc -x c
    header boost boost/intrusive/list.hpp g++ -x c++
    crate=$(find "${CRATES:-/usr/share/cargo/registry}" -maxdepth 1 -name 'spin-*' 2>/dev/null)
    if [ -n "$crate" ]; then fine "Rust's crate spin"; else bad spin "Rust's crate spin was not found"; fi
}

look() { # TASK
    missing='' wrong='' given=''
    if [ "$1" = lint ]; then
        program clang clang-format
        for name in black flake8 mypy; do program $name $name; done
        modules rich # mypy follows what it says of its types
        (cd "$scratch" && mypy --cache-dir=/dev/null -c 'import gdb.types' >/dev/null 2>&1) ||
            bad typeshed 'mypy finds no types for GDB'
        return
    fi
    choice=$(sh "$here/tools.sh")
    tool compiler TOOLPREFIX gcc ''
    tool qemu QEMU '' ''
    debugger
    drawing
    modules rich markdown_it pexpect
    case $1 in
    tour) host_compiler ;;
    site) modules jinja2 pygments ;;
    test)
        host_compiler
        modules jinja2 pygments pytest xdist hypothesis yaml
        # Linux' own. make grade does without it, and so do its tests where it does not work; both are tested here.
        [ "$manager" = brew ] || program bubblewrap bwrap
        ;;
    test-foreign)
        host_compiler
        modules pytest xdist
        foreign
        ;;
    test-pages)
        modules jinja2 pygments pytest selenium
        program chromium chromium
        program driver chromedriver
        program poppler pdftotext # what is on paper
        ;;
    esac
}

# What apt would install of what is missing, and that cannot do it.
too_old() {
    for package in $missing; do
        case $package in
        gdb-multiarch) oldest=$OLDEST_GDB ;;
        qemu-system-*) oldest=$OLDEST_QEMU ;;
        *) continue ;;
        esac
        has=$(apt-cache policy "$package" 2>/dev/null | sed -n 's/.*Candidate: \([0-9]*:\)\{0,1\}\([0-9][0-9.]*\).*/\2/p')
        [ -z "$has" ] || ! older "$has" "$oldest" ||
            echo "This system has $package $has, which is too old; $oldest or newer is expected."
    done
}

# The packages that are missing, each once.
wanted() {
    # shellcheck disable=SC2086  # a list of words
    printf '%s\n' $missing | awk '!seen[$0]++' | tr '\n' ' ' | sed 's/ $//'
}

refuse() { # SENTENCES
    say "$1" 'Nothing was installed.' >&2
    return 1
}

install() {
    mode=install
    look "$1"
    [ -n "$wrong" ] || return 0
    [ -z "$given" ] || refuse "$given" || return
    if [ "$manager" != apt-get ]; then
        say "$wrong" >&2
        # shellcheck disable=SC2046  # a list of words
        [ "$manager" = none ] || echo "Install what is missing: $(install_line $(wanted))" | sh "$here/wrap.sh" 1 ' \' >&2
        [ "$manager" != none ] || say "Install what is missing. In Debian it is called: $(wanted)" >&2
        return 1
    fi
    root=
    if [ "$(id -u)" != 0 ]; then
        root=$(command -v sudo) || {
            say "These packages are missing, and only root can install them: $(wanted)" >&2
            return 1
        }
    fi
    if [ -t 0 ] && [ -z "${CI:-}" ]; then
        printf '%s ' "$(echo "Missing: $(wanted). Install with apt-get? [Y/n]" | sh "$here/wrap.sh" 2)"
        read -r answer
        case $answer in [Nn]*) return 1 ;; esac
    fi
    $root apt-get update -qq >"$scratch/log" 2>&1 || {
        cat "$scratch/log" >&2
        return 1
    }
    look "$1" # once more: only now is it known which packages this system has, and of what age
    old=$(too_old)
    [ -z "$old" ] || refuse "$old" || return
    packages=$(wanted)
    # shellcheck disable=SC2086  # a list of words
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $packages \
        >"$scratch/log" 2>&1 || {
        cat "$scratch/log" >&2
        return 1
    }
    say "Installed: $packages"
    look "$1"
    [ -z "$wrong" ] || {
        say "$wrong" 'That is still wrong, although its packages are installed; make doctor says more.' >&2
        return 1
    }
}

mode=${1:-doctor} all=test
[ -d "$here/../tests" ] || all=tour
case $mode in
install) install "${2:-$all}" ;;
*)
    mode=doctor
    look $all
    [ -z "$wrong" ]
    ;;
esac
