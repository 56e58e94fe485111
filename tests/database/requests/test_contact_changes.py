"""Contact details changed on the status page: what is safer at once, the rest with proof."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.clocks import SetClock
from tests.support.notify_server import TEXT_TEMPLATE_ID, Notify, sent_by_notify
from tests.support.traces import everything
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import (
    ContactChange,
    EmailUse,
    Event,
    EventKind,
    Message,
    MessageState,
    Request,
    Wait,
    WaitKind,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import compose, queue, stopped_texts
from ulss_tracker.services.requests import (
    contact_change_calls,
    contact_changes,
    request_status,
    safe_contact,
)
from ulss_tracker.services.requests.details import Contact, SafeContactInput, safe_of

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
MOBILE = "07700 900123"
NEW = Contact(email="new@example.org")


@pytest.fixture(autouse=True)
def notify(app: Flask, at: SetClock) -> Iterator[Notify]:
    at(NOW)
    with sent_by_notify(app, NOTIFY_TEXT_TEMPLATE_ID=TEXT_TEMPLATE_ID) as server:
        yield server


def asked(*, may_text: bool = True, use: EmailUse = EmailUse.FULL, **changes: Any) -> Request:
    """A request whose email, and whose mobile telephone too, are known."""
    request = build.request(telephone=MOBILE, **changes)
    with transaction():
        safe_contact.keep(request, SafeContactInput(email_use=use, may_text=may_text))
    return request


def codes() -> dict[bool, str]:
    """The newest one-time codes that have not gone, by whether they go by text."""
    query = select(Message).where(Message.kind == compose.ONE_TIME_CODE).order_by(Message.id)
    return {each.by_text: each.code for each in db.session.scalars(query)}


def give(request: Request, *, email: str = "", text: str = "") -> frozenset[str]:
    return request_status.give_codes(request.reference, email=email, text=text)


def told(kind: str = compose.CONTACT_CHANGED) -> list[str]:
    query = select(Message.recipient).where(Message.kind == kind).order_by(Message.id)
    return list(db.session.scalars(query))


def calls() -> list[Wait]:
    query = select(Wait).where(Wait.kind == WaitKind.CONTACT_CHANGE, Wait.ended_at.is_(None))
    return list(db.session.scalars(query))


def test_a_new_address_needs_a_code_from_each_of_two_contacts_known_before() -> None:
    request = asked()
    outcome = request_status.change_contact(request.reference, NEW)
    assert (outcome.at_once, outcome.is_to_prove) == ((), True)
    assert (request.email, told()) == ("ada.brown@example.org", [])
    sent = codes()
    assert len(set(sent.values())) == 2
    for message in db.session.scalars(select(Message).where(Message.code != "")):
        assert message.code not in message.body
        assert request.reference not in message.subject + message.body
    assert give(request, email=sent[True]) == {"email"}
    assert not give(request, email=sent[False].replace(" ", ""))
    assert request.email == "ada.brown@example.org"
    assert not give(request, text=sent[True])
    assert (request.email, request.mailbox) == ("new@example.org", "new@example.org")
    assert told() == ["ada.brown@example.org", "new@example.org"]
    assert told(stopped_texts.NEWS_TEXT)[-1] == "+447700900123"
    event = db.session.scalars(select(Event).where(Event.kind == EventKind.CONTACT_CORRECTED)).one()
    assert (event.after["fields"], event.by_id) == (["email"], None)
    assert "new@example.org" not in str(event.after)
    with pytest.raises(Refused):
        give(request, email=sent[False])


def test_a_code_is_kept_nowhere_once_it_has_gone(notify: Notify) -> None:
    request = asked()
    request_status.change_contact(request.reference, NEW)
    sent = codes()
    queue.send_waiting()
    held = [each["personalisation"]["body"] for each in notify.sent.values()]
    assert all(any(code in body for body in held) for code in sent.values())
    db.session.rollback()
    kept = str(everything())
    assert not any(code in kept or code.replace(" ", "") in kept for code in sent.values())


def test_what_is_safer_is_done_at_once_and_without_any_code() -> None:
    request = asked(postal_address="1 High Street")
    said = Contact(may_leave_message=False, may_post=False)
    outcome = request_status.change_contact(
        request.reference,
        said,
        no_longer=["telephone"],
        email_use=EmailUse.NEWS,
        may_text=False,
    )
    assert not outcome.is_to_prove
    assert set(outcome.at_once) == {
        "telephone", "may_leave_message", "may_post", "email_use", "may_text",
    }  # fmt: skip
    safe = safe_of(request)
    assert (request.telephone, request.may_post) == ("", False)
    assert (safe.email_use, safe.may_text) == (EmailUse.NEWS, False)
    assert not codes()
    # Nothing goes to the number that was only taken away.
    assert told(stopped_texts.NEWS_TEXT) == []
    # And what would widen it again has to be proved.
    safest = Contact(may_leave_message=False, may_post=False)
    for said, wider in (
        (safest, {"may_text": True}),
        (safest, {"email_use": EmailUse.FULL}),
        (replace(safest, telephone="1"), {}),
        (replace(safest, may_post=True), {}),
    ):
        assert request_status.change_contact(request.reference, said, **wider).is_to_prove, said
    assert (request.telephone, safe_of(request).may_text) == ("", False)


def test_taking_an_address_away_does_not_make_its_place_free() -> None:
    request = asked()
    outcome = request_status.change_contact(
        request.reference, Contact(email="new@example.org"), no_longer=["email"]
    )
    assert (outcome.at_once, outcome.is_to_prove, request.email) == (("email",), True, "")
    assert set(codes()) == {True}
    assert not give(request, text=codes()[True])
    assert request.email == ""
    assert [each.request_id for each in calls()] == [request.id]


def test_without_a_second_contact_it_waits_for_a_call_and_staff_decide(at: SetClock) -> None:
    for lets_through in (True, False):
        request, by = asked(may_text=False), build.user()
        request_status.change_contact(request.reference, NEW)
        assert not calls()
        assert not give(request, email=codes()[False])
        assert request.email == "ada.brown@example.org"
        (wait,) = calls()
        assert wait.request_id == request.id
        at(NOW + timedelta(days=2))  # a call may be late: the change waits for it
        with pytest.raises(NotAllowed):
            contact_change_calls.answer(
                request, build.user(Role.LAW_OFFICER), lets_through=True, note="Rang"
            )
        contact_change_calls.answer(request, by, lets_through=lets_through, note="Rang the number")
        assert request.email == ("new@example.org" if lets_through else "ada.brown@example.org")
        assert not calls()
        with pytest.raises(Refused):
            contact_change_calls.answer(request, by, lets_through=True, note="Again")
        kinds = (EventKind.CONTACT_CHANGE_ANSWERED, EventKind.CONTACT_CORRECTED)
        events = db.session.scalars(
            select(Event).where(Event.request_id == request.id, Event.kind.in_(kinds))
        ).all()
        assert [each.by_id for each in events] == [by.id] * (2 if lets_through else 1)
        assert "example.org" not in str([each.after for each in events])
        at(NOW)


def test_a_call_may_stand_for_one_code_and_never_for_both() -> None:
    request = asked()
    request_status.change_contact(request.reference, NEW)
    with pytest.raises(Refused):
        request_status.ask_for_call(request.reference)
    db.session.rollback()
    assert not calls()
    give(request, text=codes()[True])
    request_status.ask_for_call(request.reference)
    assert len(calls()) == 1
    # Another change takes the place of the one that waits.
    request_status.change_contact(request.reference, Contact(email="third@example.org"))
    assert not calls()
    with pytest.raises(Refused):
        contact_change_calls.answer(request, build.user(), lets_through=True, note="Rang")


def test_who_can_be_sent_no_code_is_called_at_once() -> None:
    request = asked(may_text=False, use=EmailUse.NONE)
    outcome = request_status.change_contact(request.reference, NEW)
    assert outcome.is_to_prove
    assert (codes(), len(calls())) == ({}, 1)
    # What staff correct meanwhile is not overwritten.
    with transaction():
        request.telephone = "0113 496 0000"
    with pytest.raises(Refused, match="after they asked"):
        contact_change_calls.answer(request, build.user(), lets_through=True, note="Rang")
    db.session.rollback()
    assert request.email == "ada.brown@example.org"


def test_codes_end_after_an_hour_after_wrong_ones_and_there_are_few_a_day(at: SetClock) -> None:
    request = asked()
    request_status.change_contact(request.reference, NEW)
    old = codes()
    at(NOW + contact_changes.CODE_LASTS)
    with pytest.raises(Refused):
        give(request, email=old[False], text=old[True])
    db.session.rollback()
    request_status.change_contact(request.reference, NEW)
    now = codes()
    wrong = "000 000" if now[False] != "000 000" else "111 111"
    for _ in range(contact_changes.MOST_WRONG):
        assert give(request, email=wrong) == {"email"}
    with pytest.raises(Refused):
        give(request, email=now[False], text=now[True])
    db.session.rollback()
    for _ in range(contact_changes.MOST_A_DAY - 2):
        assert request_status.change_contact(request.reference, NEW).is_to_prove
    outcome = request_status.change_contact(request.reference, NEW, no_longer=["telephone"])
    # What makes it safer is done all the same.
    assert (outcome.at_once, outcome.is_too_often) == (("telephone",), True)
    assert request.email == "ada.brown@example.org"


def test_a_change_is_put_back_within_a_day_and_both_are_told(at: SetClock) -> None:
    request = asked()
    request_status.change_contact(
        request.reference, Contact(telephone="07700 900456"), may_text=True
    )
    give(request, email=codes()[False], text=codes()[True])
    safe = safe_contact.of_request(request)
    assert safe is not None
    assert (request.telephone, safe.text_to) == ("07700 900456", "447700900456")
    assert told(stopped_texts.NEWS_TEXT) == ["+447700900123", "+447700900456"]
    at(NOW + timedelta(hours=23))
    request_status.put_contact_back(request.reference)
    assert (request.telephone, safe.text_to) == (MOBILE, "447700900123")
    assert told(stopped_texts.NEWS_TEXT)[2:] == ["+447700900456", "+447700900123"]
    with pytest.raises(Refused):
        request_status.put_contact_back(request.reference)
    db.session.rollback()
    request_status.change_contact(request.reference, Contact(), no_longer=["telephone"])
    at(NOW + timedelta(hours=47))
    with pytest.raises(Refused):
        request_status.put_contact_back(request.reference)


def test_what_was_written_before_stays_with_whom_it_was_written_to() -> None:
    request = asked()
    with transaction():
        compose.add_once(
            once_key="to another",
            kind=compose.NEWS,
            recipient="sister@example.org",
            language="en",
            subject="Your reference",
            body="There is news.",
            request_id=request.id,
        )
    request_status.change_contact(request.reference, NEW)
    give(request, email=codes()[False], text=codes()[True])
    other = db.session.scalars(select(Message).where(Message.once_key == "to another")).one()
    assert (other.recipient, other.state) == ("sister@example.org", MessageState.WAITING)


def test_they_are_forgotten_after_four_weeks_but_those_that_wait_for_a_call(at: SetClock) -> None:
    done, waits = asked(), asked(may_text=False, use=EmailUse.NONE, email="b@example.org")
    request_status.change_contact(done.reference, Contact(), no_longer=["telephone"])
    request_status.change_contact(waits.reference, NEW)
    assert contact_change_calls.forget_old() == 0
    at(NOW + contact_change_calls.KEPT_FOR + timedelta(minutes=1))
    assert contact_change_calls.forget_old() == 1
    (kept,) = db.session.scalars(select(ContactChange))
    assert kept.request_id == waits.id
