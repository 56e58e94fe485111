#!/usr/bin/env bash
# Makes .venv when there is none that works, and installs the pins of one requirements file in it.
set -euo pipefail
cd "$(dirname "$0")/.."
pins=$1
umask 022 # whoever makes it, others can use it

if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    if [[ -e .venv && ! -O .venv ]]; then
        echo "The .venv here is another user's, and you cannot run its Python: docs/production.md" >&2
        exit 1
    fi
    deploy/system-packages.sh venv
    python=$(deploy/find-python.sh)
    echo "Making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
    anybody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    if ((EUID == 0)) && ! "${anybody[@]}" .venv/bin/python -c '' 2>/dev/null; then
        echo "Only root can use this .venv: see PYTHON_FOR_VENV in docs/production.md" >&2
    fi
fi

packages=$(grep -c '^[a-z0-9].*==' "$pins")
echo "Fetching and installing the $packages packages of $pins: the first time takes a minute or two," \
    "more on a slow machine or line"
quiet=(--quiet)
[[ ! -t 1 ]] || quiet=(--progress-bar on) # a person sees what is waited for
# --require-hashes: every file installed is the very one that was tested.
.venv/bin/python -m pip install "${quiet[@]}" --disable-pip-version-check --require-hashes -r "$pins"
.venv/bin/python -m compileall -q config.py wsgi.py ulss_tracker
