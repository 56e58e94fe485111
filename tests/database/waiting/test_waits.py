"""What waits for each person follows from the records, and whoever is next is told at once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.at_once import at_once
from tests.support.on_list import waits_of
from tests.support.reading import reading_for
from tests.support.traces import events_left
from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import (
    DecisionChoice,
    EventKind,
    LetterKind,
    Message,
    MessageState,
    User,
    Wait,
    WaitBar,
    WaitKind,
    db,
)
from ulss_tracker.permissions import Permission, Role
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.services import letters
from ulss_tracker.services.assessment import overrides
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.cases import cases, conflicts
from ulss_tracker.services.letters import drafting
from ulss_tracker.services.people import absences
from ulss_tracker.services.protection import access_filter, sealing
from ulss_tracker.services.referral import progress
from ulss_tracker.services.requests import not_asked_about, request_offenders
from ulss_tracker.services.requests.not_asked_about import Answer
from ulss_tracker.services.waiting import assignment_rules, my_work, waits
from ulss_tracker.services.waiting.reasons import Why

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
"""A Wednesday morning with no bank holiday near."""
pytestmark = pytest.mark.usefixtures("now")


def kinds(user: User) -> list[WaitKind]:
    return [wait.kind for wait in waits_of(user)]


def counted(user: User) -> int:
    found = access_filter.by_session_key(user.session_key, assignment_rules.COUNT)
    assert found is not None
    return found.waits


def only(user: User, kind: WaitKind) -> Wait:
    (found,) = [wait for wait in waits_of(user) if wait.kind is kind]
    return found


def emails(to: User) -> list[Message]:
    query = select(Message).where(Message.kind == "hand_over", Message.recipient == to.email)
    return list(db.session.scalars(query.order_by(Message.id)))


def another(name: str = "second") -> User:
    return build.user(email=f"{name}@example.org", name=f"Person {name}")


def test_facts_wait_at_once_for_anyone_who_did_not_record_them() -> None:
    first, second, third = build.user(), another(), another("third")
    review = build.eligible_review()
    assert WaitKind.VERIFY in kinds(second)
    assert WaitKind.VERIFY not in kinds(first)
    assert emails(second) == []
    assert counted(second) == len(kinds(second))
    build.verify_by(review, second)
    assert kinds(second) == []
    assert counted(second) == 0
    assignment.assign(review, third, third, seen=review.version)
    assert kinds(third) == emails(third) == []  # what is taken by oneself waits for nobody
    shared = build.review(by=first)  # what each recorded waits for the other
    build.conviction(build.sentence(shared, by=first), by=second)
    assert WaitKind.VERIFY in kinds(second)
    assert WaitKind.VERIFY in kinds(first)


def test_a_pack_waits_for_the_law_officer_it_is_addressed_to_and_the_private_office() -> None:
    officer, office = build.user(Role.LAW_OFFICER), build.user(Role.PRIVATE_OFFICE)
    review = build.review_to_decide()
    assert kinds(officer) == [WaitKind.READ_PACK]
    assert kinds(office) == [WaitKind.READ_PACK]
    assert WaitKind.READ_PACK not in kinds(build.user())
    (message,) = emails(officer)
    assert review.case.reference in message.subject
    assert review.offender_name not in message.subject + message.body
    waits.take(only(office, WaitKind.READ_PACK), office)
    assert kinds(officer) == [WaitKind.READ_PACK]
    build.decide(review)
    assert kinds(officer) == []


@pytest.mark.parametrize("choice", list(DecisionChoice))
def test_a_decision_waits_for_whoever_has_the_review_until_they_act_on_it(
    choice: DecisionChoice,
) -> None:
    me = build.user()
    review, other = build.review_to_decide(), build.review_to_decide()
    assert WaitKind.DECISION not in kinds(me)
    build.decide(review, choice)
    assert WaitKind.DECISION in kinds(me)
    assert len(emails(me)) == 1
    waits.take(only(me, WaitKind.DECISION), me)
    assert WaitKind.DECISION not in kinds(me)
    assert waits.reconcile() == 0
    assert WaitKind.DECISION not in kinds(me)
    build.decide(other)
    assert WaitKind.DECISION in kinds(me)
    letters.draft(LetterKind.REFERRAL, me, review=other)
    assert WaitKind.DECISION not in kinds(me)


def test_more_work_that_the_law_officers_ask_for_waits_for_whoever_has_the_review() -> None:
    me, officer = build.user(), build.user(Role.LAW_OFFICER)
    review = build.review_to_decide()
    progress.move(review, Step.RETURN_FOR_WORK, officer, version=review.version)
    assert WaitKind.RETURNED in kinds(me)
    assert kinds(officer) == []
    build.submit(review)
    assert WaitKind.RETURNED not in kinds(me)
    assert kinds(officer) == [WaitKind.READ_PACK]


def test_a_review_and_a_request_given_wait_for_whom_they_were_given_to() -> None:
    first, second = build.user(), another()
    review = build.review(by=first)
    assignment.assign(review, second, first, seen=review.version)
    asked = build.request()
    assignment.assign(asked, second, first, seen=assignment.NOBODY)
    assert set(kinds(second)) == {WaitKind.REVIEW_GIVEN, WaitKind.REQUEST_GIVEN}
    assert len(emails(second)) == 2
    assert kinds(first) == []
    assignment.record_triage(asked, second)
    waits.take(only(second, WaitKind.REVIEW_GIVEN), second)
    assert kinds(second) == []


def test_the_soonest_come_first_and_all_are_counted_and_paged() -> None:
    first, second = build.user(), another()
    soon = [build.request(sentenced_on=date(2026, 3, day)) for day in (12, 10, 11)]
    for each in soon:
        assignment.assign(each, second, first, seen=assignment.NOBODY)
    review = build.review(by=first)  # has no day of sentence
    assignment.assign(review, second, first, seen=review.version)
    # Its sentence is to be recorded today: it comes before what has days left.
    in_order = [review, soon[1], soon[2], soon[0]]
    assert [row.record for row in my_work.page(second).rows] == in_order
    assert (my_work.page(second).counts[Why.GIVEN], counted(second)) == (4, 4)
    paged, after = [], None
    for _ in range(4):
        page = my_work.page(second, after=after, size=1)
        paged += [row.record for row in page.rows]
        after = page.after
    assert after is None
    assert paged == in_order
    for unreadable in ("", "x", "__", "_2026-01-01_1", "9999_2026-01-01T00:00:00_review-1"):
        assert my_work.page(second, after=unreadable, size=1).rows[0].record == review


def test_an_override_waits_for_another_supervisor() -> None:
    boss = build.user(Role.SUPERVISOR)
    other = build.user(Role.SUPERVISOR, email="other@example.org")
    review, no = build.eligible_review(), Verdict.NOT_IN_SCHEME
    overrides.override(review, no, "A summary offence", boss, version=review.version)
    assert WaitKind.APPROVE_OVERRIDE in kinds(other)
    assert WaitKind.APPROVE_OVERRIDE not in kinds(boss)
    assert [each.recipient for each in emails(other)] == [other.email]
    overrides.sign(review, False, "It is robbery", other, version=review.version)
    assert WaitKind.APPROVE_OVERRIDE not in kinds(other)


def test_only_whom_it_waits_for_may_take_it() -> None:
    review = build.review_to_decide()
    wait = only(build.user(Role.LAW_OFFICER), WaitKind.READ_PACK)
    with pytest.raises(NotAllowed):
        waits.take(wait, build.user())
    build.decide(review)
    with pytest.raises(Refused, match="no longer waits"):
        waits.take(wait, build.user(Role.LAW_OFFICER))


def test_of_two_who_take_it_at_one_moment_one_has_it(app: Flask) -> None:
    build.review_to_decide()
    officer = build.user(Role.LAW_OFFICER)
    wait_id = only(officer, WaitKind.READ_PACK).id
    takers = [officer.id, build.user(Role.PRIVATE_OFFICE).id]

    def take(person_id: int, have_read: Callable[[], object]) -> None:
        wait, by = db.session.get_one(Wait, wait_id), db.session.get_one(User, person_id)
        have_read()
        waits.take(wait, by)

    refused = at_once(app, *(partial(take, person_id) for person_id in takers))
    assert db.session.get_one(Wait, wait_id).taken_by_id in takers
    assert [type(error) for error in refused] == [Refused]


def test_an_email_waits_for_the_persons_own_hours_unless_a_day_is_left(at) -> None:
    first, second = build.user(), another()
    second.works_from, second.works_until, second.works_on = "10:00", "14:00", "14"
    db.session.commit()
    at(datetime(2026, 3, 16, 15, tzinfo=UTC))  # a Monday afternoon: next on Thursday at 10am
    for days, expected in (
        (3, datetime(2026, 3, 19, 10, tzinfo=UTC)),
        # File by Tuesday 17 March at 5pm: a day before is Monday at 5pm.
        (27, datetime(2026, 3, 16, 17, tzinfo=UTC)),
    ):
        review = build.eligible_review(sentenced_on=clock.today() - timedelta(days=days))
        assignment.assign(review, second, first, seen=review.version)
        assert emails(second)[-1].next_try_at == expected, days


def test_covers_who_are_away_pass_it_on_and_a_circle_ends() -> None:
    first, second, third = build.user(), another(), another("third")
    absences.record(second, clock.today(), clock.today(), third, second)
    review = build.review(by=first)
    assignment.assign(review, second, first, seen=review.version)
    assert WaitKind.REVIEW_GIVEN in kinds(third)
    assert counted(third) == 1
    assert len(emails(third)) == 1
    assert emails(second) == []
    absences.record(third, clock.today(), clock.today(), first, third)
    assert counted(first) == 1
    assert counted(third) == 0
    absences.record(first, clock.today(), clock.today(), second, first)
    assert counted(first) == 0
    assert counted(second) == 1


def test_a_sealed_case_waits_for_nobody_who_is_not_named_on_it() -> None:
    second = another()
    review = build.eligible_review()
    assert counted(second) == 1
    boss = build.user(Role.SUPERVISOR)
    sealing.seal(review.case, [build.user()], "A reason", boss)
    assert counted(second) == 0
    with reading_for(second):
        assert waits_of(second) == []


def test_an_email_that_has_not_gone_is_stopped_when_it_waits_no_more(at) -> None:
    first, second, third = build.user(), another(), another("third")
    at(datetime(2026, 3, 16, 20, tzinfo=UTC))
    review = build.review(by=first)
    assignment.assign(review, second, first, seen=review.version)
    assignment.assign(review, third, first, seen=review.version)
    assert [each.state for each in emails(second)] == [MessageState.STOPPED]
    assert [each.state for each in emails(third)] == [MessageState.WAITING]


def test_what_was_written_past_the_services_is_put_right() -> None:
    second = another()
    review = build.eligible_review()
    db.session.execute(db.delete(WaitBar))
    db.session.execute(db.delete(Wait))
    db.session.commit()
    assert counted(second) == 0
    assert waits.reconcile() > 0
    assert counted(second) == 1
    assert waits.reconcile() == 0
    assert review.unconfirmed_since_at is not None


def test_a_whole_way_leaves_nothing_to_put_right() -> None:
    """The list says what the records say after each step, without being read again."""
    me, second = build.user(), another()
    officer = build.user(Role.LAW_OFFICER)
    review = build.review_to_decide()
    assert waits.reconcile() == 0
    progress.move(review, Step.RETURN_FOR_WORK, officer, version=review.version)
    assert waits.reconcile() == 0
    build.submit(review)
    build.decide(review)
    assert waits.reconcile() == 0
    draft = drafting.draft(LetterKind.REFERRAL, me, review=review)
    assert waits.reconcile() == 0
    drafting.discard(draft, me, version=draft.version)
    assignment.assign(review, second, me, seen=review.version)
    assert waits.reconcile() == 0


def test_an_offender_nobody_asked_about_waits_until_somebody_answers() -> None:
    holder = build.user()
    review = build.eligible_review()
    request = review.case.requests[0]
    second = cases.add_review(review.case, "Ann Further", holder)
    assert WaitKind.NOT_ASKED_ABOUT not in kinds(holder)
    request_offenders.choose(request, [review], holder)
    wait = only(holder, WaitKind.NOT_ASKED_ABOUT)
    assert (wait.review_id, wait.for_id, wait.permission) == (
        second.id,
        holder.id,
        Permission.WORK_CASES,
    )
    assert emails(holder) == []
    waits.take(wait, holder)  # in hand, which is no answer
    assert WaitKind.NOT_ASKED_ABOUT in kinds(holder)
    request_offenders.choose(request, [], holder)
    assert WaitKind.NOT_ASKED_ABOUT not in kinds(holder)
    with pytest.raises(Refused, match="Somebody asks about them"):
        not_asked_about.answer(second, Answer.LEAVE, holder, second.version)
    request_offenders.choose(request, [review], holder)
    assert WaitKind.NOT_ASKED_ABOUT in kinds(holder)
    with events_left() as events:
        not_asked_about.answer(second, Answer.LEAVE, holder, second.version)
    assert [(event.kind, event.by, event.after) for event in events] == [
        (EventKind.NOT_ASKED_ABOUT_ANSWERED, holder, {"note": Answer.LEAVE.label})
    ]
    assert WaitKind.NOT_ASKED_ABOUT not in kinds(holder)
    assert waits.reconcile() == 0


def test_one_with_a_conflict_does_not_answer_for_an_offender_nobody_asked_about() -> None:
    holder, other = build.user(), another()
    review = build.eligible_review()
    second = cases.add_review(review.case, "Ann Further", holder)
    request_offenders.choose(review.case.requests[0], [review], holder)
    conflicts.declare(review.case, "A cousin", holder, passed_to=other, version=review.case.version)
    with pytest.raises(NotAllowed, match="conflict of interest"):
        not_asked_about.answer(second, Answer.REVIEW, holder, second.version)
    with pytest.raises(ChangedMeanwhile):
        not_asked_about.answer(second, Answer.REVIEW, other, second.version - 1)
    not_asked_about.answer(second, Answer.REVIEW, other, second.version)
    assert not_asked_about.answers(review.case)[second.id].by == other
