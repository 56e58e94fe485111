"""The end of the 14 days for the Supreme Court: promised in a letter, and then told."""

from datetime import date, datetime, timedelta

import pytest

from tests.support import build
from tests.support.clocks import SetClock
from tests.support.referred import filed_and_served
from ulss_tracker import clock
from ulss_tracker.models import (
    LetterKind,
    Means,
    Message,
    Notification,
    NotificationState,
    Review,
    db,
)
from ulss_tracker.scheme.workflow.notifying import About
from ulss_tracker.scheme.workflow.stages import Outcome, State, Step
from ulss_tracker.services import letters, notifying
from ulss_tracker.services.letters import sending
from ulss_tracker.services.referral import appeal_time, court, progress
from ulss_tracker.services.referral.court import CourtDecisionInput, HearingInput
from ulss_tracker.services.register import published

NOW = datetime(2026, 3, 18, 10, tzinfo=clock.LONDON)
pytestmark = pytest.mark.usefixtures("now")
LAST_DAY = date(2026, 3, 31)


def decided(outcome: Outcome = Outcome.INCREASED) -> Review:
    review, by = filed_and_served(), build.user()
    if outcome is not Outcome.LEAVE_REFUSED:
        listed = HearingInput(on=NOW.date(), at=None, court="Court 4")
        court.list_hearing(review, listed, by, version=review.version)
    sentence = "5 years" if outcome is Outcome.INCREASED else ""
    found = CourtDecisionInput(on=NOW.date(), outcome=outcome, revised_sentence=sentence)
    court.record_decision(review, found, by, version=review.version)
    return review


def tell(review: Review, at: datetime) -> None:
    for each in notifying.untold(review.case):
        notifying.record_told(each, Means.PHONE, at, build.user())


def over(review: Review) -> list[Notification]:
    told = notifying.of_case(review.case)
    return [each for each in told if each.about is About.APPEAL_TIME_OVER]


def test_whoever_was_told_while_it_ran_is_told_when_it_is_over(at: SetClock) -> None:
    review = decided()
    tell(review, NOW)
    progress.take(review, Step.CLOSE, build.user())
    for days in (0, 13):
        at(NOW + timedelta(days=days))
        assert appeal_time.plan_time_over() == 0
    at(NOW + timedelta(days=14))
    assert [appeal_time.plan_time_over() for _ in range(2)] == [1, 0]
    (notification,) = over(review)  # whoever asked; neither the CPS nor the offender
    assert notification.request is not None
    assert (notification.detail, notification.state) == (
        LAST_DAY.isoformat(),
        NotificationState.TO_TELL,
    )
    assert notification.due_by_at > clock.now()
    assert [each.id for each in notifying.page().rows] == [notification.id]
    assert notifying.about_words(notification) == About.APPEAL_TIME_OVER.label
    assert published.count() == 1
    assert review.state is State.CLOSED


def test_the_letter_of_the_outcome_says_that_it_is_over_and_tells_them(at: SetClock) -> None:
    review, by = decided(), build.user()
    tell(review, NOW)
    at(NOW + timedelta(days=14))
    appeal_time.plan_time_over()
    (notification,) = over(review)
    assert letters.kind_for(notification) is LetterKind.INCREASED
    draft = letters.draft(LetterKind.INCREASED, by, review=review, request=notification.request)
    said = letters.to_html(letters.prepared(letters.of_draft(draft)).values)
    assert "are over" in said
    assert "We will tell you" not in said
    sending.add_messages([(draft, said)])
    assert notification.message_id is not None
    notifying.message_sent(db.session.get_one(Message, notification.message_id))
    assert notification.state is NotificationState.TOLD


def test_nobody_is_promised_anything_where_nothing_can_follow(at: SetClock) -> None:
    late, refused = decided(Outcome.UNCHANGED), decided(Outcome.LEAVE_REFUSED)
    tell(refused, NOW)
    at(NOW + timedelta(days=14))
    tell(late, clock.now())  # they hear of both at once
    assert appeal_time.plan_time_over() == 0
    assert over(late) == over(refused) == []
