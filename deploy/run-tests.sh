#!/usr/bin/env bash
# Runs the suite on both databases and prints both counts. Extra arguments go to pytest.
set -uo pipefail
cd "$(dirname "$0")/.."
mkdir -p build
results=(build/tests-sqlite.xml build/tests-postgresql.xml)
rm -f "${results[@]}"

# Each process keeps to tests that stand together, so that what they share is made once in it;
# one that has done its part takes from the other's.
shared=(--numprocesses auto --dist worksteal --quiet)

failed=0
.venv/bin/python -m pytest --database sqlite "${shared[@]}" \
    --junit-xml="${results[0]}" "$@" || failed=1
# A test that needs no database is the same on both, and a browser sees the same pages whichever
# is under them: they run once.
.venv/bin/python -m pytest --database postgresql "${shared[@]}" -m "database and not browser" \
    --junit-xml="${results[1]}" "$@" || failed=1

echo
.venv/bin/python -m tests.support.counts "${results[@]}" || failed=1
exit "$failed"
