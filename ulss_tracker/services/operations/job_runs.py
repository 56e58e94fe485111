"""Which process does each job, when it last ran and how it ended."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete, or_, update

from ulss_tracker import clock
from ulss_tracker.models import JobRun, db, inserting
from ulss_tracker.services.core.unit_of_work import transaction


def register(paces: Mapping[str, timedelta]) -> None:
    """Name the jobs that there are, with how often each is to run; others are forgotten."""
    with transaction():
        db.session.execute(delete(JobRun).where(JobRun.name.not_in(paces)))
        for name, every in paces.items():
            seconds = int(every.total_seconds())
            add = inserting(JobRun).values(name=name, every_seconds=seconds, error="")
            db.session.execute(
                add.on_conflict_do_update(
                    index_elements=[JobRun.name], set_={"every_seconds": seconds}
                )
            )


def claim(name: str, worker_id: str, every: timedelta) -> bool:
    """Take the job for this worker and note that it starts; False while another worker has it.

    A job that nobody has registered (by an older release, say) is registered with its pace.
    """
    now = clock.now()
    with transaction():
        add = inserting(JobRun).values(
            name=name, every_seconds=int(every.total_seconds()), error=""
        )
        db.session.execute(add.on_conflict_do_nothing())
        taken = db.session.execute(
            update(JobRun)
            .where(
                JobRun.name == name,
                or_(JobRun.worker_id.is_(None), JobRun.worker_id == worker_id),
            )
            .values(worker_id=worker_id, started_at=now)
            .returning(JobRun.name)
        )
        return bool(taken.all())


def ended(name: str, worker_id: str, *, error: str = "") -> None:
    """Note that the job ended now, well or with this error, unless it was taken from the worker."""
    now = clock.now()
    how = {"ended_at": now, "error": ""} if not error else {"failed_at": now, "error": error}
    with transaction():
        db.session.execute(
            update(JobRun)
            .where(JobRun.name == name, JobRun.worker_id == worker_id)
            .values(worker_id=None, **how)
        )
