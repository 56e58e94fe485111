"""`flask demo bulk`: a register as large as wanted, of copies of what the services wrote.

For measuring, never for use: invented people, drawn by a seed. Some ordinary stories are played
through the services and undone; their rows are written again, past the services, for each case.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import select

from ulss_tracker.cli.seed.drawing import Drawing
from ulss_tracker.cli.seed.loading import Loader
from ulss_tracker.cli.seed.playing import play
from ulss_tracker.cli.seed.writing import Writing
from ulss_tracker.models import ReferenceCounter, db
from ulss_tracker.scheme.law import law
from ulss_tracker.services.core import users
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.deadlines import reconcile
from ulss_tracker.services.matching import indexing

BATCH = 1_000


def add(count: int, *, open_: int, named: str, times: int, progress: Callable[[int], None]) -> None:
    """Add `count` cases, the first `open_` of them still open, in one transaction.

    The first `times` offenders are called `named`, and nobody else is. `progress` is told how many
    more are written. Stopped in between, nothing is added. Matching keys and deadlines, which
    follow from the rest, are written after it as for any record that has none.
    """
    staff = [user.id for user in users.assignees()]
    officers = [user.id for user in users.law_officers()] or staff
    last = _last_references()
    law.current()  # asked for now: nobody else writes or is waited for while this loads
    db.session.commit()
    drawing = Drawing(
        count,
        open_=open_,
        named=[named] * times if named else [],
        staff=len(staff),
        officers=len(officers),
    )
    cases = drawing.cases()
    played = play(dict.fromkeys(case.ordinary for case in cases))
    with _loading() as loader:
        writing = Writing(loader, played, staff=staff, officers=officers, last=last)
        for begun in range(0, count, BATCH):
            some = cases[begun : begun + BATCH]
            for drawn in some:
                writing.add(drawn, drawing)
            writing.write()
            progress(len(some))
        loader.number_on(writing.tables)
    _keep_references(last)
    indexing.keep_missing()
    reconcile.reconcile()
    _analyse()


@contextmanager
def _loading() -> Iterator[Loader]:
    """A loader on a connection of its own, kept when the block ends and undone when it fails."""
    connection = db.engine.raw_connection()
    loader = Loader(connection, is_postgresql=db.engine.dialect.name == "postgresql")
    try:
        loader.begin()
        yield loader
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    finally:
        loader.close()
        connection.close()


def _last_references() -> dict[int, int]:
    """The last number given in each year's series of references."""
    query = select(ReferenceCounter.series, ReferenceCounter.last)
    return {
        int(series.rpartition("-")[2]): last
        for series, last in db.session.execute(query)
        if series.startswith("ULS-")
    }


def _keep_references(last: dict[int, int]) -> None:
    with transaction():
        for year, number in last.items():
            db.session.merge(ReferenceCounter(series=f"ULS-{year}", last=number))


def _analyse() -> None:
    """Let the database know how large its tables have become, or it would plan for small ones."""
    connection = db.session.connection()
    if db.engine.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA analysis_limit=1000")
    connection.exec_driver_sql("ANALYZE")
    db.session.commit()
