"""Sending what waits in the outbox. The truth is the row; there is no queue beside it.

A message is claimed in one transaction, sent outside any, and recorded in another. What a worker
that died in between had claimed is taken back (workers.py; outside the jobs a claim runs out) and
sent again: at least once, never lost, with the same Message-ID each time so that the second can be
recognised. A database that is away when a try is to be recorded is waited for: what was sent is
then not sent again.
"""

import hashlib
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import (
    ColumnElement,
    TextClause,
    and_,
    exists,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import aliased
from structlog.contextvars import bound_contextvars

from ulss_tracker import clock
from ulss_tracker.adapters import private_log
from ulss_tracker.adapters.mail import emails, mail_errors
from ulss_tracker.errors import Refused, existing
from ulss_tracker.models import LANES, TO_SEND, Message, MessageState, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services import notifying
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.retries import until_database_answers
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.messaging import compose, outgoing
from ulss_tracker.services.operations import workers

# How long to wait after each try that failed. When there is no more to wait, it has failed.
DELAYS = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60, 24 * 60)
)
MOST_TRIES = len(DELAYS) + 1
# What waits for longer was written or put off by a clock that was wrong: it is due now.
LONGEST_PUT_OFF = DELAYS[-1] + timedelta(hours=1)
# A mail server in trouble is no fault of the message: it is tried often, for about three days.
LONGEST_IN_TROUBLE = timedelta(minutes=15)
MOST_TRIES_IN_TROUBLE = 300
# So many on end that the server does not take end the run: it may have had enough for now.
MOST_NOT_TAKEN = 3
LONGEST_RUN = 60.0  # seconds
# Longer than any one conversation with a mail server, each step of which has its own time-out.
CLAIM = timedelta(minutes=10)

# One stopped as it was being handed over may have gone: then that is what is recorded.
_MAY_BE_RECORDED = (MessageState.SENDING, MessageState.STOPPED)
_log = logging.getLogger("ulss_tracker.outbox")


@dataclass(frozen=True, slots=True)
class SendResult:
    """How many messages one run sent, put off to a later try, gave up on, and held back."""

    sent: int = 0
    put_off: int = 0
    failed: int = 0
    held: int = 0

    def __bool__(self) -> bool:
        """Whether the run did anything: one that found nothing due is not worth a line."""
        return bool(self.sent or self.put_off or self.failed or self.held)

    def __str__(self) -> str:
        held = f", {self.held} held back" if self.held else ""
        return f"{self.sent} sent, {self.put_off} to be tried again, {self.failed} failed{held}"


def send_waiting(limit: int = 1_000) -> SendResult:
    """Send up to `limit` messages that are due, lane by lane, the longest due first.

    Safe from several workers at once. No quicker than MAIL_A_MINUTE says. When the mail server is
    in trouble, or has had enough, the run ends, and the other messages wait untouched.
    """
    _make_due()
    counts = dict.fromkeys(MessageState, 0)
    counts[MessageState.FAILED] = _give_up_on_those_that_stop_every_worker()
    pace = office_details.current().MAIL_A_MINUTE
    until, not_taken = time.monotonic() + LONGEST_RUN, 0
    with outgoing.mailer() as mailer:
        for _ in range(limit):
            began = time.monotonic()
            if workers.stopping.is_set() or began > until:
                break
            claimed = _claim()
            if claimed is None:
                break
            error: mail_errors.MailError | None = None
            taken_as = ""
            with bound_contextvars(request=claimed.trace or private_log.number()):
                try:
                    taken_as = outgoing.hand_over(mailer, claimed.what)
                except mail_errors.MailError as raised:
                    error = raised
                counts[until_database_answers(partial(_record, claimed, error, taken_as))] += 1
            not_taken = not_taken + 1 if isinstance(error, mail_errors.NotTaken) else 0
            if isinstance(error, mail_errors.ServerTrouble) or not_taken == MOST_NOT_TAKEN:
                break
            if pace:
                workers.stopping.wait(began + 60 / pace - time.monotonic())
    return SendResult(
        sent=counts[MessageState.SENT],
        put_off=counts[MessageState.WAITING],
        failed=counts[MessageState.FAILED],
        held=counts[MessageState.HELD],
    )


