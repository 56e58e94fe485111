#!/usr/bin/env bash
# Installs the Debian or Ubuntu packages that are missing, or says in one line which command would,
# and fails.
#   system-packages.sh GROUP...
#     venv      what making .venv needs
#     letters   what PDF letters need
#     jail      what strangers' files are opened in, if it can be had
#     tests     what `make test` needs
#   and what only the tests of one subject need:
#     proofs    a clock that can be set        ocr       text read from pictures, English and Welsh
#     mailbox   an IMAP server                 proxy     a proxy in front of the tracker
#     office    Word, OpenDocument and RTF documents made into PDFs
#     limits    a shared store of limits       backup    backups, and their encryption
set -euo pipefail
cd "$(dirname "$0")/.."

python=.venv/bin/python
"$python" -c '' 2>/dev/null || python=$(deploy/find-python.sh)
missing=() wanted=()

can_load() { "$python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null; }
can_run() { command -v "$1" >/dev/null || [[ -x /usr/sbin/$1 ]]; }
can_start_postgresql() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || can_run initdb; }
can_make_venv() { [[ $python == .venv/* ]] || "$python" -c 'import ensurepip, venv' 2>/dev/null; }
is_known() { [[ $(apt-cache policy "$1" 2>/dev/null) == *Candidate:\ [0-9]* ]]; }
can_read() { compgen -G "/usr/share/tesseract-ocr/*/tessdata/$1.traineddata" >/dev/null; }

need() { # need PACKAGE CHECK...: note PACKAGE when CHECK fails
    local package=$1
    shift
    "$@" || missing+=("$package")
}

want() { # want PACKAGE CHECK...: install PACKAGE too where there is one, but do without it
    local package=$1
    shift
    "$@" || ! is_known "$package" || wanted+=("$package")
}

look_at() { # look_at GROUP: note what is missing of it
    case $1 in
        venv)
            need "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" \
                can_make_venv
            ;;
        letters)
            need libpangoft2-1.0-0 can_load libpangoft2-1.0.so.0
            need libharfbuzz-subset0 can_load libharfbuzz-subset.so.0
            ;;
        jail) want bubblewrap can_run bwrap ;;
        tests)
            need poppler-utils can_run pdfinfo
            need qpdf can_run qpdf
            need chromium can_run chromium
            want chromium-headless-shell can_run chromium-headless-shell
            need postgresql can_start_postgresql
            need clamav-daemon can_run clamd
            ;;
        proofs) need faketime can_run faketime ;;
        mailbox) need dovecot-imapd test -x /usr/lib/dovecot/imap ;;
        ocr)
            need ocrmypdf can_run ocrmypdf
            need tesseract-ocr can_run tesseract
            need tesseract-ocr-eng can_read eng
            need tesseract-ocr-cym can_read cym
            ;;
        office) need libreoffice-writer-nogui can_run soffice ;;
        proxy) need nginx-light can_run nginx ;;
        limits) need redis-server can_run redis-server ;;
        backup)
            need pgbackrest can_run pgbackrest
            need age can_run age
            ;;
        *)
            echo "There is no group of packages called '$1': deploy/system-packages.sh lists them" >&2
            exit 2
            ;;
    esac
}

look() { # look GROUP...: what is missing of them all
    missing=() wanted=()
    local group
    for group; do look_at "$group"; done
}

# The tests start servers of their own, on free ports of 127.0.0.1: those that come with a package
# are neither started now nor at the next boot.
policy=/usr/sbin/policy-rc.d
units=(
    postgresql.service clamav-daemon.service clamav-daemon.socket
    clamav-freshclam.service clamav-freshclam-once.service
    dovecot.service dovecot.socket nginx.service redis-server.service
)

are_there() { # which of the units this machine has
    local unit
    for unit in "${units[@]}"; do
        [[ ! -e /usr/lib/systemd/system/$unit && ! -e /lib/systemd/system/$unit ]] || echo "$unit"
    done
}

install() { # as root
    local before=" $(are_there | tr '\n' ' ')" unit
    if [[ ! -e $policy ]]; then
        trap 'rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod 755 "$policy"
    fi
    # Another installation may be at work: wait five minutes for it.
    local apt=(apt-get -qq -o DPkg::Lock::Timeout=300)
    "${apt[@]}" update &&
        DEBIAN_FRONTEND=noninteractive \
            "${apt[@]}" install --yes --no-install-recommends "$@" >/dev/null || return
    can_run systemctl || return 0
    for unit in $(are_there); do
        [[ $before == *" $unit "* ]] || systemctl --quiet disable "$unit" || true
    done
}

if [[ $1 == --install ]]; then # how it calls itself where it must become root first
    install "${@:2}"
    exit
fi

get() { # get PACKAGE...: install them, if there are any and it can be done
    (($#)) || return 0
    echo "Installing the system's packages: $*"
    "${root[@]}" deploy/system-packages.sh --install "$@" </dev/null || true
}

root=()
if ((EUID != 0)); then
    root=(sudo -n)
fi
# Twice: what is wanted may be known only once the lists of packages are there.
for _ in 1 2; do
    look "$@"
    ((${#missing[@]} + ${#wanted[@]})) || exit 0
    can_run apt-get && "${root[@]}" true 2>/dev/null || break
    get "${missing[@]}"
    get "${wanted[@]}" # by itself: where it cannot be had, what is missing is there all the same
done
look "$@"
((${#missing[@]})) || exit 0
echo "Packages are missing. Run this, then try again: sudo apt-get install --no-install-recommends" \
    "${missing[*]}" >&2
exit 1
