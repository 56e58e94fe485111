#!/usr/bin/env bash
# Runs the suite on both databases and prints both counts. Extra arguments go to pytest.
set -uo pipefail
cd "$(dirname "$0")/.."
mkdir -p build
results=(build/tests-sqlite.xml build/tests-postgresql.xml)
rm -f "${results[@]}"

failed=0
.venv/bin/python -m pytest --database sqlite --numprocesses auto --quiet \
    --junit-xml="${results[0]}" "$@" || failed=1
# A browser sees the same pages whichever database is under them: its journeys run once.
.venv/bin/python -m pytest --database postgresql --numprocesses auto --quiet -m "not browser" \
    --junit-xml="${results[1]}" "$@" || failed=1

echo
.venv/bin/python -m tests.support.counts "${results[@]}" || failed=1
exit "$failed"
