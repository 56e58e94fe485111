"""One's own work: what is assigned, who is to be told, who is away, the calendar."""

from datetime import timedelta

from sqlalchemy import select

from tests.support import build
from tests.support.query_counts.scene import NOW, Filled, Held, Scene, people
from ulss_tracker import clock
from ulss_tracker.models import DutyAlarm, Hearing, Means, PaperKind, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.workflow import State
from ulss_tracker.services import notifying
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import duty_alarms
from ulss_tracker.services.people import absences, calendars
from ulss_tracker.services.referral import papers
from ulss_tracker.services.requests import ownership, requests


def _assigned_to_me(count: int) -> Filled:
    """So many reviews of mine at each stage, with papers asked for."""
    me = build.user()
    for number in range(count):
        for state, timed in (
            (State.CHECKING, True),
            (State.REFERRED, True),
            (State.UNDER_CONSIDERATION, False),
        ):
            review = build.review(offender_name=f"Offender {number}", by=me)
            with transaction():
                review.state = state
                moment = NOW + timedelta(days=number) if timed else None
                review.file_by_at = review.earliest_file_by_at = moment
            papers.ask(review.case, [PaperKind.REPORT], [], me)
        ownership.take(build.request(), me, seen_owner_id=ownership.NOBODY)
        build.request(sentenced_on=None)
    return {"me": me.id}


def _in_my_calendar(count: int) -> Filled:
    """The secret of a calendar of somebody with so many reviews."""
    for number in range(count):
        build.eligible_review(offender_name=f"Offender {number}")
        ownership.take(build.request(), build.user(), seen_owner_id=ownership.NOBODY)
    return {"secret": calendars.make(build.user())}


def _to_tell(count: int) -> Filled:
    """A case that so many asked about, each told by somebody else after a try that failed."""
    review = build.review()
    by = people(count)
    for number in range(count):
        cases.join_case(build.request(requester_name=f"Person {number}"), review.case, by[number])
    notifying.plan_for_referral(review, by[0])
    notifying.plan_for_hearing(review, Hearing(heard_on=NOW.date()), by[0])
    for row, person in zip(notifying.untold(review.case), by, strict=False):
        notifying.record_attempt(row, Means.PHONE, NOW, person, note="No answer")
    told = notifying.untold(review.case)
    for row, person in zip(told, by[::2], strict=False):
        notifying.record_told(row, Means.PHONE, NOW, person, note="Told her mother")
    waits = notifying.untold(review.case)[0]
    return {"case": review.case.reference, "telling": waits.id, "told": told[0].id}


def _alarms(count: int) -> Filled:
    """So many alarms that are going and as many that ended, each of them called so often."""
    supervisors = [
        build.user(Role.SUPERVISOR, email=f"supervisor{number}@example.org")
        for number in range(count)
    ]
    for ended in (True, False):
        for number in range(count):
            asked = build.request(
                offender_name=f"Offender {number}", sentenced_on=NOW.date() - timedelta(days=27)
            )
            asked.owner = supervisors[number]
            if ended:
                requests.close(asked, "A test", supervisors[number])
    for number in range(count):
        with clock.set_to(NOW + timedelta(hours=number)):
            duty_alarms.raise_due()
    review = build.review(sentenced_on=NOW.date() - timedelta(days=27))
    duty_alarms.raise_due()
    last = db.session.scalars(select(DutyAlarm).order_by(DutyAlarm.id.desc()).limit(1)).one()
    with clock.set_to(NOW + timedelta(minutes=1)):
        duty_alarms.acknowledge(last, supervisors[0])
    going_on = select(DutyAlarm).where(DutyAlarm.ended_at.is_(None)).order_by(DutyAlarm.id)
    first = db.session.scalars(going_on.limit(1)).one()
    return {"of_request": first.id, "of_review": last.id, "review": review.id}


def _away(count: int) -> Filled:
    """So many who are away, each covered by somebody who is away too."""
    everybody: list[User] = people(count)
    for number, person in enumerate(everybody):
        cover = everybody[(number + 1) % count]
        absences.record(person, NOW.date(), NOW.date(), cover, person)
    return {}


SCENES = (
    Scene(
        "my own work",
        _assigned_to_me,
        (
            Held("/casework/", 25),
            Held("/casework/held", 4),
            Held("/supervision/reassign?assigned_to={me}", 6, Role.SUPERVISOR),
            Held("/supervision/reassign/requests?owner={me}", 7, Role.SUPERVISOR),
        ),
    ),
    Scene(
        "my calendar",
        _in_my_calendar,
        (
            Held("/casework/calendar", 2),
            Held("/calendar/{secret}.ics", 3, None),
        ),
    ),
    Scene(
        "people to tell",
        _to_tell,
        (
            Held("/casework/people-to-tell", 5),
            Held("/casework/cases/{case}/told", 8),
            Held("/casework/tellings/{telling}", 8),
            Held("/casework/tellings/{telling}/not", 7),
            Held("/casework/tellings/{told}/mistake", 7),
        ),
    ),
    Scene(
        "alarms",
        _alarms,
        (
            Held("/casework/alarms", 4),
            Held("/casework/alarms?which=ended", 4),
            Held("/casework/alarms/{of_request}", 3),
            Held("/casework/alarms/{of_review}", 9),
        ),
    ),
    Scene(
        "people who are away",
        _away,
        (
            Held("/casework/absences", 2, Role.SUPERVISOR),
            Held("/casework/absences/new", 2, Role.SUPERVISOR),
        ),
    ),
)
