"""While the database is away, what people send is kept, told of, and taken in once.

PostgreSQL is stopped under a served tracker and its jobs, falls silent, or answers five seconds
late; SQLite is locked by another writer; its file cannot be opened. Each time 200 people go the way
a person goes: a page, the short form it leads to, the receipt; some press twice, and web workers
are killed meanwhile. The watchdog runs as its timer has it, and must name each request of a last
day before the database is back. Then each is in once, as received when it was sent. A colleague is
told what is wrong, and sends the same again. On PostgreSQL, pages to read are read at once.
"""

import http.client
import http.cookiejar
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import lxml.html
from flask import Flask
from sqlalchemy import select

from config import ROOT
from tests.proofs._colleague import Colleague
from tests.proofs._findings import Findings
from tests.proofs._jobs_process import JobsProcess
from tests.proofs._outages import WAYS, Outage, outage
from tests.support.checked_client import filled
from tests.support.databases import configured, let_go, migrated
from tests.support.live_server import LiveServer, served
from ulss_tracker import clock, create_app
from ulss_tracker.models import Message, Request, db

AT_ONCE = {"postgresql": 12, "sqlite": 4}  # of SQLite each waits for its lock
QUICK, QUICK_SHARE = 1.5, 0.95  # seconds, and how many answers come within them
LONGEST = 40.0
LAST_DAY_EVERY, TWICE_EVERY = 10, 7
PRESSES = 20  # of one button, by somebody who gets no whole page
WATCHDOG_SECONDS = 60.0
LONGEST_TO_TAKE_IN = 180.0
LONGEST_DRIFT = timedelta(seconds=30)


@dataclass(frozen=True)
class Load:
    """How many people send within how many minutes, and how often the web workers are killed."""

    people: int
    minutes: float
    kills: int


WHOLE = Load(people=200, minutes=10.0, kills=5)
SHORT = Load(people=8, minutes=0.1, kills=1)


@dataclass(frozen=True)
class Sent:
    """What somebody was told, when, and whether it is of a last day."""

    reference: str
    at: datetime
    is_last_day: bool


def add_options(parser: ArgumentParser) -> None:
    """Choose how long, and how many people."""
    parser.add_argument("--way", choices=WAYS, action="append", help="these alone")
    parser.add_argument("--people", type=int, help="so many, and not 200")
    parser.add_argument("--minutes", type=float, help="so long, and not 10")


def prove(options: Namespace, findings: Findings) -> None:
    """Stop the database under it all, and look at what came of it."""
    load = SHORT if options.short else WHOLE
    load = replace(
        load, people=options.people or load.people, minutes=options.minutes or load.minutes
    )
    for way in options.way or WAYS:
        findings.note(f"**{way}**")
        with TemporaryDirectory(prefix="ulss-away-") as directory:
            prove_on(way, Path(directory), findings, options.seed, load)


def prove_on(way: str, directory: Path, findings: Findings, seed: int, load: Load) -> None:
    """The same with a database that goes away in one way."""
    with outage(way, directory) as database:
        at_once = AT_ONCE[way.partition("-")[0]]
        took = _prove(database, directory, findings, seed, load, at_once)
    share = sum(seconds <= QUICK for seconds in took) / len(took)
    findings.note(
        f"{share:.1%} of {len(took)} answers within {QUICK} s, the longest {max(took):.1f} s"
    )
    if way.startswith("postgresql"):
        findings.hold(max(took) < LONGEST, f"somebody waited for {max(took):.0f} s")
        findings.hold(share >= QUICK_SHARE or load == SHORT, "too many waited")


def _prove(
    database: Outage, directory: Path, findings: Findings, seed: int, load: Load, at_once: int
) -> list[float]:
    settings: dict[str, str] = {
        "OUTAGE_DIRECTORY": str(directory / "outage"),
        "MAIL_DIRECTORY": str(directory / "mail"),
        "WATCHDOG_FILE": str(directory / "watchdog.json"),
    }
    app = create_app(configured(database.address))
    migrated(app)
    is_postgresql = database.address.startswith("postgresql")
    colleague = Colleague(app, findings)
    jobs = JobsProcess(app, "", directory / "jobs.log", settings)
    try:
        with served(app, directory, checkout=ROOT, **settings) as server, running(jobs):
            colleague.open(server.address)
            database.begin(server, jobs)
            with ThreadPoolExecutor(1) as beside:
                if is_postgresql:
                    _read_at_once(server.address, findings)
                    beside.submit(colleague.press, is_known=False)
                sent, named, took = _outage(server, jobs, findings, Random(seed), load, at_once)
            if is_postgresql:
                colleague.press(is_known=True)
            database.end(jobs)
            _taken_in(app, directory, findings, sent)
            colleague.press_again()
            late = {each.reference for each in sent if each.is_last_day}
            findings.hold(late <= named, f"{len(late - named)} of a last day were told to nobody")
            findings.note(
                f"{len(late)} of a last day, each told by the watchdog while the database was away"
            )
    finally:
        let_go(app)
    return took


def _read_at_once(address: str, findings: Findings) -> None:
    """What is only read asks no database: nobody waits for it, not even before it is noticed."""
    took = list[float]()
    for path in ("/", "/information/time-limit", "/privacy"):
        Browser(address, took).get(path)
    findings.hold(max(took) < QUICK, f"a page to read took {max(took):.1f} s")


@contextmanager
def running(jobs: JobsProcess) -> Iterator[None]:
    """The jobs, from here to the end of the block."""
    jobs.start()
    try:
        yield
    finally:
        jobs.stop()


