"""Candidates for a request: the cases and the other requests that are like it.

However many records there are, it asks the same number of questions and reads a bounded number of
rows: so many of each key, so many records of all keys together.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker.models import Case, NotDuplicate, Request, Review, db
from ulss_tracker.scheme.workflow.stages import VOID
from ulss_tracker.services.matching.explanations import Reason, reasons
from ulss_tracker.services.matching.indexing import subject_of_request, subject_of_review
from ulss_tracker.services.matching.keys import asked_keys
from ulss_tracker.services.matching.list_candidates import not_duplicates
from ulss_tracker.services.matching.name_similarity import fit_names
from ulss_tracker.services.matching.names import listed, read_names
from ulss_tracker.services.matching.nearest import IS_WAITING, KINDS, WAITING, nearest_of_each
from ulss_tracker.services.matching.ranking import Ranked, rank
from ulss_tracker.services.matching.scoring import Match, Subject, compare

# What is read of each key, the newest first, for one request; and the records compared of those.
MOST_OF_A_KEY, MOST_COMPARED = 40, 60
# For a case: many may have written about it before anybody joined them.
MOST_WAITING = 200
MOST_KEYS = 250


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case, or a request in no case yet, that a request may be about.

    `review` is the offender of the case that fits; None where a request that joined it does.
    """

    match: Match
    is_suggested: bool
    case: Case | None = None
    review: Review | None = None
    request: Request | None = None
    is_same_requester: bool = False

    @property
    def reasons(self) -> list[Reason]:
        """Everything that was compared and said something."""
        return reasons(self.match)

    @property
    def reference(self) -> str:
        """The case's reference, or the other request's."""
        found = self.case or self.request
        return found.reference if found else ""


def like(request: Request) -> list[Candidate]:
    """List cases and waiting requests like this one, best first; none marked not a duplicate."""
    wanted = subject_of_request(request)
    apart = not_duplicates([request.id])[request.id]
    found = [
        (record, subject)
        for record, subject in _near([wanted])
        if record is not request
        and ("case", record.case_id) not in apart
        and not (isinstance(record, Request) and ("request", record.id) in apart)
        and record.case_id != (request.case_id or 0)
    ]
    return _with_same_requester(request, _candidates(rank(wanted, found, len(found))))


def like_subject(wanted: Subject) -> list[Candidate]:
    """List cases and waiting requests like a subject of which there is no request, best first."""
    found = _near([wanted])
    return _candidates(rank(wanted, found, len(found)))


def between(request: Request, other: Case | Request) -> Candidate:
    """How a request and one case, or one other request, fit: by what fits best of the case."""
    wanted = subject_of_request(request)
    found: list[tuple[Review | Request, Subject]] = []
    if isinstance(other, Case):
        found += [(review, subject_of_review(review)) for review in other.reviews]
        joined = (each for each in other.requests if each is not request)
        found += [(request, subject_of_request(request)) for request in joined]
    else:
        found.append((other, subject_of_request(other)))
    if not found:
        return Candidate(compare(wanted, Subject()), False, case=request.case)
    return _with_same_requester(request, [_candidate(rank(wanted, found, 1)[0])])[0]


def cases_like(case: Case) -> list[Candidate]:
    """The other cases that may be about the same proceeding, best first."""
    offenders = [subject_of_review(review) for review in case.reviews]
    others = [
        (record, subject)
        for record, subject in _near(offenders)
        if isinstance(record, Review) and record.case_id != case.id
    ]
    return [candidate for candidate in _of_offenders(offenders, others) if candidate.is_suggested]


def not_in_case(request: Request) -> list[str]:
    """The offenders whom a joined request names and its case does not have, as it wrote them."""
    if request.case is None:
        return []
    known = [name for review in request.case.reviews for name in read_names(review.offender_name)]
    asked = [*listed(request.offender_name), *listed(request.other_offenders)]
    word_for_word = {review.offender_name for review in request.case.reviews}
    return [
        written
        for written in dict.fromkeys(asked)
        if written not in word_for_word
        and not any(
            fit_names(one, other).weight > 0 for one in read_names(written) for other in known
        )
    ]


