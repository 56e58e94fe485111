"""A day due within ten working days moves by no signature before a supervisor agreed to it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.support import build
from tests.support.clocks import SetClock
from tests.support.signed_law import first_lawyer, proposed, rehearsed_change, second_lawyer
from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import Event, EventKind, LawChange, Request, Review, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.law.law import obey, obeying
from ulss_tracker.scheme.time.calendar import CalendarUnknown, WorkingDays
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.core import law_in_force
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.law import agreement, desk, rehearsals
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.protection.access_filter import read_for
from ulss_tracker.services.waiting import my_work
from ulss_tracker.services.waiting.reasons import Why

NOW = datetime(2026, 11, 16, 10, tzinfo=clock.LONDON)
SOON, LATER, PASSED = 20, 5, 40
"""Days since the sentence: the 28th is on 24 November, on 9 December, and was on 4 November."""


@pytest.fixture(autouse=True)
def today(at: SetClock, app: object) -> Iterator[None]:
    at(NOW)
    yield
    read_for(None)
    obey(None)


def victim(days: int) -> Review:
    """The review of a victim whom a second person verified, sentenced so many days ago."""
    sentenced_on = NOW.date() - timedelta(days=days)
    review = build.eligible_review(sentenced_on=sentenced_on, standing=RequesterRole.VICTIM)
    build.verify_who_asked(review)
    return review


def waiting() -> list[int]:
    return [finding.id for finding in agreement.to_agree().rows]


def supervisor() -> User:
    return build.user(Role.SUPERVISOR)


def rehearsed_again(change: LawChange) -> LawChange:
    reference = change.reference
    rehearsals.ask_again(change, second_lawyer())
    rehearsals.run_waiting()
    return desk.get(reference)


def sign_refused(change: LawChange, words: str) -> None:
    with pytest.raises(Refused, match=words):
        desk.sign(change, second_lawyer())
    assert change.step is None


def test_only_a_day_due_soon_waits_for_a_word_and_then_the_change_is_signed() -> None:
    soon, later, passed = (victim(days).id for days in (SOON, LATER, PASSED))
    change = rehearsed_change()
    assert [finding.review_id for finding in agreement.to_agree().rows] == [soon]
    assert agreement.count_to_agree() == 1
    sign_refused(change, "It moves 1 day due within 10 working days: a supervisor must agree")
    assert agreement.agree(waiting(), supervisor()) == 1
    assert agreement.count_to_agree() == 0
    event = db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
    assert (event.kind, event.review_id) == (EventKind.LAW_MOVE_AGREED, soon)
    assert event.before["last_day_on"] == "2026-11-24"
    assert event.after["last_day_on"] == "2027-04-27"
    desk.sign(change, second_lawyer())
    assert change.step is not None
    assert len({soon, later, passed}) == 3


def test_it_stands_in_a_supervisors_own_list_as_one_row_until_they_agree() -> None:
    number = victim(SOON).id
    rehearsed_change()
    me, lawyer = supervisor(), second_lawyer()
    (row,) = [row for row in my_work.page(me).rows if row.of(Why.LAW)]
    assert (row.record.id, row.main) == (number, row.reasons[0])
    assert len(my_work.page(me, Why.LAW).rows) == 1
    assert not my_work.page(lawyer, Why.LAW).rows
    agreement.agree(waiting(), me)
    assert not my_work.page(me, Why.LAW).rows


def test_a_day_is_due_by_the_first_of_several_sentences() -> None:
    review = victim(SOON)
    later = NOW.date() - timedelta(days=2)
    build.conviction(build.sentence(review, sentenced_on=later))
    first, last = review.earliest_file_by_at, review.file_by_at
    assert first is not None
    rehearsed_change()
    (finding,) = agreement.to_agree().rows
    assert (finding.moves_on, first == last) == (clock.day_of(first), False)


def test_a_request_in_no_case_waits_too() -> None:
    on = NOW.date() - timedelta(days=SOON)
    request = build.request(sentenced_on=on, standing=RequesterRole.VICTIM)
    build.verify_who_asked(request)
    number = request.id
    change = rehearsed_change()
    assert [finding.request_id for finding in agreement.to_agree().rows] == [number]
    agreement.agree(waiting(), supervisor())
    desk.sign(change, second_lawyer())


def test_a_word_is_of_one_rehearsal_and_nothing_is_agreed_to_twice() -> None:
    victim(SOON)
    change = rehearsed_change()
    old = waiting()
    agreement.agree(old, supervisor())
    with pytest.raises(Refused, match="no longer"):
        agreement.agree(old, supervisor())
    change = rehearsed_again(change)
    assert len(waiting()) == 1
    sign_refused(change, "It moves 1 day")
    desk.refuse(change, "Not begun", second_lawyer())
    assert waiting() == []


def test_what_came_or_changed_since_the_rehearsal_is_rehearsed_again(at: SetClock) -> None:
    victim(SOON)
    change = rehearsed_change()
    agreement.agree(waiting(), supervisor())
    at(NOW + timedelta(hours=1))
    victim(LATER)  # moves no day that is due soon
    new = victim(SOON + 1).id
    sign_refused(change, "has come or changed since it was rehearsed")
    change = rehearsed_again(change)
    assert new in [finding.review_id for finding in agreement.to_agree().rows]
    agreement.agree(waiting(), supervisor())
    desk.sign(change, second_lawyer())


def test_a_day_that_becomes_due_soon_while_the_change_waits_is_asked_about(at: SetClock) -> None:
    victim(LATER)
    change = rehearsed_change()
    assert waiting() == []
    at(NOW + timedelta(days=9))
    sign_refused(change, "It moves 1 day")


def test_to_undo_what_takes_all_time_away_waits_for_a_word() -> None:
    victim(PASSED)
    change = rehearsed_change()
    desk.sign(change, second_lawyer())
    undoing = desk.propose_undoing(change, "It was not begun.", second_lawyer()).reference
    with obeying(law_in_force.law()):
        rehearsals.run_waiting()
        with pytest.raises(Refused, match="It moves 1 day"):
            desk.sign(desk.get(undoing), first_lawyer())
        agreement.agree(waiting(), supervisor())
        desk.sign(desk.get(undoing), first_lawyer())


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISOR])
def test_only_a_supervisor_agrees(role: Role) -> None:
    victim(SOON)
    rehearsed_change()
    with pytest.raises(NotAllowed):
        agreement.agree(waiting(), build.user(role))
    assert len(waiting()) == 1


def test_whoever_proposed_does_not_agree_and_whoever_agreed_does_not_sign() -> None:
    victim(SOON)
    change = rehearsed_change()
    proposer, other = first_lawyer(), second_lawyer()
    with transaction():
        proposer.role = other.role = Role.SUPERVISOR
    with pytest.raises(NotAllowed, match="You proposed this change"):
        agreement.agree(waiting(), proposer)
    agreement.agree(waiting(), other)
    with transaction():
        other.role = Role.LAWYER
    sign_refused(change, "You agreed to what it moves")


def test_a_sealed_review_waits_for_a_supervisor_who_may_see_it() -> None:
    review = victim(SOON)

    def named() -> User:
        return build.user(Role.SUPERVISOR, email="named@example.org")

    sealing.seal(review.case, [named()], "A judge’s family", named())
    change = rehearsed_change()
    finding_ids = waiting()
    assert len(finding_ids) == 1
    read_for(supervisor())
    assert (waiting(), agreement.count_to_agree()) == ([], 0)
    with pytest.raises(Refused, match="no longer"):
        agreement.agree(finding_ids, supervisor())
    read_for(second_lawyer())
    sign_refused(change, "It moves 1 day")
    read_for(named())
    agreement.agree(waiting(), named())
    read_for(second_lawyer())
    desk.sign(change, second_lawyer())


def test_what_moves_no_day_of_open_work_waits_for_nothing() -> None:
    on = NOW.date() - timedelta(days=SOON)
    review = build.eligible_review(sentenced_on=on, standing=RequesterRole.VICTIM)
    request: Request = review.case.requests[0]
    assert not request.is_standing_verified
    change = rehearsed_change()
    assert waiting() == []
    desk.sign(change, second_lawyer())


def test_where_the_holidays_are_not_known_soon_is_no_sooner(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    victim(SOON)
    rehearsed_change()

    def unknown(self: WorkingDays, day: date, working_days: int) -> date:
        raise CalendarUnknown(day, day, day)

    monkeypatch.setattr(WorkingDays, "add", unknown)
    assert len(waiting()) == 1


def test_a_proposal_that_no_rehearsal_holds_waits_for_no_word() -> None:
    victim(SOON)
    proposed()
    assert agreement.count_to_agree() == 0
