"""`flask jobs run` as it is really run: started, killed, told to stop, frozen."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask

from config import ROOT

LONGEST_STOP = 90.0
LONGEST_START = 120.0
_STARTED = "jobs started"


@dataclass
class JobsProcess:
    """At most one running process; what all of them say goes into one log."""

    app: Flask
    smtp_url: str
    log: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    _process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> float:
        """Start it, and wait until it says so; the seconds that took, in which it reads its code.

        It ends with this process, even when this one is killed.
        """
        assert not self.is_alive()
        before, began = self.said().count(_STARTED), time.monotonic()
        flask = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run"]
        with self.log.open("ab") as written:
            self._process = subprocess.Popen(
                ["setpriv", "--pdeathsig=KILL", *flask],
                cwd=ROOT,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=subprocess.STDOUT,
            )
        while self.said().count(_STARTED) == before:
            if not self.is_alive() or time.monotonic() - began > LONGEST_START:
                raise RuntimeError(f"jobs run did not start: {self.said()[-2000:]}")
            time.sleep(0.02)
        return time.monotonic() - began

    def environment(self) -> dict[str, str]:
        """Build the environment that tells it where it runs."""
        return {
            **os.environ,
            "ULSS_ENV": "testing",
            "DATABASE_URL": str(self.app.config["SQLALCHEMY_DATABASE_URI"]),
            "SMTP_URL": self.smtp_url,
            **self.settings,
        }

    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        assert self._process is not None
        self._process.send_signal(number)

    def kill(self, *, told_before: float | None = None) -> bool:
        """Kill it, told to stop `told_before` seconds earlier; whether it had to be killed."""
        assert self._process is not None
        if told_before is not None:
            self._process.terminate()
            try:
                self._process.wait(timeout=told_before)
            except subprocess.TimeoutExpired:
                pass
            else:
                return False
        self._process.kill()
        self._process.wait(timeout=LONGEST_STOP)
        return True

    def stop(self) -> None:
        """Tell it to stop, and wait until it has; killed when it does not."""
        if self.is_alive():
            self.kill(told_before=LONGEST_STOP)

    def said(self) -> str:
        """Everything that was logged, by all that ran."""
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""
