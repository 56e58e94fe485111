"""The cost of suggestions as the cases grow: `python -m bench.matching [ADDRESS]`.

Fills an empty database with 1,000 cases and then with 100,000, looks for what new requests may be
about, and ranks queries in memory as `match rank` does. ADDRESS is an empty PostgreSQL database;
without it, a SQLite file that is gone after.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from flask_migrate import upgrade
from sqlalchemy import insert, text

from config import Config
from tests.support import build
from tests.support.queries import counted
from tests.support.typed_names import Facts, Typed, Typist
from ulss_tracker import create_app
from ulss_tracker.models import Case, Request, Review, Sentence, db
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.matching import (
    Index,
    Subject,
    candidates,
    indexing,
    read_court,
    read_days,
    read_names,
)

FEW, MANY = 1_000, 100_000
ASKED = 100
QUERIES, RANKED = 2_000, 20_000
SEED = 28
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def main() -> None:
    """Measure, and print a line for each figure."""
    typist = Typist(SEED)
    facts = typist.cases(MANY)
    asked = [typist.about(n, one) for n, one in enumerate(typist.chance.sample(facts[:FEW], ASKED))]
    with tempfile.TemporaryDirectory() as directory:
        address = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{directory}/bench.db"
        app = create_app(Config(environment="testing", SQLALCHEMY_DATABASE_URI=address))
        with app.app_context():
            upgrade()
            by = build.user()
            fill(facts[:FEW], 0, by.id)
            measure(FEW, asked)
            fill(facts[FEW:], FEW, by.id)
            measure(MANY, asked)
            db.session.remove()
            db.engine.dispose()
    rank_in_memory(facts[:RANKED], typist)


def fill(facts: Sequence[Facts], before: int, by: int) -> None:
    """Add a case with a sentenced offender for each, and their keys."""
    numbers = range(before + 1, before + 1 + len(facts))
    cases = [
        {
            "id": number,
            "reference": f"BENCH-{number}",
            "court_id": None,
            "court_text": one.court,
            "court_case_number": "",
            "opened_at": NOW,
            "opened_by_id": by,
            "changed_at": NOW,
            "version": 1,
        }
        for number, one in zip(numbers, facts, strict=True)
    ]
    reviews = [
        {
            "id": number,
            "case_id": number,
            "offender_name": f"{one.given} {one.middle} {one.family}",
            "offender_address": "",
            "state": State.CHECKING,
            "outcome_note": "",
            "opened_at": NOW,
            "changed_at": NOW,
            "version": 1,
        }
        for number, one in zip(numbers, facts, strict=True)
    ]
    sentences = [
        {
            "review_id": number,
            "sentenced_on": one.day,
            "order_kind": OrderKind.IMPRISONMENT,
            "text": "3 years",
            "judge": "",
        }
        for number, one in zip(numbers, facts, strict=True)
    ]
    for model, rows in ((Case, cases), (Review, reviews), (Sentence, sentences)):
        for start in range(0, len(rows), 5_000):
            db.session.execute(insert(model), rows[start : start + 5_000])
    db.session.commit()
    started = time.perf_counter()
    indexing.keep_missing()
    took = time.perf_counter() - started
    print(f"keys of {len(facts):,} cases written in {took:.0f} s")
    db.session.execute(text("ANALYZE"))
    db.session.commit()


def measure(count: int, asked: Sequence[Typed]) -> None:
    """Look for what each request may be about, as its page does."""
    requests = [as_request(row) for row in asked]
    candidates.like(requests[0])  # what is loaded once in a process is loaded now
    times, statements, found = [], set(), 0
    for row, request in zip(asked, requests, strict=True):
        db.session.expire_all()
        db.session.rollback()
        started = time.perf_counter()
        with counted() as sent:
            likely = candidates.like(request)
        times.append((time.perf_counter() - started) * 1000)
        statements.add(len(sent))
        wanted = f"BENCH-{row.case.removeprefix('C')}"
        found += wanted in [each.reference for each in likely[:3] if each.is_suggested]
    times.sort()
    print(
        f"{count:>7,} cases: median {statistics.median(times):.0f} ms, "
        f"95 in 100 within {times[int(len(times) * 0.95)]:.0f} ms, "
        f"{max(statements)} statements at most, {found} of {len(asked)} found in the first three"
    )


def as_request(row: Typed) -> Request:
    """A request that nobody has stored: looking for its like writes nothing."""
    days = read_days(row.day).days
    return Request(
        offender_name=row.name,
        other_offenders="",
        court_id=None,
        court_text=row.court,
        sentenced_on=days[0] if days else None,
        sentenced_text="",
        email="",
        received_at=datetime.now(UTC),
    )


def rank_in_memory(facts: Sequence[Facts], typist: Typist) -> None:
    """Rank queries as the command does, without a database."""
    rows = [typist.case(one) for one in facts]
    queries = [typist.about(n, one) for n, one in enumerate(typist.chance.sample(facts, QUERIES))]
    started = time.perf_counter()
    index = Index([subject(row) for row in rows])
    built = time.perf_counter()
    for query in queries:
        index.rank(subject(query), 5)
    took = time.perf_counter() - built
    print(
        f"{len(queries):,} queries of {len(rows):,} cases in memory: "
        f"index {built - started:.1f} s, "
        f"ranking {took:.1f} s"
    )


def subject(row: Typed) -> Subject:
    """Read a row into what matching knows of it."""
    return Subject(read_names(row.name), read_court(row.court), read_days(row.day))


if __name__ == "__main__":
    main()
