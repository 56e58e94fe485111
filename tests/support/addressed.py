"""Records that fill the blanks of addresses, where making one takes more than a line."""

from datetime import timedelta

from sqlalchemy import select

from tests.support import build, refusing
from tests.support.register import register, row
from ulss_tracker import clock
from ulss_tracker.models import (
    Case,
    Channel,
    Conflict,
    DutyAlarm,
    Event,
    LegalHold,
    LockOpening,
    Means,
    Message,
    Notification,
    RegisterDoubt,
    Reminder,
    Reversal,
    Review,
    RightsKind,
    SecondReading,
    Treatment,
    User,
    Wait,
    WaitKind,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.ladder import Level
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services import notifying
from ulss_tracker.services.assessment import overrides
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.cases import cases, conflicts, merging
from ulss_tracker.services.core import preconditions
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.information_rights import rights_requests
from ulss_tracker.services.information_rights.rights_requests import ClockStep
from ulss_tracker.services.protection import holds
from ulss_tracker.services.protection.holds import HoldInput
from ulss_tracker.services.referral import lock_openings
from ulss_tracker.services.register import importing


def register_doubt() -> RegisterDoubt:
    """A query about an old register, not imported yet."""
    importing.bring(register(row(court="Ayelsbury")), build.user(Role.SUPERVISOR))
    return db.session.scalars(select(RegisterDoubt).limit(1)).one()


def hold(case: Case) -> LegalHold:
    """A legal hold of this case, to be reviewed in a month."""
    details = HoldInput(
        matter="A claim",
        why="A letter before action",
        case=case,
        review_on=clock.today() + timedelta(days=30),
    )
    return holds.place(details, build.user(Role.SUPERVISOR))


def rights_request() -> str:
    """A request for a copy, made ready to be sent by two people; its reference."""
    by = build.user()
    asks = {"channel": Channel.EMAIL, "received_on": clock.today()}
    rights = rights_requests.record(RightsKind.ACCESS, "Ada Brown", "All of it", by, **asks)
    step, today = ClockStep.IDENTIFIED, clock.today()
    rights_requests.move_clock(rights, step, today, "Passport", by, version=rights.version)
    rights_requests.search_waiting()
    theirs = [Treatment.THEIRS] * len(rights.finds)
    rights_requests.decide(rights, theirs, (), by, version=rights.version)
    second = build.user(Role.SUPERVISOR)
    rights_requests.check(rights, second, version=rights.version, agrees=True)
    rights_requests.make_waiting()
    rights_requests.lock_bundle(rights, second, version=rights.version)
    return rights.reference


def reminder(review: Review) -> Reminder:
    """A reminder to a caseworker that the moment of a review comes."""
    assert review.file_by_at
    with transaction():
        made = Reminder(
            review=review,
            file_by_at=review.file_by_at,
            rung="today",
            level=Level.OWNER,
            to_id=build.user().id,
            to_key=build.user().id,
            made_at=clock.now(),
        )
        db.session.add(made)
    return made


def alarm() -> DutyAlarm:
    """An alarm about a request that arrived on the day before its last, and is in a case now."""
    build.review(offender_name="Alarmed", sentenced_on=clock.today() - timedelta(days=27))
    return db.session.scalars(select(DutyAlarm).order_by(DutyAlarm.id.desc()).limit(1)).one()


def to_file() -> Review:
    """A review that was decided, with its application issued and nothing filed."""
    review = build.review_to_file(offender_name="To File")
    build.letter(review)
    return review


def at_court() -> Review:
    review = build.review_to_file(offender_name="At Court")
    with transaction():
        review.state = State.AT_COURT
    return review


def to_sign() -> Review:
    """A review whose facts and whose override somebody else is to sign."""
    by = build.user(Role.SUPERVISOR, email="first@example.org", name="First Supervisor")
    review = build.review(offender_name="To Sign", by=by)
    build.conviction(build.sentence(review, by=by), by=by)
    overrides.override(review, Verdict.NOT_IN_SCHEME, "Amended", by, version=review.version)
    return review


def locked() -> Review:
    """A review to be filed within the hour, of which nobody has verified anything."""
    review = build.eligible_review(offender_name="Locked")
    with transaction():
        review.file_by_at = review.earliest_file_by_at = clock.now() + timedelta(hours=1)
    return review


def refused() -> Review:
    """A review that the rules find not in the scheme, its “no” prepared by somebody else."""
    by = build.user(email="refuser@example.org", name="First Refuser")
    review = build.review(offender_name="Out Of Scheme", by=by)
    build.conviction(build.sentence(review, by=by), "no-rta-2", by=by)
    refusing.prepare(review, by)
    return review


def outside_law() -> Review:
    """A review with a sentence above the maximum for its offence, and a later one."""
    review = build.review(offender_name="Outside Law")
    build.conviction(build.sentence(review, text="9 years’ imprisonment"), "no-theft")
    build.sentence(review, sentenced_on=clock.today() - timedelta(days=1))
    return review


def opening() -> LockOpening:
    """The opening of a lock, to be reviewed."""
    review = locked()
    return lock_openings.open_lock(review, "Nobody answers", build.user(), version=review.version)


def conflict(case: Case) -> Conflict:
    """A conflict of interest that somebody else declared in the case."""
    by = build.user(email="conflict@example.org", name="In Conflict")
    return conflicts.declare(case, "I know the family", by, passed_to=None, version=case.version)


def joined() -> Case:
    """A case that was joined to another."""
    first, second = build.review(offender_name="Ann Same"), build.review(offender_name="Ann Same")
    version = preconditions.version_of(second.case, first.case)
    same = {second.id: first.id}
    merging.merge(second.case, first.case, same, "One number", build.user(), version=version)
    return second.case


def wait() -> int:
    """Something that waits for a law officer."""
    query = select(Wait.id).where(Wait.kind == WaitKind.READ_PACK).limit(1)
    return db.session.scalars(query).one()


def given(by: User) -> Wait:
    """Something that was given to a caseworker, who has not accepted it."""
    review = build.review(offender_name="Given Away", by=by)
    assignment.assign(review, build.user(), by, seen=review.version)
    query = select(Wait).where(Wait.kind == WaitKind.REVIEW_GIVEN, Wait.review_id == review.id)
    return db.session.scalars(query).one()


def message_about(review: Review) -> int:
    """A message about a request of the review's case."""
    numbers = [each.id for each in review.case.requests]
    query = select(Message.id).where(Message.request_id.in_(numbers)).order_by(Message.id).limit(1)
    return db.session.scalars(query).one()


def told(case: Case) -> Notification:
    """Somebody of the case who has been told; others are still to be."""
    last = notifying.untold(case)[-1]
    notifying.record_told(last, Means.PHONE, clock.now(), build.user())
    return last


def reading() -> SecondReading:
    """A “no” of last month, drawn for a second reader: no part of it was a demo person’s."""
    by = build.user(email="first-answer@example.org", name="First Answer")
    with clock.set_to(clock.now() - timedelta(days=31)):
        review = build.review(offender_name="Answered No", by=by)
        with transaction():
            review.outcome = Outcome.NOT_IN_SCHEME
    with transaction():
        drawn = SecondReading(
            review=review,
            month=f"{review.opened_at:%Y-%m}",
            outcome=Outcome.NOT_IN_SCHEME,
            drawn_at=clock.now(),
        )
        db.session.add(drawn)
    return drawn


def reversal() -> tuple[Event, Reversal]:
    """A line of history that nobody proposed to take back, and a proposal about a later one."""
    review = build.review(offender_name="Renamed")
    other = cases.add_review(review.case, "Renamed Too", build.user())
    return build.renamed(review), build.reversal(build.renamed(other))
