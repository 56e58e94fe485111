"""Keeping one belief after another of a record: the newest ends the one before it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import InstrumentedAttribute

from ulss_tracker import clock
from ulss_tracker.models import db
from ulss_tracker.scheme.time.office_hours import OFFICE_CLOSES


def known(of: InstrumentedAttribute[int], numbers: Collection[int]) -> dict[int, Any]:
    """The versions that stand of the records with these ids, by the record's id."""
    model: Any = of.class_
    query = select(model).where(of.in_(numbers), model.to_at.is_(None))
    return {getattr(version, of.key): version for version in db.session.scalars(query)}


def keep(
    of: InstrumentedAttribute[int],
    number: int,
    before: Any,
    believed: Mapping[str, Any],
    *,
    first_known_at: datetime,
    now: datetime,
) -> None:
    """Keep what is now believed of the record with this id, where it is not what it was.

    `before` is the version that stood; without one it is believed since `first_known_at`.
    """
    model: Any = of.class_
    if before is not None:
        if all(getattr(before, name) == value for name, value in believed.items()):
            return
        db.session.execute(
            update(model).where(model.id == before.id).values(to_at=now),
            execution_options={"synchronize_session": False},
        )
        db.session.expire(before)
    since = now if before is not None else min(first_known_at, now)
    db.session.add(model(**{of.key: number}, from_at=since, **believed))


def days_between(first: datetime, last: datetime) -> int:
    """Whole days by London's clock: the same hour a week later is seven, though one night of it
    have an hour less."""
    return (in_london(last) - in_london(first)).days


def is_after_hours(received_at: datetime, last_day_on: date | None) -> bool:
    """Whether it came on the last day itself, at 17:00 in London or later."""
    there = in_london(received_at)
    return there.date() == last_day_on and there.time() >= OFFICE_CLOSES


def in_london(instant: datetime) -> datetime:
    """The instant by London's clock."""
    return instant.astimezone(clock.LONDON)
