"""`flask demo bulk`: a register as large as wanted, written past the services and like them.

For measuring, never for use: invented people, drawn by a seed. What the services would have
written is there (what was believed, search, matching, who was told), so that every screen is right
on it; of the history only the main lines.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from ulss_tracker.cli.seed import deferred_indexes
from ulss_tracker.cli.seed.generate import Drawing
from ulss_tracker.cli.seed.loading import Loader
from ulss_tracker.cli.seed.rows import TABLES, Writing
from ulss_tracker.models import Case, ReferenceCounter, db
from ulss_tracker.scheme.law import law
from ulss_tracker.services.core import users
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.deadlines import reconcile

BATCH = 1_000


def add(count: int, *, open_: int, named: str, times: int, progress: Callable[[int], None]) -> None:
    """Add `count` cases, the first `open_` of them still open, in one transaction.

    The first `times` offenders are called `named`, and nobody else is. `progress` is told how many
    more are written. Stopped in between, nothing is added.
    """
    staff = [user.id for user in users.assignees()]
    officers = [user.id for user in users.law_officers()] or staff
    is_most = count > (db.session.scalar(select(func.count(Case.id))) or 0)
    last = _last_references()
    law.current()  # asked for now: nobody else writes or is waited for while this loads
    db.session.commit()
    with _loading() as loader:
        drawing = Drawing(
            loader,
            count,
            staff=staff,
            officers=officers,
            named=[named] * times if named else [],
        )
        writing = Writing(loader, last)
        put_back = deferred_indexes.take(loader, TABLES) if is_most else None
        for begun in range(0, count, BATCH):
            these = range(begun, min(begun + BATCH, count))
            for drawn in drawing.cases(len(these), open_=max(0, open_ - begun)):
                writing.case(drawn)
            loader.write()
            progress(len(these))
        loader.wait()
        writing.finish()
        if put_back is not None:
            put_back()
        loader.number_on()
    _keep_references(last)
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
