"""One's own work: what is assigned, who is to be told, who is away, the calendar."""

from datetime import timedelta

from sqlalchemy import select

from tests.support import build
from tests.support.query_counts.scene import NOW, Filled, Scene, people
from ulss_tracker import clock
from ulss_tracker.models import (
    Channel,
    DutyAlarm,
    Hearing,
    LetterKind,
    Means,
    PaperKind,
    Request,
    RightsKind,
    SecondReading,
    SecondView,
    User,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services import letters, notifying
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.cases import cases, complaints, notes, press_lines
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.information_rights import rights_requests
from ulss_tracker.services.messaging import duty_alarms
from ulss_tracker.services.people import absences, calendars
from ulss_tracker.services.protection import holds
from ulss_tracker.services.protection.holds import HoldInput
from ulss_tracker.services.referral import papers
from ulss_tracker.services.requests import requests
from ulss_tracker.services.supervision import second_readings
from ulss_tracker.services.waiting import calls, checks, my_work, outstanding
from ulss_tracker.services.waiting.reasons import Why


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
        assignment.take(build.request(), me, seen=assignment.NOBODY)
        build.request(sentenced_on=None)
    return {"me": me.id}


def _waiting(count: int) -> Filled:
    """So much of each kind that waits for me and for the law officer, from somebody else each."""
    me, by = build.user(), people(count)
    with transaction():
        for number in range(count):
            review = build.eligible_review(offender_name=f"Offender {number}")
            checks.of_facts(review, None, me)
            other = build.review(offender_name=f"Given {number}", by=by[number])
            build.conviction(build.sentence(other, by=by[number]), by=by[number])
            checks.of_facts(other, by[(number + 1) % count], by[number])
            assignment.assign(other, me, by[number], seen=other.version)
            papers.ask(review.case, [PaperKind.REPORT], [], me)
            notes.add(other.case, "Read this", by[number], mentioned=[me])
            asked = build.request(offender_name=f"Asked {number}")
            assignment.assign(asked, me, by[number], seen=assignment.NOBODY)
            outstanding.ask(asked, "The date", NOW.date(), me)
            call = calls.plan(other.case, me, NOW.date(), f"Ring {number}", by[number])
            calls.plan(other.case, me, NOW.date() + timedelta(days=1), f"Ring {number}", by[number])
            item = outstanding.ask(review.case.requests[0], "A letter", NOW.date(), by[number])
            build.submit(review, by=by[number])
            decided = build.review_to_file(offender_name=f"Decided {number}")
            draft = letters.draft(LetterKind.REFERRAL, by[number], review=decided)
            checks.of_letter(draft, me, by[number])
    return {
        "review": other.id,
        "case": review.case.reference,
        "request": asked.reference,
        "call": call.id,
        "item": item.id,
        "given": my_work.page(me, Why.GIVEN).rows[-1].of(Why.GIVEN)[0].record.id,
        "draft": draft.id,
    }


def _in_my_calendar(count: int) -> Filled:
    """The secret of a calendar of somebody with so many reviews."""
    for number in range(count):
        build.eligible_review(offender_name=f"Offender {number}")
        assignment.take(build.request(), build.user(), seen=assignment.NOBODY)
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


def _almost_out_of_time(number: int, owner: User) -> Request:
    request = build.request(
        offender_name=f"Offender {number}", sentenced_on=NOW.date() - timedelta(days=27)
    )
    request.owner = owner
    return request


def _alarms(count: int) -> Filled:
    """So many alarms that are going and as many that ended, each of them called so often."""
    supervisors = [
        build.user(Role.SUPERVISOR, email=f"supervisor{number}@example.org")
        for number in range(count)
    ]
    for ended in (True, False):
        with transaction():
            asked = [_almost_out_of_time(number, each) for number, each in enumerate(supervisors)]
        if ended:
            with transaction():
                for request, each in zip(asked, supervisors, strict=True):
                    requests.close(request, "A test", each)
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


def _complaints(count: int) -> Filled:
    """So many complaints to answer, each about another case and recorded by somebody else."""
    for number, by in enumerate(people(count)):
        complaint = complaints.record(
            f"Person {number}",
            "Nobody rang back",
            by,
            channel=Channel.PHONE,
            received_at=NOW - timedelta(days=60),
            case=build.review().case,
        )
    return {"complaint": complaint.reference}


def _rights(count: int) -> Filled:
    """So many late requests about personal data, each recorded by somebody else."""
    for number, by in enumerate(people(count)):
        with clock.set_to(NOW - timedelta(days=60)):
            rights = rights_requests.record(
                RightsKind.ACCESS,
                f"Person {number}",
                "All of it",
                by,
                channel=Channel.PHONE,
                received_on=NOW.date() - timedelta(days=60),
            )
    return {"rights": rights.reference}


def _holds(count: int) -> Filled:
    """So many legal holds, each of another case and placed by somebody else, one of them due."""
    for number, by in enumerate(people(count, Role.SUPERVISOR)):
        with clock.set_to(NOW - timedelta(days=60)):
            hold = holds.place(
                HoldInput(
                    matter=f"Matter {number}",
                    why="A claim",
                    case=build.review().case,
                    person=f"Person {number}",
                    review_on=NOW.date(),
                ),
                by,
            )
    return {"hold": hold.id}


def _second_readings(count: int) -> Filled:
    """So many answers of last month's sample; half are read, each by somebody else."""
    with clock.set_to(NOW - timedelta(days=30)):
        for number in range(2 * count):
            review = build.review(offender_name=f"Offender {number}")
            with transaction():
                review.outcome = Outcome.NOT_IN_SCHEME
                db.session.add(
                    SecondReading(
                        review_id=review.id,
                        month="2026-02",
                        outcome=Outcome.NOT_IN_SCHEME,
                        drawn_at=NOW,
                    )
                )
    drawn = list(db.session.scalars(select(SecondReading).order_by(SecondReading.id)))
    for reading, by in zip(drawn, people(count), strict=False):
        second_readings.record(reading, SecondView.DISAGREES, "x", by, version=reading.version)
    return {"reading": drawn[-1].id}


def _press_lines(count: int) -> Filled:
    """A case of so many victims still to be told, with so many lines released by others."""
    review = build.review(standing=RequesterRole.PUBLIC)
    notifying.plan_for_referral(review, build.user())
    for number, by in enumerate(people(count)):
        line = press_lines.write(review.case, f"Line {number}", by)
        press_lines.release(review.case, by, version=line.version)
    press_lines.write(review.case, "The next line", by)
    with transaction():
        review.filed_at = NOW
    for number in range(count):
        request = build.request(requester_name=f"Victim {number}", standing=RequesterRole.VICTIM)
        cases.join_case(request, review.case, build.user())
    notifying.plan_for_referral(review, build.user())
    return {"case": review.case.reference}


SCENES = (
    Scene("my own work", _assigned_to_me),
    Scene("what waits", _waiting, by_steps=True),
    Scene("my calendar", _in_my_calendar),
    Scene("people to tell", _to_tell),
    Scene("alarms", _alarms, by_steps=True),
    Scene("people who are away", _away),
    Scene("complaints", _complaints),
    Scene("holds", _holds),
    Scene("rights", _rights),
    Scene("second readings", _second_readings),
    Scene("press lines", _press_lines),
)
