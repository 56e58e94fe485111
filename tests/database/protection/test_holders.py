"""Work of a case comes to nobody with a conflict of interest, or to whom the case does not open."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.duty_alarms import FRIDAY, NOW, on_duty, person, run
from tests.support.merged import join
from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import Conflict, Event, EventKind, Message, Review, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.people import absences
from ulss_tracker.services.protection import holders, sealing
from ulss_tracker.services.referral import progress
from ulss_tracker.services.waiting import calls, checks

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def boss(app: Flask, at) -> User:
    at(NOW)
    return build.user(Role.SUPERVISOR)


def conflicted(review: Review, *people: User) -> None:
    """These declared a conflict of interest in the case, wherever its work lay at the time."""
    with transaction():
        for each in people:
            review.case.conflicts.append(
                Conflict(person_id=each.id, reason="A cousin", declared_at=clock.now())
            )


def left_by(review: Review) -> Review:
    """The review, whose holder has left."""
    with transaction():
        review.assignee.is_active = False
    return review


def told() -> list[Message]:
    query = select(Message).where(Message.once_key.like("given past:%")).order_by(Message.id)
    return list(db.session.scalars(query))


# The duty desk.
def test_the_next_at_the_desk_without_a_conflict_gets_it_and_the_supervisors_are_told(
    boss: User,
) -> None:
    ann, ben = person("Ann"), person("Ben")
    on_duty(ann, ben)
    review = left_by(build.review(sentenced_on=FRIDAY, by=person("Gone")))
    conflicted(review, ann)
    run(TUESDAY)
    assert review.assignee == ben
    (message,) = told()
    assert (message.recipient, message.case_id) == (boss.email, review.case_id)
    assert "Ann, who is called first, may not have it" in message.body
    assert "given to Ben" in message.body
    run(TUESDAY)
    assert len(told()) == 1


@pytest.mark.parametrize("has_another", [True, False])
def test_with_nobody_at_the_desk_who_may_have_it_somebody_else_does_or_it_is_told(
    boss: User, *, has_another: bool
) -> None:
    ann = person("Ann")
    if has_another:
        away, _ = person("Away"), person("Here")
        absences.record(away, NOW.date(), TUESDAY.date(), None, away)
    on_duty(ann)
    review = left_by(build.review(sentenced_on=FRIDAY, by=person("Gone")))
    conflicted(review, ann, boss)
    run(TUESDAY)
    assert review.assignee.name == ("Here" if has_another else "Gone")
    told_what_to_do = "End a conflict that was declared by mistake" in told()[0].body
    assert told_what_to_do is not has_another


def test_what_is_sealed_is_given_to_nobody_who_is_not_named_on_it(boss: User) -> None:
    ann, other = person("Ann"), build.user(Role.SUPERVISOR, email="other@example.org")
    on_duty(ann)
    review = build.review(sentenced_on=FRIDAY, by=person("Gone"))
    sealing.seal(review.case, [review.assignee], "A judge's family", other)
    absences.record(other, NOW.date(), TUESDAY.date(), None, other)
    left_by(review)
    run(TUESDAY)
    assert review.assignee == other


# A seal.
def test_what_somebody_not_named_has_goes_past_a_sealer_with_a_conflict(boss: User) -> None:
    named, lawyer = person("Named"), build.user(Role.LAWYER)
    review = build.review(by=person("Holder"))
    conflicted(review, boss)
    with pytest.raises(Refused, match="Name somebody who works on cases and has none"):
        sealing.seal(review.case, [lawyer], "A judge's family", boss)
    assert not sealing.is_sealed(review.case)
    assert review.assignee.name == "Holder"
    assert sealing.seal(review.case, [lawyer, named], "A judge's family", boss) == [review]
    assert review.assignee == named
    kind = EventKind.ASSIGNEE_CHANGED
    events = select(Event).where(Event.review_id == review.id, Event.kind == kind)
    line = db.session.scalars(events.order_by(Event.id.desc())).first()
    assert line is not None
    assert (line.before["assignee"], line.after["assignee"]) == ("Holder", "Named")


def test_the_page_keeps_what_was_typed_and_says_who_has_it(boss: User, signed_in) -> None:
    named = person("Named")
    review = build.review(by=person("Holder"))
    conflicted(review, boss)
    client = signed_in(Role.SUPERVISOR)
    client.get(f"/casework/cases/{review.case.reference}/seal")
    page = client.submit("Seal the case", reason="A judge's family")
    assert "Name somebody who works on cases and has none" in page.text
    assert "A judge's family" in page.text
    page = client.submit("Seal the case", reason="A judge's family", named=[str(named.id)])
    assert f"Named has the review of {review.offender_name} now" in page.text


# The other doors.
def test_every_door_refuses_who_has_a_conflict(boss: User) -> None:
    ann, writer = person("Ann"), build.user()
    review = build.eligible_review()
    conflicted(review, ann)
    with pytest.raises(NotAllowed, match="conflict of interest"):
        assignment.assign(review, ann, writer, seen=review.version)
    with pytest.raises(NotAllowed, match="conflict of interest"):
        cases.add_review(review.case, "Second Man", ann)
    with pytest.raises(NotAllowed, match="conflict of interest"):
        calls.plan(review.case, ann, clock.today(), "Ring the court", writer)
    with pytest.raises(NotAllowed, match="conflict of interest"):
        checks.of_facts(review, ann, writer)
    assert ann.id not in dict(checks.verifiers(writer, review.case))
    assert ann.id not in dict(checks.checkers_of_letters(writer, review.case))


def test_nobody_with_a_conflict_stands_in(boss: User) -> None:
    holder, cover = person("Holder"), person("Cover")
    review = build.review(by=holder)
    absences.record(holder, NOW.date(), NOW.date(), cover, holder)
    assert absences.stands_in_for(holder, review.case) == cover
    conflicted(review, cover)
    assert absences.stands_in_for(holder, review.case) == holder


def test_what_is_opened_again_stays_with_nobody_who_has_a_conflict_by_now(boss: User) -> None:
    holder = person("Holder")
    review = build.review(by=holder)
    progress.take(review, Step.WITHDRAW, boss, note="They withdrew")
    conflicted(review, holder)
    progress.take(review, Step.REOPEN, boss, note="They did not")
    assert review.assignee == boss


def test_a_conflict_goes_with_a_case_that_is_joined_to_another(boss: User) -> None:
    ann = person("Ann")
    closing, remaining = build.review(offender_name="J Archer"), build.review(by=ann)
    conflicted(closing, ann)
    join(closing, remaining, by=Role.SUPERVISOR)
    assert remaining.assignee == boss
    with pytest.raises(NotAllowed, match="conflict of interest"):
        assignment.take(remaining, ann, seen=remaining.version)


def test_those_who_may_hold_are_given_in_their_order_each_once(boss: User) -> None:
    ann, ben = person("Ann"), person("Ben")
    review = build.review()
    assert holders.who_may_hold(review.case, [ben, ann, ben]) == [ben, ann]
    assert holders.who_may_hold(None, [ben]) == [ben]
    conflicted(review, ben)
    assert holders.who_may_hold(review.case, [ben, ann]) == [ann]
    sealing.seal(review.case, [ben], "A judge's family", boss)
    assert holders.who_may_hold(review.case, [ben, ann, boss]) == [boss]
