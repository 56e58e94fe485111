#!/usr/bin/env bash
# Makes .venv when there is none that works, and installs the pins of one requirements file in it.
set -euo pipefail
cd "$(dirname "$0")/.."
pins=$1

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'

find_python() {
    local name
    for name in ${PYTHON_FOR_VENV:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c "$new_enough" 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "The tracker needs Python 3.11 or newer, and none was found." >&2
    echo "Install one, for example with: sudo apt-get install python3 python3-venv" >&2
    return 1
}

if ! .venv/bin/python -c "$new_enough" 2>/dev/null; then
    python=$(find_python)
    deploy/system-packages.sh venv "$python"
    echo "Making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
fi

echo "Installing $pins: the first time takes a minute or two"
# --require-hashes: every file installed is the very one that was tested.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$pins"
.venv/bin/python -m compileall -q config.py wsgi.py ulss_tracker
