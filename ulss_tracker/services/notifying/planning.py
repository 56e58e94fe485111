"""Planning notifications: who must be told of an outcome, a referral or a hearing."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    Case,
    EventKind,
    Filing,
    FilingKind,
    Hearing,
    Notification,
    NotificationState,
    PersonToTell,
    Request,
    RequestState,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow.notifying import (
    About,
    Party,
    hearing_detail,
    office_key,
    office_tells,
    party_of,
    tell_by,
)
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.core.preconditions import check_case_open, check_entered
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.notifying.superseding import in_force, supersede, supersede_all

WITHDREW = "They withdrew their request"
NO_WAY = "They gave no way to reach them"


def plan_for_outcome(review: Review, by: User | None) -> None:
    """Plan who must be told how this review ended; called when its outcome is reached.

    Everybody who asked, everybody added to the case, and those the office tells besides. Calling
    it again for the same outcome adds nobody twice. Raises `Refused` when there is no outcome.
    """
    if review.outcome is None:
        raise Refused("The review has no outcome to tell anybody about yet")
    with transaction():
        supersede(review, by, About.LAW)  # who hears the outcome hears it by the law there is
        _plan(review, About.OUTCOME, review.outcome.value, by)


def plan_out_of_time(review: Review, requests: Iterable[Request], by: User) -> None:
    """Plan that these are told that they ask too late, though the review itself does not end.

    In the caller's transaction.
    """
    people = [_requester_of(request) for request in requests]
    _plan(review, About.OUTCOME, Outcome.OUT_OF_TIME.value, by, people)


def told_out_of_time(review: Review) -> set[int]:
    """Give the requests whose people are told that they ask too late, or are to be: their ids."""
    return {
        notification.request_id
        for notification in in_force(review, About.OUTCOME)
        if notification.request_id is not None and notification.detail == Outcome.OUT_OF_TIME.value
    }


def plan_for_referral(review: Review, by: User | None) -> None:
    """Plan who must be told that the sentence was referred; called when the filing is recorded."""
    with transaction():
        _plan(review, About.REFERRAL, "", by)


def plan_for_hearing(review: Review, hearing: Hearing, by: User | None) -> None:
    """Plan who must be told when the hearing is; what was told of an earlier listing holds no more.

    The same day at another time is another thing to tell.
    """
    detail = hearing_detail(hearing.heard_on, hearing.time_of_day)
    with transaction():
        earlier = in_force(review, About.HEARING)
        supersede_all(
            [notification for notification in earlier if notification.detail != detail], review, by
        )
        _plan(review, About.HEARING, detail, by)


def plan_for_appeal_time_over(review: Review, last_day_on: date) -> None:
    """Plan who must be told that the 14 days for the Supreme Court are over, once they are.

    Whoever asked or was added, and was told of the outcome while they ran: the letter promised it.
    Whoever hears of the outcome later hears of both at once.
    """
    promised = [
        _again(notification)
        for notification in in_force(review, About.OUTCOME)
        if notification.told_at is not None
        and clock.day_of(notification.told_at) <= last_day_on
        and (notification.request or notification.person)
    ]
    with transaction():
        _plan(review, About.APPEAL_TIME_OVER, last_day_on.isoformat(), None, promised)


def plan_for_law(
    record: Review | Request, change: str, requests: Iterable[Request], by: User | None = None
) -> None:
    """Plan that these are told that a signed change of the law, by its reference, alters an answer.

    The answer is that on the review, or on a request in no case.
    """
    with transaction():
        _plan(record, About.LAW, change, by, [_requester_of(request) for request in requests])


def plan_for_requests(requests: Iterable[Request], case: Case, by: User | None) -> None:
    """Plan what those who join a case must be told of what it has already come to.

    What they were to be told in no case is told of the review that they ask about.
    """
    for request in requests:
        about = next((review for review in case.reviews if request.is_about(review)), None)
        if about is not None:
            for notification in in_force(request):
                notification.case_id, notification.review_id = about.case_id, about.id
    plan_what_is_known(case, by)


def plan_what_is_known(case: Case, by: User | None) -> None:
    """Plan what those new to a case must be told of it: how its reviews ended.

    Of one that has not ended, that it was referred and when it is to be heard. Nobody who knew
    already is told twice.
    """
    with transaction():
        for review in case.reviews:
            if review.outcome is not None:
                _plan(review, About.OUTCOME, review.outcome.value, by)
            elif _is_filed(review):
                _plan(review, About.REFERRAL, "", by)
                _plan_for_hearing_to_come(review, by)


def _plan_for_hearing_to_come(review: Review, by: User | None) -> None:
    newest = select(Hearing).where(Hearing.review_id == review.id).order_by(Hearing.id.desc())
    hearing = db.session.scalar(newest.limit(1))
    if hearing is not None and hearing.heard_on >= clock.today():
        _plan(review, About.HEARING, hearing_detail(hearing.heard_on, hearing.time_of_day), by)


def add_person(case: Case, party: Party, name: str, contact: str, by: User) -> PersonToTell:
    """Add somebody who is told though they did not ask, now and of whatever comes.

    Raises `Refused` without a name.
    """
    require(by, Permission.WORK_CASES)
    check_case_open(case)
    check_entered(name, "Enter the name of the person to tell")
    with transaction():
        person = PersonToTell(
            case_id=case.id,
            party=party,
            name=name,
            contact=contact,
            added_at=clock.now(),
            added_by_id=by.id,
        )
        db.session.add(person)
        history.record(EventKind.PERSON_TO_TELL_ADDED, by, case, who=party.label)
        plan_what_is_known(case, by)
    return person


def _again(notification: Notification) -> Notification:
    """Whoever was told something, to be told what follows from it."""
    exemption = notification.person.no_contact_reason if notification.person else ""
    return Notification(
        person_key=notification.person_key,
        party=notification.party,
        request_id=notification.request_id,
        person_id=notification.person_id,
        reason=_exemption(notification.request) if notification.request else exemption,
    )


def _plan(
    record: Review | Request,
    about: About,
    detail: str,
    by: User | None,
    people: Iterable[Notification] | None = None,
) -> None:
    """Plan it for these people; for everybody who must hear of it, unless they are given.

    A notification with the reason why somebody is not to be told is kept all the same.
    """
    now = clock.now()
    known = {
        notification.person_key
        for notification in in_force(record, about)
        if notification.detail == detail
    }
    if people is None and isinstance(record, Review):
        people = _everybody(record, about)
    everybody = people or ()
    new = [notification for notification in everybody if notification.person_key not in known]
    if not new:
        return
    for notification in new:
        if isinstance(record, Review):
            notification.case_id, notification.review_id = record.case_id, record.id
        notification.about, notification.detail = about, detail
        notification.known_at, notification.due_by_at = now, tell_by(notification.party, now)
        is_exempt = bool(notification.reason)
        notification.state = (
            NotificationState.NOT_TO_BE_TOLD if is_exempt else NotificationState.TO_TELL
        )
    db.session.add_all(new)
    history.record(EventKind.NOTIFICATION_PLANNED, by, record, about=about, people=len(new))


def _everybody(review: Review, about: About) -> Iterator[Notification]:
    """Whoever must hear: those who asked, those added to the case, those the office tells."""
    requests = (
        select(Request)
        .where(Request.case_id == review.case_id)
        .order_by(Request.received_at, Request.id)
        .options(selectinload(Request.asks_about))
    )
    for request in db.session.scalars(requests):
        if not request.is_about(review):
            continue
        yield _requester_of(request)
    people = select(PersonToTell).where(PersonToTell.case_id == review.case_id)
    for person in db.session.scalars(people.order_by(PersonToTell.id)):
        yield Notification(
            person_key=f"person:{person.id}",
            party=person.party,
            person_id=person.id,
            reason=person.no_contact_reason,
        )
    for party in office_tells(about, review.outcome, is_filed=_is_filed(review)):
        yield Notification(person_key=office_key(party, review.id), party=party, reason="")


def _requester_of(request: Request) -> Notification:
    return Notification(
        person_key=f"request:{request.id}",
        party=party_of(request.standing),
        request_id=request.id,
        reason=_exemption(request),
    )


def _exemption(request: Request) -> str:
    """Why somebody who asked is not to be told, or the empty string.

    A victim or a family without a telephone or an address is still to be told: the CPS can.
    """
    if request.state is RequestState.WITHDRAWN:
        return WITHDREW
    if request.no_contact_reason:
        return request.no_contact_reason
    reachable = request.email or request.telephone or request.postal_address
    if not reachable and not party_of(request.standing).is_first:
        return NO_WAY
    return ""


def _is_filed(review: Review) -> bool:
    """Whether the application has reached the Registrar."""
    filed = select(Filing.id).where(Filing.review_id == review.id, Filing.kind == FilingKind.FILING)
    return db.session.scalar(filed.limit(1)) is not None
