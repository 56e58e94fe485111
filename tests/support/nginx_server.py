"""A real nginx before the tracker, from deploy/nginx.conf.example, and a client through it.

Needs Debian's `nginx-light` (`deploy/system-packages.sh proxy`).
"""

import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import urllib3
from flask import Flask
from werkzeug.wrappers import Request

from config import ROOT
from tests.support.checked_client import CheckedClient, client_of
from tests.support.ports import free_port

NAME = "reviews.example.gov.uk"
PROGRAM = shutil.which("nginx") or "/usr/sbin/nginx"
LONGEST_START = 60.0
_MAIN = """
user root; pid {home}/nginx.pid; error_log {home}/main-error.log notice; worker_processes 1;
events {{ }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/f;
    uwsgi_temp_path {home}/u; scgi_temp_path {home}/s; access_log {home}/main.log;
    gzip on; # as in Debian's
    include {home}/site.conf;
}}
"""


@dataclass
class Nginx:
    """Where it listens, and the directory of all that it logs."""

    home: Path
    port: int
    plain_port: int

    def pool(self) -> urllib3.HTTPSConnectionPool:
        """Connections that hold its certificate to its name."""
        return urllib3.HTTPSConnectionPool(
            "127.0.0.1",
            self.port,
            server_hostname=NAME,
            assert_hostname=NAME,
            ca_certs=str(self.home / "fullchain.pem"),
            retries=False,
        )

    def logs(self) -> str:
        """All that it has written, whichever file it is in."""
        return "\n".join(each.read_text() for each in sorted(self.home.glob("*.log")))


@contextmanager
def nginx(home: Path, upstream: int) -> Iterator[Nginx]:
    """Start nginx with the example, its ports, files and name server as they can be here."""
    made = Nginx(home, free_port(), free_port())
    changes = {
        "listen 80": f"listen 127.0.0.1:{made.plain_port}",
        "listen 443": f"listen 127.0.0.1:{made.port}",
        "/var/log/nginx": str(home),
        "/etc/ssl/reviews": str(home),
        "/var/www/tracker": str(ROOT / "deploy" / "error-pages"),
        "/etc/nginx/tracker-upstream.conf": str(home / "upstream.conf"),
    }
    site = (ROOT / "deploy" / "nginx.conf.example").read_text()
    for example, here in changes.items():
        assert example in site
        site = site.replace(example, here)
    (home / "site.conf").write_text(site)
    (home / "upstream.conf").write_text(f"upstream tracker {{ server 127.0.0.1:{upstream}; }}\n")
    (home / "nginx.conf").write_text(_MAIN.format(home=home))
    _certify(home)
    command = [PROGRAM, "-c", str(home / "nginx.conf"), "-g", "daemon off;"]
    with (home / "said.log").open("wb") as said:
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig=TERM", *command], stdout=said, stderr=said
        )
        try:
            _wait_for(made, process)
            yield made
        finally:
            process.terminate()
            process.wait(timeout=LONGEST_START)


def through(app: Flask, proxy: Nginx) -> CheckedClient:
    """A client that sends each request through nginx; `app` reads and writes its session alone."""
    app.config.update(SERVER_NAME=NAME, PREFERRED_URL_SCHEME="https")
    app.wsgi_app = _Forwarded(proxy.pool())  # type: ignore[method-assign]
    client = client_of(app)
    client.environ_base["HTTP_REFERER"] = f"https://{NAME}/"
    return client


class _Forwarded:
    """A WSGI application that asks another server, and answers what it answered."""

    def __init__(self, pool: urllib3.HTTPSConnectionPool) -> None:
        self._pool = pool

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        asked = Request(environ)
        headers = {
            name: value
            for name, value in asked.headers
            if name in {"Cookie", "Content-Type", "Referer", "Host"}
        }
        answer = self._pool.request(
            asked.method,
            asked.full_path.rstrip("?"),
            body=asked.get_data(),
            headers=headers,
            redirect=False,
        )
        given = [
            (name, value)
            for name, value in answer.headers.items()
            if name.lower() not in {"connection", "transfer-encoding"}
        ]
        start(f"{answer.status} {answer.reason or ''}", given)
        return [answer.data]


def _certify(home: Path) -> None:
    """A certificate of its own, for an hour's tests."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    names = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    files = ["-keyout", str(home / "privkey.pem"), "-out", str(home / "fullchain.pem")]
    subprocess.run([*command, *names, *files], check=True, capture_output=True)


def _wait_for(made: Nginx, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + LONGEST_START
    while time.monotonic() < end:
        assert process.poll() is None, made.logs()
        try:
            made.pool().request("GET", "/live", headers={"Host": NAME})
        except urllib3.exceptions.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(made.logs())
