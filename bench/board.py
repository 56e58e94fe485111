"""The cost of the office's pages as the register grows: `python -m bench.board [CASES]`.

Makes a register of 1,000 cases and one of 100,000, with 300 open in each, on SQLite and on
PostgreSQL, and asks both for each page by turns, so that whatever else the machine does falls on
both. Then the board of an office with 10,000 open: its first page, its middle and its last. Pages
are drawn each time they are asked for; `bench/server.py` measures the server as people meet it.
"""

import gc
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import select

from config import Config
from tests.support.cluster import cluster, make_database
from tests.support.queries import counted
from ulss_tracker import create_app
from ulss_tracker.models import Case, Review, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.people import staff_sessions
from ulss_tracker.services.supervision import board

FEW, MANY, OPEN = 1_000, 100_000, 300
BUSY, BUSY_OPEN = 20_000, 10_000
NAMED = "Ann Oddname"
MISSPELT = "Anne Odname"
ROUNDS = 15

Ask = Callable[[FlaskClient], None]


@dataclass(frozen=True)
class Page:
    """A page that is measured, and who asks for it."""

    name: str
    role: Role
    path: str


PAGES = (
    Page("the board", Role.SUPERVISOR, "/supervision/board"),
    Page("the board as a spreadsheet", Role.SUPERVISOR, "/supervision/board.csv"),
    Page("exceptions", Role.SUPERVISOR, "/supervision/exceptions"),
    Page("the load ahead", Role.SUPERVISOR, "/supervision/load"),
    Page("to verify or sign", Role.SUPERVISOR, "/supervision/second-key"),
    Page("work to reassign", Role.SUPERVISOR, "/supervision/reassign"),
    Page("moments that moved", Role.SUPERVISOR, "/supervision/redatings"),
    Page("statistics", Role.SUPERVISOR, "/supervision/statistics/"),
    Page("rows behind a figure", Role.SUPERVISOR, "/supervision/statistics/rows?by=outcome"),
    Page("the audit", Role.SUPERVISOR, "/supervision/audit"),
    Page("your work", Role.CASEWORKER, "/casework/"),
    Page("new requests", Role.CASEWORKER, "/casework/requests"),
    Page("requests in cases", Role.CASEWORKER, "/casework/requests?state=in_case"),
    Page("people to tell", Role.CASEWORKER, "/casework/people-to-tell"),
    Page("messages to see to", Role.CASEWORKER, "/casework/messages"),
    Page("every message", Role.CASEWORKER, "/casework/messages/all"),
    Page("to decide", Role.LAW_OFFICER, "/casework/decisions"),
)


