#!/bin/bash
# What systemd would do of a unit, where there is none: its commands, as its user, where it says,
# with its credentials. What runs once is waited for, and must end as the unit says.
set -euo pipefail
units=/etc/systemd/system
start() { # UNIT
    case $1 in
        postgresql) for each in $(pg_lsclusters -h | awk '{print $1 "/" $2}'); do
            mkdir -p /run/postgresql && chown postgres:postgres /run/postgresql
            pg_ctlcluster "${each%/*}" "${each#*/}" start
        done; return ;;
        redis-server)
            install -d -o redis -g redis /run/redis
            setpriv --reuid=redis --regid=redis --clear-groups redis-server /etc/redis/redis.conf --daemonize yes
            return ;;
        nginx) test -s /run/nginx.pid || nginx; return ;;
        *.socket) # the jail: a network and a user of its own, and no socket of the database
            install -d -o nobody /run/tracker-jail
            cd /srv/tracker
            setsid unshare --net --mount --propagation=unchanged sh -c '
                mount -t tmpfs none /run/postgresql &&
                exec setpriv --reuid=nobody --regid=nogroup --clear-groups .venv/bin/python -m \
                    ulss_tracker.adapters.gate.opener /run/tracker-jail/socket' < /dev/null &
            until test -S /run/tracker-jail/socket; do sleep 0.1; done
            return ;;
        *.timer) test -f "$units/$1" && test -f "$units/${1%.timer}.service"; return ;;
    esac
    local instance=${1#*@} file=$units/${1/@*/@}.service credentials=/run/credentials/$1
    [[ $1 == *@* ]] || instance=""
    of() { sed -n "s/^$1=//p" "$file" | sed "s/%i/$instance/g; s|%d|$credentials|g"; }
    local user place
    user=$(of User) place=$(of WorkingDirectory)
    for each in $(of ReadWritePaths); do test -d "$each"; done # systemd refuses to start without
    mkdir -p "$credentials"
    for each in $(of LoadCredential); do
        install -o "$user" -m 400 "${each#*:}" "$credentials/${each%%:*}"
    done
    (
        set -a
        . "$(of EnvironmentFile)"
        CREDENTIALS_DIRECTORY=$credentials
        for each in $(of Environment); do export "${each?}"; done
        set +a
        cd "$place"
        as=(setpriv "--reuid=$user" "--regid=$user" --clear-groups)
        if [[ $(of Type) != oneshot ]]; then
            setsid "${as[@]}" $(of ExecStart) > "/root/$1.log" 2>&1 < /dev/null &
            echo $! > "/run/$1.pid"
            exit
        fi
        ended=0
        "${as[@]}" $(of ExecStart) < /dev/null || ended=$?
        [[ $ended == 0 || $ended == "$(of SuccessExitStatus)" ]]
    )
}
stop() { # UNIT, and wait until it has ended
    local pid
    pid=$(cat "/run/$1.pid" 2> /dev/null) || return 0
    kill -TERM "$pid" 2> /dev/null || return 0
    while grep -q . "/proc/$pid/cmdline" 2> /dev/null; do sleep 0.1; done # a zombie has none
}
case $1 in
    daemon-reload) exit ;;
    stop) shift; for unit; do stop "$unit"; done; exit ;;
    reload) nginx -s reload; exit ;;
    restart) shift; for unit; do stop "$unit"; done ;;
    enable) shift 2 ;; # and --now
    *) shift ;;
esac
for unit; do start "$unit"; done
