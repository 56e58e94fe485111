"""A message tells whoever it is for when it goes, and is a try that failed when it does not."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.support import build
from tests.support.notifications import TUESDAY, only, planned
from ulss_tracker import clock
from ulss_tracker.adapters.mail import mail_errors
from ulss_tracker.models import (
    Means,
    Message,
    MessageState,
    Notification,
    NotificationState,
    Review,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.notifying import Party, WhyNot
from ulss_tracker.services import notifying
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import messages, queue
from ulss_tracker.services.messaging.messages import Need


def carried(review: Review) -> tuple[Notification, Message]:
    """What the victim is to be told, and the message that carries it."""
    row = only(review.case, Party.VICTIM)
    message = db.session.scalars(select(Message).limit(1)).one()
    with transaction():
        notifying.carried_by(message, [row])
    return row, message


def test_a_message_that_is_sent_tells_those_it_was_for() -> None:
    row, _ = carried(planned())
    while queue.send_waiting():
        pass
    assert (row.state, row.means, row.told_by_id) == (NotificationState.TOLD, Means.EMAIL, None)


def test_a_letter_tells_when_it_is_posted() -> None:
    review = planned(email="", postal_address="1 High Street")
    row = only(review.case, Party.VICTIM)
    [letter] = messages.needing(Need.TO_PRINT).rows
    with transaction():
        notifying.carried_by(letter, [row])
    queue.record_posted([letter.id], build.user())
    assert (row.state, row.means) == (NotificationState.TOLD, Means.LETTER)


def test_a_message_that_is_given_up_on_is_a_try_that_failed() -> None:
    review = planned()
    row = only(review.case, Party.VICTIM)
    message = db.session.scalars(select(Message).limit(1)).one()
    message.last_error = "No such mailbox"
    with transaction():
        notifying.carried_by(message, [row])
        notifying.message_failed(message)
    assert row.state is NotificationState.TO_TELL
    assert [attempt.note for attempt in row.attempts] == ["No such mailbox"]


def test_a_message_that_stops_every_worker_is_a_try_that_failed_too() -> None:
    row, message = carried(planned())
    with transaction():
        message.state, message.tries = MessageState.SENDING, queue.MOST_TRIES
    assert queue.send_waiting().failed == 1
    assert [attempt.note for attempt in row.attempts] == ["Sending stopped part-way every time"]


def test_a_clock_set_back_as_a_message_goes_sends_it_no_second_time() -> None:
    row, _ = carried(planned())
    claimed = queue._claim()
    assert claimed is not None
    with clock.set_to(TUESDAY - timedelta(hours=1)):
        assert queue._record(claimed, None, "") is MessageState.SENT
    assert row.state is NotificationState.TOLD


@pytest.mark.parametrize("is_taken", [True, False])
def test_what_is_stopped_as_it_is_handed_over_says_whether_it_went_and_goes_no_more(
    is_taken: bool,
) -> None:
    review = planned()
    _, message = carried(review)
    claimed = queue._claim()
    assert claimed is not None
    notifying.supersede(review, build.user(Role.SUPERVISOR))
    error = (
        None if is_taken else mail_errors.NotTaken("The mail server did not take the message (451)")
    )
    queue._record(claimed, error, "")
    assert message.state is (MessageState.SENT if is_taken else MessageState.STOPPED)
    with clock.set_to(TUESDAY + timedelta(days=1)):
        assert not queue.send_waiting()


def test_what_is_stopped_after_its_worker_died_goes_no_more() -> None:
    row, message = carried(planned())
    assert queue._claim() is not None
    notifying.exempt(row, "She asked us not to", build.user(), why=WhyNot.OWN_WISH)
    with clock.set_to(TUESDAY + timedelta(days=1)):
        assert not queue.send_waiting()
    assert (message.state, message.code) == (MessageState.STOPPED, "")
    assert "may have gone just before" in message.last_error
