"""Taking a request in: all of it or nothing, once for each journey, late hours noticed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.support import build
from tests.support.clocks import SetClock
from tests.support.records import count
from tests.support.stored import original
from ulss_tracker import clock
from ulss_tracker.models import (
    Channel,
    Document,
    Draft,
    Event,
    EventKind,
    Message,
    Request,
    RequestState,
    db,
)
from ulss_tracker.services.core import references
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.files import documents
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.requests import drafts, intake

KEY = "a-journey-that-nobody-can-guess"
LONDON = ZoneInfo("Europe/London")

pytestmark = pytest.mark.usefixtures("app")


def messages(kind: str) -> int:
    query = select(func.count()).select_from(Message).where(Message.kind == kind)
    return db.session.scalar(query) or 0


def test_the_same_journey_again_is_the_same_request_and_changes_nothing() -> None:
    first = intake.receive(build.asked(), channel=Channel.FORM, journey_key=KEY)
    again = intake.receive(
        build.asked(offender_name="Someone else"), channel=Channel.FORM, journey_key=KEY
    )
    assert (again.request.id, again.code) == (first.request.id, first.code)
    assert again.request.offender_name == "John Archer"
    assert (count(Request), count(Event), count(Message)) == (1, 1, 1)
    sent = intake.of_journey(KEY)
    assert sent is not None
    assert sent.code == first.code
    assert intake.of_journey("another journey") is None


def test_one_journey_sent_eight_times_at_once_is_one_request(app: Flask) -> None:
    asked = build.asked()

    def send(_number: int) -> tuple[str, str]:
        with app.app_context():
            received = intake.receive(asked, channel=Channel.FORM, journey_key=KEY)
            return received.request.reference, received.code

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    assert len(set(answers)) == 1
    db.session.rollback()
    assert (count(Request), count(Event), count(Message)) == (1, 1, 1)


def test_a_request_comes_with_its_event_and_its_acknowledgement(at: SetClock) -> None:
    at(datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    received = intake.receive(build.asked(), channel=Channel.FORM, journey_key=KEY)
    event = db.session.scalars(select(Event)).one()
    assert event.kind is EventKind.REQUEST_RECEIVED
    assert event.request_id == received.request.id
    assert event.by_id is None
    assert messages(compose.ACKNOWLEDGEMENT) == 1
    assert received.request.state is RequestState.NEW
    assert received.request.received_at == clock.now()
    assert references.hash_code(received.code) == received.request.code_hash
    kept = {str(value) for value in vars(received.request).values()}
    assert not any(KEY in value or received.code in value for value in kept)


def test_what_fails_on_the_way_leaves_nothing_half_made() -> None:
    def break_off() -> None:
        with transaction():
            intake.receive(build.asked(), channel=Channel.FORM, journey_key=KEY)
            raise RuntimeError("the power failed")

    with pytest.raises(RuntimeError):
        break_off()
    assert (count(Request), count(Event), count(Message)) == (0, 0, 0)
    intake.receive(build.asked(), channel=Channel.FORM, journey_key=KEY)
    assert (count(Request), count(Event), count(Message)) == (1, 1, 1)


def test_a_suspect_is_held_and_acknowledged_all_the_same() -> None:
    received = intake.receive(
        build.asked(), channel=Channel.FORM, journey_key=KEY, quarantine_reason="Odd"
    )
    assert received.request.state is RequestState.QUARANTINED
    assert received.request.quarantine_reason == "Odd"
    assert messages(compose.ACKNOWLEDGEMENT) == 1


# Sentenced on Thursday 1 January 2026: the last day is Thursday 29 January, a working day.
def test_late_hours_are_three_working_days_until_the_last_day_is_over(
    subtests: pytest.Subtests,
) -> None:
    for sentenced_on, received_at, is_late in [
        (date(2026, 1, 1), datetime(2026, 1, 23, 23, 59, tzinfo=LONDON), False),  # a Friday
        (date(2026, 1, 1), datetime(2026, 1, 25, 23, 59, tzinfo=LONDON), False),  # a Sunday
        (date(2026, 1, 1), datetime(2026, 1, 26, 0, 0, tzinfo=LONDON), True),
        (date(2026, 1, 1), datetime(2026, 1, 28, 23, 58, tzinfo=LONDON), True),  # day 27
        (date(2026, 1, 1), datetime(2026, 1, 29, 16, 59, tzinfo=LONDON), True),
        (date(2026, 1, 1), datetime(2026, 1, 29, 23, 59, tzinfo=LONDON), True),
        (date(2026, 1, 1), datetime(2026, 1, 30, 0, 0, tzinfo=LONDON), False),
        # The last day is Saturday 31 January: the file-by moment is on the Friday.
        (date(2026, 1, 3), datetime(2026, 1, 26, 23, 0, tzinfo=LONDON), False),
        (date(2026, 1, 3), datetime(2026, 1, 27, 0, 0, tzinfo=LONDON), True),
        (date(2026, 1, 3), datetime(2026, 1, 31, 20, 0, tzinfo=LONDON), True),
        (None, datetime(2026, 1, 31, 20, 0, tzinfo=LONDON), False),
        (date(1990, 1, 1), datetime(2026, 1, 31, 20, 0, tzinfo=LONDON), False),
    ]:
        with subtests.test(sentenced_on=sentenced_on, received_at=received_at, is_late=is_late):
            assert intake.is_late(sentenced_on, received_at) is is_late


def test_a_late_request_tells_the_duty_person_in_the_same_transaction(at: SetClock) -> None:
    at(datetime(2026, 1, 28, 23, 58, tzinfo=LONDON))
    late = intake.receive(build.asked(sentenced_on=date(2026, 1, 1)), channel=Channel.FORM)
    assert late.request.is_late_hours
    assert messages(compose.DUTY_ALARM) == 1
    intake.receive(build.asked(sentenced_on=date(2026, 1, 20)), channel=Channel.FORM)
    intake.receive(build.asked(sentenced_on=None), channel=Channel.FORM)
    assert messages(compose.DUTY_ALARM) == 1


def test_names_of_any_script_and_a_story_of_five_thousand_words_are_kept_exactly() -> None:
    story = "\n\n".join(["“Smart quotes” – and a dash\t€5 " + "word " * 50] * 100)
    for name in (
        "Siobhán O'Neill-O’Brien",
        "Ŵyn Ŷsgol ŵŷ",
        "محمد بن عبد الله " * 11,
        "王小明",
        "Ναπολέων",
        "👩🏽‍⚖️ Emoji",
        "Robert'); DROP TABLE request;--",
        "<script>alert(1)</script>",
    ):
        asked = build.asked(offender_name=name[:200], reason=story)
        made = intake.receive(asked, channel=Channel.FORM).request
        db.session.expire_all()
        assert (made.offender_name, made.reason) == (name[:200], story)


def test_the_files_go_with_the_request_and_the_draft_is_gone() -> None:
    draft = drafts.change(KEY, lambda _answers: {"offender_name": "John Archer"})
    documents.keep(draft=draft, name="remarks.txt", content=b"The judge said this.")
    sent = intake.receive(build.asked(), channel=Channel.FORM, journey_key=KEY, draft=draft)
    assert count(Draft) == 0
    document = db.session.scalars(select(Document)).one()
    assert (document.request_id, document.draft_key) == (sent.request.id, None)
    assert original(document.id) == b"The judge said this."
