"""How the proof of the history stands: the last checkpoint, the last verification, and alarms."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from ulss_tracker import clock
from ulss_tracker.models import Checkpoint, CheckpointTimestamp, HistoryCheck, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time.time_words import utc_figures
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.users import require
from ulss_tracker.services.operations import checkpoints
from ulss_tracker.services.operations.alarm import Alarm

_VERIFIED_EVERY = timedelta(days=2)  # a daily one, and a day's grace


@dataclass(frozen=True, slots=True)
class Evidence:
    """The last checkpoint and verification, None where there is none, and what is set up."""

    checkpoint: Checkpoint | None
    check: HistoryCheck | None
    stamped_at: datetime | None
    is_signed: bool
    is_kept_outside: bool
    is_emailed: bool
    is_stamped: bool


def look(reader: User) -> Evidence:
    """The evidence as it stands now. Raises `NotAllowed`."""
    require(reader, Permission.SEE_CHECKPOINTS)
    own = office_details.current()
    return Evidence(
        checkpoints.latest(),
        _last_check(),
        db.session.scalar(select(func.max(CheckpointTimestamp.stamped_at))),
        is_signed=own.CHECKPOINT_KEY_FILE is not None,
        is_kept_outside=own.CHECKPOINT_FILE is not None,
        is_emailed=bool(own.CHECKPOINT_EMAILS),
        is_stamped=own.TIMESTAMP_URL is not None,
    )


def alarms() -> Iterator[Alarm]:
    """The alarms of the last verification; none before the first checkpoint."""
    first_at = db.session.scalar(select(func.min(Checkpoint.made_at)))
    if first_at is None:
        return
    last = _last_check()
    if last is not None and last.faults:
        yield Alarm(
            "history",
            f"The history is not as it was recorded: the verification of "
            f"{utc_figures(last.ended_at)} found {last.faults} or more faults. "
            f"{last.first_fault} Change nothing, keep a copy of the database and of the file "
            "of checkpoints, and see docs/operations.md.",
        )
    since = last.ended_at if last is not None else first_at
    if clock.now() - since > _VERIFIED_EVERY:
        yield Alarm(
            "history-check",
            f"The history has not been verified since {utc_figures(since)}. Start "
            "tracker-verify, and read its log.",
            again=timedelta(days=1),
        )


def _last_check() -> HistoryCheck | None:
    query = select(HistoryCheck).order_by(HistoryCheck.id.desc()).limit(1)
    check: HistoryCheck | None = db.session.scalar(query)
    return check
