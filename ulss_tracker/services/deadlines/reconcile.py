"""Holding the deadlines against the records that they are of, and putting right what differs.

The services keep deadlines as they write. What an upgrade brings, a bulk load writes or somebody
changes in the database itself passes them by: it is found here, before alarms are raised.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Select, and_, or_, select

from ulss_tracker.models import (
    Conviction,
    Deadline,
    DeadlineBasis,
    Request,
    Review,
    Sentence,
    db,
)
from ulss_tracker.scheme.time.policies import table_version
from ulss_tracker.services.core.changed_records import reviews_with_facts
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.deadlines import deadlines
from ulss_tracker.services.deadlines.deadlines import IS_REVIEW_RUNNING, WAITING, Record

_AT_ONCE = 50
_IS_WAITING = Request.state.in_(WAITING)
_RUNS = and_(Deadline.id.is_not(None), Deadline.ended_at.is_(None))
_HAS_OFFENCES = (
    select(Conviction.id).join(Conviction.sentence).where(Sentence.review_id == Review.id).exists()
)


def reconcile() -> int:
    """Make or reconcile every deadline that is not as its record says; how many.

    Safe to run at any time, and twice.
    """
    changed = 0
    requests = select(Request.id).outerjoin(Deadline, Deadline.request_id == Request.id)
    for numbers in _some_at_a_time(requests.where(_request_may_differ()), Request):
        some = select(Request).where(Request.id.in_(numbers)).order_by(Request.id)
        changed += _keep(db.session.scalars(some).all())
    reviews = select(Review.id).outerjoin(Deadline, Deadline.review_id == Review.id)
    for numbers in _some_at_a_time(reviews.where(_review_may_differ()), Review):
        changed += _keep(reviews_with_facts(numbers))
    return changed


def _keep(records: Sequence[Record]) -> int:
    differing = deadlines.differing(records)
    if not differing:
        return 0
    with transaction():
        return deadlines.keep(differing)


def _request_may_differ() -> ColumnElement[bool]:
    # Words are read again, a few milliseconds each; a day stated or recorded is compared.
    differs = or_(
        Request.sentenced_on.is_(None),
        Deadline.basis != DeadlineBasis.STATED,
        Deadline.law_version != table_version(),
        Deadline.earliest_on != Request.sentenced_on,
        Deadline.began_at != Request.received_at,
        and_(Deadline.offence == "", Request.offence_text != ""),
    )
    return or_(and_(~_IS_WAITING, _RUNS), and_(_IS_WAITING, or_(~_RUNS, differs)))


def _review_may_differ() -> ColumnElement[bool]:
    differs = or_(
        Deadline.law_version != table_version(),
        Review.earliest_file_by_at.is_(None),  # counted from what the requests say
        Deadline.file_by_at.is_distinct_from(Review.earliest_file_by_at),
        and_(Deadline.offence == "", _HAS_OFFENCES),
    )
    return or_(and_(~IS_REVIEW_RUNNING, _RUNS), and_(IS_REVIEW_RUNNING, or_(~_RUNS, differs)))


def _some_at_a_time(query: Select[int], model: type[Request] | type[Review]) -> Iterator[list[int]]:
    """Ids in order, each once: what cannot be put right is not asked for again."""
    last = 0
    following = query.order_by(model.id).limit(_AT_ONCE)
    while numbers := list(db.session.scalars(following.where(model.id > last))):
        yield numbers
        last = numbers[-1]
