"""The likeliest candidate of each request of a list, in a fixed number of queries.

A row of a list has room for one reference. It is found by the keys of court and date alone
(`keys_of_hearing`), which stay narrow; what only a name is like is left to the request's own page.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from ulss_tracker.models import Case, NotDuplicate, Request, Review, db
from ulss_tracker.scheme.workflow.stages import VOID
from ulss_tracker.services.matching.indexing import (
    ASKED,
    days_of_sentence,
    sentenced_subject,
    subject_of_request,
)
from ulss_tracker.services.matching.keys import keys_of_hearing
from ulss_tracker.services.matching.nearest import IS_WAITING, Record, nearest_of_each
from ulss_tracker.services.matching.ranking import NEARLY_LIKELY, rank
from ulss_tracker.services.matching.scoring import Subject, most_weight

OF_A_KEY = 20
"""Records read of one key and kind, the newest first: one hearing may have hundreds."""
MOST_COMPARED = 10
"""Records of a kind compared with one request: those that share the most keys with it."""


@dataclass(frozen=True)
class _KnownRecord:
    """A record: what a person would set aside (its case, or itself), reference and subject."""

    owner: Record
    reference: str
    subject: Subject


def likeliest(page: Mapping[int, Any]) -> dict[int, str]:
    """Find the reference of the case or waiting request most like each request, where one is.

    `page` are rows with the columns that `subject_of_request` reads, by the request's number. None
    is of a sealed case that whoever reads is not named on, or marked as not a duplicate.
    """
    if not page:
        return {}
    asked = {number: subject_of_request(row) for number, row in page.items()}
    near = _near(asked)
    known = _known({record for records in near.values() for record in records})
    apart = not_duplicates(asked)
    found = {}
    for number, subject in asked.items():
        records = [known[record] for record in near[number] if record in known]
        others = [
            (record.reference, record.subject)
            for record in records
            # What its names rule out is never suggested, nor changes what is.
            if record.owner not in apart[number]
            and most_weight(subject, record.subject) >= NEARLY_LIKELY
        ]
        for best in rank(subject, others, 1):
            if best.is_suggested:
                found[number] = best.record
    return found


def _near(asked: Mapping[int, Subject]) -> dict[int, list[Record]]:
    """The records that share the most keys with each, but for itself."""
    keys = {number: keys_of_hearing(subject) for number, subject in asked.items()}
    # One more than is compared: each shares every key with itself.
    near = nearest_of_each(keys, OF_A_KEY, MOST_COMPARED + 1)
    return {
        number: [record for record in records if record != ("request", number)]
        for number, records in near.items()
    }


def _known(records: set[Record]) -> dict[Record, _KnownRecord]:
    """Each record, as far as it is compared."""
    review_ids = [number for kind, number in records if kind == "review"]
    request_ids = [number for kind, number in records if kind == "request"]
    reviews = (
        select(
            Review.id,
            Review.case_id,
            Review.offender_name,
            Case.reference,
            Case.court_text,
            Case.court_id,
        )
        .join(Review.case)
        .where(Review.id.in_(review_ids))
        .where(or_(Review.outcome.is_(None), Review.outcome.not_in(VOID)))
    )
    asked_columns = [getattr(Request, name) for name in ASKED]
    requests = select(Request.id, Request.reference, *asked_columns).where(
        Request.id.in_(request_ids), *IS_WAITING
    )
    days = days_of_sentence(review_ids)
    found: dict[Record, _KnownRecord] = {}
    for row in db.session.execute(reviews):
        subject = sentenced_subject(row.offender_name, row.court_text, row.court_id, days[row.id])
        found["review", row.id] = _KnownRecord(("case", row.case_id), row.reference, subject)
    for asked in db.session.execute(requests):
        owner = ("request", asked.id)
        found[owner] = _KnownRecord(owner, asked.reference, subject_of_request(asked))
    return found


def not_duplicates(request_ids: Collection[int]) -> defaultdict[int, set[Record]]:
    """The cases and requests that somebody marked as not a duplicate of each of these requests."""
    apart: defaultdict[int, set[Record]] = defaultdict(set)
    query = select(NotDuplicate.request_id, NotDuplicate.case_id, NotDuplicate.other_id).where(
        or_(NotDuplicate.request_id.in_(request_ids), NotDuplicate.other_id.in_(request_ids)),
        NotDuplicate.undone_at.is_(None),
    )
    for one, case_id, other in db.session.execute(query):
        if case_id is not None:
            apart[one].add(("case", case_id))
        elif other is not None:
            apart[one].add(("request", other))
            apart[other].add(("request", one))
    return apart