def try_again(message_id: int, by: User) -> None:
    """Put what was given up on or held back in the outbox, to be tried from the start.

    Raises `NotFound`, and `Refused` when it is neither.
    """
    require(by, Permission.WORK_CASES)
    with transaction():
        message = locked(message_id)
        if message.state not in {MessageState.FAILED, MessageState.HELD}:
            raise Refused("This message has not failed")
        # A try before may have been taken without anybody knowing: Notify is asked first.
        message.tries = min(message.tries, 1)
        message.state, message.next_try_at, message.last_error = (
            MessageState.WAITING,
            clock.now(),
            "",
        )
        message.came_back_at = None
        if message.taken_as:  # it came back: what goes now is another message to Notify
            message.taken_as, message.tries, message.created_at = "", 0, clock.now()


def record_posted(message_ids: Iterable[int], by: User) -> int:
    """Record that a person has printed and posted these letters; of how many it was new.

    One that is recorded as posted already stays as it is: somebody else was quicker. Raises
    `NotFound`, and `Refused` for what is no letter and for a stopped one; then nothing is recorded.
    """
    require(by, Permission.WORK_CASES)
    recorded = 0
    with transaction():
        for message_id in sorted(set(message_ids)):  # in one order, so that two cannot block
            message = locked(message_id)
            if not message.by_post:
                raise Refused("This message does not go by post")
            if message.postage:
                raise Refused(
                    f"GOV.UK Notify prints and posts “{message.subject}”: do not post it as well"
                )
            if message.state is MessageState.STOPPED:
                raise Refused(
                    f"“{message.subject}” was stopped, so do not post it. {message.last_error}. If "
                    "it is in the post already, write a note on the case and telephone them. Then "
                    "record the others again."
                )
            if message.state is not MessageState.SENT:
                _mark_sent(message)
                recorded += 1
    return recorded


