"""A backup while eight people write: restored elsewhere, it is equal and lacks nobody.

The tracker is served as in an office and eight clients send requests through it without a pause.
In the midst `data backup` is run, and by the same program the backup is verified, restored into a
fresh place and served there. A drill is run, and one on a damaged backup, of which the watchdog
must tell.
"""

import subprocess
import threading
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from config import ROOT
from tests.proofs._findings import Findings
from tests.proofs._places import KINDS, Ground, ground
from tests.support.asking import ask
from tests.support.databases import configured, let_go, migrated
from tests.support.live_server import served
from tests.support.processes import flask
from ulss_tracker import create_app
from ulss_tracker.models import Request, db

CLIENTS = 8
FULL, SHORT = 60.0, 6.0
"""Seconds that the clients write before the backup, and again after it has begun."""
RPO, RTO = 5 * 60.0, 30 * 60.0
"""Seconds: of how long at most everything may be lost, and how long until it is served again."""
TIMER = ROOT / "deploy" / "tracker-backup.timer.example"


def add_options(parser: ArgumentParser) -> None:
    """Choose the database."""
    parser.add_argument("--database", choices=KINDS, action="append", help="these alone")


def prove(options: Namespace, findings: Findings) -> None:
    """Lose and restore a service on each database."""
    for kind in options.database or KINDS:
        findings.note(f"**{kind}**")
        with ground(kind) as where:
            run(where, SHORT if options.short else FULL, findings)


def run(where: Ground, seconds: float, findings: Findings) -> None:
    """Write through the server, back it up in the midst, and restore the backup elsewhere."""
    lost = create_app(configured(where.databases.make("recovery")))
    migrated(lost)
    kept = where.directory / "backups"
    on_lost = _Program(str(lost.config["SQLALCHEMY_DATABASE_URI"]), kept)
    writers = _Writers()
    with served(lost, where.directory) as server:
        writers.start(server.address)
        time.sleep(seconds)
        before = writers.acknowledged()
        took = on_lost.run(findings, "backup")
        during = writers.acknowledged()
        time.sleep(min(seconds, 10))
        writers.stop()
    path = next(kept.glob("*.backup"))
    findings.hold(not writers.faults, f"a client was refused: {writers.faults[:1]}")
    findings.note(
        f"{CLIENTS} clients: {len(before)} requests acknowledged before the backup, "
        f"{len(during) - len(before)} while it was taken in {took:.1f} s, "
        f"{len(writers.acknowledged())} in all; {path.stat().st_size / 1e6:.1f} MB"
    )
    verified = on_lost.run(findings, "verify", str(path), said="is whole")
    findings.note(f"verified without restoring in {verified:.1f} s")
    _restore(where, path, before, took, findings)
    _drill(on_lost, path, findings)
    let_go(lost)


def _restore(
    where: Ground, path: Path, before: Sequence[str], took: float, findings: Findings
) -> None:
    """Restore the backup into a fresh place, serve it, and look for everybody in it."""
    began = time.monotonic()
    fresh = create_app(configured(where.databases.make("recovered")))
    program = _Program(str(fresh.config["SQLALCHEMY_DATABASE_URI"]), path.parent)
    restored = program.run(findings, "restore", str(path), said="Restored and equal")
    with served(fresh, where.directory) as server:
        served_after = time.monotonic() - began
        findings.hold(server.answers(), "the restored service does not answer")
    with fresh.app_context():
        found = set(db.session.scalars(select(Request.reference)))
        db.session.remove()
    let_go(fresh)
    missing = set(before) - found
    findings.hold(not missing, f"{len(missing)} acknowledged requests are not in the backup")
    findings.hold(served_after <= RTO, f"it was served after {served_after:.0f} s")
    apart = 60.0 * int(TIMER.read_text().partition("OnCalendar=*:0/")[2].split()[0])
    lost = apart + took
    findings.hold(lost <= RPO, f"up to {lost:.0f} s would be lost")
    findings.note(
        f"restored and equal in {restored:.1f} s, served {served_after:.1f} s after the start; "
        f"{len(found)} requests in it, {len(missing)} of those acknowledged before missing. "
        f"A backup every {apart:.0f} s, each whole after {took:.1f} s, loses at most {lost:.0f} s"
    )
    again = program.ended("restore", str(path))
    findings.hold(again == 1, "a database that is not empty was not refused")


def _drill(program: "_Program", path: Path, findings: Findings) -> None:
    """A drill on the whole backup ends well; on a damaged one it fails, and the watchdog tells."""
    took = program.run(findings, "drill", str(path), said="All is well")
    findings.note(f"a drill took {took:.1f} s, and all was well")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    findings.hold(program.ended("drill", str(path)) == 1, "a damaged backup passed the drill")
    told = program.said("jobs", "watchdog")
    failed = "The drill of" in told and "failed on" in told
    findings.hold(failed, "the watchdog does not tell of the drill")
    findings.note(f"a drill on a damaged backup failed, and the watchdog told: {failed}")


@dataclass
class _Program:
    """The tracker's own command line, on one database."""

    address: str
    kept: Path

    def run(self, findings: Findings, *words: str, said: str = "") -> float:
        """Run `flask data ...`, which must end well and say this; the seconds it took."""
        began = time.monotonic()
        done = self._run("data", *words)
        took = time.monotonic() - began
        is_well = done.returncode == 0 and said in done.stdout
        findings.hold(is_well, f"data {words[0]}: {done.stdout[-300:]}{done.stderr[-500:]}")
        return took

    def ended(self, *words: str) -> int:
        """Run `flask data ...`; with which code it ended."""
        return self._run("data", *words).returncode

    def said(self, *words: str) -> str:
        """Run `flask ...`; its output."""
        return self._run(*words).stdout

    def _run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        settings = {
            "BACKUP_DIRECTORY": str(self.kept),
            "MAIL_DIRECTORY": str(self.kept / "mail"),
            "WATCHDOG_FILE": str(self.kept / "watchdog.json"),
        }
        return flask(self.address, settings, *words)


@dataclass
class _Writers:
    """Eight clients who ask, one request after the other, until they are stopped."""

    faults: list[str] = field(default_factory=list)
    _told: list[str] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def start(self, address: str) -> None:
        """Begin to ask at this address."""
        for number in range(CLIENTS):
            thread = threading.Thread(target=self._ask, args=(address, number))
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Let each end the request it is at."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def acknowledged(self) -> list[str]:
        """The references told so far."""
        return list(self._told)

    def _ask(self, address: str, number: int) -> None:
        while not self._stop.is_set():
            try:
                self._told.append(ask(address, number).reference)
            except Exception as error:
                self.faults.append(f"{type(error).__name__}: {error}")
                return
            number += CLIENTS
