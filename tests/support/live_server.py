"""The tracker as it is really served: gunicorn on a free port, over a database of its own."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError

from flask import Flask

from config import ROOT
from tests.support.ports import free_port

LONGEST_START = 180.0
WORKERS = 2


@dataclass
class LiveServer:
    """Where it is served, and an application on the same database for making records."""

    address: str
    app: Flask
    log: Path
    _master: "subprocess.Popen[bytes]"
    _read: int = 0

    @property
    def master(self) -> int:
        """The process that the workers are forked from."""
        return self._master.pid

    def new_workers(self) -> None:
        """Replace the processes that answer: what an earlier test left in them goes with them.

        Gunicorn loads the tracker once and forks it, so that new ones take no time to start.
        """
        old = self.workers()
        for process in old:
            os.kill(process, signal.SIGKILL)
        _wait_for("new workers", lambda: self._are_new(old))

    def faults(self) -> str:
        """Return what was logged since this was last asked, when a fault is in it."""
        with self.log.open() as written:
            written.seek(self._read)
            said = written.read()
            self._read = written.tell()
        return said if "Traceback" in said else ""

    def answers(self) -> bool:
        """Whether a page comes. Fails when the server has ended."""
        try:
            with urllib.request.urlopen(f"{self.address}/live"):  # noqa: S310 - our own
                return True
        except HTTPError:  # an earlier release, which has no such page
            return True
        except OSError:  # nobody listens, or who did has just been killed
            assert self._master.poll() is None, self.log.read_text()
            return False

    def megabytes(self) -> float:
        """The memory that its processes hold, what they share counted once."""
        total = 0
        for process in (self._master.pid, *self.workers()):
            for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        return total / 1024

    def is_whole(self) -> bool:
        """Whether every worker is there and a page comes: one may answer before the next begins."""
        return self.answers() and len(self.workers()) == WORKERS

    def _are_new(self, old: set[int]) -> bool:
        return not self.workers() & old and self.is_whole()

    def workers(self) -> set[int]:
        """The processes that answer."""
        master = self._master.pid
        children = Path(f"/proc/{master}/task/{master}/children").read_text()
        return {int(process) for process in children.split()}


@contextmanager
def served(
    app: Flask,
    directory: Path,
    *,
    checkout: Path = ROOT,
    application: str = "wsgi:app",
    port: int | None = None,
    **settings: str,
) -> Iterator[LiveServer]:
    """Serve the tracker over the database that `app` is joined to; stop it at the end.

    `checkout` is where its code is, `application` what of it is served; `settings` are more of its
    environment, by name. Without `port` it is any that is free.
    """
    port = port or free_port()
    log = directory / "server.log"
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "ULSS_ENV": "testing",
        "DATABASE_URL": str(app.config["SQLALCHEMY_DATABASE_URI"]),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "PUBLIC_URL": address,
        "MAIL_DIRECTORY": str(directory / "mail"),
        "WEB_WORKERS": str(WORKERS),
        **settings,
    }
    gunicorn = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "deploy/gunicorn.conf.py",
        application,
    ]
    command = ["setpriv", "--pdeathsig=TERM", *gunicorn]  # ends with the tests, even when killed
    with log.open("w") as written:
        process = subprocess.Popen(
            command,
            cwd=checkout,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
        try:
            server = LiveServer(address, app, log, process)
            _wait_for("the server", server.is_whole)
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=LONGEST_START)


def _wait_for(what: str, is_there: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST_START
    while not is_there():
        assert time.monotonic() < end, f"{what} did not come"
        time.sleep(0.05)
