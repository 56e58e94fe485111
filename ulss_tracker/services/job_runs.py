"""When each job last ran, for the watchdog."""

from sqlalchemy.exc import IntegrityError

from ulss_tracker import clock
from ulss_tracker.models import JobRun, db
from ulss_tracker.services.saving import saving


def started(name: str) -> None:
    """Note that a job starts now."""
    now = clock.now()
    with saving():
        run = db.session.get(JobRun, name)
        if run is not None:
            run.started_at = now
            return
        try:
            with db.session.begin_nested():
                db.session.add(JobRun(name=name, started_at=now))
        except IntegrityError:  # another process began it for the first time at this instant
            db.session.get_one(JobRun, name).started_at = now


def ended(name: str, *, well: bool) -> None:
    """Note that a job ended now, well or not."""
    with saving():
        run = db.session.get_one(JobRun, name)
        if well:
            run.ended_at = clock.now()
        else:
            run.failed_at = clock.now()
