#!/usr/bin/env bash
# Installs the Debian or Ubuntu packages that are missing, or says which command would.
#   system-packages.sh venv PYTHON   what `python -m venv` needs (the rest cannot go on without)
#   system-packages.sh letters       what PDF letters need (the rest can go on without)
#   system-packages.sh tests         what the tests need
set -euo pipefail
cd "$(dirname "$0")/.."

python=${2:-.venv/bin/python}
missing=()

can_load() { "$python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null; }
can_run() { command -v "$1" >/dev/null; }
can_start_postgresql() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || can_run initdb; }
can_make_venv() { "$python" -c 'import ensurepip, venv' 2>/dev/null; }

need() { # need PACKAGE CHECK...: note PACKAGE when CHECK fails
    local package=$1
    shift
    "$@" || missing+=("$package")
}

look() {
    missing=()
    case $1 in
        venv)
            need "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" \
                can_make_venv
            ;;
        letters)
            need libpangoft2-1.0-0 can_load libpangoft2-1.0.so.0
            need libharfbuzz-subset0 can_load libharfbuzz-subset.so.0
            ;;
        tests)
            need poppler-utils can_run pdfinfo
            need qpdf can_run qpdf
            need chromium can_run chromium
            need postgresql can_start_postgresql
            need clamav-daemon test -x /usr/sbin/clamd
            ;;
    esac
}

install() {
    local root=()
    if ((EUID != 0)); then
        sudo -n true 2>/dev/null || return 1
        root=(sudo -n)
    fi
    can_run apt-get || return 1
    echo "Installing the system's packages: ${missing[*]}"
    "${root[@]}" apt-get update -qq &&
        "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get install -qq --yes --no-install-recommends "${missing[@]}" >/dev/null
}

look "$1"
((${#missing[@]})) || exit 0
install </dev/null || true
look "$1"
((${#missing[@]})) || exit 0

{
    case $1 in
        letters)
            if [[ " ${missing[*]} " == *pango* ]]; then
                echo "Letters cannot be made: a system package is missing. All else works."
            else
                echo "Letters take three to four times longer: a system package is missing."
            fi
            ;;
        *) echo "System packages are missing, and could not be installed from here." ;;
    esac
    echo "To install what is missing: sudo apt-get install ${missing[*]}"
} >&2
[[ $1 == letters ]]
