#!/usr/bin/env bash
# Pins the newest releases that fit requirements.in and requirements-dev.in, with their hashes.
# uv comes as it is pinned, in an environment of its own: the other pins need not be installable.
set -euo pipefail
cd "$(dirname "$0")/.."
deploy/system-packages.sh venv
python=$(deploy/find-python.sh)
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

"$python" -m venv "$made/venv"
awk '/^[^ #]/ { wanted = /^uv==/ } wanted' requirements-dev.txt >"$made/uv.txt"
"$made/venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
    -r "$made/uv.txt"
for each in requirements requirements-dev; do
    "$made/venv/bin/uv" pip compile --upgrade --universal --python-version 3.11 --generate-hashes \
        --no-strip-extras --no-header --quiet --output-file "$each.txt" "$each.in"
done
