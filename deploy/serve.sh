#!/usr/bin/env bash
# Brings the database up to date and runs the tracker: gunicorn for pages, one process for jobs.
set -euo pipefail
cd "$(dirname "$0")/.."
flask=(.venv/bin/python -m flask --app wsgi)

"${flask[@]}" db upgrade
if [[ ${ULSS_ENV:-development} == development ]]; then
    "${flask[@]}" demo load # leaves a database that holds anyone as it is
    "${flask[@]}" demo logins
fi

"${flask[@]}" jobs run &
jobs=$!
.venv/bin/python -m gunicorn --config deploy/gunicorn.conf.py wsgi:app &
server=$!

stop() {
    trap - EXIT INT TERM
    kill -TERM "$server" "$jobs" 2>/dev/null || true
    wait
}
trap stop EXIT
trap 'stop; exit 0' INT TERM

wait -n # one of the two has ended by itself: neither is any use without the other
echo "The tracker has stopped. If its port is in use, choose another: make run PORT=8001" >&2
exit 1
