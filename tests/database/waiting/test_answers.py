"""What one is given is accepted or declined, and is never between two people."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.support import build
from tests.support.on_list import waits_of
from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import Event, EventKind, Message, Request, Review, User, Wait, WaitKind, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.assignment import assignment, carrying_out
from ulss_tracker.services.assignment.carrying_out import Ticked
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.desk import bulk
from ulss_tracker.services.desk.bulk import Act, Details
from ulss_tracker.services.people import absences
from ulss_tracker.services.supervision import exceptions
from ulss_tracker.services.supervision.exceptions import handed_over
from ulss_tracker.services.waiting import answers, in_hand, my_work, waits
from ulss_tracker.services.waiting.reasons import Why

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
"""A Wednesday morning with no bank holiday near."""
pytestmark = pytest.mark.usefixtures("now")
GIVEN = {Review: WaitKind.REVIEW_GIVEN, Request: WaitKind.REQUEST_GIVEN}
DECLINED = {Review: WaitKind.REVIEW_DECLINED, Request: WaitKind.REQUEST_DECLINED}


def of_kind(user: User, kind: WaitKind) -> list[Wait]:
    return [wait for wait in waits_of(user) if wait.kind is kind]


def one(user: User, kind: WaitKind) -> Wait:
    (found,) = of_kind(user, kind)
    return found


def another(name: str, role: Role = Role.CASEWORKER) -> User:
    return build.user(role, email=f"{name}@example.org", name=f"Person {name}")


def give(what: Review | Request, to: User, by: User, note: str = "") -> None:
    assignment.assign(what, to, by, seen=assignment.seen_of(what), note=note)


def whose(what: Review | Request) -> User | None:
    db.session.refresh(what)
    return what.assignee if isinstance(what, Review) else what.owner


def emails(to: User) -> list[Message]:
    query = select(Message).where(Message.kind == "hand_over", Message.recipient == to.email)
    return list(db.session.scalars(query.order_by(Message.id)))


def test_it_is_accepted_by_one_press_and_by_whom_it_was_given_to_alone() -> None:
    giver, holder, other = another("giver", Role.SUPERVISOR), another("holder"), another("other")
    for what in (build.review(by=giver), build.request()):
        give(what, holder, giver, "Start with the court")
        wait = one(holder, GIVEN[type(what)])
        assert (wait.by, wait.words) == (giver, "Start with the court")
        assert wait in waits_of(holder)
        assert wait.awaits_answer
        for stranger in (other, giver):
            with pytest.raises(NotAllowed):
                waits.take(wait, stranger)
            with pytest.raises(NotAllowed):
                answers.decline(wait, "Not mine", stranger)
        waits.take(wait, holder)
        assert of_kind(holder, GIVEN[type(what)]) == []
        assert whose(what) == holder
        # Accepted by mistake: they may decline it still, until somebody else has it.
        answers.decline(wait, "I know the family", holder)
        assert whose(what) == holder
        assert one(giver, DECLINED[type(what)]).words == "I know the family"


def test_what_is_declined_stays_theirs_until_whoever_gave_it_gives_it_to_another() -> None:
    giver, holder, third = another("giver"), another("holder"), another("third")
    for what in (build.review(by=giver), build.request()):
        give(what, holder, giver)
        wait = one(holder, GIVEN[type(what)])
        with pytest.raises(Refused, match="why"):
            answers.decline(wait, "  ", holder)
        assert whose(what) == holder
        answers.decline(wait, "I am in court all week", holder)
        assert whose(what) == holder  # somebody has it at every moment
        assert of_kind(holder, GIVEN[type(what)]) == []
        declined = one(giver, DECLINED[type(what)])
        assert declined.by == holder
        event = db.session.get(Event, declined.subject_id)
        assert event.kind is EventKind.WORK_DECLINED
        assert event.after["reason"] == "I am in court all week"
        assert event.after["given_by"] == giver.name
        message = emails(giver)[-1]
        assert "declined" in message.subject
        for said in ("in court", holder.name, "Archer"):
            assert said not in message.subject + message.body
        with pytest.raises(Refused, match="already"):
            answers.decline(wait, "Again", holder)
        give(what, third, giver)
        assert whose(what) == third
        assert of_kind(giver, DECLINED[type(what)]) == []
        assert one(third, GIVEN[type(what)])
        with pytest.raises(Refused, match="theirs now"):
            answers.keep(wait, holder)
    assert waits.reconcile() == 0


def test_a_decline_is_undone_and_one_may_be_asked_again() -> None:
    giver, holder = another("giver", Role.SUPERVISOR), another("holder")
    for what in (build.review(by=giver), build.request()):
        give(what, holder, giver)
        wait = one(holder, GIVEN[type(what)])
        with pytest.raises(Refused, match="not declined"):
            answers.keep(wait, holder)
        answers.decline(wait, "Too much", holder)
        answers.keep(wait, holder)
        assert whose(what) == holder
        assert of_kind(giver, DECLINED[type(what)]) == []
        assert of_kind(holder, GIVEN[type(what)]) == []
        # A supervisor gives it back to the same person, who has to answer again.
        fresh = build.review(by=giver) if isinstance(what, Review) else build.request()
        give(fresh, holder, giver)
        answers.decline(one(holder, GIVEN[type(what)]), "Too much", holder)
        give(fresh, holder, giver, "There is nobody else")
        assert of_kind(giver, DECLINED[type(what)]) == []
        assert one(holder, GIVEN[type(what)]).words == "There is nobody else"
        waits.take(one(holder, GIVEN[type(what)]), holder)


def test_where_nobody_who_is_there_gave_it_every_supervisor_sees_it() -> None:
    giver, holder = another("giver"), another("holder")
    supervisor, other = another("one", Role.SUPERVISOR), another("other")
    for what in (build.review(by=giver), build.request()):
        give(what, holder, giver)
        wait = one(holder, GIVEN[type(what)])
        with transaction():
            giver.is_active = False
        answers.decline(wait, "I know the family", holder)
        assert one(supervisor, DECLINED[type(what)]).for_id is None
        assert of_kind(other, DECLINED[type(what)]) == []
        with transaction():
            giver.is_active = True


def test_who_stands_in_answers_and_the_work_begun_is_an_answer() -> None:
    giver, holder, cover = another("giver"), another("holder"), another("cover")
    absences.record(holder, clock.today(), clock.today(), cover, holder)
    review = build.review(by=giver)
    give(review, holder, giver)
    answers.decline(one(cover, WaitKind.REVIEW_GIVEN), "They are away for a month", cover)
    assert whose(review) == holder
    assert one(giver, WaitKind.REVIEW_DECLINED).by == cover
    given = db.session.scalars(select(Wait).where(Wait.kind == WaitKind.REVIEW_GIVEN)).one()
    answers.keep(given, cover)
    assert whose(review) == holder  # not the cover's
    assert of_kind(giver, WaitKind.REVIEW_DECLINED) == []
    begun = build.review(by=giver)
    give(begun, giver, holder)
    assert one(giver, WaitKind.REVIEW_GIVEN)
    cases.change_offender(
        begun, cases.Offender(name="Jon Archer", born_on=None, address=""), giver, begun.version
    )
    assert of_kind(giver, WaitKind.REVIEW_GIVEN) == []


def test_several_are_accepted_at_once_each_by_itself() -> None:
    giver, holder = another("giver", Role.SUPERVISOR), another("holder")
    reviews = [build.review(by=giver) for _ in range(3)]
    picked = [Ticked(each.id, each.version) for each in reviews]
    result = bulk.do(picked, Act.GIVE, Details(person=holder), giver)
    rows = my_work.page(holder, Why.GIVEN).rows
    assert len(rows) == 3
    give(reviews[0], giver, giver)  # taken back meanwhile
    taken = in_hand.take(rows, holder)
    done = [result for result in taken if not result.refusal]
    assert {result.item.record.id for result in done} == {reviews[1].id, reviews[2].id}
    assert [result.item.record for result in taken if result.refusal] == [reviews[0]]
    assert my_work.page(holder, Why.GIVEN).rows == []
    # Giving many is undone also when some were declined since: each is whose it was.
    declined = done[0].answered[0].record
    answers.decline(declined, "Too much", holder)
    undone = carrying_out.undo(result.given, NOW, giver)
    assert {outcome.key for outcome in undone.done} == {reviews[1].id, reviews[2].id}
    assert whose(reviews[1]) == whose(reviews[2]) == giver
    assert of_kind(giver, WaitKind.REVIEW_DECLINED) == []
    assert waits.reconcile() == 0


def test_supervisors_see_what_is_not_answered_in_time_and_what_was_declined(at) -> None:
    giver, holder = another("giver"), another("holder")
    at(datetime(2026, 3, 20, 16, tzinfo=UTC))  # Friday, an hour before the office closes
    review, asked = build.review(by=giver), build.request()
    give(review, holder, giver)
    give(asked, holder, giver)
    for moment, expected in (
        (datetime(2026, 3, 22, 12, tzinfo=UTC), 0),  # a Sunday: the office is shut
        (datetime(2026, 3, 23, 11, 59, tzinfo=UTC), 0),
        (datetime(2026, 3, 23, 12, tzinfo=UTC), 2),  # four office hours have passed
    ):
        at(moment)
        assert handed_over.count() == expected, moment
    group = exceptions.of_kind("not_accepted")
    assert group.count == 2
    assert all("Person giver gave it to Person holder" in each.why for each in group.items)
    waits.take(one(holder, WaitKind.REQUEST_GIVEN), holder)
    answers.decline(one(holder, WaitKind.REVIEW_GIVEN), "I know the family", holder)
    (item,) = exceptions.of_kind("not_accepted").items
    assert item.review_id == review.id
    assert "Person holder declined it" in item.why and "I know the family" in item.why
    at(clock.now() + timedelta(minutes=1))
    give(review, giver, giver)
    assert exceptions.of_kind("not_accepted").count == handed_over.count() == 0
