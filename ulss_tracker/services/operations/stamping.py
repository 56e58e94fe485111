"""Time stamps of checkpoints: one a day, from the authority that the settings name."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from ulss_tracker import clock
from ulss_tracker.adapters import timestamps
from ulss_tracker.adapters.timestamps import TimestampError
from ulss_tracker.models import Checkpoint, CheckpointTimestamp, db
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.operations import checkpoints
from ulss_tracker.services.operations.faults import Fault

_EVERY = timedelta(hours=24)


def stamp() -> int:
    """Have the newest checkpoint stamped, a day after the last; how many were. 0 without authority.

    Raises `TimestampError`.
    """
    own = office_details.current()
    newest = checkpoints.latest()
    if own.TIMESTAMP_URL is None or newest is None:
        return 0
    last_at = db.session.scalar(select(func.max(CheckpointTimestamp.stamped_at)))
    if last_at is not None and clock.now() - last_at < _EVERY:
        return 0
    number, sha256 = newest.number, newest.sha256
    if db.session.get(CheckpointTimestamp, number) is not None:
        return 0
    db.session.rollback()  # the authority may take seconds: nothing is held meanwhile
    token = timestamps.ask(sha256, own.TIMESTAMP_URL, own.TIMESTAMP_CA_FILE)
    with transaction():
        db.session.add(CheckpointTimestamp(checkpoint=number, stamped_at=clock.now(), token=token))
    return 1


def faults() -> list[Fault]:
    """The time stamps that do not hold; none where no authority's certificate is set."""
    ca_file = office_details.current().TIMESTAMP_CA_FILE
    if ca_file is None:
        return []
    found = []
    query: Any = select(CheckpointTimestamp, Checkpoint.sha256).join(
        Checkpoint, Checkpoint.number == CheckpointTimestamp.checkpoint
    )
    for stamped, sha256 in db.session.execute(query.order_by(CheckpointTimestamp.checkpoint)):
        try:
            timestamps.verify(stamped.token, sha256, ca_file)
        except TimestampError:
            words = "has a time stamp of something else"
            found.append(Fault.of_row(Checkpoint.__tablename__, stamped.checkpoint, words))
    return found
