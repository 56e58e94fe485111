#!/usr/bin/env bash
# Runs a command of this release as the user who serves, with the settings and the secrets of the
# services. As root:
#     deploy/as-tracker.sh flask --app wsgi deploy check
set -euo pipefail
cd "$(dirname "$0")/.."
set -a
. /etc/tracker/environment
for secret in /etc/tracker/secrets/*; do
    printf -v "${secret##*/}" %s "$(<"$secret")"
done
# -m: what pip writes into .venv/bin runs only from the folder that .venv was made in.
exec setpriv --reuid=tracker --regid=tracker --clear-groups .venv/bin/python -m "$@"
