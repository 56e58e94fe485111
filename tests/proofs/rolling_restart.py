"""A release with migrations takes the place of an older one under load, and nobody notices.

Two instances of an earlier release stand behind nginx, as deploy/nginx.conf.example has it, and
people ask without a pause. Then the new release brings the database up to date under the old one,
and deploy/rolling-restart.sh replaces one instance after the other. No request may fail. Before it,
a release whose first page fails was kept out of nginx's turn, and the old one put back.
"""

import shutil
import threading
from argparse import ArgumentParser, Namespace
from pathlib import Path

import requests

from tests.proofs import _instances
from tests.proofs._findings import Findings
from tests.proofs._instances import Behind
from tests.proofs._places import KINDS, Ground, ground
from tests.support.asking import ask

EARLIER = "d70ed813"
"""The release that is replaced: its migrations end where the one of this release begins."""
FULL, SHORT = 2_000, 150
"""Requests through nginx at the least."""
CLIENTS = 4
_TRIES = 30
"""How often the release that fails is looked at, once a second."""


def add_options(parser: ArgumentParser) -> None:
    """Choose the database and the release that is replaced."""
    parser.add_argument("--database", choices=KINDS, action="append", help="these alone")
    parser.add_argument("--earlier", default=EARLIER, help="a commit")


def prove(options: Namespace, findings: Findings) -> None:
    """Replace the release on each database."""
    for kind in options.database or KINDS:
        findings.note(f"**{kind}**")
        with ground(kind) as where, _instances.checkout(options.earlier, where.directory) as old:
            run(where, old, SHORT if options.short else FULL, findings)


def run(where: Ground, old: Path, least: int, findings: Findings) -> None:
    """Serve the checkout `old`, then this one in its place, while people ask."""
    address = where.databases.make("rolling")
    _instances.migrate(old, address)
    with _instances.behind_nginx(where.directory, address, old) as served:
        _hold_that_it_is_undone(served, old, findings)
        people = People(served)
        people.start()
        served.wait_for_requests(least // 3)
        _instances.migrate(_instances.HERE, address)
        done = served.replace(_instances.HERE)
        findings.hold(done.returncode == 0, f"it was not restarted: {done.stdout}{done.stderr}")
        served.wait_for_requests(least)
        people.stop()
        answers = served.answers()
    failed = {status: times for status, times in answers.items() if not 200 <= status < 400}
    findings.hold(not people.faults, f"{len(people.faults)} failed: {people.faults[:2]}")
    findings.hold(not failed, f"answers that were none: {failed}")
    findings.hold(answers.total() >= least, f"only {answers.total()} requests")
    findings.note(
        f"{answers.total()} requests of {CLIENTS} people at once, {sum(failed.values())} failed "
        f"and {len(people.faults)} were not answered, while the migrations ran and both instances "
        f"were replaced; {people.told} requests for a review were acknowledged"
    )


def _hold_that_it_is_undone(served: Behind, old: Path, findings: Findings) -> None:
    """A release that is ready and whose first page fails goes no further than one instance."""
    broken = shutil.copytree(old, served.home / "broken", symlinks=True)
    (broken / "templates" / "public" / "start.html").write_text("{{ 1 // 0 }}")
    stopped = served.replace(broken, _TRIES)
    findings.hold(stopped.returncode == 1, f"a release that fails was taken: {stopped.stdout}")
    _instances.wait_for(f"http://127.0.0.1:{served.ports[0]}/ready")
    upstream = (served.home / "upstream.conf").read_text()
    findings.hold(upstream.count(" down;") == 1, f"nginx passes it requests: {upstream}")
    undone = served.replace(old)
    findings.hold(undone.returncode == 0, f"it was not undone: {undone.stdout}{undone.stderr}")


class People:
    """People who ask one after the other, through nginx."""

    def __init__(self, served: Behind) -> None:
        self._served = served
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._ask, args=(number,)) for number in range(CLIENTS)
        ]
        self.faults: list[str] = []
        self.told = 0

    def start(self) -> None:
        """Begin to ask."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let each end the request they are at."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, number: int) -> None:
        while not self._stop.is_set():
            try:
                ask(self._served.address, number, certificate=str(self._served.certificate))
                self.told += 1
            except (requests.RequestException, AssertionError) as error:
                self.faults.append(f"{type(error).__name__}: {error}")
                if len(self.faults) > 100:
                    return
            number += CLIENTS
