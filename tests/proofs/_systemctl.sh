#!/bin/bash
# What systemd would do of a unit, where there is none: its commands, as its user, where it says.
set -euo pipefail
start() { # UNIT
    case $1 in
        postgresql) for each in $(pg_lsclusters -h | awk '{print $1 "/" $2}'); do
            mkdir -p /run/postgresql && chown postgres:postgres /run/postgresql
            pg_ctlcluster "${each%/*}" "${each#*/}" start
        done; return ;;
        nginx) nginx; return ;;
        *.timer) test -f "/etc/systemd/system/$1" && test -f "/etc/systemd/system/${1%.timer}.service"; return ;;
    esac
    local instance=${1#*@} file=/etc/systemd/system/${1/@*/@}.service
    [[ $1 == *@* ]] || instance=""
    of() { sed -n "s/^$1=//p" "$file" | sed "s/%i/$instance/g"; }
    local user place
    user=$(of User) place=$(of WorkingDirectory)
    for each in $(of ReadWritePaths); do test -d "$each"; done # systemd refuses to start without
    (
        set -a
        . "$(of EnvironmentFile)"
        for each in $(of Environment); do export "${each?}"; done
        set +a
        cd "$place"
        as=(setpriv "--reuid=$user" "--regid=$user" --clear-groups)
        before=$(of ExecStartPre) && [[ -z $before ]] || "${as[@]}" $before
        setsid "${as[@]}" $(of ExecStart) > "/root/$1.log" 2>&1 < /dev/null &
    )
}
case $1 in
    daemon-reload) exit ;;
    enable) shift 2 ;; # and --now
    *) shift ;;
esac
for unit; do start "$unit"; done
