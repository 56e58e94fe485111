"""How to reach somebody who asked: what was written and has not gone follows a correction."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.support import build
from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed
from ulss_tracker.models import EmailUse, Event, EventKind, Message, MessageState, Request, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import compose, queue
from ulss_tracker.services.messaging.outgoing import as_it_leaves
from ulss_tracker.services.requests import contact, request_status, safe_contact
from ulss_tracker.services.requests.details import Contact, SafeContactInput, contact_of, safe_of

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
NEW = Contact(email="new@example.org")


def correct(request: Request, to: Contact = NEW, role: Role = Role.CASEWORKER) -> tuple[str, ...]:
    seen = contact.token_of(request, safe_contact.of_request(request))
    return contact.correct(request, to, build.user(role), seen=seen)


def written(request: Request) -> Message:
    query = select(Message).where(
        Message.request_id == request.id, Message.kind != compose.DUTY_ALARM
    )
    return db.session.scalars(query).one()


def test_what_they_want_of_each_way_is_corrected_and_the_rest_stays() -> None:
    request = build.request(may_email=False, may_text=True)
    same, by = contact_of(request), build.user()

    def wish(**wishes: bool | None) -> tuple[str, ...]:
        seen = contact.token_of(request, safe_contact.of_request(request))
        return contact.correct(request, same, by, seen=seen, wishes=wishes)

    before = contact.token_of(request, None)
    assert wish(may_email=True, may_telephone=None) == ("may_email",)
    assert (request.may_email, request.may_telephone, request.may_text) == (True, None, True)
    with pytest.raises(ChangedMeanwhile):
        contact.correct(request, same, by, seen=before, wishes={"may_email": None})
    wish(may_email=False)  # who wants no email is sent none
    kept = safe_contact.of_request(request)
    assert kept is not None
    assert kept.email_use is EmailUse.NONE


def test_what_staff_heard_is_kept_and_history_says_who_and_not_what() -> None:
    request = build.request(telephone="020 7946 0000")
    assert correct(request, Contact(email="new@example.org", may_post=False)) == (
        "email",
        "telephone",
        "may_post",
    )
    assert (request.email, request.mailbox, request.telephone) == (
        "new@example.org",
        "new@example.org",
        "",
    )
    event = db.session.scalars(select(Event).where(Event.kind == EventKind.CONTACT_CORRECTED)).one()
    assert event.by_id == build.user().id
    assert "example.org" not in str(event.after)
    assert correct(request, contact_of(request)) == ()


def test_what_they_say_of_emails_and_texts_by_telephone_is_kept() -> None:
    with transaction():
        request = build.request(telephone="07700 900123")
        safe_contact.keep(request, SafeContactInput(email_use=EmailUse.FULL, may_text=True))
    as_it_is, seen = (
        contact_of(request),
        contact.token_of(request, safe_contact.of_request(request)),
    )
    changed = contact.correct(
        request, as_it_is, build.user(), seen=seen, email_use=EmailUse.NONE, ends_texts=True
    )
    assert changed == ("email_use", "may_text")
    known = safe_of(request)
    assert (known.email_use, known.may_text) == (EmailUse.NONE, False)
    event = db.session.scalars(select(Event).where(Event.kind == EventKind.CONTACT_CORRECTED)).one()
    assert event.after["fields"] == ["email_use", "may_text"]
    with pytest.raises(ChangedMeanwhile):  # somebody who saw it before
        contact.correct(request, as_it_is, build.user(), seen=seen, email_use=EmailUse.FULL)
    assert safe_of(request).email_use is EmailUse.NONE


def test_the_second_of_two_people_is_told_and_a_law_officer_corrects_nothing() -> None:
    request = build.request()
    with pytest.raises(NotAllowed):
        correct(request, role=Role.LAW_OFFICER)
    seen = contact.token_of(request, safe_contact.of_request(request))
    correct(request)
    with pytest.raises(ChangedMeanwhile):
        contact.correct(request, Contact(), build.user(), seen=seen)
    assert request.email == "new@example.org"


@pytest.mark.parametrize("state", [MessageState.WAITING, MessageState.FAILED, MessageState.HELD])
def test_an_email_that_has_not_gone_goes_to_the_new_address(state: MessageState, at) -> None:
    request = build.request()
    message = written(request)
    with transaction():
        message.state, message.tries, message.taken_as = state, 4, "known to Notify"
    name_before = as_it_leaves(message).message_id
    at(NOW + timedelta(hours=1))
    correct(request)
    assert (message.recipient, message.state) == ("new@example.org", state)
    if state is not MessageState.WAITING:
        queue.try_again(message.id, build.user())
    claimed = queue._claim()
    assert claimed is not None
    assert claimed.what.recipient == "new@example.org"
    assert not claimed.what.may_have_gone
    assert claimed.what.message_id != name_before


def test_what_has_gone_stays_as_it_went_and_an_alarm_with_the_duty_person() -> None:
    request = build.request(sentenced_on=clock.today() - timedelta(days=27))
    message = written(request)
    queue.send_waiting()
    correct(request)
    assert (message.recipient, message.state) == ("ada.brown@example.org", MessageState.SENT)
    alarm = db.session.scalars(select(Message).where(Message.kind == compose.DUTY_ALARM)).one()
    assert alarm.recipient != "new@example.org"


@pytest.mark.parametrize("online", [True, False])
def test_nothing_more_goes_to_an_address_that_was_taken_away(online: bool) -> None:
    request = build.request(telephone="020 7946 0000")
    message = written(request)
    only_by_phone = Contact(telephone="020 7946 0000")
    if online:
        request_status.change_contact(request.reference, only_by_phone, no_longer=["email"])
    else:
        correct(request, only_by_phone)
    assert (message.state, message.code) == (MessageState.STOPPED, "")
    assert message.last_error.startswith("They use this address no longer")
    assert not queue.send_waiting()


@pytest.mark.parametrize(
    ("to", "state"),
    [
        (Contact(postal_address="2 Low Street"), MessageState.STOPPED),
        (Contact(postal_address="1 High Street", may_post=False), MessageState.STOPPED),
        (Contact(postal_address="1 High Street", telephone="1"), MessageState.WAITING),
    ],
)
def test_a_letter_to_post_is_stopped_when_its_address_changes(
    to: Contact, state: MessageState
) -> None:
    request = build.request(email="", postal_address="1 High Street")
    correct(request, to)
    assert written(request).state is state
