"""Claiming the next message to send: what goes first, and at what cost however many wait."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, select, text, update

from tests.support.clocks import SetClock
from ulss_tracker.models import TO_SEND, Message, MessageState, db
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import compose, messages, queue
from ulss_tracker.services.operations.job_status import ALARM_KINDS

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
DUTY = "duty@example.org"


def put(count: int, **changes: Any) -> None:
    """So many messages that wait, each to somebody else unless `changes` say to whom."""
    rows = [
        {
            "once_key": secrets.token_urlsafe(),
            "kind": compose.ACKNOWLEDGEMENT,
            "recipient": f"person-{number}@example.org",
            "subject": "We have your request",
            "body": "We have your request.\n",
            "next_try_at": NOW,
            "created_at": NOW,
        }
        | changes
        for number in range(count)
    ]
    with transaction():
        db.session.execute(insert(Message), rows)


def claimed() -> tuple[str, str] | None:
    """The recipient and the kind of what is claimed and sent next."""
    claim = queue._claim()
    if claim is None:
        return None
    queue._record(claim, None, "")
    message = db.session.get(Message, claim.id)
    assert message is not None
    return message.recipient, message.kind


def test_each_state_is_of_what_is_to_send_or_is_not() -> None:
    for state in MessageState:
        put(1, state=state)
        put(1, state=state, by_post=True)
    to_send = db.session.scalars(select(Message).where(text(TO_SEND)))
    assert {(message.state, message.by_post) for message in to_send} == {
        (MessageState.WAITING, False),
        (MessageState.SENDING, False),
    }


def test_alarms_and_codes_go_before_all_that_waits_longer() -> None:
    put(3, next_try_at=NOW - timedelta(hours=1))
    first = (compose.ONE_TIME_CODE, compose.ACCOUNT, *ALARM_KINDS)
    for kind in first:
        put(1, kind=kind, recipient=f"{kind}@example.org")
    assert {claimed() for _ in first} == {(f"{kind}@example.org", kind) for kind in first}
    put(1, kind=compose.CHECKPOINT, next_try_at=NOW - timedelta(hours=2))
    put(1, kind=compose.REPLY, recipient="answered@example.org")
    lanes = [compose.REPLY, *[compose.ACKNOWLEDGEMENT] * 3, compose.CHECKPOINT]
    assert [claim and claim[1] for claim in iter(claimed, None)] == lanes


def test_an_alarm_waits_for_no_earlier_message_to_its_address() -> None:
    put(2, recipient=DUTY, kind=compose.HAND_OVER, next_try_at=NOW + timedelta(minutes=10))
    put(2, recipient=DUTY, kind=compose.DUTY_ALARM, next_try_at=NOW + timedelta(minutes=5))
    put(1, recipient=DUTY, kind=compose.DUTY_ALARM)
    assert claimed() == (DUTY, compose.DUTY_ALARM)
    assert claimed() is None


def test_what_waits_behind_another_goes_once_that_one_is_stopped(at: SetClock) -> None:
    later = NOW + timedelta(minutes=10)
    put(1, recipient=DUTY, next_try_at=later)
    put(3, recipient=DUTY)
    put(1, recipient=DUTY, kind=compose.DUTY_ALARM, next_try_at=NOW + timedelta(seconds=1))
    assert claimed() is None
    with transaction():
        stopped = db.session.scalars(select(Message).where(Message.next_try_at == later)).one()
        stopped.state = MessageState.STOPPED
    at(NOW + timedelta(seconds=1))
    assert claimed() == (DUTY, compose.DUTY_ALARM)
    assert [claimed() for _ in range(4)] == [(DUTY, compose.ACKNOWLEDGEMENT)] * 3 + [None]


def test_many_that_wait_behind_one_go_after_it_and_let_others_go_before(at: SetClock) -> None:
    put(1, recipient=DUTY, kind=compose.REMINDER, next_try_at=NOW + timedelta(seconds=30))
    put(5, recipient=DUTY)
    put(1)
    assert claimed() == ("person-0@example.org", compose.ACKNOWLEDGEMENT)
    assert claimed() is None
    at(NOW + timedelta(seconds=30))
    assert claimed() == (DUTY, compose.REMINDER)
    assert [claimed() for _ in range(6)] == [(DUTY, compose.ACKNOWLEDGEMENT)] * 5 + [None]


BACKLOGS = {
    "to many people": {},
    "to one": {"recipient": DUTY},
    "put off, each for a while of its own": {"next_try_at": NOW + timedelta(minutes=20)},
    "to one, and put off for hours": {"recipient": DUTY, "next_try_at": NOW + timedelta(hours=6)},
    "alarms": {"recipient": DUTY, "kind": compose.DUTY_ALARM},
    "letters to print": {"by_post": True},
}


@pytest.mark.on_sqlite
@pytest.mark.parametrize("backlog", BACKLOGS.values(), ids=BACKLOGS)
def test_a_claim_reads_as_much_however_many_wait(backlog: dict[str, Any]) -> None:
    """In steps of the database's own machine, which nothing beside makes more."""
    put(10, **backlog)
    few = steps_of_a_claim()
    put(1_000, **backlog)
    assert steps_of_a_claim() < 1.5 * few


@pytest.mark.on_sqlite
def test_what_needs_a_person_is_counted_by_itself() -> None:
    put(10)
    put(5, state=MessageState.FAILED)
    put(5, by_post=True)
    put(5, tries=messages.WORTH_SHOWING)
    few = steps_of(messages.needs)
    put(1_000)
    assert steps_of(messages.needs) < 1.5 * few


def steps_of_a_claim() -> int:
    put(1, kind=compose.REMINDER, recipient="due@example.org", next_try_at=NOW - timedelta(hours=1))
    with transaction():
        steps = steps_of(queue._claim)
        db.session.execute(
            update(Message)
            .where(Message.recipient == "due@example.org")
            .values(state=MessageState.SENT, sent_at=NOW)
        )
    return steps


def steps_of(do: Callable[[], object]) -> int:
    """The steps that the database takes for it; it must find something."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    connection: Any = db.session.connection().connection.driver_connection
    connection.set_progress_handler(count, 1)
    assert do()
    connection.set_progress_handler(None, 0)
    return steps


def test_both_databases_find_what_is_to_send_by_its_indexes() -> None:
    put(3_000, recipient=DUTY, state=MessageState.SENT)
    put(1_000, recipient=DUTY, kind=compose.HAND_OVER)
    put(1, recipient="one@example.org", next_try_at=NOW + timedelta(minutes=1))
    put(5, recipient="one@example.org", next_try_at=NOW - timedelta(hours=1))
    with transaction():
        db.session.execute(text("ANALYZE"))
    with explained() as plans:
        assert claimed() == (DUTY, compose.HAND_OVER)
    words = "\n".join(plans)
    for index in ("ix_message_lane_0", "ix_message_lane_1", "ix_message_unsent_to"):
        assert index in words
    for reads_all in ("SCAN", "TEMP B-TREE", "Seq Scan", "Sort", "pk_message"):
        assert reads_all not in words, words


@contextmanager
def explained() -> Iterator[list[str]]:
    """The plans of the statements that look for a message in the block, as they were sent."""
    plans: list[str] = []
    how = "EXPLAIN QUERY PLAN " if db.engine.dialect.name == "sqlite" else "EXPLAIN "

    def note(connection: Any, _cursor: Any, sent: str, values: Any, *_rest: Any) -> None:
        if "FROM message" in sent and "LIMIT" in sent:
            cursor = connection.connection.cursor()
            plans.extend(str(row[-1]) for row in cursor.execute(how + sent, values).fetchall())

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield plans
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
