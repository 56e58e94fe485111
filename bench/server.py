"""The served tracker, by turns with another: `python -m bench.server [CASES] [CHECKOUT ...]`.

Serves this tracker, that of each other checkout named (the commit before, say) and a bare Flask
page by gunicorn with the same settings: two workers each, over PostgreSQL, each tracker with a
database of its own filled in bulk and its jobs running. Eight connections ask each in turn, so that
what is compared had the same machine. A page's figures are medians of the rounds: visits a second,
and milliseconds of processor that the workers took for a visit, which hold on a busy machine too.
A checkout with other tables than this one's cannot be asked.
"""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path

from bench._processes import family, megabytes, processor_seconds
from bench._queries import Browser
from bench._visits import NAMED, Visit, Visitors
from config import ROOT, Config
from tests.support.cluster import cluster, make_database
from tests.support.live_server import served
from ulss_tracker import create_app

CASES = 100_000
CONNECTIONS = 8
ROUNDS = 5
VISITS = 300  # in a round
A_SECOND = 20  # of the mix
MIX_SECONDS = 60
MOST_MEGABYTES, LONGEST_MILLISECONDS = 250, 150
BARE = "a bare Flask page"

Visits = Callable[[int], list[Visit]]


@dataclass
class Side:
    """A tracker that is served: by which processes, and how to visit each of its pages."""

    name: str
    master: int
    pages: dict[str, Visits]
    mixed: Sequence[Visits] = ()
    rates: dict[str, list[float]] = field(default_factory=dict)
    costs: dict[str, list[float]] = field(default_factory=dict)

    def measure(self, page: str) -> None:
        """Go to the page in one round, and note its rate and its cost."""
        visits = self.pages[page](VISITS)
        used = processor_seconds(self._processes())
        began = time.monotonic()
        with ThreadPoolExecutor(CONNECTIONS) as connections:
            list(connections.map(_visit, visits))
        self.rates.setdefault(page, []).append(VISITS / (time.monotonic() - began))
        used = processor_seconds(self._processes()) - used
        self.costs.setdefault(page, []).append(1000 * used / VISITS)

    def mix(self) -> list[float]:
        """How many seconds each visit of the mix took, from when it was due."""
        each = A_SECOND * MIX_SECONDS // len(self.mixed)
        visits = chain.from_iterable(zip(*(make(each) for make in self.mixed), strict=True))
        began = time.monotonic()
        with ThreadPoolExecutor(CONNECTIONS) as connections:
            waiting = []
            for number, visit in enumerate(visits):
                due = began + number / A_SECOND
                time.sleep(max(0.0, due - time.monotonic()))
                waiting.append(connections.submit(timed, visit, due))
            return [each.result() for each in waiting]

    def megabytes(self) -> float:
        """The memory of its workers and of the process they were forked from."""
        return megabytes(self._processes())

    def _processes(self) -> list[int]:
        return [self.master, *family(self.master)]


def main() -> None:
    """Measure the pages by turns, then the mix and the memory of each."""
    cases = next((int(word) for word in sys.argv[1:] if word.isdigit()), CASES)
    checkouts = [ROOT, *(Path(word).resolve() for word in sys.argv[1:] if not word.isdigit())]
    with cluster() as address, tempfile.TemporaryDirectory() as directory:
        databases = []
        for number, checkout in enumerate(checkouts):
            databases.append(make_database(address, f"side_{number}"))
            fill(checkout, databases[-1], cases)
        compare(checkouts, databases, Path(directory))


def fill(checkout: Path, database: str, cases: int) -> None:
    """Make the checkout's tables in the database, and so many cases."""
    bulk = ["demo", "bulk", "--cases", str(cases), "--named", NAMED, "--times", "5"]
    for words in (["db", "upgrade"], bulk):
        command = flask_command(*words)
        subprocess.run(command, env=environment_of(database), cwd=checkout, check=True)  # noqa: S603


