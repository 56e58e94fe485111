#!/usr/bin/env bash
# Brings the database up to date and runs the tracker: gunicorn for pages, one process for jobs.
set -euo pipefail
cd "$(dirname "$0")/.."
export HOST=${HOST:-127.0.0.1} PORT=${PORT:-8000}
python=.venv/bin/python
flask=("$python" -m flask --app wsgi)

try_port='import os, socket; socket.create_server((os.environ["HOST"], int(os.environ["PORT"])))'
if ! "$python" -c "$try_port" 2>/dev/null; then
    echo "Cannot serve on $HOST port $PORT: it may be in use. Try another: make run PORT=8001" >&2
    exit 1
fi

echo "Preparing the database: some seconds, the first time on a slow machine some minutes"
"$python" -m migrations
"${flask[@]}" data rebuild matches # what was there before matching kept its keys
if [[ ${ULSS_ENV:-development} == development ]]; then
    export PUBLIC_URL=${PUBLIC_URL:-http://127.0.0.1:$PORT} # where the links in emails lead
    "${flask[@]}" demo load # leaves a database that holds anyone as it is
    "${flask[@]}" demo logins
fi

# Each in a process group of its own: Ctrl-C reaches this script alone, which stops them in order.
set -m
nice -n 5 "${flask[@]}" jobs run & # people's pages come first
jobs=$!
"$python" -m gunicorn --config deploy/gunicorn.conf.py wsgi:app &
server=$!

stop() {
    trap - EXIT INT TERM
    kill -TERM "$server" "$jobs" 2>/dev/null || true
    wait
}
trap stop EXIT
trap 'stop; exit 0' INT TERM HUP

wait -n || true # one of the two has ended by itself: neither is any use without the other
echo "The tracker has stopped by itself: what it said last is above" >&2
exit 1
