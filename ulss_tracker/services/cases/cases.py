"""Cases and their reviews: opening, joining, adding an offender, assignment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker import clock
from ulss_tracker.errors import Refused, existing
from ulss_tracker.models import (
    Assessment,
    Case,
    EventKind,
    Letter,
    OutsideLaw,
    OverrideSignature,
    Request,
    RequestState,
    Review,
    Sentence,
    User,
    Verification,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.courts.courts import find_court
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services import notifying
from ulss_tracker.services.assessment import assessing
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.core.preconditions import (
    check_case_open,
    check_may_work,
    check_version,
)
from ulss_tracker.services.core.references import next_case_reference
from ulss_tracker.services.core.unit_of_work import locked_rows, transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import audit, holders, restrictions

NAME_NOT_KNOWN = "Name not known"


def get_case(reference: str) -> Case:
    """The case with this reference, with its reviews and requests.

    Raises `NotFound`, also for a sealed case that the person reading is not named on.
    """
    query = (
        select(Case)
        .where(Case.reference == reference)
        .options(
            selectinload(Case.reviews).options(
                joinedload(Review.assignee), joinedload(Review.deadline)
            ),
            selectinload(Case.requests),
            selectinload(Case.restrictions),
        )
    )
    case = existing(db.session.scalar(query), "There is no case with this reference")
    audit.note_opening(case)
    return case


def load_sentences(case: Case) -> None:
    """Read every sentence of the case and its convictions at once, for a page that shows all."""
    query = (
        select(Review)
        .where(Review.case_id == case.id)
        .options(selectinload(Review.sentences).selectinload(Sentence.convictions))
    )
    db.session.scalars(query).all()


def sentenced_on(case: Case) -> date | None:
    """The day of sentence that stands in a case: the earliest recorded, which runs out first."""
    query = select(func.min(Sentence.sentenced_on)).join(Sentence.review)
    return db.session.scalar(query.where(Review.case_id == case.id))


def load_facts(case: Case) -> None:
    """Read all that `load_sentences` does, and who verified what, for a page that compares."""
    confirmed = selectinload(Review.verifications).joinedload(Verification.confirmed_by)
    load_sentences(case)
    db.session.scalars(select(Review).where(Review.case_id == case.id).options(confirmed)).all()


def get_review(review_id: int) -> Review:
    """The review with all that its page shows, in a fixed number of queries.

    Raises `NotFound`, also in a sealed case that the person reading is not named on.
    """
    query = (
        select(Review)
        .where(Review.id == review_id)
        .options(
            joinedload(Review.case).selectinload(Case.reviews).joinedload(Review.deadline),
            joinedload(Review.case).selectinload(Case.requests),
            joinedload(Review.case).selectinload(Case.restrictions),
            joinedload(Review.assignee),
            joinedload(Review.deadline),
            selectinload(Review.sentences).options(
                selectinload(Sentence.convictions),
                joinedload(Sentence.outside_law).joinedload(OutsideLaw.dealt_with_by),
            ),
            selectinload(Review.assessments).options(
                joinedload(Assessment.made_by),
                joinedload(Assessment.signature).joinedload(OverrideSignature.signed_by),
            ),
            selectinload(Review.verifications).joinedload(Verification.confirmed_by),
            selectinload(Review.decisions),
            selectinload(Review.letters).joinedload(Letter.issued_by),
            selectinload(Review.filings),
            selectinload(Review.application),
        )
    )
    review = existing(db.session.scalar(query), "There is no such review")
    audit.note_opening(review)
    return review


def open_case(request: Request, by: User) -> Review:
    """Open a case from a request: the case, a review of its offender, the request joined to it.

    Raises `Refused` when the request is already in a case or no longer wanted.
    """
    require(by, Permission.WORK_CASES)
    with transaction():
        _lock_joinable(request)
        now = clock.now()
        court = find_court(request.court_id)
        case = Case(
            reference=next_case_reference(),
            court_id=request.court_id,
            court_text=court.name if court else request.court_text,
            opened_at=now,
            opened_by_id=by.id,
            court_recorded_by_id=by.id,
            changed_at=now,
        )
        db.session.add(case)
        history.record(EventKind.CASE_OPENED, by, case, reference=case.reference)
        _join([request], case, by)
        return add_review(case, request.offender_name or NAME_NOT_KNOWN, by)


def join_case(request: Request, case: Case, by: User) -> None:
    """Join a request to a case that is already open: many may ask about one sentence.

    Raises `Refused` when the request is already in a case or no longer wanted, and for a case that
    was opened by mistake or joined to another.
    """
    require(by, Permission.WORK_CASES)
    join_all([request], case, by)


def join_all(requests: Sequence[Request], case: Case, by: User | None) -> None:
    """Join all of these to a case, or none. `by` is None where the tracker does as a person said.

    Raises as `join_case`.
    """
    with transaction():
        for request in requests:
            _lock_joinable(request)
        lock(case)
        check_case_open(case)
        _join(requests, case, by)


def add_review(case: Case, offender_name: str, by: User) -> Review:
    """Add an offender to a case: a review of its own, assigned to whoever adds it.

    Raises as `holders.check_may_hold` for somebody who may not have it.
    """
    require(by, Permission.WORK_CASES)
    check_case_open(case)
    holders.check_may_hold(case, by)
    with transaction():
        now = case.changed_at = clock.now()
        review = Review(
            case=case,
            offender_name=offender_name,
            state=State.RECEIVED,
            assignee_id=by.id,
            opened_at=now,
            changed_at=now,
        )
        db.session.add(review)
        history.record(EventKind.REVIEW_OPENED, by, review, offender_name=offender_name)
    return review


@dataclass(frozen=True, slots=True, kw_only=True)
class Offender:
    """Who the sentence was passed on, and where a notice can be served on them."""

    name: str
    born_on: date | None
    address: str


def change_offender(review: Review, offender: Offender, by: User, version: int) -> None:
    """Correct the offender's name, date of birth or address for service."""
    check_may_work(review, by, version)
    with transaction():
        before = offender_values(review)
        review.offender_name = offender.name
        review.offender_born_on = offender.born_on
        review.offender_address = offender.address
        review.changed_at = clock.now()
        history.record(
            EventKind.OFFENDER_CHANGED, by, review, before=before, **offender_values(review)
        )
        restrictions.set_from_birth_date(review, by)


