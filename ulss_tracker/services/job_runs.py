"""When each job last ran, for the watchdog and for a supervisor."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ulss_tracker import clock
from ulss_tracker.models import JobRun, db
from ulss_tracker.services.saving import saving


def started(name: str) -> datetime:
    """Note that a job starts now; gives the moment."""
    now = clock.now()
    with saving():
        run = db.session.get(JobRun, name)
        if run is not None:
            run.started_at = now
            return now
        try:
            with db.session.begin_nested():
                db.session.add(JobRun(name=name, started_at=now))
        except IntegrityError:  # another process began it for the first time at this instant
            db.session.get_one(JobRun, name).started_at = now
    return now


def ended(name: str, *, well: bool) -> None:
    """Note that a job ended now, well or not."""
    with saving():
        run = db.session.get_one(JobRun, name)
        if well:
            run.ended_at = clock.now()
        else:
            run.failed_at = clock.now()


def last_ended_well() -> dict[str, datetime | None]:
    """When each job that ever ran last ended well."""
    return {run.name: run.ended_at for run in db.session.scalars(select(JobRun))}
