"""Messages to people: by which way, in which language, and what is never in them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from jinja2 import UndefinedError
from sqlalchemy import select

from tests.support.clocks import SetClock
from ulss_tracker import clock
from ulss_tracker.models import Channel, Message, MessageState, Request, db
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import compose, to_requesters
from ulss_tracker.services.requests import intake
from ulss_tracker.services.requests.details import RequestDetails

# 23:58 on Tuesday 3 November in London; 26 days after a sentence on 8 October.
AT_NIGHT = datetime(2026, 11, 3, 23, 58, tzinfo=UTC)
SECRETS = (
    "Dafydd Ŵyn-O'Neill",
    "manslaughter",
    "my daughter",
    "Cardiff",
    "8 October",
    "07700 900123",
    "Mared Rees",
)


def receive(**changes: Any) -> intake.Received:
    asked = {
        "offender_name": "Dafydd Ŵyn-O'Neill",
        "court_text": "Cardiff",
        "sentenced_text": "8 October",
        "offence_text": "manslaughter",
        "reason": "He killed my daughter",
        "standing": RequesterRole.BEREAVED_FAMILY,
        "requester_name": "Mared Rees",
        "email": "mared@example.org",
        "telephone": "07700 900123",
    }
    return intake.receive(RequestDetails(**asked | changes), channel=Channel.FORM)


def acknowledgement() -> Message | None:
    query = select(Message).where(Message.kind == compose.ACKNOWLEDGEMENT)
    return db.session.scalars(query).one_or_none()


def acknowledged(**changes: Any) -> tuple[intake.Received, Message]:
    """What was received, and the only acknowledgement of it."""
    received, message = receive(**changes), acknowledgement()
    assert message is not None
    return received, message


def alarms() -> list[Message]:
    query = select(Message).where(Message.kind == compose.DUTY_ALARM)
    return list(db.session.scalars(query.order_by(Message.id)))


@pytest.fixture(autouse=True)
def _at_night(app: Flask, at: SetClock) -> None:
    at(AT_NIGHT)


def test_an_email_says_it_arrived_and_what_comes_next() -> None:
    received, message = acknowledged()
    assert (message.recipient, message.by_post) == ("mared@example.org", False)
    assert message.state is MessageState.WAITING
    assert message.next_try_at == AT_NIGHT
    assert message.subject == f"We have your request {received.request.reference}"
    body = compose.body_to_send(message)
    for said in (
        received.request.reference,
        "11:58pm on Tuesday 3 November 2026",
        f"{office_details.current().PUBLIC_URL}/status",
        "020 7271 2492",
        "Monday to Friday, 9am to 5pm",
        "Attorney General or the Solicitor General",
    ):
        assert said in body
    with transaction():  # once, however often it is asked for
        to_requesters.acknowledge(received.request)
        to_requesters.acknowledge(received.request)
    assert acknowledgement() is message


def test_it_says_the_last_day_where_they_stated_a_day_and_it_is_ahead() -> None:
    for sentenced_on, is_said in (
        (date(2026, 10, 9), True),
        (date(2026, 10, 3), False),
        (None, False),
    ):
        receive(sentenced_on=sentenced_on)
        query = select(Message).where(Message.kind == compose.ACKNOWLEDGEMENT)
        message = db.session.scalars(query.order_by(Message.id.desc())).first()
        assert message is not None
        said = (
            "The last day is Friday 6 November 2026. We must send the case to the court by 5pm on "
            "Friday 6 November 2026"
        )
        assert (said in message.body) is is_said
        assert ("The last day" in message.body) is is_said


def test_the_time_is_londons_in_summer_too(at: SetClock) -> None:
    at(datetime(2026, 7, 31, 23, 30, tzinfo=UTC))
    _, message = acknowledged()
    assert "12:30am on Saturday 1 August 2026" in message.body


def test_in_welsh_when_asked_in_welsh() -> None:
    received, message = acknowledged(language="cy")
    assert message.language == "cy"
    assert message.subject == f"Mae eich cais {received.request.reference} wedi ein cyrraedd"
    assert "11:58yh, dydd Mawrth 3 Tachwedd 2026" in message.body
    assert "What happens next" not in message.body
    assert "translator" not in message.body
    assert "Cymorth i Ddioddefwyr" not in message.body  # nobody has rung its number


def test_both_languages_say_the_same_things(app: Flask) -> None:
    """The same number of parts, and each address, number and value in both."""
    office_details.configure({**app.config, "SUPPORT_LINES_CHECKED": "victim-support:2026-12-01"})
    for language in ("en", "cy"):
        receive(language=language)
    office_details.configure(app.config)
    query = select(Message).where(Message.kind == compose.ACKNOWLEDGEMENT).order_by(Message.id)
    bodies = [message.body for message in db.session.scalars(query)]
    english, welsh = (body.split("\n\n") for body in bodies)
    assert len(english) == len(welsh)
    for same in ("020 7271 2492", "0808 1689 111", "/status", "28"):
        assert bodies[0].count(same) == bodies[1].count(same) > 0


@pytest.mark.parametrize("language", ["", "fr", "EN"])
def test_any_other_language_is_answered_in_english(language: str) -> None:
    _, message = acknowledged(language=language)
    assert message.language == "en"


@pytest.mark.parametrize("language", ["en", "cy"])
def test_nothing_of_the_story_is_in_it(language: str) -> None:
    _, message = acknowledged(language=language)
    for secret in SECRETS:
        assert secret.lower() not in (message.subject + message.body).lower()


@pytest.mark.parametrize("may_post", [True, None])
def test_a_letter_when_there_is_only_a_postal_address(may_post: bool | None) -> None:
    address = "1 Heol Fawr\nAberystwyth\nSY23 1AA"
    _, message = acknowledged(email="", postal_address=address, may_post=may_post)
    assert (message.by_post, message.recipient) == (True, f"Mared Rees\n{address}")
    assert "Mared" not in message.body


@pytest.mark.parametrize(
    "reachable",
    [
        {"postal_address": "1 Heol Fawr", "may_post": False},
        {"postal_address": "", "may_post": True},
    ],
)
def test_nothing_is_written_to_somebody_it_would_not_be_safe_to_write_to(
    reachable: dict[str, Any],
) -> None:
    received = receive(email="", **reachable)
    assert acknowledgement() is None
    assert received.request.id


def test_it_exists_only_when_its_request_does() -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        receive()
        raise ZeroDivisionError
    assert acknowledgement() is None
    assert db.session.scalar(select(Request)) is None


def test_a_clash_on_the_request_itself_is_not_taken_for_a_second_message() -> None:
    """Two requests with one reference must fail loudly, never end as an unsent message."""
    first = receive().request
    twin = Request(
        **{
            column.key: getattr(first, column.key)
            for column in Request.__table__.columns
            if column.key not in {"id", "journey_key"}
        }
    )
    with pytest.raises(Exception, match=r"(?i)unique"), transaction():
        db.session.add(twin)
        to_requesters.acknowledge(twin)


def test_a_template_with_a_missing_value_fails() -> None:
    with pytest.raises(UndefinedError):
        compose.write("en/acknowledgement.txt", reference="REQ-7K3M-9QXF")


def test_the_duty_person_is_told_of_a_late_request_at_once() -> None:
    request = receive(sentenced_on=date(2026, 10, 8)).request
    (alarm,) = alarms()
    assert alarm.recipient == office_details.current().DUTY_EMAIL
    assert alarm.subject == f"Two working days left to file: request {request.reference}"
    for said in (
        "Received: 11:58pm on Tuesday 3 November 2026",
        "File by: 5pm on Thursday 5 November 2026",
        "1 day left",
        "Last day in law: Thursday 5 November 2026",
        f"{office_details.current().PUBLIC_URL}/casework/alarms/",
    ):
        assert said in alarm.body
    for secret in (*SECRETS, "mared@example.org"):
        assert secret not in alarm.subject + alarm.body.replace("Received: 11:58pm", "")


def test_the_alarm_says_when_the_file_by_moment_has_passed_and_the_last_day_has_not() -> None:
    """Saturday 7 November is the last day; the moment was 5pm on Friday."""
    with clock.set_to(datetime(2026, 11, 7, 9, tzinfo=UTC)):
        receive(sentenced_on=date(2026, 10, 10))
    (alarm,) = alarms()
    assert "File by: 5pm on Friday 6 November 2026" in alarm.body
    assert "Passed 16 hours ago" in alarm.body
    assert "Last day in law: Saturday 7 November 2026" in alarm.body
    assert "Nobody may call it out of time" in alarm.body


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("channel", [Channel.FORM, Channel.PHONE, Channel.LETTER])
@pytest.mark.parametrize("by_post", [False, True])
def test_neither_an_email_nor_a_letter_with_the_reference_ever_holds_the_code(
    language: str, channel: Channel, *, by_post: bool
) -> None:
    """Whoever reads the mailbox has the reference, and must not have both."""
    letter = {"postal_address": "1 Heol Fawr", "requester_name": "Mared Rees"}
    reached = letter if by_post else {"email": "mared@example.org"}
    received = intake.receive(RequestDetails(language=language, **reached), channel=channel)
    message = acknowledgement()
    assert message is not None
    assert (message.by_post, message.code) == (by_post, "")
    assert received.request.reference in message.body
    assert received.code not in compose.body_to_send(message)
    assert compose.CODE_PLACE not in message.body
