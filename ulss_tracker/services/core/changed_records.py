"""Which cases, reviews and requests a transaction changes, for what is synced with them.

The session is listened to: a changed record is noticed when it is flushed, and so none is left
unindexed because somebody wrote no line of history. What is written past the session (one INSERT
for hundreds of rows) is noted by `note`. Before the transaction commits, each subscriber is handed
what changed and writes what follows from it into the same transaction.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event, or_, select
from sqlalchemy.orm import Session, SessionTransaction, joinedload

from ulss_tracker.models import (
    Application,
    Case,
    Conviction,
    Filing,
    Notification,
    Request,
    Review,
    Sentence,
    db,
)
from ulss_tracker.services.core.loading import load_missing

_CHANGED = "changed records"


@dataclass(slots=True)
class Changed:
    """The records changed, by id. A changed case stands for every review in it.

    `new_requests` are those of `requests` that were made in this transaction, `told` the requests
    whose people were told something, or were not after all.
    """

    cases: set[int] = field(default_factory=set)
    reviews: set[int] = field(default_factory=set)
    requests: set[int] = field(default_factory=set)
    new_requests: set[int] = field(default_factory=set)
    sentences: set[int] = field(default_factory=set)
    told: set[int] = field(default_factory=set)
    _reviews: list[Review] | None = None

    def __bool__(self) -> bool:
        records = self.cases or self.reviews or self.requests or self.sentences or self.told
        return bool(records)

    def just_received(self) -> list[Request]:
        """The requests made in this transaction of which nothing can be known but what they say.

        They are in no case and have no owner, and nobody has been told anything. The public makes
        one of these at a time, and what is kept of it is kept without asking the database.
        """
        requests = (db.session.get(Request, number) for number in sorted(self.new_requests))
        return [
            request
            for request in requests
            if request is not None
            and request.case_id is None
            and request.owner_id is None
            and request.id not in self.told
        ]

    def reviews_with_facts(self) -> Sequence[Review]:
        """The reviews that changed, or whose case or a request of it did, with all that they say.

        Read from the database once, for every subscriber; none of them changes what it reads.
        """
        if self._reviews is None:
            self._reviews = self._read_reviews()
        return self._reviews

    def _read_reviews(self) -> list[Review]:
        cases = set(self.cases)
        for number in self.requests:
            request = db.session.get(Request, number)
            if request is not None and request.case_id is not None:
                cases.add(request.case_id)
        if not self.reviews and not cases:
            return []
        return reviews_with_facts(self.reviews, cases)


def reviews_with_facts(numbers: Collection[int], case_ids: Collection[int] = ()) -> list[Review]:
    """These reviews and those of these cases, in order, with whatever follows from changes of them.

    Their cases with everybody who asked, sentences with their offences, filings, applications.
    """
    query = (
        select(Review)
        .where(or_(Review.id.in_(numbers), Review.case_id.in_(case_ids)))
        .options(joinedload(Review.case))
        .order_by(Review.id)  # rows at one moment then come in the order of their reviews
    )
    reviews = list(db.session.scalars(query))
    load_missing(
        reviews,
        (Review.case, Case.requests, Request.asks_about),
        (Review.sentences, Sentence.convictions),
        (Review.filings,),
        (Review.application,),
    )
    return reviews


Subscriber = Callable[[Changed], object]

_subscribers: list[Subscriber] = []


def subscribe(subscribers: Sequence[Subscriber]) -> None:
    """Hand what changed to these, in this order, before each transaction commits."""
    _subscribers[:] = subscribers


def note(
    *,
    review: Review | None = None,
    case: Case | None = None,
    request: Request | None = None,
    is_new: bool = False,
) -> None:
    """Note a change that the session does not see; of a case without a review, all its reviews.

    `is_new` is of the request: it was made in this transaction.
    """
    changed = _of(db.session())
    if request is not None:
        changed.requests.add(request.id)
        if is_new:
            changed.new_requests.add(request.id)
    if review is not None:
        changed.reviews.add(review.id)
    elif case is not None:
        changed.cases.add(case.id)


def note_keys(column: str, numbers: Iterable[int]) -> None:
    """Note the records that a column (`case_id`, `review_id`, `request_id`) names by these keys."""
    changed = _of(db.session())
    of = {"case_id": changed.cases, "review_id": changed.reviews, "request_id": changed.requests}
    of[column].update(numbers)


def _of(session: Session) -> Changed:
    changed: Changed = session.info.setdefault(_CHANGED, Changed())
    return changed


@event.listens_for(Session, "after_flush")
def _notice(session: Session, _context: object) -> None:
    for record in session.new:
        _add(_of(session), record, is_new=True)
    for record in session.dirty:
        if session.is_modified(record):
            _add(_of(session), record)
    for record in session.deleted:
        _add(_of(session), record)


def _add(changed: Changed, record: Any, *, is_new: bool = False) -> None:
    match record:
        case Case():
            changed.cases.add(record.id)
        case Review():
            changed.reviews.add(record.id)
        case Request():
            changed.requests.add(record.id)
            if is_new:
                changed.new_requests.add(record.id)
        case Sentence() | Application() | Filing():
            changed.reviews.add(record.review_id)
        case Conviction():
            changed.sentences.add(record.sentence_id)
        case Notification() if record.request_id is not None:
            changed.told.add(record.request_id)


@event.listens_for(Session, "before_commit")
def _hand_out(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    changed = session.info.pop(_CHANGED, None)
    if not changed:
        return
    if changed.sentences:
        query = select(Sentence.review_id).where(Sentence.id.in_(changed.sentences))
        changed.reviews.update(session.scalars(query))
    for subscriber in _subscribers:
        subscriber(changed)


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:  # what a savepoint undid is looked at once more, and that is all
        session.info.pop(_CHANGED, None)