def compare(checkouts: Sequence[Path], databases: Sequence[str], directory: Path) -> None:
    """Serve each checkout over its database, and print what each gave beside this one."""
    with ExitStack() as stack:
        sides = [
            stack.enter_context(_tracker(checkout, database, directory / str(number)))
            for number, (checkout, database) in enumerate(zip(checkouts, databases, strict=True))
        ]
        bare = stack.enter_context(_bare(databases[0], directory / "bare"))
        for page in sides[0].pages:
            for _ in range(ROUNDS):
                bare.measure(BARE)
                for side in sides:
                    side.measure(page)
            for side in sides:
                _say(page, side, sides[0], bare)
        _say(BARE, bare, bare, bare)
        for side in sides:
            took = statistics.quantiles(side.mix(), n=20)[-1] * 1000
            print(
                f"{side.name}: 95 of 100 visits of the mix within {took:.0f} ms "
                f"(goal {LONGEST_MILLISECONDS}), {side.megabytes():.0f} MB "
                f"(goal {MOST_MEGABYTES})",
                flush=True,
            )


def _say(page: str, side: Side, ours: Side, bare: Side) -> None:
    rate, cost = statistics.median(side.rates[page]), statistics.median(side.costs[page])
    words = f"{page}, {side.name}: {rate:,.0f} a second, {cost:.2f} ms of processor; "
    if side is not ours:
        by_turns = [a / b for a, b in zip(ours.rates[page], side.rates[page], strict=True)]
        by_cost = [b / a for a, b in zip(ours.costs[page], side.costs[page], strict=True)]
        words += f"{ours.name} gives {statistics.median(by_turns):.2f} of it "
        words += f"({statistics.median(by_cost):.2f} by processor); "
    words += f"a bare page costs {statistics.median(bare.costs[BARE]):.2f} ms: "
    print(f"{words}{cost / statistics.median(bare.costs[BARE]):.1f} of it", flush=True)


@contextmanager
def _tracker(checkout: Path, database: str, directory: Path) -> Iterator[Side]:
    """The checkout's tracker, served with its jobs beside it."""
    directory.mkdir()
    app = create_app(Config(environment="testing", SQLALCHEMY_DATABASE_URI=database))
    env = environment_of(database) | {"MAIL_DIRECTORY": str(directory / "mail")}
    # As deploy/tracker-jobs.service.example has it: people's pages come first.
    jobs = ["setpriv", "--pdeathsig=TERM", "nice", "-n", "5", *flask_command("jobs", "run")]
    with served(app, directory, checkout=checkout) as server:
        running = subprocess.Popen(jobs, cwd=checkout, env=env)  # noqa: S603
        try:
            visitors = Visitors(app, server.address)
            pages = {
                "the board": visitors.board,
                "the list of requests": visitors.requests,
                "a case": visitors.cases,
                "a person found": visitors.people,
                "a public request stored": visitors.stored,
            }
            mixed = (visitors.requests, visitors.cases, visitors.people, visitors.steps)
            yield Side(checkout.name, server.master, pages, mixed)
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait()


@contextmanager
def _bare(database: str, directory: Path) -> Iterator[Side]:
    directory.mkdir()
    app = create_app(Config(environment="testing", SQLALCHEMY_DATABASE_URI=database))
    with served(app, directory, application="bench._bare:app") as server:
        browser = Browser(server.address, "")
        yield Side("bare", server.master, {BARE: lambda count: [partial(_open, browser)] * count})


def _open(browser: Browser) -> None:
    answer = browser.get("/live")
    assert answer.status == 200, answer


def _visit(visit: Visit) -> None:
    visit()


def timed(visit: Visit, due: float) -> float:
    """Make the visit; the seconds until its answer from when it was due."""
    visit()
    return time.monotonic() - due


def flask_command(*words: str) -> list[str]:
    """The command line of a command of the tracker's."""
    return [sys.executable, "-m", "flask", "--app", "wsgi", *words]


def environment_of(database: str) -> dict[str, str]:
    """The environment of a process over this database."""
    return {**os.environ, "ULSS_ENV": "testing", "DATABASE_URL": database}


if __name__ == "__main__":
    main()
