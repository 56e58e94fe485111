"""Comparing what is derived from the history with what the history says last.

A review's answer, moments, stage and assignee and a person's role are columns, so that lists are
quick; the events that changed them have the values. A record of which no event says a value is left
alone.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import scoped_session

from ulss_tracker.models import Assessment, Event, EventKind, Review, User
from ulss_tracker.services.operations.faults import NO_PLACE, Fault

_UNREADABLE = (
    "An event does not say what events of its kind say, so what follows from the history was not "
    "compared with it."
)
_OF_PEOPLE = (EventKind.PERSON_ADDED, EventKind.PERSON_CHANGED)


def look(session: scoped_session[Any]) -> list[Fault]:
    """The faults of what is derived; one alone where an event does not say what its kind says."""
    try:
        return [*_answers(session), *_stages(session), *_assignees(session), *_roles(session)]
    except (LookupError, TypeError, ValueError):  # it was written past the tracker
        return [Fault(NO_PLACE, Event.__tablename__, 0, _UNREADABLE)]


def _last(session: scoped_session[Any], kind: EventKind) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Each review as it is now, with what the last event of this kind says of it."""
    last = (
        select(func.max(Event.id))
        .where(Event.kind == kind, Event.review_id.is_not(None))
        .group_by(Event.review_id)
    )
    query = (
        select(
            Review.id,
            Review.verdict,
            Review.state,
            Review.assignee_id,
            Review.last_day_on,
            Review.file_by_at,
            Event.after,
        )
        .join(Event, Event.review_id == Review.id)
        .where(Event.id.in_(last))
    )
    with closing(session.execute(query, execution_options={"yield_per": 2_000})) as rows:
        for row in rows:
            yield row, row.after


def _answers(session: scoped_session[Any]) -> Iterator[Fault]:
    """The answer and moments: as the rules last said, or a person over them."""
    query = select(Assessment.review_id, Assessment.verdict).where(Assessment.overrides.is_(True))
    over_rules = {tuple(row) for row in session.execute(query)}
    for review, said in _last(session, EventKind.ASSESSED):
        if review.verdict != said["verdict"] and (review.id, review.verdict) not in over_rules:
            yield _differs(review.id, "answer")
        file_by = said["file_by_at"] and datetime.fromisoformat(said["file_by_at"])
        last_day = said["last_day_on"] and date.fromisoformat(said["last_day_on"])
        if review.file_by_at != file_by:
            yield _differs(review.id, "file-by moment")
        if review.last_day_on != last_day:
            yield _differs(review.id, "last day")


def _stages(session: scoped_session[Any]) -> Iterator[Fault]:
    for review, said in _last(session, EventKind.STAGE_CHANGED):
        if review.state != said["state"]:
            yield _differs(review.id, "stage")


def _assignees(session: scoped_session[Any]) -> Iterator[Fault]:
    names = _names(session)
    for review, said in _last(session, EventKind.ASSIGNEE_CHANGED):
        if said["assignee"] not in names.get(review.assignee_id, frozenset()):
            yield _differs(review.id, "assignee")


def _roles(session: scoped_session[Any]) -> Iterator[Fault]:
    last = {after["email"]: after for _, after in _of_people(session)}
    for user in session.execute(select(User.id, User.email, User.role, User.is_active)):
        said = last.get(user.email)
        if said is None:
            continue
        is_active = said["is_active"] is not False  # not said of one who was added: they are active
        if (user.role, user.is_active) != (said["role"], is_active):
            words = "has another role or state than the history says"
            yield Fault.of_row(User.__tablename__, user.id, words)


def _names(session: scoped_session[Any]) -> dict[int, set[str]]:
    """The names that each person has or had."""
    of_email: defaultdict[str, set[str]] = defaultdict(set)
    for before, after in _of_people(session):
        had = {each["name"] for each in (before, after) if "name" in each}
        for each in (before, after):
            if "email" in each:
                of_email[each["email"]] |= had
    people = session.execute(select(User.id, User.email, User.name))
    return {user.id: {user.name, *of_email[user.email]} for user in people}


def _of_people(session: scoped_session[Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    query = select(Event.before, Event.after).where(Event.kind.in_(_OF_PEOPLE)).order_by(Event.id)
    return [(before, after) for before, after in session.execute(query)]


def _differs(review_id: int, what: str) -> Fault:
    return Fault.of_row(
        Review.__tablename__, review_id, f"has another {what} than its history says"
    )