def waiting_like(case: Case) -> list[Candidate]:
    """The requests in no case yet that may be about this case, best first."""
    offenders = [subject_of_review(review) for review in case.reviews]
    apart = _not_duplicates_of(case)
    most = MOST_WAITING + len(apart)
    near = _near(offenders, kinds=[WAITING], of_a_key=most, compared=most)
    waiting = [
        (record, subject)
        for record, subject in near
        if isinstance(record, Request) and record.id not in apart
    ]
    return _of_offenders(offenders, waiting)


def _of_offenders(
    offenders: Sequence[Subject], records: Sequence[tuple[Review | Request, Subject]]
) -> list[Candidate]:
    """The records as candidates for any of a case's offenders, best first."""
    ranked = [
        candidate for wanted in offenders for candidate in rank(wanted, records, len(records))
    ]
    return _candidates(sorted(ranked, key=lambda candidate: -candidate.match.weight))


def _candidates(ranked: Iterable[Ranked[Any]]) -> list[Candidate]:
    """Each case and each request once, by what fits best of it; nothing quite unlike."""
    found: dict[str, Candidate] = {}
    for each in ranked:
        if not (each.is_suggested or each.match.weight > 0):
            continue
        candidate = _candidate(each)
        if candidate.reference not in found:
            found[candidate.reference] = candidate
    return list(found.values())


def _candidate(ranked: Ranked[Any]) -> Candidate:
    record = ranked.record
    if isinstance(record, Review):
        return Candidate(ranked.match, ranked.is_suggested, case=record.case, review=record)
    if record.case is not None:
        return Candidate(ranked.match, ranked.is_suggested, case=record.case)
    return Candidate(ranked.match, ranked.is_suggested, request=record)


def _with_same_requester(request: Request, candidates: list[Candidate]) -> list[Candidate]:
    """The candidates, marked where the same person asked: by their email address."""
    if not request.email or not candidates:
        return candidates
    cases = [candidate.case.id for candidate in candidates if candidate.case]
    requested = select(Request.case_id).where(
        Request.case_id.in_(cases),
        func.lower(Request.email) == request.email.lower(),
        Request.id != request.id,
    )
    theirs = set(db.session.scalars(requested))
    return [
        replace(
            candidate,
            is_same_requester=candidate.case.id in theirs
            if candidate.case
            else candidate.request is not None
            and candidate.request.email.lower() == request.email.lower(),
        )
        for candidate in candidates
    ]


def _near(
    wanted: Sequence[Subject],
    *,
    kinds: Sequence[str] = KINDS,
    of_a_key: int = MOST_OF_A_KEY,
    compared: int = MOST_COMPARED,
) -> list[tuple[Review | Request, Subject]]:
    """At most `compared` records of each kind that share the most and narrowest keys, as read."""
    keys = sorted({key for subject in wanted for key in asked_keys(subject)})[:MOST_KEYS]
    if not keys:
        return []
    found = nearest_of_each({"wanted": keys}, of_a_key, compared, kinds)["wanted"]
    reviews = [number for kind, number in found if kind == "review"]
    requests = [number for kind, number in found if kind == "request"]
    return [
        *((review, subject_of_review(review)) for review in _reviews(reviews)),
        *((request, subject_of_request(request)) for request in _requests(requests)),
    ]


def _reviews(numbers: Collection[int]) -> Sequence[Review]:
    query = (
        select(Review)
        .where(Review.id.in_(numbers))
        .options(joinedload(Review.case), selectinload(Review.sentences))
        .order_by(Review.id)
    )
    return db.session.scalars(query).all()


def _requests(numbers: Collection[int]) -> Sequence[Request]:
    query = (
        select(Request)
        .where(
            Request.id.in_(numbers),
            or_(Request.case_id.is_not(None), and_(*IS_WAITING)),
            # One that was withdrawn stays in a case opened by mistake.
            ~exists().where(Review.case_id == Request.case_id, Review.outcome.in_(VOID)),
        )
        .options(joinedload(Request.case))
        .order_by(Request.id)
    )
    return db.session.scalars(query).all()


def _not_duplicates_of(case: Case) -> set[int]:
    query = select(NotDuplicate.request_id).where(
        NotDuplicate.case_id == case.id, NotDuplicate.undone_at.is_(None)
    )
    return set(db.session.scalars(query))
