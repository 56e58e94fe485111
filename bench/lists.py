"""The long lists of an office with much to do: `python -m bench.lists [OPEN]`.

10,000 reviews are open, all of them one caseworker's, and 10,000 requests are new, all about one
sentence. The first page of the board, of the requests and of “Your work”, their middle and their
last, and the page of one of the requests, are asked for by turns, on SQLite and on PostgreSQL: the
least time within the server, and queries. Then the same reviews are shared by 25 caseworkers, and
one of them asks for “Your work”.
"""

import re
import sys
import tempfile
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, inspect, select, text, update

from bench.board import ROUNDS, Turns, fetching, filled, inside, signed_in
from tests.support import build
from tests.support.cluster import cluster, make_database
from ulss_tracker.models import Deadline, Request, Review, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.matching import indexing

OPEN, REQUESTS = 10_000, 10_000
MOST_PAGES = 500
BUDGET = 100  # milliseconds
LISTS = {
    "the board": (Role.SUPERVISOR, "/supervision/board"),
    "requests": (Role.CASEWORKER, "/casework/requests"),
    "“Your work”": (Role.CASEWORKER, "/casework/"),
}
CASEWORKERS = 25
_NEXT = re.compile(r'href="([^"]+)" rel="next"')


def main() -> None:
    """Make the registers, measure, print a line for each list; end with 1 when one is too slow."""
    open_ = int(sys.argv[1]) if len(sys.argv) > 1 else OPEN
    slow = 0
    with tempfile.TemporaryDirectory() as directory, cluster() as address:
        for kind, database in (
            ("SQLite", f"sqlite:///{directory}/lists.db"),
            ("PostgreSQL", make_database(address, "lists")),
        ):
            app = filled(database, 2 * open_, open_)
            reference = _make_busy(app, REQUESTS)
            of_one = {"a request": (Role.CASEWORKER, f"/casework/requests/{reference}")}
            for name, (role, path) in {**LISTS, **of_one}.items():
                slow += _measure(f"{kind}, {name}", app, role, path)
            _share_out(app)
            name = f"{kind}, “Your work” of one of {CASEWORKERS}"
            slow += _measure(name, app, *LISTS["“Your work”"])
    sys.exit(1 if slow else 0)


def _make_busy(app: Flask, count: int) -> str:
    """Give every open review to one caseworker, and so many requests to nobody; one's reference."""
    with inside(app):
        person = db.session.scalars(select(User).where(User.role == Role.CASEWORKER)).first()
        assert person is not None
        is_open = Review.outcome.is_(None)
        db.session.execute(update(Review).where(is_open).values(assignee_id=person.id))
        request = build.request()
        deadline = db.session.scalars(
            select(Deadline).where(Deadline.request_id == request.id)
        ).first()
        assert deadline is not None
        first = request.id + 1
        asked, due = _values(request), _values(deadline)
        ids = range(first, first + count)
        db.session.execute(
            insert(Request),
            [asked | {"id": each, "reference": f"REQ-{each}"} for each in ids],
        )
        del due["id"]
        db.session.execute(insert(Deadline), [due | {"request_id": each} for each in ids])
        db.session.commit()
        indexing.keep_missing()
        _settle()
        return request.reference


def _settle() -> None:
    """Leave the database as PostgreSQL's autovacuum leaves it within a minute of such a change."""
    if db.engine.dialect.name == "postgresql":
        alone = db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        with alone as connection:
            connection.execute(text("VACUUM (ANALYZE)"))


def _values(record: Deadline | Request) -> dict[str, object]:
    """What stands in each column of a record."""
    return {each.key: getattr(record, each.key) for each in inspect(type(record)).column_attrs}


def _share_out(app: Flask) -> None:
    """Leave the caseworker one in so many of the open reviews, and give the others away."""
    with inside(app):
        other = db.session.scalars(select(User).where(User.role == Role.SUPERVISOR)).first()
        assert other is not None
        others = Review.id % CASEWORKERS != 0
        is_open = Review.outcome.is_(None)
        db.session.execute(update(Review).where(is_open, others).values(assignee_id=other.id))
        db.session.commit()
        _settle()


def _measure(name: str, app: Flask, role: Role, path: str) -> bool:
    """Print the times of a list's first, middle and last page; whether one is over the budget."""
    pages = _pages(signed_in(app, role), path)
    places = {"first": 0, "middle": len(pages) // 2, "last": len(pages) - 1}
    turns = {place: Turns(app, role, fetching(pages[number])) for place, number in places.items()}
    for _ in range(ROUNDS):
        for each in turns.values():
            each.take()
    said = ", ".join(f"{at} {each.least:.0f} ms, {each.queries}" for at, each in turns.items())
    slowest = max(each.least for each in turns.values())
    print(f"{name}, {len(pages)} pages (ms, queries): {said}", flush=True)
    return slowest >= BUDGET


def _pages(client: FlaskClient, path: str) -> list[str]:
    """The address of every page of a list, found as people find it: by what leads to the next."""
    found = [path]
    while len(found) < MOST_PAGES:
        following = _NEXT.search(client.get(found[-1]).text)
        if following is None:
            return found
        found.append(unescape(following[1]))
    raise AssertionError(f"{path} has no end")


if __name__ == "__main__":
    main()
