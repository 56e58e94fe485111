"""Web, jobs and database are killed while people write: nothing acknowledged is lost or doubled.

The tracker is served as in an office, its jobs run beside it, and a few people ask without a pause;
whoever gets no answer presses again. By turns of chance one web worker, the whole of the web, the
jobs, or PostgreSQL is ended by kill -9 and started again. At the end every request that somebody
was told of is there, nobody has two, each message went once, and the history verifies.
"""

import os
import signal
import threading
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field

import requests
from sqlalchemy import select

from tests.proofs import _done, _settling
from tests.proofs._findings import Findings
from tests.proofs._jobs_process import JobsProcess
from tests.proofs._places import KINDS, Ground, Place, ground
from tests.proofs._work import reading
from tests.support import history
from tests.support.asking import ask
from tests.support.live_server import LiveServer, served
from tests.support.ports import free_port
from ulss_tracker.models import Request, db
from ulss_tracker.services.core import office_details
from ulss_tracker.services.operations import history_check

FULL, SHORT = 200, 6
"""Kills on each database."""
CLIENTS = 3
LONGEST_WITHOUT_ANSWER = 120.0
LONGEST_TO_END = 900.0
_PAUSE, _LIFE = 1.0, (0.2, 1.5)  # seconds: between two requests of one person, between two kills
_TARGETS = {"a web worker": 10, "the web": 1, "the jobs": 3, "the database": 6}


def add_options(parser: ArgumentParser) -> None:
    """Choose the database, and how many kills."""
    parser.add_argument("--database", choices=KINDS, action="append", help="these alone")
    parser.add_argument("--kills", type=int, help="so many on each database")


def prove(options: Namespace, findings: Findings) -> None:
    """Kill on each database."""
    kills = options.kills or (SHORT if options.short else FULL)
    for kind in options.database or KINDS:
        findings.note(f"**{kind}**")
        with ground(kind) as where, where.place("killed", options.seed) as at:
            run(where, at, kills, findings)


def run(where: Ground, at: Place, kills: int, findings: Findings) -> None:
    """Kill so often while people ask, let the jobs end their work, and look at everything."""
    file = history.configure(at.app, where.directory)
    key = where.directory / "checkpoint-key.pem"
    kept = {"CHECKPOINT_FILE": str(file), "CHECKPOINT_KEY_FILE": str(key)}
    at.jobs.settings = {**at.jobs.settings, **kept}
    done: Counter[str] = Counter()
    with _Web(where, at) as web, _Jobs(at.jobs) as jobs:
        people = _People(web.address)
        people.start()
        for target in _targets(at, kills, has_database=where.cluster is not None):
            time.sleep(at.chance.uniform(*_LIFE))
            _kill(target, where, at, web, jobs)
            done[target] += 1
        people.stop()
        at.mail.seconds = (0.0, 0.0)  # slow so that kills hit a send; there are none any more
        at.work.references += people.told.values()
        _settling.all_done(at.work, findings, LONGEST_TO_END)
    findings.note(
        f"{kills} kills -9 ({', '.join(f'{name} {times}' for name, times in done.items())}); "
        f"{CLIENTS} people asked, {len(people.told)} requests were acknowledged, "
        f"{people.pressed_again} presses had no answer and were made again"
    )
    findings.hold(not people.faults, f"somebody was refused for good: {people.faults[:1]}")
    _look(at, people, findings)
    _done.look(at.work, at.mail, findings, interruptions=kills)
    office_details.configure(at.app.config)


def _targets(at: Place, kills: int, *, has_database: bool) -> list[str]:
    """What to kill, in an order of chance; each kind at least once where there are kills enough."""
    shares = {name: share for name, share in _TARGETS.items() if has_database or "data" not in name}
    names = list(shares)
    drawn = at.chance.choices(names, list(shares.values()), k=max(0, kills - len(names)))
    order = (names + drawn)[:kills]
    at.chance.shuffle(order)
    return order


def _kill(target: str, where: Ground, at: Place, web: "_Web", jobs: "_Jobs") -> None:
    match target:
        case "a web worker":
            web.kill_worker(at)
        case "the web":
            web.kill()
        case "the jobs":
            jobs.kill()
        case _:
            assert where.cluster is not None
            where.cluster.kill()
            where.cluster.start()


def _look(at: Place, people: "_People", findings: Findings) -> None:
    """Look for everybody who was told, for anybody who is there twice, and at the chain."""
    with reading(at.app):
        emails = dict(db.session.execute(select(Request.reference, Request.email)).all())
    lost = [email for email, told in people.told.items() if emails.get(told) != email]
    findings.hold(not lost, f"{len(lost)} acknowledged requests are lost")
    twice = [email for email, times in Counter(emails.values()).items() if times > 1]
    findings.hold(not twice, f"{len(twice)} people have two requests")
    with at.app.app_context():
        report = history_check.check()
        db.session.remove()
    findings.hold(not report.faults, f"the history: {report.words}")
    findings.note(
        f"{len(lost)} acknowledged requests lost, {len(twice)} doubled, {len(emails)} kept; the "
        f"chain of {report.checkpoint} checkpoints over {report.records} records: {report.words}"
    )


class _Web:
    """The tracker as it is served, always at one address."""

    def __init__(self, where: Ground, at: Place) -> None:
        self._where, self._app, self._port = where, at.app, free_port()
        self._stack = ExitStack()
        self.address = f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> "_Web":
        self._server = self._serve()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def _serve(self) -> LiveServer:
        serving = served(self._app, self._where.directory, port=self._port)
        return self._stack.enter_context(serving)

    def kill_worker(self, at: Place) -> None:
        """End one worker, whatever it is at; gunicorn starts another."""
        if workers := sorted(self._server.workers()):
            _end(at.chance.choice(workers))

    def kill(self) -> None:
        """End the process that workers are forked from, and serve again on the same port."""
        _end(self._server.master)
        self._stack.close()
        self._server = self._serve()


class _Jobs:
    """The jobs, started again whenever they end, as systemd does; killed only once they work."""

    def __init__(self, process: JobsProcess) -> None:
        self._process, self._stop, self._works = process, threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._keep_up)

    def __enter__(self) -> "_Jobs":
        self._thread.start()
        assert self._works.wait(LONGEST_WITHOUT_ANSWER), self._process.said()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()
        self._process.stop()

    def kill(self) -> None:
        """End them, once they are at work again after the kill before."""
        assert self._works.wait(LONGEST_WITHOUT_ANSWER), self._process.said()
        self._works.clear()
        self._process.kill()

    def _keep_up(self) -> None:
        while not self._stop.wait(0.1):
            if not self._process.is_alive():
                try:
                    self._process.start()
                except RuntimeError:  # it found no database, and ended
                    continue
                self._works.set()


def _end(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:  # it had just ended
        return


@dataclass
class _People:
    """People who ask one request after the other, each under an address of their own."""

    address: str
    told: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    pressed_again: int = 0
    _threads: list[threading.Thread] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Begin to ask."""
        for number in range(CLIENTS):
            thread = threading.Thread(target=self._ask, args=(number,))
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Let each end the request they are at."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, number: int) -> None:
        while not self._stop.wait(_PAUSE):
            try:
                told = ask(self.address, number, no_answer=self._may_press_again)
            except (requests.RequestException, AssertionError) as error:
                self.faults.append(f"{type(error).__name__}: {error}")
                return
            self.told[f"person{number}@example.org"] = told.reference
            number += CLIENTS

    def _may_press_again(self, waited: float) -> bool:
        self.pressed_again += 1
        time.sleep(0.2)
        return waited < LONGEST_WITHOUT_ANSWER
