"""Two instances of the tracker behind a real nginx, configured by the examples in deploy/."""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from config import ROOT
from tests.support.ports import free_port

HERE = ROOT
NGINX = Path("/usr/sbin/nginx")
LONGEST = 300.0
_SHELL = """#!/bin/sh
# Ends the instance on a port, waits until it has, and starts one of the release that serves.
cd {home}
if [ -f $1.pid ]; then
    old=$(cat $1.pid)
    kill -TERM $old
    while kill -0 $old 2>/dev/null; do sleep 0.1; done
fi
cd {home}/tracker
PORT=$1 setsid {start} >> {home}/$1.log 2>&1 < /dev/null &
echo $! > {home}/$1.pid
"""
GUNICORN = f"{sys.executable} -m gunicorn --config deploy/gunicorn.conf.py wsgi:app"


@dataclass(frozen=True)
class Behind:
    """Where nginx serves, and what it wrote of each request."""

    home: Path
    address: str
    certificate: Path
    ports: tuple[int, int]
    environment: dict[str, str]

    def replace(self, code: Path, tries: int = 120) -> "subprocess.CompletedProcess[str]":
        """Replace both instances by the code of a checkout, as deploy/upgrade.sh does."""
        serve(self.home, code)
        return subprocess.run(
            [str(HERE / "deploy" / "rolling-restart.sh"), *map(str, self.ports)],
            check=False,
            capture_output=True,
            text=True,
            env={**self.environment, "TRIES": str(tries)},
            timeout=LONGEST,
        )

    def answers(self) -> "Counter[int]":
        """How many requests were answered with each status."""
        log = (self.home / "tracker.log").read_text().splitlines()
        return Counter(int(line.rpartition('" ')[2].split()[0]) for line in log)

    def wait_for_requests(self, least: int) -> None:
        """Wait until so many were answered."""
        end = time.monotonic() + LONGEST
        while self.answers().total() < least and time.monotonic() < end:
            time.sleep(0.2)


def is_known(commit: str) -> bool:
    """Whether this checkout has the commit."""
    asked = ["git", "-C", str(ROOT), "cat-file", "-e", f"{commit}^{{commit}}"]
    return subprocess.run(asked, check=False, capture_output=True).returncode == 0


@contextmanager
def checkout(commit: str, directory: Path) -> Iterator[Path]:
    """An earlier commit's code, in a directory of its own."""
    place = directory / "earlier"
    git = ["git", "-C", str(ROOT), "worktree"]
    subprocess.run([*git, "add", "--detach", str(place), commit], check=True, capture_output=True)
    try:
        yield place
    finally:
        subprocess.run([*git, "remove", "--force", str(place)], check=True, capture_output=True)


def migrate(place: Path, address: str) -> None:
    """Bring the database up to date with the code of a checkout."""
    environment = {**os.environ, "ULSS_ENV": "testing", "DATABASE_URL": address}
    newer = ["migrations"] if (place / "migrations" / "__main__.py").exists() else []
    command = newer or ["flask", "--app", "wsgi", "db", "upgrade"]
    subprocess.run(
        [sys.executable, "-m", *command],
        cwd=place,
        env=environment,
        check=True,
        capture_output=True,
    )


@contextmanager
def behind_nginx(home: Path, database: str, code: Path, start: str = GUNICORN) -> Iterator[Behind]:
    """Serve a checkout's code by two instances behind nginx, until the block ends.

    `start` is the command that becomes an instance, on the port in PORT.
    """
    served = _lay_out(home, database)
    script = home / "restart"
    script.write_text(_SHELL.format(home=home, start=start))
    script.chmod(0o755)
    serve(home, code)
    try:
        for port in served.ports:
            subprocess.run([str(home / "restart"), str(port)], check=True, env=served.environment)
        for port in served.ports:
            wait_for(f"http://127.0.0.1:{port}/live")
        with (home / "nginx.out").open("w") as said:
            command = ["setpriv", "--pdeathsig=TERM", *_nginx(home)]
            nginx = subprocess.Popen(command, stdout=said, stderr=said)
        try:
            time.sleep(1)
            assert nginx.poll() is None, (home / "nginx.out").read_text()
            yield served
        finally:
            nginx.terminate()
            nginx.wait(timeout=LONGEST)
    finally:
        for port in served.ports:
            with suppress(FileNotFoundError, ProcessLookupError):
                os.kill(int((home / f"{port}.pid").read_text()), signal.SIGTERM)


def _lay_out(home: Path, database: str) -> Behind:
    """Write the files of nginx: the examples, with other ports and places."""
    first, second, secure, plain = (free_port() for _ in range(4))
    places = {
        "/etc/nginx/tracker-upstream.conf": f"{home}/upstream.conf",
        "/etc/ssl/reviews/fullchain.pem": f"{home}/cert.pem",
        "/etc/ssl/reviews/privkey.pem": f"{home}/key.pem",
        "/var/log/nginx": f"{home}",
        "/var/www/tracker": f"{ROOT}/deploy/error-pages",
        "listen 443 ssl": f"listen 127.0.0.1:{secure} ssl",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "reviews.example.gov.uk": "localhost",
        "127.0.0.1:8000": f"127.0.0.1:{first}",
        "127.0.0.1:8001": f"127.0.0.1:{second}",
    }
    for source, name in (("nginx", "site.conf"), ("nginx-upstream", "upstream.conf")):
        text = (ROOT / "deploy" / f"{source}.conf.example").read_text()
        for was, becomes in places.items():
            text = text.replace(was, becomes)
        # The people who ask come from one address, and more often than people do.
        (home / name).write_text(re.sub(r"^ *limit_req .*\n", "", text, flags=re.MULTILINE))
    temporary = " ".join(
        f"{kind}_temp_path {home}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (home / "nginx.conf").write_text(
        f"daemon off; pid {home}/nginx.pid; error_log {home}/error.log; events {{}}\n"
        f"http {{ {temporary} include {home}/site.conf; }}\n"
    )
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    keys = ["-keyout", f"{home}/key.pem", "-out", f"{home}/cert.pem", "-days", "2"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *keys, *subject]
    subprocess.run(command, check=True, capture_output=True)
    address = f"https://localhost:{secure}"
    environment = {
        **os.environ,
        "ULSS_ENV": "testing",
        "DATABASE_URL": database,
        "SECRET_KEY": "the-same-for-both-instances-32-letters-and-more",
        "PUBLIC_URL": address,
        "TRUSTED_PROXIES": "1",
        "WEB_WORKERS": "2",
        "MAIL_DIRECTORY": f"{home}/mail",
        "UPSTREAM": f"{home}/upstream.conf",
        "RELOAD": " ".join([*_nginx(home), "-s", "reload"]),
        "RESTART": f"{home}/restart ",
    }
    return Behind(home, address, home / "cert.pem", (first, second), environment)


def serve(home: Path, code: Path) -> None:
    """Lead the link that instances start from to this release, in one step."""
    (home / "tracker.next").symlink_to(code)
    (home / "tracker.next").replace(home / "tracker")


def _nginx(home: Path) -> list[str]:
    return [
        "/usr/sbin/nginx",
        "-p",
        str(home),
        "-c",
        f"{home}/nginx.conf",
        "-e",
        f"{home}/error.log",
    ]


def wait_for(address: str) -> None:
    """Wait until an address answers as it should."""
    end = time.monotonic() + LONGEST
    while subprocess.run(["curl", "-sf", "-o", "/dev/null", address], check=False).returncode:
        assert time.monotonic() < end, f"{address} did not answer"
        time.sleep(0.3)
