"""Work that is between two people: declined, or neither accepted nor declined in time.

It is still with whoever it was given to; a supervisor sees that nobody has said they will do it.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import DECLINED_KINDS, GIVEN_KINDS, Case, Review, Wait, WaitKind, db
from ulss_tracker.scheme.time import time_words
from ulss_tracker.scheme.workflow.first_look import after_working_time
from ulss_tracker.services.core import office_details
from ulss_tracker.services.supervision.exceptions.group import (
    Found,
    Item,
    Part,
    key_of,
    kind,
    part_of,
)


def _is_of(kinds: Sequence[WaitKind]) -> ColumnElement[bool]:
    """As IN, whose list would be written again each time that the statement runs."""
    return or_(*(Wait.kind == kind for kind in kinds))


_NOT_ACCEPTED = (
    select(Wait.id, Wait.kind, Wait.since_at)
    .where(
        Wait.ended_at.is_(None),
        _is_of(DECLINED_KINDS)
        | (_is_of(GIVEN_KINDS) & Wait.for_id.is_not(None) & Wait.taken_at.is_(None)),
    )
    .order_by(Wait.since_at, Wait.id)
)


def count() -> int:
    """How many were declined, or not answered in time, and are nobody else's yet."""
    return len(_found())


@kind(
    "Given to somebody who has not accepted it",
    "Each stays with the person it was given to until somebody else has it. Ask them, or give "
    "it to another.",
)
def not_accepted(part: Part) -> Found:
    """List what was declined, or not answered in time, the longest first."""
    found = _found()
    page = part_of(found, lambda each: key_of(each.since_at, each.id), part)
    query = (
        select(Wait)
        .where(Wait.id.in_([row.id for row in page.rows]))
        .options(
            joinedload(Wait.case).selectinload(Case.restrictions),
            joinedload(Wait.review).options(
                joinedload(Review.assignee), joinedload(Review.deadline)
            ),
            joinedload(Wait.request),
            joinedload(Wait.for_person),
            joinedload(Wait.by),
        )
        .order_by(Wait.since_at, Wait.id)
    )
    return Found(
        [_item(wait) for wait in db.session.scalars(query)] if page.rows else [],
        len(found),
        page.after,
    )


def _found() -> Sequence[Any]:
    """Those that wait: whatever was declined, and what was given more office hours ago.

    Of each its `id`, `kind` and `since_at`.
    """
    hours, now = timedelta(hours=office_details.current().ACCEPT_WITHIN_HOURS), clock.now()
    return [
        row
        for row in db.session.execute(_NOT_ACCEPTED)
        if row.kind.is_declined or after_working_time(row.since_at, hours) <= now
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