def check_court_may_change(case: Case) -> None:
    """Raise `Refused` where every review of the case is closed: its court and numbers stay."""
    if case.reviews and all(review.outcome for review in case.reviews):
        raise Refused("Every review of this case is closed. A supervisor can reopen one.")


def change_court(
    case: Case,
    *,
    court_id: str | None,
    court_text: str,
    number: str,
    by: User,
    version: int,
    cps_reference: str | None = None,
) -> None:
    """Correct the court, the Crown Court's own case number, and the CPS's reference.

    No `cps_reference` leaves the one there is; an empty one takes it off.
    Another court has the open reviews with a sentence assessed again: it is one of the scheme's
    tests. Raises `Refused` when every review of the case is closed.
    """
    require(by, Permission.WORK_CASES)
    check_version(case, version)
    check_court_may_change(case)
    with transaction():
        before = court_values(case)
        is_other_court = (case.court_id or case.court_text) != (court_id or court_text)
        if is_other_court:
            case.court_recorded_by_id = by.id
        case.court_id, case.court_text, case.court_case_number = court_id, court_text, number
        if cps_reference is not None:
            case.cps_reference = cps_reference or None
        case.changed_at = clock.now()
        history.record(EventKind.CASE_CHANGED, by, case, before=before, **court_values(case))
        for review in case.reviews:
            if is_other_court and review.sentences and review.outcome is None:
                assessing.assess_review(review, by)


def lock_requests(case: Case) -> None:
    """Hold the requests of the case, as they are now, until the transaction ends."""
    locked_rows(Request, Request.case_id == case.id)


def lock(*cases: Case) -> None:
    """Hold these cases, with their reviews and requests as they are now, until the end of it all.

    After the requests, and always in the same order, so that two people never wait for each other.
    """
    numbers = [case.id for case in cases]
    held = select(Case.id).where(Case.id.in_(numbers)).order_by(Case.id).with_for_update()
    db.session.execute(held)
    now = select(Review).where(Review.case_id.in_(numbers))
    db.session.scalars(now.execution_options(populate_existing=True)).all()
    for case in cases:
        db.session.expire(case, ["requests"])


def _join(requests: Sequence[Request], case: Case, by: User | None) -> None:
    for request in requests:
        request.case = case
        request.state = RequestState.IN_CASE
        if by is not None:
            assignment.mark_triaged(request, by)
        history.record(EventKind.REQUEST_JOINED, by, case, request)
    notifying.plan_for_requests(requests, case, by)
    assessing.keep_limits(case, by)


def _lock_joinable(request: Request) -> None:
    """Hold the row, as it is now, against anybody else who would open a case from it too."""
    db.session.refresh(request, with_for_update={"of": Request})
    if request.state is not RequestState.NEW:
        stands = request.state.label.lower()
        raise Refused(f"This request cannot be joined to a case: it is {stands}")


def offender_values(review: Review) -> dict[str, object]:
    """The offender as the history says who they are."""
    return history.values_of(review, "offender_name", "offender_born_on", "offender_address")


def court_values(case: Case) -> dict[str, object]:
    """The court as the history says it."""
    return {
        "court": case.court_text,
        "court_id": case.court_id,
        "court_case_number": case.court_case_number,
        "cps_reference": case.cps_reference or "",
    }
