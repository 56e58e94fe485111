"""Keeping the keys of requests and reviews, in the transaction that changes what they are made of.

It is handed what changed just before a transaction commits (changed_records.py). A record is so
found as soon as it is there, whoever wrote it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence, Set
from datetime import date
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Integer,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
)

from ulss_tracker import clock
from ulss_tracker.models import Case, NameKey, Request, Review, Sentence, db
from ulss_tracker.scheme.workflow.stages import VOID
from ulss_tracker.services.core.changed_records import Changed
from ulss_tracker.services.matching import same_words
from ulss_tracker.services.matching.hearings import Days, read_court, read_days
from ulss_tracker.services.matching.keys import kept_keys
from ulss_tracker.services.matching.names import read_listed_names, read_names
from ulss_tracker.services.matching.scoring import Subject

KEPT = 0
"""Every record has it, so that one with nothing else to go by is not taken for one not yet kept."""
_AT_ONCE = 500
ASKED = (
    "offender_name",
    "other_offenders",
    "court_id",
    "court_text",
    "sentenced_on",
    "sentenced_text",
    "received_at",
)
"""The columns in which a request says who was sentenced, where and when."""

# The tables themselves, and not the models: keys are kept for sealed cases too.
_CASES, _REVIEWS, _SENTENCES = Case.__table__, Review.__table__, Sentence.__table__
_REQUESTS, _KEYS = Request.__table__, NameKey.__table__
_REVIEWED = (
    select(
        _REVIEWS.c.id,
        _REVIEWS.c.offender_name,
        _REVIEWS.c.outcome,
        _CASES.c.court_text,
        _CASES.c.court_id,
    )
    .join(_CASES, _CASES.c.id == _REVIEWS.c.case_id)
    .order_by(_REVIEWS.c.id)
)


def sync(changed: Changed) -> None:
    """Write the keys of what changed, where they are not what they were."""
    if changed.reviews or changed.cases:
        which = _REVIEWS.c.id.in_(changed.reviews) | _CASES.c.id.in_(changed.cases)
        _keep(_KEYS.c.review_id, _of_reviews(which))
    if changed.requests:
        found = {number: db.session.get(Request, number) for number in sorted(changed.requests)}
        requests = {number: request for number, request in found.items() if request}
        subjects = {number: subject_of_request(row) for number, row in requests.items()}
        _keep(_KEYS.c.request_id, subjects, changed.new_requests)
        same_words.keep(requests, subjects, changed.new_requests)


def keep_missing() -> int:
    """Write the keys of records that have none, some at a time; how many records that were.

    For what was there before keys were kept, and for what was written past the services.
    """
    kept = 0
    for owner, facts, number in (
        (_KEYS.c.review_id, _of_reviews, _REVIEWS.c.id),
        (_KEYS.c.request_id, _of_requests, _REQUESTS.c.id),
    ):
        last = 0
        while found := facts((number > last) & ~exists().where(owner == number), _AT_ONCE):
            _keep(owner, found)
            db.session.commit()
            kept, last = kept + len(found), max(found)
    return kept


def subject_of_review(review: Review) -> Subject:
    """Read the subject of an offender in a case, as matching compares it."""
    return sentenced_subject(
        review.offender_name,
        review.case.court_text,
        review.case.court_id,
        {sentence.sentenced_on for sentence in review.sentences},
    )


def subject_of_request(request: Any) -> Subject:
    """Read the subject of a request, or of a row with what it asked: all whom it names."""
    return subject_of_words({name: getattr(request, name) for name in ASKED})


def sentenced_subject(name: str, court_text: str, court_id: str | None, days: set[date]) -> Subject:
    """Read the subject of a review from its columns and its days of sentence."""
    return Subject(read_names(name), read_court(court_text, court_id), Days(tuple(sorted(days))))


def subject_of_words(said: Mapping[str, Any]) -> Subject:
    """Read the subject of what somebody asks about, of the values that a request has."""
    day = said["sentenced_on"]
    written_on = clock.day_of(said["received_at"])
    return Subject(
        (*read_names(said["offender_name"]), *read_listed_names(said["other_offenders"])),
        read_court(said["court_text"], said["court_id"]),
        Days((day,)) if day else read_days(said["sentenced_text"], written_on),
    )


def days_of_sentence(review_ids: Collection[int]) -> defaultdict[int, set[date]]:
    """Find the days on which the sentences of these reviews were passed."""
    days: defaultdict[int, set[date]] = defaultdict(set)
    query = select(_SENTENCES.c.review_id, _SENTENCES.c.sentenced_on)
    for review_id, day in db.session.execute(query.where(_SENTENCES.c.review_id.in_(review_ids))):
        days[review_id].add(day)
    return days


def _of_reviews(which: Any, most: int | None = None) -> dict[int, Subject]:
    found = db.session.execute(_REVIEWED.where(which).limit(most)).all()
    days = days_of_sentence([row.id for row in found])
    # What was opened by mistake, or joined to another case, is suggested to nobody.
    return {
        row.id: Subject()
        if row.outcome in VOID
        else sentenced_subject(row.offender_name, row.court_text, row.court_id, days[row.id])
        for row in found
    }


def _of_requests(which: Any, most: int | None = None) -> dict[int, Subject]:
    columns = [_REQUESTS.c[name] for name in ASKED]
    query = select(_REQUESTS.c.id, *columns).where(which).order_by(_REQUESTS.c.id).limit(most)
    return {row.id: subject_of_request(row) for row in db.session.execute(query)}


def _keep(owner: Any, subjects: Mapping[int, Subject], new_ones: Set[int] = frozenset()) -> None:
    """Write the keys of these records where they differ from those that are there."""
    known: dict[int, set[int]] = {number: set() for number in subjects}
    if older := list(subjects.keys() - new_ones):
        for number, key in db.session.execute(select(owner, _KEYS.c.key).where(owner.in_(older))):
            known[number].add(key)
    new = []
    for number, subject in subjects.items():
        keys = kept_keys(subject) | {KEPT}
        if gone := known[number] - keys:
            db.session.execute(delete(NameKey).where(owner == number, _KEYS.c.key.in_(gone)))
        new += [(number, key) for key in sorted(keys - known[number])]
    if new:
        _add(owner, new)


def _add(owner: Any, new: Sequence[tuple[int, int]]) -> None:
    """Add rows of owner and key: some dozens for each record, to PostgreSQL in one statement."""
    connection = db.session.connection()
    if db.engine.dialect.name == "postgresql":
        numbers, keys = zip(*new, strict=True)
        pairs = select(
            func.unnest(literal(list(numbers), ARRAY(Integer))),
            func.unnest(literal(list(keys), ARRAY(BigInteger))),
        )
        connection.execute(insert(NameKey).from_select([owner.name, "key"], pairs))
    else:
        rows = [{owner.name: number, "key": key} for number, key in new]
        connection.execute(insert(NameKey), rows)
