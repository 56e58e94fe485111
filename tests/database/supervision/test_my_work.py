"""The work of one person, in the order in which it presses, and of whom they stand in for."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.support import build
from tests.support.queries import counted
from ulss_tracker.models import (
    DeadlineBasis,
    LetterKind,
    PaperKind,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.time.deadline import time_left
from ulss_tracker.scheme.workflow.milestones import Milestone, MilestoneStatus
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services import letters, notifying
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.people import absences
from ulss_tracker.services.referral import papers, progress
from ulss_tracker.services.supervision import my_work

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
    return made


def to_file(user: User | None = None) -> list[Review]:
    return [row.review for row in my_work.of(user or build.user()).to_file]


def test_less_time_to_spare_comes_before_less_time() -> None:
    soon = review(State.TO_FILE, FRIDAY)
    behind = review(State.AWAITING_PAPERS, MONDAY)
    assert to_file() == [behind, soon]


def test_a_review_whose_time_nobody_knows_comes_first() -> None:
    late = review(State.AWAITING_PAPERS, NOW)
    unknown = review(State.RECEIVED, None)
    assert to_file() == [unknown, late]
    row = my_work.of(build.user()).to_file[0]
    assert row.next_step == "Record the sentence: until then nobody is sure how long is left"
    # Meanwhile it is counted from the day that whoever asked says.
    assert row.deadline is not None
    assert row.deadline.basis is DeadlineBasis.STATED
    assert row.safest_at == datetime(2026, 12, 15, 17, tzinfo=UTC)
    assert row.left is not None
    assert row.left.words == "21 days left"
    assert row.plan is not None
    assert row.plan.milestone is Milestone.PAPERS_ASKED


def test_one_of_whose_day_nobody_says_anything_has_no_time_to_spare_to_speak_of() -> None:
    build.review(sentenced_on=None)
    row = my_work.of(build.user()).to_file[0]
    assert (row.left, row.spare, row.plan, row.spare_words) == (None, None, None, "")
    assert row.deadline is not None
    assert row.deadline.find_day_by_at is not None


def test_the_safest_moment_counts_and_the_later_one_stands_beside_it() -> None:
    made = build.review()
    build.sentence(made, sentenced_on=NOW.date() - timedelta(days=20))
    build.sentence(made, sentenced_on=NOW.date() - timedelta(days=1))
    row = my_work.of(build.user()).to_file[0]
    assert row.safest_at == datetime(2026, 12, 2, 17, tzinfo=UTC)
    assert row.deadline is not None
    assert row.deadline.later_file_by_at == datetime(2026, 12, 21, 17, tzinfo=UTC)
    assert row.left is not None
    assert row.left.words == "8 days left"


def test_requests_stand_with_the_reviews_the_soonest_to_act_on_first() -> None:
    ada, ben = person("Ada"), person("Ben")
    far = build.request()
    near = build.request(sentenced_on=NOW.date() - timedelta(days=27))
    theirs = build.request(sentenced_on=None)
    for each, owner in ((far, ben), (near, ben), (theirs, ada)):
        assignment.assign(each, owner, build.user(), seen=assignment.NOBODY)
    work = my_work.of(ben)
    assert [each.request for each in work.requests] == [near, far]
    assert time_left(NOW, work.requests[0].act_by_at).words == "1 day left"
    assert not work.is_empty
    absences.record(ada, NOW.date(), NOW.date(), ben, ada)
    assert [each.request for each in my_work.of(ben).requests] == [theirs, near, far]


def test_everybody_sees_the_pressing_requests_that_are_nobodys() -> None:
    build.request()
    near = build.request(sentenced_on=NOW.date() - timedelta(days=27))
    lost = build.request(sentenced_on=None)
    work = my_work.of(build.user())
    assert [each.request for each in work.of_nobody] == [lost, near]
    assert work.is_empty
    assignment.take(lost, build.user(), seen=assignment.NOBODY)
    assert [each.request for each in my_work.of(person("Ben")).of_nobody] == [near]


def test_what_stands_beside_is_shown_as_far_as_it_presses_and_the_rest_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(my_work, "MOST_BESIDE", 2)
    for _ in range(3):
        build.request(sentenced_on=NOW.date() - timedelta(days=27))
        mine = build.request()
        assignment.take(mine, build.user(), seen=assignment.NOBODY)
        filed = review(State.AT_COURT, FRIDAY)
        letters.draft(LetterKind.CPS_PAPERS, build.user(), case=filed.case, review=filed)
    work = my_work.of(build.user())
    assert (len(work.requests), work.more_requests) == (2, 1)
    assert (len(work.of_nobody), work.more_of_nobody) == (2, 1)
    assert (len(work.at_court), work.more) == (2, 1)
    assert (len(work.letters), work.more_letters) == (2, 1)
    assert my_work.of(build.user(Role.SUPERVISOR)).to_file == []  # nobody else's work is there


def test_a_row_says_what_the_plan_wants_next_and_how_much_time_is_to_spare(at) -> None:
    review(State.LAW_OFFICERS, FRIDAY)
    late = review(State.AWAITING_PAPERS, FRIDAY)
    _, row = my_work.of(build.user()).to_file
    assert row.plan is not None
    assert row.plan.standing is MilestoneStatus.NEXT
    # Tuesday's seven hours and three days of eight, less the 24 of the work.
    assert row.spare_words == "7 hours"
    at(NOW + timedelta(days=2))
    row, _ = my_work.of(build.user()).to_file
    assert row.review is late
    assert row.plan is not None
    assert row.plan.standing is MilestoneStatus.LATE
    assert row.is_short


def test_papers_that_are_late_are_to_be_chased_by_whoever_holds_the_case(at) -> None:
    other = person("Other")
    mine, theirs = review(State.CHECKING, FAR), review(State.CHECKING, FAR, other)
    for each in (mine, theirs):
        papers.ask(each.case, [PaperKind.REPORT], [], build.user())
    assert my_work.of(build.user()).chases == []
    at(NOW + timedelta(days=14))
    assert [due.reference for due in my_work.of(build.user()).chases] == [mine.case.reference]
    assert [due.reference for due in my_work.of(other).chases] == [theirs.case.reference]


def test_what_is_filed_and_what_has_ended_stand_apart() -> None:
    at_court = review(State.AT_COURT, FRIDAY)
    filed = review(State.TO_FILE, FRIDAY)
    ended, told = review(State.TO_TELL, FRIDAY), review(State.TO_TELL, FRIDAY)
    closed = review(State.CLOSED, FRIDAY)
    with transaction():
        filed.filed_at = NOW
        ended.outcome = closed.outcome = told.outcome = Outcome.NOT_REFERRED
    notifying.plan_for_outcome(ended, build.user())
    work = my_work.of(build.user())
    assert [row.review for row in work.at_court] == [at_court, filed]
    assert [(row.review, row.next_step) for row in work.ended] == [
        (ended, "Tell 2 people the outcome"),
        (told, "Close it: everybody has been told"),
    ]
    assert work.to_file == []


def test_somebody_to_be_told_of_two_things_is_one_person() -> None:
    ended = review(State.TO_TELL, FRIDAY)
    with transaction():
        ended.outcome = Outcome.UNCHANGED
    notifying.plan_for_referral(ended, build.user())
    notifying.plan_for_outcome(ended, build.user())
    things = notifying.untold(ended.case)
    people = len({each.person_key for each in things})
    assert len(things) > people
    assert my_work.of(build.user()).ended[0].next_step == f"Tell {people} people the outcome"
    assert progress.position_of(ended).untold == people


def test_the_cover_sees_the_work_of_who_is_away_and_nothing_changes_hands() -> None:
    ada, ben = person("Ada"), person("Ben")
    theirs, own = review(State.TO_FILE, FRIDAY, ada), review(State.TO_FILE, MONDAY, ben)
    assert to_file(ben) == [own]
    absence = absences.record(ada, NOW.date(), NOW.date(), ben, ada)
    assert to_file(ben) == [theirs, own]
    assert my_work.of(ben).covering == [absence]
    assert theirs.assignee is ada
    assert to_file(ada) == [theirs]


def test_a_page_asks_the_same_whatever_stages_its_reviews_are_at() -> None:
    """A bulk register of 500 held none to be filed on its first page on some days of the week."""

    def asked() -> int:
        db.session.expire_all()
        my_work.of(user)  # who they are is read again
        db.session.expunge_all()
        with counted() as sent:
            my_work.of(user)
        return len(sent)

    user = build.user()
    made = [build.eligible_review() for _ in range(2)]
    of_checked = asked()
    for state in (State.AWAITING_PAPERS, State.LAW_OFFICERS, State.TO_FILE):
        with transaction():
            for each in db.session.scalars(select(Review)):
                each.state = state
        assert asked() == of_checked, state
        assert len(my_work.of(user).to_file) == len(made)


def test_very_many_are_shown_a_page_at_a_time_in_every_order(at) -> None:
    """Each once, whichever way they are ordered; also as time passes between two pages."""
    made = [
        review(state, moment)
        for state in (State.RECEIVED, State.AWAITING_PAPERS, State.TO_FILE)
        for moment in (None, NOW, FRIDAY, FRIDAY, FAR)
    ]
    for by in my_work.TO_FILE_TABLE.orderings:
        for descending in (False, True):
            found, after = [], None
            for _ in range(len(made)):
                work = my_work.of(build.user(), by=by, descending=descending, after=after, size=4)
                found += [row.review for row in work.to_file]
                after = work.after
                if after is None:
                    break
            assert sorted(each.id for each in found) == [each.id for each in made], by.name
            if by is my_work.PRESSING and not descending:
                assert found == to_file()
    first = my_work.of(build.user(), size=4)
    at(NOW + timedelta(days=3))
    second = my_work.of(build.user(), after=first.after, size=20)
    assert {row.review.id for row in [*first.to_file, *second.to_file]} == {
        each.id for each in made
    }
    for wrong in ("x", "received~dated~2026~1", "received~~~", "x~~~1", "received~~~9999999999999"):
        assert [row.review for row in my_work.of(build.user(), after=wrong).to_file] == to_file()
    assert {
        row.review.state
        for row in my_work.of(build.user(), filters={"state": State.TO_FILE}).to_file
    } == {State.TO_FILE}


def test_letters_begun_and_not_issued_are_work_the_longest_untouched_first(at) -> None:
    me, other = person("Me"), person("Other")
    mine, theirs = build.review(by=me), build.review(by=other)
    first = letters.draft(LetterKind.CPS_PAPERS, me, case=theirs.case, review=theirs)
    at(NOW + timedelta(hours=1))
    second = letters.draft(LetterKind.CPS_PAPERS, other, case=mine.case, review=mine)
    at(NOW + timedelta(hours=2))
    asked = mine.case.requests[0]
    third = letters.draft(LetterKind.ACKNOWLEDGEMENT, other, case=mine.case, request=asked)
    assert my_work.of(me).letters == my_work.of(other).letters == [first, second, third]
    assert my_work.of(person("Third")).letters == []
    letters.discard(first, me, version=first.version)
    assert my_work.of(me).letters == [second, third]
    # What a letter to everyone issues by itself is nobody's work.
    build.letter_batch(review(State.RECEIVED, FRIDAY))
    assert my_work.of(build.user()).letters == []


def test_a_letter_alone_is_work_and_the_cover_has_it_too() -> None:
    me, away = person("Me"), person("Away")
    review = build.review(by=person("Third"))
    letter = letters.draft(LetterKind.CPS_PAPERS, away, case=review.case, review=review)
    assert not my_work.of(away).is_empty
    assert my_work.of(me).letters == []
    absences.record(away, NOW.date(), NOW.date(), me, away)
    assert my_work.of(me).letters == [letter]
