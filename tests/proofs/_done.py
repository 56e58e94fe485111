"""Checks once everything is done: all of it was, and none of it twice."""

from collections import Counter

from sqlalchemy import func, select

from tests.proofs._findings import Findings
from tests.proofs._mail import SlowMail
from tests.proofs._work import KEPT_FOR_HOURS, Work, reading, rows
from ulss_tracker.models import (
    BatchItem,
    BatchState,
    Download,
    DownloadPart,
    DutyCall,
    Letter,
    LetterBatch,
    Message,
    MessageState,
    Reminder,
    Request,
    db,
)
from ulss_tracker.services.messaging import compose


def look(work: Work, mail: SlowMail, findings: Findings, *, interruptions: int) -> None:
    """Look at every message, letter, reminder, alarm and export, and keep the counts.

    Of each interruption at most one message may have been taken twice by the mail server.
    """
    with reading(work.app):
        sent = _messages(work, findings)
        _letters(findings)
        _reminders(work, findings)
        _alarms(work, findings)
        _exports(findings)
    taken = {each.message_id for each in mail.taken}
    findings.hold(len(taken) == sent, f"{sent} messages are marked sent, {len(taken)} were taken")
    doubles, unexplained = mail.doubles(), mail.unexplained()
    findings.note(
        f"{sent} messages sent, {len(doubles)} of them taken twice with the same Message-ID, the "
        "process having ended before it recorded the server’s yes"
    )
    findings.hold(not unexplained, f"{len(unexplained)} messages were sent twice for no reason")
    findings.hold(
        len(doubles) <= interruptions,
        f"{len(doubles)} messages were taken twice in {interruptions} interruptions",
    )


def _messages(work: Work, findings: Findings) -> int:
    due = select(Message.state).where(~Message.by_post, ~KEPT_FOR_HOURS)
    states = Counter(db.session.scalars(due))
    findings.hold(set(states) <= {MessageState.SENT}, f"not every message is sent: {states}")
    # By its key: whoever did not say that email is safe gets one that says "there is news" instead.
    acknowledged = Counter(
        db.session.scalars(
            select(Request.reference)
            .join(Message, Message.request_id == Request.id)
            .where(Message.once_key.startswith("ack:"))
        )
    )
    odd = [each for each in work.references if acknowledged[each] != 1]
    findings.hold(not odd, f"{len(odd)} requests were not acknowledged exactly once")
    return states[MessageState.SENT]


def _letters(findings: Findings) -> None:
    unfinished = rows(
        select(LetterBatch.id, LetterBatch.state).where(LetterBatch.state != BatchState.DONE)
    )
    findings.hold(not unfinished, f"batches are not done: {unfinished}")
    once = rows(
        select(BatchItem.id, func.count(Letter.id), func.count(Message.id), BatchItem.why_not)
        .outerjoin(Letter, Letter.draft_id == BatchItem.draft_id)
        .outerjoin(Message, Message.id == Letter.message_id)
        .group_by(BatchItem.id, BatchItem.why_not)
    )
    odd = [row for row in once if row[1:] != (1, 1, "")]
    findings.hold(not odd, f"letters to everyone not issued exactly once: {odd[:5]}")
    findings.note(f"{len(once)} letters to everyone, each issued once")


def _reminders(work: Work, findings: Findings) -> None:
    """Each due review is reminded of; by an email of its own, or by the call just made of it."""
    made = rows(select(Reminder.review_id, Reminder.rung, Reminder.to_key, Reminder.message_id))
    reminded = {review_id for review_id, *_ in made}
    findings.hold(
        set(work.to_remind) <= reminded,
        f"{len(set(work.to_remind) - reminded)} reviews were not reminded of",
    )
    findings.hold(len({row[:3] for row in made}) == len(made), "a reminder was made twice")
    of_calls = set(rows(select(DutyCall.email_id, DutyCall.to_key)))
    own = [message_id for *_, to_key, message_id in made if (message_id, to_key) not in of_calls]
    written = set(db.session.scalars(select(Message.id).where(Message.kind == compose.REMINDER)))
    findings.hold(
        len(own) == len(set(own)) and set(own) == written,
        f"{len(own)} reminders by an email of their own, but {len(written)} messages of them",
    )
    findings.note(f"{len(made)} reminders, each once")


def _alarms(work: Work, findings: Findings) -> None:
    """Each request held is alarmed; each call is made once, by one email of its own."""
    told = set(
        db.session.scalars(select(Message.request_id).where(Message.kind == compose.DUTY_ALARM))
    )
    odd = [each for each in work.to_alarm if each not in told]
    findings.hold(not odd, f"{len(odd)} held requests were not alarmed")
    made = rows(select(DutyCall.alarm_id, DutyCall.number, DutyCall.to_key, DutyCall.email_id))
    emails = {email_id for *_, email_id in made}
    written = db.session.scalar(
        select(func.count(Message.id)).where(Message.kind == compose.DUTY_ALARM)
    )
    findings.hold(len({row[:3] for row in made}) == len(made), "somebody was called twice at once")
    findings.hold(
        None not in emails and len(emails) == len(made) == written,
        f"{len(made)} calls, but {written} messages of them",
    )
    findings.note(f"{len(work.to_alarm)} held requests alarmed, {len(made)} calls, each once")


def _exports(findings: Findings) -> None:
    total = 0
    made = list(db.session.scalars(select(Download).order_by(Download.id)))
    for each in made:
        parts = db.session.scalars(
            select(DownloadPart.lines).where(DownloadPart.export_id == each.id)
        )
        keys = [review_id for lines in parts for review_id, _ in lines]
        findings.hold(each.made_at is not None, f"export {each.id} is not made")
        findings.hold(len(keys) == len(set(keys)), f"export {each.id} has rows twice")
        findings.hold(
            len(keys) == each.rows_read >= each.rows,
            f"export {each.id} has {len(keys)} rows of {each.rows}",
        )
        total += len(keys)
    findings.note(f"{len(made)} exports, {total} rows, each once")