def send_at_once(recipient: str, subject: str, body: str) -> None:
    """Send past the outbox, without touching the database: for the watchdog alone.

    Raises one of the `MailError` kinds.
    """
    own = office_details.current()
    now = clock.now()
    name = hashlib.sha256(f"{now.isoformat()} {body}".encode()).hexdigest()[:32]
    email = emails.Email(
        sender=own.MAIL_FROM,
        recipient=recipient,
        subject=subject,
        body=body,
        language="en",
        message_id=f"<{name}@{own.mail_domain}>",
        written_at=now,
    )
    with outgoing.mailer() as mailer:
        mailer.send(email)


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A message this worker alone may send until its claim runs out; `tries` tells which claim."""

    id: int
    tries: int
    trace: str
    what: emails.Sendable


def _make_due() -> None:
    """Make due what this worker claimed in a run that broke off, and what a wrong clock put off.

    A worker sends in one thread alone.
    """
    now, own = clock.now(), workers.current()
    with transaction():
        if own:
            _now_due(now, Message.state == MessageState.SENDING, Message.claimed_by == own)
        _now_due(now, text(TO_SEND), Message.next_try_at > now + LONGEST_PUT_OFF)


def _now_due(now: datetime, *which: ColumnElement[bool] | TextClause) -> None:
    db.session.execute(update(Message).where(*which).values(next_try_at=now))


def _claim() -> _Claimed | None:
    """Claim the message longest due of the first of the `LANES` that has one.

    One whose claim ran out is due again. What is written to one person goes in its order, but for
    what goes first: a message waits for an earlier one to them, unless that one waits for longer
    than a quarter of an hour.
    PostgreSQL skips rows another worker is claiming at this instant; SQLite lets one in at a time.
    """
    now = clock.now()
    with transaction():
        first, *others = map(text, LANES)
        in_order = ((first,), *((lane, ~_is_behind_earlier(now)) for lane in others))
        message = next(filter(None, (_first_due(now, *which) for which in in_order)), None)
        if message is None:
            return None
        message.state = MessageState.SENDING
        message.tries += 1
        message.next_try_at = now + CLAIM
        message.claimed_by = workers.current()
        return _Claimed(message.id, message.tries, message.trace, outgoing.as_it_leaves(message))


def _first_due(now: datetime, *which: ColumnElement[bool] | TextClause) -> Message | None:
    return db.session.scalar(
        select(Message)
        .where(text(TO_SEND), *which, Message.next_try_at <= now)
        .order_by(Message.next_try_at, Message.id)
        .limit(1)
        .with_for_update(of=Message, skip_locked=True)
    )


def _is_behind_earlier(now: datetime) -> ColumnElement[bool]:
    """Whether an earlier message to the same person has yet to go, within a quarter of an hour."""
    earlier = aliased(Message)
    return exists().where(
        text(TO_SEND),  # of the earlier one: the nearest table has the columns
        earlier.recipient == Message.recipient,
        earlier.id < Message.id,
        earlier.next_try_at <= now + LONGEST_IN_TROUBLE,
    )


def _give_up_on_those_that_stop_every_worker() -> int:
    """Fail the messages whose last claim ran out too: no worker has lived to record a try."""
    with transaction():
        done = db.session.execute(
            update(Message)
            .where(
                Message.state == MessageState.SENDING,
                Message.next_try_at <= clock.now(),
                or_(
                    and_(Message.tries >= MOST_TRIES, Message.last_error == ""),
                    Message.tries >= MOST_TRIES_IN_TROUBLE,
                ),
            )
            .values(state=MessageState.FAILED, last_error="Sending stopped part-way every time")
            .returning(Message.id)
        )
        given_up = list(done.scalars())
        for message_id in given_up:
            _give_up(locked(message_id))
        return len(given_up)


def _record(claimed: _Claimed, error: mail_errors.MailError | None, taken_as: str) -> MessageState:
    """Record what came of a try, unless the claim ran out and another worker has it now."""
    with transaction():
        message = locked(claimed.id)
        if message.tries != claimed.tries or message.state not in _MAY_BE_RECORDED:
            return message.state
        message.claimed_by = ""
        if message.state is MessageState.STOPPED and error is not None:
            return message.state  # stopped as it was being handed over: not tried again
        if error is None:
            message.taken_as = taken_as
            _mark_sent(message)
            _log.info("message %d is sent", message.id)
        else:
            message.last_error = str(error)
            if _is_hopeless(message, error):
                _give_up(message)
            elif isinstance(error, mail_errors.NoWay):
                message.state = MessageState.HELD
            else:
                message.state = MessageState.WAITING
                message.next_try_at = clock.now() + _wait(message, error)
            _log.warning("message %d, try %d: %s", message.id, message.tries, error)
        return message.state


def _give_up(message: Message) -> None:
    """Leave a message to a person: a letter to be posted by hand, whatever else as failed."""
    if message.postage:
        leave_to_hand(message, message.last_error)
    else:
        message.state = MessageState.FAILED
        notifying.message_failed(message)


def leave_to_hand(message: Message, why: str) -> None:
    """Have a person print and post a letter that GOV.UK Notify does not.

    In the caller's transaction. One that was to go no more while Notify had it is stopped.
    """
    should_go = not (message.is_being_posted and message.last_error)
    message.state = MessageState.WAITING if should_go else MessageState.STOPPED
    message.postage, message.taken_as, message.sent_at = None, "", None
    if should_go:
        message.last_error = why


def _is_hopeless(message: Message, error: mail_errors.MailError) -> bool:
    if isinstance(error, mail_errors.ServerTrouble):
        return message.tries >= MOST_TRIES_IN_TROUBLE
    if message.postage:
        return True  # a person posts it today, and need not wait for another try
    return isinstance(error, mail_errors.AddressRefused) or message.tries >= MOST_TRIES


def _wait(message: Message, error: mail_errors.MailError) -> timedelta:
    """How long until the next try: longer each time, but not for what is the server's fault."""
    wait = DELAYS[min(message.tries, len(DELAYS)) - 1]
    return min(wait, LONGEST_IN_TROUBLE) if isinstance(error, mail_errors.ServerTrouble) else wait


def _mark_sent(message: Message) -> None:
    message.state = MessageState.SENT
    message.sent_at = clock.now()
    message.last_error = ""
    message.code = ""  # they have it now, and nobody else needs it
    if message.kind == compose.DAILY_LIST:
        message.file = None  # it is old tomorrow, and there are many
    if not message.postage:  # Notify has it, and it is not in the post yet (delivery.py)
        notifying.message_sent(message)


def locked(message_id: int) -> Message:
    """Lock the message against whoever else would change it. Raises `NotFound`."""
    return existing(
        db.session.get(Message, message_id, with_for_update=True, populate_existing=True),
        "There is no such message",
    )
