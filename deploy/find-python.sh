#!/usr/bin/env bash
# Prints the Python that .venv is made with: PYTHON_FOR_VENV, or the first found that is new enough.
set -euo pipefail

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
for name in ${PYTHON_FOR_VENV:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if "$name" -c "$new_enough" 2>/dev/null; then
        echo "$name"
        exit
    fi
done
if [[ -n ${PYTHON_FOR_VENV:-} ]]; then
    echo "PYTHON_FOR_VENV is $PYTHON_FOR_VENV, which is no Python 3.11 or newer that you can run." >&2
else
    echo "The tracker needs Python 3.11 or newer: sudo apt-get install python3 python3-venv" >&2
fi
exit 1
