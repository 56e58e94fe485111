"""The work of one person, in the order in which it presses, and of whom they stand in for."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from tests.support import build
from tests.support.queries import counted
from ulss_tracker import clock
from ulss_tracker.models import (
    Deadline,
    DeadlineBasis,
    FileState,
    LetterDraft,
    LetterKind,
    PaperKind,
    Request,
    Review,
    User,
    Wait,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.time.deadline import time_left
from ulss_tracker.scheme.workflow.milestones import Milestone, MilestoneStatus
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services import letters, notifying
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.cases import notes
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import duty_alarms, reminders
from ulss_tracker.services.people import absences
from ulss_tracker.services.referral import papers, progress
from ulss_tracker.services.waiting import calls, checks, in_hand, my_work
from ulss_tracker.services.waiting.my_work import WorkItem
from ulss_tracker.services.waiting.reasons import Why

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
FRIDAY = datetime(2026, 11, 27, 17, tzinfo=UTC)
FAR = datetime(2026, 12, 18, 17, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 17, tzinfo=UTC)


def person(name: str) -> User:
    return build.user(email=f"{name.lower()}@example.org", name=name)


def review(state: State, file_by_at: datetime | None, by: User | None = None) -> Review:
    made = build.review(by=by)
    with transaction():
        made.state, made.file_by_at, made.earliest_file_by_at = state, file_by_at, file_by_at
    if file_by_at is not None:
        moments = {Deadline.file_by_at: file_by_at, Deadline.act_by_at: file_by_at}
        db.session.execute(update(Deadline).where(Deadline.review_id == made.id).values(moments))
        db.session.commit()
    return made


def rows(user: User | None = None, why: Why | None = None) -> list[WorkItem]:
    return list(my_work.page(user or build.user(), why).rows)


def records(user: User | None = None, why: Why | None = None) -> list[Review | Request]:
    return [row.record for row in rows(user, why)]


def test_the_soonest_to_act_on_comes_first_and_of_one_moment_what_has_less_time_to_spare() -> None:
    behind = review(State.AWAITING_PAPERS, MONDAY)
    ready = review(State.TO_FILE, MONDAY)
    soon = review(State.TO_FILE, FRIDAY)
    assert records() == [soon, behind, ready]


def test_a_review_whose_time_nobody_knows_is_to_be_settled_today() -> None:
    today = review(State.AWAITING_PAPERS, NOW.replace(hour=17))
    soon = review(State.TO_FILE, NOW + timedelta(days=1))
    unknown = review(State.RECEIVED, None)
    assert records() == [today, unknown, soon]
    row = rows()[1]
    assert row.is_dated
    assert row.is_today
    assert row.review is not None
    assert row.review.next_step == "Record the sentence: until then nobody is sure how long is left"
    # Meanwhile it is counted from the day that whoever asked says.
    assert row.deadline is not None
    assert row.deadline.basis is DeadlineBasis.STATED
    assert row.deadline.act_by_at == datetime(2026, 12, 15, 17, tzinfo=UTC)
    assert row.review.plan is not None
    assert row.review.plan.milestone is Milestone.PAPERS_ASKED


def test_one_of_whose_day_nobody_says_anything_is_to_be_found_in_time() -> None:
    build.review(sentenced_on=None)
    (row,) = rows()
    assert row.deadline is not None
    assert row.at == row.deadline.find_day_by_at
    assert row.review is not None
    assert row.review.plan is None


def test_requests_stand_with_the_reviews_the_soonest_to_act_on_first() -> None:
    ada, ben = person("Ada"), person("Ben")
    far = build.request()
    near = build.request(sentenced_on=NOW.date() - timedelta(days=27))
    theirs = build.request(sentenced_on=None)
    for each, owner in ((far, ben), (near, ben), (theirs, ada)):
        assignment.assign(each, owner, owner, seen=assignment.NOBODY)
    between = review(State.TO_FILE, FRIDAY, ben)
    assert records(ben) == [near, between, far]
    assert time_left(NOW, rows(ben)[0].at).words == "1 day left"
    absences.record(ada, NOW.date(), NOW.date(), ben, ada)
    assert records(ben) == [theirs, near, between, far]


def test_everybody_has_the_pressing_requests_that_are_nobodys() -> None:
    build.request()
    near = build.request(sentenced_on=NOW.date() - timedelta(days=27))
    lost = build.request(sentenced_on=None)
    assert records() == records(why=Why.REQUEST) == [lost, near]
    assert not any(row.is_own for row in rows())
    assignment.take(lost, build.user(), seen=assignment.NOBODY)
    assert records(person("Ben")) == [near]


def test_a_row_says_what_the_plan_wants_next(at) -> None:
    late = review(State.AWAITING_PAPERS, FRIDAY)
    (row,) = rows()
    assert row.review is not None
    assert row.review.plan is not None
    assert row.review.plan.standing is MilestoneStatus.NEXT
    at(NOW + timedelta(days=2))
    (row,) = rows()
    assert row.record is late
    assert row.review is not None
    assert row.review.plan is not None
    assert row.review.plan.standing is MilestoneStatus.LATE


def test_papers_that_are_late_are_to_be_chased_by_whoever_holds_the_case(at) -> None:
    other = person("Other")
    mine, theirs = review(State.CHECKING, FAR), review(State.CHECKING, FAR, other)
    for each in (mine, theirs):
        papers.ask(each.case, [PaperKind.REPORT], [], build.user())
    assert records(why=Why.CHASE) == []
    at(NOW + timedelta(days=14))
    assert records(why=Why.CHASE) == [mine]
    assert records(other, Why.CHASE) == [theirs]
    assert rows()[0].is_today


def test_what_is_filed_and_what_has_ended_stand_apart() -> None:
    at_court = review(State.AT_COURT, FRIDAY)
    filed = review(State.TO_FILE, FRIDAY)
    ended, told = review(State.TO_TELL, FRIDAY), review(State.TO_TELL, FRIDAY)
    closed = review(State.CLOSED, FRIDAY)
    with transaction():
        filed.filed_at = NOW
        ended.outcome = closed.outcome = told.outcome = Outcome.NOT_REFERRED
    notifying.plan_for_outcome(ended, build.user())
    work = my_work.page(build.user())
    (row,) = work.rows
    assert (row.record, row.review and row.review.next_step) == (ended, "Tell 2 people the outcome")
    assert [reason.why for reason in row.reasons] == [Why.TELL]
    over = rows(why=Why.OVER)
    assert {row.record: row.review and row.review.next_step for row in over} == {
        at_court: "Record what the court decides",
        filed: "Write and issue the application",
        told: "Close it: everybody has been told",
    }
    assert (work.counts[Why.OVER], work.counts.get(Why.REVIEW)) == (3, None)
    assert list(work.over) == over
    for _ in range(8):
        review(State.AT_COURT, FRIDAY)
    work = my_work.page(build.user())
    assert (len(work.rows), len(work.over), work.counts[Why.OVER]) == (1, 10, 11)
    assert not my_work.page(build.user(), Why.TELL).over


def test_somebody_to_be_told_of_two_things_is_one_person() -> None:
    ended = review(State.TO_TELL, FRIDAY)
    with transaction():
        ended.outcome = Outcome.UNCHANGED
    notifying.plan_for_referral(ended, build.user())
    notifying.plan_for_outcome(ended, build.user())
    things = notifying.untold(ended.case)
    people = len({each.person_key for each in things})
    assert len(things) > people
    (row,) = rows()
    assert row.review is not None
    assert row.review.next_step == f"Tell {people} people the outcome"
    assert row.of(Why.TELL)[0].record.people == people
    assert progress.position_of(ended).untold == people


def test_the_cover_sees_the_work_of_who_is_away_and_nothing_changes_hands() -> None:
    ada, ben = person("Ada"), person("Ben")
    theirs, own = review(State.TO_FILE, FRIDAY, ada), review(State.TO_FILE, MONDAY, ben)
    assert records(ben) == [own]
    absence = absences.record(ada, NOW.date(), NOW.date(), ben, ada)
    assert records(ben) == [theirs, own]
    assert my_work.page(ben).covering == [absence]
    assert theirs.assignee is ada
    assert records(ada) == [theirs]


def test_a_page_asks_the_same_whatever_stages_its_reviews_are_at() -> None:
    """A bulk register of 500 held none to be filed on its first page on some days of the week."""

    def asked() -> int:
        db.session.expire_all()
        my_work.page(user)  # who they are is read again
        db.session.expunge_all()
        with counted() as sent:
            my_work.page(user)
        return len(sent)

    user = build.user()
    made = [build.eligible_review() for _ in range(2)]
    of_checked = asked()
    for state in (State.AWAITING_PAPERS, State.LAW_OFFICERS, State.TO_FILE):
        with transaction():
            for each in db.session.scalars(select(Review)):
                each.state = state
        assert asked() == of_checked, state
        assert len(records(user)) == len(made)


def test_very_many_are_shown_a_page_at_a_time(at) -> None:
    """Each once; also as time passes between two pages."""
    made = [
        review(state, moment)
        for state in (State.RECEIVED, State.AWAITING_PAPERS, State.TO_FILE)
        for moment in (None, NOW, FRIDAY, FRIDAY, FAR)
    ]
    found: list[Review | Request] = []
    after = None
    for _ in range(len(made)):
        page = my_work.page(build.user(), after=after, size=4)
        found += [row.record for row in page.rows]
        after = page.after
        if after is None:
            break
    assert found == records()
    assert sorted(each.id for each in found) == [each.id for each in made]
    first = my_work.page(build.user(), size=4)
    at(NOW + timedelta(hours=3))
    second = my_work.page(build.user(), after=first.after, size=20)
    assert [row.record for row in [*first.rows, *second.rows]] == found


def test_letters_begun_and_not_issued_are_work_the_longest_untouched_first(at) -> None:
    me, other = person("Me"), person("Other")
    mine, theirs = build.review(by=me), build.review(by=other)
    first = letters.draft(LetterKind.CPS_PAPERS, me, case=theirs.case, review=theirs)
    at(NOW + timedelta(hours=1))
    second = letters.draft(LetterKind.CPS_PAPERS, other, case=mine.case, review=mine)
    at(NOW + timedelta(hours=2))
    asked = mine.case.requests[0]
    third = letters.draft(LetterKind.ACKNOWLEDGEMENT, other, case=mine.case, request=asked)
    assert drafts(me) == drafts(other) == {first, second, third}
    assert drafts(person("Third")) == set()
    letters.discard(first, me, version=first.version)
    assert drafts(me) == {second, third}
    # What a letter to everyone issues by itself is nobody's work.
    build.letter_batch(review(State.RECEIVED, FRIDAY))
    assert drafts(build.user()) == set()


def drafts(user: User) -> set[LetterDraft]:
    return {reason.record for row in rows(user) for reason in row.of(Why.LETTER)}


def test_a_letter_alone_is_work_and_the_cover_has_it_too() -> None:
    me, away = person("Me"), person("Away")
    review = build.review(by=person("Third"))
    letter = letters.draft(LetterKind.CPS_PAPERS, away, case=review.case, review=review)
    assert drafts(away) == {letter}
    assert drafts(me) == set()
    absences.record(away, NOW.date(), NOW.date(), me, away)
    assert drafts(me) == {letter}


def test_a_matter_stands_once_for_all_its_reasons_and_one_press_takes_it_in_hand(at) -> None:
    me, boss = build.user(), build.user(Role.SUPERVISOR)
    made = build.eligible_review(sentenced_on=NOW.date() - timedelta(days=26), by=boss)
    at(NOW + timedelta(minutes=1))
    assignment.assign(made, me, boss, seen=made.version)
    letter = letters.draft(LetterKind.REFERRAL, boss, review=made)
    checks.of_letter(letter, me, boss)
    calls.plan(made.case, me, clock.today(), "Ring the court", boss)
    at(NOW + timedelta(hours=1))
    reminders.remind()
    duty_alarms.raise_due()
    (row,) = rows()
    whys = [Why.ALARM, Why.REMINDER, Why.GIVEN, Why.ASKED, Why.CALL, Why.LETTER]
    assert list(dict.fromkeys(reason.why for reason in row.reasons)) == whys
    counts = my_work.page(me).counts
    assert counts == dict.fromkeys([*whys, Why.REVIEW], 1)
    (taken,) = in_hand.take([row], me)
    assert taken.refusal == ""
    assert Why.GIVEN in {reason.why for reason in taken.answered}
    (row,) = rows()
    # The alarm goes on until its state changes; the call and the check are still to be done.
    left = [Why.ALARM, Why.ASKED, Why.CALL, Why.LETTER]
    assert list(dict.fromkeys(reason.why for reason in row.reasons)) == left
    for reason in row.of(Why.ALARM):
        assert reason.record.ended_at is None
        assert (reason.record.answered_by, reason.record.is_in_hand) == (me, True)
    assert row.of(Why.ASKED)[0].record.taken_by == me
    assert in_hand.words(row) == ""


def test_what_is_nobodys_is_taken_and_what_is_only_to_be_read_is_pressed_alone() -> None:
    me, other = build.user(), person("Other")
    lost = build.request(sentenced_on=None)
    (row,) = rows()
    assert in_hand.words(row) == "In hand"
    in_hand.take([row], me)
    assert lost.owner == me
    made = build.review(by=other)
    notes.add(made.case, "Read this", other, mentioned=[me])
    (row,) = [row for row in rows() if row.record == made]
    assert in_hand.words(row) == "Seen"
    in_hand.take([row], me)
    assert records() == [lost]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"no_contact_reason": "He reads her post"}, "reached safely"),
        ({"other_offenders": "Tom Carter"}, "other offenders"),
    ],
)
def test_what_must_be_seen_first_stops_the_one_press(said: dict[str, str], why: str) -> None:
    asked = build.request(sentenced_on=None)
    with transaction():
        for name, words in said.items():
            setattr(asked, name, words)
    (row,) = rows()
    (taken,) = in_hand.take([row], build.user())
    assert why in taken.refusal
    assert taken.answered == ()
    assert asked.owner is None


def test_a_file_that_is_not_open_yet_stops_it() -> None:
    asked = build.request(sentenced_on=None)
    with transaction():
        build.document(asked).state = FileState.WAITING
    (row,) = rows()
    (taken,) = in_hand.take([row], build.user())
    assert "has not been opened" in taken.refusal
    assert asked.owner is None


def test_an_alarm_in_hand_comes_back_by_half_of_what_is_left(at) -> None:
    made = build.eligible_review(sentenced_on=NOW.date() - timedelta(days=27))
    assert made.file_by_at is not None
    at(made.file_by_at - timedelta(minutes=20))
    duty_alarms.raise_due()
    (row,) = rows()
    in_hand.take([row], build.user())
    for reason in rows()[0].of(Why.ALARM):
        assert reason.record.next_call_at == made.file_by_at - timedelta(minutes=10)


def test_of_a_days_work_nothing_stands_twice_and_nothing_nowhere(at) -> None:
    """An office's day: each open matter of this person stands in one row, or is over."""
    me, boss = build.user(), build.user(Role.SUPERVISOR)
    mine = [review(state, FRIDAY) for state in (State.CHECKING, State.TO_FILE, State.AT_COURT)]
    ended = review(State.TO_TELL, FRIDAY)
    with transaction():
        ended.outcome = Outcome.NOT_REFERRED
    notifying.plan_for_outcome(ended, me)
    given = review(State.CHECKING, MONDAY, boss)
    assignment.assign(given, me, boss, seen=given.version)
    asked = build.request()
    assignment.take(asked, me, seen=assignment.NOBODY)
    lost = build.request(sentenced_on=None)
    calls.plan(mine[0].case, me, clock.today(), "Ring the court", boss)
    papers.ask(mine[0].case, [PaperKind.REPORT], [], me)
    notes.add(mine[1].case, "Read this", boss, mentioned=[me])
    letters.draft(LetterKind.CPS_PAPERS, me, case=mine[0].case, review=mine[0])
    at(NOW + timedelta(days=2))
    duty_alarms.raise_due()
    reminders.remind()
    shown = [row.matter for row in [*rows(), *rows(why=Why.OVER)]]
    assert len(shown) == len(set(shown))
    found = {row.record for row in [*rows(), *rows(why=Why.OVER)]}
    assert {*mine, ended, given, asked} <= found
    assert lost in {row.record for row in rows(boss)}  # the tracker has given it to somebody
    # Whatever waits for this person is a reason of one of these rows.
    waiting = db.session.scalars(select(Wait).where(Wait.for_id == me.id, Wait.ended_at.is_(None)))
    reasons = [reason.record for row in rows() for reason in row.reasons]
    for wait in waiting:
        assert reasons.count(wait) == 1
