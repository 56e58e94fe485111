#!/usr/bin/env bash
# Runs a tier of the suite, by default the whole. Further arguments go to pytest.
#   run-tests.sh unit    what needs no database, no process and no PDF
#   run-tests.sh quick   the everyday suite: SQLite; no browser, nothing slow
#   run-tests.sh test    everything, services on both databases, and both counts
set -uo pipefail
cd "$(dirname "$0")/.."
tier=${1:-test}
shift || true

# Each process of the tests, and each that they start, reads what was compiled once.
unset PYTHONDONTWRITEBYTECODE

# A journey and a proof wait for other processes: one more than there are processors. A unit test waits
# for none, and what each process loads first is a fifth of that tier.
# Each process keeps to tests that stand together, so that what they share is made once in it;
# one that has done its part takes from the other's.
processes=$(nproc)
[[ $tier == unit ]] || processes=$((processes + 1))
suite=(.venv/bin/python -m pytest --numprocesses "$processes" --dist worksteal --quiet)

case $tier in
    unit) exec "${suite[@]}" -m "not slow and not database" tests/unit "$@" ;;
    quick) exec "${suite[@]}" --database sqlite -m "not browser and not slow and not proof" "$@" ;;
    test) ;;
    *)
        echo "There is no tier $tier: unit, quick or test" >&2
        exit 2
        ;;
esac

mkdir -p build
results=(build/tests-sqlite.xml build/tests-postgresql.xml)
rm -f "${results[@]}"

failed=0
"${suite[@]}" --database sqlite -m "not alike" --junit-xml="${results[0]}" "$@" || failed=1
# A test that needs no database is the same on both, and a browser, like the walks that say where
# they run, sees the same pages whichever is under them: they run once, and are not even collected.
"${suite[@]}" --ignore=tests/unit --ignore=tests/journeys --database postgresql -m "database and not browser" \
    --junit-xml="${results[1]}" "$@" || failed=1

echo
.venv/bin/python -m tests.support.asvs "${results[@]}" || failed=1
.venv/bin/python -m tests.support.counts "${results[@]}" || failed=1
exit "$failed"
