"""Work that is between two people: declined, or neither accepted nor declined in time.

It is still with whoever it was given to; a supervisor sees that nobody has said they will do it.
"""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from ulss_tracker import clock
from ulss_tracker.models import DECLINED_KINDS, GIVEN_KINDS, Case, Review, Wait, db
from ulss_tracker.scheme.time import time_words
from ulss_tracker.scheme.workflow.first_look import after_working_time
from ulss_tracker.services.core import office_details
from ulss_tracker.services.supervision.exceptions.group import (
    Found,
    Item,
    Part,
    key_of,
    kind,
)


def count() -> int:
    """How many were declined, or not answered in time, and are nobody else's yet."""
    return len(_not_accepted())


@kind(
    "Given to somebody who has not accepted it",
    "Each stays with the person it was given to until somebody else has it. Ask them, or give "
    "it to another.",
)
def not_accepted(part: Part) -> Found:
    """List what was declined, or not answered in time, the longest first."""
    waits = _not_accepted(
        joinedload(Wait.case).selectinload(Case.restrictions),
        joinedload(Wait.review).options(joinedload(Review.assignee), joinedload(Review.deadline)),
        joinedload(Wait.request),
        joinedload(Wait.for_person),
        joinedload(Wait.by),
    )
    return part.of(waits, lambda wait: key_of(wait.since_at, wait.id), _item)


def _not_accepted(*loaded: ExecutableOption) -> list[Wait]:
    """Whatever was declined, and what was given more office hours ago: the longest first."""
    hours, now = timedelta(hours=office_details.current().ACCEPT_WITHIN_HOURS), clock.now()
    is_given = Wait.kind.in_(GIVEN_KINDS) & Wait.for_id.is_not(None) & Wait.taken_at.is_(None)
    query = (
        select(Wait)
        .where(Wait.ended_at.is_(None), Wait.kind.in_(DECLINED_KINDS) | is_given)
        .options(*loaded)
        .order_by(Wait.since_at, Wait.id)
    )
    return [
        wait
        for wait in db.session.scalars(query)
        if wait.kind.is_declined or after_working_time(wait.since_at, hours) <= now
    ]


def _item(wait: Wait) -> Item:
    review, request = wait.review, wait.request
    return Item(
        reference=wait.case.reference if wait.case else request.reference if request else "",
        name=review.offender_name if review else request.offender_name if request else "",
        why=_why(wait),
        file_by_at=review.safest_at if review else None,
        day_note=review.day_note if review else "",
        review_id=wait.review_id,
        request_reference=request.reference if request and review is None else "",
    )


def _why(wait: Wait) -> str:
    since = time_words.moment_words(wait.since_at)
    by = wait.by.name if wait.by else "the tracker"
    if wait.kind.is_declined:
        return f"{by} declined it {since}: {wait.words}"
    to = wait.for_person.name if wait.for_person else "nobody"
    return f"{by} gave it to {to} {since}, who has neither accepted nor declined it"
