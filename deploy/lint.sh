#!/usr/bin/env bash
# Runs every check, says which failed, and fails if any did.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=()

check() { # check NAME COMMAND...
    local name=$1
    shift
    echo "== $name"
    "$@" || failed+=("$name")
}

bin=.venv/bin
check "ruff: faults" $bin/ruff check .
check "ruff: shape" $bin/ruff format --check --exclude '*.md' .
check "mypy: types" $bin/mypy
check "import-linter: floors" $bin/lint-imports
check "djlint: templates" $bin/djlint --lint --quiet templates
# Left out: what ruff finds too (S101, S105, S311, S608, S704), the reason beside each exception.
check "bandit: security" $bin/bandit --quiet --configfile pyproject.toml --skip B101,B105,B311,B608,B704 \
    --recursive ulss_tracker config.py wsgi.py
check "size: the ceiling in pyproject.toml" $bin/python -m bench.size --check
check "vendored scripts: as they were taken" sha256sum --check --quiet deploy/vendored.sha256
check "security standard: docs/asvs.csv" $bin/python -m tests.support.asvs

if ((${#failed[@]})); then
    printf 'failed: %s\n' "${failed[@]}"
    exit 1
fi
echo "All checks passed"
