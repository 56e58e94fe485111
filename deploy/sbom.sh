#!/usr/bin/env bash
# Writes docs/sbom.json: every library that the tracker runs on and every vendored front end, in
# CycloneDX's form, from the pins. The tool has pins and an environment of its own.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$(deploy/find-python.sh)
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

"$python" -m venv "$made/venv"
"$made/venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
    -r deploy/requirements-sbom.txt
"$made/venv/bin/cyclonedx-py" requirements --output-reproducible --spec-version 1.6 \
    --output-format JSON --output-file "$made/sbom.json" requirements.txt
"$python" deploy/sbom.py "$made/sbom.json" >docs/sbom.json
