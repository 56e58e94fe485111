"""No file that anybody sends stops the service: sixty bombs, eight at once against two workers.

Zip, gzip and nested archives, entities of XML, 100,000 entries, RTF that a careless search reads
for hours, Word documents of thousands of relations, PDFs of 150,000 objects and in circles,
pictures of 30,000 by 30,000, noise, fonts and files of two kinds at once. Throughout, `/ready`
and a page answer in under a second; each upload is answered within eight; no worker is killed;
memory is bounded. Then the job looks at what no process had time for, and nothing is left waiting.
"""

import io
import re
import threading
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import requests
from flask import Flask
from sqlalchemy import func, select

from tests.proofs import _bomb_files
from tests.proofs._findings import Findings
from tests.proofs._places import KINDS, ground
from tests.support.databases import configured, let_go, migrated
from tests.support.live_server import LiveServer, served
from ulss_tracker import create_app
from ulss_tracker.models import Document, FileState, db
from ulss_tracker.services.files import safe_copies

AT_ONCE = 8
PAGES = ("/ready", "/")
LONGEST_PAGE, LONGEST_UPLOAD = 1.0, 8.0  # seconds
MOST_MEGABYTES = 1_500
_PATIENCE = 120  # seconds until an answer that does not come is a fault and not a wait


def add_options(parser: ArgumentParser) -> None:
    """Choose a database."""
    parser.add_argument("--database", choices=KINDS, action="append", help="these alone")


def prove(options: Namespace, findings: Findings) -> None:
    """Prove it on each database."""
    chosen = list(_bomb_files.every(range(1, 61, 5) if options.short else range(1, 61)))
    for kind in options.database or KINDS:
        findings.note(f"**{kind}**")
        with ground(kind) as where:
            app = create_app(configured(where.databases.make("bombs")))
            migrated(app)
            with served(app, where.directory) as server:
                run(server, chosen, findings)
            let_go(app)


def run(
    server: LiveServer,
    files: Sequence[tuple[str, bytes]],
    findings: Findings,
    *,
    slower: float = 1.0,
) -> None:
    """Send the files, eight at once, and watch. On a machine that others use, all is `slower`."""
    workers = server.workers()
    with Watch(server) as watch, ThreadPoolExecutor(AT_ONCE) as threads:
        uploads = list(threads.map(lambda file: _upload(server.address, *file), files))
    longest = max(uploads, key=lambda each: each.seconds)
    odd = [each.name for each in uploads if each.status != 200]
    findings.hold(not odd, f"{len(odd)} uploads were not answered by the page: {odd[:5]}")
    findings.hold(
        longest.seconds < LONGEST_UPLOAD * slower,
        f"{longest.name} was answered after {longest.seconds:.1f} s",
    )
    for path, answers in watch.seconds.items():
        findings.hold(bool(answers), f"{path} never answered")
        findings.hold(
            max(answers, default=0) < LONGEST_PAGE * slower,
            f"{path} took {max(answers, default=0):.2f} s",
        )
    findings.hold(not watch.failed, f"{watch.failed} pages did not answer")
    findings.hold(server.workers() == workers, "a worker was killed")
    findings.hold(watch.megabytes < MOST_MEGABYTES, f"{watch.megabytes:.0f} MB were held")
    _note(uploads, watch, findings)
    _look_at_the_rest(server.app, findings)


@dataclass(frozen=True)
class Upload:
    """One file sent: how it was answered, and after how long."""

    name: str
    status: int
    seconds: float
    refused: bool


@dataclass
class Watch:
    """Pages asked for again and again, and the memory held, until the block ends."""

    server: LiveServer
    seconds: dict[str, list[float]] = field(default_factory=lambda: {path: [] for path in PAGES})
    megabytes: float = 0.0
    failed: int = 0

    def __enter__(self) -> "Watch":
        self._stop = threading.Event()
        tasks: list[Callable[[], None]] = [self._weigh]
        tasks += [lambda path=path: self._ask(path) for path in PAGES]  # type: ignore[misc]
        self._threads = [threading.Thread(target=task) for task in tasks]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, path: str) -> None:
        while not self._stop.wait(0.1):
            began = time.monotonic()
            try:
                answer = requests.get(self.server.address + path, timeout=_PATIENCE)
                self.failed += answer.status_code != 200
            except requests.RequestException:
                self.failed += 1
            self.seconds[path].append(time.monotonic() - began)

    def _weigh(self) -> None:
        while not self._stop.wait(0.2):
            self.megabytes = max(self.megabytes, _held(self.server.master))


def _held(process: int) -> float:
    """Megabytes that a process and all it started hold, what they share counted once."""
    total, waiting = 0, [process]
    while waiting:
        each = waiting.pop()
        try:
            waiting += _children(each)
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has just ended
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def _children(process: int) -> Iterable[int]:
    words = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(word) for word in words]


def _upload(address: str, name: str, content: bytes) -> Upload:
    """Send one file from a browser of its own, as the page without scripts does."""
    with requests.Session() as browser:
        page = browser.get(f"{address}/request/files", timeout=_PATIENCE)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
        began = time.monotonic()
        answer = browser.post(
            f"{address}/request/files",
            data={"csrf_token": token.group(1) if token else "", "add": "yes"},
            files={"files": (name, io.BytesIO(content))},
            timeout=_PATIENCE,
        )
        seconds = time.monotonic() - began
    return Upload(name, answer.status_code, seconds, "govuk-error-summary" in answer.text)


def _note(uploads: Sequence[Upload], watch: Watch, findings: Findings) -> None:
    took = sorted(each.seconds for each in uploads)
    pages = "; ".join(
        f"{path} asked {len(each)} times, {max(each, default=0):.2f} s at most"
        for path, each in watch.seconds.items()
    )
    findings.note(
        f"{len(uploads)} files, {AT_ONCE} at once: answered in {took[len(took) // 2]:.1f} s in the "
        f"middle and {took[-1]:.1f} s at most, {sum(each.refused for each in uploads)} of them "
        f"refused at once; {pages}; {watch.megabytes:.0f} MB held at most, no worker replaced"
    )


def _look_at_the_rest(app: Flask, findings: Findings) -> None:
    """The job takes what was kept without a look, file by file, until none waits."""
    began = time.monotonic()
    with app.app_context():
        waited = looked = _waiting()
        while looked and safe_copies.look_waiting():
            looked = _waiting()
        findings.hold(not looked, f"{looked} files are still not looked at")
        states = select(Document.state, func.count()).group_by(Document.state)
        ended = ", ".join(f"{n} {state.value}" for state, n in db.session.execute(states))
        db.session.remove()
    findings.note(
        f"{waited} were looked at by the job in {time.monotonic() - began:.0f} s; kept: {ended}"
    )


def _waiting() -> int:
    db.session.rollback()
    query = select(func.count(Document.id)).where(Document.state == FileState.WAITING)
    return db.session.scalars(query).one()