def main() -> None:
    """Make the registers, measure, and print a line for each figure."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    with tempfile.TemporaryDirectory() as directory, cluster() as address:

        def on_sqlite(name: str) -> str:
            return f"sqlite:///{directory}/{name}.db"

        def on_postgresql(name: str) -> str:
            return make_database(address, name)

        for kind, new in (("SQLite", on_sqlite), ("PostgreSQL", on_postgresql)):
            few_app, many_app = filled(new("few"), FEW, OPEN), filled(new("many"), many, OPEN)
            side_by_side(kind, few_app, many_app, many)
            evenly(kind, filled(new("busy"), BUSY, BUSY_OPEN))


def filled(address: str, cases: int, open_: int) -> Flask:
    """An application over a new register, which says how fast it was made."""
    app = application(address)
    with inside(app):
        upgrade()
        named = ("--named", NAMED, "--times", "5")
        arguments = ["demo", "bulk", "--cases", str(cases), "--open", str(open_), *named]
        began = time.process_time()
        done = app.test_cli_runner().invoke(args=arguments)
        assert done.exit_code == 0, done.output
        took = time.process_time() - began
        print(f"{done.output.splitlines()[-1]}, {took:.1f} s of this process", flush=True)
    gc.freeze()  # as the server does
    return app


def application(address: str) -> Flask:
    """The application on this database."""
    return create_app(Config(environment="testing", SQLALCHEMY_DATABASE_URI=address))


def side_by_side(kind: str, few: Flask, many: Flask, cases: int) -> None:
    """Each page, and a person found, in both registers by turns."""
    asked: list[tuple[str, Role, Callable[[Flask], Ask]]] = [
        *((page.name, page.role, partial(_same, fetching(page.path))) for page in PAGES),
        ("a case", Role.CASEWORKER, a_case),
        ("a person found", Role.CASEWORKER, partial(_same, searching(NAMED))),
        ("a person half remembered", Role.CASEWORKER, partial(_same, searching(MISSPELT))),
    ]
    for name, role, prepare in asked:
        turns = [Turns(app, role, prepare(app)) for app in (few, many)]
        for _ in range(ROUNDS):
            for each in turns:
                each.take()
        small, large = turns
        print(
            f"{kind}, {name}: {large.queries} queries and {large.median:.0f} ms at {cases:,} cases,"
            f" {small.queries} and {small.median:.0f} ms at {FEW:,}:"
            f" {large.median / small.median:.2f} of it",
            flush=True,
        )


def _same(ask: Ask, _app: Flask) -> Ask:
    return ask


def evenly(kind: str, app: Flask) -> None:
    """The first, the middle and the last page of a long board, by turns."""
    with inside(app):
        keys: list[str] = []
        after: str | None = ""
        while after is not None:
            keys.append(after)
            after = board.page(after=after).after
    places = {"first": 0, "middle": len(keys) // 2, "last": len(keys) - 1}
    paths = {
        name: f"/supervision/board?after={keys[place].replace('+', '%2B')}"
        for name, place in places.items()
    }
    turns = {name: Turns(app, Role.SUPERVISOR, fetching(path)) for name, path in paths.items()}
    for _ in range(ROUNDS):
        for each in turns.values():
            each.take()
    said = ", ".join(
        f"{name} {each.median:.0f} ms with {each.queries} queries" for name, each in turns.items()
    )
    spread = max(each.median for each in turns.values()) / min(
        each.median for each in turns.values()
    )
    print(
        f"{kind}, the board of {BUSY_OPEN:,} open, {len(keys)} pages: {said}: "
        f"{spread:.2f} between the slowest and the quickest",
        flush=True,
    )


class Turns:
    """One page of one register, asked for again and again."""

    def __init__(self, app: Flask, role: Role, ask: Ask) -> None:
        self._app, self._ask = app, ask
        self._client = signed_in(app, role)
        self._times: list[float] = []
        with ExitStack() as counting:
            with inside(app):
                sent = counting.enter_context(counted())
            ask(self._client)  # what is loaded once in a process is loaded now
            sent.clear()
            ask(self._client)
            self.queries = len(sent)

    @property
    def median(self) -> float:
        """The median of the milliseconds taken."""
        return statistics.median(self._times) * 1000

    @property
    def least(self) -> float:
        """The fewest milliseconds taken: what the page costs where nothing else disturbs it."""
        return min(self._times) * 1000

    def take(self) -> None:
        """Ask once more."""
        began = time.perf_counter()
        self._ask(self._client)
        self._times.append(time.perf_counter() - began)


def fetching(path: str) -> Ask:
    """Asking for one page."""

    def ask(client: FlaskClient) -> None:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)

    return ask


def searching(words: str) -> Ask:
    """Looking for somebody by the form: the search is sent, and its results are asked for."""
    tokens: dict[int, str] = {}

    def ask(client: FlaskClient) -> None:
        if id(client) not in tokens:
            page = client.get("/casework/search").text
            found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
            tokens[id(client)] = found[1] if found else ""
        sent = {"words": words, "csrf_token": tokens[id(client)]}
        answer = client.post("/casework/search", data=sent, follow_redirects=True)
        assert answer.status_code == 200, answer.status_code
        assert NAMED in answer.text

    return ask


def a_case(app: Flask) -> Ask:
    """Asking for the page of an open case."""
    with inside(app):
        still_open = select(Case.reference).join(Review).where(Review.outcome.is_(None))
        reference = db.session.scalars(still_open.order_by(Case.id.desc()).limit(1)).one()
    return fetching(f"/casework/cases/{reference}")


def signed_in(app: Flask, role: Role) -> FlaskClient:
    """A client with the session of the first person of this role."""
    with inside(app):
        user = db.session.scalars(select(User).where(User.role == role).limit(1)).one()
        account, key = user.session_key, staff_sessions.begin(user)
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = account, True
        session["session_key"] = key
    return client


@contextmanager
def inside(app: Flask) -> Iterator[None]:
    """The application's context, with a database session that ends with it."""
    with app.app_context():
        yield
        db.session.remove()


if __name__ == "__main__":
    main()