def _outage(
    server: LiveServer,
    jobs: JobsProcess,
    findings: Findings,
    chance: Random,
    load: Load,
    at_once: int,
) -> tuple[list[Sent], set[str], list[float]]:
    """What was sent meanwhile, the references the watchdog named, and each answer's seconds."""
    began, seconds, people = time.monotonic(), load.minutes * 60, load.people
    moments = sorted(chance.uniform(0, seconds) for _ in range(people))
    deaths = sorted(chance.uniform(0, seconds) for _ in range(load.kills))
    said, took = "", list[float]()
    with ThreadPoolExecutor(at_once) as pool:
        waiting = []
        looked_at = began
        for number, moment in enumerate(moments):
            while deaths and deaths[0] <= moment:
                deaths.pop(0)
                for process in server.workers():
                    os.kill(process, signal.SIGKILL)
            time.sleep(max(0.0, began + moment - time.monotonic()))
            waiting.append(pool.submit(_send, server.address, number, took))
            if time.monotonic() - looked_at > WATCHDOG_SECONDS:
                looked_at = time.monotonic()
                said += _watchdog(jobs)
        sent = [each.result() for each in waiting]
    said += _watchdog(jobs)
    lasted = time.monotonic() - began
    found = [each for each in sent if each is not None]
    findings.hold(len(found) == people, f"{people - len(found)} of {people} got no receipt")
    findings.note(
        f"{len(found)} of {people} people had a receipt in {lasted / 60:.1f} minutes without a "
        f"database, {load.kills} times with the web workers killed"
    )
    return found, {each.reference for each in found if each.reference in said}, took


def _send(address: str, number: int, took: list[float]) -> Sent | None:
    """Go the way a person goes, who presses again when a worker dies under them; their receipt."""
    browser = Browser(address, took)
    first = browser.get("/request/court")
    short = browser.send(first, court="Leeds")
    is_last_day = number % LAST_DAY_EVERY == 0
    on = clock.today() - timedelta(days=27 if is_last_day else 3)
    answers = {
        "offender_name": f"Person Number{number}",
        "court_text": "Leeds",
        "sentenced_text": f"{on.day} {on:%B %Y}",
        "email": f"person{number}@example.org",
    }
    at = clock.now()
    page = browser.send(short, **answers)
    if number % TWICE_EVERY == 0:
        page = browser.send(short, **answers)
    found = [each.text_content() for each in page.cssselect("main strong")]
    reference = next((each for each in found if each.startswith("REQ-")), None)
    return Sent(reference, at, is_last_day) if reference else None


class Browser:
    """Somebody's browser: it keeps cookies, and reads a page whatever its status."""

    def __init__(self, address: str, took: list[float]) -> None:
        self._address, self._took = address, took
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies)

    def get(self, path: str, data: bytes | None = None) -> lxml.html.HtmlElement:
        """Fetch a page, or send a form to it: again while no whole answer comes.

        Whoever dies may already have kept what was sent. The same form again is the same request.
        """
        for _ in range(PRESSES - 1):
            try:
                return self._page(path, data)
            except (OSError, http.client.HTTPException):
                time.sleep(0.5)
        return self._page(path, data)

    def _page(self, path: str, data: bytes | None) -> lxml.html.HtmlElement:
        began = time.monotonic()
        try:
            answer = self._opener.open(f"{self._address}{path}", data, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        self._took.append(time.monotonic() - began)
        page = lxml.html.document_fromstring(answer.read().decode())
        page.set("data-path", urllib.parse.urlsplit(answer.url).path)
        return page

    def send(self, page: lxml.html.HtmlElement, **answers: str) -> lxml.html.HtmlElement:
        """Fill in the form of a page, and press its button."""
        (form,) = page.cssselect("main form")
        sent = {**filled(form), **answers}
        to = form.get("action") or page.get("data-path")
        return self.get(to, urllib.parse.urlencode(sent, doseq=True).encode())


def _watchdog(jobs: JobsProcess) -> str:
    """What the timer's run of the watchdog says."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "watchdog"]
    ran = subprocess.run(
        command, cwd=ROOT, env=jobs.environment(), capture_output=True, text=True, check=False
    )
    return ran.stdout


def _taken_in(app: Flask, directory: Path, findings: Findings, sent: list[Sent]) -> None:
    """Each is in the database once, as received when it was sent, and acknowledged once."""
    began = time.monotonic()
    kept = directory / "outage"
    while any(kept.glob("*.kept")) and time.monotonic() - began < LONGEST_TO_TAKE_IN:
        time.sleep(0.5)
    findings.note(f"all were taken in {time.monotonic() - began:.1f} s after the database was back")
    with app.app_context():
        by_them = Request.offender_name.like("Person Number%")
        requests = db.session.scalars(select(Request).where(by_them)).all()
        by_reference = {each.reference: each for each in requests}
        findings.hold(
            len(requests) == len(sent), f"{len(requests)} requests of {len(sent)} receipts"
        )
        missing = [each.reference for each in sent if each.reference not in by_reference]
        findings.hold(not missing, f"{len(missing)} receipts of nothing")
        moved = [
            each.reference
            for each in sent
            if each.reference in by_reference
            and abs(by_reference[each.reference].received_at - each.at) > LONGEST_DRIFT
        ]
        findings.hold(not moved, f"{len(moved)} were received at another time than they were sent")
        to_them = Message.recipient.like("person%@example.org")
        told = db.session.scalars(select(Message.request_id).where(to_them)).all()
        findings.hold(
            Counter(told) == Counter(each.id for each in requests),
            f"{len(told)} acknowledgements of {len(requests)} requests",
        )
    findings.note(f"{len(requests)} requests, each once, received when sent and acknowledged once")
