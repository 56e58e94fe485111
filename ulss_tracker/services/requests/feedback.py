"""Opinions of the service: kept apart from every request, with no way back to who gave them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Unpack

from sqlalchemy import ColumnElement, delete, func, select

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Ease, Feedback, db
from ulss_tracker.scheme.law.retention import rule
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import NO_FILTERS, Column, Filter, Place, Table
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.operations import clock_jumps

TABLE = Table(
    title="What people think of the service",
    columns=(
        Column("given", "Day", order=Ordering("given", Feedback.given_on)),
        Column("ease", "How easy", lambda row: row.ease or "Not said"),
        Column("words", "What they wrote", classes="app-words"),
        Column("language", "Language"),
    ),
    filters=(Filter("ease", "How easy", Feedback.ease, Ease, "Any"),),
    default="-given",
)


def give(ease: Ease | None, words: str, *, language: str) -> None:
    """Keep what somebody thinks of the service, by its day alone. Raises `Refused` for nothing."""
    if ease is None and not words.strip():
        raise Refused("Choose how easy it was, or write what you think")
    with transaction():
        db.session.add(
            Feedback(given_on=clock.today(), ease=ease, words=words.strip(), language=language)
        )


def page(filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]) -> Rows[Feedback]:
    """A page of what people think."""
    query = select(Feedback)
    return TABLE.rows(query, filters, **place)


def forget_old() -> int:
    """Delete what was said longer ago than is kept; how much there was.

    Nothing is deleted within a day of a jump of the clock.
    """
    if not clock_jumps.may_delete():
        return 0
    with transaction():
        old = delete(Feedback).where(_is_old(clock.today()))
        return len(db.session.execute(old.returning(Feedback.id)).all())


def count_due(by: datetime) -> int:
    """How much will have been kept long enough by a moment."""
    old = select(func.count()).select_from(Feedback).where(_is_old(clock.day_of(by)))
    return db.session.scalar(old) or 0


def _is_old(by: date) -> ColumnElement[bool]:
    return Feedback.given_on < rule("feedback").begin(by)
