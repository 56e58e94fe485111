#!/usr/bin/env bash
# Puts the release of this folder in the place of the one that serves. As root:
#     deploy/upgrade.sh [--without-services]    # checks, backs up, migrates, restarts in turn, looks
#     deploy/upgrade.sh back                    # the release before serves again
# Where the new release does not serve, or has changed the history, the one before is put back on the
# tables as they are, which it bears: nothing acknowledged is lost.
set -euo pipefail
new=$(cd "$(dirname "$0")/.." && pwd -P)
live=/srv/tracker
before=/srv/tracker.before
old=$(readlink --canonicalize-existing "$live")

run() { # COMMAND of flask: by the new release, which alone reads both the old tables and the new
    "$new/deploy/as-tracker.sh" flask --app wsgi "$@"
}

try_a_backup() { # restored beside the office's database, and migrated there first
    trap 'rm -f /run/tracker-backup-key' EXIT
    install -o tracker -m 400 /etc/tracker/backup-key.txt /run/tracker-backup-key
    run data backup
    run data drill --identity /run/tracker-backup-key
    rm /run/tracker-backup-key
}

serve() { # RELEASE
    local example unit
    ln -sfn "$1" "$live.next"
    mv --no-target-directory "$live.next" "$live"
    for example in "$1"/deploy/tracker-[!o]*.example; do # tracker-offsite is another machine's
        unit=${example##*/}
        cp "$example" "/etc/systemd/system/${unit%.example}"
    done
    systemctl daemon-reload
    systemctl enable --now tracker-jail.socket
    "$new/deploy/rolling-restart.sh"
    systemctl restart tracker-jobs
    echo "${1##*/} serves"
}

undo() {
    serve "$old"
    echo "UNDONE: ${new##*/} does not serve here; look at its log" >&2
    exit 1
}

if [[ ${1:-} == back ]]; then
    serve "$(readlink --canonicalize-existing "$before")"
    exit
fi
[[ $old != "$new" ]] || { echo "This release serves already" >&2; exit 1; }
export TMPDIR=/var/tmp # on a disk, for the backup
make -C "$new" install
run deploy check "$@"
try_a_backup
(cd "$new" && runuser -u tracker_owner -- \
    env DATABASE_URL='postgresql:///tracker?host=/var/run/postgresql' .venv/bin/python -m migrations)
runuser -u postgres -- psql --quiet --dbname=tracker --set=owner=tracker_owner --set=runtime=tracker \
    < "$new/deploy/postgresql-roles.sql"
trap undo EXIT
serve "$new"
run audit verify
trap - EXIT
ln -sfn "$old" "$before"
