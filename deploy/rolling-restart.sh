#!/usr/bin/env bash
# Restarts the instances of the tracker in turn, behind nginx, so that nobody notices. As root:
#     deploy/rolling-restart.sh          # tracker-web@8000, then tracker-web@8001
# An instance that does not answer again, /ready and the first page of the public, stays out of
# nginx's turn, and the next is left alone.
set -euo pipefail
ports=("$@")
((${#ports[@]})) || ports=(8000 8001)
upstream=${UPSTREAM:-/etc/nginx/tracker-upstream.conf}
reload=${RELOAD:-systemctl reload nginx}
restart=${RESTART:-systemctl restart tracker-web@} # the port follows
public=${PUBLIC_URL:-$(. /etc/tracker/environment && echo "$PUBLIC_URL")}
host=${public#*://}

mark() { # PORT, and " down" or nothing: whether nginx is to pass it requests
    sed -i -E "s/(server 127\.0\.0\.1:$1)( down)?;/\1$2;/" "$upstream"
}
pass_on() {
    $reload
    sleep 1 # what nginx had begun to pass on
}
answers() { # PORT
    local path
    for path in ready ""; do
        curl --silent --fail --max-time 5 --output /dev/null --header "Host: ${host%%/*}" \
            --header "X-Forwarded-Proto: ${public%%:*}" "http://127.0.0.1:$1/$path" || return
    done
}

for port in "${ports[@]}"; do
    # With the one that was restarted before back at the same moment: of two releases one serves.
    mark "$port" " down"
    pass_on
    $restart$port
    for ((tries = 0; ; tries++)); do
        answers "$port" && break
        if ((tries == ${TRIES:-120})); then
            echo "Port $port does not serve: it is out of nginx's turn. Look at its log." >&2
            exit 1
        fi
        sleep 1
    done
    mark "$port" ""
    echo "Port $port is restarted"
done
pass_on
