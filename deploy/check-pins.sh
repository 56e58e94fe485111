#!/usr/bin/env bash
# Installs both files of pins in new environments, with the oldest pip supported and the newest.
set -uo pipefail
cd "$(dirname "$0")/.."
deploy/system-packages.sh venv || exit 1
python=$(deploy/find-python.sh) || exit 1
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
failed=0

try() { # try PIP: a requirement of pip, such as pip==23.2
    local venv=$made/$1
    local pip=("$venv/bin/python" -m pip --quiet --disable-pip-version-check install --no-compile)
    "$python" -m venv "$venv" && "${pip[@]}" --upgrade "$1" || return
    echo "== installing both files of pins with $("$venv/bin/python" -m pip --version | cut -d' ' -f1-2)"
    "${pip[@]}" --require-hashes -r requirements.txt &&
        "${pip[@]}" --require-hashes -r requirements-dev.txt
}

for pip in "pip==23.2" "pip"; do
    try "$pip" || {
        echo "failed: the pins cannot be installed with $pip" >&2
        failed=1
    }
    rm -rf "${made:?}/$pip"
done
exit "$failed"
