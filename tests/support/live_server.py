"""The tracker as it is really served: gunicorn on a free port, over a database of its own."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from config import ROOT
from tests.support.cluster import free_port

LONGEST_START = 30.0


@dataclass(frozen=True)
class LiveServer:
    """Where it is served, and an application on the same database for making records."""

    address: str
    app: Flask
    log: Path


@contextmanager
def served(app: Flask, directory: Path) -> Iterator[LiveServer]:
    """Serve the tracker over the database that `app` is joined to; stop it at the end.

    Fails at the end when a fault was logged: a person may not have seen it, the office would.
    """
    port = free_port()
    log = directory / "server.log"
    server = LiveServer(f"http://127.0.0.1:{port}", app, log)
    environment = {
        **os.environ,
        "ULSS_ENV": "testing",
        "DATABASE_URL": str(app.config["SQLALCHEMY_DATABASE_URI"]),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "PUBLIC_URL": server.address,
        "MAIL_DIRECTORY": str(directory / "mail"),
        "WEB_WORKERS": "2",
    }
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "wsgi:app"]
    command = ["setpriv", "--pdeathsig=TERM", *gunicorn]  # ends with the tests, even when killed
    with log.open("w") as written:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_it_answers(server, process)
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=LONGEST_START)
    said = log.read_text()
    assert "Traceback" not in said, said


def _wait_until_it_answers(server: LiveServer, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + LONGEST_START
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{server.address}/health"):  # noqa: S310 - our own
                return
        except urllib.error.URLError:
            assert process.poll() is None, server.log.read_text()
            time.sleep(0.05)
    raise AssertionError(f"the server did not answer: {server.log.read_text()}")
