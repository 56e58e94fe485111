"""The board, and what a supervisor watches beside it."""

from datetime import date, timedelta

from sqlalchemy import select

from tests.support import build
from tests.support.query_counts.scene import NOW, Filled, Scene, people
from ulss_tracker import clock
from ulss_tracker.models import (
    DecisionChoice,
    Hearing,
    LetterKind,
    PaperKind,
    PassReason,
    Review,
    Submission,
    SubmissionPass,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.stages import LawOfficer, State
from ulss_tracker.services import letters
from ulss_tracker.services.assessment import deadline_changes, overrides
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.people import absences
from ulss_tracker.services.protection import audit
from ulss_tracker.services.protection.restrictions import Order, add_order
from ulss_tracker.services.referral import applications, lock_openings, papers

BOARD = "/supervision/board"


def _reviews(count: int, state: State = State.CHECKING, *, timed: bool = True) -> Filled:
    """So many cases of one offender each, each assigned to somebody else."""
    held = people(count)
    for number in range(count):
        review = build.review(offender_name=f"Offender {number}", by=held[number])
        with transaction():
            review.state = state
            moment = NOW + timedelta(days=number) if timed else None
            review.file_by_at = review.earliest_file_by_at = moment
    return {}


def _requests(count: int) -> Filled:
    """So many requests that nobody looked at: with a day of sentence and without, owned and not."""
    for number, owner in enumerate(people(count)):
        for day in (None, date(2026, 2, 16) + timedelta(days=number)):
            with clock.set_to(NOW - timedelta(days=4)):
                request = build.request(sentenced_on=day, offence_text="Rape")
            with transaction():
                request.owner = owner if number % 2 else None
    return {}


def _filed(count: int) -> Filled:
    """So many reviews at the court, each with a hearing to come."""
    _reviews(count, State.REFERRED)
    by = build.user()
    with transaction():
        for review in db.session.scalars(select(Review).order_by(Review.id)):
            hearing = Hearing(review_id=review.id, heard_on=clock.day_of(NOW), court="Court 4")
            hearing.recorded_at, hearing.recorded_by_id = NOW, by.id
            db.session.add(hearing)
    return {}


def _restricted(count: int) -> Filled:
    """So many reviews that a court's order restricts, with the requests of their cases."""
    _reviews(count)
    order = Order(protects="", protects_offender=True, terms="No name", made_on=None)
    for review in db.session.scalars(select(Review)):
        add_order(review, order, build.user())
    return {"search": audit.keep_search("offender", count, build.user())}


def _undated(count: int) -> Filled:
    return _reviews(count, timed=False)


def _with_the_law_officers(count: int) -> Filled:
    """So many reviews with the law officers, each sent and passed on as often."""
    _reviews(count, State.LAW_OFFICERS)
    by = build.user()
    with transaction():
        for review in db.session.scalars(select(Review)):
            for version in range(count):
                sent = Submission(
                    review_id=review.id,
                    version=version + 1,
                    pack={},
                    sha256="x",
                    addressed_to=LawOfficer.ATTORNEY_GENERAL,
                    made_at=NOW,
                    made_by_id=by.id,
                )
                passed = SubmissionPass(
                    submission=sent,
                    to_officer=LawOfficer.SOLICITOR_GENERAL,
                    reason=PassReason.ABSENCE,
                    at=NOW,
                    by_id=by.id,
                )
                db.session.add_all([sent, passed])
    return {}


def _unconfirmed(count: int) -> Filled:
    """So many reviews that wait for a second person, each with an override to sign as well."""
    for number in range(count):
        review = build.eligible_review(offender_name=f"Offender {number}")
        by = build.user(Role.SUPERVISOR)
        overrides.override(review, Verdict.NOT_IN_SCHEME, "x", by, version=review.version)
    return {}


def _opened(count: int) -> Filled:
    """So many locks opened in the last hour, each by somebody else."""
    for person in people(count):
        review = build.eligible_review(by=person)
        with transaction():
            review.file_by_at = review.earliest_file_by_at = NOW + timedelta(hours=1)
        opening = lock_openings.open_lock(review, "x", person, version=review.version)
    return {"opening": opening.id}


def _moved(count: int) -> Filled:
    """So many reviews whose moments moved, each by somebody else."""
    for person in people(count):
        review = build.eligible_review(by=person)
        with transaction():
            deadline_changes.note(review, date(2026, 3, 1), NOW, person)
    return {}


def _unusual(count: int) -> Filled:
    """So many of each kind of exception that has a page of its own."""
    by = build.user()
    for number in range(count):
        for choice in DecisionChoice:
            build.decide(build.review_to_decide(), choice)
        left, near = build.review_to_file(), build.eligible_review(offender_name=f"Near {number}")
        build.eligible_review(sentenced_on=date(2026, 3, 15))  # a Sunday
        with clock.set_to(NOW - timedelta(days=7)):
            papers.ask(left.case, [PaperKind.REPORT], [], by)
            letters.draft(LetterKind.REFERRAL, by, case=left.case, review=left)
            applications.prepare(left, applications.Prepared(), by, version=left.version)
        with transaction():
            near.filed_at = near.file_by_at = NOW
    return {}


def _on_the_rota(count: int) -> Filled:
    """So many on duty at once, each away for a day that somebody else covers."""
    by = build.user(Role.SUPERVISOR)
    on_duty = people(count)
    for person in on_duty:
        shift = build.on_duty(person, weeks=1)
        absences.record(person, NOW.date(), NOW.date(), by, by)
    return {"shift": shift.id}


SCENES = (
    Scene("people on duty", _on_the_rota),
    Scene("open reviews", _reviews),
    Scene("requests in no case", _requests),
    Scene("filed reviews", _filed),
    Scene("restricted reviews", _restricted),
    Scene("reviews without a sentence", _undated),
    Scene("reviews with the law officers", _with_the_law_officers),
    Scene("moments that moved", _moved),
    Scene("reviews that wait for a second person", _unconfirmed),
    Scene("locks that were opened", _opened),
    Scene("what departs from the usual", _unusual),
)
