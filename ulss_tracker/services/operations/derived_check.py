"""Comparing what is derived from the history with what the history says last.

A review's answer, moments, stage and assignee and a person's role are columns, so that lists are
quick; the events that changed them have the values. So do the events of filing, service and seals,
and the newest answer has the days of sentence that it was given of. A record of which no event says
a value is left alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import scoped_session

from ulss_tracker.models import (
    Assessment,
    Case,
    Event,
    EventKind,
    Filing,
    FilingKind,
    Restriction,
    RestrictionKind,
    Review,
    Sentence,
    User,
)
from ulss_tracker.services.operations.faults import NO_PLACE, Fault

_UNREADABLE = (
    "An event does not say what events of its kind say, so what follows from the history was not "
    "compared with it."
)
_OF_PEOPLE = (EventKind.PERSON_ADDED, EventKind.PERSON_CHANGED)
_OF_SEALS = (EventKind.CASE_SEALED, EventKind.CASE_UNSEALED)
_FILED_AS = {EventKind.FILED: FilingKind.FILING, EventKind.SERVED: FilingKind.SERVICE}


def look(session: scoped_session[Any]) -> list[Fault]:
    """The faults of what is derived; one alone where an event does not say what its kind says."""
    try:
        checks = (_answers, _stages, _assignees, _roles, _days, _filings, _seals)
        return [fault for check in checks for fault in check(session)]
    except (AttributeError, LookupError, TypeError, ValueError):  # it was written past the tracker
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


def _days(session: scoped_session[Any]) -> Iterator[Fault]:
    """The days of sentence: those that the newest answer was given of."""
    newest = select(func.max(Assessment.id)).group_by(Assessment.review_id)
    query = select(Assessment.review_id, Assessment.facts).where(Assessment.id.in_(newest))
    said = {
        review_id: Counter(each["sentenced_on"] for each in facts["sentences"])
        for review_id, facts in session.execute(query)
        if facts.get("sentences")
    }
    days: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for review_id, sentenced_on in session.execute(
        select(Sentence.review_id, Sentence.sentenced_on)
    ):
        days[review_id][sentenced_on.isoformat()] += 1
    for review_id, known in said.items():
        del known[None]  # asked of before a sentence was recorded
        if days[review_id] != known:
            words = "was sentenced on another day than its newest answer was given of"
            yield Fault.of_row(Review.__tablename__, review_id, words)


def _filings(session: scoped_session[Any]) -> Iterator[Fault]:
    """When a review was filed, and served."""
    query = select(Event.review_id, Event.kind, Event.after).where(Event.kind.in_(_FILED_AS))
    in_history = Counter(
        (review_id, _FILED_AS[kind], datetime.fromisoformat(after["at"]))
        for review_id, kind, after in session.execute(query)
    )
    stored = Counter(
        (review_id, kind, at)
        for review_id, kind, at in session.execute(select(Filing.review_id, Filing.kind, Filing.at))
    )
    for review_id, kind, _ in (in_history - stored) + (stored - in_history):
        yield _differs(review_id, f"moment of {kind.value}")


def _seals(session: scoped_session[Any]) -> Iterator[Fault]:
    """Which cases are sealed."""
    last = select(func.max(Event.id)).where(Event.kind.in_(_OF_SEALS)).group_by(Event.case_id)
    query = select(Event.case_id, Event.kind).where(Event.id.in_(last))
    in_history: set[Any] = {
        case_id for case_id, kind in session.execute(query) if kind is EventKind.CASE_SEALED
    }
    sealed = select(Restriction.case_id).where(
        Restriction.kind == RestrictionKind.SEALED, Restriction.ended_at.is_(None)
    )
    for case_id in in_history.symmetric_difference(session.scalars(sealed)):
        words = "is sealed or open otherwise than its history says"
        yield Fault.of_row(Case.__tablename__, case_id, words)


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
