"""Letters by GOV.UK Notify: handed over as issued, once, and told only when they are posted."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.clocks import SetClock
from tests.support.notify_server import Notify, sent_by_notify
from tests.support.traces import nothing_kept
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    DecisionChoice,
    Letter,
    LetterKind,
    Means,
    Message,
    MessageState,
    Notification,
    NotificationState,
    Review,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services import letters
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.letters import sending
from ulss_tracker.services.messaging import delivery, messages, queue
from ulss_tracker.services.messaging.messages import Need
from ulss_tracker.services.messaging.queue import SendResult
from ulss_tracker.services.notifying.cancellation import stop_messages
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.requests import contact
from ulss_tracker.services.requests.details import Contact

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
POSTED_AT = datetime(2026, 3, 19, 15, tzinfo=UTC)
ADDRESS = "1 High Street\nCardiff CF10 1AA"


@pytest.fixture
def notify(app: Flask, at: SetClock) -> Iterator[Notify]:
    at(NOW)
    with sent_by_notify(app, NOTIFY_POSTAGE="first") as server:
        yield server


def refused(**changes: Any) -> Review:
    """A review whose requester is still to be told, by post, that it is not referred."""
    reached = {"email": "", "postal_address": ADDRESS} | changes
    review = build.review_to_decide(sentenced_on=date(2026, 3, 2), **reached)
    build.decide(review, DecisionChoice.DO_NOT_REFER, "Within the range.")
    return review


def issued(review: Review, why: str = "It was within the range.") -> tuple[Letter, Message]:
    request, by = review.case.requests[0], build.user()
    kind = LetterKind.NOT_REFERRED
    draft = letters.draft(kind, by, review=review, request=request, words={"why": why})
    letter = letters.issue(draft, by)
    return letter, db.session.get_one(Message, letter.message_id)


def taken(review: Review) -> Message:
    """A letter that GOV.UK Notify has to print and post."""
    _, message = issued(review)
    while queue.send_waiting():
        pass
    assert message.is_being_posted
    return message


def told_by(message: Message) -> Notification:
    rows = select(Notification).where(Notification.message_id == message.id)
    return db.session.scalars(rows).one()


def waits_for_a_person(message: Message) -> bool:
    is_listed = message in messages.needing(Need.TO_PRINT).rows
    return is_listed and (message.postage, message.taken_as, message.sent_at) == (None, "", None)


def test_it_goes_as_it_was_issued_and_tells_on_the_day_it_is_posted(
    notify: Notify, at: SetClock
) -> None:
    review = refused()
    assert sending.how_reached(review.case.requests[0]) == "GOV.UK Notify prints and posts it."
    letter, message = issued(review)
    assert message not in messages.needing(Need.TO_PRINT).rows
    with nothing_kept(), pytest.raises(Refused, match="do not post it as well"):
        queue.record_posted([message.id], build.user())
    while queue.send_waiting():
        pass
    sent = notify.sent[message.taken_as]
    assert base64.b64decode(sent.pop("content")) == letter.pdf
    assert sent == {"reference": sent["reference"], "postage": "first"}
    # The longer it takes, the more seldom Notify is asked.
    for minutes, status, asked_next in (
        (9, "received", 10),
        (10, "pending-virus-check", 20),
        (20, "accepted", 40),
        (39, "received", 40),
        (3_000, "accepted", 3_240),
    ):
        at(NOW + timedelta(minutes=minutes))
        notify.statuses[message.taken_as] = status
        assert delivery.learn() == 0
        assert message.next_try_at == NOW + timedelta(minutes=asked_next)
        assert told_by(message).state is NotificationState.TO_TELL
    at(NOW + timedelta(days=3))
    notify.statuses[message.taken_as] = "received"
    notify.completed[message.taken_as] = POSTED_AT.replace(tzinfo=None).isoformat(" ")
    assert (delivery.learn(), delivery.learn()) == (1, 0)
    assert (message.is_being_posted, message.delivered_at) == (False, POSTED_AT)
    told = told_by(message)
    assert (told.state, told.means) == (NotificationState.TOLD, Means.LETTER)
    assert told.told_at == POSTED_AT


@pytest.mark.parametrize("how", ["takes_and_fails", "takes_and_hangs_up"])
def test_one_whose_answer_was_lost_is_posted_once(notify: Notify, at: SetClock, how: str) -> None:
    _, message = issued(refused())
    setattr(notify, how, True)
    assert queue.send_waiting() == SendResult(put_off=1)
    setattr(notify, how, False)
    at(NOW + timedelta(minutes=1))
    assert queue.send_waiting() == SendResult(sent=1)
    assert list(notify.sent) == [message.taken_as]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("cancelled", "It was cancelled in GOV.UK Notify"),
        ("permanent-failure", "GOV.UK Notify could not print it"),
        ("technical-failure", "GOV.UK Notify could not print it"),
        ("virus-scan-failed", "virus scan refused it"),
        ("validation-failed", "does not fit its pages"),
        ("silence", "did not say within six days"),
    ],
)
def test_one_that_notify_took_and_does_not_post_waits_for_a_person(
    notify: Notify, at: SetClock, status: str, words: str
) -> None:
    message = taken(refused())
    notify.statuses[message.taken_as] = "accepted" if status == "silence" else status
    at(NOW + (delivery.WORTH_ASKING if status == "silence" else timedelta(hours=1)))
    delivery.learn()
    assert waits_for_a_person(message)
    assert words in message.last_error
    assert told_by(message).state is NotificationState.TO_TELL
    queue.record_posted([message.id], build.user())
    assert told_by(message).state is NotificationState.TOLD
    notify.statuses.clear()
    assert (delivery.learn(), queue.send_waiting().sent, len(notify.sent)) == (0, 0, 1)


@pytest.mark.parametrize(
    ("words", "address", "why"),
    [
        ("the last of them a UK postcode", "1 Rue Haute\nBruxelles", ""),
        ("where Notify prints nothing", "A long line of an address, " * 60 + "\nCF10 1AA", ""),
        ("Notify prints 10 at most", ADDRESS, "Every word of it counts. " * 2_000),
        ("lets this service send no letters", ADDRESS, ""),
        ("did not take the message (400)", ADDRESS, ""),
        ("is not set up here", ADDRESS, ""),
    ],
)
def test_one_that_notify_does_not_take_waits_for_a_person(
    notify: Notify, words: str, address: str, why: str
) -> None:
    _, message = issued(refused(postal_address=address), why or "Within the range.")
    if "send no letters" in words:
        notify.may_post = False
    elif "(400)" in words:
        notify.refuse = (400, "Letter content is not a valid PDF")
    elif "set up" in words:
        office_details.configure({"NOTIFY_POSTAGE": "first"})
    while queue.send_waiting():
        pass
    assert waits_for_a_person(message)
    assert words in message.last_error
    assert not any("content" in sent for sent in notify.sent.values())


def test_what_is_sealed_or_not_switched_on_waits_for_a_person(notify: Notify) -> None:
    sealed = refused()
    sealing.seal(sealed.case, [], "A judge’s family", build.user(Role.SUPERVISOR))
    assert waits_for_a_person(issued(sealed)[1])
    office_details.configure({"NOTIFY_API_KEY": "a-key"})
    assert waits_for_a_person(issued(refused())[1])


@pytest.mark.parametrize("is_posted", [False, True])
def test_one_that_should_go_no_more_is_to_be_cancelled_and_nobody_posts_it_after(
    notify: Notify, at: SetClock, *, is_posted: bool
) -> None:
    moved, withdrawn = refused(), refused()
    request = moved.case.requests[0]
    written = [taken(moved), taken(withdrawn)]
    reached = Contact(**{name: getattr(request, name) for name in contact.CONTACT})
    with transaction():
        contact.keep(request, replace(reached, postal_address="2 Low Road"), build.user())
        stop_messages([told_by(written[1])])
    for message in written:
        assert message.is_being_posted
        assert "Cancel it in GOV.UK Notify" in message.last_error
        notify.statuses[message.taken_as] = "received" if is_posted else "cancelled"
    at(NOW + timedelta(hours=1))
    delivery.learn()
    state = MessageState.SENT if is_posted else MessageState.STOPPED
    assert [message.state for message in written] == [state, state]
